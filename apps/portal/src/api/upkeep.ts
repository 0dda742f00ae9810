/** What the pages ask of letters that did not arrive, webhooks, verifications and catalogues elsewhere. Apart from access.ts, since few people see these. */
import { createUpkeepClient, type UpkeepClient } from '@sund/server/client'
import { queryOptions } from '@tanstack/react-query'
import { answered } from './client.js'

const server: UpkeepClient['api'] = createUpkeepClient(location.origin).api

export const lettersQuery = queryOptions({
  queryKey: ['upkeep', 'letters'],
  queryFn: () => answered(server.letters.$get()),
  refetchOnMount: 'always',
})
export const sendAgain = (key: string) => answered(server.letters.again.$post({ json: { key } }))

const hooks = server.organisations[':id'].webhooks
export const webhooksQuery = (id: string) =>
  queryOptions({
    queryKey: ['upkeep', 'webhooks', id],
    queryFn: () => answered(hooks.$get({ param: { id } })),
  })
/** The secret is told here and never again. */
export const addWebhook = (id: string, url: string) => answered(hooks.$post({ param: { id }, json: { url } }))
export const enableWebhook = (id: string, webhook: string, enabled: boolean) =>
  answered(hooks[':webhook'].$put({ param: { id, webhook }, json: { enabled } }))
export const removeWebhook = (id: string, webhook: string) =>
  answered(hooks[':webhook'].$delete({ param: { id, webhook } }))
/** The status of its answer; null where nothing answered. */
export const testWebhook = (id: string, webhook: string) =>
  answered(hooks[':webhook'].test.$post({ param: { id, webhook } }))

/** Stands by the description of a register, for its holder. */
export const verifyDescription = (register: string) =>
  answered(server.catalogue[':register'].verification.$post({ param: { register } }))

export const elsewhereQuery = queryOptions({
  queryKey: ['upkeep', 'elsewhere'],
  queryFn: () => answered(server.elsewhere.$get()),
  staleTime: 60_000,
})
