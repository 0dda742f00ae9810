/**
 * An attack tried with the defences off, on, and on but for the rules that it names. Apart from the attacks and from how they are told, since what counts
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

/** Of a whole run: thirty points and one, with what the sums of shares lose. */
export const WHOLE: Bounds = { real: 0.3, limit: 0.01 + 1e-9 }
/** Of a run with few targets, of which one weighs more than a point. */
export const SHORT: Bounds = { real: 0.3, limit: 0.06 }

/** An attack with some rules taken out, which together are what it needs. */
export interface LackingPlayed {
  rules: readonly RuleId[]
  played: Played
  /** With all of them out but one each: of several rules, any is enough. */
  enough: readonly { rule: RuleId; played: Played }[]
}

export interface Trial {
  attack: Attack
  off: Played
  on: Played
  lacking: readonly LackingPlayed[]
  seconds: number
}

/** Targets when defences are out: that an attack succeeds by thirty points shows with fewer than that it does not by one. */
const ENOUGH = 200

/** The policy of open terms without some rules. */
function lackingOf([first, ...more]: readonly RuleId[]): Policy {
  return first === undefined ? OPEN_POLICY : without(OPEN_POLICY, first, ...more)
}

export async function tryAttack(attack: Attack, theatre: Theatre, targets: number): Promise<Trial> {
  const started = performance.now()
  const few = Math.min(targets, ENOUGH)
  const off = await attack.play(theatre, few, lackingOf(attack.off ?? RULES))
  const on = await attack.play(theatre, targets, OPEN_POLICY)
  const lacking: LackingPlayed[] = []
  for (const named of attack.rules) {
    const rules: readonly RuleId[] = typeof named === 'string' ? [named] : named
    const played = await attack.play(theatre, few, lackingOf(rules))
    const enough: { rule: RuleId; played: Played }[] = []
    // Of one rule that is what `on` says.
    for (const rule of rules.length > 1 ? rules : []) {
      const others = rules.filter((other) => other !== rule)
      enough.push({ rule, played: await attack.play(theatre, few, lackingOf(others)) })
    }
    lacking.push({ rules, played, enough })
  }
  return { attack, off, on, lacking, seconds: (performance.now() - started) / 1000 }
}

/** What is wrong with a trial, in words; nothing where the attack is real, is held, and gets through without the rules that it names, each of which would hold it. */
export function objections({ off, on, lacking }: Trial, { real, limit }: Bounds): string[] {
  const points = (played: Played) => `${(100 * gain(played)).toFixed(1)} points above the prior`
  return [
    ...(gain(off) < real ? [`it does not succeed with the defences off: ${points(off)}`] : []),
    ...(gain(on) > limit ? [`it succeeds with the defences on: ${points(on)}`] : []),
    ...lacking.flatMap(({ rules, played, enough }) => [
      ...(gain(played) > limit
        ? []
        : [`it is held without ${rules.join(' and ')} as well: ${points(played)}`]),
      // With fewer targets one weighs more.
      ...enough.flatMap(({ rule, played }) =>
        gain(played) > Math.max(limit, SHORT.limit)
          ? [`of ${rules.join(' and ')}, ${rule} does not hold it alone: ${points(played)}`]
          : [],
      ),
    ]),
  ]
}
