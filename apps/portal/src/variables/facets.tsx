/** What narrows a search: for each facet its values with how many would be left, the chosen first. Beside the results, or folded away on a phone. */
import { Button, Checkbox } from '@digdir/designsystemet-react'
import type { CatalogueView } from '@sund/server/client'
import { useState } from 'react'
import { formatNumber } from '../results/numbers.js'
import { useReading } from '../words/reading.js'
import { FACET_NAMES, type FacetName, type Looked } from './queries.js'

type Facet = CatalogueView['facets'][number]
type Value = Facet['values'][number]
const SHOWN = 6

export const chosenOf = (looked: Looked, facet: FacetName): string[] => looked[facet]?.split(',') ?? []

export function Facets({
  facets,
  looked,
  choose,
}: {
  facets: CatalogueView['facets']
  looked: Looked
  choose: (facet: FacetName, values: string[]) => void
}) {
  const { words } = useReading()
  const chosen = FACET_NAMES.reduce((sum, facet) => sum + chosenOf(looked, facet).length, 0)
  // A facet with one value narrows nothing, unless it is what was chosen.
  const useful = facets.filter(({ facet, values }) => values.length > 1 || chosenOf(looked, facet).length > 0)
  const list = useful.map((one) => (
    <FacetValues
      key={one.facet}
      facet={one}
      chosen={chosenOf(looked, one.facet)}
      choose={(values) => choose(one.facet, values)}
    />
  ))
  return (
    <>
      <section className="narrow wide-only" aria-label={words.catalogue.narrow}>
        {list}
      </section>
      <details className="narrow narrow-only">
        <summary>
          {words.catalogue.narrow}
          {chosen > 0 && <span className="quiet"> · {words.catalogue.narrowed(chosen)}</span>}
        </summary>
        {list}
      </details>
    </>
  )
}

function FacetValues({
  facet: { facet, values },
  chosen,
  choose,
}: {
  facet: Facet
  chosen: string[]
  choose: (values: string[]) => void
}) {
  const { words } = useReading()
  const title = useTitleOf(facet)
  const [all, setAll] = useState(false)
  const known = new Set(values.map(({ value }) => value))
  const gone: Value[] = chosen
    .filter((value) => !known.has(value))
    .map((value) => ({ value, title: null, count: 0 }))
  const ordered = facet === 'years' ? [...values].sort((a, b) => Number(b.value) - Number(a.value)) : values
  const every = [...gone, ...ordered]
  const shown = all ? every : every.filter(({ value }, i) => i < SHOWN || chosen.includes(value))
  return (
    <fieldset className="facet">
      <legend>{words.catalogue.facets[facet]}</legend>
      <ul>
        {shown.map((one) => (
          <li key={one.value}>
            <Checkbox
              data-size="sm"
              label={
                <>
                  {title(one)} <span className="quiet">{formatNumber(one.count, 'count', words.locale)}</span>
                </>
              }
              checked={chosen.includes(one.value)}
              onChange={({ target }) =>
                choose(
                  target.checked ? [...chosen, one.value] : chosen.filter((value) => value !== one.value),
                )
              }
            />
          </li>
        ))}
      </ul>
      {every.length > SHOWN && (
        <Button variant="tertiary" data-size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.catalogue.fewer : words.catalogue.more(every.length - shown.length)}
        </Button>
      )}
    </fieldset>
  )
}

/** What a value of a facet is called: by the data where they say, else in the words of the page. */
function useTitleOf(facet: FacetName): (value: Value) => string {
  const { words, say } = useReading()
  const named: Partial<Record<FacetName, Record<string, string>>> = {
    sensitivity: words.sensitivity,
    temporality: words.temporality,
    dataType: words.dataType,
  }
  return ({ value, title }) =>
    title !== null
      ? say(title)
      : facet === 'years'
        ? words.catalogue.decade(Number(value))
        : (named[facet]?.[value] ?? value)
}
