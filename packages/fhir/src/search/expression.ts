/**
 * Expressions of search parameters, as the specification writes them: a small part of FHIRPath (paths, `where`, `ofType`), read here into steps that a
 * walk over a resource takes at no cost. An expression that is more than that is refused by name and never half understood.
 */
import { fail } from '@sund/model'

/** `telecom`, those of its elements where `system` is `phone`, and of a choice those of a type. */
export interface Step {
  readonly name: string
  readonly only: { readonly element: string; readonly value: string } | null
  readonly type: string | null
}

/** One of the paths that an expression joins by `|`. */
export interface PathExpression {
  /** The type it starts from, `%resource`, or null when it is relative to what is at hand. */
  readonly from: string | null
  readonly steps: readonly Step[]
  /** `where(resolve() is …)` at the end: what is referred to. */
  readonly target: string | null
  /** `… exists() and … != false`: whether it is there and not denied. */
  readonly affirmed: boolean
}

const NAME = '[a-zA-Z]\\w*'
const STEP = new RegExp(
  `\\.(?:where\\((?<element>${NAME})='(?<value>[^']*)'\\)|where\\(resolve\\(\\) is (?<target>${NAME})\\)|ofType\\((?<type>${NAME})\\)|(?<name>${NAME})(?![\\w(]))`,
  'y',
)
const AFFIRMED = new RegExp(`^(?<path>${NAME}(?:\\.${NAME})+)\\.exists\\(\\) and \\k<path> != false$`)
const START = new RegExp(`^(?<start>%resource|${NAME})`)
/** Brackets around a path that may itself end in those of `ofType(…)`. */
const BRACKETS = /^\(((?:[^()]|\([^()]*\))*)\)/

/** Reads an expression. Throws `internal.bug` for one that is more than this part of FHIRPath. */
export function readExpression(expression: string): PathExpression[] {
  return expression.split('|').map((part) => readPath(part.trim(), expression))
}

function readPath(written: string, expression: string): PathExpression {
  const affirmed = AFFIRMED.exec(written)?.groups?.['path']
  if (affirmed !== undefined) return { ...readPath(affirmed, expression), affirmed: true }
  const path = written.replace(BRACKETS, '$1')
  const start = START.exec(path)?.groups?.['start'] ?? unknown(expression)
  const relative = /^[a-z]/.test(start)
  const steps: Step[] = relative ? [{ name: start, only: null, type: null }] : []
  let target: string | null = null
  for (let at = start.length; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at
    const found = STEP.exec(path)?.groups ?? unknown(expression)
    if (found['name'] !== undefined) steps.push({ name: found['name'], only: null, type: null })
    else if (found['target'] !== undefined) target = found['target']
    else {
      const last = steps.pop() ?? unknown(expression)
      const { element, value, type } = found
      steps.push(
        element === undefined
          ? { ...last, type: type as string }
          : { ...last, only: { element, value: value as string } },
      )
    }
  }
  return { from: relative ? null : start, steps, target, affirmed: false }
}

function unknown(expression: string): never {
  return fail(
    'internal.bug',
    `An expression of a search parameter is not understood: ${expression}.`,
    'Leave the parameter out, or teach the reader of expressions.',
  )
}
