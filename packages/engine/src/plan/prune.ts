/**
 * What a plan's statistics need, and nothing else: columns are followed backwards from the results, and relations,
 * columns and joins that no result depends on are left out. Filters always count; an edit counts when its column does.
 */
import type { Aggregate, Expression, ModelSpec, Plan, Relation, ShowSpec, Step, Term } from './types.js'

/** The place that belongs to no holder. */
export const ROOM = 'room'

export interface Pruned {
  /** The relations that are left, by id. */
  relations: Map<string, Relation>
  /** The steps that are left, in order. */
  steps: Step[]
}

/** `apart`: holders that make nothing of their tables, so that whatever is made of these is the room's. */
export function prune(plan: Plan, apart: ReadonlySet<string> = new Set()): Pruned {
  const idle = idleJoins(plan)
  const needed = neededColumns(plan.steps, idle)
  const relations = new Map<string, Relation>()
  const steps: Step[] = []
  /** A relation that turned out to add nothing stands for its input. */
  const same = new Map<string, string>()
  const resolve = (id: string): string => same.get(id) ?? id
  for (const step of plan.steps) {
    if (step.do === 'show') {
      const { what } = step.show
      steps.push(
        what.kind === 'text'
          ? step
          : { do: 'show', show: { ...step.show, what: { ...what, relation: resolve(what.relation) } } },
      )
      continue
    }
    const columns = needed.get(step.relation.id)
    if (!columns) continue
    const cut = cutTo(step.relation, columns, idle, resolve)
    if (typeof cut === 'string') {
      same.set(step.relation.id, resolve(cut))
      continue
    }
    const relation = placed(cut, relations, apart)
    relations.set(relation.id, relation)
    steps.push({ do: 'relation', relation })
  }
  return { relations, steps }
}

/**
 * Columns that these steps read of each relation; a relation that no result depends on is not among them. `idle` are
 * joins that may be left out.
 */
export function neededColumns(
  steps: readonly Step[],
  idle: ReadonlySet<string> = new Set(),
): Map<string, Set<string>> {
  const needed = new Map<string, Set<string>>()
  const need = (id: string, names: Iterable<string>): void => {
    const set = needed.get(id) ?? new Set()
    for (const name of names) set.add(name)
    needed.set(id, set)
  }
  for (const step of [...steps].reverse()) {
    if (step.do === 'show') {
      const { what } = step.show
      if (what.kind === 'statistic')
        need(what.relation, [...columnsOfSpec(what.spec), ...columnsOfExpression(what.condition)])
      continue
    }
    const columns = needed.get(step.relation.id)
    if (columns) needOfInputs(step.relation, columns, idle, need)
  }
  return needed
}

function needOfInputs(
  relation: Relation,
  columns: ReadonlySet<string>,
  idle: ReadonlySet<string>,
  need: (id: string, names: Iterable<string>) => void,
): void {
  switch (relation.op) {
    case 'scan':
    case 'received':
      return
    case 'filter':
      return need(relation.input, [...columns, ...columnsOfExpression(relation.condition)])
    case 'extend': {
      if (!columns.has(relation.name)) return need(relation.input, columns)
      const others = [...columns].filter((name) => name !== relation.name)
      const own = [...columnsOfExpression(relation.value), ...columnsOfExpression(relation.condition)]
      return need(relation.input, [...others, ...own, ...(relation.condition ? [relation.name] : [])])
    }
    case 'match': {
      const made = new Set([relation.set, relation.role])
      const calipers = relation.calipers.map(({ column }) => column)
      const read = [...[...columns].filter((name) => !made.has(name)), ...relation.exact, ...calipers]
      need(relation.cases, read)
      return need(relation.input, read)
    }
    case 'episodes': {
      const made = new Set([relation.entry, relation.time])
      const read = relation.varying.flatMap((name) => [name, `START@${name}`, `STOP@${name}`])
      const kept = [...columns].filter((name) => !made.has(name))
      return need(relation.input, [...kept, relation.index, relation.exit, relation.event, ...read])
    }
    case 'sample':
      return need(relation.input, columns)
    case 'stack':
      for (const input of relation.inputs) need(input, columns)
      return
    case 'quantile': {
      if (!columns.has(relation.as)) return need(relation.input, columns)
      const others = [...columns].filter((name) => name !== relation.as)
      return need(relation.input, [...others, relation.column])
    }
    case 'select':
      return need(
        relation.input,
        relation.take.filter(({ as }) => columns.has(as)).map(({ column }) => column),
      )
    case 'collapse':
    case 'window': {
      const made = relation.aggregates.filter(({ as }) => columns.has(as))
      const read = made.flatMap(columnsOfAggregate)
      if (relation.op === 'collapse') return need(relation.input, [...relation.by, ...read])
      const added = new Set(relation.aggregates.map(({ as }) => as))
      const kept = [...columns].filter((name) => !added.has(name))
      return need(relation.input, made.length > 0 ? [...kept, ...relation.by, ...read] : kept)
    }
    case 'predict': {
      const added = new Set(relation.take.map(({ as }) => as))
      const kept = [...columns].filter((name) => !added.has(name))
      if (kept.length === columns.size) return need(relation.input, kept)
      return need(relation.input, [
        ...kept,
        ...columnsOfSpec(relation.spec),
        ...columnsOfExpression(relation.condition),
      ])
    }
    case 'join': {
      const take = relation.take.filter(({ as }) => columns.has(as))
      const brought = new Set(relation.take.map(({ as }) => as))
      const kept = [...columns].filter((name) => !brought.has(name))
      if (take.length === 0 && idle.has(relation.id)) return need(relation.left, kept)
      const { within } = relation
      need(relation.left, [
        ...kept,
        ...relation.on.map(({ left }) => left),
        ...(within ? [within.index] : []),
      ])
      return need(relation.right, [
        ...take.map(({ column }) => column),
        ...relation.on.map(({ right }) => right),
        ...(within ? [within.start, within.stop] : []),
      ])
    }
  }
}

