/**
 * What of a store's resources reaches the tables of views: each change in order, without what may not be shown. The one way from a store to tables, so that a gate that is
 * passed on here is in force in every register made of them.
 */
import type { FlatView } from '@sund/model'
import { isOfPatients, patientsOf } from '../compartments/patients.js'
import type { Change, FhirStore } from '../ports.js'
import { type ConsentGate, STORE_ITSELF } from '../reader.js'
import type { Resource } from '../resource.js'

/** Tables of views, as `openViewTables` of `@sund/registers` opens them. */
export interface ViewTables {
  readonly views: readonly FlatView[]
  position(): Promise<bigint>
  apply(
    changes: readonly { type: string; id: string; version: number; content: string | null }[],
    position?: bigint,
  ): Promise<{ leftOut: LeftOut[] }>
}

/** A resource of which a view could not be made, and where in the view. */
interface LeftOut {
  type: string
  id: string
  place: string
  reason: string
}

export interface Applied {
  /** Resources that were looked at. */
  resources: number
  leftOut: LeftOut[]
}

export interface Views {
  /**
   * Brings the tables up to date with these changes: all of them or none. Rows of a changed resource go; those of what it is now come, where the gate allows it. May be
   * told again. The tables remember the position of the last.
   */
  apply(changes: readonly Change[], gate: ConsentGate | null): Promise<Applied>
  /** Applies all that was written to a store since the tables were last brought up to date. */
  follow(store: Pick<FhirStore, 'changes'>, gate: ConsentGate | null): Promise<Applied>
  /**
   * Shows of these patients what the gate allows now, and nothing else: after a consent was given or withdrawn. When it resolves, no row is left of what may not be
   * shown; a register that was made before is as it was until it is made anew.
   */
  reconsider(
    store: Pick<FhirStore, 'everything'>,
    patients: Iterable<string>,
    gate: ConsentGate | null,
  ): Promise<Applied>
}

/** Resources that are asked for, and applied, at once. */
const BATCH = 5000

/** Opens the way from a store to tables. */
export function openViews(tables: ViewTables): Views {
  const types = [...new Set(tables.views.map(({ resource }) => resource))]

  const shown = (resource: Resource, gate: ConsentGate | null): boolean => {
    if (gate === null) return true
    const patients = patientsOf(resource)
    // About a patient of another server, or nobody that is known: nobody can have said that it may be shown.
    if (patients.length === 0 && isOfPatients(resource.resourceType)) return false
    return patients.some((patient) => gate.patients.has(patient))
      ? gate.allows(resource, patients)
      : gate.otherwise
  }
  const told = (
    { type, id, version }: Omit<Told, 'resource'>,
    resource: Resource | null,
    gate: ConsentGate | null,
  ) => ({
    type,
    id,
    version,
    content: resource !== null && shown(resource, gate) ? JSON.stringify(resource) : null,
  })
  const apply: Views['apply'] = async (changes, gate) => {
    const last = changes.at(-1)?.position
    const { leftOut } = await tables.apply(
      changes.filter(({ type }) => types.includes(type)).map((change) => told(change, change.resource, gate)),
      last,
    )
    return { resources: changes.length, leftOut }
  }
  return {
    apply,
    async follow(store, gate) {
      const done: Applied = { resources: 0, leftOut: [] }
      let position = await tables.position()
      for (;;) {
        const changes = await store.changes(position, { types, limit: BATCH })
        const last = changes.at(-1)
        if (last === undefined) return done
        add(done, await apply(changes, gate))
        position = last.position
      }
    },
    async reconsider(store, patients, gate) {
      const done: Applied = { resources: 0, leftOut: [] }
      for (const patient of patients)
        for (let after: string | null | undefined; after !== null; ) {
          const page = await store.everything(STORE_ITSELF, patient, {
            types,
            count: BATCH,
            ...(after === undefined ? {} : { after }),
          })
          const resources = page.resources.map((resource) =>
            told(
              { type: resource.resourceType, id: resource.id, version: Number(resource.meta.versionId) },
              resource,
              gate,
            ),
          )
          add(done, { resources: resources.length, ...(await tables.apply(resources)) })
          after = page.next
        }
      return done
    },
  }
}

type Told = Pick<Change, 'type' | 'id' | 'version' | 'resource'>

function add(to: Applied, more: Applied): void {
  to.resources += more.resources
  to.leftOut.push(...more.leftOut)
}
