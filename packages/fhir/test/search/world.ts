/** Made-up resources with few values, so that searches find some, and made-up queries over them. The same number gives the same of both. */
import type { Resource } from '../../src/resource.js'
import { type Asked, type Oracle, simple } from './oracle.js'

export type Random = ReturnType<typeof randomOf>

/** Numbers by mulberry32. */
export function randomOf(seed: number) {
  let state = seed | 0
  const number = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(number() * limit)
  const pick = <T>(from: readonly T[]) => from[below(from.length)] as T
  const chance = (of: number) => number() < of
  const some = <T>(most: number, make: () => T) => Array.from({ length: below(most + 1) }, make)
  return { number, below, pick, chance, some }
}

const UCUM = 'http://unitsofmeasure.org'
const SYSTEMS = ['http://loinc.org', 'http://snomed.info/sct', undefined]
const CODES = ['8480-6', '8462-4', 'A', 'a', 'b,c', 'd|e', 'øre']
const TEXTS = ['Blood pressure', 'Blodtrykk', 'Økt vekt', 'økt', 'Weight']
const NAMES = [
  'Nordmann',
  'Nordbø',
  'Åse',
  'Ase',
  'Kari',
  'Kåri',
  'Ola-Per',
  'van  Berg',
  "O'Neil",
  '100%_x',
  'a\\b"c',
]
const DATES = [
  '2020',
  '2021',
  '2021-03',
  '2021-03-04',
  '2021-03-05',
  '2021-12-31',
  '2021-03-04T10:00:00Z',
  '2021-03-04T11:30:00+02:00',
  '2021-03-04T10:00:00.500Z',
  '2019-12-31T23:59:59-01:00',
]
const NUMBERS = [0, 5, 5.35, 5.4, 5.45, 70, 120, 0.5, 1000, -3]
const URLS = [
  'http://example.org/fhir/ValueSet/a',
  'http://example.org/fhir/ValueSet/a/b',
  'http://example.org/fhir',
  'http://example.org/',
  'urn:oid:1.2.3',
  'http://example.org/fhir/ValueSet/ab',
]
const STATES = ['final', 'preliminary', 'amended']

const COUNTS: Readonly<Record<string, number>> = {
  Patient: 12,
  Organization: 6,
  Practitioner: 5,
  Encounter: 14,
  Observation: 40,
  Condition: 14,
  RiskAssessment: 10,
  ValueSet: 12,
  DocumentReference: 8,
  MedicationRequest: 8,
}

type Element = Record<string, unknown>

/** Without what is undefined, and without lists that are empty. */
const clean = (element: Element): Element =>
  Object.fromEntries(
    Object.entries(element).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )

export function resourcesOf(random: Random): Resource[] {
  const { pick, chance, some, below } = random
  const maybe = <T>(make: () => T) => (chance(0.7) ? make() : undefined)
  const coding = () => clean({ system: pick(SYSTEMS), code: pick(CODES), display: maybe(() => pick(TEXTS)) })
  const concept = () => {
    const made = clean({ coding: some(2, coding), text: maybe(() => pick(TEXTS)) })
    return Object.keys(made).length === 0 ? { text: pick(TEXTS) } : made
  }
  const identifier = () =>
    clean({ system: pick(SYSTEMS), value: pick(CODES), type: chance(0.5) ? concept() : undefined })
  const reference =
    (...types: string[]) =>
    () => {
      const type = pick(types)
      const to = `${type}/${type.toLowerCase()}${below((COUNTS[type] ?? 5) + 1)}`
      return clean({
        reference: chance(0.85)
          ? `${to}${chance(0.1) ? '/_history/1' : ''}`
          : chance(0.5)
            ? `http://elsewhere.org/fhir/${to}`
            : undefined,
        identifier: chance(0.2) ? identifier() : undefined,
        display: 'what is meant',
      })
    }
  const date = () => pick(DATES)
  const period = () => {
    const [start, end] = [date(), date()].sort((a, b) => Date.parse(a) - Date.parse(b))
    return pick([{ start, end }, { start }, { end: end as string }])
  }
  const quantity = () =>
    pick<() => Element>([
      () => ({ value: pick(NUMBERS) }),
      () => ({ value: pick(NUMBERS), unit: 'mg', system: UCUM, code: pick(['mg', 'g', 'kg']) }),
      () => ({
        value: pick(NUMBERS),
        comparator: pick(['<', '>', '<=', '>=']),
        system: UCUM,
        code: pick(['mg', 'Cel']),
      }),
      () => ({ value: pick(NUMBERS), unit: 'tablets' }),
    ])()
  const range = () =>
    clean({ low: { value: pick([0, 5]) }, high: chance(0.7) ? { value: pick([5.4, 70]) } : undefined })
  const value = () =>
    pick<() => Element>([
      () => ({ valueQuantity: quantity() }),
      () => ({ valueCodeableConcept: concept() }),
      () => ({ valueString: pick(NAMES) }),
      () => ({ valueDateTime: date() }),
      () => ({ valuePeriod: period() }),
      () => ({ valueBoolean: true }),
      () => ({}),
    ])()
  const name = () =>
    clean({
      family: maybe(() => pick(NAMES)),
      given: some(2, () => pick(NAMES)),
      text: maybe(() => pick(NAMES)),
    })
  const telecom = () => ({ system: pick(['phone', 'email']), value: pick(CODES) })
  const MAKE: Record<string, () => Element> = {
    Patient: () => ({
      name: some(2, name).filter((one) => Object.keys(one).length > 0),
      gender: maybe(() => pick(['male', 'female'])),
      birthDate: maybe(() => pick(DATES.filter((one) => !one.includes('T')))),
      identifier: some(2, identifier),
      active: maybe(() => chance(0.5)),
      ...pick<Element>([
        { deceasedBoolean: true },
        { deceasedBoolean: false },
        { deceasedDateTime: date() },
        {},
      ]),
      telecom: some(2, telecom),
      generalPractitioner: some(2, reference('Practitioner', 'Organization')),
      managingOrganization: maybe(reference('Organization')),
      link: some(1, () => ({ other: reference('Patient')(), type: 'seealso' })),
      address: some(1, () =>
        clean({
          line: some(2, () => pick(NAMES)),
          city: maybe(() => pick(NAMES)),
          postalCode: '0150',
          use: 'home',
        }),
      ),
    }),
    Organization: () => ({
      name: maybe(() => pick(NAMES)),
      alias: some(2, () => pick(NAMES)),
      partOf: maybe(reference('Organization')),
      type: some(1, concept),
      identifier: some(1, identifier),
    }),
    Practitioner: () => ({
      name: some(1, name).filter((one) => Object.keys(one).length > 0),
      gender: maybe(() => 'female'),
      identifier: some(1, identifier),
    }),
    Encounter: () => ({
      status: pick(['planned', 'finished']),
      class: coding(),
      subject: maybe(reference('Patient', 'Group')),
      period: maybe(period),
      serviceProvider: maybe(reference('Organization')),
      partOf: maybe(reference('Encounter')),
      participant: some(2, () => ({ individual: reference('Practitioner')() })),
    }),
    Observation: () => ({
      status: pick(STATES),
      code: concept(),
      category: some(2, concept),
      subject: maybe(reference('Patient', 'Group', 'Location')),
      encounter: maybe(reference('Encounter')),
      performer: some(2, reference('Practitioner', 'Organization', 'Patient')),
      ...pick<() => Element>([
        () => ({ effectiveDateTime: date() }),
        () => ({ effectivePeriod: period() }),
        () => ({ effectiveTiming: { event: [date(), date()] } }),
        () => ({ effectiveInstant: '2021-03-04T10:00:00.123Z' }),
        () => ({}),
      ])(),
      ...value(),
      component: some(2, () => ({ code: concept(), ...value() })),
      hasMember: some(1, reference('Observation')),
    }),
    Condition: () => ({
      code: maybe(concept),
      subject: reference('Patient')(),
      encounter: maybe(reference('Encounter')),
      ...pick<() => Element>([
        () => ({ onsetDateTime: date() }),
        () => ({ onsetPeriod: period() }),
        () => ({ onsetAge: { value: pick(NUMBERS), system: UCUM, code: 'a' } }),
        () => ({ onsetString: pick(NAMES) }),
        () => ({ onsetRange: range() }),
        () => ({}),
      ])(),
      recordedDate: maybe(date),
    }),
    RiskAssessment: () => ({
      status: 'final',
      subject: reference('Patient', 'Group')(),
      prediction: some(2, () =>
        pick<Element>([{ probabilityDecimal: pick(NUMBERS) }, { probabilityRange: range() }, {}]),
      ),
      occurrenceDateTime: maybe(date),
    }),
    ValueSet: () => ({
      url: maybe(() => pick(URLS)),
      version: maybe(() => pick(['1', '2'])),
      name: maybe(() => pick(NAMES)),
      status: 'draft',
      date: maybe(date),
      useContext: some(2, () => ({
        code: coding(),
        ...pick<() => Element>([
          () => ({ valueCodeableConcept: concept() }),
          () => ({ valueQuantity: quantity() }),
          () => ({ valueRange: range() }),
        ])(),
      })),
    }),
    DocumentReference: () => ({
      status: 'current',
      type: maybe(concept),
      subject: maybe(reference('Patient', 'Practitioner')),
      relatesTo: some(2, () => ({
        code: pick(['replaces', 'appends']),
        target: reference('DocumentReference')(),
      })),
      date: maybe(() => '2021-03-04T10:00:00.000Z'),
      content: [{ attachment: { url: pick(URLS) } }],
    }),
    MedicationRequest: () => ({
      status: 'active',
      intent: 'order',
      ...pick<() => Element>([
        () => ({ medicationCodeableConcept: concept() }),
        () => ({ medicationReference: { reference: 'Medication/m1' } }),
      ])(),
      subject: reference('Patient')(),
      authoredOn: maybe(date),
      instantiatesCanonical: [],
    }),
  }
  return Object.entries(MAKE).flatMap(([type, make]) =>
    Array.from(
      { length: COUNTS[type] as number },
      (_, index) =>
        clean({
          resourceType: type,
          id: `${type.toLowerCase()}${index}`,
          meta: clean({
            tag: some(1, coding),
            security: some(1, coding),
            profile: some(2, () => pick(URLS)),
            source: maybe(() => pick(URLS)),
          }),
          ...make(),
        }) as Resource,
    ),
  )
}

