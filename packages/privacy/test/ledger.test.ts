/**
 * Results under a release ledger: a group near one that was told is told as that one, and nothing of its values, whatever kind of result it stands in;
 * so that no answer tells whether the two are the same.
 */
import {
  type ComparedSet,
  type Ledger,
  OPEN_POLICY,
  type RecordSet,
  type ReleasedNumber,
  type Statistic,
  type TableStatistic,
} from '@sund/model'
import { type Protected, protect, protectCount } from '@sund/privacy'
import { type MemoryLedger, memoryLedger, without } from '@sund/privacy/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ends, numbers, type Person, peopleOf, SUMMED, setOfPeople, shown, tableOfPeople } from './given.js'

/** Protects, and settles what was told: what a place and the hub do together. */
async function tell(statistic: Statistic, ledger: MemoryLedger, who = 'everyone'): Promise<Protected> {
  const definition = { who, columns: {} }
  const one = await protect(shown({ definition }), async () => statistic, OPEN_POLICY, ledger)
  ledger.settle(one.told)
  return one
}
const bodyOf = ({ result }: Protected) => result.value.body
const rulesOf = ({ result }: Protected) => result.value.withheld.map(({ rule }) => rule)
const isTold = (number: ReleasedNumber | undefined) => number !== undefined && 'value' in number

/** Every shown count of a table with where it stands. */
function toldCells(one: Protected): string[] {
  const body = bodyOf(one)
  return body.kind === 'table'
    ? body.cells.filter(({ count }) => isTold(count)).map(({ at }) => at.join())
    : []
}

const EVERYONE = peopleOf(numbers(1), 3000, [5, 3])
const ALL = tableOfPeople(EVERYONE, [5, 3])

const coefficient = {
  term: 'x',
  label: { en: 'x' },
  estimate: 1,
  standardError: 1,
  people: 900,
  statistic: 1,
  p: 0.5,
  lower: 0,
  upper: 2,
  ...SUMMED,
}
const present = (set: RecordSet, missing: RecordSet = setOfPeople([])) => ({
  variable: 'x',
  title: { en: 'x' },
  present: set,
  missing,
  mean: { value: 1, moved: 0 },
  sd: { value: 1, moved: 0 },
  gini: null,
  percentiles: [],
  ...SUMMED,
})
const title = { en: 'x' }
/** A statistic of each kind about one group of people. */
const ABOUT: Record<string, (people: readonly Person[]) => Statistic> = {
  table: (people) => tableOfPeople(people, [5]),
  summary: (people) => ({
    kind: 'summary',
    by: [],
    iqr: false,
    gini: false,
    shares: [],
    rows: [{ ...present(setOfPeople(people)), at: [] }],
  }),
  model: (people) => ({
    kind: 'model',
    model: 'regress',
    outcome: 'x',
    used: setOfPeople(people),
    missing: setOfPeople([]),
    coefficients: [coefficient],
    exponentiate: false,
    level: 95,
    parameters: 2,
    residualDegreesOfFreedom: people.length - 2,
    factorLevels: [],
    fit: {},
    tests: [],
    notes: [],
  }),
  means: (people) => ({
    kind: 'model',
    model: 'ci',
    outcome: 'x',
    used: setOfPeople(people),
    missing: setOfPeople([]),
    coefficients: [coefficient],
    exponentiate: false,
    level: 95,
    parameters: 1,
    residualDegreesOfFreedom: people.length - 1,
    factorLevels: [{ term: 'x', level: '', units: people.length }],
    fit: {},
    tests: [],
    notes: [],
  }),
  survival: (people) => ({
    kind: 'survival',
    by: null,
    timeTitle: title,
    level: 95,
    groups: [
      {
        code: null,
        label: title,
        set: setOfPeople(people),
        missing: setOfPeople([]),
        steps: [{ time: 10, atRisk: people.length, events: 50, censored: people.length - 50 }],
      },
    ],
    test: null,
  }),
  rates: (people) => ({
    kind: 'rates',
    over: null,
    standardisedBy: [],
    eventTitle: title,
    per: 1000,
    level: 95,
    groups: [
      {
        code: null,
        label: title,
        set: setOfPeople(people),
        missing: setOfPeople([]),
        events: 50,
        time: people.length,
        crude: { value: 1, lower: 0.5, upper: 2, events: 50 },
        standardised: null,
      },
    ],
  }),
  correlation: (people) => ({
    kind: 'correlation',
    covariance: false,
    pairwise: true,
    show: { units: true, p: false },
    variables: [{ variable: 'x', title }],
    pairs: [
      {
        at: [0, 0],
        used: setOfPeople(people),
        missing: setOfPeople([]),
        rows: people.length,
        rarest: null,
        value: 1,
        p: null,
      },
    ],
  }),
  figure: (people) => ({ kind: 'figure', figure: { type: 'piechart', table: tableOfPeople(people, [5]) } }),
}
const POPULATION = { population: 5000, public: false, definition: 'd' }
const KINDS = Object.keys(ABOUT)
const about = (kind: string, people: readonly Person[]) =>
  (ABOUT[kind] as (people: readonly Person[]) => Statistic)(people)

