/** Finding variables: search as one types, register by register, each hit with what one needs to choose it. */
import { Button, Chip, Heading, Paragraph, Search } from '@digdir/designsystemet-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { catalogueQuery } from '../api/queries.js'
import { formatNumber } from '../results/numbers.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { VariableCard } from './variable-card.js'

const PAGE = 50

export function VariablesPage() {
  const { words, language, say } = useReading()
  useTitle(words.variables.title)
  const navigate = useNavigate({ from: '/variables' })
  const { query = '', register } = useSearch({ from: '/variables' })
  const [text, setText] = useState(query)
  const [limit, setLimit] = useState(PAGE)
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text === query) return
      void navigate({
        search: (search) => (text === '' ? withoutQuery(search) : { ...search, query: text }),
        replace: true,
        resetScroll: false,
      })
    }, 160)
    return () => clearTimeout(timer)
  }, [text, query, navigate])
  // Back and forward change the address, and the box follows; while one types the address follows the box.
  const [followed, setFollowed] = useState(query)
  if (followed !== query) {
    setFollowed(query)
    if (document.activeElement?.id !== SEARCH_BOX) setText(query)
  }
  const { data, error, refetch } = useQuery({
    ...catalogueQuery(query, language, register, limit),
    placeholderData: keepPreviousData,
  })
  const chooseRegister = (next: string | undefined) =>
    void navigate({
      search: ({ query: kept }) => ({
        ...(kept === undefined ? {} : { query: kept }),
        ...(next === undefined ? {} : { register: next }),
      }),
      resetScroll: false,
    })
  const count = (value: number) => formatNumber(value, 'count', words.locale)
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {words.variables.title}
      </Heading>
      <Paragraph className="prose lead">{words.variables.lead}</Paragraph>
      <search className="find">
        <Search>
          <Search.Input
            id={SEARCH_BOX}
            aria-label={words.variables.search}
            placeholder={words.variables.search}
            value={text}
            maxLength={200}
            onChange={(event) => setText(event.target.value)}
          />
          <Search.Clear aria-label={words.variables.clear} onClick={() => setText('')} />
        </Search>
      </search>
      {data ? (
        data.registers.length === 0 ? (
          <Empty title={words.variables.empty}>{words.variables.emptyNext}</Empty>
        ) : (
          <>
            <fieldset className="facets">
              <legend className="ds-sr-only">{words.variables.registers}</legend>
              <Chip.Radio
                name="register"
                checked={register === undefined}
                onChange={() => chooseRegister(undefined)}
              >
                {words.variables.all}
              </Chip.Radio>
              {data.registers.map((one) => (
                <Chip.Radio
                  key={one.name}
                  name="register"
                  checked={register === one.name}
                  onChange={() => chooseRegister(one.name)}
                >
                  {say(one.title)}
                  {one.synthetic && data.registers.some(({ synthetic }) => !synthetic) && (
                    <span className="quiet"> ({words.synthetic.badge.toLowerCase()})</span>
                  )}
                </Chip.Radio>
              ))}
            </fieldset>
            <p className="found" role="status">
              {data.total === 0
                ? words.variables.none(query)
                : data.total === 1 && query !== ''
                  ? words.variables.foundOne(query)
                  : words.variables.found(count(data.total), query)}
            </p>
            {data.total === 0 ? (
              <Paragraph className="prose">{words.variables.noneNext}</Paragraph>
            ) : (
              <ul className="variable-list">
                {data.variables.map((hit) => (
                  <li key={`${hit.register}/${hit.name}`}>
                    <VariableCard hit={hit} />
                  </li>
                ))}
              </ul>
            )}
            {data.total > data.variables.length && data.variables.length > 0 && limit < 200 && (
              <Button variant="secondary" onClick={() => setLimit(Math.min(200, limit + PAGE))}>
                {words.variables.more}
              </Button>
            )}
          </>
        )
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={6} />
      )}
    </article>
  )
}

const SEARCH_BOX = 'find-variables'

const withoutQuery = ({ query: _, ...rest }: { query?: string; register?: string }) => rest
