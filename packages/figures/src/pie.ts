import type { Drawing, Ground } from './frame.js'
import { type PieFigure, slicesOf } from './pie-text.js'
import { element, fitted, hatching } from './svg.js'
import { colourOf } from './theme.js'
import { word } from './words.js'

const ROW = 22

export function drawPie(figure: PieFigure, { document, width, language, theme, id }: Ground): Drawing {
  const { slices } = slicesOf(figure, language)
  const narrow = width < 460
  const radius = Math.min(120, (narrow ? width : width / 2) / 2 - 12)
  const shown = slices.reduce((sum, { share }) => sum + share, 0)
  const rest = 1 - shown > 0.001 ? [{ label: word('withheld', language), share: 1 - shown, text: '' }] : []
  const all = [...slices, ...rest]
  const names = all.length * ROW
  const height = narrow ? radius * 2 + 24 + names : Math.max(radius * 2 + 24, names + 16)
  const [cx, cy] = [radius + 12, narrow ? radius + 12 : height / 2]
  const left = narrow ? 8 : radius * 2 + 40
  const top = narrow ? radius * 2 + 30 : (height - names) / 2
  let turned = 0
  const parts = all.flatMap(({ label, share, text }, i) => {
    const fill = i < slices.length ? colourOf(theme, i) : `url(#${id}-hatch)`
    const slice = element(document, 'path', {
      d: slicePath(cx, cy, radius, turned, turned + share),
      fill,
      stroke: theme.ground,
      'stroke-width': 1.5,
    })
    turned += share
    const y = top + i * ROW
    return [
      slice,
      element(document, 'rect', { x: left, y, width: 14, height: 14, rx: 2, fill, stroke: theme.axis }),
      element(
        document,
        'text',
        { x: left + 22, y: y + 11, fill: theme.ink },
        fitted(text ? `${label}: ${text}` : label, width - left - 26),
      ),
    ]
  })
  const box = { width, height, viewBox: `0 0 ${width} ${height}` }
  const picture = element(document, 'svg', box, hatching(document, `${id}-hatch`, theme.hatch), ...parts)
  return { picture, height, legend: [] }
}

/** A slice between two turns (0 to 1) clockwise from the top. */
function slicePath(cx: number, cy: number, radius: number, from: number, to: number): string {
  const until = Math.min(to, from + 0.99999)
  const point = (turn: number) => {
    const angle = turn * 2 * Math.PI - Math.PI / 2
    return `${(cx + radius * Math.cos(angle)).toFixed(2)},${(cy + radius * Math.sin(angle)).toFixed(2)}`
  }
  return `M${cx},${cy}L${point(from)}A${radius},${radius} 0 ${until - from > 0.5 ? 1 : 0} 1 ${point(until)}Z`
}
