/**
 * SQL as a value: text with holes for what comes from outside. The only ways into a statement are a template literal
 * of this file's reader, a quoted identifier and a bound value, so nothing a user wrote can become SQL.
 */

/** A piece of SQL. Made by `sql`, `id`, `value` and `list` only. */
export interface Sql {
  readonly pieces: readonly (string | Bound)[]
}
interface Bound {
  readonly value: number | string | bigint
}

/** The template tag: every hole must itself be SQL. */
export function sql(text: TemplateStringsArray, ...holes: readonly Sql[]): Sql {
  const pieces: (string | Bound)[] = []
  for (const [i, part] of text.entries()) {
    if (part !== '') pieces.push(part)
    const hole = holes[i]
    if (hole) pieces.push(...hole.pieces)
  }
  return { pieces }
}

/** A quoted identifier. The only place where a name becomes SQL. */
export function id(name: string): Sql {
  if (name.includes('\0')) throw new TypeError('an identifier with a zero character')
  return { pieces: [`"${name.replaceAll('"', '""')}"`] }
}

/** A bound value; missing, true and false are written as such. A number that is not finite is missing. */
export function value(of: number | string | boolean | bigint | null): Sql {
  if (of === null || (typeof of === 'number' && !Number.isFinite(of))) return sql`NULL`
  if (typeof of === 'boolean') return of ? sql`TRUE` : sql`FALSE`
  return { pieces: [{ value: of }] }
}

/** Text written out, for settings, which take no parameters: quotes doubled, in which nothing else is special. */
export function textLiteral(of: string): Sql {
  if (of.includes('\0')) throw new TypeError('text with a zero character')
  return { pieces: [`'${of.replaceAll("'", "''")}'`] }
}

/** Pieces one after another with `separator` between them. */
export function list(pieces: readonly Sql[], separator: Sql = sql`, `): Sql {
  return {
    pieces: pieces.flatMap((piece, i) => (i === 0 ? piece.pieces : [...separator.pieces, ...piece.pieces])),
  }
}

/** The statement with numbered parameters (`$1` …) and their values in order. */
export function render(statement: Sql): { text: string; values: Bound['value'][] } {
  const values: Bound['value'][] = []
  const text = statement.pieces
    .map((piece) => (typeof piece === 'string' ? piece : `$${values.push(piece.value)}`))
    .join('')
  return { text, values }
}
