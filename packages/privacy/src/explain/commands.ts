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
 * A table without one of its variables, over the same people: those for whom the variable is missing stay out, as they were. Null where the
 * command does not list just these variables.
 */
export function withoutVariable(
  command: string,
  variables: readonly string[],
  dropped: string,
): string | null {
  const parts = partsOf(command)
  if (parts?.name !== 'tabulate' || parts.list.join() !== variables.join()) return null
  const list = parts.list.filter((variable) => variable !== dropped)
  if (list.length === 0) return null
  const { condition } = parts
  const present = `!sysmiss(${dropped})`
  const asked = /\bmissing\b/.test(parts.options)
  return written({
    ...parts,
    list,
    condition: asked ? condition : condition === '' ? present : `(${condition}) & ${present}`,
    options: list.length === 1 ? parts.options.replace(TWO_WAY, '').trim() : parts.options,
  })
}

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
