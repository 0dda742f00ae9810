/** My page over HTTP: what is held is shown to the person alone or to whoever may act for them, and identifiers stay where they are. */
import { STORE_ITSELF } from '@sund/fhir'
import type { Correction, Criteria, HeldItem, Register, SeenEntry } from '@sund/model'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pdfOf } from '../src/documents/index.js'
import { mineLetter } from '../src/documents/mine.js'
import { type Serving, serve } from '../src/http/serve.js'
import { citizenIn } from '../src/http/sign-in.js'
import type { PermitBounds } from '../src/mine/desk.js'
import { people } from './applying.js'
import type { Browser } from './browser.js'
import { readPdf } from './pdf.js'
import { identifier, importCsv, openTestSund, PERSONS, POPULATION } from './registers.js'

const [SELF, CHILD, PARENT, STRANGER] = [3, 5, 7, 9]
const SYSTEM = 'urn:oid:2.16.578.1.12.4.1.4.1'
const patient = (id: string, person: number, family: string) => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: SYSTEM, value: identifier(person) }],
  name: [{ given: ['Somebody'], family }],
})
const measured = (id: string, of: string, day: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ code: 'laboratory' }] }],
  code: { coding: [{ code: 'X', display: `Test ${id}` }] },
  subject: { reference: `Patient/${of}` },
  performer: [{ reference: 'Organization/o', display: 'The laboratory' }],
  effectiveDateTime: day,
  valueQuantity: { value: 4.2, unit: 'mmol/L' },
})
const RECORDS = [
  { resourceType: 'Organization', id: 'o', name: 'The laboratory' },
  patient('p-self', SELF, 'Self'),
  patient('p-child', CHILD, 'Child'),
  patient('p-parent', PARENT, 'Parent'),
  patient('p-stranger', STRANGER, 'Stranger'),
  ...Array.from({ length: 60 }, (_, i) =>
    measured(`self-${i}`, 'p-self', `2024-01-${String((i % 28) + 1).padStart(2, '0')}`),
  ),
  {
    resourceType: 'Encounter',
    id: 'visit',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: 'Patient/p-self' },
    period: { start: '2024-03-01' },
    serviceProvider: { reference: 'Organization/o', display: 'The surgery' },
  },
  {
    resourceType: 'Condition',
    id: 'asthma',
    subject: { reference: 'Patient/p-self' },
    encounter: { reference: 'Encounter/visit' },
    recordedDate: '2024-03-01',
    code: {
      coding: [
        {
          code: 'R96',
          display: 'Asthma',
          _display: {
            extension: [
              {
                url: 'http://hl7.org/fhir/StructureDefinition/translation',
                extension: [
                  { url: 'lang', valueCode: 'nb' },
                  { url: 'content', valueString: 'Astma' },
                ],
              },
            ],
          },
        },
      ],
    },
  },
  measured('child-1', 'p-child', '2024-02-01'),
  measured('parent-1', 'p-parent', '2024-02-02'),
  measured('stranger-1', 'p-stranger', '2024-02-03'),
]

const log: string[] = []
const toHub: string[] = []
let open: Awaited<ReturnType<typeof openTestSund>>
let serving: Serving
let by: Record<'berit' | 'kari' | 'at-north' | 'at-south', Browser>
beforeAll(async () => {
  open = await openTestSund(
    { logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }) },
    PERSONS,
    (register) => ({ ...register, synthetic: true }),
  )
  open.sund.tap((bytes, _from, to) => {
    if (to === 'hub') toHub.push(Buffer.from(bytes).toString('utf8'))
  })
  const { store } = await open.sund.openFhir('north')
  await store.load(RECORDS)
  serving = await serve(open.sund, {
    host: '127.0.0.1',
    port: 0,
    environment: { SUND_DEMO_CITIZEN: [SELF, CHILD, PARENT].map(identifier).join(' ') },
    rateLimits: { any: 100_000, check: 100_000, run: 100_000 },
  })
  by = await people(serving.url, 'berit', 'kari', 'at-north', 'at-south')
}, 60_000)
afterAll(async () => {
  await serving.close()
  await open.dispose()
})

