/** A figure: the bars, the same in a sentence, and the same as a table. */
import { Details } from '@digdir/designsystemet-react'
import type { ReleasedFigure } from '@sund/model'
import { lazy, Suspense } from 'react'
import { useReading } from '../words/reading.js'
import { barMeasure, barsOf, figureSummary } from './figure-data.js'
import { seriesOf } from './picture.js'
import { TableView } from './table.js'

const FigurePicture = lazy(() => import('./figure-picture.js'))

export function figureTitle(
  body: ReleasedFigure,
  { words, language, say }: Pick<ReturnType<typeof useReading>, 'words' | 'language' | 'say'>,
): string {
  const titles = body.table.dimensions.map(({ title }) => say(title)).join(` ${words.results.and} `)
  return words.results.tableCaptionOf(barMeasure(body, words, language), titles)
}

export function FigureView({ body }: { body: ReleasedFigure }) {
  const reading = useReading()
  const { words, language } = reading
  const groups = [...new Map(barsOf(body, words, language).map((bar) => [bar.group, bar.groupPlace]))]
  return (
    <figure className="figure">
      <h4 className="figure-title">{figureTitle(body, reading)}</h4>
      {groups.length > 1 && body.figure.type === 'barchart' && (
        <ul className="legend" aria-hidden="true">
          {groups.map(([group, place]) => (
            <li key={group}>
              <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
                <rect width="14" height="14" rx="2" fill={seriesOf(place).colour} />
              </svg>
              {group}
            </li>
          ))}
        </ul>
      )}
      <Suspense fallback={<div className="picture" style={{ minHeight: 280 }} />}>
        <FigurePicture body={body} />
      </Suspense>
      <figcaption>
        <p>{figureSummary(body, words, language)}</p>
      </figcaption>
      <Details className="as-table">
        <Details.Summary>{words.results.asTable}</Details.Summary>
        <Details.Content>
          <TableView table={body.table} />
        </Details.Content>
      </Details>
    </figure>
  )
}
