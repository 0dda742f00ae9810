/**
 * An attack tried with the defences off, on, and on but for each rule that it names. Apart from the attacks and from how they are told, since what counts
 * as held is decided here alone.
 */
import { OPEN_POLICY, type Policy, RULES, type RuleId } from '@sund/model'
import { without } from '@sund/privacy/testing'
import { type Attack, gain, type Played, type Theatre } from './attack.js'

/** What is asked of a trial: how far above the prior an attack must come with the defences off, and may come with them on. */
export interface Bounds {
  real: number
  limit: number
}

/** Of a whole run: thirty points and one. */
export const WHOLE: Bounds = { real: 0.3, limit: 0.01 }
/** Of a run with few targets, of which one weighs more than a point. */
export const SHORT: Bounds = { real: 0.2, limit: 0.06 }

export interface Trial {
  attack: Attack
  off: Played
  on: Played
  /** With all defences on but one. */
  lacking: readonly { rule: RuleId; played: Played }[]
  seconds: number
}

/** The policy of open terms without some rules. */
function lackingOf([first, ...more]: readonly RuleId[]): Policy {
  return first === undefined ? OPEN_POLICY : without(OPEN_POLICY, first, ...more)
}

export async function tryAttack(attack: Attack, theatre: Theatre, targets: number): Promise<Trial> {
  const started = performance.now()
  const off = await attack.play(theatre, targets, lackingOf(attack.off ?? RULES))
  const on = await attack.play(theatre, targets, OPEN_POLICY)
  const lacking: { rule: RuleId; played: Played }[] = []
  for (const rule of attack.rules)
    lacking.push({ rule, played: await attack.play(theatre, targets, lackingOf([rule])) })
  return { attack, off, on, lacking, seconds: (performance.now() - started) / 1000 }
}

/** What is wrong with a trial, in words; nothing where the attack is real, is held, and gets through when a rule that it names is taken out. */
export function objections({ off, on, lacking }: Trial, { real, limit }: Bounds): string[] {
  const points = (played: Played) => `${(100 * gain(played)).toFixed(1)} points above the prior`
  return [
    ...(gain(off) < real ? [`it does not succeed with the defences off: ${points(off)}`] : []),
    ...(gain(on) > limit ? [`it succeeds with the defences on: ${points(on)}`] : []),
    ...lacking.flatMap(({ rule, played }) =>
      gain(played) > limit ? [] : [`it is held without ${rule} as well: ${points(played)}`],
    ),
  ]
}
