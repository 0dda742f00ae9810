/** Granting part of what is asked for: every variable with a mark to take away, and a reason for each that lost it. */
import { Button, Checkbox, Fieldset, Search, Textfield } from '@digdir/designsystemet-react'
import type { VariableDecision } from '@sund/model'
import { useState } from 'react'
import { useReading } from '../words/reading.js'
import { useVariableTitles } from './titles.js'

type Asked = Pick<VariableDecision, 'register' | 'variable'>
const same = (one: Asked, other: Asked) => one.register === other.register && one.variable === other.variable

export function VariablesField({
  asked,
  value,
  change,
  error,
}: {
  asked: readonly Asked[]
  value: VariableDecision[]
  change: (value: VariableDecision[]) => void
  error: string | null
}) {
  const { words } = useReading()
  const { fields } = words.cases
  const [wanted, setWanted] = useState('')
  const { title, register: registerTitle } = useVariableTitles(asked)
  const decisions = asked.map(
    (one): VariableDecision => value.find((each) => same(each, one)) ?? { ...one, granted: true, reason: '' },
  )
  const set = (one: Asked, part: Partial<VariableDecision>) =>
    change(decisions.map((each) => (same(each, one) ? { ...each, ...part } : each)))
  const all = (granted: boolean) => change(decisions.map((one) => ({ ...one, granted })))
  const shown = decisions.filter((one) =>
    `${one.variable} ${title(one)}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  )
  const refused = decisions.filter(({ granted }) => !granted)
  const firstReason = refused.find(({ reason }) => reason.trim() !== '')?.reason
  const registers = [...new Set(shown.map(({ register }) => register))]
  return (
    <Fieldset className="granting">
      <Fieldset.Legend>{fields.variables}</Fieldset.Legend>
      <Fieldset.Description>{fields.variablesHint}</Fieldset.Description>
      <div className="actions">
        <Button type="button" variant="secondary" data-size="sm" onClick={() => all(true)}>
          {fields.grantAll}
        </Button>
        <Button type="button" variant="secondary" data-size="sm" onClick={() => all(false)}>
          {fields.grantNone}
        </Button>
        <span role="status">{fields.counted(decisions.length - refused.length, decisions.length)}</span>
      </div>
      {asked.length > 12 && (
        <Search>
          <Search.Input
            aria-label={fields.findVariable}
            placeholder={fields.findVariable}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
          <Search.Clear aria-label={words.variables.clear} onClick={() => setWanted('')} />
        </Search>
      )}
      {registers.map((register) => (
        <div key={register} className="granting-register">
          <p className="granting-title">{registerTitle(register)}</p>
          <ul className="plain">
            {shown
              .filter((one) => one.register === register)
              .map((one) => (
                <li key={one.variable}>
                  <Checkbox
                    label={title(one)}
                    value={`${one.register}/${one.variable}`}
                    checked={one.granted}
                    onChange={(event) => set(one, { granted: event.target.checked })}
                  />
                  {!one.granted && (
                    <Textfield
                      label={fields.whyNot(title(one))}
                      value={one.reason}
                      maxLength={2000}
                      error={error !== null && one.reason.trim() === '' ? error : undefined}
                      onChange={(event) => set(one, { reason: event.target.value })}
                    />
                  )}
                </li>
              ))}
          </ul>
        </div>
      ))}
      {refused.length > 1 && firstReason !== undefined && refused.some(({ reason }) => reason === '') && (
        <Button
          type="button"
          variant="secondary"
          data-size="sm"
          onClick={() =>
            change(
              decisions.map((one) =>
                one.granted || one.reason !== '' ? one : { ...one, reason: firstReason },
              ),
            )
          }
        >
          {fields.sameReason}
        </Button>
      )}
      {error !== null && <p className="wanting">{error}</p>}
    </Fieldset>
  )
}
