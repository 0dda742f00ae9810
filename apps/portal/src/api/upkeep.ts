/** What the pages ask of letters that did not arrive, webhooks, verifications and catalogues elsewhere. Apart from access.ts, since few people see these. */
import type { LocalisedText } from '@sund/model'
import { queryOptions } from '@tanstack/react-query'
import { answered } from './client.js'

export interface LetterInTrouble {
  key: string
  template: string
  of: 'case' | 'permit' | 'register'
  id: string
  reference: string
  to: { organisation: LocalisedText } | { person: string | null }
  madeAt: string
  state: 'failed' | 'uncertain'
  problem: string
  yours: boolean
}
export interface Webhook {
  id: string
  url: string
  madeAt: string
  failingSince: string | null
  disabledAt: string | null
}
export interface CatalogueElsewhere {
  name: string
  url: string | null
  datasets: number
  takenAt: string | null
  triedAt: string | null
  problem: string | null
}

/** JSON of the server, or a `Refusal`. */
const ask = <T>(path: string, method = 'GET', body?: unknown): Promise<T> =>
  answered(
    fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }),
  ) as Promise<T>

interface Letters {
  letters: LetterInTrouble[]
}
export const lettersQuery = queryOptions({
  queryKey: ['upkeep', 'letters'],
  queryFn: () => ask<Letters>('/api/letters'),
  refetchOnMount: 'always',
})
export const sendAgain = (key: string) => ask<Letters>('/api/letters/again', 'POST', { key })

interface Webhooks {
  webhooks: Webhook[]
}
const hooks = (organisation: string) => `/api/organisations/${encodeURIComponent(organisation)}/webhooks`
export const webhooksQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['upkeep', 'webhooks', organisation],
    queryFn: () => ask<Webhooks>(hooks(organisation)),
  })
/** The secret is told here and never again. */
export const addWebhook = (organisation: string, url: string) =>
  ask<{ id: string; secret: string }>(hooks(organisation), 'POST', { url })
export const enableWebhook = (organisation: string, id: string, enabled: boolean) =>
  ask<Webhooks>(`${hooks(organisation)}/${id}`, 'PUT', { enabled })
export const removeWebhook = (organisation: string, id: string) =>
  ask<Webhooks>(`${hooks(organisation)}/${id}`, 'DELETE')
/** The status of its answer; null where nothing answered. */
export const testWebhook = (organisation: string, id: string) =>
  ask<{ status: number | null }>(`${hooks(organisation)}/${id}/test`, 'POST')

/** Stands by the description of a register, for its holder. */
export const verifyDescription = (register: string) =>
  ask<{ register: string }>(`/api/catalogue/${encodeURIComponent(register)}/verification`, 'POST')

export const elsewhereQuery = queryOptions({
  queryKey: ['upkeep', 'elsewhere'],
  queryFn: () => ask<{ catalogues: CatalogueElsewhere[] }>('/api/elsewhere'),
  staleTime: 60_000,
})
