/** Help beside the editor: every command and function, searched as one types, with an example that can be put into the script. */
import { Button, Heading, Search } from '@digdir/designsystemet-react'
import type { CommandsView, Documented } from '@sund/server/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { languageQuery } from '../api/queries.js'
import { Loading, Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import { documentedParts } from './explained.js'
import { search } from './help-search.js'

export interface Asked {
  word: string
  command: string
}

export function HelpPanel({ asked, onInsert }: { asked: Asked; onInsert: (line: string) => void }) {
  const { words } = useReading()
  const { data, error, refetch } = useQuery(languageQuery)
  if (error) return <Problem error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  return (
    <Entries
      key={`${asked.command} ${asked.word}`}
      view={data}
      first={wanted(data, asked)}
      label={words.writing.searchHelp}
      onInsert={onInsert}
    />
  )
}

/** What one asks about: the word itself, or the command whose option it is. */
function wanted({ commands, functions }: CommandsView, { word, command }: Asked): string {
  if ([...commands, ...functions].some(({ name }) => name === word)) return word
  const owner = commands.find(({ name }) => name === command)
  return owner ? command : ''
}

function Entries({
  view,
  first,
  label,
  onInsert,
}: {
  view: CommandsView
  first: string
  label: string
  onInsert: (line: string) => void
}) {
  const { words, say } = useReading()
  const [query, setQuery] = useState(first)
  const [open, setOpen] = useState(first)
  const all = [...view.commands, ...view.functions]
  const found = search(all, query, (word) => say(word.summary))
  const groups = new Map<string, Documented[]>()
  for (const word of found) {
    const title = words.writing.categories[word.category] ?? word.category
    const group = word.kind === 'function' ? words.writing.functionsOf(title) : title
    groups.set(group, [...(groups.get(group) ?? []), word])
  }
  return (
    <>
      <search>
        <Search data-size="sm">
          <Search.Input
            aria-label={label}
            placeholder={label}
            value={query}
            maxLength={80}
            autoFocus
            onChange={(event) => setQuery(event.target.value)}
          />
          <Search.Clear aria-label={words.writing.clearHelp} onClick={() => setQuery('')} />
        </Search>
      </search>
      <p className="ds-sr-only" role="status">
        {found.length === 0 ? '' : words.writing.found(found.length)}
      </p>
      {found.length === 0 && <p role="status">{words.writing.noHelp(query)}</p>}
      <div className="help-list">
        {[...groups].map(([title, entries]) => (
          <section key={title} aria-label={title}>
            <Heading level={3} data-size="2xs">
              {title}
            </Heading>
            {entries.map((word) => (
              <Entry
                key={`${word.kind} ${word.name}`}
                word={word}
                open={open === word.name || found.length === 1}
                onToggle={(now) => setOpen(now ? word.name : '')}
                onInsert={onInsert}
              />
            ))}
          </section>
        ))}
      </div>
    </>
  )
}

function Entry({
  word,
  open,
  onToggle,
  onInsert,
}: {
  word: Documented
  open: boolean
  onToggle: (open: boolean) => void
  onInsert: (line: string) => void
}) {
  const { words, say } = useReading()
  const { heading, paragraphs, rows, example } = documentedParts(word, words, say)
  return (
    <details
      className="help-entry"
      open={open}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== open) onToggle(currentTarget.open)
      }}
    >
      <summary>
        <code>{word.name}</code> <span className="quiet">{open ? '' : paragraphs[0]}</span>
      </summary>
      <p>
        <code className="help-syntax">{heading}</code>
      </p>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {rows.length > 0 && (
        <dl className="help-rows">
          {rows.map(({ term, text }) => (
            <div key={term}>
              <dt>
                <code>{term}</code>
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {example !== '' && word.status === 'available' && (
        <p className="help-example">
          <span className="quiet">{words.writing.example}</span> <code>{example}</code>
          <Button variant="secondary" data-size="sm" onClick={() => onInsert(example)}>
            {words.writing.insertExample}
          </Button>
        </p>
      )}
    </details>
  )
}
