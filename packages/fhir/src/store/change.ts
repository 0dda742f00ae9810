/**
 * Creating, changing and deleting. First what each interaction is about is found (by identifier, or by a query) and what
 * is to be written of it made; then it is written. So that a transaction can do the first for all of its entries and the second at once.
 */
import { isDeepStrictEqual } from 'node:util'
import { fail } from '@sund/model'
import { applyPatch, type Operation, Pointer } from 'rfc6902'
import { z } from 'zod'
import { restored, withNumbers, withTexts } from '../json.js'
import type { ResourceWhere, Written } from '../ports.js'
import type { Interaction, Reader } from '../reader.js'
import type { KeptResource, Resource, ResourceKey } from '../resource.js'
import { matching } from '../search/search.js'
import { checkId, checkResource, checkType, isObject } from './content.js'
import { allowed, checkTypeIsTheirs, notFound } from './gate.js'
import { versionOf } from './read.js'
import {
  type Current,
  current,
  foresee,
  type NewVersion,
  resourceOf,
  type Session,
  type WritingSession,
} from './session.js'
import { write } from './write.js'

/** What an interaction comes to: a version to be written, or something that is there already. */
export type Planned =
  | { write: NewVersion; interaction: Interaction }
  | { write: null; found: KeptResource | null }

/** `ifNoneExist`: see the port. */
export async function planCreate(
  session: WritingSession,
  reader: Reader,
  resource: Resource,
  { ifNoneExist }: { ifNoneExist?: string } = {},
): Promise<Planned> {
  checkResource(resource)
  const type = resource.resourceType
  checkTypeIsTheirs(reader, type, 'c')
  if (ifNoneExist !== undefined) {
    const found = await theOne(session, reader, type, ifNoneExist)
    if (found !== undefined)
      return { write: null, found: resourceOf(await present(session, reader, found, 's')) }
  }
  const id = session.identifiers.next()
  return { interaction: 'c', write: { type, id, method: 'POST', resource, before: undefined } }
}

/** An update by identifier creates what is not there, under the identifier that it has. */
export async function planUpdate(
  session: WritingSession,
  reader: Reader,
  resource: Resource,
  { ifMatch, where }: { ifMatch?: number; where?: string } = {},
): Promise<Planned> {
  checkResource(resource)
  const type = resource.resourceType
  if (where === undefined) {
    if (resource.id === undefined)
      fail(
        'usage.request',
        'The resource has no identifier.',
        'Give it the identifier that is in the address.',
      )
    return planPut(session, reader, resource, { type, id: resource.id }, ifMatch)
  }
  const found = await theOne(session, reader, type, where)
  if (found === undefined && resource.id === undefined) {
    checkVersion(undefined, ifMatch)
    return planCreate(session, reader, resource)
  }
  if (found !== undefined && (resource.id ?? found.id) !== found.id)
    fail(
      'usage.request',
      'The resource that the query finds has another identifier than the one sent.',
      'Leave the identifier out.',
    )
  const key = found ?? { type, id: resource.id as string }
  if (found === undefined && !((await current(session, key))?.deleted ?? true))
    fail(
      'conflict.exists',
      'The query finds nothing, but there is a resource with the identifier of the one sent.',
      'Update it by its identifier, or mend the query.',
    )
  return planPut(session, reader, resource, key, ifMatch)
}

async function planPut(
  session: WritingSession,
  reader: Reader,
  resource: Resource,
  key: ResourceKey,
  ifMatch: number | undefined,
): Promise<Planned> {
  const before = await current(session, key)
  const interaction = before === undefined || before.deleted ? 'c' : 'u'
  checkTypeIsTheirs(reader, key.type, interaction)
  if (before !== undefined && interaction === 'u') await checkTheirs(session, reader, before, interaction)
  checkVersion(before, ifMatch)
  return { interaction, write: { ...key, method: 'PUT', resource, before } }
}

