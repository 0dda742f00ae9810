/** A released table: headers for every cell, margins apart, withheld cells hatched, empty ones said to be empty. */
import type { LocalisedText, ReleasedTable } from '@sund/model'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Words } from '../words/en.js'
import { titleAndName } from '../words/language.js'
import { useReading } from '../words/reading.js'
import { unitName } from '../words/units.js'
import { Released, useArrows } from './number.js'
import { decimalsFor } from './numbers.js'
import { formOf, layoutTable, type Quantity, quantitiesOf } from './table-layout.js'
import { testSentence } from './test-sentence.js'

/** The words for a quantity: `Count`, `% of row`, `Mean`. */
export function quantityName(quantity: Quantity, words: Words): string {
  if (quantity.kind === 'count') return words.results.count_
  return quantity.kind === 'share'
    ? words.results.shares[quantity.share]
    : words.results.measures[quantity.measure]
}

/** What the table shows, in a few words. */
export function tableTitle(table: ReleasedTable, words: Words, say: (text: LocalisedText) => string): string {
  const titles = table.dimensions.map(({ title }) => say(title)).join(` ${words.results.and} `)
  if (table.measure !== null) {
    const unit = table.measure.unitOfMeasure ? `, ${unitName(table.measure.unitOfMeasure, words)}` : ''
    return words.results.tableCaptionOf(`${titleAndName(table.measure, say)}${unit}`, titles)
  }
  const shown = quantitiesOf(table).map((quantity) => quantityName(quantity, words))
  return words.results.tableCaptionOf(shown.join(', '), titles)
}

export function TableView({ table }: { table: ReleasedTable }) {
  const { words, say } = useReading()
  const arrows = useArrows()
  const layout = layoutTable(table)
  const { down, across, columns, quantities, rows } = layout
  const title = tableTitle(table, words, say)
  const level = (dimension: number, index: number | null): string => {
    if (index === null) return words.results.total
    const one = table.dimensions[dimension]?.levels[index]
    return one === undefined ? '' : one.code === null ? words.results.missing : say(one.label) || one.code
  }
  const linesShown = across !== null && quantities.length > 1
  const decimals = quantities.map((_quantity, q) =>
    decimalsFor(
      rows.flatMap((row) =>
        across === null
          ? [row.cells[q]].filter((cell) => cell != null)
          : row.quantity === quantities[q]
            ? row.cells.filter((cell) => cell != null)
            : [],
      ),
    ),
  )
  return (
    <>
      <Wide label={title}>
        <table className="numbers" {...arrows}>
          <caption>{title}</caption>
          <thead>
            {across !== null && (
              <tr>
                {down.map((dimension) => (
                  <th key={dimension} scope="col" rowSpan={2} className="head-down">
                    {say(table.dimensions[dimension]?.title ?? {})}
                  </th>
                ))}
                {linesShown && <td rowSpan={2} />}
                <th scope="colgroup" colSpan={columns.length} className="head-across">
                  {say(table.dimensions[across]?.title ?? {})}
                </th>
              </tr>
            )}
            <tr>
              {across === null &&
                down.map((dimension) => (
                  <th key={dimension} scope="col" className="head-down">
                    {say(table.dimensions[dimension]?.title ?? {})}
                  </th>
                ))}
              {columns.map((column, index) => (
                <th
                  key={`${column.level}-${index}`}
                  scope="col"
                  className={column.margin ? 'margin' : undefined}
                >
                  {across === null
                    ? quantityName(quantities[index] as Quantity, words)
                    : level(across, column.level)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={`${row.at.join()}-${index}`} className={row.margin ? 'margin' : undefined}>
                {row.first &&
                  down.map((dimension, place) => (
                    <th
                      key={dimension}
                      scope={row.lines > 1 && linesShown ? 'rowgroup' : 'row'}
                      rowSpan={linesShown ? row.lines : 1}
                    >
                      {level(dimension, row.at[place] ?? null)}
                    </th>
                  ))}
                {linesShown && (
                  <th scope="row" className="quantity">
                    {quantityName(row.quantity, words)}
                  </th>
                )}
                {row.cells.map((cell, column) => {
                  const q = across === null ? column : quantities.indexOf(row.quantity)
                  const quantity = quantities[q] as Quantity
                  return (
                    <td key={column} className={columns[column]?.margin ? 'margin' : undefined}>
                      {cell === null ? (
                        <span className="none">
                          <span aria-hidden="true">–</span>
                          <span className="ds-sr-only">{words.results.noneHere}</span>
                        </span>
                      ) : (
                        <Released number={cell} form={formOf(quantity)} decimals={decimals[q]} />
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {table.test && <p className="test">{testSentence(table.test, words)}</p>}
    </>
  )
}

/** Lets what is wide scroll by itself instead of the page; reachable by keyboard when there is something to scroll. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  const [scrolls, setScrolls] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth))
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    return () => observer.disconnect()
  }, [])
  return (
    // biome-ignore lint/a11y/useSemanticElements: what scrolls needs a name, and is no set of fields.
    <div ref={ref} className="wide" role="group" aria-label={label} {...(scrolls ? { tabIndex: 0 } : {})}>
      {children}
    </div>
  )
}
