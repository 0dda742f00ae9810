// The release ledger: how long it takes to compare a set with all that were told before, by how many those are, and how much memory they take (at a thousand times a power of ten; arrays grow by doubling).
//
//   npx tsc -b && node --expose-gc bench/ledger.mjs [--cells 1000000] [--json]
//
// Sets of 10 to 100,000 people (as many of each order of magnitude), told before and asked about now; then small ones alone, whose slots are mostly
// empty and so alike, which is the worst case. Every tenth set that is asked about differs from one that was told by nine people. The row
// that blinds is what a holder does for each set before it asks.
import { parseArgs } from 'node:util'
import { recordSetOfKeys } from '../packages/model/dist/index.js'
import { blindSets, ledgerKey } from '../packages/network/dist/index.js'
import { createLedgerIndex } from '../packages/privacy/dist/index.js'

const { values: options } = parseArgs({
  options: { cells: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
})
const most = Number(options.cells)
const DIFFERENCE = 10
const ASKED = 500
const key = ledgerKey(new Uint8Array(32).fill(7))

/** Numbers in [0, 1) from a seed (xorshift32). */
let state = 1
const random = () => {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) / 2 ** 32
}
const draw = () => Math.floor(random() * 65_536)

/** A set of about so many people: beyond a few thousand slots are drawn as sums are, which is quicker and looks the same. */
function setOf(people) {
  if (people <= 2000) return recordSetOfKeys(Array.from({ length: people }, draw))
  const slots = new Array(128)
  for (let slot = 0; slot < 64; slot++) {
    slots[slot] = Math.round(people / 64 + (random() - 0.5) * Math.sqrt(people / 16))
    slots[64 + slot] = Math.round(slots[slot] * 32_768 + (random() - 0.5) * 65_536 * Math.sqrt(people / 64))
  }
  return { units: people, key: 0, slots }
}
/** The set with nine more people. */
function beside({ units, key: sum, slots }) {
  const more = recordSetOfKeys(Array.from({ length: 9 }, draw))
  return { units: units + 9, key: sum, slots: slots.map((number, i) => number + more.slots[i]) }
}
const SIZES = {
  'of all sizes': () => Math.round(10 ** (1 + 4 * random())),
  'of 10 to 15 people': () => 10 + Math.floor(6 * random()),
}
const sketchesOf = (sets) =>
  blindSets(key, sets).map(({ slots, identity }) => ({
    slots: Buffer.from(slots, 'base64'),
    identity: Buffer.from(identity, 'base64'),
  }))
/** Milliseconds of processor time so far: what a busy machine does not change. */
const worked = () => process.cpuUsage().user / 1000
const arrays = () => process.memoryUsage().arrayBuffers / 2 ** 20
const rounded = (number) => Number(number.toPrecision(3))

const figures = []
for (const [sizes, size] of Object.entries(SIZES)) {
  globalThis.gc?.()
  const before = arrays()
  const index = createLedgerIndex()
  let told = 0
  let last = []
  for (let cells = 1000; cells <= most; cells *= 10) {
    while (told < cells) {
      last = Array.from({ length: Math.min(10_000, cells - told) }, () => setOf(size()))
      index.add(sketchesOf(last))
      told += last.length
    }
    const sets = Array.from({ length: ASKED }, (_, i) =>
      i % 10 === 0 ? beside(last[i % last.length]) : setOf(size()),
    )
    const started = performance.now()
    const sketches = sketchesOf(sets)
    const blinded = performance.now()
    const workedBefore = worked()
    const times = sketches.map((sketch) => {
      const from = performance.now()
      const [verdict] = index.compare([sketch], DIFFERENCE)
      return { took: performance.now() - from, verdict }
    })
    const work = worked() - workedBefore
    globalThis.gc?.()
    const ordered = times.map(({ took }) => took).sort((a, b) => a - b)
    figures.push({
      sets: sizes,
      told,
      'processor ms a set': rounded(work / ASKED),
      'ms a set (mean)': rounded(ordered.reduce((sum, took) => sum + took, 0) / ASKED),
      'ms (99 of 100)': rounded(ordered[Math.floor(0.99 * ASKED)]),
      'ms (most)': rounded(ordered.at(-1)),
      'MiB in all': rounded(arrays() - before),
      near: times.filter(({ verdict }) => verdict === 'near').length,
      'ms to blind': rounded((blinded - started) / ASKED),
    })
  }
}
if (options.json) console.log(JSON.stringify(figures, null, 2))
else console.table(figures)
