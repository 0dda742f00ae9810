// The made-up patients of ../shared/data/synthea-fhir as resources that refer to one another by type and identifier, and copies of them under other identifiers.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const Bunzip = createRequire(new URL('../../packages/fhir/package.json', import.meta.url))('seek-bzip')

export const FOLDER = fileURLToPath(new URL('../../../shared/data/synthea-fhir/', import.meta.url))

/** The bundles' files, those that others refer to first. */
export function filesOf(folder = FOLDER) {
  if (!existsSync(folder)) throw new Error(`There is no ${folder}: give its place with --folder.`)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json.bz2'))
    .sort()
    .map((name) => join(folder, name))
}

/** The resources of each file. */
export function* resourcesOf(files) {
  const named = new Map()
  for (const file of files) {
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
    const pointing = (name, value) =>
      name === 'reference' && typeof value === 'string'
        ? (known.get(value) ?? named.get(value) ?? value)
        : value
    yield entry.map(({ resource }) => JSON.parse(JSON.stringify(resource), pointing))
  }
}

const SHARED = /^(Organization|Location|Practitioner|PractitionerRole)\//

/** The same patients once more under other identifiers; organisations and practitioners stay who they are. */
export function copyOf(resources, copy) {
  return resources
    .map((resource) => {
      if (SHARED.test(`${resource.resourceType}/`)) return undefined
      const renamed = (name, value) =>
        name === 'reference' && typeof value === 'string' && !SHARED.test(value) ? `${value}-${copy}` : value
      return { ...JSON.parse(JSON.stringify(resource), renamed), id: `${resource.id}-${copy}` }
    })
    .filter((one) => one !== undefined)
}
