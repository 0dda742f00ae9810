/** Letters that did not arrive: which, to whom, what to do first, and sending them again. One of which nobody knows whether it went asks once more. */
import { Button } from '@digdir/designsystemet-react'
import type { LetterInTrouble } from '@sund/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { lettersQuery, sendAgain } from '../api/upkeep.js'
import { Part } from '../cases/case-page.js'
import { Loading, Problem } from '../shell/states.js'
import { momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

/** What somebody does first, by how the outbox names the trouble. */
export function todoOf(problem: string): 'address' | 'refused' | 'server' | 'interrupted' | 'other' {
  if (problem === 'no address') return 'address'
  if (/^smtp 5/.test(problem)) return 'refused'
  if (problem === 'interrupted') return 'interrupted'
  return /^(E[A-Z]+|smtp )/.test(problem) ? 'server' : 'other'
}

export function Letters() {
  const { letters } = useReading().words.upkeep
  const { data, error, refetch } = useQuery(lettersQuery)
  const [told, setTold] = useState('')
  return (
    <Part id="letters" title={letters.title}>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={2} />
      ) : data.letters.length === 0 ? (
        <p className="quiet">{letters.none}</p>
      ) : (
        <>
          <p className="hint">{letters.lead}</p>
          <ol className="run-list">
            {data.letters.map((one) => (
              <li key={one.key}>
                <One letter={one} told={setTold} />
              </li>
            ))}
          </ol>
        </>
      )}
      <p role="status" className="quiet">
        {told}
      </p>
    </Part>
  )
}

function One({ letter, told }: { letter: LetterInTrouble; told: (sentence: string) => void }) {
  const { words, say } = useReading()
  const { letters } = words.upkeep
  const client = useQueryClient()
  const [asks, setAsks] = useState(false)
  const again = useMutation({
    mutationFn: () => sendAgain(letter.key),
    onSuccess: (kept) => {
      client.setQueryData(lettersQuery.queryKey, kept)
      told(letters.sent)
    },
  })
  const whom = 'organisation' in letter.to ? say(letter.to.organisation) : letter.to.person
  const named = `${letters.templates[letter.template] ?? letter.template}, ${letter.reference}`
  return (
    <div className="application-line">
      <div>
        <p>
          <strong>{letters.templates[letter.template] ?? letter.template}</strong>{' '}
          {letters.to(whom ?? letters.somebody)}
        </p>
        <p className="run-facts">
          {letter.of === 'case' ? (
            <Link to="/register/$reference" params={{ reference: letter.reference }} className="ds-link">
              {letter.reference}
            </Link>
          ) : letter.of === 'permit' ? (
            <Link to="/permits/$permit" params={{ permit: letter.id }} className="ds-link">
              {letter.reference || letter.id}
            </Link>
          ) : (
            <Link to="/variables/$register" params={{ register: letter.id }} className="ds-link">
              {letter.reference}
            </Link>
          )}
          <span>{momentWords(letter.madeAt, words.locale)}</span>
        </p>
        <p>
          {letters.states[letter.state]} {letters.todo[todoOf(letter.problem)]}
        </p>
        <p className="hint breakable">{letters.said(letter.problem)}</p>
        {again.error && <Problem error={again.error} />}
      </div>
      {letter.yours && (
        <div className="actions">
          {asks ? (
            <>
              <p>{letters.askAgain}</p>
              <Button data-size="sm" onClick={() => again.mutate()}>
                {letters.yes}
              </Button>
              <Button variant="tertiary" data-size="sm" onClick={() => setAsks(false)}>
                {letters.no}
              </Button>
            </>
          ) : (
            <Button
              variant="secondary"
              data-size="sm"
              disabled={again.isPending}
              onClick={() => (letter.state === 'uncertain' ? setAsks(true) : again.mutate())}
            >
              {letters.again}
              <span className="ds-sr-only">: {named}</span>
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
