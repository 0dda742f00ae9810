/**
 * The addresses of the portal and what each shows. State that someone may want to share stands in the address; pages beyond
 * the first are loaded when they are first visited.
 */
import { HELD_KINDS, type HeldKind } from '@sund/model'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { sessionQuery } from './api/queries.js'
import { Layout } from './shell/layout.js'
import { NotFound, PageFailure } from './shell/states.js'
import { StartPage } from './start/page.js'

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined
/** Leaves out what is not there, so that addresses stay short. */
const present = <T extends Record<string, string | undefined>>(search: T) =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string
  }

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Layout,
  notFoundComponent: NotFound,
  errorComponent: PageFailure,
  beforeLoad: ({ context }) => {
    void context.client.prefetchQuery(sessionQuery)
  },
})
const start = createRoute({ getParentRoute: () => root, path: '/', component: StartPage })
const variables = createRoute({
  getParentRoute: () => root,
  path: '/variables',
  validateSearch: (search: Record<string, unknown>) =>
    present({
      query: text(search.query),
      register: text(search.register),
      holder: text(search.holder),
      category: text(search.category),
      sensitivity: text(search.sensitivity),
      temporality: text(search.temporality),
      dataType: text(search.dataType),
      years: text(search.years),
    }),
  component: lazyRouteComponent(() => import('./variables/page.js'), 'VariablesPage'),
})
const register = createRoute({
  getParentRoute: () => root,
  path: '/variables/$register',
  component: lazyRouteComponent(() => import('./variables/register-page.js'), 'RegisterPage'),
})
const compare = createRoute({
  getParentRoute: () => root,
  path: '/variables/compare',
  validateSearch: (search: Record<string, unknown>) => present({ of: text(search.of) }),
  component: lazyRouteComponent(() => import('./variables/compare-page.js'), 'ComparePage'),
})
const count = createRoute({
  getParentRoute: () => root,
  path: '/count',
  validateSearch: (search: Record<string, unknown>) => present({ of: text(search.of) }),
  component: lazyRouteComponent(() => import('./variables/count-page.js'), 'CountPage'),
})
/** The addresses of the machine-readable catalogue, for people who follow one. */
const described = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/$register',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/variables/$register', params, replace: true })
  },
})
const describedVersion = createRoute({
  getParentRoute: () => root,
  path: '/catalogue/$register/$version',
  beforeLoad: ({ params: { register } }) => {
    throw redirect({ to: '/variables/$register', params: { register }, replace: true })
  },
})
const describedAll = createRoute({
  getParentRoute: () => root,
  path: '/catalogue',
  beforeLoad: () => {
    throw redirect({ to: '/variables', replace: true })
  },
})
const variable = createRoute({
  getParentRoute: () => root,
  path: '/variables/$register/$variable',
  component: lazyRouteComponent(() => import('./variables/variable-page.js'), 'VariablePage'),
})
const write = createRoute({
  getParentRoute: () => root,
  path: '/write',
  validateSearch: (search: Record<string, unknown>) =>
    present({ run: text(search.run), open: text(search.open) }),
  component: lazyRouteComponent(() => import('./script/page.js'), 'WritePage'),
})
const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  component: lazyRouteComponent(() => import('./runs/page.js'), 'RunsPage'),
})
const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$run',
  component: lazyRouteComponent(() => import('./runs/run-page.js'), 'RunPage'),
})

