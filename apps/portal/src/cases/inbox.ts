/** How an inbox is filtered and grouped. Pure. */
import type { InboxItem, TrackKind } from '@sund/model'
import type { Words } from '../words/en.js'

export interface InboxFilter {
  /** `mine`: only what the reader has taken. */
  whose?: string | undefined
  /** A kind of track. */
  part?: string | undefined
}

const KINDS: readonly TrackKind[] = ['access-body', 'holder', 'dispensation', 'ethics']

/** The kind of the part that waits; null where it is about a case or permit as a whole. */
export const trackKindOf = ({ of, track }: InboxItem): TrackKind | null =>
  of === 'case' ? (KINDS.find((kind) => track?.startsWith(`${kind}:`)) ?? null) : null

/**
 * What is waited for, in words. A question to the applicant stands under the clock of what is to be completed; and a body that an appeal or a reply lies
 * with decides about it.
 */
export const turnOf = ({ clock, track, body }: InboxItem, { cases, permits }: Words): string => {
  if (clock === 'completion' && track !== null) return cases.inbox.question
  if (clock === 'appeal' && body !== null) return cases.actions['decide-appeal'].title
  if (clock === 'breach-reply' && body !== null) return permits.actions['decide-breach'].title
  return cases.clocks[clock]
}

/** Whether it presses: what only ends of itself, years from now, does not wait for anybody yet. */
export const presses = ({ clock, late }: InboxItem): boolean =>
  late > -60 || (clock !== 'permit-end' && clock !== 'results')

export const shownOf = (items: readonly InboxItem[], { whose, part }: InboxFilter): InboxItem[] =>
  items
    .filter((item) => whose !== 'mine' || item.mine)
    .filter((item) => part === undefined || trackKindOf(item) === part)
    .toSorted((a, b) => b.late - a.late)

/** What is over time, due within a week, and due later. */
export function duesOf(items: readonly InboxItem[]) {
  const group = (least: number, most: number) => items.filter(({ late }) => late >= least && late <= most)
  return {
    overdue: group(1, Number.POSITIVE_INFINITY),
    week: group(-7, 0),
    later: group(Number.NEGATIVE_INFINITY, -8),
  }
}
