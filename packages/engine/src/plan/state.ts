/**
 * What the compiler knows while it reads a script from top to bottom: bound registers, datasets with their columns,
 * label lists, and the names that an earlier mistake left undefined, so that one mistake gives one error.
 */
import {
  type Catalogue,
  type LocalisedText,
  nearestName,
  PERSON,
  type Position,
  type Sensitivity,
  type Terms,
} from '@sund/model'
import { Errors } from '../language/parse.js'
import { Mistake, quote } from '../language/reader.js'
import type { Span, StatementHead, Tree, Word } from '../language/tree.js'
import type { Bound } from './catalogue.js'
import type { Column, Relation, ShowSpec, Step } from './types.js'

/** A column as scripts see it. `codes` is its register's code list while its values are still the register's. */
export interface Variable {
  column: Column
  codes: readonly string[] | null
}

/** What is known of a dataset with rows of the same units at several times. */
export interface Panel {
  /** The values of the column `date@panel`, ascending. */
  times: readonly number[]
  /** They are days, else plain numbers such as years. */
  days: boolean
  /** Variables that have the same value at every time of a unit. */
  fixed: ReadonlySet<string>
}

export interface Dataset {
  name: string
  /** Null until something is imported. */
  head: Relation | null
  variables: Map<string, Variable>
  /** The name of the column whose values are the units, as `PERSONID_1`; null for units made by a plain variable. */
  unitKey: string | null
  /** Columns that together are unique, null when nothing is known. */
  uniqueOn: readonly string[] | null
  /** Null unless it is a panel. */
  panel: Panel | null
  /** Names that a mistake left undefined here; `lost` when a mistake left any name doubtful. */
  doubtful: Set<string>
  lost: boolean
}

/** A dataset with rows in it. */
export type Filled = Dataset & { head: Relation }

/** A variable of a register that a script uses. */
export interface Use {
  register: string
  version: string
  holder: string
  table: string
  variable: string
  sensitivity: Sensitivity
  /** The terms under which it may be used. */
  terms: Terms
  position: Position
}

/** The permit that a script names, and where. */
export interface PermitStatement {
  id: string
  position: Position
}

export type LabelList = { code: string; label: LocalisedText }[]

/** Thrown where an earlier error already says what is wrong. */
export class Explained extends Error {}

export function emptyDataset(name: string, lost = false): Dataset {
  return {
    name,
    head: null,
    variables: new Map(),
    unitKey: null,
    uniqueOn: null,
    panel: null,
    doubtful: new Set(),
    lost,
  }
}

/** Settings before anything is configured. */
export const NO_SETTINGS = { level: null, labels: true } as const

/** Columns of all relations of a plan together: a plan is sent to holders, so it has to stay of a size to send. */
const MAX_COLUMNS = 100_000

/** The plan has grown too large to go on. */
export class TooLarge extends Error {}

export class Compilation {
  readonly bindings = new Map<string, Bound>()
  readonly datasets = new Map<string, Dataset>()
  readonly labels = new Map<string, LabelList>()
  readonly steps: Step[] = []
  readonly uses: Use[] = []
  /** What `configure` set: options that statements are given where they do not say otherwise. */
  /** The permit that the script runs under, null under open terms. */
  permit: PermitStatement | null = null
  readonly settings: { level: number | null; labels: boolean } = { ...NO_SETTINGS }
  readonly errors: Errors
  /** Characters of what a script has said of itself: its history, its variables, help. */
  said = 0
  /** Names of registers, datasets and labels that a mistake left undefined. */
  readonly doubtful = new Set<string>()
  private current: Dataset | null = null
  private relations = 0
  private columns = 0
  private shows = 0
  private turned: { statement: StatementHead; turn: (what: ShowOf) => ShowOf } | null = null

  constructor(
    readonly catalogue: Catalogue,
    readonly tree: Tree,
  ) {
    this.errors = new Errors(tree.positionOf)
  }

  /** The text of a statement as written. */
  textOf(span: Span): string {
    return this.tree.text.slice(span.from, span.to).trim()
  }

  /** What a relation says of where it came from. */
  origin(statement: Span): { id: string; position: Position; command: string } {
    return {
      id: `r${++this.relations}`,
      position: this.tree.positionOf(statement),
      command: this.textOf(statement),
    }
  }

