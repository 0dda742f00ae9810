/**
 * Files of resources into a store: read, taken apart and written some thousand at a time. How far it is stands in the same transaction as what was written, so an
 * import that is killed goes on exactly where it was, with nothing lost and nothing twice.
 */
import { createHash } from 'node:crypto'
import { errorsOf, Failure, fail, type SundError } from '@sund/model'
import { isOfPatients } from '../compartments/patients.js'
import type { FhirStore } from '../ports.js'
import { STORE_ITSELF } from '../reader.js'
import type { Resource } from '../resource.js'
import { checkResource } from '../store/content.js'
import { entriesOf, type Find, redirect, resourcesIn } from './bundles.js'
import { type SourceFile, unitsOf } from './units.js'

/** How far an import is: files that are done, and documents of the next. */
export interface ImportState {
  file: number
  unit: number
  created: number
  updated: number
  /** Documents that were left out, each with where and why; the first hundred of them. */
  refused: number
  problems: Problem[]
  done: boolean
}
export interface Problem {
  file: string
  /** The line of an NDJSON file; 1 of another. */
  unit: number
  why: string
}

export interface Import {
  /** Names the import: the same one is gone on with. */
  id: string
  files: readonly (SourceFile & { size: number })[]
  store: Pick<FhirStore, 'load' | 'bookmark' | 'search'>
  /** Whether a resource may be brought in, by rights or by validation; what it throws is why not. */
  admit?(resource: Resource): void
  /** Told of how much is done, of 1. */
  progress?(state: ImportState, share: number): void
  signal?: AbortSignal
}

/** Resources written at once: enough that a commit costs little, few enough to be held. */
const TOGETHER = 1000
const MOST_PROBLEMS = 100
const START: ImportState = {
  ...{ file: 0, unit: 0, created: 0, updated: 0 },
  ...{ refused: 0, problems: [], done: false },
}

/** How far an import of this name came, or null where none was begun. */
export async function importState({ store, id }: Pick<Import, 'store' | 'id'>): Promise<ImportState | null> {
  const kept = await store.bookmark(bookmarkOf(id))
  return kept === null ? null : (JSON.parse(kept) as ImportState)
}

/** Imports what is not imported yet, and says what came of all. Throws `unavailable.cancelled` when it is stopped; then it can be gone on with. */
export async function importFiles(asked: Import): Promise<ImportState> {
  const { id, files, store, admit = () => undefined, progress = () => undefined, signal } = asked
  const state = structuredClone((await importState(asked)) ?? START)
  if (state.done) return state
  const total = Math.max(
    1,
    files.reduce((sum, { size }) => sum + size, 0),
  )
  let waiting: Resource[] = []
  let taken = 0
  let writing: Promise<void> = Promise.resolve()

  const find = finder(store, async () => {
    if (waiting.length > 0) await flush()
    await writing
  })

  /** Writes what waits, with how far that is. The next documents are read meanwhile. */
  async function flush(): Promise<void> {
    await writing
    const some = waiting
    const so = structuredClone(state)
    const share = Math.min(1, taken / total)
    waiting = []
    writing = store
      .load(some, ({ created, updated }) => {
        so.created += created
        so.updated += updated
        return { name: bookmarkOf(id), value: JSON.stringify(so) }
      })
      .then(({ created, updated }) => {
        state.created += created
        state.updated += updated
        progress(so, share)
      })
    // Who awaits it is told.
    writing.catch(() => undefined)
  }

  function refuse(file: string, unit: number, why: string): void {
    state.refused++
    if (state.problems.length < MOST_PROBLEMS) state.problems.push({ file, unit, why })
  }

  async function take(document: unknown, at: string): Promise<Resource[]> {
    const made = (place: number) => madeId(id, `${at} ${place}`)
    const resource = checked(document)
    if (resource.resourceType !== 'Bundle' || !isOfRequests(resource)) {
      if (!(await redirect(resource, new Map(), find))) noSuch()
      admit(resource)
      return [{ ...resource, id: resource.id ?? made(0) }]
    }
    for (const [place, { resource: one }] of entriesOf(resource).entries())
      if (one !== undefined) inEntry(place, () => admit(checked(one)))
    return (await resourcesIn(resource, made, find)) ?? noSuch()
  }

  try {
    while (state.file < files.length) {
      const file = files[state.file] as Import['files'][number]
      const before = sizes(files.slice(0, state.file))
      const read = (bytes: number) => {
        taken = before + bytes
      }
      for await (const { number, document } of unitsOf(file, state.unit, read)) {
        if (signal?.aborted)
          fail('unavailable.cancelled', 'The import was stopped.', 'Start it again; it goes on where it was.')
        try {
          const resources = await take(document, `${file.name} ${number}`)
          await find.learn(resources)
          waiting.push(...resources)
        } catch (thrown) {
          const errors = errorsOf(thrown)
          if (/^(internal|environment|unavailable)/.test(errors[0].code)) throw thrown
          refuse(file.name, number, whyOf(errors))
        }
        state.unit = number
        if (waiting.length >= TOGETHER) await flush()
      }
      state.file++
      state.unit = 0
    }
    taken = total
    await flush()
    await writing
    state.done = true
    await flush()
  } finally {
    // What is being written is not left behind.
    await writing.catch(() => undefined)
  }
  await writing
  return state
}

