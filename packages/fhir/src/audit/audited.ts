/**
 * A store of which nothing is read or written without an entry in the audit: the only one that is given to anyone. What is read is logged before it is
 * answered, what is written before it is acknowledged, and what is refused too. The audit itself is read here, as AuditEvents.
 */
import { type Clock, errorsOf, fail } from '@sund/model'
import { patientsOf } from '../compartments/patients.js'
import type { Change, FhirStore, SearchOptions, SearchPage } from '../ports.js'
import { type Reader, STORE_ITSELF } from '../reader.js'
import type { KeptResource, Resource, ResourceKey } from '../resource.js'
import { type AuditEntry, patientsIn, type Said, type Touched } from './entry.js'
import { auditEvent } from './event.js'
import type { AuditLog } from './log.js'
import { type AuditSearch, auditSearch, type Wanted } from './search.js'

const TYPE = 'AuditEvent'

/** What was done, before it is known of what. */
type Deed = Pick<Said, 'action' | 'interaction'> & { query?: string | undefined; key?: ResourceKey }

/** `inner` with its audit. Methods that have no reader are the store's own, and logged as what `system` does, without each patient. */
export function audited(inner: FhirStore, log: AuditLog, clock: Clock): FhirStore {
  const note = (
    reader: Pick<Reader, 'subject' | 'client' | 'purpose'>,
    deed: Deed,
    more: Pick<Said, 'outcome' | 'touched'>,
  ) =>
    log.append({
      at: clock.now().toISOString(),
      subject: reader.subject,
      client: reader.client,
      purpose: reader.purpose,
      action: deed.action,
      interaction: deed.interaction,
      query: deed.query ?? (deed.key === undefined ? null : `${deed.key.type}/${deed.key.id}`),
      ...more,
    })

  /** Does it, and answers when it is logged. */
  async function logged<T>(
    reader: Reader,
    deed: Deed,
    work: () => Promise<T>,
    touched: (result: T) => Touched[] | Promise<Touched[]>,
  ): Promise<T> {
    let result: T
    try {
      result = await work()
    } catch (thrown) {
      const [{ code }] = errorsOf(thrown)
      const outcome = /^(internal|environment|unavailable)/.test(code) ? '8' : '4'
      await note(reader, deed, { outcome, touched: [] })
      throw thrown
    }
    await note(reader, deed, { outcome: '0', touched: await touched(result) })
    return result
  }

  /** What a resource that is deleted now was, for the audit alone. */
  async function last(key: ResourceKey): Promise<Touched[]> {
    const { versions } = await inner.history(STORE_ITSELF, key, { count: 2 })
    return versions.flatMap(({ resource }) => (resource === null ? [] : touch(resource))).slice(0, 1)
  }

  async function eventRead(reader: Reader, { id }: ResourceKey): Promise<KeptResource> {
    const search = auditSearch(`_id=${encodeURIComponent(id)}`, { handling: 'strict' })
    const [found] = (await events(reader, 'r', search)).entries
    return found === undefined
      ? fail(
          'usage.not-found',
          `There is no ${TYPE} of that identifier, or not for you.`,
          'See that it is right.',
        )
      : auditEvent(found, reader.patient)
  }

  async function eventSearch(reader: Reader, query: string, options: SearchOptions): Promise<SearchPage> {
    const search = auditSearch(query, options)
    const { entries, more } = await events(reader, 's', search)
    const link = (before: number | undefined) =>
      new URLSearchParams([
        ...search.query,
        ['_count', String(search.count)],
        ...(before === undefined ? [] : [['_before', String(before)]]),
      ] as [string, string][]).toString()
    return {
      matches: entries.map((entry) => auditEvent(entry, reader.patient)),
      included: [],
      total: null,
      self: link(search.before),
      next: more ? link(entries.at(-1)?.position) : null,
      ignored: search.ignored,
    }
  }

  /** Entries that the reader may see, and whether there are others after them. */
  async function events(
    reader: Reader,
    interaction: 'r' | 's',
    { wanted, count, before }: AuditSearch,
  ): Promise<{ entries: AuditEntry[]; more: boolean }> {
    const conditions = reader.conditions(TYPE, interaction)
    if (conditions.length === 0)
      fail('permission.denied', 'You may not see the audit.', 'Ask for the right to it where you signed in.')
    const any = conditions.flatMap((condition) =>
      bounds(condition)
        .flatMap((bound) => both(wanted, bound))
        .flatMap((bound) => both(bound, reader.patient === null ? {} : { patient: reader.patient })),
    )
    const entries: AuditEntry[] = []
    for (let from = before; any.length > 0; ) {
      const some = await log.list({ any, before: from, limit: count + 1 })
      entries.push(...some.filter((entry) => consented(reader, entry)))
      if (entries.length > count) return { entries: entries.slice(0, count), more: true }
      if (some.length <= count) break
      from = some.at(-1)?.position
    }
    return { entries, more: false }
  }

  /** AuditEvents come about by what is done, and are never changed. */
  const writable = (type: string | undefined): undefined => {
    if (type === TYPE)
      fail('usage.method', 'AuditEvents are written by the store alone.', 'Read or search them.')
  }
  const isEvent = (type: string | null | undefined) => type === TYPE
  return {
    read: (reader, key) =>
      logged(
        reader,
        { action: 'R', interaction: 'read', key },
        () => (isEvent(key.type) ? eventRead(reader, key) : inner.read(reader, key)),
        touch,
      ),
    vread: (reader, key, version) =>
      logged(
        reader,
        { action: 'R', interaction: 'vread', key },
        () =>
          isEvent(key.type) && version === 1 ? eventRead(reader, key) : inner.vread(reader, key, version),
        touch,
      ),
    history: (reader, of, page) =>
      logged(
        reader,
        {
          action: 'R',
          interaction: `history-${of.id !== undefined ? 'instance' : of.type !== undefined ? 'type' : 'system'}`,
          query: [of.type, of.id, '_history'].filter((part) => part !== undefined).join('/'),
        },
        () => writable(of.type) ?? inner.history(reader, of, page),
        ({ versions }) => touchedBy(versions),
      ),
    create: (reader, resource, options) =>
      logged(
        reader,
        { action: 'C', interaction: 'create', query: options?.ifNoneExist },
        () => writable(resource.resourceType) ?? inner.create(reader, resource, options),
        (written) => touch(written.resource),
      ),
    update: (reader, resource, options) =>
      logged(
        reader,
        { action: 'U', interaction: 'update', query: options?.where },
        () => writable(resource.resourceType) ?? inner.update(reader, resource, options),
        (written) => touch(written.resource),
      ),
    patch: (reader, of, operations, options) =>
      logged(
        reader,
        {
          action: 'U',
          interaction: 'patch',
          ...('where' in of ? { query: `${of.type}?${of.where}` } : { key: of }),
        },
        () => writable(of.type) ?? inner.patch(reader, of, operations, options),
        (written) => touch(written.resource),
      ),
    remove: (reader, key, options) =>
      logged(
        reader,
        { action: 'D', interaction: 'delete', key },
        () => writable(key.type) ?? inner.remove(reader, key, options),
        () => last(key),
      ),
    removeWhere: (reader, type, query) =>
      logged(
        reader,
        { action: 'D', interaction: 'delete', query: `${type}?${query}` },
        () => writable(type) ?? inner.removeWhere(reader, type, query),
        (removed) =>
          removed.map(({ type, id, version, patients }) => ({
            reference: `${type}/${id}/_history/${version}`,
            patients: [...patients],
          })),
      ),
    bundle: (reader, bundle) =>
      logged(
        reader,
        { action: 'E', interaction: bundle['type'] === 'batch' ? 'batch' : 'transaction' },
        () => inner.bundle(reader, bundle),
        (answer) => inBundle(answer, (key) => inner.read(STORE_ITSELF, key).then(touch, () => last(key))),
      ),
    search: (reader, type, query, options) =>
      logged(
        reader,
        {
          action: 'E',
          interaction: type === null ? 'search-system' : 'search-type',
          query: `${type ?? ''}?${query}`,
        },
        () =>
          isEvent(type) ? eventSearch(reader, query, options) : inner.search(reader, type, query, options),
        ({ matches, included }) => [...matches, ...included].flatMap(touch),
      ),
    everything: (reader, patient, page) =>
      logged(
        reader,
        { action: 'E', interaction: 'everything', key: { type: 'Patient', id: patient } },
        () => inner.everything(reader, patient, page),
        ({ resources }) => resources.flatMap(touch),
      ),
    async changes(after, options) {
      const changes = await inner.changes(after, options)
      if (changes.length > 0)
        await note(
          STORE_ITSELF,
          { action: 'R', interaction: 'changes', query: `${changes.length} after ${after}` },
          NONE,
        )
      return changes
    },
    async load(resources, bookmark) {
      const came = await inner.load(resources, bookmark)
      if (resources.length === 0) return came
      const query = `${came.created} created, ${came.updated} updated`
      await note(STORE_ITSELF, { action: 'C', interaction: 'import', query }, NONE)
      return came
    },
    bookmark: (name) => inner.bookmark(name),
    close: () => inner.close(),
  }
}