  /** What a relation over others says of itself while nothing else is known: the unit and columns of the first. */
  over(statement: Span, first: Relation, ...others: readonly Relation[]): Derived {
    const inputs = [first, ...others]
    return {
      ...this.origin(statement),
      place: inputs.every((input) => input.place === first.place) ? first.place : 'room',
      unit: first.unit,
      rowsPerUnit: first.rowsPerUnit,
      rowsPerSubject: first.rowsPerSubject,
      public: inputs.every((input) => input.public),
      columns: first.columns,
    }
  }

  emit<R extends Relation>(relation: R): R {
    this.columns += relation.columns.length
    if (this.columns > MAX_COLUMNS) throw new TooLarge()
    this.steps.push({ do: 'relation', relation })
    return relation
  }

  show(statement: StatementHead, dataset: Dataset | null, asked: ShowOf): void {
    const { statement: head, turn } = this.turned ?? { statement, turn: (what: ShowOf) => what }
    const what = turn(asked)
    this.steps.push({
      do: 'show',
      show: {
        index: this.shows++,
        command: this.textOf(head),
        position: this.tree.positionOf(head),
        dataset: dataset?.name ?? null,
        what,
      },
    })
  }

  /** Does `body`; what it shows is shown by `statement` instead, as `turn` makes it. */
  showing(statement: StatementHead, turn: (what: ShowOf) => ShowOf, body: () => void): void {
    const before = this.turned
    this.turned = { statement, turn }
    try {
      body()
    } finally {
      this.turned = before
    }
  }

  activate(dataset: Dataset): void {
    this.current = dataset
  }

  /** Forgets a dataset; when it was active, none is. */
  forget(dataset: Dataset): void {
    this.datasets.delete(dataset.name)
    if (this.current === dataset) this.current = null
  }

  /** Forgets every dataset, list of labels and setting. */
  clear(): void {
    this.datasets.clear()
    this.labels.clear()
    this.current = null
    Object.assign(this.settings, NO_SETTINGS)
  }

  /** The active dataset, null when there is none. */
  get maybeActive(): Dataset | null {
    return this.current
  }

  active(at: Word): Dataset {
    if (this.current) return this.current
    if (this.doubtful.size > 0 && this.datasets.size === 0) throw new Explained()
    throw new Mistake('script.dataset', 'No dataset is active.', 'Write create-dataset and a name first.', at)
  }

  /** The active dataset with rows in it. */
  filled(at: Word): Filled {
    const dataset = this.active(at)
    if (dataset.head) return dataset as Filled
    if (dataset.lost || dataset.doubtful.size > 0) throw new Explained()
    throw new Mistake(
      'script.dataset',
      `The dataset ${dataset.name} is empty.`,
      'Import a variable first: import alias/VARIABLE.',
      at,
    )
  }

  dataset(name: Word): Dataset {
    const dataset = this.datasets.get(name.text)
    if (dataset) return dataset
    if (this.doubtful.has(name.text)) throw new Explained()
    throw unknown(
      'dataset',
      name,
      this.datasets.keys(),
      'Write create-dataset with this name above.',
      'script.dataset',
    )
  }

  labelList(name: Word): LabelList {
    const list = this.labels.get(name.text)
    if (list) return list
    if (this.doubtful.has(name.text)) throw new Explained()
    throw unknown('list of labels', name, this.labels.keys(), 'Write define-labels with this name above.')
  }

  /** A name for a new dataset, alias or list. */
  fresh(kind: string, name: Word, taken: ReadonlyMap<string, unknown>): void {
    checkWritable(name)
    if (taken.has(name.text))
      throw new Mistake(
        'script.duplicate-name',
        `There is already a ${kind} named ${quote(name.text)}.`,
        'Choose another name.',
        name,
      )
  }

  /** Does `body` for each of several, reporting every mistake among them before giving up. */
  each<T, R>(items: readonly T[], body: (item: T) => R): R[] {
    const results: R[] = []
    let failed = false
    for (const item of items) {
      try {
        results.push(body(item))
      } catch (thrown) {
        if (thrown instanceof Mistake) this.errors.add(thrown)
        else if (!(thrown instanceof Explained)) throw thrown
        failed = true
      }
    }
    if (failed) throw new Explained()
    return results
  }
}

type Derived = Pick<
  Relation,
  'id' | 'position' | 'command' | 'place' | 'unit' | 'rowsPerUnit' | 'rowsPerSubject' | 'public' | 'columns'
>

type ShowOf =
  | { kind: 'text'; markdown: string }
  | {
      kind: 'statistic'
      relation: string
      condition: Extract<Relation, { op: 'filter' }>['condition'] | null
      spec: ShowSpec
    }

