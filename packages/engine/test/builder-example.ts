/** The example of DEVELOPERS.md. */
import { factor, script } from '../src/index.js'
import type { typedCatalogue } from './typed-catalogue.js'

export function exampleOf(catalogue: typeof typedCatalogue) {
  const study = script(catalogue)
  const population = study.require('us.olmsted.population', '1')
  const people = study.dataset('people')
  const age = people.import(population.AGE, { as: 'age' })
  const sex = people.import(population.SEX, { as: 'sex' })
  const dead = people.import(population.DEATH, { as: 'dead' })
  const old = people.generate('old', age.gt(60))
  people.tabulate([old, dead], { rowpct: true, if: sex.eq('2') })
  people.logit(dead, [age, factor(sex)], { or: true })
  return study
}
