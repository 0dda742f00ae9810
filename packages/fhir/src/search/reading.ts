/**
 * What a query asks, read against the definitions: each criterion becomes a condition, and what is not understood is told apart from what is wrong. Nothing of
 * a query becomes SQL but as a parameter.
 */

import { fail, nearestName } from '@sund/model'
import { sql } from 'kysely'
import { RESOURCE_TYPES } from '../definitions/types.js'
import {
  allOf,
  anyOf,
  type Criterion,
  not,
  ofRows,
  ofTypes,
  present,
  referredBy,
  referring,
  together,
} from './criterion.js'
import { type Parameter, parametersOf, unansweredOf } from './definitions.js'
import { hash32 } from './hash.js'
import { dateRange, matchDates } from './kinds/date.js'
import { KINDS } from './kinds/index.js'
import { among, badValue, shown, split, v } from './kinds/kind.js'
import { selfOf } from './kinds/reference.js'

const DEEPEST = 8
const MOST_VALUES = 1000

/** Thrown for what is not understood: an error where the query is to be taken strictly, else told and left out. */
export class NotUnderstood extends Error {
  constructor(
    readonly why: string,
    readonly next: string,
  ) {
    super(why)
  }
}

/** Bounds a criterion on other resources (chains, `_has`) to those that whoever asks may find. */
export type Bound = (type: string, criterion: Criterion) => Promise<Criterion>

/** Reads one parameter of a query for resources of these types. Throws `NotUnderstood`, or `usage.request` for a value that is wrong. */
export async function readCriterion(
  types: readonly string[],
  name: string,
  value: string,
  bound: Bound,
  depth = 0,
): Promise<Criterion> {
  if (depth > DEEPEST)
    fail(
      'usage.request',
      `A search goes through more than ${DEEPEST} references.`,
      'Ask in several searches.',
    )
  if (value === '') fail('usage.request', `The search parameter ${shown(name)} has no value.`, 'Give it one.')
  const each = await Promise.all(
    types.map(async (type) => {
      const criterion = await readFor(type, name, value, bound, depth)
      return types.length === 1 ? criterion : ofOwn(type, criterion)
    }),
  )
  return anyOf(each)
}

/** Resources of a type that meet a criterion which was read for it. What can be begun with is of the type already: so is each of its sources. */
const ofOwn = (type: string, criterion: Criterion): Criterion =>
  criterion.keys === null ? allOf([criterion, ofTypes([type])]) : criterion

async function readFor(
  type: string,
  name: string,
  value: string,
  bound: Bound,
  depth: number,
): Promise<Criterion> {
  if (name.startsWith('_has:')) return readHas(type, name, value, bound, depth)
  const [head, ...chain] = name.split('.') as [string, ...string[]]
  const [code, modifier, ...more] = head.split(':') as [string, ...string[]]
  if (more.length > 0) throw new NotUnderstood('It has two modifiers.', 'Use one.')
  if (code === '_id' || code === '_lastUpdated') {
    if (chain.length > 0 || modifier !== undefined) throw unknownModifier(`${modifier ?? chain[0]}`, [])
    return code === '_id' ? readId(type, value) : readUpdated(type, value)
  }
  const parameter = parameterOf(type, code)
  if (chain.length > 0) return readChain(parameter, modifier, chain.join('.'), value, bound, depth)
  if (modifier === 'missing') return readMissing(parameter, name, value)
  return readValues(parameter, name, modifier ?? null, valuesOf(value))
}

export function parameterOf(type: string, code: string): Parameter {
  const parameters = parametersOf(type)
  const found = parameters.get(code)
  if (found !== undefined) return found
  if (unansweredOf(type).has(code))
    throw new NotUnderstood('It is not supported here.', `There are ${listed(parameters.keys())}.`)
  const near = nearestName(code, parameters.keys())
  throw new NotUnderstood(
    `${type} has no such search parameter.`,
    `${near === undefined ? '' : `Perhaps '${near}' is meant. `}There are ${listed(parameters.keys())}.`,
  )
}

/**
 * Throws `NotUnderstood` for a reference that nothing follows: one by canonical address (`url|version`) says of no resource of this store that it is the one. It is searched for by
 * its value alone.
 */
export function checkFollowed({ kind, sources }: Parameter): void {
  if (kind !== 'reference')
    throw new NotUnderstood(
      'It is no reference.',
      'Name a parameter that is one, with nothing after it otherwise.',
    )
  if (!isFollowed(sources))
    throw new NotUnderstood(
      'It refers by canonical address, which is not followed here.',
      'Search by the address itself, and for what has it by url.',
    )
}

/** Whether these sources hold references to resources, and not only canonical addresses. */
export const isFollowed = (sources: Parameter['sources']): boolean =>
  sources.some(({ leaves }) => leaves.some(({ datatype }) => datatype === 'Reference'))

const listed = (names: Iterable<string>) => ['_id', '_lastUpdated', ...names].sort().join(', ')

function unknownModifier(modifier: string, known: readonly string[]): NotUnderstood {
  return new NotUnderstood(
    `It has no modifier ${shown(modifier)} here.`,
    known.length === 0 ? 'Leave it out.' : `There are :${known.join(', :')}.`,
  )
}

function valuesOf(value: string): string[] {
  const values = split(value, ',')
  if (values.length > MOST_VALUES)
    fail(
      'usage.request',
      `A search parameter has more than ${MOST_VALUES} values.`,
      'Ask in several searches.',
    )
  return values
}

