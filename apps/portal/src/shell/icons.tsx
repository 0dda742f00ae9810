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
export const InboxIcon = () => (
  <Icon>
    <path d="M4 13.5 6.500 5h11L20 13.500V19H4z" />
    <path d="M4 13.500h5c.300 1.500 1.400 2.500 3 2.500s2.700-1 3-2.500h5" />
  </Icon>
)
export const CasesIcon = () => (
  <Icon>
    <path d="M3.500 7V18.500h17V8.500H12L10 5.500H3.500z" />
  </Icon>
)
export const ChoicesIcon = () => (
  <Icon>
    <rect x="3.500" y="5" width="17" height="6" rx="3" />
    <rect x="3.500" y="13.500" width="17" height="6" rx="3" />
    <path d="M17.500 8h.01M6.500 16.500h.01" />
  </Icon>
)
export const PermitsIcon = () => (
  <Icon>
    <circle cx="8.500" cy="12" r="4" />
    <path d="M12.500 12H21m-3 0v3.500M15 12v2.500" />
  </Icon>
)
export const RegisterIcon = () => (
  <Icon>
    <path d="M12 6.500C10 5 7.500 4.500 4 4.500v13c3.500 0 6 .5 8 2 2-1.500 4.500-2 8-2v-13c-3.500 0-6 .5-8 2z" />
    <path d="M12 6.500v13" />
  </Icon>
)
export const OrganisationIcon = () => (
  <Icon>
    <circle cx="9" cy="8.500" r="3" />
    <path d="M3.500 19c0-3.300 2.400-5.500 5.500-5.500s5.500 2.200 5.500 5.500M15 5.800a3 3 0 0 1 0 5.400m1.500 2.600c2.400.6 4 2.600 4 5.200" />
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
