import { describe, expect, test } from 'vitest'
import { isWorkday } from '../src/calendar.js'
import { LABORATORY_TESTS, NPU, UCUM } from '../src/codes/laboratory.js'
import { dayOf, monthOf } from '../src/days.js'
import { ageOn, FEMALE, type Illness, MALE } from '../src/person.js'
import { laboratory } from '../src/registers/laboratory.js'
import { people } from './people.js'
import { makePerson } from './person-factory.js'
import { expectNear, keepsPromises, type Row, rowsAbout } from './written.js'

/** Every other one: persons stand in order of age. */
const half = people(25_000).filter(({ index }) => index % 2 === 0)
const persons = () => half
const results = rowsAbout(laboratory, persons())

/** Trimmed by 1 % at each end, where slipped decimals lie. */
function spread(rows: readonly Row[]): { mean: number; deviation: number; median: number; count: number } {
  const sorted = rows
    .map(({ values }) => values.value)
    .filter((value) => typeof value === 'number')
    .sort((a, b) => a - b)
  const kept = sorted.slice(Math.floor(sorted.length / 100), Math.ceil(sorted.length * 0.99))
  const mean = kept.reduce((a, b) => a + b, 0) / kept.length
  const deviation = Math.sqrt(kept.reduce((a, b) => a + (b - mean) ** 2, 0) / kept.length)
  return { mean, deviation, median: sorted[sorted.length >> 1] ?? Number.NaN, count: sorted.length }
}
const of = (npu: string, which: (row: Row) => boolean = () => true) =>
  results.filter((row) => row.values.npu === npu && which(row))
/** Years since the person's illness was found on the row's day. */
const since = ({ person, day }: Row, illness: Illness) => {
  const found = person.illnesses.get(illness)
  return found === undefined ? Number.NEGATIVE_INFINITY : (day - found) / 365.2425
}
const diabetic = (row: Row) => since(row, 'diabetes-type-1') >= 0 || since(row, 'diabetes-type-2') >= 0

