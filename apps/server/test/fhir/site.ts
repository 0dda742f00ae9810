/** A holder's FHIR interface for tests: a store in a folder, and readers by the name that a token gives them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Reader, STORE_ITSELF } from '@sund/fhir'
import { fail, systemIdentifiers } from '@sund/model'
import { fixedClock } from '@sund/model/testing'
import { prepareStores } from '@sund/store'
import { openFhirSite } from '../../src/fhir/open.js'
import { fhirRoutes } from '../../src/fhir/routes.js'
import type { FhirSite } from '../../src/fhir/site.js'

export const BASE = 'https://hospital.test/fhir'

export interface TestSite {
  site: FhirSite
  clock: ReturnType<typeof fixedClock>
  /** Who is let in with which token. */
  readers: Map<string, Reader>
  bugs: unknown[]
  /** A request as `doctor`, unless headers say another. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  close(): Promise<void>
}
export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what tests look at
  body: any
  text: string
}

export const DOCTOR: Reader = { ...STORE_ITSELF, subject: 'doctor', client: 'ward', purpose: 'TREAT' }

export async function testSite(perMinute = 1e9): Promise<TestSite> {
  await prepareStores()
  const folder = await mkdtemp(join(tmpdir(), 'sund-fhir-'))
  const clock = fixedClock('2026-03-01T12:00:00.500Z')
  const readers = new Map([['doctor', DOCTOR]])
  const bugs: unknown[] = []
  const site = await openFhirSite({
    holder: 'hospital',
    folder,
    clock,
    identifiers: systemIdentifiers,
    onBug: (_, thrown) => bugs.push(thrown),
  })
  const routes = fhirRoutes(site, BASE, {
    perMinute,
    onBug: (_, thrown) => bugs.push(thrown),
    readerOf: async (request) => {
      const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
      if (token === undefined) return null
      return readers.get(token) ?? fail('permission.sign-in', 'The token is not known.', 'Get another.')
    },
  })
  return {
    site,
    clock,
    readers,
    bugs,
    async ask(method, path, body, headers = {}) {
      const json = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body)
      const response = await routes.request(`${path}`, {
        method,
        headers: {
          ...('authorization' in headers ? {} : { authorization: 'Bearer doctor' }),
          ...(json ? { 'content-type': 'application/fhir+json' } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as string) }),
      })
      const text = await response.text()
      const isJson =
        text !== '' && /^application\/(fhir\+)?json/.test(response.headers.get('content-type') ?? '')
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: isJson ? JSON.parse(text) : null,
      }
    },
    async close() {
      await site.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
