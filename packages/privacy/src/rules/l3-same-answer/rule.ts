/**
 * L3: the same question gets the same answer, so that asking again teaches nothing. All that is random in an answer is drawn by a key,
 * and the key follows from the people alone.
 */
import { isOff, type Policy, type RecordSet } from '@sund/model'
import type { Rule } from '../rule.js'

/** The key by which whatever is random in a number about a set is drawn, from 0 to 65,535. */
export type DrawingKey = (set: Pick<RecordSet, 'key'>) => number

/**
 * The sum of a set's record keys, and nothing of the question, its asker or the moment. With the rule taken out it is drawn afresh each
 * time.
 */
export const drawingKey = (policy: Pick<Policy, 'off'>): DrawingKey =>
  isOff(policy, 'L3') ? afresh : byPeople

const byPeople: DrawingKey = ({ key }) => key
const afresh: DrawingKey = () => globalThis.crypto.getRandomValues(new Uint16Array(1))[0] as number

export const L3: Rule = {
  id: 'L3',
  parameters: () => ({}),
  statement: () => ({
    en: 'The same question about the same people has the same answer, however often it is asked.',
    nb: 'Det samme spørsmålet om de samme personene har det samme svaret, uansett hvor ofte det blir stilt.',
    da: 'Det samme spørgsmål om de samme personer har det samme svar, uanset hvor ofte det bliver stillet.',
  }),
  withholds: null,
}
