/** Regression discontinuity: least squares on having passed the cutoff, a polynomial of the distance to it, and their products. */
import type { ModelStatistic } from '@sund/model'
import type { Column, DiscontinuitySpec, InstrumentSpec, Term } from '../../../plan/types.js'
import { type Population, type Row, type Value, valueOf } from '../../data.js'
import { columnOf, degenerate, measured, unitsOf } from '../population.js'
import { designOf, totalSquares } from './design.js'
import { fitInstruments } from './instruments.js'
import { linearLines, ordinary, varying } from './linear.js'
import { degreesOf, reportOf, slopesOf, wald } from './report.js'

export function rdd(population: Population, spec: DiscontinuitySpec): ModelStatistic {
  const { running, cutoff, polynomial, bandwidth, fuzzy } = spec
  const at = measured(population, running).raw
  const crossed = `${running}>=${cutoff}`
  const distance = cutoff < 0 ? `${running}+${-cutoff}` : `${running}-${cutoff}`
  const powers = Array.from({ length: polynomial }, (_, i) => i + 1)
  const distances = powers.map((power) => (power === 1 ? distance : `(${distance})^${power}`))
  const made = (row: Row): Row => {
    const value = at(row)
    const away = value === null ? null : value - cutoff
    const own: [string, Value][] = [
      [crossed, away === null ? null : Number(away >= 0)],
      ...distances.map((name, i): [string, Value] => [name, away === null ? null : away ** (i + 1)]),
    ]
    return { ...row, values: { ...row.values, ...Object.fromEntries(own) } }
  }
  const column = columnOf(population, running)
  const columns = [crossed, ...distances].map((name): [string, Column] => [
    name,
    { ...column, name, title: { en: name } },
  ])
  const windowed: Population = {
    ...population,
    columns: new Map([...population.columns, ...columns]),
    rows: population.rows
      .filter(
        (row) =>
          at(row) === null || bandwidth === null || Math.abs((at(row) as number) - cutoff) <= bandwidth,
      )
      .map(made),
  }
  const term = (...names: string[]): Term => ({
    factors: names.map((name) => ({ column: name, categorical: false })),
  })
  const others = [
    ...distances.map((name) => term(name)),
    ...distances.map((name) => term(crossed, name)),
    ...spec.terms,
  ]
  const terms = [...(fuzzy === null ? [] : [term(fuzzy)]), term(crossed), ...others]
  const design = designOf(
    windowed,
    { ...spec, terms },
    {
      amounts: fuzzy === null ? [] : [{ name: fuzzy }],
      centred: true,
      constant: true,
    },
  )
  varying(design, spec.outcome)
  const sides = ['0', '1'].flatMap((level) => {
    const units = unitsOf(design.rows.filter((row) => String(valueOf(row, crossed)) === level))
    return units > 0 ? [{ term: crossed, level, units }] : []
  })
  if (sides.length < 2) degenerate(population, `No row lies on one of the sides of cutoff(${cutoff}).`)
  if (!design.columns.some((one) => one.term === crossed))
    degenerate(population, `There are too few values of ${running} to tell a jump from the polynomial.`)
  const factorLevels = [...design.factorLevels, ...sides]
  if (fuzzy !== null) {
    const instruments: InstrumentSpec = {
      ...spec,
      model: 'ivregress',
      terms: others,
      endogenous: [term(fuzzy)],
      instruments: [term(crossed)],
      method: 'tsls',
      robust: true,
      constant: true,
      firstStage: true,
      overidentification: false,
    }
    const fit = fitInstruments(design, instruments)
    const tests = fit.tests.filter(({ name }) => name !== 'endogeneity')
    return { ...fit, model: 'rdd', factorLevels, tests }
  }
  const fit = ordinary(design, design, { ...spec, robust: true })
  const size = design.columns.length + 1
  const degrees = degreesOf(design, design.y.length, size)
  return {
    ...reportOf(design, spec),
    coefficients: linearLines(design, fit, spec, fit.degrees),
    parameters: size,
    residualDegreesOfFreedom: degrees,
    factorLevels,
    fit: { r2: 1 - fit.rss / totalSquares(design), rmse: Math.sqrt(fit.rss / degrees) },
    tests: wald(fit, slopesOf(design), fit.degrees),
  }
}
