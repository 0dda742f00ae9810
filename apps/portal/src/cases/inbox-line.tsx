/** One thing that waits: what it is, whose turn it is, and how long there is. */
import type { InboxItem } from '@sund/model'
import { Link } from '@tanstack/react-router'
import { dayWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { turnOf } from './inbox.js'
import { LateMark } from './marks.js'
import { useOrganisationName } from './who.js'

export function InboxLine({ item }: { item: InboxItem }) {
  const { words } = useReading()
  const { inbox, days, kinds } = words.cases
  const organisation = useOrganisationName()
  const { late } = item
  const line = (
    <>
      <span className="case-line-main">
        <span className="run-title">{item.title || item.reference}</span>
        <span className="run-facts">
          <span>{item.reference}</span>
          {item.kind !== 'new' && <span>{kinds[item.kind]}</span>}
          <span>{inbox.turn(turnOf(item, words), item.body === null ? '' : organisation(item.body))}</span>
          {item.mine && <span>{inbox.taken}</span>}
        </span>
      </span>
      <span className="case-line-due">
        <span>{inbox.due(dayWords(item.due, words.locale))}</span>
        {late > 0 ? (
          <strong className="late">
            <LateMark /> {inbox.late(days(late))}
          </strong>
        ) : (
          <span className={late > -3 ? 'soon' : 'quiet'}>
            {late === 0 ? inbox.todayIsLast : inbox.left(days(-late))}
          </span>
        )}
      </span>
    </>
  )
  return item.of === 'case' ? (
    <Link to="/cases/$case" params={{ case: item.id }} className="case-line">
      {line}
    </Link>
  ) : (
    <Link to="/permits/$permit" params={{ permit: item.id }} className="case-line">
      {line}
    </Link>
  )
}
