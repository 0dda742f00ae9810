/**
 * ViewDefinitions as they are written (SQL on FHIR v2), checked for their form. What an expression in them means is found out where they are compiled;
 * here only what can be seen without reading FHIRPath.
 */
import { Failure, fail, type SundError } from '@sund/model'
import { z } from 'zod'

/** Names of columns and constants: what every database takes without quotes. */
const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, 'must be a letter, then letters, digits or _')
const Path = z.string().min(1).max(5000)

const Column = z.object({
  name: Name,
  path: Path,
  type: z.string().optional(),
  collection: z.boolean().optional(),
  description: z.string().optional(),
  tag: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
})
export type Column = z.infer<typeof Column>

/** Rows: columns, more selects beside them, several under another; once, or for each element that a path finds. */
export interface Select {
  column?: Column[] | undefined
  select?: Select[] | undefined
  unionAll?: Select[] | undefined
  forEach?: string | undefined
  forEachOrNull?: string | undefined
  /** Paths from an element to those inside it, followed as long as there are any. */
  repeat?: string[] | undefined
}
const Select: z.ZodType<Select> = z
  .object({
    column: z.array(Column).optional(),
    get select() {
      return z.array(Select).optional()
    },
    get unionAll() {
      return z.array(Select).min(1).optional()
    },
    forEach: Path.optional(),
    forEachOrNull: Path.optional(),
    repeat: z.array(Path).min(1).optional(),
  })
  .refine(
    ({ forEach, forEachOrNull, repeat }) =>
      [forEach, forEachOrNull, repeat].filter((one) => one !== undefined).length <= 1,
    'only one of forEach, forEachOrNull and repeat can say for what there are rows',
  )
  .refine(
    ({ column, select, unionAll }) => Boolean(column?.length || select?.length || unionAll?.length),
    'needs column, select or unionAll',
  )

const Constant = z.looseObject({ name: Name })
export type Constant = z.infer<typeof Constant>

const ViewDefinition = z.object({
  resourceType: z.literal('ViewDefinition').optional(),
  name: Name.optional(),
  resource: z.string().min(1),
  constant: z.array(Constant).optional(),
  select: z.array(Select).min(1),
  where: z.array(z.object({ path: Path })).optional(),
})
/** A ViewDefinition of SQL on FHIR v2. Elements that say something to people alone (title, contact) may be there and are passed over. */
export type ViewDefinition = z.infer<typeof ViewDefinition>

/** Reads a ViewDefinition. Throws `data.metadata` naming each place that is wrong. */
export function readViewDefinition(document: unknown): ViewDefinition {
  const parsed = ViewDefinition.safeParse(document)
  if (parsed.success) return parsed.data
  const [first, ...rest] = parsed.error.issues.map(({ path, message }) =>
    viewError(placeOf(path), message, 'Mend the view.'),
  )
  throw new Failure(first as SundError, ...rest.slice(0, 19))
}

/** What is wrong at a place of a view. */
export function viewError(place: string, message: string, next: string): SundError {
  return {
    code: 'data.metadata',
    message: `${place || 'The view'}: ${message}.`,
    next,
    file: { file: 'the view', ...(place ? { field: place } : {}) },
  }
}

/** Throws what is wrong at a place of a view. */
export function failAt(place: string, message: string, next: string): never {
  const { code, message: sentence, file } = viewError(place, message, next)
  return fail(code, sentence, next, file === undefined ? {} : { file })
}

/** `select[0].column[1].path` */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`))
    .join('')
}
