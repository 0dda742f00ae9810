/**
 * A form as data: sections in order, which answers each asks of whom, their JSON Schema and their words in every language. Apart from
 * applications, which keep answers by names that rules know whichever form asked for them.
 */
import { z } from 'zod'
import { ANSWER_NAMES, type AnswerName, ApplicationPath } from './applications.js'
import { Country } from './organisations.js'
import { IsoDate } from './registers.js'
import { LocalisedText } from './text.js'

/** What a form asks for besides answers: parts of an application that have a shape of their own. */
export const APPLICATION_PARTS = ['organisation', 'collection', 'persons', 'attachments'] as const
export type ApplicationPart = (typeof APPLICATION_PARTS)[number]
export type FieldName = AnswerName | ApplicationPart
export const FieldName = z.enum([...APPLICATION_PARTS, ...ANSWER_NAMES])

/** How a field is asked for; what draws a form has one control for each. */
export const FIELD_CONTROLS = [
  'line',
  'text',
  'choice',
  'yes',
  'date',
  'years',
  'questions',
  'not-meant',
  'criteria',
  'relaxations',
  ...APPLICATION_PARTS,
] as const
export type FieldControl = (typeof FIELD_CONTROLS)[number]

export const FormField = z.object({
  name: FieldName,
  control: z.enum(FIELD_CONTROLS),
  title: LocalisedText,
  help: LocalisedText.nullable(),
  placeholder: LocalisedText.nullable(),
  /** JSON Schema 2020-12 of the answer; null for parts of an application, whose shape the model has. */
  schema: z.record(z.string(), z.unknown()).nullable(),
  required: z.boolean(),
  paths: z.array(ApplicationPath).min(1),
  countries: z.array(Country).min(1),
  /** Asked only where another answer is this. */
  when: z.object({ answer: z.enum(ANSWER_NAMES), is: z.union([z.string(), z.boolean()]) }).nullable(),
  /** Asked only where the law of the country has such a provision; left out where that does not matter. */
  provided: z.literal('opt-out-exception').optional(),
  /** What can be chosen, where the schema has an enumeration. */
  choices: z.array(z.object({ value: z.string(), title: LocalisedText, help: LocalisedText.nullable() })),
})
export type FormField = z.infer<typeof FormField>

export const FormSection = z.object({
  id: z.string(),
  title: LocalisedText,
  lead: LocalisedText.nullable(),
  fields: z.array(FormField).min(1),
})
export type FormSection = z.infer<typeof FormSection>

/** One version of a form. `from` and `until` are the first and the last day on which an application may begin with it. */
export const Form = z.object({
  id: z.string(),
  version: z.int().positive(),
  from: IsoDate,
  until: IsoDate.nullable(),
  title: LocalisedText,
  sections: z.array(FormSection).min(1),
})
export type Form = z.infer<typeof Form>

/** Where an answer came from that nobody has typed. */
export const PREFILL_SOURCES = [
  'you',
  'collection',
  'organisation',
  'last-application',
  'permit',
  'rules',
  'usual',
] as const
export const PrefillSource = z.enum(PREFILL_SOURCES)
export type PrefillSource = z.infer<typeof PrefillSource>

/** How long such applications took, in working days; nulls where there are too few to say, and then only the law's limit is known. */
export const ExpectedTime = z.object({
  days: z.int().nonnegative().nullable(),
  /** Four of five were decided within. */
  mostly: z.int().nonnegative().nullable(),
  from: z.int().nonnegative(),
  law: z.object({
    amount: z.int().positive(),
    unit: z.enum(['working-days', 'days', 'weeks', 'months']),
  }),
})
export type ExpectedTime = z.infer<typeof ExpectedTime>
