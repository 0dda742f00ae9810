/** Parameters of whatever is no search: operations and histories. What is not understood is refused and never left out. */
import type { Resource } from '@sund/fhir'
import { fail } from '@sund/model'
import type { Context } from 'hono'
import { resourceIn } from './bodies.js'
import type { FhirEnv } from './site.js'

type Asked = Context<FhirEnv>

/** Parameters that are the interface's own, of every request. */
export const OWN = ['_format', '_pretty']
/** Where a page begins: only in links that this program has made. */
const PAGES = ['_after', '_before']

/**
 * The parameters of an address; what is said several times has commas between. One that is not among the names is refused, since without it the answer would be another.
 */
export function only(context: Asked, names: readonly string[]): Record<string, string | undefined> {
  return known(names, Object.entries(context.req.queries()))
}

/** The parameters of an operation in its address and, where it is called by POST, in the Parameters of its body (R4, operations.html#request). */
export async function sent(
  context: Asked,
  names: readonly string[],
): Promise<Record<string, string | undefined>> {
  const query = Object.entries(context.req.queries())
  const hasBody = context.req.method === 'POST' && context.req.header('content-type') !== undefined
  if (!hasBody) return known(names, query)
  const said = partsOf(await resourceIn(context, 'Parameters')).map(
    ({ name, ...rest }): [string, string[]] => {
      const [value] = Object.entries(rest).flatMap(([key, value]) => (key.startsWith('value') ? [value] : []))
      if (typeof name !== 'string' || value === undefined || typeof value === 'object')
        fail(
          'usage.request',
          'One of the Parameters has no name, or no simple value.',
          'Give each a name and a value.',
        )
      return [name, [String(value)]]
    },
  )
  return known(names, [...query, ...said])
}

function known(
  names: readonly string[],
  said: readonly (readonly [string, readonly string[]])[],
): Record<string, string | undefined> {
  const unknown = said.map(([name]) => name).find((name) => !names.includes(name) && !OWN.includes(name))
  if (unknown !== undefined)
    fail(
      'usage.request',
      'One of the parameters is not one that is understood here.',
      `There are ${names.filter((name) => !PAGES.includes(name)).join(', ')}.`,
    )
  const values = (name: string) => said.flatMap(([other, all]) => (other === name ? all : []))
  return Object.fromEntries(said.map(([name]) => [name, values(name).join(',')]))
}

/** What Parameters hold, each an object. */
export function partsOf({ parameter }: Resource): Record<string, unknown>[] {
  const all: unknown[] = Array.isArray(parameter) ? parameter : []
  return all.every((one) => typeof one === 'object' && one !== null)
    ? (all as Record<string, unknown>[])
    : fail('usage.request', 'One of the Parameters is no object.', 'Give each a name and a value.')
}

export function badParameter(name: string): never {
  return fail(
    'usage.request',
    `${name} is not understood.`,
    'See search.html of FHIR R4 for how it is written.',
  )
}
