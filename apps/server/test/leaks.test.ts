/**
 * Nothing of any person anywhere it does not belong: everything that the hub is told, everything logged,
 * answered over HTTP, kept in the event log or printed is scanned for the identifiers and values that the
 * registers hold, in every spelling that bytes commonly take. A scan that cannot find what is there would
 * prove nothing, so it is first shown to find it.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openAccess, type StandingPermit } from '@sund/access'
import { MESSAGES, systemClock } from '@sund/model'
import { contentOf } from '@sund/network/testing'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Serving, serve } from '../src/http/serve.js'
import { Browser } from './browser.js'
import { permitIssuer, permitStore, under } from './permitted.js'
import { identifier, MARK, openTestSund, PERSONS, REMARKABLE, remarkable, SCRIPT } from './registers.js'

/**
 * The bytes of `secret` in each spelling: itself, hexadecimal, and base64 wherever in a longer text it
 * begins.
 */
function spellings(secret: Buffer): Buffer[] {
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), secret])
      .toString('base64')
      .replaceAll('=', '')
    // The first and last letters also hold bits of the neighbours.
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + secret.length) * 8) / 6))
  })
  const hex = secret.toString('hex')
  const texts = [
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ]
  const wide = Buffer.from(secret.toString('latin1'), 'utf16le')
  return [secret, wide, ...texts.map((text) => Buffer.from(text))]
}

const double = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}
const NEEDLES = [
  ...spellings(Buffer.from(MARK)),
  ...spellings(Buffer.from(REMARKABLE)),
  // As binary numbers, exactly.
  ...[7, 307, 607, 907, 1207].flatMap((person) => spellings(double(remarkable(person)))),
]
const finds = (bytes: Uint8Array): string[] => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return NEEDLES.filter((needle) => buffer.includes(needle)).map((needle) => needle.toString('latin1'))
}
const text = (...parts: unknown[]): Buffer => Buffer.from(parts.map(String).join('\n'))

let open: Awaited<ReturnType<typeof openTestSund>>
let serving: Serving
let permitted: StandingPermit
const lines: string[] = []
beforeAll(async () => {
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const { permits, store } = permitStore()
  open = await openTestSund({ logger, permits: store })
  const { issue } = await permitIssuer(open.home, permits)
  permitted = await issue({
    population: {
      text: 'Some',
      criteria: { register: 'test.population', variable: 'AGE', least: 25 },
    },
  })
  serving = await serve(open.sund, { host: '127.0.0.1', port: 0, environment: {} })
})
afterAll(async () => {
  await serving.close()
  await open.dispose()
})

test('the scan finds an identifier and a value in every spelling', () => {
  const hidden = text('some', identifier(1234), 'more')
  for (const bytes of [
    hidden,
    Buffer.from(hidden.toString('hex')),
    ...[0, 1, 2].map((shift) => Buffer.from(Buffer.concat([Buffer.alloc(shift), hidden]).toString('base64'))),
    ...[0, 1, 2].map((shift) =>
      Buffer.from(Buffer.concat([Buffer.alloc(shift), hidden]).toString('base64url')),
    ),
    Buffer.from(hidden.toString(), 'utf16le'),
    text(remarkable(307)),
    Buffer.concat([Buffer.alloc(3), double(remarkable(1207)), Buffer.alloc(5)]),
  ])
    expect(finds(bytes)).not.toEqual([])
  expect(PERSONS).toBeGreaterThan(1000)
})

/** All that lies in a folder, and how much it is. */
async function bytesIn(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name)))))
}

test('row 8: the key of pseudonyms is held apart: no message, log or answer and no file of hub or room has it, while rows of holders meet in the room', async () => {
  const key = await readFile(join(open.home, 'network', 'linkage.secret'))
  const own = spellings(key)
  const has = (bytes: Buffer) => own.some((spelling) => bytes.includes(spelling))
  expect(has(await bytesIn(join(open.home, 'network')))).toBe(true)

  const said: Uint8Array[] = []
  const stop = open.sund.tap((bytes) => void said.push(bytes, contentOf(bytes).attached))
  const browser = new Browser(serving.url)
  await browser.signIn()
  const { body } = await browser.json('POST', '/api/runs', { script: under(permitted, SCRIPT) })
  const { id } = body as { id: string }
  await browser.request(`/api/runs/${id}/events`)
  stop()
  expect((await browser.json('GET', `/api/runs/${id}`)).body).toMatchObject({
    progress: { state: 'released' },
  })

  // Two holders' rows met in the room, and nobody sent the key.
  expect(Buffer.concat(said).length).toBeGreaterThan(10_000)
  expect(has(Buffer.concat(said)), 'in messages').toBe(false)
  expect(has(text(...lines)), 'in the log').toBe(false)
  expect(has(text(...browser.seen)), 'in answers').toBe(false)
  for (const party of ['hub', 'room']) {
    const bytes = await bytesIn(join(open.home, party))
    expect(bytes.length, party).toBeGreaterThan(0)
    expect(has(bytes), party).toBe(false)
  }
})

