/**
 * What persons consent to in a holder's records, through the whole of Sund: registers that are made of records, scripts, counts, populations and rooms leave out what
 * is withheld within five seconds, whichever version they read, and the person has a signed proof of it. `SUND_CONSENT_RUNS=10000` for more made-up persons and requests.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StandingPermit } from '@sund/access'
import { type RegisterOfViews, readyView, STORE_ITSELF } from '@sund/fhir'
import {
  CHOICE_LEVELS,
  type ChoiceLevel,
  OPEN_POLICY,
  type Policy,
  type Register,
  systemClock,
  systemIdentifiers,
  WITHDRAWAL_PROOF,
} from '@sund/model'
import { verified } from '@sund/network'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFhirSite } from '../src/fhir/open.js'
import { openSund, type Sund } from '../src/sund.js'
import { KARI, permitIssuer, permitStore, under } from './permitted.js'
import { derivation, RECORDS, recordsOf, title } from './records.js'
import { identifier, importCsv } from './registers.js'

const PERSONS = 40
/** For as long as a machine with much else to do may need. */
const WAIT = { timeout: 30_000, interval: 200 }
const POLICY: Policy = { ...OPEN_POLICY, off: ['L1', 'L2', 'L3'] }
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'
const [OBSERVATIONS] = RECORDS.tables as [Register['tables'][number]]
const OTHER: Register = {
  ...RECORDS,
  name: 'test.other',
  holder: { name: 'elsewhere', title: title('Elsewhere') },
  tables: [
    {
      name: 'PERSONS',
      title: title('Persons'),
      description: title('Persons'),
      unit: 'PERSON',
      unitColumn: 'id',
      links: [],
      variables: OBSERVATIONS.variables.map((one) => ({ ...one, name: 'PLACE', temporality: 'FIXED' })),
    },
  ],
}
const consent = (person: number, provision: object, more: object = {}) => ({
  resourceType: 'Consent',
  id: `c${person}`,
  status: 'active',
  scope: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
  },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { reference: `Patient/${person}` },
  dateTime: '2026-01-01',
  policyRule: { coding: [{ system: 'urn:policies', code: 'own' }] },
  provision: { type: 'deny', ...provision },
  ...more,
})
const RESEARCH = { purpose: [{ system: REASON, code: 'HRESCH' }] }
const permitted = (value: string) => ({
  role: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
  },
  reference: { identifier: { system: 'urn:sund:permit', value } },
})
const MOOD = { code: [{ coding: [{ system: 'urn:kinds', code: 'mood' }] }] }

let home: string
let sund: Sund
let issuer: Awaited<ReturnType<typeof permitIssuer>>
const { permits, store } = permitStore()
const open = () => openSund({ home, permits: store, policy: () => POLICY })
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sund-consents-'))
  sund = await open()
  await importCsv(sund, home, OTHER, [
    'id,PLACE',
    ...Array.from({ length: PERSONS }, (_, person) => `${identifier(person)},weight`),
  ])
  await sund.addHolder('hospital', title('Hospital'))
  const { store: records } = await sund.openFhir('hospital')
  await records.load(recordsOf(PERSONS))
  await sund.derivations.get('hospital')?.add(derivation(() => sund, home))
  issuer = await permitIssuer(home, permits)
}, 60_000)
afterAll(async () => {
  await sund.close()
  await rm(home, { recursive: true, force: true })
})

const write = (resource: ReturnType<typeof consent>) =>
  sund.fhir.get('hospital')?.store.update(STORE_ITSELF, resource)
/** People of each kind, as a script shows them: exactly, since the register is public. */
async function shown(version = '1', permit?: StandingPermit): Promise<Record<string, number>> {
  const text = `require test.records:${version} as r
create-dataset d
import-event r/KIND 2019-01-01 to 2021-01-01
tabulate KIND
`
  return people(permit ? under(permit, text) : text)
}
/** The same where records meet what another holder has, in a room. */
const met = (permit: StandingPermit) =>
  people(
    under(
      permit,
      `require test.other:1 as o
require test.records:1 as r
create-dataset v
import-event r/KIND 2019-01-01 to 2021-01-01
generate one = 1
collapse (count) one -> records, by(PERSONID_1)
create-dataset d
import o/PLACE
use v
merge records into d
use d
keep if !sysmiss(records)
tabulate PLACE
`,
    ),
  )
