import { sankey, sankeyLinkHorizontal } from 'd3-sankey'
import { type Flow, type FlowFigure, flowsOf, type State, titlesOf } from './flows-text.js'
import type { Drawing, Ground } from './frame.js'
import { write } from './numbers.js'
import { element, fitted } from './svg.js'
import { colourOf } from './theme.js'

const NODE = 14

export function drawFlows(figure: FlowFigure, { document, width, language, theme }: Ground): Drawing {
  const { states, flows } = flowsOf(figure, language)
  const columns = figure.tables.length + 1
  const tallest = Math.max(
    1,
    ...Array.from({ length: columns }, (_, i) => states.filter(({ column }) => column === i).length),
  )
  const height = Math.max(220, tallest * 44) + 34
  const picture = element(document, 'svg', { width, height, viewBox: `0 0 ${width} ${height}` })
  if (flows.length === 0) return { picture, height: 10, legend: [] }
  const layout = sankey<State, Flow>()
    .nodeId((state) => state.id)
    .nodeAlign((node) => (node as unknown as State).column)
    .nodeSort((a, b) => a.level - b.level)
    .nodeWidth(NODE)
    .nodePadding(16)
    .extent([
      [4, 30],
      [width - 4, height - 6],
    ])
  const { nodes, links } = layout({
    nodes: states.map((state) => ({ ...state })),
    links: flows.map((flow) => ({ ...flow })),
  })
  const path = sankeyLinkHorizontal<State, Flow>()
  const room = (width - 8 - columns * NODE) / Math.max(1, columns - 1)
  for (const link of links) {
    const [from, to] = [link.source, link.target] as unknown as [State, State]
    const line = element(
      document,
      'path',
      {
        d: path(link) ?? '',
        fill: 'none',
        stroke: colourOf(theme, from.level),
        'stroke-opacity': 0.38,
        'stroke-width': Math.max(1, link.width ?? 1).toFixed(2),
      },
      element(document, 'title', {}, `${from.label} → ${to.label}: ${write(link.value, 'count', language)}`),
    )
    picture.append(line)
  }
  for (const node of nodes) {
    const { x0 = 0, x1 = 0, y0 = 0, y1 = 0, column, level, label, value = 0 } = node
    const last = column === columns - 1
    picture.append(
      element(document, 'rect', {
        x: x0,
        y: y0,
        width: x1 - x0,
        height: Math.max(1, y1 - y0),
        fill: colourOf(theme, level),
      }),
      element(
        document,
        'text',
        {
          x: last ? x0 - 6 : x1 + 6,
          y: (y0 + y1) / 2 + 4,
          'text-anchor': last ? 'end' : 'start',
          fill: theme.ink,
        },
        fitted(`${label} ${write(value, 'count', language)}`, room / (columns > 2 ? 1.1 : 2.2)),
      ),
    )
  }
  for (const [i, title] of titlesOf(figure.tables, language).entries()) {
    const x = 4 + i * (room + NODE)
    const last = i === columns - 1
    picture.append(
      element(
        document,
        'text',
        {
          x: last ? x + NODE : x,
          y: 16,
          'text-anchor': last ? 'end' : 'start',
          fill: theme.quiet,
          'font-weight': 600,
        },
        fitted(title, room / (i === 0 || last ? 1.2 : 1.05)),
      ),
    )
  }
  return { picture, height, legend: [] }
}
