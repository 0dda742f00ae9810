/** Marks of cases: late, and how a decision went. Each has a shape of its own beside its colour, and always stands beside words. */
import { Tag } from '@digdir/designsystemet-react'
import type { CaseStatus, Outcome } from '@sund/model'
import { useReading } from '../words/reading.js'

/** A clock whose hand has gone past: calm, and not told by colour alone. */
export function LateMark() {
  return (
    <svg className="late-mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path
        d="M8 4v4.300l2.800 1.700"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.600"
        strokeLinecap="round"
      />
    </svg>
  )
}

const SHAPES: Record<Outcome, string> = {
  granted: 'M3 8.500 6.500 12 13 4.500',
  partial: 'M3 8h10',
  refused: 'M4 4l8 8M12 4l-8 8',
}
/** How a body decided: check, bar or cross, with the word. */
export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  const { words } = useReading()
  return (
    <span className={`outcome outcome-${outcome}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <path d={SHAPES[outcome]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
      {words.cases.outcomes[outcome]}
    </span>
  )
}

const COLOURS: Record<CaseStatus, 'info' | 'warning' | 'success' | 'neutral'> = {
  SUBMITTED: 'info',
  PRE_SCREENING: 'info',
  AWAITING_ADDITIONAL_INFORMATION: 'warning',
  PROCESSING: 'info',
  DECISION_ISSUED: 'success',
  WITHDRAWN: 'neutral',
}
export function StatusTag({ status }: { status: CaseStatus }) {
  const { words } = useReading()
  return (
    <Tag data-size="sm" data-color={COLOURS[status]}>
      {words.cases.statuses[status]}
    </Tag>
  )
}
