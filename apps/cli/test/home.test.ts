import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chooseHome } from '../src/home.js'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sund-home-'))
  mkdirSync(join(root, 'project', 'deep'), { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const choose = (more: { given?: string; environment?: string; demo?: string }) =>
  chooseHome({
    given: undefined,
    environment: undefined,
    workingFolder: join(root, 'project', 'deep'),
    userFolder: join(root, 'user'),
    ...more,
  })

test('what is given goes before everything', () => {
  expect(choose({ given: 'here', environment: '/there', demo: '/demo' })).toBe(
    join(root, 'project/deep/here'),
  )
})
test('then the environment, unless it is empty', () => {
  expect(choose({ environment: '/there', demo: '/demo' })).toBe('/there')
  expect(choose({ environment: '' })).toBe(join(root, 'user', '.sund'))
})
test('then the demo of the project one stands in', () => {
  mkdirSync(join(root, 'project', '.sund', 'demo'), { recursive: true })
  expect(choose({})).toBe(join(root, 'project', '.sund', 'demo'))
  expect(choose({ demo: '/demo' })).toBe('/demo')
})
test('else the user’s own folder', () => {
  expect(choose({})).toBe(join(root, 'user', '.sund'))
})
test('a file cannot be a home', () => {
  writeFileSync(join(root, 'file'), '')
  expect(() => choose({ given: join(root, 'file') })).toThrow('is a file')
})
