/** G1: a figure is drawn from released numbers only, and its axis tells no one's value. */
import {
  type FigureForm,
  type FigureStatistic,
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
      const label = binLabel(rounded, bin, figure.open ?? false)
      return { code: String(lower), label: { en: label, nb: label, da: label } }
    }),
  }))
  return { ...figure, edges: rounded, table: { ...figure.table, dimensions } }
}

/** A bin by its edges; an open one by the edge that it has. */
function binLabel(edges: readonly number[], bin: number, open: boolean): string {
  const last = edges.length - 2
  if (open && last > 0 && bin === 0) return `≤ ${edges[1]}`
  if (open && last > 0 && bin === last) return `≥ ${edges[last]}`
  return edges[bin + 1] === undefined ? String(edges[bin]) : `${edges[bin]}–${edges[bin + 1]}`
}

/** How many ends a figure's axes have that follow from values. */
const endsOf = (figure: FigureStatistic['figure']): number =>
  figure.type === 'hexbin' ? 4 : figure.type === 'histogram' && figure.edges !== undefined ? 2 : 0

/**
 * True when the axes of a figure end where S1 would let a percentile be told: as many people as it asks beyond each end, besides who has the very
 * value. False where that is not known of every end.
 */
export const endsHold = ({ figure, ends = [] }: FigureStatistic, policy: Policy): boolean =>
  isOff(policy, 'G1') ||
  (ends.length === endsOf(figure) && ends.every(({ beyond }) => beyond > policy.percentile.units))

export const G1 = {
  id: 'G1',
  parameters: () => ({ edgeParts: EDGE_PARTS }),
  statement: () => ({
    en: 'The figure is drawn from the protected numbers only.',
    nb: 'Figuren er tegnet bare ut fra de beskyttede tallene.',
    da: 'Figuren er kun tegnet ud fra de beskyttede tal.',
  }),
  withholds: {
    reason: ({ percentile: { units } }) => ({
      en: `An axis would end at a value beyond which fewer than ${units} people lie.`,
      nb: `En akse ville ende ved en verdi som færre enn ${units} personer ligger utenfor.`,
      da: `En akse ville ende ved en værdi, som færre end ${units} personer ligger uden for.`,
    }),
    remedy: () => ({
      en: 'Draw a larger group, or count the values in wide bins of your own.',
      nb: 'Tegn en større gruppe, eller tell verdiene i vide intervaller du selv velger.',
      da: 'Tegn en større gruppe, eller tæl værdierne i brede intervaller, du selv vælger.',
    }),
  },
} satisfies Rule
