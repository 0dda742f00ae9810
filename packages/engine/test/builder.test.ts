/** Scripts built in TypeScript mean what their text means, and no value can break out of its quotes. */
import { readFileSync } from 'node:fs'
import { Catalogue, Failure } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, factor, numberOf, parse, product, script, textOf, truthOf } from '../src/index.js'
import { COMMANDS } from '../src/language/index.js'
import type { Syntax } from '../src/language/tree.js'
import { exampleOf } from './builder-example.js'
import { typedCatalogue } from './typed-catalogue.js'

const catalogue = Catalogue.parse(structuredClone(typedCatalogue))

function study() {
  const built = script(typedCatalogue)
  const population = built.require('us.olmsted.population', '1')
  return { built, population, people: built.dataset('people') }
}

describe('a script built in TypeScript', () => {
  it('is a script, and its plan is the plan of the script', () => {
    const { built, population, people } = study()
    const age = people.import(population.AGE, { as: 'age' })
    const sex = people.import(population.SEX, { as: 'sex' })
    const dead = people.import(population.DEATH, { as: 'dead' })
    const days = people.import(population.FOLLOW_UP_DAYS, { as: 'days' })
    const bmi = people.import(population.BMI, { on: '2000-01-01', as: 'bmi', outerJoin: true })
    const old = people.generate('old', age.gt(60), { if: bmi.missing().not() })
    people.replace(age, age.plus(1).times(-2), { if: truthOf('inrange', days, 1, 99) })
    people.keepIf(sex.eq('1').or(sex.ne("it's")))
    people.tabulate([old, dead], { rowpct: true, chi2: true, if: age.between(0, 100) })
    people.summarize([age, numberVariable(people)], { by: [sex], gini: true })
    people.logit(dead, [age, factor(sex), product(age, factor(sex))], { or: true, level: 90 })
    people.cox({ event: dead, time: days }, [age], { hazard: true })
    people.kaplanMeier({ event: dead, time: days }, { by: sex })
    people.command('barchart', ['(mean)', age], { over: [sex], horizontal: true })
    const other = built.dataset('contacts')
    const { value, start } = other.importEvent(population.DIAGNOSIS, {
      from: '1999-01-01',
      to: '2000-01-01',
      as: 'code',
    })
    const { first } = other.collapse(
      { first: ['first', value] },
      { by: [other.key('PERSONID_1')], order: start },
    )
    other.merge([first], people)
    people.generate('part', textOf('substr', people.text('first'), 1, 2))
    people.generate('year', numberOf('year', days))
    built.textblock('# Done')

    const permitted = script(typedCatalogue)
    permitted.permit('P-7K2M9QXT4B')
    expect(permitted.compile()).toMatchObject({ errors: [], permit: { id: 'P-7K2M9QXT4B' } })
    expect(built.text).toBe(`require us.olmsted.population:1 as r1
create-dataset people
import r1/AGE as age
import r1/SEX as sex
import r1/DEATH as dead
import r1/FOLLOW_UP_DAYS as days
import r1/BMI 2000-01-01 as bmi, outer_join
generate old = (age > 60) if !(sysmiss(bmi))
replace age = ((age + 1) * (-2)) if inrange(days, 1, 99)
keep if ((sex == '1') | (sex != "it's"))
tabulate old dead if inrange(age, 0, 100), rowpct chi2
summarize age bmi, by(sex) gini
logit dead age i.sex age#i.sex, or level(90)
cox dead days age, hazard
kaplan-meier dead days, by(sex)
barchart (mean) age, over(sex) horizontal
create-dataset contacts
import-event r1/DIAGNOSIS 1999-01-01 to 2000-01-01 as code
collapse (first) code -> first, by(PERSONID_1) order(START@code)
merge first into people
use people
generate part = substr(first, 1, 2)
generate year = year(days)
textblock
# Done
endblock`)
    const compiled = compile(built.text, catalogue)
    expect(compiled.errors).toEqual([])
    expect(built.plan()).toEqual(compiled.plan)
  })

  it('says every mistake that types cannot see', () => {
    const { built, population, people } = study()
    people.import(population.AGE, { as: 'age' })
    people.summarize([people.number('nobody')])
    expect(() => built.plan()).toThrow(Failure)
    expect(built.compile().errors.map(({ code }) => code)).toEqual(['script.unknown-name'])
  })

  it('is documented by an example that is what it says', () => {
    const [, block] =
      /```ts\n([\s\S]*?)```/.exec(readFileSync(new URL('../../../DEVELOPERS.md', import.meta.url), 'utf8')) ??
      []
    const example = readFileSync(new URL('./builder-example.ts', import.meta.url), 'utf8')
    const inside = (of: string) => of.replaceAll(/\s+/g, ' ').trim()
    expect(inside(example)).toContain(inside((block ?? 'no block').replace(/^import .*$/gm, '').trim()))
    const { plan, errors } = exampleOf(typedCatalogue).compile()
    expect(errors).toEqual([])
    expect(plan?.steps.filter((step) => step.do === 'show')).toHaveLength(2)
  })

  it('reaches every command', () => {
    for (const [name, { status }] of Object.entries(COMMANDS)) {
      if (status !== 'available') continue
      const { built, people } = study()
      people.command(name as keyof typeof COMMANDS, ['x'])
      expect(built.text).toContain(`\n${name} x`)
    }
  })
})

