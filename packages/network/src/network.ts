/**
 * Parties that ask each other things: who may ask what, and what happens to a request on its way. Apart from
 * messages, which are bytes, and from the roles, which answer. Parties in one process talk by the same bytes
 * that HTTP would carry: only the transport differs.
 */
import {
  type Clock,
  errorsOf,
  Failure,
  fail,
  type Identifiers,
  MESSAGES,
  type MessageName,
  type Part,
  type Party,
  type Reply,
  type Request,
  SundError,
} from '@sund/model'
import { z } from 'zod'
import { type PartyKeys, type PublicJwk, publicHalf } from './keys.js'
import { decodeMessage, type Envelope, encodeMessage, FRESH_MILLISECONDS, type Message } from './messages.js'

type Role = 'hub' | 'holder' | 'room'

/** Who may ask whom for what. What is not here is refused on receipt. */
export const MAY_ASK: Record<MessageName, { from: readonly Role[]; to: Role }> = {
  describe: { from: ['hub'], to: 'holder' },
  policy: { from: ['hub'], to: 'holder' },
  'open-room': { from: ['hub'], to: 'room' },
  deliver: { from: ['hub'], to: 'holder' },
  delivery: { from: ['holder'], to: 'room' },
  compute: { from: ['hub'], to: 'room' },
  count: { from: ['hub'], to: 'holder' },
  combine: { from: ['hub'], to: 'room' },
  cancel: { from: ['hub'], to: 'holder' },
  'close-room': { from: ['hub'], to: 'room' },
  compare: { from: ['holder', 'room'], to: 'hub' },
  spend: { from: ['holder', 'room'], to: 'hub' },
  blind: { from: ['hub'], to: 'holder' },
  choices: { from: ['holder'], to: 'hub' },
  'choices-changed': { from: ['hub'], to: 'holder' },
}

/** What an answer carries. */
export interface Answer<N extends MessageName> {
  reply: Reply<N>
  attachments?: readonly Uint8Array[]
}

/** Takes the parts of an answer one by one: the next is not sent before the promise is kept. */
export type Parts<N extends MessageName> = (part: Part<N>) => void | Promise<void>

/**
 * How a party answers, by name of the request. Attachments are views: copy what must outlive the call. `part` sends a part
 * ahead of the answer and rejects when the other party will not have it.
 */
export type Handlers = {
  readonly [N in MessageName]?: (
    request: Request<N>,
    attachments: readonly Uint8Array[],
    from: Party,
    part: (part: Part<N>) => Promise<void>,
  ) => Promise<Answer<N>>
}

/** A party's way to ask others. */
export interface Peer {
  readonly party: Party
  /**
   * Asks and awaits the answer; `onPart` has each part of it when it comes, in order. Throws the errors of the other party as they
   * are; `unavailable.holder` when it cannot be reached; `permission.signature` or `usage.request` when the answer or a part of it
   * is not to be believed: of another request, out of order, twice, or fewer or more than the answer says.
   */
  ask<N extends MessageName>(
    to: Party,
    name: N,
    request: Request<N>,
    attachments?: readonly Uint8Array[],
    onPart?: Parts<N>,
  ): Promise<Required<Answer<N>>>
}

/** Takes the bytes of one part of an answer; rejects when the party that asked refuses it. */
export type PartBytes = (bytes: Uint8Array) => Promise<void>

/** Carries the bytes of a request to a party and brings back the bytes of its answer, those of its parts before it. */
export interface Transport {
  send(to: Party, bytes: Uint8Array, onPart: PartBytes): Promise<Uint8Array>
}

/** A peer with its ear: what a transport calls when a request arrives. */
export interface Endpoint extends Peer {
  /**
   * Answers one request, its parts by `onPart`. Throws only when the request is not to be believed, since then nobody is known to
   * answer to.
   */
  receive(bytes: Uint8Array, onPart?: PartBytes): Promise<Uint8Array>
}

export interface EndpointSettings {
  party: Party
  keys: PartyKeys
  /** The public signing key of each known party. */
  directory: (party: Party) => PublicJwk | undefined
  transport: Transport
  handlers: Handlers
  clock: Clock
  identifiers: Identifiers
  /** Told of what a handler threw that is no `Failure`; the other party gets the reference alone. */
  onBug?: (reference: string, thrown: unknown) => void
}

/**
 * Most requests that are remembered to refuse their replay; more within the time they count as fresh are refused.
 */
const MOST_REMEMBERED = 200_000

