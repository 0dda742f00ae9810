/** Cox's proportional hazards straight from the risk sets, and Weibull regression from its density. */
import type { ModelStatistic, TestStatistic } from '@sund/model'
import { inLanguage, joined } from '@sund/model'
import { Matrix } from 'ml-matrix'
import type { SurvivalSpec } from '../../../plan/types.js'
import { grouped, numberOf, type Population, type Row, sameness, valueOf } from '../../data.js'
import { sumOf } from '../../order.js'
import { axisOf, groupingOf } from '../axes.js'
import { chiSquared } from '../distributions.js'
import { degenerate, measured, recordSet, refuse, unitsOf } from '../population.js'
import { dot, inverseOf, quadratic, times, uphill, type Vector } from './algebra.js'
import { binary, type Design, designOf } from './design.js'
import { type Likelihood, maximum } from './likelihood.js'
import { linearMargins } from './margins.js'
import {
  degreesOf,
  dependent,
  lineOf,
  linesOf,
  meatOf,
  oneCluster,
  reportOf,
  sandwich,
  slopesOf,
  unstandardised,
  wald,
} from './report.js'
import { withPeople } from './weights.js'

/** The time of a row is positive for a Weibull model; entry is before it. */
function survivalDesign(population: Population, spec: SurvivalSpec, constant: boolean): Design {
  const [time, entry] = [spec.time, spec.entry].map((name) =>
    name === null ? null : measured(population, name).raw,
  )
  const isWhole = (row: Row): boolean => {
    const [t, e] = [time?.(row) ?? null, entry?.(row) ?? null]
    if (t === null || (spec.model === 'weibull' && t <= 0)) return false
    return !entry || (e !== null && e < t)
  }
  return designOf(population, spec, {
    outcome: binary(population, spec.outcome),
    present: [spec.time, ...spec.strata],
    whole: isWhole,
    amounts: [{ name: spec.time, logarithm: spec.model === 'weibull', along: spec.entry }],
    centred: spec.model === 'cox' || constant,
    constant,
  })
}

/** People with the event, and those who never have it. */
function eventLevels({ rows, y, used }: Design, outcome: string): ModelStatistic['factorLevels'] {
  const having = unitsOf(rows.filter((_, r) => y[r] === 1))
  return [
    { term: outcome, level: '0', units: used.units - having },
    { term: outcome, level: '1', units: having },
  ].filter(({ units }) => units > 0)
}

function checked(design: Design, spec: SurvivalSpec): number {
  const events = sumOf(design.y)
  if (events === 0) degenerate(design.population, `${spec.outcome} has no events.`)
  return events
}

/** One event, or share of several tied ones: who is at risk with which weight, and how many such events there are. */
interface Tie {
  time: number
  stratum: string
  /** Weights over rows; 0 is not at risk. */
  weights: number[]
  total: number
  failing: number[]
}

/** Every event with its risk set; after Efron those who have the event count l/d less at the l-th of d tied events. */
function tiesOf(design: Design, spec: SurvivalSpec, risks: Vector): Tie[] {
  const { rows, y } = design
  const at = (name: string, r: number) => numberOf(rows[r] as Row, name) as number
  const stratum = rows.map((row) => sameness(spec.strata.map((name) => valueOf(row, name))))
  const events = [...rows.keys()].filter((r) => y[r] === 1)
  return grouped(events, (r) => [stratum[r] as string, at(spec.time, r)]).flatMap((failing) => {
    const [first] = failing as [number]
    const time = at(spec.time, first)
    const own = stratum[first] as string
    const isAtRisk = (r: number) =>
      stratum[r] === own && at(spec.time, r) >= time && (spec.entry === null || at(spec.entry, r) < time)
    return failing.map((_, l): Tie => {
      const share = spec.ties === 'efron' ? l / failing.length : 0
      const weights = rows.map((_, r) =>
        isAtRisk(r) ? (risks[r] as number) * (failing.includes(r) ? 1 - share : 1) : 0,
      )
      return { time, stratum: own, weights, total: sumOf(weights), failing }
    })
  })
}

/** The mean of the columns in a risk set, and their covariance there. */
function momentsOf(x: readonly Vector[], { weights, total }: Tie): { mean: number[]; covariance: Matrix } {
  const size = x[0]?.length ?? 0
  const mean = Array.from({ length: size }, (_, i) =>
    x.reduce((sum, row, r) => sum + ((weights[r] as number) * (row[i] as number)) / total, 0),
  )
  const covariance = Matrix.zeros(size, size)
  for (const [r, row] of x.entries()) {
    if (weights[r] === 0) continue
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        covariance.set(
          i,
          j,
          covariance.get(i, j) +
            ((weights[r] as number) / total) *
              ((row[i] as number) - (mean[i] as number)) *
              ((row[j] as number) - (mean[j] as number)),
        )
  }
  return { mean, covariance }
}

