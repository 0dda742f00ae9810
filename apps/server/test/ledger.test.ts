/**
 * The release ledger in runs and counts: what was told before decides what is told now, for the same person, those of the same organisation and
 * those with whom a run was shared; across runs, counts, places and restarts.
 */
import { OPEN_POLICY, type Party, type Policy, type Result, type RunDocument } from '@sund/model'
import { fixedClock } from '@sund/model/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerExport } from '../src/ledger-export.js'
import { createLedgerDesk } from '../src/roles/ledger-desk.js'
import type { Researcher } from '../src/roles/run.js'
import { openSund, type Sund } from '../src/sund.js'
import { openTestSund } from './registers.js'

let open: Awaited<ReturnType<typeof openTestSund>>
let sund: Sund
const clock = fixedClock('2026-01-01T00:00:00.000Z')
let policy: Policy = OPEN_POLICY
beforeAll(async () => {
  open = await openTestSund({ clock, policy: () => policy })
  sund = open.sund
})
afterAll(() => open.dispose())

let people = 0
const somebody = (organisation?: string): Researcher => ({
  subject: `test:${++people}`,
  name: 'Somebody',
  ...(organisation ? { organisations: [organisation] } : {}),
})
const HEAD =
  'require test.population as p\nrequire test.laboratory as l\ncreate-dataset d\nimport p/SEX\nimport p/AGE\n'
const run = async (lines: string, researcher: Researcher): Promise<RunDocument> => {
  const { value } = await sund.hub.run({ script: `${HEAD}${lines}`, researcher })
  expect(value.errors).toEqual([])
  return value
}
/** The rules that withheld something of the last result. */
const withheld = ({ results }: { results: readonly Result[] }): string[] =>
  (results.at(-1)?.withheld ?? []).map(({ rule }) => rule)
const totalOf = ({ results }: RunDocument) => {
  const body = results.at(-1)?.body
  return body?.kind === 'table' ? body.cells.at(-1) : undefined
}

/** Whether the total of the last table is told as one told before, by its bound. */
const isToldAs = (document: RunDocument): boolean => {
  const count = totalOf(document)?.count
  return count !== undefined && 'value' in count && count.error > policy.noise.bound
}

/** Most people; 25 are of each age. */
const MOST = 'tabulate SEX if AGE < 78'
/** The same but for five of them, whose level stands out. Rule P2 sees nothing amiss: the condition leaves out many. */
const BUT_FIVE = 'import l/LEVEL\ntabulate SEX if AGE < 78 & LEVEL < 1000'

