/** Citizens' choices through the whole of Sund: who has opted out is in no count, table or delivery of what is permitted after, and nobody learns who it is. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CHOICES_BEGIN, hashOfChoice, type StandingPermit } from '@sund/access'
import {
  CHOICE_RECEIPT,
  type ChoiceEntry,
  type ChoiceLevel,
  fail,
  OPEN_POLICY,
  type Party,
  type Policy,
} from '@sund/model'
import { linkageTokens, type Peer, publicHalf, verified } from '@sund/network'
import { contentOf } from '@sund/network/testing'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, serve } from '../src/http/serve.js'
import { createOptedOut } from '../src/roles/opted-out.js'
import { act, apply, decideTrack, people } from './applying.js'
import type { Browser } from './browser.js'
import { KARI, permitIssuer, permitStore, under, VISITS } from './permitted.js'
import { identifier, importCsv, openTestSund, PERSONS } from './registers.js'

/** Without what makes of a second number that is near a first one the same: here both are wanted. */
const POLICY: Policy = { ...OPEN_POLICY, off: ['L1', 'L2', 'L3'] }
const [SELF, CHILD] = [3, 5]
const WOMEN = PERSONS / 2
/** Women who choose on paper: so many that their absence shows through the noise of counts. */
const OTHERS = Array.from({ length: 49 }, (_, i) => 101 + 2 * i)
const OUT = OTHERS.length + 1
const NOISE = 7
const COUNT = `require test.population as p
create-dataset d
import p/SEX
tabulate SEX
`
const MEET = `require test.population as p
require test.laboratory as l
create-dataset d
import p/SEX
import l/LEVEL
summarize LEVEL
`

const log: string[] = []
const toHub: Buffer[] = []
const delivered = new Map<string, number>()
let open: Awaited<ReturnType<typeof openTestSund>>
let serving: Serving
let by: Record<'berit' | 'astrid' | 'kari' | 'ingrid' | 'at-north' | 'at-south', Browser>
let issuer: Awaited<ReturnType<typeof permitIssuer>>
beforeAll(async () => {
  const { permits, store } = permitStore()
  open = await openTestSund(
    {
      permits: store,
      policy: () => POLICY,
      logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    },
    PERSONS,
    (register) => ({ ...register, synthetic: true }),
  )
  open.sund.tap((bytes, from, to) => {
    const { envelope, attached } = contentOf(bytes)
    if (to === 'hub') toHub.push(Buffer.concat([bytes, Buffer.from(JSON.stringify(envelope)), attached]))
    const { rows, relation } = envelope.body as { rows?: number; relation?: string }
    if (to === 'room' && rows !== undefined) delivered.set(`${from} ${relation}`, rows)
  })
  await importCsv(open.sund, open.home, { ...VISITS, synthetic: true, terms: 'open' }, [
    'id,day,KIND',
    ...Array.from({ length: PERSONS }, (_, person) => `${identifier(person)},2015-06-01,a`),
  ])
  issuer = await permitIssuer(open.home, permits)
  serving = await serve(open.sund, {
    host: '127.0.0.1',
    port: 0,
    environment: { SUND_DEMO_CITIZEN: `${identifier(SELF)} ${identifier(CHILD)}` },
    rateLimits: { any: 100_000, check: 100_000, run: 100_000 },
  })
  by = await people(serving.url, 'berit', 'astrid', 'kari', 'ingrid', 'at-north', 'at-south')
}, 60_000)
afterAll(async () => {
  await serving.close()
  await open.dispose()
})

const issued = (more: Parameters<typeof issuer.issue>[0] = {}) =>
  issuer.issue({ issuedAt: new Date().toISOString(), ...more })
const run = async (script: string) => {
  delivered.clear()
  const document = (await open.sund.hub.run({ script, researcher: KARI })).value
  expect(document.errors).toEqual([])
  return document
}
/** How many women a table has. */
async function women(script: string): Promise<number> {
  const { body } = (await run(script)).results[0] ?? {}
  const cell = body?.kind === 'table' ? body.cells.find(({ at }) => at[0] === 1) : undefined
  if (!cell?.count || !('value' in cell.count) || cell.count.value === null)
    throw new Error(JSON.stringify(body))
  return cell.count.value
}
async function counted(criteria: string): Promise<number> {
  const { count } = (await open.sund.hub.count(criteria, KARI)).value
  if (!('value' in count) || count.value === null) throw new Error(JSON.stringify(count))
  return count.value
}
/** Rows that the holders send the room. */
const rowsOf = async (script: string): Promise<number[]> => {
  await run(script)
  return [...delivered.values()]
}
const near = (expected: number, found: number) =>
  expect(Math.abs(found - expected), `${found} for ${expected}`).toBeLessThanOrEqual(NOISE)

