/** Counting a population by clicking: conditions side by side, and how many people fit, protected, with how exact that is. */
import { Button, Heading, Paragraph } from '@digdir/designsystemet-react'
import type { CountDocument } from '@sund/model'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { sessionQuery } from '../api/queries.js'
import { Exactness, Released } from '../results/number.js'
import { exactness, isWithheld } from '../results/numbers.js'
import { SignIn } from '../shell/layout.js'
import { Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { ConditionEditor } from './condition.js'
import { VariablePicker } from './picker.js'
import { type Alternative, changed, criteriaOf, type Population } from './population.js'
import { countPeople } from './queries.js'

export function CountPage() {
  const { words } = useReading()
  const { catalogue } = words
  useTitle(catalogue.count)
  const { data: session } = useQuery(sessionQuery)
  const { of = '' } = useSearch({ from: '/count' })
  const [population, setPopulation] = useState<Population>([])
  /** Where the next variable goes: a condition of its own, or into one that is there. */
  const [picking, setPicking] = useState<number | 'new' | null>('new')
  const next = useRef(1)
  const count = useMutation({ mutationFn: countPeople })
  const change = (to: Population) => {
    setPopulation(to)
    if (to.length === 0) setPicking('new')
    count.reset()
  }
  const pick = ({ register, variable, by }: Pick<Alternative, 'register' | 'variable' | 'by'>) => {
    const one: Alternative = {
      key: next.current++,
      register,
      variable,
      by,
      not: false,
      codes: [],
      from: '',
      until: '',
    }
    change(
      picking === 'new' || picking === null
        ? [...population, [one]]
        : population.map((group, i) => (i === picking ? [...group, one] : group)),
    )
    setPicking(null)
  }
  const criteria = criteriaOf(population)
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {catalogue.count}
      </Heading>
      <Paragraph className="prose lead">{catalogue.countLead}</Paragraph>
      {population.length > 0 && <p className="count-with">{catalogue.countWith}</p>}
      <ol className="conditions">
        {population.map((group, g) => (
          <li key={group[0]?.key} aria-label={catalogue.countGroup(g + 1)}>
            {g > 0 && <p className="joint">{catalogue.countAnd}</p>}
            <div className="condition-group">
              {group.map((one, i) => (
                <div key={one.key}>
                  {i > 0 && <p className="joint joint-or">{catalogue.countOr}</p>}
                  <ConditionEditor
                    condition={one}
                    change={(to) => change(changed(population, one.key, to))}
                  />
                </div>
              ))}
              {picking === g ? (
                <VariablePicker pick={pick} start="" />
              ) : (
                <Button variant="tertiary" data-size="sm" onClick={() => setPicking(g)}>
                  {catalogue.countAddOr}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
      {picking === 'new' ? (
        <VariablePicker pick={pick} start={of} />
      ) : (
        <div className="actions">
          <Button variant="secondary" data-size="sm" onClick={() => setPicking('new')}>
            {catalogue.countAddAnd}
          </Button>
        </div>
      )}
      {population.length > 0 &&
        (session?.researcher === null ? (
          <div className="actions">
            <SignIn /> <span className="quiet">{catalogue.countSignIn}</span>
          </div>
        ) : (
          <div className="actions">
            <Button
              disabled={criteria === null || count.isPending}
              onClick={() => criteria !== null && count.mutate(criteria)}
            >
              {count.data ? catalogue.countAgain : catalogue.countNow}
            </Button>
            <span className="quiet" role="status">
              {count.isPending ? catalogue.countAsking : criteria === null ? catalogue.countIncomplete : ''}
            </span>
          </div>
        ))}
      {count.error && <Problem error={count.error} />}
      {count.data && (
        <Exactness>
          <Answer document={count.data as CountDocument} />
        </Exactness>
      )}
    </article>
  )
}

/** The number, large, with its bound or why there is none. */
function Answer({ document: { count, protection, withheld, registers } }: { document: CountDocument }) {
  const { words, say } = useReading()
  return (
    <section
      className="counted"
      aria-live="polite"
      ref={(element) => element?.scrollIntoView({ block: 'nearest' })}
    >
      <p className="counted-number">
        <Released number={count} form="count" /> {!isWithheld(count) && words.catalogue.countPeople}
      </p>
      {isWithheld(count) ? (
        withheld.map(({ rule, reason, remedy }) => (
          <Paragraph key={rule} className="prose">
            {say(reason)} {say(remedy)}
          </Paragraph>
        ))
      ) : (
        <Paragraph className="prose">{exactness(count, 'count', words)}</Paragraph>
      )}
      {protection.length > 0 && (
        <details>
          <summary>{words.catalogue.countHow}</summary>
          <ul>
            {protection.map((one) => (
              <li key={one.rule}>{say(one.statement)}</li>
            ))}
          </ul>
        </details>
      )}
      <p className="hint">
        {words.catalogue.countRests}: {registers.map(({ name, version }) => `${name} ${version}`).join(', ')}
      </p>
    </section>
  )
}
