/**
 * Data sets of R's packages as registers: described, declared PUBLIC, imported by a holder, analysed by a script, released, and
 * compared with what R printed (the scripts and their JSON stand in `oracles`). Every model family has a case.
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MODELS, type ReleasedModel, type ReleasedNumber, type RunDocument } from '@sund/model'
import { describeCsv } from '@sund/registers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type Source, type World } from './world.js'

/** Where a number, or a list of them, stands: the file of `oracles` and the keys within it. */
type Place = `${string}.${string}`

interface Case {
  data: string
  /** A line of the data set's script, which imports all variables first. */
  command: string
  /** A line that stands before all of them. */
  before?: string
  /** Estimates, standard errors and what the model says of its fit: in R's names, those of a result. */
  lines?: Place
  /** Compared are the coefficients of this equation; of all equations when left out, but for variances and shapes. */
  equation?: string
  /** Where the constant stands in R's list. */
  constant?: 'first' | 'last'
  /** Standard errors where they stand apart from the estimates. */
  errors?: Place
  margins?: Place
  tests?: readonly [name: string, at: Place, of?: string][]
  /** Single coefficients by term. */
  terms?: Readonly<Record<string, Place>>
  tolerance?: number
}

const AER = 'lpacks lincome (lprice = tdiff ltax)'
const CASES: readonly Case[] = [
  {
    data: 'birthwt',
    command: 'regress bwt age lwt i.race smoke ht c.smoke#i.race',
    lines: 'registers.linear',
    tests: [['f', 'registers.linear.f']],
  },
  {
    data: 'cps1985',
    before: 'generate lwage = ln(wage)',
    command: 'regress lwage education experience c.experience#c.experience i.sector union, robust',
    lines: 'registers.wageRobust',
    tests: [['f', 'registers.wageRobust.f']],
  },
  { data: 'birthwt', command: 'logit low age lwt i.race smoke', lines: 'glm.logitBirth', constant: 'first' },
  {
    data: 'birthwt',
    command: 'probit low age lwt i.race smoke, robust',
    lines: 'glm.probitBirthRobust',
    constant: 'first',
    tests: [['wald', 'glm.probitBirthRobust.wald']],
  },
  {
    data: 'birthwt',
    command: 'mlogit race age lwt smoke, robust',
    lines: 'glm.mlogitBirth',
    errors: 'glm.mlogitBirth.robustError',
    constant: 'first',
  },
  { data: 'bank', command: 'mlogit job education i.minority', lines: 'glm.mlogitBank', constant: 'first' },
  {
    data: 'quine',
    command: 'poisson Days i.Eth i.Sex i.Age i.Lrn',
    lines: 'glm.poissonQuine',
    constant: 'first',
  },
  {
    data: 'affairs',
    command: 'poisson affairs age religiousness, exposure(yearsmarried) margins()',
    lines: 'glm.poissonExposure',
    constant: 'first',
    margins: 'glm.marginsExposure',
  },
  {
    data: 'affairs',
    command: 'poisson affairs age yearsmarried religiousness occupation rating, cluster(occupation)',
    lines: 'glm.poissonAffairsCluster',
    constant: 'first',
    tests: [['wald', 'glm.poissonAffairsCluster.wald']],
  },
  {
    data: 'quine',
    command: 'negative-binomial Days i.Eth i.Sex i.Age i.Lrn',
    lines: 'glm.nbQuine',
    constant: 'first',
    tolerance: 1e-4,
  },
  {
    data: 'cigarettes',
    command: `ivregress ${AER}, firststage overid`,
    lines: 'econometrics.tsls',
    equation: '',
    tests: [
      ['overidentification', 'econometrics.sargan'],
      ['weak-instruments', 'econometrics.weak'],
      ['endogeneity', 'econometrics.wuHausman'],
    ],
  },
  {
    data: 'cigarettes',
    command: `ivregress ${AER}, cluster(state)`,
    lines: 'econometrics.tsls',
    errors: 'econometrics.tslsCluster',
  },
  {
    data: 'cigarettes',
    command: `ivregress ${AER}, liml overid`,
    lines: 'econometrics.liml',
    tests: [['overidentification', 'econometrics.liml.test']],
  },
  {
    data: 'cigarettes',
    command: `ivregress ${AER}, gmm overid`,
    lines: 'econometrics.gmm',
    tests: [['overidentification', 'econometrics.gmm.j']],
  },
  {
    data: 'cigarettes',
    command:
      'ivregress lpacks lincome i.year (lprice c.lprice#c.lincome = tdiff ltax c.tdiff#c.lincome), margins()',
    margins: 'margins.instruments',
  },
  {
    data: 'grunfeld',
    command: 'regress-panel inv value capital, fe',
    lines: 'econometrics.grunfeld.fe',
    tests: [['f', 'econometrics.grunfeld.fe.sameUnits', 'unit effects']],
  },
  { data: 'grunfeld', command: 'regress-panel inv value capital', lines: 'econometrics.grunfeld.re' },
  {
    data: 'grunfeld',
    command: 'regress-panel inv value capital c.value#c.capital, margins()',
    margins: 'margins.random',
  },
  {
    data: 'grunfeld',
    command: 'regress-panel inv value capital, pooled robust',
    lines: 'econometrics.grunfeld.pooled',
    errors: 'econometrics.grunfeld.pooled.robust',
  },
  {
    data: 'employment',
    command: 'regress-panel emp wage capital output, fe robust',
    lines: 'econometrics.empl.fe',
    errors: 'econometrics.empl.fe.robust',
  },
  {
    data: 'employment',
    command: 'regress-panel emp wage capital output, be',
    lines: 'econometrics.empl.be',
    tests: [['f', 'econometrics.empl.be.f']],
  },
  {
    data: 'grunfeld',
    command: 'hausman inv value capital',
    tests: [['hausman', 'econometrics.grunfeld.hausman.value']],
  },
  { data: 'birthwt', command: 'regress-panel-diff bwt smoke ui age', lines: 'registers.difference' },
  {
    data: 'birthwt',
    command: 'regress-panel-diff bwt smoke ui age i.race c.age#i.race, robust margins()',
    margins: 'margins.differenceRobust',
  },
  {
    data: 'sleepstudy',
    command: 'regress-mml Reaction Days by Subject',
    lines: 'econometrics.sleep',
    terms: {
      'var(Subject)': 'econometrics.sleep.variances.0',
      'var(residual)': 'econometrics.sleep.variances.1',
    },
    tolerance: 1e-5,
  },
  {
    data: 'oats',
    command: 'regress-mml yield nitro by Block Variety',
    lines: 'econometrics.oats',
    terms: { 'var(Block)': 'econometrics.oats.variances.1', 'var(Variety)': 'econometrics.oats.variances.0' },
    tolerance: 1e-4,
  },
  {
    data: 'orthodont',
    command: 'regress-mml distance age i.Sex c.age#i.Sex by Subject, margins()',
    margins: 'margins.mixed',
  },
  {
    data: 'cps1985',
    command: 'oaxaca wage education experience by gender',
    lines: 'registers.oaxaca',
    equation: 'overall',
  },
  { data: 'birthwt', command: 'rdd bwt age lwt, cutoff(25)', lines: 'registers.jump' },
  {
    data: 'heart',
    command: 'cox event stop age year surgery transplant, entry(start) phtest(km)',
    lines: 'survival-models.heart',
    tests: [['proportional-hazards', 'survival-models.zphEntry.value']],
  },
  {
    data: 'veteran',
    command: 'cox status time age i.celltype c.age#i.celltype karno, margins()',
    margins: 'margins.cox',
  },
  {
    data: 'lung',
    command: 'weibull status time age i.sex loss',
    lines: 'survival-models.weibull',
    constant: 'first',
  },
  {
    data: 'lung',
    command: 'weibull status time age i.sex loss, cluster(inst)',
    lines: 'survival-models.weibullCluster',
    constant: 'first',
  },
  {
    data: 'lung',
    command: 'weibull status time age i.sex c.age#i.sex loss, margins()',
    margins: 'margins.weibull',
  },
  { data: 'cps1985', command: 'ci wage', lines: 'registers.wage' },
  {
    data: 'birthwt',
    command: 'anova bwt i.race i.smoke i.race#i.smoke c.lwt',
    tests: [['f', 'describing.anovaBirths.model', '']],
  },
  {
    data: 'birthwt',
    command: 'normaltest bwt',
    tests: ['skewness', 'kurtosis', 'skewness-kurtosis', 'jarque-bera'].map((name, i): [string, Place] => [
      name,
      `describing.normalBirths.value.${i}`,
    ]),
  },
]

