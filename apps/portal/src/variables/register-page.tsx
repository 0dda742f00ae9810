/** One register: what it is, how good it is and why, its variables with how complete they are, and what changed from version to version. */
import { Alert, Heading, Paragraph, Tag } from '@digdir/designsystemet-react'
import type { CatalogueEntry, LocalisedText } from '@sund/model'
import type { RegisterView } from '@sund/server/client'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { registerQuery } from '../api/queries.js'
import { Exactness, Released } from '../results/number.js'
import { formatNumber, valueOf } from '../results/numbers.js'
import { MadeUpBadge } from '../shell/made-up.js'
import { Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { ChooseButton, CollectionBar } from './collection.js'
import { RegisterLabel } from './register-label.js'
import { Strip, Timeline } from './strips.js'
import { VersionList } from './version-list.js'

export function RegisterPage() {
  const { words } = useReading()
  const { register } = useParams({ from: '/variables/$register' })
  const { data, error, refetch } = useQuery(registerQuery(register))
  return (
    <article className="page">
      <p className="back">
        <Link to="/variables" className="ds-link">
          {words.catalogue.registerBack}
        </Link>
      </p>
      {data ? (
        <Exactness>
          {/* The client's type of parsed JSON spells partial records differently; the value is a `RegisterView`. */}
          <RegisterDetails view={data as RegisterView} />
        </Exactness>
      ) : error ? (
        <>
          <h1 className="ds-sr-only">{register}</h1>
          <Problem error={error} retry={() => void refetch()} />
        </>
      ) : (
        <Loading lines={5} />
      )}
      <CollectionBar />
    </article>
  )
}

function RegisterDetails({ view }: { view: RegisterView }) {
  const { words, say } = useReading()
  const { entry, gaps } = view
  const { register } = entry
  useTitle(say(register.title))
  const span = yearsOf(entry)
  return (
    <>
      <Heading level={1} data-size="md">
        {say(register.title)}
      </Heading>
      <p className="variable-name">
        <code>{register.name}</code> · {say(register.holder.title)} {register.synthetic && <MadeUpBadge />}
      </p>
      <Paragraph className="prose lead">{say(register.description)}</Paragraph>
      {span && (
        <dl className="cover">
          <div>
            <dt>{words.catalogue.registerYears}</dt>
            <dd>
              <Timeline
                earliest={span.earliest}
                latest={span.latest}
                label={words.variables.yearsSpan(span.earliest.slice(0, 4), span.latest.slice(0, 4))}
              />
            </dd>
          </div>
        </dl>
      )}
      <RegisterLabel view={view} />
      <Variables entry={entry} />
      <VersionList view={view} />
      <About view={view} />
      {gaps.length > 0 && (
        <Alert data-color="warning">
          <Heading level={2} data-size="2xs">
            {words.catalogue.gaps}
          </Heading>
          <Paragraph>{words.catalogue.gapsLead}</Paragraph>
          <ul>
            {gaps.map((gap) => (
              <li key={gap}>{words.catalogue.gap[gap]}</li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  )
}

/** First and last day of all tables. */
function yearsOf({ figures }: CatalogueEntry): { earliest: string; latest: string } | null {
  const earliest = figures.flatMap((one) => one.earliest ?? []).sort()[0]
  const latest = figures
    .flatMap((one) => one.latest ?? [])
    .sort()
    .at(-1)
  return earliest === undefined || latest === undefined ? null : { earliest, latest }
}

function Variables({ entry: { register, figures } }: { entry: CatalogueEntry }) {
  const { words, say } = useReading()
  const all = register.tables.reduce((sum, { variables }) => sum + variables.length, 0)
  return (
    <section aria-labelledby="variables-title">
      <Heading level={2} data-size="xs" id="variables-title">
        {words.catalogue.registerVariables}
      </Heading>
      <Paragraph>{words.catalogue.registerVariablesLead(formatNumber(all, 'count', words.locale))}</Paragraph>
      {register.tables.map((table) => {
        const of = figures.find((one) => one.table === table.name)
        return (
          <section key={table.name} className="register-table" aria-labelledby={`table-${table.name}`}>
            <Heading level={3} data-size="2xs" id={`table-${table.name}`}>
              {say(table.title)}
            </Heading>
            <p className="quiet">
              {say(table.description)}{' '}
              {of && (
                <>
                  <Released number={of.rows} form="count" /> {words.variables.rows.toLowerCase()},{' '}
                  <Released number={of.units} form="count" /> {words.variables.units.toLowerCase()}.
                </>
              )}
            </p>
            <ul className="register-variables">
              {table.variables.map((variable) => {
                const complete = of?.variables.find((one) => one.variable === variable.name)?.complete
                const share = complete ? valueOf(complete) : null
                return (
                  <li key={variable.name}>
                    <div>
                      <Link
                        to="/variables/$register/$variable"
                        params={{ register: register.name, variable: variable.name }}
                        className="ds-link"
                      >
                        {say(variable.title)}
                      </Link>{' '}
                      <code className="quiet">{variable.name}</code>{' '}
                      {variable.sensitivity === 'PERSON_SPECIAL' && (
                        <Tag data-size="sm" data-color="brand1">
                          {words.sensitivity[variable.sensitivity]}
                        </Tag>
                      )}
                    </div>
                    {share === null ? (
                      <span className="quiet">–</span>
                    ) : (
                      <Strip share={share} label={formatNumber(share, 'share', words.locale)} />
                    )}
                    <ChooseButton register={register.name} variable={variable.name} title={variable.title} />
                  </li>
                )
              })}
            </ul>
          </section>
        )
      })}
    </section>
  )
}

function About({ view: { entry, categories } }: { view: RegisterView }) {
  const { words, say } = useReading()
  const { register, version } = entry
  const { record } = register
  const list = (texts: readonly LocalisedText[]) => texts.map(say).join(', ')
  const facts: [string, ReactNode][] = [
    [words.variables.holder, say(register.holder.title)],
    ...(record
      ? ([
          [words.catalogue.registerCategories, list(categories)],
          [words.catalogue.registerPurpose, say(record.purpose)],
          [words.catalogue.registerLegal, say(record.legalBasis)],
        ] as [string, ReactNode][])
      : []),
    ...(register.population
      ? ([[words.catalogue.registerPopulation, say(register.population)]] as [string, ReactNode][])
      : []),
    ...(register.spatialCoverage
      ? ([[words.catalogue.registerSpatial, say(register.spatialCoverage)]] as [string, ReactNode][])
      : []),
    ...(record?.frequency
      ? ([[words.catalogue.registerFrequency, words.catalogue.frequencies[record.frequency]]] as [
          string,
          ReactNode,
        ][])
      : []),
    ...(record
      ? ([
          [
            words.catalogue.registerAccess,
            <Outside key="a" to={record.accessBody.homepage} text={say(record.accessBody.name)} />,
          ],
          [
            words.catalogue.registerContact,
            <Outside key="c" to={record.contact.page} text={record.contact.email} />,
          ],
        ] as [string, ReactNode][])
      : []),
    [words.variables.source, register.source],
    [words.variables.licence, register.licence],
    [words.variables.version, version],
    ...(record
      ? ([
          [
            words.catalogue.registerMachine,
            <span key="m">
              {words.catalogue.registerMachineLead}{' '}
              <a className="ds-link" href={`/catalogue/${register.name}/${version}.ttl`}>
                Turtle
              </a>
              ,{' '}
              <a className="ds-link" href={`/catalogue/${register.name}/${version}.jsonld`}>
                JSON-LD
              </a>
            </span>,
          ],
        ] as [string, ReactNode][])
      : []),
  ]
  return (
    <section aria-labelledby="about-title">
      <Heading level={2} data-size="xs" id="about-title">
        {words.catalogue.registerAbout}
      </Heading>
      <dl className="fact-list">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** A link out of Sund: addresses of records are web addresses, checked where they are read. */
const Outside = ({ to, text }: { to: string; text: string }) => (
  <a className="ds-link" href={to} rel="noreferrer">
    {text}
  </a>
)
