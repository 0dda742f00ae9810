/** Regressions with instruments, panels, levels, groups and thresholds. */
import { Mistake, quote } from '../../language/reader.js'
import type { ModelTerm, StatementHead, Word } from '../../language/tree.js'
import { type Compilation, type Filled, numericVariable, shownVariable, variableOf } from '../state.js'
import type {
  DecompositionSpec,
  DifferenceSpec,
  DiscontinuitySpec,
  InstrumentSpec,
  MixedSpec,
  PanelSpec,
  Term,
} from '../types.js'
import { count, flag, number, oneName, option } from './options.js'
import { fitOf } from './predict.js'
import { common, termsOf } from './terms.js'
import type { Lowering, LoweringOf } from './types.js'

export const ivregress: LoweringOf<'instruments'> = (statement, compilation) => {
  const dataset = outcomeOf(statement, compilation)
  const { outcome, terms, instruments } = statement.arguments
  const endogenous = lowered(statement.arguments.endogenous, dataset, compilation)
  const spec: InstrumentSpec = {
    ...common(statement, dataset, terms, compilation, endogenous),
    model: 'ivregress',
    outcome: outcome.text,
    constant: !flag(statement, 'noconstant'),
    exponentiate: false,
    endogenous,
    instruments: lowered(instruments, dataset, compilation),
    method: oneOf(statement, ['tsls', 'liml', 'gmm']) ?? 'tsls',
    firstStage: flag(statement, 'firststage'),
    overidentification: flag(statement, 'overid'),
  }
  const roles = [spec.terms, spec.endogenous, spec.instruments].map((of) =>
    of.map((term) => JSON.stringify(term)),
  )
  const twice = roles.flat().find((term, i, all) => all.indexOf(term) < i)
  if (twice !== undefined)
    throw new Mistake(
      'script.duplicate-name',
      'A term stands twice: it is a term of the model, endogenous or an instrument, and only one of these.',
      'Name each term once. Terms outside the parentheses are their own instruments.',
      statement.command,
    )
  const own = [...spec.terms, ...spec.endogenous, ...spec.instruments].some(({ factors }) =>
    factors.some(({ column }) => column === outcome.text),
  )
  if (own)
    throw new Mistake(
      'script.duplicate-name',
      `${quote(outcome.text)} is the outcome, and stands among its own terms or instruments.`,
      'Leave it out there, or name another.',
      statement.command,
    )
  fitOf(statement, dataset, spec, compilation)
}

export const regressPanel: LoweringOf<'model'> = (statement, compilation) => {
  const estimator = oneOf(statement, ['re', 'fe', 'be', 'pooled']) ?? 're'
  const uncertain = option(statement, 'robust') ?? option(statement, 'cluster')
  if (estimator === 'be' && uncertain)
    throw new Mistake(
      'script.statistics',
      `be has one row for each unit, and no ${uncertain.name.text} standard errors.`,
      `Leave out ${uncertain.name.text}, or use another estimator.`,
      uncertain,
    )
  panel('regress-panel', estimator, statement, compilation)
}

export const hausman: Lowering<'hausman'> = (statement, compilation) => {
  panel('hausman', 'fe', statement, compilation)
}

function panel(
  model: PanelSpec['model'],
  estimator: PanelSpec['estimator'],
  statement: Parameters<Lowering<'regress-panel'>>[0],
  compilation: Compilation,
): void {
  const dataset = outcomeOf(statement, compilation)
  const spec: PanelSpec = {
    ...common(statement, dataset, statement.arguments.terms, compilation),
    model,
    outcome: statement.arguments.outcome.text,
    constant: true,
    exponentiate: false,
    estimator,
  }
  fitOf(statement, dataset, spec, compilation)
}

export const regressPanelDiff: Lowering<'regress-panel-diff'> = (statement, compilation) => {
  const dataset = outcomeOf(statement, compilation)
  const { outcome, group, treated, terms } = statement.arguments
  compilation.each([group, treated], (name) => numericVariable(dataset, name, 'regress-panel-diff'))
  if (group.text === treated.text) throw sameTwice(treated)
  const own = [group, treated].map(({ text }) => ({ factors: [{ column: text, categorical: false }] }))
  const spec: DifferenceSpec = {
    ...common(statement, dataset, terms, compilation, own),
    model: 'regress-panel-diff',
    outcome: outcome.text,
    group: group.text,
    treated: treated.text,
    constant: true,
    exponentiate: false,
  }
  fitOf(statement, dataset, spec, compilation)
}

