/** A plane of hexagons, the fuller the more people there are. Where none, or too few, are, nothing is drawn. */
import { axisX, axisY, gridX, gridY, type Markish, plot } from '@observablehq/plot'
import { type Drawing, type Ground, plainPicture } from './frame.js'
import { axisTitle, type HexagonFigure, hexagonsOf } from './hexagons-text.js'
import { write } from './numbers.js'
import { element } from './svg.js'
import { colourOf } from './theme.js'
import { word } from './words.js'

export function drawHexagons(figure: HexagonFigure, { document, width, language, theme }: Ground): Drawing {
  const { x, y } = figure.grid
  const hexagons = hexagonsOf(figure)
  const most = Math.max(1, ...hexagons.map(({ count }) => count))
  const [marginLeft, marginRight, marginTop, marginBottom] = [64, 20, 44, 46]
  const ends = ({ low, high, step }: typeof x): [number, number] => [low - step, high + step]
  const across = (ends(x)[1] - ends(x)[0]) / x.step
  const up = (ends(y)[1] - ends(y)[0]) / y.step
  // One step is as wide as it is high, so that hexagons are regular.
  const unit = (width - marginLeft - marginRight) / across
  const height = Math.round(unit * up) + marginTop + marginBottom
  const opacity = (count: number) => 0.12 + 0.88 * Math.sqrt(count / most)
  const cells: Markish = (_index, scales) => {
    const group = element(document, 'g', { fill: colourOf(theme, 0), stroke: 'none' })
    for (const hexagon of hexagons) {
      const [cx, cy] = [Number(scales['x']?.(hexagon.x)), Number(scales['y']?.(hexagon.y))]
      const corners = Array.from({ length: 6 }, (_, k) => {
        const angle = (Math.PI / 3) * k + Math.PI / 6
        const radius = unit / Math.sqrt(3)
        return `${(cx + radius * Math.cos(angle)).toFixed(2)},${(cy - radius * Math.sin(angle)).toFixed(2)}`
      })
      group.append(
        element(document, 'polygon', {
          points: corners.join(' '),
          'fill-opacity': opacity(hexagon.count).toFixed(3),
        }),
      )
    }
    return group
  }
  const tick = (value: number) => write(value, 'value', language)
  const picture = plot({
    document,
    width,
    height,
    style: { background: 'none' },
    marginLeft,
    marginRight,
    marginTop,
    marginBottom,
    x: { domain: ends(x), label: null },
    y: { domain: ends(y), label: null },
    marks: [
      gridX({ strokeOpacity: 0.08 }),
      gridY({ strokeOpacity: 0.08 }),
      cells,
      axisX({ label: null, tickFormat: tick, ticks: width < 480 ? 4 : 7 }),
      axisY({ label: null, tickFormat: tick, ticks: 6 }),
    ],
  })
  const drawn = plainPicture(picture)
  const quiet = (attributes: Record<string, string | number>, text: string) =>
    element(document, 'text', { fill: theme.quiet, 'text-anchor': 'start', ...attributes }, text)
  drawn.append(
    quiet({ x: 8, y: 34 }, axisTitle(y, language)),
    quiet({ x: width - 8, y: height - 6, 'text-anchor': 'end' }, axisTitle(x, language)),
    scaleOf(most, { document, width, language, theme }, opacity),
  )
  return { picture: drawn, height, legend: [] }
}

/** What the shades mean: from none to most. */
function scaleOf(
  most: number,
  { document, width, language, theme }: Pick<Ground, 'document' | 'width' | 'language' | 'theme'>,
  opacity: (count: number) => number,
): SVGElement {
  const steps = 5
  const group = element(document, 'g', { fill: theme.quiet })
  const left = width - 8 - steps * 22 - 60
  group.append(
    element(document, 'text', { x: left - 8, y: 15, 'text-anchor': 'end' }, word('frequency', language)),
  )
  for (let i = 0; i < steps; i++) {
    const rectangle = { x: left + i * 22, y: 5, width: 22, height: 12, fill: colourOf(theme, 0) }
    group.append(
      element(document, 'rect', {
        ...rectangle,
        'fill-opacity': opacity((most * (i + 1)) / steps).toFixed(3),
      }),
    )
  }
  group.append(
    element(
      document,
      'text',
      { x: left + steps * 22 + 6, y: 15, 'text-anchor': 'start' },
      `≤ ${write(most, 'count', language)}`,
    ),
  )
  return group
}
