/** Finding variables: search as one types, narrowed by facets, each hit with what one needs to choose it. */
import { Button, Heading, Paragraph, Search } from '@digdir/designsystemet-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { formatNumber } from '../results/numbers.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { CollectionBar, CollectionHint } from './collection.js'
import { Elsewhere } from './elsewhere.js'
import { Facets } from './facets.js'
import { type FacetName, type Looked, searchQuery } from './queries.js'
import { VariableCard } from './variable-card.js'

const PAGE = 50

export function VariablesPage() {
  const { words, language } = useReading()
  useTitle(words.variables.title)
  const navigate = useNavigate({ from: '/variables' })
  const looked: Looked = useSearch({ from: '/variables' })
  const { query = '' } = looked
  const [text, setText] = useState(query)
  const [limit, setLimit] = useState(PAGE)
  const look = (change: (before: Looked) => Looked, replace = false) =>
    void navigate({ search: (before: Looked) => present(change(before)), replace, resetScroll: false })
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text !== query)
        void navigate({
          search: (before: Looked) => present({ ...before, query: text }),
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
    ...searchQuery(looked, language, limit),
    placeholderData: keepPreviousData,
  })
  const choose = (facet: FacetName, values: string[]) =>
    look((before) => ({ ...before, [facet]: values.join(',') }))
  const count = (value: number) => formatNumber(value, 'count', words.locale)
  const narrowed = Object.keys(looked).some((name) => name !== 'query')
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {words.variables.title}
      </Heading>
      <Paragraph className="prose lead">{words.variables.lead}</Paragraph>
      <div className="find-row">
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
        <Link to="/count" className="ds-link">
          {words.catalogue.countThem}
        </Link>
      </div>
      {data ? (
        data.registers.length === 0 ? (
          <Empty title={words.variables.empty}>{words.variables.emptyNext}</Empty>
        ) : (
          <div className="searched">
            <Facets facets={data.facets} looked={looked} choose={choose} />
            <div className="hits">
              <p className="found" role="status">
                {data.total === 0
                  ? words.variables.none(query)
                  : data.total === 1 && query !== ''
                    ? words.variables.foundOne(query)
                    : words.variables.found(count(data.total), query)}
              </p>
              {data.read.map(({ word, as }) => (
                <p key={word} className="read-as">
                  {as.length === 0
                    ? words.catalogue.unread(word)
                    : words.catalogue.readAs(word, as.join(', '))}
                </p>
              ))}
              <CollectionHint />
              {data.total === 0 ? (
                <>
                  <Paragraph className="prose">{words.variables.noneNext}</Paragraph>
                  {narrowed && (
                    <div className="actions">
                      <Button
                        variant="secondary"
                        data-size="sm"
                        onClick={() =>
                          look((before) => (before.query === undefined ? {} : { query: before.query }))
                        }
                      >
                        {words.catalogue.reset}
                      </Button>
                    </div>
                  )}
                </>
              ) : (
                <ul className="variable-list">
                  {data.variables.map((hit) => (
                    <li key={`${hit.register}/${hit.name}`}>
                      <VariableCard hit={hit} marks={data.marks} />
                    </li>
                  ))}
                </ul>
              )}
              {data.total > data.variables.length && data.variables.length > 0 && limit < 200 && (
                <Button variant="secondary" onClick={() => setLimit(Math.min(200, limit + PAGE))}>
                  {words.variables.more}
                </Button>
              )}
              <Elsewhere found={data.elsewhere} marks={data.marks} />
            </div>
          </div>
        )
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading lines={6} />
      )}
      <CollectionBar />
    </article>
  )
}

const SEARCH_BOX = 'find-variables'

/** Without what is empty, so that addresses stay short. */
const present = (looked: Looked): Looked =>
  Object.fromEntries(
    Object.entries(looked).filter(([, value]) => value !== undefined && value !== ''),
  ) as Looked
