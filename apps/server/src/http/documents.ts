/** Letters as answers: titles from the organisations and the catalogue, bytes with a tag of what they are. */
import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { type Letter, pdfOf, type Titles } from '../documents/index.js'
import type { Env, Services } from './context.js'

/** Answers a letter as PDF, or that it is the same as the browser has. */
export async function pdfAnswer(
  context: Context<Env>,
  services: Pick<Services, 'organisations' | 'hub'>,
  name: string,
  make: (titles: Titles) => Letter,
): Promise<never> {
  const bytes = await pdfOf(make(await titlesOf(services)))
  const tag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
  context.header('ETag', tag)
  context.header('Cache-Control', 'private, no-cache')
  if (context.req.header('if-none-match') === tag) return context.body(null, 304) as never
  context.header('Content-Type', 'application/pdf')
  context.header('Content-Disposition', `inline; filename="${name.replace(/[^\w.-]/g, '')}"`)
  return context.body(new Uint8Array(bytes), 200) as never
}

async function titlesOf({ organisations, hub }: Pick<Services, 'organisations' | 'hub'>): Promise<Titles> {
  const bodies = new Map((await organisations.list()).map(({ id, title }) => [id, title]))
  const registers = new Map((await hub.catalogue()).map(({ register }) => [register.name, register]))
  return {
    organisation: (id) => bodies.get(id) ?? { en: id },
    register: (name) => registers.get(name)?.title ?? { en: name },
    variable(register, name) {
      const variables = (registers.get(register)?.tables ?? []).flatMap((table) => table.variables)
      return variables.find((one) => one.name === name)?.title ?? { en: name }
    },
  }
}
