/** A feasibility count: the number with its bound, or why there is none, and what protected it. */
import { type CountDocument, inLanguage } from '@sund/model'
import { type Canvas, wrap } from './canvas.js'
import { drawNumber } from './number.js'
import { sentenceOf } from './result.js'
import { word } from './words.js'

/** Lines of a count. */
export function drawCount(
  { count, protection, withheld, registers }: CountDocument,
  canvas: Canvas,
): string[] {
  const { language, width } = canvas
  const told = (text: string) => wrap(text, width, '   ')
  const number = drawNumber(count, 'count', language)
  return [
    canvas.tone('heading', 'withheld' in count ? number : `${number} ${word('persons', language)}`),
    ...withheld.flatMap(({ rule, reason, remedy }) =>
      told(`${rule}  ${inLanguage(reason, language)} ${inLanguage(remedy, language)}`),
    ),
    ...[
      ...protection.flatMap((one) => told(`${one.rule}  ${sentenceOf(one, language)}`)),
      ...told(registers.map(({ name, version }) => `${name} ${version}`).join(', ')),
    ].map((line) => canvas.tone('quiet', line)),
  ]
}
