/** Differential privacy through the whole of Sund: what is asked in a script, what is paid, what comes out, and how it is spread. */
import type { ReleasedNumber, Result, ResultBody } from '@sund/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sund } from '../src/sund.js'
import { openTestSund, PERSONS } from './registers.js'

let open: Awaited<ReturnType<typeof openTestSund>>
let sund: Sund
beforeAll(async () => {
  open = await openTestSund()
  sund = open.sund
})
afterAll(() => open.dispose())

const PREAMBLE = `
require test.population as p
require test.laboratory as l
create-dataset people
import p/SEX
import p/AGE
`
let people = 0
const somebody = () => ({ subject: `demo:d${people++}`, name: 'D' })
async function results(commands: string, researcher = somebody()): Promise<readonly Result[]> {
  const { value } = await sund.hub.run({ script: `${PREAMBLE}${commands}\n`, researcher })
  expect(value.errors).toEqual([])
  return value.results
}
async function only(commands: string, researcher = somebody()): Promise<Result> {
  const [result] = await results(commands, researcher)
  return result as Result
}
const told = (number: ReleasedNumber | undefined) => {
  if (number === undefined || 'withheld' in number || number.value === null) throw new Error('not told')
  return number as { value: number; error: number; confidence?: number }
}
const as = <K extends ResultBody['kind']>({ body }: Result, kind: K): Extract<ResultBody, { kind: K }> => {
  if (body.kind !== kind) throw new Error(`a ${body.kind}: ${JSON.stringify(body)}`)
  return body as Extract<ResultBody, { kind: K }>
}
const countsOf = (result: Result) => as(result, 'table').cells.map(({ at, count }) => [at, told(count).value])
const refused = async (commands: string) => {
  const { errors } = await sund.hub.check(`${PREAMBLE}${commands}\n`)
  return errors.map(({ message }) => message)
}

describe('a table', () => {
  test('has noise, its bound and its cost beside it, and adds up', async () => {
    const result = await only('tabulate SEX, rho(0.1)')
    const { cells } = as(result, 'table')
    const at = (level: number | null) => told(cells.find((cell) => cell.at[0] === level)?.count)
    expect(at(0).value + at(1).value).toBe(at(null).value)
    for (const level of [0, 1]) {
      expect(Math.abs(at(level).value - PERSONS / 2)).toBeLessThan(15)
      expect(at(level)).toMatchObject({ error: 4, confidence: 0.95 })
    }
    const [protection, ...others] = result.protection
    expect(others).toEqual([])
    expect(protection).toMatchObject({ rule: 'D1', parameters: { rho: 0.1, delta: 1e-6, left: 0.4 } })
    expect(protection?.parameters['sigma']).toBeCloseTo(2.25, 5)
    for (const language of ['en', 'nb', 'da'] as const)
      expect(protection?.statement[language]).toMatch(/ρ = 0.1/)
  })

  test('of small cells withholds nothing whose levels are public, and names no level that few have', async () => {
    const small = as(await only('tabulate SEX if AGE == 20, rho(0.1)'), 'table')
    expect(small.cells.every(({ count }) => !('withheld' in count))).toBe(true)
    // Of 60 ages each has 25 people; the threshold is beyond 12.
    const ages = as(await only('tabulate AGE, rho(0.1)'), 'table')
    expect(ages.dimensions[0]?.levels).toHaveLength(60)
    // One person has an age of their own.
    const rare = await only(
      'generate odd = AGE\nreplace odd = 1000 + AGE if AGE == 20 & SEX == "1"\ntabulate odd, rho(0.01)',
    ).catch((thrown) => thrown as Error)
    if (!(rare instanceof Error))
      expect(as(rare, 'table').dimensions[0]?.levels.length).toBeLessThanOrEqual(61)
  })

  test('of means and sums takes limits, and the truth is within the bound', async () => {
    const result = await only('tabulate SEX, summarize(AGE) mean rho(0.2) clamp(0 120)')
    const whole = as(result, 'table').cells.find(({ at }) => at[0] === null)
    const mean = told(whole?.measures.mean)
    expect(Math.abs(mean.value - 49.5)).toBeLessThan(2 * mean.error)
    expect(mean.error).toBeLessThan(5)
    expect(mean.confidence).toBe(0.95)
  })
})