/** The count that a result shows of its whole: of its total, or its only group. */
function countOfWhole(one: Protected): ReleasedNumber | undefined {
  const body = bodyOf(one)
  switch (body.kind) {
    case 'table':
      return body.cells.find(({ at }) => at.every((level) => level === null))?.count
    case 'summary':
      return body.rows[0]?.n
    case 'model':
      return body.used
    case 'survival':
    case 'rates':
    case 'correlation':
      return (body.kind === 'correlation' ? body.pairs : body.groups)[0]?.units
    case 'figure':
      return body.figure.type === 'piechart'
        ? body.figure.table.cells.find(({ at }) => at[0] === null)?.count
        : undefined
    default:
      return undefined
  }
}
const valueOf = (number: ReleasedNumber | undefined) =>
  number && 'value' in number ? number.value : 'withheld'
const errorOf = (number: ReleasedNumber | undefined) =>
  number && 'value' in number ? number.error : Number.NaN

/** What a result says that rests on values of its people. */
function valuesOf(one: Protected): ReleasedNumber[] {
  const body = bodyOf(one)
  switch (body.kind) {
    case 'summary':
      return body.rows.flatMap(({ mean, sd }) => [mean, sd])
    case 'model':
      return body.coefficients.map(({ estimate }) => estimate)
    case 'survival':
      return body.groups.map(({ events }) => events)
    case 'rates':
      return body.groups.flatMap(({ events, crude }) => [events, crude.value])
    case 'correlation':
      return body.pairs.map(({ value }) => value)
    case 'table':
      return body.cells.flatMap(({ measures }) => Object.values(measures))
    default:
      return []
  }
}

/** The bound of a count of people with a value covers the few who may lack one, whether there are any or not. */
const ownBound = (kind: string): number =>
  OPEN_POLICY.noise.bound + (['table', 'figure'].includes(kind) ? 0 : OPEN_POLICY.cellThreshold - 1)

