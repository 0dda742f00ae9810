/** Rates by group, as they are and standardised, each with its interval. */
import { inLanguage, type ReleasedRates } from '@sund/model'
import { type Canvas, wrap } from './canvas.js'
import { drawGrid, type GridColumn } from './grid.js'
import { drawNumber, plainNumber } from './number.js'
import { word } from './words.js'

type Rate = ReleasedRates['groups'][number]['crude']

export function drawRates(rates: ReleasedRates, canvas: Canvas): string[] {
  const { language } = canvas
  const right = (title: string): GridColumn => ({ title, align: 'right' })
  const interval = `${plainNumber(rates.level, 'number', language)} % ${word('interval', language)}`
  const limits = ({ lower, upper }: Rate) =>
    'withheld' in lower || 'withheld' in upper
      ? word('withheld', language)
      : `${drawNumber(lower, 'number', language)} – ${drawNumber(upper, 'number', language)}`
  const strata = rates.standardisedBy.map((title) => inLanguage(title, language)).join(', ')
  return [
    ...wrap(
      `${inLanguage(rates.eventTitle, language)}: ${word('ratePer', language)} ${plainNumber(rates.per, 'count', language)}, ${word('standardisedBy', language)} ${strata}.`,
      canvas.width,
    ),
    '',
    ...drawGrid(
      [
        { title: rates.over ? inLanguage(rates.over.title, language) : '', align: 'left', label: true },
        right(word('units', language)),
        right(word('events', language)),
        right(word('personTime', language)),
        right(word('crude', language)),
        right(interval),
        right(word('standardised', language)),
        right(interval),
      ],
      rates.groups.map(({ label, units, events, time, crude, standardised }) => [
        rates.over ? inLanguage(label, language) : word('all', language),
        drawNumber(units, 'count', language),
        drawNumber(events, 'count', language),
        drawNumber(time, 'number', language),
        drawNumber(crude.value, 'number', language),
        limits(crude),
        drawNumber(standardised.value, 'number', language),
        limits(standardised),
      ]),
      canvas,
    ),
  ]
}