export const regressMml: LoweringOf<'grouped'> = (statement, compilation) => {
  const dataset = outcomeOf(statement, compilation)
  const { outcome, terms, by } = statement.arguments
  const extra = by[2]
  if (extra)
    throw new Mistake(
      'script.limit',
      'A mixed model has at most two levels of groups above its rows.',
      'Name the outer group and the group within it: by g1 g2.',
      extra,
    )
  if (by[0]?.text === by[1]?.text) throw sameTwice(by[1] as Word)
  const spec: MixedSpec = {
    ...common(statement, dataset, terms, compilation),
    model: 'regress-mml',
    outcome: outcome.text,
    constant: !flag(statement, 'noconstant'),
    exponentiate: false,
    // Groups may be keys: the result shows none of them.
    groups: compilation.each(by, (name) => variableOf(dataset, name).column.name),
  }
  fitOf(statement, dataset, spec, compilation)
}

export const oaxaca: Lowering<'oaxaca'> = (statement, compilation) => {
  const dataset = outcomeOf(statement, compilation)
  const { outcome, terms, by } = statement.arguments
  const [group, extra] = by as [Word, ...Word[]]
  if (extra)
    throw new Mistake(
      'script.syntax',
      'oaxaca compares the two levels of one variable.',
      'Write by g.',
      extra,
    )
  shownVariable(dataset, group)
  const weight = number(statement, 'weight')
  if (weight && !(weight.value >= 0 && weight.value <= 1))
    throw new Mistake(
      'script.type',
      'A weight lies between 0 and 1.',
      'Write weight(1) or weight(0.5).',
      weight,
    )
  const spec: DecompositionSpec = {
    ...common(statement, dataset, terms, compilation),
    model: 'oaxaca',
    outcome: outcome.text,
    by: group.text,
    weight: weight?.value ?? null,
    constant: true,
    exponentiate: false,
  }
  if (spec.terms.length === 0)
    throw new Mistake(
      'script.syntax',
      'oaxaca needs at least one term to decompose by.',
      'Write oaxaca y x by g.',
      statement.command,
    )
  fitOf(statement, dataset, spec, compilation)
}

export const rdd: LoweringOf<'threshold'> = (statement, compilation) => {
  const dataset = outcomeOf(statement, compilation)
  const { outcome, running, terms } = statement.arguments
  numericVariable(dataset, running, 'rdd')
  const fuzzy = oneName(statement, 'fuzzy')
  if (fuzzy) numericVariable(dataset, fuzzy, 'fuzzy()')
  const bandwidth = number(statement, 'bandwidth')
  if (bandwidth && !(bandwidth.value > 0))
    throw new Mistake('script.type', 'A bandwidth is greater than 0.', 'Write bandwidth(5).', bandwidth)
  const spec: DiscontinuitySpec = {
    ...common(statement, dataset, terms, compilation),
    model: 'rdd',
    outcome: outcome.text,
    running: running.text,
    cutoff: number(statement, 'cutoff')?.value ?? 0,
    polynomial: count(statement, 'polynomial', 5) ?? 1,
    bandwidth: bandwidth?.value ?? null,
    fuzzy: fuzzy?.text ?? null,
    constant: true,
    exponentiate: false,
  }
  fitOf(statement, dataset, spec, compilation)
}

/** The active dataset, in which the outcome is a number. */
function outcomeOf(
  statement: StatementHead & { arguments: { outcome: Word } },
  compilation: Compilation,
): Filled {
  const dataset = compilation.filled(statement.command)
  numericVariable(dataset, statement.arguments.outcome, statement.name)
  return dataset
}

const lowered = (terms: readonly ModelTerm[], dataset: Filled, compilation: Compilation): Term[] =>
  compilation.each(terms, (term) => termsOf(term, dataset)).flat()

/** The one of these flags that is given; two are refused. */
function oneOf<F extends string>(statement: StatementHead, flags: readonly F[]): F | null {
  const [first, second] = flags.filter((name) => flag(statement, name))
  if (first === undefined || second === undefined) return first ?? null
  throw new Mistake(
    'script.syntax',
    `${first} and ${second} exclude each other.`,
    'Write one of them, or a command for each.',
    option(statement, second) ?? statement.command,
  )
}

const sameTwice = (name: Word): Mistake =>
  new Mistake('script.duplicate-name', `${quote(name.text)} stands twice.`, 'Name two variables.', name)
