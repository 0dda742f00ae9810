/**
 * One run, from a script to a signed document: checked, permitted, carried out by holders and a room, logged,
 * kept. Apart from the rest of the hub because this is the order in which everything must happen, and what
 * must happen when it stops half-way.
 */
import { createHash, createHmac } from 'node:crypto'
import type { Access } from '@sund/access'
import { type Fragment, MAX_SCRIPT, type Plan, usesOf } from '@sund/engine'
import {
  type CatalogueEntry,
  type Clock,
  canonicalJson,
  errorsOf,
  Failure,
  fail,
  type Identifiers,
  type LoggedEvent,
  type Part,
  type Policy,
  type Receipt,
  type Result,
  type RunDocument,
  type RunTerms,
  type Sensitivity,
  type SundError,
} from '@sund/model'
import { type PartyKeys, type Peer, signed } from '@sund/network'
import { acceptReleased, type Released, releaseRun } from '@sund/privacy'
import { type BudgetDesk, paidResults, purposeOf } from './budget-desk.js'
import type { Compiled } from './compiled.js'
import type { ExpectedResult, LedgerDesk } from './ledger-desk.js'
import { type RunLimits, stopped } from './limits.js'
import type { Leave, PermitDesk } from './permit-desk.js'
import {
  fragmentsUnder,
  loggedPermit,
  permitParty,
  policyUnderPermit,
  scopeOf,
  sentTerms,
} from './permit-terms.js'
import { carryOut, notAsked, type Step, throwAll } from './places.js'
import type { Queue } from './queue.js'

/** Who asks: a subject that no other person has, and a name for the pages. Only the subject goes further. */
export interface Researcher {
  subject: string
  name: string
  /** Organisations that the person acts for, and projects, as the sign-in provider names them: who share one share what they are told (rule L1). */
  organisations?: readonly string[]
  projects?: readonly string[]
}

