// The made-up patients of ../shared/data/synthea-fhir as resources that refer to one another by type and identifier, and copies of them under other identifiers: for tests and for
// the bench.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @typedef {{ resourceType: string, id: string, identifier?: { system: string, value: string } | { system: string, value: string }[] }} Resource */

/** @type {{ decode(packed: Buffer): Buffer }} */
const Bunzip = createRequire(new URL('../packages/fhir/package.json', import.meta.url))('seek-bzip')

export const FOLDER = fileURLToPath(new URL('../../shared/data/synthea-fhir/', import.meta.url))

/** The bundles' files, those that others refer to first. */
export function filesOf(folder = FOLDER) {
  if (!existsSync(folder)) throw new Error(`There is no ${folder}: give its place with --folder.`)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json.bz2'))
    .sort()
    .map((name) => join(folder, name))
}

/**
 * The resources of each file.
 * @param {readonly string[]} files
 * @returns {Generator<Resource[]>}
 */
export function* resourcesOf(files) {
  const named = new Map()
  for (const file of files) {
    /** @type {{ entry: { fullUrl: string, resource: Resource }[] }} */
    const { entry } = JSON.parse(Bunzip.decode(readFileSync(file)).toString())
    const known = new Map(
      entry.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id}`]),
    )
    for (const { resource } of entry)
      for (const { system, value } of [resource.identifier ?? []].flat())
        named.set(
          `${resource.resourceType}?identifier=${system}|${value}`,
          `${resource.resourceType}/${resource.id}`,
        )
    yield entry.map(({ resource }) =>
      JSON.parse(JSON.stringify(resource), (name, value) =>
        name === 'reference' && typeof value === 'string'
          ? (known.get(value) ?? named.get(value) ?? value)
          : value,
      ),
    )
  }
}

const SHARED = /^(Organization|Location|Practitioner|PractitionerRole)\//

/**
 * The same patients once more under other identifiers; organisations and practitioners stay who they are.
 * @param {readonly Resource[]} resources
 * @param {number | string} copy
 * @returns {Resource[]}
 */
export function copyOf(resources, copy) {
  return resources
    .filter(({ resourceType }) => !SHARED.test(`${resourceType}/`))
    .map((resource) => ({
      ...JSON.parse(JSON.stringify(resource), (name, value) =>
        name === 'reference' && typeof value === 'string' && !SHARED.test(value) ? `${value}-${copy}` : value,
      ),
      id: `${resource.id}-${copy}`,
    }))
}