test('a summary has noise in every number, over holders in a room too', async () => {
  const researcher = somebody()
  const [summary, joint] = await results(
    'summarize AGE, rho(0.2) clamp(0 120) iqr\nimport l/LEVEL\nsummarize LEVEL, by(SEX) rho(0.2) clamp(0 10)',
    researcher,
  )
  const [row] = as(summary as Result, 'summary').rows
  if (!row) throw new Error('no row')
  for (const [number, truth] of [
    [row.n, PERSONS],
    [row.missing, 0],
    [row.mean, 49.5],
    [row.sd, 17.3],
    [row.percentiles[2]?.value, 49.5],
    [row.percentiles[1]?.value, 34.5],
  ] as const)
    expect(Math.abs(told(number).value - truth)).toBeLessThan(2.5 * told(number).error + 1)
  expect(as(joint as Result, 'summary').rows).toHaveLength(2)
  // The first rests on one holder, the second on both.
  expect(await sund.hub.budget(researcher.subject)).toEqual([
    { holder: 'north', spent: 0.4, left: expect.closeTo(0.1, 8) },
    { holder: 'south', spent: 0.2, left: expect.closeTo(0.3, 8) },
  ])
})

test('figures are drawn from noisy counts over public bins', async () => {
  const researcher = somebody()
  const [histogram, bars] = await results(
    'histogram AGE, freq width(20) rho(0.1) clamp(0 100)\nbarchart (mean) AGE, over(SEX) rho(0.1) clamp(0 100)',
    researcher,
  )
  const { figure } = as(histogram as Result, 'figure')
  expect(figure).toMatchObject({ type: 'histogram', edges: [0, 20, 40, 60, 80, 100] })
  if (figure.type !== 'histogram') throw new Error('another figure')
  expect(
    figure.table.cells.map(({ at, count }) => [at[0], Math.round(told(count).value / 50)]),
  ).toContainEqual([1, 10])
  expect(as(bars as Result, 'figure').figure).toMatchObject({ type: 'barchart', value: 'mean' })
})

describe('the budget', () => {
  test('is not touched by the same question again, which has the same answer, however it is written', async () => {
    const researcher = somebody()
    const [first, again] = await results('tabulate SEX, rho(0.1)\ntabulate SEX, rho(0.1)', researcher)
    const later = await only('// the same\nuse people\ntabulate SEX, rho(0.1)', researcher)
    expect(countsOf(again as Result)).toEqual(countsOf(first as Result))
    expect(countsOf(later)).toEqual(countsOf(first as Result))
    expect(later.index).toBe(0)
    expect(await sund.hub.budget(researcher.subject)).toContainEqual({
      holder: 'north',
      spent: 0.1,
      left: 0.4,
    })
    const other = await only('tabulate SEX, rho(0.2)', researcher)
    expect(other.protection[0]?.parameters).toMatchObject({ rho: 0.2, left: 0.2 })
  })

  test('once spent refuses, spends nothing, and says what is left', async () => {
    const researcher = somebody()
    await only('tabulate SEX, rho(0.4)', researcher)
    const result = await only('tabulate AGE, rho(0.2)', researcher)
    expect(as(result, 'notice').message.en).toBe(
      'The result would cost ρ = 0.2, and less is left of your budget (north: ρ = 0.1). Nothing was spent.',
    )
    expect(result.withheld).toMatchObject([{ rule: 'D1' }])
    expect(await sund.hub.budget(researcher.subject)).toContainEqual({
      holder: 'north',
      spent: 0.4,
      left: 0.1,
    })
    // What was told stays to be had.
    expect(countsOf(await only('tabulate SEX, rho(0.4)', researcher))).toHaveLength(3)
    expect(countsOf(await only('tabulate SEX, rho(0.1)', researcher))).toHaveLength(3)
  })

  test('cannot be spent twice by runs at once', async () => {
    const researcher = somebody()
    const all = await Promise.all(
      [20, 30, 40, 50].map((age) => only(`tabulate SEX if AGE > ${age}, rho(0.2)`, researcher)),
    )
    expect(all.filter(({ body }) => body.kind === 'table')).toHaveLength(2)
    expect(await sund.hub.budget(researcher.subject)).toContainEqual({
      holder: 'north',
      spent: 0.4,
      left: 0.1,
    })
  })

  test('is not needed for a check', async () => {
    const researcher = somebody()
    const checked = await sund.hub.foresee(`${PREAMBLE}tabulate SEX, rho(0.1)\n`, researcher)
    expect(checked.errors).toEqual([])
    expect(checked.commands[0]?.rules.map(({ rule }) => rule)).toEqual(['P1', 'D1'])
    expect(await sund.hub.budget(researcher.subject)).toContainEqual({ holder: 'north', spent: 0, left: 0.5 })
  })
})

