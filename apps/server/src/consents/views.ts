/** A copy of FHIR records as tables of views, of which a register is made. */
import type { ViewedRegister } from '@sund/fhir'
import type { Manifest } from '@sund/model'
import { openViewTables, registerFromViews } from '@sund/registers'
import { privateFolder } from '../roles/folders.js'
import type { Holder } from '../roles/holder.js'
import type { Derivation } from './derivations.js'

interface Settings {
  viewed: ViewedRegister
  holder: Pick<Holder, 'import' | 'list'>
  /** Of its own: it holds what the records hold. */
  folder: string
  /** People who must have a code before it is in a code list. */
  least: () => number
  /** Hears of each record that was left out, where in its view. */
  onLeftOut?: (place: string) => void
}

const HOUR = 3_600_000

/** Opens the tables, where they stood when they were last open. To be closed with the store. */
export async function viewDerivation(settings: Settings): Promise<Derivation> {
  const { viewed, holder, folder, least, onLeftOut = () => {} } = settings
  const { name } = viewed.metadata
  await privateFolder(folder)
  const tables = await openViewTables({ folder, views: viewed.views })
  return {
    register: name,
    types: [...new Set(viewed.views.map(({ resource }) => resource))],
    from: await tables.position(),
    renewedAfter: viewed.hoursBetweenVersions * HOUR,
    async take(shown, position) {
      const changes = shown.map(({ type, id, version, resource }) => ({
        type,
        id,
        version,
        content: resource && JSON.stringify(resource),
      }))
      const { leftOut } = await tables.apply(changes, position)
      for (const { type, place } of leftOut) onLeftOut(`${type} ${place}`.trim())
    },
    async import(version, progress) {
      const before = newest((await holder.list()).filter(({ register }) => register.name === name))
      return registerFromViews(
        tables,
        viewed,
        folder,
        ({ files, metadata }) =>
          holder.import({ files: [...files], metadata, version, ...(progress ? { progress } : {}) }),
        { least: least(), before: before?.register ?? null },
      )
    },
    close: () => tables.close(),
  }
}

const newest = (manifests: readonly Manifest[]): Manifest | undefined =>
  manifests.reduce<Manifest | undefined>(
    (latest, one) => (latest === undefined || one.importedAt > latest.importedAt ? one : latest),
    undefined,
  )
