/** A released summary: one line a variable (and group), with where its middle half lies drawn beside the numbers. */
import type { ReleasedSummary } from '@sund/model'
import { titleAndName } from '../words/language.js'
import { useReading } from '../words/reading.js'
import { unitName } from '../words/units.js'
import { Lacking, Released, useArrows } from './number.js'
import { decimalsFor, formatNumber, valueOf } from './numbers.js'
import { Wide } from './table.js'

type Row = ReleasedSummary['rows'][number]

export function summaryTitle(
  summary: ReleasedSummary,
  words: ReturnType<typeof useReading>['words'],
  say: ReturnType<typeof useReading>['say'],
): string {
  const variables = [...new Set(summary.rows.map((row) => titleAndName(row, say)))].join(', ')
  const groups = summary.by.map(({ title }) => say(title)).join(` ${words.results.and} `)
  return groups === '' ? variables : `${variables} ${words.results.by(groups)}`
}

export function SummaryView({ summary }: { summary: ReleasedSummary }) {
  const { words, say } = useReading()
  const arrows = useArrows()
  const percentiles = [...new Set(summary.rows.flatMap((row) => row.percentiles.map(({ p }) => p)))].sort(
    (a, b) => a - b,
  )
  const gini = summary.rows.some((row) => row.gini)
  const iqr = summary.rows.some((row) => row.iqr)
  const title = summaryTitle(summary, words, say)
  const drawn = percentiles.includes(25) && percentiles.includes(50) && percentiles.includes(75)
  return (
    <Wide label={title}>
      <table className="numbers" {...arrows}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col" className="head-down">
              {words.results.variable}
            </th>
            {summary.by.map(({ variable, title }) => (
              <th key={variable} scope="col" className="head-down">
                {say(title)}
              </th>
            ))}
            {drawn && <td className="drawn" />}
            <th scope="col">{words.results.n}</th>
            <th scope="col">{words.results.missing}</th>
            <th scope="col">{words.results.mean}</th>
            <th scope="col">{words.results.sd}</th>
            {percentiles.map((p) => (
              <th key={p} scope="col">
                {words.results.percentile(p)}
              </th>
            ))}
            {gini && <th scope="col">{words.results.gini}</th>}
            {iqr && <th scope="col">{words.results.iqr}</th>}
          </tr>
        </thead>
        <tbody>
          {summary.rows.map((row, index) => {
            const decimals = decimalsFor(
              summary.rows
                .filter(({ variable }) => variable === row.variable)
                .flatMap((same) => same.percentiles.map(({ value }) => value)),
            )
            return (
              <tr key={`${row.variable}-${row.at.join()}-${index}`}>
                <th scope="row">
                  {titleAndName(row, say)}
                  {row.unitOfMeasure && <span className="unit"> {unitName(row.unitOfMeasure, words)}</span>}
                </th>
                {summary.by.map((dimension, place) => {
                  const level = dimension.levels[row.at[place] ?? -1]
                  return (
                    <th key={dimension.variable} scope="row">
                      {level === undefined
                        ? ''
                        : level.code === null
                          ? words.results.missing
                          : say(level.label) || level.code}
                    </th>
                  )
                })}
                {drawn && (
                  <td className="drawn">
                    <Spread row={row} rows={summary.rows} locale={words.locale} />
                  </td>
                )}
                <td>
                  <Released number={row.n} form="count" />
                </td>
                <td>
                  <Lacking missing={row.missing} others={row.n} />
                </td>
                <td>
                  <Released number={row.mean} form="value" decimals={decimalsFor([row.mean])} />
                </td>
                <td>
                  <Released number={row.sd} form="value" decimals={decimalsFor([row.sd])} />
                </td>
                {percentiles.map((p) => {
                  const found = row.percentiles.find((one) => one.p === p)
                  return (
                    <td key={p}>
                      {found ? <Released number={found.value} form="value" decimals={decimals} /> : '–'}
                    </td>
                  )
                })}
                {gini && <td>{row.gini ? <Released number={row.gini} form="coefficient" /> : '–'}</td>}
                {iqr && (
                  <td>{row.iqr ? <Released number={row.iqr} form="value" decimals={decimals} /> : '–'}</td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Wide>
  )
}

/** Least to greatest released percentile as a line, the middle half as a box, the median as a stroke. */
function Spread({ row, rows, locale }: { row: Row; rows: readonly Row[]; locale: string }) {
  const same = rows.filter((other) => other.variable === row.variable)
  const all = same
    .flatMap((other) => other.percentiles.map(({ value }) => valueOf(value)))
    .filter((v) => v !== null)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const at = (p: number) => {
    const number = row.percentiles.find((one) => one.p === p)?.value
    const value = number ? valueOf(number) : null
    return value === null || most === least ? null : 4 + ((value - least) / (most - least)) * 92
  }
  const own = row.percentiles.map(({ p }) => at(p)).filter((x) => x !== null)
  const [low, middle, high] = [at(25), at(50), at(75)]
  if (low === null || middle === null || high === null || own.length === 0) return null
  const label = [25, 50, 75]
    .map((p) => row.percentiles.find((one) => one.p === p)?.value)
    .map((number) => (number ? formatNumber(valueOf(number) ?? 0, 'value', locale) : ''))
    .join(' – ')
  return (
    <svg className="spread" viewBox="0 0 100 20" role="img" aria-label={label} preserveAspectRatio="none">
      <line x1={Math.min(...own)} x2={Math.max(...own)} y1={10} y2={10} className="spread-line" />
      <rect x={low} width={Math.max(1, high - low)} y={4} height={12} className="spread-box" />
      <line x1={middle} x2={middle} y1={3} y2={17} className="spread-middle" />
    </svg>
  )
}