/** Keys of the circles in which a person shares what is told, but for the person's own. */
export const partiesOf = ({ organisations = [], projects = [] }: Researcher): string[] => [
  ...organisations.map((id) => `organisation:${id}`),
  ...projects.map((id) => `project:${id}`),
]

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
  compiled: (script: string) => Promise<Compiled>
  ledger: LedgerDesk
  /** What holds for open terms now. */
  policy: () => Policy
  budget: BudgetDesk
  permits: PermitDesk
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
  let mark: { synthetic?: true } = {}
  let policy = settings.policy()
  let leave: Leave | null = null
  const released: Released<Result>[] = []
  // What is refused for its length is not kept: whoever sends it may send it again and again.
  const kept = script.length > MAX_SCRIPT ? '' : script
  const document = (state: RunDocument['state'], errors: readonly SundError[], receipt: Receipt | null) => {
    const seconds = Math.max(0, clock.now().getTime() - started) / 1000
    return releaseRun({ run, state, script: kept, results: released, errors, seconds, receipt, ...mark })
  }
  const acceptResult = async (part: Part<'deliver'>) => {
    if (!('result' in part)) return notAsked()
    await leave?.check()
    const accepted = acceptReleased(part.result)
    const { index, body } = accepted.value
    const shows = body.kind !== 'notice' && body.kind !== 'text' && !settings.budget.covers(run, index)
    // A notice says the same of many questions; what is told of one is not told of another.
    const about = body.kind === 'notice' ? { run, index, body } : body
    await settings.ledger.settle(run, { index, told: part.told, body: sha256(canonicalJson(about)), shows })
    await settings.budget.settle(run, accepted.value)
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
        policyVersion: policy.version,
        results: results.length,
        resultsHash: sha256(canonicalJson(results)),
        rules: rulesOf(results),
      },
    })

  async function attempt(): Promise<Released<RunDocument>> {
    onProgress({ state: 'queued', place: null, step: 'checking', share: null })
    const compiled = await settings.compiled(script)
    const { plan, errors, catalogue } = compiled
    throwAll(errors)
    if (plan === null) return fail('script.syntax', 'The script says nothing.', 'Write a command.')
    leave = await settings.permits.leave(subject, compiled)
    const { terms, permit } = leave
    const may = AbortSignal.any([wanted, leave.signal])
    signal = may
    policy = policyUnderPermit(policy, permit)
    const fragments = fragmentsUnder(permit, compiled)
    const payload = { run, scriptHash: sha256(script), terms, ...loggedPermit(permit) }
    await access.log.append({ type: 'run-requested', actor: subject, payload })
    bound = registersOf(plan, catalogue)
    if (allSynthetic(bound, catalogue)) mark = { synthetic: true }
    const runTerms: RunTerms = {
      run,
      researcher: pseudonym(settings.keys, subject),
      ...sentTerms(leave),
      policy,
      purpose: 'run',
    }
    await settings.queue.take({
      who: subject,
      signal: may,
      onPlace: (place) => onProgress({ state: 'queued', place, step: 'waiting', share: null }),
      work: () => {
        signal = AbortSignal.any([may, settings.limits.deadline()])
        const results = expectedOf(plan, fragments, scopeOf(permit))
        const parties = [...partiesOf(request.researcher), ...permitParty(permit)]
        settings.ledger.open({ run, subject, parties, policy, results })
        const paid = paidResults(plan, results, catalogue)
        settings.budget.open({ run, purpose: purposeOf(subject), policy, results: paid })
        const step: Step = (what, share) => onProgress({ state: 'running', place: null, step: what, share })
        return carryOut(settings.peer, fragments, runTerms, { signal, step, accept: acceptResult })
      },
    })
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

  const finished = await attempt()
    .catch(halted)
    .finally(() => {
      leave?.end()
      settings.budget.close(run)
      return settings.ledger.close(run)
    })
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

/** Every rule that acted on a result or withheld some of it. */
function rulesOf(results: readonly Result[]) {
  const acted = results.flatMap(({ protection, withheld }) => [...protection, ...withheld])
  return [...new Set(acted.map(({ rule }) => rule))]
}

/** The versions that a plan is bound to, with what they contain. */
export function registersOf({ bindings }: Plan, catalogue: readonly CatalogueEntry[]): Receipt['registers'] {
  return bindings.map(({ register: name, version }) => {
    const entry = catalogue.find((one) => one.register.name === name && one.version === version)
    return entry
      ? { name, version, contentHash: entry.contentHash }
      : fail('unavailable.holder', 'A register that the script uses has gone.', 'Run the script again.')
  })
}

/** What the ledger keeps of each result, and which place makes it. */
function expectedOf(plan: Plan, fragments: readonly Fragment[], scope: string): ExpectedResult[] {
  const open = new Map(
    plan.steps.flatMap((step) => (step.do === 'relation' ? [[step.relation.id, step.relation.public]] : [])),
  )
  return fragments.flatMap(({ place, steps }) =>
    steps.flatMap((step): ExpectedResult[] => {
      if (step.do !== 'show' || step.show.what.kind === 'text') return []
      const { index, what } = step.show
      const { variables, question } = usesOf(plan, index)
      return [
        {
          by: place === 'room' ? 'room' : `holder:${place}`,
          index,
          kind: what.spec.show,
          public: open.get(what.relation) ?? false,
          question: sha256(`${question}${scope}`),
          ...ledgerUses(variables),
        },
      ]
    }),
  )
}

/** Registers and sensitive variables, as the ledger keeps them. */
export function ledgerUses(
  uses: readonly { register: string; version: string; variable: string; sensitivity: Sensitivity }[],
): Pick<ExpectedResult, 'registers' | 'sensitive'> {
  const special = uses.filter(({ sensitivity }) => sensitivity === 'PERSON_SPECIAL')
  return {
    registers: [...new Set(uses.map(({ register, version }) => `${register} ${version}`))],
    sensitive: [...new Set(special.map(({ register, variable }) => `${register}/${variable}`))],
  }
}

/** Whether every one of some registers is made up; of none it is not. */
const allSynthetic = (bound: Receipt['registers'], catalogue: readonly CatalogueEntry[]): boolean =>
  bound.length > 0 &&
  bound.every(({ name, version }) =>
    catalogue.some(
      ({ register, version: of }) => register.name === name && of === version && register.synthetic === true,
    ),
  )

/** What holders and rooms know a researcher by: the same person each time, and nobody they could name. */
export function pseudonym({ signing }: PartyKeys, subject: string): string {
  return createHmac('sha256', signing.d).update(`researcher ${subject}`).digest('base64url')
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
