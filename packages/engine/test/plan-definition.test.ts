/** Who is meant by a result, for the release ledger: the same for the same making, and never by chance. */
import type { Definition } from '@sund/model'
import { describe, expect, it } from 'vitest'
import { compile } from '../src/plan/compile.js'
import { definitionOf } from '../src/plan/definition.js'
import { catalogue } from './catalogue.js'
import { HEAD } from './scripts.js'

/** The definition of the last command of a script. */
function definitionOfLast(lines: string): Definition {
  const { plan, errors } = compile(`${HEAD}${lines}`, catalogue)
  if (!plan) throw new Error(JSON.stringify(errors))
  const shows = plan.steps.flatMap((step) => (step.do === 'show' ? [step.show.index] : []))
  const definition = definitionOf(plan, shows.at(-1) ?? -1)
  if (definition === null) throw new Error('it shows nothing')
  return definition
}
const who = (lines: string) => definitionOfLast(lines).who

const PEOPLE = 'import pop/SEX\nimport pop/AGE\nimport pop/DEATH\nimport pop/FOLLOW_UP_DAYS as days\n'
const SPELLS = `${PEOPLE}import-event dia/DIAGNOSIS 1970-01-01 to 2030-01-01 as diagnosis
generate start = date(2000, 1, 1)
generate end = start + days
survival-data spells, index(start) exit(end) event(DEATH) time-varying(diagnosis)
generate ill = 0
replace ill = 1 if diagnosis == 'htn'
`

describe('people are the same', () => {
  it('whatever is measured of them, and whatever their values are called', () => {
    const everyone = who(`${PEOPLE}tabulate SEX`)
    expect(who(`${PEOPLE}summarize AGE`)).toBe(everyone)
    const labels = 'define-labels sexes \'1\' "Men" \'2\' "Women"\nassign-labels SEX sexes\n'
    const [named, unnamed] = [labels, ''].map((line) => definitionOfLast(`${PEOPLE}${line}tabulate SEX`))
    expect(named).toEqual(unnamed)
    const filtered = `${PEOPLE}keep if AGE > 40\n`
    expect(who(`${filtered}tabulate SEX`)).toBe(who(`${filtered}regress AGE DEATH`))
    expect(who(`${filtered}tabulate SEX`)).not.toBe(everyone)
  })

  it('in a model, with a history of events beside them that only says what they have', () => {
    const everyone = who(`${PEOPLE}tabulate SEX`)
    expect(who(`${SPELLS}cox DEATH time AGE ill, entry(entry)`)).toBe(everyone)
    expect(who(`${SPELLS}keep if AGE > 40\ncox DEATH time AGE ill, entry(entry)`)).not.toBe(everyone)
  })
})

describe('people are others', () => {
  const events = (from: string) =>
    `${PEOPLE}import-event dia/DIAGNOSIS ${from} to 2030-01-01 as diagnosis\ngenerate old = AGE > 60\n`

  it('where a history chooses them: as a condition, a group or a value that must be there', () => {
    for (const shows of [
      "tabulate SEX if diagnosis == 'htn'",
      'tabulate diagnosis',
      'tabulate SEX diagnosis',
      'cox DEATH days i.diagnosis',
      'cox DEATH days AGE, by(diagnosis)',
      "keep if diagnosis == 'htn'\nregress AGE DEATH",
    ])
      expect(who(`${events('1970-01-01')}${shows}`), shows).not.toBe(who(`${events('1999-12-31')}${shows}`))
    const plain = 'cox DEATH days AGE old'
    expect(who(`${events('1970-01-01')}${plain}`)).toBe(who(`${events('1999-12-31')}${plain}`))
  })

  it('where a value is missing unless a condition holds that a history is read for', () => {
    const made = (from: string) =>
      `${events(from)}generate ill = 1 if diagnosis == 'htn'\ncox DEATH days AGE ill`
    expect(who(made('1970-01-01'))).not.toBe(who(made('1999-12-31')))
  })

  it('where rows are counted that a history multiplies', () => {
    const counted = (from: string) =>
      `${events(from)}aggregate (count) AGE -> rows, by(SEX)\nkeep if rows > 20000\nregress AGE DEATH`
    expect(who(counted('1970-01-01'))).not.toBe(who(counted('1999-12-31')))
  })

  it('by another column of the same name, and at another version', () => {
    const of = (cut: number) => definitionOfLast(`${PEOPLE}generate old = AGE > ${cut}\ntabulate old`)
    expect(of(60).columns).not.toEqual(of(61).columns)
    expect(of(60).who).toBe(of(61).who)
  })
})
