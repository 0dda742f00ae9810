/** Open terms are for whoever is signed in, and for nothing that the table does not name. */
import { type Failure, SENSITIVITIES, type Sensitivity } from '@sund/model'
import { expect, test } from 'vitest'
import { decide, type Use } from '../src/index.js'

const anna = { subject: 'anna', signedIn: true }
const use = (sensitivity: Sensitivity): Use => ({ register: 'person', variable: 'AGE', sensitivity })
const codeOf = (decision: () => unknown): string => {
  try {
    decision()
    return 'no error'
  } catch (error) {
    return (error as Failure).errors[0].code
  }
}

test.each(SENSITIVITIES)('a signed-in researcher has open terms for %s', (sensitivity) => {
  expect(decide(anna, [use(sensitivity)])).toEqual({ terms: 'open' })
})

test('all kinds together, and nothing at all, are open too', () => {
  expect(decide(anna, SENSITIVITIES.map(use))).toEqual({ terms: 'open' })
  expect(decide(anna, [])).toEqual({ terms: 'open' })
})

test.each([null, { subject: 'anna', signedIn: false }, { subject: '', signedIn: true }])(
  'who is not signed in has nothing: %j',
  (researcher) => {
    expect(codeOf(() => decide(researcher, [use('PUBLIC')]))).toBe('permission.sign-in')
    expect(codeOf(() => decide(researcher, []))).toBe('permission.sign-in')
  },
)

test.each(['SECRET', 'toString', '__proto__', ''])(
  'a sensitivity the table does not name is denied: %s',
  (name) => {
    const unknown = use(name as Sensitivity)
    expect(codeOf(() => decide(anna, [use('PUBLIC'), unknown]))).toBe('permission.denied')
    expect(() => decide(anna, [unknown])).toThrow("'AGE' of the register 'person'")
  },
)
