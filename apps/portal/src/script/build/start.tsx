/** From a variable to the lines that bring it in: search the catalogue, choose one, see what is added to the script. */
import { Button, Radio, Search } from '@digdir/designsystemet-react'
import type { VariableHit } from '@sund/server/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { catalogueQuery, variableQuery } from '../../api/queries.js'
import { Problem } from '../../shell/states.js'
import { useReading } from '../../words/reading.js'
import { withVariable } from '../draft.js'
import { Preview } from './preview.js'

const SHOWN = 8

export function StartFromVariable({
  script,
  onRewrite,
}: {
  script: string
  onRewrite: (script: string) => void
}) {
  const { words, language, say } = useReading()
  const { builder } = words.writing
  const group = useId()
  const [text, setText] = useState('')
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<VariableHit | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim()), 180)
    return () => clearTimeout(timer)
  }, [text])
  const { data, error, refetch } = useQuery({
    ...catalogueQuery(query, language, undefined, SHOWN),
    placeholderData: keepPreviousData,
  })
  const details = useQuery({
    ...variableQuery(chosen?.register ?? '', chosen?.name ?? ''),
    enabled: chosen !== null,
  })
  const made =
    chosen !== null && details.data ? withVariable(script, chosen.register, details.data.script) : null
  const before = new Set(script.split('\n'))
  const lines = made?.added ? made.script.split('\n').filter((line) => line !== '' && !before.has(line)) : []
  if (error) return <Problem error={error} retry={() => void refetch()} />
  return (
    <form className="build-form" onSubmit={(event) => event.preventDefault()}>
      <search>
        <Search data-size="sm">
          <Search.Input
            aria-label={builder.search}
            placeholder={builder.search}
            value={text}
            maxLength={200}
            onChange={(event) => setText(event.target.value)}
          />
          <Search.Clear aria-label={words.variables.clear} onClick={() => setText('')} />
        </Search>
      </search>
      {data && data.variables.length === 0 && <p role="status">{builder.noneFound(query)}</p>}
      {data && data.variables.length > 0 && (
        <fieldset className="build-many">
          <legend className="ds-sr-only">{builder.variable}</legend>
          {data.variables.slice(0, SHOWN).map((hit) => (
            <Radio
              key={`${hit.register}/${hit.name}`}
              data-size="sm"
              name={group}
              label={say(hit.title)}
              description={`${say(hit.registerTitle)} · ${words.temporality[hit.temporality]}`}
              value={`${hit.register}/${hit.name}`}
              checked={chosen?.register === hit.register && chosen.name === hit.name}
              onChange={() => setChosen(hit)}
            />
          ))}
        </fieldset>
      )}
      {made !== null && !made.added ? (
        <p role="status">{builder.added}</p>
      ) : (
        <Preview lines={lines.length > 0 ? lines.join('\n') : null} />
      )}
      <div className="actions">
        <Button
          data-size="sm"
          disabled={lines.length === 0}
          onClick={() => {
            if (made) onRewrite(made.script)
            setChosen(null)
          }}
        >
          {builder.insertLines}
        </Button>
      </div>
    </form>
  )
}
