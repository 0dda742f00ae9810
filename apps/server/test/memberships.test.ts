/** As what a practitioner can be named in a consent: by roles, groups, teams and organisations that a holder's records have, and by none that is over. */

import { type AuditedStore, openFhirStore, STORE_ITSELF } from '@sund/fhir'
import { systemIdentifiers } from '@sund/model'
import { folderEngine } from '@sund/store/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createMemberships } from '../src/consents/memberships.js'

const clock = { at: '', now: () => new Date(clock.at) }
let engine: Awaited<ReturnType<typeof folderEngine>>
let store: AuditedStore
beforeAll(async () => {
  engine = await folderEngine()
  store = await openFhirStore({ place: await engine.fresh(), clock, identifiers: systemIdentifiers })
  clock.at = '2026-01-01T12:00:00Z'
  await store.load([
    { resourceType: 'Practitioner', id: 'moe', identifier: [{ system: 'urn:hpr', value: '77' }] },
    { resourceType: 'Practitioner', id: 'lie' },
    { resourceType: 'Organization', id: 'state' },
    {
      resourceType: 'Organization',
      id: 'hospital',
      partOf: { reference: 'Organization/state' },
      identifier: [{ system: 'urn:enh', value: '9' }],
    },
    { resourceType: 'Organization', id: 'ward', partOf: { reference: 'Organization/hospital/_history/1' } },
    role('surgeon', { organization: { reference: 'Organization/ward' } }),
    role('by-number', { organization: { identifier: { system: 'urn:enh', value: '10' } } }),
    role('over', { organization: { reference: 'Organization/left' }, period: { end: '2025-12-31' } }),
    role('soon', { organization: { reference: 'Organization/next' }, period: { start: '2026-02' } }),
    role('stopped', { organization: { reference: 'Organization/stopped' }, active: false }),
    role('unclear', { period: { end: 'soon' } }),
    group('heart', [{ entity: me }]),
    group('roles', [{ entity: { reference: 'PractitionerRole/surgeon' } }]),
    group('former', [{ entity: me, inactive: true }]),
    group('ended', [{ entity: me, period: { end: '2025' } }, { entity: { reference: 'Practitioner/lie' } }]),
    { ...group('closed', [{ entity: me }]), active: false },
    team('team', [{ member: me }]),
    team('once', [{ member: me, period: { end: '2025' } }]),
    { ...team('finished', [{ member: me }]), status: 'inactive' },
    { ...team('past', [{ member: me }]), period: { end: '2025-12' } },
    team('house', [{ member: { reference: 'Organization/ward' } }]),
  ])
}, 60_000)
afterAll(async () => {
  await store.close()
  await engine.stop()
})
beforeEach(() => {
  clock.at = '2026-01-01T12:00:00Z'
})

const me = { reference: 'Practitioner/moe' }
function role(id: string, more: object) {
  return { resourceType: 'PractitionerRole', id, practitioner: me, ...more }
}
function group(id: string, member: object[]) {
  return { resourceType: 'Group', id, type: 'practitioner', actual: true, member }
}
function team(id: string, participant: object[]) {
  return { resourceType: 'CareTeam', id, status: 'active', participant }
}

test('a practitioner is what they are in now, and all that this is part of, by its identifiers too', async () => {
  const found = await createMemberships(store, clock)('Practitioner/moe')
  expect([...found].sort()).toEqual(
    [
      ...['Practitioner/moe', 'urn:hpr|77'],
      ...['PractitionerRole/surgeon', 'PractitionerRole/by-number', 'PractitionerRole/unclear', 'urn:enh|10'],
      ...['Organization/ward', 'Organization/hospital', 'urn:enh|9', 'Organization/state'],
      ...['Group/heart', 'Group/roles', 'CareTeam/team'],
    ].sort(),
  )
  expect(found[0]).toBe('Practitioner/moe')
})

test('they are as they were for two seconds at most, and what is written down wrong ends', async () => {
  const memberships = createMemberships(store, clock)
  expect(await memberships('Practitioner/lie')).toEqual(['Practitioner/lie', 'Group/ended'])
  await store.load([
    { resourceType: 'Organization', id: 'a', partOf: { reference: 'Organization/b' } },
    { resourceType: 'Organization', id: 'b', partOf: { reference: 'Organization/a' } },
    {
      ...role('round', { organization: { reference: 'Organization/a' } }),
      practitioner: { reference: 'Practitioner/lie' },
    },
  ])
  expect(await memberships('Practitioner/lie')).toHaveLength(2)
  clock.at = '2026-01-01T12:00:02Z'
  expect(await memberships('Practitioner/lie')).toEqual([
    ...['Practitioner/lie', 'PractitionerRole/round', 'Group/ended', 'Organization/a', 'Organization/b'],
  ])
  // A clock that is set back is another time as well.
  await store.remove(STORE_ITSELF, { type: 'PractitionerRole', id: 'round' })
  clock.at = '2026-01-01T11:00:00Z'
  expect(await memberships('Practitioner/lie')).toEqual(['Practitioner/lie', 'Group/ended'])
  expect(await memberships('Practitioner/nobody')).toEqual(['Practitioner/nobody'])
})

test('of many groups none is left out, and a store that does not answer is asked again', async () => {
  await store.load(
    Array.from({ length: 1001 }, (_, i) => group(`g${i}`, [{ entity: { reference: 'Practitioner/busy' } }])),
  )
  let isDown = true
  const memberships = createMemberships(
    {
      read: (...asked) => store.read(...asked),
      search: (...asked) => (isDown ? Promise.reject(new Error('down')) : store.search(...asked)),
    },
    clock,
  )
  await expect(memberships('Practitioner/busy')).rejects.toThrow('down')
  isDown = false
  expect(await memberships('Practitioner/busy')).toHaveLength(1002)
})
