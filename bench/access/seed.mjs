// Fills a store with cases on their way, as if they had come in over two years: each command goes through the real transitions, and their events
// are written many at once.

import { STREAM_KINDS as kinds } from '../../packages/access/dist/cases/kinds.js'
import { chain, NO_EVENTS } from '../../packages/access/dist/cases/store/events.js'
import { openCases } from '../../packages/access/dist/cases/store/index.js'
import { project, writeProjections } from '../../packages/access/dist/cases/store/projections.js'
import { append } from '../../packages/access/dist/cases/store/streams.js'
import { rulesOf } from '../../packages/access/dist/rules/index.js'
import { openStore } from '../../packages/access/dist/store.js'
import { systemClock, systemIdentifiers } from '../../packages/model/dist/index.js'
import { nextIn, worldOf } from './life.mjs'

const SYSTEM = { subject: 'system', name: 'Sund', memberships: [] }
const world = worldOf(rulesOf)
const ports = {
  world: async () => world,
  sign: async ({ id }) => `signature of ${id}`,
  trouble: (what, error) => console.error(what, error),
}
const HOUR = 3_600_000
const BATCH = 100

export const caseId = (n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

/** The store at a URL, and the cases in it. */
export async function openAll(url, clock = systemClock) {
  const store = await openStore({ url })
  return { store, cases: openCases({ store, clock, identifiers: systemIdentifiers, kinds, ports }) }
}

/** How many steps a case has gone: six of ten to the end, the others somewhere on the way. */
const stepsOf = (n) => (n % 10 < 6 ? Number.POSITIVE_INFINITY : 1 + ((n * 7919) % 29))

/** The `index`th case that is not decided when it is made. */
export const openCase = (index) => Math.floor(index / 4) * 10 + 6 + (index % 4)

/** One case with the permit that it may have led to, as rows and what is shown of them. */
function lifeOf(n, now) {
  const streams = []
  const begin = (kind, id) => {
    const stream = {
      kind,
      id,
      type: kinds[kind],
      head: NO_EVENTS,
      state: null,
      rows: [],
      publicAt: '',
      part: '',
    }
    streams.push(stream)
    return stream
  }
  const apply = (stream, command, actor, at) => {
    const { type, id } = stream
    const context = {
      ...world,
      actor,
      now: at,
      id,
      reference: `${at.getFullYear()}-${String(n + 1).padStart(5, '0')}`,
      permit: () => null,
      excludedUntil: () => null,
      uuid: () => systemIdentifiers.next(),
    }
    const iso = at.toISOString()
    const decided = type.decide(stream.state, command, context)
    const { rows, recorded, head } = chain(type.events, stream, stream.head, decided, { at: iso, actor })
    stream.head = head
    stream.rows.push(...rows)
    for (const event of recorded) {
      stream.state = type.evolve(stream.state, event)
      for (const { id: permit, permit: record, as } of type.followUps(stream.state, event))
        apply(
          begin('permit', permit),
          { do: 'issue', kind: as, record: { permit: record, jws: `signature of ${permit}` } },
          SYSTEM,
          at,
        )
    }
    stream.at = iso
  }
  const own = begin('case', caseId(n))
  const began = now - 730 * 24 * HOUR + n * 1.6 * HOUR
  const steps = stepsOf(n)
  for (let step = 0; step < steps; step++) {
    const next = nextIn(n, own.state)
    if (next === null) break
    apply(own, next.command, next.actor, new Date(Math.min(began + step * 20 * HOUR, now)))
  }
  return streams.map(({ kind, id, type, head, rows, state, at }) => ({
    appended: { kind, id, rows, head, wakes: type.wakes(state), ticked: null, at },
    shown: {
      kind,
      id,
      projection: project(type, id, state),
      inbox: true,
      parties: true,
      exclusions: true,
      publicAt: at,
    },
  }))
}

/** Makes the cases. Resolves with how many events they have and how many are not decided. */
export async function seed(store, count) {
  const now = Date.now()
  const made = { events: 0, permits: 0, open: 0 }
  for (let first = 0; first < count; first += BATCH) {
    const streams = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) =>
      lifeOf(first + index, now),
    ).flat()
    await store.use((database) =>
      database.transaction().execute(async (transaction) => {
        await append(
          transaction,
          streams.map(({ appended }) => appended),
        )
        await writeProjections(
          transaction,
          streams.map(({ shown }) => shown),
        )
      }),
    )
    for (const { appended } of streams) {
      made.events += appended.rows.length
      made.permits += appended.kind === 'permit' ? 1 : 0
    }
    made.open += Math.min(BATCH, count - first)
  }
  made.open -= made.permits
  await store.use((database) =>
    database
      .insertInto('reference')
      .values({ year: new Date(now).getFullYear(), last: count })
      .execute(),
  )
  return made
}
