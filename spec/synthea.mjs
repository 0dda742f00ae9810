// Resources of the made-up patients in ../shared/data/synthea-fhir, with references resolved as a store resolves those of a transaction.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @type {{ decode(packed: Buffer): Buffer }} */
const Bunzip = createRequire(new URL('../packages/fhir/package.json', import.meta.url))('seek-bzip')

export const SYNTHEA = fileURLToPath(new URL('../../shared/data/synthea-fhir', import.meta.url))

/**
 * The resources of the first bundles, all when `bundles` is left out: organisations and practitioners, and a bundle for each patient.
 * @param {number} [bundles]
 * @returns {Generator<{ resourceType: string, id: string }[]>}
 */
export function* synthea(bundles) {
  for (const name of readdirSync(SYNTHEA)
    .filter((file) => file.endsWith('.bz2'))
    .sort()
    .slice(0, bundles)) {
    const bundle = JSON.parse(Bunzip.decode(readFileSync(join(SYNTHEA, name))).toString())
    /** @type {{ fullUrl: string, resource: { resourceType: string, id: string } }[]} */
    const entries = bundle.entry
    const keys = new Map(
      entries.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id}`]),
    )
    yield entries.map(({ resource }) =>
      JSON.parse(JSON.stringify(resource), (key, value) =>
        key === 'reference' && typeof value === 'string' ? (keys.get(value) ?? value) : value,
      ),
    )
  }
}
