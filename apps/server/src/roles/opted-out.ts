/**
 * Who has opted out, as a holder knows it: it follows the chain of choices by itself and keeps what it has seen, so that a hub that leaves one out, changes one or
 * goes back to an earlier list is noticed. Holders alone can tell from marks whose rows they mean, and alone leave them out.
 */
import { appendFile, readFile } from 'node:fs/promises'
import { CHOICES_BEGIN, hashOfChoice, hasOptedOut } from '@sund/access'
import {
  ChoiceEntry,
  type ChoiceLevel,
  type Clock,
  Failure,
  LEVEL_OF,
  MAY_BE_EXCEPTED,
  noPersons,
  PERSON,
  type Permit,
  type PersonBits,
} from '@sund/model'
import { choiceMarks, type Peer, TOKEN_BYTES } from '@sund/network'
import type { Holding } from '@sund/registers'
import type { Withheld } from '../consents/withheld.js'
import { refused } from './permits.js'
import { personsOf } from './persons.js'

/** Rows that may take part in no run, and why: a person has said so. */
export interface OptedOut {
  /**
   * As choices stand now, who may not take part under a permit, or under open terms (null). Throws `permission.refused-by-holder` where that is not known: the
   * hub has never told it, or tells something else than before.
   */
  under(permit: Permit | null): Promise<Absent>
  /** Asks for the choices now; how far they are known then. */
  refresh(): Promise<number>
}

/** Persons who do not take part, to be found in any holding. */
export interface Absent {
  /** Nobody: nothing needs to be looked up. */
  isEmpty: boolean
  /** A bit for each person of a holding who is among them; null where nobody is. */
  in(holding: Holding): Promise<PersonBits | null>
}

export interface OptedOutSettings {
  /** A file of its own, in which it keeps what it has seen. */
  file: string
  linkageSecret: Uint8Array
  peer: () => Peer
  clock: Clock
  /** Persons of registers made of records, by what they have consented to there. */
  withheld?: Withheld
}

/** Milliseconds for which what is known is new enough for a run to begin. */
const FRESH = 5000
/** Sets of persons that are kept: one for each holding and each moment that a permit was issued at. */
const MOST_KEPT = 32
const NOBODY: Absent = { isEmpty: true, in: async () => null }

export function createOptedOut({ file, linkageSecret, peer, clock, withheld }: OptedOutSettings): OptedOut {
  const marks = choiceMarks(linkageSecret)
  const chosen = new Map<string, Pick<ChoiceEntry, 'at' | 'levels'>[]>()
  let head = CHOICES_BEGIN
  /** When the hub last told how far the chain goes; null before it ever has. */
  let seen: number | null = null
  let asking: Promise<void> | null = null
  let reading: Promise<void> | null = null
  const kept = new Map<string, Promise<PersonBits | null>>()
  const absent = new Map<string, Absent>()
  /** By the tokens, which are others when somebody has said something else. */
  const heldBits = new WeakMap<readonly Buffer[], Promise<PersonBits | null>>()

  function take(entry: ChoiceEntry): void {
    if (entry.position !== head.position + 1 || entry.hash !== hashOfChoice(head.hash, entry)) broken()
    head = { position: entry.position, hash: entry.hash }
    const { mark, at, levels } = entry
    chosen.set(mark, [...(chosen.get(mark) ?? []), { at, levels }])
    kept.clear()
    absent.clear()
  }

  /** What it saw before it was last stopped. A line that was cut off is asked for anew. */
  async function readOwn(): Promise<void> {
    const lines = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'ENOENT') return ''
      throw thrown
    })
    for (const line of lines.split('\n')) {
      const entry = ChoiceEntry.safeParse(parsed(line))
      if (!entry.success || entry.data.position <= head.position) continue
      take(entry.data)
      seen ??= 0
    }
  }

  async function ask(): Promise<void> {
    reading ??= readOwn()
    await reading
    for (;;) {
      const { reply } = await peer().ask('hub', 'choices', { after: head.position })
      for (const entry of reply.entries) take(entry)
      if (reply.entries.length > 0)
        await appendFile(file, `${reply.entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`, {
          mode: 0o600,
        })
      if (reply.head.position > head.position && reply.entries.length > 0) continue
      if (reply.head.position !== head.position || reply.head.hash !== head.hash) broken()
      seen = clock.now().getTime()
      return
    }
  }

  function refreshed(): Promise<void> {
    asking ??= ask().finally(() => {
      asking = null
    })
    return asking
  }

  async function fresh(): Promise<void> {
    if (seen !== null && seen > 0 && clock.now().getTime() - seen <= FRESH) return
    try {
      await refreshed()
    } catch (thrown) {
      if (!isSilence(thrown)) throw thrown
      if (seen === null) refused('It is not known here who has opted out, since the hub does not answer.')
    }
  }

  return {
    async refresh() {
      // What is being fetched may have been asked for too early.
      await asking?.catch(() => {})
      await refreshed()
      return head.position
    },
    async under(permit) {
      const out = await optedOut(permit)
      return withheld === undefined || withheld.isEmpty() ? out : withWithheld(out, withheld, permit)
    },
  }

  async function optedOut(permit: Permit | null): Promise<Absent> {
    await fresh()
    if (chosen.size === 0 || isExcepted(permit)) return NOBODY
    const bound = permit && { level: LEVEL_OF[permit.purpose], issuedAt: permit.issuedAt }
    const key = keyOf(bound)
    const known = absent.get(key)
    if (known !== undefined) return known
    const out = [...chosen].filter(([, choices]) => hasOptedOut(choices, bound)).map(([mark]) => mark)
    const found = out.length === 0 ? NOBODY : absentOf(key, sortedTokens(marks.tokens(out)))
    absent.set(key, found)
    if (absent.size > MOST_KEPT) absent.delete(absent.keys().next().value as string)
    return found
  }

  function withWithheld(out: Absent, { tokens }: Withheld, permit: Permit | null): Absent {
    return {
      isEmpty: false,
      async in(holding) {
        const [bits, held] = await Promise.all([out.in(holding), tokens(holding, permit)])
        if (held.length === 0) return bits
        const found = heldBits.get(held) ?? personsWith(held, holding)
        heldBits.set(held, found)
        found.catch(() => heldBits.delete(held))
        return either(bits, await found)
      },
    }
  }

  function absentOf(key: string, tokens: readonly Buffer[]): Absent {
    return {
      isEmpty: false,
      in(holding) {
        const of = `${key} ${holding.manifest.register.name} ${holding.manifest.version}`
        const bits = kept.get(of) ?? personsWith(tokens, holding)
        kept.set(of, bits)
        bits.catch(() => kept.delete(of))
        if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string)
        return bits
      },
    }
  }
}

