/**
 * One message as bytes: what is said, who says it to whom, and a signature over all of it. Apart from the
 * network, so that any transport can carry the same bytes and every check on receipt stands in one place.
 *
 * Format: version (1 byte); length of the signed envelope (4 bytes, big-endian); the envelope as compact JWS
 * (RFC 7515, EdDSA by RFC 8037; `kid` is the sender, `typ` is `sund-message`); the attachments, one after the
 * other. The envelope holds the length and SHA-256 of each attachment, so the signature covers every byte.
 */
import { createHash } from 'node:crypto'
import { fail, Party } from '@sund/model'
import { z } from 'zod'
import type { PrivateJwk, PublicJwk } from './keys.js'
import { signed, verified } from './signatures.js'

const VERSION = 1
const HEADER = 5
const TYPE = 'sund-message'

/** Most bytes of an envelope, and of a message with its attachments. */
const MESSAGE_LIMITS = { envelope: 32 * 1024 * 1024, message: 1024 * 1024 * 1024 }

/** Most that the clocks of two parties may differ, with the time a message may travel, in milliseconds. */
export const FRESH_MILLISECONDS = 5 * 60 * 1000

/** What is signed. A reply names the request it answers; a part of one also its place among the parts, from 0. */
export const Envelope = z.strictObject({
  from: Party,
  to: Party,
  name: z.string().max(64),
  id: z.string().min(1).max(64),
  replyTo: z.string().max(64).nullable(),
  part: z.int().nonnegative().nullable(),
  at: z.iso.datetime(),
  body: z.unknown(),
  attachments: z.array(z.strictObject({ bytes: z.int().nonnegative(), sha256: z.string() })).max(1000),
})
export type Envelope = z.infer<typeof Envelope>

/** A message whose sender, receiver, time and integrity have been checked; its body not yet. */
export interface Message {
  envelope: Envelope
  attachments: Uint8Array[]
}

/** Writes and signs a message. */
export async function encodeMessage(
  head: Omit<Envelope, 'attachments'>,
  attachments: readonly Uint8Array[],
  key: PrivateJwk,
): Promise<Uint8Array> {
  const envelope: Envelope = {
    ...head,
    attachments: attachments.map((bytes) => ({ bytes: bytes.length, sha256: digest(bytes) })),
  }
  const jws = Buffer.from(await signed(key, { type: TYPE, by: head.from }, envelope), 'ascii')
  const size = attachments.reduce((sum, bytes) => sum + bytes.length, HEADER + jws.length)
  if (jws.length > MESSAGE_LIMITS.envelope || size > MESSAGE_LIMITS.message) tooLarge()
  const start = Buffer.alloc(HEADER)
  start.writeUInt8(VERSION)
  start.writeUInt32BE(jws.length, 1)
  return Buffer.concat([start, jws, ...attachments], size)
}

/**
 * Reads a message and checks it: signed by the key that `directory` has for the sender it names, meant for
 * `to`, made within five minutes of `now`, and its attachments are those that were signed. Attachments are
 * views into `bytes`.
 */
export async function decodeMessage(
  bytes: Uint8Array,
  { to, now, directory }: { to: Party; now: Date; directory: (party: Party) => PublicJwk | undefined },
): Promise<Message> {
  if (bytes.length > MESSAGE_LIMITS.message) tooLarge()
  const { jws, rest } = splitMessage(bytes)
  const { by, value } = await verified(jws, TYPE, (sender) => {
    const party = Party.safeParse(sender)
    return party.success ? directory(party.data) : undefined
  })
  const parsed = Envelope.safeParse(value)
  if (!parsed.success) return malformed()
  const envelope = parsed.data
  if (envelope.from !== by) return refused('It is signed by another party than it says it is from.')
  if (envelope.to !== to) return refused('It is meant for another party.')
  if (Math.abs(now.getTime() - Date.parse(envelope.at)) > FRESH_MILLISECONDS)
    return refused('It was made more than five minutes away from now.', 'Set the clocks of both parties.')
  return { envelope, attachments: cutAttachments(envelope, rest) }
}

/** The parts of a message, nothing checked. */
export function splitMessage(bytes: Uint8Array): { jws: string; rest: Uint8Array } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < HEADER || buffer[0] !== VERSION) return malformed()
  const length = buffer.readUInt32BE(1)
  if (length > MESSAGE_LIMITS.envelope) return tooLarge()
  if (HEADER + length > buffer.length) return malformed()
  return { jws: buffer.toString('latin1', HEADER, HEADER + length), rest: bytes.subarray(HEADER + length) }
}

function cutAttachments(envelope: Envelope, rest: Uint8Array): Uint8Array[] {
  let at = 0
  const attachments = envelope.attachments.map(({ bytes, sha256 }) => {
    const attachment = rest.subarray(at, at + bytes)
    at += bytes
    if (attachment.length !== bytes || digest(attachment) !== sha256)
      return refused('An attachment is not the one that was signed.')
    return attachment
  })
  if (at !== rest.length) return refused('More is attached than was signed.')
  return attachments
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

function refused(
  why: string,
  next = 'Send it again; if it is refused again, look at what lies between the parties.',
): never {
  return fail('permission.signature', `A message was refused. ${why}`, next)
}

function malformed(): never {
  return fail(
    'usage.request',
    'This is not a message of Sund.',
    'See that both parties run the same version.',
  )
}

function tooLarge(): never {
  return fail(
    'usage.too-large',
    'A message is too large to send.',
    'Keep fewer variables or rows in the datasets that must meet.',
  )
}
