/** Other catalogues: what they say is found, what they smuggle is text, and nothing is fetched from inside. */
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Failure } from '@sund/model'
import { afterEach, describe, expect, test } from 'vitest'
import { addressesAt, describeCatalogue } from '../../src/catalogue/dcat/describe.js'
import { write } from '../../src/catalogue/dcat/write.js'
import { type FetchPorts, fetchHarvest, isPublicAddress } from '../../src/catalogue/harvest/fetch.js'
import { plainText, readHarvest } from '../../src/catalogue/harvest/read.js'
import { createElsewhereIndex } from '../../src/catalogue/harvest/search.js'
import { DIAGNOSIS, entry, HDL, RECORD } from './made.js'

const EXAMPLE = new URL(
  '../../../../../shared/standards/healthdcat-ap/example-fdz-gesundheit.ttl',
  import.meta.url,
)
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (thrown) => (thrown instanceof Failure ? thrown.errors[0].code : `not typed: ${String(thrown)}`),
  )
const PREFIX = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n`
const turtle = (text: string) => readHarvest(PREFIX + text, 'ttl', 'Elsewhere')

describe('what a document says', () => {
  test.skipIf(!existsSync(EXAMPLE))(
    'row 19: a published example is found, with its page (skipped without ../shared/standards)',
    async () => {
      const { datasets } = await readHarvest(
        readFileSync(EXAMPLE, 'utf8').replace(/\.\s*$/, '.'),
        'ttl',
        'FDZ',
      )
      expect(datasets).toMatchObject([
        { title: { en: 'FDZ Gesundheit' }, page: 'https://zenodo.org/records/11472236', source: 'FDZ' },
      ])
      expect(datasets[0]?.description?.en).not.toContain('<p>')
      expect(createElsewhereIndex(datasets).find('krankenkassen').datasets).toHaveLength(1)
      expect(createElsewhereIndex(datasets).find('xylophon')).toEqual({ datasets: [], total: 0 })
    },
  )

  test.each(['ttl', 'jsonld'] as const)('our own catalogue as %s comes back as it went', async (format) => {
    const publisher = { ...RECORD.accessBody, title: { en: 'A' }, description: { en: 'A' } }
    const at = addressesAt('https://sund.example')
    const quads = describeCatalogue([entry('test.hospital', [DIAGNOSIS, HDL])], publisher, at)
    const { datasets } = await readHarvest(await write[format](quads), format, 'Ours')
    expect(datasets).toEqual([
      {
        id: 'https://sund.example/catalogue/test.hospital/1.0.0',
        source: 'Ours',
        title: { en: 'Register hospital' },
        description: { en: 'A register for tests' },
        keywords: ['tumour', 'svulst', 'svulst'],
        publisher: 'Office',
        page: 'https://sund.example/variables/test.hospital',
      },
    ])
  })

  test('by language, with Norwegian of either kind, and others standing for English', async () => {
    const { datasets, leftOut } = await turtle(
      `<https://x.example/1> a dcat:Dataset ; dct:title "Krebs"@de, "Kreft"@no . <https://x.example/2> a dcat:Dataset ; dct:description "No title" .`,
    )
    expect(datasets[0]?.title).toEqual({ nb: 'Kreft', en: 'Krebs' })
    expect(leftOut).toBe(1)
  })
})

