/** What somebody who does research does next, by what there is: one thing, the most pressing. Pure. */

interface Has {
  /** Things that wait for this very person. */
  waits: number
  /** Applications under way. */
  going: number
  /** Permits in force. */
  permits: number
  /** Applications being written. */
  drafts: number
  collected: number
  runs: number
}
export type ResearchStep = 'yours' | 'work' | 'goOn' | 'wait' | 'apply' | 'choose' | 'run'

export function nextOf({ waits, going, permits, drafts, collected, runs }: Has): ResearchStep {
  if (waits > 0) return 'yours'
  if (permits > 0) return 'work'
  if (drafts > 0) return 'goOn'
  if (going > 0) return 'wait'
  if (collected > 0) return 'apply'
  return runs > 0 ? 'choose' : 'run'
}
