/**
 * What must not compile with the typed builder: names that do not exist, and text where a number belongs. Checked by
 * tsc.
 */
import { factor, script, textOf } from '../src/index.js'
import { typedCatalogue } from './typed-catalogue.js'

const study = script(typedCatalogue)
const population = study.require('us.olmsted.population', '1')
const people = study.dataset('people')
const age = people.import(population.AGE, { as: 'age' })
const sex = people.import(population.SEX, { as: 'sex' })
const bmi = people.import(population.BMI, { on: '2000-01-01' })
const family = people.import(population.MATCHED_SET)

// @ts-expect-error there is no such register
study.require('us.olmsted.populaton', '1')
// @ts-expect-error there is no such variable
export const misspelt = population.AEG
// @ts-expect-error a state needs the day on which it holds
people.import(population.BMI, { as: 'body' })
// @ts-expect-error what holds for life has no day
people.import(population.AGE, { on: '2000-01-01' })
// @ts-expect-error an event is imported with a window
people.import(population.DIAGNOSIS)

// @ts-expect-error a code is text, not a number
sex.eq(1)
// @ts-expect-error a number is no text
age.gt('60')
// @ts-expect-error a text and a number cannot be compared
sex.eq(age)
// @ts-expect-error text cannot be added
sex.plus(1)
// @ts-expect-error a number is no condition
people.keepIf(age)
// @ts-expect-error a text cannot replace a number
people.replace(age, 'old')
// @ts-expect-error a key is never shown
people.tabulate([family])
// @ts-expect-error a text has no mean
people.summarize([sex])
// @ts-expect-error there is no such option
people.tabulate([sex], { rowpercent: true })
// @ts-expect-error text enters a model by its levels only
people.regress(bmi, [sex])
// @ts-expect-error there is no such statistic
people.collapse({ x: ['average', age] }, { by: [sex] })
// @ts-expect-error there is no such command
people.command('tabulat', [sex])
// @ts-expect-error there is no such function
textOf('substring', sex, 1, 2)

const byFamily = people.collapse(
  { eldest: ['max', age], kinds: ['first', sex] },
  { by: [family], order: age },
)
// @ts-expect-error the first of texts is a text
byFamily.kinds.plus(1)
// @ts-expect-error it was not made
export const unmade = byFamily.youngest

/** And what must. */
people.regress(bmi, [age, factor(sex)], { if: age.ge(18).and(sex.in('1', '2')), robust: true })
byFamily.eldest.plus(1)
byFamily.kinds.eq('1')
