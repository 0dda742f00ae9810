/** What is asked of a case or a permit, as the body of a request. */
import { z } from '@hono/zod-openapi'

type Shapes = Readonly<Record<string, z.ZodObject>>
/** A command of a table by its name, `do`. */
type Command<T extends Shapes> = { [K in keyof T & string]: { do: K } & z.infer<T[K]> }[keyof T & string]

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
