/**
 * The hub's side of permits: it looks a permit up when a script names it, and again before each result and whenever something becomes of it, and stops
 * what it no longer allows. What a permit allows is decided elsewhere (`decide`); this remembers what runs under which.
 */
import { type Decision, decide, type StandingPermit, spanOf } from '@sund/access'
import { type Clock, fail } from '@sund/model'
import type { Compiled } from './compiled.js'
import { populationOf } from './population.js'

/** Where permits are kept. */
export interface PermitStore {
  /** Null where there is none of this number. */
  find(id: string): Promise<StandingPermit | null>
}

/** Leave to run a script. */
export type Leave = Decision & {
  /** Aborts, with what speaks against it, once the terms allow it no more. */
  signal: AbortSignal
  /** Throws what speaks against it now; to be asked before each result. */
  check(): Promise<void>
  /** Nothing runs under it any more. */
  end(): void
}

export interface PermitDesk {
  /** The terms under which a person may run a script. Throws `permission.*` with everything that speaks against it. */
  decide(subject: string, script: Asked): Promise<Decision>
  /** The same, watched over until it ends. */
  leave(subject: string, script: Asked): Promise<Leave>
  /** Something became of a permit: what runs under it and may not any more is stopped. */
  changed(id: string): Promise<void>
}

type Asked = Pick<Compiled, 'uses' | 'permit' | 'catalogue'>

/** The longest that a timer can wait. */
const LONGEST = 2 ** 31 - 1

export function createPermitDesk(store: PermitStore, clock: Clock): PermitDesk {
  const running = new Map<string, Set<Leave>>()

  async function decided(subject: string, { uses, permit: named, catalogue }: Asked): Promise<Decision> {
    const researcher = { subject, signedIn: true }
    if (named === null) return decide(researcher, uses)
    const record = await store.find(named.id)
    const decision = decide(researcher, uses, { ...named, record, catalogue, now: clock.now() })
    if (decision.permit !== null) populationOf(decision.permit.permit)
    return decision
  }

  return {
    decide: decided,
    async leave(subject, script) {
      const decision = await decided(subject, script)
      const { permit } = decision
      if (permit === null)
        return { ...decision, signal: new AbortController().signal, async check() {}, end() {} }
      const { id, revision } = permit.permit
      const stop = new AbortController()
      let timer: ReturnType<typeof setTimeout> | undefined
      const leave: Leave = {
        ...decision,
        signal: stop.signal,
        async check() {
          stop.signal.throwIfAborted()
          try {
            const now = await decided(subject, script)
            if (now.permit?.permit.revision !== revision) overtaken(id, script)
          } catch (thrown) {
            stop.abort(thrown)
            throw thrown
          }
        },
        end() {
          clearTimeout(timer)
          others.delete(leave)
          if (others.size === 0) running.delete(id)
        },
      }
      const others = running.get(id) ?? new Set()
      running.set(id, others.add(leave))
      const untilItEnds = () => {
        const left = spanOf(permit.permit).until.getTime() - clock.now().getTime()
        timer = setTimeout(
          () => leave.check().then(untilItEnds, () => {}),
          Math.min(Math.max(left, 1), LONGEST),
        )
        timer.unref()
      }
      untilItEnds()
      return leave
    },
    async changed(id) {
      await Promise.allSettled([...(running.get(id) ?? [])].map((leave) => leave.check()))
    },
  }
}

function overtaken(id: string, { permit }: Asked): never {
  return fail(
    'permission.denied',
    `The permit ${id} was changed while the script ran.`,
    'Run the script again, under the permit as it is now.',
    permit ? { position: permit.position } : {},
  )
}
