/** What the builder writes is read by the language, and says what was chosen. */
import { parse } from '@sund/engine'
import type { KnownView } from '@sund/server/client'
import { describe, expect, test } from 'vitest'
import {
  FORMS,
  type FormId,
  lineOf,
  NO_VALUES,
  offeredOptions,
  type Values,
  valueText,
} from '../src/script/build/forms.js'

const known: KnownView = {
  active: 'people',
  datasets: ['people', 'homes'],
  statistics: ['count', 'mean'],
  variables: [
    { name: 'PERSONID_1', title: { en: 'key' }, type: 'key', codes: [] },
    {
      name: 'sex',
      title: { en: 'Sex' },
      type: 'text',
      codes: [
        { code: '1', label: { en: 'Male' } },
        { code: '2', label: { en: 'Female' } },
      ],
    },
    { name: 'age', title: { en: 'Age' }, type: 'number', codes: [] },
    { name: 'old', title: { en: 'Old' }, type: 'number', codes: [{ code: '1', label: { en: 'Yes' } }] },
    { name: 'days', title: { en: 'Days' }, type: 'number', codes: [] },
  ],
}
const male = { variable: 'sex', operator: '==', value: '1' } as const
const rule = { codes: [], from: '', to: '', value: '', label: '' }
const write = (id: Exclude<FormId, 'import'>, values: Partial<Values>, command?: string) =>
  lineOf(FORMS[id], command ?? (FORMS[id].commands[0] as string), { ...NO_VALUES, ...values }, known)

describe('writes', () => {
  test.each<[string, string, Parameters<typeof write>]>([
    [
      'a sum',
      'generate x = age + 1',
      ['generate', { names: { left: ['age'] }, texts: { name: 'x', operation: '+', right: '1' } }],
    ],
    ['a copy', 'generate x = age', ['generate', { names: { left: ['age'] }, texts: { name: 'x' } }]],
    [
      'whether something holds',
      "generate x = sex == '1' & age > 40.5 if !sysmiss(age)",
      [
        'generate',
        {
          texts: { name: 'x', how: 'whether' },
          conditions: {
            whether: [male, { variable: 'age', operator: '>', value: '40,5' }],
            if: [{ variable: 'age', operator: 'present', value: '' }],
          },
        },
      ],
    ],
    [
      'groups of numbers',
      'recode age (min/39 = 1 "Young") (40/max = 2 "Old")',
      [
        'recode',
        {
          names: { variable: ['age'] },
          rules: [
            { ...rule, to: '39', value: '1', label: 'Young' },
            { ...rule, from: '40', value: '2', label: 'Old' },
          ],
        },
      ],
    ],
    [
      'groups of codes',
      `recode sex ('1' '2' = '9' "All")`,
      [
        'recode',
        { names: { variable: ['sex'] }, rules: [{ ...rule, codes: ['1', '2'], value: '9', label: 'All' }] },
      ],
    ],
    ['rows to keep', "keep if sex == '1'", ['keep', { conditions: { if: [male] } }]],
    [
      'rows to drop',
      'drop if sysmiss(age)',
      ['keep', { conditions: { if: [{ variable: 'age', operator: 'missing', value: '' }] } }, 'drop'],
    ],
    [
      'one row for each',
      'collapse (mean) age -> m, by(sex)',
      ['collapse', { names: { variable: ['age'], by: ['sex'] }, texts: { name: 'm' } }],
    ],
    [
      'a merge',
      'merge age sex into homes',
      ['merge', { names: { variables: ['age', 'sex'] }, texts: { into: 'homes' } }],
    ],
    [
      'a table',
      "tabulate old sex if sex == '1', rowpct top(3)",
      [
        'tabulate',
        {
          names: { variables: ['old', 'sex'] },
          conditions: { if: [male] },
          options: { rowpct: '', top: '3' },
        },
      ],
    ],
    ['numbers', 'summarize age', ['summarize', { names: { variables: ['age'] } }]],
    ['bars', 'barchart (count) sex', ['figure', { names: { variable: ['sex'] } }]],
    ['a histogram', 'histogram age', ['figure', { names: { variable: ['age'] } }, 'histogram']],
    [
      'a model',
      'logit old age i.sex, or',
      ['model', { names: { outcome: ['old'], terms: ['age', 'sex'] }, options: { or: '' } }, 'logit'],
    ],
    [
      'survival',
      'cox old days age',
      ['model', { names: { outcome: ['old'], time: ['days'], terms: ['age'] } }, 'cox'],
    ],
  ])('%s', (_, wanted, given) => {
    const line = write(...given)
    expect(line).toBe(wanted)
    expect(parse(line ?? '').errors).toEqual([])
  })
  test.each(Object.keys(FORMS) as Exclude<FormId, 'import'>[])('nothing while %s lacks something', (id) => {
    for (const command of FORMS[id].commands) expect(write(id, {}, command)).toBe(null)
    expect(write(id, { conditions: { if: [{ ...male, value: '' }] } })).toBe(null)
  })
})

test('values are written as scripts write them', () => {
  expect(valueText("it's", true)).toBe(`"it's"`)
  expect(valueText(' 1,5 ', false)).toBe('1.5')
  expect(valueText(' ', true)).toBe(null)
})

test('options are offered as they are documented, less those that are fields', () => {
  const option = (name: string, argument: string, status: 'available' | 'not-yet' = 'available') => ({
    name,
    argument,
    status,
    summary: { en: name },
  })
  const options = [option('by', 'names'), option('order', 'name'), option('later', 'flag', 'not-yet')]
  const documented = {
    kind: 'command',
    name: 'collapse',
    category: '',
    status: 'available',
    syntax: '',
    summary: {},
    arguments: [],
    options,
    example: '',
  } as const
  expect(offeredOptions(FORMS.collapse, { ...documented }).map(({ name }) => name)).toEqual(['order'])
  expect(offeredOptions(FORMS.collapse, undefined)).toEqual([])
})
