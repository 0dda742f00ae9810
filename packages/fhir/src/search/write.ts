/** From resources to rows of the index. A type's sources become one list of walks when its first resource comes. */
import { setImmediate as turn } from 'node:timers/promises'
import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
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

/** Resources whose rows are gathered while the database writes those before. */
const AT_ONCE = 200

/**
 * Replaces what the index has of these resources, within the caller's transaction. A resource has its identifier, `meta.versionId` and `meta.lastUpdated` by now; of its first
 * version nothing can be there to be replaced.
 */
export async function writeIndex(
  database: QueryExecutorProvider,
  resources: readonly Indexed[],
): Promise<void> {
  await clear(
    database,
    resources.filter(({ resource }) => resource?.meta?.versionId !== '1'),
  )
  let before: Promise<void> = Promise.resolve()
  for (let at = 0; at < resources.length; at += AT_ONCE) {
    const rows = new Rows()
    for (const { key, resource } of resources.slice(at, at + AT_ONCE))
      if (resource !== null) addResource(rows, `${key}`, resource)
    await before
    before = rows.write(database)
    // Whoever waits for it comes later; until then its failure is nobody's surprise.
    before.catch(() => undefined)
    await turn()
  }
  await before
}

/** What puts resources into the index that are not in it, as parts of a statement. */
export function insertsOf(resources: readonly Indexed[]): RawBuilder<unknown>[] {
  const rows = new Rows()
  for (const { key, resource } of resources) if (resource !== null) addResource(rows, `${key}`, resource)
  return rows.inserts()
}

/** Takes resources out of the index: in a statement of its own, before they are put in anew. */
export async function clear(
  database: QueryExecutorProvider,
  resources: readonly Pick<Indexed, 'key'>[],
): Promise<void> {
  if (resources.length === 0) return
  const keys = `{${resources.map(({ key }) => key).join(',')}}`
  const deletes = (Object.keys(INDEX) as IndexTable[]).map(
    (table) =>
      sql`${sql.raw(`from_${table}`)} as (delete from ${sql.table(table)} where key = any (${keys}::bigint[]))`,
  )
  await sql`with ${sql.join(deletes)} select 1`.execute(database)
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
function walkTo(source: Source, { datatype: named, ...leaf }: Leaf): Walk[] {
  const datatype = named.replace('System.String', 'string')
  const extract: Extract | undefined = KINDS[source.kind].datatypes[datatype]
  if (extract === undefined) return []
  // Types of values begin with a small letter, types of elements with a capital; and what is stored need not be valid.
  const object = /^[A-Z]/.test(datatype)
  return [
    (rows, key, resource) =>
      visit(resource, leaf, 0, null, (element, item) => {
        if ((typeof element === 'object') === object)
          extract(rows, { key, source: source.id, item }, element as never, source)
      }),
  ]
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
  leaf: Omit<Leaf, 'datatype'>,
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
