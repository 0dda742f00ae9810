/** What is missing in an application: any number of points, each about one answer of it, asked for all at once. */
import { Button, Field, Fieldset, Label, Select, Textfield } from '@digdir/designsystemet-react'
import { useId } from 'react'
import { useReading } from '../words/reading.js'
import type { Values } from './forms.js'

export function PointsField({
  value,
  change,
  error,
}: {
  value: Values['points']
  change: (value: Values['points']) => void
  error: string | null
}) {
  const { words } = useReading()
  const { fields } = words.cases
  const id = useId()
  const places = usePlaces()
  const set = (index: number, part: Partial<Values['points'][number]>) =>
    change(value.map((one, at) => (at === index ? { ...one, ...part } : one)))
  return (
    <Fieldset className="missing-points">
      <Fieldset.Legend>{fields.points}</Fieldset.Legend>
      <Fieldset.Description>{fields.pointsHint}</Fieldset.Description>
      <ol className="plain">
        {value.map(({ at, text }, index) => (
          <li key={index} className="point">
            <Field>
              <Label htmlFor={`${id}at${index}`}>{fields.pointAt}</Label>
              <Select
                id={`${id}at${index}`}
                value={at}
                onChange={(event) => set(index, { at: event.target.value })}
              >
                {places.map(([place, title]) => (
                  <Select.Option key={place} value={place}>
                    {title}
                  </Select.Option>
                ))}
              </Select>
            </Field>
            <Textfield
              multiline
              rows={2}
              label={fields.pointText}
              value={text}
              maxLength={4000}
              error={error !== null && text.trim() === '' ? error : undefined}
              onChange={(event) => set(index, { text: event.target.value })}
            />
            {value.length > 1 && (
              <Button
                type="button"
                variant="tertiary"
                data-size="sm"
                onClick={() => change(value.filter((_, each) => each !== index))}
              >
                {fields.pointRemove(index + 1)}
              </Button>
            )}
          </li>
        ))}
      </ol>
      <Button
        type="button"
        variant="secondary"
        data-size="sm"
        onClick={() => change([...value, { at: 'application', text: '' }])}
      >
        {fields.pointAdd}
      </Button>
    </Fieldset>
  )
}

/** What a point can be about, by its name and in words. */
export function usePlaces(): [string, string][] {
  const { words } = useReading()
  const { fields, application } = words.cases
  return [
    ['application', fields.pointsWhole],
    ['collection', fields.collection],
    ['persons', fields.persons],
    ['attachments', fields.attachments],
    ...Object.entries(application.answers),
  ]
}
