/**
 * Whether each row of a relation rests on one person alone. Differential privacy counts what one person can change (rule D1): where a row holds
 * a mean of a municipality, a place in a ranking or a value of a parent, one person changes the rows of others, and no bound holds.
 */
import type { Relation } from './types.js'

/** The first relation behind `id` that puts several people together, null where none does. What a room received was looked at where it came from. */
export function mixing(id: string, relations: ReadonlyMap<string, Relation>): Relation | null {
  return followed(id, relations).mixed
}

interface Followed {
  mixed: Relation | null
  /** Columns that hold the person behind the row. */
  own: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

function followed(id: string, relations: ReadonlyMap<string, Relation>): Followed {
  const relation = relations.get(id)
  if (relation === undefined || relation.public) return { mixed: null, own: NONE }
  const of = (input: string) => followed(input, relations)
  const mixes = { mixed: relation, own: NONE }
  switch (relation.op) {
    case 'received':
      return { mixed: null, own: NONE }
    case 'scan': {
      const own = relation.read.filter(({ read }) =>
        relation.subjectLink === null
          ? read.what === 'unit'
          : read.what === 'link' && read.name === relation.subjectLink,
      )
      return { mixed: null, own: new Set(own.map(({ as }) => as)) }
    }
    case 'filter':
    case 'episodes':
      return of(relation.input)
    case 'sample':
      return relation.size.kind === 'share' ? of(relation.input) : mixes
    case 'extend': {
      const { mixed, own } = of(relation.input)
      const { value } = relation
      const same = value.kind === 'column' && own.has(value.name) && relation.condition === null
      const others = [...own].filter((name) => name !== relation.name)
      return { mixed, own: new Set(same ? [...others, relation.name] : others) }
    }
    case 'select': {
      const { mixed, own } = of(relation.input)
      return {
        mixed,
        own: new Set(relation.take.filter(({ column }) => own.has(column)).map(({ as }) => as)),
      }
    }
    case 'stack': {
      const inputs = relation.inputs.map(of)
      const [first] = inputs
      return {
        mixed: inputs.find(({ mixed }) => mixed)?.mixed ?? null,
        own: new Set([...(first?.own ?? [])].filter((name) => inputs.every(({ own }) => own.has(name)))),
      }
    }
    case 'join': {
      const [left, right] = [of(relation.left), of(relation.right)]
      const mixed = left.mixed ?? right.mixed
      const alone =
        relation.on.length === 0 ||
        relations.get(relation.right)?.public === true ||
        relation.on.some((on) => left.own.has(on.left) && right.own.has(on.right))
      return mixed === null && !alone ? mixes : { mixed, own: left.own }
    }
    case 'collapse':
    case 'window': {
      const { mixed, own } = of(relation.input)
      const alone = relation.by.some((name) => own.has(name))
      const shares = relation.aggregates.some(({ statistic }) => statistic === 'percent')
      if (mixed !== null) return { mixed, own: NONE }
      if (!alone || shares) return mixes
      return relation.op === 'window'
        ? { mixed, own }
        : { mixed, own: new Set(relation.by.filter((name) => own.has(name))) }
    }
    case 'quantile':
    case 'match':
    case 'predict':
      return mixes
  }
}
