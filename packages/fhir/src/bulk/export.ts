/**
 * Bulk export (Bulk Data Access 2.0): everything that the reader may find, type by type, into NDJSON. It asks the store's search and nothing else, so scopes and consents
 * hold here as there; and what was written is held against consents once more when it is fetched, so that what was withdrawn meanwhile stays.
 */
import { createReadStream } from 'node:fs'
import { open, readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fail } from '@sund/model'
import { isOfPatients, patientsOf } from '../compartments/patients.js'
import { RESOURCE_TYPES } from '../definitions/types.js'
import { jsonOf } from '../json.js'
import type { FhirStore } from '../ports.js'
import type { Reader } from '../reader.js'
import type { KeptResource, Resource } from '../resource.js'
import type { Job, Work } from './jobs.js'

/** What is exported. */
export interface ExportAsked {
  /** The request's own address, told in the manifest. */
  request: string
  /** Types of resources; null for all that may be found. */
  types: readonly string[] | null
  since: string | null
  /** Queries, `Observation?category=laboratory`: of a type with some, what one of them finds. */
  filters: readonly string[]
  /** Whose: `all` are all that any patient has, null is everything there is. */
  patients: readonly string[] | 'all' | null
}

export interface ExportState {
  /** Types that are done, and where the next begins. */
  step: number
  next: string | null
  steps: readonly Step[] | null
  files: Record<string, { bytes: number; count: number }>
  /** Nothing later than this is in it. */
  transactionTime: string
}
/** One search: of a type, by a filter, of one patient. */
interface Step {
  type: string
  filter: string
  patient: string | null
}

const PAGE = 500

/** The work of exports from a store. */
export function exportWork(
  store: Pick<FhirStore, 'search'>,
  now: () => Date,
): Work<ExportAsked, ExportState> {
  return {
    begin: () => ({ step: 0, next: null, steps: null, files: {}, transactionTime: now().toISOString() }),
    async run({ asked, state }, { folder, reader, save, signal }) {
      const steps = state.steps ?? stepsOf(asked, reader())
      let so: ExportState = { ...state, steps }
      await save(so)
      // What was written and not kept before a fall is written again.
      for (const name of await readdir(folder))
        if (name.endsWith('.ndjson'))
          await truncate(join(folder, name), so.files[name.slice(0, -'.ndjson'.length)]?.bytes ?? 0)
      for (let step = steps[so.step]; step !== undefined; step = steps[so.step]) {
        const { type } = step
        const page = await pageOf(store, reader(), asked, so, step)
        if (signal.aborted) return
        const before = so.files[type] ?? { bytes: 0, count: 0 }
        const earlier = steps.slice(0, so.step).filter((one) => one.type === type)
        const lines = page.matches.filter((resource) => isFirst(resource, asked, step as Step))
        const fresh = earlier.some(({ patient }) => patient === step?.patient)
          ? await unseen(fileOf(folder, type), lines)
          : lines
        const written = await append(fileOf(folder, type), fresh)
        const files =
          before.count + fresh.length === 0
            ? so.files
            : { ...so.files, [type]: { bytes: before.bytes + written, count: before.count + fresh.length } }
        so =
          page.next === null
            ? { ...so, files, step: so.step + 1, next: null }
            : { ...so, files, next: page.next }
        // Types of which there is nothing are many, and are soon looked for again.
        if (fresh.length > 0 || page.next !== null) await save(so)
      }
      await save(so)
    },
  }
}

/** What is exported, checked against what the reader may. Throws `usage.request` and `permission.denied`. */
export function checkExport({ types, filters, patients }: ExportAsked, reader: Reader): void {
  for (const type of [...(types ?? []), ...filters.map(typeOf)]) {
    if (!RESOURCE_TYPES.has(type) || type === 'AuditEvent')
      fail(
        'usage.request',
        'There is no such type to export.',
        'Name types of resources in _type and _typeFilter.',
      )
    if (patients !== null && !isOfPatients(type))
      fail('usage.request', `No patient has resources of the type ${type}.`, 'Leave it out of _type.')
    if (!mayExport(reader, type))
      fail(
        'permission.denied',
        `You may not export resources of the type ${type}.`,
        'Ask for the right to it where you signed in.',
      )
  }
  for (const filter of filters)
    if (types !== null && !types.includes(typeOf(filter)))
      fail(
        'usage.request',
        'A _typeFilter is for a type that _type leaves out.',
        'Name its type in _type as well.',
      )
}

/** What is in the file of a type that the reader may see at this moment. */
export async function* exported(folder: string, type: string, { consents }: Reader): AsyncGenerator<string> {
  const lines = createInterface({
    input: createReadStream(fileOf(folder, type), 'utf8'),
    crlfDelay: Infinity,
  })
  for await (const line of lines) {
    if (consents !== null) {
      const resource = JSON.parse(line) as Resource
      const patients = patientsOf(resource)
      const said = patients.some((patient) => consents.patients.has(patient))
      if (patients.length > 0 && !(said ? consents.allows(resource, patients) : consents.otherwise)) continue
    }
    yield `${line}\n`
  }
}

