/**
 * Whole runs over two holders and a room in this process: what comes out, what is proved, and that nothing
 * stays behind.
 */

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson, type Failure, RunDocument } from '@sund/model'
import { type PublicJwk, verified } from '@sund/network'
import { contentOf } from '@sund/network/testing'
import { Released } from '@sund/privacy'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryFolder } from '../src/roles/folders.js'
import { RECEIPT, type RunProgress } from '../src/roles/run.js'
import { openSund, type Sund } from '../src/sund.js'
import { LABORATORY, openTestSund, POPULATION, SCRIPT } from './registers.js'

const researcher = { subject: 'demo:kari', name: 'Kari Forsker' }
let open: Awaited<ReturnType<typeof openTestSund>>
let sund: Sund
beforeAll(async () => {
  open = await openTestSund()
  sund = open.sund
})
afterAll(() => open.dispose())

/** Files in every folder that runs work in. */
async function leftovers(): Promise<string[]> {
  const work = [
    await memoryFolder(join(open.home, 'room')),
    ...[...sund.holders.keys()].map((name) => join(open.home, 'holders', name, 'work')),
  ]
  const lists = await Promise.all(work.filter(existsSync).map((folder) => readdir(folder)))
  return lists.flat()
}

describe('a run', () => {
  test('gives released results in script order, a receipt that holds, and leaves nothing behind', async () => {
    const states: RunProgress[] = []
    const came: number[] = []
    const released = await sund.hub.run({
      script: SCRIPT,
      researcher,
      onProgress: (progress) => states.push(progress),
      onResult: ({ value }) => void came.push(value.index),
    })
    expect(Released.is(released)).toBe(true)
    const document = RunDocument.parse(released.value)
    expect(document.errors).toEqual([])
    expect(document.state).toBe('released')
    expect(document.results.map(({ index, body }) => [index, body.kind])).toEqual([
      [0, 'text'],
      [1, 'table'],
      [2, 'summary'],
      [3, 'model'],
    ])
    expect(came.sort()).toEqual([0, 1, 2, 3])
    expect(states.at(-1)).toMatchObject({ state: 'running', step: 'computing in the room' })
    expect(await leftovers()).toEqual([])

    const { signature, ...receipt } = document.receipt as NonNullable<RunDocument['receipt']>
    const parties = JSON.parse(await readFile(join(open.home, 'network', 'parties.json'), 'utf8')) as Record<
      string,
      PublicJwk
    >
    expect(await verified(signature, RECEIPT, (by) => parties[by])).toEqual({ by: 'hub', value: receipt })
    expect(receipt.resultsHash).toBe(
      createHash('sha256').update(canonicalJson(document.results)).digest('hex'),
    )
    expect(receipt.registers.map(({ name, version }) => `${name} ${version}`).sort()).toEqual([
      'test.laboratory 1.0.0',
      'test.population 1.0.0',
    ])
    expect(await sund.hub.proof()).toMatchObject({ verified: true, head: receipt.ledger.hash })

    const [listed] = await sund.hub.runs.list(researcher.subject)
    expect(listed).toMatchObject({ run: document.run, title: 'Does the level follow age?', results: 4 })
    expect((await sund.hub.runs.open(researcher.subject, document.run)).value).toEqual(document)
    await expect(sund.hub.runs.open('demo:mads', document.run)).rejects.toMatchObject({
      errors: [{ code: 'usage.not-found' }],
    })
  })

  test('asks only the holders that it needs, and no room when nothing must meet', async () => {
    const asked: string[] = []
    const stop = sund.tap((bytes, from, to) => {
      if (from === 'hub' && contentOf(bytes).envelope.replyTo === null) asked.push(to)
    })
    const script = 'require test.population as p\ncreate-dataset d\nimport p/SEX\ntabulate SEX'
    const { value } = await sund.hub.run({ script, researcher })
    stop()
    expect(value).toMatchObject({ state: 'released', errors: [] })
    expect(asked).toEqual(['holder:north'])
  })

  test('the same script gives the same results, run for run', async () => {
    const [one, two] = [
      await sund.hub.run({ script: SCRIPT, researcher }),
      await sund.hub.run({ script: SCRIPT, researcher }),
    ]
    expect(two.value.results).toEqual(one.value.results)
  })

  test('a wrong script is a failed run with the place of the mistake', async () => {
    const script = 'require test.population as p\ncreate-dataset d\nimport p/SEXX'
    const { value } = await sund.hub.run({ script, researcher })
    expect(value).toMatchObject({
      state: 'failed',
      results: [],
      receipt: null,
      errors: [{ code: 'script.unknown-name', position: { line: 3 } }],
    })
    expect(await sund.hub.check(script)).toMatchObject({ errors: [{ code: 'script.unknown-name' }] })
  })

  test('an edit that would single out few leaves everything as it was, and nothing tells that it did', async () => {
    const head = 'require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\n'
    const of = async (edit: string) => {
      const { value } = await sund.hub.run({ script: `${head}${edit}\nsummarize LEVEL`, researcher })
      return value.results.map(({ body, protection, withheld }) => ({ body, protection, withheld }))
    }
    // The first holds for few people, the second for nobody.
    const few = await of('drop if LEVEL > 900000')
    expect(few).toHaveLength(1)
    expect(few).toEqual(await of('drop if LEVEL > 900000000'))
    expect(few[0]?.protection.map(({ rule }) => rule)).toContain('P2')
  })

  test('a draw that would leave few stops the run with what was released before', async () => {
    const script =
      'require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\nsummarize LEVEL\nsample 5 7\nsummarize LEVEL'
    const before = (await sund.hub.proof()).events
    const { value } = await sund.hub.run({ script, researcher })
    // Requested, released what came before, failed.
    expect((await sund.hub.proof()).events).toBe(before + 3)
    expect(value).toMatchObject({
      state: 'failed',
      receipt: null,
      errors: [{ code: 'protection.edit', position: { line: 5 } }],
    })
    expect(value.results.map(({ index }) => index)).toEqual([0])
    expect(await leftovers()).toEqual([])
  })

  test('several at once take their turns, and all come right', async () => {
    const places: (number | null)[] = []
    const runs = await Promise.all(
      Array.from({ length: 5 }, () =>
        sund.hub.run({ script: SCRIPT, researcher, onProgress: ({ place }) => void places.push(place) }),
      ),
    )
    expect(runs.map(({ value }) => value.state)).toEqual(Array(5).fill('released'))
    expect(new Set(runs.map(({ value }) => value.run)).size).toBe(5)
    expect(places).toContain(3)
    expect(await leftovers()).toEqual([])
    expect(await sund.hub.proof()).toMatchObject({ verified: true })
  })

  test.each(['opening a room', 'asking 2 of the holders', 'computing in the room'])(
    'cancelled while %s, it says so and leaves nothing behind',
    async (when) => {
      const abort = new AbortController()
      const { value } = await sund.hub.run({
        script: SCRIPT,
        researcher,
        signal: abort.signal,
        onProgress: ({ step }) => void (step === when && abort.abort()),
      })
      expect(value).toMatchObject({
        state: 'cancelled',
        receipt: null,
        errors: [{ code: 'unavailable.cancelled' }],
      })
      expect(await leftovers()).toEqual([])
    },
  )

  test('one that is refused for its length is kept without its text', async () => {
    const script = `// ${'x'.repeat(10_000_000)}`
    const { value } = await sund.hub.run({ script, researcher })
    expect(value).toMatchObject({ state: 'failed', errors: [{ code: 'script.limit' }], script: '' })
    expect((await sund.hub.runs.open(researcher.subject, value.run)).value.script).toBe('')
  })

  test('cancelled before it begins, it never runs', async () => {
    const { value } = await sund.hub.run({ script: SCRIPT, researcher, signal: AbortSignal.abort() })
    expect(value.state).toBe('cancelled')
  })

  test('takes no longer than a run may take', async () => {
    const hasty = await openTestSund({ limits: { seconds: 0.001 } })
    try {
      const { value } = await hasty.sund.hub.run({ script: SCRIPT, researcher })
      expect(value).toMatchObject({ state: 'failed', errors: [{ code: 'unavailable.time' }] })
    } finally {
      await hasty.dispose()
    }
  })
})

