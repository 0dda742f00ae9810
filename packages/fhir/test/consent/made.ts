/** Made-up persons, what is written of them, what they have said about it and who asks: few values of each, so that they meet often. */
import fc from 'fast-check'
import type { Resource } from '../../src/resource.js'

const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
const SENSITIVITY = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const LOINC = 'http://loinc.org'
const SNOMED = 'http://snomed.info/sct'

export const PATIENTS = ['1', '2', '3']
const ACTORS = ['Organization/1', 'Organization/2', 'Practitioner/1', 'Device/app']
const PURPOSES = [
  'TREAT',
  'ETREAT',
  'BTG',
  'HRESCH',
  'CLINTRCH',
  'HQUALIMP',
  'PUBHLTH',
  'HMARKT',
  'PurposeOfUse',
]
const DAYS = ['2019-06-01', '2020', '2020-03-15', '2021-01-01', '2022', '2023-12-31']
export const CODES = [
  { system: LOINC, code: '718-7' },
  { system: LOINC, code: '2160-0' },
  { system: SNOMED, code: '38341003' },
]
const TYPES = ['Observation', 'Condition', 'MedicationRequest', 'Encounter']
const LABELS = [
  ...['L', 'N', 'R', 'V'].map((code) => ({ system: CONFIDENTIALITY, code })),
  ...['SPI', 'SUD', 'ETHUD', 'PSY'].map((code) => ({ system: SENSITIVITY, code })),
]
const RESOURCES = TYPES.flatMap((type) => ['1', '2'].map((id) => `${type}/${id}`))

const few = <T>(values: readonly T[], most = 2) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: most })
const at = (days: readonly string[]) => fc.constantFrom(...days)
const period = (days: readonly string[] = DAYS) =>
  fc
    .record({ start: at(days), end: at(days) }, { requiredKeys: [] })
    .map(({ start, end }) =>
      start !== undefined && end !== undefined && start > end
        ? { start: end, end: start }
        : { ...(start && { start }), ...(end && { end }) },
    )

const resource = (type: string, id: string, patient: string) =>
  fc
    .record({
      code: fc.constantFrom(...CODES),
      labels: fc.option(few(LABELS), { nil: undefined }),
      when: fc.option(at(DAYS), { nil: undefined }),
      stay: period(),
      author: fc.option(fc.constantFrom('Practitioner/1', 'Practitioner/2'), { nil: undefined }),
      encounter: fc.option(fc.constantFrom('Encounter/1', 'Encounter/2'), { nil: undefined }),
    })
    .map(({ code, labels, when, stay, author, encounter }): Resource => {
      const by = author && { reference: author }
      const WHEN: Record<string, string> = { Observation: 'effectiveDateTime', Condition: 'onsetDateTime' }
      const BY: Record<string, object> = { Observation: { performer: [by] }, Condition: { recorder: by } }
      return {
        resourceType: type,
        id,
        ...(labels && { meta: { security: labels } }),
        ...(type === 'Encounter'
          ? { class: code, period: stay }
          : { code: { coding: [code] }, ...(when && { [WHEN[type] ?? 'authoredOn']: when }) }),
        ...(by && type !== 'Encounter' && (BY[type] ?? { requester: by })),
        ...(encounter && type !== 'Encounter' && { encounter: { reference: encounter } }),
        subject: { reference: `Patient/${patient}` },
      }
    })

const actor = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ACTORS).map((reference) => ({ reference: { reference } })) },
  { weight: 2, arbitrary: fc.constant({ reference: { identifier: { system: 'urn:apps', value: 'a' } } }) },
  { weight: 1, arbitrary: fc.constant({ reference: { reference: '#inside' } }) },
  {
    weight: 1,
    arbitrary: fc.constant({ reference: { reference: 'https://elsewhere.example/fhir/Organization/1' } }),
  },
  { weight: 1, arbitrary: fc.constant({ reference: { display: 'Somebody' } }) },
)