const bookmarkOf = (id: string): string => `import ${id}`
const sizes = (files: readonly { size: number }[]): number => files.reduce((sum, { size }) => sum + size, 0)

/** The same identifier for the same place of the same import, however often it is begun. */
const madeId = (id: string, place: string): string =>
  createHash('sha256').update(`${id}\n${place}`).digest('hex').slice(0, 32)

/** Throws for what the store could not keep, so that one document does not keep a thousand out. */
function checked(document: unknown): Resource {
  if (document === undefined) fail('usage.request', 'It is no JSON.', 'Leave it out or mend it.')
  checkResource(document)
  if (document.resourceType === 'AuditEvent')
    fail('usage.request', 'AuditEvents are written by the store alone.', 'Leave it out.')
  return document
}

/** What was wrong, with the elements that it was found in and never what they hold. */
function whyOf(errors: readonly SundError[]): string {
  const [first, ...more] = errors.slice(0, MOST_SAID).map(({ message, file }) => {
    const path = file?.field
    return path === undefined ? message : `${path}: ${message}`
  })
  const others = errors.length - MOST_SAID
  return [first, ...more, ...(others > 0 ? [`And ${others} more.`] : [])].join(' ')
}
/** Of what is wrong with one document. */
const MOST_SAID = 5

/** Says of which resource of a Bundle an error is. */
function inEntry(place: number, work: () => void): void {
  try {
    work()
  } catch (thrown) {
    const [first, ...more] = errorsOf(thrown)
    throw new Failure({ ...first, message: `Entry ${place + 1}: ${first.message}` }, ...more)
  }
}

function noSuch(): never {
  return fail(
    'usage.request',
    'It asks for something else than that resources be there, or refers by a query to what is not found.',
    'Import first what it refers to.',
  )
}

/** Bundles that are to be taken apart; a document or a message is kept whole. */
const isOfRequests = ({ type }: Resource): boolean =>
  ['transaction', 'batch', 'collection', 'searchset'].includes(String(type))

/**
 * Finds by queries. What no patient has (practitioners, organisations, places) is remembered by its identifiers, and where the store had none of a type before, what is
 * remembered is all there is. `settle` writes what is still to be written, before the store is asked.
 */
function finder(
  store: Pick<FhirStore, 'search'>,
  settle: () => Promise<void>,
): Find & { learn(resources: readonly Resource[]): Promise<void> } {
  const known = new Map<string, string | null>()
  const whole = new Map<string, boolean>()
  const matches = async (type: string, query: string) =>
    (await store.search(STORE_ITSELF, type, query, { handling: 'strict' })).matches

  async function isWhole(type: string): Promise<boolean> {
    const before = whole.get(type)
    if (before !== undefined) return before
    const none = (await matches(type, '_count=1')).length === 0
    whole.set(type, none)
    return none
  }

  const find: Find = async (query) => {
    const before = known.get(query)
    if (before !== undefined) return before
    const [type = '', parameters = ''] = query.split(/\?(.*)/s)
    const remembered =
      !isOfPatients(type) && /^identifier=[^&,|:%+]*[:/][^&,|%+]*\|[^&,|%+]+$/.test(parameters)
    if (remembered && (await isWhole(type))) return null
    await settle()
    const [one, more] = await matches(type, `${parameters}&_count=2`)
    const found = one === undefined || more !== undefined ? null : `${type}/${one.id}`
    if (found !== null && !isOfPatients(type)) known.set(query, found)
    return found
  }
  return Object.assign(find, {
    async learn(resources: readonly Resource[]) {
      for (const { resourceType, id, identifier } of resources) {
        if (isOfPatients(resourceType)) continue
        await isWhole(resourceType)
        if (!Array.isArray(identifier)) continue
        for (const { system, value } of identifier as { system?: string; value?: string }[]) {
          const query = `${resourceType}?identifier=${system}|${value}`
          const reference = `${resourceType}/${id}`
          // Of several nobody is meant.
          known.set(query, (known.get(query) ?? reference) === reference ? reference : null)
        }
      }
    },
  })
}
