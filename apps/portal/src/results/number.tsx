/**
 * A released number that can be asked how exact it is. One small popover serves a whole document: it opens beside the number,
 * takes focus, and gives it back when it closes. Within a table the arrow keys go from number to number, so that Tab passes
 * a table in one step.
 */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { ReleasedNumber, Withheld } from '@sund/model'
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react'
import { useReading } from '../words/reading.js'
import { exactness, formatReleased, isFewOrNone, isWithheld, type NumberForm } from './numbers.js'

interface Question {
  number: ReleasedNumber
  form: NumberForm
  text: string
  few: boolean
  withheld: readonly Withheld[]
  from: HTMLElement
}
const AskContext = createContext<(question: Question) => void>(() => {})
const WithheldContext = createContext<readonly Withheld[]>([])

/** Answers "how exact is this?" for every number below it. */
export function Exactness({ children }: { children: ReactNode }) {
  const { words, say } = useReading()
  const popover = useRef<HTMLDivElement>(null)
  const [question, setQuestion] = useState<Question | null>(null)

  useEffect(() => {
    const element = popover.current
    if (element === null || question === null) return
    element.showPopover()
    place(element, question.from)
    element.focus({ preventScroll: true })
  }, [question])

  const ask = useCallback((next: Question) => setQuestion(next), [])
  const rule = question && isWithheld(question.number) ? question.number.withheld : null
  const why = question?.withheld.find((one) => one.rule === rule)
  return (
    <AskContext value={ask}>
      {children}
      <div
        ref={popover}
        popover="auto"
        className="exactness"
        role="dialog"
        aria-labelledby="exactness-title"
        tabIndex={-1}
        onToggle={(event) => {
          if (event.newState === 'closed') setQuestion(null)
        }}
      >
        {question && (
          <>
            <Heading level={3} data-size="2xs" id="exactness-title">
              {words.results.howExact}
            </Heading>
            <p className="exactness-number">{question.text}</p>
            <Paragraph data-size="sm">
              {question.few
                ? words.results.fewLack
                : rule === null
                  ? exactness(question.number, question.form, words)
                  : why
                    ? say(why.reason)
                    : words.results.notShown}
            </Paragraph>
            {rule !== null && (
              <Paragraph data-size="sm">
                {words.rules[rule]} ({rule}).
                {why && (
                  <>
                    {' '}
                    <strong>{words.results.remedy}:</strong> {say(why.remedy)}
                  </>
                )}
              </Paragraph>
            )}
            <Button variant="tertiary" data-size="sm" onClick={() => popover.current?.hidePopover()}>
              {words.shell.close}
            </Button>
          </>
        )}
      </div>
    </AskContext>
  )
}

/** What was withheld from the result below, for the numbers in it to say. */
export const WithheldHere = WithheldContext.Provider

/** One number. Withheld numbers are hatched and carry the word. */
export function Released({
  number,
  form,
  decimals,
  text: given,
  few = false,
}: {
  number: ReleasedNumber
  form: NumberForm
  decimals?: number | undefined
  /** How it is written, when not as its form says. */
  text?: string
  /** Not told because they are few or nobody, which is no loss. */
  few?: boolean
}) {
  const { words } = useReading()
  const ask = useContext(AskContext)
  const withheld = useContext(WithheldContext)
  const text = given ?? (few ? words.results.fewOrNone : formatReleased(number, form, words, decimals))
  return (
    <button
      type="button"
      className={isWithheld(number) && !few ? 'number number-withheld' : 'number'}
      aria-haspopup="dialog"
      onClick={(event) => ask({ number, form, text, few, withheld, from: event.currentTarget })}
    >
      {text}
    </button>
  )
}

/** How many lack a value, beside how many have one: that they are few, or nobody, is no loss. */
export function Lacking({ missing, others }: { missing: ReleasedNumber; others: ReleasedNumber }) {
  return <Released number={missing} form="count" few={isFewOrNone(missing, others)} />
}

/**
 * Arrow keys among the numbers of a table: one of them is in the tab order, the others are reached from it.
 * Answers what the table element needs.
 */
export function useArrows(): {
  ref: RefObject<HTMLTableElement | null>
  onKeyDown: (event: KeyboardEvent<HTMLTableElement>) => void
} {
  const ref = useRef<HTMLTableElement>(null)
  useEffect(() => {
    const numbers = [...(ref.current?.querySelectorAll<HTMLElement>('button.number') ?? [])]
    if (numbers.some((one) => one.tabIndex === 0 && one.dataset.reached === 'yes')) return
    for (const [index, one] of numbers.entries()) one.tabIndex = index === 0 ? 0 : -1
  })
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const move = MOVES[event.key]
    const from = event.target as HTMLElement
    if (move === undefined || !from.matches('button.number') || ref.current === null) return
    const rows = [...ref.current.querySelectorAll('tr')].map((row) => [
      ...row.querySelectorAll<HTMLElement>('button.number'),
    ])
    const row = rows.findIndex((one) => one.includes(from))
    const column = rows[row]?.indexOf(from) ?? 0
    const to = move(
      rows.map((one) => one.length),
      row,
      column,
    )
    const target = rows[to.row]?.[to.column]
    if (target === undefined) return
    event.preventDefault()
    for (const one of rows.flat()) {
      one.tabIndex = one === target ? 0 : -1
      one.dataset.reached = one === target ? 'yes' : ''
    }
    target.focus()
  }
  return { ref, onKeyDown }
}

type Move = (lengths: readonly number[], row: number, column: number) => { row: number; column: number }
const within = (lengths: readonly number[], row: number, column: number) => ({
  row,
  column: Math.min(column, (lengths[row] ?? 1) - 1),
})
const nextFilled = (lengths: readonly number[], row: number, step: number): number => {
  let next = row + step
  while (next >= 0 && next < lengths.length && lengths[next] === 0) next += step
  return lengths[next] === undefined ? row : next
}
const MOVES: Partial<Record<string, Move>> = {
  ArrowRight: (lengths, row, column) => within(lengths, row, column + 1),
  ArrowLeft: (_lengths, row, column) => ({ row, column: Math.max(0, column - 1) }),
  ArrowDown: (lengths, row, column) => within(lengths, nextFilled(lengths, row, 1), column),
  ArrowUp: (lengths, row, column) => within(lengths, nextFilled(lengths, row, -1), column),
  Home: (_lengths, row) => ({ row, column: 0 }),
  End: (lengths, row) => ({ row, column: (lengths[row] ?? 1) - 1 }),
}

/** Below the number, or above it where there is no room; at the edge of a phone the stylesheet decides. */
function place(element: HTMLElement, from: HTMLElement): void {
  const at = from.getBoundingClientRect()
  const own = element.getBoundingClientRect()
  const left = Math.max(8, Math.min(at.left, innerWidth - own.width - 8))
  const below = at.bottom + 6
  const top = below + own.height > innerHeight ? Math.max(8, at.top - own.height - 6) : below
  element.style.left = `${left}px`
  element.style.top = `${top}px`
}
