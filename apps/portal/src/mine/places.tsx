/** The places that may have something: which keep records of one, and which of their registers one is in. Those that have nothing are counted in a line. */
import { Heading } from '@digdir/designsystemet-react'
import type { LocalisedText } from '@sund/model'
import { Link } from '@tanstack/react-router'
import { useVariableTitles } from '../cases/titles.js'
import { useReading } from '../words/reading.js'

export interface PlaceOfMine {
  holder: string
  title: LocalisedText
  registers: string[]
  kinds: object | null
  silent: boolean
}

export function Places({ places }: { places: readonly PlaceOfMine[] }) {
  const { words, say } = useReading()
  const { held } = words.mine
  const having = places.filter(
    ({ registers, kinds, silent }) => silent || registers.length > 0 || kinds !== null,
  )
  const titles = useVariableTitles(
    having.flatMap(({ registers }) => registers.map((register) => ({ register }))),
  )
  if (having.length === 0) return <p>{held.nowhere}</p>
  return (
    <>
      <Heading level={3} data-size="2xs">
        {held.at}
      </Heading>
      <dl className="fact-list">
        {having.map(({ holder, title, registers, kinds, silent }) => (
          <div key={holder}>
            <dt>{say(title)}</dt>
            <dd>
              {silent && held.silent}
              {kinds !== null && <span className="place-part">{held.records}</span>}
              {registers.map((register) => (
                <Link
                  key={register}
                  to="/variables/$register"
                  params={{ register }}
                  className="ds-link place-part"
                >
                  {titles.register(register)}
                </Link>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