/** The partial likelihood at estimates, its score and information. */
function partial(design: Design, spec: SurvivalSpec, estimates: Vector) {
  const { x, y } = design
  const linear = x.map((row) => dot(row, estimates))
  const ties = tiesOf(
    design,
    spec,
    linear.map((eta) => Math.exp(eta)),
  )
  const moments = ties.map((tie) => momentsOf(x, tie))
  const information = Matrix.zeros(estimates.length, estimates.length)
  for (const { covariance } of moments) information.add(covariance)
  return {
    value:
      sumOf(linear.map((eta, r) => eta * (y[r] as number))) - sumOf(ties.map(({ total }) => Math.log(total))),
    score: estimates.map(
      (_, i) =>
        sumOf(x.map((row, r) => (row[i] as number) * (y[r] as number))) -
        sumOf(moments.map(({ mean }) => mean[i] as number)),
    ),
    information,
    ties,
    moments,
  }
}

export function cox(population: Population, spec: SurvivalSpec): ModelStatistic {
  if (spec.by !== null) return byLevel(population, spec.by, (own) => cox(own, { ...spec, by: null }))
  const design = survivalDesign(population, spec, false)
  const events = checked(design, spec)
  const size = design.columns.length
  if (size === 0) degenerate(population, 'The model has no terms that vary.')
  const degrees = degreesOf(design, design.y.length, size)
  const start = design.columns.map(() => 0)
  const atZero = partial(design, spec, start)
  const isStill = atZero.information.diagonal().some((variance) => !(variance > 1e-9 * events))
  if (isStill || !inverseOf(atZero.information)) dependent(design)
  let estimates = start
  let at = atZero
  for (let step = 0; step < 100; step++) {
    let move = times(uphill(at.information), at.score)
    const moved = () => estimates.map((of, i) => of + (move[i] as number))
    let next = partial(design, spec, moved())
    for (let half = 0; half < 40 && !(next.value >= at.value - 1e-12 * Math.abs(at.value)); half++) {
      move = move.map((by) => by / 2)
      next = partial(design, spec, moved())
    }
    estimates = moved()
    at = next
    if (move.every((by) => Math.abs(by) < 1e-10)) break
  }
  const inner = inverseOf(at.information) ?? dependent(design)
  const clustered = spec.cluster !== null
  const robust = spec.robust || clustered
  let covariance = inner
  if (robust) {
    const { meat, groups } = meatOf(design.rows, residualsOf(design, at), spec.cluster)
    if (groups < 2) return oneCluster(design, spec.cluster)
    covariance = sandwich(inner, meat, 1)
  }
  const fit = { estimates, covariance }
  return {
    ...reportOf(design, spec),
    exponentiate: spec.exponentiate,
    coefficients: withPeople(
      design,
      linesOf(design, spec.standardize ? fit : unstandardised(design, fit), spec.level),
      design,
    ),
    ...linearMargins(spec, design, fit),
    parameters: size,
    residualDegreesOfFreedom: degrees,
    factorLevels: [...design.factorLevels, ...eventLevels(design, spec.outcome)],
    fit: {
      logLikelihood: at.value,
      logLikelihoodNull: atZero.value,
      events,
      aic: -2 * at.value + 2 * size,
    },
    tests: [
      ...(robust ? [] : [chiSquared('likelihood-ratio', Math.max(0, 2 * (at.value - atZero.value)), size)]),
      ...wald(fit, slopesOf(design)),
      ...(spec.phtest === null ? [] : proportional(design, spec, at)),
    ],
  }
}

/** Score residuals (Lin and Wei 1989): at its own event a row less the mean of the risk set, less what it was expected to add. */
function residualsOf({ x, y }: Design, { ties, moments }: ReturnType<typeof partial>): number[][] {
  return x.map((row, r) =>
    row.map((value, i) => {
      let residual = y[r] === 1 ? value : 0
      for (const [k, { weights, total, failing }] of ties.entries()) {
        const mean = (moments[k] as (typeof moments)[number]).mean[i] as number
        if (failing.includes(r)) residual -= mean / failing.length
        residual -= ((weights[r] as number) / total) * (value - mean)
      }
      return residual
    }),
  )
}

