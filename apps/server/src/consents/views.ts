/** A register of views of FHIR records, as consents leave them: tables that follow the store, and versions that are made of the tables. */
import type { ViewedRegister } from '@sund/fhir'
import { openViewTables, registerFromViews } from '@sund/registers'
import { privateFolder } from '../roles/folders.js'
import type { Holder } from '../roles/holder.js'
import type { Derivation } from './derivations.js'

interface Settings {
  viewed: ViewedRegister
  holder: Pick<Holder, 'import'>
  /** Of its own: it holds what the records hold. */
  folder: string
}

/** Opens the tables, where they stood when they were last open. To be closed with the store. */
export async function viewDerivation({ viewed, holder, folder }: Settings): Promise<Derivation> {
  await privateFolder(folder)
  const tables = await openViewTables({ folder, views: viewed.views })
  return {
    register: viewed.metadata.name,
    types: [...new Set(viewed.views.map(({ resource }) => resource))],
    from: await tables.position(),
    async take(shown, position) {
      const changes = shown.map(({ type, id, version, resource }) => ({
        type,
        id,
        version,
        content: resource && JSON.stringify(resource),
      }))
      await tables.apply(changes, position)
    },
    import: (version) =>
      registerFromViews(tables, viewed, folder, ({ files, metadata }) =>
        holder.import({ files: [...files], metadata, version }),
      ),
    close: () => tables.close(),
  }
}