const protection = createRoute({
  getParentRoute: () => root,
  path: '/protection',
  validateSearch: (search: Record<string, unknown>) => present({ attack: text(search.attack) }),
  component: lazyRouteComponent(() => import('./protection/page.js'), 'ProtectionPage'),
})
const policy = createRoute({
  getParentRoute: () => root,
  path: '/protection/policy',
  component: lazyRouteComponent(() => import('./protection/policy-page.js'), 'PolicyPage'),
})
const ledger = createRoute({
  getParentRoute: () => root,
  path: '/protection/ledger',
  validateSearch: (search: Record<string, unknown>) =>
    present({
      subject: text(search.subject),
      register: text(search.register),
      before: text(search.before),
    }),
  component: lazyRouteComponent(() => import('./protection/ledger-page.js'), 'LedgerPage'),
})
const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: (search: Record<string, unknown>) =>
    present({ whose: text(search.whose), part: text(search.part) }),
  component: lazyRouteComponent(() => import('./cases/inbox-page.js'), 'InboxPage'),
})
const cases = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>) =>
    present({ query: text(search.query), status: text(search.status), offset: text(search.offset) }),
  component: lazyRouteComponent(() => import('./cases/cases-page.js'), 'CasesPage'),
})
const oneCase = createRoute({
  getParentRoute: () => root,
  path: '/cases/$case',
  component: lazyRouteComponent(() => import('./cases/case-page.js'), 'CasePage'),
})
const permits = createRoute({
  getParentRoute: () => root,
  path: '/permits',
  component: lazyRouteComponent(() => import('./permits/permits-page.js'), 'PermitsPage'),
})
const permit = createRoute({
  getParentRoute: () => root,
  path: '/permits/$permit',
  component: lazyRouteComponent(() => import('./permits/permit-page.js'), 'PermitPage'),
})
const publicRegister = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: (search: Record<string, unknown>) =>
    present({ query: text(search.query), status: text(search.status), offset: text(search.offset) }),
  component: lazyRouteComponent(() => import('./register/page.js'), 'RegisterPage'),
})
const entry = createRoute({
  getParentRoute: () => root,
  path: '/register/$reference',
  component: lazyRouteComponent(() => import('./register/entry-page.js'), 'EntryPage'),
})
const choices = createRoute({
  getParentRoute: () => root,
  path: '/my-choices',
  component: lazyRouteComponent(() => import('./choices/page.js'), 'MyChoicesPage'),
})
const mine = createRoute({
  getParentRoute: () => root,
  path: '/mine',
  component: lazyRouteComponent(() => import('./mine/overview.js'), 'MyPage'),
})
const held = createRoute({
  getParentRoute: () => root,
  path: '/mine/held',
  validateSearch: (search: Record<string, unknown>): { kind?: HeldKind } => {
    const kind = HELD_KINDS.find((one) => one === search.kind)
    return kind === undefined ? {} : { kind }
  },
  component: lazyRouteComponent(() => import('./mine/held-page.js'), 'HeldPage'),
})
const seen = createRoute({
  getParentRoute: () => root,
  path: '/mine/seen',
  component: lazyRouteComponent(() => import('./mine/seen-page.js'), 'SeenPage'),
})
const measure = createRoute({
  getParentRoute: () => root,
  path: '/mine/measure',
  component: lazyRouteComponent(() => import('./mine/measure-page.js'), 'MeasurePage'),
})
const corrections = createRoute({
  getParentRoute: () => root,
  path: '/mine/corrections',
  component: lazyRouteComponent(() => import('./mine/corrections-page.js'), 'CorrectionsPage'),
})
const correctionDesk = createRoute({
  getParentRoute: () => root,
  path: '/corrections',
  component: lazyRouteComponent(() => import('./mine/desk-page.js'), 'CorrectionDeskPage'),
})
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/apps',
  component: lazyRouteComponent(() => import('./apps/gallery-page.js'), 'GalleryPage'),
})
const appRegistrations = createRoute({
  getParentRoute: () => root,
  path: '/apps/registrations',
  component: lazyRouteComponent(() => import('./apps/registrations-page.js'), 'RegistrationsPage'),
})
const appDevelopers = createRoute({
  getParentRoute: () => root,
  path: '/apps/developers',
  component: lazyRouteComponent(() => import('./apps/developers-page.js'), 'DevelopersPage'),
})
const patients = createRoute({
  getParentRoute: () => root,
  path: '/patients',
  component: lazyRouteComponent(() => import('./apps/patients-page.js'), 'PatientsPage'),
})
const allowApp = createRoute({
  getParentRoute: () => root,
  path: '/apps/allow/$id',
  component: lazyRouteComponent(() => import('./apps/allow-page.js'), 'AllowPage'),
})
const appRefused = createRoute({
  getParentRoute: () => root,
  path: '/apps/refused',
  validateSearch: (search: Record<string, unknown>) => present({ error: text(search.error) }),
  component: lazyRouteComponent(() => import('./apps/refused-page.js'), 'RefusedPage'),
})
const organisation = createRoute({
  getParentRoute: () => root,
  path: '/organisation',
  component: lazyRouteComponent(() => import('./organisation/page.js'), 'OrganisationPage'),
})

const applications = createRoute({
  getParentRoute: () => root,
  path: '/applications',
  validateSearch: (search: Record<string, unknown>) => present({ case: text(search.case) }),
  component: lazyRouteComponent(() => import('./applications/page.js'), 'ApplicationsPage'),
})
const newApplication = createRoute({
  getParentRoute: () => root,
  path: '/applications/new',
  validateSearch: (search: Record<string, unknown>): { kind?: 'amendment' | 'renewal'; permit?: string } => ({
    ...(search.kind === 'amendment' || search.kind === 'renewal' ? { kind: search.kind } : {}),
    ...present({ permit: text(search.permit) }),
  }),
  component: lazyRouteComponent(() => import('./applications/new-page.js'), 'NewApplicationPage'),
})
const application = createRoute({
  getParentRoute: () => root,
  path: '/applications/$draft',
  component: lazyRouteComponent(() => import('./applications/draft-page.js'), 'DraftPage'),
})

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      ...[start, variables, register, compare, count, variable, described, describedVersion, describedAll],
      ...[write, runs, run, protection, policy, ledger],
      ...[inbox, cases, oneCase, permits, permit, publicRegister, entry, organisation, choices],
      ...[mine, held, seen, measure, corrections, correctionDesk],
      ...[applications, newApplication, application],
      ...[gallery, appRegistrations, appDevelopers, patients, allowApp, appRefused],
    ]),
    context: { client },
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
