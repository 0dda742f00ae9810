/**
 * What the core asks of the world: time, identifiers, randomness, and the two services that sibling packages give
 * each other through the composition root. Adapters live at the bottom of the package that implements them.
 */

/** The current moment. */
export interface Clock {
  now(): Date
}

/** Fresh identifiers, unguessable and unique (UUID version 4 or 7). */
export interface Identifiers {
  next(): string
}

/** Cryptographically secure random bytes. */
export interface Randomness {
  bytes(count: number): Uint8Array
}

/**
 * Turns national identifiers into linkage tokens: 16 bytes each, the same for the same identifier at every holder of
 * a network and useless without the network's linkage secret. `registers` asks for them at import, `network`
 * implements it, and derives pseudonyms of one run and permanent record keys from tokens alone.
 */
export interface LinkageTokens {
  /** Concatenated tokens, 16 bytes for each identifier, in order. */
  tokens(unitType: string, identifiers: readonly string[]): Uint8Array
}

/** Seals and opens what a holder keeps at rest: identifiers and tokens. Authenticated; opening tampered bytes throws. */
export interface Vault {
  seal(plain: Uint8Array, context: string): Uint8Array
  open(sealed: Uint8Array, context: string): Uint8Array
}

/** Told about long work: what is being done, and how far (0 to 1) when that is known. */
export type Progress = (step: string, share?: number) => void

/** The machine's own clock, identifiers and randomness. */
export const systemClock: Clock = { now: () => new Date() }
export const systemIdentifiers: Identifiers = { next: () => globalThis.crypto.randomUUID() }
export const systemRandomness: Randomness = {
  bytes: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
}
