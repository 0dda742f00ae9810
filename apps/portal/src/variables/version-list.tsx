/** The versions of a register as a timeline, each with what changed since the one before. */
import { Heading, Paragraph } from '@digdir/designsystemet-react'
import type { RegisterView } from '@sund/server/client'
import { useReading } from '../words/reading.js'

type Change = RegisterView['changes'][number]['changes'][number]
const SHOWN = 12

export function VersionList({ view: { changes } }: { view: RegisterView }) {
  const { words } = useReading()
  const { catalogue } = words
  const day = (iso: string) =>
    new Intl.DateTimeFormat(words.locale, { dateStyle: 'long' }).format(new Date(iso))
  return (
    <section aria-labelledby="changes-title">
      <Heading level={2} data-size="xs" id="changes-title">
        {catalogue.changes}
      </Heading>
      <Paragraph className="prose">{catalogue.changesLead}</Paragraph>
      <ol className="versions">
        {changes.map((version) => (
          <li key={version.version}>
            <p>
              <strong>{version.version}</strong>{' '}
              <span className="quiet">{catalogue.imported(day(version.importedAt))}</span>
            </p>
            {version.changes.length === 0 ? (
              <p className="quiet">
                {version.since === null ? catalogue.changesFirst : catalogue.changesNone}
              </p>
            ) : (
              <ul>
                {version.changes.slice(0, SHOWN).map((change) => (
                  <li key={`${change.what} ${change.variable}`}>
                    <ChangeLine change={change} />
                  </li>
                ))}
                {version.changes.length > SHOWN && (
                  <li className="quiet">{catalogue.andMore(version.changes.length - SHOWN)}</li>
                )}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function ChangeLine({ change: { what, variable, title, before, codes, count } }: { change: Change }) {
  const { words, say } = useReading()
  return (
    <>
      {words.catalogue.what[what]}: {say(title)} <code className="quiet">{variable}</code>
      {before && <span className="hint"> {words.catalogue.changedFrom(say(before))}</span>}
      {codes.length > 0 && (
        <span className="hint">
          {' '}
          {codes.map((one) => `${one.code} ${say(one.title)}`).join(', ')}
          {count > codes.length && ` ${words.catalogue.andMore(count - codes.length)}`}
        </span>
      )}
    </>
  )
}
