/** What one may still be told, today and ever, and that what one was told before costs nothing. */
import { Heading } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { quotaQuery } from '../api/queries.js'
import { formatNumber } from '../results/numbers.js'
import { useReading } from '../words/reading.js'

/** Sensitive variables that are named: those of which most was told. */
const NAMED = 3
/** Sizes of populations are named of which so great a share of what they bear was told, else the least; from `SHORT` on it is said what to do. */
const NOTABLE = 0.1
const SHORT = 0.5

export function QuotaLeft() {
  const { words } = useReading()
  const { quota } = words.protection
  const { data } = useQuery({ ...quotaQuery, refetchOnMount: 'always' })
  if (data === undefined) return null
  const { results, sensitive, opens, share, populations } = data
  const count = (value: number) => formatNumber(value, 'count', words.locale)
  const most = Object.entries(sensitive.spent)
    .sort(([, a], [, b]) => b - a)
    .slice(0, NAMED)
  const told = populations.filter(({ told }) => told > 0)
  const notable = told.filter((of, i) => i === 0 || of.told >= NOTABLE * of.most)
  return (
    <section className="quota" aria-labelledby="quota-title">
      <Heading level={2} data-size="2xs" id="quota-title">
        {quota.title}
      </Heading>
      <p>
        {quota.results(count(results.spent), count(results.most))} {quota.free}
      </p>
      {most.length > 0 && (
        <ul>
          {most.map(([variable, spent]) => (
            <li key={variable} className="breakable">
              {quota.sensitive(count(spent), count(sensitive.most), variable)}
            </li>
          ))}
        </ul>
      )}
      {opens !== null && (
        <p className="hint">
          {quota.opens(
            new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
              new Date(opens),
            ),
          )}
        </p>
      )}
      <p>
        {quota.ever(new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1 }).format(100 * share))}
      </p>
      {notable.length > 0 && (
        <ul>
          {notable.map(({ people, told, most }) => (
            <li key={people}>{quota.groups(count(people), count(told), count(most))}</li>
          ))}
        </ul>
      )}
      {notable.some(({ told, most }) => told >= SHORT * most) && <p className="hint">{quota.short}</p>}
    </section>
  )
}