const get = async <T>(path: string, who: keyof typeof by = 'berit'): Promise<T> => {
  const { status, body } = await by[who].json('GET', path)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as T
}
const items = async (query = '') => (await get<{ items: HeldItem[] }>(`/api/mine/held${query}`)).items
const act = (whom: string) => by.berit.json('PUT', '/api/mine/acting', { for: whom })
const MEASURED = { measure: 'blood-pressure', values: [128, 81], at: '2026-01-05T07:30:00+01:00' }

describe('what is held', () => {
  test('is told by holder and kind, with the registers that have rows about the person', async () => {
    const { places } = await get<{ places: object[] }>('/api/mine')
    expect(places).toEqual([
      {
        holder: 'north',
        title: { en: 'north' },
        registers: ['test.population'],
        kinds: { condition: 1, visit: 1, laboratory: 60, person: 1 },
        silent: false,
      },
      { holder: 'south', title: { en: 'south' }, registers: ['test.laboratory'], kinds: null, silent: false },
    ])
  })

  test('comes the latest first and in pages, in words, with where it came from', async () => {
    const [asthma] = await items('?kind=condition')
    expect(asthma).toMatchObject({
      title: { en: 'Asthma', nb: 'Astma' },
      at: '2024-03-01',
      from: 'The surgery',
      own: false,
    })
    const first = await get<{ items: HeldItem[]; next: number }>('/api/mine/held?kind=laboratory')
    expect(first.items).toHaveLength(50)
    expect(first.items[0]).toMatchObject({ value: { en: '4.2 mmol/L' }, from: 'The laboratory' })
    const days = first.items.map(({ at }) => at ?? '')
    expect(days).toEqual(days.toSorted().reverse())
    expect(await items(`?kind=laboratory&offset=${first.next}`)).toHaveLength(10)
  })

  test('is nobody else’s: not of a stranger, and not for who is no citizen or not signed in', async () => {
    expect(JSON.stringify([await items(), await items('?offset=50')])).not.toContain('stranger')
    for (const path of ['/api/mine', '/api/mine/held', '/api/mine/seen', '/api/mine/everything.json']) {
      expect((await by.kari.json('GET', path)).status).toBe(403)
      expect((await fetch(`${serving.url}${path}`)).status).toBe(401)
    }
  })
})

