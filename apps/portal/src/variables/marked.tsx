/** Text in which what a search matched is marked. Marks come from the server, folded; letters are folded one by one here, so that places stay. */
import { Fragment } from 'react'

/** The stretches of a text that are marked (odd places) and that are not (even places). */
export function stretches(text: string, marks: readonly string[]): string[] {
  const folded = [...text].map(foldLetter).join('')
  // A letter that folds to several would move all that follow.
  if (folded.length !== text.length || marks.length === 0) return [text]
  const marked = new Uint8Array(text.length)
  for (const mark of marks)
    for (let at = folded.indexOf(mark); at >= 0 && mark !== ''; at = folded.indexOf(mark, at + mark.length))
      if (mark.length > 2 || !/[\p{L}\p{N}]/u.test(folded[at - 1] ?? ' '))
        marked.fill(1, at, at + mark.length)
  const parts: string[] = []
  let from = 0
  for (let at = 1; at <= text.length; at++)
    if (at === text.length || marked[at] !== marked[at - 1]) {
      if (parts.length % 2 !== marked[at - 1]) parts.push('')
      parts.push(text.slice(from, at))
      from = at
    }
  return parts
}

const foldLetter = (letter: string): string => {
  const lower = letter.toLowerCase()
  return lower === 'å' ? lower : lower.normalize('NFD').replace(/\p{M}/gu, '')
}

export function Marked({ text, marks }: { text: string; marks: readonly string[] }) {
  return (
    <>
      {stretches(text, marks).map((part, i) =>
        i % 2 === 1 ? <mark key={i}>{part}</mark> : <Fragment key={i}>{part}</Fragment>,
      )}
    </>
  )
}
