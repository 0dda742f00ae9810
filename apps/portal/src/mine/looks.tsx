/** Who looked, each in a sentence: who, what they did, with which app, why, and when. */
import type { HeldKind, SeenEntry } from '@sund/model'
import { listWords, momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function Looks({ looks }: { looks: readonly SeenEntry[] }) {
  const { words, say } = useReading()
  const { who } = words.mine
  if (looks.length === 0) return <p className="quiet">{who.none}</p>
  return (
    <ol className="look-list">
      {looks.map((look) => (
        <li key={`${look.at} ${look.holder} ${look.who} ${look.action} ${look.app?.en}`}>
          <span>
            <strong>{look.own ? who.you : look.who === 'system' ? who.system : look.who}</strong>{' '}
            {sentenceOf(look, words, say)}
          </span>
          {look.what.length > 0 && (
            <span>
              {who.what}: {listWords(namesOf(look.what, words), words.locale)}
            </span>
          )}
          <span className="quiet">
            {momentWords(look.at, words.locale)}, {say(look.place)}
          </span>
        </li>
      ))}
    </ol>
  )
}

type Reading = ReturnType<typeof useReading>
type Words = Reading['words']

/** Kinds in the middle of a sentence; of many the first few. */
function namesOf(what: readonly HeldKind[], { mine: { held, who } }: Words): string[] {
  const names = what.slice(0, MOST).map((kind) => held.kinds[kind][0].toLowerCase())
  return what.length > MOST ? [...names, who.others(what.length - MOST)] : names
}
const MOST = 4

function sentenceOf(
  { action, app, purpose, times }: SeenEntry,
  { mine: { who } }: Words,
  say: Reading['say'],
): string {
  const parts = [
    who.did[action],
    app === null ? '' : who.app(say(app)),
    who.purposes[purpose] ?? who.otherPurpose,
    who.times(times),
  ]
  return parts.filter((part) => part !== '').join(' ')
}
