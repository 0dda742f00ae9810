/**
 * Elements inside elements of their kind (`repeat`), however deep: a loop in SQL over JSON, since a type that holds itself cannot be written as a struct. Each turn goes
 * one level down; a path of numbers puts them in the order in which they stand in the resource.
 */
import { failAt } from './definition.js'
import { elementOf, type FhirType, familyOf, NOTHING } from './elements.js'
import type { Scope } from './scope.js'
import { type Expression, parseExpression } from './syntax.js'
import { fresh, isNothing, nothing, Shape, text, type Value } from './values.js'

/** Levels that are followed; a resource with more fails. */
const DEEPEST = 64

const NODE = 'STRUCT(path INTEGER[], node JSON)'

/** All elements that the paths reach from here, again and again; in a list of values, each before what is inside it. */
export function repeated(paths: readonly string[], scope: Scope): Value {
  const ways = paths.map((path) => namesOf(parseExpression(path, scope.place), scope))
  const type = typeReached(ways, scope)
  if (isNothing(scope.focus) || type === NOTHING) return { ...nothing, sql: '[NULL][2:]', many: true }
  const inside = (json: string) => {
    const found = ways.map(
      (way) => `json_extract(${json}, ${text(`$${way.map((name) => `."${name}"[*]`).join('')}`)})`,
    )
    return found.length === 1 ? found[0] : `list_concat(${found.join(', ')})`
  }
  const [n, i, s, e, f] = [fresh(), fresh(), fresh(), fresh(), fresh()]
  const start = `{'done': CAST([] AS ${NODE}[]), 'fresh': list_transform(${inside(whole(scope))}, lambda ${n}, ${i}: {'path': [CAST(${i} AS INTEGER)], 'node': ${n}})}`
  const down = `list_transform(${inside(`${f}.node`)}, lambda ${n}, ${i}: {'path': list_append(${f}.path, CAST(${i} AS INTEGER)), 'node': ${n}})`
  const turn = `CASE WHEN len(${s}.fresh) = 0 THEN ${s} ELSE {'done': list_concat(${s}.done, ${s}.fresh), 'fresh': flatten(list_transform(${s}.fresh, lambda ${f}: ${down}))} END`
  const turns = `list_resize(CAST([] AS STRUCT(done ${NODE}[], fresh ${NODE}[])[]), ${DEEPEST}, NULL)`
  const walked = `list_reduce(list_concat([${start}], ${turns}), lambda ${s}, ${e}: ${turn})`
  const tooDeep = scope.failures.raise(
    scope.place,
    `goes more than ${DEEPEST} levels down in some resource`,
    'A resource as deep as this is likely broken; mend it.',
  )
  const [w, j] = [fresh(), fresh()]
  const all = `list_transform([${walked}], lambda ${w}: CASE WHEN len(${w}.fresh) > 0 THEN ${tooDeep} ELSE list_sort(${w}.done) END)[1]`
  const shape = new Shape(false)
  return {
    // What is read of each is known when all columns are: the structure is filled in at the end.
    sql: `list_transform(${all}, lambda ${j}: from_json(${j}.node, ${scope.later(() => text(JSON.stringify(shape.structure())))}))`,
    type,
    many: true,
    shape,
  }
}

/** The JSON of what the paths start from. Inside forEach only a struct of what is read is there, and the rest of it is gone. */
function whole(scope: Scope): string {
  if (scope.focus.sql === scope.root.sql) return 'content'
  return failAt(
    scope.place,
    'stands inside forEach or another repeat',
    'Write repeat at the root, with paths from the resource.',
  )
}

/** `answer.item` as its names. */
function namesOf(expression: Expression, scope: Scope): string[] {
  if (expression.kind !== 'member')
    return failAt(scope.place, 'follows names of elements alone', 'Write paths like item or answer.item.')
  return [...(expression.of === null ? [] : namesOf(expression.of, scope)), expression.name]
}

/** The type of all elements that are reached, `{}` where no path leads anywhere. */
function typeReached(ways: readonly string[][], scope: Scope): FhirType {
  const reached = new Set<FhirType>()
  const open = [scope.focus.type]
  for (let from = open.pop(); from !== undefined; from = open.pop())
    for (const way of ways) {
      const to = way.reduce<FhirType | null>(
        (type, name) => (type === null ? null : (elementOf(type, name)?.type ?? null)),
        from,
      )
      if (to === null || reached.has(to)) continue
      reached.add(to)
      open.push(to)
    }
  const [first, second] = [...reached]
  if (second !== undefined || (first !== undefined && familyOf(first) !== null))
    failAt(
      scope.place,
      `reaches elements of different types (${[...reached].join(', ')})`,
      'Repeat over elements of one type.',
    )
  return first ?? NOTHING
}
