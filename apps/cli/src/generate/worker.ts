/** The thread's side of thread.ts: makes what it is asked for until it is ended. */
import { parentPort, workerData } from 'node:worker_threads'
import { Failure } from '@sund/model'
import { COUNTRY_NAME, COUNTRY_REGISTERS, makePart, partsOf } from '@sund/synthetic'
import { type Group, type MakerSettings, openMaker } from './maker.js'
import type { Said } from './thread.js'

const say = (said: Said) => parentPort?.postMessage(said)
const maker = await openMaker(
  { name: COUNTRY_NAME, registers: COUNTRY_REGISTERS, partsOf, makePart },
  workerData as MakerSettings,
)
parentPort?.on('message', async (group: Group) => {
  try {
    const files = await maker.make(group, (persons, rows) => say({ what: 'part', persons, rows }))
    say({ what: 'files', files })
  } catch (thrown) {
    // Anything else is a bug: unhandled, it ends the thread and reaches whoever started it.
    if (!(thrown instanceof Failure)) throw thrown
    say({ what: 'errors', errors: thrown.errors })
  }
})
