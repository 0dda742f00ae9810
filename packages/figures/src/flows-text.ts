/** The states and flows that may be shown, and the figure in words. */
import { inLanguage, type Language, type ReleasedFigure } from '@sund/model'
import { isWithheld, valueOf, write } from './numbers.js'
import { sentence, word } from './words.js'

export type FlowFigure = Extract<ReleasedFigure['figure'], { type: 'sankey' }>

export interface State {
  id: string
  /** Place of the variable, and of the value within it. */
  column: number
  level: number
  label: string
}
export interface Flow {
  source: string
  target: string
  value: number
}

export const flowTitle = ({ tables }: FlowFigure, language: Language): string =>
  sentence('flow', language, titlesOf(tables, language).join(' → '))

export const titlesOf = (tables: FlowFigure['tables'], language: Language): string[] =>
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