const conditions = {
  period: fc.oneof(
    { weight: 8, arbitrary: period(['2019', '2024-05-01', '2025-12-31', '2030']) },
    { weight: 1, arbitrary: fc.constant({ end: 'soon' }) },
  ),
  actor: fc.array(actor, { minLength: 1, maxLength: 2 }),
  action: few(['access', 'disclose', 'correct', 'collect']).map((codes) =>
    codes.map((code) => ({
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentaction', code }],
    })),
  ),
  purpose: few(PURPOSES).map((codes) => codes.map((code) => ({ system: REASON, code }))),
  class: fc.array(
    fc.oneof(
      fc.constantFrom(...TYPES).map((code) => ({ system: 'http://hl7.org/fhir/resource-types', code })),
      fc.constantFrom(...CODES),
    ),
    { minLength: 1, maxLength: 2 },
  ),
  code: fc.oneof(
    { weight: 8, arbitrary: few(CODES).map((codings) => codings.map((one) => ({ coding: [one] }))) },
    { weight: 1, arbitrary: fc.constant([{ text: 'what is said of my heart' }]) },
  ),
  securityLabel: few(LABELS),
  dataPeriod: period(),
  data: fc.array(
    fc
      .record({
        meaning: fc.constantFrom('instance', 'related', 'dependents', 'authoredby'),
        target: fc.constantFrom(...RESOURCES),
        author: fc.constantFrom('Practitioner/1', 'Practitioner/2'),
      })
      .map(({ meaning, target, author }) => ({
        meaning,
        reference: { reference: meaning === 'authoredby' ? author : target },
      })),
    { minLength: 1, maxLength: 2 },
  ),
}

/** Some of the conditions: seldom more than two, so that they are met. */
const someConditions = fc
  .uniqueArray(fc.constantFrom(...(Object.keys(conditions) as (keyof typeof conditions)[])), { maxLength: 2 })
  .chain((elements) =>
    fc.record(
      Object.fromEntries(elements.map((element) => [element, conditions[element] as fc.Arbitrary<unknown>])),
    ),
  )

const type = fc.constantFrom('permit', 'deny')
const leaf = fc.tuple(fc.option(type, { nil: undefined, freq: 12 }), someConditions)
const provision = (depth: number): fc.Arbitrary<object> =>
  fc
    .tuple(leaf, depth === 0 ? fc.constant([]) : fc.array(provision(depth - 1), { maxLength: 2 }))
    .map(([[says, of], nested]) => ({
      ...(says && { type: says }),
      ...of,
      ...(nested.length > 0 && { provision: nested }),
    }))

const consent = (id: string) =>
  fc
    .record({
      patient: fc.constantFrom(...PATIENTS),
      status: fc.oneof(
        { weight: 9, arbitrary: fc.constant('active') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('inactive', 'entered-in-error', 'draft', 'proposed', 'rejected'),
        },
      ),
      scope: fc.oneof(
        { weight: 8, arbitrary: fc.constant('patient-privacy') },
        { weight: 3, arbitrary: fc.constant('research') },
        { weight: 1, arbitrary: fc.constantFrom('adr', 'treatment') },
      ),
      given: fc.option(at(['2018-01-01', '2020-01-01', '2022-01-01']), { nil: undefined, freq: 9 }),
      policy: fc.option(fc.constantFrom('OPTIN', 'OPTOUT'), { nil: undefined, freq: 2 }),
      hides: fc.integer({ min: 0, max: 40 }).map((draw) => draw === 0),
      of: provision(2),
    })
    .map(
      ({ patient, status, scope, given, policy, hides, of }): Resource => ({
        resourceType: 'Consent',
        id,
        status,
        scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: scope }] },
        patient: { reference: `Patient/${patient}` },
        ...(given && { dateTime: given }),
        ...(policy && { policyRule: { coding: [{ system: SENSITIVITY, code: policy }] } }),
        ...(hides && { modifierExtension: [{ url: 'urn:not-known', valueBoolean: true }] }),
        provision: of,
      }),
    )

export const request = fc.record({
  actors: fc.uniqueArray(fc.constantFrom(...ACTORS, 'urn:apps|a'), { maxLength: 3 }),
  purpose: fc.constantFrom(...PURPOSES),
  at: fc.constantFrom(
    '2019-06-01T12:00:00Z',
    '2024-05-01T12:00:00Z',
    '2025-12-31T12:00:00Z',
    '2026-02-02T12:00:00Z',
  ),
})

/** Who wrote what of whom: a resource of each type and number, and of which patient it is. */
export const written = fc.tuple(
  ...RESOURCES.map((key) => {
    const [type, id] = key.split('/') as [string, string]
    return fc.constantFrom(...PATIENTS).chain((patient) => resource(type, id, patient))
  }),
)

export const consents = fc
  .integer({ min: 1, max: 5 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => consent(`c${i}`))))

/** The same in a place of its own: what is named there is that place's, so that one store has many of these beside each other. */
export const settled = (one: Resource, place: number): Resource =>
  JSON.parse(
    JSON.stringify({ ...one, id: `${place}-${one.id}` }).replaceAll(
      /"(Patient|Encounter|Observation|Condition|MedicationRequest)\/(\d)"/g,
      `"$1/${place}-$2"`,
    ),
  )

export const patientOf = (one: Resource): string =>
  one.resourceType === 'Patient'
    ? (one.id as string)
    : ((one['subject'] ?? one['patient']) as { reference: string }).reference.slice('Patient/'.length)
