/**
 * A maker in a process of its own (maker-process-main.ts): groups go in, descriptions of files come out. A process and not a thread,
 * since a thread that is stopped while the database works takes the whole program with it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type CountryFile, Failure, type SundError } from '@sund/model'
import type { Maker, MakerSettings } from './maker.js'

/** What the process says. */
export type Said =
  | { what: 'part'; persons: number; rows: number }
  | { what: 'files'; files: CountryFile[] }
  | { what: 'errors'; errors: readonly [SundError, ...SundError[]] }

const MAIN = new URL('./maker-process-main.js', import.meta.url)
/** People of one part and their rows; more would be memory that nobody has given back yet. */
const MOST_HEAP_MIB = 640

/** A maker of the real country; the program must be compiled. */
export function startMaker(settings: MakerSettings): Maker {
  const child = fork(MAIN, [JSON.stringify(settings)], {
    execArgv: [`--max-old-space-size=${MOST_HEAP_MIB}`],
    stdio: ['ignore', 'ignore', process.env['SUND_DEBUG'] ? 'inherit' : 'ignore', 'ipc'],
  })
  // A process that cannot even begin says so with an error: it has ended.
  const ended = once(child, 'exit').catch(() => {})
  let onSaid: (said: Said) => void = () => {}
  child.on('message', (said: Said) => onSaid(said))
  return {
    make: (group, onPart) =>
      new Promise((resolve, reject) => {
        void ended.then(() => reject(DIED))
        onSaid = (said) => {
          if (said.what === 'part') onPart(said.persons, said.rows)
          else if (said.what === 'files') resolve(said.files)
          else reject(new Failure(...said.errors))
        }
        child.send(group, (error) => error && reject(DIED))
      }),
    async close() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Most often it was memory. */
const DIED = new Failure({
  code: 'unavailable.memory',
  message: 'A process that makes the country has died; the machine may have too little memory.',
  next: 'Give the same command again, with --workers 1: what is finished is kept.',
})
