import { describe, expect, it } from 'vitest'
import {
  ERROR_CLASSES,
  ERROR_CODES,
  errorClass,
  errorsOf,
  Failure,
  fail,
  inLanguage,
  nearestName,
} from '../src/index.js'

describe('errors', () => {
  it('has one exit code for each class, none of them success', () => {
    const codes = Object.values(ERROR_CLASSES).map(({ exitCode }) => exitCode)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes).not.toContain(0)
  })

  it('uses every class', () => {
    expect(new Set(Object.values(ERROR_CODES))).toEqual(new Set(Object.keys(ERROR_CLASSES)))
  })

  it('keeps what a failure says and hides what anything else says', () => {
    const failed = (() => {
      try {
        return fail('usage.not-found', 'There is no such run.', 'List the runs.')
      } catch (error) {
        return error
      }
    })()
    expect(failed).toBeInstanceOf(Failure)
    expect(errorClass(errorsOf(failed)[0])).toBe('usage')
    const [bug] = errorsOf(new Error('person 01017012345 has no row'), 'r-1')
    expect(bug.code).toBe('internal.bug')
    expect(JSON.stringify(bug)).not.toContain('01017012345')
  })

  it.each([
    ['tabluate', 'tabulate'],
    ['Summarize', 'summarize'],
    ['sumarise', 'summarize'],
    ['xyzzy', undefined],
    ['', undefined],
  ])('nearest to %s is %s', (name, expected) => {
    expect(nearestName(name, ['tabulate', 'summarize', 'cox'])).toBe(expected)
  })
})

it('falls back to English, then to what there is', () => {
  expect(inLanguage({ en: 'sex', nb: 'kjønn' }, 'nb')).toBe('kjønn')
  expect(inLanguage({ en: 'sex', nb: 'kjønn' }, 'da')).toBe('sex')
  expect(inLanguage({ da: 'køn' }, 'en')).toBe('køn')
})
