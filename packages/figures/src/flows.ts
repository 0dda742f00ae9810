/** Flows from each value of a variable to each of the next, as wide as they are many. What is withheld is not drawn. */
import { inLanguage, type Language, type ReleasedFigure } from '@sund/model'
import { sankey, sankeyLinkHorizontal } from 'd3-sankey'
import type { Drawing, Ground } from './frame.js'
import { isWithheld, valueOf, write } from './numbers.js'
import { element, fitted } from './svg.js'
import { colourOf } from './theme.js'
import { sentence, word } from './words.js'

export type FlowFigure = Extract<ReleasedFigure['figure'], { type: 'sankey' }>

interface State {
  id: string
  /** Place of the variable, and of the value within it. */
  column: number
  level: number
  label: string
}
interface Flow {
  source: string
  target: string
  value: number
}

export const flowTitle = ({ tables }: FlowFigure, language: Language): string =>
  sentence('flow', language, titlesOf(tables, language).join(' → '))

const titlesOf = (tables: FlowFigure['tables'], language: Language): string[] =>
  [tables[0]?.dimensions[0], ...tables.map((table) => table.dimensions[1])].map((dimension) =>
    inLanguage(dimension?.title ?? {}, language),
  )

/** States and flows that may be shown. A state is the same in the table it is reached in and the one it is left in. */
export function flowsOf(
  { tables }: FlowFigure,
  language: Language,
): { states: State[]; flows: Flow[]; hidden: number } {
  const states = new Map<string, State>()
  const flows: Flow[] = []
  let hidden = 0
  for (const [column, table] of tables.entries())
    for (const cell of table.cells) {
      if (cell.at.includes(null)) continue
      if (isWithheld(cell.count)) hidden++
      const value = valueOf(cell.count)
      if (!value) continue
      const [source, target] = [0, 1].map((side) => {
        const place = cell.at[side] as number
        const level = table.dimensions[side]?.levels[place]
        const id = `${column + side} ${level?.code}`
        const label =
          level === undefined || level.code === null
            ? word('missing', language)
            : inLanguage(level.label, language) || level.code
        if (!states.has(id)) states.set(id, { id, column: column + side, level: place, label })
        return id
      }) as [string, string]
      flows.push({ source, target, value })
    }
  return { states: [...states.values()], flows, hidden }
}

export function flowSummary(figure: FlowFigure, language: Language): string[] {
  const { states, flows, hidden } = flowsOf(figure, language)
  if (flows.length === 0) return [sentence('nothing', language)]
  const most = flows.reduce((best, flow) => (flow.value > best.value ? flow : best))
  const label = (id: string) => states.find((state) => state.id === id)?.label ?? ''
  return [
    sentence(
      'largestFlow',
      language,
      label(most.source),
      label(most.target),
      write(most.value, 'count', language),
    ),
    ...(hidden > 0 ? [sentence('hidden', language, write(hidden, 'count', language))] : []),
  ]
}

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
