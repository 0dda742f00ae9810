/** Data sets of R packages as sources of statistics, and specifications of econometric models with everything left as it is. */
import { fileURLToPath } from 'node:url'
import { id, list, type Sql, sql, textLiteral } from '../src/dialects/sql.js'
import type {
  DecompositionSpec,
  DifferenceSpec,
  DiscontinuitySpec,
  InstrumentSpec,
  MixedSpec,
  PanelSpec,
} from '../src/plan/types.js'
import type { Source } from '../src/statistics/source.js'
import type { Bench } from './source.js'
import { c, glm, type i } from './specs.js'
import { number, text } from './world.js'

type Factor = ReturnType<typeof i>
const terms = (names: readonly string[]) => names.map((name) => ({ factors: [c(name)] }))
const common = (outcome: string, of: Factor[][]) => {
  const { model: _, exposure: __, ...rest } = glm('regress', outcome, of)
  return rest
}
const plain = (names: readonly string[]) => names.map((name) => [c(name)])

export const instruments = (
  outcome: string,
  exogenous: string[],
  endogenous: string[],
  excluded: string[],
  more: Partial<InstrumentSpec> = {},
): InstrumentSpec => ({
  ...common(outcome, plain(exogenous)),
  model: 'ivregress',
  endogenous: terms(endogenous),
  instruments: terms(excluded),
  method: 'tsls',
  firstStage: false,
  overidentification: false,
  ...more,
})
export const panel = (
  outcome: string,
  names: string[],
  estimator: PanelSpec['estimator'],
  more: Partial<PanelSpec> = {},
): PanelSpec => ({ ...common(outcome, plain(names)), model: 'regress-panel', estimator, ...more })
export const difference = (
  outcome: string,
  group: string,
  treated: string,
  names: string[],
  more: Partial<DifferenceSpec> = {},
): DifferenceSpec => ({
  ...common(outcome, plain(names)),
  model: 'regress-panel-diff',
  group,
  treated,
  ...more,
})
export const mixed = (
  outcome: string,
  of: Factor[][],
  groups: string[],
  more: Partial<MixedSpec> = {},
): MixedSpec => ({ ...common(outcome, of), model: 'regress-mml', groups, ...more })
export const decomposition = (
  outcome: string,
  names: string[],
  by: string,
  more: Partial<DecompositionSpec> = {},
): DecompositionSpec => ({ ...common(outcome, plain(names)), model: 'oaxaca', by, weight: null, ...more })
export const discontinuity = (
  outcome: string,
  running: string,
  names: string[],
  more: Partial<DiscontinuitySpec> = {},
): DiscontinuitySpec => ({
  ...common(outcome, plain(names)),
  model: 'rdd',
  running,
  cutoff: 0,
  polynomial: 1,
  bandwidth: null,
  fuzzy: null,
  ...more,
})

const csv = (name: string): Sql => {
  const file = fileURLToPath(new URL(`../../../spec/oracles/data/${name}.csv`, import.meta.url))
  return sql`read_csv(${textLiteral(file)}, header = true)`
}

/** A data set of spec/oracles/data; each value of `unit` is a unit and a person. */
export function dataSet(
  bench: Bench,
  name: string,
  unit: string,
  numbers: readonly string[],
  texts: readonly string[] = [],
  more: Partial<Source> = {},
): Source {
  const columns = list([
    sql`dense_rank() OVER (ORDER BY ${id(unit)}) AS unit_number`,
    ...numbers.map((of) => sql`CAST(${id(of)} AS DOUBLE) AS ${id(of)}`),
    ...texts.map((of) => sql`CAST(${id(of)} AS VARCHAR) AS ${id(of)}`),
  ])
  const rows = sql`(SELECT unit_number AS __unit, unit_number AS __subject, CAST(unit_number * 40503 % 65536 AS INTEGER) AS __key, * EXCLUDE (unit_number) FROM (SELECT ${columns} FROM ${csv(name)}))`
  return bench.source(rows, [...numbers.map((of) => number(of)), ...texts.map((of) => text(of))], {
    manyRows: true,
    ...more,
  })
}
