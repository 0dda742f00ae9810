/**
 * The direction of imports of ARCHITECTURE.md, checked over every source file. Package `exports` and project references
 * hold most of it; this test holds the rest and says in one sentence which line is wrong.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

/** What each part may import of Sund, and what it may not import of the world. */
interface Part {
  folder: string
  sund: readonly string[]
  /** What its tests may import besides. */
  tests?: readonly string[]
  never?: RegExp
}

/** Those that stand side by side, and what each may know besides the vocabulary. */
const BESIDE = {
  engine: [],
  privacy: [],
  registers: [],
  access: ['@sund/store'],
  network: [],
  fhir: ['@sund/store'],
}
const PACKAGES = ['store', ...Object.keys(BESIDE)]
const PARTS: Record<string, Part> = {
  model: { folder: 'packages/model', sund: [], never: /^node:/ },
  store: { folder: 'packages/store', sund: ['@sund/model'] },
  ...Object.fromEntries(
    Object.entries(BESIDE).map(([name, more]) => [
      name,
      { folder: `packages/${name}`, sund: ['@sund/model', ...more] } satisfies Part,
    ]),
  ),
  figures: { folder: 'packages/figures', sund: ['@sund/model'], never: /^node:/ },
  synthetic: { folder: 'packages/synthetic', sund: ['@sund/model'], never: /^node:/ },
  server: { folder: 'apps/server', sund: ['model', ...PACKAGES].map((name) => `@sund/${name}`) },
  cli: {
    folder: 'apps/cli',
    sund: ['model', ...PACKAGES, 'server', 'synthetic', 'figures', 'figures/reading'].map(
      (name) => `@sund/${name}`,
    ),
  },
  portal: {
    folder: 'apps/portal',
    sund: [
      '@sund/model',
      '@sund/server/client',
      '@sund/engine/language',
      '@sund/figures',
      '@sund/figures/reading',
    ],
    // In a browser it is tested against the real server, and what the builder writes is read by the real language.
    tests: ['@sund/server', '@sund/registers', '@sund/engine'],
    never: /^node:/,
  },
  spec: {
    folder: 'spec',
    sund: [
      ...['model', ...PACKAGES, 'server'].map((name) => `@sund/${name}`),
      '@sund/engine/language',
      '@sund/engine/reference',
    ],
  },
  bench: {
    folder: 'bench',
    sund: ['model', ...PACKAGES, 'server', 'synthetic'].map((name) => `@sund/${name}`),
  },
}

/** Modules that only some folders may import. */
const ONLY: Record<string, readonly string[]> = {
  '@duckdb/node-api': ['packages/engine/src/execute', 'packages/registers'],
}

interface SourceFile {
  path: string
  text: string
}

/** Specifiers of `import … from`, `export … from`, `import '…'`, and `import('…')`, comments left out. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const statement = /^\s*(?:import|export)\s+(?:type\s+)?(?:[\w*{}\s,$]+?\sfrom\s*)?['"]([^'"\n]+)['"]/gm
  const dynamic = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g
  return [...code.matchAll(statement), ...code.matchAll(dynamic)].map(([, specifier]) => specifier as string)
}

/** Every import that goes the wrong way, as `file: why`. */
function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const part = Object.values(PARTS).find(({ folder }) => path.startsWith(`${folder}/`))
    if (part === undefined) return []
    return importsOf(text).flatMap((specifier) => {
      const why = objection(path, part, specifier)
      return why === null ? [] : [`${path}: ${why}`]
    })
  })
}

