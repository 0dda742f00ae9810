/** A holder's registers, each with when somebody last stood by its description, and the button that says so again (Art 60(3): once a year). */
import { Button, Heading } from '@digdir/designsystemet-react'
import type { Role } from '@sund/model'
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { catalogueQuery, registerQuery } from '../api/queries.js'
import { verifyDescription } from '../api/upkeep.js'
import { useReader } from '../cases/who.js'
import { Problem } from '../shell/states.js'
import { dayWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

/** The registers of holders, each with how it stands with its description; undefined until they are known. */
export function useDescriptions(holders: readonly string[]) {
  const { language } = useReading()
  const { data } = useQuery({
    ...catalogueQuery('', language, undefined, 1),
    enabled: holders.length > 0,
  })
  const held = data?.registers.filter(({ holder }) => holders.includes(holder.name))
  const views = useQueries({ queries: (held ?? []).map(({ name }) => registerQuery(name)) })
  return held?.map((register, i) => ({ ...register, verification: views[i]?.data?.verification }))
}

/** Roles in which one may say that a description is right. */
const DESCRIBES: readonly Role[] = ['handler', 'decider', 'administrator']

/** Descriptions that the reader is to look through, since their year is nearly over or past; none until they are known. */
export function useDescriptionsDue() {
  const { memberships } = useReader()
  const own = memberships.filter(({ roles }) => roles.some((role) => DESCRIBES.includes(role)))
  const described = useDescriptions(own.map(({ organisation }) => organisation)) ?? []
  return described
    .filter(({ verification }) => verification?.near)
    .toSorted((a, b) => (a.verification?.dueOn ?? '').localeCompare(b.verification?.dueOn ?? ''))
}

/** Those of an inbox, each with its button. What was kept is told though nothing waits any more. */
export function DescriptionsDue({ due }: { due: ReturnType<typeof useDescriptionsDue> }) {
  const { descriptions } = useReading().words.upkeep
  const [told, setTold] = useState('')
  return (
    <>
      {due.length > 0 && (
        <section aria-labelledby="inbox-descriptions">
          <Heading level={2} data-size="xs" id="inbox-descriptions">
            {descriptions.waiting}
          </Heading>
          <ol className="run-list">
            {due.map((register) => (
              <li key={register.name}>
                <One register={register} verifies told={setTold} />
              </li>
            ))}
          </ol>
        </section>
      )}
      <p role="status" className="quiet">
        {told}
      </p>
    </>
  )
}

export function Descriptions({ holder, verifies }: { holder: string; verifies: boolean }) {
  const { organisation: own } = useReading().words.permits
  const registers = useDescriptions([holder])
  const [told, setTold] = useState('')
  if (registers === undefined) return null
  if (registers.length === 0) return <p className="quiet">{own.noRegisters}</p>
  return (
    <>
      <ol className="run-list">
        {registers.map((register) => (
          <li key={register.name}>
            <One register={register} verifies={verifies} told={setTold} />
          </li>
        ))}
      </ol>
      <p role="status" className="quiet">
        {told}
      </p>
    </>
  )
}

type Described = NonNullable<ReturnType<typeof useDescriptions>>[number]

function One({
  register: { name, title, version, verification },
  verifies,
  told,
}: {
  register: Described
  verifies: boolean
  told: (sentence: string) => void
}) {
  const { words, say } = useReading()
  const { descriptions } = words.upkeep
  const client = useQueryClient()
  const verify = useMutation({
    mutationFn: () => verifyDescription(name),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: registerQuery(name).queryKey })
      told(descriptions.kept(say(title)))
    },
  })
  const day = (iso: string) => dayWords(iso, words.locale)
  return (
    <div className="application-line">
      <div>
        <Link to="/variables/$register" params={{ register: name }} className="ds-link">
          {say(title)}
        </Link>{' '}
        <span className="quiet">{version}</span>
        {verification && (
          <p className={verification.near ? 'verification verification-due' : 'quiet'}>
            {verification.verifiedOn === null
              ? descriptions.never
              : descriptions.verified(day(verification.verifiedOn))}{' '}
            {verification.due
              ? descriptions.due(day(verification.dueOn))
              : descriptions.next(day(verification.dueOn))}
          </p>
        )}
        {verify.error && <Problem error={verify.error} />}
      </div>
      {verifies && (
        <div className="actions">
          <Button
            variant="secondary"
            data-size="sm"
            disabled={verify.isPending}
            onClick={() => verify.mutate()}
          >
            {descriptions.confirm}
            <span className="ds-sr-only">: {say(title)}</span>
          </Button>
        </div>
      )}
    </div>
  )
}
