/** The statistic of each kind of show. */
import type { FigureStatistic, Statistic } from '@sund/model'
import type { ShowSpec } from '../../plan/types.js'
import type { Population } from '../data.js'
import { anova } from './anova.js'
import { correlate } from './correlate.js'
import { barchart, boxplot, histogram, piechart, sankey } from './figures.js'
import { hexbin } from './hexbin.js'
import { means } from './means.js'
import { fitReference } from './models.js'
import { normaltest } from './normaltest.js'
import { withoutFew } from './population.js'
import { rates } from './rates.js'
import { summarize } from './summarize.js'
import { kaplanMeier } from './survival.js'
import { tabulate } from './table.js'

type Computation = (population: Population, spec: never) => Statistic

const COMPUTATIONS: Readonly<Record<string, Computation>> = {
  tabulate,
  summarize,
  barchart,
  histogram,
  boxplot,
  piechart,
  hexbin,
  sankey,
  ci: means,
  correlate,
  anova,
  normaltest,
  rates,
  coefplot,
  'kaplan-meier': kaplanMeier,
}
function coefplot(
  population: Population,
  { model }: Extract<ShowSpec, { show: 'coefplot' }>,
): FigureStatistic {
  return { kind: 'figure', figure: { type: 'coefplot', model: fitReference(population, model) } }
}

/** A show by its name, a model by its own, also where it is drawn. */
export const nameOf = (spec: ShowSpec): string =>
  spec.show === 'model' ? spec.model : spec.show === 'coefplot' ? spec.model.model : spec.show
const computationOf = (spec: ShowSpec): Computation | undefined =>
  spec.show === 'model' ? fitReference : COMPUTATIONS[spec.show]
export const hasReference = (spec: ShowSpec): boolean => computationOf(spec) !== undefined

/** The columns by whose levels people are told apart, in what is no table. */
export function groupsOf(spec: ShowSpec): string[] {
  const named = (...names: (string | null)[]) => names.filter((name) => name !== null)
  switch (spec.show) {
    case 'summarize':
      return spec.by
    case 'boxplot':
      return spec.over
    case 'rates':
      return named(spec.over, ...spec.by)
    case 'ci':
    case 'kaplan-meier':
      return named(spec.by)
    case 'anova':
      return spec.terms.flatMap(({ factors }) => factors.map(({ column }) => column))
    case 'coefplot':
      return groupsOf(spec.model)
    case 'model': {
      const factors = spec.terms
        .flatMap((term) => term.factors)
        .flatMap(({ column, categorical }) => (categorical ? [column] : []))
      if (spec.model === 'mlogit') return [...factors, spec.outcome]
      if (spec.model === 'cox' || spec.model === 'weibull' || spec.model === 'oaxaca')
        return [...factors, ...named(spec.by)]
      return factors
    }
    default:
      return []
  }
}

/** @throws Failure where the statistic does not exist for these rows. */
export function compute(population: Population, spec: ShowSpec): Statistic {
  const computation = computationOf(spec)
  if (!computation) throw new Error(`the reference has no ${nameOf(spec)}`)
  return computation(withoutFew(population, groupsOf(spec)), spec as never)
}