describe('what was told before', () => {
  test('keeps from a person what would tell of few, in another run, at a holder and in the room', async () => {
    const kari = somebody()
    expect(withheld(await run(MOST, kari))).toEqual([])
    expect(isToldAs(await run(BUT_FIVE, kari))).toBe(true)
    expect(isToldAs(await run(BUT_FIVE, somebody()))).toBe(false)
  })

  test('is told again as it was, however often', async () => {
    const kari = somebody()
    const first = await run(MOST, kari)
    for (let time = 0; time < 3; time++) expect((await run(MOST, kari)).results).toEqual(first.results)
    expect((await sund.hub.quota(kari)).results.spent).toBe(1)
  })

  test('lets through what differs by enough people', async () => {
    const kari = somebody()
    await run(MOST, kari)
    expect(withheld(await run('tabulate SEX if AGE < 76', kari))).toEqual([])
  })

  test('is that of the organisation, and of whoever shares a run, also what was told before they did', async () => {
    await run(MOST, somebody('fjord'))
    expect(isToldAs(await run(BUT_FIVE, somebody('fjord')))).toBe(true)
    expect(isToldAs(await run(BUT_FIVE, somebody('belt')))).toBe(false)

    const [anna, bo] = [somebody(), somebody()]
    const hers = await run(MOST, anna)
    const refused = (work: Promise<unknown>) =>
      work.then(
        () => 'none',
        (thrown) => thrown.errors[0].code,
      )
    expect(await refused(sund.hub.runs.share(anna.subject, hers.run, bo.subject))).toBe('usage.not-found')
    await sund.hub.signedIn(bo)
    expect(await refused(sund.hub.runs.open(bo.subject, hers.run))).toBe('usage.not-found')
    expect(await refused(sund.hub.runs.share(bo.subject, hers.run, anna.subject))).toBe('usage.not-found')
    expect(await refused(sund.hub.runs.share(anna.subject, hers.run, anna.subject))).toBe('usage.request')
    await sund.hub.runs.share(anna.subject, hers.run, bo.subject)
    await sund.hub.runs.share(anna.subject, hers.run, bo.subject)
    expect((await sund.hub.runs.open(bo.subject, hers.run)).value).toEqual(hers)
    expect(await sund.hub.runs.shared(bo.subject)).toMatchObject([{ run: hers.run, owner: anna.subject }])
    expect(await sund.hub.runs.list(bo.subject)).toEqual([])
    expect(isToldAs(await run(BUT_FIVE, bo))).toBe(true)
    // Who was let in cannot let in others.
    const carl = somebody()
    await sund.hub.signedIn(carl)
    expect(await refused(sund.hub.runs.share(bo.subject, hers.run, carl.subject))).toBe('usage.not-found')
  })

  test('stands between counts, and between a count and a table', async () => {
    const kari = somebody()
    const count = async (text: string) => (await sund.hub.count(text, kari)).value
    expect(await count(`inrange(test.population/AGE, 0, 77)`)).toMatchObject({ withheld: [] })
    expect(isToldAs(await run(BUT_FIVE, kari))).toBe(true)
    const again = await count(`inrange(test.population/AGE, 0, 77)`)
    expect(again).toMatchObject({ withheld: [] })
    expect(await count(`inrange(test.population/AGE, 0, 76)`)).toMatchObject({ withheld: [] })
  })

  test('is forgotten neither by a restart nor when its run is cancelled after it', async () => {
    const kari = somebody()
    const abort = new AbortController()
    const { value } = await sund.hub.run({
      script: `${HEAD}${MOST}\nimport l/LEVEL\nregress LEVEL AGE`,
      researcher: kari,
      signal: abort.signal,
      onResult: () => abort.abort(),
    })
    expect(value.state).toBe('cancelled')
    expect(value.results.length).toBeGreaterThan(0)
    await sund.close()
    sund = await openSund({ home: open.home, clock, policy: () => policy })
    Object.assign(open, { sund })
    expect(isToldAs(await run(BUT_FIVE, kari))).toBe(true)
  })

  test('does not hold for what a cancelled run never told, nor for a check', async () => {
    const kari = somebody()
    await sund.hub.foresee(`${HEAD}${MOST}`, kari)
    expect(await sund.hub.ledger({ subject: kari.subject })).toEqual([])
    expect(isToldAs(await run(BUT_FIVE, kari))).toBe(false)
  })
})

test('two runs at once do not both tell what together tells of few', async () => {
  for (let round = 0; round < 3; round++) {
    const kari = somebody()
    const both = await Promise.all([run(MOST, kari), run(BUT_FIVE, kari)])
    // Whichever came first, the other is told as it.
    expect(both.filter(isToldAs)).toHaveLength(1)
    const [one, other] = both.map((of) => totalOf(of)?.count)
    expect(one && 'value' in one && one.value).toBe(other && 'value' in other && other.value)
  }
})

