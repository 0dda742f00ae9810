// Kills a hub at work, again and again, and then looks whether it kept what it had said.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openOutbox } from '../../packages/access/dist/outbox/outbox.js'
import { folderSink } from '../../packages/access/dist/outbox/sinks.js'
import { startMailServer } from '../../packages/access/test/mail-server.mjs'
import { openAll, seed } from './seed.mjs'

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url))
/** Later than any letter may take to be sent: whoever had one in hand is dead. */
const afterwards = { now: () => new Date(Date.now() + 11 * 60_000) }

/** What each event is that a command leads to first. */
const LEADS_TO = {
  submit: 'submitted',
  take: 'assigned',
  'find-complete': 'found-complete',
  ask: 'asked',
  answer: 'answered',
  assess: 'assessed',
  decide: 'decided',
}

/** One life of a hub, ended at a random moment: what it had acknowledged. */
async function liveAndDie(url, count, folder, port, round) {
  const child = spawn(process.execPath, [WORKER, url, count, folder, port, round].map(String), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  const acknowledged = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') setTimeout(() => child.kill('SIGKILL'), 500 + Math.random() * 4000)
    else acknowledged.push(line.split(' '))
  }
  const signal = await ended
  if (signal !== 'SIGKILL') throw new Error('the worker ended by itself')
  return acknowledged
}

export async function killAgainAndAgain(url, { count, kills }) {
  const { store, cases } = await openAll(url, afterwards)
  const { events } = await seed(store, count)
  const folder = mkdtempSync(join(tmpdir(), 'sund-letters-'))
  const mail = await startMailServer()
  const acknowledged = []
  try {
    for (let round = 0; round < kills; round++) {
      const more = await liveAndDie(url, count, folder, mail.port, round)
      acknowledged.push(...more)
      console.error(`killed ${round + 1} times, ${acknowledged.length} commands acknowledged`)
    }
    const addressee = async () => ({ address: 'somebody@university.example', language: 'en' })
    const link = () => 'https://hub.example'
    const outbox = openOutbox({
      store,
      clock: afterwards,
      sink: folderSink(folder),
      from: 'sund@hub.example',
      link,
      addressee,
    })
    const rest = await outbox.deliver()
    const verified = await cases.verify()

    const types = new Map()
    const anHourAgo = new Date(Date.now() - 3_600_000).toISOString()
    const rows = await store.use((database) =>
      database
        .selectFrom('stream_event')
        .select(['id', 'number', 'type', 'payload'])
        .where('at', '>', anHourAgo)
        .execute(),
    )
    for (const { id, number, type } of rows) types.set(`${id} ${number}`, type)
    // A decision may be followed by others in the same command, so what it led to first lies a little before the revision it ended with.
    const lost = acknowledged.filter(([id, revision, command]) => {
      const ended = [0, 1].map((back) => types.get(`${id} ${revision - back}`))
      return !ended.includes(LEADS_TO[command])
    })
    const again = (list) => list.length - new Set(list).size
    // One event for each stage of each clock, and each letter with its own identifier: in the folder by name, at the server by Message-ID.
    const stages = rows
      .filter(({ type }) => type === 'reminded' || type === 'escalated')
      .map(({ id, type, payload }) => `${id} ${type} ${payload}`)
    const reminders = (texts) =>
      texts
        .filter((text) => /^Subject: (Reminder|Overdue)/m.test(text))
        .map((text) => /^Message-ID: <(\w+)@/im.exec(text)[1])
    const inFolder = reminders(readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')))
    const atServer = reminders(mail.taken)
    return {
      cases: count,
      'events before': events,
      kills,
      acknowledged: acknowledged.length,
      lost: lost.length,
      verified,
      'reminded or escalated': stages.length,
      'reminders sent': { folder: inFolder.length, server: atServer.length },
      twice: again(stages) + again([...inFolder, ...atServer]),
      'listed as uncertain': (await outbox.troubles()).filter(({ state }) => state === 'uncertain').length,
      'sent after the last kill': rest.sent,
    }
  } finally {
    await mail.close()
    await cases.close()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