/** A JSON Pointer (RFC 6901) into the resource itself, and not into what JavaScript hangs on every object. */
const Path = z.string().regex(/^(\/(?!(__proto__|constructor|prototype)(\/|$))[^/]*)*$/)
const Operations = z.array(
  z.discriminatedUnion('op', [
    z.object({ op: z.enum(['add', 'replace', 'test']), path: Path, value: z.unknown() }),
    z.object({ op: z.literal('remove'), path: Path }),
    z.object({ op: z.enum(['move', 'copy']), path: Path, from: Path }),
  ]),
)

/** JSON Patch (RFC 6902), whole or not at all. A test that fails is `conflict.revision`: the resource is not as the writer thought. */
export async function planPatch(
  session: WritingSession,
  reader: Reader,
  of: ResourceKey | ResourceWhere,
  operations: unknown,
  { ifMatch }: { ifMatch?: number } = {},
): Promise<Planned> {
  checkType(of.type)
  const patch = Operations.safeParse(withTexts(operations))
  if (!patch.success)
    fail('usage.request', 'This is no JSON Patch.', 'Send a list of operations as RFC 6902 has them.')
  const key =
    'where' in of
      ? ((await theOne(session, reader, of.type, of.where)) ??
        fail('usage.not-found', `The query finds no resource of the type ${of.type}.`, 'Mend the query.'))
      : of
  const before = await present(session, reader, key, 'u')
  checkVersion(before, ifMatch)
  const patched = withTexts(resourceOf(before))
  const failed = (patch.data as Operation[]).findIndex((operation) => !done(patched, operation))
  if (failed !== -1) {
    const tested = patch.data[failed]?.op === 'test'
    fail(
      tested ? 'conflict.revision' : 'usage.request',
      `Operation ${failed + 1} of the patch ${tested ? 'tests what is not so' : 'cannot be done'}.`,
      'Read the resource and make the patch anew.',
    )
  }
  const resource = restored(patched)
  if (!isObject(resource) || resource['resourceType'] !== key.type || resource['id'] !== key.id)
    fail(
      'usage.request',
      'A patch may not change what or which a resource is.',
      'Leave “resourceType” and “id” alone.',
    )
  checkResource(resource)
  return { interaction: 'u', write: { ...key, method: 'PATCH', resource, before } }
}

/** Whether an operation could be done. Numbers stand as they are written, so that they are moved as they are; a test compares what they are. */
function done(resource: unknown, operation: Operation): boolean {
  if (operation.op !== 'test') return applyPatch(resource, [operation])[0] === null
  const { value } = Pointer.fromJSON(operation.path).evaluate(resource)
  return isDeepStrictEqual(withNumbers(value), withNumbers(operation.value))
}

/** What is deleted already stays so. */
export async function planRemove(
  session: WritingSession,
  reader: Reader,
  key: ResourceKey,
  { ifMatch }: { ifMatch?: number } = {},
): Promise<Planned> {
  checkType(key.type)
  checkTypeIsTheirs(reader, key.type, 'd')
  const before = await current(session, key)
  if (before === undefined) return notFound(key)
  if (before.deleted) {
    // Who could not have deleted it is not told that it ever was.
    const was = await versionOf(session, key, before.version - 1)
    if ((await allowed(session, reader, 'd', was)).length === 0) notFound(key)
    checkVersion(before, ifMatch)
    return { write: null, found: null }
  }
  await checkTheirs(session, reader, before, 'd')
  checkVersion(before, ifMatch)
  return { interaction: 'd', write: { ...key, method: 'DELETE', resource: null, before } }
}

/** At most this many are deleted by one query: beyond it somebody has made a mistake. */
const MOST_DELETED = 1000

/** All that a query finds; more than `MOST_DELETED` are `usage.too-large`, and none of them is deleted. */
export async function planRemoveWhere(
  session: WritingSession,
  reader: Reader,
  type: string,
  query: string,
): Promise<Planned[]> {
  checkType(type)
  checkTypeIsTheirs(reader, type, 'd')
  const found = await foundBy(session, reader, type, query, MOST_DELETED + 1)
  if (found.length > MOST_DELETED)
    fail(
      'usage.too-large',
      `The query finds more than ${MOST_DELETED} resources, and none of them was deleted.`,
      'Delete them by narrower queries, one after another.',
    )
  await foresee(session, found)
  const plans: Planned[] = []
  for (const key of found) plans.push(await planRemove(session, reader, key))
  return plans
}

