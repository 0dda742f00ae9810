/**
 * The hub: one entry to all holders. It knows metadata, permissions and what happened; rows never come here,
 * and of results only released ones. How a run goes is run.ts.
 */
import type { RunSummary } from '@sund/access'
import {
  type Budget,
  type Catalogue,
  type CountDocument,
  Failure,
  OPEN_POLICY,
  type RunDocument,
} from '@sund/model'
import { publicHalf } from '@sund/network'
import { acceptReleased, type Released, releaseRun } from '@sund/privacy'
import { purposeOf } from './budget-desk.js'
import { type Checked, checkScript, foreseeScript } from './check.js'
import { createCompiler } from './compiled.js'
import { countPersons } from './count.js'
import type { RunLimits } from './limits.js'
import { createQueue } from './queue.js'
import { type Researcher, type RunRequest, type RunSettings, runScript } from './run.js'

export interface Hub {
  /**
   * All versions of all registers, with protected figures; asked of the holders once until something is
   * imported.
   */
  catalogue(): Promise<Catalogue>
  /** What is wrong with a script, what it uses and what the rules will do. Nothing runs. */
  check(script: string): Promise<Checked>
  /** The same, with what each result would rest on and what would be withheld of it: holders and room look at the rows. */
  foresee(script: string, researcher: Researcher, signal?: AbortSignal): Promise<Checked>
  /** Never throws for what a script, a holder, a rule or a user stops: the document says it. */
  run(request: RunRequest): Promise<Released<RunDocument>>
  /**
   * How many persons meet criteria, as one writes them or as data. Throws a `Failure` for what is wrong with them; a number
   * too small to tell is withheld in the document.
   */
  count(criteria: unknown, researcher: Researcher, signal?: AbortSignal): Promise<Released<CountDocument>>
  runs: {
    list(subject: string): Promise<RunSummary[]>
    open(subject: string, run: string): Promise<Released<RunDocument>>
  }
  /** What a person has spent of each holder's budget for differential privacy, and may still (rule D1). */
  budget(subject: string): Promise<Budget[]>
  signedIn(researcher: Researcher): Promise<void>
  /** Walks the chain of the event log; `key` proves the signatures of receipts. */
  proof(): Promise<{ verified: boolean; events: number; head: string | null; key: Record<string, string> }>
  ready(): Promise<{ name: string; ready: boolean }[]>
}

export interface HubSettings extends Omit<RunSettings, 'queue' | 'compiled' | 'limits'> {
  /** The holders that have joined, by name. */
  holders: () => Iterable<string>
  limits: RunLimits & { concurrent: number }
}

/** A hub, and what the composition root tells it. */
export interface OwnHub extends Hub {
  /** A holder imported something: it is logged, and the catalogue is asked for anew. */
  imported(register: { name: string; version: string; contentHash: string }, holder: string): Promise<void>
}

export function createHub(settings: HubSettings): OwnHub {
  const { access, peer } = settings
  const queue = createQueue({ most: settings.limits.concurrent })
  // Counts take milliseconds, so that they do not wait behind runs.
  const counts = createQueue({ most: settings.limits.concurrent })
  let known: Promise<Catalogue> | null = null

  /** What the holders that answer say; one that does not is asked again next time, and hides nobody else. */
  async function describeAll(): Promise<Catalogue> {
    const answers = await Promise.allSettled(
      [...settings.holders()].map(async (name) => {
        const { reply } = await peer.ask(`holder:${name}`, 'describe', {})
        // A holder speaks for its own registers only.
        return reply.entries.filter(({ register }) => register.holder.name === name)
      }),
    )
    if (answers.some(({ status }) => status === 'rejected')) known = null
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  }
  const catalogue = () => {
    known ??= describeAll()
    return known
  }
  const own = { ...settings, queue, compiled: createCompiler(catalogue) }

  return {
    catalogue,
    check: (script) => checkScript(own, script),
    foresee: (script, researcher, signal) => foreseeScript(own, script, researcher, signal),
    count: (criteria, researcher, signal) =>
      countPersons({ ...settings, queue: counts, catalogue }, criteria, researcher, signal),
    run: (request) => runScript(own, request),
    runs: {
      list: (subject) => access.runs.list(subject),
      async open(subject, run) {
        const stored = await access.runs.open(subject, run)
        return releaseRun({ ...stored, results: stored.results.map(acceptReleased) })
      },
    },
    budget: (subject) =>
      access.budget.list(purposeOf(subject), [...settings.holders()], OPEN_POLICY.differential.rho),
    async signedIn({ subject }) {
      await access.log.append({ type: 'signed-in', actor: subject, payload: {} })
    },
    async imported(register, holder) {
      known = null
      await access.log.append({ type: 'register-imported', actor: 'system', payload: { register, holder } })
    },
    async proof() {
      const key = { ...publicHalf(settings.keys.signing) }
      try {
        const { events, head } = await access.log.verify()
        return { verified: true, events, head: events === 0 ? null : head.hash, key }
      } catch (thrown) {
        if (!(thrown instanceof Failure) || thrown.errors[0].code !== 'conflict.chain') throw thrown
        const head = await access.log.head()
        return { verified: false, events: head.position, head: head.hash, key }
      }
    },
    async ready() {
      const answers = (name: string, work: Promise<unknown>) =>
        work.then(
          () => ({ name, ready: true }),
          () => ({ name, ready: false }),
        )
      return Promise.all([
        answers('store', access.log.head()),
        ...[...settings.holders()].map((name) =>
          answers(`holder:${name}`, peer.ask(`holder:${name}`, 'describe', {})),
        ),
      ])
    },
  }
}
