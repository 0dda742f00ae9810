/**
 * `oidc-provider` as this server mounts it, for the demo's sign-in and for the sign-in of apps: below a path, under the server's public name, and with nobody
 * signed in to it, since who somebody is follows from elsewhere each time.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Adapter, AdapterPayload, Provider } from 'oidc-provider'

/** Without its notice that it does not support Node 20, on which Sund's tests run it. */
export async function importQuietly(): Promise<typeof import('oidc-provider')> {
  const { warn } = console
  console.warn = () => {}
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}

/** Answers requests to paths below `path`. */
export function mounted(
  provider: Provider,
  publicUrl: URL,
  path: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  provider.proxy = true
  const callback = provider.callback()
  return (request, response) => {
    // Every sign-in begins with nobody signed in, so that one can change who one is.
    const cookies = (request.headers.cookie ?? '').split(/; */)
    request.headers.cookie = cookies.filter((cookie) => !cookie.startsWith('_session')).join('; ')
    // It speaks of itself by its public name, however the request came here.
    request.headers.host = publicUrl.host
    request.headers['x-forwarded-host'] = publicUrl.host
    request.headers['x-forwarded-proto'] = publicUrl.protocol.slice(0, -1)
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.setHeader('Referrer-Policy', 'same-origin')
    // It finds the path it is mounted under from the difference of the two addresses.
    ;(request as IncomingMessage & { originalUrl?: string }).originalUrl = request.url ?? ''
    request.url = (request.url ?? '').slice(path.length) || '/'
    void callback(request, response)
  }
}

/** Adapters that forget everything at the end of the process. */
export function inMemory(): (kind: string) => Adapter {
  const kinds = new Map<string, Memory>()
  return (kind) => {
    const found = kinds.get(kind) ?? new Memory()
    kinds.set(kind, found)
    return found
  }
}

/** What a provider must remember of one kind, for as long as it says. */
class Memory implements Adapter {
  readonly #entries = new Map<string, { payload: AdapterPayload; until: number }>()

  async upsert(id: string, payload: AdapterPayload, expiresIn: number) {
    for (const [key, { until }] of this.#entries) if (until < Date.now()) this.#entries.delete(key)
    this.#entries.set(id, { payload, until: Date.now() + expiresIn * 1000 })
  }
  async find(id: string) {
    const entry = this.#entries.get(id)
    return entry !== undefined && entry.until >= Date.now() ? entry.payload : undefined
  }
  async findByUid(uid: string) {
    return [...this.#entries.values()].find(({ payload }) => payload.uid === uid)?.payload
  }
  async findByUserCode() {
    return undefined
  }
  async consume(id: string) {
    const entry = this.#entries.get(id)
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000)
  }
  async destroy(id: string) {
    this.#entries.delete(id)
  }
  async revokeByGrantId(grantId: string) {
    for (const [key, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(key)
  }
}
