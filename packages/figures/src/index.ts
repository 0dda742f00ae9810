/**
 * Pictures of released results: one drawing for the portal's pages and the command line's files. Only released numbers come
 * in, so nothing here can tell more than they do.
 */
import type { Language, ReleasedFigure, ReleasedSurvival } from '@sund/model'
import { barSummary, barTitle, drawBars } from './bars.js'
import { boxSummary, boxTitle, drawBoxes } from './box.js'
import { coefficientSummary, coefficientTitle, drawCoefficients } from './coefficients.js'
import { drawFlows, flowSummary, flowTitle } from './flows.js'
import { type Drawing, framed, type Ground } from './frame.js'
import { drawHexagons, hexagonSummary, hexagonTitle } from './hexagons.js'
import { drawPie, pieSummary, pieTitle } from './pie.js'
import { drawSurvival } from './survival.js'
import { survivalSummary, survivalTitle } from './survival-text.js'
import { PAGE, PAPER, type Theme } from './theme.js'

export { type Box, boxesOf } from './box.js'
export { flowsOf } from './flows.js'
export { hexagonsOf } from './hexagons.js'
export { atRiskAt, groupName, riskTimes, stepAt } from './survival-text.js'

/** A result that can be drawn. */
export type Drawable = ReleasedFigure | ReleasedSurvival

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
}

type Figure = ReleasedFigure['figure']
type FigureOf<T extends Figure['type']> = Extract<Figure, { type: T }>
interface Kind<F> {
  title(figure: F, language: Language): string
  summary(figure: F, language: Language): string[]
  draw(figure: F, ground: Ground): Drawing
}

const BARS = { title: barTitle, summary: barSummary, draw: drawBars }
const KINDS: { [T in Figure['type']]: Kind<FigureOf<T>> } = {
  barchart: BARS,
  histogram: BARS,
  piechart: { title: pieTitle, summary: pieSummary, draw: drawPie },
  boxplot: { title: boxTitle, summary: boxSummary, draw: drawBoxes },
  hexbin: { title: hexagonTitle, summary: hexagonSummary, draw: drawHexagons },
  sankey: { title: flowTitle, summary: flowSummary, draw: drawFlows },
  coefplot: { title: coefficientTitle, summary: coefficientSummary, draw: drawCoefficients },
}
const SURVIVAL: Kind<ReleasedSurvival> = {
  title: survivalTitle,
  summary: survivalSummary,
  draw: drawSurvival,
}

const THEMES: Record<NonNullable<FigureOptions['theme']>, Theme> = { page: PAGE, paper: PAPER }

/** What the picture is called. */
export const figureTitle = (body: Drawable, language: Language): string => {
  const [kind, of] = kindOf(body)
  return kind.title(of, language)
}

/** The picture in sentences, for whoever cannot see it. */
export const figureSummary = (body: Drawable, language: Language): string[] => {
  const [kind, of] = kindOf(body)
  return kind.summary(of, language)
}

/** The picture as one SVG element with a name and a description. Pure but for the elements it makes. */
export function drawFigure(body: Drawable, options: FigureOptions): SVGSVGElement {
  const { language, width, document = globalThis.document, theme = 'page', id = 'figure' } = options
  const ground: Ground = { document, width: Math.max(240, width), language, theme: THEMES[theme], id }
  const [kind, of] = kindOf(body)
  return framed(kind.draw(of, ground), kind.title(of, language), kind.summary(of, language), ground)
}

/** What a figure of this kind is drawn from, with the way to draw it. */
function kindOf(body: Drawable): [Kind<unknown>, unknown] {
  return body.kind === 'survival'
    ? [SURVIVAL as Kind<unknown>, body]
    : [KINDS[body.figure.type] as Kind<unknown>, body.figure]
}
