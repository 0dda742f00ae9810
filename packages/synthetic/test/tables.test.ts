import { expect, it } from 'vitest'
import { MISSING, Rows } from '../src/tables.js'

it('keeps every row as its columns grow', () => {
  const rows = new Rows({
    name: 'MANY',
    columns: [
      { name: 'person', kind: 'identifier' },
      { name: 'day', kind: 'day' },
      { name: 'value', kind: 'decimal' },
    ],
  })
  for (let i = 0; i < 5000; i++) rows.push(10_000_000_000 + i, i, i % 7 === 0 ? MISSING : i / 2)
  const [person, day, value] = rows.columns()
  expect(rows.rows).toBe(5000)
  for (let i = 0; i < 5000; i++) {
    expect(person?.[i]).toBe(10_000_000_000 + i)
    expect(day?.[i]).toBe(i)
    expect(value?.[i]).toBe(i % 7 === 0 ? MISSING : i / 2)
  }
})
