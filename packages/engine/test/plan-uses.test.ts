/** What a result uses: what it shows, what it selects by and whoever must be there; and that the same question is told from another. */
import { expect, test } from 'vitest'
import { compile } from '../src/plan/compile.js'
import { type ResultUses, usesOf } from '../src/plan/uses.js'
import { catalogue } from './catalogue.js'
import { HEAD } from './scripts.js'

/** What the last command of a script uses. */
function usesOfLast(lines: string, head = HEAD): ResultUses {
  const { plan, errors } = compile(`${head}${lines}`, catalogue)
  if (!plan) throw new Error(JSON.stringify(errors))
  const shows = plan.steps.flatMap((step) => (step.do === 'show' ? [step.show.index] : []))
  return usesOf(plan, shows.at(-1) ?? -1)
}
const names = (lines: string) =>
  usesOfLast(lines)
    .variables.map(({ variable }) => variable)
    .sort()

test('what is shown, what people are selected by, and what their dataset was begun with', () => {
  expect(names('import pop/SEX\nimport pop/AGE\ntabulate SEX')).toEqual(['SEX'])
  // Who has no sex recorded is not in the dataset, whatever is shown of it.
  expect(names('import pop/SEX\nimport pop/AGE\ntabulate AGE')).toEqual(['AGE', 'SEX'])
  expect(names('import pop/SEX\nimport pop/AGE\ntabulate SEX if AGE > 40')).toEqual(['AGE', 'SEX'])
  expect(names('import pop/SEX\nimport pop/AGE\nkeep if AGE > 40\ndrop AGE\ntabulate SEX')).toEqual([
    'AGE',
    'SEX',
  ])
  expect(
    names('import pop/SEX\nimport pop/AGE\nimport pop/DEATH\ngenerate old = AGE > 70\nregress DEATH old'),
  ).toEqual(['AGE', 'DEATH', 'SEX'])
})

test('what came before or comes after is another result’s', () => {
  const script = `${HEAD}import pop/SEX\nimport pop/AGE\nimport pop/DEATH\ntabulate SEX AGE\ntabulate SEX\nkeep if DEATH == 1`
  const { plan } = compile(script, catalogue)
  if (plan === null) throw new Error('it does not compile')
  const of = (index: number) => usesOf(plan, index).variables.map(({ variable }) => variable)
  expect(of(0)).toEqual(['SEX', 'AGE'])
  expect(of(1)).toEqual(['SEX'])
  expect(of(2)).toEqual([])
})

test('variables have their register, version and sensitivity', () => {
  const { variables } = usesOfLast('import pop/SEX\nimport db/WAGES 2018-01-01 as w\nsummarize w\n')
  expect(variables).toEqual([
    {
      register: 'us.olmsted.population',
      version: '1.1.0',
      variable: 'SEX',
      sensitivity: 'PERSON_SPECIAL',
    },
    { register: 'no.example.everything', version: '23.0.0', variable: 'WAGES', sensitivity: 'PUBLIC' },
  ])
})

test('the same question is the same under other names and after other lines; another is not', () => {
  const first = usesOfLast('import pop/SEX\nimport pop/AGE\ntabulate SEX AGE').question
  expect(usesOfLast('import pop/SEX\nimport pop/AGE\n\nsummarize AGE\n  tabulate SEX AGE').question).toBe(
    first,
  )
  expect(
    usesOfLast('create-dataset b\nimport pop/SEX\nimport pop/AGE\nimport pop/DEATH\ntabulate SEX AGE')
      .question,
  ).toBe(first)
  for (const other of [
    'import pop/SEX\nimport pop/AGE\ntabulate SEX AGE, rowpct',
    'import pop/SEX\nimport pop/AGE\ntabulate SEX AGE if AGE > 1',
    'import pop/SEX\nimport pop/AGE\nkeep if AGE > 1\ntabulate SEX AGE',
    'import pop/SEX\nimport pop/AGE\ntabulate AGE SEX',
  ])
    expect(usesOfLast(other).question).not.toBe(first)
  const older = HEAD.replace('population:1 ', 'population:1.0.0 ')
  expect(usesOfLast('import pop/SEX\nimport pop/AGE\ntabulate SEX AGE', older).question).not.toBe(first)
})
