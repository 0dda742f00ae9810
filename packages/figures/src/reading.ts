/**
 * What pictures say, without drawing them: their titles, their words, and the values they are drawn from. Apart from drawing, so
 * that who only reads loads no plotting.
 */
import type { Language, ReleasedFigure, ReleasedSurvival } from '@sund/model'
import { barSummary, barTitle } from './bars-text.js'
import { boxSummary, boxTitle } from './box-text.js'
import { coefficientSummary, coefficientTitle } from './coefficients-text.js'
import { flowSummary, flowTitle } from './flows-text.js'
import { hexagonSummary, hexagonTitle } from './hexagons-text.js'
import { pieSummary, pieTitle } from './pie-text.js'
import { survivalSummary, survivalTitle } from './survival-text.js'

export { boxesOf } from './box-text.js'
export { flowsOf } from './flows-text.js'
export { hexagonsOf } from './hexagons-text.js'
export { atRiskAt, groupName, riskTimes, stepAt } from './survival-text.js'

/** A result that can be drawn. */
export type Drawable = ReleasedFigure | ReleasedSurvival

type Figure = ReleasedFigure['figure']
interface Said<F> {
  title(figure: F, language: Language): string
  summary(figure: F, language: Language): string[]
}

const BARS = { title: barTitle, summary: barSummary }
const FIGURES: { [T in Figure['type']]: Said<Extract<Figure, { type: T }>> } = {
  barchart: BARS,
  histogram: BARS,
  piechart: { title: pieTitle, summary: pieSummary },
  boxplot: { title: boxTitle, summary: boxSummary },
  hexbin: { title: hexagonTitle, summary: hexagonSummary },
  sankey: { title: flowTitle, summary: flowSummary },
  coefplot: { title: coefficientTitle, summary: coefficientSummary },
}

/** What the picture is called. */
export const figureTitle = (body: Drawable, language: Language): string =>
  body.kind === 'survival'
    ? survivalTitle(body, language)
    : (FIGURES[body.figure.type] as Said<Figure>).title(body.figure, language)

/** The picture in sentences, for whoever cannot see it. */
export const figureSummary = (body: Drawable, language: Language): string[] =>
  body.kind === 'survival'
    ? survivalSummary(body, language)
    : (FIGURES[body.figure.type] as Said<Figure>).summary(body.figure, language)
