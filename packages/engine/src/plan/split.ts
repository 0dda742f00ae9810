/**
 * A plan cut by place: what each holder does alone, what it delivers, and what is left for the room. Columns that no
 * statistic needs are cut away first, so that what nobody asked for is neither read nor sent.
 */
import { definitionOf } from './definition.js'
import { inputsOf, neededColumns, prune, ROOM } from './prune.js'
import type { Fragment, Plan, Received, Relation, Step } from './types.js'

const NOBODY: ReadonlySet<string> = new Set()

/**
 * Fragments of a plan, holders in the order of the script and the room last, if it is needed. A relation that the room
 * reads stands in its holder's `deliver` and as `received` in the room's steps, right before it is first read, under the same id
 * and with the same columns. Texts go where the last results are made. Holders in `apart` read their tables and do nothing with them: what they
 * would make of the rows is the room's.
 */
export function split(plan: Plan, apart: ReadonlySet<string> = NOBODY): Fragment[] {
  const { relations, steps } = prune(defined(plan), apart)
  const crossing = crossings(relations, steps, apart)
  const places = [...new Set([...relations.values()].map(({ place }) => place))].filter(
    (place) => place !== ROOM,
  )
  const inRoom =
    places.length === 0
      ? steps.length > 0
      : crossing.size > 0 || [...relations.values()].some(({ place }) => place === ROOM)
  const textPlace = inRoom ? ROOM : (places[0] ?? ROOM)
  const placeOf = (step: Step): string => {
    if (step.do === 'relation') return step.relation.place
    const { what } = step.show
    if (what.kind === 'text') return textPlace
    const { place } = relations.get(what.relation) as Relation
    return apart.has(place) ? ROOM : place
  }
  const needed = neededColumns(steps.filter((step) => placeOf(step) === ROOM))
  const sent = (relation: Relation) =>
    relation.columns.filter(({ name }) => needed.get(relation.id)?.has(name))
  const holders = places.map((place): Fragment => {
    const own = steps.filter((step) => placeOf(step) === place)
    return {
      place,
      registers: registersOf(own),
      steps: own,
      deliver: [...crossing]
        .map((id) => relations.get(id) as Relation)
        .filter((relation) => relation.place === place)
        .map((relation) => ({ relation: relation.id, columns: sent(relation).map(({ name }) => name) })),
    }
  })
  if (!inRoom) return holders
  const waiting = new Set(crossing)
  const own = steps
    .filter((step) => placeOf(step) === ROOM)
    .flatMap((step): Step[] => {
      const first = readBy(step).filter((id) => waiting.delete(id))
      const received = first.map((id): Step => {
        const relation = relations.get(id) as Relation
        return { do: 'relation', relation: receivedOf(relation, sent(relation)) }
      })
      return [...received, step]
    })
  return [...holders, { place: ROOM, registers: [], steps: own, deliver: [] }]
}

/** The plan with what the release ledger knows the groups of each statistic by. */
function defined(plan: Plan): Plan {
  const steps = plan.steps.map((step): Step => {
    const definition = step.do === 'show' ? definitionOf(plan, step.show.index) : null
    return step.do === 'show' && definition ? { do: 'show', show: { ...step.show, definition } } : step
  })
  return { ...plan, steps }
}

/** The relations that a step reads. */
function readBy(step: Step): string[] {
  if (step.do === 'relation') return inputsOf(step.relation)
  return step.show.what.kind === 'statistic' ? [step.show.what.relation] : []
}

/** Relations of holders that something in the room reads. */
function crossings(
  relations: ReadonlyMap<string, Relation>,
  steps: readonly Step[],
  apart: ReadonlySet<string>,
): Set<string> {
  const crossing = new Set<string>()
  for (const step of steps)
    for (const id of readBy(step)) {
      const place = relations.get(id)?.place ?? ROOM
      const inRoom = step.do === 'relation' ? step.relation.place === ROOM : apart.has(place)
      if (inRoom && place !== ROOM) crossing.add(id)
    }
  return crossing
}

function receivedOf(relation: Relation, columns: Received['columns']): Received {
  const { id, unit, rowsPerUnit, rowsPerSubject, position, command } = relation
  return {
    op: 'received',
    id,
    place: ROOM,
    unit,
    rowsPerUnit,
    rowsPerSubject,
    public: relation.public,
    columns,
    position,
    command,
    from: relation.place,
  }
}

function registersOf(steps: readonly Step[]): Fragment['registers'] {
  const registers = new Map<string, Fragment['registers'][number]>()
  for (const step of steps)
    if (step.do === 'relation' && step.relation.op === 'scan') {
      const { register: name, version } = step.relation
      registers.set(`${name}:${version}`, { name, version })
    }
  return [...registers.values()]
}
