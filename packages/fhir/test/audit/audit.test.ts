/** The audit of a store: nothing without an entry, the chain and what breaks it, and who may see what of it. */
import { Failure } from '@sund/model'
import { countingIdentifiers, fixedClock } from '@sund/model/testing'
import { openStore } from '@sund/store'
import type { Engine } from '@sund/store/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { audited } from '../../src/audit/audited.js'
import { type AuditLog, auditLog } from '../../src/audit/log.js'
import type { AuditDatabase } from '../../src/audit/tables.js'
import { type FhirStore, type Reader, type Resource, STORE_ITSELF } from '../../src/index.js'
import { storeIn } from '../../src/store/store.js'
import { type FhirTables, MIGRATIONS } from '../../src/store/tables.js'
import { codeOf, ENGINES } from '../store/engines.js'

const doctor: Reader = { ...STORE_ITSELF, subject: 'Practitioner/d', client: 'ward', purpose: 'TREAT' }
const observation = (patient: string): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { text: 'a' },
  subject: { reference: `Patient/${patient}` },
})

describe.each(ENGINES)('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  let store: FhirStore
  let audit: AuditLog
  const clock = fixedClock('2026-03-01T12:00:00.000Z')
  let use: <T>(work: (database: AuditDatabase) => Promise<T>) => Promise<T>
  let close: () => Promise<void>
  beforeAll(async () => {
    engine = await start()
    const opened = await openStore<FhirTables>(await engine.fresh(), MIGRATIONS)
    use = (work) => opened.use((database) => work(database as unknown as AuditDatabase))
    audit = auditLog(use)
    store = audited(storeIn(opened, { clock, identifiers: countingIdentifiers() }), audit, clock)
    close = opened.close
    await store.update(doctor, { resourceType: 'Patient', id: 'anna' })
    await store.update(doctor, { resourceType: 'Patient', id: 'berit' })
  })
  afterAll(async () => {
    await close()
    await engine.stop()
  })
  /** What a superuser of the database could. */
  const behindOurBack = (statement: string) =>
    use(async (database) => {
      await sql.raw('alter table audit_entry disable trigger audit_entry_is_kept').execute(database)
      await sql.raw(statement).execute(database)
      await sql.raw('alter table audit_entry enable trigger audit_entry_is_kept').execute(database)
    })
  const readAnna = () => store.read(doctor, { type: 'Patient', id: 'anna' })
  // Every test begins with an audit that is empty, over one store, since a store takes seconds to make.
  beforeEach(() => behindOurBack('delete from audit_entry'))

  test('reads, writes, deletions and refusals are found by the patient whose they are', async () => {
    await store.update(doctor, { resourceType: 'Patient', id: 'anna' })
    const { resource } = await store.create(doctor, observation('anna'))
    const key = { type: 'Observation', id: resource.id }
    await store.read(doctor, key)
    await store.vread(doctor, key, 1)
    await store.history(doctor, key, { count: 10 })
    await store.patch(doctor, key, [{ op: 'add', path: '/note', value: [{ text: 'b' }] }])
    await store.remove(doctor, key)
    const seen = await audit.seen({ patient: 'anna' })
    expect(seen.map(({ action, interaction }) => `${action} ${interaction}`).reverse()).toEqual([
      'U update',
      'C create',
      'R read',
      'R vread',
      'R history-instance',
      'U patch',
      'D delete',
    ])
    expect(seen[0]).toMatchObject({
      subject: 'Practitioner/d',
      client: 'ward',
      purpose: 'TREAT',
      outcome: '0',
    })
    expect(await audit.seen({ patient: 'berit' })).toEqual([])
    const page = await audit.seen({ patient: 'anna', limit: 2, before: seen[2]?.position as number })
    expect(page).toEqual(seen.slice(3, 5))
  })

  test('what is refused leaves an entry too', async () => {
    const nobody: Reader = { ...doctor, conditions: () => [] }
    await expect(store.read(nobody, { type: 'Patient', id: 'x' })).rejects.toThrow(Failure)
    const [entry] = await audit.list({ any: [{}], limit: 1 })
    expect(entry).toMatchObject({ outcome: '4', query: 'Patient/x', touched: [] })
  })

  test('nothing is answered that could not be logged', async () => {
    await behindOurBack('alter table audit_entry add constraint full_disk check (position < 1)')
    await expect(readAnna()).rejects.toThrow()
    await behindOurBack('alter table audit_entry drop constraint full_disk')
    await readAnna()
  })

  test('entries of many at once are one chain', async () => {
    await readAnna()
    await Promise.all(Array.from({ length: 500 }, () => readAnna()))
    const { entries, head } = await audit.verify()
    expect(entries).toBe(501)
    expect(await audit.head()).toEqual(head)
  })

  test('entries of several processes are one chain, whoever appended last', async () => {
    const logs = [audit, auditLog(use), auditLog(use)]
    const said = {
      ...{
        at: clock.now().toISOString(),
        subject: 'system',
        client: null,
        purpose: 'TREAT',
        action: 'R' as const,
      },
      ...{ interaction: 'read', outcome: '0' as const, query: null, touched: [] },
    }
    for (let turn = 0; turn < 3; turn++) {
      for (const log of logs) await log.append(said)
      await Promise.all(Array.from({ length: 30 }, (_, n) => logs[n % 3]?.append(said)))
    }
    expect((await audit.verify()).entries).toBe(99)
  })

  test.each([
    ['an entry is taken out', 'delete from audit_entry where position = 2', 2],
    [
      'who it was is changed',
      `update audit_entry set said = replace(said, 'Practitioner/d', 'Practitioner/e') where position = 2`,
      2,
    ],
    [
      'whose it was is changed where it is looked up',
      `update audit_entry set patients = '{}' where position = 2`,
      2,
    ],
    ['its time is changed', `update audit_entry set at = at + interval '1 day' where position = 3`, 3],
    [
      'another is put in its place, with a hash',
      `update audit_entry set hash = repeat('a', 64) where position = 3`,
      3,
    ],
  ])('is broken when %s', async (_what, statement, position) => {
    for (let n = 0; n < 4; n++) await readAnna()
    await audit.verify()
    await behindOurBack(statement)
    await expect(audit.verify()).rejects.toThrow(`entry ${position} `)
  })

  test('shows by a head kept elsewhere that its end was cut off, and cannot be changed by the store', async () => {
    await readAnna()
    await readAnna()
    const known = await audit.head()
    await expect(use((database) => sql`delete from audit_entry`.execute(database))).rejects.toThrow()
    await behindOurBack('delete from audit_entry where position = 2')
    expect((await audit.verify()).entries).toBe(1)
    expect(await codeOf(audit.verify([known]))).toBe('conflict.chain')
  })

  test('is searched as AuditEvents by those who may, and a patient sees only their own part', async () => {
    await store.update(doctor, { resourceType: 'Patient', id: 'anna' })
    await store.create(doctor, observation('anna'))
    await store.create(doctor, observation('berit'))
    await store.history(doctor, { type: 'Observation' }, { count: 2 })
    const strict = { handling: 'strict' as const }
    const anna: Reader = { ...STORE_ITSELF, subject: 'Patient/anna', purpose: 'PATRQT', patient: 'anna' }
    const own = await store.search(anna, 'AuditEvent', 'subtype=history-type', strict)
    expect(own.matches).toHaveLength(1)
    expect(JSON.stringify(own.matches)).not.toContain('berit')
    expect(own.matches[0]).toMatchObject({
      resourceType: 'AuditEvent',
      agent: [
        { who: { reference: 'Practitioner/d' }, requestor: true },
        { who: { identifier: { value: 'ward' } } },
      ],
      entity: [
        { what: { reference: 'Patient/anna' } },
        { what: { reference: expect.stringMatching(/^Observation/) } },
      ],
    })
    const all = await store.search(doctor, 'AuditEvent', 'patient=Patient/anna&_count=2', strict)
    expect(all.next).not.toBeNull()
    const rest = await store.search(doctor, 'AuditEvent', all.next as string, strict)
    expect(rest.matches).toHaveLength(1)
    expect(rest.next).toBeNull()
    const [first] = all.matches
    expect(await store.read(doctor, { type: 'AuditEvent', id: first?.id as string })).toEqual(first)
    await expect(store.search(anna, 'AuditEvent', 'patient=berit', strict)).resolves.toMatchObject({
      matches: [],
    })
    const without: Reader = { ...doctor, conditions: (type) => (type === 'AuditEvent' ? [] : ['']) }
    expect(await codeOf(store.search(without, 'AuditEvent', '', strict))).toBe('permission.denied')
    const odd: Reader = { ...doctor, conditions: () => ['site=ward'] }
    expect((await store.search(odd, 'AuditEvent', '', strict)).matches).toEqual([])
    expect(await codeOf(store.search(doctor, 'AuditEvent', 'site=ward', strict))).toBe('usage.request')
    const lenient = await store.search(doctor, 'AuditEvent', 'site=ward', { handling: 'lenient' })
    expect(lenient.ignored).toMatchObject([{ parameter: 'site' }])
  })

  test('by time, as far as a date says it', async () => {
    await readAnna()
    const found = async (date: string) =>
      (await store.search(doctor, 'AuditEvent', `subtype=read&date=${date}`, { handling: 'strict' })).matches
        .length
    for (const date of ['2026', '2026-03-01', 'ge2026-03-01T12:00:00Z', 'le2026-03'])
      expect(await found(date)).toBe(1)
    for (const date of ['2025', 'lt2026-03-01', 'gt2026-03-01T12:00:00Z']) expect(await found(date)).toBe(0)
  })
})
