/** First layer: what is not there, or not of the form that its question asks for. Rests on the form's JSON Schema. */
import type { ErrorObject } from 'ajv/dist/2020.js'
import { formOf, schemaErrors } from '../forms/index.js'
import type { Check, Checked, Layer } from './check.js'
import { where } from './check.js'

/** The answer that a schema's error is about. */
const fieldOf = ({ instancePath, params, keyword }: ErrorObject): string =>
  keyword === 'required' && instancePath === ''
    ? String(params['missingProperty'])
    : (instancePath.split('/')[1] ?? '')

const isMissing = ({ keyword, instancePath }: ErrorObject): boolean =>
  (keyword === 'required' && instancePath === '') || keyword === 'minItems'
const isTooShort = ({ keyword }: ErrorObject): boolean => keyword === 'minLength'
const isTooLong = ({ keyword }: ErrorObject): boolean => keyword === 'maxLength' || keyword === 'maxItems'

const bySchema =
  (is: (error: ErrorObject) => boolean, limit = 'limit'): Check =>
  ({ fields, answers }) => {
    const found = new Map(
      schemaErrors(fields, answers)
        .filter(is)
        .map((error) => [fieldOf(error), error]),
    )
    return [...found].map(([at, { params }]) => ({
      at,
      with: typeof params['limit'] === 'number' ? { [limit]: params['limit'] } : {},
    }))
  }

const PARTS: readonly (readonly [string, (checked: Checked) => boolean])[] = [
  ['collection', ({ application }) => application.collection.length === 0],
  ['persons', ({ application }) => application.persons.length === 0],
  ['organisation', ({ application }) => application.organisation === null],
]

export const TECHNICAL: Layer<'technical'> = {
  'form.unknown': ({ application }) =>
    where(formOf(application) === undefined, 'form', {
      form: application.form.id,
      version: application.form.version,
    }),
  missing: (checked) => [
    ...bySchema(isMissing)(checked),
    ...PARTS.flatMap(([part, isEmpty]) => where(isEmpty(checked), part)),
  ],
  'too-long': bySchema(isTooLong, 'most'),
  'too-short': bySchema(isTooShort, 'least'),
  malformed: bySchema((error) => !isMissing(error) && !isTooLong(error) && !isTooShort(error)),
  'persons.lead': ({ application: { persons } }) =>
    where(persons.length > 0 && persons.filter(({ part }) => part === 'lead').length !== 1, 'persons'),
}
