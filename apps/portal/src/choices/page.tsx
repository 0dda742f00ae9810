/** What one's data may be used for, said by oneself; what one has chosen, and what is permitted. For clerks of an access body also the form for paper. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { choicesQuery } from '../api/choices.js'
import { sessionQuery } from '../api/queries.js'
import { Part } from '../cases/case-page.js'
import { useReader } from '../cases/who.js'
import { SignIn } from '../shell/layout.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { History } from './history.js'
import { Paper } from './paper.js'
import { PossiblePermits } from './permits.js'
import { Switches } from './switches.js'
import { Withdrawals } from './withdrawals.js'

export function MyChoicesPage() {
  const { words } = useReading()
  useTitle(words.choices.title)
  return (
    <article className="page citizen">
      <MyChoices />
    </article>
  )
}

function MyChoices() {
  const { words } = useReading()
  const { choices } = words
  const { data: session } = useQuery(sessionQuery)
  const { memberships } = useReader()
  const isClerk = memberships.some(({ roles }) => roles.includes('handler'))
  return (
    <>
      <Heading level={1} data-size="md">
        {choices.title}
      </Heading>
      <Paragraph className="prose lead">{choices.lead.join(' ')}</Paragraph>
      {session === undefined ? (
        <Loading />
      ) : session.citizen ? (
        <Own />
      ) : (
        !isClerk && (
          <Empty
            title={session.researcher ? choices.unknown : words.shell.signInNeeded}
            {...(session.researcher ? {} : { action: <SignIn /> })}
          >
            {choices.unknownNext}
          </Empty>
        )
      )}
      {isClerk && <Paper />}
    </>
  )
}

function Own() {
  const { choices } = useReading().words
  const { data, error, refetch } = useQuery(choicesQuery)
  if (error) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  return (
    <>
      {data.people.map(({ id, name, history }) => (
        <Part key={id} id={id} title={name === null ? choices.mine : choices.ofChild(name)}>
          <Switches whom={id} name={name} closed={history.at(-1)?.levels ?? []} />
          <History whom={id} history={history} />
        </Part>
      ))}
      <p className="hint prose">{choices.open}</p>
      <Withdrawals />
      <PossiblePermits />
    </>
  )
}