/** What ends an answer: the reply or why there is none, and how many parts came before, so that a cut shows. */
const parts = z.int().nonnegative()
const Outcome = z.union([
  z.strictObject({ reply: z.unknown(), parts }),
  z.strictObject({ errors: z.tuple([SundError], SundError), parts }),
])

/** A party on any transport. */
export function createEndpoint(settings: EndpointSettings): Endpoint {
  const { party, keys, directory, transport, handlers, clock, identifiers, onBug } = settings
  const replays = createReplayGuard(clock)

  const write = (
    head: Pick<Envelope, 'to' | 'name' | 'replyTo' | 'part' | 'body'>,
    attachments: readonly Uint8Array[],
  ) => {
    const id = identifiers.next()
    const at = clock.now().toISOString()
    return { id, bytes: encodeMessage({ ...head, from: party, id, at }, attachments, keys.signing) }
  }
  const read = (bytes: Uint8Array) => decodeMessage(bytes, { to: party, now: clock.now(), directory })

  return {
    party,
    async ask(to, name, request, attachments = [], onPart = () => {}) {
      const { id, bytes } = write({ to, name, replyTo: null, part: null, body: request }, attachments)
      const readOwn = async (of: Uint8Array, part: number | null) => {
        const message = await read(of)
        const { envelope } = message
        if (envelope.from !== to || envelope.name !== name || envelope.replyTo !== id)
          fail('permission.signature', 'An answer was refused: it belongs to another request.', 'Try again.')
        if (envelope.part !== part) notWhole()
        return message
      }
      let count = 0
      let refusal: unknown
      const answer = await transport
        .send(to, await bytes, async (of) => {
          try {
            const { envelope } = await readOwn(of, count++)
            const form = partOf(name)
            if (form === null) return notWhole()
            const part = form.safeParse(envelope.body)
            if (!part.success) return unreadable(name, part.error)
            await onPart(part.data as Part<typeof name>)
          } catch (thrown) {
            refusal ??= thrown
            throw thrown
          }
        })
        .then((of) => readOwn(of, null))
        .catch((thrown) => {
          throw refusal ?? thrown
        })
      // What was refused stays refused, whatever the other party makes of it.
      if (refusal !== undefined) throw refusal
      const outcome = Outcome.safeParse(answer.envelope.body)
      if (!outcome.success) return unreadable(name, outcome.error)
      if (outcome.data.parts !== count) return notWhole()
      if ('errors' in outcome.data) throw new Failure(...outcome.data.errors)
      const reply = MESSAGES[name].reply.safeParse(outcome.data.reply)
      if (!reply.success) return unreadable(name, reply.error)
      return { reply: reply.data as Reply<typeof name>, attachments: answer.attachments }
    },
    async receive(bytes, onPart = async () => {}) {
      const message = await read(bytes)
      const { from: to, name, id: replyTo } = message.envelope
      let parts = 0
      const sendPart = async (body: unknown) => {
        await onPart(await write({ to, name, replyTo, part: parts++, body }, []).bytes)
      }
      try {
        replays.remember(message.envelope)
        const { reply, attachments = [] } = await answerTo(message, party, handlers, sendPart)
        return await write({ to, name, replyTo, part: null, body: { reply, parts } }, attachments).bytes
      } catch (thrown) {
        const reference = identifiers.next()
        if (!(thrown instanceof Failure)) onBug?.(reference, thrown)
        const body = { errors: errorsOf(thrown, reference), parts }
        return await write({ to, name, replyTo, part: null, body }, []).bytes
      }
    },
  }
}

async function answerTo(
  { envelope, attachments }: Message,
  party: Party,
  handlers: Handlers,
  sendPart: (part: unknown) => Promise<void>,
): Promise<Answer<MessageName>> {
  const { name, from, replyTo, part, body } = envelope
  if (replyTo !== null || part !== null || !isName(name))
    return fail('usage.request', 'There is no such request.', 'See that both parties run the same version.')
  const allowed = MAY_ASK[name]
  if (!allowed.from.some((role) => role === roleOf(from)) || roleOf(party) !== allowed.to)
    return fail(
      'permission.denied',
      `${from} may not ask ${party} for '${name}'.`,
      `Only a ${allowed.from.join(' or a ')} asks a ${allowed.to} for it.`,
    )
  const request = MESSAGES[name].request.safeParse(body)
  if (!request.success) return unreadable(name, request.error)
  // The name picks schema and handler together, which the type of a table cannot say.
  const handler = handlers[name] as
    | ((
        ...all: [unknown, readonly Uint8Array[], Party, (part: unknown) => Promise<void>]
      ) => Promise<Answer<MessageName>>)
    | undefined
  if (handler === undefined)
    return fail(
      'usage.request',
      `${party} does not answer '${name}'.`,
      'See that both parties run the same version.',
    )
  return await handler(request.data, attachments, from, sendPart)
}

