/** Elements of SVG made by hand: what surrounds a plot, and the pictures that are no plots. */
const NAMESPACE = 'http://www.w3.org/2000/svg'

export type Attributes = Readonly<Record<string, string | number>>

/** An element of SVG with attributes and children; strings become text. */
export function element<K extends keyof SVGElementTagNameMap>(
  document: Document,
  name: K,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(NAMESPACE, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  made.append(...children)
  return made
}

/** The pattern of what is withheld: slanted lines, the same as in tables. */
export function hatching(document: Document, id: string, colour: string): SVGElement {
  return element(
    document,
    'defs',
    {},
    element(
      document,
      'pattern',
      { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      element(document, 'line', { y2: 6, stroke: colour, 'stroke-width': 3 }),
    ),
  )
}

/** About how wide a text is at this size, in pixels: pictures are drawn where nothing can be measured. */
export const textWidth = (text: string, size = 12): number => text.length * size * 0.56

/** The text cut to a width. */
export function fitted(text: string, width: number, size = 12): string {
  const most = Math.max(3, Math.floor(width / (size * 0.56)))
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`
}

/** Lines of words no wider than `width`. */
export function wrapped(text: string, width: number, size = 12): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
