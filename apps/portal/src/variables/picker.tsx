/** Choosing a variable to count by: a search that offers only what can be counted at once. */
import { Search } from '@digdir/designsystemet-react'
import type { VariableHit } from '@sund/server/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useReading } from '../words/reading.js'
import { Marked } from './marked.js'
import type { Alternative } from './population.js'
import { searchQuery } from './queries.js'

/** Codes are counted, and numbers and dates that hold for life. */
export const countedBy = (
  hit: Pick<VariableHit, 'codes' | 'dataType' | 'temporality'>,
): Alternative['by'] | null =>
  hit.codes !== null
    ? 'codes'
    : hit.temporality === 'FIXED' && hit.dataType !== 'STRING' && hit.dataType !== 'DOUBLE'
      ? 'limits'
      : null

const SHOWN = 8

export function VariablePicker({
  pick,
  start,
}: {
  pick: (chosen: Pick<Alternative, 'register' | 'variable' | 'by'>) => void
  /** What stands in the box at first. */
  start: string
}) {
  const { words, language, say } = useReading()
  const [text, setText] = useState(start)
  const query = useDeferredValue(text)
  const { data } = useQuery({
    ...searchQuery(query === '' ? {} : { query }, language, 100),
    placeholderData: keepPreviousData,
  })
  const hits = (data?.variables ?? []).flatMap((hit) => {
    const by = countedBy(hit)
    return by === null ? [] : [{ hit, by }]
  })
  return (
    <section className="picker" aria-label={words.catalogue.countPick}>
      <Search>
        <Search.Input
          aria-label={words.catalogue.countPick}
          placeholder={words.catalogue.countPickLead}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
        />
        <Search.Clear aria-label={words.variables.clear} onClick={() => setText('')} />
      </Search>
      <ul className="picker-list">
        {hits.slice(0, SHOWN).map(({ hit, by }) => (
          <li key={`${hit.register}/${hit.name}`}>
            <button type="button" onClick={() => pick({ register: hit.register, variable: hit.name, by })}>
              <span>
                <Marked text={say(hit.title)} marks={data?.marks ?? []} />
              </span>
              <span className="quiet">{say(hit.registerTitle)}</span>
              {hit.found.length > 0 && (
                <span className="hint">
                  {words.catalogue.foundIn}{' '}
                  {hit.found.map(({ code, title }) => `${code} ${say(title)}`).join(', ')}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {data && hits.length === 0 && <p className="quiet">{words.catalogue.countBad}</p>}
    </section>
  )
}
