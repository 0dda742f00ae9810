/** What a FHIR store does, for whoever serves it. The adapters are in `store/`, `search/` and `bulk/`. */
import type { Reader } from './reader.js'
import type { KeptResource, Resource, ResourceKey } from './resource.js'

/** What came of a write. */
export interface Written {
  resource: KeptResource
  created: boolean
}

/** A version of a resource; `resource` is null where it was deleted. */
export interface Version extends ResourceKey {
  version: number
  at: string
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  resource: KeptResource | null
}

/** A version with its place in the order of all writes of the store: a consumer remembers the last and goes on from there. */
export interface Change extends Version {
  position: bigint
}

/** A resource that was deleted, with the version that it last had and the patients in whose compartments it was. */
export interface Removed extends ResourceKey {
  version: number
  patients: readonly string[]
}

/** The one resource that a query finds: none is `usage.not-found`, several are `conflict.exists`. */
export interface ResourceWhere {
  type: string
  where: string
}

/** A page of a search: resources that match, resources that belong to them, and where the next page begins. */
export interface SearchPage {
  matches: KeptResource[]
  included: KeptResource[]
  /** Null where it was not asked for. */
  total: number | null
  /** Query of the page itself, as it was understood: what was ignored is not in it. */
  self: string
  next: string | null
  /** Parameters that were ignored, each with why. */
  ignored: { parameter: string; why: string }[]
}

/** How many resources an import made, and how many it changed. */
export interface Loaded {
  created: number
  updated: number
}

/** A word that is kept under a name, beside what was written with it. */
export interface Bookmark {
  name: string
  value: string
}

export interface SearchOptions {
  /** `strict`: a parameter that is not understood is an error and not ignored. */
  handling: 'strict' | 'lenient'
}

/** Resources with all their versions. Every method throws `permission.denied` where the reader may not, and `usage.not-found` for what the reader may not know of. */
export interface FhirStore {
  read(reader: Reader, key: ResourceKey): Promise<KeptResource>
  vread(reader: Reader, key: ResourceKey, version: number): Promise<KeptResource>
  /** Versions, the latest first: of one, of a type or of all. */
  history(
    reader: Reader,
    of: { type?: string; id?: string },
    page: { since?: string; count: number; before?: bigint },
  ): Promise<{ versions: Change[]; next: bigint | null }>
  /** `ifNoneExist`: a query; where one matches, that is the answer and nothing is written; several are `conflict.exists`. */
  create(reader: Reader, resource: Resource, options?: { ifNoneExist?: string }): Promise<Written>
  /** `ifMatch`: the version that the writer has seen, else `conflict.revision`. `where`: conditional update by a query instead of the identifier. */
  update(reader: Reader, resource: Resource, options?: { ifMatch?: number; where?: string }): Promise<Written>
  /** JSON Patch (RFC 6902). */
  patch(
    reader: Reader,
    of: ResourceKey | ResourceWhere,
    operations: unknown,
    options?: { ifMatch?: number },
  ): Promise<Written>
  remove(reader: Reader, key: ResourceKey, options?: { ifMatch?: number }): Promise<void>
  /** Deletes all that a query finds, or nothing: too many are `usage.too-large`. */
  removeWhere(reader: Reader, type: string, query: string): Promise<Removed[]>
  /** A batch or a transaction: its response Bundle. */
  bundle(reader: Reader, bundle: Resource): Promise<Resource>
  search(reader: Reader, type: string | null, query: string, options: SearchOptions): Promise<SearchPage>
  /**
   * All in the compartment of a patient, in pages. `start` and `end` are days (or months, or years) of care: what has a date that lies outside is left out, and what has none
   * stays (R4, patient-operation-everything.html).
   */
  everything(
    reader: Reader,
    patient: string,
    page: {
      types?: readonly string[]
      since?: string
      start?: string
      end?: string
      count: number
      after?: string
    },
  ): Promise<{ resources: KeptResource[]; next: string | null }>
  /** What was written after a position, in order, `limit` at most; writes that are still under way are not overtaken. */
  changes(after: bigint, options?: { types?: readonly string[]; limit?: number }): Promise<Change[]>
  /**
   * Writes many resources at once as they are, keeping their identifiers: an import. Durable when it resolves. `bookmark` is written in the same transaction, so that
   * whoever goes on after a fall knows what was.
   */
  load(resources: readonly Resource[], bookmark?: (came: Loaded) => Bookmark): Promise<Loaded>
  /** What was last bookmarked under a name, or null. */
  bookmark(name: string): Promise<string | null>
  close(): Promise<void>
}
