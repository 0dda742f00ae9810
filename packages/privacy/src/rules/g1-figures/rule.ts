/** G1: a figure is drawn from released numbers only, and its axis tells no one's value. */
import {
  type FigureForm,
  isOff,
  type ModelStatistic,
  type Policy,
  type SummaryStatistic,
  type TableStatistic,
} from '@sund/model'
import { niceStep, roundTo } from '../../grid.js'
import type { Rule } from '../rule.js'

type Bars = Extract<
  FigureForm<TableStatistic, SummaryStatistic, ModelStatistic>,
  { type: 'barchart' | 'histogram' }
>

/** Parts of a bin that edges are rounded to, about. */
const EDGE_PARTS = 50

/**
 * The figure with bin edges rounded, and the codes of its bins with them: an exact edge may be an exact
 * quantile, which is someone's value. Edges that are round already stay as they are.
 */
export function roundedEdges(figure: Bars, policy: Policy): Bars {
  const { edges } = figure
  if (edges === undefined || edges.length < 2 || isOff(policy, 'G1')) return figure
  const width = ((edges.at(-1) as number) - (edges[0] as number)) / (edges.length - 1)
  if (!(width > 0)) return figure
  const step = niceStep(width / EDGE_PARTS)
  const rounded = edges.map((edge) => roundTo(edge, step))
  const dimensions = figure.table.dimensions.map((dimension) => ({
    ...dimension,
    levels: dimension.levels.map((level) => {
      const bin = level.code === null ? -1 : edges.indexOf(Number(level.code))
      const lower = rounded[bin]
      const upper = rounded[bin + 1]
      if (lower === undefined || (lower === edges[bin] && (upper === undefined || upper === edges[bin + 1])))
        return level
      const label = upper === undefined ? String(lower) : `${lower}–${upper}`
      return { code: String(lower), label: { en: label, nb: label, da: label } }
    }),
  }))
  return { ...figure, edges: rounded, table: { ...figure.table, dimensions } }
}

export const G1: Rule = {
  id: 'G1',
  parameters: () => ({ edgeParts: EDGE_PARTS }),
  statement: () => ({
    en: 'The figure is drawn from the protected numbers only.',
    nb: 'Figuren er tegnet bare ut fra de beskyttede tallene.',
    da: 'Figuren er kun tegnet ud fra de beskyttede tal.',
  }),
  withholds: null,
}
