/** What was applied for, as everyone who decides reads it: answers, people, variables with the question that needs each, files and the fee. */
import { Details, Heading } from '@digdir/designsystemet-react'
import type { AnswerName, Application, CaseView, Criteria, FeeEstimate, Relaxation } from '@sund/model'
import type { ReactNode } from 'react'
import { Wide } from '../results/table.js'
import { fullDay } from '../words/dates.js'
import type { Words } from '../words/en.js'
import { useReading } from '../words/reading.js'
import { criteriaText, relaxationText } from './answer-text.js'
import { useVariableTitles } from './titles.js'
import { useOrganisationName } from './who.js'

export function ApplicationPart({ view }: { view: CaseView }) {
  const { words } = useReading()
  const { application: own } = words.cases
  const { application } = view
  const organisation = useOrganisationName()
  const names = Object.keys(own.answers) as AnswerName[]
  const said = names
    .map((name) => [name, shown(name, application, words)] as const)
    .filter(([, value]) => value !== null)
  return (
    <div className="case-application">
      <dl className="fact-list">
        <div>
          <dt>{own.path}</dt>
          <dd>{words.cases.paths[application.path]}</dd>
        </div>
        {application.organisation && (
          <div>
            <dt>{own.organisation}</dt>
            <dd>{organisation(application.organisation)}</dd>
          </div>
        )}
        {said.map(([name, value]) => (
          <div key={name}>
            <dt>{own.answers[name]}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Collection application={application} />
      <Persons application={application} />
      {application.attachments.length > 0 && (
        <div className="track-part">
          <Heading level={3} data-size="2xs">
            {own.attachments}
          </Heading>
          <ul className="said-list">
            {application.attachments.map(({ hash, name, kind }) => (
              <li key={hash}>
                <a href={`/api/attachments/${hash}`} className="ds-link">
                  {name}
                </a>{' '}
                <span className="quiet">{own.attachmentKinds[kind]}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {view.fee && <Fee fee={view.fee} />}
    </div>
  )
}

/** An answer as people read it; null where there is none. */
function shown(name: AnswerName, { answers }: Application, words: Words): ReactNode {
  const { application, purposes } = words.cases
  const value = answers[name]
  if (value === undefined || value === null || value === '') return null
  const draw: { [N in AnswerName]?: (value: never) => ReactNode } = {
    purpose: (purpose: keyof typeof purposes) => purposes[purpose],
    questions: (questions: { id: string; text: string }[]) => (
      <ol className="said-list">
        {questions.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ol>
    ),
    notMeant: (uses: Record<string, boolean>) =>
      Object.entries(uses)
        .filter(([, confirmed]) => confirmed)
        .map(([use]) => application.prohibited[use as keyof typeof application.prohibited] ?? use)
        .join(', '),
    years: ({ from, until }: { from: number; until: number }) => application.years(from, until),
    from: (day: string) => fullDay(day, words.locale),
    until: (day: string) => fullDay(day, words.locale),
    urgentPublicHealth: (urgent: boolean) => (urgent ? application.yes : application.no),
    populationCriteria: (criteria: Criteria) => criteriaText(criteria, words),
    relaxations: (relaxations: Relaxation[]) =>
      relaxations.length === 0 ? null : (
        <ul className="said-list">
          {relaxations.map((one) => (
            <li key={one.rule}>{relaxationText(one, words)}</li>
          ))}
        </ul>
      ),
  }
  const drawn = draw[name]
  if (drawn !== undefined) return drawn(value as never)
  const text = String(value)
  return application.values[text] ?? <span className="written">{text}</span>
}

/** Variables by register, and the study's questions that need each. */
function Collection({ application: { collection, answers } }: { application: Application }) {
  const { words } = useReading()
  const { application } = words.cases
  const { title, register } = useVariableTitles(collection)
  const registers = [...new Set(collection.map((one) => one.register))]
  const numbers = new Map((answers.questions ?? []).map(({ id }, index) => [id, index + 1]))
  if (collection.length === 0) return null
  return (
    <Details defaultOpen={collection.length <= 12}>
      <Details.Summary>{application.variables(collection.length, registers.length)}</Details.Summary>
      <Details.Content>
        {registers.map((name) => (
          <Wide key={name} label={register(name)}>
            <table className="numbers words-table">
              <caption className="shown">{register(name)}</caption>
              <thead>
                <tr>
                  <th scope="col">{application.variable}</th>
                  <th scope="col">{application.neededFor}</th>
                </tr>
              </thead>
              <tbody>
                {collection
                  .filter((one) => one.register === name)
                  .map((one) => (
                    <tr key={one.variable}>
                      <th scope="row">{title(one)}</th>
                      <td>
                        {one.questions.length === 0 ? (
                          <span className="quiet">{application.noQuestion}</span>
                        ) : (
                          one.questions
                            .map((id) => {
                              const text = answers.questions?.find((question) => question.id === id)?.text
                              return text === undefined ? id : `${numbers.get(id)}. ${text}`
                            })
                            .join(' ')
                        )}
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </Wide>
        ))}
      </Details.Content>
    </Details>
  )
}

function Persons({ application: { persons } }: { application: Application }) {
  const { words } = useReading()
  const { application } = words.cases
  if (persons.length === 0) return null
  return (
    <Wide label={application.persons}>
      <table className="numbers words-table">
        <caption className="shown">{application.persons}</caption>
        <thead>
          <tr>
            <th scope="col">{application.person}</th>
            <th scope="col">{application.personOrganisation}</th>
            <th scope="col">{application.part}</th>
          </tr>
        </thead>
        <tbody>
          {persons.map(({ name, organisation, part }) => (
            <tr key={`${name} ${part}`}>
              <th scope="row">{name}</th>
              <td>{organisation}</td>
              <td>{application.parts[part]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function Fee({ fee }: { fee: FeeEstimate }) {
  const { words } = useReading()
  const { page } = words.cases
  const organisation = useOrganisationName()
  const kinds: Readonly<Record<string, string>> = words.permits.organisation.kinds
  const money = (amount: number) =>
    new Intl.NumberFormat(words.locale, { style: 'currency', currency: fee.currency }).format(amount / 100)
  return (
    <Wide label={page.feeTable}>
      <table className="numbers words-table">
        <caption className="shown">{page.feeTable}</caption>
        <tbody>
          {fee.lines.map(({ body, what, amount }) => (
            <tr key={`${body} ${what}`}>
              <th scope="row">
                {organisation(body)}{' '}
                <span className="quiet">{words.applications.fee.what[what] ?? what}</span>
              </th>
              <td>{money(amount)}</td>
            </tr>
          ))}
          {fee.reduction && (
            <tr>
              <th scope="row">
                {page.reduction(
                  new Intl.NumberFormat(words.locale, { style: 'percent' }).format(fee.reduction.share),
                )}{' '}
                <span className="quiet">{kinds[fee.reduction.reason] ?? fee.reduction.reason}</span>
              </th>
              <td />
            </tr>
          )}
          <tr>
            <th scope="row">{page.total}</th>
            <td>{money(fee.total)}</td>
          </tr>
        </tbody>
      </table>
    </Wide>
  )
}