/** Data sets in which a unit has several rows: the column that names it, and that of the year of a row. */
const PANELS: Record<string, { unit: string; year: string }> = {
  grunfeld: { unit: 'firm', year: 'year' },
  employment: { unit: 'firm', year: 'year' },
}

const folder = fileURLToPath(new URL('./oracles/', import.meta.url))
let copies: string
let world: World
const variables = new Map<string, string[]>()

beforeAll(async () => {
  copies = await mkdtemp(join(tmpdir(), 'sund-oracles-'))
  world = await openWorld(await Promise.all([...new Set(CASES.map(({ data }) => data))].map(asRegister)))
}, 120_000)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await rm(copies, { recursive: true, force: true })
})

/** The data as a holder has them: persons have a number of their own, rows of a panel the days they hold for. */
async function asRegister(data: string): Promise<Source> {
  const [header = '', ...rows] = readFileSync(join(folder, 'data', `${data}.csv`), 'utf8')
    .trim()
    .split('\n')
  const columns = header.split(',')
  const panel = PANELS[data]
  const yearOf = (row: string) => row.split(',')[columns.indexOf(panel?.year ?? '')]
  const lines = panel
    ? [`from,until,${header}`, ...rows.map((row) => `${yearOf(row)}-01-01,${yearOf(row)}-12-31,${row}`)]
    : [`person,${header}`, ...rows.map((row, i) => `${i + 1},${row}`)]
  const path = join(copies, `${data}.csv`)
  await writeFile(path, `${lines.join('\n')}\n`)
  const holder = { name: 'packages', title: { en: 'Packages of R' } }
  const register = await describeCsv(path, { name: `r.${data}`, identifier: panel?.unit ?? 'person', holder })
  for (const table of register.tables) for (const variable of table.variables) variable.sensitivity = 'PUBLIC'
  const [table] = register.tables as [(typeof register.tables)[number]]
  variables.set(
    data,
    table.variables.map(({ name }) => name),
  )
  return { register, files: [{ table: table.name, path }] }
}