describe('L1 the ledger', () => {
  it.each(KINDS.flatMap((first) => KINDS.map((second) => ({ first, second }))))(
    'a $second of nine people fewer than a $first before it is told as that one, and as it would be were they the same',
    async ({ first, second }) => {
      const after = async (people: readonly Person[], who: string, ledger = memoryLedger()) => {
        const before = await tell(about(first, EVERYONE), ledger)
        return { before, next: await tell(about(second, people), ledger, who) }
      }
      const { before, next } = await after(EVERYONE.slice(9), 'other')
      expect(valueOf(countOfWhole(next))).toBe(valueOf(countOfWhole(before)))
      expect(errorOf(countOfWhole(before))).toBe(ownBound(first))
      expect(errorOf(countOfWhole(next))).toBe(ownBound(second) + 9)
      expect(valuesOf(next).filter(isTold)).toEqual([])
      if (second !== 'table' && second !== 'figure') expect(rulesOf(next)).toContain('L1')
      // Cells are new where only the whole was told.
      const hasCells = (kind: string) => kind === 'table' || kind === 'figure'
      if (hasCells(first) || !hasCells(second))
        expect((await after(EVERYONE, 'other')).next.result.value).toEqual(next.result.value)
      // Of the same definition everything is told, and of others who differ by more.
      for (const people of [EVERYONE, EVERYONE.slice(400)]) {
        const told = (await after(people, people === EVERYONE ? 'everyone' : 'other')).next
        expect(valuesOf(told).every(isTold)).toBe(true)
        expect(errorOf(countOfWhole(told))).toBe(ownBound(second))
      }
      const open = memoryLedger(without(OPEN_POLICY, 'L1').difference)
      expect(valuesOf((await after(EVERYONE.slice(9), 'other', open)).next).every(isTold)).toBe(true)
    },
  )

  it('forgets nothing that other rules ask of a figure: G1 withholds what ends at a value with few beyond it', async () => {
    const ending = (beyond: number): Statistic => ({
      kind: 'figure',
      ends: ends(beyond),
      figure: {
        type: 'histogram',
        table: tableOfPeople(EVERYONE, [5]),
        value: 'frequency',
        stacked: false,
        horizontal: false,
        edges: [0, 1, 2, 3, 4, 5],
      },
    })
    const few = await tell(ending(10), memoryLedger())
    expect([bodyOf(few).kind, rulesOf(few), few.told]).toEqual(['notice', ['G1'], []])
    expect(bodyOf(await tell(ending(11), memoryLedger())).kind).toBe('figure')
  })

  it('gives the same table the same answer again, and remembers nothing new', async () => {
    const small = tableOfPeople(peopleOf(numbers(5), 1200, [9, 4]), [9, 4])
    const ledger = memoryLedger()
    const first = await tell(small, ledger)
    expect(rulesOf(first)).toEqual(['T2'])
    const { size } = ledger
    expect(size).toBeGreaterThan(20)
    expect((await tell(small, ledger)).result.value).toEqual(first.result.value)
    expect(ledger.size).toBe(size)
  })

  it('withholds the mean of the cell that differs, and others that would give it back, and no count', async () => {
    const people = peopleOf(numbers(8), 3000, [5])
    const row = people.filter(({ levels }) => levels[0] === 2)
    const ledger = memoryLedger()
    await tell(about('model', row.slice(3)), ledger, 'a row')
    const body = bodyOf(await tell(tableOfPeople(people, [5], true), ledger))
    if (body.kind !== 'table') throw new Error('withheld whole')
    expect(body.cells.every(({ count }) => isTold(count))).toBe(true)
    const hidden = body.cells.filter(({ measures }) => !isTold(measures.mean))
    expect(hidden.find(({ at }) => at[0] === 2)?.measures.mean).toEqual({ withheld: 'L1' })
    expect(hidden.length).toBe(2)
  })

  it('says which result of one’s own told of the people that are near, and of another’s only that it was another’s', async () => {
    const reasonAfter = async (by: Ledger) => {
      const definition = { who: 'other', columns: {} }
      const { result } = await protect(
        shown({ definition }),
        async () => about('model', EVERYONE.slice(3)),
        OPEN_POLICY,
        by,
      )
      return result.value.withheld.map(({ reason }) => reason.en).join()
    }
    const ledger = memoryLedger()
    await tell(about('table', EVERYONE.slice(500)), ledger)
    await tell(about('model', EVERYONE), ledger)
    expect(await reasonAfter(ledger)).toContain(
      'It is near a group of result 2 of your run of 2026-01-01 00:00 UTC.',
    )
    const ofAnother: Ledger = {
      compare: async (sets, counted) => {
        const answer = await ledger.compare(sets, counted)
        return { ...answer, told: answer.told.map((set) => set && { ...set, in: null }) }
      },
    }
    expect(await reasonAfter(ofAnother)).toContain('somebody else')
  })

  it('draws the bins of a histogram in which some people are near others, and not one of people who are', async () => {
    const people = peopleOf(numbers(8), 3000, [5])
    const histogram = (of: readonly Person[]): Statistic => ({
      kind: 'figure',
      figure: {
        type: 'histogram',
        table: tableOfPeople(of, [5]),
        edges: [0, 1, 2, 3, 4, 5],
        value: 'frequency',
        stacked: false,
        horizontal: false,
      },
      ends: ends(100),
    })
    const ledger = memoryLedger()
    const bin = people.filter(({ levels }) => levels[0] === 2)
    const before = await tell(about('model', bin.slice(3)), ledger, 'a bin')
    const body = bodyOf(await tell(histogram(people), ledger))
    if (body.kind !== 'figure' || body.figure.type !== 'histogram') throw new Error('not drawn')
    const drawn = body.figure.table.cells.find(({ at }) => at[0] === 2)?.count
    expect(valueOf(drawn)).toBe(valueOf(countOfWhole(before)))
    expect(errorOf(drawn)).toBe(OPEN_POLICY.noise.bound + 9)
    expect(bodyOf(await tell(histogram(people.slice(3)), ledger, 'others')).kind).toBe('notice')
  })

  it('knows the people of each model that one puts together by their level', async () => {
    const people = peopleOf(numbers(8), 3000, [2])
    const [first = [], second = []] = [0, 1].map((level) =>
      people.filter(({ levels }) => levels[0] === level),
    )
    const whole = about('model', people)
    if (whole.kind !== 'model') throw new Error('no model')
    const one = (some: readonly Person[], level: number) => ({
      of: {
        variable: 'a',
        values: { type: 'number' as const, ordered: true },
        code: `${level}`,
        label: title,
      },
      used: setOfPeople(some),
      missing: setOfPeople([]),
      parameters: 2,
      residualDegreesOfFreedom: some.length - 2,
      factorLevels: [],
    })
    const by = { ...whole, models: [one(first, 0), one(second, 1)] }
    const swapped = { ...whole, models: [one(first, 1), one(second, 0)] }
    const ledger = memoryLedger()
    const table = tableOfPeople(people, [2])
    const coded = {
      ...table,
      dimensions: table.dimensions.map((own) => ({ ...own, values: one([], 0).of.values })),
    }
    await tell(coded, ledger)
    expect(rulesOf(await tell(by, ledger))).toEqual([])
    expect(rulesOf(await tell(swapped, ledger))).toEqual(['L1'])
  })

  it('tells a group that fell under the threshold as it was', async () => {
    const ledger = memoryLedger()
    const count = async (people: readonly Person[], by: MemoryLedger) => {
      const one = await protectCount(POPULATION, async () => setOfPeople(people), OPEN_POLICY, by)
      by.settle(one.told)
      return one.result.value.count
    }
    expect(isTold(await count(EVERYONE.slice(0, 6), memoryLedger()))).toBe(false)
    const told = await count(EVERYONE.slice(0, 12), ledger)
    expect(isTold(told)).toBe(true)
    expect(valueOf(await count(EVERYONE.slice(0, 6), ledger))).toBe(valueOf(told))
    // Others as small are not taken for them.
    expect(isTold(await count(EVERYONE.slice(20, 26), ledger))).toBe(false)
  })

  it('tells a count near another as that one', async () => {
    const ledger = memoryLedger()
    const count = async (people: readonly Person[], definition: string) => {
      const of = { ...POPULATION, definition }
      const one = await protectCount(of, async () => setOfPeople(people), OPEN_POLICY, ledger)
      ledger.settle(one.told)
      return one.result.value
    }
    const first = await count(EVERYONE.slice(0, 500), 'a')
    expect((await count(EVERYONE.slice(0, 500), 'a')).count).toEqual(first.count)
    const near = await count(EVERYONE.slice(1, 501), 'b')
    expect(valueOf(near.count)).toBe(valueOf(first.count))
    expect(errorOf(near.count)).toBe(errorOf(first.count) + 9)
    expect((await count(EVERYONE.slice(0, 500), 'c')).count).toEqual(near.count)
    expect(errorOf((await count(EVERYONE.slice(100, 600), 'd')).count)).toBe(errorOf(first.count))
  })

  it('says when the quota opens again in place of a result', async () => {
    const used = {
      compare: async (sets: readonly ComparedSet[]) => ({
        verdicts: sets.map(() => 'quota' as const),
        told: sets.map(() => null),
        again: '2026-03-01T09:30:00.000Z',
        toldSets: 0,
      }),
    }
    const one = await protect(shown(), async () => ALL, OPEN_POLICY, used)
    expect(rulesOf(one)).toEqual(['L2'])
    expect(JSON.stringify(bodyOf(one))).toContain('2026-03-01 09:30 UTC')
    expect(one.told).toEqual([])
    const counted = await protectCount(
      { population: 5000, public: false, definition: 'd' },
      async () => setOfPeople(EVERYONE),
      OPEN_POLICY,
      used,
    )
    expect(counted.result.value.count).toEqual({ withheld: 'L2' })
  })

  it('tells no more new sets than a population of its size bears, and what is known whatever was told', async () => {
    const asked: unknown[] = []
    const after = (told: number, verdict: 'new' | 'known' = 'new') => ({
      async compare(sets: readonly ComparedSet[], counted: unknown) {
        asked.push(counted)
        return { verdicts: sets.map(() => verdict), told: sets.map(() => null), again: null, toldSets: told }
      },
    })
    const most = OPEN_POLICY.quota.share * EVERYONE.length
    const everyone = { population: setOfPeople(EVERYONE) }
    const one = (told: number, verdict?: 'known') =>
      protect(shown(everyone), async () => ALL, OPEN_POLICY, after(told, verdict))
    const few = await one(0)
    const sets = few.told.length
    expect(rulesOf(few)).toEqual([])
    // Fifteen cells, eight margins and the whole have numbers of their own.
    expect(asked[0]).toEqual({ magnitude: 3 })
    expect(sets).toBe(24)
    expect(rulesOf(await one(most - 24 - 5))).toEqual([])
    const beyond = await one(most - 24 + 5)
    expect(rulesOf(beyond)).toEqual(['L2'])
    expect(bodyOf(beyond)).toMatchObject({
      kind: 'notice',
      message: { en: expect.stringContaining('larger population') },
    })
    expect(beyond.told).toEqual([])
    expect((await one(1e6, 'known')).result).toEqual(few.result)
    const free = without(OPEN_POLICY, 'L2')
    expect(rulesOf(await protect(shown(everyone), async () => ALL, free, after(1e6)))).toEqual([])
    const count = (told: number) =>
      protectCount(
        { population: EVERYONE.length, public: false, definition: 'd' },
        async () => setOfPeople(EVERYONE.slice(0, 500)),
        OPEN_POLICY,
        after(told),
      )
    expect(isTold((await count(most - 10)).result.value.count)).toBe(true)
    const uncounted = await count(most + 10)
    expect(uncounted.result.value.count).toEqual({ withheld: 'L2' })
    expect(uncounted.told).toEqual([])
  })

  it('asks nothing of public data', async () => {
    let asked = 0
    const ledger = {
      async compare(sets: readonly ComparedSet[]) {
        asked += sets.length
        return {
          verdicts: sets.map(() => 'new' as const),
          told: sets.map(() => null),
          again: null,
          toldSets: 0,
        }
      },
    }
    await protect(shown({ public: true }), async () => ALL, OPEN_POLICY, ledger)
    expect(asked).toBe(0)
  })
})