test('mistakes teach', async () => {
  expect(await refused('summarize AGE, rho(0.1)')).toEqual([
    'With rho() values need limits that do not depend on the data.',
  ])
  expect(await refused('tabulate SEX, rho(99)')).toEqual(['rho() takes a number from 0.001 to 10.'])
  expect(await refused('tabulate SEX, clamp(0 1)')).toEqual(['clamp() is for differential privacy.'])
  expect(await refused('summarize AGE, rho(0.1) clamp(5 1)')).toEqual([
    'The lower limit is not below the upper.',
  ])
  expect(await refused('tabulate SEX AGE, chi2 rho(0.1)')).toEqual([
    'chi2 cannot be had with rho(): it is a test of exact counts.',
  ])
  expect(await refused('aggregate (mean) AGE -> m, by(SEX)\ntabulate SEX, rho(0.1)')).toEqual([
    'With rho() each row must rest on one person alone, and this dataset puts several people together.',
  ])
})

test('a dataset of too few people is refused as ever, and costs nothing', async () => {
  const researcher = somebody()
  const result = await only('keep if AGE < 40\ntabulate SEX, rho(0.1)', researcher)
  expect(result.withheld).toMatchObject([{ rule: 'P1' }])
  expect(await sund.hub.budget(researcher.subject)).toContainEqual({ holder: 'north', spent: 0, left: 0.5 })
})

test('noise through the whole path has mean 0 and the variance that is stated', async () => {
  const errors: number[] = []
  const sigmas = new Set<number>()
  // Each condition is another question about the same people, so each draws anew.
  for (let i = 0; i < 40; i++) {
    const commands = Array.from({ length: 5 }, (_, j) => `tabulate SEX if AGE > ${-1 - 5 * i - j}, rho(0.1)`)
    for (const result of await results(commands.join('\n'))) {
      for (const [at, count] of countsOf(result))
        if ((at as (number | null)[])[0] !== null) errors.push((count as number) - PERSONS / 2)
      const noise = result.protection.find(({ rule }) => rule === 'D1')
      sigmas.add(noise?.parameters['sigma'] as number)
    }
  }
  expect([...sigmas]).toEqual([2.25])
  const n = errors.length
  const mean = errors.reduce((sum, error) => sum + error, 0) / n
  const square = errors.reduce((sum, error) => sum + error * error, 0) / n
  expect(n).toBe(400)
  // Five standard errors.
  expect(Math.abs(mean)).toBeLessThan((5 * 2.25) / Math.sqrt(n))
  expect(Math.abs(square / 2.25 ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
  expect(errors.filter((error) => Math.abs(error) <= 4).length / n).toBeGreaterThan(0.9)
}, 120_000)
