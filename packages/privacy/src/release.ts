/**
 * `Released<T>`: the form in which anything leaves. Kept apart so that the right to make one has a single
 * home: the constructor is private, a private field makes the type nominal, and `seal` is not exported from
 * the package. Everyone else can only receive one and read `.value`.
 */
import {
  canonicalJson,
  fail,
  type Position,
  type Receipt,
  Result,
  type RunDocument,
  type SundError,
} from '@sund/model'

let make: <T>(value: T) => Released<T>

/** A value that disclosure control has passed: a frozen copy. `JSON.stringify` writes the value alone. */
export class Released<T> {
  readonly #value: T

  static {
    make = (value) => new Released(value)
  }

  private constructor(value: T) {
    this.#value = freeze(structuredClone(value))
  }

  /** What may leave. */
  get value(): T {
    return this.#value
  }

  toJSON(): T {
    return this.#value
  }

  /** True of what this package made, whatever the types say: for boundaries that must not trust a cast. */
  static is(candidate: unknown): candidate is Released<unknown> {
    return typeof candidate === 'object' && candidate !== null && #value in candidate
  }
}

/** Declares that `value` may leave. For this package only. */
export const seal = <T>(value: T): Released<T> => make(value)

/** A textblock: words that the researcher wrote, which no data have touched. */
export function releaseText(text: {
  index: number
  command: string
  position: Position
  markdown: string
}): Released<Result> {
  const { markdown, ...place } = text
  return seal<Result>({
    ...place,
    dataset: null,
    body: { kind: 'text', markdown },
    protection: [],
    withheld: [],
  })
}

/** What is known of a run besides its results. */
export interface RunParts {
  run: string
  state: RunDocument['state']
  script: string
  results: readonly Released<Result>[]
  errors: readonly SundError[]
  seconds: number
  receipt: Receipt | null
  synthetic?: boolean | undefined
}

/** One document of a run, its results in script order. Refuses a result that this package did not release. */
export function releaseRun(parts: RunParts): Released<RunDocument> {
  const results = parts.results.map((result) => {
    if (!Released.is(result))
      fail(
        'internal.bug',
        'A result that was not released reached the end of a run.',
        'Report it: only released results may leave.',
      )
    return result.value
  })
  return seal<RunDocument>({
    ...parts,
    results: results.toSorted((a, b) => a.index - b.index),
    errors: [...parts.errors],
  })
}

/**
 * A result that a room or a holder released and sent. The caller has verified the sender's signature: this
 * only checks that the message holds a result and nothing else, so a sender cannot smuggle fields that nobody
 * looks at.
 */
export function acceptReleased(json: unknown): Released<Result> {
  const parsed = Result.safeParse(json)
  if (!parsed.success || canonicalJson(parsed.data) !== canonicalJson(json))
    fail(
      'permission.signature',
      'A party of the network sent results in a form that is not agreed.',
      'Check that hub, holders and rooms run the same release of Sund.',
    )
  return seal(parsed.data)
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) freeze(member)
  }
  return value
}
