/**
 * What a permit makes of a run at the hub: the rules that it relaxes, what goes to holders, what the log says, and how the release ledger tells its
 * people from everyone's. Apart from the order of a run, which is the same under all terms.
 */
import { createHash } from 'node:crypto'
import type { Decision, StandingPermit } from '@sund/access'
import { type Fragment, split } from '@sund/engine'
import { canonicalJson, type Definition, type Policy, type RunTerms, relax } from '@sund/model'
import type { Compiled } from './compiled.js'
import { decidesAlone, populationOf } from './population.js'

/** Open terms as the permit relaxes them; holders that do not accept it stay with theirs. */
export const policyUnderPermit = (open: Policy, permit: StandingPermit | null): Policy =>
  permit === null ? open : relax(open, permit.permit.relaxations)

/** What holders and rooms are told of the terms: the permit itself, for them to read. */
export const sentTerms = ({ terms, permit }: Decision): Pick<RunTerms, 'terms' | 'permit'> =>
  permit === null ? { terms } : { terms, permit: permit.jws }

/** The permit as the log names it. */
export const loggedPermit = (permit: StandingPermit | null) =>
  permit === null ? {} : { permit: { id: permit.permit.id, revision: permit.permit.revision } }

/** Those who work under one permit share what they are told (rule L1). */
export const permitParty = (permit: StandingPermit | null): string[] =>
  permit === null ? [] : [`permit:${permit.permit.id}`]

/** Whom a permit is about, where these are not all that its registers have: questions of others are other questions. */
export function scopeOf(permit: StandingPermit | null): string {
  if (permit === null) return ''
  const { years, population } = permit.permit
  return years === null && population.criteria === null
    ? ''
    : canonicalJson({ years, criteria: population.criteria })
}

/**
 * What each place does of a plan under a permit: groups are known to the ledger by whom the permit is about, too; holders that do not know alone who is in
 * its population send their rows to the room and do nothing else, and those that know some of it are asked though the script has nothing of theirs.
 */
export function fragmentsUnder(
  permit: StandingPermit | null,
  { plan, fragments }: Compiled,
): readonly Fragment[] {
  if (permit === null || plan === null) return fragments
  const population = populationOf(permit.permit)
  if (population === null) return definedWithin(scopeOf(permit), fragments)
  const holders = plan.bindings.map(({ holder }) => holder)
  const apart = new Set(holders.filter((holder) => !decidesAlone(population, holder)))
  const own = definedWithin(scopeOf(permit), split(plan, apart))
  if (!own.some(({ place }) => apart.has(place))) return own
  const asked = population.parts.flatMap(({ holder }): Fragment[] =>
    own.some(({ place }) => place === holder)
      ? []
      : [{ place: holder, registers: [], steps: [], deliver: [] }],
  )
  return [...asked, ...own]
}

/** Fragments whose groups are those of a scope. */
function definedWithin(scope: string, fragments: readonly Fragment[]): readonly Fragment[] {
  if (scope === '') return fragments
  const of = (definition: string) => createHash('sha256').update(`${definition}${scope}`).digest('base64')
  const scoped = ({ who, columns }: Definition): Definition => ({
    who: of(who),
    columns: Object.fromEntries(Object.entries(columns).map(([name, made]) => [name, of(made)])),
  })
  return fragments.map((fragment) => ({
    ...fragment,
    steps: fragment.steps.map((step) =>
      step.do === 'show' && step.show.definition
        ? { do: 'show', show: { ...step.show, definition: scoped(step.show.definition) } }
        : step,
    ),
  }))
}
