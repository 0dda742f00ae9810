/** Search for tests of the store alone: every resource is read and held against the query. Knows `_id`, `identifier`, `category` and `gender`. */
import { fail } from '@sund/model'
import type { Resource } from '../../src/index.js'
import type { SearchIndex } from '../../src/store/session.js'

type Element = Record<string, unknown>

const TESTS: Readonly<Record<string, (resource: Resource, value: string) => boolean>> = {
  _id: ({ id }, value) => value.split(',').includes(id as string),
  identifier: ({ identifier }, value) =>
    [identifier as Element[]]
      .flat()
      .some((one) => one !== undefined && [one['value'], `${one['system']}|${one['value']}`].includes(value)),
  category: ({ category }, value) =>
    ((category ?? []) as { coding: Element[] }[]).some(({ coding }) =>
      coding.some(({ code }) => code === value),
    ),
  gender: ({ gender }, value) => gender === value,
}

/** Whether a resource is found by a query. */
export function meets(resource: Resource, query: string): boolean {
  return [...new URLSearchParams(query)].every(([name, value]) => {
    const test = TESTS[name] ?? fail('usage.request', `There is no parameter “${name}”.`, 'Leave it out.')
    return test(resource, value)
  })
}

/** Its one table holds what was written last of each key, so that a test sees whether it was told all. */
export const plainSearch: SearchIndex = {
  tables: ['create table plain_index (key bigint primary key, content text not null)'],
  async writeIndex(database, rows) {
    const plain = database.withTables<{ plain_index: { key: string; content: string } }>()
    for (const { key, resource } of rows) {
      await plain.deleteFrom('plain_index').where('key', '=', String(key)).execute()
      if (resource !== null)
        await plain
          .insertInto('plain_index')
          .values({ key: String(key), content: JSON.stringify(resource) })
          .execute()
    }
  },
  search: () => {
    throw new Error('no test of the store alone searches')
  },
  async matching(database, reader, type, query, limit) {
    const rows = await database
      .withTables<{ plain_index: { key: string; content: string } }>()
      .selectFrom('plain_index')
      .innerJoin('resource', 'resource.key', 'plain_index.key')
      .where('resource.type', '=', type)
      .where('resource.deleted', '=', false)
      .orderBy('plain_index.key')
      .select(['resource.id', 'resource.patients', 'plain_index.content'])
      .execute()
    return rows
      .filter(({ content }) => meets(JSON.parse(content), query))
      .filter(({ patients }) => reader.patient === null || patients.includes(reader.patient))
      .slice(0, limit)
      .map(({ id }) => ({ type, id }))
  },
}
