// Tells one set after another of the folder it is given until it is killed, and prints each once it is acknowledged.
import { openAccess } from '@sund/access'
import { systemClock } from '@sund/model'
import { plainIndex, sketch } from './sketches.mjs'

const { ledger } = await openAccess({ folder: process.argv[2] }, systemClock)
for (let n = Number(process.argv[3]); ; n++) {
  const run = `run ${n}`
  const asked = {
    run,
    index: 0,
    subject: 'bo',
    parties: [],
    kind: 'table',
    registers: ['a 1.0.0'],
    question: run,
    sensitive: [],
    sets: [sketch(run)],
    difference: 10,
    quota: { results: 1_000_000, sensitive: 1_000_000 },
    magnitude: 3,
  }
  const { verdicts } = await ledger.reserve(asked, plainIndex)
  await ledger.settle({ run, index: 0, told: [0], body: run })
  process.stdout.write(`${n} ${verdicts[0]}\n`)
}