describe('quotas', () => {
  test('of results and of a sensitive variable, with the time when they open again; shown before, told for nothing', async () => {
    policy = { ...OPEN_POLICY, quota: { ...OPEN_POLICY.quota, results: 3, sensitive: 2 } }
    try {
      const kari = somebody()
      const ages = (least: number) => `tabulate SEX if AGE >= ${least}`
      const first = await run(ages(25), kari)
      clock.set('2026-01-01T06:00:00.000Z')
      expect(withheld(await run(ages(30), kari))).toEqual([])
      expect(await sund.hub.quota(kari)).toMatchObject({
        results: { most: 3, spent: 2 },
        sensitive: { most: 2, spent: { 'test.population/SEX': 2, 'test.population/AGE': 2 } },
        opens: '2026-01-02T00:00:00.000Z',
        share: OPEN_POLICY.quota.share,
        // Two tables of two sexes, each with its margin.
        populations: [
          { people: 1000, told: 6, most: 50 },
          { people: 10_000, told: 6, most: 500 },
          { people: 100_000, told: 6, most: 5000 },
          { people: 1_000_000, told: 6, most: 50_000 },
          { people: 10_000_000, told: 6, most: 500_000 },
        ],
      })
      const refused = await run(ages(35), kari)
      expect(withheld(refused)).toEqual(['L2'])
      expect(JSON.stringify(refused.results[0]?.body)).toContain('2026-01-02 00:00 UTC')
      expect((await run(ages(25), kari)).results).toEqual(first.results)
      const counted = await sund.hub.count(`test.population/AGE >= 40`, kari)
      expect(counted.value.withheld.map(({ rule }) => rule)).toEqual(['L2'])
      // Another variable is free, until all results are used up.
      const level = 'create-dataset e\nimport l/LEVEL\nsummarize LEVEL'
      expect(withheld(await run(level, kari))).not.toContain('L2')
      expect(withheld(await run(`${level}\nci LEVEL`, kari))).toEqual(['L2'])
      const dora = somebody()
      clock.set('2026-01-02T00:00:01.000Z')
      expect(withheld(await run(ages(35), kari))).toEqual([])
      const several = await run([ages(25), ages(30), ages(35), ages(40)].join('\n'), dora)
      expect(several.results.map(({ withheld: of }) => of.map(({ rule }) => rule))).toEqual([
        [],
        [],
        ['L2'],
        ['L2'],
      ])
    } finally {
      policy = OPEN_POLICY
    }
  })
})

