/** Correlations as the lower triangle of a matrix; who stands behind each pair and its p in triangles of their own. */
import type { ReleasedCorrelation } from '@sund/model'
import type { Words } from '../words/en.js'
import { useReading } from '../words/reading.js'
import { Released, useArrows } from './number.js'
import { type NumberForm, valueOf } from './numbers.js'
import { Wide } from './table.js'

type Pair = ReleasedCorrelation['pairs'][number]

export const correlationTitle = ({ covariance, variables }: ReleasedCorrelation, words: Words): string =>
  words.results.of(
    covariance ? words.results.covariances : words.results.correlations,
    variables.map(({ variable }) => variable).join(', '),
  )

export function CorrelationView({ correlation }: { correlation: ReleasedCorrelation }) {
  const { words } = useReading()
  const { covariance, pairwise, show } = correlation
  return (
    <>
      <p className="used">{pairwise ? words.results.pairwise : words.results.listwise}</p>
      <Triangle
        correlation={correlation}
        title={correlationTitle(correlation, words)}
        of={({ value }) => value}
        form="coefficient"
        shaded={!covariance}
      />
      {show.p && (
        <Triangle correlation={correlation} title={words.results.pOfPairs} of={({ p }) => p} form="p" />
      )}
      {show.units && (
        <Triangle
          correlation={correlation}
          title={words.results.unitsOfPairs}
          of={({ units }) => units}
          form="count"
        />
      )}
    </>
  )
}

function Triangle({
  correlation: { variables, pairs },
  title,
  of,
  form,
  shaded = false,
}: {
  correlation: ReleasedCorrelation
  title: string
  of: (pair: Pair) => Pair['value']
  form: NumberForm
  shaded?: boolean
}) {
  const { say } = useReading()
  const arrows = useArrows()
  return (
    <Wide label={title}>
      <table className="numbers" {...arrows}>
        <caption className={shaded ? undefined : 'shown'}>{title}</caption>
        <thead>
          <tr>
            <td />
            {variables.map(({ variable }) => (
              <th key={variable} scope="col">
                {variable}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {variables.map(({ variable, title: name }, row) => (
            <tr key={variable}>
              <th scope="row">{say(name) || variable}</th>
              {variables.map((other, column) => {
                const pair = pairs.find(({ at }) => at[0] === row && at[1] === column)
                const strength = pair && shaded && row !== column ? Math.abs(valueOf(pair.value) ?? 0) : 0
                return (
                  <td key={other.variable} style={strength > 0 ? shade(strength) : undefined}>
                    {pair && <Released number={of(pair)} form={form} decimals={3} />}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

/** The stronger a correlation, the deeper its cell, never so deep that the number is hard to read. */
const shade = (strength: number) => ({
  background: `color-mix(in srgb, var(--series-1) ${Math.round(strength * 28)}%, transparent)`,
})
