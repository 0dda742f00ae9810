/**
 * Commands rewritten as text: the same question asked more coarsely. Apart from what is worth asking, and able to say no: a command that is not
 * written in the plain form is left alone.
 */

/** A command with its condition and options. */
interface Parts {
  name: string
  list: readonly string[]
  condition: string
  options: string
}

function partsOf(command: string): Parts | null {
  const options = optionsAt(command)
  const [, head = '', condition = ''] =
    /^(.*?)(?:\sif\s+(.*))?$/s.exec(command.slice(0, options).trim()) ?? []
  const [name, ...list] = head.trim().split(/\s+/)
  return name ? { name, list, condition: condition.trim(), options: command.slice(options + 1).trim() } : null
}

/** Where the options begin: at the first comma outside parentheses and text. */
function optionsAt(command: string): number {
  let depth = 0
  let quote = ''
  for (let place = 0; place < command.length; place++) {
    const sign = command.charAt(place)
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === "'" || sign === '"') quote = sign
    else if (sign === '(') depth++
    else if (sign === ')') depth--
    else if (sign === ',' && depth === 0) return place
  }
  return command.length
}

const written = ({ name, list, condition, options }: Parts): string =>
  `${[name, ...list].join(' ')}${condition === '' ? '' : ` if ${condition}`}${options === '' ? '' : `, ${options}`}`

/** Options that need a second dimension. */
const TWO_WAY = /\b(rowpct|colpct|chi2)\b\s*/g

/**
 * A table, or the bars of one, without one of its variables, over the same people: those for whom the variable is missing stay out, as they were. Null
 * where the command does not list just these variables.
 */
export function withoutVariable(
  command: string,
  variables: readonly string[],
  dropped: string,
): string | null {
  const parts = partsOf(command)
  const shorter = parts && WITHOUT[parts.name]?.(parts, variables, dropped)
  if (!shorter) return null
  const { condition, options } = shorter
  const present = `!sysmiss(${dropped})`
  const asked = /\bmissing\b/.test(options)
  return written({
    ...shorter,
    condition: asked ? condition : condition === '' ? present : `(${condition}) & ${present}`,
  })
}

type Without = (parts: Parts, variables: readonly string[], dropped: string) => Parts | null

/** How each command that shows a table is written without a variable that it lists. */
const WITHOUT: Readonly<Record<string, Without>> = {
  tabulate(parts, variables, dropped) {
    if (parts.list.join() !== variables.join()) return null
    const list = parts.list.filter((variable) => variable !== dropped)
    const options = list.length === 1 ? parts.options.replace(TWO_WAY, '').trim() : parts.options
    return list.length === 0 ? null : { ...parts, list, options }
  },
  /** Counts are of levels of the columns and of what they are spread over; of measures the columns are no levels. */
  barchart(parts, variables, dropped) {
    const [statistic = '', ...columns] = parts.list
    const over = namesOver(parts.options)
    const counted = COUNTS.has(statistic)
    const axes = counted ? [...columns, ...over] : over
    if (axes.join() !== variables.slice(-axes.length).join()) return null
    const left = (names: readonly string[]) => names.filter((name) => name !== dropped)
    const list = counted ? left(columns) : columns
    if (list.length === 0 || left(axes).length === axes.length) return null
    return { ...parts, list: [statistic, ...list], options: withOver(parts.options, left(over)) }
  },
}

const COUNTS: ReadonlySet<string> = new Set(['(count)', '(percent)'])
const OVER = /\bover\(([^)]*)\)\s*/

const namesOver = (options: string): string[] =>
  (OVER.exec(options)?.[1] ?? '').split(/\s+/).filter((name) => name !== '')

/** Options of bars over other groups; nothing is on top of anything where they are over none. */
const withOver = (options: string, over: readonly string[]): string =>
  (over.length > 0
    ? options.replace(OVER, `over(${over.join(' ')}) `)
    : options.replace(OVER, '').replace(/\bstack\b\s*/, '')
  ).trim()

/** How wide a histogram's bins are, where its command says so. */
export function widthOf(command: string): number | null {
  const [, width] = /\bwidth\(\s*([\d.]+)\s*\)/.exec(partsOf(command)?.options ?? '') ?? []
  return width === undefined ? null : Number(width)
}

/** A histogram with other bins, by the option that makes them. */
export function withBins(command: string, option: string): string | null {
  const parts = partsOf(command)
  if (parts?.name !== 'histogram') return null
  const others = parts.options.replace(/\b(bin|width)\([^)]*\)\s*/g, '').trim()
  return written({ ...parts, options: `${others} ${option}`.trim() })
}
