/** The release ledger for auditors: who was told results about what, and how they were judged. What is looked for stands in the address. */
import { Button, Heading, Paragraph, Tag, Textfield } from '@digdir/designsystemet-react'
import type { LedgerRow } from '@sund/server/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../api/client.js'
import { type LedgerSearch, ledgerQuery } from '../api/queries.js'
import { formatNumber } from '../results/numbers.js'
import { Wide } from '../results/table.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'

export function LedgerPage() {
  const { words } = useReading()
  const { ledger, title } = words.protection
  useTitle(ledger.title)
  const search = useSearch({ from: '/protection/ledger' })
  const { data, error, refetch } = useQuery({ ...ledgerQuery(search), placeholderData: keepPreviousData })
  const refused = error instanceof Refusal && error.errors[0]?.code === 'permission.denied'
  const { subject, register, before } = search
  const looking = subject !== undefined || register !== undefined
  return (
    <article className="page page-wide protecting">
      <div className="protection-head">
        <p className="back">
          <Link to="/protection" className="ds-link">
            {title}
          </Link>
        </p>
        <Heading level={1} data-size="md">
          {ledger.title}
        </Heading>
        <Paragraph className="prose lead">{ledger.lead}</Paragraph>
      </div>
      {refused ? (
        <Empty
          title={ledger.refused}
          action={
            <Button asChild variant="secondary">
              <Link to="/runs">{words.runs.title}</Link>
            </Button>
          }
        >
          {ledger.refusedWhy}
        </Empty>
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data ? (
        data.rows.length === 0 && !looking && before === undefined ? (
          <Empty title={ledger.empty}>{ledger.emptyNext}</Empty>
        ) : (
          <div className="protection-part">
            <Finder key={`${subject} ${register}`} search={search} />
            {data.rows.length === 0 ? (
              <Empty title={ledger.none}>{ledger.noneNext}</Empty>
            ) : (
              <Rows rows={data.rows} />
            )}
            <div className="actions">
              {before !== undefined && (
                <Button asChild variant="secondary" data-size="sm">
                  <Link to="/protection/ledger" search={({ before: _, ...rest }) => rest}>
                    {ledger.newest}
                  </Link>
                </Button>
              )}
              {data.more && (
                <Button asChild variant="secondary" data-size="sm">
                  <Link
                    to="/protection/ledger"
                    search={(now) => ({ ...now, before: String(data.rows.at(-1)?.number) })}
                  >
                    {ledger.older}
                  </Link>
                </Button>
              )}
            </div>
            <Downloads search={search} />
          </div>
        )
      ) : (
        <Loading lines={10} />
      )}
    </article>
  )
}

function Finder({ search }: { search: LedgerSearch }) {
  const { words } = useReading()
  const { ledger } = words.protection
  const navigate = useNavigate({ from: '/protection/ledger' })
  const [subject, setSubject] = useState(search.subject ?? '')
  const [register, setRegister] = useState(search.register ?? '')
  const find = (event: FormEvent) => {
    event.preventDefault()
    void navigate({
      search: {
        ...(subject.trim() === '' ? {} : { subject: subject.trim() }),
        ...(register.trim() === '' ? {} : { register: register.trim() }),
      },
    })
  }
  return (
    <search>
      <form className="policy-form ledger-form" onSubmit={find}>
        <Textfield
          label={words.permits.organisation.subject}
          value={subject}
          maxLength={255}
          onChange={(event) => setSubject(event.target.value)}
        />
        <Textfield
          label={ledger.register}
          value={register}
          maxLength={200}
          onChange={(event) => setRegister(event.target.value)}
        />
        <div className="actions">
          <Button type="submit">{ledger.find}</Button>
          {(search.subject ?? search.register) !== undefined && (
            <Button asChild variant="tertiary">
              <Link to="/protection/ledger">{ledger.clear}</Link>
            </Button>
          )}
        </div>
      </form>
    </search>
  )
}

const COLOURS = { reserved: 'info', told: 'success', dropped: 'neutral' } as const

function Rows({ rows }: { rows: readonly LedgerRow[] }) {
  const { words, say } = useReading()
  const { ledger } = words.protection
  const count = (value: number) => formatNumber(value, 'count', words.locale)
  const when = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <Wide label={ledger.table}>
      <table className="numbers ledger-rows">
        <caption>{ledger.table}</caption>
        <thead>
          <tr>
            <th scope="col">{ledger.when}</th>
            <th scope="col">{ledger.person}</th>
            <th scope="col">{ledger.register}</th>
            <th scope="col">{ledger.what}</th>
            <th scope="col">{ledger.groups}</th>
            <th scope="col">{ledger.isNew}</th>
            <th scope="col">{ledger.known}</th>
            <th scope="col">{ledger.near}</th>
            <th scope="col">{ledger.quota}</th>
            <th scope="col">{ledger.told}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(
            ({ number, at, subject, person, registers, titles, index, kind, verdicts, told, state }) => (
              <tr key={number}>
                <th scope="row">
                  <time dateTime={at}>{when.format(new Date(at))}</time>
                </th>
                <td className="breakable">
                  <Link
                    to="/protection/ledger"
                    search={({ before: _, ...rest }) => ({ ...rest, subject })}
                    className="ds-link"
                    title={subject}
                  >
                    {person ?? subject}
                  </Link>
                </td>
                <td className="breakable registers">
                  {registers.map((register, i) => {
                    const [name = register, version = ''] = register.split(' ')
                    return (
                      <span key={register}>
                        <Link
                          to="/protection/ledger"
                          search={({ before: _, ...rest }) => ({ ...rest, register: name })}
                          className="ds-link"
                          title={name}
                        >
                          {say(titles[i] ?? { en: name })}
                        </Link>{' '}
                        <span className="quiet">{version}</span>
                      </span>
                    )
                  })}
                </td>
                <td>
                  {index === null ? ledger.count : <code>{kind}</code>}{' '}
                  <Tag data-size="sm" data-color={COLOURS[state]}>
                    {ledger.state[state]}
                  </Tag>
                </td>
                <td>{count(verdicts.new + verdicts.known + verdicts.near + verdicts.quota)}</td>
                <td>{count(verdicts.new)}</td>
                <td>{count(verdicts.known)}</td>
                <td>{count(verdicts.near)}</td>
                <td>{count(verdicts.quota)}</td>
                <td>{count(told)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </Wide>
  )
}

/** Everything that is looked for, as files: the browser fetches them itself. */
function Downloads({ search: { subject, register } }: { search: LedgerSearch }) {
  const { words, language } = useReading()
  const { ledger } = words.protection
  const address = (form: 'csv' | 'jsonl') =>
    `/api/ledger/export?${new URLSearchParams({
      form,
      language,
      ...(subject === undefined ? {} : { subject }),
      ...(register === undefined ? {} : { register }),
    })}`
  return (
    <div className="actions">
      <span>{ledger.download}</span>
      <Button asChild variant="secondary" data-size="sm">
        <a href={address('csv')} download>
          {ledger.asCsv}
        </a>
      </Button>
      <Button asChild variant="secondary" data-size="sm">
        <a href={address('jsonl')} download>
          {ledger.asLines}
        </a>
      </Button>
    </div>
  )
}
