/**
 * What every picture has around it: a legend, in a file also title and caption, and the words that stand for it where it
 * cannot be seen.
 */
import type { Language } from '@sund/model'
import { element, textWidth, wrapped } from './svg.js'
import { colourOf, dashOf, type Theme } from './theme.js'

/** Where and how a picture is drawn. */
export interface Ground {
  document: Document
  width: number
  language: Language
  theme: Theme
  /** Starts the identifiers of this picture, so that several can stand on a page. */
  id: string
}

/** A drawing without what is around it. */
export interface Drawing {
  picture: SVGSVGElement
  height: number
  legend: readonly { label: string; line?: boolean }[]
}

const TITLE = 15
const SMALL = 12
const LEADING = 1.35
const ROW = 20

/** The picture with legend, title and caption, as one image with a name and a description. */
export function framed(
  { picture, height, legend }: Drawing,
  title: string,
  description: readonly string[],
  ground: Ground,
): SVGSVGElement {
  const { document, width, theme, id } = ground
  const room = width - 16
  const titles = theme.alone ? wrapped(title, room, TITLE) : []
  const captions = theme.alone ? description.flatMap((sentence) => wrapped(sentence, room, SMALL)) : []
  let top = theme.alone ? 10 : 0
  const parts: SVGElement[] = []
  for (const line of titles) {
    top += TITLE * LEADING
    const attributes = { x: 8, y: top - 5, 'font-size': TITLE, 'font-weight': 600, fill: theme.ink }
    parts.push(element(document, 'text', attributes, line))
  }
  if (legend.length > 1) {
    const drawn = legendOf(legend, top + 4, ground)
    parts.push(drawn.group)
    top += drawn.height + 8
  }
  picture.setAttribute('x', '0')
  picture.setAttribute('y', String(top))
  picture.setAttribute('width', String(width))
  picture.setAttribute('height', String(height))
  picture.setAttribute('overflow', 'visible')
  for (const style of picture.querySelectorAll('style')) style.remove()
  // Parts of a plot have English names of their own; the words beside the picture stand for it.
  for (const part of picture.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  let bottom = top + height
  for (const line of captions) {
    bottom += SMALL * LEADING
    parts.push(element(document, 'text', { x: 8, y: bottom, 'font-size': SMALL, fill: theme.quiet }, line))
  }
  const whole = Math.ceil(bottom + (captions.length > 0 ? 12 : 0))
  return element(
    document,
    'svg',
    {
      class: 'figure-picture',
      width,
      height: whole,
      viewBox: `0 0 ${width} ${whole}`,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
      fill: theme.ink,
      color: theme.ink,
      'font-family': theme.font,
      'font-size': SMALL,
    },
    element(document, 'title', { id: `${id}-title` }, title),
    element(document, 'desc', { id: `${id}-desc` }, description.join(' ')),
    ...(theme.alone
      ? [element(document, 'rect', { width, height: whole, fill: theme.ground, stroke: 'none' })]
      : []),
    picture,
    ...parts,
  )
}

function legendOf(
  legend: Drawing['legend'],
  top: number,
  { document, width, theme }: Ground,
): { group: SVGElement; height: number } {
  const group = element(document, 'g', { 'aria-hidden': 'true' })
  let [x, y] = [8, top]
  for (const [index, { label, line }] of legend.entries()) {
    const swatch = line ? 28 : 14
    const room = swatch + 6 + textWidth(label) + 18
    if (x > 8 && x + room > width) {
      x = 8
      y += ROW
    }
    const colour = colourOf(theme, index)
    group.append(
      line
        ? element(document, 'line', {
            x1: x,
            x2: x + swatch,
            y1: y + 7,
            y2: y + 7,
            stroke: colour,
            'stroke-width': 2.4,
            'stroke-dasharray': dashOf(index),
          })
        : element(document, 'rect', { x, y, width: 14, height: 14, rx: 2, fill: colour, stroke: 'none' }),
      element(document, 'text', { x: x + swatch + 6, y: y + 11, fill: theme.ink }, label),
    )
    x += room
  }
  return { group, height: y + ROW - top }
}

/** Plot's drawing as the plain image it is: without legends of its own it makes no other element. */
export const plainPicture = (drawn: SVGSVGElement | HTMLElement): SVGSVGElement => drawn as SVGSVGElement
