/**
 * One run, from a script to a signed document: checked, permitted, carried out by holders and a room, logged,
 * kept. Apart from the rest of the hub because this is the order in which everything must happen, and what
 * must happen when it stops half-way.
 */
import { createHash, createHmac } from 'node:crypto'
import { type Access, decide } from '@sund/access'
import { compile, type Fragment, type Plan, split } from '@sund/engine'
import {
  type Catalogue,
  type CatalogueEntry,
  type Clock,
  canonicalJson,
  errorsOf,
  Failure,
  fail,
  type Identifiers,
  type LoggedEvent,
  OPEN_POLICY,
  type Party,
  type Receipt,
  type Result,
  type RunDocument,
  type RunTerms,
  type SundError,
} from '@sund/model'
import { type Answer, type PartyKeys, type Peer, signed } from '@sund/network'
import { acceptReleased, type Released, releaseRun } from '@sund/privacy'
import { type RunLimits, stopped } from './limits.js'
import type { Queue } from './queue.js'

/** Who asks: a subject that no other person has, and a name for the pages. Only the subject goes further. */
export interface Researcher {
  subject: string
  name: string
}

/**
 * How far a run is. `place` in the queue counts from 1 and is null once it runs; `share` is 0 to 1 when
 * known.
 */
export interface RunProgress {
  state: 'queued' | 'running' | RunDocument['state']
  place: number | null
  step: string
  share: number | null
}

export interface RunRequest {
  script: string
  researcher: Researcher
  /** A fresh UUID; made here when left out. */
  id?: string
  signal?: AbortSignal
  onProgress?: (progress: RunProgress) => void
  /**
   * Each result as soon as it is made, which need not be in script order; the document has them in order.
   */
  onResult?: (result: Released<Result>) => void
}

/** What a run needs of its hub. */
export interface RunSettings {
  keys: PartyKeys
  access: Access
  peer: Peer
  limits: RunLimits
  clock: Clock
  identifiers: Identifiers
  queue: Queue
  catalogue: () => Promise<Catalogue>
  /** Told of what no error says: the reference is in the document. */
  onBug: (reference: string, thrown: unknown) => void
}

/**
 * The document of a run, also of one that failed or was cancelled; kept for the researcher before it is
 * returned.
 */
export async function runScript(settings: RunSettings, request: RunRequest): Promise<Released<RunDocument>> {
  const { access, clock, identifiers } = settings
  const { script, onProgress = () => {}, onResult = () => {} } = request
  const { subject } = request.researcher
  const run = request.id ?? identifiers.next()
  const started = clock.now().getTime()
  const wanted = request.signal ?? new AbortController().signal
  // Time counts from its turn, not while it waits.
  let signal = wanted
  let bound: Receipt['registers'] = []
  const released: Released<Result>[] = []
  const document = (state: RunDocument['state'], errors: readonly SundError[], receipt: Receipt | null) => {
    const seconds = Math.max(0, clock.now().getTime() - started) / 1000
    return releaseRun({ run, state, script, results: released, errors, seconds, receipt })
  }
  const accept = (result: Result) => {
    const accepted = acceptReleased(result)
    released.push(accepted)
    onResult(accepted)
  }
  const logRelease = (results: readonly Result[]) =>
    access.log.append({
      type: 'run-released',
      actor: subject,
      payload: {
        run,
        registers: bound,
        policyVersion: OPEN_POLICY.version,
        results: results.length,
        resultsHash: sha256(canonicalJson(results)),
        rules: rulesOf(results),
      },
    })

  async function attempt(): Promise<Released<RunDocument>> {
    onProgress({ state: 'queued', place: null, step: 'checking', share: null })
    const catalogue = await settings.catalogue()
    const { plan, errors, uses } = compile(script, catalogue)
    throwAll(errors)
    if (plan === null) return fail('script.syntax', 'The script says nothing.', 'Write a command.')
    const { terms } = decide({ subject, signedIn: true }, uses)
    const payload = { run, scriptHash: sha256(script), terms }
    await access.log.append({ type: 'run-requested', actor: subject, payload })
    bound = registersOf(plan, catalogue)
    const runTerms = { run, researcher: pseudonym(settings.keys, subject), terms, policy: OPEN_POLICY }
    await settings.queue.take(
      () => {
        signal = AbortSignal.any([wanted, settings.limits.deadline()])
        const step: Step = (what, share) => onProgress({ state: 'running', place: null, step: what, share })
        return carryOut(settings.peer, split(plan), runTerms, { signal, step, accept })
      },
      wanted,
      (place) => onProgress({ state: 'queued', place, step: 'waiting', share: null }),
    )
    const release = await logRelease(document('released', [], null).value.results)
    return document('released', [], await receiptOf(release, script, settings.keys))
  }

  /**
   * What stopped it, in the log and in a document with what had been released by then, which is logged as
   * well.
   */
  async function halted(thrown: unknown): Promise<Released<RunDocument>> {
    const failure = signal.aborted ? stopped(signal) : thrown
    const reference = identifiers.next()
    if (!(failure instanceof Failure)) settings.onBug(reference, failure)
    const errors = errorsOf(failure, reference)
    const state = errors[0].code === 'unavailable.cancelled' ? 'cancelled' : 'failed'
    const halt = document(state, errors, null)
    if (halt.value.results.length > 0) await logRelease(halt.value.results)
    if (state === 'cancelled')
      await access.log.append({ type: 'run-cancelled', actor: subject, payload: { run } })
    else {
      const payload = { run, errors: errors.map(({ code }) => ({ code })) }
      await access.log.append({ type: 'run-failed', actor: subject, payload })
    }
    return halt
  }

  const finished = await attempt().catch(halted)
  await access.runs.save(subject, finished.value)
  return finished
}

