/**
 * The form of one thing that can be done: its fields, what happens then, and sending it. What is written is kept until it is sent. When the case
 * moved on meanwhile, what changed is told first and nothing written is lost.
 */
import { Alert, Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { CaseAction, CaseCommand, PermitCommand, TimelineEntry } from '@sund/model'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { isOvertaken } from '../api/access.js'
import { Problem } from '../shell/states.js'
import type { ActionWords } from '../words/cases/en.js'
import { useReading } from '../words/reading.js'
import { FieldOf, type Surroundings } from './fields.js'
import { askedOf, commandOf, FINAL, initialValues, isWhole, type Values } from './forms.js'
import { forget, type Kept, keep, placeOf, readKept } from './kept.js'
import { since } from './overtaken.js'
import { useReader } from './who.js'

/** A case or permit that commands are sent to. */
export interface Acted {
  id: string
  revision: number
  timeline: readonly TimelineEntry[]
  tell: (entry: TimelineEntry) => string
  words: Readonly<Record<string, ActionWords>>
  /** Sends a command to it as it was at `revision`, and shows what it became. */
  send: (command: CaseCommand | PermitCommand, revision: number) => Promise<unknown>
  /** Fetches it anew, as it is now. */
  refresh: () => Promise<Pick<Acted, 'revision' | 'timeline'>>
  /** What a form begins with, where something is known: a proposal that waits to be confirmed. */
  suggested?: (action: CaseAction) => Partial<Values>
  surroundings: Surroundings
}

/** Begins with what was kept, else with what is given. */
function useWritten(place: string, revision: number, given: Partial<Values>) {
  const [kept, set] = useState<Kept<Values>>(() => {
    const before = readKept<Partial<Values>>(place)
    return before === null
      ? { begun: revision, values: initialValues(given) }
      : { begun: before.begun, values: initialValues({ ...given, ...before.values }) }
  })
  const [found] = useState(() => readKept(place) !== null)
  const write = (next: Kept<Values>) => {
    set(next)
    keep(place, next)
  }
  return { kept, found, write }
}

/** How often somebody may be overtaken by what does not concern them, while a dozen bodies decide at once. */
const MOST = 10

/** Sends a command; again where it was overtaken by nothing that matters to it. Throws the refusal where something does. */
async function sent(
  acted: Acted,
  command: CaseCommand | PermitCommand,
  begun: number,
  track: string | null,
): Promise<void> {
  let { revision } = acted
  for (let attempt = 1; ; attempt++)
    try {
      await acted.send(command, revision)
      return
    } catch (refused) {
      if (!isOvertaken(refused)) throw refused
      const now = await acted.refresh()
      if (attempt === MOST || since(now.timeline, begun, track).length > 0) throw refused
      revision = now.revision
    }
}

export function ActionForm({
  acted,
  action,
  given = {},
  about = '',
  done,
  cancel,
}: {
  acted: Acted
  action: CaseAction
  /** Values that are settled by where the form stands. */
  given?: Partial<Values>
  /** What it is about, where an action can be begun in several places. */
  about?: string
  done: (title: string) => void
  cancel: () => void
}) {
  const { words } = useReading()
  const { form } = words.cases
  const { subject } = useReader()
  const { title, next, send } = acted.words[action.do] as ActionWords
  const place = placeOf(subject, acted.id, action.do, action.track, about)
  const { kept, found, write } = useWritten(place, acted.revision, { ...acted.suggested?.(action), ...given })
  const [tried, setTried] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  const { values, begun } = kept
  const settled = Object.keys(given)
  const asked = askedOf(action.do, values).filter((name) => !settled.includes(name))
  const lacking = asked.filter((name) => !isWhole(name, values))
  const news = since(acted.timeline, begun, action.track)

  useEffect(() => heading.current?.focus(), [])

  const { mutate, error, isPending } = useMutation({
    mutationFn: () => sent(acted, commandOf(action, values), begun, action.track),
    onSuccess: () => {
      forget(place)
      done(title)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isPending && lacking.length === 0 && news.length === 0) mutate()
  }
  return (
    <form className="action-form" onSubmit={submit} noValidate aria-labelledby={`${id}title`}>
      <Heading level={3} data-size="2xs" id={`${id}title`} tabIndex={-1} ref={heading}>
        {title}
      </Heading>
      {found && (
        <p className="hint" role="status">
          {form.found}
        </p>
      )}
      {news.length > 0 && (
        <Alert data-color="warning" role="alert">
          <Heading level={4} data-size="2xs">
            {form.overtakenTitle}
          </Heading>
          <ul className="plain">
            {news.map((entry) => (
              <li key={entry.number}>{acted.tell(entry)}</li>
            ))}
          </ul>
          <Paragraph>{form.overtaken}</Paragraph>
          <Button
            type="button"
            variant="secondary"
            data-size="sm"
            onClick={() => write({ ...kept, begun: acted.revision })}
          >
            {form.goOn}
          </Button>
        </Alert>
      )}
      {asked.map((name) => (
        <FieldOf
          key={name}
          name={name}
          command={action.do}
          values={values}
          error={tried && !isWhole(name, values) ? form.required : null}
          set={(part) => write({ begun, values: { ...values, ...part } })}
          surroundings={acted.surroundings}
          track={action.track}
        />
      ))}
      <p className="next">
        <strong>{form.next}.</strong> {next}
      </p>
      {error && !isOvertaken(error) && <Problem error={error} />}
      {tried && lacking.length > 0 && (
        <p role="alert" className="wanting">
          {form.incomplete}
        </p>
      )}
      <div className="actions">
        <Button
          type="submit"
          {...(FINAL.has(action.do) ? { 'data-color': 'danger' as const } : {})}
          aria-disabled={isPending || news.length > 0}
        >
          {isPending ? form.sending : send}
        </Button>
        <Button type="button" variant="secondary" onClick={cancel}>
          {form.cancel}
        </Button>
        {found && (
          <Button
            type="button"
            variant="tertiary"
            onClick={() => {
              forget(place)
              cancel()
            }}
          >
            {form.discard}
          </Button>
        )}
      </div>
      {asked.length > 0 && <p className="hint">{form.kept}</p>}
    </form>
  )
}