/** A variable of a dataset by name. */
export function variableOf(dataset: Dataset, name: Word): Variable {
  const variable = dataset.variables.get(name.text)
  if (variable) return variable
  if (dataset.lost || dataset.doubtful.has(name.text)) throw new Explained()
  throw unknown(
    `variable in the dataset ${dataset.name}`,
    name,
    dataset.variables.keys(),
    dataset.variables.size > 0
      ? `It has ${list([...dataset.variables.keys()])}.`
      : 'Import or generate it first.',
  )
}

/** A variable that may be shown: no key. */
export function shownVariable(dataset: Dataset, name: Word): Variable {
  const variable = variableOf(dataset, name)
  if (variable.column.type === 'key') throw keyShown(name)
  return variable
}

/** A variable that holds numbers. */
export function numericVariable(dataset: Dataset, name: Word, what: string): Variable {
  const variable = shownVariable(dataset, name)
  if (variable.column.type !== 'number')
    throw new Mistake(
      'script.type',
      `${what} needs numbers, and ${quote(name.text)} is text.`,
      `Make numbers of it first: destring ${name.text}.`,
      name,
    )
  return variable
}

export function keyShown(name: Word): Mistake {
  return new Mistake(
    'script.key-shown',
    `${quote(name.text)} is a key: its values are units, and they are never shown or computed with.`,
    'Use it in by() of collapse or aggregate, or after on in merge.',
    name,
  )
}

/** Refuses a name that a dataset cannot take for a new column. */
export function freshColumn(dataset: Dataset, name: Word): void {
  checkWritable(name)
  if (dataset.variables.has(name.text))
    throw new Mistake(
      'script.duplicate-name',
      `The dataset ${dataset.name} already has a variable ${quote(name.text)}.`,
      'Choose another name, or use replace to change it.',
      name,
    )
  // Databases take names without regard to case, so two that differ in nothing else would become one.
  const folded = name.text.toLowerCase()
  const alike = [...dataset.variables.keys()].find((other) => other.toLowerCase() === folded)
  if (alike)
    throw new Mistake(
      'script.duplicate-name',
      `${quote(name.text)} differs from ${quote(alike)} in capital letters only.`,
      'Choose a name that differs in more.',
      name,
    )
}

function checkWritable(name: Word): void {
  if (name.text.startsWith('__'))
    throw new Mistake(
      'script.duplicate-name',
      'Names that start with __ are Sund’s own.',
      'Choose another name.',
      name,
    )
  if (/^[A-Z][A-Z0-9_]*ID_1$/i.test(name.text))
    throw new Mistake(
      'script.duplicate-name',
      `${quote(name.text)} is what the key of a unit is called.`,
      'Choose another name.',
      name,
    )
}

/** Refuses a list in which a name stands twice. */
export function once(names: readonly Word[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    const folded = name.text.toLowerCase()
    if (seen.has(folded))
      throw new Mistake('script.duplicate-name', `${quote(name.text)} stands twice.`, 'Name it once.', name)
    seen.add(folded)
  }
}

export function unknown(
  kind: string,
  name: Word,
  names: Iterable<string>,
  next: string,
  code: 'script.unknown-name' | 'script.dataset' = 'script.unknown-name',
): Mistake {
  const near = nearestName(name.text, names)
  return new Mistake(
    code,
    `There is no ${kind} named ${quote(name.text)}.${near ? ` Did you mean ${near}?` : ''}`,
    near ? `Write ${near}, or check the name.` : next,
    name,
    near,
  )
}

/** `a, b and c`, at most a dozen. */
export function list(words: readonly string[]): string {
  const shown = words.slice(0, 12)
  if (words.length > 12) return `${shown.join(', ')} and ${words.length - 12} more`
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** The name of the column that holds the times of a panel. */
export const PANEL_TIME = 'date@panel'

/** The name of the key of a unit type: `PERSONID_1`. */
export const unitKeyName = (unit: string): string => `${unit}ID_1`

/** The key column of a dataset about `unit`. */
export function unitKeyColumn(unit: string, isPublic: boolean): Column {
  return {
    name: unitKeyName(unit),
    type: 'key',
    unitType: unit,
    title: { en: `${unit} key`, nb: `Nøkkel for ${unit}`, da: `Nøgle for ${unit}` },
    sensitivity: isPublic ? 'PUBLIC' : unit === PERSON ? 'PERSON_GENERAL' : 'NONPUBLIC',
  }
}

export function columnsOf(variables: ReadonlyMap<string, Variable>): Column[] {
  return [...variables.values()].map((variable) => variable.column)
}