describe('the hub', () => {
  test('judges only for those who make a result, while its run goes on', async () => {
    const calls: string[] = []
    const desk = createLedgerDesk({
      reserve: async ({ subject, index, difference, quota, sets }) => {
        calls.push(JSON.stringify({ subject, index, difference, quota }))
        return {
          verdicts: sets.map(() => 'new' as const),
          told: sets.map(() => null),
          again: null,
          toldSets: 0,
        }
      },
      settle: async () => {},
      release: async (of) => void calls.push(`release ${of}`),
      link: async () => {},
      list: async () => [],
      toldSets: async () => [],
      spent: async () => ({ results: 0, sensitive: {}, oldestUntil: null }),
    })
    const zeros = (bytes: number) => Buffer.alloc(bytes).toString('base64')
    const set = { slots: zeros(128), identity: zeros(8), sealed: zeros(98) }
    const ask = (from: Party, index: number | null, of = 'a', difference = 5) =>
      desk.handlers
        .compare?.(
          {
            run: of,
            index,
            difference,
            quota: { results: 50, sensitive: 90 },
            magnitude: 3,
            sets: [set],
          },
          [],
          from,
          async () => {},
        )
        .then(
          ({ reply }) => reply.verdicts.join(),
          (thrown) => thrown.errors[0].code,
        )
    const about = { public: false, kind: 'tabulate', registers: [], question: 'q', sensitive: [] }
    const { difference, quota } = OPEN_POLICY
    expect(await ask('room', 0)).toBe('permission.denied')
    desk.open({
      run: 'a',
      subject: 'kari',
      parties: [],
      policy: { difference, quota },
      results: [
        { ...about, by: 'holder:north', index: 0 },
        { ...about, by: 'room', index: 1 },
        { ...about, by: 'room', index: 2 },
        { ...about, by: 'room', index: 3, public: true },
      ],
    })
    for (const [from, index, of] of [
      ['holder:south', 0, 'a'],
      ['room', 0, 'a'],
      ['holder:north', 1, 'a'],
      ['holder:north', 2, 'a'],
      ['holder:north', null, 'a'],
      ['holder:north', 0, 'b'],
    ] as const)
      expect(await ask(from, index, of)).toBe('permission.denied')
    expect(calls).toEqual([])
    expect(await ask('holder:north', 0)).toBe('new')
    expect(await ask('room', 1, 'a', 20)).toBe('new')
    // The stricter of what the place asks for and what the hub does.
    const own = { results: 50, sensitive: 30 }
    expect(calls).toEqual([
      JSON.stringify({ subject: 'kari', index: 0, difference: 10, quota: own }),
      JSON.stringify({ subject: 'kari', index: 1, difference: 20, quota: own }),
    ])
    const settled = (index: number, shows: boolean) =>
      desk.settle('a', { index, told: [], body: 'b', shows }).then(
        () => 'kept',
        (thrown) => thrown.errors[0].code,
      )
    expect(await settled(0, true)).toBe('kept')
    // A place that shows what it has not asked about is refused; a notice shows nothing, and public results are not compared.
    expect(await settled(2, true)).toBe('permission.signature')
    expect(await settled(2, false)).toBe('kept')
    expect(await settled(3, true)).toBe('kept')
    await desk.close('a')
    expect(calls.at(-1)).toBe('release a')
    expect(await ask('holder:north', 0)).toBe('permission.denied')
  })

  test('tells auditors who was told results of what kind, and nothing that they say', async () => {
    const kari = somebody()
    const { run: of } = await run(MOST, kari)
    await sund.people.signedIn(kari.subject, { name: 'Kari Forsker', email: null, language: null })
    expect(await sund.hub.ledger({ run: of })).toMatchObject([
      {
        subject: kari.subject,
        index: 0,
        state: 'told',
        kind: 'tabulate',
        registers: ['test.population 1.0.0'],
        person: 'Kari Forsker',
        titles: [{ en: 'test.population' }],
        verdicts: { near: 0, quota: 0 },
      },
    ])
    const csv = (await collected(ledgerExport(sund.hub.ledger, 'csv', { run: of }))).split('\r\n')
    expect(csv).toHaveLength(3)
    expect(csv[1]).toContain(`${kari.subject},${of},0,told,tabulate,test.population 1.0.0,10,`)
    const all = (await collected(ledgerExport(sund.hub.ledger, 'jsonl'))).trim().split('\n')
    expect(all.map((line) => JSON.parse(line))).toEqual(await sund.hub.ledger({ limit: 1000 }))
  })
})

async function collected(pieces: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const piece of pieces) all += piece
  return all
}

test('what a spreadsheet would take for a formula is text', async () => {
  const row = {
    number: 1,
    at: '2026-01-01T00:00:00.000Z',
    subject: '=HYPERLINK("x"),y',
    run: 'r',
    index: null,
    state: 'told' as const,
    kind: 'count',
    registers: ['a 1.0.0', 'b 1.0.0'],
    difference: 10,
    verdicts: { new: 1, known: 0, near: 0, quota: 0 },
    told: 1,
    person: '@SUM(1)',
    titles: [{ en: 'One', nb: 'Én' }, { en: 'Two' }],
  }
  expect((await collected(ledgerExport(async () => [row], 'csv', {}, 'nb'))).split('\r\n')[1]).toBe(
    `1,2026-01-01T00:00:00.000Z,"'=HYPERLINK(""x""),y",r,,told,count,a 1.0.0; b 1.0.0,10,1,0,0,0,1,'@SUM(1),Én; Two`,
  )
})