describe('laboratory', () => {
  keepsPromises(laboratory, () => persons().filter((_, i) => i % 8 === 0))

  test('HbA1c is some 36 without diabetes and 53 with type 2; most are above 48 when it is found', () => {
    const without = spread(
      of('NPU27300', (row) => row.person.illnesses.get('diabetes-type-2') === undefined && !diabetic(row)),
    )
    expectNear(without.mean, 36, 1)
    expect(without.deviation).toBeGreaterThan(2.5)
    expect(without.deviation).toBeLessThan(4)
    const type2 = spread(
      of('NPU27300', (row) => since(row, 'diabetes-type-2') > 0.5 && since(row, 'diabetes-type-1') < 0),
    )
    expect(type2.mean).toBeGreaterThan(51.5)
    expect(type2.mean).toBeLessThan(56)
    expect(type2.deviation).toBeGreaterThan(9)
    expect(type2.deviation).toBeLessThan(12.5)
    const long = spread(
      of('NPU27300', (row) => since(row, 'diabetes-type-2') > 10 && since(row, 'diabetes-type-1') < 0),
    )
    expect(long.mean).toBeGreaterThan(type2.mean)
    const found = of(
      'NPU27300',
      (row) => since(row, 'diabetes-type-2') < 0 && since(row, 'diabetes-type-2') > -0.05,
    )
    expect(found.length).toBeGreaterThan(50)
    expect(found.filter(({ values }) => Number(values.value) >= 46).length / found.length).toBeGreaterThan(
      0.6,
    )
  })

  test('people with diabetes have it measured two to three times a year', () => {
    const sick = Array.from({ length: 300 }, (_, index) =>
      makePerson({ index, illnesses: new Map([['diabetes-type-2', dayOf(2012)]]) }),
    )
    const rows = rowsAbout(laboratory, sick).filter(({ values }) => values.npu === 'NPU27300')
    expect(rows.length / 300 / 5).toBeGreaterThan(2)
    expect(rows.length / 300 / 5).toBeLessThan(3)
  })

  test('the kidneys filter less with age and disease, and creatinine says the same', () => {
    const rate = (from: number, until: number, ill: boolean) =>
      spread(
        of(
          'DNK35302',
          (row) =>
            ageOn(row.person, row.day) >= from &&
            ageOn(row.person, row.day) < until &&
            since(row, 'chronic-kidney-disease') >= 0 === ill,
        ),
      ).mean
    expect(rate(30, 50, false)).toBeGreaterThan(95)
    expect(rate(60, 70, false)).toBeGreaterThan(76)
    expect(rate(60, 70, false)).toBeLessThan(90)
    expect(rate(80, 90, false)).toBeLessThan(73)
    expect(rate(60, 90, true)).toBeLessThan(50)
  })

  test('men have more haemoglobin than women, those short of iron little', () => {
    const well = (sex: number) =>
      spread(
        of(
          'NPU28309',
          ({ person, day }) =>
            person.sex === sex && ageOn(person, day) >= 18 && !person.illnesses.has('iron-deficiency'),
        ),
      )
    expectNear(well(MALE).mean, 147, 3)
    expectNear(well(FEMALE).mean, 133, 3)
    const short = (row: Row) => Math.abs(since(row, 'iron-deficiency')) < 0.3
    // The median: one in a few hundred has lost its decimal point.
    expect(spread(of('NPU28309', short)).median).toBeLessThan(122)
    expect(spread(of('NPU19763', short)).mean).toBeLessThan(20)
  })

  test('LDL falls when high lipids are found, and the total is that of its parts', () => {
    const before = spread(
      of('NPU01568', (row) => since(row, 'hyperlipidaemia') < 0 && since(row, 'hyperlipidaemia') > -5),
    ).mean
    const after = spread(of('NPU01568', (row) => since(row, 'hyperlipidaemia') > 0.5)).mean
    expect(before - after).toBeGreaterThan(1.5)
    const day = new Map<string, Record<string, number>>()
    for (const { person, day: on, values } of results)
      if (typeof values.value === 'number') {
        const key = `${person.index} ${on}`
        day.set(key, { ...day.get(key), [String(values.npu)]: values.value })
      }
    let compared = 0
    let near = 0
    for (const { NPU01566: total, NPU01567: hdl, NPU01568: ldl, NPU04094: fat } of day.values()) {
      if (total === undefined || hdl === undefined || ldl === undefined || fat === undefined) continue
      compared++
      if (Math.abs(total - hdl - ldl - fat / 2.2) < 0.11) near++
    }
    expect(compared).toBeGreaterThan(500)
    expect(near / compared).toBeGreaterThan(0.95)
  })

  test('vitamin D is higher after summer than after winter, CRP is taken most in winter', () => {
    const vitamin = (months: readonly number[]) =>
      spread(of('NPU10267', ({ day }) => months.includes(monthOf(day)))).mean
    expect(vitamin([8, 9]) - vitamin([2, 3])).toBeGreaterThan(15)
    const infections = of('NPU19748')
    const winter =
      infections.filter(({ day }) => [12, 1, 2].includes(monthOf(day))).length / infections.length
    expect(winter).toBeGreaterThan(0.28)
  })

  test("a person's values hang together: far more than those of two persons", () => {
    const bySame = new Map<number, number[]>()
    for (const { person, values } of of(
      'NPU28309',
      ({ person }) => person.sex === MALE && person.illnesses.size < 3,
    ))
      if (typeof values.value === 'number' && values.value > 90 && values.value < 200)
        bySame.set(person.index, [...(bySame.get(person.index) ?? []), values.value])
    const pairs = [...bySame.values()].flatMap((v) =>
      v.length > 1 ? [[v[0] ?? 0, v.at(-1) ?? 0] as const] : [],
    )
    expect(pairs.length).toBeGreaterThan(100)
    const mean = pairs.reduce((sum, [a, b]) => sum + a + b, 0) / pairs.length / 2
    const together = pairs.reduce((sum, [a, b]) => sum + (a - mean) * (b - mean), 0)
    const apart = pairs.reduce((sum, [a, b]) => sum + ((a - mean) ** 2 + (b - mean) ** 2) / 2, 0)
    expect(together / apart).toBeGreaterThan(0.5)
  })

  test('prostates are tested in men only, INR in those with atrial fibrillation', () => {
    expect(of('NPU08669', ({ person }) => person.sex === FEMALE)).toEqual([])
    expect(of('NPU01685').length).toBeGreaterThan(50)
    expect(of('NPU01685', ({ person }) => !person.illnesses.has('atrial-fibrillation'))).toEqual([])
  })

  test('each test has its unit; 1 % have a comment in place of a value; below detection is said', () => {
    const units = new Map<string, string>(LABORATORY_TESTS.map(([npu, , unit]) => [npu, unit]))
    let missing = 0
    for (const { values } of results) {
      if (values.ucum_unit !== units.get(String(values.npu)))
        throw new Error(`${values.npu} in ${values.ucum_unit}`)
      if ((values.value === null) !== (values.comment !== null)) throw new Error('a value or a comment')
      if (values.value === null) missing++
    }
    expect(missing / results.length).toBeGreaterThan(0.008)
    expect(missing / results.length).toBeLessThan(0.012)
    const below = of('NPU19748', ({ values }) => values.comparator === '<')
    expect(below.length).toBeGreaterThan(100)
    expect(below.filter(({ values }) => values.value === 1).length / below.length).toBeGreaterThan(0.98)
  })

  test('samples are taken on workdays from 2020 on, some fourteen results a person', () => {
    expect(results.filter(({ day }) => day < dayOf(2020) || !isWorkday(day))).toEqual([])
    expect(results.length / 12_000).toBeGreaterThan(12)
    expect(results.length / 12_000).toBeLessThan(17)
  })

  test('codes are sorted, and every unit of a test is listed', () => {
    for (const codes of [NPU, UCUM].map((rows) => rows.map(([code]) => code)))
      expect(codes).toEqual([...codes].sort())
    for (const [, , unit] of LABORATORY_TESTS) expect(UCUM.map(([code]) => code)).toContain(unit)
  })
})
