/** `sund fhir import`: a folder of files once, the same again, and what was left out. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SundError } from '@sund/model'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePlace, type Place } from './sund.js'

let place: Place
beforeAll(() => {
  place = makePlace()
  mkdirSync(join(place.folder, 'records'))
})
afterAll(() => place.remove())

test('brings in a folder once, and tells what it left out by its line alone', {
  timeout: 180_000,
}, async () => {
  const patients = [1, 2, 3].map((n) => JSON.stringify({ resourceType: 'Patient', id: `p${n}` }))
  const wrong = { resourceType: 'Patient', id: 'p4', gender: 'Kari13116900216' }
  const lines = [...patients, '{"resourceType":"Kari13116900216"}', JSON.stringify(wrong)]
  writeFileSync(join(place.folder, 'records', 'patients.ndjson'), lines.join('\n'))
  const call = ['fhir', 'import', 'records', '--holder', 'ward', '--json']
  const { code, stdout, stderr } = await place.sund(call)
  expect([code, JSON.parse(stdout).errors[1]]).toMatchObject([
    4,
    { file: { file: 'patients.ndjson', row: 4 } },
  ])
  expect(stdout + stderr).not.toContain('Kari13116900216')
  expect(JSON.parse((await place.sund(call)).stdout).errors[0].message).toMatch(
    /^4 resources are in the store/,
  )
  const checked = await place.sund([...call, '--validate'])
  expect(JSON.parse(checked.stdout).errors.slice(1)).toMatchObject([
    { file: { row: 4 } },
    { file: { row: 5 }, message: expect.stringContaining('Patient.gender: ') },
  ])
  expect(checked.stdout + checked.stderr).not.toContain('Kari13116900216')
  const csv = await place.sund(['fhir', 'import', 'people.csv', '--json'])
  expect([csv.code, SundError.parse(JSON.parse(csv.stdout).errors[0]).code]).toEqual([2, 'usage.not-found'])
})
