/** The attacks that anyone may watch: real without protection, held with it, and the same people each time. */
import { systemClock } from '@sund/model'
import { expect, test } from 'vitest'
import { createDemonstrations, DEMONSTRATIONS } from '../src/demonstrations/index.js'

const demonstrations = createDemonstrations({ clock: systemClock })

test.each(DEMONSTRATIONS.map(({ id }) => id))(
  '%s: real without protection',
  { timeout: 60_000 },
  async (id) => {
    const off = await demonstrations.show(id, false)
    expect(off.targets).toHaveLength(100)
    expect(off.success - off.prior).toBeGreaterThan(0.2)
    expect(off.example).toHaveLength(2)
  },
)

test('dominance: with protection the attacker does as well as by guessing', { timeout: 60_000 }, async () => {
  const on = await demonstrations.show('dominance', true)
  expect(on.targets).not.toContain(true)
  expect(on.success).toBe(on.prior)
  expect(on.example[1]?.answered.en).toBe('Withheld.')
})

test('an attack that does not exist is not found', async () => {
  await expect(demonstrations.show('nothing', true)).rejects.toThrow()
})