test('row 17: nothing leaves but what was checked and released: no identifier and no value of a person reaches hub, logs, answers, event log or document', async () => {
  const toHub: Uint8Array[] = []
  const overall: Uint8Array[] = []
  let delivered = 0
  const compared: number[] = []
  const stop = open.sund.tap((bytes, from, to) => {
    const { envelope, attached } = contentOf(bytes)
    const said = Buffer.concat([bytes, text(JSON.stringify(envelope)), attached])
    if (to === 'hub') {
      toHub.push(said)
      if (envelope.name === 'compare')
        compared.push(MESSAGES.compare.request.parse(envelope.body).sets.length)
      expect(attached.length).toBe(0)
    }
    if (from.startsWith('holder:') && to === 'room') delivered += attached.length
    overall.push(said)
  })
  const browser = new Browser(serving.url)
  await browser.signIn()
  for (const path of [
    '/api/session',
    '/api/catalogue',
    '/api/catalogue?query=level',
    '/api/catalogue/test.laboratory',
    '/api/catalogue/test.laboratory/LEVEL',
    '/api/commands',
    '/openapi.json',
    '/ready',
  ])
    expect((await browser.request(path)).status, path).toBe(200)
  const scripts = [
    SCRIPT,
    // Whose persons go to the room, and whose rows are held against them there.
    under(permitted, SCRIPT),
    // What a curious researcher tries.
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\ntabulate LEVEL`,
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\nsummarize LEVEL if LEVEL > 900000`,
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\nhistogram LEVEL\nbarchart (max) LEVEL`,
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\nbarchart (count) LEVEL\nbarchart (mean) LEVEL, over(LEVEL)\nhistogram LEVEL, discrete`,
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\nsummarize LEVEL, by(LEVEL)`,
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\ngenerate x = 1\ngenerate t = 1\nregress x i.LEVEL`,
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\ngenerate x = 1\ngenerate t = 1\nkaplan-meier x t, by(LEVEL)`,
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\ntabulate PERSONID_1`,
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\ngenerate id = to_str(PERSONID_1)\ntabulate id`,
    `require test.laboratory as l\ncreate-dataset d\nimport l/LEVEL\ngenerate x = 1/0\ndestring LEVEL\nregress LEVEL PERSONID_1`,
  ]
  const states: string[] = []
  let foreseen = ''
  for (const script of scripts) {
    await browser.json('POST', '/api/check', { script })
    foreseen += JSON.stringify((await browser.json('POST', '/api/check/forecast', { script })).body)
    const { body } = await browser.json('POST', '/api/runs', { script })
    const { id } = body as { id: string }
    await browser.request(`/api/runs/${id}/events`)
    const { body: run } = await browser.json('GET', `/api/runs/${id}`)
    states.push((run as { progress: { state: string } }).progress.state)
  }
  const counts = [
    `test.population/SEX == '1'`,
    `inrange(test.population/AGE, 20, 20)`,
    `test.population/AGE >= 0 & !(test.population/AGE > 21)`,
    `test.laboratory/LEVEL > ${REMARKABLE}`,
    `test.population/SEX == '9'`,
  ]
  const told: number[] = []
  for (const text of counts) told.push((await browser.json('POST', '/api/count', { text })).status)
  expect(told).toEqual([200, 200, 200, 422, 422])
  await browser.request('/api/runs')
  await browser.request('/api/quota')
  await browser.request('/api/ledger')
  const exported: string[] = []
  for (const form of ['csv', 'jsonl'])
    exported.push(await (await browser.request(`/api/ledger/export?form=${form}`)).text())
  await browser.request('/api/log/verify')
  stop()

  // The scan had something to look at.
  expect(states.slice(0, 2)).toEqual(['released', 'released'])
  expect(toHub.length).toBeGreaterThan(5)
  expect(delivered).toBeGreaterThan(1000)
  expect(lines.length).toBeGreaterThan(10)
  expect(Math.max(...compared)).toBeGreaterThan(3)
  for (const text of exported) expect(text).toContain('test.laboratory 1.0.0')
  expect(browser.seen.join('')).toContain('"kind":"model"')
  expect(foreseen).toContain('"atLeast":1000')

  expect(finds(Buffer.concat(toHub)), 'to the hub').toEqual([])
  expect(finds(Buffer.concat(overall)), 'in any message').toEqual([])
  expect(finds(text(...lines)), 'in the log').toEqual([])
  expect(finds(text(...browser.seen)), 'in answers').toEqual([])
  expect(finds(text(...exported)), 'in the ledger').toEqual([])
  // Sets are compared blinded: of none of them is said how many people it has.
  for (const text of exported) expect(text).not.toMatch(/slots|identity|units/)
  // Nor do the lines of the log say who asked for what.
  for (const secret of ['kari', 'Kari', 'test.laboratory', 'LEVEL', 'create-dataset'])
    expect(text(...lines).includes(secret), secret).toBe(false)

  await serving.close()
  await open.sund.close()
  const access = await openAccess({ folder: join(open.home, 'hub', 'store') }, systemClock)
  const events = JSON.stringify(await access.log.list({ limit: 1000 }))
  const runs = await access.runs.list('demo:kari', { limit: 200 })
  const documents = await Promise.all(runs.map(({ run }) => access.runs.open('demo:kari', run)))
  await access.close()
  expect(runs.length).toBeGreaterThanOrEqual(scripts.length)
  expect(finds(text(events)), 'in the event log').toEqual([])
  expect(finds(text(JSON.stringify(documents))), 'in documents').toEqual([])
  // Nor in any file of the store, where the sets lie that were told.
  const store = join(open.home, 'hub', 'store', 'data')
  let scanned = 0
  for (const entry of await readdir(store, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = await readFile(join(entry.parentPath, entry.name))
    scanned += bytes.length
    expect(finds(bytes), entry.name).toEqual([])
  }
  expect(scanned).toBeGreaterThan(1_000_000)
  // The holder, in contrast, has the values: the same scan of its own files finds nothing only because they
  // are packed.
  const stored = await readFile(
    join(open.home, 'holders', 'south', 'holdings', 'test.laboratory', '1.0.0', 'PERSONS.parquet'),
  )
  expect(stored.length).toBeGreaterThan(1000)
}, 120_000)
