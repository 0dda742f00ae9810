/** Everything that is left, in one place with links to where it is; and how many of it in each section. */
import { Details } from '@digdir/designsystemet-react'
import { type FormField, type Point, pointText } from '@sund/model'
import { useReading } from '../words/reading.js'
import { fieldId } from './field.js'
import type { DraftInHand } from './use-draft.js'

/** Brings a field into view and gives it the focus. */
export function goTo(at: string): void {
  const field = document.getElementById(fieldId(at))
  field?.scrollIntoView({ block: 'start' })
  const first = field?.querySelector<HTMLElement>('input:not([hidden]), textarea, select, button')
  ;(first ?? field)?.focus({ preventScroll: true })
}

const GROUPS = [
  ['wrong', ({ code, weight }: Point) => weight === 'blocks' && code !== 'missing'],
  ['missing', ({ code }: Point) => code === 'missing'],
  ['questions', ({ weight }: Point) => weight === 'question'],
] as const

/** What is left; open where somebody has asked for it. */
export function Points({ draft, open }: { draft: DraftInHand; open: boolean }) {
  const { words, language, say } = useReading()
  const { points: texts } = words.applications
  const { points, form } = draft.view
  const titles = new Map<string, FormField['title']>(
    form.sections.flatMap(({ fields }) => fields.map(({ name, title }) => [name, title] as const)),
  )
  const titleOf = (at: string) => {
    const title = titles.get(at)
    return title ? say(title) : at
  }
  const blocking = points.filter(({ weight }) => weight === 'blocks').length
  if (points.length === 0)
    return (
      <p className="no-problems" role="status">
        {draft.view.draft.case === null ? texts.none : texts.noneCase}
      </p>
    )
  return (
    <Details className="points" key={String(open)} defaultOpen={open}>
      <Details.Summary>
        {blocking > 0 ? texts.title(points.length) : texts.ready(points.length)}
      </Details.Summary>
      <Details.Content>
        {GROUPS.map(([group, belongs]) => {
          const some = points.filter(belongs)
          return (
            some.length > 0 && (
              <section key={group}>
                <h3 className="ds-label">{texts[group]}</h3>
                <ul>
                  {some.map((point) => (
                    <li key={`${point.at} ${point.code} ${JSON.stringify(point.with)}`}>
                      <a
                        className="ds-link"
                        href={`#${fieldId(point.at)}`}
                        onClick={(event) => {
                          event.preventDefault()
                          goTo(point.at)
                        }}
                      >
                        {titleOf(point.at)}
                      </a>
                      {group !== 'missing' && <span> {pointText(point, language)}</span>}
                    </li>
                  ))}
                </ul>
              </section>
            )
          )
        })}
      </Details.Content>
    </Details>
  )
}

/** The sections of the form, and how much of each is left. */
export function Progress({ draft }: { draft: DraftInHand }) {
  const { words, say } = useReading()
  const { applications } = words
  const { form, fields, points } = draft.view
  const asked = new Set<string>(fields)
  return (
    <nav className="application-progress" aria-label={applications.progress}>
      <ol>
        {form.sections.map(({ id, title, fields: all }) => {
          const names = new Set<string>(all.map(({ name }) => name).filter((name) => asked.has(name)))
          const left = points.filter(({ at, weight }) => names.has(at) && weight === 'blocks').length
          return (
            names.size > 0 && (
              <li key={id} data-done={left === 0 || undefined}>
                <a href={`#section-${id}`}>
                  <span>{say(title)}</span> <span className="quiet">{applications.left(left)}</span>
                </a>
              </li>
            )
          )
        })}
      </ol>
    </nav>
  )
}