/** Random tables of each property. */
const RUNS = Number(process.env['SUND_TABLES'] ?? 120)
const random = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  sizes: fc.array(fc.integer({ min: 2, max: 7 }), { minLength: 1, maxLength: 2 }),
  count: fc.integer({ min: 1000, max: 2500 }),
})

describe('an attacker', () => {
  it('gets the same result whether one person meets a secret condition or not', {
    timeout: 240_000,
  }, async () => {
    let differed = 0
    await fc.assert(
      fc.asyncProperty(
        random,
        fc.nat(),
        fc.boolean(),
        fc.constantFrom('filter', 'level'),
        async ({ seed, sizes, count }, who, measured, attack) => {
          // The first variable is the secret: who has it is in the table that is asked for, or in another row of it.
          const people = peopleOf(numbers(seed), count, sizes)
          const place = who % people.length
          const results = [0, 1].map(async (secret) => {
            const target = people[place] as Person
            const world = people.with(place, { ...target, levels: target.levels.with(0, secret) })
            const asked = (some: readonly Person[]) =>
              tableOfPeople(
                attack === 'filter' ? some.filter(({ levels }) => levels[0] === 1) : some,
                sizes,
                measured,
              )
            const ledger = memoryLedger()
            await tell(asked(world.toSpliced(place, 1)), ledger, 'all but the target')
            return (await tell(asked(world), ledger, 'all')).result.value
          })
          const [without_, with_] = await Promise.all(results)
          expect(with_).toEqual(without_)
          const fresh = await tell(tableOfPeople(people, sizes, measured), memoryLedger())
          if (JSON.stringify(fresh.result.value) !== JSON.stringify(with_)) differed++
        },
      ),
      { numRuns: RUNS },
    )
    expect(differed).toBeGreaterThan(RUNS / 2)
  })

  it('learns nothing by asking again: the same table is told as it was', { timeout: 240_000 }, async () => {
    let withheld = 0
    await fc.assert(
      fc.asyncProperty(random, fc.boolean(), async ({ seed, sizes, count }, measured) => {
        const people = peopleOf(numbers(seed), Math.floor(count / 3), sizes, measured ? 0.03 : 0)
        const table = tableOfPeople(people, sizes, measured)
        const ledger = memoryLedger()
        const first = await tell(table, ledger)
        if (rulesOf(first).length > 0) withheld++
        const { size } = ledger
        expect((await tell(table, ledger)).result.value).toEqual(first.result.value)
        expect(ledger.size).toBe(size)
      }),
      { numRuns: RUNS },
    )
    expect(withheld).toBeGreaterThan(RUNS / 5)
  })

  it('gets what a message proposes: the recoded table is not too near what was told', {
    timeout: 240_000,
  }, async () => {
    let offered = 0
    await fc.assert(
      fc.asyncProperty(random, fc.boolean(), async ({ seed, sizes }, ordered) => {
        const people = unevenPeople(numbers(seed), sizes)
        const values = { type: 'number' as const, ordered }
        const coded = (of: readonly Person[]): TableStatistic => {
          const table = tableOfPeople(of, sizes)
          return { ...table, dimensions: table.dimensions.map((one) => ({ ...one, values })) }
        }
        const ledger = memoryLedger()
        const first = await tell(coded(people), ledger)
        const script = first.result.value.withheld.find(({ script }) => script !== undefined)?.script
        // A line may also be a command without one of the variables: then it is no recode.
        if (script === undefined || !script.startsWith('recode ')) return
        offered++
        const second = await tell(coded(recoded(people, script)), ledger)
        // That nothing is too small in it is tested with the recodes (recode.test.ts).
        expect(rulesOf(second)).not.toContain('L1')
        expect(bodyOf(second).kind).toBe('table')
      }),
      { numRuns: RUNS },
    )
    expect(offered).toBeGreaterThan(RUNS / 10)
  })

  it('does not stand in the way of who asks for one variable after another', {
    timeout: 240_000,
  }, async () => {
    let fewer = 0
    let shownNumbers = 0
    await fc.assert(
      fc.asyncProperty(random, async ({ seed, count }) => {
        const people = peopleOf(numbers(seed), count, [2, 5])
        const bySex = people.map((person) => ({ ...person, levels: person.levels.slice(0, 1) }))
        const both = tableOfPeople(people, [2, 5], true)
        const ledger = memoryLedger()
        await tell(tableOfPeople(bySex, [2], true), ledger)
        const [after, fresh] = [await tell(both, ledger), await tell(both, memoryLedger())]
        const shownIn = (one: Protected) => valuesOf(one).filter(isTold).length + toldCells(one).length
        shownNumbers += shownIn(fresh)
        fewer += Math.max(0, shownIn(fresh) - shownIn(after))
      }),
      { numRuns: RUNS },
    )
    // Cells that were told hide no small one, so that others do.
    expect(fewer / shownNumbers).toBeLessThan(0.02)
  })
})