/** The type in the header of a receipt's signature. */
export const RECEIPT = 'sund-receipt'

/** What the run can be held to, signed by the hub. */
async function receiptOf(
  { at, position, hash, payload }: LoggedEvent<'run-released'>,
  script: string,
  keys: PartyKeys,
): Promise<Receipt> {
  const { run, registers, policyVersion, resultsHash } = payload
  const ledger = { position, hash }
  const unsigned = { run, at, scriptHash: sha256(script), registers, policyVersion, ledger, resultsHash }
  return {
    ...unsigned,
    signature: await signed(keys.signing, { type: RECEIPT, by: 'hub' }, unsigned),
  }
}

type Step = (what: string, share: number | null) => void
interface Carrying {
  signal: AbortSignal
  step: Step
  accept: (result: Result) => void
}

/**
 * Steps 2 to 4 of a run: a room if rows must meet, then holders and room side by side, so that the room shows each result as soon as
 * the rows behind it have come. Whatever happens the room is closed and nobody works on. Throws the errors of all places, in script
 * order, after what was released before them was accepted.
 */
async function carryOut(
  peer: Peer,
  fragments: readonly Fragment[],
  terms: RunTerms,
  { signal, step, accept }: Carrying,
): Promise<void> {
  const { run } = terms
  const joint = fragments.find(({ place }) => place === 'room')
  const alone = fragments.filter(({ place }) => place !== 'room')
  const parties = alone.map(({ place }): Party => `holder:${place}`)
  const steps = alone.length + (joint ? 2 : 0)
  let done = 0
  let computing: Promise<PromiseSettledResult<Answer<'compute'>>[]> | null = null
  const stop = () => {
    for (const party of parties) void peer.ask(party, 'cancel', { run }).catch(() => {})
    if (joint) void peer.ask('room', 'close-room', { run }).catch(() => {})
  }
  signal.throwIfAborted()
  signal.addEventListener('abort', stop, { once: true })
  try {
    step(joint ? 'opening a room' : `asking ${alone.length} of the holders`, 0)
    const room = joint ? (await peer.ask('room', 'open-room', { terms })).reply.key : null
    signal.throwIfAborted()
    if (joint) step(`asking ${alone.length} of the holders`, ++done / steps)
    if (joint)
      computing = Promise.allSettled([
        peer.ask('room', 'compute', { terms, fragment: joint }, [], acceptFrom(joint, run, accept)),
      ])
    const answers = await Promise.allSettled(
      alone.map(async (fragment, index) => {
        const { registers } = fragment
        const { reply } = await peer.ask(
          parties[index] as Party,
          'deliver',
          { terms, fragment, registers, room },
          [],
          acceptFrom(fragment, run, accept),
        )
        const sent = new Set(reply.deliveries.map(({ relation }) => relation))
        if (reply.errors.length === 0 && !fragment.deliver.every(({ relation }) => sent.has(relation)))
          fail(
            'unavailable.holder',
            `What ${fragment.place} should have delivered did not arrive.`,
            'Run the script again.',
          )
        step(`${fragment.place} has answered`, ++done / steps)
        return reply.errors
      }),
    )
    throwAll(
      answers.flatMap((answer) =>
        answer.status === 'fulfilled' ? answer.value : knownErrors(answer.reason),
      ),
    )
    signal.throwIfAborted()
    if (computing === null) return
    step('computing in the room', done / steps)
    const [computed] = await computing
    if (computed?.status === 'rejected') throw computed.reason
    throwAll(computed?.value.reply.errors ?? [])
  } finally {
    signal.removeEventListener('abort', stop)
    if (joint) await peer.ask('room', 'close-room', { run }).catch(() => {})
    await computing
  }
}

/** Takes the results that `fragment` shows, each once and of this run; refuses any other. */
function acceptFrom(
  { steps }: Fragment,
  run: string,
  accept: Carrying['accept'],
): (part: { run: string; result: Result }) => void {
  const expected = new Set(steps.flatMap((step) => (step.do === 'show' ? [step.show.index] : [])))
  return (part) => {
    if (part.run !== run || !expected.delete(part.result.index))
      fail(
        'permission.signature',
        'A party of the network sent a result that nobody asked it for.',
        'Check that hub, holders and rooms run the same release of Sund.',
      )
    accept(part.result)
  }
}

/** The errors of a failure; a bug goes on as it is. */
function knownErrors(thrown: unknown): readonly SundError[] {
  if (thrown instanceof Failure) return thrown.errors
  throw thrown
}

function throwAll(errors: readonly SundError[]): void {
  const line = ({ position }: SundError) => position?.line ?? Number.MAX_SAFE_INTEGER
  const [first, ...rest] = [...errors].sort((a, b) => line(a) - line(b))
  if (first !== undefined) throw new Failure(first, ...rest)
}

/** Every rule that acted on a result or withheld some of it. */
function rulesOf(results: readonly Result[]) {
  const acted = results.flatMap(({ protection, withheld }) => [...protection, ...withheld])
  return [...new Set(acted.map(({ rule }) => rule))]
}

/** The versions that a plan is bound to, with what they contain. */
function registersOf({ bindings }: Plan, catalogue: readonly CatalogueEntry[]): Receipt['registers'] {
  return bindings.map(({ register: name, version }) => {
    const entry = catalogue.find((one) => one.register.name === name && one.version === version)
    return entry
      ? { name, version, contentHash: entry.contentHash }
      : fail('unavailable.holder', 'A register that the script uses has gone.', 'Run the script again.')
  })
}

/** What holders and rooms know a researcher by: the same person each time, and nobody they could name. */
function pseudonym({ signing }: PartyKeys, subject: string): string {
  return createHmac('sha256', signing.d).update(`researcher ${subject}`).digest('base64url')
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