/** The score test that γ of β z + γ z g(t) is 0 (Grambsch and Therneau 1994). */
function proportional(
  design: Design,
  spec: SurvivalSpec,
  { ties, moments }: ReturnType<typeof partial>,
): TestStatistic[] {
  const { rows, x, y, columns } = design
  const time = (r: number) => numberOf(rows[r] as Row, spec.time) as number
  const entered = (r: number, t: number) =>
    spec.entry === null || (numberOf(rows[r] as Row, spec.entry) as number) < t
  if (spec.phtest === 'log' && [...rows.keys()].some((r) => time(r) <= 0))
    degenerate(design.population, 'A time of 0 or less has no logarithm.')
  /** Kaplan and Meier's curve of all rows just before a time. */
  const survival = (t: number) =>
    [...new Set([...rows.keys()].map(time))]
      .filter((u) => u < t)
      .reduce((left, u) => {
        const atRisk = [...rows.keys()].filter((r) => time(r) >= u && entered(r, u))
        const failing = atRisk.filter((r) => time(r) === u && y[r] === 1)
        return left * (1 - failing.length / atRisk.length)
      }, 1)
  const change = { km: (t: number) => 1 - survival(t), identity: (t: number) => t, log: Math.log }
  const raw = new Map(ties.map((tie) => [tie.time, change[spec.phtest ?? 'km'](tie.time)]))
  const middle = sumOf(ties.map((tie) => raw.get(tie.time) as number)) / ties.length
  const g = (t: number) => (raw.get(t) as number) - middle
  const size = columns.length
  const score = columns.map(
    (_, i) =>
      sumOf(x.map((row, r) => (y[r] === 1 ? g(time(r)) * (row[i] as number) : 0))) -
      sumOf(ties.map((tie, k) => g(tie.time) * ((moments[k] as (typeof moments)[number]).mean[i] as number))),
  )
  const information = Matrix.zeros(2 * size, 2 * size)
  for (const [k, tie] of ties.entries()) {
    const { covariance } = moments[k] as (typeof moments)[number]
    const weights = [1, g(tie.time)]
    for (const [a, one] of weights.entries())
      for (const [b, other] of weights.entries())
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++) {
            const [row, column] = [a * size + i, b * size + j]
            information.set(row, column, information.get(row, column) + one * other * covariance.get(i, j))
          }
  }
  const test = (places: readonly number[], of: string): TestStatistic[] => {
    const kept = [...columns.keys(), ...places.map((i) => i + size)]
    const inverse = inverseOf(information.selection(kept, kept))
    if (!inverse) return []
    const u = [...columns.map(() => 0), ...places.map((i) => score[i] as number)]
    return [{ ...chiSquared('proportional-hazards', quadratic(u, inverse), places.length), of }]
  }
  const terms = [...new Set(columns.map(({ term }) => term))]
  return [
    ...terms.flatMap((term) =>
      test(
        [...columns.keys()].filter((i) => columns[i]?.term === term),
        term,
      ),
    ),
    ...(terms.length > 1 ? test([...columns.keys()], 'global') : []),
  ]
}

/** A model for each level, the equations of one result. */
function byLevel(
  population: Population,
  by: string,
  fit: (own: Population) => ModelStatistic,
): ModelStatistic {
  const axis = axisOf(population, by)
  const present = population.rows.filter((row) => axis.of(row) !== null)
  if (present.length === 0) degenerate(population, `No row has a value of ${by}.`)
  const levels = axis.levels(present)
  if (levels.length > 50) refuse(population, `${by} has more than 50 levels.`)
  const fits = levels.map(({ value, code, label }) => {
    const name = inLanguage(label, 'en')
    const rows = present.filter((row) => axis.of(row) === value)
    return { name, of: { ...groupingOf(axis), code, label }, rows, fit: fit({ ...population, rows }) }
  })
  const [first] = fits as [(typeof fits)[number]]
  const without = recordSet(
    population,
    population.rows.filter((row) => axis.of(row) === null),
  )
  const total = (of: (one: ModelStatistic) => number | undefined) =>
    sumOf(fits.map(({ fit }) => of(fit) ?? 0))
  return {
    ...first.fit,
    used: fits.map(({ fit }) => fit.used).reduce(joined),
    missing: [without, ...fits.map(({ fit }) => fit.missing)].reduce(joined),
    coefficients: fits.flatMap(({ name, fit }) => fit.coefficients.map((of) => ({ ...of, equation: name }))),
    ...(first.fit.margins
      ? {
          margins: fits.flatMap(({ name, fit }) =>
            (fit.margins ?? []).map((of) => ({ ...of, equation: name })),
          ),
        }
      : {}),
    parameters: total((one) => one.parameters),
    residualDegreesOfFreedom: total((one) => one.residualDegreesOfFreedom),
    factorLevels: [],
    models: fits.map(({ of, fit: { used, parameters, residualDegreesOfFreedom, factorLevels } }) => ({
      of,
      used,
      parameters,
      residualDegreesOfFreedom,
      factorLevels,
    })),
    fit: {
      logLikelihood: total(({ fit }) => fit.logLikelihood),
      logLikelihoodNull: total(({ fit }) => fit.logLikelihoodNull),
      events: total(({ fit }) => fit.events),
      aic: total(({ fit }) => fit.aic),
    },
    tests: fits.flatMap(({ name, fit }) =>
      fit.tests.map((test) => ({ ...test, of: test.of === undefined ? name : `${name}, ${test.of}` })),
    ),
    notes: fits.flatMap(({ name, fit }) => fit.notes.map((note) => `${name}: ${note}`)),
  }
}

