/**
 * The page of what law asks and what shows it: made of the names of tests that begin with `row N`, so that nobody can claim a requirement without one. Names
 * are read from the sources, without running them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Row, TO_CONFIRM } from './ehds-rows.js'

export interface NamedTest {
  /** From the root of the project. */
  file: string
  rows: readonly number[]
  /** Without `row N` and what joins it to the rest. */
  name: string
}

/** A string that begins with `row 12` or `rows 12 and 20`, as it stands in a call or in a table of `test.each`. */
const NAME = /[(['"`\w,\s](['"`])rows? (\d+(?:(?:, | and )\d+)*)\b[ :]*((?:(?!\1)[^\\\n]|\\.)*)\1/g
const CALL = /\b(test|it|describe)((?:\.\w+)*)\s*[(<`]/g
/** A test within a group: its name stands right after `test(`, or after the table of `test.each(…)(`. */
const WITHIN = /(?:\b(?:test|it)(?:\.(?!skip|todo|fails)\w+)*|\))\(\s*(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1,/g

/** The tests of a source that name a row, or stand in a group that does. What is skipped or only promised does not count. */
export function namedTests(file: string, source: string): NamedTest[] {
  return [...source.matchAll(NAME)].flatMap(({ index, 2: numbers = '', 3: own = '' }) => {
    const [, call = '', how = ''] = [...source.slice(0, index + 1).matchAll(CALL)].at(-1) ?? []
    if (call === '' || /\.(skip|todo|fails)\b/.test(how)) return []
    const rows = numbers.match(/\d+/g)?.map(Number) ?? []
    const names =
      call === 'describe'
        ? [...groupAt(source, index).matchAll(WITHIN)].map(([, , name = '']) => `${own} ${name}`)
        : [own]
    return names.map((name) => ({ file, rows, name: plain(name) }))
  })
}

/** What stands in the group that is named at an index: up to the line that closes it, since sources are indented. */
function groupAt(source: string, index: number): string {
  const line = source.lastIndexOf('\n', index) + 1
  const indent = /^\s*/.exec(source.slice(line))?.[0] ?? ''
  const end = source.indexOf(`\n${indent}})`, index + 1)
  return source.slice(index + 2, end === -1 ? undefined : end)
}

/** Holes of templates are left open; what would end a cell or a mark is taken out. */
const plain = (name: string) =>
  name
    .replace(/\\(.)/g, '$1')
    .replace(/\$\{[^}]*\}/g, '…')
    .replace(/[|*`<>]/g, '')
    .trim()

/** Every test of the project that names a row, by file and as they stand there. */
export function testsOfProject(root: string): NamedTest[] {
  const folders = [
    ...['packages', 'apps'].flatMap((name) =>
      readdirSync(join(root, name)).map((one) => join(root, name, one, 'test')),
    ),
    join(root, 'spec'),
    join(root, 'tools'),
  ]
  return folders
    .flatMap(sources)
    .filter((path) => dirname(path) !== join(root, 'tools') || !/ehds/.test(path))
    .sort()
    .flatMap((path) => namedTests(relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')))
}

function sources(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory()
        ? ['node_modules', 'dist'].includes(entry.name)
          ? []
          : sources(join(folder, entry.name))
        : /\.m?tsx?$/.test(entry.name)
          ? [join(folder, entry.name)]
          : [],
    )
  } catch {
    return []
  }
}

export interface Shown {
  row: Row
  tests: readonly NamedTest[]
  /** Each part, and the tests that show it. */
  parts: readonly (readonly [string, readonly NamedTest[]])[]
  state: 'met' | 'partial' | 'missing'
}

/** What of each row is shown by a test: all of its parts, some, or none. */
export function shown(rows: readonly Row[], tests: readonly NamedTest[]): Shown[] {
  return rows.map((row) => {
    const own = tests.filter(({ rows }) => rows.includes(row.number))
    const parts = Object.entries(row.parts).map(
      ([part, says]) => [part, own.filter(({ name }) => says.test(name.toLowerCase()))] as const,
    )
    const met = parts.filter(([, tests]) => tests.length > 0).length
    const state = met === parts.length ? 'met' : met > 0 || own.length > 0 ? 'partial' : 'missing'
    return { row, tests: own, parts, state }
  })
}

const link = (path: string) => `[${path}](../${path})`
const unique = <T>(values: readonly T[]) => [...new Set(values)]

function stateCell({ state, parts }: Shown): string {
  const lacking = parts.filter(([, tests]) => tests.length === 0).map(([part]) => part)
  return state === 'partial' ? `partial: no test of ${lacking.join(', ')}` : state
}

/** `docs/ehds.md`. */
export function ehdsPage(all: readonly Shown[]): string {
  const of = (state: Shown['state']) => all.filter((one) => one.state === state).length
  const table = all.map((one) => {
    const { row, tests } = one
    const where = unique([...row.code, ...tests.map(({ file }) => file)]).map(link)
    return `| ${row.number} | ${row.requirement} | ${row.source} | ${where.join('<br>')} | ${stateCell(one)} |`
  })
  const details = all.flatMap(({ row, tests, parts }) =>
    tests.length === 0
      ? []
      : [
          `## Row ${row.number}`,
          '',
          ...parts.map(
            ([part, own]) =>
              `- **${part}**: ${own.length === 0 ? 'no test' : own.map(({ name, file }) => `“${name}” (${file})`).join('; ')}`,
          ),
          ...tests
            .filter((test) => parts.every(([, own]) => !own.includes(test)))
            .map(({ name, file }) => `- “${name}” (${file})`),
          '',
        ],
  )
  return [
    '<!-- Made by npm run manual from the names of tests and tools/ehds-rows.ts: change those. -->',
    '# What law asks, and what shows it',
    '',
    'Requirements of Regulation (EU) 2025/327 on the European Health Data Space and of Norwegian law for whoever gives access to health data. A row is **met**',
    'when a test shows each of its parts, **partial** when one shows some, **missing** when none does. This says that there are tests, and `npm test` that they',
    'pass; it is no legal opinion.',
    '',
    `${of('met')} of ${all.length} rows are met, ${of('partial')} are partial, ${of('missing')} are missing.`,
    '',
    '| row | requirement | article | where in the code | state |',
    '| --- | --- | --- | --- | --- |',
    ...table,
    '',
    '## To be confirmed by a lawyer',
    '',
    'These are Sund’s own reading of provisions, and nobody with a law degree has confirmed them. Amounts of fees, and limits whose source says so, are Sund’s own.',
    '',
    '| what is said | by | where |',
    '| --- | --- | --- |',
    ...TO_CONFIRM.map((row) => `| ${row.join(' | ')} |`),
    '',
    ...details,
  ].join('\n')
}
