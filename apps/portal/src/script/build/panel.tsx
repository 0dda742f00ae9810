/** The builder: a form that writes one line of the script, and shows it as it is written. */
import { Button, Checkbox, Select, Textfield } from '@digdir/designsystemet-react'
import type { Documented, KnownView } from '@sund/server/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { knownQuery, languageQuery } from '../../api/queries.js'
import { Loading, Problem } from '../../shell/states.js'
import { useReading } from '../../words/reading.js'
import { Choose, FormField } from './fields.js'
import { FORMS, type Form, type FormId, lineOf, NO_VALUES, offeredOptions, type Values } from './forms.js'
import { Preview } from './preview.js'
import { StartFromVariable } from './start.js'

export interface Building {
  script: string
  /** Where the cursor's line ends. */
  offset: number
  onInsert: (line: string, where: 'cursor' | 'end') => void
  onRewrite: (script: string) => void
}

export function BuildPanel(building: Building) {
  const { words } = useReading()
  const { builder } = words.writing
  const empty = building.script.trim() === ''
  const [chosen, setChosen] = useState<FormId | null>(null)
  const id = chosen ?? (empty ? 'import' : 'tabulate')
  const known = useQuery({
    ...knownQuery(building.script, Math.min(building.offset, building.script.length)),
    placeholderData: (before) => before,
    enabled: !empty,
  })
  return (
    <>
      {empty ? <p>{builder.firstLead}</p> : <p>{builder.lead}</p>}
      {!empty && (
        <Choose label={builder.what} value={id} onChange={(next) => setChosen(next as FormId)}>
          {Object.entries(builder.forms).map(([form, title]) => (
            <Select.Option key={form} value={form}>
              {title}
            </Select.Option>
          ))}
        </Choose>
      )}
      {id === 'import' || empty ? (
        <StartFromVariable script={building.script} onRewrite={building.onRewrite} />
      ) : known.error ? (
        <Problem error={known.error} retry={() => void known.refetch()} />
      ) : known.data === undefined ? (
        <Loading />
      ) : known.data.variables.length === 0 ? (
        <p role="status">{builder.noVariables}</p>
      ) : (
        <LineForm key={id} id={id} known={known.data} onInsert={building.onInsert} />
      )}
    </>
  )
}

function LineForm({
  id,
  known,
  onInsert,
}: {
  id: Exclude<FormId, 'import'>
  known: KnownView
  onInsert: Building['onInsert']
}) {
  const { words } = useReading()
  const { builder } = words.writing
  const form: Form = FORMS[id]
  const [command, setCommand] = useState(form.commands[0] as string)
  const [values, setValues] = useState<Values>(NO_VALUES)
  const { data: language } = useQuery(languageQuery)
  const documented = language?.commands.find(({ name }) => name === command)
  const line = lineOf(form, command, values, known)
  const change = (next: Partial<Values>) =>
    // Groups are of one variable's values: another variable begins anew.
    setValues((before) => ({ ...before, ...(next.names && id === 'recode' ? { rules: [] } : {}), ...next }))
  return (
    <form className="build-form" onSubmit={(event) => event.preventDefault()}>
      {form.commands.length > 1 && (
        <Choose
          label={builder.command}
          value={command}
          onChange={(next) => {
            setCommand(next)
            setValues((before) => ({ ...before, options: {} }))
          }}
        >
          {form.commands.map((name) => (
            <Select.Option key={name} value={name}>
              {name}
            </Select.Option>
          ))}
        </Choose>
      )}
      {form.fields(command, values).map((field) => (
        <FormField key={field.key} field={field} values={values} known={known} onChange={change} />
      ))}
      <OptionFields
        options={offeredOptions(form, documented)}
        given={values.options}
        known={known}
        onChange={(options) => change({ options })}
      />
      <Preview lines={line} />
      <div className="actions">
        <Button data-size="sm" disabled={line === null} onClick={() => line && onInsert(line, 'cursor')}>
          {builder.insert}
        </Button>
        <Button
          data-size="sm"
          variant="secondary"
          disabled={line === null}
          onClick={() => line && onInsert(line, 'end')}
        >
          {builder.insertEnd}
        </Button>
      </div>
    </form>
  )
}

/** The options of a command, each with what its documentation says. */
function OptionFields({
  options,
  given,
  known,
  onChange,
}: {
  options: Documented['options']
  given: Values['options']
  known: KnownView
  onChange: (options: Values['options']) => void
}) {
  const { words, say } = useReading()
  const { builder } = words.writing
  if (options.length === 0) return null
  const set = (name: string, value: string | null) => {
    const { [name]: _, ...rest } = given
    onChange(value === null ? rest : { ...rest, [name]: value })
  }
  return (
    <details className="build-options">
      <summary>{builder.options}</summary>
      {options.map(({ name, argument, summary }) =>
        argument === 'flag' ? (
          <Checkbox
            key={name}
            data-size="sm"
            label={name}
            description={say(summary)}
            value={name}
            checked={name in given}
            onChange={({ target }) => set(name, target.checked ? '' : null)}
          />
        ) : argument === 'name' || argument === 'names' ? (
          <Choose
            key={name}
            label={`${name} – ${say(summary)}`}
            value={given[name] ?? ''}
            onChange={(value) => set(name, value === '' ? null : value)}
          >
            <Select.Option value="">{builder.choose}</Select.Option>
            {known.variables
              .filter(({ type }) => type !== 'key')
              .map((variable) => (
                <Select.Option key={variable.name} value={variable.name}>
                  {variable.name}
                </Select.Option>
              ))}
          </Choose>
        ) : (
          <Textfield
            key={name}
            data-size="sm"
            label={name}
            description={say(summary)}
            value={given[name] ?? ''}
            maxLength={80}
            autoComplete="off"
            onChange={({ target }) => set(name, target.value === '' ? null : target.value)}
          />
        ),
      )}
    </details>
  )
}
