/**
 * The context of one sign-in to an app: which grant of a person it rests on, whose record and encounter, and, for online access, which session it lasts with.
 * A token is worth something for as long as its context is.
 */
import type { AppGrants, TokenState } from '@sund/access'
import { GrantRole } from '@sund/model'
import { z } from 'zod'

const KIND = 'Context'
/** As long as a sign-in may be gone on with: a year. */
const SECONDS = 365 * 86_400

const Context = z.object({
  subject: z.string(),
  holder: z.string(),
  /** The person's grant that it rests on. */
  grant: z.string(),
  role: GrantRole,
  patient: z.string().nullable(),
  encounter: z.string().nullable(),
  /** Address of the Patient or Practitioner who the person is. */
  fhirUser: z.string().nullable(),
  /** Key of the session that it ends with; null where it does not. */
  session: z.string().nullable(),
})
export type Context = z.infer<typeof Context>

export interface Contexts {
  keep(family: string, context: Context): Promise<void>
  /** The context of tokens that were signed in for together, while all that they rest on holds; else null. */
  of(family: string): Promise<Context | null>
  /** Whether the person has ended what they rest on: known for as long as such a token could be in use. */
  isWithdrawn(family: string): Promise<boolean>
  /** The context of a token; a service's has none, and needs none. */
  ofToken(token: object): Promise<Context | 'service' | null>
  /** Notes that the app got a key. */
  used(context: Context): Promise<void>
}

interface Settings {
  tokens: TokenState
  grants: AppGrants
  /** Whether the session with this key goes on. */
  isOpen(session: string): boolean
}

export function createContexts({ tokens, grants, isOpen }: Settings): Contexts {
  const of = async (family: string): Promise<Context | null> => {
    const found = await tokens.find(KIND, family)
    if (found === null || found.consumedAt !== null) return null
    const context = Context.parse(found.payload)
    return context.session === null || isOpen(context.session) ? context : null
  }
  return {
    keep: (family, context) =>
      tokens.keep(KIND, family, { payload: context, family, grant: context.grant, seconds: SECONDS }),
    of,
    isWithdrawn: async (family) => ((await tokens.find(KIND, family))?.consumedAt ?? null) !== null,
    async ofToken(token) {
      const { grantId } = token as { grantId?: string }
      return grantId === undefined ? 'service' : of(grantId)
    },
    used: ({ grant }) => grants.used(grant),
  }
}

/** What an app, and a server that asks about its token, are told of the context. */
export function tokenContext(context: Context | 'service'): Record<string, string> {
  if (context === 'service') return {}
  const { patient, encounter, fhirUser } = context
  return {
    ...(patient === null ? {} : { patient }),
    ...(encounter === null ? {} : { encounter }),
    ...(fhirUser === null ? {} : { fhirUser }),
  }
}
