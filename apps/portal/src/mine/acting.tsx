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
  return (
    <div className="acting-choice">
      <Fieldset>
        <Fieldset.Legend>{acting.title}</Fieldset.Legend>
        <Fieldset.Description>{acting.lead}</Fieldset.Description>
        {data.people.map(({ id, kind, name }) => (
          <Radio
            key={id}
            name="acting"
            value={id}
            label={kind === 'self' ? acting.self : `${name} (${acting.kinds[kind]})`}
            checked={now === id}
            disabled={changing.isPending}
            onChange={() => changing.mutate(id)}
          />
        ))}
      </Fieldset>
      {changing.error && <Problem error={changing.error} />}
    </div>
  )
}