const numberVariable = (people: ReturnType<typeof study>['people']) => people.number('bmi')

/** The text that an expression of texts and joins is. */
function textOfSyntax(syntax: Syntax): string {
  if (syntax.kind === 'text') return syntax.value
  if (syntax.kind === 'binary' && syntax.operator === '++')
    return textOfSyntax(syntax.left) + textOfSyntax(syntax.right)
  throw new Error(`a text became ${syntax.kind}`)
}

describe('a value', () => {
  const line = fc.string({ unit: 'binary' }).filter((of) => !/[\n\r\0]/.test(of))
  const hostile = fc
    .array(fc.constantFrom("'", '"', '$a', '//', '\\', ' ', ')', '++', 'endblock', ', freq', 'å', '😀'))
    .map((parts) => parts.join(''))
  it('of text comes back from the parser as it went in', () => {
    fc.assert(
      fc.property(fc.oneof(line, hostile), (of) => {
        const { built, people } = study()
        people.generate('x', of)
        const { tree, errors } = parse(built.text)
        expect(errors).toEqual([])
        const statement = tree.statements.at(-1)
        if (statement?.kind !== 'statement' || statement.arguments.shape !== 'assignment')
          throw new Error('another line')
        expect(tree.statements).toHaveLength(3)
        expect(textOfSyntax(statement.arguments.value)).toBe(of)
      }),
      { numRuns: 1000 },
    )
  })

  it('of number comes back as it went in', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (of) => {
        const { built, people } = study()
        people.generate('x', of)
        const { tree, errors } = parse(built.text)
        expect(errors).toEqual([])
        const statement = tree.statements.at(-1)
        if (statement?.kind !== 'statement' || statement.arguments.shape !== 'assignment')
          throw new Error('another line')
        const { value } = statement.arguments
        const number = (syntax: Syntax): number =>
          syntax.kind === 'unary'
            ? -number(syntax.operand)
            : syntax.kind === 'number'
              ? syntax.value
              : Number.NaN
        expect(number(value)).toBe(of)
      }),
    )
  })

  it.each([
    () => study().people.generate('x', 'two\nlines'),
    () => study().people.generate('x\ndrop y', 1),
    () => study().people.generate('x', Number.NaN),
    () => study().people.command('drop', ['x\nkeep y']),
    () => study().people.command('tabulate', ['x'], { 'freq\ndrop': true }),
    () => study().people.tabulate([], { rowsort: `both ' and "` }),
    () => study().people.import(study().population.BMI, { on: '2000-01-01\ndrop x' }),
    () => study().built.textblock('a\nendblock\ndrop x'),
  ])('that has no form in a script is refused (%#)', (write) => {
    expect(write).toThrow(Failure)
  })
})
