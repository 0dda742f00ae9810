/** The frame of every page: skip link, rail or bottom bar, language, who is signed in. */
import { Button, Label, Select, SkipLink } from '@digdir/designsystemet-react'
import type { Language } from '@sund/model'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { type ComponentType, useEffect } from 'react'
import { sessionQuery, signOut } from '../api/queries.js'
import { useReader } from '../cases/who.js'
import { ActingBanner } from '../mine/frame.js'
import type { Words } from '../words/en.js'
import { LANGUAGE_LIST, LANGUAGE_NAMES } from '../words/language.js'
import { useReading } from '../words/reading.js'
import {
  CasesIcon,
  ChoicesIcon,
  InboxIcon,
  Mark,
  OrganisationIcon,
  PermitsIcon,
  RegisterIcon,
  RunsIcon,
  ShieldIcon,
  StartIcon,
  VariablesIcon,
  WriteIcon,
} from './icons.js'
import { MadeUpBanner } from './made-up.js'
import { menuOf, PAGES, type PageName, sideNamed } from './menu.js'
import { useArrival } from './title.js'

export function Layout() {
  const { words } = useReading()
  useArrival()
  return (
    <>
      <SkipLink href="#content">{words.shell.skip}</SkipLink>
      <div className="frame">
        <header className="rail">
          <Link to="/" className="brand" aria-label={`Sund, ${words.shell.start}`}>
            <Mark />
            <span>Sund</span>
          </Link>
          <Menu />
          <div className="rail-foot">
            <LanguageSwitch />
            <Person />
          </div>
        </header>
        <main id="content" className="content" tabIndex={-1}>
          <MadeUpBanner />
          <ActingBanner />
          <Outlet />
        </main>
      </div>
    </>
  )
}

/** Signs and words of the menu's items; `short` where the bar of a phone has no room for the words of the rail. */
const ITEMS: Record<
  PageName,
  { title: (words: Words) => string; short?: (words: Words) => string; icon: ComponentType }
> = {
  start: { title: ({ shell }) => shell.start, icon: StartIcon },
  inbox: { title: ({ cases }) => cases.menu.inbox, icon: InboxIcon },
  cases: { title: ({ cases }) => cases.menu.cases, icon: CasesIcon },
  applications: {
    title: ({ cases }) => cases.menu.mine,
    short: ({ cases }) => cases.menu.mineShort,
    icon: CasesIcon,
  },
  variables: { title: ({ shell }) => shell.variables, icon: VariablesIcon },
  write: { title: ({ shell }) => shell.write, short: ({ shell }) => shell.writeShort, icon: WriteIcon },
  runs: { title: ({ shell }) => shell.runs, icon: RunsIcon },
  permits: { title: ({ permits }) => permits.menu, icon: PermitsIcon },
  register: {
    title: ({ permits }) => permits.register.title,
    short: ({ permits }) => permits.register.menu,
    icon: RegisterIcon,
  },
  organisation: {
    title: ({ permits }) => permits.organisation.menu,
    short: ({ permits }) => permits.organisation.menuShort,
    icon: OrganisationIcon,
  },
  protection: {
    title: ({ protection }) => protection.menu,
    short: ({ protection }) => protection.menuShort,
    icon: ShieldIcon,
  },
  choices: {
    title: ({ choices }) => choices.menu,
    short: ({ choices }) => choices.menuShort,
    icon: ChoicesIcon,
  },
  apps: { title: ({ apps }) => apps.title, icon: VariablesIcon },
  patients: { title: ({ apps }) => apps.patients.menu, icon: CasesIcon },
  mine: { title: ({ mine }) => mine.menu, short: ({ mine }) => mine.menuShort, icon: StartIcon },
  held: { title: ({ mine }) => mine.held.menu, short: ({ mine }) => mine.held.menuShort, icon: RunsIcon },
  seen: { title: ({ mine }) => mine.who.menu, short: ({ mine }) => mine.who.menuShort, icon: VariablesIcon },
  corrections: { title: ({ mine }) => mine.desk.menu, icon: WriteIcon },
}
export const pageTitle = (page: PageName, words: Words): string => ITEMS[page].title(words)

/** What stands in the menu before it is known who reads: what stood there last, so that nothing moves. */
const REMEMBERED = 'sund.side'
function useMenu(): readonly PageName[] {
  const { known, side } = useReader()
  useEffect(() => {
    if (known) localStorage.setItem(REMEMBERED, side)
  }, [known, side])
  return menuOf(known ? side : sideNamed(localStorage.getItem(REMEMBERED)))
}

function Menu() {
  const { words } = useReading()
  const pages = useMenu()
  return (
    <nav className="menu" aria-label={words.shell.menu}>
      <ul>
        {pages.map((page) => {
          const { title, short, icon: Icon } = ITEMS[page]
          return (
            <li key={page}>
              <Link
                to={PAGES[page]}
                activeOptions={{ exact: page === 'start', includeSearch: false }}
                className="menu-item"
              >
                <Icon />
                <span className={short && 'wide-only'}>{title(words)}</span>
                {short && <span className="narrow-only">{short(words)}</span>}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function LanguageSwitch() {
  const { words, language, choose } = useReading()
  return (
    <div className="language" data-size="sm">
      <Label htmlFor="language" className="language-label">
        {words.shell.language}
      </Label>
      <Select id="language" value={language} onChange={(event) => choose(event.target.value as Language)}>
        {LANGUAGE_LIST.map((one) => (
          <Select.Option key={one} value={one} lang={one}>
            {LANGUAGE_NAMES[one]}
          </Select.Option>
        ))}
      </Select>
    </div>
  )
}

function Person() {
  const { words } = useReading()
  const client = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  if (session === undefined) return <div className="person" />
  if (session.researcher === null)
    return (
      <div className="person">
        <SignIn variant="secondary" />
      </div>
    )
  return (
    <div className="person">
      <p className="person-name">
        <span className="ds-sr-only">{words.shell.signedInAs('')}</span>
        {session.researcher.name}
      </p>
      <Button variant="tertiary" data-size="sm" onClick={() => void signOut(client)}>
        {words.shell.signOut}
      </Button>
    </div>
  )
}

/** A way to sign in that comes back to this very page. */
export function SignIn({
  variant = 'primary',
  label,
}: {
  variant?: 'primary' | 'secondary'
  label?: string
}) {
  const { words, language } = useReading()
  const { data: session } = useQuery(sessionQuery)
  const { href } = useLocation()
  const query = new URLSearchParams({ returnTo: href, language })
  return (
    <Button asChild variant={variant} data-size="sm">
      <a href={`${session?.signIn ?? '/auth/sign-in'}?${query}`}>{label ?? words.shell.signIn}</a>
    </Button>
  )
}