function readId(type: string, value: string): Criterion {
  const ids = valuesOf(value).map((id) =>
    selfOf(type, id.slice(id.startsWith(`${type}/`) ? type.length + 1 : 0)),
  )
  const where = among('self', 'bigint', ids)
  return ofRows([{ table: 'search_resource', where, ordered: ids.length === 1 }])
}

/** When a resource was last written is a moment: a stretch of one millisecond. */
function readUpdated(type: string, value: string): Criterion {
  const after = sql`(${v('updated')} + 1)`
  return ofRows(
    valuesOf(value).map((one) => {
      const { where, touches } = dateRange('_lastUpdated', one)
      return {
        table: 'search_resource',
        where: sql`${v('type')} = ${hash32(type)}::integer and ${v('updated')} between ${touches.low - 1}::bigint and ${touches.high}::bigint and ${where(v('updated'), after)}`,
      }
    }),
  )
}

function readMissing(
  { sources, compositions, restricted, targets }: Parameter,
  name: string,
  value: string,
): Criterion {
  if (value !== 'true' && value !== 'false') badValue(name, 'token', 'true or false')
  const there =
    compositions.length === 0
      ? present(sources, restricted ? targets : null)
      : anyOf(
          compositions.map(({ components }) =>
            allOf(components.map((component) => present(component.sources, null))),
          ),
        )
  return value === 'false' ? there : not(there)
}

function readValues(
  parameter: Parameter,
  name: string,
  modifier: string | null,
  values: readonly string[],
): Criterion {
  const { kind, sources, targets, restricted } = parameter
  if (kind === 'composite') {
    if (modifier !== null) throw unknownModifier(modifier, ['missing'])
    return anyOf(values.map((value) => readComposite(parameter, name, value)))
  }
  const { modifiers, match } = KINDS[kind]
  if (kind === 'reference' && modifier !== null && RESOURCE_TYPES.has(modifier)) {
    if (!targets.includes(modifier)) return ofRows([])
    return ofRows(
      values.flatMap((value) =>
        match(value, { name, sources, targets: [modifier], restricted, modifier: null }),
      ),
    )
  }
  if (modifier !== null && (!modifiers.includes(modifier) || modifier === 'type'))
    throw unknownModifier(modifier, ['missing', ...modifiers])
  const wanted = { name, sources, targets, restricted, modifier: modifier === 'not' ? null : modifier }
  const found = ofRows(values.flatMap((value) => match(value, wanted)))
  return modifier === 'not' ? not(found) : found
}

function readComposite({ compositions, code }: Parameter, name: string, value: string): Criterion {
  const parts = split(value, '$')
  return anyOf(
    compositions.map((composition) => {
      if (parts.length !== composition.components.length || parts.includes(''))
        badValue(name, 'composite', `${composition.components.length} values with $ between them`)
      return together(composition, ({ sources }, index) =>
        sources.flatMap((source) =>
          KINDS[source.kind].match(parts[index] as string, {
            ...{ name: code, sources: [source], restricted: false, modifier: null },
            targets: [...RESOURCE_TYPES],
          }),
        ),
      )
    }),
  )
}

/** `subject:Patient.name`, and `subject.name` through all types that it may refer to and that have the rest. */
async function readChain(
  parameter: Parameter,
  modifier: string | undefined,
  rest: string,
  value: string,
  bound: Bound,
  depth: number,
): Promise<Criterion> {
  checkFollowed(parameter)
  const { sources, targets } = parameter
  if (modifier !== undefined && !targets.includes(modifier))
    throw new NotUnderstood(`It does not refer to ${shown(modifier)}.`, `It refers to ${targets.join(', ')}.`)
  const found: Criterion[] = []
  let missed: NotUnderstood | undefined
  for (const type of modifier === undefined ? targets : [modifier])
    try {
      const criterion = await readCriterion([type], rest, value, bound, depth + 1)
      found.push(await bound(type, ofOwn(type, criterion)))
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error
      missed ??= error
    }
  if (found.length === 0 && missed !== undefined) throw missed
  return referring(sources, anyOf(found))
}

/** `_has:Observation:patient:code`: resources to which an Observation that is so refers as its patient. */
async function readHas(
  type: string,
  name: string,
  value: string,
  bound: Bound,
  depth: number,
): Promise<Criterion> {
  const [, by = '', code = '', ...rest] = name.split(':')
  if (!RESOURCE_TYPES.has(by) || rest.length === 0)
    throw new NotUnderstood('It is not written as _has is.', 'Write _has:Type:reference:parameter.')
  const parameter = parameterOf(by, code)
  checkFollowed(parameter)
  if (!parameter.targets.includes(type))
    throw new NotUnderstood(`${by} does not refer to ${type} by it.`, 'Name a reference that does.')
  const criterion = await readCriterion([by], rest.join(':'), value, bound, depth + 1)
  return allOf([referredBy(parameter.sources, await bound(by, criterion)), ofTypes([type])])
}

/** Comparisons of one date that a resource has at most once, joined: between two of them there is one stretch of an index. */
export function readDates(type: string, name: string, values: readonly string[]): Criterion | undefined {
  const parameter = parametersOf(type).get(name)
  if (parameter?.kind !== 'date' || values.length < 2 || values.some((value) => split(value, ',').length > 1))
    return undefined
  const bases = new Set(parameter.sources.map(({ path }) => path.replace(/:\w+$/, '')))
  if (bases.size > 1 || !parameter.sources.every(({ single }) => single)) return undefined
  return ofRows(
    matchDates(
      values.map((value) => dateRange(name, value)),
      parameter.sources,
    ),
  )
}
