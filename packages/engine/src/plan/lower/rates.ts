/** `standardize-rate`: rates of an event, weighted as a standard population is spread over the strata. */
import { Mistake, quote } from '../../language/reader.js'
import { conditionOf } from '../expressions.js'
import { type Compilation, numericVariable, once, shownVariable } from '../state.js'
import type { Column, Relation } from '../types.js'
import { names, number, oneName } from './options.js'
import { levelOf } from './terms.js'
import type { Lowering } from './types.js'

const STANDARD: Column = {
  name: '__standard',
  type: 'number',
  whole: true,
  title: {
    en: 'People in the standard population',
    nb: 'Personer i standardpopulasjonen',
    da: 'Personer i standardpopulationen',
  },
  sensitivity: 'PERSON_GENERAL',
}
const PER = 100_000

export const standardizeRate: Lowering<'standardize-rate'> = (statement, compilation) => {
  const dataset = compilation.filled(statement.command)
  const { event, time, terms } = statement.arguments
  const extra = terms[0]
  if (extra)
    throw new Mistake(
      'script.syntax',
      `standardize-rate takes an event and a time, and here stands ${quote(compilation.textOf(extra))} too.`,
      'Name the strata in by().',
      extra,
    )
  compilation.each([event, time], (name) => numericVariable(dataset, name, 'standardize-rate'))
  const end = { from: statement.to, to: statement.to }
  const by = names(statement, 'by')
  if (by.length === 0)
    throw new Mistake(
      'script.syntax',
      'standardize-rate needs its strata.',
      'Write such as by(agegroup sex).',
      end,
    )
  once(by)
  const to = oneName(statement, 'to')
  if (!to)
    throw new Mistake(
      'script.syntax',
      'standardize-rate needs a standard population.',
      'Write to() with a dataset that has one row a person and the variables in by().',
      end,
    )
  const standard = compilation.dataset(to)
  const { head } = standard
  if (head?.rowsPerUnit !== 'one')
    throw new Mistake(
      'script.dataset',
      head
        ? `The dataset ${to.text} has several rows for each ${head.unit}.`
        : `The dataset ${to.text} is empty.`,
      head ? 'Collapse it to one row for each first.' : 'Import its population first.',
      to,
    )
  compilation.each(by, (name) => {
    const [own, other] = [shownVariable(dataset, name), shownVariable(standard, name)]
    if (own.column.type !== other.column.type)
      throw new Mistake(
        'script.type',
        `${quote(name.text)} is of another kind in ${dataset.name} than in ${to.text}.`,
        'Standardise by variables that hold the same.',
        name,
      )
  })
  const over = oneName(statement, 'over')
  if (over) shownVariable(dataset, over)
  const keys = by.map(({ text }) => text)
  const condition = statement.condition && conditionOf(statement.condition, dataset, compilation)
  const weighed = weightedBy(dataset.head, head, keys, statement, compilation)
  compilation.show(statement, dataset, {
    kind: 'statistic',
    relation: weighed.id,
    condition: condition?.expression ?? null,
    spec: {
      show: 'rates',
      event: event.text,
      time: time.text,
      by: keys,
      standard: STANDARD.name,
      over: over?.text ?? null,
      per: perOf(number(statement, 'per')),
      level: levelOf(statement),
    },
  })
}

/** The rows with how many of the standard population are in the stratum of each. */
function weightedBy(
  rows: Relation,
  standard: Relation,
  keys: string[],
  statement: Parameters<Lowering<'standardize-rate'>>[0],
  compilation: Compilation,
): Relation {
  const column: Column = { ...STANDARD, sensitivity: standard.public ? 'PUBLIC' : STANDARD.sensitivity }
  const counted = compilation.emit({
    op: 'collapse',
    ...compilation.over(statement, standard),
    input: standard.id,
    by: keys,
    aggregates: [{ statistic: 'count', column: keys[0] as string, as: column.name }],
    unit: 'STRATUM',
    rowsPerUnit: keys.length === 1 ? 'one' : 'many',
    rowsPerSubject: 'many',
    columns: [...standard.columns.filter(({ name }) => keys.includes(name)), column],
  })
  return compilation.emit({
    op: 'join',
    ...compilation.over(statement, rows, counted),
    left: rows.id,
    right: counted.id,
    kind: 'left',
    on: keys.map((key) => ({ left: key, right: key })),
    take: [{ column: column.name, as: column.name }],
    columns: [...rows.columns, column],
  })
}

function perOf(given: ReturnType<typeof number>): number {
  if (!given) return PER
  if (given.value > 0) return given.value
  throw new Mistake('script.type', 'per() takes a number above 0.', 'Write such as per(100000).', given)
}