test('whatever is written, the answer is a document with typed errors and never an exception', async () => {
  const word = fc.constantFrom(
    ..."require use import import-event tabulate summarize regress generate replace collapse merge keep drop if by p d SEX AGE test.population as 1 . , ( ) = == 2000-01-01 to '1' \" / -> + $x let textblock endblock".split(
      ' ',
    ),
    '\n',
  )
  const line = fc.oneof(
    fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
    fc.string(),
  )
  const start = 'require test.population as p\ncreate-dataset d\nimport p/SEX\nimport p/AGE\n'
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 5 }), fc.boolean(), async (lines, started) => {
      const script = (started ? start : '') + lines.join('\n')
      expect((await sund.hub.check(script)).errors.every(({ next }) => next.length > 0)).toBe(true)
      const { value } = await sund.hub.run({ script, researcher })
      RunDocument.parse(value)
      expect(value.errors.map(({ code }) => code)).not.toContain('internal.bug')
    }),
    { numRuns: 60 },
  )
})

describe('the catalogue', () => {
  test('has every register with coarse figures, and no exact count', async () => {
    const entries = await sund.hub.catalogue()
    expect(entries.map(({ register }) => register.name)).toEqual(['test.population', 'test.laboratory'])
    for (const { figures } of entries)
      for (const table of figures) expect(table.units).toMatchObject({ value: 1500, error: 5 })
    expect(entries[0]?.figures[0]?.variables[0]).toMatchObject({
      variable: 'SEX',
      codes: [
        { code: '1', rows: { value: 750, error: 5 } },
        { code: '2', rows: { value: 750, error: 5 } },
      ],
    })
  })
})

