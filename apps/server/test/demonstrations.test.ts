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
    expect(off.success - off.prior).toBeGreaterThan(0.3)
    expect(off.conclusion.en).toMatch(/^So /)
    expect(off.example).toHaveLength(2)
  },
)

/** What the example of each is answered with protection: the two counts that were to be subtracted are told as one, and the mean is withheld. */
const ANSWERED: Record<string, (answers: readonly (string | undefined)[]) => void> = {
  difference: ([first, second]) => expect(second).toBe(first),
  again: ([first, second]) => expect(second).toBe(first),
  dominance: ([, mean]) => expect(mean).toBe('Withheld.'),
}

test.each(DEMONSTRATIONS.map(({ id }) => id))(
  '%s: with protection the attacker does as well as by guessing',
  { timeout: 60_000 },
  async (id) => {
    const on = await demonstrations.show(id, true)
    expect(on.targets).toHaveLength(100)
    expect(on.targets).not.toContain(true)
    expect(on.success).toBe(on.prior)
    ANSWERED[id]?.(on.example.map(({ answered }) => answered.en))
    expect(on.conclusion.en).toMatch(/^Nothing follows/)
  },
)

test('an attack that does not exist is not found', async () => {
  await expect(demonstrations.show('nothing', true)).rejects.toThrow()
})