function objection(path: string, part: Part, specifier: string): string | null {
  const isTest = !path.startsWith(`${part.folder}/src/`) || path.endsWith('/src/testing.ts')
  // A file taken in as text is no code.
  if (specifier.endsWith('?raw')) return null
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(path), specifier))
    return target.startsWith(`${part.folder}/`) ? null : `${specifier} leaves ${part.folder}`
  }
  if (specifier.startsWith('@sund/')) {
    const allowed = isTest
      ? [...part.sund, ...(part.tests ?? [])].flatMap((name) => [name, `${name}/testing`])
      : part.sund
    const itself =
      part.folder.startsWith('packages/') && specifier.startsWith(`@sund/${part.folder.slice(9)}`)
    return allowed.includes(specifier) || (isTest && itself)
      ? null
      : `${part.folder} may not import ${specifier}`
  }
  if (part.never?.test(specifier) && !isTest) return `${part.folder} may not import ${specifier}`
  const folders = ONLY[specifier]
  if (folders && !isTest && !folders.some((folder) => path.startsWith(`${folder}/`)))
    return `${specifier} may be imported in ${folders.join(' and ')} only`
  return null
}

function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory())
      return ['node_modules', 'dist', '.sund'].includes(entry.name) ? [] : sourceFiles(path)
    return /\.(ts|tsx|mts)$/.test(entry.name) && !entry.name.endsWith('.d.ts')
      ? [{ path, text: readFileSync(join(ROOT, path), 'utf8') }]
      : []
  })
}

test('imports point one way', () => {
  const files = ['packages', 'apps', 'spec', 'bench'].flatMap(sourceFiles)
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap(({ text }) => importsOf(text)).length).toBeGreaterThan(100)
  expect(violations(files)).toEqual([])
})

test('the reference interpreter shares nothing with the SQL path but the types of the plan', () => {
  const folder = 'packages/engine/src/reference/'
  const beyond = sourceFiles(folder.slice(0, -1)).flatMap(({ path, text }) =>
    importsOf(text)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => normalize(join(dirname(path), specifier)))
      .filter((target) => !target.startsWith(folder)),
  )
  expect([...new Set(beyond)]).toEqual(['packages/engine/src/plan/types.js'])
})

describe('a planted violation is found', () => {
  test.each([
    ['packages/model/src/x.ts', "import { parse } from '@sund/engine'"],
    ['packages/model/src/x.ts', "import fs from 'node:fs'"],
    ['packages/privacy/src/x.ts', "import type { Plan } from '@sund/engine'"],
    ['packages/engine/src/plan/x.ts', "import { DuckDBInstance } from '@duckdb/node-api'"],
    ['apps/server/src/x.ts', "const duckdb = await import('@duckdb/node-api')"],
    ['apps/server/src/x.ts', "import { compile } from '@sund/engine/src/language/compile.js'"],
    ['apps/server/src/x.ts', "export * from '../../cli/src/index.js'"],
    ['apps/server/src/x.ts', "import { main } from '@sund/cli'"],
    ['apps/portal/src/x.tsx', "import { compile } from '@sund/engine'"],
    ['apps/portal/src/x.tsx', "import 'node:fs'"],
    ['apps/portal/src/x.tsx', "import { openSund } from '@sund/server'"],
    ['packages/figures/src/x.ts', "import { protect } from '@sund/privacy'"],
    ['packages/engine/src/x.ts', "import { drawFigure } from '@sund/figures'"],
    ['packages/access/src/x.ts', "import { fixedClock } from '@sund/model/testing'"],
    ['packages/access/test/x.test.ts', "import {\n  a,\n  b,\n} from '@sund/registers'"],
  ])('%s: %s', (path, text) => {
    expect(violations([{ path, text }])).toHaveLength(1)
  })

  test.each([
    ['packages/engine/src/execute/x.ts', "import { DuckDBInstance } from '@duckdb/node-api'"],
    ['packages/access/test/x.test.ts', "import { fixedClock } from '@sund/model/testing'"],
    ['packages/access/src/x.ts', "// import { x } from '@sund/engine'\n/* import '@sund/engine' */"],
    ['packages/engine/src/x.ts', "const script = 'import db/AGE as age'"],
    ['apps/portal/src/x.tsx', "import { client } from '@sund/server/client'"],
  ])('and nothing else: %s: %s', (path, text) => {
    expect(violations([{ path, text }])).toEqual([])
  })
})
