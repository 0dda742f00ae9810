/** Words with their explanations beside them, as help shows them. */
import { type Canvas, pad, widthOf, wrap } from './canvas.js'

/** Lines of `name  explanation`; explanations wrap in their own column. */
export function drawTerms(terms: readonly (readonly [string, string])[], canvas: Canvas): string[] {
  const most = Math.floor(canvas.width / 3)
  const width = Math.min(most, Math.max(0, ...terms.map(([name]) => widthOf(name))))
  return terms.flatMap(([name, explanation]) => {
    const lines = wrap(explanation, canvas.width - width - 2)
    const [first = '', ...rest] = widthOf(name) > width ? ['', ...lines] : lines
    return [
      `${pad(name, width, 'left')}  ${first}`.trimEnd(),
      ...rest.map((line) => `${' '.repeat(width)}  ${line}`),
    ]
  })
}
