/** Who looked, each in a sentence: who, what they did, with which app, why, and when. */
import type { SeenEntry } from '@sund/model'
import { momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function Looks({ looks }: { looks: readonly SeenEntry[] }) {
  const { words } = useReading()
  const { who } = words.mine
  if (looks.length === 0) return <p className="quiet">{who.none}</p>
  return (
    <ol className="look-list">
      {looks.map((look) => (
        <li key={`${look.at} ${look.holder} ${look.who} ${look.action} ${look.app}`}>
          <span>
            <strong>{look.own ? who.you : look.who === 'system' ? who.system : look.who}</strong>{' '}
            {sentenceOf(look, words)}
          </span>
          <span className="quiet">{momentWords(look.at, words.locale)}</span>
        </li>
      ))}
    </ol>
  )
}

function sentenceOf(
  { action, app, purpose, times }: SeenEntry,
  { mine: { who } }: ReturnType<typeof useReading>['words'],
): string {
  const parts = [
    who.did[action],
    app === null ? '' : who.app(app),
    who.purposes[purpose] ?? who.otherPurpose,
    who.times(times),
  ]
  return parts.filter((part) => part !== '').join(' ')
}
