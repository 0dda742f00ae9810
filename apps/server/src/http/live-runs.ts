/**
 * Runs under way in this process, so that a page can ask how far they are, follow them, and cancel them.
 * Finished runs stay here until they are in the store of past runs; only released values are ever held.
 */
import { type Clock, errorsOf, fail, type Identifiers, type Result, type RunDocument } from '@sund/model'
import type { Hub } from '../roles/hub.js'
import type { Researcher, RunProgress } from '../roles/run.js'

/**
 * One thing that happened to a run, in order, as `GET /api/runs/:id/events` sends it: any number of
 * `progress` and `result`, then exactly one `document`. Whoever comes late gets everything so far.
 */
export type RunEvent =
  | { event: 'progress'; data: RunProgress }
  | { event: 'result'; data: Result }
  | { event: 'document'; data: RunDocument }

export interface LiveRun {
  id: string
  subject: string
  requestedAt: Date
  script: string
  progress: RunProgress
  results: Result[]
  document: RunDocument | null
}

export interface LiveRuns {
  start(researcher: Researcher, script: string): LiveRun
  /** The run, if it is this researcher's own. */
  find(subject: string, id: string): LiveRun | null
  list(subject: string): LiveRun[]
  /** Everything so far, then what comes; ends after the document or when `signal` aborts. */
  follow(run: LiveRun, signal: AbortSignal): AsyncGenerator<RunEvent>
  cancel(run: LiveRun): void
  /** Cancels every run and waits for it to be gone. */
  close(): Promise<void>
}

/** Runs that one researcher may have waiting or running at once. */
const MOST_OPEN = 5
/** Finished runs kept for those who still follow them. */
const MOST_FINISHED = 50

export function createLiveRuns(hub: Hub, ports: { clock: Clock; identifiers: Identifiers }): LiveRuns {
  interface Entry extends LiveRun {
    abort: AbortController
    listeners: Set<(event: RunEvent) => void>
    done: Promise<void>
  }
  const runs = new Map<string, Entry>()
  const tell = (entry: Entry, event: RunEvent) => {
    for (const listener of entry.listeners) listener(event)
  }
  const forget = () => {
    const finished = [...runs.values()].filter((run) => run.document !== null)
    for (const run of finished.slice(0, Math.max(0, finished.length - MOST_FINISHED))) runs.delete(run.id)
  }

  async function carryOut(entry: Entry, researcher: Researcher): Promise<void> {
    let document: RunDocument
    try {
      const released = await hub.run({
        id: entry.id,
        script: entry.script,
        researcher,
        signal: entry.abort.signal,
        onProgress(progress) {
          entry.progress = progress
          tell(entry, { event: 'progress', data: progress })
        },
        onResult({ value: data }) {
          entry.results.push(data)
          tell(entry, { event: 'result', data })
        },
      })
      document = released.value
    } catch (thrown) {
      document = {
        run: entry.id,
        state: 'failed',
        script: entry.script,
        results: [],
        errors: [...errorsOf(thrown, entry.id)],
        seconds: (ports.clock.now().getTime() - entry.requestedAt.getTime()) / 1000,
        receipt: null,
      }
    }
    entry.document = document
    entry.progress = { state: document.state, place: null, step: document.state, share: 1 }
    tell(entry, { event: 'document', data: document })
    forget()
  }

  return {
    start(researcher, script) {
      const open = [...runs.values()].filter(
        (run) => run.subject === researcher.subject && run.document === null,
      )
      if (open.length >= MOST_OPEN)
        fail(
          'conflict.busy',
          `You have ${open.length} runs under way, which is the most at once.`,
          'Wait for one to end, or cancel one.',
        )
      const entry: Entry = {
        id: ports.identifiers.next(),
        subject: researcher.subject,
        requestedAt: ports.clock.now(),
        script,
        progress: { state: 'queued', place: 1, step: 'waiting', share: null },
        results: [],
        document: null,
        abort: new AbortController(),
        listeners: new Set(),
        done: Promise.resolve(),
      }
      runs.set(entry.id, entry)
      entry.done = carryOut(entry, researcher)
      return entry
    },
    find(subject, id) {
      const run = runs.get(id)
      return run !== undefined && run.subject === subject ? run : null
    },
    list: (subject) => [...runs.values()].filter((run) => run.subject === subject).reverse(),
    async *follow(run, signal) {
      const entry = run as Entry
      const waiting: RunEvent[] = [
        { event: 'progress', data: entry.progress },
        ...entry.results.map((data): RunEvent => ({ event: 'result', data })),
        ...(entry.document ? [{ event: 'document', data: entry.document } as const] : []),
      ]
      let wake = () => {}
      const listener = (event: RunEvent) => {
        waiting.push(event)
        wake()
      }
      const onAbort = () => wake()
      entry.listeners.add(listener)
      signal.addEventListener('abort', onAbort)
      try {
        while (!signal.aborted) {
          const event = waiting.shift()
          if (event === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve
            })
            continue
          }
          yield event
          if (event.event === 'document') return
        }
      } finally {
        entry.listeners.delete(listener)
        signal.removeEventListener('abort', onAbort)
      }
    },
    cancel(run) {
      ;(run as Entry).abort.abort()
    },
    async close() {
      for (const entry of runs.values()) entry.abort.abort()
      await Promise.all([...runs.values()].map((entry) => entry.done))
    },
  }
}
