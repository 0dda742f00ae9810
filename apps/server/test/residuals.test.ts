/**
 * Rule M3, through whole runs: what a model says of single people (predictions, residuals, Cook's distances) is put through every command that shows
 * anything, and nobody's number comes out. A new command does not compile here until it is tried as well.
 */
import type { Fragment } from '@sund/engine'
import type { RunDocument } from '@sund/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestSund, PERSONS, remarkable } from './registers.js'

type Step = Extract<Fragment['steps'][number], { do: 'show' }>
type Show = Extract<Step['show']['what'], { kind: 'statistic' }>['spec']['show']

/** Every way to show something, over what is said of each person: `rest` a residual, `far` a distance, `seen` a prediction. */
const SHOWS: Record<Exclude<Show, 'bounded'>, readonly string[]> = {
  tabulate: [
    'tabulate rest',
    'tabulate far SEX',
    'tabulate SEX, summarize(rest) mean sum median',
    'tabulate seen',
  ],
  summarize: ['summarize rest far seen', 'summarize rest, by(seen)', 'summarize far, by(SEX) gini iqr'],
  barchart: ['barchart (mean) rest, over(SEX)', 'barchart (sum) far, over(AGE)', 'barchart (count) rest'],
  histogram: ['histogram rest, bin(200)', 'histogram far, bin(100)', 'histogram rest, discrete'],
  boxplot: ['boxplot rest far, over(SEX)', 'boxplot rest, over(seen)'],
  piechart: ['piechart rest'],
  hexbin: ['hexbin seen rest, gridsize(40)', 'hexbin far rest, gridsize(20)'],
  sankey: ['sankey SEX rest', 'sankey rest far'],
  coefplot: ['coefplot regress rest AGE far'],
  ci: ['ci rest far', 'ci rest, by(seen)'],
  correlate: ['correlate rest far seen, obs sig'],
  anova: ['anova rest SEX'],
  normaltest: ['normaltest rest'],
  model: ['regress rest far', 'logit high rest', 'cox high years far', 'regress-mml rest far by SEX'],
  'kaplan-meier': ['kaplan-meier high years, by(SEX)', 'kaplan-meier high distance'],
  rates: ['standardize-rate high years, by(SEX) to(people)'],
}

const HEAD = `
require test.population as p
require test.laboratory as l
create-dataset people
import p/SEX
import p/AGE
import l/LEVEL
regress-predict LEVEL AGE, predicted(seen) residuals(rest) cooksd(far)
generate high = 0
replace high = 1 if LEVEL > 5
generate years = rest + 1000000
generate distance = far
`
const AGES = (person: number) => 20 + ((person * 31) % 60)
const LEVELS = (person: number) => (person % 300 === 7 ? remarkable(person) : 4 + (person % 97) / 40)

/** What the model says of each person, computed from the rows. */
function saidOfEach(): { rest: number[]; far: number[] } {
  const persons = Array.from({ length: PERSONS }, (_, person) => person)
  const mean = (of: (person: number) => number) => persons.reduce((sum, one) => sum + of(one), 0) / PERSONS
  const [x, y] = [mean(AGES), mean(LEVELS)]
  const spread = mean((one) => (AGES(one) - x) ** 2)
  const slope = mean((one) => (AGES(one) - x) * (LEVELS(one) - y)) / spread
  const rest = persons.map((one) => LEVELS(one) - y - slope * (AGES(one) - x))
  const variance = rest.reduce((sum, e) => sum + e * e, 0) / (PERSONS - 2)
  const far = rest.map((e, one) => {
    const leverage = (1 + (AGES(one) - x) ** 2 / spread) / PERSONS
    return ((e * e) / (2 * variance)) * (leverage / (1 - leverage) ** 2)
  })
  return { rest, far }
}

const run = async ({ sund }: Open, lines: readonly string[]): Promise<RunDocument> => {
  const researcher = { subject: 'demo:kari', name: 'Kari' }
  return (await sund.hub.run({ script: `${HEAD}${lines.join('\n')}\n`, researcher })).value
}
type Open = Awaited<ReturnType<typeof openTestSund>>

/** Every number in a result, those that are written as text among them. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (typeof value === 'string') return /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(value) ? [Number(value)] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(numbersIn)
}

const { rest, far } = saidOfEach()
/** Each to nine digits, residuals also as the times that curves take them for. */
const secrets = new Set([...rest, ...far, ...rest.map((e) => e + 1_000_000)].map((of) => of.toPrecision(9)))
const toldBy = (body: unknown) => numbersIn(body).filter((number) => secrets.has(number.toPrecision(9)))

let open: Open
beforeAll(async () => {
  open = await openTestSund()
})
afterAll(() => open.dispose())

test.each(Object.entries(SHOWS))('%s tells no residual and no distance of anybody', async (_, lines) => {
  const { results, errors } = await run(open, lines)
  expect(errors).toEqual([])
  expect(results).toHaveLength(lines.length)
  for (const { command, body } of results) expect(toldBy(body), command).toEqual([])
})

test('differential privacy is not to be had of a dataset in which a model says something of its rows', async () => {
  const { results, errors } = await run(open, [
    'tabulate SEX, rho(0.01)',
    'summarize rest, clamp(-10 10) rho(0.01)',
  ])
  expect(results).toEqual([])
  expect(errors.map(({ code }) => code)).toEqual(['script.statistics', 'script.statistics'])
})

test('curves of public registers tell them (the defence off)', async () => {
  const bare = await openTestSund({}, PERSONS, (register) => ({
    ...register,
    tables: register.tables.map((table) => ({
      ...table,
      variables: table.variables.map((variable) => ({ ...variable, sensitivity: 'PUBLIC' as const })),
    })),
  }))
  const { results } = await run(bare, SHOWS['kaplan-meier'])
  expect(results.map(({ body }) => toldBy(body).length > 100)).toEqual([true, true])
  await bare.dispose()
})
