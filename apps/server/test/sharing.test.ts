/** Sharing, quotas and the auditor's view as pages reach them, by people of two organisations. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Serving, serve } from '../src/http/serve.js'
import { organisationsIn } from '../src/http/sign-in.js'
import { Browser } from './browser.js'
import { openTestSund } from './registers.js'

let open: Awaited<ReturnType<typeof openTestSund>>
let serving: Serving
beforeAll(async () => {
  open = await openTestSund()
  serving = await serve(open.sund, { host: '127.0.0.1', port: 0, environment: {} })
})
afterAll(async () => {
  await serving.close()
  await open.dispose()
})

const HEAD =
  'require test.population as p\nrequire test.laboratory as l\ncreate-dataset d\nimport p/SEX\nimport p/AGE\n'
async function run(browser: Browser, lines: string) {
  const { body } = await browser.json('POST', '/api/runs', { script: `${HEAD}${lines}` })
  const { id } = body as { id: string }
  await browser.request(`/api/runs/${id}/events`)
  const { body: view } = await browser.json('GET', `/api/runs/${id}`)
  const { document } = view as { document: { results: { withheld: { rule: string }[] }[] } }
  return { id, withheld: document.results.flatMap(({ withheld }) => withheld.map(({ rule }) => rule)) }
}

test('who shares a run is told what it means, and counts as one with the other from then on', async () => {
  const [kari, mads] = [new Browser(serving.url), new Browser(serving.url)]
  await kari.signIn('kari')
  const hers = await run(kari, 'tabulate SEX if AGE < 78')
  expect(hers.withheld).toEqual([])
  const share = (reader: unknown, browser = kari) =>
    browser.json('POST', `/api/runs/${hers.id}/share`, { reader })
  expect((await share('demo:mads')).status).toBe(404)
  await mads.signIn('mads')
  expect((await mads.json('GET', '/api/session')).body).toMatchObject({
    researcher: { subject: 'demo:mads' },
  })
  expect((await mads.json('GET', `/api/runs/${hers.id}`)).status).toBe(404)
  expect((await share('demo:kari', mads)).status).toBe(404)
  expect((await share('')).status).toBe(400)
  expect((await share('demo:mads', new Browser(serving.url))).status).toBe(401)
  expect(await share('demo:mads')).toEqual({ status: 200, body: { reader: 'demo:mads' } })
  expect((await mads.json('GET', `/api/runs/${hers.id}`)).status).toBe(200)
  expect((await mads.json('GET', '/api/shared-runs')).body).toMatchObject({
    runs: [{ id: hers.id, owner: 'demo:kari', state: 'released' }],
  })
  expect((await run(mads, 'import l/LEVEL\ntabulate SEX if AGE < 78 & LEVEL < 1000')).withheld).toEqual([])
  const described = (await (await fetch(`${serving.url}/openapi.json`)).json()) as {
    paths: Record<string, { post?: { description?: string } }>
  }
  expect(described.paths['/api/runs/{id}/share']?.post?.description).toMatch(/count as one person/)
})

test('each sees what is left of their own quota, and auditors the ledger without its sets', async () => {
  const kari = new Browser(serving.url)
  await kari.signIn('kari')
  expect((await kari.json('GET', '/api/quota')).body).toMatchObject({
    results: { most: 100, spent: 1 },
    sensitive: { most: 30, spent: { 'test.population/SEX': 1, 'test.population/AGE': 1 } },
  })
  const { body } = await kari.json('GET', '/api/ledger?limit=1')
  expect((body as { rows: object[] }).rows).toMatchObject([
    { subject: 'demo:mads', kind: 'tabulate', state: 'told' },
  ])
  const exported = await kari.request('/api/ledger/export?form=csv&subject=demo:kari')
  expect(exported.headers.get('content-type')).toContain('text/csv')
  expect((await exported.text()).trim().split('\r\n')).toHaveLength(2)
  expect((await kari.json('GET', '/api/ledger/export?form=xml')).status).toBe(400)

  const named = await serve(open.sund, {
    host: '127.0.0.1',
    port: 0,
    environment: { SUND_AUDITORS: 'demo:mads  demo:olga' },
  })
  try {
    for (const [user, status] of [
      ['kari', 403],
      ['mads', 200],
    ] as const) {
      const browser = new Browser(named.url)
      await browser.signIn(user)
      expect((await browser.json('GET', '/api/ledger')).status).toBe(status)
      expect((await browser.request('/api/ledger/export?form=jsonl')).status).toBe(status)
    }
    expect((await new Browser(named.url).json('GET', '/api/ledger')).status).toBe(401)
  } finally {
    await named.close()
  }
})

test('organisations are read from the claim that there is', () => {
  expect(organisationsIn({ organization: 'fjord' })).toEqual(['fjord'])
  expect(organisationsIn({ org: ['a', 'b', 'a'] })).toEqual(['a', 'b'])
  expect(organisationsIn({ organization: { ID: '0192:123', name: 'Fjord' } })).toEqual(['0192:123'])
  expect(organisationsIn({ orgnr: 974706490, org: 'x' }, ['orgnr'])).toEqual(['974706490'])
  for (const nothing of [
    {},
    { organization: null },
    { organization: '' },
    { organization: [{}] },
    { org: true },
  ])
    expect(organisationsIn(nothing)).toEqual([])
})