/** One script for each data set: everything imported, then its cases in order. */
function scriptOf(data: string): string {
  const names = variables.get(data) ?? []
  const imports = PANELS[data]
    ? [
        `import-panel ${names.map((name) => `r/${name} as ${name}`).join(' ')} ${YEARS.map((year) => `${year}-06-01`).join(' ')}`,
      ]
    : names.map((name) => `import r/${name} as ${name}`)
  const own = CASES.filter((one) => one.data === data)
  const generated = own.flatMap(({ before }) => before ?? [])
  return [
    `require r.${data} as r`,
    'create-dataset d',
    ...imports,
    ...generated,
    ...own.map(({ command }) => command),
  ].join('\n')
}
const runs = new Map<string, Promise<RunDocument>>()
async function resultOf(one: Case): Promise<ReleasedModel> {
  const run = runs.get(one.data) ?? world.run(scriptOf(one.data))
  runs.set(one.data, run)
  const { results, errors } = await run
  expect(errors).toEqual([])
  return results[CASES.filter(({ data }) => data === one.data).indexOf(one)]?.body as ReleasedModel
}
const YEARS = Array.from({ length: 50 }, (_, i) => 1935 + i)

const oracles = new Map<string, unknown>()
function at(place: Place): unknown {
  const [file, ...keys] = place.split('.') as [string, ...string[]]
  if (!oracles.has(file)) oracles.set(file, JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')))
  return keys.reduce((value, key) => (value as Record<string, unknown>)[key], oracles.get(file))
}
const listAt = (place: Place): number[] => [at(place)].flat() as number[]

const valueOf = (number: ReleasedNumber | undefined): number =>
  number && 'value' in number && number.value !== null ? number.value : Number.NaN
function near(
  actual: readonly (ReleasedNumber | undefined)[],
  expected: readonly number[],
  tolerance: number,
) {
  const values = actual.map(valueOf)
  const far = values.filter(
    (value, i) =>
      !(
        Math.abs(value - (expected[i] as number)) <=
        tolerance * Math.max(1e-9, Math.abs(expected[i] as number))
      ),
  )
  expect({ values, far, count: values.length }).toEqual({ values, far: [], count: expected.length })
}

/** Lines in the order of R: of each equation, the constant where it stands there. */
function inOrder(model: ReleasedModel, { equation, constant = 'last' }: Case): ReleasedModel['coefficients'] {
  const beside = ['random effects', 'lnalpha']
  const own = model.coefficients.filter((line) =>
    equation === undefined ? !beside.includes(line.equation ?? '') : (line.equation ?? '') === equation,
  )
  if (constant === 'last') return own
  const equations = [...new Set(own.map((line) => line.equation))]
  const groups = equations.map((name) => own.filter((line) => line.equation === name))
  // Weibull's shape is an equation of its own, after all others.
  return groups.flatMap((lines) =>
    [...lines].sort((a, b) => Number(b.term === '_cons') - Number(a.term === '_cons')),
  )
}

describe('data sets of R’s packages as registers', () => {
  it.each(CASES)(
    '$data: $command',
    async (one) => {
      const model = await resultOf(one)
      const tolerance = one.tolerance ?? 1e-6
      if (one.lines) {
        const lines = inOrder(model, one)
        const expected = at(one.lines) as Record<string, number | number[]>
        near(
          lines.map(({ estimate }) => estimate),
          expected['estimate'] as number[],
          tolerance,
        )
        near(
          lines.map(({ standardError }) => standardError),
          one.errors ? listAt(one.errors) : (expected['standardError'] as number[]),
          tolerance,
        )
        for (const [name, value] of Object.entries(model.fit)) {
          const wanted = expected[name]
          if (typeof wanted === 'number') near([value], [wanted], tolerance)
        }
      }
      if (one.margins) {
        const expected = at(one.margins) as Record<string, number[]>
        const lines = model.margins ?? []
        near(
          lines.map(({ estimate }) => estimate),
          expected['estimate'] ?? [],
          2 * tolerance,
        )
        near(
          lines.map(({ standardError }) => standardError),
          expected['standardError'] ?? [],
          2 * tolerance,
        )
      }
      for (const [name, place, of] of one.tests ?? []) {
        const tests = model.tests.filter(
          (test) => test.name === name && (of === undefined || (test.of ?? '') === of),
        )
        near(
          (of === undefined && listAt(place).length === 1 ? tests.slice(0, 1) : tests).map(
            ({ value }) => value,
          ),
          listAt(place),
          tolerance,
        )
      }
      for (const [term, place] of Object.entries(one.terms ?? {}))
        near([model.coefficients.find((line) => line.term === term)?.estimate], listAt(place), tolerance)
    },
    60_000,
  )

  it('are of every model', () => {
    const tried = new Set(CASES.map(({ command }) => command.split(' ')[0]))
    expect(MODELS.filter((name) => !tried.has(name))).toEqual([])
  })
})
