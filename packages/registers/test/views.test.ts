/** Tables of views: what they hold after changes, whatever goes wrong with one of them, and after they are opened again. What views mean is tested with the suite of SQL on FHIR. */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FlatView } from '@sund/model'
import { describe, expect, it } from 'vitest'
import { openViewTables } from '../src/index.js'
import { errorsFrom, temporaryFolder } from './metadata.js'

const folder = await temporaryFolder()
const view: FlatView = {
  name: 'person',
  resource: 'Patient',
  columns: [
    { name: 'sex', type: 'VARCHAR', collection: false },
    { name: 'age', type: 'BIGINT', collection: false },
  ],
  structure: '{"gender":"VARCHAR","age":"VARCHAR"}',
  sql: `SELECT _resource, _version, r.gender AS sex,
    CASE WHEN r.gender = 'two' THEN error('view failure 0') ELSE CAST(r.age AS BIGINT) END AS age FROM resource`,
  failures: [{ place: 'select[0].column[0].path', message: 'has several values', next: 'Choose one.' }],
}
const person = (id: string, version: number, content: object | null) => ({
  type: 'Patient',
  id,
  version,
  content: content === null ? null : JSON.stringify({ resourceType: 'Patient', id, ...content }),
})
let count = 0
const open = (place = join(folder, `tables ${count++}`), views = [view]) =>
  openViewTables({ folder: place, views })
const rowsOf = async (tables: Awaited<ReturnType<typeof open>>) =>
  (await tables.rows('person')).map((row) => [row._resource, row._version, row.sex, row.age]).sort()

describe('tables of views', () => {
  it('hold the last of each resource, told once or twice, and nothing of one that is gone', async () => {
    const tables = await open()
    const changes = [
      person('a', 1, { gender: 'male', age: 1 }),
      person('b', 1, { gender: 'female', age: 2 }),
      person('a', 2, { gender: 'male', age: 3 }),
      person('c', 1, { age: 4 }),
      person('c', 2, null),
      { type: 'Observation', id: 'a', version: 1, content: '{"resourceType":"Observation","id":"a"}' },
    ]
    for (let times = 0; times < 2; times++) {
      expect(await tables.apply(changes, 6n)).toEqual({ leftOut: [] })
      expect(await rowsOf(tables)).toEqual([
        ['a', 2, 'male', 3],
        ['b', 1, 'female', 2],
      ])
    }
    expect(await tables.position()).toBe(6n)
    await tables.close()
  })

  it('leave out a resource of which a view cannot be made, with the rows it had, and name it without its values', async () => {
    const tables = await open()
    await tables.apply([person('bad', 1, { gender: 'male', age: 1 })], 1n)
    const { leftOut } = await tables.apply(
      [
        person('a', 1, { age: 1 }),
        person('bad', 2, { gender: 'two', age: 2 }),
        person('b', 1, { age: 'secret 17' }),
        person('c', 1, { age: 3 }),
      ],
      5n,
    )
    expect(leftOut.map(({ id, place }) => [id, place])).toEqual([
      ['bad', 'select[0].column[0].path'],
      ['b', ''],
    ])
    expect(JSON.stringify(leftOut)).not.toContain('secret')
    expect(await rowsOf(tables)).toEqual([
      ['a', 1, null, 1],
      ['c', 1, null, 3],
    ])
    expect(await tables.position()).toBe(5n)
    await tables.close()
  })

  it('are there when they are opened again, and start anew when the view is another', async () => {
    const place = join(folder, 'kept')
    const first = await open(place)
    await first.apply([person('a', 1, { age: 1 })], 9n)
    await first.close()
    const again = await open(place)
    expect([await again.position(), await rowsOf(again)]).toEqual([9n, [['a', 1, null, 1]]])
    await again.close()
    const other = await open(place, [
      { ...view, structure: '{"gender":"VARCHAR","age":"VARCHAR","id":"VARCHAR"}' },
    ])
    expect([await other.position(), await rowsOf(other)]).toEqual([0n, []])
    await other.close()
  })

  it('start anew where the file is damaged, without what another process left half done', async () => {
    const place = join(folder, 'damaged')
    const first = await open(place)
    await first.apply([person('a', 1, { age: 1 })], 9n)
    first.close()
    await writeFile(join(place, 'views.duckdb'), Buffer.alloc(20_000, 7))
    await mkdir(join(place, 'register-half'))
    const again = await open(place)
    expect([await again.position(), await rowsOf(again)]).toEqual([0n, []])
    expect((await readdir(place)).some((name) => name.startsWith('register-'))).toBe(false)
    again.close()
  })

  it('take NDJSON of any types whole or not at all', async () => {
    const file = join(folder, 'export.ndjson')
    const lines = [
      '{"resourceType":"Patient","id":"a","meta":{"versionId":"3"},"gender":"male","age":7}',
      '{"id":"b","resourceType":"Patient"}',
      '{"resourceType":"Organization","id":"o","gender":{"not":"text"},"contact":[{"x":"Patient"}]}',
    ]
    await writeFile(file, `${lines.join('\n')}\n`)
    const tables = await open()
    expect(await tables.load([file])).toEqual({ rows: { person: 2 } })
    expect(await rowsOf(tables)).toEqual([
      ['a', 3, 'male', 7],
      ['b', 1, null, null],
    ])
    await writeFile(file, `${lines.join('\n')}\n{"resourceType":"Patient","id":\n`)
    expect((await errorsFrom(tables.load([file])))[0]?.code).toBe('data.rows')
    await writeFile(file, '{"resourceType":"Patient","id":"z","gender":"two"}\n')
    expect((await errorsFrom(tables.load([file])))[0]).toMatchObject({
      file: { field: 'select[0].column[0].path' },
    })
    expect(await rowsOf(tables)).toHaveLength(2)
    await tables.close()
  })
})
