/** The variables of an application by register, and which question needs each: what is joined to none is what minimisation asks about. */
import { Button, Checkbox } from '@digdir/designsystemet-react'
import type { ChosenVariable, LocalisedText } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { collectionQuery } from '../../api/applications.js'
import { Wide } from '../../results/table.js'
import { useReading } from '../../words/reading.js'
import type { ControlProps } from '../field.js'

interface Group {
  register: string
  title: LocalisedText
  variables: { chosen: ChosenVariable; title: LocalisedText }[]
}

/** What is chosen, by register in the order in which registers first occur. */
function groupsOf({ application, view }: ControlProps['draft']): Group[] {
  const groups = new Map<string, Group>()
  for (const chosen of application.collection) {
    const { register, variable } = chosen
    const known = view.variables.find((one) => one.register === register && one.name === variable)
    const group = groups.get(register) ?? {
      register,
      title: known?.registerTitle ?? { en: register },
      variables: [],
    }
    group.variables.push({ chosen, title: known?.title ?? { en: variable } })
    groups.set(register, group)
  }
  return [...groups.values()]
}

export function CollectionControl({ draft }: ControlProps) {
  const { words, say } = useReading()
  const { collection: texts } = words.applications
  const { application } = draft
  const { data: kept } = useQuery(collectionQuery)
  const questions = (application.answers.questions ?? []).filter(({ text }) => text.trim() !== '')
  const is = (one: ChosenVariable) => (other: ChosenVariable) =>
    one.register === other.register && one.variable === other.variable
  const more = (kept?.variables ?? [])
    .map(({ register, variable }) => ({ register, variable, questions: [] as string[] }))
    .filter((one) => !application.collection.some(is(one)))
  const set = (change: (one: ChosenVariable) => ChosenVariable) =>
    draft.change((all) => ({ ...all, collection: all.collection.map(change) }))
  /** Joins variables to a question, or parts them. */
  const join = (which: (one: ChosenVariable) => boolean, question: string, joined: boolean) =>
    set((one) =>
      which(one)
        ? {
            ...one,
            questions: [...one.questions.filter((id) => id !== question), ...(joined ? [question] : [])],
          }
        : one,
    )
  const groups = groupsOf(draft)
  // Nothing is held against who has not begun to mark.
  const begun = questions.some(({ id }) => application.collection.some((one) => one.questions.includes(id)))
  return (
    <>
      <p>
        {application.collection.length === 0
          ? texts.empty
          : texts.count(application.collection.length, groups.length)}
      </p>
      {application.collection.length > 0 && questions.length === 0 && (
        <p className="quiet">{texts.noQuestions}</p>
      )}
      {groups.map(({ register, title, variables }) => (
        <Wide key={register} label={say(title)}>
          <table className="needs">
            <caption className="ds-sr-only">{texts.needed}</caption>
            <thead>
              <tr>
                <th scope="col">{say(title)}</th>
                {questions.map(({ id, text }, i) => (
                  <th scope="col" key={id} title={text}>
                    <span aria-hidden="true">{i + 1}</span>
                    <Checkbox
                      data-size="sm"
                      aria-label={texts.all(say(title), text)}
                      checked={variables.every(({ chosen }) => chosen.questions.includes(id))}
                      onChange={(event) => join((one) => one.register === register, id, event.target.checked)}
                    />
                  </th>
                ))}
                <th />
              </tr>
            </thead>
            <tbody>
              {variables.map(({ chosen, title: name }) => {
                const unneeded = begun && !questions.some(({ id }) => chosen.questions.includes(id))
                return (
                  <tr key={chosen.variable} data-unneeded={unneeded || undefined}>
                    <th scope="row">
                      {say(name)} <code className="quiet">{chosen.variable}</code>
                      {unneeded && <span className="unneeded">{texts.unneeded}</span>}
                    </th>
                    {questions.map(({ id, text }) => (
                      <td key={id}>
                        <Checkbox
                          data-size="sm"
                          aria-label={texts.needs(say(name), text)}
                          checked={chosen.questions.includes(id)}
                          onChange={(event) => join(is(chosen), id, event.target.checked)}
                        />
                      </td>
                    ))}
                    <td>
                      <Button
                        variant="tertiary"
                        data-size="sm"
                        aria-label={texts.remove(say(name))}
                        onClick={() =>
                          draft.change((all) => ({
                            ...all,
                            collection: all.collection.filter((other) => !is(chosen)(other)),
                          }))
                        }
                      >
                        ×
                      </Button>
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </Wide>
      ))}
      {questions.length > 1 && groups.length > 0 && (
        <ol className="question-key">
          {questions.map(({ id, text }) => (
            <li key={id}>{text}</li>
          ))}
        </ol>
      )}
      <div className="actions">
        {more.length > 0 && (
          <Button
            variant="secondary"
            data-size="sm"
            onClick={() => draft.change((all) => ({ ...all, collection: [...all.collection, ...more] }))}
          >
            {texts.add(more.length)}
          </Button>
        )}
        <Button asChild variant="tertiary" data-size="sm">
          <Link to="/variables">{texts.find}</Link>
        </Button>
      </div>
    </>
  )
}