/** Parameters that the queries ask for, by type of resource and of parameter. */
export const ASKED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Patient: {
    token: [
      'gender',
      'identifier',
      'active',
      'deceased',
      'telecom',
      'phone',
      '_tag',
      '_security',
      'address-use',
    ],
    string: ['name', 'family', 'given', 'address', 'address-city'],
    date: ['birthdate', 'death-date'],
    reference: ['general-practitioner', 'organization', 'link'],
    uri: ['_profile', '_source'],
  },
  Organization: { token: ['type', 'identifier'], string: ['name'], reference: ['partof'] },
  Practitioner: { token: ['gender', 'identifier'], string: ['name', 'family'] },
  Encounter: {
    token: ['status', 'class'],
    date: ['date'],
    reference: ['subject', 'patient', 'service-provider', 'part-of', 'practitioner', 'participant'],
  },
  Observation: {
    token: [
      'status',
      'code',
      'category',
      'value-concept',
      'combo-code',
      'component-code',
      'combo-value-concept',
      '_tag',
    ],
    string: ['value-string'],
    date: ['date', 'value-date'],
    reference: ['subject', 'patient', 'encounter', 'performer', 'has-member'],
    quantity: ['value-quantity', 'combo-value-quantity', 'component-value-quantity'],
    composite: [
      'code-value-quantity',
      'component-code-value-quantity',
      'combo-code-value-quantity',
      'code-value-concept',
      'code-value-string',
      'code-value-date',
      'combo-code-value-concept',
    ],
    uri: ['_profile'],
  },
  Condition: {
    token: ['code'],
    string: ['onset-info'],
    date: ['onset-date', 'recorded-date'],
    reference: ['subject', 'patient', 'encounter'],
    quantity: ['onset-age'],
  },
  RiskAssessment: { number: ['probability'], reference: ['subject', 'patient'], date: ['date'] },
  ValueSet: {
    uri: ['url'],
    token: ['version', 'context', 'context-type', 'status'],
    string: ['name'],
    date: ['date'],
    quantity: ['context-quantity'],
    composite: ['context-type-value', 'context-type-quantity'],
  },
  DocumentReference: {
    token: ['type', 'status', 'relation'],
    reference: ['subject', 'patient', 'relatesto'],
    date: ['date'],
    uri: ['location'],
  },
  MedicationRequest: {
    token: ['code', 'intent'],
    reference: ['subject', 'patient', 'medication'],
    date: ['authoredon'],
  },
}