/** Does something for the plan in this place of a list; who lists several can say of which an error is. */
export type ForPlan = <T>(place: number, work: () => T | Promise<T>) => Promise<T>

/** Writes what was planned and says what came of each. Throws `permission.denied` for what the reader may not have made it into. */
export async function carryOut(
  session: WritingSession,
  reader: Reader,
  plans: readonly Planned[],
  forPlan: ForPlan = async (_place, work) => work(),
): Promise<(Written | null)[]> {
  for (const [place, plan] of plans.entries())
    if (plan.write?.resource) await forPlan(place, () => session.check(plan.write.resource as Resource))
  const resources = await write(
    session,
    plans.flatMap(({ write }) => write ?? []),
  )
  let next = 0
  const done = plans.map((plan) => ({
    plan,
    resource: plan.write === null ? null : (resources[next++] ?? null),
  }))
  const theirs = new Set<KeptResource>()
  for (const interaction of ['c', 'u'] as const) {
    const some = done.flatMap(({ plan, resource }) =>
      plan.write !== null && plan.interaction === interaction && resource !== null ? [{ resource }] : [],
    )
    for (const { resource } of await allowed(session, reader, interaction, some)) theirs.add(resource)
  }
  const came: (Written | null)[] = []
  for (const [place, { plan, resource }] of done.entries()) {
    if (plan.write === null) came.push(plan.found && { resource: plan.found, created: false })
    else if (resource === null) came.push(null)
    else if (theirs.has(resource)) came.push({ resource, created: plan.interaction === 'c' })
    else await forPlan(place, () => notTheirs(resource))
  }
  return came
}

function notTheirs({ resourceType }: KeptResource): never {
  return fail(
    'permission.denied',
    `You may not make a resource of the type ${resourceType} what you sent.`,
    'Write only what your rights, or the patient you act for, take in.',
  )
}

/** What is there and the reader's to deal with so, else `usage.not-found`. */
async function present(
  session: WritingSession,
  reader: Reader,
  key: ResourceKey,
  interaction: Interaction,
): Promise<Current> {
  checkTypeIsTheirs(reader, key.type, interaction)
  const before = await current(session, key)
  if (before === undefined || before.deleted) return notFound(key)
  await checkTheirs(session, reader, before, interaction)
  return before
}

async function checkTheirs(
  session: WritingSession,
  reader: Reader,
  before: Current,
  interaction: Interaction,
): Promise<void> {
  const [theirs] = await allowed(session, reader, interaction, [{ resource: resourceOf(before) }])
  if (theirs === undefined) notFound(before)
}

function checkVersion(before: Current | undefined, ifMatch: number | undefined): void {
  if (ifMatch !== undefined && ifMatch !== before?.version)
    fail(
      'conflict.revision',
      'The resource is not the version that you have seen.',
      'Read it again and see whether your change is still right.',
    )
}

/** The one that a query finds, undefined where none; several are `conflict.exists`. */
export async function theOne(
  session: WritingSession,
  reader: Reader,
  type: string,
  query: string,
): Promise<ResourceKey | undefined> {
  checkType(type)
  const [found, another] = await foundBy(session, reader, type, query, 2)
  if (another !== undefined)
    fail(
      'conflict.exists',
      `The query finds several resources of the type ${type}.`,
      'Ask by what only one of them has, such as an identifier.',
    )
  return found
}

/** What a query of an interaction by condition finds, `limit` at most. */
export function foundBy(
  { database }: Session,
  reader: Reader,
  type: string,
  query: string,
  limit: number,
): Promise<ResourceKey[]> {
  checkTypeIsTheirs(reader, type, 's')
  if (query === '')
    fail('usage.request', 'The condition is empty.', 'Say by which parameters the resource is found.')
  return matching(database, reader, type, query, limit)
}

/** The identifier of an address, checked. */
export function keyOf(type: string, id: string): ResourceKey {
  checkType(type)
  checkId(id)
  return { type, id }
}
