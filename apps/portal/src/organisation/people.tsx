/** People of an organisation and their roles. Its administrator gives and takes them; everyone else reads. */
import { Button, Checkbox, Heading, Textfield } from '@digdir/designsystemet-react'
import type { Role } from '@sund/model'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { giveRoles, type Member, peopleQuery } from '../api/access.js'
import { Wide } from '../results/table.js'
import { Loading, Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'

export function People({
  organisation,
  roles,
  administers,
}: {
  organisation: string
  /** Those that people may have here. */
  roles: readonly Role[]
  administers: boolean
}) {
  const { words } = useReading()
  const { organisation: own } = words.permits
  const { data, error, refetch } = useQuery(peopleQuery(organisation))
  const [told, setTold] = useState('')
  if (error) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading lines={3} />
  return (
    <>
      <p className="hint">{administers ? own.peopleLead : own.onlyAdministrator}</p>
      {data.people.length === 0 ? (
        <p className="quiet">{own.noPeople}</p>
      ) : (
        <Wide label={own.people}>
          <table className="numbers words-table people-table">
            <caption className="ds-sr-only">{own.people}</caption>
            <thead>
              <tr>
                <th scope="col">{own.person}</th>
                {roles.map((role) => (
                  <th scope="col" key={role}>
                    <abbr title={own.rolesMean[role]}>{own.roles[role]}</abbr>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.people.map((member) => (
                <Row
                  key={member.subject}
                  organisation={organisation}
                  member={member}
                  possible={roles}
                  administers={administers}
                  told={setTold}
                />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      <p role="status" className="quiet">
        {told}
      </p>
      {administers && (
        <Add
          organisation={organisation}
          role={roles.includes('handler') ? 'handler' : 'administrator'}
          told={setTold}
        />
      )}
    </>
  )
}

/** Gives roles and tells it. */
function useGiving(organisation: string, told: (sentence: string) => void) {
  const { words } = useReading()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (member: Member) => giveRoles(organisation, member),
    onSuccess: async (_, { name }) => {
      await client.invalidateQueries({ queryKey: peopleQuery(organisation).queryKey })
      told(words.permits.organisation.saved(name))
    },
  })
}

function Row({
  organisation,
  member,
  possible,
  administers,
  told,
}: {
  organisation: string
  member: Member
  possible: readonly Role[]
  administers: boolean
  told: (sentence: string) => void
}) {
  const { words } = useReading()
  const { organisation: own } = words.permits
  const giving = useGiving(organisation, told)
  const change = (role: Role, has: boolean) =>
    giving.mutate({
      ...member,
      roles: has ? [...member.roles, role] : member.roles.filter((one) => one !== role),
    })
  return (
    <tr>
      <th scope="row">
        {member.name} {administers && <span className="quiet breakable">{member.subject}</span>}
        {giving.error && <Problem error={giving.error} />}
      </th>
      {possible.map((role) => {
        const has = member.roles.includes(role)
        return (
          <td key={role}>
            {administers ? (
              <Checkbox
                aria-label={`${member.name}: ${own.roles[role]}`}
                value={role}
                checked={has}
                disabled={giving.isPending}
                onChange={(event) => change(role, event.target.checked)}
              />
            ) : has ? (
              words.cases.application.yes
            ) : (
              <span className="quiet">–</span>
            )}
          </td>
        )
      })}
    </tr>
  )
}

function Add({
  organisation,
  role,
  told,
}: {
  organisation: string
  /** The first that somebody gets. */
  role: Role
  told: (sentence: string) => void
}) {
  const { words } = useReading()
  const { organisation: own } = words.permits
  const [subject, setSubject] = useState('')
  const [name, setName] = useState('')
  const giving = useGiving(organisation, told)
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (subject.trim() === '' || name.trim() === '') return
    giving.mutate(
      { subject: subject.trim(), name: name.trim(), roles: [role] },
      {
        onSuccess: () => {
          setSubject('')
          setName('')
        },
      },
    )
  }
  return (
    <form className="action-form" onSubmit={add}>
      <Heading level={3} data-size="2xs">
        {own.add}
      </Heading>
      <Textfield
        label={own.subject}
        description={own.addSubjectHint}
        value={subject}
        maxLength={255}
        required
        onChange={(event) => setSubject(event.target.value)}
      />
      <Textfield
        label={own.addName}
        value={name}
        maxLength={200}
        required
        onChange={(event) => setName(event.target.value)}
      />
      {giving.error && <Problem error={giving.error} />}
      <div className="actions">
        <Button type="submit">{own.add}</Button>
      </div>
    </form>
  )
}
