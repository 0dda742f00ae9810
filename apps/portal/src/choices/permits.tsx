/** Every permit in force, in plain words: who, why, which data, until when, what came of it, and whether one's own choice holds for it. */
import { Button, Heading } from '@digdir/designsystemet-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { myPermitsQuery } from '../api/choices.js'
import { Part } from '../cases/case-page.js'
import { useVariableTitles } from '../cases/titles.js'
import { Loading, Problem } from '../shell/states.js'
import { fullDay } from '../words/dates.js'
import { useReading } from '../words/reading.js'

type Permit = Awaited<ReturnType<NonNullable<typeof myPermitsQuery.queryFn>>>['permits'][number]

export function PossiblePermits() {
  const { choices } = useReading().words
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(myPermitsQuery)
  const permits = data?.pages.flatMap((page) => page.permits) ?? []
  return (
    <Part id="permits" title={choices.permits}>
      <p className="hint prose">{choices.permitsLead}</p>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={3} />
      ) : permits.length === 0 && !hasNextPage ? (
        <p className="quiet">{choices.noPermits}</p>
      ) : (
        permits.map((permit) => <One key={permit.permit} permit={permit} />)
      )}
      {hasNextPage && (
        <Button variant="secondary" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {choices.more}
        </Button>
      )}
    </Part>
  )
}

function One({ permit }: { permit: Permit }) {
  const { words } = useReading()
  const { choices, cases } = words
  const titles = useVariableTitles(permit.registers.map((register) => ({ register })))
  const purposes: Readonly<Record<string, string>> = cases.purposes
  const rows: [string, string][] = [
    [choices.who, permit.organisation],
    [choices.why, [purposes[permit.purpose] ?? permit.purpose, permit.summary].join(': ')],
    [choices.data, permit.registers.map(titles.register).join(', ')],
    [choices.until, fullDay(permit.until, words.locale)],
    [
      choices.results,
      permit.results.length === 0
        ? choices.noResults
        : permit.results.map(({ title, summary }) => `${title}: ${summary}`).join(' '),
    ],
  ]
  return (
    <section aria-labelledby={`permit-${permit.permit}`}>
      <Heading level={3} data-size="2xs" id={`permit-${permit.permit}`}>
        <Link to="/register/$reference" params={{ reference: permit.reference }} className="ds-link">
          {permit.title || permit.reference}
        </Link>
      </Heading>
      <p>
        {permit.choice === 'excepted'
          ? choices.choice.excepted(
              [permit.exception?.provision, permit.exception?.text].filter(Boolean).join(', '),
            )
          : choices.choice[permit.choice]}
      </p>
      <dl className="fact-list">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
