/** Which pages stand in somebody's menu: at most six, by what the person is. The rest is a link away on the start page. Pure. */
import type { Membership, Role } from '@sund/model'

export const PAGES = {
  start: '/',
  inbox: '/inbox',
  applications: '/applications',
  cases: '/cases',
  variables: '/variables',
  write: '/write',
  runs: '/runs',
  permits: '/permits',
  register: '/register',
  organisation: '/organisation',
  protection: '/protection',
  choices: '/my-choices',
  apps: '/apps',
  patients: '/patients',
  mine: '/mine',
  held: '/mine/held',
  seen: '/mine/seen',
  corrections: '/corrections',
} as const
export type PageName = keyof typeof PAGES

export interface Who {
  signedIn: boolean
  memberships: readonly Membership[]
  /** Sign-in told who this is in the registers, and no organisation that they act for. */
  citizen: boolean
}

const MENUS = {
  anyone: ['start', 'variables', 'write', 'register', 'protection'],
  researcher: ['start', 'variables', 'applications', 'write', 'runs', 'protection'],
  handler: ['start', 'inbox', 'cases', 'permits', 'organisation', 'register'],
  /** Gives roles, and may well do research too. */
  administrator: ['start', 'organisation', 'variables', 'applications', 'write', 'runs'],
  /** Comes for their own data alone. */
  citizen: ['start', 'held', 'seen', 'choices', 'register', 'protection'],
  /** Treats people; the start page is where they are found. */
  clinician: ['start', 'apps', 'variables', 'register', 'protection'],
  auditor: ['start', 'cases', 'permits', 'register', 'organisation', 'protection'],
} as const satisfies Record<string, readonly PageName[]>
export type Side = keyof typeof MENUS

/** Whether somebody has one of these roles anywhere. */
export const holds = (memberships: readonly Membership[], ...roles: readonly Role[]): boolean =>
  memberships.some((one) => one.roles.some((role) => roles.includes(role)))

/** As what somebody comes here. Who has several roles comes as the one that others wait for. */
export function sideOf({ signedIn, memberships, citizen }: Who): Side {
  const has = (...roles: readonly Role[]) => holds(memberships, ...roles)
  if (!signedIn) return 'anyone'
  if (has('handler', 'reviewer', 'decider')) return 'handler'
  if (has('auditor')) return 'auditor'
  if (has('administrator')) return 'administrator'
  if (has('clinician')) return 'clinician'
  return citizen ? 'citizen' : 'researcher'
}

/** A side by its name; `anyone` for what is no side. */
export const sideNamed = (name: string | null): Side =>
  name !== null && Object.hasOwn(MENUS, name) ? (name as Side) : 'anyone'

export const menuOf = (side: Side): readonly PageName[] => MENUS[side]

/** Pages that are of use to some alone; clerks find the form for paper there. */
const APART: Partial<Record<PageName, readonly Side[]>> = {
  inbox: ['handler'],
  choices: ['citizen', 'handler'],
  // A citizen's start page is this one.
  mine: [],
  held: ['citizen'],
  seen: ['citizen'],
  corrections: ['handler'],
  // A clinician's start page is this one; others of the holder may be clinicians too.
  patients: ['handler', 'administrator'],
}

/** Every other page. */
export const moreOf = (side: Side): PageName[] =>
  (Object.keys(PAGES) as PageName[]).filter(
    (page) =>
      !menuOf(side).includes(page) &&
      (APART[page]?.includes(side) ?? true) &&
      // Those who apply come to their cases from their applications.
      (page !== 'cases' || !menuOf(side).includes('applications')),
  )
