/** The pages that do not stand in one's menu. */
import { Heading } from '@digdir/designsystemet-react'
import { Link } from '@tanstack/react-router'
import { pageTitle } from '../shell/layout.js'
import { moreOf, PAGES, type Side } from '../shell/menu.js'
import { useReading } from '../words/reading.js'

export function More({ side }: { side: Side }) {
  const { words } = useReading()
  const pages = moreOf(side).filter((page) => side !== 'anyone' || OPEN.has(page))
  if (pages.length === 0) return null
  return (
    <nav aria-labelledby="more-title" className="more">
      <Heading level={2} data-size="2xs" id="more-title">
        {words.permits.start.more}
      </Heading>
      <ul className="actions plain">
        {pages.map((page) => (
          <li key={page}>
            <Link to={PAGES[page]} className="ds-link">
              {pageTitle(page, words)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** What anyone can read without signing in. */
const OPEN: ReadonlySet<string> = new Set(['variables', 'apps', 'register', 'protection'])
