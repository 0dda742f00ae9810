/**
 * One evaluator, every way out of a store: made-up records, consents and requests, and whatever a way gives is held against the plain evaluator, so that no way leaks and
 * none keeps back what may be seen. A case is one who asks of a person who has said something and of whom something is written; many persons are in the store and are asked
 * for together. `SUND_CONSENT_WAYS=10000` for more cases, then on PostgreSQL where there is one. Registers, scripts, counts and rooms are held against the same in
 * `apps/server/test/consents.test.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemIdentifiers } from '@sund/model'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type AuditedStore,
  createConsentBook,
  createShownFeed,
  type ExportAsked,
  type ExportState,
  exported,
  exportWork,
  type KeptResource,
  openFhirStore,
  type Reader,
  type Resource,
  STORE_ITSELF,
} from '../../src/index.js'
import { CODES, consents, PATIENTS, patientOf, request, settled, written } from './made.js'
import { type PlainRequest, plainlyAllowed } from './plain.js'

const CASES = Number(process.env['SUND_CONSENT_WAYS'] ?? 24)
const isLarge = CASES > 100
/** Of three persons each, in the store at once; and requests that are made of each. */
const PLACES = 8
const REQUESTS = isLarge ? 6 : 1
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'
const TYPES = ['Condition', 'Encounter', 'MedicationRequest', 'Observation']
const SYSTEM_CLOCK = { now: () => new Date() }

