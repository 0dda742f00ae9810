/**
 * What `oidc-provider` remembers, in the hub's database where it must outlive a restart (codes, tokens, grants and which assertions were used), and in memory
 * where it must not: who is signed in follows from the hub's own sessions.
 */
import type { AppRegistry, TokenState } from '@sund/access'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { inMemory } from '../http/oidc.js'
import { clientOf } from './clients.js'
import type { KeySets } from './key-sets.js'

const IN_MEMORY: ReadonlySet<string> = new Set(['Session', 'Interaction'])
/** Where a kind has no end of its own: a year. */
const LONGEST = 365 * 86_400

/** What an app can be called: anything else is not looked for, since not all that a request can say is text to a database. */
const NAME = /^[a-z0-9-]{1,60}$/

interface Settings {
  registry: AppRegistry
  tokens: TokenState
  keySets: KeySets
  /** Thrown at whoever uses something the second time. */
  usedTwice: () => Error
}

/** Adapters of all kinds. */
export function stateAdapters({ registry, tokens, keySets, usedTwice }: Settings): (kind: string) => Adapter {
  const memory = inMemory()
  return (kind) => {
    if (IN_MEMORY.has(kind)) return memory(kind)
    if (kind === 'Client')
      return readOnly(async (id) => {
        const found = NAME.test(id) ? await registry.inForce(id) : null
        return found && clientOf(found, keySets)
      })
    return {
      async upsert(id, { jti: _, ...payload }, seconds = LONGEST) {
        const family = kind === 'Grant' ? id : (payload.grantId ?? null)
        await tokens.keep(kind, id, { payload, family, grant: null, seconds })
      },
      async find(id) {
        const found = await tokens.find(kind, id)
        if (found === null) return undefined
        const consumed = found.consumedAt && Math.floor(found.consumedAt.getTime() / 1000)
        return { ...found.payload, jti: id, ...(consumed === null ? {} : { consumed }) }
      },
      async consume(id) {
        // Of two at the same moment one is too late, though both saw it unused.
        if (!(await tokens.consume(kind, id))) throw usedTwice()
      },
      destroy: (id) => tokens.forget(kind, id),
      revokeByGrantId: (grantId) => tokens.forgetFamily(kind, grantId),
      findByUid: none,
      findByUserCode: none,
    }
  }
}

const none = async () => undefined
const refuse = async () => {
  throw new Error('apps are registered in the gallery')
}
const readOnly = (find: (id: string) => Promise<AdapterPayload | null>): Adapter => ({
  find: async (id) => (await find(id)) ?? undefined,
  upsert: refuse,
  consume: refuse,
  destroy: refuse,
  revokeByGrantId: refuse,
  findByUid: none,
  findByUserCode: none,
})
