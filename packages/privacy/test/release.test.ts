import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Result } from '@sund/model'
import { acceptReleased, Released, releaseRun, releaseText } from '@sund/privacy'
import { describe, expect, it } from 'vitest'

const here = dirname(fileURLToPath(import.meta.url))
const position = { line: 1, column: 1, endLine: 1, endColumn: 2 }
const text = (index: number) => releaseText({ index, command: 'textblock', position, markdown: 'Hello' })
const run = { run: 'r', state: 'released' as const, script: '', errors: [], seconds: 1, receipt: null }

describe('Released', () => {
  it('cannot be made by another package, as far as types tell', () => {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
    expect(() =>
      execFileSync(process.execPath, [tsc, '-p', join(here, 'tsconfig.json')], {
        encoding: 'utf8',
        stdio: 'pipe',
      }),
    ).not.toThrow()
  })

  it('is known from a forgery at run time', () => {
    expect(Released.is(text(0))).toBe(true)
    expect(Released.is({ value: 1, toJSON: () => 1 })).toBe(false)
    expect(Released.is(Object.create(Released.prototype))).toBe(false)
  })

  it('writes its value as JSON and lets nobody change it', () => {
    const released = text(0)
    expect(JSON.parse(JSON.stringify(released))).toEqual(released.value)
    expect(Object.isFrozen(position)).toBe(false)
    expect(() => Object.assign(released.value.body, { markdown: 'x' })).toThrow(TypeError)
  })

  it('puts the results of a run in script order, and refuses one that is not released', () => {
    const [two, none] = [text(2), text(0)].map((result) => acceptReleased(JSON.parse(JSON.stringify(result))))
    const results = [two, none, text(1)] as Released<Result>[]
    const document = releaseRun({ ...run, results })
    expect(document.value.results.map((result) => result.index)).toEqual([0, 1, 2])
    const forged = { value: text(0).value } as unknown as Released<Result>
    expect(() => releaseRun({ ...run, results: [forged] })).toThrow(/not released/)
  })

  it('accepts a result that a party sent, and nothing beside it', () => {
    const sent = JSON.parse(JSON.stringify(text(0)))
    expect(acceptReleased(sent).value).toEqual(sent)
    expect(() => acceptReleased({ ...sent, rows: [1, 2, 3] })).toThrow(/not agreed/)
    expect(() => acceptReleased({ result: sent })).toThrow(/not agreed/)
    expect(() => acceptReleased({ ...sent, body: { kind: 'rows' } })).toThrow(/not agreed/)
  })
})
