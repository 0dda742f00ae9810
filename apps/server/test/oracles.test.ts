/**
 * One question about one person, made of arithmetic that overflows, divides by nothing or leaves what a function is defined for, only if a secret is so of
 * that person: whether there is an answer, what is withheld and what goes wrong must be the same whether it is so or not. Apart from the attacks, which
 * guess from numbers: here nothing but the shape of an answer is looked at, of many expressions and every kind of result.
 */
import { OPEN_POLICY } from '@sund/model'
import { afterAll, describe, expect, test } from 'vitest'
import { HEAD, someone } from './attacks/differences.js'
import { openTheatre } from './attacks/theatre.js'

/** Of X, which is 1 for the target if it has the secret, and 0 for all others. */
const EXPRESSIONS = [
  'X',
  'inc + X',
  '1/X',
  'inc/(1-X)',
  'exp(1000*X)',
  '10^(400*X)',
  'comb(1000*X+5, 400*X)',
  'date(2000+1e300*X, 1, 1)',
  'year(b+1e12*X)',
  'int(1e300*X)',
  't(X*1e300, 2)',
  '(b > 1000) + 5*X',
]

const SHOWS: Readonly<Record<string, readonly string[]>> = {
  summary: ['summarize z'],
  'summary by group': ['summarize inc, by(z)'],
  table: ['tabulate z'],
  'table of two variables': ['tabulate place z'],
  'table of a mean': ['tabulate s, summarize(z) mean'],
  histogram: ['histogram z'],
  hexagons: ['hexbin z inc'],
  box: ['boxplot z'],
  correlation: ['correlate inc z'],
  mean: ['ci z'],
  covariate: ['regress inc z'],
  factor: ['regress inc i.z'],
  outcome: ['regress z s'],
  counts: ['generate c = 3 + s + 0.5*z', 'poisson c inc'],
  exposure: ['generate e = 1 - z', 'poisson s inc, exposure(e)'],
  'correlation of few': ['correlate inc s if z == 1'],
  'two models': ['regress inc s', 'regress z s'],
  sums: ['collapse (sum) z -> q, by(place)', 'summarize q'],
}

/**
 * Kinds whose answers about one expression make the release ledger withhold others' numbers, which would hide what they show: a script and an account for
 * each. All others give the same answers in one script as apart.
 */
const APART: ReadonlySet<string> = new Set(['summary by group', 'factor', 'correlation of few'])

/** The lines that show one expression: a data set of its own, since some kinds change it. */
function asked(kind: string, expression: string, birth: number, index: number): string[] {
  return [
    `create-dataset d${index}`,
    ...HEAD.split('\n').slice(2),
    `generate z = ${expression.replaceAll('X', `(s*(b == ${birth}))`)}`,
    ...(SHOWS[kind] ?? []),
  ]
}

/** An answer without its numbers: where there is one, where one is withheld by which rule, and what is said. */
function shapeOf(of: unknown): unknown {
  if (typeof of === 'number') return 0
  if (Array.isArray(of)) return of.map(shapeOf)
  if (typeof of !== 'object' || of === null) return of
  return Object.fromEntries(
    Object.entries(of).map(([name, value]) => [
      name,
      name === 'code' || name === 'label' ? '' : shapeOf(value),
    ]),
  )
}

const theatre = openTheatre()
afterAll(() => theatre.close())

describe('an answer has the same shape whether the secret is so or not', () => {
  const people = someone(400)
  const pair = [1, 0].map((secret) => people.find((one) => one.secret === secret)?.birth ?? 0)
  test.each(Object.keys(SHOWS))('%s', { timeout: 120_000 }, async (name) => {
    const stage = await theatre.stage('people')
    stage.obey(OPEN_POLICY)
    const shapesOf = async (expressions: readonly string[], birth: number): Promise<string[]> => {
      const script = expressions.flatMap((expression, i) => asked(name, expression, birth, i))
      const { results, errors } = await stage.ask(
        stage.account(),
        [`require attack.people as p`, ...script].join('\n'),
      )
      expect(errors).toEqual([])
      const shapes = [...results.values()].map(({ body, withheld }) =>
        JSON.stringify(shapeOf([body, withheld])).replaceAll(String(birth), 'B'),
      )
      const each = shapes.length / expressions.length
      return expressions.map((_, i) => shapes.slice(i * each, (i + 1) * each).join('\n'))
    }
    const groups = APART.has(name) ? EXPRESSIONS.map((expression) => [expression]) : [EXPRESSIONS]
    const apart: string[] = []
    for (const group of groups) {
      const [so, not] = [await shapesOf(group, pair[0] ?? 0), await shapesOf(group, pair[1] ?? 0)]
      expect(so.every((shape) => shape !== '')).toBe(true)
      apart.push(...group.filter((_, i) => so[i] !== not[i]))
    }
    expect(apart).toEqual([])
  })
})
