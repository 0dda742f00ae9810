/** What the hub says it is doing, in the reader's words. A step that is not known is shown as the hub wrote it. */
import type { RunView } from '@sund/server/client'
import type { Words } from '../words/en.js'

type Tell = (words: Words, found: RegExpExecArray) => string
const STEPS: readonly [RegExp, Tell][] = [
  [/^checking$/, ({ steps }) => steps.checking],
  [/^opening a room$/, ({ steps }) => steps.opening],
  [/^asking (\d+) of the holders$/, ({ steps }, [, count]) => steps.asking(Number(count))],
  [/^(?:holder:)?(\S+) has answered$/, ({ steps }, [, place = '']) => steps.answered(place)],
  [/^computing in the room$/, ({ steps }) => steps.computing],
]

/** One sentence on where a run is. */
export function stepSentence({ state, place, step }: RunView['progress'], words: Words): string {
  if (state === 'queued' && place !== null) return words.write.queued(place)
  for (const [pattern, tell] of STEPS) {
    const found = pattern.exec(step)
    if (found) return tell(words, found)
  }
  return state === 'queued' ? words.steps.queued : words.steps.running
}
