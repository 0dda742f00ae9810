/** Survival: the curves, the same in sentences, and the same as a table in which every number can be asked. */
import { atRiskAt, figureTitle, groupName, riskTimes, stepAt } from '@sund/figures/reading'
import type { ReleasedSurvival } from '@sund/model'
import { useReading } from '../words/reading.js'
import { Pictured } from './figure.js'
import { Released, useArrows } from './number.js'
import { formatNumber } from './numbers.js'
import { Wide } from './table.js'
import { testSentence } from './test-sentence.js'

export function SurvivalView({ survival }: { survival: ReleasedSurvival }) {
  const { words, language } = useReading()
  return (
    <>
      <Pictured body={survival}>
        <SurvivalTables survival={survival} title={figureTitle(survival, language)} />
      </Pictured>
      {survival.test && <p className="test">{testSentence(survival.test, words)}</p>}
    </>
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
                <th scope="row">{groupName(group, survival, language)}</th>
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
                    <th scope="row">{groupName(group, survival, language)}</th>
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
