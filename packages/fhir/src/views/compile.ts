/**
 * A ViewDefinition becomes SQL (SQL on FHIR v2): a pure function. All that is wrong with a view is found here, but for what only a resource can show; the SQL raises that
 * by number.
 */
import type { FlatColumn, FlatView } from '@sund/model'
import { type Constant, failAt, readViewDefinition, type ViewDefinition } from './definition.js'
import { familyOf, isResource } from './elements.js'
import { evaluate, evaluateText, literal } from './expressions.js'
import { asList, rowsOf } from './rows.js'
import { condition, createFailures, type Scope } from './scope.js'
import { identifier, restart, Shape, type Value } from './values.js'

/**
 * Compiles a view. Throws `data.metadata` with the place in the view: for its form, for expressions that are no FHIRPath or that a view cannot compute, for unknown
 * elements, constants and types, and for columns that differ or are named twice.
 */
export function compileView(document: unknown): FlatView {
  const view = readViewDefinition(document)
  if (!isResource(view.resource))
    failAt('resource', `${view.resource} is no type of resource`, 'Name one of FHIR R4.')
  restart()
  const failures = createFailures()
  const shape = new Shape(false)
  const root: Value = { sql: 'r', type: view.resource, many: false, shape }
  const awaited: (() => string)[] = []
  const scope: Scope = {
    root,
    focus: root,
    index: null,
    rowIndex: '0',
    constants: constantsOf(view),
    place: '',
    failures,
    evaluate,
    later: (sql) => `\u0000${awaited.push(sql) - 1}\u0000`,
  }
  const rows = rowsOf(view.select, 'select', scope)
  checkNames(rows.columns)
  const conditions = (view.where ?? []).map(({ path }, i) => {
    const inside = { ...scope, place: `where[${i}].path` }
    return condition(evaluateText(path, inside), inside)
  })
  const names = rows.columns.map(({ name }) => name)
  const list = asList(rows)
  const values = [...rows.values].map(([name, sql]) => `${sql} AS ${identifier(name)}`)
  const where = conditions.length > 0 ? ` WHERE ${conditions.map((sql) => `(${sql})`).join(' AND ')}` : ''
  const inner = ['_resource', '_version', ...values, ...(list === null ? [] : [`unnest(${list}) AS _row`])]
  const outer = names.map((name) =>
    rows.values.has(name) ? identifier(name) : `_row.${identifier(name)} AS ${identifier(name)}`,
  )
  const sql = `SELECT _resource, _version, ${outer.join(', ')} FROM (SELECT ${inner.join(', ')} FROM resource${where})`
  return {
    name: view.name ?? view.resource.toLowerCase(),
    resource: view.resource,
    columns: rows.columns,
    structure: JSON.stringify(structureOf(shape)),
    sql: sql.replace(/\u0000(\d+)\u0000/g, (_, at: string) => (awaited[Number(at)] as () => string)()),
    failures: failures.all,
  }
}

/** What is read of a resource; its identifier where nothing is, since a struct must have something. */
function structureOf(shape: Shape): unknown {
  if (shape.elements.size === 0) shape.element('id', true, false)
  return shape.structure()
}

function checkNames(columns: readonly FlatColumn[]): void {
  const seen = new Set<string>()
  for (const { name } of columns) {
    if (seen.has(name.toLowerCase())) failAt('select', `the column ${name} is there twice`, 'Rename one.')
    seen.add(name.toLowerCase())
  }
}

function constantsOf({ constant = [] }: ViewDefinition): Map<string, Value> {
  return new Map(constant.map((one, i) => [one.name, valueOf(one, `constant[${i}]`)]))
}

/** `valueString`, `valueInteger`, … of a constant. */
function valueOf({ name, ...rest }: Constant, place: string): Value {
  const values = Object.entries(rest).filter(([key]) => key.startsWith('value'))
  const [key, value] = values[0] ?? []
  const suffix = key?.slice('value'.length) ?? ''
  const type = `${suffix.slice(0, 1).toLowerCase()}${suffix.slice(1)}`
  const family = familyOf(type)
  if (values.length !== 1 || family === null)
    return failAt(
      place,
      `%${name} needs one value of a primitive type`,
      'Write valueString, valueInteger, valueDate, …',
    )
  const form = {
    boolean: /^(true|false)$/,
    integer: /^[-+]?\d+$/,
    decimal: /^[-+]?\d+(\.\d+)?([eE][-+]?\d+)?$/,
  }
  if (!(form[family as keyof typeof form] ?? /^/s).test(String(value)))
    failAt(place, `%${name} is no ${type}`, 'Mend its value.')
  return literal(type, String(value))
}
