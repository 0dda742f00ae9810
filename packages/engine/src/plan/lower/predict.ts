/** What a model command does with its model: shows it, or (the `-predict` commands) keeps what it says of each row. */
import { LANGUAGES, type LocalisedText, mostSensitive } from '@sund/model'
import { Mistake } from '../../language/reader.js'
import type { StatementHead, Word } from '../../language/tree.js'
import { conditionOf } from '../expressions.js'
import { columnsOfSpec } from '../prune.js'
import { type Compilation, columnsOf, type Filled, freshColumn, once } from '../state.js'
import type { Column, ModelSpec, Predict } from '../types.js'
import { showOf } from './describing.js'
import { names, textOf } from './options.js'

type What = Predict['take'][number]['what']

const WORDS: Record<What, LocalisedText> = {
  predicted: { en: 'predicted', nb: 'predikert', da: 'prædikteret' },
  residuals: { en: 'residual', nb: 'residual', da: 'residual' },
  probabilities: { en: 'probability', nb: 'sannsynlighet', da: 'sandsynlighed' },
  cooksd: { en: 'Cook’s distance', nb: 'Cooks avstand', da: 'Cooks afstand' },
  effects: { en: 'effect of the unit', nb: 'enhetens effekt', da: 'enhedens effekt' },
}

/** What is made when nothing is asked for, by the end of the command's own list. */
const FIRST: Partial<Record<ModelSpec['model'], What>> = {
  logit: 'probabilities',
  probit: 'probabilities',
}

export function fitOf(
  statement: StatementHead,
  dataset: Filled,
  spec: ModelSpec,
  compilation: Compilation,
): void {
  if (statement.name.endsWith('-predict')) predictOf(statement, dataset, spec, compilation)
  else showOf(statement, dataset, spec, compilation)
}

function predictOf(
  statement: StatementHead,
  dataset: Filled,
  spec: ModelSpec,
  compilation: Compilation,
): void {
  const asked = (Object.keys(WORDS) as What[]).flatMap((what) =>
    names(statement, what).map((name): Wanted => ({ what, name })),
  )
  const first = FIRST[spec.model] ?? 'predicted'
  const wanted = (
    asked.length > 0 ? asked : [{ what: first, name: { ...statement.command, text: first } }]
  ).flatMap((one) => (spec.model === 'mlogit' ? byLevel(statement, dataset, spec.outcome, one) : [one]))
  once(wanted.map(({ name }) => name))
  compilation.each(wanted, ({ name }) => freshColumn(dataset, name))
  const condition = statement.condition && conditionOf(statement.condition, dataset, compilation)
  const read = columnsOfSpec(spec).flatMap((name) => dataset.variables.get(name)?.column ?? [])
  const sensitivity = mostSensitive(
    [...read, ...(condition ? [condition] : [])].map((part) => part.sensitivity),
  )
  const outcome = dataset.variables.get(spec.outcome)?.column
  const made = wanted.map(({ what, name }): Column => {
    const title = titleOf(outcome?.title ?? { en: spec.outcome }, WORDS[what])
    if (what === 'predicted' && spec.model === 'mlogit' && outcome)
      return { ...outcome, name: name.text, title, sensitivity }
    return { name: name.text, type: 'number', title, sensitivity }
  })
  const variables = new Map(dataset.variables)
  for (const column of made) variables.set(column.name, { column, codes: null })
  dataset.head = compilation.emit({
    op: 'predict',
    ...compilation.over(statement, dataset.head),
    input: dataset.head.id,
    spec,
    condition: condition?.expression ?? null,
    take: wanted.map(({ what, name, level }) => ({
      what,
      ...(level === undefined ? {} : { level }),
      as: name.text,
    })),
    columns: columnsOf(variables),
  })
  dataset.variables = variables
}

interface Wanted {
  what: What
  name: Word
  level?: string
}

/** Probabilities of several levels: of the one named by outcome(), else of each in the code list of the outcome. */
function byLevel(statement: StatementHead, dataset: Filled, outcome: string, wanted: Wanted): Wanted[] {
  if (wanted.what !== 'probabilities') return [wanted]
  const level = textOf(statement, 'outcome')
  if (level !== null) return [{ ...wanted, level }]
  const labels = dataset.variables.get(outcome)?.column.labels ?? []
  if (labels.length > 0 && labels.length <= MOST_LEVELS)
    return labels.map(({ code }) => ({
      ...wanted,
      level: code,
      name: { ...wanted.name, text: `${wanted.name.text}_${code.replaceAll(/[^\p{L}\p{N}_]/gu, '_')}` },
    }))
  throw new Mistake(
    'script.statistics',
    `Which level of ${outcome} the probability is of is not said.`,
    "Name its code: outcome('1').",
    wanted.name,
  )
}

/** Of a longer code list the levels are named one by one. */
const MOST_LEVELS = 20

function titleOf(outcome: LocalisedText, what: LocalisedText): LocalisedText {
  return Object.fromEntries(
    LANGUAGES.flatMap((language) => {
      const name = outcome[language] ?? outcome.en
      return name ? [[language, `${name}, ${what[language]}`]] : []
    }),
  )
}
