/** From a store to tables of views: what was written, without what a gate keeps back; and what a withdrawal takes away again. */
import {
  type Change,
  type ConsentGate,
  compileView,
  type KeptResource,
  openViews,
  READY_VIEWS,
  type Resource,
} from '@sund/fhir'
import { openViewTables } from '@sund/registers'
import { describe, expect, it } from 'vitest'

const condition = (id: string, patient: string, code = 'I10'): Resource => ({
  resourceType: 'Condition',
  id,
  subject: { reference: patient },
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }] },
  recordedDate: '2020',
})

/** A store as far as views need one: its changes, and what is in a patient's compartment. */
function storeOf(...written: readonly Resource[]) {
  const kept = written.map((one, i): KeptResource => {
    return {
      ...one,
      id: String(one.id),
      meta: { versionId: String(i + 1), lastUpdated: '2026-01-01T00:00:00Z' },
    }
  })
  const changes: Change[] = kept.map((resource, i) => ({
    type: resource.resourceType,
    id: resource.id,
    version: i + 1,
    at: resource.meta.lastUpdated,
    method: 'PUT',
    resource,
    position: BigInt(i + 1),
  }))
  return {
    changes: async (after: bigint, { limit = 2 } = {}) =>
      changes.filter(({ position }) => position > after).slice(0, Math.min(limit, 2)),
    everything: async (_: unknown, patient: string, { after }: { after?: string }) => {
      const own = kept.filter(
        ({ subject }) => (subject as { reference: string }).reference === `Patient/${patient}`,
      )
      const from = Number(after ?? 0)
      return { resources: own.slice(from, from + 1), next: from + 1 < own.length ? String(from + 1) : null }
    },
  }
}

/** Diagnoses of mental health of Patient/1 are nobody's business; nothing is known of Patient/3. */
const gate = (otherwise = true): ConsentGate => ({
  patients: new Set(['1']),
  otherwise,
  allows: ({ code }) => !JSON.stringify(code).includes('"F'),
})

const store = storeOf(
  condition('a', 'Patient/1'),
  condition('b', 'Patient/1', 'F32'),
  condition('c', 'Patient/2', 'F32'),
  condition('d', 'https://elsewhere.example/fhir/Patient/1', 'F20'),
  condition('e', 'Patient/1', 'F33'),
)

async function opened() {
  const tables = await openViewTables({ folder: null, views: [compileView(READY_VIEWS.CONDITION?.view)] })
  const shown = async () => (await tables.rows('condition')).map(({ _resource }) => _resource).sort()
  return { tables, views: openViews(tables), shown }
}

describe('views of a store', () => {
  it('follow it in pages, go on where they were, and show all where nobody may say no', async () => {
    const { tables, views, shown } = await opened()
    expect(await views.follow(store, null)).toEqual({ resources: 5, leftOut: [] })
    expect(await shown()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(await views.follow(store, null)).toEqual({ resources: 0, leftOut: [] })
    expect(await tables.position()).toBe(5n)
    expect((await tables.rows('condition'))[0]).toMatchObject({
      from_date: '2020-01-01',
      condition_code: 'I10',
    })
    await tables.close()
  })

  it('leave out what the gate keeps back, and what is about nobody it knows', async () => {
    const { tables, views, shown } = await opened()
    await views.follow(store, gate())
    expect(await shown()).toEqual(['a', 'c'])
    await tables.close()
    const strict = await opened()
    await strict.views.follow(store, gate(false))
    expect(await strict.shown()).toEqual(['a'])
    await strict.tables.close()
  })

  it('lose the rows of who withdraws, and get them back with a new consent', async () => {
    const { tables, views, shown } = await opened()
    await views.follow(store, null)
    await views.reconsider(store, ['1'], gate())
    expect(await shown()).toEqual(['a', 'c', 'd'])
    await views.reconsider(store, ['1'], null)
    expect(await shown()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(await tables.position()).toBe(5n)
    await tables.close()
  })
})
