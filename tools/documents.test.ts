/**
 * What documents say is tried: shell blocks run in order in an empty folder with a home of their own, scripts and JSON are
 * read by what reads them in earnest. A block that cannot be tried is marked `text`.
 */
import { execFile } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from '@sund/engine'
import { isStatisticsNorway, Register, StatisticsNorwayMetadata } from '@sund/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const BIN = join(ROOT, 'apps/cli/bin/sund.mjs')
const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

interface Block {
  language: string
  line: number
  text: string
}

function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language = '', 2: text = '', index }) => ({
      language,
      line: markdown.slice(0, index).split('\n').length,
      text,
    }),
  )
}

/** How a block of each language is tried. */
const READERS: Record<string, (text: string) => void> = {
  text: () => {},
  // Run by packages/engine/test/builder.test.ts.
  ts: (text) => expect(text).toContain("from '@sund/engine'"),
  sund: (text) => expect(parse(text).errors).toEqual([]),
  json(text) {
    const document: unknown = JSON.parse(text)
    if (isStatisticsNorway(document)) StatisticsNorwayMetadata.parse(document)
    else if (typeof document === 'object' && document !== null && 'tables' in document)
      Register.parse(document)
  },
}

describe.each(DOCUMENTS)('%s', (document) => {
  const markdown = readFileSync(join(ROOT, document), 'utf8')
  const blocks = blocksOf(markdown)

  test('every block says what it is', () => {
    for (const { language, line } of blocks)
      expect(Object.keys(READERS).concat('sh'), `line ${line}`).toContain(language)
  })

  test.each(blocks.filter(({ language }) => language in READERS && language !== 'text'))(
    '$language in line $line',
    ({ language, text }) => READERS[language]?.(text),
  )

  test('its links lead somewhere', () => {
    for (const [, target = ''] of markdown.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g))
      expect(existsSync(join(ROOT, document, '..', target)), target).toBe(true)
  })

  const commands = blocks.filter(({ language }) => language === 'sh')
  describe.runIf(commands.length > 0)('its commands', () => {
    let folder: string
    beforeAll(() => {
      if (!existsSync(join(ROOT, 'apps/cli/dist/index.js')))
        throw new Error('The command line is not built: run npx tsc -b first.')
      folder = mkdtempSync(join(tmpdir(), 'sund-documents-'))
      const shims = join(folder, 'shims')
      mkdirSync(shims)
      shim(join(shims, 'sund'), `exec '${process.execPath}' '${BIN}' "$@"`)
      // In the project `npx sund` finds the very same program; here there is no project around it.
      shim(join(shims, 'npx'), 'exec "$@"')
      mkdirSync(join(folder, 'work'))
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    test.each(commands)(
      'line $line',
      async ({ text }) => {
        const { SUND_HOME: _home, DATABASE_URL: _url, ...environment } = process.env
        const run = promisify(execFile)('bash', ['-euo', 'pipefail', '-c', text], {
          cwd: join(folder, 'work'),
          env: {
            ...environment,
            HOME: folder,
            PATH: `${join(folder, 'shims')}:${process.env['PATH']}`,
            NO_COLOR: '1',
          },
        })
        await expect(run).resolves.toBeDefined()
      },
      60_000,
    )
  })
})

function shim(file: string, command: string): void {
  writeFileSync(file, `#!/bin/sh\n${command}\n`)
  chmodSync(file, 0o755)
}
