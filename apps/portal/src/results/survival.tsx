/** Survival: the curves, the same in sentences, and the same as a table in which every number can be asked. */
import { Details } from '@digdir/designsystemet-react'
import type { ReleasedSurvival } from '@sund/model'
import { lazy, Suspense } from 'react'
import type { Words } from '../words/en.js'
import { useReading } from '../words/reading.js'
import { Released, useArrows } from './number.js'
import { formatNumber } from './numbers.js'
import { seriesOf } from './picture.js'
import { atRiskAt, groupName, riskTimes, stepAt, survivalSummary } from './survival-text.js'
import { Wide } from './table.js'

const SurvivalPicture = lazy(() => import('./survival-picture.js'))

export const survivalTitle = (
  survival: ReleasedSurvival,
  words: Words,
  say: ReturnType<typeof useReading>['say'],
): string => words.results.survivalCaption(survival.by ? say(survival.by.title) : null)

export function SurvivalView({ survival }: { survival: ReleasedSurvival }) {
  const { words, language, say } = useReading()
  const title = survivalTitle(survival, words, say)
  const height = 300 + 52 + survival.groups.length * 38 + 19
  const summary = survivalSummary(survival, words, language)
  return (
    <figure className="figure">
      <h4 className="figure-title">{title}</h4>
      {survival.groups.length > 1 && (
        <ul className="legend" aria-hidden="true">
          {survival.groups.map((group, index) => (
            <li key={group.code ?? 'missing'}>
              <svg width="28" height="10" viewBox="0 0 28 10" aria-hidden="true">
                <line
                  x1="1"
                  x2="27"
                  y1="5"
                  y2="5"
                  stroke={seriesOf(index).colour}
                  strokeWidth="2.4"
                  strokeDasharray={seriesOf(index).dash}
                />
              </svg>
              {groupName(group, survival, words, language)}
            </li>
          ))}
        </ul>
      )}
      <Suspense fallback={<div className="picture" style={{ minHeight: height }} />}>
        <SurvivalPicture survival={survival} />
      </Suspense>
      <figcaption>
        {summary.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </figcaption>
      <Details className="as-table">
        <Details.Summary>{words.results.asTable}</Details.Summary>
        <Details.Content>
          <SurvivalTables survival={survival} title={title} />
        </Details.Content>
      </Details>
    </figure>
  )
}

function SurvivalTables({ survival, title }: { survival: ReleasedSurvival; title: string }) {
  const { words, language, say } = useReading()
  const groups = useArrows()
  const curve = useArrows()
  const times = riskTimes(survival, 8)
  const level = formatNumber(survival.level, 'value', words.locale)
  return (
    <>
      <Wide label={title}>
        <table className="numbers" {...groups}>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col" className="head-down">
                {words.results.group}
              </th>
              <th scope="col">{words.results.unitsOf}</th>
              <th scope="col">{words.results.eventsOf}</th>
              <th scope="col">{words.results.median}</th>
            </tr>
          </thead>
          <tbody>
            {survival.groups.map((group) => (
              <tr key={group.code ?? 'missing'}>
                <th scope="row">{groupName(group, survival, words, language)}</th>
                <td>
                  <Released number={group.units} form="count" />
                </td>
                <td>
                  <Released number={group.events} form="count" />
                </td>
                <td>
                  {'value' in group.median && group.median.value === null ? (
                    words.results.notReached
                  ) : (
                    <Released number={group.median} form="value" />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <Wide label={`${title}, ${words.results.atRisk}`}>
        <table className="numbers" {...curve}>
          <caption>{say(survival.timeTitle)}</caption>
          <thead>
            <tr>
              <th scope="col" className="head-down">
                {words.results.group}
              </th>
              <th scope="col" className="head-down">
                {words.results.time}
              </th>
              <th scope="col">{words.results.atRisk}</th>
              <th scope="col">{words.results.survivalAxis}</th>
              <th scope="col">{words.results.interval(level)}</th>
            </tr>
          </thead>
          <tbody>
            {survival.groups.flatMap((group) =>
              times.map((time) => {
                const step = stepAt(group, time)
                const atRisk = atRiskAt(group, time)
                return (
                  <tr key={`${group.code}-${time}`}>
                    <th scope="row">{groupName(group, survival, words, language)}</th>
                    <th scope="row">{formatNumber(time, 'value', words.locale)}</th>
                    <td>{atRisk ? <Released number={atRisk} form="count" /> : '–'}</td>
                    <td>{step ? <Released number={step.survival} form="share" /> : '–'}</td>
                    <td className="interval">
                      {step ? (
                        <>
                          <Released number={step.lower} form="share" /> {words.results.intervalTo}{' '}
                          <Released number={step.upper} form="share" />
                        </>
                      ) : (
                        '–'
                      )}
                    </td>
                  </tr>
                )
              }),
            )}
          </tbody>
        </table>
      </Wide>
    </>
  )
}
