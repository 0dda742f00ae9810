/** The rules in force, as text: what each says, its numbers, and what holders make stricter. */
import { inLanguage, type PoliciesDocument } from '@sund/model'
import { type Canvas, wrap } from './canvas.js'
import { drawGrid } from './grid.js'
import { word } from './words.js'

/** Lines of all rules, then of all numbers with each holder's own, then of the versions. */
export function drawPolicies(
  { version, rules, numbers, versions, holders }: PoliciesDocument,
  canvas: Canvas,
): string[] {
  const { language, width } = canvas
  const own = holders.flatMap(({ holder, policy }) => (policy === null ? [] : [{ holder, policy }]))
  const heading = (text: string) => ['', canvas.tone('heading', text)]
  return [
    canvas.tone('heading', `${word('policy', language)} ${version}`),
    ...rules.flatMap(({ rule, statement }) =>
      wrap(`${rule}  ${inLanguage(statement, language)}`, width, '    '),
    ),
    '',
    ...drawGrid(
      [
        { title: word('number', language), align: 'left', label: true },
        { title: word('rule', language), align: 'left' },
        { title: word('openTerms', language), align: 'right' },
        { title: word('stricterWhen', language), align: 'left' },
        ...own.map(({ holder }) => ({ title: holder, align: 'right' as const })),
      ],
      numbers.map(({ name, rule, value, stricter }) => [
        name,
        rule,
        String(value),
        word(stricter === 'more' ? 'greater' : 'smaller', language),
        ...own.map(({ policy }) => String(policy.numbers[name] ?? '–')),
      ]),
      canvas,
    ),
    ...own.flatMap(({ holder, policy }) => [
      ...heading(`${holder} (${policy.version})`),
      ...wrap(policy.reason, width),
      ...(policy.permits
        ? wrap(`${word('permitsRelax', language)} ${policy.permits.join(', ')}`, width)
        : []),
    ]),
    ...versions.flatMap((one) => [
      ...heading(`${one.version}, ${one.since}`),
      ...wrap(inLanguage(one.changed, language), width),
    ]),
  ]
}
