/** The collection of a reader: a button beside each variable, and a bar at the foot of the page that has it always in sight. */
import { Button, Paragraph } from '@digdir/designsystemet-react'
import type { LocalisedText } from '@sund/model'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatNumber } from '../results/numbers.js'
import { SignIn } from '../shell/layout.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'
import { nameOf, useCollection } from './queries.js'

/** Chooses a variable or takes it out again; for those who are not signed in, the way to that. */
export function ChooseButton({
  register,
  variable,
  title,
}: {
  register: string
  variable: string
  title: LocalisedText
}) {
  const { words, say } = useReading()
  const { signedIn, known, has, toggle } = useCollection()
  if (!known) return null
  if (!signedIn) return <SignIn variant="secondary" label={words.catalogue.choose} />
  const chosen = has({ register, variable })
  const name = say(title)
  return (
    <Button
      variant={chosen ? 'primary' : 'secondary'}
      data-size="sm"
      aria-pressed={chosen}
      aria-label={words.catalogue.chooseOne(name)}
      onClick={() => toggle({ register, variable })}
    >
      {chosen ? `✓ ${words.catalogue.chosen}` : words.catalogue.choose}
    </Button>
  )
}

/** How much is chosen and what can be done with it; nothing where nobody is signed in. */
export function CollectionBar() {
  const { words, say } = useReading()
  const { signedIn, collection, toggle, error } = useCollection()
  const [open, setOpen] = useState(false)
  if (!signedIn || collection === undefined) return null
  const { variables, hits } = collection
  if (variables.length === 0) return error ? <Problem error={error} /> : null
  const registers = new Set(variables.map(({ register }) => register)).size
  const count = (value: number) => formatNumber(value, 'count', words.locale)
  return (
    <aside className="collection" aria-labelledby="collection-title">
      {error !== null && <Problem error={error} />}
      {open && (
        <ul className="collection-list" id="collection-list">
          {variables.map((one, i) => {
            const hit = hits[i]
            const title = hit ? say(hit.title) : one.variable
            return (
              <li key={nameOf(one)}>
                <span>
                  {hit ? (
                    <Link
                      to="/variables/$register/$variable"
                      params={{ register: one.register, variable: one.variable }}
                      className="ds-link"
                    >
                      {title}
                    </Link>
                  ) : (
                    title
                  )}{' '}
                  <span className="quiet">
                    {hit ? say(hit.registerTitle) : words.catalogue.collectionGone}
                  </span>
                </span>
                <Button
                  variant="tertiary"
                  data-size="sm"
                  aria-label={words.catalogue.removeOne(title)}
                  onClick={() => toggle(one)}
                >
                  ✕
                </Button>
              </li>
            )
          })}
        </ul>
      )}
      <div className="collection-bar">
        <p className="collection-count" role="status">
          <strong id="collection-title">{words.catalogue.collection}</strong>{' '}
          <span className="quiet wide-only">
            {variables.length === 1
              ? words.catalogue.collectionOne
              : words.catalogue.collectionCount(count(variables.length), count(registers))}
          </span>
          <span className="quiet narrow-only">{count(variables.length)}</span>
        </p>
        <div className="actions">
          <Button
            variant="tertiary"
            data-size="sm"
            aria-expanded={open}
            aria-controls="collection-list"
            onClick={() => setOpen(!open)}
          >
            {open ? words.catalogue.collectionHide : words.catalogue.collectionShow}
          </Button>
          {variables.length > 1 && (
            <Button asChild variant="secondary" data-size="sm">
              <Link to="/variables/compare" search={{ of: variables.map(nameOf).join(',') }}>
                {words.catalogue.compareThem}
              </Link>
            </Button>
          )}
          <Button asChild data-size="sm">
            <a href="/applications/new">{words.catalogue.apply}</a>
          </Button>
        </div>
      </div>
    </aside>
  )
}

/** What a collection is, for a reader who has none yet. */
export function CollectionHint() {
  const { words } = useReading()
  const { signedIn, collection } = useCollection()
  if (!signedIn || collection === undefined || collection.variables.length > 0) return null
  return <Paragraph className="hint prose">{words.catalogue.collectionEmpty}</Paragraph>
}
