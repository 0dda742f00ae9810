/**
 * A whole result: the command that made it, its body, and beneath it what was withheld and what protected it.
 */
import {
  inLanguage,
  type Language,
  type Protection,
  type Receipt,
  type Result,
  type ResultBody,
} from '@sund/model'
import { type Canvas, cut, wrap } from './canvas.js'
import { drawMend } from './check.js'
import { drawCorrelation } from './correlation.js'
import { drawFigure } from './figure.js'
import { drawModel } from './model.js'
import { drawRates } from './rates.js'
import { drawSummary } from './summary.js'
import { drawSurvival } from './survival.js'
import { drawTable } from './table.js'
import { drawText, safe } from './text.js'
import { word } from './words.js'

const BODIES: {
  [K in ResultBody['kind']]: (body: Extract<ResultBody, { kind: K }>, canvas: Canvas) => string[]
} = {
  table: drawTable,
  summary: drawSummary,
  model: drawModel,
  survival: drawSurvival,
  rates: drawRates,
  correlation: drawCorrelation,
  figure: drawFigure,
  text: ({ markdown }, canvas) => drawText(markdown, canvas),
  notice: ({ message }, canvas) => wrap(inLanguage(message, canvas.language), canvas.width),
}

/** `said` holds what was told of earlier results' protection, which is not told again but named. */
export function drawResult(result: Result, canvas: Canvas, said = new Set<string>()): string[] {
  const draw = BODIES[result.body.kind] as (body: ResultBody, canvas: Canvas) => string[]
  const body = draw(result.body, canvas).map(safeLine)
  if (result.body.kind === 'text') return body
  const { language } = canvas
  const command = cut(safe(result.command).replace(/\s+/g, ' ').trim(), canvas.width - 2)
  return [
    `${canvas.tone('accent', '›')} ${canvas.tone('heading', command)}`,
    '',
    ...body,
    ...(result.withheld.length + result.protection.length > 0 ? [''] : []),
    ...result.withheld.flatMap((one) => [
      ...wrap(
        `${one.rule}  ${one.count} ${word('withheld', language)}: ${inLanguage(one.reason, language)} ${inLanguage(one.remedy, language)}`,
        canvas.width,
        '   ',
      ),
      ...drawMend(one, canvas),
    ]),
    ...drawProtection(result.protection, canvas, said),
  ]
}

/** What a rule did, and why a permit relaxed it where one did. */
export const sentenceOf = ({ statement, relaxed }: Protection, language: Language): string =>
  [
    inLanguage(statement, language),
    ...(relaxed === undefined ? [] : [`(${word('relaxed', language)}: ${safe(relaxed)})`]),
  ].join(' ')

function drawProtection(protection: Result['protection'], canvas: Canvas, said: Set<string>): string[] {
  const { language, width } = canvas
  const known = protection.filter((one) => said.has(sentenceOf(one, language)))
  const lines = protection.flatMap((one) => {
    const { rule } = one
    const sentence = sentenceOf(one, language)
    if (said.has(sentence)) return []
    said.add(sentence)
    return wrap(`${rule}  ${sentence}`, width, '   ')
  })
  const before = known.map(({ rule }) => rule).join(', ')
  return [...lines, ...(before === '' ? [] : [`${before}: ${word('asAbove', language)}`])].map((line) =>
    canvas.tone('quiet', line),
  )
}

/** What must stand beside any answer about people who do not exist. */
export function drawSynthetic(canvas: Canvas): string[] {
  const { language, width } = canvas
  return wrap(`${word('synthetic', language)}: ${word('nobodyExists', language)}`, width).map((line) =>
    canvas.tone('accent', line),
  )
}

/** The receipt in two lines: what was run on what, under which policy, and where the log says so. */
export function drawReceipt(receipt: Receipt, canvas: Canvas): string[] {
  const { language } = canvas
  const short = (hash: string) => hash.slice(0, 12)
  const parts = [
    `${word('script', language)} ${short(receipt.scriptHash)}`,
    ...receipt.registers.map(({ name, version }) => `${name} ${version}`),
    `${word('policy', language)} ${receipt.policyVersion}`,
    `${word('logPosition', language)} ${receipt.ledger.position}`,
    `${word('signature', language)} ${short(receipt.signature.split('.').at(-1) ?? '')}`,
  ]
  return wrap(`${word('receipt', language)} ${receipt.run}: ${parts.join(' · ')}`, canvas.width, '  ').map(
    (line) => canvas.tone('quiet', line),
  )
}

/** Labels and titles come from registers and scripts: escapes other than our own colours are taken out. */
function safeLine(line: string): string {
  return line
    .replace(/\u001b(?!\[(?:1|2|22|31|36|39)m)/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g, ' ')
}
