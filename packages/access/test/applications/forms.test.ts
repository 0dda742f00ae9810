/** Forms as data: versions by date, words in every language, and that what has been in force does not change. */
import { createHash } from 'node:crypto'
import { ANSWER_NAMES, Answers, canonicalJson, Form, LANGUAGES, PROHIBITED_USES, PURPOSES } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/applications/checks/index.js'
import {
  FORMS,
  fieldsOf,
  formOf,
  formOn,
  schemaErrors,
  withAskedOnly,
} from '../../src/applications/forms/index.js'
import { COMPLETE, context, made } from './made.js'

/** As in every country today. */
const NO_LAW = { optOutException: null }
const fields = FORMS.flatMap(({ sections }) => sections.flatMap((section) => section.fields))

test('every text of every form is there in every language, and none was left in English', () => {
  for (const { title, sections } of FORMS)
    for (const text of [
      title,
      ...sections.flatMap((section) => [section.title, section.lead]),
      ...sections.flatMap((section) =>
        section.fields.flatMap((field) => [
          field.title,
          field.help,
          field.placeholder,
          ...field.choices.flatMap((choice) => [choice.title, choice.help]),
        ]),
      ),
    ]) {
      if (text === null) continue
      for (const language of LANGUAGES) expect(text[language], text.en).toBeTruthy()
      if ((text.en ?? '').split(' ').length > 3) expect([text.nb, text.da], text.en).not.toContain(text.en)
    }
})

test('forms are read by the model, ask by names that rules know, and offer exactly what an answer can be', () => {
  for (const form of FORMS) expect(Form.parse(JSON.parse(JSON.stringify(form)))).toEqual(form)
  const choices = (name: string) =>
    fields.find((field) => field.name === name)?.choices.map(({ value }) => value)
  expect(choices('purpose')).toEqual(PURPOSES)
  expect(choices('notMeant')).toEqual(PROHIBITED_USES)
  for (const { name, choices: offered } of fields)
    for (const { value } of offered)
      if (name !== 'notMeant')
        expect(Answers.safeParse({ [name]: value }).success, `${name}: ${value}`).toBe(true)
  const asked = new Set(fields.map(({ name }) => name))
  expect(ANSWER_NAMES.filter((name) => !asked.has(name))).toEqual([])
})

test('a form takes whatever the model takes at its longest, and no field is asked twice', () => {
  for (const form of FORMS)
    for (const path of ['permit', 'request'] as const)
      for (const country of ['NO', 'DK'] as const) {
        const names = fieldsOf(
          form,
          { ...COMPLETE, path, country, answers: { ethics: 'approved' } },
          NO_LAW,
        ).map(({ name }) => name)
        expect(names).toEqual([...new Set(names)])
      }
})

test('versions follow one another without a gap or an overlap', () => {
  expect(formOn('2025-12-31').version).toBe(1)
  expect(formOn('2026-01-01').version).toBe(2)
  expect(formOn('2029-03-25').version).toBe(2)
  expect(formOn('2029-03-26').version).toBe(3)
  expect(() => formOn('2025-03-25')).toThrow(/no form/)
  expect(FORMS.filter(({ until }) => until === null)).toHaveLength(1)
})

describe('an old version', () => {
  test('still reads: what was written on it is complete by what it asked', () => {
    const old = made({ populationCriteria: null }, { form: { id: 'access', version: 1 } })
    expect(formOf(old)?.until).toBe('2025-12-31')
    expect(check(old, context())).toEqual([])
    expect(check(made({ title: undefined }, { form: old.form }), context())).toMatchObject([{ at: 'title' }])
  })
  // What a form asked for when it was in force is how its cases are read: a change is a new version, never an edit.
  test('asks what it asked when it was in force', () => {
    const asks = FORMS.map(({ version, sections }) => [
      version,
      createHash('sha256')
        .update(
          canonicalJson(
            sections.map((section) =>
              section.fields.map(({ title, help, placeholder, choices, ...rest }) => rest),
            ),
          ),
        )
        .digest('hex')
        .slice(0, 16),
    ])
    expect(asks).toMatchInlineSnapshot(`
      [
        [
          1,
          "6892c858769e5651",
        ],
        [
          2,
          "fa91f80e01f2c24e",
        ],
        [
          3,
          "588c0b1401007f0a",
        ],
      ]
    `)
  })
})

test('what a law must provide for is asked where one does, and not submitted where none does', () => {
  const [form] = FORMS.slice(-1)
  const asked = made({ optOutException: true, optOutNecessity: 'An outbreak' })
  const law = { optOutException: {} }
  const names = (rules: typeof NO_LAW | typeof law) =>
    fieldsOf(form!, asked, rules).flatMap(({ name }) => (name.startsWith('optOut') ? [name] : []))
  expect(names(law)).toEqual(['optOutException', 'optOutNecessity'])
  expect(names(NO_LAW)).toEqual([])
  expect(withAskedOnly(asked, form!, law)).toEqual(asked)
  expect(withAskedOnly(asked, form!, NO_LAW)).toEqual(made())
  expect(withAskedOnly(asked, FORMS[1]!, law)).toEqual(made())
})

test('what another path asks for is not submitted', () => {
  const [form] = FORMS.slice(-1)
  const request = made({ tables: 'Deaths by age' }, { path: 'request' })
  const { answers } = withAskedOnly(request, form!, NO_LAW)
  expect(answers).not.toHaveProperty('room')
  expect(answers).toMatchObject({ title: COMPLETE.answers.title, tables: 'Deaths by age' })
  expect(withAskedOnly(COMPLETE, form!, NO_LAW)).toEqual(COMPLETE)
})

test('the schema says where an answer is not of its form', () => {
  const [form] = FORMS.slice(-1)
  const asked = fieldsOf(form!, COMPLETE, NO_LAW)
  expect(schemaErrors(asked, COMPLETE.answers)).toEqual([])
  const errors = schemaErrors(asked, { ...COMPLETE.answers, years: { from: 2010 } as never })
  expect(errors).toMatchObject([{ instancePath: '/years', keyword: 'required' }])
})
