/**
 * Batches and transactions (R4, http.html § 3.1.0.11): many interactions in one request. A batch does each alone; a transaction all or none, with the links between
 * its entries put right. The interactions themselves are those of change.ts and read.ts.
 */
import { Failure, fail } from '@sund/model'
import { z } from 'zod'
import { outcomeOf } from '../../outcome.js'
import type { Reader } from '../../reader.js'
import type { Resource } from '../../resource.js'
import {
  carryOut,
  foundBy,
  keyOf,
  type Planned,
  planCreate,
  planPatch,
  planRemove,
  planRemoveWhere,
  planUpdate,
} from '../change.js'
import { nameOf } from '../content.js'
import { foresee, type Session, type WritingSession } from '../session.js'
import { answer, type Response, responseOf } from './answers.js'
import {
  type Asked,
  blamed,
  blaming,
  checkNames,
  entryOf,
  inOrder,
  isDeletion,
  isWrite,
  patchIn,
  unreadable,
  versionOf,
} from './entries.js'
import { link } from './link.js'

const Request = z.object({
  resourceType: z.literal('Bundle'),
  type: z.enum(['batch', 'transaction']),
  entry: z.array(z.unknown()).default([]),
})

/** What a bundle is done with: each use is whole or not at all. */
export interface Uses {
  reading<T>(work: (session: Session) => Promise<T>): Promise<T>
  writes<T>(work: (session: WritingSession) => Promise<T>): Promise<T>
}

/** The response Bundle, its entries in the order of the request. Throws for a transaction of which anything fails, with the entry. */
export async function bundle(uses: Uses, reader: Reader, asked: Resource): Promise<Resource> {
  const request = Request.safeParse(asked)
  if (!request.success)
    fail(
      'usage.request',
      'This is no Bundle of the type “batch” or “transaction”.',
      'Send one of them, or write its resources one by one.',
    )
  const { type, entry } = request.data
  const responses =
    type === 'transaction' ? await transaction(uses, reader, entry) : await batch(uses, reader, entry)
  return { resourceType: 'Bundle', type: `${type}-response`, entry: responses }
}

async function batch(uses: Uses, reader: Reader, entries: readonly unknown[]): Promise<Response[]> {
  const responses = new Map<number, Response>()
  const failed = (place: number, thrown: unknown) => {
    if (!(thrown instanceof Failure)) throw thrown
    const { status, outcome } = outcomeOf(thrown)
    responses.set(place, { response: { status: String(status), outcome } })
  }
  const asked = entries.flatMap((entry, place) => {
    try {
      return entryOf(entry, place)
    } catch (thrown) {
      failed(place, thrown)
      return []
    }
  })
  for (const one of inOrder(asked))
    try {
      const response = isWrite(one)
        ? await uses.writes(async (session) => {
            const plans = await plan(session, reader, one)
            const written = await carryOut(session, reader, plans)
            return responseOf(plans, written)
          })
        : await uses.reading((session) => answer(session, reader, one))
      responses.set(one.place, response)
    } catch (thrown) {
      failed(one.place, thrown)
    }
  return entries.map((_, place) => responses.get(place) as Response)
}

async function transaction(uses: Uses, reader: Reader, entries: readonly unknown[]): Promise<Response[]> {
  const asked = inOrder(entries.map((entry, place) => blaming(place, undefined, () => entryOf(entry, place))))
  checkNames(asked)
  const work = (session: Session) =>
    answerAll(
      session,
      reader,
      asked.filter((one) => !isWrite(one)),
    )
  if (!asked.some(isWrite)) return placed(await uses.reading(work))
  return uses.writes(async (session) => {
    const responses = new Map<Asked, Response>()
    const done = new Map<string, Asked>()
    for (const some of [asked.filter(isDeletion), asked.filter((one) => isWrite(one) && !isDeletion(one))])
      await carryOutAll(session, reader, some, done, responses)
    for (const [one, response] of await work(session)) responses.set(one, response)
    return placed(responses)
  })
}