const keyOf = (bound: { level: ChoiceLevel; issuedAt: string } | null): string =>
  bound === null ? 'open' : `${bound.level} ${bound.issuedAt}`

/** A provision of law that is written into a signed permit, for a purpose that may have one. */
const isExcepted = (permit: Permit | null): boolean =>
  permit?.optOutException !== undefined && MAY_BE_EXCEPTED.includes(permit.purpose)

const isSilence = (thrown: unknown): boolean =>
  thrown instanceof Failure && thrown.errors[0].code.startsWith('unavailable.')

function broken(): never {
  return refused('The hub does not tell the same choices of citizens as it did before.')
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function sortedTokens(tokens: Uint8Array): Buffer[] {
  const all = Buffer.from(tokens)
  return Array.from({ length: all.length / TOKEN_BYTES }, (_, i) =>
    all.subarray(i * TOKEN_BYTES, (i + 1) * TOKEN_BYTES),
  ).sort(Buffer.compare)
}

/** Whoever has a mark, as a set of the persons of a holding; null where it has no rows about them. */
export const unitsOf = (
  mark: string,
  holding: Holding,
  linkageSecret: Uint8Array,
): Promise<PersonBits | null> => personsWith(sortedTokens(choiceMarks(linkageSecret).tokens([mark])), holding)

/** Those of a holding who have one of some tokens, both in ascending order: one pass over the sealed tokens, a piece at a time. */
async function personsWith(tokens: readonly Buffer[], holding: Holding): Promise<PersonBits | null> {
  const named = holding.manifest.unitSets.some((set) => set.unitType === PERSON && set.tokens !== null)
  if (!named) return null
  const bits = noPersons(personsOf(holding))
  let first = 0
  let next = 0
  let found = false
  for await (const piece of holding.tokenPieces(PERSON)) {
    const units = piece.length / TOKEN_BYTES
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    let low = 0
    for (; next < tokens.length; next++) {
      const token = tokens[next] as Buffer
      low = notBelow(bytes, low, units, token)
      if (low === units) break
      if (compared(bytes, low, token) !== 0) continue
      const unit = first + low
      bits[unit >>> 5] = (bits[unit >>> 5] as number) | (1 << (unit & 31))
      found = true
    }
    first += units
  }
  return found ? bits : null
}

/** Those who are in one of two sets. */
function either(some: PersonBits | null, others: PersonBits | null): PersonBits | null {
  if (some === null || others === null) return some ?? others
  return some.map((word, i) => word | (others[i] as number))
}

const compared = (piece: Buffer, unit: number, token: Buffer): number =>
  piece.compare(token, 0, TOKEN_BYTES, unit * TOKEN_BYTES, (unit + 1) * TOKEN_BYTES)

/** The first unit from `low` on whose token is not below `token`. */
function notBelow(piece: Buffer, low: number, high: number, token: Buffer): number {
  let [from, until] = [low, high]
  while (from < until) {
    const middle = (from + until) >>> 1
    if (compared(piece, middle, token) < 0) from = middle + 1
    else until = middle
  }
  return from
}