describe('a home', () => {
  test('is opened by one process at a time', async () => {
    await expect(openSund({ home: open.home })).rejects.toMatchObject({ errors: [{ code: 'conflict.busy' }] })
  })

  test('keeps its secrets to its owner', async () => {
    for (const file of [
      'network/linkage.secret',
      'hub/keys.json',
      'room/keys.json',
      'holders/north/keys.json',
      'holders/north/vault.key',
    ])
      expect((await stat(join(open.home, file))).mode & 0o077, file).toBe(0)
  })

  test('a holder keeps only its own registers, and has a name of its own', async () => {
    const code = async (work: Promise<unknown> | undefined) =>
      work?.then(
        () => 'no error',
        (thrown: Failure) => thrown.errors[0].code,
      )
    const north = sund.holders.get('north')
    expect(await code(north?.import({ files: [], metadata: LABORATORY }))).toBe('data.metadata')
    expect(await code(sund.addHolder('north', { en: 'again' }))).toBe('conflict.exists')
    expect(await code(sund.addHolder('../../x', { en: 'elsewhere' }))).toBe('usage.arguments')
  })
})

test('another version of a register appears at once, and the old one stays', async () => {
  const path = join(open.home, 'more.csv')
  await writeFile(path, 'id,SEX,AGE\nID-7f3a000000,1,30\n')
  await sund.holders.get('north')?.import({ files: [{ path }], metadata: POPULATION })
  expect((await sund.hub.catalogue()).map(({ version }) => version)).toEqual(['1.0.0', '1.1.0', '1.0.0'])
  const script = 'require test.population:1.0 as p\ncreate-dataset d\nimport p/SEX\ntabulate SEX'
  const { value } = await sund.hub.run({ script, researcher })
  expect(value.receipt?.registers).toMatchObject([{ name: 'test.population', version: '1.0.0' }])
})