interface Told {
  at: string
  levels: ChoiceLevel[]
  via: string
  position: number
  receipt: string
}
interface View {
  people: { id: string; name: string | null; history: Told[] }[]
}
const choose = async (levels: readonly ChoiceLevel[], whom = 'self') => {
  const { status, body } = await by.berit.json('PUT', '/api/choices', { levels, for: whom })
  expect(status).toBe(200)
  return body as { told: Told; holders: number }
}
const mine = async () => ((await by.berit.json('GET', '/api/choices')).body as View).people
const clerk = {
  subject: 'demo:astrid',
  name: 'Astrid',
  memberships: [{ organisation: 'access-body', roles: ['handler' as const] }],
}
const othersChoose = async (levels: readonly ChoiceLevel[]) => {
  for (const person of OTHERS) await open.sund.choices.enter(clerk, identifier(person), levels)
}

describe('a choice', () => {
  let old: StandingPermit
  let later: StandingPermit
  beforeAll(async () => {
    old = await issued({ issuedAt: '2020-01-01T00:00:00.000Z' })
    await choose(['research'])
    await othersChoose(['research'])
    later = await issued()
  }, 60_000)

  test('row 15: who has opted out is in no count, table or delivery under permits issued after, or under open terms', async () => {
    near(WOMEN - OUT, await women(COUNT))
    near(WOMEN - OUT, await women(under(later, COUNT)))
    near(WOMEN - OUT, await counted(`test.population/SEX == '2'`))
    near(WOMEN - OUT, await counted(`test.population/SEX == '2' & test.visits/KIND == 'a'`))
    expect(await rowsOf(MEET)).toEqual([PERSONS - OUT, PERSONS - OUT])
    expect(await rowsOf(under(later, MEET))).toEqual([PERSONS - OUT, PERSONS - OUT])
  })

  test('row 15: opting out holds for later permits alone: one that was issued before is as it was', async () => {
    near(WOMEN, await women(under(old, COUNT)))
    expect(await rowsOf(under(old, MEET))).toEqual([PERSONS, PERSONS])
  })

  test('row 15: who has opted out is not among the persons of a population that is sent either', async () => {
    const criteria = {
      register: 'test.population',
      variable: 'AGE',
      least: 0,
    }
    const some = await issued({ population: { text: 'Everyone of an age', criteria } })
    await run(under(some, MEET))
    expect(delivered.get('holder:north persons')).toBe(PERSONS - OUT)
    expect([...delivered.values()].every((rows) => rows === PERSONS - OUT)).toBe(true)
    near(WOMEN - OUT, await women(under(some, COUNT)))
  })

  test('row 15: an exception of law that a permit names is obeyed, for the purposes that may have one', async () => {
    const optOutException = { provision: 'Made-up act § 7', text: 'Data may be used to stop an epidemic.' }
    const excepted = await issued({ purpose: 'research', optOutException })
    expect(await rowsOf(under(excepted, MEET))).toEqual([PERSONS, PERSONS])
    await choose(['research', 'care'])
    const care = await issued({ purpose: 'care-improvement', optOutException })
    expect(await rowsOf(under(care, MEET))).toEqual([PERSONS - 1, PERSONS - 1])
    await choose(['research'])
  })

  test('row 21: a choice holds for its level and no other', async () => {
    const policy = await issued({ purpose: 'policy' })
    expect(await rowsOf(under(policy, MEET))).toEqual([PERSONS, PERSONS])
    const other = await issued({ purpose: 'education' })
    expect(await rowsOf(under(other, MEET))).toEqual([PERSONS - OUT, PERSONS - OUT])
  })

  test('row 15: it is undone as easily, at once and for every permit', async () => {
    await choose([])
    await othersChoose([])
    near(WOMEN, await women(COUNT))
    near(WOMEN, await women(under(later, COUNT)))
    near(WOMEN, await counted(`test.population/SEX == '2'`))
    expect(await rowsOf(under(later, MEET))).toEqual([PERSONS, PERSONS])
  })

  test('row 15: one sees one’s own history, each choice with a receipt that the hub signed; the log has them', async () => {
    const [self] = await mine()
    expect(self?.history.map(({ levels }) => levels)).toEqual([
      ['research'],
      ['research', 'care'],
      ['research'],
      [],
    ])
    for (const { receipt, position } of self?.history ?? []) {
      const { value } = await verified(receipt, CHOICE_RECEIPT, () => publicHalf(issuer.keys.signing))
      expect(value).toMatchObject({ position, via: 'self' })
    }
    const again = await choose([])
    expect(again.told.position).toBe(self?.history.at(-1)?.position)
    expect(again.holders).toBe(open.sund.holders.size)
    expect((await open.sund.hub.proof()).verified).toBe(true)
  })
})

