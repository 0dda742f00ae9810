/**
 * Resources as things that are held about somebody: what it is, what was found, when, and where it came from, in words that the record itself has. A table by
 * type, since each keeps these in places of its own; a type that is not in the table is shown with its name and nothing made up.
 */
import type { Resource } from '@sund/fhir'
import { HELD_KINDS, type HeldItem, type HeldKind, LANGUAGES, type LocalisedText } from '@sund/model'

interface Concept {
  text?: string
  coding?: Coding[]
}
interface Coding {
  code?: string
  display?: string
  _display?: { extension?: Extension[] }
}
interface Extension {
  url?: string
  extension?: { url?: string; valueCode?: string; valueString?: string }[]
}
interface Reference {
  reference?: string
  display?: string
}
interface Quantity {
  value?: number
  comparator?: string
  unit?: string
  code?: string
}

/** How a type says what it is: paths of what is tried in turn. */
interface Shape {
  kind: HeldKind | ((resource: Resource) => HeldKind)
  title: (resource: Resource) => LocalisedText | null
  at: readonly string[]
  from: readonly string[]
  value?: (resource: Resource) => LocalisedText | null
}

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation'
/** What a person says of themselves (HL7 v3, SecurityIntegrityProvenanceAssertedBy). */
export const PATIENT_ASSERTED = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'PATAST',
  display: 'patient asserted',
} as const
/** HL7's code of a patient's request for correction. */
export const CORRECTION_CODE = {
  system: 'http://hl7.org/fhir/uv/patient-corrections/CodeSystem/PatientCorrectionTaskTypes',
  code: 'medRecCxReq',
  display: 'Medical Record Correction Request',
} as const

const of = (path: string) => (resource: Resource) => conceptText(at(resource, path) as Concept | undefined)
const SHAPES: Readonly<Record<string, Shape>> = {
  Condition: {
    kind: 'condition',
    title: of('code'),
    at: ['onsetDateTime', 'recordedDate', 'onsetPeriod.start'],
    from: ['recorder', 'asserter'],
  },
  AllergyIntolerance: {
    kind: 'condition',
    title: of('code'),
    at: ['onsetDateTime', 'recordedDate'],
    from: ['recorder', 'asserter'],
  },
  Observation: {
    kind: (resource) => (hasCategory(resource, 'laboratory') ? 'laboratory' : 'measurement'),
    title: of('code'),
    at: ['effectiveDateTime', 'effectivePeriod.start', 'effectiveInstant', 'issued'],
    from: ['performer.1', 'performer'],
    value: observed,
  },
  MedicationDispense: {
    kind: 'medicine',
    title: of('medicationCodeableConcept'),
    at: ['whenHandedOver', 'whenPrepared'],
    from: ['performer.actor'],
    value: (resource) => numbers(quantityText(at(resource, 'quantity') as Quantity | undefined)),
  },
  MedicationRequest: {
    kind: 'medicine',
    title: of('medicationCodeableConcept'),
    at: ['authoredOn'],
    from: ['requester'],
  },
  MedicationStatement: {
    kind: 'medicine',
    title: of('medicationCodeableConcept'),
    at: ['effectiveDateTime', 'effectivePeriod.start', 'dateAsserted'],
    from: ['informationSource'],
  },
  Encounter: {
    kind: 'visit',
    title: (resource) =>
      conceptText(at(resource, 'reasonCode') as Concept) ?? conceptText(at(resource, 'type') as Concept),
    at: ['period.start'],
    from: ['serviceProvider', 'participant.individual'],
  },
  Procedure: {
    kind: 'procedure',
    title: of('code'),
    at: ['performedDateTime', 'performedPeriod.start'],
    from: ['performer.actor', 'recorder'],
  },
  Immunization: {
    kind: 'vaccination',
    title: of('vaccineCode'),
    at: ['occurrenceDateTime', 'recorded'],
    from: ['performer.actor', 'location'],
  },
  DiagnosticReport: {
    kind: 'report',
    title: of('code'),
    at: ['effectiveDateTime', 'effectivePeriod.start', 'issued'],
    from: ['performer', 'resultsInterpreter'],
    value: (resource) => plain(text(at(resource, 'conclusion'))),
  },
  DocumentReference: { kind: 'report', title: of('type'), at: ['date'], from: ['author', 'custodian'] },
  Patient: { kind: 'person', title: nameOf, at: [], from: ['managingOrganization'] },
  RelatedPerson: { kind: 'person', title: nameOf, at: [], from: [] },
  Consent: { kind: 'consent', title: of('category'), at: ['dateTime'], from: ['organization'] },
}

/** Kept of the person and no news to them: what is done with what is held, which has pages of its own. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['AuditEvent', 'Provenance', 'Task', 'Communication'])

/** Of which kinds things of these types are, each once: what only the thing itself tells is said as all that it can be. */
export function kindsOfTypes(types: readonly string[]): HeldKind[] {
  const kinds = types.flatMap((type): HeldKind[] => {
    const kind = SHAPES[type]?.kind ?? 'other'
    if (NOT_SHOWN.has(type)) return type === 'Task' ? ['correction'] : []
    return typeof kind === 'string' ? [kind] : ['laboratory', 'measurement']
  })
  return HELD_KINDS.filter((kind) => kinds.includes(kind))
}

/** What is held, the latest first. `all` is everything of one person at one holder. */
export function heldItems(holder: string, all: readonly Resource[], patient: string): HeldItem[] {
  const byKey = new Map(all.map((one) => [keyOf(one), one]))
  return all
    .filter(({ resourceType }) => !NOT_SHOWN.has(resourceType))
    .map((one) => itemOf(holder, one, patient, byKey))
    .sort((a, b) => (b.at ?? '').localeCompare(a.at ?? '') || a.key.localeCompare(b.key))
}

