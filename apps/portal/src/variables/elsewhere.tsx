/** Data sets that other catalogues describe: found by the same words, and plainly not to be asked about here. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import type { CatalogueView } from '@sund/server/client'
import { useReading } from '../words/reading.js'
import { Marked } from './marked.js'

export function Elsewhere({ found, marks }: { found: CatalogueView['elsewhere']; marks: readonly string[] }) {
  const { words, say } = useReading()
  if (found.datasets.length === 0) return null
  return (
    <section className="elsewhere" aria-labelledby="elsewhere-title">
      <Heading level={2} data-size="xs" id="elsewhere-title">
        {words.catalogue.elsewhere}
      </Heading>
      <Paragraph className="prose hint">{words.catalogue.elsewhereLead}</Paragraph>
      <ul className="variable-list">
        {found.datasets.map(({ id, title, description, page, source, publisher }) => (
          <li key={id} className="elsewhere-one">
            <h3 className="variable-title">
              {page === null ? (
                <Marked text={say(title)} marks={marks} />
              ) : (
                <a href={page} rel="noreferrer" className="ds-link">
                  <Marked text={say(title)} marks={marks} />
                </a>
              )}
            </h3>
            <p className="variable-name">
              {words.catalogue.elsewhereFrom(source)}
              {publisher && ` · ${publisher}`}
            </p>
            {description && (
              <p className="variable-definition">
                <Marked text={say(description)} marks={marks} />
              </p>
            )}
          </li>
        ))}
      </ul>
      {found.total > found.datasets.length && (
        <p className="quiet">{words.catalogue.andMore(found.total - found.datasets.length)}</p>
      )}
    </section>
  )
}