test('row 21: one opts out for a child whom sign-in tells of, and for no other', async () => {
  const { told } = await choose(['research', 'policy', 'care'], 'child-1')
  expect(told).toMatchObject({ via: 'guardian', levels: ['research', 'policy', 'care'] })
  expect((await mine()).map(({ name, history }) => [name, history.at(-1)?.levels])).toEqual([
    [null, []],
    ['Nora Lind', ['research', 'policy', 'care']],
  ])
  expect(await rowsOf(MEET)).toEqual([PERSONS - 1, PERSONS - 1])
  expect((await by.berit.json('PUT', '/api/choices', { levels: [], for: 'child-2' })).status).toBe(404)
  await choose([], 'child-1')
})

test('row 21: a clerk enters what came on paper, and nobody else does', async () => {
  const form = { identifier: identifier(SELF), levels: ['policy'] }
  for (const other of ['kari', 'ingrid', 'at-north', 'berit'] as const)
    if (other !== 'ingrid')
      expect((await by[other].json('POST', '/api/choices/paper', form)).status, other).toBe(403)
  const { status, body } = await by.astrid.json('POST', '/api/choices/paper', form)
  expect(status).toBe(200)
  expect(body).toMatchObject({ told: { via: 'clerk', levels: ['policy'] }, holders: open.sund.holders.size })
  // Whose it is sees it, and undoes it without paper.
  expect((await mine())[0]?.history.at(-1)).toMatchObject({ via: 'clerk', levels: ['policy'] })
  expect(await rowsOf(MEET)).toEqual([PERSONS - 1, PERSONS - 1])
  await choose([])
  expect(await rowsOf(MEET)).toEqual([PERSONS, PERSONS])
})

test('without a national identifier one has nothing to choose for', async () => {
  expect((await by.kari.json('GET', '/api/choices')).status).toBe(403)
  expect((await by.kari.json('PUT', '/api/choices', { levels: [] })).status).toBe(403)
  expect((await by.kari.json('GET', '/api/my-permits')).status).toBe(403)
})

test('row 21: citizens are told which permits could include them, who has them, why, until when, and whether their choice holds', async () => {
  const id = await apply(by.kari)
  await act(by.astrid, id, { do: 'take', track: null })
  const { tracks } = await act(by.astrid, id, { do: 'find-complete' })
  const who = { 'access-body': by.ingrid, north: by['at-north'], south: by['at-south'] }
  for (const { id: track, body } of tracks) await decideTrack(who[body as keyof typeof who], id, track)
  const told = async () => {
    const { body } = await by.berit.json('GET', '/api/my-permits')
    return (body as { permits: Record<string, unknown>[] }).permits
  }
  expect(await told()).toEqual([
    expect.objectContaining({
      title: 'Levels after childhood',
      purpose: 'research',
      level: 'research',
      registers: ['test.population', 'test.laboratory'],
      until: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      results: [],
      choice: 'in',
      exception: null,
    }),
  ])
  await choose(['research'])
  expect((await told())[0]).toMatchObject({ choice: 'before' })
  await choose([])
})