/** People in cells of 40 to 120, but for a cell in five with fewer than ten. */
function unevenPeople(random: () => number, sizes: readonly number[]): Person[] {
  const cells = sizes.reduce((product, size) => product * size, 1)
  return Array.from({ length: cells }, (_, cell) => {
    const inside = random() < 0.2 ? 1 + Math.floor(random() * 9) : 40 + Math.floor(random() * 80)
    const first = sizes[0] as number
    const levels = [cell % first, Math.floor(cell / first)].slice(0, sizes.length)
    return Array.from({ length: inside }, () => ({ key: Math.floor(random() * 65_536), levels, value: 1 }))
  }).flat()
}

/** People after a line such as `recode a (0/2 = 0 "0–2")` or `recode b (1 3 = 1 "Other")`. */
function recoded(people: readonly Person[], script: string): Person[] {
  let now = [...people]
  for (const line of script.split('\n')) {
    const [, variable = '', rules = ''] = /^recode (\w) (.*)$/.exec(line) ?? []
    const axis = 'abcdef'.indexOf(variable)
    for (const [, from = '', to = ''] of rules.matchAll(/\(([\d /]+) = (\d+)[^)]*\)/g)) {
      const [low, high] = from.split('/').map(Number)
      const listed = new Set(from.split(' ').map(Number))
      const isIn = (level: number) =>
        from.includes('/') ? level >= Number(low) && level <= Number(high) : listed.has(level)
      now = now.map((person) =>
        isIn(person.levels[axis] as number)
          ? { ...person, levels: person.levels.with(axis, Number(to)) }
          : person,
      )
    }
  }
  return now
}
