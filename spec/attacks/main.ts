/** The command behind `npm run attack`: plays the attacks and prints their table. */
import { OPEN_POLICY, type Policy, RULES } from '@sund/model'
import { without } from '@sund/privacy/testing'
import { gain } from './attack.js'
import { ATTACKS } from './list.js'
import { openTheatre } from './theatre.js'

export async function main(args: readonly string[]): Promise<number> {
  const targets = Number(args[args.indexOf('--targets') + 1] || 1000)
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined
  const theatre = openTheatre()
  const allOff = without(OPEN_POLICY, ...(RULES as unknown as [any, ...any[]]))
  try {
    for (const attack of ATTACKS) {
      if (only && !attack.name.includes(only)) continue
      const show = async (what: string, policy: Policy) => {
        const t = Date.now()
        const p = await attack.play(theatre, targets, policy)
        console.log(
          attack.number,
          attack.name,
          what,
          'prior',
          p.prior.toFixed(3),
          'success',
          p.success.toFixed(3),
          'gain',
          (100 * gain(p)).toFixed(1),
          p.queries,
          ((Date.now() - t) / 1000).toFixed(1) + 's',
        )
      }
      try {
        await show("off", attack.off ? without(OPEN_POLICY, ...(attack.off as any)) : allOff)
        await show('on', OPEN_POLICY)
        for (const rule of attack.rules) await show(`no ${rule}`, without(OPEN_POLICY, rule))
      } catch (e) {
        console.log(attack.name, e)
      }
    }
  } finally {
    await theatre.close()
  }
  return 0
}