/** What a composite's parts are. */
const PARTS: Readonly<Record<string, string>> = {
  quantity: 'quantity',
  concept: 'token',
  string: 'string',
  date: 'date',
  value: 'token',
}

/** References along which queries go, with where they lead. */
export const CHAINS: Readonly<Record<string, readonly [string, string][]>> = {
  Patient: [
    ['organization', 'Organization'],
    ['general-practitioner', 'Practitioner'],
    ['link', 'Patient'],
  ],
  Organization: [['partof', 'Organization']],
  Encounter: [
    ['subject', 'Patient'],
    ['patient', 'Patient'],
    ['service-provider', 'Organization'],
    ['part-of', 'Encounter'],
  ],
  Observation: [
    ['subject', 'Patient'],
    ['patient', 'Patient'],
    ['encounter', 'Encounter'],
    ['performer', 'Practitioner'],
    ['has-member', 'Observation'],
  ],
  Condition: [
    ['patient', 'Patient'],
    ['encounter', 'Encounter'],
  ],
  RiskAssessment: [['patient', 'Patient']],
  DocumentReference: [
    ['patient', 'Patient'],
    ['relatesto', 'DocumentReference'],
  ],
  MedicationRequest: [['patient', 'Patient']],
}

const escaped = (text: string) => text.replace(/[\\,$|]/g, '\\$&')

