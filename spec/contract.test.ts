/** The contract of the language against the language and its specification. */
import { existsSync, readFileSync } from 'node:fs'
import { COMMANDS, FUNCTIONS, parse } from '@sund/engine'
import { describe, expect, it } from 'vitest'
import { CONTRACT_COMMANDS, CONTRACT_FUNCTIONS, CONTRACT_OUTSIDE, CONTRACT_STATISTICS } from './contract.js'
import { FUNCTION_SPECS } from './functions.js'
import { COMMAND_SPECS } from './index.js'

/** Options that some row of the specification gives to each command. */
const shown = new Map<string, Set<string>>()
const statistics = new Set<string>()
for (const { script } of COMMAND_SPECS.flatMap(({ rows }) => rows)) {
  for (const statement of parse(script).tree.statements) {
    if (statement.kind !== 'statement') continue
    const options = shown.get(statement.name) ?? new Set()
    for (const option of statement.options) options.add(option.name.text)
    shown.set(statement.name, options)
    if (statement.arguments.shape === 'statistics')
      for (const { statistic } of statement.arguments.items) statistics.add(statistic.text)
  }
}

describe.each(Object.entries(CONTRACT_COMMANDS))('%s', (name, options) => {
  const doc = Object.entries(COMMANDS).find(([command]) => command === name)?.[1]
  it('is in the language with its options', () => {
    expect(doc?.status).toBe('available')
    const available = doc?.options.filter(({ status }) => status === 'available').map((option) => option.name)
    expect(available).toEqual(expect.arrayContaining([...options]))
  })
  it('has rows in the specification, and so has each of its options', () => {
    const specified = COMMAND_SPECS.some(({ command, rows }) => command === name && rows.length > 0)
    expect(specified).toBe(true)
    const every = doc?.options.filter(({ status }) => status === 'available').map((option) => option.name)
    expect([...(every ?? [])].filter((option) => !shown.get(name)?.has(option))).toEqual([])
  })
})

it('has a row for every statistic of groups', () => {
  expect(CONTRACT_STATISTICS.filter((statistic) => !statistics.has(statistic))).toEqual([])
})

it('has cases for every function', () => {
  const specified = new Set(FUNCTION_SPECS.map((spec) => spec.function))
  expect(CONTRACT_FUNCTIONS.filter((name) => !specified.has(name) || !(name in FUNCTIONS))).toEqual([])
})

const text = new URL('../../shared/reference/language.md', import.meta.url)
const written = existsSync(text) ? readFileSync(text, 'utf8') : null

/** The first word of each code span. */
const leading = (of: string) => [...of.matchAll(/`([a-z][a-z-]*)[^`]*`/g)].map(([, word]) => word as string)

describe.skipIf(written === null)('the written contract (skipped where the folder shared is missing)', () => {
  const blocks = (written ?? '').split(/\n\n+/)
  const after = (heading: string) => blocks[blocks.indexOf(heading) + 1] ?? ''

  it('has no command that is not in the list: its tables of commands, and what controls a script', () => {
    const tables = blocks.filter((block) => block.startsWith('| command |'))
    const cells = tables.flatMap((table) => table.split('\n').map((row) => row.split(' | ')[0] ?? ''))
    const commands = [...cells, after('## Control and notes')].flatMap(leading)
    expect(commands.length).toBeGreaterThan(60)
    expect(commands.filter((command) => !(command in CONTRACT_COMMANDS))).toEqual([])
  })

  it('adds no command that is not in the list', () => {
    const table = blocks.find((block) => block.startsWith('| addition |')) ?? ''
    const commands = leading(table).filter((word) => word in COMMANDS)
    expect(commands).toContain('survival-data')
    expect(commands.filter((word) => !(word in CONTRACT_COMMANDS))).toEqual(CONTRACT_OUTSIDE)
  })

  it('has no function that is not in the list', () => {
    const paragraph = blocks.find((block) => block.startsWith('Functions:')) ?? ''
    const spans = [...paragraph.matchAll(/`([^`]+)`/g)].map(
      ([, span]) => span?.replaceAll(/\(.*?\)/g, '') ?? '',
    )
    const functions = spans.flatMap((span) => span.split(/\s+/))
    expect(functions.length).toBeGreaterThan(70)
    expect(functions.filter((name) => !CONTRACT_FUNCTIONS.includes(name))).toEqual([])
  })
})
