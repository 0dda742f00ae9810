/** A case in a list: its title, state and whose desk it is on. */
import { Link } from '@tanstack/react-router'
import type { CaseLine as Line } from '../api/access.js'
import { dayWords, listWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { StatusTag } from './marks.js'
import { APPLICANT } from './state-sentence.js'
import { useOrganisationName } from './who.js'

export function CaseLine({ line }: { line: Line }) {
  const { words } = useReading()
  const { applicant, kinds, days, standing } = words.cases
  const organisation = useOrganisationName()
  const names = [
    ...new Set(line.desks.map((desk) => (desk.at === APPLICANT ? applicant : organisation(desk.at)))),
  ]
  const longest = line.desks[0]?.days
  return (
    <Link to="/cases/$case" params={{ case: line.id }} className="case-line">
      <span className="case-line-main">
        <span className="run-title">{line.title || line.reference}</span>
        <span className="run-facts">
          <span>{line.reference}</span>
          <span>{dayWords(line.submittedOn, words.locale)}</span>
          {line.kind !== 'new' && <span>{kinds[line.kind]}</span>}
        </span>
      </span>
      <span className="case-line-due">
        <StatusTag status={line.status} />
        {names.length > 0 && (
          <span className="quiet">
            {standing.desk(
              names.length > 3
                ? listWords([...names.slice(0, 2), words.cases.list.others(names.length - 2)], words.locale)
                : listWords(names, words.locale),
            )}
            {longest !== undefined && `, ${days(longest)}`}
          </span>
        )}
      </span>
    </Link>
  )
}
