import { expect, test } from 'vitest'
import { MISSING, MISSING_INTEGER, Rows } from '../src/tables.js'

test('rows are kept as they were pushed, also those pushed as the table grows', () => {
  const rows = new Rows({
    name: 'T',
    columns: [
      { name: 'person', kind: 'identifier' },
      { name: 'day', kind: 'day' },
    ],
  })
  const count = 5000
  for (let i = 0; i < count; i++) rows.push(99_999_990_000 + i, i % 7 === 0 ? MISSING : i)
  const [persons, days] = rows.columns()
  expect(rows.rows).toBe(count)
  const lost = Array.from({ length: count }, (_, i) => i).filter(
    (i) => persons?.[i] !== 99_999_990_000 + i || days?.[i] !== (i % 7 === 0 ? MISSING_INTEGER : i),
  )
  expect(lost).toEqual([])
  expect(() => rows.push(1)).toThrow('2 columns')
})
