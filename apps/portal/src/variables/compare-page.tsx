/** Variables side by side: what each means, its years, how complete it is, and its codes with their validity and counts. */
import { Heading, Paragraph, Tag } from '@digdir/designsystemet-react'
import type { VariableView } from '@sund/server/client'
import { useQueries } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { variableQuery } from '../api/queries.js'
import { Exactness, Released } from '../results/number.js'
import { formatNumber, valueOf } from '../results/numbers.js'
import { Wide } from '../results/table.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { unitName } from '../words/units.js'
import { ChooseButton, CollectionBar } from './collection.js'
import { Strip, Timeline } from './strips.js'

/** Columns that a table bears. */
const MOST = 8
const CODES = 15

export function ComparePage() {
  const { words } = useReading()
  useTitle(words.catalogue.compare)
  const { of = '' } = useSearch({ from: '/variables/compare' })
  const all = of.split(',').flatMap((name) => {
    const [register, variable, ...rest] = name.split('/')
    return register && variable && rest.length === 0 ? [{ register, variable }] : []
  })
  const asked = useQueries({
    queries: all.slice(0, MOST).map(({ register, variable }) => variableQuery(register, variable)),
  })
  const views = asked.flatMap(({ data }) => (data ? [data as VariableView] : []))
  const failed = asked.find(({ error }) => error !== null)
  return (
    <article className="page">
      <p className="back">
        <Link to="/variables" className="ds-link">
          {words.catalogue.registerBack}
        </Link>
      </p>
      <Heading level={1} data-size="md">
        {words.catalogue.compare}
      </Heading>
      <Paragraph className="prose lead">{words.catalogue.compareLead}</Paragraph>
      {all.length > MOST && <p className="quiet">{words.catalogue.compareMany(MOST, all.length)}</p>}
      {failed && <Problem error={failed.error} retry={() => void failed.refetch()} />}
      {all.length === 0 ? (
        <Empty title={words.catalogue.compareNone}>{words.catalogue.compareNoneNext}</Empty>
      ) : views.length === 0 ? (
        !failed && <Loading lines={5} />
      ) : (
        <Exactness>
          <Comparison views={views} />
        </Exactness>
      )}
      <CollectionBar />
    </article>
  )
}

function Comparison({ views }: { views: VariableView[] }) {
  const { words, say } = useReading()
  const rows: [string, (view: VariableView) => ReactNode][] = [
    [words.variables.definition, ({ variable }) => say(variable.description)],
    [
      words.variables.register,
      ({ hit }) => (
        <Link to="/variables/$register" params={{ register: hit.register }} className="ds-link">
          {say(hit.registerTitle)}
        </Link>
      ),
    ],
    [words.variables.version, ({ hit }) => hit.version],
    [
      words.variables.sensitivity,
      ({ variable: { sensitivity } }) => (
        <Tag data-size="sm" data-color={sensitivity === 'PERSON_SPECIAL' ? 'brand1' : 'neutral'}>
          {words.sensitivity[sensitivity]}
        </Tag>
      ),
    ],
    [words.variables.temporality, ({ variable }) => words.temporality[variable.temporality]],
    [
      words.variables.dataType,
      ({ hit, variable }) =>
        hit.unitOfMeasure ? unitName(hit.unitOfMeasure, words) : words.dataType[variable.dataType],
    ],
    [
      words.variables.years,
      ({ hit }) =>
        hit.earliest !== null && hit.latest !== null ? (
          <Timeline
            earliest={hit.earliest}
            latest={hit.latest}
            label={words.variables.yearsSpan(hit.earliest.slice(0, 4), hit.latest.slice(0, 4))}
          />
        ) : (
          words.variables.yearsNone
        ),
    ],
    [
      words.variables.complete,
      ({ hit }) => {
        const share = hit.complete && valueOf(hit.complete)
        return share === null ? (
          words.variables.unknownFigures
        ) : (
          <Strip
            share={share}
            label={words.variables.completeShare(formatNumber(share, 'share', words.locale))}
          />
        )
      },
    ],
    [words.variables.rows, ({ hit }) => (hit.rows ? <Released number={hit.rows} form="count" /> : '–')],
    [words.variables.units, ({ hit }) => (hit.units ? <Released number={hit.units} form="count" /> : '–')],
    [words.catalogue.compareCodes, (view) => <Codes view={view} />],
  ]
  return (
    <Wide label={words.catalogue.compare}>
      <table className="compare">
        <caption className="ds-sr-only">{words.catalogue.compare}</caption>
        <thead>
          <tr>
            <td />
            {views.map(({ hit }) => (
              <th key={`${hit.register}/${hit.name}`} scope="col">
                <Link
                  to="/variables/$register/$variable"
                  params={{ register: hit.register, variable: hit.name }}
                  className="ds-link"
                >
                  {say(hit.title)}
                </Link>
                <code className="quiet">{hit.name}</code>
                <ChooseButton register={hit.register} variable={hit.name} title={hit.title} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([title, cell]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {views.map((view) => (
                <td key={`${view.hit.register}/${view.hit.name}`}>{cell(view)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

function Codes({ view: { variable, own } }: { view: VariableView }) {
  const { words, say } = useReading()
  if (!('codes' in variable.domain)) return <span className="quiet">{words.catalogue.compareNoCodes}</span>
  const counts = new Map((own?.codes ?? []).map(({ code, rows }) => [code, rows]))
  const { codes } = variable.domain
  return (
    <>
      <ul className="compare-codes">
        {codes.slice(0, CODES).map(({ code, title, validFrom, validUntil }) => {
          const rows = counts.get(code)
          return (
            <li key={`${code} ${validFrom ?? ''}`}>
              <code>{code}</code> {say(title)}
              {(validFrom || validUntil) && (
                <span className="hint">
                  {' '}
                  {validFrom ?? ''}–{validUntil ?? ''}
                </span>
              )}
              {rows && (
                <>
                  {' '}
                  <Released number={rows} form="count" />
                </>
              )}
            </li>
          )
        })}
      </ul>
      {codes.length > CODES && (
        <p className="quiet">
          {words.catalogue.moreCodes(formatNumber(codes.length - CODES, 'count', words.locale))}
        </p>
      )}
    </>
  )
}