describe('download', () => {
  test('gives everything as a Bundle', async () => {
    const response = await by.berit.request('/api/mine/everything.json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const bundle = (await response.json()) as { type: string; entry: { resource: { id: string } }[] }
    expect(bundle.type).toBe('collection')
    const ids = new Set(bundle.entry.map(({ resource }) => resource.id))
    expect(ids.size).toBe(bundle.entry.length)
    expect(['p-self', 'visit', 'asthma', 'self-59'].every((id) => ids.has(id))).toBe(true)
    expect([...ids].filter((id) => /child|parent|stranger/.test(id))).toEqual([])
  })

  test.each([
    ['self', 'p-self', 'Asthma'],
    ['child-1', 'p-child', 'Test child-1'],
  ])('has all that the store has of %s, in both forms, and nothing of others', async (whom, id, thing) => {
    await act(whom)
    try {
      const bundle = await get<{ entry: { resource: { resourceType: string; id: string } }[] }>(
        '/api/mine/everything.json',
      )
      const own = RECORDS.filter((one) => one.id === id || JSON.stringify(one).includes(`"Patient/${id}"`))
      expect(bundle.entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`).sort()).toEqual(
        own.map((one) => `${one.resourceType}/${one.id}`).sort(),
      )
      const response = await by.berit.request('/api/mine/everything.pdf?language=en')
      const { text } = readPdf(Buffer.from(await response.arrayBuffer()))
      expect(text).toContain(thing)
      expect(text).toContain(String(own.length))
      for (const { key } of await items())
        if (key.startsWith('Observation/')) expect(text).toContain(`Test ${key.slice('Observation/'.length)}`)
    } finally {
      await act('self')
    }
  })

  test('of whom nothing is held is a Bundle without entries, and a document that says so', async () => {
    const [mark = ''] = await open.sund.choices.marksOf(['nobody'])
    let text = ''
    for await (const piece of open.sund.mine.bundle({ subject: 'x', mark })) text += piece
    expect(JSON.parse(text)).toEqual({
      resourceType: 'Bundle',
      type: 'collection',
      timestamp: expect.any(String),
    })
    const letter = mineLetter({ name: 'Nobody', items: [], titles: new Map(), at: '2026-01-01' }, 'en')
    expect(readPdf(Buffer.from(await pdfOf(letter))).text).toContain('Nobody')
  })

  test('gives it as a document to read, in the language asked for', async () => {
    const response = await by.berit.request('/api/mine/everything.pdf?language=nb')
    const { text } = readPdf(Buffer.from(await response.arrayBuffer()))
    expect(text).toContain('Det som er lagret om meg')
    expect(text).toContain('Astma')
    expect(text).toContain('The surgery')
  })
})

describe('measurements of one’s own', () => {
  const post = (body: object) => by.berit.json('POST', '/api/mine/measurements', body)
  const takeBack = (key: string) =>
    by.berit.json('DELETE', `/api/mine/measurements?holder=north&key=${encodeURIComponent(key)}`)

  test('are kept with codes and units, marked as the person’s own, and can be taken back', async () => {
    const { status, body } = await post(MEASURED)
    expect(status, JSON.stringify(body)).toBe(200)
    const kept = body as HeldItem
    expect(kept).toMatchObject({ kind: 'measurement', value: { en: '128/81 mmHg' }, own: true, from: null })
    const site = open.sund.fhir.get('north')
    const [written] =
      (await site?.store.changes(0n, { types: ['Observation'], limit: 1000 }))?.slice(-1) ?? []
    expect(written?.resource).toMatchObject({
      category: [{ coding: [{ code: 'vital-signs' }] }],
      performer: [{ reference: 'Patient/p-self' }],
      meta: { security: [{ code: 'PATAST' }] },
      component: [
        { code: { coding: [{ code: '8480-6' }] }, valueQuantity: { value: 128, code: 'mm[Hg]' } },
        { code: { coding: [{ code: '8462-4' }] }, valueQuantity: { value: 81, code: 'mm[Hg]' } },
      ],
    })
    expect((await items('?kind=measurement')).map(({ key }) => key)).toEqual([kept.key])
    expect((await takeBack(kept.key)).status).toBe(200)
    expect(await items('?kind=measurement')).toEqual([])
  })

  test.each([
    ['a value that nobody has', { ...MEASURED, values: [900, 81] }],
    ['one value of two', { ...MEASURED, values: [120] }],
    ['more decimals than are measured', { ...MEASURED, values: [120.25, 80] }],
    ['a measure that is none', { ...MEASURED, measure: 'mood' }],
    ['a time to come', { ...MEASURED, at: '2999-01-01T00:00:00Z' }],
    ['a time before anybody was born', { ...MEASURED, at: '1066-10-14T09:00:00Z' }],
    ['a time of no zone', { ...MEASURED, at: '2026-01-05T07:30:00' }],
    ['a day that there is not', { ...MEASURED, at: '2026-02-30T07:30:00Z' }],
    ['a value that is no number', { ...MEASURED, values: ['128', 81] }],
    ['no value', { ...MEASURED, values: [null, 81] }],
    ['a value with no end', { ...MEASURED, values: [Number.MAX_VALUE, 81] }],
    ['a third value', { ...MEASURED, values: [128, 81, 60], more: 1 }],
    ['a unit of one’s own', { measure: 'temperature', values: [98.6], unit: '[degF]', at: MEASURED.at }],
    ['nothing', null],
  ])('%s is refused', async (_, body) => {
    expect([400, 413]).toContain((await post(body)).status)
  })

  test('what others wrote cannot be taken back', async () => {
    expect((await takeBack('Observation/self-1')).status).toBe(403)
    expect((await takeBack('Observation/stranger-1')).status).toBe(404)
  })
})

describe('a request for correction', () => {
  const ask = (about: string, text = 'I have never had asthma.') =>
    by.berit.json('POST', '/api/mine/corrections', { holder: 'north', about, text })
  const mine = async () => (await get<{ corrections: Correction[] }>('/api/mine/corrections')).corrections

  test('reaches the holder, is answered there, and both see the same', async () => {
    const { status, body } = await ask('Condition/asthma')
    expect(status, JSON.stringify(body)).toBe(200)
    const { id } = body as Correction
    expect(await mine()).toMatchObject([{ id, state: 'waiting', about: { title: { en: 'Asthma' } } }])
    const asked = (await get<{ corrections: object[] }>('/api/corrections', 'at-north')).corrections
    expect(asked).toMatchObject([
      { id, holder: 'north', text: 'I have never had asthma.', patient: { en: 'Somebody Self' } },
    ])
    const answer = { verdict: 'declined', text: 'The record says what the doctor found.' }
    const path = `/api/corrections/north/${id}`
    expect((await by['at-south'].json('POST', path, answer)).status).toBe(403)
    expect((await by.berit.json('POST', path, answer)).status).toBe(403)
    expect((await by['at-north'].json('POST', path, answer)).status).toBe(200)
    expect((await by['at-north'].json('POST', path, answer)).status).toBe(409)
    expect(await mine()).toMatchObject([{ id, state: 'declined', answer: answer.text }])
    expect(await get('/api/corrections', 'at-north')).toEqual({ corrections: [] })
  })

  test('is about what one’s own record has, and nothing else', async () => {
    expect((await ask('Observation/stranger-1')).status).toBe(404)
    expect((await ask('Observation/child-1')).status).toBe(404)
    expect((await ask('Condition/asthma', ' ')).status).toBe(400)
    expect(await get('/api/corrections', 'at-south')).toEqual({ corrections: [] })
  })

  test('keeps what is written as it is written, however it looks, and refuses what is too long', async () => {
    const text = `<script>alert("x")</script> '; drop table resource; -- \u202e ${'å'.repeat(3900)}`
    const { status, body } = await ask('Condition/asthma', text)
    expect(status, JSON.stringify(body)).toBe(200)
    expect((await mine())[0]?.text).toBe(text)
    expect((await ask('Condition/asthma', 'x'.repeat(4001))).status).toBe(413)
    expect((await ask('Condition/asthma', 'x'.repeat(2_000_000))).status).toBe(413)
    for (const about of [
      'Condition/../Patient/1',
      'Condition/asthma/_history/1',
      'Condition',
      'condition/x',
      '',
    ])
      expect((await ask(about)).status, about).toBe(400)
    const elsewhere = { holder: 'south', about: 'Condition/asthma', text: 'x' }
    expect((await by.berit.json('POST', '/api/mine/corrections', elsewhere)).status).toBe(404)
    expect((await by.kari.json('POST', '/api/mine/corrections', elsewhere)).status).toBe(403)
  })

  test('is answered by its holder alone, once, with a verdict there is', async () => {
    const [{ id = '' } = {}] = await mine()
    const answer = (more: object, path = `/api/corrections/north/${id}`) =>
      by['at-north'].json('POST', path, { verdict: 'corrected', text: 'Done', ...more })
    expect((await answer({ verdict: 'deleted' })).status).toBe(400)
    expect((await answer({ text: ' ' })).status).toBe(400)
    expect((await answer({}, '/api/corrections/north/nothing')).status).toBe(404)
    expect((await answer({}, `/api/corrections/south/${id}`)).status).toBe(403)
    const both = await Promise.all([answer({}), answer({ verdict: 'declined' })])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('who looked', () => {
  test('is told page by page, with what they looked at, and stays as it is while others look', async () => {
    const store = open.sund.fhir.get('north')?.store
    const look = async (who: string, id = 'asthma') => {
      const reader = { ...STORE_ITSELF, subject: who, client: 'app', purpose: 'TREAT' }
      await store?.read(reader, { type: 'Condition', id })
    }
    for (let i = 0; i < 60; i++) await look(`doctor-${i}`)
    await look('doctor-59')
    type Seen = { seen: SeenEntry[]; next: string | null }
    const first = await get<Seen>('/api/mine/seen?others=true')
    expect(first.seen[0]).toMatchObject({
      ...{ who: 'doctor-59', own: false, app: { en: 'app' }, purpose: 'TREAT', action: 'read', times: 2 },
      ...{ what: ['condition'], holder: 'north', place: { en: 'north' } },
    })
    await look('late')
    const second = await get<Seen>(`/api/mine/seen?others=true&after=${first.next}`)
    expect([...first.seen, ...second.seen].slice(0, 60).map(({ who }) => who)).toEqual(
      Array.from({ length: 60 }, (_, i) => `doctor-${59 - i}`),
    )
    expect(second.next).toBeNull()
    expect((await get<Seen>('/api/mine/seen?others=true')).seen[0]?.who).toBe('late')
    const own = await get<Seen>(`/api/mine/seen?after=${first.next}`)
    expect(own.seen.some((one) => one.own)).toBe(true)
    expect((await get<Seen>('/api/mine/seen?holder=south')).seen).toEqual([])
    for (const bad of ['x', Buffer.from('{"north":"1"}').toString('base64url')])
      expect((await by.berit.json('GET', `/api/mine/seen?after=${bad}`)).status).toBe(400)
  })
})

describe('acting for somebody', () => {
  test('shows theirs and not one’s own, on every page and in the log, until one goes back', async () => {
    const others = await get<{ people: { id: string; name: string | null }[] }>('/api/mine/acting')
    expect(others.people).toEqual([
      { id: 'self', kind: 'self', name: null },
      { id: 'child-1', kind: 'child', name: 'Nora Lind' },
      { id: 'adult-1', kind: 'adult', name: 'Solveig Lind' },
    ])
    const before = (await open.sund.hub.proof()).events
    for (const [whom, name, key] of [
      ['child-1', 'Nora Lind', 'Observation/child-1'],
      ['adult-1', 'Solveig Lind', 'Observation/parent-1'],
    ] as const) {
      expect((await act(whom)).status).toBe(200)
      expect(await get('/api/session')).toMatchObject({ acting: { id: whom, name } })
      expect((await items('?kind=laboratory')).map((one) => one.key)).toEqual([key])
    }
    await act('self')
    expect(await get('/api/session')).toMatchObject({ acting: null })
    expect((await open.sund.hub.proof()).events - before).toBe(3)
  })

  test('keeps nothing of one person that was written on the page of another', async () => {
    const write = (whom: string) =>
      by.berit.request('/api/mine/measurements', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sund-acting': whom },
        body: JSON.stringify(MEASURED),
      })
    await act('child-1')
    expect((await write('self')).status).toBe(409)
    expect(await items('?kind=measurement')).toEqual([])
    expect((await write('child-1')).status).toBe(200)
    const [{ key = '' } = {}] = await items('?kind=measurement')
    await act('self')
    expect((await write('child-1')).status).toBe(409)
    expect(await items('?kind=measurement')).toEqual([])
    // What one wrote for another is not one's own to take back.
    const path = `/api/mine/measurements?holder=north&key=${encodeURIComponent(key)}`
    expect((await by.berit.json('DELETE', path)).status).toBe(404)
  })

  test('ends with the session, and is not there in the next', async () => {
    await act('child-1')
    const { berit } = await people(serving.url, 'berit')
    expect((await berit.json('GET', '/api/session')).body).toMatchObject({ acting: null })
    await act('self')
  })

  test('needs that sign-in told so', async () => {
    expect((await act('child-2')).status).toBe(404)
    expect((await by.kari.json('PUT', '/api/mine/acting', { for: 'self' })).status).toBe(404)
  })
})

test('sign-in tells who somebody is only as surely as production asks, and for whom they may act', async () => {
  const marksOf = async (all: readonly string[]) => all.map((one) => `mark of ${one}`)
  const claims = {
    pid: '1',
    acr: 'idporten-loa-high',
    children: [{ id: '2', name: 'Nora' }],
    represents: [{ id: '3', name: 'Solveig' }, { id: '' }, 'nobody'],
  }
  const high = { assurances: ['idporten-loa-high'] }
  const known = {
    mark: 'mark of 1',
    children: [{ name: 'Nora', mark: 'mark of 2' }],
    adults: [{ name: 'Solveig', mark: 'mark of 3' }],
  }
  expect(await citizenIn(claims, high, marksOf)).toEqual(known)
  expect(await citizenIn(claims, {}, marksOf)).toEqual(known)
  for (const acr of [undefined, 'idporten-loa-substantial'])
    expect(await citizenIn({ ...claims, acr }, high, marksOf)).toBeNull()
})

test('no identifier and nothing that is held is in a log line or a message to the hub', () => {
  expect(log.length).toBeGreaterThan(0)
  const told = [...log, ...toHub].join('\n')
  for (const secret of [...[SELF, CHILD, PARENT].map(identifier), 'Asthma', 'never had', 'p-self'])
    expect(told, secret).not.toContain(secret)
})

const PLACES: Register = {
  ...POPULATION,
  name: 'test.places',
  holder: { name: 'west', title: { en: 'west' } },
  tables: POPULATION.tables.map((table) => ({
    ...table,
    variables: [
      {
        ...(table.variables[0] as Register['tables'][number]['variables'][number]),
        name: 'PLACE',
        domain: { codes: ['a', 'b'].map((code) => ({ code, title: { en: code } })) },
      },
    ],
  })),
}
describe('which permits could be about one', () => {
  const SEX = { register: 'test.population', variable: 'SEX', codes: ['2'] }
  const MAN = { ...SEX, codes: ['1'] }
  const IN = { register: 'test.places', variable: 'PLACE', codes: ['a'] }
  const OUT = { ...IN, codes: ['b'] }
  const ALL = ['test.population', 'test.places']
  const registers = [
    { register: 'test.population', holder: 'north', version: '1', variables: ['SEX', 'AGE'] },
    { register: 'test.places', holder: 'west', version: null, variables: ['PLACE'] },
  ]
  beforeAll(() =>
    importCsv(open.sund, open.home, PLACES, [
      'id,PLACE',
      ...[SELF, CHILD].map((person) => `${identifier(person)},a`),
      `${identifier(STRANGER)},b`,
    ]),
  )
  const permit = (criteria: Criteria | null, more: Partial<PermitBounds> = {}): PermitBounds => ({
    ...{ id: 'P-0000000001', registers, relaxations: [], population: { text: 'Said in words', criteria } },
    ...more,
  })
  const elsewhere = { register: 'test.other', holder: 'gone', version: null, variables: ['X'] }
  const surely = { registers: ALL, isNamed: true }
  const could = { registers: ALL, isNamed: false }

  test.each<[string, PermitBounds, object | null]>([
    ['whom it names by what one holder has', permit(SEX), surely],
    ['whom it does not name', permit(MAN), null],
    ['by what several holders have', permit({ all: [SEX, IN] }), surely],
    ['not by what another holder has', permit({ all: [SEX, OUT] }), null],
    ['either by one or the other', permit({ any: [MAN, IN] }), surely],
    ['all but those of another holder', permit({ all: [SEX, { not: OUT }] }), surely],
    ['all but those who are meant', permit({ all: [SEX, { not: IN }] }), null],
    ['in words alone, which nobody can decide', permit(null), could],
    [
      'by what a holder has that is gone',
      permit(
        { all: [SEX, { ...SEX, register: 'test.other', variable: 'X' }] },
        { registers: [...registers, elsewhere] },
      ),
      { ...could, registers: [...ALL, 'test.other'] },
    ],
    [
      'not, whatever a holder has that is gone',
      permit(
        { all: [MAN, { ...SEX, register: 'test.other', variable: 'X' }] },
        { registers: [...registers, elsewhere] },
      ),
      null,
    ],
    [
      'by what is not in the permit, so that it holds for nobody',
      permit({ ...SEX, register: 'test.other' }),
      could,
    ],
    [
      'by a version that is not held',
      permit(SEX, { registers: [{ ...registers[0], version: '7' } as never] }),
      { registers: ['test.population'], isNamed: false },
    ],
    ['by a variable that is not there', permit({ ...IN, variable: 'STREET' }), could],
  ])('%s', async (_, bounds, expected) => {
    const [mark = ''] = await open.sund.choices.marksOf([identifier(SELF)])
    const before = toHub.length
    const [found] = await open.sund.mine.concerns({ subject: 'demo:berit', mark }, [bounds])
    expect(found).toEqual(expected)
    expect(toHub).toHaveLength(before)
  })

  test('is nothing to who is in no register, and is told page by page', async () => {
    const [mark = ''] = await open.sund.choices.marksOf(['nobody'])
    expect(
      await open.sund.mine.concerns({ subject: 'demo:berit', mark }, [permit(SEX), permit(null)]),
    ).toEqual([null, null])
    expect(await get('/api/mine/permits')).toEqual({ permits: [], next: null })
  })
})
