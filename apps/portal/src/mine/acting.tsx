/** For whom one looks: oneself, a child, or somebody who gave one authority. Not there for who has nobody but themselves. */
import { Fieldset, Radio } from '@digdir/designsystemet-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { actFor, actingQuery } from '../api/mine.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'

export function Acting() {
  const { acting } = useReading().words.mine
  const client = useQueryClient()
  const { data } = useQuery(actingQuery)
  const changing = useMutation({ mutationFn: (whom: string) => actFor(client, whom) })
  if (data === undefined || data.people.length < 2) return null
  const now = changing.isPending ? changing.variables : data.acting
  const nameOf = ({ kind, name }: (typeof data.people)[number]) =>
    kind === 'self' ? acting.self : `${name} (${acting.kinds[kind]})`
  const chosen = data.people.find(({ id }) => id === now)
  return (
    <details className="acting-choice">
      <summary className="acting-summary">
        {acting.title}: <strong>{chosen && nameOf(chosen)}</strong>
      </summary>
      <Fieldset>
        <Fieldset.Legend className="ds-sr-only">{acting.title}</Fieldset.Legend>
        <Fieldset.Description>{acting.lead}</Fieldset.Description>
        {data.people.map((one) => (
          <Radio
            key={one.id}
            name="acting"
            value={one.id}
            label={nameOf(one)}
            checked={now === one.id}
            disabled={changing.isPending}
            onChange={() => changing.mutate(one.id)}
          />
        ))}
      </Fieldset>
      {changing.error && <Problem error={changing.error} />}
    </details>
  )
}
