/** What scripts mean, and every mistake that the compiler knows, at its place. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile } from '../src/plan/compile.js'
import { columnsOfExpression } from '../src/plan/prune.js'
import { Plan, type Relation, type Show } from '../src/plan/types.js'
import { catalogue } from './catalogue.js'

const HEAD = `require us.olmsted.population:1 as pop
require us.olmsted.laboratory:1 as lab
require us.olmsted.diagnosis:1 as dia
require no.example.everything:23 as db
create-dataset people
import pop/SEX as sex
import pop/AGE as age
import pop/DEATH as death
import pop/FOLLOW_UP_DAYS as days
import db/BORN as born
import db/NAME as name
import pop/MATCHED_SET as set
`
const LINES = HEAD.split('\n').length - 1
const EVENTS = `create-dataset events
import-event dia/DIAGNOSIS 1970-01-01 to 2000-01-01 as d
`

function planOf(text: string): Plan {
  const { plan, errors } = compile(HEAD + text, catalogue)
  expect(errors).toEqual([])
  return Plan.parse(plan)
}
function relations(text: string): Relation[] {
  return planOf(text).steps.flatMap((step) => (step.do === 'relation' ? [step.relation] : []))
}
const last = (text: string): Relation => relations(text).at(-1) as Relation
function shown(text: string): Show['what'] {
  const { steps } = planOf(text)
  const step = steps.at(-1)
  if (step?.do !== 'show') throw new Error('nothing is shown')
  return step.show.what
}
const column = (relation: Relation, name: string) => relation.columns.find((c) => c.name === name)

describe('the first study', () => {
  const text = readFileSync(new URL('../../../examples/first-study/study.sund', import.meta.url), 'utf8')
  const { plan, errors, uses } = compile(text, catalogue)
  test('compiles to a plan that its schema accepts', () => {
    expect(errors).toEqual([])
    expect(Plan.parse(plan)).toEqual(plan)
  })
  test('uses nine variables of three holders', () => {
    expect(uses.map(({ holder, variable }) => `${holder}/${variable}`)).toEqual([
      'diagnosis/DIAGNOSIS',
      'laboratory/VALUE',
      'laboratory/TEST',
      'laboratory/PATIENT',
      'population/SEX',
      'population/AGE',
      'population/BMI',
      'population/FOLLOW_UP_DAYS',
      'population/DEATH',
    ])
    expect(uses[0]).toMatchObject({ version: '1.0.0', table: 'DIAGNOSIS', sensitivity: 'PERSON_SPECIAL' })
  })
  test('a version without minor part means the newest', () => {
    expect(plan?.bindings[0]).toEqual({
      alias: 'population',
      register: 'us.olmsted.population',
      version: '1.1.0',
      holder: 'population',
    })
  })
  test('shows a table, a summary, a figure, curves and a model', () => {
    const shows = plan?.steps.flatMap((step) => (step.do === 'show' ? [step.show] : [])) ?? []
    expect(shows.map(({ index, command, dataset }) => [index, command, dataset])).toEqual([
      [0, 'tabulate diabetes death, rowpct', 'people'],
      [1, 'summarize hdl, by(diabetes)', 'people'],
      [2, 'barchart (mean) hdl, over(diabetes)', 'people'],
      [3, 'kaplan-meier death years, by(diabetes)', 'people'],
      [4, 'cox death years age male bmi diabetes', 'people'],
    ])
  })
})

describe('imports', () => {
  test('the first import decides who is there, later ones join', () => {
    const [first, second] = relations(
      'create-dataset d\nimport pop/SEX as s\nimport pop/BMI 2000-01-01 as b',
    ).slice(-3)
    expect(first).toMatchObject({ op: 'scan', present: ['SEX'], when: { kind: 'fixed' }, rowsPerUnit: 'one' })
    expect(second).toMatchObject({ op: 'scan', present: ['BMI'], when: { kind: 'day', day: 10957 } })
    expect(last('create-dataset d\nimport pop/SEX as s\nimport pop/BMI 2000-01-01 as b')).toMatchObject({
      op: 'join',
      kind: 'left',
      on: [],
      take: [{ column: 'b', as: 'b' }],
      rowsPerUnit: 'one',
      rowsPerSubject: 'one',
    })
  })
  test('variables of one table are read together', () => {
    const scan = last('create-dataset d\nimport pop/SEX as s\nimport pop/AGE as a')
    expect(scan).toMatchObject({ op: 'scan', present: ['SEX'] })
    expect(scan.op === 'scan' && scan.read.map(({ as }) => as)).toEqual(['PERSONID_1', 's', 'a'])
  })
  test('outer_join keeps the units of both sides, with their key', () => {
    const made = relations(
      'create-dataset d\nimport pop/SEX as s\nimport pop/BMI 2000-01-01 as b, outer_join',
    )
    expect(made.slice(-3).map(({ op }) => op)).toEqual(['join', 'extend', 'select'])
    expect(made.at(-3)).toMatchObject({ kind: 'full' })
    expect(made.at(-1)?.columns.map(({ name }) => name)).toEqual(['PERSONID_1', 's', 'b'])
  })
  test('events come one a row with their first and last day', () => {
    const scan = last(EVENTS)
    expect(scan).toMatchObject({
      op: 'scan',
      rowsPerUnit: 'many',
      when: { kind: 'window', from: 0, until: 10957 },
    })
    expect(scan.columns.map(({ name, date }) => [name, date ?? false])).toEqual([
      ['PERSONID_1', false],
      ['d', false],
      ['START@d', true],
      ['STOP@d', true],
    ])
  })
  test('events beside other variables repeat the rows', () => {
    const joined = last(
      'create-dataset d\nimport pop/SEX as s\nimport-event dia/DIAGNOSIS 1970-01-01 to 2000-01-01 as x',
    )
    expect(joined).toMatchObject({ op: 'join', rowsPerUnit: 'many', rowsPerSubject: 'many', on: [] })
  })
  test('rows without identifier are units of their own, and belong to a person by a link', () => {
    const scan = last(
      'create-dataset t\nimport-event lab/VALUE 1970-01-01 to 2000-01-01 as v\nimport lab/PATIENT as p',
    )
    expect(scan).toMatchObject({
      op: 'scan',
      unit: 'TEST',
      rowsPerUnit: 'one',
      rowsPerSubject: 'many',
      subjectLink: 'PATIENT',
    })
    expect(column(scan, 'p')).toMatchObject({ type: 'key', unitType: 'PERSON' })
  })
  test('what is fixed in a table of events is taken once', () => {
    const made = relations('create-dataset d\nimport dia/BIRTH_WEIGHT as w').slice(-2)
    expect(made[0]).toMatchObject({ op: 'scan', rowsPerUnit: 'many' })
    expect(made[1]).toMatchObject({
      op: 'collapse',
      by: ['PERSONID_1'],
      rowsPerUnit: 'one',
      aggregates: [{ statistic: 'first', column: 'w', as: 'w', order: 'START@w' }],
    })
  })
  test('labels, units of measure and sensitivity come along', () => {
    const scan = relations('').findLast(({ op }) => op === 'join') as Relation
    expect(column(scan, 'sex')).toMatchObject({ type: 'text', labels: [{ code: '1' }, { code: '2' }] })
    expect(column(scan, 'age')).toMatchObject({
      whole: true,
      unitOfMeasure: 'a',
      sensitivity: 'PERSON_SPECIAL',
    })
  })
  test('a register of public variables only is public, and a join with another is not', () => {
    expect(last('create-dataset d\nimport db/NAME as n')).toMatchObject({ public: true })
    expect(last('create-dataset d\nimport db/NAME as n\nimport pop/SEX as s')).toMatchObject({
      public: false,
      place: 'room',
    })
  })
})

describe('groups', () => {
  test('collapse makes the key the unit', () => {
    const made = last(`${EVENTS}collapse (count) d -> n (last) d, by(PERSONID_1)`)
    expect(made).toMatchObject({
      op: 'collapse',
      unit: 'PERSON',
      rowsPerUnit: 'one',
      rowsPerSubject: 'one',
      aggregates: [
        { statistic: 'count', column: 'd', as: 'n' },
        { statistic: 'last', column: 'd', as: 'd', order: 'START@d' },
      ],
    })
    expect(column(made, 'n')).toMatchObject({ type: 'number', whole: true })
  })
  test('a person among the keys is the unit, wherever it stands', () => {
    expect(last(`${EVENTS}collapse (count) d -> n, by(START@d PERSONID_1)`)).toMatchObject({
      by: ['PERSONID_1', 'START@d'],
      unit: 'PERSON',
      rowsPerUnit: 'many',
    })
  })
  test('a plain variable makes a unit type of its name', () => {
    expect(last('generate årstall = year(born)\ncollapse (mean) age, by(årstall)')).toMatchObject({
      unit: 'AARSTALL',
    })
  })
  test('a linked key is there under its usual name too', () => {
    const made = last(
      'create-dataset t\nimport lab/TEST as t\nimport lab/PATIENT as p\ncollapse (count) t -> n, by(p)',
    )
    expect(made).toMatchObject({ op: 'extend', name: 'PERSONID_1', unit: 'PERSON' })
  })
  test('aggregate adds to every row', () => {
    expect(last('aggregate (mean) age -> m, by(sex)')).toMatchObject({
      op: 'window',
      by: ['sex'],
      unit: 'PERSON',
    })
  })
  test('first and last are ordered by what is collapsed, or by the only start there is', () => {
    const first = (text: string) => {
      const made = last(`${EVENTS}generate year = year(START@d)\n${text}`)
      return made.op === 'collapse' ? made.aggregates[0]?.order : undefined
    }
    expect(first('collapse (first) START@d -> s, by(PERSONID_1)')).toBe('START@d')
    expect(first('collapse (first) year, by(PERSONID_1)')).toBe('START@d')
    expect(first('collapse (first) year, by(PERSONID_1) order(d)')).toBe('d')
  })
})

describe('merges', () => {
  const COLLAPSED = `${EVENTS}collapse (first) START@d -> since, by(PERSONID_1)\n`
  test('match on the unit', () => {
    expect(last(`${COLLAPSED}merge since into people`)).toMatchObject({ op: 'join', on: [], place: 'room' })
  })
  test('match on a key of the target that holds units of the source', () => {
    const text =
      'create-dataset kin\nimport db/MOTHER 2000-01-01 as mother\nuse people\nmerge age into kin on mother'
    expect(last(text)).toMatchObject({ on: [{ left: 'mother', right: 'PERSONID_1' }] })
  })
  test('match on what the source was collapsed by', () => {
    const text = `clone-dataset people sums\nuse sums\ncollapse (mean) age -> m, by(sex death)\nmerge m into people on sex death`
    expect(last(text)).toMatchObject({
      on: [
        { left: 'sex', right: 'sex' },
        { left: 'death', right: 'death' },
      ],
    })
  })
})

describe('variables', () => {
  const value = (expression: string) => {
    const made = last(`generate x = ${expression}`)
    return made.op === 'extend' ? { ...made, column: column(made, 'x') } : null
  }
  test('a comparison is stored as a number', () => {
    expect(value('age > 3')).toMatchObject({
      value: { call: 'to_int', type: 'number', arguments: [{ call: '>', type: 'boolean' }] },
      column: { type: 'number', whole: true },
    })
  })
  test('dates stay dates where it makes sense', () => {
    expect(value('born + 7')?.column?.date).toBe(true)
    expect(value('born - date(2000, 1, 1)')?.column?.date).toBeUndefined()
    expect(value('date(2000, 1, 1)')?.column?.date).toBe(true)
  })
  test('a new variable is as sensitive as what it is made of', () => {
    expect(value('0')?.column?.sensitivity).toBe('PUBLIC')
    expect(value("sex == '1'")?.column?.sensitivity).toBe('PERSON_SPECIAL')
    expect(column(last("generate x = 0\nreplace x = 1 if sex == '1'"), 'x')?.sensitivity).toBe(
      'PERSON_SPECIAL',
    )
  })
  test('only what a condition singles out is an edit', () => {
    expect(last('generate x = 1')).toMatchObject({ condition: null })
    expect(last('generate x = 1 if age > 3')).toMatchObject({ condition: { call: '>' } })
    expect(last('recode age (1/9 = 1)')).toMatchObject({ condition: { kind: 'call' } })
  })
  test('missing is a value to give, of the type of the variable', () => {
    expect(value('.')).toMatchObject({ value: { kind: 'literal', value: null, type: 'number' } })
    expect(last('replace name = .')).toMatchObject({ value: { type: 'text', value: null } })
  })
  test('drop if leaves rows whose condition is missing', () => {
    expect(last('drop if age > 3')).toMatchObject({ op: 'filter', condition: { call: 'if' } })
    expect(last('keep if age')).toMatchObject({ op: 'filter', condition: { call: '!=' } })
  })
  test('recode labels its new values and forgets old ones', () => {
    const made = last(`recode sex ('1' = '1' "Mann") ('2' = '2')`)
    expect(column(made, 'sex')?.labels).toEqual([{ code: '1', label: { en: 'Mann' } }])
  })
  test('keep, drop, rename and clone-variables choose columns; the unit key goes with them', () => {
    expect(last('keep age').columns.map(({ name }) => name)).toEqual(['PERSONID_1', 'age'])
    expect(last('drop sex').columns.map(({ name }) => name)).not.toContain('sex')
    expect(last('rename age years').columns.map(({ name }) => name)).toContain('years')
    expect(last('clone-variables age -> b')).toMatchObject({ op: 'extend', name: 'b' })
  })
  test('destring makes numbers, under a new name with a prefix', () => {
    const made = last("destring name, prefix(n_) force ignore('kr ')")
    expect(made).toMatchObject({ op: 'extend', name: 'n_name', value: { call: 'parse-number' } })
    expect(made.op === 'extend' && made.value.kind === 'call' && made.value.arguments.slice(1)).toMatchObject(
      [{ value: 'kr ' }, { value: false }, { value: true }],
    )
  })
  test('assigned labels stand on the column', () => {
    expect(column(last('define-labels l 0 "No" 1 "Yes"\nassign-labels death l'), 'death')?.labels).toEqual([
      { code: '0', label: { en: 'No' } },
      { code: '1', label: { en: 'Yes' } },
    ])
  })
  test('a clone goes its own way', () => {
    const made = planOf('clone-dataset people old\nkeep if age > 3\nuse old\nsummarize age').steps
    const show = made.at(-1)
    const filter = made.findLast((step) => step.do === 'relation' && step.relation.op === 'filter')
    expect(show?.do === 'show' && show.show.what.kind === 'statistic' && show.show.what.relation).not.toBe(
      filter?.do === 'relation' && filter.relation.id,
    )
  })
})

describe('what is shown', () => {
  test.each([
    ['tabulate sex', { show: 'tabulate', dimensions: ['sex'], frequency: true, shares: [], labels: true }],
    [
      'tabulate sex death, freq colpct missing nolabels chi2 top(3)',
      { frequency: true, shares: ['colpct'], missing: true, labels: false, chi2: true, order: { top: 3 } },
    ],
    [
      'tabulate sex, summarize(age) p25 sum',
      { frequency: false, measure: { column: 'age', show: ['sum', 'p25'] } },
    ],
    ['tabulate sex, summarize(age)', { measure: { column: 'age', show: ['mean'] } }],
    [
      'summarize age days, by(sex) gini',
      { show: 'summarize', columns: ['age', 'days'], by: ['sex'], gini: true, iqr: false },
    ],
    ['barchart (percent) sex, over(death) stack', { statistic: 'percent', over: ['death'], stacked: true }],
    ['barchart sex', { statistic: 'count' }],
    ['histogram age, freq width(5) by(sex)', { value: 'frequency', width: 5, bins: null, by: 'sex' }],
    [
      'regress age days i.sex, robust level(90)',
      {
        model: 'regress',
        constant: true,
        robust: true,
        level: 90,
        terms: [
          { factors: [{ column: 'days', categorical: false }] },
          { factors: [{ column: 'sex', categorical: true }] },
        ],
      },
    ],
    ['logit death age, or noconstant cluster(sex)', { exponentiate: true, constant: false, cluster: 'sex' }],
    [
      'logit death sex##c.age',
      {
        terms: [
          { factors: [{ column: 'sex' }] },
          { factors: [{ column: 'age' }] },
          {
            factors: [
              { column: 'sex', categorical: true },
              { column: 'age', categorical: false },
            ],
          },
        ],
      },
    ],
    [
      'cox death days age, ties(breslow) strata(sex) control(age)',
      {
        model: 'cox',
        outcome: 'death',
        time: 'days',
        ties: 'breslow',
        strata: ['sex'],
        constant: false,
        terms: [{ factors: [{ column: 'age' }] }],
      },
    ],
    ['kaplan-meier death days, by(sex) level(99)', { show: 'kaplan-meier', by: 'sex', level: 99 }],
  ])('%s', (text, spec) => {
    expect(shown(text)).toMatchObject({ kind: 'statistic', spec })
  })
  test('a condition holds for one result', () => {
    const what = shown("summarize age if sex == '2'")
    expect(what.kind === 'statistic' && columnsOfExpression(what.condition)).toEqual(['sex'])
  })
  test('text and lists of labels are shown without data', () => {
    expect(shown('textblock\n# Hi\nendblock')).toEqual({ kind: 'text', markdown: '# Hi' })
    expect(shown('define-labels l 1 "a|b"\nlist-labels l')).toMatchObject({
      markdown: expect.stringContaining('a\\|b'),
    })
  })
})

describe('mistakes', () => {
  /** Script after the head, code, line after the head, column, what the message says, fix. */
  const cases: [string, string, number, number, RegExp, string?][] = [
    ['require no.ssb.fd:1 as x', 'script.unknown-name', 1, 9, /no register named/],
    [
      'require us.olmsted.populatoin:1 as x',
      'script.unknown-name',
      1,
      9,
      /Did you mean us.olmsted.population/,
      'us.olmsted.population',
    ],
    ['require us.olmsted.population:7 as x', 'script.unknown-name', 1, 31, /has no version 7/, '1.1.0'],
    ['require us.olmsted.population:1 as pop', 'script.duplicate-name', 1, 36, /already a register/],
    ['create-dataset people', 'script.duplicate-name', 1, 16, /already a dataset/],
    ['use peopel', 'script.dataset', 1, 5, /Did you mean people/, 'people'],
    ['create-dataset d\nsummarize age', 'script.dataset', 2, 1, /is empty/],
    ['import pap/SEX as s', 'script.unknown-name', 1, 8, /Did you mean pop/, 'pop'],
    ['import pop/SXE as s', 'script.unknown-name', 1, 12, /Did you mean SEX/, 'SEX'],
    ['import pop/BMI as b', 'script.date', 1, 8, /needs a date/],
    ['import pop/SEX 2000-01-01 as s', 'script.date', 1, 16, /takes no date/, ''],
    ['import dia/DIAGNOSIS as d', 'script.date', 1, 8, /needs a date/],
    ['import-event pop/SEX 2000-01-01 to 2001-01-01 as s', 'script.date', 1, 14, /is fixed/],
    ['import lab/TEST as t', 'script.dataset', 1, 8, /about TEST, and the dataset people is about PERSON/],
    ['import db/ROOMS as t', 'script.dataset', 1, 8, /about HOUSEHOLD/],
    ['import pop/SEX as sex', 'script.duplicate-name', 1, 19, /already has a variable/],
    ['import pop/SEX as Sex', 'script.duplicate-name', 1, 19, /capital letters only/],
    ['generate __key = 1', 'script.duplicate-name', 1, 10, /Sund’s own/],
    ['generate PERSONID_1 = 1', 'script.duplicate-name', 1, 10, /key of a unit/],
    ['generate age = 1', 'script.duplicate-name', 1, 10, /already has a variable/],
    ['replace agge = 1', 'script.unknown-name', 1, 9, /Did you mean age/, 'age'],
    ['replace age = sex', 'script.type', 1, 15, /holds numbers/],
    ['replace sex = 1', 'script.type', 1, 15, /holds text/, "'1'"],
    ['keep if sex == 1', 'script.type', 1, 16, /is text, and 1 is a number/, "'1'"],
    ["keep if age == '1'", 'script.type', 1, 16, /is a number/, '1'],
    ["keep if born == '2000-01-02'", 'script.type', 1, 17, /is a number/, 'date(2000, 1, 2)'],
    ['keep if inlist(sex, 1, 2)', 'script.type', 1, 21, /is text, and 1 is a number/, "'1'"],
    ["keep if sex == '3'", 'script.code', 1, 16, /not a code of sex/, "'1'"],
    ["keep if sex != 'Female'", 'script.code', 1, 16, /Did you mean '2'/, "'2'"],
    ["keep if inlist(sex, '1', 'female')", 'script.code', 1, 26, /Did you mean '2'/, "'2'"],
    ['keep if age == .', 'script.missing-comparison', 1, 9, /compared with missing/, 'sysmiss(age)'],
    ['keep if . != age', 'script.missing-comparison', 1, 9, /compared with missing/, '!sysmiss(age)'],
    ['keep if inlist(age, 1, .)', 'script.missing-comparison', 1, 24, /never finds/],
    ['keep if sex', 'script.type', 1, 9, /is text, and a condition/],
    ['generate x = sex + 1', 'script.type', 1, 14, /works on numbers/],
    ['generate x = sex + name', 'script.type', 1, 17, /adds numbers/, ' ++ '],
    ['generate x = length(age)', 'script.type', 1, 21, /needs text/, 'string(age)'],
    ['generate x = round(age, 1, 2)', 'script.type', 1, 14, /takes 1 to 2 arguments, not 3/],
    ['generate x = sqr(age)', 'script.unknown-name', 1, 14, /Did you mean sqrt/, 'sqrt'],
    ['keep if quantile(age, 4) == 1', 'script.type', 1, 9, /looks at all rows/],
    ['generate x = quantile(age, 1)', 'script.type', 1, 28, /whole number from 2/],
    ["generate x = inlabels(age, 'Old')", 'script.code', 1, 23, /has no labels/],
    ['generate x = set', 'script.key-shown', 1, 14, /is a key/],
    ['tabulate set', 'script.key-shown', 1, 10, /is a key/],
    ['summarize PERSONID_1', 'script.key-shown', 1, 11, /is a key/],
    ['drop PERSONID_1', 'script.key-shown', 1, 6, /is the unit/],
    ['summarize sex', 'script.type', 1, 11, /is text/],
    ['collapse (mean) age', 'script.syntax', 1, 20, /groups/],
    ['collapse (mean) sex, by(death)', 'script.type', 1, 17, /is of numbers/],
    ['collapse (average) age, by(sex)', 'script.statistics', 1, 11, /Did you mean mean/, 'mean'],
    ['collapse (first) age, by(sex)', 'script.statistics', 1, 18, /needs an order/],
    ['collapse (mean) age (sd) age, by(sex)', 'script.duplicate-name', 1, 26, /Two columns/],
    ['collapse (nearest) age, by(sex)', 'script.statistics', 1, 20, /needs an order|needs a date/],
    ['merge age into people', 'script.dataset', 1, 16, /into itself/],
    [`${EVENTS}merge d into people`, 'script.dataset', 3, 1, /several rows for each PERSON/],
    [
      'create-dataset t\nimport lab/PATIENT as p\nuse people\nmerge age into t',
      'script.dataset',
      4,
      1,
      /is about PERSON, and t is about TEST/,
    ],
    [
      'clone-dataset people b\nuse b\nrename age b_age\nmerge b_age into people on sex',
      'script.dataset',
      4,
      28,
      /several rows/,
    ],
    ['recode sex (1 = 2)', 'script.type', 1, 13, /holds text/, "'1'"],
    ['recode sex (1/2 = 3)', 'script.type', 1, 13, /range is of numbers/],
    ['destring age', 'script.type', 1, 10, /holds numbers already/],
    ['keep age if sex', 'script.syntax', 1, 6, /not both/],
    ['keep', 'script.syntax', 1, 5, /needs the name/],
    ['assign-labels sex nolist', 'script.unknown-name', 1, 19, /no list of labels/],
    ['define-labels l 1 "a" 1 "b"', 'script.duplicate-name', 1, 23, /two labels/],
    ['tabulate sex sex', 'script.duplicate-name', 1, 14, /stands twice/],
    ['tabulate sex, mean', 'script.statistics', 1, 15, /needs a variable/],
    ['tabulate sex, chi2', 'script.statistics', 1, 15, /two variables/],
    ['tabulate sex, top(0)', 'script.type', 1, 19, /whole number from 1/],
    ['barchart (max) age', 'script.statistics', 1, 11, /never shown/],
    ['histogram age, bin(3) width(2)', 'script.statistics', 1, 29, /not both/],
    ['regress age sex', 'script.type', 1, 13, /only be a category/, 'i.sex'],
    ['logit death age, level(100)', 'script.type', 1, 24, /between 0 and 100/, '95'],
    ['cox death days age, ties(exact)', 'script.unknown-option', 1, 26, /no way/],
    ['cox death days age, ties(exact)', 'script.unknown-option', 1, 26, /way to handle ties/],
    ['kaplan-meier death days age', 'script.syntax', 1, 25, /takes an event and a time/],
  ]
  test.each(cases)('%s', (text, code, line, at, message, fix) => {
    const { plan, errors } = compile(HEAD + text, catalogue)
    expect(plan).toBeNull()
    expect(errors.map((error) => error.message)).toHaveLength(1)
    expect(errors[0]?.message).toMatch(message)
    expect(errors[0]).toMatchObject({ code, position: { line: LINES + line, column: at } })
    expect(errors[0]?.fix).toBe(fix)
    expect(errors[0]?.next).toMatch(/\S/)
  })

  test('a fix makes the mistake go away', () => {
    for (const [text, , , , , fix] of cases) {
      if (fix === undefined || text.includes('nolist')) continue
      const script = HEAD + text
      const position = compile(script, catalogue).errors[0]?.position
      if (!position) throw new Error('no position')
      const lines = script.split('\n')
      const line = lines[position.line - 1] as string
      lines[position.line - 1] = line.slice(0, position.column - 1) + fix + line.slice(position.endColumn - 1)
      const after = compile(lines.join('\n'), catalogue).errors
      expect(
        after.filter((error) => error.position?.column === position.column && error.fix === fix),
        text,
      ).toEqual([])
    }
  })
  test('several mistakes are reported together, and none twice', () => {
    const { errors } = compile(
      `${HEAD}import pop/SXE as s\ngenerate t = s + 1\nsummarize t\nuse nowhere\nsummarize a b\nuse people\ntabulate nothing`,
      catalogue,
    )
    expect(errors.map(({ code, position }) => [code, (position?.line ?? 0) - LINES])).toEqual([
      ['script.unknown-name', 1],
      ['script.dataset', 4],
      ['script.unknown-name', 7],
    ])
  })
  test('several unknown names of one line are all named', () => {
    expect(compile(`${HEAD}summarize foo bar age`, catalogue).errors).toHaveLength(2)
  })
  test('a line that cannot be read explains the names it was to make', () => {
    const { errors } = compile(
      `${HEAD}generate bmi2 = (age\nsummarize bmi2\ncrate-dataset z\nuse z`,
      catalogue,
    )
    expect(errors.map(({ position }) => (position?.line ?? 0) - LINES)).toEqual([1, 3])
  })
  test('without a dataset', () => {
    expect(compile('tabulate x', catalogue).errors).toMatchObject([{ code: 'script.dataset' }])
  })
  test('an empty script is a plan that does nothing', () => {
    expect(compile('// nothing\n', catalogue).plan).toEqual({ bindings: [], steps: [] })
  })
})