const PREFIXES = ['', '', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb']

/** One criterion for a type of resource. */
export function askedOf(random: Random, type: string, depth = 0): Asked {
  const { pick, chance, some } = random
  const chains = CHAINS[type] ?? []
  if (depth < 3 && chance(0.25)) {
    const backs = Object.entries(CHAINS).flatMap(([from, list]) =>
      list.filter(([, to]) => to === type).map(([code]) => [from, code] as const),
    )
    if (chance(0.4) && backs.length > 0) {
      const [has, code] = pick(backs)
      return { has, code, of: askedOf(random, has, depth + 1) }
    }
    if (chains.length > 0) {
      const [code, to] = pick(chains)
      return { code, type: to, of: askedOf(random, to, depth + 1) }
    }
  }
  if (chance(0.04))
    return { code: '_id', modifier: null, values: [`${type.toLowerCase()}1`, `${type.toLowerCase()}3`] }
  const kinds = ASKED[type] as Readonly<Record<string, readonly string[]>>
  const kind = pick(Object.keys(kinds))
  const code = pick(kinds[kind] as readonly string[])
  if (chance(0.07) && kind !== 'composite')
    return { code, modifier: 'missing', values: [pick(['true', 'false'])] }
  const modifier = chance(0.3) ? pick(MODIFIERS[kind] ?? [null]) : null
  if (kind === 'composite') {
    const part = PARTS[code.split('-').at(-1) as string] as string
    const value = () => `${valueOf(random, 'token', null)}$${valueOf(random, part, null)}`
    return { code, modifier: null, values: [value(), ...some(1, value)] }
  }
  const value = () => valueOf(random, kind, modifier)
  return { code, modifier, values: [value(), ...some(modifier === 'Patient' ? 0 : 2, value)] }
}

const MODIFIERS: Readonly<Record<string, readonly (string | null)[]>> = {
  token: ['not', 'text', 'of-type'],
  string: ['exact', 'contains'],
  uri: ['above', 'below'],
  reference: ['identifier', 'Patient'],
}

function valueOf({ pick, chance, below }: Random, kind: string, modifier: string | null): string {
  const start = (text: string) => (chance(0.5) ? [...text].slice(0, 3).join('') : text)
  switch (kind) {
    case 'token': {
      if (modifier === 'text') return escaped(start(pick(TEXTS)))
      const code = escaped(
        pick([...CODES, 'male', 'female', 'true', 'false', 'final', 'planned', 'finished', 'draft', '1']),
      )
      const system = pick(SYSTEMS) ?? ''
      if (modifier === 'of-type') return `http://loinc.org|${escaped(pick(CODES))}|${escaped(pick(CODES))}`
      return pick([code, code, `${system}|${code}`, system === '' ? code : `${system}|`])
    }
    case 'string':
      return escaped(modifier === 'exact' ? pick(NAMES) : start(pick(NAMES)))
    case 'date':
      return `${pick(PREFIXES)}${pick(DATES)}`
    case 'number':
      return `${pick([...PREFIXES, 'ap'])}${pick(['5', '5.4', '5.40', '70', '0', '-3'])}`
    case 'quantity': {
      const written = `${pick([...PREFIXES, 'ap'])}${pick(['5', '5.4', '5.40', '70', '0', '-3', '0.005', '1000'])}`
      return `${written}${pick(['', '', `|${UCUM}|mg`, `|${UCUM}|g`, `|${UCUM}|Cel`, '||mg', '||tablets', `|${UCUM}|a`])}`
    }
    case 'uri':
      return pick(URLS)
    default: {
      if (modifier === 'identifier') return `${pick(SYSTEMS) ?? ''}|${escaped(pick(CODES))}`
      const type =
        modifier ??
        pick(['Patient', 'Organization', 'Encounter', 'Observation', 'Practitioner', 'DocumentReference'])
      const id = `${type.toLowerCase()}${below(8)}`
      return modifier !== null || chance(0.3)
        ? id
        : chance(0.2)
          ? `http://elsewhere.org/fhir/${type}/${id}`
          : `${type}/${id}`
    }
  }
}

/** The name and value of a criterion as a query has them. */
export function written(asked: Asked): [string, string] {
  if ('has' in asked) {
    const [name, value] = written(asked.of)
    return [`_has:${asked.has}:${asked.code}:${name}`, value]
  }
  if ('of' in asked) {
    const [name, value] = written(asked.of)
    return [`${asked.code}${asked.type === null ? '' : `:${asked.type}`}.${name}`, value]
  }
  return [`${asked.code}${asked.modifier === null ? '' : `:${asked.modifier}`}`, asked.values.join(',')]
}

export interface Rule {
  name: string
  descending: boolean
  values(resource: Resource): (string | number)[]
}

// biome-ignore lint/suspicious/noExplicitAny: elements as FHIR has them
type Values = (resource: any) => (string | number | undefined)[]

const folded = (text: string | undefined) => text && simple(text)

/** Orders by elements that are read here, without definitions. */
const ORDERS: Readonly<Record<string, Readonly<Record<string, Values>>>> = {
  Patient: {
    birthdate: ({ birthDate }) => [birthDate && Date.parse(birthDate)],
    family: ({ name = [] }) => name.map(({ family }: { family?: string }) => folded(family)),
  },
  Organization: { name: ({ name, alias = [] }) => [name, ...alias].map(folded), _id: ({ id }) => [id] },
  Observation: {
    _id: ({ id }) => [id],
    'value-quantity': ({ valueQuantity }) => [valueQuantity?.value],
  },
  ValueSet: { url: ({ url }) => [url] },
  Condition: { 'recorded-date': ({ recordedDate }) => [recordedDate && Date.parse(recordedDate)] },
  RiskAssessment: {
    date: ({ occurrenceDateTime }) => [occurrenceDateTime && Date.parse(occurrenceDateTime)],
  },
}

export function sortOf({ pick, chance, some }: Random, type: string): Rule[] {
  const orders = ORDERS[type]
  if (orders === undefined || chance(0.3)) return []
  const rule = (): Rule => {
    const [name, values] = pick(Object.entries(orders))
    const descending = chance(0.5)
    return {
      ...{ name: `${descending ? '-' : ''}${name}`, descending },
      values: (resource) => values(resource).flatMap((one) => (one === undefined || one === '' ? [] : [one])),
    }
  }
  return [rule(), ...some(1, rule)]
}

/** In the order of the rules, and where they say nothing in the order given. */
export function ordered(resources: readonly Resource[], rules: readonly Rule[]): Resource[] {
  const keyOf = ({ descending, values }: Rule, resource: Resource) =>
    values(resource).sort((a, b) => (a < b ? -1 : 1) * (descending ? -1 : 1))[0]
  return [...resources].sort((a, b) => {
    for (const rule of rules) {
      const [one, other] = [keyOf(rule, a), keyOf(rule, b)]
      if (one === other) continue
      if (one === undefined) return 1
      if (other === undefined) return -1
      return (one < other ? -1 : 1) * (rule.descending ? -1 : 1)
    }
    return 0
  })
}

export interface Included {
  parameter: '_include' | '_revinclude'
  type: string
  code: string
  value: string
}

export function includeOf({ pick, chance }: Random, type: string): Included {
  const backs = Object.entries(CHAINS).flatMap(([from, list]) =>
    list.filter(([, to]) => to === type).map(([code]) => [from, code] as const),
  )
  if (chance(0.5) && backs.length > 0) {
    const [from, code] = pick(backs)
    return { parameter: '_revinclude', type: from, code, value: `${from}:${code}` }
  }
  const [code] = pick(CHAINS[type] as [string, string][])
  return { parameter: '_include', type, code, value: `${type}:${code}` }
}

/** Names of what comes with these resources, sorted. */
export function includedBy(
  oracle: Oracle,
  matches: readonly Resource[],
  includes: readonly Included[],
  iterate: boolean,
): string[] {
  const nameOf = ({ resourceType, id }: Resource) => `${resourceType}/${id}`
  const there = oracle.resources.filter((one) => oracle.visible(one))
  const known = new Set(matches.map(nameOf))
  const came = new Set<string>()
  let from = matches
  do {
    const next = includes.flatMap(({ parameter, type, code }) =>
      there.filter((one) =>
        parameter === '_include'
          ? from.some(
              (other) => other.resourceType === type && oracle.references(other, code).includes(nameOf(one)),
            )
          : one.resourceType === type &&
            from.some((other) => oracle.references(one, code).includes(nameOf(other))),
      ),
    )
    from = [...new Set(next)].filter((one) => !known.has(nameOf(one)))
    for (const one of from) {
      known.add(nameOf(one))
      came.add(nameOf(one))
    }
  } while (iterate && from.length > 0)
  return [...came].sort()
}
