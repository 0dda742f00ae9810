/**
 * The forms there have been, the one in force, and what of a form is asked of an application. A version that has been in force is never
 * edited: what changes is a new version, and a case keeps the one it was written with.
 */
import {
  type AnswerName,
  type Answers,
  type Application,
  type ApplicationPath,
  type Country,
  type Form,
  type FormField,
  type FormSection,
  fail,
  LANGUAGES,
} from '@sund/model'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import type { AccessRules } from '../../rules/rules.js'
import { LAW, WORK } from './law.js'
import { FILES, PEOPLE } from './people.js'
import { DATA, STUDY } from './study.js'
import { said } from './words.js'

const SECTIONS = [STUDY, DATA, LAW, WORK, PEOPLE, FILES]
const TITLE = said('Application for health data', 'Søknad om helsedata', 'Ansøgning om sundhedsdata')
const without = (sections: readonly FormSection[], ...names: string[]): FormSection[] =>
  sections.map((section) => ({
    ...section,
    fields: section.fields.filter(({ name }) => !names.includes(name)),
  }))

const OPT_OUT = ['optOutException', 'optOutNecessity']

/** Every version, the oldest first. */
export const FORMS: readonly Form[] = [
  {
    id: 'access',
    version: 1,
    from: '2025-03-26',
    until: '2025-12-31',
    title: TITLE,
    // Before permits were enforced there was nothing that criteria or relaxed rules could have told a machine.
    sections: without(SECTIONS, 'populationCriteria', 'relaxations', ...OPT_OUT),
  },
  {
    id: 'access',
    version: 2,
    from: '2026-01-01',
    until: '2029-03-25',
    title: TITLE,
    sections: without(SECTIONS, ...OPT_OUT),
  },
  // From the first day of Chapter IV there can be laws that make exceptions from opting out (Art 71(4)).
  { id: 'access', version: 3, from: '2029-03-26', until: null, title: TITLE, sections: SECTIONS },
]

/** The form that an application begins with on a day (ISO 8601); `usage.request` for a day before there was any. */
export const formOn = (day: string): Form =>
  FORMS.find(({ from, until }) => from <= day && (until === null || day <= until)) ??
  fail('usage.request', `There was no form on ${day}.`, 'Begin the application on a later day.')

/** The version that an application was written with; undefined where this Sund has none such. */
export const formOf = ({ form }: Pick<Application, 'form'>): Form | undefined =>
  FORMS.find(({ id, version }) => id === form.id && version === form.version)

/** What an application is, as far as it decides what a form asks. */
export interface Asking {
  path: ApplicationPath
  country: Country
  answers: Answers
}

/** What of the rules decides whether a form asks something. */
export type Provisions = Record<keyof Pick<AccessRules, 'optOutException'>, object | null>

/** The fields that a form asks of such an application, in order: of its path and country, what the rules provide for, and given its other answers. */
export const fieldsOf = (
  form: Form,
  { path, country, answers }: Asking,
  { optOutException }: Provisions,
): FormField[] =>
  form.sections.flatMap(({ fields }) =>
    fields.filter(
      ({ paths, countries, when, provided }) =>
        paths.includes(path) &&
        countries.includes(country) &&
        (provided === undefined || optOutException !== null) &&
        (when === null || answers[when.answer] === when.is),
    ),
  )

/** JSON Schema 2020-12 of the answers that these fields ask for. */
export function schemaOf(fields: readonly FormField[]) {
  const asked = fields.flatMap((field) => (field.schema === null ? [] : [{ ...field, schema: field.schema }]))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(
      asked.map(({ name, title, schema }) => [
        name,
        { title: LANGUAGES.map((each) => title[each])[0], ...schema },
      ]),
    ),
    required: asked.flatMap(({ name, required }) => (required ? [name] : [])),
  }
}

const ajv = new Ajv2020({ allErrors: true, strict: true })
ajvFormats.default(ajv, ['date'])
const validators = new Map<string, ValidateFunction>()

/** What of the answers is not there or not of its form, as JSON Schema's own errors. Text of blanks alone is not there. */
export function schemaErrors(fields: readonly FormField[], answers: Answers): readonly ErrorObject[] {
  const schema = schemaOf(fields)
  const key = JSON.stringify(schema)
  const validate = validators.get(key) ?? ajv.compile(schema)
  validators.set(key, validate)
  const said = Object.fromEntries(Object.entries(answers).filter(([, value]) => isSaid(value)))
  return validate(said) ? [] : (validate.errors ?? [])
}

/** Whether there is an answer at all. */
export const isSaid = (value: Answers[AnswerName]): boolean =>
  value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '')

/** The application without answers that its form does not ask of it: what was written for another path is not submitted. */
export function withAskedOnly(application: Application, form: Form, rules: Provisions): Application {
  const asked = new Set<string>(fieldsOf(form, application, rules).map(({ name }) => name))
  const answers = Object.entries(application.answers).filter(([name]) => asked.has(name))
  return { ...application, answers: Object.fromEntries(answers) }
}
