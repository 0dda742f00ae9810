/** What it will cost and how long it will take, as both follow from what is written. */
import { Details, Heading } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { organisationsQuery } from '../api/applications.js'
import { useReading } from '../words/reading.js'
import { moneyText, shareText } from './times.js'
import type { DraftInHand } from './use-draft.js'

export function Estimate({ draft }: { draft: DraftInHand }) {
  const { words, say } = useReading()
  const { fee: feeTexts, time } = words.applications
  const { fee, expected } = draft.view
  const { data } = useQuery(organisationsQuery)
  const titleOf = (id: string) => {
    const found = data?.organisations.find((one) => one.id === id)
    return found ? say(found.title) : id
  }
  const money = (amount: number) => moneyText(amount, fee.currency, words.locale)
  const number = (value: number) => value.toLocaleString(words.locale)
  return (
    <div className="estimate">
      <section>
        <Heading level={2} data-size="2xs">
          {feeTexts.title}
        </Heading>
        <p className="estimate-total" aria-live="polite">
          {money(fee.total)}
        </p>
        <p className="quiet">{feeTexts.lead}</p>
        {fee.lines.length > 0 && (
          <Details>
            <Details.Summary>{feeTexts.bodies}</Details.Summary>
            <Details.Content>
              <table className="fee-lines">
                <tbody>
                  {fee.lines.map((line) => (
                    <tr key={`${line.body} ${line.what}`}>
                      <th scope="row">
                        {titleOf(line.body)}, {feeTexts.what[line.what] ?? line.what}
                      </th>
                      <td>{money(line.amount)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {fee.reduction && <p>{feeTexts.reduction(shareText(fee.reduction.share, words.locale))}</p>}
              <p className="quiet">{feeTexts.rules(fee.rules)}</p>
            </Details.Content>
          </Details>
        )}
      </section>
      <section>
        <Heading level={2} data-size="2xs">
          {time.title}
        </Heading>
        <p>
          {expected.days === null || expected.mostly === null
            ? time.few(expected.from)
            : time.usual(number(expected.days), number(expected.mostly), number(expected.from))}
        </p>
        <p className="quiet">{time.law(time.units[expected.law.unit](expected.law.amount))}</p>
      </section>
    </div>
  )
}
