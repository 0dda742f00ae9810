/** Several at once in one store, as processes that share a PostgreSQL: they wait for one another, and a reader of changes misses nothing. */
import { systemClock, systemIdentifiers } from '@sund/model'
import { openStore, type StorePlace } from '@sund/store'
import type { Engine } from '@sund/store/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { STORE_ITSELF as all, type FhirStore, openFhirStore, type Resource } from '../../src/index.js'
import { MIGRATIONS } from '../../src/store/tables.js'
import { codeOf, ENGINES } from './engines.js'

const patient = (more: Partial<Resource>): Resource => ({ resourceType: 'Patient', ...more })

describe.each(ENGINES)('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  let stores: FhirStore[]
  let place: StorePlace
  beforeAll(async () => {
    engine = await start()
    place = await engine.fresh()
    const open = () => openFhirStore({ place, clock: systemClock, identifiers: systemIdentifiers })
    const first = await open()
    stores = [first, 'folder' in place ? first : await open()]
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
    await engine.stop()
  })
  const each = <T>(count: number, work: (store: FhirStore, n: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, n) => work(stores[n % 2] as FhirStore, n)))

  test('conditional creates of one thing make one', async () => {
    const identifier = [{ system: 's', value: '1' }]
    const created = await each(16, (store) =>
      store.create(all, patient({ identifier }), { ifNoneExist: 'identifier=s|1' }),
    )
    expect(created.filter((one) => one.created)).toHaveLength(1)
    expect(new Set(created.map(({ resource }) => resource.id)).size).toBe(1)
    const updated = await each(8, (store) =>
      store.update(all, patient({ identifier: [{ system: 's', value: '2' }] }), { where: 'identifier=s|2' }),
    )
    expect(updated.filter((one) => one.created)).toHaveLength(1)
  })

  test('of writers who have seen the same version one writes', async () => {
    await stores[0]?.update(all, patient({ id: 'seen' }))
    const codes = await each(10, (store, n) =>
      codeOf(store.update(all, patient({ id: 'seen', n }), { ifMatch: 1 })),
    )
    expect(codes.filter((code) => code === 'no error')).toHaveLength(1)
    expect(codes.filter((code) => code === 'conflict.revision')).toHaveLength(9)
  })

  test('a transaction that fails beside others leaves no gap and no trace', async () => {
    const transaction = (id: string, ...entry: object[]) => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: patient({ id }), request: { method: 'PUT', url: `Patient/${id}` } }, ...entry],
    })
    const bad = { request: { method: 'DELETE', url: 'Patient/never-was' } }
    const codes = await each(10, (store, n) =>
      codeOf(store.bundle(all, transaction(`half-${n}`, ...(n < 5 ? [bad] : [])))),
    )
    expect(codes).toEqual([...Array(5).fill('usage.not-found'), ...Array(5).fill('no error')])
    for (let n = 0; n < 10; n++)
      expect(await codeOf((stores[0] as FhirStore).read(all, { type: 'Patient', id: `half-${n}` }))).toBe(
        codes[n],
      )
  })

  test('who follows the changes while others write sees each once, in order and without gaps', async () => {
    const [store] = stores as [FhirStore]
    let last = (await store.changes(0n, { limit: 100_000 })).at(-1)?.position ?? 0n
    const first = last
    const written = new Set<string>()
    const follow = async () => {
      for (const { id, position } of await store.changes(last, { limit: 1000 })) {
        expect(position).toBe(last + 1n)
        last = position
        written.add(id)
      }
    }
    let writing = true
    const writers = each(12, async (own, n) => {
      for (let turn = 0; turn < 5; turn++) {
        const id = `${n}-${turn}`
        if (turn % 2 === 0) await own.update(all, patient({ id }))
        else await own.load([patient({ id }), patient({ id: `${id}-beside` })])
      }
    }).finally(() => {
      writing = false
    })
    while (writing) await follow()
    await writers
    await follow()
    expect(written.size).toBe(12 * 7)
    expect(last - first).toBe(84n)
  })

  test('a version that was written cannot be changed', async ({ skip }) => {
    if ('folder' in place) return skip('a folder is one process’s own')
    const other = await openStore(place, MIGRATIONS)
    for (const statement of [
      "update resource_version set content = '{}'",
      'delete from resource_version',
      'truncate resource_version',
    ])
      await expect(other.use((database) => sql.raw(statement).execute(database))).rejects.toThrow(
        'versions are added, never changed',
      )
    await other.close()
  })

  test('a writer that hangs holds others up, not readers; and when it is gone nothing of it is there', async ({
    skip,
  }) => {
    if ('folder' in place) return skip('a folder has one connection')
    const [store] = stores as [FhirStore]
    const before = (await store.changes(0n, { limit: 100_000 })).at(-1)?.position ?? 0n
    const other = await openStore(place, MIGRATIONS)
    let release: () => void = () => undefined
    const holding = new Promise<void>((holds) => {
      void other
        .use((database) =>
          database.transaction().execute(async (transaction) => {
            await sql`update resource_head set position = position + 1000`.execute(transaction)
            await new Promise<void>((resolve) => {
              release = resolve
              holds()
            })
            throw new Error('gone')
          }),
        )
        .catch(() => other.close())
    })
    await holding
    let done = false
    const waiting = store.update(all, patient({ id: 'patient' })).finally(() => {
      done = true
    })
    expect((await store.read(all, { type: 'Patient', id: 'seen' })).id).toBe('seen')
    expect(await store.changes(before)).toEqual([])
    expect(done).toBe(false)
    release()
    await waiting
    expect((await store.changes(before)).map(({ position }) => position)).toEqual([before + 1n])
  })
})
