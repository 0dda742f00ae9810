/** The first page of who gives roles: letters that did not arrive, else the roles of colleagues. */
import { Button, Heading } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { peopleQuery } from '../api/access.js'
import { lettersQuery } from '../api/upkeep.js'
import { useOrganisationName, useReader } from '../cases/who.js'
import { listWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { Glance, Next } from './next.js'

export function Administrator() {
  const { words } = useReading()
  const { start } = words.permits
  const { name, memberships } = useReader()
  const { data } = useQuery(lettersQuery)
  const step = (data?.letters.length ?? 0) > 0 ? 'letters' : 'administer'
  return (
    <>
      <Heading level={1} data-size="lg" className="breakable">
        {start.hello(name ?? '')}
      </Heading>
      {data && (
        <Next sentence={step === 'letters' ? start.next.letters(data.letters.length) : start.next.administer}>
          <Button asChild>
            <Link to="/organisation">{start.buttons[step]}</Link>
          </Button>
        </Next>
      )}
      {memberships
        .filter(({ roles }) => roles.includes('administrator'))
        .map(({ organisation }) => (
          <Colleagues key={organisation} organisation={organisation} />
        ))}
    </>
  )
}

function Colleagues({ organisation }: { organisation: string }) {
  const { words } = useReading()
  const { start, organisation: own } = words.permits
  const { data } = useQuery(peopleQuery(organisation))
  const named = useOrganisationName()
  return (
    <Glance
      id={`colleagues-${organisation}`}
      title={`${named(organisation)}: ${start.colleagues.toLowerCase()}`}
    >
      <dl className="fact-list">
        {data?.people.map(({ subject, name, roles }) => (
          <div key={subject}>
            <dt>{name}</dt>
            <dd>
              {listWords(
                roles.map((role) => own.roles[role]),
                words.locale,
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Glance>
  )
}