/** The relation where what is left of its inputs lies: a join that was left out may have been all that led elsewhere. */
function placed(
  relation: Relation,
  relations: ReadonlyMap<string, Relation>,
  apart: ReadonlySet<string>,
): Relation {
  const inputs = inputsOf(relation).map((id) => relations.get(id) as Relation)
  const [first] = inputs
  if (!first) return relation
  return {
    ...relation,
    place: inputs.every(({ place }) => place === first.place) && !apart.has(first.place) ? first.place : ROOM,
    public: inputs.every((input) => input.public),
  }
}

/** The relations that a relation reads. */
export function inputsOf(relation: Relation): string[] {
  if (relation.op === 'join') return [relation.left, relation.right]
  if (relation.op === 'match') return [relation.cases, relation.input]
  if (relation.op === 'stack') return relation.inputs
  return 'input' in relation ? [relation.input] : []
}

/** Joins that only bring columns: each row of `left` stays, once. */
function idleJoins(plan: Plan): Set<string> {
  const rows = new Map<string, Relation['rowsPerUnit']>()
  const idle = new Set<string>()
  for (const step of plan.steps) {
    if (step.do !== 'relation') continue
    const { relation } = step
    rows.set(relation.id, relation.rowsPerUnit)
    if (relation.op !== 'join' || relation.kind !== 'left') continue
    if (relation.on.length > 0 || rows.get(relation.right) === 'one') idle.add(relation.id)
  }
  return idle
}

/** The relation with only these columns, or the id of the input that it would equal. */
function cutTo(
  relation: Relation,
  columns: ReadonlySet<string>,
  idle: ReadonlySet<string>,
  resolve: (id: string) => string,
): Relation | string {
  const kept = relation.columns.filter(({ name }) => columns.has(name))
  switch (relation.op) {
    case 'received':
      return { ...relation, columns: kept }
    case 'scan':
      return { ...relation, columns: kept, read: relation.read.filter(({ as }) => columns.has(as)) }
    case 'filter':
    case 'sample':
      return { ...relation, input: resolve(relation.input), columns: kept }
    case 'stack':
      return { ...relation, inputs: relation.inputs.map(resolve), columns: kept }
    case 'quantile':
      if (!columns.has(relation.as)) return relation.input
      return { ...relation, input: resolve(relation.input), columns: kept }
    case 'episodes':
      return { ...relation, input: resolve(relation.input), columns: kept }
    case 'match':
      return { ...relation, cases: resolve(relation.cases), input: resolve(relation.input), columns: kept }
    case 'extend':
      if (!columns.has(relation.name)) return relation.input
      return { ...relation, input: resolve(relation.input), columns: kept }
    case 'select':
      return {
        ...relation,
        input: resolve(relation.input),
        columns: kept,
        take: relation.take.filter(({ as }) => columns.has(as)),
      }
    case 'collapse':
      return {
        ...relation,
        input: resolve(relation.input),
        columns: relation.columns.filter(({ name }) => columns.has(name) || relation.by.includes(name)),
        aggregates: relation.aggregates.filter(({ as }) => columns.has(as)),
      }
    case 'window': {
      const aggregates = relation.aggregates.filter(({ as }) => columns.has(as))
      if (aggregates.length === 0) return relation.input
      return { ...relation, input: resolve(relation.input), columns: kept, aggregates }
    }
    case 'predict': {
      const take = relation.take.filter(({ as }) => columns.has(as))
      if (take.length === 0) return relation.input
      return { ...relation, input: resolve(relation.input), columns: kept, take }
    }
    case 'join': {
      const take = relation.take.filter(({ as }) => columns.has(as))
      if (take.length === 0 && idle.has(relation.id)) return relation.left
      return {
        ...relation,
        left: resolve(relation.left),
        right: resolve(relation.right),
        columns: kept,
        take,
      }
    }
  }
}

