/**
 * Pictures of released results: one drawing for the portal's pages and the command line's files. Only released numbers come
 * in, so nothing here can tell more than they do.
 */
import type { Language, ReleasedFigure } from '@sund/model'
import { drawBars } from './bars.js'
import { drawBoxes } from './box.js'
import { drawCoefficients } from './coefficients.js'
import { drawFlows } from './flows.js'
import { type Drawing, framed, type Ground } from './frame.js'
import { drawHexagons } from './hexagons.js'
import { drawPie } from './pie.js'
import { type Drawable, figureSummary, figureTitle } from './reading.js'
import { drawSurvival } from './survival.js'
import { PAGE, PAPER, type Theme } from './theme.js'
import { word } from './words.js'

export interface FigureOptions {
  language: Language
  /** In pixels. */
  width: number
  /** Where the elements are made; the page's own when left out. */
  document?: Document
  /** `page` takes its colours from the page's CSS variables; `paper` stands alone, on white, with title and caption. */
  theme?: 'page' | 'paper'
  /** Starts the identifiers inside the picture; give each picture of a page its own. */
  id?: string
  /** Says in the caption and description that nobody in the data exists. */
  synthetic?: boolean
}

type Figure = ReleasedFigure['figure']
const DRAWINGS: {
  [T in Figure['type']]: (figure: Extract<Figure, { type: T }>, ground: Ground) => Drawing
} = {
  barchart: drawBars,
  histogram: drawBars,
  piechart: drawPie,
  boxplot: drawBoxes,
  hexbin: drawHexagons,
  sankey: drawFlows,
  coefplot: drawCoefficients,
}
const THEMES: Record<NonNullable<FigureOptions['theme']>, Theme> = { page: PAGE, paper: PAPER }

/** The picture as one SVG element with a name and a description. Pure but for the elements it makes. */
export function drawFigure(body: Drawable, options: FigureOptions): SVGSVGElement {
  const {
    language,
    width,
    document = globalThis.document,
    theme = 'page',
    id = 'figure',
    synthetic = false,
  } = options
  const ground: Ground = { document, width: Math.max(240, width), language, theme: THEMES[theme], id }
  const drawing =
    body.kind === 'survival'
      ? drawSurvival(body, ground)
      : (DRAWINGS[body.figure.type] as (figure: Figure, ground: Ground) => Drawing)(body.figure, ground)
  const summary = [...figureSummary(body, language), ...(synthetic ? [word('synthetic', language)] : [])]
  return framed(drawing, figureTitle(body, language), summary, ground)
}
