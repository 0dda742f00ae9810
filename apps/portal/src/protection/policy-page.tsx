/** The numbers of the rules under open terms and at each holder, the versions there have been, and how a holder makes a number stricter. */
import {
  Button,
  Field,
  Heading,
  Input,
  Label,
  Paragraph,
  Select,
  Textfield,
} from '@digdir/designsystemet-react'
import type { NumberName, PoliciesDocument } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { policiesQuery } from '../api/queries.js'
import { Wide } from '../results/table.js'
import { Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { numberText } from './numbers.js'

export function PolicyPage() {
  const { words } = useReading()
  const { policy, title } = words.protection
  useTitle(policy.title)
  const { data, error, refetch } = useQuery(policiesQuery)
  return (
    <article className="page page-wide protecting">
      <div className="protection-head">
        <p className="back">
          <Link to="/protection" className="ds-link">
            {title}
          </Link>
        </p>
        <Heading level={1} data-size="md">
          {policy.title}
        </Heading>
        <Paragraph className="prose lead">{policy.lead}</Paragraph>
      </div>
      {data ? (
        <>
          <Numbers policies={data} />
          {data.holders.length > 0 && <Stricter policies={data} />}
          <Versions policies={data} />
        </>
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={10} />
      )}
    </article>
  )
}

function Numbers({ policies: { version, numbers, holders } }: { policies: PoliciesDocument }) {
  const { words } = useReading()
  const { policy, numberNames } = words.protection
  const own = holders.filter((one) => one.policy !== null)
  const text = (value: number) => numberText(value, words.locale)
  const isStricter = ({ stricter, value }: PoliciesDocument['numbers'][number], theirs: number) =>
    stricter === 'more' ? theirs > value : theirs < value
  return (
    <section className="protection-part" aria-label={policy.table}>
      <Wide label={policy.table}>
        <table className="numbers policy-numbers">
          <caption>{policy.table}</caption>
          <thead>
            <tr>
              <th scope="col">{policy.number}</th>
              <th scope="col">{policy.rule}</th>
              <th scope="col">
                {policy.open}
                <br />
                {version}
              </th>
              {own.map((one) => (
                <th scope="col" key={one.holder}>
                  {one.holder}
                  <br />
                  {one.policy?.version}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {numbers.map((number) => (
              <tr key={number.name}>
                <th scope="row">{numberNames[number.name]}</th>
                <td>
                  <abbr title={words.rules[number.rule]}>{number.rule}</abbr>
                </td>
                <td>{text(number.value)}</td>
                {own.map((one) => {
                  const theirs = one.policy?.numbers[number.name]
                  return (
                    <td key={one.holder}>
                      {theirs !== undefined && isStricter(number, theirs) ? (
                        <strong>{text(theirs)}</strong>
                      ) : (
                        <span className="quiet">{policy.same}</span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {own.length === 0 ? (
        <p className="quiet">{holders.length === 0 ? policy.none : policy.allSame}</p>
      ) : (
        <>
          <Heading level={2} data-size="xs">
            {policy.reasons}
          </Heading>
          <dl className="rule-more">
            {own.map(({ holder, policy: theirs }) => (
              <div key={holder}>
                <dt>{holder}</dt>
                <dd className="breakable">
                  {theirs?.reason}
                  {theirs?.permits && theirs.permits.length > 0 && (
                    <> {policy.permits(theirs.permits.join(', '))}</>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  )
}

function Versions({ policies: { versions } }: { policies: PoliciesDocument }) {
  const { words, say } = useReading()
  const { policy } = words.protection
  const day = (date: string) =>
    new Intl.DateTimeFormat(words.locale, { dateStyle: 'long' }).format(new Date(date))
  return (
    <section className="protection-part" aria-labelledby="versions-title">
      <Heading level={2} data-size="xs" id="versions-title">
        {policy.versions}
      </Heading>
      <dl className="rule-more">
        {versions.toReversed().map(({ version, since, changed }) => (
          <div key={version}>
            <dt>
              {version} · {policy.since} <time dateTime={since}>{day(since)}</time>
            </dt>
            <dd>{say(changed)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The line with which a holder makes a number stricter, to copy. */
function Stricter({ policies: { numbers, holders } }: { policies: PoliciesDocument }) {
  const { words } = useReading()
  const { policy, numberNames } = words.protection
  const [holder, setHolder] = useState(holders[0]?.holder ?? '')
  const [name, setName] = useState<NumberName>('cellThreshold')
  const [given, setGiven] = useState('')
  const [reason, setReason] = useState('')
  const [copied, setCopied] = useState(false)
  const id = useId()
  const number = numbers.find((one) => one.name === name)
  if (number === undefined) return null
  const suggested = number.stricter === 'more' ? number.value * 2 : number.value / 2
  const value = given.trim() === '' ? suggested : Number(given.replace(',', '.'))
  const looser =
    !Number.isFinite(value) || (number.stricter === 'more' ? value < number.value : value > number.value)
  const line = `sund policy --holder ${holder} --set ${name}=${value} --reason ${quoted(reason.trim() || policy.reasonExample)}`
  const limit = numberText(number.value, words.locale)
  return (
    <section className="protection-part" aria-labelledby="set-title">
      <Heading level={2} data-size="xs" id="set-title">
        {policy.setTitle}
      </Heading>
      <Paragraph className="prose">{policy.setLead}</Paragraph>
      <div className="policy-form">
        <Field>
          <Label htmlFor={`${id}holder`}>{policy.holder}</Label>
          <Select id={`${id}holder`} value={holder} onChange={(event) => setHolder(event.target.value)}>
            {holders.map((one) => (
              <Select.Option key={one.holder} value={one.holder}>
                {one.holder}
              </Select.Option>
            ))}
          </Select>
        </Field>
        <Field>
          <Label htmlFor={`${id}number`}>{policy.number}</Label>
          <Select
            id={`${id}number`}
            value={name}
            onChange={(event) => {
              setName(event.target.value as NumberName)
              setGiven('')
            }}
          >
            {numbers.map((one) => (
              <Select.Option key={one.name} value={one.name}>
                {numberNames[one.name]}
              </Select.Option>
            ))}
          </Select>
        </Field>
        <Field>
          <Label htmlFor={`${id}value`}>{policy.value}</Label>
          <Input
            id={`${id}value`}
            inputMode="decimal"
            placeholder={numberText(suggested, words.locale)}
            value={given}
            aria-invalid={looser}
            aria-describedby={`${id}hint`}
            onChange={(event) => setGiven(event.target.value)}
          />
        </Field>
        <Textfield
          label={policy.reason}
          value={reason}
          placeholder={policy.reasonExample}
          maxLength={2000}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <p id={`${id}hint`} className="hint" role="status">
        {looser ? policy.looser : policy[number.stricter](limit)}
      </p>
      {!looser && (
        <>
          <pre className="script policy-line">
            <code>{line}</code>
          </pre>
          <div className="actions">
            <Button
              variant="secondary"
              data-size="sm"
              onClick={() => void navigator.clipboard.writeText(line).then(() => setCopied(true))}
            >
              {words.shell.copy}
            </Button>
            <span role="status" className="quiet">
              {copied && words.shell.copied}
            </span>
          </div>
        </>
      )}
    </section>
  )
}

/** As a shell takes it: one word, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''").replaceAll(/\s+/g, ' ')}'`
