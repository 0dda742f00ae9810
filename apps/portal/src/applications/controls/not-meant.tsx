/** The prohibited uses: each is confirmed not to be meant, and one that is meant can be said too, so that it blocks before anybody has to ask. */
import { Button, Radio } from '@digdir/designsystemet-react'
import { PROHIBITED_USES, type ProhibitedUse } from '@sund/model'
import { useReading } from '../../words/reading.js'
import type { ControlProps } from '../field.js'

export function NotMeantControl({ field, draft, id }: ControlProps) {
  const { words, say } = useReading()
  const { controls } = words.applications
  const notMeant = draft.application.answers.notMeant ?? {}
  const set = (uses: Partial<Record<ProhibitedUse, boolean>>) =>
    draft.answer('notMeant', { ...notMeant, ...uses })
  const all = PROHIBITED_USES.every((use) => notMeant[use] === true)
  return (
    <>
      <ul className="prohibited">
        {field.choices.map(({ value, title }) => {
          const use = value as ProhibitedUse
          return (
            <li key={use}>
              <fieldset>
                <legend>{say(title)}</legend>
                <div className="side-by-side" data-size="sm">
                  {([true, false] as const).map((not) => (
                    <Radio
                      key={String(not)}
                      name={`${id}${use}`}
                      value={String(not)}
                      checked={notMeant[use] === not}
                      label={not ? controls.notMeant : controls.meant}
                      onChange={() => set({ [use]: not })}
                    />
                  ))}
                </div>
              </fieldset>
            </li>
          )
        })}
      </ul>
      {!all && (
        <div className="actions">
          <Button
            variant="secondary"
            data-size="sm"
            onClick={() => set(Object.fromEntries(PROHIBITED_USES.map((use) => [use, true])))}
          >
            {controls.confirmAll}
          </Button>
        </div>
      )}
    </>
  )
}
