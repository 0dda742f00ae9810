/** One's organisations: what each is, what is asked of it, its registers and numbers, its people with their roles, and what it sees to besides. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import { type Membership, type Organisation, possibleRoles } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { inboxQuery, organisationsQuery } from '../api/access.js'
import { sessionQuery } from '../api/queries.js'
import { Part } from '../cases/case-page.js'
import { InboxLine } from '../cases/inbox-line.js'
import { useReader } from '../cases/who.js'
import { holds } from '../shell/menu.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { listWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { Descriptions } from './descriptions.js'
import { CataloguesElsewhere } from './elsewhere.js'
import { Letters } from './letters.js'
import { People } from './people.js'
import { Webhooks } from './webhooks.js'

export function OrganisationPage() {
  const { words, say } = useReading()
  const { organisation } = words.permits
  useTitle(organisation.title)
  const reader = useReader()
  const { data: session } = useQuery(sessionQuery)
  const applies = (session?.organisations ?? []).map(({ title }) => say(title))
  const { data, error, refetch } = useQuery(organisationsQuery)
  return (
    <article className="page case">
      {!data || !reader.known ? (
        error ? (
          <Problem error={error} retry={() => void refetch()} />
        ) : (
          <Loading />
        )
      ) : reader.memberships.length === 0 ? (
        <>
          <Heading level={1} data-size="md">
            {organisation.title}
          </Heading>
          <Empty title={organisation.none}>
            {applies.length > 0 && organisation.applyFor(listWords(applies, words.locale))}{' '}
            {organisation.noneNext} {reader.subject && organisation.yourSubject(reader.subject)}
          </Empty>
        </>
      ) : (
        <>
          {reader.memberships.map((membership, index) => {
            const known = data.organisations.find(({ id }) => id === membership.organisation)
            return (
              known && (
                <One
                  key={known.id}
                  organisation={known}
                  membership={membership}
                  level={index === 0 ? 1 : 2}
                />
              )
            )
          })}
          {holds(reader.memberships, 'administrator', 'auditor') && <Letters />}
          {reader.memberships.some(({ organisation: own }) =>
            data.organisations.some(({ id, body }) => id === own && body === 'access-body'),
          ) && <CataloguesElsewhere />}
        </>
      )}
    </article>
  )
}

function One({
  organisation,
  membership,
  level,
}: {
  organisation: Organisation
  membership: Membership
  level: 1 | 2
}) {
  const { words, say } = useReading()
  const { organisation: own } = words.permits
  const reader = useReader()
  const administers = membership.roles.includes('administrator')
  const roles = membership.roles.map((role) => own.roles[role].toLowerCase())
  return (
    <>
      <header className="case-head">
        <Heading level={level} data-size="md">
          {say(organisation.title)}
        </Heading>
        <p className="run-facts">
          <span>
            {organisation.body === null ? own.kinds[organisation.kind] : own.bodies[organisation.body]}
          </span>
          {organisation.trusted && <span>{own.trusted}</span>}
          {organisation.anonymousHandlers && <span>{own.anonymous}</span>}
        </p>
        {roles.length > 0 && <Paragraph>{own.yourRoles(listWords(roles, words.locale))}</Paragraph>}
      </header>
      {reader.side === 'handler' && <Asked organisation={organisation.id} />}
      {organisation.body === 'holder' && (
        <Holdings
          holder={organisation.id}
          verifies={holds([membership], 'handler', 'decider', 'administrator')}
        />
      )}
      <Part id={`people-${organisation.id}`} title={own.people}>
        <People
          organisation={organisation.id}
          roles={possibleRoles(organisation)}
          administers={administers}
        />
      </Part>
      {administers && <Webhooks organisation={organisation.id} />}
    </>
  )
}

/** What waits for this organisation: the first few, the rest in the inbox. */
function Asked({ organisation }: { organisation: string }) {
  const { words } = useReading()
  const { organisation: own } = words.permits
  const { data } = useQuery(inboxQuery)
  const asked = (data?.items ?? []).filter(({ body }) => body === organisation)
  return (
    <Part id={`asked-${organisation}`} title={own.asked}>
      {asked.length === 0 ? (
        <p className="quiet">{own.nothingAsked}</p>
      ) : (
        <>
          <ol className="case-list">
            {asked.slice(0, 5).map((item) => (
              <li key={`${item.id} ${item.track} ${item.clock}`}>
                <InboxLine item={item} />
              </li>
            ))}
          </ol>
          <Link to="/inbox" className="ds-link">
            {own.allAsked}
          </Link>
        </>
      )}
    </Part>
  )
}

/** A holder's registers, and where it changes its own numbers. */
function Holdings({ holder, verifies }: { holder: string; verifies: boolean }) {
  const { organisation: own } = useReading().words.permits
  return (
    <Part id={`registers-${holder}`} title={own.registers}>
      <Descriptions holder={holder} verifies={verifies} />
      <p>
        {own.policy}:{' '}
        <Link to="/protection/policy" className="ds-link">
          {own.policyLink}
        </Link>
      </p>
    </Part>
  )
}