test('no identifier and no linkage token of a citizen is in the store, the log or what the hub is told', async () => {
  const secret = await readFile(join(open.home, 'network', 'linkage.secret'))
  const persons = [SELF, CHILD, ...OTHERS.slice(0, 2)]
  const tokens = Buffer.from(linkageTokens(secret).tokens('PERSON', persons.map(identifier)))
  const needles = persons.flatMap((person, i) => {
    const token = tokens.subarray(16 * i, 16 * i + 16)
    const plain = identifier(person)
    return [plain, Buffer.from(plain).toString('hex'), Buffer.from(plain).toString('base64').slice(0, -4)]
      .concat(token.toString('hex'), token.toString('base64url'), token.toString('base64').replace(/=+$/, ''))
      .map((text) => Buffer.from(text))
      .concat(token)
  })
  const finds = (bytes: Buffer) => needles.filter((needle) => bytes.includes(needle)).length
  expect(finds(Buffer.from(`x${identifier(CHILD)}y`))).toBe(1)
  expect(finds(tokens)).toBe(persons.length)
  expect(toHub.length).toBeGreaterThan(50)
  expect(finds(Buffer.concat(toHub)), 'to the hub').toBe(0)
  expect(log.length).toBeGreaterThan(10)
  expect(finds(Buffer.from(log.join('\n'))), 'log').toBe(0)
  const store = join(open.home, 'hub', 'store', 'data')
  let scanned = 0
  for (const entry of await readdir(store, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = await readFile(join(entry.parentPath, entry.name))
    scanned += bytes.length
    expect(finds(bytes), entry.name).toBe(0)
  }
  expect(scanned).toBeGreaterThan(1_000_000)
})

describe('a hub that lies about choices', () => {
  const chain = (levels: ChoiceLevel[][]): ChoiceEntry[] => {
    const entries: ChoiceEntry[] = []
    for (const [i, some] of levels.entries()) {
      const said = {
        position: i + 1,
        at: '2026-01-01T00:00:00.000Z',
        mark: `${i}`.padStart(22, 'a'),
        levels: some,
      }
      entries.push({ ...said, hash: hashOfChoice(entries.at(-1)?.hash ?? CHOICES_BEGIN.hash, said) })
    }
    return entries
  }
  const honest = chain([['research'], ['policy'], ['care']])
  /** A holder whose hub answers what `tell` says. */
  function holder(tell: () => ChoiceEntry[], name: string, clock = { now: () => new Date() }) {
    const ask = async (_to: Party, _name: string, { after }: { after: number }) => {
      const all = tell()
      const { position, hash } = all.at(-1) ?? CHOICES_BEGIN
      return { reply: { entries: all.filter((one) => one.position > after), head: { position, hash } } }
    }
    return createOptedOut({
      file: join(open.home, name),
      linkageSecret: Buffer.alloc(32, 7),
      peer: () => ({ ask }) as unknown as Peer,
      clock,
    })
  }
  const isRefused = async (work: Promise<unknown>) =>
    expect(await work.catch(({ errors }) => errors[0].code)).toBe('permission.refused-by-holder')

  test('is noticed when it leaves one out, changes one, or goes back to an earlier list', async () => {
    const gap = holder(() => honest.filter(({ position }) => position !== 2), 'gap')
    await isRefused(gap.under(null))
    const changed = holder(
      () => honest.map((one) => (one.position === 2 ? { ...one, levels: [] } : one)),
      'changed',
    )
    await isRefused(changed.under(null))
    let list = honest
    const back = holder(() => list, 'back')
    expect(await back.refresh()).toBe(3)
    for (const other of [honest.slice(0, 2), chain([['research'], ['policy'], []]), []]) {
      list = other
      await isRefused(back.refresh())
    }
    list = honest
    expect(await back.refresh()).toBe(3)
  })

  test('is noticed after the holder was started anew, and a line that was cut off is fetched again', async () => {
    const file = 'restarted'
    await holder(() => honest, file).refresh()
    await isRefused(holder(() => honest.slice(0, 2), file).under(null))
    const kept = await readFile(join(open.home, file))
    await writeFile(join(open.home, file), kept.subarray(0, -20))
    expect(await holder(() => honest, file).refresh()).toBe(3)
  })

  test('a hub that does not answer is no reason to forget: what is known holds, and nothing known is a refusal', async () => {
    let silent = false
    let now = 1
    const tell = () => {
      if (silent) fail('unavailable.holder', 'Nobody answers.', 'Wait.')
      return honest
    }
    const clock = { now: () => new Date(now * 10_000) }
    const known = holder(tell, 'silent', clock)
    expect((await known.under(null)).isEmpty).toBe(false)
    silent = true
    now = 2
    expect((await known.under(null)).isEmpty).toBe(false)
    await isRefused(holder(tell, 'never', clock).under(null))
    expect((await holder(tell, 'silent', clock).under(null)).isEmpty).toBe(false)
  })
})
