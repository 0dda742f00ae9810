/**
 * A Bundle of an import as the resources that it is to become: each under the identifier that it has, and references by `urn:uuid` or by a query made into references
 * to these. Identifiers of persons (MedCom's, Norwegian, or whoever's) are elements like others and stay as they are.
 */
import type { Resource } from '../resource.js'

/** Finds the one resource that a query means (`Practitioner?identifier=…`), as `Type/id`; null for none or several. */
export type Find = (query: string) => Promise<string | null>

interface Entry {
  fullUrl?: unknown
  resource?: Resource
  request?: { method?: unknown; url?: unknown; ifNoneExist?: unknown }
}

export const entriesOf = (bundle: Resource): readonly Entry[] =>
  Array.isArray(bundle['entry'])
    ? bundle['entry'].filter((one) => typeof one === 'object' && one !== null)
    : []

/** Methods by which an entry gives a resource; a Bundle that is none of requests has none. */
const GIVES = new Set([undefined, 'POST', 'PUT'])

/** The resources of a Bundle; null where an entry asks for something else than that a resource be there, or refers to what is not found. `made` names what has no identifier. */
export async function resourcesIn(
  bundle: Resource,
  made: (place: number) => string,
  find: Find,
): Promise<Resource[] | null> {
  const entries = entriesOf(bundle)
  const places = new Map<string, string>()
  const resources: Resource[] = []
  for (const [place, { fullUrl, resource, request }] of entries.entries()) {
    if (!GIVES.has(request?.method as string | undefined) || typeof resource?.resourceType !== 'string')
      return null
    const { ifNoneExist } = request ?? {}
    const there =
      typeof ifNoneExist === 'string' ? await find(`${resource.resourceType}?${ifNoneExist}`) : null
    const id = resource.id ?? idIn(request?.url) ?? uuidIn(fullUrl) ?? made(place)
    if (typeof fullUrl === 'string') places.set(fullUrl, there ?? `${resource.resourceType}/${id}`)
    if (there === null || there === `${resource.resourceType}/${id}`) resources.push({ ...resource, id })
  }
  for (const resource of resources) if (!(await redirect(resource, places, find))) return null
  return resources
}

/** Makes every reference of a resource one to what is there; false where that cannot be found. Without recursion, as deep as it may be. */
export async function redirect(
  resource: Resource,
  places: ReadonlyMap<string, string>,
  find: Find,
): Promise<boolean> {
  const left: unknown[] = [resource]
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (typeof one !== 'object' || one === null) continue
    for (const [name, value] of Object.entries(one))
      if (name === 'reference' && typeof value === 'string') {
        const found = await target(value, places, find)
        if (found === null) return false
        ;(one as Record<string, unknown>)[name] = found
      } else if (typeof value === 'object' && value !== null) left.push(value)
  }
  return true
}

async function target(
  reference: string,
  places: ReadonlyMap<string, string>,
  find: Find,
): Promise<string | null> {
  const place = places.get(reference)
  if (place !== undefined) return place
  return /^[A-Z][A-Za-z]+\?/.test(reference) ? find(reference) : reference
}

const idIn = (url: unknown): string | undefined =>
  typeof url === 'string' ? /^[A-Z][A-Za-z]+\/([A-Za-z0-9.-]{1,64})$/.exec(url)?.[1] : undefined

const uuidIn = (fullUrl: unknown): string | undefined =>
  typeof fullUrl === 'string' ? /^urn:uuid:([A-Za-z0-9.-]{1,64})$/.exec(fullUrl)?.[1] : undefined
