/**
 * The catalogue over HTTP, with figures that were really counted and protected: every holding of the examples by the shapes of HealthDCAT-AP, and the
 * searches, collections, verifications and harvests of people.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasShapes, readTurtle, violations } from '@sund/access/testing'
import { readRegisterFolder } from '@sund/registers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, serve } from '../src/http/serve.js'
import { openSund, type Sund } from '../src/sund.js'
import { Browser } from './browser.js'

const ROOT = new URL('../../../', import.meta.url).pathname
const EXAMPLES = ['population', 'laboratory', 'diagnosis']

describe('the catalogue for machines', () => {
  let folder: string
  let sund: Sund
  let serving: Serving
  const get = async (path: string, accept: string) => {
    const response = await fetch(serving.url + path, { headers: { accept } })
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    }
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sund-catalogue-'))
    sund = await openSund({ home: join(folder, 'home') })
    for (const name of EXAMPLES) {
      const { metadata, files } = await readRegisterFolder(join(ROOT, 'examples/registers', name))
      const holder = await sund.addHolder(metadata.holder.name, metadata.holder.title)
      await holder.import({ files, metadata })
    }
    serving = await serve(sund, { host: '127.0.0.1', port: 0, environment: {} })
  }, 60_000)
  afterAll(async () => {
    await serving?.close()
    await sund?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test.skipIf(!hasShapes).each(EXAMPLES)(
    'row 19: %s has no violation of HealthDCAT-AP (skipped without ../shared/standards)',
    async (name) => {
      const { status, type, text } = await get(`/catalogue/us.olmsted.${name}`, 'text/turtle')
      expect([status, type]).toEqual([200, 'text/turtle; charset=utf-8'])
      expect(await violations(readTurtle(text))).toEqual([])
    },
  )

  test('row 19: one address answers each reader in its own form', async () => {
    const json = await get('/catalogue/us.olmsted.population/1.0.0', 'application/ld+json')
    expect(json.type).toBe('application/ld+json; charset=utf-8')
    expect(JSON.stringify(JSON.parse(json.text))).toContain('healthCategory')
    for (const [path, begins] of [
      ['/catalogue.ttl', '@prefix'],
      ['/catalogue.jsonld', '{'],
      ['/catalogue/us.olmsted.diagnosis.ttl', '@prefix'],
      ['/catalogue/us.olmsted.diagnosis/1.jsonld', '{'],
      ['/catalogue/terms.ttl', '@prefix'],
    ] as const)
      expect((await get(path, 'text/html')).text.slice(0, begins.length), path).toBe(begins)
    // Without the portal there is no page; with it, whoever asks for one gets it.
    expect((await get('/catalogue', 'text/html,*/*;q=0.8')).status).toBe(404)
    expect((await get('/catalogue/no.such', 'text/turtle')).status).toBe(404)
    expect((await get('/catalogue/us.olmsted.diagnosis/9', 'text/turtle')).status).toBe(404)
    expect((await get('/catalogue/%2e%2e%2f%2e%2e.ttl', 'text/turtle')).status).toBe(404)
  })

  test('a search over HTTP: facets with titles, a mistake that is read as a word, and what is marked', async () => {
    const { text } = await get('/api/catalogue?query=diabtes&language=nb', 'application/json')
    const found = JSON.parse(text)
    expect(found).toMatchObject({ read: [{ word: 'diabtes', as: ['diabetes'] }], marks: ['diabetes'] })
    expect(found.variables[0]).toMatchObject({ name: 'DIAGNOSIS', found: [{ code: 'diabetes' }] })
    const narrowed = await get(
      '/api/catalogue?holder=laboratory-service,none&sensitivity=PERSON_SPECIAL',
      'application/json',
    )
    const { variables, facets } = JSON.parse(narrowed.text)
    expect(new Set(variables.map(({ register }: { register: string }) => register))).toEqual(
      new Set(['us.olmsted.laboratory']),
    )
    expect(
      facets.find(({ facet }: { facet: string }) => facet === 'category').values[0].title,
    ).toHaveProperty('nb')
  })

  test('a collection is a person’s own, keeps its revisions, and has only what there is', async () => {
    const kari = new Browser(serving.url)
    expect((await kari.json('GET', '/api/collection')).status).toBe(401)
    await kari.signIn('kari')
    const age = { register: 'us.olmsted.population', variable: 'AGE', questions: [] }
    const put = (revision: number, ...variables: object[]) =>
      kari.json('PUT', '/api/collection', { revision, variables })
    expect(await put(0, age)).toMatchObject({ status: 200, body: { revision: 1, hits: [{ name: 'AGE' }] } })
    expect(await put(0, age)).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'conflict.revision' }] },
    })
    expect(await put(1, age, { ...age, variable: 'AGEE' })).toMatchObject({
      status: 404,
      body: { errors: [{ next: 'Did you mean AGE?' }] },
    })
    expect((await kari.json('GET', '/api/collection')).body).toMatchObject({ revision: 1, variables: [age] })
    const mads = new Browser(serving.url)
    await mads.signIn('mads')
    expect((await mads.json('GET', '/api/collection')).body).toMatchObject({ revision: 0, variables: [] })
  })

  test('row 4: a verification is an event in the log, and the register’s page tells of it', async () => {
    const page = async () =>
      JSON.parse((await get('/api/catalogue/us.olmsted.population', 'application/json')).text)
    expect(await page()).toMatchObject({ verification: { verifiedOn: null, due: false }, gaps: [] })
    const holder = sund.holders.get('population-office')
    expect(await holder?.verify('us.olmsted.population')).toBe('1.0.0')
    await expect(holder?.verify('us.olmsted.laboratory')).rejects.toMatchObject({
      errors: [{ code: 'usage.not-found' }],
    })
    expect((await page()).verification.verifiedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect((await page()).label.dimensions.map(({ share }: { share: number | null }) => share)).not.toContain(
      null,
    )
  })

  test('what another catalogue describes is found beside the variables, as being elsewhere', async () => {
    const text = (await get('/catalogue.ttl', 'text/turtle')).text
    expect(await sund.hub.harvest('Another', { text, format: 'ttl' })).toEqual({ taken: 3, leftOut: 0 })
    const found = JSON.parse((await get('/api/catalogue?query=fettlever', 'application/json')).text)
    expect(found.elsewhere).toMatchObject({ total: 1, datasets: [{ source: 'Another' }] })
    await sund.hub.harvest('Another', { text: '', format: 'ttl' })
    const gone = JSON.parse((await get('/api/catalogue?query=fettlever', 'application/json')).text)
    expect(gone.elsewhere.total).toBe(0)
  })
})