describe('what a document smuggles', () => {
  test.each([
    ['<script>alert(1)</script>Cancer', 'Cancer'],
    ['<img src=x onerror=alert(1)>Cancer', 'Cancer'],
    ['Can\u202ecer\u0000', 'Can cer'],
    ['<scr<script>ipt>x', ''],
    ['p < 0.05 and more', 'p < 0.05 and more'],
    ['x'.repeat(1000), `${'x'.repeat(299)}…`],
  ])('a title %j is plain text', (title, plain) => {
    expect(plainText(title, 300)).toBe(plain)
  })

  test('an address that is no web address leads nowhere', async () => {
    const { datasets } = await turtle(
      `<urn:x:1> a dcat:Dataset ; dct:title "A" ; dcat:landingPage <javascript:alert(1)> . <data:text/html,x> a dcat:Dataset ; dct:title "B" .`,
    )
    expect(datasets.map(({ page }) => page)).toEqual([null, null])
  })

  test('circles and blank nodes that point at themselves end', async () => {
    const { datasets } = await turtle(
      `_:a a dcat:Dataset ; dct:title "A" ; dct:publisher _:a ; dcat:dataset _:a . _:b a dcat:Dataset ; dct:title "B" ; dct:publisher _:c . _:c foaf:name _:c .`,
    )
    expect(datasets.map(({ title }) => title.en)).toEqual(['A', 'B'])
  })

  test.each([
    ['what is no Turtle', () => turtle('<a> <b> .'), 'data.file'],
    ['what is no JSON', () => readHarvest('{', 'jsonld', 'E'), 'data.file'],
    [
      'a context from elsewhere',
      () => readHarvest('{"@context":"http://10.0.0.1/c","@id":"x:1"}', 'jsonld', 'E'),
      'data.file',
    ],
    [
      'JSON that is nested too deep',
      () => readHarvest(`${'['.repeat(5000)}${']'.repeat(5000)}`, 'jsonld', 'E'),
      'data.file',
    ],
    ['more bytes than are read', () => readHarvest(' '.repeat(20_000_001), 'ttl', 'E'), 'usage.too-large'],
    [
      'more statements than are kept',
      () => turtle(`<x:a> <x:b> ${'1,'.repeat(500_001)}2 .`),
      'usage.too-large',
    ],
  ])('%s is refused', async (_name, work, code) => {
    expect(await codeOf(work())).toBe(code)
  })

  test('an error never quotes the document', async () => {
    const thrown = await turtle('<a> <b> secret-19127000001 .').catch((error: Failure) => error)
    expect(String((thrown as Failure).message)).toMatch(/line 2/)
    expect(String((thrown as Failure).message)).not.toContain('secret')
  })
})

describe('fetching', () => {
  const servers: Server[] = []
  afterEach(() => {
    for (const one of servers.splice(0)) one.close()
  })
  const serving = async (answer: RequestListener): Promise<number> => {
    const server = createServer(answer)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    return (server.address() as AddressInfo).port
  }
  // The tests' own servers are inside, so the one name `catalogue.test` may be; everything else keeps to the rule.
  const ports: FetchPorts = {
    lookup: async (host) => (host === 'catalogue.test' ? ['127.0.0.1'] : ['10.0.0.1']),
    allowed: (address) => address === '127.0.0.1' || isPublicAddress(address),
  }

  test('a catalogue, over a redirect to another address of the same kind', async () => {
    const port = await serving((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/new' }).end()
      else response.writeHead(200, { 'content-type': 'text/turtle' }).end('<x:a> <x:b> 1 .')
    })
    const url = `http://catalogue.test:${port}/old`
    expect(await fetchHarvest({ name: 'E', url }, ports)).toEqual({ text: '<x:a> <x:b> 1 .', format: 'ttl' })
  })

  test.each([
    ['http://127.0.0.1/', 'permission.denied'],
    ['http://[::1]/', 'permission.denied'],
    ['http://[::ffff:10.0.0.1]/', 'permission.denied'],
    ['http://169.254.169.254/latest/meta-data', 'permission.denied'],
    ['http://2130706433/', 'permission.denied'],
    ['http://localhost:8080/', 'permission.denied'],
    ['file:///etc/passwd', 'usage.request'],
    ['https://user:word@x.example/', 'usage.request'],
    ['no address', 'usage.request'],
  ])('%s is refused before anything is asked', async (url, code) => {
    expect(await codeOf(fetchHarvest({ name: 'E', url }))).toBe(code)
  })

  test('a redirect to the inside is refused, and one without end', async () => {
    const port = await serving((request, response) =>
      response.writeHead(302, { location: request.url === '/loop' ? '/loop' : 'http://inside.test/' }).end(),
    )
    const from = (path: string) =>
      codeOf(fetchHarvest({ name: 'E', url: `http://catalogue.test:${port}${path}` }, ports))
    expect(await from('/inside')).toBe('permission.denied')
    expect(await from('/loop')).toBe('data.file')
  })

  test('a document that does not end is cut off, and a page is no catalogue', async () => {
    const port = await serving((request, response) => {
      if (request.url === '/page') {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
        return
      }
      response.writeHead(200, { 'content-type': 'text/turtle' })
      const more = () => {
        while (!response.destroyed && response.write('#'.repeat(1_000_000)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    const from = (path: string) =>
      codeOf(fetchHarvest({ name: 'E', url: `http://catalogue.test:${port}${path}` }, ports))
    expect(await from('/endless')).toBe('usage.too-large')
    expect(await from('/page')).toBe('data.file')
  })

  test.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['192.168.1.1', false],
    ['172.31.0.1', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['::ffff:8.8.8.8', true],
    ['no address', false],
  ])('%s is of the public internet: %s', (address, is) => {
    expect(isPublicAddress(address)).toBe(is)
  })
})
