/** The process of maker-process.ts: makes what it is asked for, and ends when nobody can ask any more. */
import { errorsOf, Failure } from '@sund/model'
import { COUNTRY_NAME, COUNTRY_REGISTERS, makePart, partsOf } from '@sund/synthetic'
import { type Group, type MakerSettings, openMaker } from './maker.js'
import type { Said } from './maker-process.js'

const say = (said: Said) => process.send?.(said)
process.on('disconnect', () => process.exit())
const country = { name: COUNTRY_NAME, registers: COUNTRY_REGISTERS, partsOf, makePart }
const opening = openMaker(country, JSON.parse(process.argv[2] ?? '') as MakerSettings)
process.on('message', async (group: Group) => {
  try {
    const maker = await opening
    const files = await maker.make(group, (persons, rows) => say({ what: 'part', persons, rows }))
    say({ what: 'files', files })
  } catch (thrown) {
    // Read only while someone looks for a bug; made-up people have nothing to hide.
    if (!(thrown instanceof Failure)) console.error(thrown)
    say({ what: 'errors', errors: errorsOf(thrown, 'generate') })
  }
})