/** Plans interactions, puts right what links them, writes them at once and sees that none is about what another has written. */
async function carryOutAll(
  session: WritingSession,
  reader: Reader,
  asked: readonly Asked[],
  done: Map<string, Asked>,
  responses: Map<Asked, Response>,
): Promise<void> {
  const plans = new Map<Asked, Planned[]>()
  await foresee(
    session,
    asked.flatMap(({ target: { type, id } }) => (type === null || id === undefined ? [] : [{ type, id }])),
  )
  for (const one of asked) {
    const planned = await blamed(one, () => plan(session, reader, one))
    plans.set(one, planned)
    for (const { write } of planned) {
      if (write === null) continue
      const other = done.get(nameOf(write))
      if (other !== undefined)
        blaming(one.place, one.method, () =>
          fail(
            'usage.request',
            `It is about the same resource as entry ${other.place + 1}.`,
            'Let each resource be written by one entry at most.',
          ),
        )
      done.set(nameOf(write), one)
    }
  }
  await link(session, reader, plans)
  const flat = [...plans].flatMap(([one, planned]) => planned.map((plan) => ({ one, plan })))
  const written = await carryOut(
    session,
    reader,
    flat.map(({ plan }) => plan),
    (index, work) => blamed(flat[index]?.one as Asked, work),
  )
  let next = 0
  for (const [one, planned] of plans) {
    const own = written.slice(next, next + planned.length)
    next += planned.length
    responses.set(one, responseOf(planned, own))
  }
  for (const one of asked) await blamed(one, () => checkStillAlone(session, reader, one, done))
}

/**
 * A condition was judged before anything was written. Had it then found what another entry has written, it would have come to something else, so the transaction says
 * two things at once and is refused.
 */
async function checkStillAlone(
  session: WritingSession,
  reader: Reader,
  one: Asked,
  done: ReadonlyMap<string, Asked>,
): Promise<void> {
  const condition = one.method === 'POST' ? one.request.ifNoneExist : one.target.query
  if (condition === undefined || condition === '' || isDeletion(one)) return
  for (const key of await foundBy(session, reader, one.target.type as string, condition, 2)) {
    const other = done.get(nameOf(key)) ?? one
    if (other !== one)
      fail(
        'conflict.exists',
        `Its condition finds what entry ${other.place + 1} writes.`,
        'Let each resource be written by one entry at most.',
      )
  }
}

/** What an interaction that writes comes to: one version, and where a query finds several to delete, several. */
async function plan(session: WritingSession, reader: Reader, asked: Asked): Promise<Planned[]> {
  const { target, request, method } = asked
  const ifMatch = versionOf(request.ifMatch)
  const type = target.type ?? unreadable()
  if (target.history || target.version !== undefined) unreadable()
  const where = target.query === '' ? undefined : target.query
  const key = target.id === undefined ? undefined : keyOf(type, target.id)
  if (method === 'DELETE')
    return key === undefined
      ? planRemoveWhere(session, reader, type, where ?? unreadable())
      : [await planRemove(session, reader, key, ifMatch)]
  if (method === 'PATCH') {
    const of = key ?? { type, where: where ?? unreadable() }
    return [await planPatch(session, reader, of, patchIn(asked.resource), ifMatch)]
  }
  const { resource } = asked
  if (resource === undefined || resource.resourceType !== type)
    fail('usage.request', 'Its resource is missing or not of the type in its address.', 'Mend the entry.')
  if (method === 'POST') {
    if (key !== undefined || where !== undefined) unreadable()
    const { ifNoneExist } = request
    return [await planCreate(session, reader, resource, ifNoneExist === undefined ? {} : { ifNoneExist })]
  }
  if (key !== undefined && (resource.id ?? key.id) !== key.id)
    fail('usage.request', 'Its resource has another identifier than its address.', 'Mend the entry.')
  return key === undefined
    ? [await planUpdate(session, reader, resource, { ...ifMatch, where: where ?? unreadable() })]
    : [await planUpdate(session, reader, { ...resource, id: key.id }, ifMatch)]
}

async function answerAll(
  session: Session,
  reader: Reader,
  asked: readonly Asked[],
): Promise<Map<Asked, Response>> {
  const responses = new Map<Asked, Response>()
  for (const one of asked) responses.set(one, await blamed(one, () => answer(session, reader, one)))
  return responses
}

/** Responses in the order of the request. */
function placed(responses: ReadonlyMap<Asked, Response>): Response[] {
  return [...responses].sort(([a], [b]) => a.place - b.place).map(([, response]) => response)
}
