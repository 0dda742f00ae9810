/** What routes of access describe themselves with: an answer in JSON, a page of a list, a command to a case or a permit. */
import { z } from '@hono/zod-openapi'

type Shapes = Readonly<Record<string, z.ZodObject>>
/** A command of a table by its name, `do`. */
type Command<T extends Shapes> = { [K in keyof T & string]: { do: K } & z.infer<T[K]> }[keyof T & string]

/** An answer in JSON. */
export const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})

/** What the model has a schema for, told by its name: recursion in it has no place in an OpenAPI document. */
export const told = <T>(description: string) => z.custom<T>().openapi({ type: 'object', description })

/** Which part of a list. */
export const page = z.object({
  offset: z.coerce.number().int().nonnegative().max(100_000).default(0),
  limit: z.coerce.number().int().positive().max(200).default(50),
})

/** The body that asks for one of a table of commands; `revision` is the last that the asker has seen. */
export function commandBody<T extends Shapes>(commands: T) {
  const [first, ...more] = Object.entries(commands).map(([name, shape]) =>
    z.strictObject({ do: z.literal(name), ...shape.shape }),
  )
  const command = z.discriminatedUnion('do', [first as z.ZodObject, ...more] as never)
  return z.strictObject({
    revision: z.int().positive().optional(),
    command: command as unknown as z.ZodType<Command<T>>,
  })
}
