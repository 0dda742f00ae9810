/** Rates by group, as they are and standardised, each with its interval. */
import type { ReleasedRates } from '@sund/model'
import type { Words } from '../words/en.js'
import { useReading } from '../words/reading.js'
import { Released, useArrows } from './number.js'
import { decimalsFor, formatNumber } from './numbers.js'
import { Wide } from './table.js'

type Rate = ReleasedRates['groups'][number]['crude']

export const ratesTitle = (
  rates: ReleasedRates,
  words: Words,
  say: ReturnType<typeof useReading>['say'],
): string =>
  words.results.ratesCaption(
    say(rates.eventTitle),
    formatNumber(rates.per, 'count', words.locale),
    rates.standardisedBy.map(say).join(', '),
  )

export function RatesView({ rates }: { rates: ReleasedRates }) {
  const { words, say } = useReading()
  const arrows = useArrows()
  const title = ratesTitle(rates, words, say)
  const interval = words.results.interval(formatNumber(rates.level, 'value', words.locale))
  return (
    <Wide label={title}>
      <table className="numbers" {...arrows}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col" className="head-down">
              {rates.over ? say(rates.over.title) : words.results.group}
            </th>
            <th scope="col">{words.results.unitsOf}</th>
            <th scope="col">{words.results.eventsOf}</th>
            <th scope="col">{words.results.personTime}</th>
            <th scope="col">{words.results.crudeRate}</th>
            <th scope="col">{interval}</th>
            <th scope="col">{words.results.standardisedRate}</th>
            <th scope="col">{interval}</th>
          </tr>
        </thead>
        <tbody>
          {rates.groups.map((group) => (
            <tr key={group.code ?? 'missing'}>
              <th scope="row">{rates.over ? say(group.label) : words.results.total}</th>
              <td>
                <Released number={group.units} form="count" />
              </td>
              <td>
                <Released number={group.events} form="count" />
              </td>
              <td>
                <Released number={group.time} form="value" />
              </td>
              <RateCells rate={group.crude} />
              <RateCells rate={group.standardised} />
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function RateCells({ rate: { value, lower, upper } }: { rate: Rate }) {
  const { words } = useReading()
  const decimals = decimalsFor([value])
  return (
    <>
      <td>
        <Released number={value} form="value" decimals={decimals} />
      </td>
      <td className="interval">
        <Released number={lower} form="value" decimals={decimals} />
        <span className="to"> {words.results.intervalTo} </span>
        <Released number={upper} form="value" decimals={decimals} />
      </td>
    </>
  )
}
