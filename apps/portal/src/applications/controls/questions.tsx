/** The questions of a study, one at a time. Variables are joined to them by identifier, so that a question can be reworded. */
import { Button, Label, Textarea } from '@digdir/designsystemet-react'
import { useReading } from '../../words/reading.js'
import type { ControlProps } from '../field.js'

type Question = { id: string; text: string }

/** An identifier that none of them has. */
const freshId = (questions: readonly Question[]): string =>
  `q${1 + Math.max(0, ...questions.map(({ id }) => Number(/^q(\d+)$/.exec(id)?.[1] ?? 0)))}`

export function QuestionsControl({ field, draft, id, invalid }: ControlProps) {
  const { words, say } = useReading()
  const { controls } = words.applications
  const kept = draft.application.answers.questions ?? []
  // There is always one to write in.
  const questions = kept.length === 0 ? [{ id: 'q1', text: '' }] : kept
  const set = (next: Question[]) =>
    draft.change((application) => {
      const ids = new Set(next.map((one) => one.id))
      const { questions: _, ...answers } = application.answers
      const isEmpty = next.length === 0 || (next.length === 1 && next[0]?.text === '')
      return {
        ...application,
        answers: isEmpty ? answers : { ...answers, questions: next },
        collection: application.collection.map((one) => ({
          ...one,
          questions: one.questions.filter((question) => ids.has(question)),
        })),
      }
    })
  return (
    <>
      <ol className="question-list">
        {questions.map((question, i) => (
          <li key={question.id}>
            <Label htmlFor={`${id}${question.id}`} className="ds-sr-only">
              {controls.question(i + 1)}
            </Label>
            <Textarea
              id={`${id}${question.id}`}
              rows={1}
              value={question.text}
              maxLength={1000}
              placeholder={field.placeholder ? say(field.placeholder) : undefined}
              aria-invalid={invalid || undefined}
              onChange={(event) =>
                set(
                  questions.map((one) =>
                    one.id === question.id ? { ...one, text: event.target.value } : one,
                  ),
                )
              }
            />
            {questions.length > 1 && (
              <Button
                variant="tertiary"
                data-size="sm"
                onClick={() => set(questions.filter((one) => one.id !== question.id))}
              >
                {controls.remove}
                <span className="ds-sr-only"> {controls.removeQuestion(i + 1)}</span>
              </Button>
            )}
          </li>
        ))}
      </ol>
      <div className="actions">
        <Button
          variant="secondary"
          data-size="sm"
          disabled={questions.some(({ text }) => text.trim() === '')}
          onClick={() => set([...questions, { id: freshId(questions), text: '' }])}
        >
          {controls.addQuestion}
        </Button>
      </div>
    </>
  )
}
