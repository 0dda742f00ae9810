/** A permit in force in plain words, for whoever it may be about: who, why, which data, until when, what came of it, and whether one's own choice holds. */
import { Heading } from '@digdir/designsystemet-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { myPermitsQuery } from '../api/choices.js'
import { useVariableTitles } from '../cases/titles.js'
import { fullDay } from '../words/dates.js'
import { useReading } from '../words/reading.js'

type Permit = Awaited<ReturnType<NonNullable<typeof myPermitsQuery.queryFn>>>['permits'][number]

/** Of all registers of the permit, or of `registers` alone, which `data` then calls by what they are to the reader; `children` says more of what it is to them. */
export function PermitWords({
  permit,
  registers = permit.registers,
  data,
  children,
}: {
  permit: Permit
  registers?: readonly string[]
  data: string
  children?: ReactNode
}) {
  const { words } = useReading()
  const { choices, cases } = words
  const titles = useVariableTitles(registers.map((register) => ({ register })))
  const purposes: Readonly<Record<string, string>> = cases.purposes
  const rows: [string, string][] = [
    [choices.who, permit.organisation],
    [choices.why, [purposes[permit.purpose] ?? permit.purpose, permit.summary].join(': ')],
    [choices.whom, permit.population],
    [data, registers.map(titles.register).join(', ')],
    [choices.until, fullDay(permit.until, words.locale)],
    [
      choices.results,
      permit.results.length === 0
        ? choices.noResults
        : permit.results.map(({ title, summary }) => `${title}: ${summary}`).join(' '),
    ],
  ]
  return (
    <article aria-labelledby={`permit-${permit.permit}`}>
      <Heading level={3} data-size="2xs" id={`permit-${permit.permit}`}>
        <Link to="/register/$reference" params={{ reference: permit.reference }} className="ds-link">
          {permit.title || permit.reference}
        </Link>
      </Heading>
      {children && <p>{children}</p>}
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
    </article>
  )
}
