import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkNode, fingerprint, missingPackage } from './setup.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sund-setup-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const lock = (packages: Record<string, object>) => JSON.stringify({ packages })
function project(locked: Record<string, object>, installed: Record<string, object> | null): void {
  writeFileSync(join(root, 'package-lock.json'), lock({ '': {}, 'packages/own': {}, ...locked }))
  if (installed === null) return
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), lock(installed))
  for (const name of Object.keys(installed)) {
    mkdirSync(join(root, name), { recursive: true })
    writeFileSync(join(root, name, 'package.json'), '{}')
  }
}

test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('Node %s will do', (version) => {
  expect(() => checkNode(version)).not.toThrow()
})
test.each(['18.20.0', '20.18.9', '16.0.0'])('Node %s is refused in one sentence', (version) => {
  expect(() => checkNode(version)).toThrow(`Sund needs Node 20.19 or newer and this is Node ${version}.`)
})

test('nothing installed', () => {
  project({ 'node_modules/a': { version: '1.0.0' } }, null)
  expect(missingPackage(root)).toBe('node_modules/a')
})
test('all installed, optional ones of other machines left out', () => {
  project(
    { 'node_modules/a': { version: '1.0.0' }, 'node_modules/win': { version: '1.0.0', optional: true } },
    { 'node_modules/a': { version: '1.0.0' } },
  )
  expect(missingPackage(root)).toBeNull()
})
test('another version than the lock says', () => {
  project({ 'node_modules/a': { version: '1.0.1' } }, { 'node_modules/a': { version: '1.0.0' } })
  expect(missingPackage(root)).toBe('node_modules/a')
})
test('an install that was interrupted leaves no lock of its own', () => {
  project({ 'node_modules/a': { version: '1.0.0' } }, { 'node_modules/a': { version: '1.0.0' } })
  rmSync(join(root, 'node_modules', '.package-lock.json'))
  expect(missingPackage(root)).toBe('node_modules/a')
})
test('a package whose files are gone', () => {
  project({ 'node_modules/a': { version: '1.0.0' } }, { 'node_modules/a': { version: '1.0.0' } })
  rmSync(join(root, 'node_modules/a'), { recursive: true })
  expect(missingPackage(root)).toBe('node_modules/a')
})

test('a fingerprint changes with any source, and with nothing else', () => {
  mkdirSync(join(root, 'packages/a/src'), { recursive: true })
  mkdirSync(join(root, 'packages/a/test'), { recursive: true })
  const file = join(root, 'packages/a/src/x.ts')
  writeFileSync(file, 'one')
  const before = fingerprint(root, ['packages/*/src'])
  writeFileSync(join(root, 'packages/a/test/x.test.ts'), 'test')
  expect(fingerprint(root, ['packages/*/src'])).toBe(before)
  utimesSync(file, new Date(), new Date(Date.now() + 5000))
  expect(fingerprint(root, ['packages/*/src'])).not.toBe(before)
})
