/** The few signs of the portal, drawn here so that no icon font is needed. Always beside words, so hidden from screen readers. */
import type { ReactNode } from 'react'

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  )
}
export const StartIcon = () => (
  <Icon>
    <path d="M4 11.5 12 4l8 7.5V20h-5.5v-5h-5v5H4z" />
  </Icon>
)
export const VariablesIcon = () => (
  <Icon>
    <circle cx="10.5" cy="10.5" r="6" />
    <path d="m15 15 5 5M8 12.5v-2m2.5 2v-4m2.5 4V10" />
  </Icon>
)
export const WriteIcon = () => (
  <Icon>
    <path d="m5 7 4 4-4 4m7 1h7" />
    <rect x="2.5" y="3.5" width="19" height="17" rx="2.5" />
  </Icon>
)
export const RunsIcon = () => (
  <Icon>
    <path d="M6 3.5h9l4 4v13H6z" />
    <path d="M14.5 3.5v4.5H19M9 12h7m-7 4h7" />
  </Icon>
)
export const ShieldIcon = () => (
  <Icon>
    <path d="M12 3.5 19 6v6c0 4.5-3 7.300-7 8.500-4-1.200-7-4-7-8.500V6z" />
    <path d="m9 12 2.200 2.200L15.500 10" />
  </Icon>
)
export const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <path
      d="M4 8.500c6 0 6-2.500 12-2.500s6 2.500 12 2.500v4.500c-6 0-6-2.500-12-2.500S10 13 4 13z"
      fill="currentColor"
    />
    <path d="M4 18c6 0 6-2.500 12-2.500S22 18 28 18" fill="none" className="mark-water" strokeWidth="2.400" />
    <path
      d="M4 21c6 0 6-2.500 12-2.500S22 21 28 21v4.500c-6 0-6-2.500-12-2.500S10 25.500 4 25.500z"
      fill="currentColor"
    />
  </svg>
)
