/**
 * A browser as tests need one: a cookie jar, redirects followed one at a time, and the headers that browsers
 * send.
 */

export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>()
  /** Everything that came back, for tests that scan it. */
  readonly seen: string[] = []

  constructor(readonly origin: string) {}

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)?.value
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, { value, path: '/' })
  }

  async request(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, this.origin)
    const headers = new Headers(init.headers)
    const cookies = [...this.#cookies].filter(([, { path }]) => url.pathname.startsWith(path))
    if (cookies.length > 0)
      headers.set('cookie', cookies.map(([name, { value }]) => `${name}=${value}`).join('; '))
    if (init.method && init.method !== 'GET' && !headers.has('origin')) headers.set('origin', this.origin)
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/'
      const over = attributes.some((attribute) => /^(max-age=0|expires=Thu, 01 Jan 1970)/i.test(attribute))
      if (over) this.#cookies.delete(name)
      else this.#cookies.set(name, { value, path })
    }
    const body = await response.clone().text()
    this.seen.push([response.url, ...[...response.headers].flat(), body].join('\n'))
    return response
  }

  /** Follows redirects until there is a page. */
  async visit(address: string, init: RequestInit = {}): Promise<Response & { at: string }> {
    let at = new URL(address, this.origin).href
    let response = await this.request(at, init)
    for (let hops = 0; response.status >= 300 && response.status < 400 && hops < 20; hops++) {
      at = new URL(response.headers.get('location') ?? '', at).href
      response = await this.request(at)
    }
    return Object.assign(response, { at })
  }

  async json(method: string, address: string, body?: unknown): Promise<{ status: number; body: never }> {
    const response = await this.request(address, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as never }
  }

  /** Signs in through the demo's provider. */
  async signIn(user = 'kari', returnTo = '/'): Promise<Response & { at: string }> {
    const page = await this.visit(`/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
    if (page.status !== 200) throw new Error(`no sign-in page: ${page.status} ${await page.text()}`)
    return this.visit(page.at, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `user=${user}`,
    })
  }
}