/** The form of a part of the answer to `name`, where it comes in parts. */
function partOf(name: MessageName): z.ZodType | null {
  const message = MESSAGES[name]
  return 'part' in message ? message.part : null
}

function notWhole(): never {
  return fail(
    'permission.signature',
    'An answer was refused: a part of it is missing, came twice or is not in its place.',
    'Try again; if it happens again, look at what lies between the parties.',
  )
}

function isName(name: string): name is MessageName {
  return Object.hasOwn(MESSAGES, name)
}

function roleOf(party: Party): Role {
  return party.startsWith('holder:') ? 'holder' : (party as 'hub' | 'room')
}

/** Says where a message is wrong, and never what stood there. */
function unreadable(name: string, error: z.ZodError): never {
  const places = error.issues
    .slice(0, 3)
    .map(({ path }) => (path.length === 0 ? 'the whole' : path.join('.')))
  return fail(
    'usage.request',
    `The message '${name}' does not have its form at ${places.join(', ')}.`,
    'See that both parties run the same version.',
  )
}

/**
 * Refuses what was already received. What is fresh now is stale after twice the time that counts as fresh, so
 * entries leave in the order in which they came.
 */
function createReplayGuard(clock: Clock): { remember(envelope: Envelope): void } {
  const until = new Map<string, number>()
  return {
    remember({ from, id }) {
      const now = clock.now().getTime()
      for (const [old, end] of until) {
        if (end >= now) break
        until.delete(old)
      }
      const key = `${from} ${id}`
      if (until.has(key))
        fail('permission.signature', 'A message was refused: it was received before.', 'Ask anew.')
      if (until.size >= MOST_REMEMBERED)
        fail('permission.rate', 'More is asked than can be answered.', 'Wait ten minutes, then ask again.')
      until.set(key, now + 2 * FRESH_MILLISECONDS)
    },
  }
}

/** Parties of one process. */
export interface Network {
  /** Adds a party, which from then on answers by `handlers`. A party joins once. */
  join(party: Party, keys: PartyKeys, handlers: Handlers): Peer
  /** Shows every message, as the bytes that travel; returns how to stop. */
  tap(listener: (bytes: Uint8Array, from: Party, to: Party) => void): () => void
  /** The public signing key of a party that has joined. */
  keyOf(party: Party): PublicJwk | undefined
  /** The public key to which something for a party that has joined is sealed. */
  sealingKeyOf(party: Party): PublicJwk | undefined
}

/** A network within one process. Messages are written, signed, read and verified as over a wire. */
export function createNetwork(ports: Pick<EndpointSettings, 'clock' | 'identifiers' | 'onBug'>): Network {
  const endpoints = new Map<Party, Endpoint>()
  const keys = new Map<Party, PublicJwk>()
  const sealingKeys = new Map<Party, PublicJwk>()
  const listeners = new Set<(bytes: Uint8Array, from: Party, to: Party) => void>()
  const show = (bytes: Uint8Array, from: Party, to: Party) => {
    for (const listener of listeners) listener(bytes, from, to)
  }
  const transportOf = (from: Party): Transport => ({
    async send(to, bytes, onPart) {
      const endpoint = endpoints.get(to)
      if (endpoint === undefined)
        return fail('unavailable.holder', `${to} cannot be reached.`, 'Start it, then try again.')
      show(bytes, from, to)
      const answer = await endpoint.receive(bytes, (part) => {
        show(part, to, from)
        return onPart(part)
      })
      show(answer, to, from)
      return answer
    },
  })
  return {
    join(party, partyKeys, handlers) {
      if (endpoints.has(party))
        fail(
          'conflict.exists',
          `${party} has already joined the network.`,
          'Give each party a name of its own.',
        )
      const transport = transportOf(party)
      const directory = (of: Party) => keys.get(of)
      const endpoint = createEndpoint({ ...ports, party, keys: partyKeys, directory, transport, handlers })
      keys.set(party, publicHalf(partyKeys.signing))
      sealingKeys.set(party, publicHalf(partyKeys.agreement))
      endpoints.set(party, endpoint)
      return endpoint
    },
    tap(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    keyOf: (party) => keys.get(party),
    sealingKeyOf: (party) => sealingKeys.get(party),
  }
}
