/** The attacks that anyone may watch: real without protection, held with it, and over in time for who waits. */
import { systemClock } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { createDemonstrations, DEMONSTRATIONS } from '../src/demonstrations/index.js'

const demonstrations = createDemonstrations({ clock: systemClock })

describe.each(DEMONSTRATIONS.map(({ id }) => id))('%s', (id) => {
  test('succeeds without protection, and gains nothing with it', { timeout: 60_000 }, async () => {
    const off = await demonstrations.show(id, false)
    const on = await demonstrations.show(id, true)
      id,
      off.prior,
      off.success,
      on.success,
      on.targets.filter(Boolean).length,
      off.seconds,
      on.seconds,
      JSON.stringify(on.example),
      on.conclusion.en,
      JSON.stringify(off.example),
      off.conclusion.en,
    )
    expect(off.targets).toHaveLength(100)
    expect(off.success - off.prior).toBeGreaterThan(0.2)
    expect(on.prior).toBe(off.prior)
    expect(on.success - on.prior).toBeLessThanOrEqual(0.01)
    expect(on.example).toHaveLength(2)
  })
})

test('an attack that does not exist is not found', async () => {
  await expect(demonstrations.show('nothing', true)).rejects.toThrow()
})
