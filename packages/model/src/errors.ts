/**
 * Everything that can go wrong, as values of one closed union. A code names the mistake, its class decides the
 * exit code of the command line and the status over HTTP, `place` says where, `next` what to do about it.
 */
import { z } from 'zod'

/** Class of an error with the exit code of `sund` (0 is success, 1 is never used) and the HTTP status. */
export const ERROR_CLASSES = {
  usage: { exitCode: 2, status: 400 },
  script: { exitCode: 3, status: 422 },
  data: { exitCode: 4, status: 422 },
  permission: { exitCode: 5, status: 403 },
  protection: { exitCode: 6, status: 409 },
  conflict: { exitCode: 7, status: 409 },
  unavailable: { exitCode: 8, status: 503 },
  environment: { exitCode: 9, status: 500 },
  internal: { exitCode: 70, status: 500 },
} as const
export type ErrorClass = keyof typeof ERROR_CLASSES

/** Every error code and its class. A new kind of mistake is a new row here, and nowhere else. */
export const ERROR_CODES = {
  'usage.arguments': 'usage',
  'usage.not-found': 'usage',
  'usage.gone': 'usage',
  'usage.method': 'usage',
  'usage.media-type': 'usage',
  'usage.not-acceptable': 'usage',
  'usage.request': 'usage',
  'usage.too-large': 'usage',
  'script.syntax': 'script',
  'script.unknown-command': 'script',
  'script.unknown-name': 'script',
  'script.unknown-option': 'script',
  'script.type': 'script',
  'script.code': 'script',
  'script.date': 'script',
  'script.missing-comparison': 'script',
  'script.duplicate-name': 'script',
  'script.dataset': 'script',
  'script.key-shown': 'script',
  'script.not-yet': 'script',
  'script.limit': 'script',
  'script.statistics': 'script',
  'script.degenerate': 'script',
  'script.format': 'script',
  'data.metadata': 'data',
  'data.file': 'data',
  'data.rows': 'data',
  'data.version': 'data',
  'data.resource': 'data',
  'permission.sign-in': 'permission',
  'permission.denied': 'permission',
  'permission.refused-by-holder': 'permission',
  'permission.signature': 'permission',
  'permission.rate': 'permission',
  'protection.population': 'protection',
  'protection.edit': 'protection',
  'protection.withheld': 'protection',
  'conflict.exists': 'conflict',
  'conflict.busy': 'conflict',
  'conflict.chain': 'conflict',
  'conflict.revision': 'conflict',
  'unavailable.holder': 'unavailable',
  'unavailable.store': 'unavailable',
  'unavailable.cancelled': 'unavailable',
  'unavailable.time': 'unavailable',
  'unavailable.memory': 'unavailable',
  'environment.port': 'environment',
  'environment.permission': 'environment',
  'environment.disk': 'environment',
  'environment.node': 'environment',
  'environment.install': 'environment',
  'internal.bug': 'internal',
} as const satisfies Record<string, ErrorClass>
export const ErrorCode = z.enum(
  Object.keys(ERROR_CODES) as [keyof typeof ERROR_CODES, ...(keyof typeof ERROR_CODES)[]],
)
export type ErrorCode = z.infer<typeof ErrorCode>

/** A span of a script. Lines and columns count from 1, `endColumn` is the first column after the span. */
export const Position = z.object({
  line: z.int().positive(),
  column: z.int().positive(),
  endLine: z.int().positive(),
  endColumn: z.int().positive(),
})
export type Position = z.infer<typeof Position>

/** A place in a file of data or metadata: row counts from 1 with the header, never with the row's contents. */
export const FilePlace = z.object({
  file: z.string(),
  row: z.int().positive().optional(),
  field: z.string().optional(),
})
export type FilePlace = z.infer<typeof FilePlace>

/** One mistake. `message` and `next` are plain English sentences; other languages are looked up by `code`. */
export const SundError = z.object({
  code: ErrorCode,
  message: z.string(),
  next: z.string(),
  position: Position.optional(),
  file: FilePlace.optional(),
  /** The replacement that would mend it, for editors: the text that should stand at `position`. */
  fix: z.string().optional(),
})
export type SundError = z.infer<typeof SundError>

/** The class of an error: it decides exit code and HTTP status. */
export function errorClass(error: SundError): ErrorClass {
  return ERROR_CODES[error.code]
}

/** What is thrown when an operation fails for a known reason. Carries one error or more, never a bare string. */
export class Failure extends Error {
  readonly errors: readonly [SundError, ...SundError[]]
  constructor(error: SundError, ...more: SundError[]) {
    super(error.message)
    this.name = 'Failure'
    this.errors = [error, ...more]
  }
}

/** Throws a `Failure` of one error. */
export function fail(
  code: ErrorCode,
  message: string,
  next: string,
  where: Partial<Pick<SundError, 'position' | 'file' | 'fix'>> = {},
): never {
  throw new Failure({ code, message, next, ...where })
}

/**
 * The errors of anything thrown. What is not a `Failure` is a bug: it becomes `internal.bug` with a reference and
 * without its message, since a message of a library may hold data.
 */
export function errorsOf(thrown: unknown, reference = 'none'): readonly [SundError, ...SundError[]] {
  if (thrown instanceof Failure) return thrown.errors
  return [
    {
      code: 'internal.bug',
      message: `Sund made a mistake of its own (reference ${reference}).`,
      next: 'Try again; if it happens again, report it with the reference and what you did.',
    },
  ]
}

/** The name in `names` nearest to `name` by edit distance, when it is near enough to be what was meant. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), least)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}

/** Optimal string alignment distance (Damerau–Levenshtein without overlapping edits), given up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    const above = rows[i - 1] as number[]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let value = Math.min(
        (above[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (above[j - 1] as number) + cost,
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, ((rows[i - 2] as number[])[j - 2] as number) + 1)
      row.push(value)
    }
    rows.push(row)
  }
  return (rows[a.length] as number[])[b.length] as number
}
