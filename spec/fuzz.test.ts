/**
 * Random scripts, well-formed and not, run from end to end on public and on sensitive registers. Whatever they are, the
 * answer is a document of results and typed errors, Sund never errs by itself, and nothing small is shown.
 */
import { RunDocument } from '@sund/model'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, runRow, specSources, type World } from './world.js'

const NUMBERS = ['age', 'height', 'days', 'dead', 'birth', 'income', 'made'] as const
const TEXTS = ['sex', 'answer', 'place'] as const
const number = fc.constantFrom(...NUMBERS)
const text = fc.constantFrom(...TEXTS)
const name = fc.oneof(
  { weight: 30, arbitrary: number },
  { weight: 18, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom('nobody', 'PERSONID_1', 'x') },
)
const literal = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('0', '1', '2', '18', '40', '1e300', '0.5', '.') },
  { weight: 1, arbitrary: fc.constantFrom("'1'", "'T90'", "''") },
)
const expression = fc.letrec<{ of: string }>((tie) => ({
  of: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    literal,
    fc
      .tuple(tie('of'), fc.constantFrom('+', '-', '*', '/', '^', '==', '<', '>=', '&', '|'), tie('of'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(fc.constantFrom('sysmiss', 'ln', 'sqrt', 'abs', 'year', 'int', 'exp', 'logit'), tie('of'))
      .map(([f, a]) => `${f}(${a})`),
    fc
      .tuple(fc.constantFrom('rowmax', 'rowtotal', 'inlist', 'round'), tie('of'), tie('of'))
      .map(([f, a, b]) => `${f}(${a}, ${b})`),
  ),
})).of
const statistic = fc.constantFrom(
  'count',
  'sum',
  'mean',
  'sd',
  'median',
  'min',
  'max',
  'p25',
  'iqr',
  'gini',
  'percent',
  'first',
  'last',
  'any',
)
const condition = fc.option(
  expression.map((of) => ` if ${of}`),
  { nil: '' },
)

/** Commands by the grammar, over names that mostly exist. */
const command = fc.oneof(
  fc.tuple(expression, condition).map(([e, c]) => `generate made = ${e}${c}`),
  fc.tuple(number, expression, condition).map(([x, e, c]) => `replace ${x} = ${e}${c}`),
  fc.tuple(fc.constantFrom('keep', 'drop'), expression).map(([keep, e]) => `${keep} if ${e}`),
  fc
    .tuple(number, literal, literal)
    .map(([x, a, b]) => `recode ${x} (${a} = 1 "one") (${a}/${b} = 2) (missing = 9)`),
  fc.tuple(name, name, condition).map(([a, b, c]) => `tabulate ${a} ${b}${c}, freq rowpct`),
  fc.tuple(name, number).map(([a, b]) => `tabulate ${a}, summarize(${b}) mean sum p75`),
  fc.tuple(number, name, condition).map(([x, by, c]) => `summarize ${x}${c}, by(${by}) gini iqr`),
  fc.tuple(statistic, number, name).map(([s, x, by]) => `barchart (${s}) ${x}, over(${by})`),
  fc
    .tuple(number, fc.constantFrom('discrete', 'bin(4)', 'width(10)', 'percent', 'normal'))
    .map(([x, o]) => `histogram ${x}, ${o}`),
  fc.tuple(number, number, name).map(([y, x, f]) => `regress ${y} ${x} i.${f}`),
  fc.tuple(number, number, number).map(([y, a, b]) => `logit ${y} ${a} ${b}`),
  fc.tuple(number, number, name).map(([e, t, x]) => `cox ${e} ${t} ${x}`),
  fc.tuple(number, number, name).map(([e, t, by]) => `kaplan-meier ${e} ${t}, by(${by})`),
  fc.tuple(statistic, name, name).map(([s, x, by]) => `aggregate (${s}) ${x} -> added, by(${by})`),
  fc.tuple(statistic, number, name).map(([s, x, by]) => `collapse (${s}) ${x}, by(${by})`),
  fc
    .tuple(
      fc.constantFrom('probit', 'mlogit', 'poisson', 'negative-binomial'),
      number,
      number,
      name,
      fc.constantFrom('', ', robust', ', margins()', ', noconstant level(90)', ', cluster(place)'),
    )
    .map(([m, y, x, f, o]) => `${m} ${y} ${x} i.${f}${o}`),
  fc
    .tuple(number, number, number, number, fc.constantFrom('tsls', 'liml', 'gmm'))
    .map(([y, x, e, i, m]) => `ivregress ${y} ${x} (${e} = ${i}), ${m} firststage overid`),
  fc
    .tuple(number, number, fc.constantFrom('fe', 're', 'be', 'pooled'))
    .map(([y, x, e]) => `regress-panel ${y} ${x}, ${e}`),
  fc.tuple(number, number, number, number).map(([y, g, t, x]) => `regress-panel-diff ${y} ${g} ${t} ${x}`),
  fc.tuple(number, number, name, name).map(([y, x, g, h]) => `regress-mml ${y} ${x} by ${g} ${h}`),
  fc.tuple(number, number, name).map(([y, x, g]) => `oaxaca ${y} ${x} by ${g}`),
  fc.tuple(number, number, literal).map(([y, x, c]) => `rdd ${y} ${x}, cutoff(${c})`),
  fc.tuple(number, number).map(([y, x]) => `hausman ${y} ${x}`),
  fc.tuple(number, number, name, name).map(([e, t, x, by]) => `cox ${e} ${t} ${x}, by(${by}) phtest(km)`),
  fc.tuple(number, number, name).map(([e, t, x]) => `weibull ${e} ${t} ${x}`),
  fc
    .tuple(fc.constantFrom('regress', 'logit', 'probit', 'poisson', 'mlogit'), number, number, condition)
    .map(([m, y, x, c]) => `${m}-predict ${y} ${x}${c}, predicted(seen)`),
  fc.tuple(number, number, name).map(([x, y, by]) => `ci ${x} ${y}, by(${by})`),
  fc.tuple(number, number, number).map(([x, y, w]) => `correlate ${x} ${y} ${w}, pairwise obs sig`),
  fc.tuple(number, name, name).map(([y, a, b]) => `anova ${y} ${a} ${b}`),
  fc.tuple(number, number).map(([x, y]) => `normaltest ${x} ${y}`),
  fc.tuple(number, name).map(([x, by]) => `boxplot ${x}, over(${by})`),
  fc.tuple(name, condition).map(([x, c]) => `piechart ${x}${c}`),
  fc.tuple(number, number).map(([x, y]) => `hexbin ${x} ${y}, gridsize(5)`),
  fc.tuple(name, name, name).map(([a, b, c]) => `sankey ${a} ${b} ${c}`),
  fc.tuple(number, number).map(([y, x]) => `coefplot regress ${y} ${x}`),
  fc
    .tuple(number, number, name, name)
    .map(([e, t, by, g]) => `standardize-rate ${e} ${t}, by(${by}) to(d) over(${g})`),
  fc
    .tuple(fc.constantFrom('0.5', '0.01', '5', '100000'), fc.nat(99))
    .map(([n, seed]) => `sample ${n} ${seed}`),
  fc
    .tuple(number, fc.constantFrom('2', '4', '1000'))
    .map(([x, n]) => `generate group = quantile(${x}, ${n})`),
  fc
    .tuple(name, name)
    .map(([x, by]) => `collapse (nearest(2000-01-01)) ${x} (nth(2)) ${x} -> other, by(${by}) order(days)`),
  fc.constantFrom(
    'clone-dataset d cases\nuse cases\nkeep if dead\nuse d\nmatch cases into e on sex, caliper(age 5) ratio(2)',
    'survival-data s, index(birth) exit(days) event(dead) time-varying(income)',
    'tabulate-panel sex',
    'reshape-from-panel',
    'variables',
    'clear',
    'destring answer, force',
    'destring answer',
    'rename made gone',
    'drop height',
    'clone-dataset d e',
    'use e',
    'use d',
  ),
)

const start = [
  'create-dataset d',
  'import people/DEAD as dead',
  ...['SEX', 'AGE', 'HEIGHT', 'DAYS', 'BIRTH', 'ANSWER'].map(
    (variable) => `import people/${variable} as ${variable.toLowerCase()}`,
  ),
  'import residence/MUNICIPALITY 2000-01-01 as place',
  'import income/INCOME 2000-06-30 as income',
  'generate made = age',
]
const wellFormed = fc
  .array(command, { minLength: 1, maxLength: 5 })
  .map((commands) => [...start, ...commands].join('\n'))

let open: World
let guarded: World
beforeAll(async () => {
  open = await openWorld(specSources())
  guarded = await openWorld(
    specSources().map(({ register, files }) => ({
      register: {
        ...register,
        tables: register.tables.map((table) => ({
          ...table,
          variables: table.variables.map((variable) => ({
            ...variable,
            sensitivity: 'PERSON_SPECIAL' as const,
          })),
        })),
      },
      files,
    })),
  )
}, 120_000)
afterAll(async () => {
  await open[Symbol.asyncDispose]()
  await guarded[Symbol.asyncDispose]()
})

/** Runs `script` and checks what every answer must be. */
async function answers(world: World, script: string): Promise<RunDocument> {
  const document = RunDocument.parse(JSON.parse(JSON.stringify(await runRow(world, script))))
  expect(
    document.errors.filter(({ code }) => code === 'internal.bug'),
    script,
  ).toEqual([])
  if (document.state === 'failed') expect(document.errors.length).toBeGreaterThan(0)
  return document
}

/** How many scripts, and which: others by SUND_SCRIPTS and SUND_SEED. */
const RUNS = Number(process.env['SUND_SCRIPTS'] ?? 120)
const seed = Number(process.env['SUND_SEED'] ?? 1)
const LIMIT = 1_000 * RUNS + 60_000

describe('random scripts', () => {
  it(
    'by the grammar end in results or typed errors',
    async () => {
      const seen = { results: 0, errors: 0 }
      await fc.assert(
        fc.asyncProperty(wellFormed, async (script) => {
          const document = await answers(open, script)
          seen.results += document.results.length
          seen.errors += document.errors.length
        }),
        { numRuns: RUNS, seed },
      )
      expect(seen.results).toBeGreaterThan(20)
      expect(seen.errors).toBeGreaterThan(5)
    },
    LIMIT,
  )

  it(
    'about ten sensitive people show not one number',
    async () => {
      await fc.assert(
        fc.asyncProperty(wellFormed, async (script) => {
          const { results } = await answers(guarded, script)
          // What `variables` tells is of the script and its metadata.
          for (const { body } of results) expect(['notice', 'text'], script).toContain(body.kind)
        }),
        { numRuns: Math.ceil(RUNS / 3), seed },
      )
    },
    LIMIT,
  )

  it(
    'of random bytes and words end in results or typed errors',
    async () => {
      const words = fc.constantFrom(
        'import',
        'keep',
        'if',
        '==',
        ',',
        '(',
        ')',
        "'",
        '"',
        '\n',
        '\\\n',
        '//',
        '$a',
        'let',
        'for',
        'end',
        'textblock',
        '.',
        '->',
        'people/AGE',
        '2000-01-01',
        '\u0000',
        '😀',
        'å',
      )
      const soup = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.array(words, { maxLength: 60 }).map((all) => all.join(' ')),
      )
      await fc.assert(
        fc.asyncProperty(soup, async (script) => {
          await answers(open, script)
        }),
        { numRuns: RUNS, seed },
      )
    },
    LIMIT,
  )
})
