/** From resources to rows of the index. A type's sources become one list of walks when its first resource comes. */
import { type QueryExecutorProvider, sql } from 'kysely'
import type { Resource } from '../resource.js'
import { type Leaf, type Source, sourcesOf } from './definitions.js'
import { hash32 } from './hash.js'
import { KINDS } from './kinds/index.js'
import type { Extract } from './kinds/kind.js'
import { selfOf } from './kinds/reference.js'
import { INDEX, type IndexTable, type Place, Rows } from './rows.js'

/** A resource by the key of its row in `resource`; null where it was deleted. */
export interface Indexed {
  readonly key: bigint | number | string
  readonly resource: Resource | null
}

/**
 * Replaces what the index has of these resources, within the caller's transaction. `fresh`: they are new, so there is nothing to take away. A resource has its
 * identifier and `meta.lastUpdated` by now.
 */
export async function writeIndex(
  database: QueryExecutorProvider,
  resources: readonly Indexed[],
  { fresh = false }: { fresh?: boolean } = {},
): Promise<void> {
  if (resources.length === 0) return
  if (!fresh) {
    const keys = `{${resources.map(({ key }) => key).join(',')}}`
    for (const table of Object.keys(INDEX) as IndexTable[])
      await sql`delete from ${sql.table(table)} where key = any (${keys}::bigint[])`.execute(database)
  }
  const rows = new Rows()
  for (const { key, resource } of resources) if (resource !== null) addResource(rows, `${key}`, resource)
  await rows.write(database)
}

/** Adds all rows of a resource. */
export function addResource(rows: Rows, key: string, resource: Resource): void {
  const { resourceType, id = '', meta } = resource
  const updated = Date.parse(meta?.lastUpdated ?? '')
  rows.add('search_resource', key, selfOf(resourceType, id), updated || 0, hash32(resourceType))
  for (const walk of walksOf(resourceType)) walk(rows, key, resource)
}

type Walk = (rows: Rows, key: string, resource: Resource) => void

const compiled = new Map<string, readonly Walk[]>()

function walksOf(type: string): readonly Walk[] {
  let walks = compiled.get(type)
  if (walks === undefined) {
    walks = sourcesOf(type).flatMap((source) =>
      source.affirmed ? [affirming(source)] : source.leaves.flatMap((leaf) => walkTo(source, leaf)),
    )
    compiled.set(type, walks)
  }
  return walks
}

/** The walk to one leaf; none where its datatype has nothing for this type of parameter. */
function walkTo(source: Source, leaf: Leaf): Walk[] {
  const extract = KINDS[source.kind].datatypes[leaf.datatype.replace('System.String', 'string')]
  if (extract === undefined) return []
  return [
    (rows, key, resource) => visit(resource, leaf, 0, null, (element, item) => put(rows, key, element, item)),
  ]
  function put(rows: Rows, key: string, element: unknown, item: number | null) {
    const place: Place = { key, source: source.id, item }
    ;(extract as Extract)(rows, place, element as never, source)
  }
}

/** Whether something is there and not denied, as a code of its own. */
function affirming(source: Source): Walk {
  const put = KINDS.token.datatypes['boolean'] as (...parts: [Rows, Place, boolean, Source]) => void
  return (rows, key, resource) => {
    let affirmed = false
    for (const leaf of source.leaves)
      visit(resource, leaf, 0, null, (element) => {
        affirmed ||= element !== false
      })
    put(rows, { key, source: source.id, item: null }, affirmed, source)
  }
}

function visit(
  node: unknown,
  leaf: Leaf,
  depth: number,
  item: number | null,
  found: (element: unknown, item: number | null) => void,
): void {
  const step = leaf.steps[depth]
  if (step === undefined) return found(node, item)
  const next = (node as Record<string, unknown>)[step.key]
  if (next === undefined || next === null) return
  if (!Array.isArray(next)) return go(next, item)
  const numbered = depth === leaf.itemAt
  for (let index = 0; index < next.length; index++) go(next[index], numbered ? index : item)

  function go(one: unknown, at: number | null) {
    if (one === null || one === undefined) return
    if (step?.only && (one as Record<string, unknown>)[step.only.element] !== step.only.value) return
    visit(one, leaf, depth + 1, at, found)
  }
}
