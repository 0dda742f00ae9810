/** One variable in full: what it means, its codes with counts, years, completeness, and how to use it in a script. */
import { Button, Heading, Paragraph, Tag } from '@digdir/designsystemet-react'
import type { Variable } from '@sund/model'
import type { VariableView } from '@sund/server/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { registerQuery, variableQuery } from '../api/queries.js'
import { Exactness, Released, useArrows } from '../results/number.js'
import { formatNumber, valueOf } from '../results/numbers.js'
import { Wide } from '../results/table.js'
import { readDraft, replaceDraft, withVariable } from '../script/draft.js'
import { MadeUpBadge } from '../shell/made-up.js'
import { Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { unitName, unitTypeName } from '../words/units.js'
import { ChooseButton, CollectionBar } from './collection.js'
import { countedBy } from './picker.js'
import { Strip, Timeline } from './strips.js'

export function VariablePage() {
  const { words } = useReading()
  const { register, variable } = useParams({ from: '/variables/$register/$variable' })
  const { data, error, refetch } = useQuery(variableQuery(register, variable))
  return (
    <article className="page">
      <p className="back">
        <Link to="/variables" className="ds-link">
          {words.variables.back}
        </Link>
      </p>
      {data ? (
        <Exactness>
          <VariableDetails view={data} />
        </Exactness>
      ) : error ? (
        <>
          <h1 className="ds-sr-only">{variable}</h1>
          <Problem error={error} retry={() => void refetch()} />
        </>
      ) : (
        <Loading lines={5} />
      )}
      <CollectionBar />
    </article>
  )
}

function VariableDetails({ view }: { view: VariableView }) {
  const { words, say } = useReading()
  const { hit, variable, versions, own } = view
  useTitle(say(variable.title))
  const { data: register } = useQuery(registerQuery(hit.register))
  const domain = 'codes' in variable.domain ? null : variable.domain
  const share = hit.complete && valueOf(hit.complete)
  const facts: [string, ReactNode][] = [
    [
      words.variables.sensitivity,
      <>
        <Tag data-size="sm" data-color={variable.sensitivity === 'PERSON_SPECIAL' ? 'brand1' : 'neutral'}>
          {words.sensitivity[variable.sensitivity]}
        </Tag>{' '}
        {words.sensitivityMeaning[variable.sensitivity]}
      </>,
    ],
    [words.variables.temporality, words.temporality[variable.temporality]],
    [words.variables.dataType, words.dataType[variable.dataType]],
    ...(domain?.unitOfMeasure
      ? ([[words.variables.unitOfMeasure, unitName(domain.unitOfMeasure, words)]] as [string, ReactNode][])
      : []),
    [
      words.variables.register,
      <>
        <Link to="/variables/$register" params={{ register: hit.register }} className="ds-link">
          {say(hit.registerTitle)}
        </Link>{' '}
        <code>{hit.register}</code>
        {hit.synthetic && <span className="quiet"> {words.synthetic.register}</span>}
      </>,
    ],
    [words.variables.holder, register ? say(register.entry.register.holder.title) : hit.holder],
    [
      words.variables.version,
      <>
        {hit.version}
        {versions.length > 1 && (
          <span className="quiet">
            {' '}
            {words.variables.versions(versions.filter((one) => one !== hit.version).join(', '))}
          </span>
        )}
      </>,
    ],
    [words.variables.unit, unitTypeName(hit.unit, words)],
    ...(register
      ? ([
          [words.variables.source, register.entry.register.source],
          [words.variables.licence, register.entry.register.licence],
        ] as [string, ReactNode][])
      : []),
  ]
  return (
    <>
      <Heading level={1} data-size="md">
        {say(variable.title)}
      </Heading>
      <p className="variable-name">
        <code>{variable.name}</code> {hit.synthetic && <MadeUpBadge />}
      </p>
      <Paragraph className="prose lead">{say(variable.description)}</Paragraph>
      <div className="actions">
        <ChooseButton register={hit.register} variable={hit.name} title={variable.title} />
        {countedBy(hit) !== null && (
          <Link to="/count" search={{ of: hit.name }} className="ds-link">
            {words.catalogue.countThem}
          </Link>
        )}
      </div>
      {domain?.description && <Paragraph className="prose">{say(domain.description)}</Paragraph>}
      <dl className="cover">
        <div>
          <dt>{words.variables.years}</dt>
          <dd>
            {hit.earliest !== null && hit.latest !== null ? (
              <Timeline
                earliest={hit.earliest}
                latest={hit.latest}
                label={words.variables.yearsSpan(hit.earliest.slice(0, 4), hit.latest.slice(0, 4))}
              />
            ) : (
              words.variables.yearsNone
            )}
          </dd>
        </div>
        <div>
          <dt>{words.variables.complete}</dt>
          <dd>
            {share === null ? (
              words.variables.unknownFigures
            ) : (
              <Strip
                share={share}
                label={words.variables.completeShare(formatNumber(share, 'share', words.locale))}
              />
            )}
          </dd>
        </div>
        {hit.rows && (
          <div>
            <dt>{words.variables.rows}</dt>
            <dd>
              <Released number={hit.rows} form="count" />
            </dd>
          </div>
        )}
        {hit.units && (
          <div>
            <dt>{words.variables.units}</dt>
            <dd>
              <Released number={hit.units} form="count" />
            </dd>
          </div>
        )}
      </dl>
      <UseIt view={view} />
      {'codes' in variable.domain && <Codes codes={variable.domain.codes} counts={own?.codes ?? []} />}
      <section aria-labelledby="facts-title">
        <Heading level={2} data-size="xs" id="facts-title">
          {words.variables.definition}
        </Heading>
        <dl className="fact-list">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {variable.provenance && (
            <div>
              <dt>{words.variables.provenance}</dt>
              <dd>{say(variable.provenance)}</dd>
            </div>
          )}
        </dl>
      </section>
    </>
  )
}

/** Lines to copy, and one press that puts them into the draft. */
function UseIt({ view }: { view: VariableView }) {
  const { words } = useReading()
  const [said, setSaid] = useState<'nothing' | 'copied' | 'added' | 'already'>('nothing')
  const copy = () => void navigator.clipboard.writeText(view.script).then(() => setSaid('copied'))
  const add = () => {
    const { script, added } = withVariable(readDraft(), view.hit.register, view.script)
    if (added) replaceDraft(script)
    setSaid(added ? 'added' : 'already')
  }
  return (
    <section className="use" aria-labelledby="use-title">
      <Heading level={2} data-size="xs" id="use-title">
        {words.variables.use}
      </Heading>
      <Paragraph>{words.variables.useLead}</Paragraph>
      <Wide label={words.variables.use}>
        <pre className="script">
          <code>{view.script.trimEnd()}</code>
        </pre>
      </Wide>
      <div className="actions">
        <Button data-size="sm" onClick={add}>
          {words.variables.add}
        </Button>
        <Button variant="secondary" data-size="sm" onClick={copy}>
          {words.shell.copy}
        </Button>
        <span role="status" className="quiet">
          {said === 'copied' && words.shell.copied}
          {said === 'already' && words.variables.already}
          {said === 'added' && words.variables.added}
        </span>
        {(said === 'added' || said === 'already') && (
          <Link to="/write" className="ds-link">
            {words.variables.goToDraft}
          </Link>
        )}
      </div>
    </section>
  )
}

type Codes = Extract<Variable['domain'], { codes: unknown }>['codes']
type Counts = NonNullable<VariableView['own']>['codes']

/** The code list with rows per code as bars. */
function Codes({ codes, counts }: { codes: Codes; counts: Counts }) {
  const { words, say } = useReading()
  const arrows = useArrows()
  const byCode = new Map(counts.map(({ code, rows }) => [code, rows]))
  const most = Math.max(1, ...counts.map(({ rows }) => valueOf(rows) ?? 0))
  const dated = codes.some(({ validFrom, validUntil }) => validFrom || validUntil)
  return (
    <section aria-labelledby="codes-title">
      <Heading level={2} data-size="xs" id="codes-title">
        {words.variables.codes}
      </Heading>
      <Paragraph>{words.variables.codesLead}</Paragraph>
      <Wide label={words.variables.codes}>
        <table className="numbers codes" {...arrows}>
          <caption className="ds-sr-only">{words.variables.codes}</caption>
          <thead>
            <tr>
              <th scope="col" className="head-down">
                {words.variables.code}
              </th>
              <th scope="col" className="head-down">
                {words.variables.meaning}
              </th>
              {dated && (
                <th scope="col" className="head-down">
                  {words.variables.validity}
                </th>
              )}
              <th scope="col">{words.variables.rows}</th>
              <td className="drawn" />
            </tr>
          </thead>
          <tbody>
            {codes.map(({ code, title, sentinel, validFrom, validUntil }) => {
              const rows = byCode.get(code)
              const value = rows ? valueOf(rows) : null
              return (
                <tr key={`${code}-${validFrom ?? ''}`}>
                  <th scope="row">
                    <code>{code}</code>
                  </th>
                  <td className="words">
                    {say(title)} {sentinel && <span className="quiet">({words.variables.sentinel})</span>}
                  </td>
                  {dated && (
                    <td className="words">
                      {validFrom ?? ''}–{validUntil ?? ''}
                    </td>
                  )}
                  <td>{rows ? <Released number={rows} form="count" /> : '–'}</td>
                  <td className="drawn">
                    {value !== null && (
                      <svg
                        className="code-bar"
                        viewBox="0 0 100 10"
                        preserveAspectRatio="none"
                        aria-hidden="true"
                      >
                        <rect width={(value / most) * 100} height="10" />
                      </svg>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Wide>
    </section>
  )
}
