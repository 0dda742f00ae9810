/**
 * One evaluator, every way out of a store: made-up records, consents and requests, and whatever a way gives is held against the plain evaluator, so that no way leaks and
 * none keeps back what may be seen. `SUND_CONSENT_WAYS=1000` for more cases.
 */
import { systemIdentifiers } from '@sund/model'
import { folderEngine } from '@sund/store/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type AuditedStore,
  createConsentBook,
  createShownFeed,
  type KeptResource,
  openFhirStore,
  type Reader,
  type Resource,
  STORE_ITSELF,
} from '../../src/index.js'
import { consents, PATIENTS, patientOf, request, written } from './made.js'
import { plainlyAllowed } from './plain.js'

const CASES = Number(process.env['SUND_CONSENT_WAYS'] ?? 6)
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'
const TYPES = ['Condition', 'Encounter', 'MedicationRequest', 'Observation']
const SYSTEM_CLOCK = { now: () => new Date() }

let engine: Awaited<ReturnType<typeof folderEngine>>
let store: AuditedStore
beforeAll(async () => {
  engine = await folderEngine()
  store = await openFhirStore({
    place: await engine.fresh(),
    clock: SYSTEM_CLOCK,
    identifiers: systemIdentifiers,
  })
  await store.load(PATIENTS.map((id) => ({ resourceType: 'Patient', id })))
}, 60_000)
afterAll(async () => {
  await store.close()
  await engine.stop()
})

const keyOf = ({ resourceType, id }: Resource) => `${resourceType}/${id}`
const names = (resources: readonly Resource[]) =>
  resources
    .filter(({ resourceType }) => TYPES.includes(resourceType))
    .map(keyOf)
    .sort()

async function pages(reader: Reader, type: string, query: string) {
  const matches: KeptResource[] = []
  const beside: KeptResource[] = []
  let total: number | null = null
  for (let next: string | null = `${query}&_count=3&_total=accurate`; next !== null; ) {
    const page = await store.search(reader, type, next, { handling: 'strict' })
    matches.push(...page.matches)
    beside.push(...page.included)
    total ??= page.total
    next = page.next
  }
  return { matches, beside, total }
}

/** Each way out, and what it gives of the resources that there are now. */
const WAYS: Record<string, (reader: Reader, all: readonly KeptResource[]) => Promise<string[]>> = {
  async read(reader, all) {
    const found = await Promise.all(
      all.map(({ resourceType: type, id }) => store.read(reader, { type, id }).catch(() => null)),
    )
    return names(found.filter((one) => one !== null))
  },
  async vread(reader, all) {
    const found = await Promise.all(
      all.map(({ resourceType: type, id, meta }) =>
        store.vread(reader, { type, id }, Number(meta.versionId)).catch(() => null),
      ),
    )
    return names(found.filter((one) => one !== null))
  },
  async search(reader) {
    const found = await Promise.all(TYPES.map((type) => pages(reader, type, '_sort=-_lastUpdated')))
    for (const { matches, total } of found) expect(total).toBe(matches.length)
    return names(found.flatMap(({ matches }) => matches))
  },
  async 'search by what they refer to'(reader) {
    const [encounters, others] = await Promise.all([
      pages(reader, 'Encounter', '_revinclude=Observation:encounter&_revinclude=Condition:encounter'),
      pages(reader, 'MedicationRequest', '_include=MedicationRequest:encounter'),
    ])
    const found = [...encounters.matches, ...encounters.beside, ...others.matches, ...others.beside]
    // What refers to no encounter that may be seen is found by its own type.
    const rest = await Promise.all(
      (['Observation', 'Condition'] as const).map((type) => pages(reader, type, '')),
    )
    return [...new Set(names([...found, ...rest.flatMap(({ matches }) => matches)]))].sort()
  },
  async everything(reader) {
    const found: KeptResource[] = []
    for (const patient of PATIENTS) {
      const own = await everythingOf(reader, patient)
      // Whose own record may not be seen has no page that begins with it.
      found.push(...(own ?? (await ofPatient(reader, patient))))
    }
    return names(found)
  },
  async history(reader, all) {
    const { versions } = await store.history(reader, {}, { count: 1000 })
    const current = new Map(all.map((one) => [keyOf(one), Number(one.meta.versionId)]))
    return names(
      versions.flatMap(({ resource, version }) =>
        resource !== null && current.get(keyOf(resource)) === version ? [resource] : [],
      ),
    )
  },
  async batch(reader, all) {
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
}

async function everythingOf(reader: Reader, patient: string): Promise<KeptResource[] | null> {
  const found: KeptResource[] = []
  let after: string | undefined
  do {
    const page = await store
      .everything(reader, patient, { count: 3, ...(after === undefined ? {} : { after }) })
      .catch(() => null)
    if (page === null) return null
    found.push(...page.resources)
    after = page.next ?? undefined
  } while (after !== undefined)
  return found
}

const ofPatient = async (reader: Reader, patient: string) =>
  (await Promise.all(TYPES.map((type) => pages(reader, type, `patient=Patient/${patient}`)))).flatMap(
    ({ matches }) => matches,
  )

test('every way out gives what consents leave, no more and no less', async () => {
  const clock = { at: '', now: () => new Date(clock.at) }
  const book = createConsentBook({ store, clock })
  const seen = { allowed: 0, denied: 0 }
  const known = new Set<string>()
  await fc.assert(
    fc.asyncProperty(consents, written, request, async (said, resources, { actors, purpose, at }) => {
      for (const id of known) await store.remove(STORE_ITSELF, { type: 'Consent', id })
      known.clear()
      await store.load([...resources, ...said])
      for (const { id } of said) known.add(id as string)
      clock.at = at
      await book.refresh()
      const asked = { actors: new Set(actors), purposes: [{ system: REASON, code: purpose }] }
      const reader: Reader = {
        ...STORE_ITSELF,
        subject: 'reader',
        purpose,
        consents: await book.gate(asked),
      }
      const all = await Promise.all(
        resources.map(({ resourceType: type, id = '' }) => store.read(STORE_ITSELF, { type, id })),
      )
      const given = await Promise.all(
        said.map(({ id = '' }) => store.read(STORE_ITSELF, { type: 'Consent', id })),
      )
      const isAllowed = (one: Resource) =>
        plainlyAllowed(
          given.filter((consent) => patientOf(consent) === patientOf(one)),
          one,
          { actors, purpose, at },
        )
      const expected = names(all.filter(isAllowed))
      seen.allowed += expected.length
      seen.denied += all.length - expected.length
      for (const [way, out] of Object.entries(WAYS))
        expect(await out(reader, all), `${way}: ${JSON.stringify({ given, actors, purpose, at })}`).toEqual(
          expected,
        )
      // A copy that is made of what is shown: views, registers, exports.
      const feed = createShownFeed({ store, book, types: TYPES, asked: [asked], clock })
      const copy = new Map<string, Resource>()
      for (let shown = await feed.next(); shown.length > 0; shown = await feed.next())
        for (const { type, id, resource } of shown)
          if (resource === null) copy.delete(`${type}/${id}`)
          else copy.set(`${type}/${id}`, resource)
      expect([...copy.keys()].sort(), 'feed').toEqual(expected)
      expect([...feed.withheld].sort()).toEqual(names(all).filter((name) => !expected.includes(name)))
    }),
    { numRuns: CASES, endOnFailure: true },
  )
  expect(Math.min(seen.allowed, seen.denied)).toBeGreaterThan(CASES)
}, 600_000)
