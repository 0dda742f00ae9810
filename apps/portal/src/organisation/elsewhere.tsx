/** Catalogues elsewhere whose data sets are found in the search here, with what came of the last try of each. */
import type { HarvestedCatalogue } from '@sund/server/client'
import { useQuery } from '@tanstack/react-query'
import { elsewhereQuery } from '../api/upkeep.js'
import { Part } from '../cases/case-page.js'
import { formatNumber } from '../results/numbers.js'
import { Loading, Problem } from '../shell/states.js'
import { momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

export function CataloguesElsewhere() {
  const { elsewhere } = useReading().words.upkeep
  const { data, error, refetch } = useQuery(elsewhereQuery)
  return (
    <Part id="elsewhere" title={elsewhere.title}>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={2} />
      ) : data.catalogues.length === 0 ? (
        <p className="quiet">{elsewhere.none}</p>
      ) : (
        <>
          <p className="hint">{elsewhere.lead}</p>
          <ul className="run-list">
            {data.catalogues.map((one) => (
              <li key={one.name}>
                <One catalogue={one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Part>
  )
}

function One({
  catalogue: { name, url, datasets, takenAt, triedAt, problem },
}: {
  catalogue: HarvestedCatalogue
}) {
  const { words } = useReading()
  const { elsewhere } = words.upkeep
  const when = (moment: string) => momentWords(moment, words.locale)
  return (
    <div className="application-line">
      <div>
        <strong className="breakable">{name}</strong>
        <p className="run-facts">
          {takenAt === null ? (
            <span>{elsewhere.waits}</span>
          ) : (
            <>
              <span>{elsewhere.datasets(formatNumber(datasets, 'count', words.locale))}</span>
              <span>{elsewhere.taken(when(takenAt))}</span>
            </>
          )}
          {url === null && <span>{elsewhere.file}</span>}
        </p>
        {problem !== null && triedAt !== null && (
          <p>
            {elsewhere.failed(when(triedAt))} <span lang="en">{problem}</span>
          </p>
        )}
      </div>
    </div>
  )
}