/** Columns that a statistic of a group reads. */
export function columnsOfAggregate({ column, order, to }: Aggregate): string[] {
  return [column, ...(order === undefined ? [] : [order]), ...(to?.kind === 'column' ? [to.name] : [])]
}

/** Columns that an expression reads. */
export function columnsOfExpression(expression: Expression | null): string[] {
  if (expression === null || expression.kind === 'literal') return []
  if (expression.kind === 'column') return [expression.name]
  return expression.arguments.flatMap(columnsOfExpression)
}

/** Columns that a statistic reads, each once. */
export function columnsOfSpec(spec: ShowSpec): string[] {
  const read = READ[spec.show] as (spec: ShowSpec) => (string | null)[]
  return [...new Set(read(spec).filter((name) => name !== null))]
}

/** The columns that a result takes apart by their values: its groups, and the levels of factors. */
export function groupingColumns(spec: ShowSpec): string[] {
  const grouping = GROUPING[spec.show] as ((spec: ShowSpec) => (string | null)[]) | undefined
  return [...new Set((grouping?.(spec) ?? []).filter((name) => name !== null))]
}

/** Of those that do not count the cells of a table. Strata, clusters and units of panels are of few by nature, and no number is about one of them. */
const GROUPING: { [S in ShowSpec['show']]?: (spec: Extract<ShowSpec, { show: S }>) => (string | null)[] } = {
  summarize: (spec) => spec.by,
  rates: (spec) => [spec.over, ...spec.by],
  boxplot: (spec) => spec.over,
  coefplot: (spec) => groupingColumns(spec.model),
  ci: (spec) => [spec.by],
  anova: (spec) => ofTerms(spec.terms),
  'kaplan-meier': (spec) => [spec.by],
  model: (spec) => [
    ...spec.terms.flatMap(({ factors }) =>
      factors.flatMap(({ column, categorical }) => (categorical ? [column] : [])),
    ),
    ...(spec.model === 'mlogit' ? [spec.outcome] : []),
    ...(spec.model === 'cox' || spec.model === 'weibull' ? [spec.by] : []),
    ...(spec.model === 'oaxaca' ? [spec.by] : []),
  ],
}

const ofTerms = (terms: readonly Term[]): string[] =>
  terms.flatMap(({ factors }) => factors.map(({ column }) => column))

const READ: { [S in ShowSpec['show']]: (spec: Extract<ShowSpec, { show: S }>) => (string | null)[] } = {
  tabulate: (spec) => [...spec.dimensions, spec.measure?.column ?? null],
  summarize: (spec) => [...spec.columns, ...spec.by],
  bounded: (spec) => [...spec.columns, ...spec.dimensions],
  barchart: (spec) => [...spec.columns, ...spec.over],
  histogram: (spec) => [spec.column, spec.by],
  rates: (spec) => [spec.event, spec.time, spec.standard, spec.over, ...spec.by],
  boxplot: (spec) => [...spec.columns, ...spec.over],
  piechart: (spec) => [spec.column],
  hexbin: (spec) => [spec.x, spec.y],
  sankey: (spec) => spec.columns,
  coefplot: (spec) => columnsOfSpec(spec.model),
  ci: (spec) => [...spec.columns, spec.by],
  correlate: (spec) => spec.columns,
  anova: (spec) => [spec.outcome, ...ofTerms(spec.terms)],
  normaltest: (spec) => spec.columns,
  'kaplan-meier': (spec) => [spec.event, spec.time, spec.by],
  model: (spec) => [spec.outcome, spec.cluster, ...ofTerms(spec.terms), ...ofModel(spec)],
}

/** Columns that a model reads beside its outcome, terms and clusters. */
function ofModel(spec: ModelSpec): (string | null)[] {
  switch (spec.model) {
    case 'cox':
    case 'weibull':
      return [spec.time, spec.entry, spec.by, ...spec.strata]
    case 'ivregress':
      return ofTerms([...spec.endogenous, ...spec.instruments])
    case 'regress-panel-diff':
      return [spec.group, spec.treated]
    case 'regress-mml':
      return spec.groups
    case 'oaxaca':
      return [spec.by]
    case 'rdd':
      return [spec.running, spec.fuzzy]
    case 'regress-panel':
    case 'hausman':
      return []
    default:
      return [spec.exposure]
  }
}
