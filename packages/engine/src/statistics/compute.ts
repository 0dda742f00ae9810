/** One statistic for one `show` of the plan, and the columns that it reads. */
import type { Statistic } from '@sund/model'
import type { ShowSpec } from '../plan/types.js'
import { cox } from './cox.js'
import { barchart, histogram } from './figures.js'
import { logit } from './logit.js'
import { regress } from './regress.js'
import type { Source } from './source.js'
import { summarize } from './summarize.js'
import { kaplanMeier } from './survival.js'
import { tabulate } from './table.js'

type Of<S extends ShowSpec['show']> = Extract<ShowSpec, { show: S }>
type Computations = {
  [S in ShowSpec['show']]: {
    reads: (spec: Of<S>) => readonly (string | null | undefined)[]
    compute: (source: Source, spec: Of<S>) => Promise<Statistic>
  }
}

const MODELS = { regress, logit, cox }

const COMPUTATIONS: Computations = {
  tabulate: { reads: (s) => [...s.dimensions, s.measure?.column], compute: tabulate },
  summarize: { reads: (s) => [...s.columns, ...s.by], compute: summarize },
  barchart: { reads: (s) => [...s.columns, ...s.over], compute: barchart },
  histogram: { reads: (s) => [s.column, s.by], compute: histogram },
  model: {
    reads: (s) => [
      s.outcome,
      s.time,
      s.entry,
      s.cluster,
      ...s.strata,
      ...s.terms.flatMap((term) => term.factors.map(({ column }) => column)),
    ],
    compute: (source, spec) => MODELS[spec.model](source, spec),
  },
  'kaplan-meier': { reads: (s) => [s.event, s.time, s.by], compute: kaplanMeier },
}

/** The statistic that `spec` asks for. Where it does not exist for these rows it fails with `script.statistics`. */
export function compute(source: Source, spec: ShowSpec): Promise<Statistic> {
  return computationOf(spec).compute(source, spec)
}

/** Columns that a statistic reads, each once. */
export function columnsRead(spec: ShowSpec): string[] {
  const names = computationOf(spec).reads(spec)
  return [...new Set(names.filter((name) => typeof name === 'string'))]
}

function computationOf(spec: ShowSpec) {
  return COMPUTATIONS[spec.show] as {
    reads(spec: ShowSpec): (string | null | undefined)[]
    compute(source: Source, spec: ShowSpec): Promise<Statistic>
  }
}
