// People at work, clocks and letters in a process that is going to be killed: prints what it has acknowledged, a line each.
//
//   node worker.mjs URL CASES FOLDER SMTP-PORT ROUND
import { setTimeout as pause } from 'node:timers/promises'
import { openOutbox } from '../../packages/access/dist/outbox/outbox.js'
import { folderSink, smtpSink } from '../../packages/access/dist/outbox/sinks.js'
import { systemClock } from '../../packages/model/dist/index.js'
import { nextIn } from './life.mjs'
import { caseId, openAll, openCase } from './seed.mjs'

const [url, cases, folder, port, round] = process.argv.slice(2)
const count = Number(cases)
const { store, cases: service } = await openAll(url)
const sink = Number(round) % 2 === 0 ? folderSink(folder) : smtpSink(`smtp://127.0.0.1:${port}`)
const outbox = openOutbox({
  store,
  clock: systemClock,
  sink,
  from: 'sund@hub.example',
  link: (kind, id) => `https://hub.example/${kind}s/${id}`,
  addressee: async (to) => ({
    address: 'organisation' in to ? `${to.organisation}@body.example` : 'person@university.example',
    language: 'en',
  }),
})
process.stdout.write('ready\n')

async function person() {
  for (;;) {
    const n = openCase(Math.floor((Math.random() * count * 4) / 10))
    const owner = nextIn(n, null).actor
    const seen = await service.view('case', caseId(n), owner).catch(() => null)
    const next = nextIn(n, seen)
    if (next === null) {
      await pause(1)
      continue
    }
    // Of two who do the same at once one is told so, as people are.
    const done = await service
      .execute('case', caseId(n), next.command, next.actor, seen?.revision)
      .catch((error) => {
        if (error.errors?.[0].code === 'conflict.revision' || error.errors?.[0].code === 'conflict.exists')
          return null
        throw error
      })
    if (done !== null) process.stdout.write(`${caseId(n)} ${done.revision} ${next.command.do}\n`)
  }
}

async function over(work) {
  for (;;) {
    await work()
    await pause(20)
  }
}

await Promise.all([
  ...Array.from({ length: 20 }, person),
  over(() => service.tick()),
  over(() => outbox.deliver()),
])
