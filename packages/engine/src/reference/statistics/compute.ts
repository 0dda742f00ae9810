/** The statistic of each kind of show. */
import type { Statistic } from '@sund/model'
import type { ShowSpec } from '../../plan/types.js'
import type { Population } from '../data.js'
import { barchart, histogram } from './figures.js'
import { fitReference } from './models.js'
import { summarize } from './summarize.js'
import { kaplanMeier } from './survival.js'
import { tabulate } from './table.js'

type Computation = (population: Population, spec: never) => Statistic

const COMPUTATIONS: Readonly<Record<string, Computation>> = {
  tabulate,
  summarize,
  barchart,
  histogram,
  'kaplan-meier': kaplanMeier,
}
/** A show by its name, a model by its own. */
export const nameOf = (spec: ShowSpec): string => (spec.show === 'model' ? spec.model : spec.show)
const computationOf = (spec: ShowSpec): Computation | undefined =>
  spec.show === 'model' ? fitReference : COMPUTATIONS[nameOf(spec)]
export const hasReference = (spec: ShowSpec): boolean => computationOf(spec) !== undefined

/** @throws Failure where the statistic does not exist for these rows. */
export function compute(population: Population, spec: ShowSpec): Statistic {
  const computation = computationOf(spec)
  if (!computation) throw new Error(`the reference has no ${nameOf(spec)}`)
  return computation(population, spec as never)
}