/** The hazard at t is p t^(p − 1) exp(xβ); the number beside is ln p. */
export function weibull(population: Population, spec: SurvivalSpec): ModelStatistic {
  const design = survivalDesign(population, spec, spec.constant)
  const events = checked(design, spec)
  const width = design.x[0]?.length ?? 0
  if (width === 0) refuse(population, 'The model has no terms and no constant.')
  const degrees = degreesOf(design, design.y.length, width + 1)
  // Time is measured from its geometric mean, where there is a constant to take up p ln t₀.
  const logTimes = design.rows.map((row) => Math.log(numberOf(row, spec.time) as number))
  const origin = design.constant ? sumOf(logTimes) / logTimes.length : 0
  const logEntries = design.rows.map((row) =>
    spec.entry === null
      ? Number.NEGATIVE_INFINITY
      : Math.log(Math.max(0, numberOf(row, spec.entry) as number)),
  )
  const likelihood = (x: readonly Vector[]): Likelihood => ({
    x,
    equations: 1,
    beside: 1,
    of: (row, [eta, logShape]) => {
      const [end, shape] = [logTimes[row] as number, Math.exp(logShape as number)]
      const integrated = (log: number) =>
        log === Number.NEGATIVE_INFINITY ? 0 : Math.exp((eta as number) + shape * (log - origin))
      const logHazard = (logShape as number) + shape * (end - origin) - end + (eta as number)
      return (design.y[row] as number) * logHazard - integrated(end) + integrated(logEntries[row] as number)
    },
  })
  const fitted = (x: readonly Vector[]) =>
    maximum(likelihood(x), [
      ...(x[0] ?? []).map((_, i) => (i === 0 && design.constant ? Math.log(events / x.length) : 0)),
      0,
    ])
  const fit = fitted(design.x)
  if (!fit.covariance) return dependent(design)
  const clustered = spec.cluster !== null
  const robust = spec.robust || clustered
  let covariance = fit.covariance
  if (robust) {
    const { meat, groups } = meatOf(design.rows, fit.scores, spec.cluster)
    if (groups < 2) return oneCluster(design, spec.cluster)
    covariance = sandwich(covariance, meat, groups / (groups - 1))
  }
  // The constant at the time that is measured from 1: less p ln t₀.
  const back = Matrix.eye(width + 1)
  const shape = Math.exp(fit.estimates[width] as number)
  const estimates = [...fit.estimates]
  if (design.constant) {
    estimates[0] = (estimates[0] as number) - shape * origin
    back.set(0, width, -shape * origin)
  }
  const moved = back.mmul(covariance).mmul(back.transpose())
  const own = {
    estimates: estimates.slice(0, width),
    covariance: moved.subMatrix(0, width - 1, 0, width - 1),
  }
  const none =
    design.columns.length > 0 && design.constant && !robust ? fitted(design.x.map(() => [1])).value : null
  const lines = withPeople(
    design,
    linesOf(design, spec.standardize ? own : unstandardised(design, own), spec.level),
    design,
  )
  const columns = lines.filter(({ term }) => term !== '_cons')
  const ofShape = lineOf(
    {
      equation: 'shape',
      term: 'ln_p',
      label: spec.exponentiate ? { en: 'Shape', nb: 'Form', da: 'Form' } : { en: 'ln p' },
    },
    fit.estimates[width] as number,
    Math.sqrt(covariance.get(width, width)),
    spec.level,
  )
  return {
    ...reportOf(design, spec),
    exponentiate: spec.exponentiate,
    coefficients: [...columns, ...lines.filter((line) => !columns.includes(line)), ofShape],
    ...linearMargins(spec, design, own),
    parameters: width + 1,
    residualDegreesOfFreedom: degrees,
    factorLevels: [...design.factorLevels, ...eventLevels(design, spec.outcome)],
    fit: {
      logLikelihood: fit.value,
      ...(none === null ? {} : { logLikelihoodNull: none }),
      events,
      shape,
      aic: -2 * fit.value + 2 * (width + 1),
    },
    tests: [
      ...(none === null
        ? []
        : [chiSquared('likelihood-ratio', Math.max(0, 2 * (fit.value - none)), design.columns.length)]),
      ...wald({ estimates: fit.estimates, covariance }, slopesOf(design)),
    ],
  }
}