async function people(text: string): Promise<Record<string, number>> {
  const { value } = await sund.hub.run({ script: text, researcher: KARI })
  expect(value.errors).toEqual([])
  const body = value.results[0]?.body
  if (body?.kind !== 'table') throw new Error(JSON.stringify(body))
  const levels = body.dimensions[0]?.levels ?? []
  return Object.fromEntries(
    body.cells.flatMap(({ at, count }) => {
      const code = at[0] === null ? undefined : levels[at[0] as number]?.code
      return code !== undefined && count && 'value' in count ? [[code, count.value ?? 0]] : []
    }),
  )
}
const counted = async () => {
  const { count } = (await sund.hub.count(`test.records/KIND == 'weight'`, KARI)).value
  return 'value' in count ? count.value : null
}
const versions = async () =>
  ((await sund.holders.get('hospital')?.list()) ?? []).map(({ version }) => version)
const proofs = (person: number) => sund.derivations.get('hospital')?.proofs(`${person}`) ?? []
const granted = (more: Parameters<typeof issuer.issue>[0] = {}) =>
  issuer.issue({
    registers: [
      { register: RECORDS.name, holder: 'hospital', version: null, variables: ['KIND'] },
      { register: OTHER.name, holder: 'elsewhere', version: null, variables: ['PLACE'] },
    ],
    ...more,
  })
/** The same of the register of views. */
const found = () =>
  people(`require test.viewed:1 as r
create-dataset d
import r/OBSERVATION_CODE
tabulate OBSERVATION_CODE
`)
/** Waits until it is so, for as long as it may take. */
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
const MOODS = PERSONS / 2

/** Of the person themselves there is no day, and no code of what was measured. */
type Kind = 'weight' | 'mood' | 'patient'
interface Request {
  kind: Kind
  level: ChoiceLevel
  permit: string | null
}
/** Something that a person may have said, and whether it denies: worked out by hand. */
interface Said {
  provision: object
  status?: string
  denies(request: Request): boolean
}
const RUNS = Number(process.env['SUND_CONSENT_RUNS'] ?? 1)
const kindsOf = (person: number): ('weight' | 'mood')[] => (person % 2 ? ['weight', 'mood'] : ['weight'])
/** Without what there is none of, as a table of a script is. */
const some = (of: Record<string, number>) =>
  Object.fromEntries(Object.entries(of).filter(([, persons]) => persons > 0))
