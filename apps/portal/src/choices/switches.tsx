/** A switch for each level, on where data may be used. Each is kept as soon as it is moved: saying no is as easy as saying yes. */
import { Button, Fieldset, Switch } from '@digdir/designsystemet-react'
import { CHOICE_LEVELS, type ChoiceLevel } from '@sund/model'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { choicesQuery, choose } from '../api/choices.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'

export function Switches({
  whom,
  name,
  closed,
}: {
  whom: string
  name: string | null
  closed: readonly ChoiceLevel[]
}) {
  const { choices } = useReading().words
  const client = useQueryClient()
  const choosing = useMutation({
    mutationFn: (levels: ChoiceLevel[]) => choose(whom, levels),
    onSuccess: () => client.invalidateQueries({ queryKey: choicesQuery.queryKey }),
  })
  // What was asked for stands while it is kept.
  const now = choosing.isPending ? choosing.variables : closed
  return (
    <>
      <Fieldset>
        <Fieldset.Legend>{name === null ? choices.may : choices.mayOfChild(name)}</Fieldset.Legend>
        {CHOICE_LEVELS.map((level) => (
          <Switch
            key={level}
            label={choices.levels[level][0]}
            description={choices.levels[level][1]}
            checked={!now.includes(level)}
            disabled={choosing.isPending}
            onChange={({ target }) =>
              choosing.mutate(
                CHOICE_LEVELS.filter((one) => (one === level ? !target.checked : now.includes(one))),
              )
            }
          />
        ))}
      </Fieldset>
      <div className="actions">
        <Button
          variant="secondary"
          disabled={choosing.isPending || now.length === CHOICE_LEVELS.length}
          onClick={() => choosing.mutate([...CHOICE_LEVELS])}
        >
          {choices.none}
        </Button>
        <Button
          variant="secondary"
          disabled={choosing.isPending || now.length === 0}
          onClick={() => choosing.mutate([])}
        >
          {choices.all}
        </Button>
      </div>
      <p role="status" className="quiet">
        {choosing.isPending ? choices.saving : choosing.data ? choices.saved(choosing.data.holders) : ''}
      </p>
      {choosing.error && <Problem error={choosing.error} />}
    </>
  )
}
