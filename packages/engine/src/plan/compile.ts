/**
 * Script and catalogue to plan. Statements are lowered in order; a mistake in one is reported, the names it would have
 * made are remembered as doubtful, and the rest is checked as if it had been right.
 */
import type { Catalogue, SundError } from '@sund/model'
import { COMMANDS } from '../language/commands/index.js'
import { MAX_ERRORS, parse } from '../language/parse.js'
import { Mistake } from '../language/reader.js'
import type { Option, OptionValue, Statement, Tree } from '../language/tree.js'
import { LOWERINGS } from './lower/index.js'
import {
  Compilation,
  type Dataset,
  Explained,
  emptyDataset,
  type PermitStatement,
  TooLarge,
  type Use,
} from './state.js'
import type { Plan } from './types.js'

export interface Compiled {
  /** Null when there is an error. */
  plan: Plan | null
  /** Every mistake, in the order of the script. */
  errors: SundError[]
  /** Every variable of a register that the script imports, also when there are errors. */
  uses: Use[]
  /** The permit that the script names, null where it names none and runs under open terms. */
  permit: PermitStatement | null
}

/** Checks a script against a catalogue and says what it means. Pure; never throws for what a script says. */
export function compile(text: string, catalogue: Catalogue): Compiled {
  const { tree, errors } = parse(text)
  const compilation = lower(tree, catalogue)
  const all = [...errors, ...compilation.errors.list].sort(inOrder).slice(0, MAX_ERRORS)
  return {
    plan: all.length > 0 ? null : planOf(compilation),
    errors: all,
    uses: compilation.uses,
    permit: compilation.permit,
  }
}

/** Lowers every statement of a tree. Used for completion too, which asks what is known so far. */
export function lower(tree: Tree, catalogue: Catalogue): Compilation {
  const compilation = new Compilation(catalogue, tree)
  for (const statement of tree.statements) {
    if (compilation.errors.full) break
    if (statement.kind === 'unreadable') doubt(compilation, statement.mentions)
    else if (!lowerOne(statement, compilation)) break
  }
  return compilation
}

/** Lowers a statement; false when there is no point in going on. */
function lowerOne(statement: Statement, compilation: Compilation): boolean {
  try {
    const lowering = (LOWERINGS as Partial<Record<string, (s: Statement, c: Compilation) => void>>)[
      statement.name
    ]
    lowering?.(configured(statement, compilation), compilation)
  } catch (thrown) {
    if (thrown instanceof TooLarge) {
      compilation.errors.add(
        new Mistake(
          'script.limit',
          'The datasets of this script have too many variables over too many steps.',
          'Drop variables that are not used, or split the script.',
          statement,
        ),
      )
      return false
    }
    if (thrown instanceof Mistake) compilation.errors.add(thrown)
    else if (!(thrown instanceof Explained)) throw thrown
    recover(statement, compilation)
  }
  return true
}

const ENTERING: ReadonlySet<string> = new Set(['create-dataset', 'survival-data'])
/** The statement with the options that `configure` set and it does not say itself. */
function configured(statement: Statement, { settings }: Compilation): Statement {
  const add = (name: string, value: OptionValue): Option[] => {
    const known = COMMANDS[statement.name].options.some(
      (option) => option.name === name && option.status === 'available',
    )
    const given = statement.options.some((option) => option.name.text === name)
    const { text: _, ...span } = statement.command
    return known && !given ? [{ name: { text: name, ...span }, value, ...span }] : []
  }
  const { from, to } = statement.command
  const more = [
    ...(settings.level === null ? [] : add('level', { kind: 'number', value: settings.level, from, to })),
    ...(settings.labels ? [] : add('nolabels', { kind: 'flag' })),
  ]
  return more.length > 0 ? { ...statement, options: [...statement.options, ...more] } : statement
}

/** Names that a failed statement was to make become doubtful: complaining about their absence would help nobody. */
function recover(statement: Statement, compilation: Compilation): void {
  const { arguments: args } = statement
  const active = compilation.maybeActive
  switch (args.shape) {
    case 'require':
      compilation.doubtful.add(args.alias.text)
      break
    case 'name':
      if (statement.name === 'use' || ENTERING.has(statement.name)) enterLost(compilation, args.name.text)
      break
    case 'pair':
      doubt(compilation, [args.second.text])
      if (statement.name.startsWith('clone-')) addLost(compilation, args.second.text)
      break
    case 'labels':
      compilation.doubtful.add(args.name.text)
      break
    case 'import':
    case 'window':
      doubt(compilation, [args.as.text, `START@${args.as.text}`, `STOP@${args.as.text}`])
      break
    case 'panel':
      doubt(compilation, ['date@panel', ...args.sources.map(({ as }) => as.text)])
      break
    case 'assignment':
      doubt(compilation, [args.target.text])
      break
    case 'arrows':
      doubt(
        compilation,
        args.pairs.map(({ to }) => to.text),
      )
      break
    case 'match':
      enterLost(compilation, args.into.text)
      break
    case 'merge': {
      const target = compilation.datasets.get(args.into.text)
      for (const name of args.names) target?.doubtful.add(name.text)
      break
    }
    case 'statistics':
      if (active) lose(active)
      break
    case 'names':
      if (active && (statement.name === 'destring' || statement.name === 'reshape-to-panel')) lose(active)
      break
  }
}

function doubt(compilation: Compilation, names: readonly string[]): void {
  for (const name of names) {
    compilation.doubtful.add(name)
    compilation.maybeActive?.doubtful.add(name)
  }
}

function lose(dataset: Dataset): void {
  dataset.lost = true
}

function addLost(compilation: Compilation, name: string): Dataset {
  const dataset = compilation.datasets.get(name) ?? emptyDataset(name, true)
  compilation.datasets.set(name, dataset)
  return dataset
}

function enterLost(compilation: Compilation, name: string): void {
  compilation.activate(addLost(compilation, name))
}

function planOf(compilation: Compilation): Plan {
  const bindings = [...compilation.bindings.values()].map(({ alias, register, version }) => ({
    alias,
    register: register.name,
    version,
    holder: register.holder.name,
  }))
  return { bindings, steps: compilation.steps }
}

function inOrder(a: SundError, b: SundError): number {
  const [x, y] = [a.position, b.position]
  if (!x || !y) return 0
  return x.line - y.line || x.column - y.column
}
