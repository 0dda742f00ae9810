/** On the first page of who looks after them: that letters did not arrive. Nothing where all did. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lettersQuery } from '../api/upkeep.js'
import { useReading } from '../words/reading.js'
import { Glance } from './next.js'

export function LettersInTrouble() {
  const { permits, upkeep } = useReading().words
  const { data } = useQuery(lettersQuery)
  if (data === undefined || data.letters.length === 0) return null
  return (
    <Glance
      id="letters"
      title={upkeep.letters.title}
      all={
        <Link to="/organisation" className="ds-link">
          {permits.start.buttons.letters}
        </Link>
      }
    >
      <p>{permits.start.next.letters(data.letters.length)}</p>
    </Glance>
  )
}
