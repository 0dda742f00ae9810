/** What can be done, drawn from what the server says may be done and from nothing else. One form is open at a time; what needs no words is done at once. */
import { Button, Heading } from '@digdir/designsystemet-react'
import type { CaseAction } from '@sund/model'
import { useEffect, useRef, useState } from 'react'
import { within } from '../words/language.js'
import { useReading } from '../words/reading.js'
import { type Acted, ActionForm } from './action-form.js'
import { ELSEWHERE } from './forms.js'
import { Supplement } from './supplement.js'

/** Those that stand beside what they are about, not among the others. */
const BESIDE: ReadonlySet<string> = new Set(['assess', 'answer', 'remove-person'])

/** First what moves it on, then the rest. */
const FIRST: readonly string[] = [
  'take',
  'find-complete',
  'ask-completion',
  'decide',
  'propose',
  'review',
  'decide-appeal',
  'appeal',
]
const rank = ({ do: name }: CaseAction): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)

export function Actions({
  acted,
  actions,
  track = null,
  title,
  whole = false,
}: {
  acted: Acted
  actions: readonly CaseAction[]
  track?: string | null
  /** Of a part: whose it is. */
  title?: string
  /** About the case or permit as a whole: has a heading of its own. */
  whole?: boolean
}) {
  const { words } = useReading()
  const { page, form } = words.cases
  const of = title === undefined ? page.do : `${page.do}: ${title}`
  const [open, setOpen] = useState<string | null>(null)
  const [told, setTold] = useState('')
  // The form that had the focus is gone: whoever uses the keyboard goes on from what came of it.
  const outcome = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (told !== '') outcome.current?.focus()
  }, [told])
  const supplement = actions.find((one) => one.do === 'supplement')
  const shown = actions
    .filter((one) => one.track === track && !ELSEWHERE.has(one.do) && !BESIDE.has(one.do))
    .toSorted((a, b) => rank(a) - rank(b))
  const opened = shown.find((one) => one.do === open)
  const done = (title: string) => {
    setOpen(null)
    setTold(form.sent(within(title)))
  }
  const said = (
    <p role="status" className="quiet" tabIndex={-1} ref={outcome}>
      {told}
    </p>
  )
  if (shown.length === 0 && !(whole && supplement)) return said
  return (
    <section className="doing" aria-label={of}>
      {whole && (
        <Heading level={2} data-size="xs">
          {page.do}
        </Heading>
      )}
      {whole && supplement && <Supplement of={acted.id} />}
      {opened ? (
        <ActionForm key={opened.do} acted={acted} action={opened} done={done} cancel={() => setOpen(null)} />
      ) : (
        <div className="actions">
          {shown.map((action, index) => (
            <Button
              key={action.do}
              variant={index === 0 && rank(action) < FIRST.length ? 'primary' : 'secondary'}
              data-size="sm"
              onClick={() => {
                setTold('')
                setOpen(action.do)
              }}
            >
              {acted.words[action.do]?.title ?? action.do}
            </Button>
          ))}
        </div>
      )}
      {said}
    </section>
  )
}
