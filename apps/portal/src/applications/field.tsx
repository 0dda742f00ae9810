/** One field of the form: what it asks, its control, where its answer came from, and what is missing or wrong beside it. */
import { Paragraph } from '@digdir/designsystemet-react'
import { type FieldName, type FormField, type Point, pointText } from '@sund/model'
import { type ReactNode, useId } from 'react'
import { useReading } from '../words/reading.js'
import { CONTROLS } from './controls/index.js'
import type { DraftInHand } from './use-draft.js'

/** What a control is given: the field, the draft, and how it is named and described. */
export interface ControlProps {
  field: FormField
  draft: DraftInHand
  /** The identifier of the one input, where there is one. */
  id: string
  described: string
  invalid: boolean
}

/** Controls of several inputs, which are a group with a legend. */
const GROUPS = new Set<FormField['control']>([
  'choice',
  'yes',
  'years',
  'questions',
  'not-meant',
  'relaxations',
  'collection',
  'persons',
  'attachments',
])

export const fieldId = (name: FieldName | string): string => `field-${name}`

export function Field({
  field,
  draft,
  points,
}: {
  field: FormField
  draft: DraftInHand
  points: readonly Point[]
}) {
  const { words, language, say } = useReading()
  const { applications } = words
  const id = useId()
  const Control = CONTROLS[field.control]
  const source = draft.view.sources[field.name]
  const group = GROUPS.has(field.control)
  const named: ReactNode = (
    <>
      {say(field.title)}
      {!field.required && <span className="quiet"> ({applications.optional})</span>}
    </>
  )
  const about = (
    <>
      {source && <p className="came-from">{applications.sources[source]}</p>}
      {field.help && (
        <Paragraph id={`${id}help`} data-size="sm" className="quiet prose">
          {say(field.help)}
        </Paragraph>
      )}
    </>
  )
  const body = (
    <>
      <Control
        field={field}
        draft={draft}
        id={`${id}input`}
        described={`${id}help ${id}points`}
        invalid={points.some(({ weight }) => weight === 'blocks')}
      />
      <ul id={`${id}points`} className="field-points">
        {points.map((point) => (
          <li key={`${point.code} ${JSON.stringify(point.with)}`} data-weight={point.weight}>
            {pointText(point, language)}
          </li>
        ))}
      </ul>
    </>
  )
  return group ? (
    <fieldset
      id={fieldId(field.name)}
      className="application-field"
      tabIndex={-1}
      aria-describedby={`${id}points`}
    >
      <legend className="ds-label">{named}</legend>
      {about}
      {body}
    </fieldset>
  ) : (
    <div id={fieldId(field.name)} className="application-field" tabIndex={-1}>
      <label className="ds-label" htmlFor={`${id}input`}>
        {named}
      </label>
      {about}
      {body}
    </div>
  )
}