let engine: Engine
let store: AuditedStore
let folder: string
const patients: Resource[] = Array.from({ length: PLACES }, (_, place) =>
  PATIENTS.map((id) => settled({ resourceType: 'Patient', id }, place)),
).flat()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sund-ways-'))
  const bin = isLarge ? await findPostgres() : undefined
  engine = await (bin === undefined ? folderEngine() : postgresEngine(bin))
  store = await openFhirStore({
    place: await engine.fresh(),
    clock: SYSTEM_CLOCK,
    identifiers: systemIdentifiers,
  })
  await store.load(patients)
}, 60_000)
afterAll(async () => {
  await store.close()
  await engine.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What there is in the store, and who asks. */
interface World {
  reader: Reader
  all: readonly KeptResource[]
  /** How far in the store's changes it begins. */
  position: bigint
  /** Everything of it as an export has it that was made when all could be seen. */
  earlier: string
  /** How much is asked for at once. */
  count: number
}

/** What a way gives. `of`: it gives of these alone, where each may be seen by itself. */
interface Way {
  gives(world: World): Promise<string[]>
  of?(one: KeptResource, mayBeSeen: (other: Resource | undefined) => boolean, world: World): boolean
}

const keyOf = ({ resourceType, id }: Resource) => `${resourceType}/${id}`
const names = (resources: readonly Resource[]) =>
  [...new Set(resources.filter(({ resourceType }) => TYPES.includes(resourceType)).map(keyOf))].sort()
const without = (some: readonly string[], others: readonly string[]) =>
  some.filter((one) => !others.includes(one))
const unlessRefused = () => null
const isThere = <T>(one: T | null): one is T => one !== null

async function pages({ reader, count }: World, type: string, query = '') {
  const matches: KeptResource[] = []
  const beside: KeptResource[] = []
  let total: number | null = null
  for (let next: string | null = `${query}&_count=${count}&_total=accurate`; next !== null; ) {
    const page = await store.search(reader, type, next, { handling: 'strict' })
    matches.push(...page.matches)
    beside.push(...page.included)
    total ??= page.total
    next = page.next
  }
  expect(total).toBe(matches.length)
  return { matches, beside }
}

async function everythingOf({ reader, count }: World, patient: string): Promise<KeptResource[]> {
  const found: KeptResource[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page = await store
      .everything(reader, patient, { count, ...(after === undefined ? {} : { after }) })
      .catch(unlessRefused)
    found.push(...(page?.resources ?? []))
    after = page?.next ?? null
  }
  return found
}

/** Does all of an export, and gives its folder. */
async function exportOf(reader: Reader, more: Partial<ExportAsked> = {}): Promise<string> {
  const at = await mkdtemp(join(folder, 'export-'))
  const asked = { request: '', types: TYPES, since: null, filters: [], patients: null, ...more }
  const work = exportWork(store, SYSTEM_CLOCK.now)
  await work.run(
    {
      ...{ id: '', kind: 'export', owner: { subject: '', client: null }, asked, begunAt: '' },
      ...{ state: work.begin(asked), endedAt: null, failed: null },
    },
    {
      folder: at,
      reader: () => reader,
      save: async (_: ExportState) => {},
      signal: new AbortController().signal,
    },
  )
  return at
}
async function linesOf(at: string, reader: Reader): Promise<Resource[]> {
  const found: Resource[] = []
  for (const type of TYPES)
    try {
      for await (const line of exported(at, type, reader)) found.push(JSON.parse(line))
    } catch (thrown) {
      // Nothing of the type was exported.
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown
    }
  return found
}
async function exportedBy(reader: Reader, more: Partial<ExportAsked> = {}): Promise<string[]> {
  const at = await exportOf(reader, more)
  const found = await linesOf(at, STORE_ITSELF)
  await rm(at, { recursive: true })
  return names(found)
}

const ENCOUNTERED = ['Condition', 'MedicationRequest', 'Observation']
const [CODE] = CODES as [(typeof CODES)[number]]
const TOKEN = `${CODE.system}|${CODE.code}`
const textOf = (one: unknown) => JSON.stringify(one)
const isNamedBy = (one: Resource, other: Resource) => textOf(other).includes(`"reference":"${keyOf(one)}"`)
const FIRST = PATIENTS.slice(0, 2).map((id) => `0-${id}`)

/** Each way out, and what it gives of the resources that there are now. */
const WAYS: Readonly<Record<string, Way>> = {
  read: {
    async gives({ reader, all }) {
      const found = await Promise.all(
        all.map(({ resourceType: type, id }) => store.read(reader, { type, id }).catch(unlessRefused)),
      )
      return names(found.filter(isThere))
    },
  },
  vread: {
    async gives({ reader, all }) {
      const found = await Promise.all(
        all.map(({ resourceType: type, id, meta }) =>
          store.vread(reader, { type, id }, Number(meta.versionId)).catch(unlessRefused),
        ),
      )
      return names(found.filter(isThere))
    },
  },
  search: {
    async gives(world) {
      const found = await Promise.all(TYPES.map((type) => pages(world, type, '_sort=-_lastUpdated')))
      return names(found.flatMap(({ matches }) => matches))
    },
  },
  'search with what is referred to': {
    async gives(world) {
      const { matches, beside } = await pages(
        world,
        'MedicationRequest',
        '_include=MedicationRequest:encounter',
      )
      return names([...matches, ...beside])
    },
    of: (one, mayBeSeen, { all }) =>
      one.resourceType === 'MedicationRequest' ||
      (one.resourceType === 'Encounter' &&
        all.some(
          (other) => other.resourceType === 'MedicationRequest' && mayBeSeen(other) && isNamedBy(one, other),
        )),
  },
  'search with what refers to it': {
    async gives(world) {
      const back = ENCOUNTERED.map((type) => `_revinclude=${type}:encounter`).join('&')
      const { matches, beside } = await pages(world, 'Encounter', back)
      return names([...matches, ...beside])
    },
    of: (one, mayBeSeen, { all }) =>
      one.resourceType === 'Encounter' ||
      all.some((other) => other.resourceType === 'Encounter' && mayBeSeen(other) && isNamedBy(other, one)),
  },
  // What is hidden must not be found out by asking what it has to do with what is not.
  'search by what it refers to': {
    async gives(world) {
      const found = await Promise.all(
        ENCOUNTERED.map((type) => pages(world, type, `encounter:Encounter.class=${TOKEN}`)),
      )
      return names(found.flatMap(({ matches }) => matches))
    },
    of: (one, mayBeSeen, { all }) =>
      all.some(
        (other) => textOf(other['class']) === textOf(CODE) && mayBeSeen(other) && isNamedBy(other, one),
      ),
  },
  'search by what refers to it': {
    async gives(world) {
      return names((await pages(world, 'Encounter', `_has:Observation:encounter:code=${TOKEN}`)).matches)
    },
    of: (one, mayBeSeen, { all }) =>
      one.resourceType === 'Encounter' &&
      all.some(
        (other) =>
          other.resourceType === 'Observation' &&
          textOf(other['code']) === textOf({ coding: [CODE] }) &&
          mayBeSeen(other) &&
          isNamedBy(one, other),
      ),
  },
  everything: {
    async gives(world) {
      const found = await Promise.all(patients.map(({ id = '' }) => everythingOf(world, id)))
      return names(found.flat())
    },
    // Of whom not even the record may be seen, there is no page to begin with.
    of: (one, mayBeSeen) => mayBeSeen(patients.find(({ id }) => id === patientOf(one))),
  },
  history: {
    async gives({ reader, all }) {
      const current = new Map(all.map((one) => [keyOf(one), Number(one.meta.versionId)]))
      const { versions } = await store.history(reader, {}, { count: 1000 })
      return names(
        versions.flatMap(({ resource, version }) =>
          resource !== null && current.get(keyOf(resource)) === version ? [resource] : [],
        ),
      )
    },
  },
  batch: {
    async gives({ reader, all }) {
      const answer = await store.bundle(reader, {
        resourceType: 'Bundle',
        type: 'batch',
        entry: all.map((one) => ({ request: { method: 'GET', url: keyOf(one) } })),
      })
      const entries = answer['entry'] as { resource?: Resource; response: { status: string } }[]
      return names(
        entries.flatMap(({ resource, response }) =>
          resource !== undefined && response.status.startsWith('2') ? [resource] : [],
        ),
      )
    },
  },
  'export of all': { gives: ({ reader }) => exportedBy(reader) },
  'export of patients': { gives: ({ reader }) => exportedBy(reader, { patients: 'all' }) },
  'export of a group': {
    gives: ({ reader }) => exportedBy(reader, { patients: FIRST }),
    of: (one) => FIRST.includes(patientOf(one)),
  },
  'export that is fetched later': {
    gives: async ({ reader, earlier }) => names(await linesOf(earlier, reader)),
  },
}

const place = fc.record({ consents, written })
const asker = fc.record({ request, count: fc.constantFrom(3, 10, 100) })
const world = fc.record({
  places: fc.array(place, { minLength: PLACES, maxLength: PLACES }),
  askers: fc.array(asker, { minLength: REQUESTS, maxLength: REQUESTS }),
})

test('every way out gives what consents leave, no more and no less', async () => {
  const clock = { at: '', now: () => new Date(clock.at) }
  const book = createConsentBook({ store, clock })
  const seen = { cases: 0, allowed: 0, denied: 0 }
  /** Of each way how often it had something to give, and something to keep back. */
  const met = new Map(Object.keys(WAYS).map((way) => [way, { given: 0, kept: 0 }]))
  let known: string[] = []
  let position = 0n
  const keptOf = (key: { type: string; id: string }) => store.read(STORE_ITSELF, key)

  async function ask(
    { actors, purpose, at }: PlainRequest,
    { said, ...world }: Omit<World, 'reader'> & { said: readonly KeptResource[] },
  ) {
    clock.at = at
    await book.refresh()
    const asked = { actors: new Set(actors), purposes: [{ system: REASON, code: purpose }] }
    const reader: Reader = { ...STORE_ITSELF, subject: 'reader', purpose, consents: await book.gate(asked) }
    const saidBy = (patient: string) => said.filter((consent) => patientOf(consent) === patient)
    const judged = new Map(
      [...world.all, ...patients].map((one) => [
        keyOf(one),
        plainlyAllowed(saidBy(patientOf(one)), one, { actors, purpose, at }),
      ]),
    )
    const mayBeSeen = (one: Resource | undefined) => one !== undefined && judged.get(keyOf(one)) === true
    const expected = names(world.all.filter(mayBeSeen))
    const written = new Set(world.all.map(patientOf))
    seen.cases += new Set(said.map(patientOf).filter((patient) => written.has(patient))).size
    seen.allowed += expected.length
    seen.denied += world.all.length - expected.length
    const here = { ...world, reader }
    const hold = (way: string, found: readonly string[], right: readonly string[]) => {
      const [leaks, keepsBack] = [without(found, right), without(right, found)]
      const wrong = world.all.filter((one) => [...leaks, ...keepsBack].includes(keyOf(one)))
      const consents = new Set(wrong.flatMap((one) => saidBy(patientOf(one))))
      const request = { actors, purpose, at }
      if (wrong.length > 0)
        throw new Error(
          `${way}: ${JSON.stringify({ leaks, keepsBack, consents: [...consents], request, wrong })}`,
        )
      expect(found, way).toEqual(right)
    }
    for (const [way, { gives, of = () => true }] of Object.entries(WAYS)) {
      const own = world.all.filter((one) => of(one, mayBeSeen, here))
      const given = names(own.filter(mayBeSeen))
      hold(way, await gives(here), given)
      const count = met.get(way) as { given: number; kept: number }
      count.given += given.length
      count.kept += world.all.length - given.length
    }
    // A copy that is made of what is shown: registers.
    const feed = createShownFeed({ store, book, types: TYPES, asked: [asked], after: world.position, clock })
    const copy = new Set<string>()
    for (let shown = await feed.next(); shown.length > 0; shown = await feed.next())
      for (const { type, id, resource } of shown)
        if (resource === null) copy.delete(`${type}/${id}`)
        else copy.add(`${type}/${id}`)
    hold('copies', [...copy].sort(), expected)
    expect([...feed.withheld].sort()).toEqual(without(names(world.all), expected))
  }

  await fc.assert(
    fc.asyncProperty(world, async ({ places, askers }) => {
      const resources = places.flatMap(({ written }, i) => written.map((one) => settled(one, i)))
      const given = places.flatMap(({ consents }, i) => consents.map((one) => settled(one, i)))
      const now = given.map(({ id = '' }) => id)
      for (const id of known.filter((one) => !now.includes(one)))
        await store.remove(STORE_ITSELF, { type: 'Consent', id })
      known = now
      for (
        let changes = await store.changes(position);
        changes.length > 0;
        changes = await store.changes(position)
      )
        position = changes.at(-1)?.position ?? position
      await store.load([...resources, ...given])
      const all = await Promise.all(resources.map(({ resourceType: type, id = '' }) => keptOf({ type, id })))
      const said = await Promise.all(now.map((id) => keptOf({ type: 'Consent', id })))
      const earlier = await exportOf(STORE_ITSELF)
      for (const { request, count } of askers) await ask(request, { all, said, position, earlier, count })
      await rm(earlier, { recursive: true })
    }),
    {
      // Of the three persons of a place, two are cases, or a little less.
      numRuns: Math.ceil(CASES / (1.8 * PLACES * REQUESTS)),
      endOnFailure: true,
      // A whole world is too much to read: the error says what of it is wrong.
      reporter: ({ failed, seed, counterexamplePath: path, errorInstance }) => {
        if (failed) throw new Error(`seed ${seed}, path ${path}`, { cause: errorInstance })
      },
    },
  )
  // What was drawn must be able to fail, on each way.
  expect(Math.min(seen.allowed, seen.denied)).toBeGreaterThan(CASES)
  if (isLarge) console.log(seen)
  for (const [way, { given, kept }] of met) expect(Math.min(given, kept), way).toBeGreaterThan(0)
}, 3_600_000)
