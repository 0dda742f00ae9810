/**
 * What an import found, for the holder itself: these counts are not protected and stay at the holder's own terminal.
 */
import { inLanguage, type Manifest } from '@sund/model'
import { type Canvas, wrap } from './canvas.js'
import { drawGrid } from './grid.js'
import { plainNumber } from './number.js'

const MOST_BAD_ROWS = 10

export function drawQuality({ register, quality }: Manifest, canvas: Canvas): string[] {
  const count = (value: number) => plainNumber(value, 'count', canvas.language)
  const right = (title: string) => ({ title, align: 'right' as const })
  const tables = quality.tables.flatMap((table) => {
    const facts = [
      `${count(table.rows)} rows about ${count(table.units)} units`,
      ...(table.earliest ? [`${table.earliest} to ${table.latest ?? '…'}`] : []),
      ...(table.duplicates > 0 ? [`${count(table.duplicates)} duplicate rows`] : []),
      ...(table.overlappingPeriods > 0 ? [`${count(table.overlappingPeriods)} overlapping periods`] : []),
    ]
    const variables = register.tables.find(({ name }) => name === table.table)?.variables ?? []
    return [
      `${canvas.tone('heading', table.table)}  ${facts.join(', ')}`,
      ...drawGrid(
        [
          { title: 'Variable', align: 'left', label: true },
          { title: 'Type', align: 'left' },
          { title: 'Title', align: 'left' },
          right('Rows'),
          right('Missing'),
          right('Not in code list'),
          right('Distinct'),
        ],
        table.variables.map((seen) => {
          const variable = variables.find(({ name }) => name === seen.variable)
          return [
            seen.variable,
            variable?.dataType ?? '',
            variable ? inLanguage(variable.title, canvas.language) : '',
            count(seen.rows),
            count(seen.missing),
            count(seen.outOfCodeList),
            count(seen.distinct),
          ]
        }),
        canvas,
      ),
    ]
  })
  return [...tables, ...(quality.badRowCount > 0 ? ['', ...drawBadRows(quality, canvas)] : [])]
}

function drawBadRows({ badRows, badRowCount }: Manifest['quality'], canvas: Canvas): string[] {
  const shown = badRows.slice(0, MOST_BAD_ROWS)
  return [
    `${plainNumber(badRowCount, 'count', canvas.language)} rows were left out:`,
    ...shown.flatMap(({ file, row, field, reason }) =>
      wrap(`  ${file}, row ${row}, ${field}: ${reason}`, canvas.width, '    '),
    ),
    ...(badRowCount > shown.length ? ['  … (with --json up to a thousand are listed)'] : []),
  ]
}
