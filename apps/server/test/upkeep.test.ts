/** Who sees to letters that did not arrive, and to what holders say of their registers. */
import type { LetterInTrouble } from '@sund/access'
import type { Actor, Organisation, Role } from '@sund/model'
import { expect, test } from 'vitest'
import { createUpkeep } from '../src/access/upkeep.js'
import { POPULATION } from './registers.js'

const actor = (organisation: string, ...roles: Role[]): Actor => ({
  subject: `at-${organisation}`,
  name: 'Somebody',
  memberships: [{ organisation, roles }],
})
const letter = (key: string, to: LetterInTrouble['to']): LetterInTrouble => ({
  key,
  template: 'assigned',
  kind: 'case',
  id: '1',
  to,
  reference: '2026-0001',
  madeAt: '2026-01-10T12:00:00.000Z',
  state: 'failed',
  problem: 'no address',
})
const LETTERS = [
  letter('to north', { organisation: 'north' }),
  letter('to anna', { subject: 'anna', email: null }),
]
const ORGANISATIONS = [
  { id: 'hdab', body: 'access-body', title: { en: 'Access body' } },
  { id: 'north', body: 'holder', title: { en: 'North' } },
] as unknown as Organisation[]

const sent: string[] = []
const verified: string[] = []
const upkeep = createUpkeep({
  letters: {
    troubles: async () => LETTERS,
    again: async (key, by) => void sent.push(`${key} by ${by}`),
  },
  webhooks: {} as never,
  organisations: { list: async () => ORGANISATIONS } as never,
  nameOf: async (subject) => (subject === 'anna' ? 'Anna' : null),
  catalogue: async () => [{ register: POPULATION, version: '1.0.0' }] as never,
  verify: async (holder, register, by) => void verified.push(`${holder} ${register} by ${by}`),
})

const ALL = ['to north', 'to anna']
test.each([
  ['an administrator of an access body', actor('hdab', 'administrator'), ALL, ALL],
  ['an auditor', actor('hdab', 'auditor'), ALL, []],
  ['an administrator of another organisation', actor('north', 'administrator'), ['to north'], ['to north']],
  ['a handler', actor('hdab', 'handler', 'decider'), [], []],
])('letters in trouble: %s sees and sends again what is theirs', async (_who, who, sees, sends) => {
  const seen = await upkeep.letters(who)
  expect(seen.map(({ key }) => key)).toEqual(sees)
  expect(seen.filter(({ yours }) => yours).map(({ key }) => key)).toEqual(sends)
  // Neither a subject nor an address of whom it was to reach.
  expect(JSON.stringify(seen.map(({ to }) => to))).not.toMatch(/anna|email/)
  sent.length = 0
  for (const key of ALL) await upkeep.sendAgain(who, key).catch(() => undefined)
  expect(sent).toEqual(sends.map((key) => `${key} by ${who.subject}`))
})

test('a description is verified by those who work for the holder, and by nobody else', async () => {
  const asked = (who: Actor) =>
    upkeep.verify(who, POPULATION.name).then(
      () => 'kept',
      (error) => error.errors[0].code,
    )
  expect(await asked(actor('north', 'reviewer'))).toBe('permission.denied')
  expect(await asked(actor('hdab', 'decider', 'administrator'))).toBe('permission.denied')
  expect(await asked(actor('north', 'decider'))).toBe('kept')
  expect(verified).toEqual([`north ${POPULATION.name} by at-north`])
  await expect(upkeep.verify(actor('north', 'decider'), 'test.nothing')).rejects.toMatchObject({
    errors: [{ code: 'usage.not-found' }],
  })
})