const NONE = { outcome: '0' as const, touched: [] }

/** A resource that is named in the audit, with whose it is; of an AuditEvent only that it was read. */
function touch(resource: KeptResource): Touched[] {
  const { resourceType, id, meta } = resource
  const patients = resourceType === TYPE ? [] : patientsOf(resource)
  return [{ reference: `${resourceType}/${id}/_history/${meta.versionId}`, patients }]
}

/** Versions of a history; one that deletes belongs to whom those beside it belong. */
function touchedBy(versions: readonly Change[]): Touched[] {
  return versions.flatMap(({ resource }) => (resource === null ? [] : touch(resource)))
}

/** What the answer to a batch or transaction shows or says was written; `written` finds what it only names. */
async function inBundle(
  bundle: Resource,
  written: (key: ResourceKey) => Promise<Touched[]>,
): Promise<Touched[]> {
  const touched: Touched[] = []
  for (const { resource, response } of entriesOf(bundle)) {
    if (resource?.resourceType === 'Bundle') touched.push(...(await inBundle(resource, written)))
    else if (
      resource !== undefined &&
      resource.resourceType !== 'OperationOutcome' &&
      resource.meta?.versionId
    )
      touched.push(...touch(resource as KeptResource))
    else {
      const [, type, id] =
        /([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/|$)/.exec(response?.location ?? '') ?? []
      if (type !== undefined && id !== undefined) touched.push(...(await written({ type, id })))
    }
  }
  return touched
}

interface Entry {
  resource?: Resource
  response?: { location?: string }
}
const entriesOf = (bundle: Resource): Entry[] =>
  Array.isArray(bundle['entry']) ? (bundle['entry'] as Entry[]) : []

/** A condition of a reader as what is wanted; one that cannot be looked up here lets nothing through. */
function bounds(condition: string): [] | [Wanted] {
  try {
    return [auditSearch(condition, { handling: 'strict' }).wanted]
  } catch {
    return []
  }
}

/** What meets both wishes; nothing where they differ. */
function both(one: Wanted, other: Wanted): [] | [Wanted] {
  const from = [one.from, other.from]
    .filter((date) => date !== undefined)
    .sort((a, b) => b.getTime() - a.getTime())[0]
  const until = [one.until, other.until]
    .filter((date) => date !== undefined)
    .sort((a, b) => a.getTime() - b.getTime())[0]
  const { from: _from, until: _until, ...same } = one
  const { from: __from, until: __until, ...others } = other
  const differ = Object.entries(others).some(
    ([key, value]) => key in same && same[key as keyof typeof same] !== value,
  )
  if (differ) return []
  return [
    {
      ...same,
      ...others,
      ...(from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    },
  ]
}

/** Whether consents leave it: an entry is about all whose resources it names. */
function consented({ consents }: Reader, entry: AuditEntry): boolean {
  const patients = patientsIn(entry)
  if (consents === null || patients.length === 0) return true
  return patients.some((patient) => consents.patients.has(patient))
    ? consents.allows(auditEvent(entry), patients)
    : consents.otherwise
}
