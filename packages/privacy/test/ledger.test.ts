/** Results under a release ledger: what differs by a few from something told is not told, whatever kind of result it stands in. */
import {
  OPEN_POLICY,
  type Policy,
  type RecordSet,
  type ReleasedNumber,
  type Statistic,
  type TableStatistic,
} from '@sund/model'
import { type Protected, protect, protectCount } from '@sund/privacy'
import { type MemoryLedger, memoryLedger, without } from '@sund/privacy/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dimension, numbers, type Person, peopleOf, setOfPeople, shown, tableOfPeople } from './given.js'

/** Protects, and settles what was told: what a place and the hub do together. */
async function tell(
  statistic: Statistic,
  ledger: MemoryLedger,
  policy: Policy = OPEN_POLICY,
): Promise<Protected> {
  const one = await protect(shown(), async () => statistic, policy, ledger)
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
  statistic: 1,
  p: 0.5,
  lower: 0,
  upper: 2,
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
})
const title = { en: 'x' }
/** A statistic of each kind about one group of people. */
const ABOUT: Record<string, (people: readonly Person[]) => Statistic> = {
  table: (people) => tableOfPeople(people, [5]),
  summary: (people) => ({
    kind: 'summary',
    by: [],
    iqr: false,
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
const KINDS = Object.keys(ABOUT)
const about = (kind: string, people: readonly Person[]) =>
  (ABOUT[kind] as (people: readonly Person[]) => Statistic)(people)

/** The set that a result shows as a whole: its total, or its only group. */
function wholeIsTold(one: Protected): boolean {
  const body = bodyOf(one)
  switch (body.kind) {
    case 'table':
      return toldCells(one).includes('')
    case 'summary':
      return isTold(body.rows[0]?.n)
    case 'model':
      return isTold(body.used) || body.coefficients.some(({ estimate }) => isTold(estimate))
    case 'survival':
    case 'rates':
      return isTold(body.groups[0]?.units)
    case 'correlation':
      return isTold(body.pairs[0]?.units) || isTold(body.pairs[0]?.value)
    case 'figure':
      return (
        body.figure.type === 'piechart' &&
        body.figure.table.cells.some(({ at, count }) => at[0] === null && isTold(count))
      )
    default:
      return false
  }
}

describe('L1 the ledger', () => {
  it.each(KINDS.flatMap((first) => KINDS.map((second) => ({ first, second }))))(
    'a $second is not told of nine people fewer than a $first before it, and is of the same people',
    async ({ first, second }) => {
      const after = async (people: readonly Person[], ledger = memoryLedger()) => {
        expect(wholeIsTold(await tell(about(first, EVERYONE), ledger))).toBe(true)
        return tell(about(second, people), ledger)
      }
      const near = await after(EVERYONE.slice(9))
      expect(wholeIsTold(near)).toBe(false)
      expect(rulesOf(near)).toContain('L1')
      expect(wholeIsTold(await after(EVERYONE))).toBe(true)
      expect(wholeIsTold(await after(EVERYONE.slice(400)))).toBe(true)
      // With the rule out the difference of nine is told.
      const open = memoryLedger(without(OPEN_POLICY, 'L1').difference)
      expect(wholeIsTold(await after(EVERYONE.slice(9), open))).toBe(true)
    },
  )

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

  it('withholds the cell that differs, and others that would give it back, and not the whole table', async () => {
    const ledger = memoryLedger()
    const row = EVERYONE.filter(({ levels }) => levels[0] === 2)
    await tell(about('model', row.slice(3)), ledger)
    const table = await tell(ALL, ledger)
    const body = bodyOf(table)
    if (body.kind !== 'table') throw new Error('withheld whole')
    expect(body.cells.find(({ at }) => at.join() === '2,')?.count).toEqual({ withheld: 'L1' })
    const withheld = body.cells.filter(({ count }) => 'withheld' in count)
    expect(withheld.length).toBeGreaterThan(3)
    expect(withheld.length).toBeLessThan(body.cells.length)
    expect(rulesOf(table).sort()).toEqual(['L1', 'T2'])
    const remedy = table.result.value.withheld.find(({ rule }) => rule === 'L1')?.remedy
    expect(Object.keys(remedy ?? {})).toEqual(['en', 'nb', 'da'])
    expect(remedy?.en).toContain('at least 10')
  })

  it('withholds a table from which a wider group would follow that is near one that was told', async () => {
    const ledger = memoryLedger()
    const wide = EVERYONE.filter(({ levels }) => levels[0] === 1 || levels[0] === 2)
    await tell(about('model', wide.slice(2)), ledger)
    const table = await tell(ALL, ledger)
    expect(bodyOf(table).kind).toBe('notice')
    expect(rulesOf(table)).toEqual(['L1'])
    expect(table.told).toEqual([])
  })

  it('remembers wider groups of a table, and what is left of its total', async () => {
    for (const keep of [
      ({ levels: [a = 0] }: Person) => a === 1 || a === 2,
      ({ levels: [a = 0] }: Person) => a !== 3,
      ({ levels: [a = 0, b = 0] }: Person) => a === 4 && b < 2,
    ]) {
      const ledger = memoryLedger()
      await tell(ALL, ledger)
      const group = EVERYONE.filter(keep)
      expect(wholeIsTold(await tell(about('model', group.slice(1)), ledger))).toBe(false)
      expect(wholeIsTold(await tell(about('model', group), ledger))).toBe(true)
    }
  })

  it('lets the means of a table stand on nearly all of its people', async () => {
    const people = peopleOf(numbers(7), 2000, [4], 0.004)
    const ledger = memoryLedger()
    expect(people.filter(({ value }) => value === null).length).toBeGreaterThan(3)
    await tell(tableOfPeople(people, [4]), ledger)
    const measured = await tell(tableOfPeople(people, [4], true), ledger)
    const body = bodyOf(measured)
    if (body.kind !== 'table') throw new Error('withheld whole')
    expect(body.cells.every(({ measures }) => isTold(measures.mean))).toBe(true)
    // The exact numbers of a model say who had a value.
    const having = people.filter(({ value }) => value !== null)
    const missing = people.length - having.length
    expect(wholeIsTold(await tell(about('model', having), ledger))).toBe(missing >= 10)
  })

  it('treats the rows of a summary as cells', async () => {
    const by = (people: readonly Person[]): Statistic => ({
      kind: 'summary',
      by: [dimension('a', 5)],
      iqr: false,
      rows: [0, 1, 2, 3, 4].map((level) => ({
        ...present(setOfPeople(people.filter(({ levels }) => levels[0] === level))),
        at: [level],
      })),
    })
    const ledger = memoryLedger()
    await tell(about('model', EVERYONE.filter(({ levels }) => levels[0] === 3).slice(1)), ledger)
    const body = bodyOf(await tell(by(EVERYONE), ledger))
    if (body.kind !== 'summary') throw new Error('withheld whole')
    expect(body.rows[3]?.n).toEqual({ withheld: 'L1' })
    // Its number would follow from the total, which is known.
    expect(body.rows.filter(({ n }) => 'withheld' in n).length).toBe(2)
  })

  it('withholds a count', async () => {
    const ledger = memoryLedger()
    const population = { population: 5000, public: false }
    const count = async (people: readonly Person[]) => {
      const one = await protectCount(population, async () => setOfPeople(people), OPEN_POLICY, ledger)
      ledger.settle(one.told)
      return one.result.value
    }
    expect(isTold((await count(EVERYONE.slice(0, 500))).count)).toBe(true)
    const near = await count(EVERYONE.slice(1, 501))
    expect(near.count).toEqual({ withheld: 'L1' })
    expect(near.withheld).toMatchObject([{ rule: 'L1', count: 1 }])
    expect(isTold((await count(EVERYONE.slice(0, 500))).count)).toBe(true)
    expect(isTold((await count(EVERYONE.slice(100, 600))).count)).toBe(true)
  })

  it('says when the quota opens again in place of a result', async () => {
    const used = {
      compare: async (sets: readonly RecordSet[]) => ({
        verdicts: sets.map(() => 'quota' as const),
        again: '2026-03-01T09:30:00.000Z',
        told: 0,
      }),
    }
    const one = await protect(shown(), async () => ALL, OPEN_POLICY, used)
    expect(rulesOf(one)).toEqual(['L2'])
    expect(JSON.stringify(bodyOf(one))).toContain('2026-03-01 09:30 UTC')
    expect(one.told).toEqual([])
    const counted = await protectCount(
      { population: 5000, public: false },
      async () => setOfPeople(EVERYONE),
      OPEN_POLICY,
      used,
    )
    expect(counted.result.value.count).toEqual({ withheld: 'L2' })
  })

  it('tells no more new sets than a population of its size bears, and what is known whatever was told', async () => {
    const asked: unknown[] = []
    const after = (told: number, verdict: 'new' | 'known' = 'new') => ({
      async compare(sets: readonly RecordSet[], counted: unknown) {
        asked.push(counted)
        return { verdicts: sets.map(() => verdict), again: null, told }
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
    expect(asked[0]).toEqual({ own: 24, magnitude: 3 })
    expect(sets).toBeGreaterThan(24)
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
        { population: EVERYONE.length, public: false },
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
      async compare(sets: readonly RecordSet[]) {
        asked += sets.length
        return { verdicts: sets.map(() => 'new' as const), again: null, told: 0 }
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

describe('an attacker who subtracts', () => {
  it('never gets two totals, rows or groups of one dimension that differ by one to nine people', {
    timeout: 240_000,
  }, async () => {
    let tried = 0
    let withheld = 0
    await fc.assert(
      fc.asyncProperty(
        random,
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat({ max: 999 }), { minLength: 9, maxLength: 9 }),
        fc.constantFrom(...KINDS),
        fc.constantFrom('all', 'row', 'range'),
        async ({ seed, sizes, count }, few, places, kind, target) => {
          const people = peopleOf(numbers(seed), count, sizes)
          const ledger = memoryLedger()
          const table = await tell(tableOfPeople(people, sizes), ledger)
          // All groups of the first dimension that follow from what was told, as people.
          const told = new Set(toldCells(table))
          const levels = Array.from({ length: sizes[0] as number }, (_, level) => level)
          const cellOf = (level: number) => sizes.map((_, axis) => (axis === 0 ? level : null)).join()
          const rows = levels.filter((level) => told.has(cellOf(level)))
          const groups: Record<string, readonly number[]> = {
            all: told.has(sizes.map(() => null).join()) ? levels : [],
            row: rows.slice(0, 1),
            range: rows.filter((level, place) => level === (rows[0] as number) + place),
          }
          const group = groups[target] as readonly number[]
          const inside = people.filter(({ levels: [level = 0] }) => group.includes(level))
          if (inside.length < 30) return
          const gone = new Set(places.slice(0, few).map((place) => inside[place % inside.length]))
          const other = inside.filter((person) => !gone.has(person))
          tried++
          const second = await tell(about(kind, other), ledger)
          if (rulesOf(second).includes('L1')) withheld++
          expect(wholeIsTold(second)).toBe(false)
        },
      ),
      { numRuns: RUNS },
    )
    expect(tried).toBeGreaterThan(RUNS / 2)
    expect(withheld).toBe(tried)
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
