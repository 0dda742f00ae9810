/**
 * Whom a permit is about, as each party reads it from the permit itself: rows of other persons and of other years never take part. Where one holder
 * decides who is in the population it keeps to its own rows; rows of other holders, who must not learn it, are held against it in the room.
 */
import { type CountPart, cutByHolder } from '@sund/engine'
import {
  type Criteria,
  type Criterion,
  Failure,
  foldTree,
  holds,
  leavesOf,
  OPEN_POLICY,
  type Permit,
  relax,
  type SetFormula,
  type SundError,
} from '@sund/model'

/** Who decides who is in the population, each by the sets of its own registers, and how these make it. */
export interface Population {
  parts: CountPart[]
  formula: SetFormula
}

type Bounds = Pick<Permit, 'id' | 'population' | 'registers' | 'relaxations'>

/** The population of a permit, null where it is about everyone. Throws `permission.denied` for one that cannot be enforced. */
export function populationOf(permit: Bounds): Population | null {
  const [first, ...more] = unenforceable(permit)
  if (first !== undefined) throw new Failure(first, ...more)
  const { criteria } = permit.population
  return criteria === null
    ? null
    : cutByHolder(criteria, ({ register }) => entryOf(permit, register)?.holder ?? '')
}

/** What of a permit cannot be enforced, by name: a permit that has any of it is of no use, and had better not be issued. */
export function unenforceable(permit: Bounds): SundError[] {
  const { id, relaxations } = permit
  const { criteria } = permit.population
  const error = (message: string, what = 'population'): SundError => ({
    code: 'permission.denied',
    message: `The ${what} of the permit ${id} cannot be enforced: ${message}`,
    next: 'Ask for the permit to be changed on its page.',
  })
  return [...beyond(relaxations, error), ...ofNobodyKnown(permit, criteria, error)]
}

/** Relaxations further than any permit may go. */
function beyond(
  relaxations: Permit['relaxations'],
  error: (message: string, what: string) => SundError,
): SundError[] {
  try {
    relax(OPEN_POLICY, relaxations)
    return []
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    return thrown.errors.map(({ message }) => error(message, 'relaxation'))
  }
}

/** Criteria on registers that the permit does not have, and those that also hold for strangers. */
function ofNobodyKnown(
  permit: Bounds,
  criteria: Criteria | null,
  error: (message: string) => SundError,
): SundError[] {
  if (criteria === null) return []
  const strange = [...new Set(leavesOf<Criterion>(criteria).map(({ register }) => register))].filter(
    (register) => entryOf(permit, register) === undefined,
  )
  return [
    ...strange.map((register) => error(`it speaks of ${register}, which is not among its registers.`)),
    ...(holds<Criterion>(criteria, () => false)
      ? [error('it also holds for persons of whom nothing is known.')]
      : []),
  ]
}

const entryOf = ({ registers }: Bounds, register: string) =>
  registers.find((entry) => entry.register === register)

/** Whether the holder decides alone who is in a population, so that it keeps to it itself and what it makes of its rows is its own. */
export const decidesAlone = ({ parts }: Population, holder: string): boolean =>
  parts.length === 1 && parts[0]?.holder === holder

/** Criteria in the versions that a holder has of its registers. */
export const inVersions = (criteria: Criteria, versionOf: (criterion: Criterion) => string): Criteria =>
  foldTree<Criterion, Criteria>(criteria, {
    leaf: (criterion) => ({ ...criterion, version: versionOf(criterion) }),
    all: (all) => ({ all }),
    any: (any) => ({ any }),
    not: (not) => ({ not }),
  })

/** The days of a permit's years. */
export function daysOf({ years }: Pick<Permit, 'years'>): { from: number; until: number } | null {
  if (years === null) return null
  const day = (date: string) => Date.parse(date) / 86_400_000
  const padded = (year: number) => `${year}`.padStart(4, '0')
  return { from: day(`${padded(years.from)}-01-01`), until: day(`${padded(years.until)}-12-31`) }
}