const purpose = (...codes: string[]) => ({ purpose: codes.map((code) => ({ system: REASON, code })) })
const observations = { class: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Observation' }] }
const saidOf = ({ permit: { id } }: StandingPermit): Said[] => [
  { provision: {}, status: 'inactive', denies: () => false },
  { provision: {}, denies: () => true },
  { provision: RESEARCH, denies: ({ level }) => level === 'research' },
  { provision: purpose('PUBHLTH', 'HQUALIMP'), denies: ({ level }) => level !== 'research' },
  { provision: MOOD, denies: ({ kind }) => kind === 'mood' },
  {
    provision: { ...RESEARCH, ...MOOD },
    denies: ({ kind, level }) => kind === 'mood' && level === 'research',
  },
  { provision: { actor: [permitted(id)] }, denies: ({ permit }) => permit === id },
  { provision: { period: { end: '2020-12-31' } }, denies: () => false },
  { provision: { period: { start: '2020-01-01' } }, denies: () => true },
  { provision: { dataPeriod: { end: '2019-12-31' } }, denies: ({ kind }) => kind === 'patient' },
  { provision: { dataPeriod: { start: '2020-05', end: '2020-05' } }, denies: () => true },
  { provision: { type: 'permit', ...MOOD }, denies: ({ kind }) => kind !== 'mood' },
  {
    provision: { ...observations, provision: [{ type: 'permit', ...RESEARCH }] },
    denies: ({ kind, level }) => kind !== 'patient' && level !== 'research',
  },
  {
    provision: { type: 'permit', provision: [{ type: 'deny', ...MOOD, ...purpose('PUBHLTH') }] },
    denies: ({ kind, level }) => kind === 'mood' && level === 'policy',
  },
]

describe('what a person says in their records', () => {
  let research: StandingPermit
  let policy: StandingPermit
  beforeAll(async () => {
    research = await granted()
    policy = await granted({ purpose: 'policy' })
  })
  const ALL = { weight: PERSONS, mood: MOODS }
  const keyOf = () => sund.keyOf('holder:hospital')

  test('nothing is left out where nobody has said anything', async () => {
    expect(await versions()).toEqual(['1.0.0'])
    expect(await counted()).toBe(PERSONS)
    for (const permit of [undefined, research, policy]) expect(await shown('1', permit)).toEqual(ALL)
    expect(await met(research)).toEqual({ weight: PERSONS })
  })

  test('who denies one end is left out for it, and takes part in others, in the same version', async () => {
    await write(consent(1, RESEARCH))
    await withinFive(async () => {
      expect(await shown('1', research)).toEqual({ weight: PERSONS - 1, mood: MOODS - 1 })
      expect(await met(research)).toEqual({ weight: PERSONS - 1 })
      // Open terms say no end, and a count is asked under them.
      expect(await shown()).toEqual({ weight: PERSONS - 1, mood: MOODS - 1 })
      expect(await counted()).toBe(PERSONS - 1)
    })
    expect(await shown('1', policy)).toEqual(ALL)
    await withinFive(async () => expect(proofs(1)).toHaveLength(1))
    expect(proofs(1)[0]?.proof).toMatchObject({
      consent: { id: 'c1', version: 1 },
      registers: [
        { register: RECORDS.name, before: { version: '1.0.0' }, after: null, closed: ['research'] },
      ],
    })
    expect(await versions()).toEqual(['1.0.0'])
  })

  test('what is denied for every end leaves the next version, and the person older ones; the proof says so and is signed', async () => {
    await write(consent(3, {}))
    await withinFive(async () => expect(await versions()).toEqual(['1.0.0', '1.1.0']))
    expect(await shown('1', policy)).toEqual({ weight: PERSONS - 1, mood: MOODS - 1 })
    expect(await shown('1.0', policy)).toEqual({ weight: PERSONS - 1, mood: MOODS - 1 })
    await withinFive(async () => expect(proofs(3)).toHaveLength(1))
    const [given] = proofs(3)
    const [before, after] = (await sund.holders.get('hospital')?.list()) ?? []
    const { value } = await verified(given?.jws ?? '', WITHDRAWAL_PROOF, keyOf)
    expect(value).toEqual(given?.proof)
    expect(given?.proof).toMatchObject({
      holder: 'hospital',
      consent: { id: 'c3', version: 1 },
      patient: '3',
    })
    expect(given?.proof.registers).toEqual([
      {
        register: RECORDS.name,
        before: { version: '1.0.0', contentHash: before?.contentHash },
        after: { version: '1.1.0', contentHash: after?.contentHash },
        closed: ['research', 'policy', 'care'],
      },
    ])
    const { writtenAt, inForceAt, doneAt } = given?.proof ?? { writtenAt: '', inForceAt: '', doneAt: '' }
    expect(Date.parse(doneAt) - Date.parse(writtenAt)).toBeLessThan(5000)
    expect(inForceAt >= writtenAt && doneAt >= inForceAt).toBe(true)
  })

  test('some data denied for every end are not in the next version, and the person’s others are', async () => {
    await write(consent(5, MOOD))
    await withinFive(async () => expect((await versions()).at(-1)).toBe('1.2.0'))
    expect(await shown('1', policy)).toEqual({ weight: PERSONS - 1, mood: MOODS - 2 })
    // An older version cannot be had without them, so it is had without the person.
    expect(await shown('1.1', policy)).toEqual({ weight: PERSONS - 2, mood: MOODS - 2 })
  })

  test('some data denied for one end leave the person out of it whole', async () => {
    await write(consent(7, { ...RESEARCH, ...MOOD }))
    await withinFive(async () =>
      expect(await shown('1', research)).toEqual({ weight: PERSONS - 3, mood: MOODS - 4 }),
    )
    expect(await shown('1', policy)).toEqual({ weight: PERSONS - 1, mood: MOODS - 2 })
  })

  test('one permit can be denied and not others', async () => {
    const actor = [permitted(research.permit.id)]
    await write(consent(9, { actor }))
    await withinFive(async () => expect((await shown('1', research))['weight']).toBe(PERSONS - 4))
    expect((await shown('1', await granted()))['weight']).toBe(PERSONS - 3)
    await write(consent(9, { actor }, { status: 'inactive' }))
  })

  test('what is taken back is taken back at once, and comes with the next version', async () => {
    for (const [person, provision] of [
      [1, RESEARCH],
      [3, {}],
      [5, MOOD],
      [7, RESEARCH],
    ] as const)
      await write(consent(person, provision, { status: 'inactive' }))
    await withinFive(async () => expect(await shown('1.0', research)).toEqual(ALL))
    await sund.derivations.get('hospital')?.renew(RECORDS.name)
    expect(await shown('1', research)).toEqual(ALL)
    expect(await counted()).toBe(PERSONS)
  })

  test('a choice at the hub reaches registers of records as it reaches all others', async () => {
    const [mark = ''] = await sund.choices.marksOf([identifier(11)])
    const choose = (levels: ChoiceLevel[]) =>
      sund.choices.choose({ mark, children: [] }, 'demo:berit', 'self', levels)
    await choose(['research'])
    const later = await granted({ issuedAt: new Date(Date.now() + 1000).toISOString() })
    expect(await shown('1', later)).toEqual({ weight: PERSONS - 1, mood: MOODS - 1 })
    expect(await met(later)).toEqual({ weight: PERSONS - 1 })
    expect(await counted()).toBe(PERSONS - 1)
    expect(await shown('1', policy)).toEqual(ALL)
    await choose([])
  })

  test('a holder whose records are not open refuses, since it cannot know; once they are, all is as it was', async () => {
    await write(consent(13, {}))
    await withinFive(async () => expect(proofs(13)).toHaveLength(1))
    await sund.close()
    sund = await open()
    const { value } = await sund.hub.run({
      script:
        'require test.records:1 as r\ncreate-dataset d\nimport-event r/KIND 2019-01-01 to 2021-01-01\ntabulate KIND\n',
      researcher: KARI,
    })
    expect(value.errors[0]?.code).toBe('permission.refused-by-holder')
    await sund.openFhir('hospital')
    expect((await shown())['weight']).toBe(PERSONS - 1)
    expect(proofs(13)).toHaveLength(1)
    const before = await versions()
    await sund.derivations.get('hospital')?.add(derivation(() => sund, home))
    expect(await versions()).toEqual(before)
  })

  describe('in a register of views, which the holder serves by itself', { timeout: 90_000 }, () => {
    const NAME = 'test.viewed'
    const isPublic = ({ view, table, displays }: ReturnType<typeof readyView>) => ({
      ...table,
      view: { ...view },
      displays: { ...displays },
      variables: table.variables.map((one) => ({ ...one, sensitivity: 'PUBLIC' as const })),
    })
    const document: RegisterOfViews = {
      ...RECORDS,
      name: NAME,
      tables: [isPublic(readyView('OBSERVATION'))],
      hoursBetweenVersions: 0,
    }
    const newest = async () =>
      ((await sund.holders.get('hospital')?.list()) ?? [])
        .filter(({ register }) => register.name === NAME)
        .at(-1)
    const served = () => sund.registersOfViews.get('hospital')
    const measured = (id: string, code: string) => ({
      resourceType: 'Observation',
      id,
      status: 'final',
      code: { coding: [{ system: 'urn:kinds', code, display: 'Height' }] },
      subject: { reference: 'Patient/17' },
      effectiveDateTime: '2020-05-02',
    })

    test('they are left out as in others, with the same proof', async () => {
      await served()?.add(document)
      // The thirteenth has denied all since before there was this register.
      expect(await found()).toEqual({ weight: PERSONS - 1, mood: MOODS - 1 })
      await write(consent(15, MOOD))
      await expect.poll(found, WAIT).toEqual({ weight: PERSONS - 1, mood: MOODS - 2 })
      await expect.poll(() => proofs(15).length, WAIT).toBe(1)
      const [proof] = proofs(15)
      expect(proof?.proof.registers.map(({ register, after }) => [register, after !== null])).toEqual([
        [RECORDS.name, true],
        [NAME, true],
      ])
    })

    test('what is written comes by itself, and code lists name what enough people have', async () => {
      await sund.fhir.get('hospital')?.store.update(STORE_ITSELF, measured('height-17', 'height'))
      await expect.poll(found, WAIT).toEqual({ weight: PERSONS - 1, mood: MOODS - 2, height: 1 })
      const { domain } = (await newest())?.register.tables[0]?.variables[0] ?? {}
      expect(domain).toEqual({
        codes: ['mood', 'weight'].map((code) => ({ code, title: { en: code } })),
        partial: true,
      })
    })

    test('after a restart it goes on where it was, with what was taken back meanwhile', async () => {
      const before = await newest()
      await sund.close()
      const records = await openFhirSite({
        holder: 'hospital',
        folder: join(home, 'holders', 'hospital', 'fhir'),
        clock: systemClock,
        identifiers: systemIdentifiers,
        onBug() {},
      })
      await records.store.update(STORE_ITSELF, consent(15, MOOD, { status: 'inactive' }))
      await records.close()
      sund = await open()
      await sund.openFhir('hospital')
      await sund.derivations.get('hospital')?.add(derivation(() => sund, home))
      expect(served()?.names()).toEqual([NAME])
      await expect.poll(found, WAIT).toEqual({ weight: PERSONS - 1, mood: MOODS - 1, height: 1 })
      expect((await newest())?.version).not.toBe(before?.version)
    })

    test('what is wrong with it is refused, and nothing is otherwise', async () => {
      const add = (more: object) => served()?.add({ ...document, ...more } as RegisterOfViews)
      await expect(add({ tables: ['OBSERVATIONS'] })).rejects.toMatchObject({
        errors: [{ code: 'usage.not-found' }],
      })
      await expect(add({ name: OTHER.name, holder: OTHER.holder })).rejects.toMatchObject({
        errors: [{ code: 'data.metadata' }],
      })
      expect(served()?.names()).toEqual([NAME])
      await sund.fhir.get('hospital')?.store.remove(STORE_ITSELF, { type: 'Observation', id: 'height-17' })
      await expect.poll(found, WAIT).toEqual({ weight: PERSONS - 1, mood: MOODS - 1 })
    })
  })

  test('made-up persons: every run, count and room has whom their consents leave, and nobody else', async () => {
    const kept = () => sund.derivations.get('hospital')
    const permits = { research: await granted(), policy: await granted({ purpose: 'policy' }) }
    const said = saidOf(permits.research)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(said.length - 1), { minLength: PERSONS, maxLength: PERSONS }),
        async (drawn) => {
          const of = drawn.map((i) => said[i] as Said)
          await sund.fhir
            .get('hospital')
            ?.store.load(
              of.map(({ provision, status = 'active' }, person) => consent(person, provision, { status })),
            )
          await kept()?.round()
          const versioned = ({ denies }: Said, kind: Kind) =>
            CHOICE_LEVELS.some((level) => !denies({ kind, level, permit: null }))
          const left = (asked: readonly Omit<Request, 'kind'>[], withPatients = false) => {
            const count = { weight: 0, mood: 0, anything: 0 }
            of.forEach((one, person) => {
              // A view of records knows persons by themselves.
              if (withPatients && !versioned(one, 'patient')) return
              const own = kindsOf(person).filter((kind) => versioned(one, kind))
              const all: Kind[] = withPatients ? [...own, 'patient'] : own
              if (asked.some((request) => all.some((kind) => one.denies({ kind, ...request })))) return
              for (const kind of own) count[kind]++
              if (own.length > 0) count.anything++
            })
            return count
          }
          const anyLevel = CHOICE_LEVELS.map((level) => ({ level, permit: null }))
          const open = left(anyLevel)
          const told = JSON.stringify(drawn)
          const kinds = ({ anything: _, ...kinds }: typeof open) => some(kinds)
          expect(await shown(), told).toEqual(kinds(open))
          expect(await found(), told).toEqual(kinds(left(anyLevel, true)))
          expect(await counted(), told).toBe(open.weight)
          for (const level of ['research', 'policy'] as const) {
            const permit = permits[level]
            const under = left([{ level, permit: permit.permit.id }])
            expect(await shown('1', permit), told).toEqual(kinds(under))
            // In the room everyone with anything has a row, of where they live.
            expect(await met(permit), told).toEqual(some({ weight: under.anything }))
          }
        },
      ),
      { numRuns: Math.ceil(RUNS / PERSONS / 7), endOnFailure: true },
    )
  }, 3_600_000)
})
