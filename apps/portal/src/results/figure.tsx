/** A figure: the picture, the same in sentences, and the same as a table in which every number can be asked. */
import { Details } from '@digdir/designsystemet-react'
import { type Drawable, figureSummary, figureTitle } from '@sund/figures/reading'
import type { ReleasedFigure } from '@sund/model'
import { lazy, type ReactNode, Suspense } from 'react'
import { useReading } from '../words/reading.js'
import { ModelView } from './model.js'
import { SummaryView } from './summary.js'
import { TableView } from './table.js'

const FigurePicture = lazy(() => import('./figure-picture.js'))

export function FigureView({ body }: { body: ReleasedFigure }) {
  return (
    <Pictured body={body}>
      <Numbers figure={body.figure} />
    </Pictured>
  )
}

/** What can be drawn, with its picture, its sentences, and beneath them `children`: its numbers. */
export function Pictured({ body, children }: { body: Drawable; children: ReactNode }) {
  const { words, language } = useReading()
  return (
    <figure className="figure">
      <h4 className="figure-title">{figureTitle(body, language)}</h4>
      <Suspense fallback={<div className="picture" style={{ minHeight: 300 }} />}>
        <FigurePicture body={body} />
      </Suspense>
      <figcaption>
        {figureSummary(body, language).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </figcaption>
      <Details className="as-table">
        <Details.Summary>{words.results.asTable}</Details.Summary>
        <Details.Content>{children}</Details.Content>
      </Details>
    </figure>
  )
}

function Numbers({ figure }: { figure: ReleasedFigure['figure'] }) {
  switch (figure.type) {
    case 'boxplot':
      return <SummaryView summary={figure.summary} />
    case 'coefplot':
      return <ModelView model={figure.model} />
    case 'sankey':
      return figure.tables.map((table) => (
        <TableView key={table.dimensions.map(({ variable }) => variable).join()} table={table} />
      ))
    default:
      return <TableView table={figure.table} />
  }
}
