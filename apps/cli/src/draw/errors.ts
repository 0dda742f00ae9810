/**
 * Mistakes: the sentence, the place (the script's line with the place underlined, or the row and field of a file), and what to do.
 */
import type { SundError } from '@sund/model'
import { type Canvas, wrap } from './canvas.js'
import { safe } from './text.js'

/** Lines for an error. `script` is the text that its position refers to, under the name the user knows it by. */
export function drawError(
  error: SundError,
  canvas: Canvas,
  script?: { name: string; text: string },
): string[] {
  return [
    ...wrap(`${canvas.tone('bad', 'error')} ${safe(error.message)}`, canvas.width, '  '),
    ...(error.position && script ? drawPlace(error.position, script, canvas) : []),
    ...(error.file ? [`  ${canvas.tone('quiet', placeOf(error.file))}`] : []),
    ...wrap(`→ ${safe(error.next)}`, canvas.width - 2, '  ').map((line) => `  ${line}`),
  ]
}

function drawPlace(
  position: NonNullable<SundError['position']>,
  script: { name: string; text: string },
  canvas: Canvas,
): string[] {
  const { line, column, endLine, endColumn } = position
  const source = safe((script.text.split('\n')[line - 1] ?? '').replaceAll('\t', ' ').replace(/\r$/, ''))
  // A long line is shown around the place, never whole.
  const room = Math.max(20, canvas.width - 10)
  const first = column - 1 > room - 10 ? column - 1 - Math.floor(room / 2) : 0
  const shown = source.slice(first, first + room)
  const length = Math.max(1, (endLine === line ? endColumn : source.length + 1) - column)
  const underlined = Math.max(1, Math.min(length, room - (column - 1 - first)))
  const gutter = ' '.repeat(String(line).length)
  return [
    `  ${canvas.tone('quiet', `${script.name}:${line}:${column}`)}`,
    `  ${canvas.tone('quiet', `${line} │`)} ${shown}`,
    `  ${canvas.tone('quiet', `${gutter} │`)} ${' '.repeat(column - 1 - first)}${canvas.tone('bad', '^'.repeat(underlined))}`,
  ]
}

function placeOf({ file, row, field }: NonNullable<SundError['file']>): string {
  return [
    file,
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(field === undefined ? [] : [`field ${field}`]),
  ]
    .map(safe)
    .join(', ')
}
