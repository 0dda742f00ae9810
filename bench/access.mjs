// Cases on PostgreSQL: 10,000 of them with 240,000 events, made by the real transitions, and 100 people at work on them at once.
//
//   npx tsc -b packages/access && node bench/access.mjs [--cases 10000] [--people 100] [--seconds 60] [--pause 1000]
//   node bench/access.mjs --kill [--kills 20] [--cases 2000]
//
// PostgreSQL is Debian's, started in a temporary folder, flushing to disk. Each person opens the inbox, reads a case, does what is next in it, and
// pauses (`--pause` milliseconds on average, from 0 to twice as long; people take minutes). All of them share one process, as a hub is one.
// A command is timed from being asked until what its actor sees afterwards is there. At the end the same people work without any pause.
//
// `--kill` lets a process of its own do that work, heed clocks and send letters, to a folder and to a mail server in turn, and kills it with SIGKILL
// at random moments. Afterwards every command that it had acknowledged must be there, every chain must hold, and no reminder may have been sent twice.

import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { killAgainAndAgain } from './access/kill.mjs'
import { HANDLERS, nextIn } from './access/life.mjs'
import { startPostgres } from './access/place.mjs'
import { caseId, openAll, openCase, seed } from './access/seed.mjs'

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string' },
    people: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '60' },
    pause: { type: 'string', default: '1000' },
    kill: { type: 'boolean', default: false },
    kills: { type: 'string', default: '20' },
  },
})
const count = Number(options.cases ?? (options.kill ? 2000 : 10_000))
const seconds = Number(options.seconds)
const people = Number(options.people)

const since = (started) => Number(((performance.now() - started) / 1000).toFixed(2))
async function timed(work) {
  const started = performance.now()
  const result = await work()
  return [since(started), result]
}
const spread = (times) => {
  const ordered = times.toSorted((a, b) => a - b)
  const at = (share) => Number((ordered[Math.floor(share * ordered.length)] ?? 0).toFixed(1))
  return {
    count: times.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    most: Number((ordered.at(-1) ?? 0).toFixed(1)),
  }
}

/** People at work for some seconds: how long each of their commands, inboxes and readings took. */
async function atWork({ cases, postgres }, meanPause, forSeconds) {
  const times = { command: [], inbox: [], view: [] }
  const until = performance.now() + forSeconds * 1000
  const worked = process.cpuUsage()
  const measured = async (kind, work) => {
    const started = performance.now()
    const result = await work()
    times[kind].push(performance.now() - started)
    return result
  }
  async function person(which) {
    // Each has cases of their own to look after, so what is next is what nobody else does meanwhile: those of an inbox, so none that is decided,
    // and when they are done, new ones.
    let taken = which
    const take = () => {
      const open = openCase(taken)
      const n = open < count ? open : count + taken
      taken += people
      return n
    }
    let n = take()
    let seen = null
    await pause(Math.random() * 2 * meanPause)
    while (performance.now() < until) {
      const reader = HANDLERS[(which * 7 + n) % HANDLERS.length]
      await measured('inbox', () => cases.inbox(reader))
      // A case that was there before is read first.
      if (seen === null && n < count) {
        const owner = nextIn(n, null).actor
        seen = await measured('view', () => cases.view('case', caseId(n), owner))
      }
      const next = nextIn(n, seen)
      if (next === null) {
        n = take()
        seen = null
        continue
      }
      const done = await measured('command', async () => {
        const { view } = await cases.execute('case', caseId(n), next.command, next.actor, seen?.revision)
        return view()
      })
      seen = done
      if (meanPause > 0) await pause(Math.random() * 2 * meanPause)
    }
  }
  const before = postgres.worked()
  const started = performance.now()
  await Promise.all(Array.from({ length: people }, (_, which) => person(which)))
  const took = since(started)
  const { user, system } = process.cpuUsage(worked)
  const steps = Object.values(times).reduce((sum, { length }) => sum + length, 0)
  const each = (seconds) => Number(((seconds * 1000) / steps).toFixed(2))
  return {
    seconds: took,
    'commands a second': Math.round(times.command.length / took),
    'processor ms a step': { hub: each((user + system) / 1e6), PostgreSQL: each(postgres.worked() - before) },
    command: spread(times.command),
    inbox: spread(times.inbox),
    view: spread(times.view),
  }
}

async function measure(postgres) {
  const { store, cases } = await openAll(postgres.url)
  const [seeding, made] = await timed(() => seed(store, count))
  const { events, ...rest } = made
  console.error(`${events} events of ${count} cases in ${seeding} s`, rest)
  postgres.analyze()
  const figures = { cases: count, events, 'seconds to make them': seeding }
  const worked = [process.cpuUsage(), postgres.worked()]
  const [rebuilding, rebuilt] = await timed(() => cases.rebuild())
  const { user, system } = process.cpuUsage(worked[0])
  const processor = { hub: (user + system) / 1e6, PostgreSQL: postgres.worked() - worked[1] }
  figures.rebuild = { seconds: rebuilding, 'processor seconds': processor, ...rebuilt }
  console.error('rebuild', figures.rebuild)
  const [verifying] = await timed(() => cases.verify())
  figures['seconds to verify all chains'] = verifying
  figures.working = await atWork({ cases, postgres }, Number(options.pause), seconds)
  console.error(`${people} people`, figures.working)
  figures['without pauses'] = await atWork({ cases, postgres }, 0, seconds / 3)
  console.error('without pauses', figures['without pauses'])
  const [registering, register] = await timed(() => cases.register({ query: 'early illness', limit: 50 }))
  figures.register = { ms: registering * 1000, total: register.total }
  const [history, decided] = await timed(() => cases.history())
  figures.history = { ms: history * 1000, cases: decided.length }
  const [ticking, ticked] = await timed(() => cases.tick())
  figures.tick = { seconds: ticking, ...ticked }
  await cases.close()
  await store.close()
  return figures
}

const postgres = await startPostgres()
try {
  const figures = options.kill
    ? await killAgainAndAgain(postgres.url, { count, kills: Number(options.kills) })
    : await measure(postgres)
  console.log(JSON.stringify(figures, null, 2))
  if (options.kill && figures.lost + figures.twice > 0) process.exitCode = 1
} finally {
  await postgres.stop()
}