/** How far an export is, for people. */
export function progressOf({ state: { step, steps, files } }: Job<ExportAsked, ExportState>): string {
  const count = Object.values(files).reduce((sum, file) => sum + file.count, 0)
  return `${step} of ${steps?.length ?? 0} searches, ${count} resources`
}

/** Whether a member of a Group counts, as a patient. */
export function membersOf(group: Resource): string[] {
  const members = Array.isArray(group['member']) ? (group['member'] as Member[]) : []
  return [
    ...new Set(
      members.flatMap(({ entity, inactive }) => {
        const [, id] = /^Patient\/([A-Za-z0-9.-]{1,64})$/.exec(entity?.reference ?? '') ?? []
        return id === undefined || inactive === true ? [] : [id]
      }),
    ),
  ].sort()
}
interface Member {
  entity?: { reference?: string }
  inactive?: boolean
}

const typeOf = (filter: string): string => filter.split('?')[0] ?? ''
const fileOf = (folder: string, type: string): string => join(folder, `${type}.ndjson`)

/** Who exports reads what they find, so both rights are needed. */
const mayExport = (reader: Reader, type: string): boolean =>
  reader.conditions(type, 's').length > 0 && reader.conditions(type, 'r').length > 0

function stepsOf({ types, filters, patients }: ExportAsked, reader: Reader): Step[] {
  const all =
    types ?? [...RESOURCE_TYPES].filter((type) => type !== 'AuditEvent' && mayExport(reader, type)).sort()
  const own = patients === null ? all : all.filter(isOfPatients)
  return own.flatMap((type) => {
    const queries = filters
      .filter((filter) => typeOf(filter) === type)
      .map((filter) => filter.slice(type.length + 1))
    return (queries.length === 0 ? [''] : queries).flatMap((filter) =>
      (Array.isArray(patients) ? (patients as string[]) : [null]).map((patient) => ({
        type,
        filter,
        patient,
      })),
    )
  })
}

function pageOf(
  store: Pick<FhirStore, 'search'>,
  reader: Reader,
  { since }: ExportAsked,
  { next, transactionTime }: ExportState,
  { type, filter, patient }: Step,
) {
  // Of one patient: what they have is all there is for this search.
  if (patient !== null && reader.patient !== null && reader.patient !== patient)
    return Promise.resolve({ matches: [], next: null })
  const conditions: Reader['conditions'] = (of, interaction) =>
    interaction === 's'
      ? met(reader.conditions(of, 's'), reader.conditions(of, 'r'))
      : reader.conditions(of, interaction)
  const bounded: Reader = { ...reader, conditions, patient: patient ?? reader.patient }
  const query = [
    ...(filter === '' ? [] : [filter]),
    ...(since === null ? [] : [`_lastUpdated=gt${encodeURIComponent(since)}`]),
    `_lastUpdated=le${encodeURIComponent(transactionTime)}`,
    `_count=${PAGE}`,
  ].join('&')
  return store.search(bounded, type, next ?? query, { handling: 'strict' })
}

/** Conditions that hold where one of each holds. */
function met(some: readonly string[], others: readonly string[]): readonly string[] {
  if (others.includes('')) return some
  if (some.includes('')) return others
  return some.flatMap((one) => others.map((other) => (one === other ? one : `${one}&${other}`)))
}

/** Of several patients whose a resource is, the first that is exported has it, so that it is there once. */
function isFirst(resource: KeptResource, { patients }: ExportAsked, { patient }: Step): boolean {
  if (patients === null) return true
  const whose = patientsOf(resource)
  if (patients === 'all') return whose.length > 0
  return whose.find((one) => patients.includes(one)) === patient
}

/** What an earlier filter of the type has not found. */
async function unseen(file: string, resources: readonly KeptResource[]): Promise<KeptResource[]> {
  const wanted = new Set(resources.map(({ id }) => id))
  if (wanted.size === 0) return []
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
  try {
    for await (const line of lines) wanted.delete((JSON.parse(line) as KeptResource).id)
  } catch (thrown) {
    if ((thrown as { code?: string }).code !== 'ENOENT') throw thrown
  }
  return resources.filter(({ id }) => wanted.has(id))
}

/** Bytes that were added, on disk. */
async function append(path: string, resources: readonly KeptResource[]): Promise<number> {
  if (resources.length === 0) return 0
  const text = Buffer.from(`${resources.map((resource) => jsonOf(resource)).join('\n')}\n`)
  const file = await open(path, 'a', 0o600)
  try {
    await file.appendFile(text)
    await file.datasync()
  } finally {
    await file.close()
  }
  return text.length
}
