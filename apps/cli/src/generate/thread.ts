/**
 * A maker in a thread of its own (worker.ts). Threads share nothing: groups go in, descriptions of files come out. A thread that
 * dies, of memory say, fails the group that it was making.
 */
import { Worker } from 'node:worker_threads'
import { type CountryFile, Failure, type SundError } from '@sund/model'
import type { Maker, MakerSettings } from './maker.js'

/** What a thread says. */
export type Said =
  | { what: 'part'; persons: number; rows: number }
  | { what: 'files'; files: CountryFile[] }
  | { what: 'errors'; errors: readonly [SundError, ...SundError[]] }

/** What lives in a thread: people of one part, and their rows. */
const MOST_HEAP_MIB = 900

/** A maker of the real country in a thread of its own; worker.ts must be compiled. */
export function startThread(settings: MakerSettings): Maker {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: settings,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MIB },
  })
  let dead: unknown
  let onSaid: (said: Said) => void = () => {}
  let onDeath: (reason: unknown) => void = () => {}
  const die = (reason: unknown) => {
    dead ??= reason
    onDeath(dead)
  }
  worker.on('message', (said: Said) => onSaid(said))
  worker.on('error', (error) => die(outOfMemory(error) ?? error))
  worker.on('exit', () => die(new Error('a thread that makes the country ended')))
  return {
    make: (group, onPart) =>
      new Promise((resolve, reject) => {
        if (dead !== undefined) return reject(dead)
        onDeath = reject
        onSaid = (said) => {
          if (said.what === 'part') onPart(said.persons, said.rows)
          else if (said.what === 'files') resolve(said.files)
          else reject(new Failure(...said.errors))
        }
        worker.postMessage(group)
      }),
    async close() {
      onDeath = () => {}
      await worker.terminate()
    },
  }
}

function outOfMemory(error: unknown): Failure | null {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY')
    return null
  return new Failure({
    code: 'unavailable.memory',
    message: 'There is too little memory to make the country.',
    next: 'Start again; files that are whole are kept.',
  })
}