export const keyOf = ({ resourceType, id }: Resource): string => `${resourceType}/${id}`

/** One thing; where it does not say where it came from, the visit that it belongs to may. */
export function itemOf(
  holder: string,
  resource: Resource,
  patient: string,
  others: ReadonlyMap<string, Resource> = new Map(),
): HeldItem {
  const shape = SHAPES[resource.resourceType]
  const own = isOwn(resource, patient)
  const visit = others.get(text(at(resource, 'encounter.reference')) ?? '')
  const from =
    named(resource, shape?.from ?? [], patient) ??
    (visit === undefined ? null : named(visit, SHAPES['Encounter']?.from ?? [], patient))
  return {
    key: keyOf(resource),
    holder,
    kind:
      shape === undefined ? 'other' : typeof shape.kind === 'function' ? shape.kind(resource) : shape.kind,
    title: shape === undefined ? { en: resource.resourceType } : shape.title(resource),
    value: shape?.value?.(resource) ?? null,
    at: first(resource, shape?.at ?? []),
    from: own ? null : from,
    own,
  }
}

/** Whether the patient wrote it themselves here. */
export function isOwn({ meta, performer }: Resource, patient: string): boolean {
  const asserted = meta?.security?.some(
    ({ system, code }) => system === PATIENT_ASSERTED.system && code === PATIENT_ASSERTED.code,
  )
  const by = (performer as Reference[] | undefined)?.[0]?.reference
  return asserted === true && by === `Patient/${patient}`
}

/** The value at a path; of several, the first, or the one that a number in the path names. */
function at(value: unknown, path: string): unknown {
  let here = value
  for (const part of path.split('.')) {
    if (Array.isArray(here) && !/^\d+$/.test(part)) here = here[0]
    here = (here as Record<string, unknown> | undefined)?.[part]
    if (here === undefined || here === null) return undefined
  }
  return Array.isArray(here) ? here[0] : here
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
/** A text with numbers in it, as the languages write decimals. */
const numbers = (value: string | null): LocalisedText | null => {
  if (value === null) return null
  const comma = value.replace(/(\d)\.(\d)/g, '$1,$2')
  return comma === value ? { en: value } : { en: value, nb: comma, da: comma }
}
const plain = (value: string | null): LocalisedText | null => (value === null ? null : { en: value })

const first = (resource: Resource, paths: readonly string[]): string | null =>
  paths.map((path) => text(at(resource, path))).find((found) => found !== null) ?? null

/** The first of these who has a name and is not the patient. */
function named(resource: Resource, paths: readonly string[], patient: string): string | null {
  for (const path of paths) {
    const found = at(resource, path) as Reference | undefined
    if (found?.display !== undefined && found.reference !== `Patient/${patient}`) return found.display
  }
  return null
}

function nameOf({ name }: Resource): LocalisedText | null {
  const [first] = (name ?? []) as { text?: string; given?: string[]; family?: string }[]
  return plain(first?.text ?? ([...(first?.given ?? []), first?.family].filter(Boolean).join(' ') || null))
}

/** What a concept is called: its own text, else its first code that has a name, in as many languages as it is said in. */
export function conceptText(concept: Concept | undefined): LocalisedText | null {
  if (concept?.text) return { en: concept.text }
  const coding = concept?.coding?.find(({ display }) => display !== undefined)
  if (coding?.display === undefined) return plain(concept?.coding?.[0]?.code ?? null)
  const said: LocalisedText = { en: coding.display }
  for (const { url, extension } of coding._display?.extension ?? []) {
    if (url !== TRANSLATION) continue
    const language = LANGUAGES.find((one) => extension?.some(({ valueCode }) => valueCode === one))
    const content = extension?.find(({ url: part }) => part === 'content')?.valueString
    if (language !== undefined && content !== undefined) said[language] = content
  }
  return said
}

const hasCategory = ({ category }: Resource, code: string): boolean =>
  ((category ?? []) as Concept[]).some(({ coding }) => coding?.some((one) => one.code === code))

/** `138/86 mmHg`, `< 5 mmol/L`, a code's name, or a text. */
function observed(resource: Resource): LocalisedText | null {
  const parts = (resource['component'] ?? []) as { valueQuantity?: Quantity }[]
  if (parts.length > 0) {
    const quantities = parts.flatMap(({ valueQuantity }) => (valueQuantity ? [valueQuantity] : []))
    const units = new Set(quantities.map(({ unit }) => unit))
    if (quantities.length === parts.length && units.size === 1)
      return numbers(`${quantities.map(({ value }) => value).join('/')} ${quantities[0]?.unit ?? ''}`.trim())
    return null
  }
  const { valueQuantity, valueCodeableConcept, valueString, valueInteger, valueBoolean } =
    resource as Resource & {
      valueQuantity?: Quantity
      valueCodeableConcept?: Concept
      valueString?: string
      valueInteger?: number
      valueBoolean?: boolean
    }
  if (valueQuantity !== undefined) return numbers(quantityText(valueQuantity))
  if (valueCodeableConcept !== undefined) return conceptText(valueCodeableConcept)
  const other = valueString ?? valueInteger ?? valueBoolean
  return other === undefined ? null : plain(String(other))
}

function quantityText(quantity: Quantity | undefined): string | null {
  if (quantity?.value === undefined) return null
  const { comparator, value, unit, code } = quantity
  return [comparator, value, unit ?? code].filter((part) => part !== undefined).join(' ')
}
