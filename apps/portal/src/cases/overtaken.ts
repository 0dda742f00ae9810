/** Whether what came while somebody wrote matters to what they wrote: bodies that decide side by side do not interrupt one another. */
import type { TimelineEntry } from '@sund/model'

/** Events after `begun` that concern a part of a case: its own, and those of the whole. Of the whole case, all of them. */
export const since = (
  timeline: readonly TimelineEntry[],
  begun: number,
  track: string | null,
): readonly TimelineEntry[] =>
  timeline.filter(
    (entry) =>
      entry.number > begun &&
      entry.type !== 'reminded' &&
      (track === null || [null, track].includes(entry.track)),
  )
