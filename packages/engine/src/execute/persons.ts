/**
 * Which columns of a relation hold people, as this place knows it from what its tables link to and from how the relation was made. Apart from the
 * plan, which names the unit of every key and is not believed: where tests or days are taken for people, one person alone passes every threshold.
 */
import { PERSON } from '@sund/model'
import type { Aggregate, Expression, Relation, Scan } from '../plan/types.js'

type Names = ReadonlySet<string>

/** Columns of a stored table that are units, or links to them, of the type of people. */
export function personsInScan(
  { read }: Scan,
  { unitType, links }: { unitType: string; links: readonly { name: string; unitType: string }[] },
): Names {
  const typeOf = (of: Scan['read'][number]['read']) =>
    of.what === 'unit'
      ? unitType
      : of.what === 'link'
        ? links.find(({ name }) => name === of.name)?.unitType
        : undefined
  return new Set(read.flatMap(({ as, read: of }) => (typeOf(of) === PERSON ? [as] : [])))
}

/** Statistics that take one of the values that there are. */
const CHOOSES: ReadonlySet<Aggregate['statistic']> = new Set([
  'first',
  'last',
  'min',
  'max',
  'nearest',
  'nth',
])
const chosen = (aggregates: readonly Aggregate[], persons: Names): string[] =>
  aggregates.flatMap(({ statistic, column, as }) =>
    CHOOSES.has(statistic) && persons.has(column) ? [as] : [],
  )

/** Whether an expression is the person of some column, whatever else it depends on. */
function isPerson(value: Expression, persons: Names): boolean {
  if (value.kind === 'column') return persons.has(value.name)
  return (
    value.kind === 'call' &&
    value.call === 'if' &&
    value.arguments.slice(1).every((of) => isPerson(of, persons))
  )
}

const less = (persons: Names, made: readonly string[]): string[] =>
  [...persons].filter((name) => !made.includes(name))
const taken = (take: readonly { column: string; as: string }[], persons: Names): string[] =>
  take.flatMap(({ column, as }) => (persons.has(column) ? [as] : []))

/** Columns of a relation that is made of others, whose own columns of people are `inputs`. */
export function personsIn(
  relation: Exclude<Relation, { op: 'scan' | 'received' }>,
  inputs: readonly Names[],
): Names {
  const [first = new Set<string>(), second = new Set<string>()] = inputs
  switch (relation.op) {
    case 'filter':
    case 'sample':
      return first
    case 'extend': {
      const { name, value, condition } = relation
      // What a condition does not meet keeps the value that it had.
      const stays = condition === null || first.has(name)
      return new Set([...less(first, [name]), ...(stays && isPerson(value, first) ? [name] : [])])
    }
    case 'quantile':
      return new Set(less(first, [relation.as]))
    case 'predict':
      return new Set(
        less(
          first,
          relation.take.map(({ as }) => as),
        ),
      )
    case 'select':
      return new Set(taken(relation.take, first))
    case 'join': {
      const made = relation.take.map(({ as }) => as)
      const kept = less(first, made).filter(
        // A full join fills a key of the left with that of the right.
        (name) =>
          relation.kind === 'left' ||
          relation.on.every(({ left, right }) => left !== name || second.has(right)),
      )
      return new Set([...kept, ...taken(relation.take, second)])
    }
    case 'collapse':
      return new Set([
        ...relation.by.filter((name) => first.has(name)),
        ...chosen(relation.aggregates, first),
      ])
    case 'window': {
      const made = relation.aggregates.map(({ as }) => as)
      return new Set([...less(first, made), ...chosen(relation.aggregates, first)])
    }
    case 'episodes':
    case 'match':
    case 'stack':
      return new Set([...first].filter((name) => inputs.every((persons) => persons.has(name))))
  }
}
