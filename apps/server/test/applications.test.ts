/** Applications over HTTP: drafts that are filled in, checked, kept and submitted, and files that nobody else reads. */
import type { Application, Attachment } from '@sund/model'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DraftView } from '../src/access/applications.js'
import { type Serving, serve } from '../src/http/serve.js'
import { ANSWERS, people } from './applying.js'
import { Browser } from './browser.js'
import { openTestSund } from './registers.js'

const log: string[] = []
let opened: Awaited<ReturnType<typeof openTestSund>>
let serving: Serving
let kari: Browser
let mads: Browser
let astrid: Browser
beforeAll(async () => {
  opened = await openTestSund({ logger: pino({}, { write: (line: string) => void log.push(line) }) }, 40)
  const rateLimits = { any: 100_000, check: 100_000, run: 100_000 }
  serving = await serve(opened.sund, { host: '127.0.0.1', port: 0, environment: {}, rateLimits })
  ;({ kari, mads, astrid } = await people(serving.url, 'kari', 'mads', 'astrid'))
}, 60_000)
afterAll(async () => {
  await serving.close()
  await opened.dispose()
})

const begin = async (browser: Browser, more: object = {}): Promise<DraftView> => {
  const { status, body } = await browser.json('POST', '/api/applications', more)
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}
const save = (browser: Browser, { draft }: DraftView, application: Partial<Application>) =>
  browser.json('PUT', `/api/applications/${draft.id}`, {
    revision: draft.revision,
    application: { ...draft.application, ...application },
  })
const upload = (browser: Browser, { draft }: DraftView, name: string, body: string | Uint8Array) =>
  browser.request(
    `/api/applications/${draft.id}/attachments?${new URLSearchParams({ name, kind: 'protocol' })}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: body as never,
    },
  )
const codeOf = ({ body }: { body: unknown }) => (body as { errors?: { code: string }[] }).errors?.[0]?.code

describe('a draft', () => {
  test('row 9: begins filled in, says all that is missing, what it costs and how long it may take', async () => {
    const view = await begin(kari)
    expect(view).toMatchObject({ own: true, editable: true, draft: { revision: 1 } })
    expect(view.prefilled).toEqual(
      expect.arrayContaining(['organisation', 'persons', 'from', 'until', 'room']),
    )
    expect(view.points.filter(({ code }) => code === 'missing').length).toBeGreaterThan(5)
    expect(view.fee.total).toBeGreaterThan(0)
    expect(view.expected).toMatchObject({ days: null, from: 0, law: { amount: expect.any(Number) } })
    expect(view.fields).toContain('collection')
  })

  test('row 14: on the lighter path it asks for tables and for no room', async () => {
    const { fields, form } = await begin(kari, { path: 'request' })
    expect(fields).toContain('tables')
    expect(fields).not.toContain('room')
    expect(form.sections.length).toBeGreaterThan(3)
  })

  test('is saved, overtaken, gone back in, deleted and brought back', async () => {
    const view = await begin(kari)
    const { id } = view.draft
    const first = await save(kari, view, { answers: { title: 'The first title' } })
    expect(first.body).toMatchObject({ draft: { revision: 2 } })
    const late = await save(kari, view, { answers: { title: 'Too late' } })
    expect([late.status, codeOf(late)]).toEqual([409, 'conflict.revision'])
    const { body } = await kari.json('GET', `/api/applications/${id}/revisions`)
    expect((body as { revisions: unknown[] }).revisions).toMatchObject([{ revision: 2 }, { revision: 1 }])
    const before = await kari.json('GET', `/api/applications/${id}/revisions/1`)
    expect(before.body).toEqual(view.draft.application)
    const gone = await kari.json('DELETE', `/api/applications/${id}`)
    expect(
      (gone.body as { drafts: { id: string; deletedAt: unknown }[] }).drafts.find((one) => one.id === id)
        ?.deletedAt,
    ).not.toBe(null)
    expect((await kari.json('GET', `/api/applications/${id}`)).status).toBe(404)
    await kari.json('POST', `/api/applications/${id}/restore`)
    expect((await kari.json('GET', `/api/applications/${id}`)).status).toBe(200)
  })

  test('is nobody else’s until they are named, and then theirs to edit, not to submit', async () => {
    const view = await begin(kari)
    const { id, application } = view.draft
    const address = `/api/applications/${id}`
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/revisions'],
      ['GET', '/revisions/1'],
      ['POST', '/restore'],
      ['POST', '/submit'],
    ] as const)
      expect((await mads.json(method, address + path)).status, path).toBe(404)
    expect((await save(mads, view, {})).status).toBe(404)
    expect((await upload(mads, view, 'a.txt', 'text')).status).toBe(404)
    expect((await new Browser(serving.url).json('GET', address)).status).toBe(401)
    const person = {
      subject: 'demo:mads',
      name: 'Mads',
      email: null,
      organisation: '',
      part: 'co-applicant' as const,
    }
    const named = await save(kari, view, { persons: [...application.persons, person] })
    expect((await save(mads, named.body, { answers: { title: 'By Mads' } })).body).toMatchObject({
      own: false,
    })
    const submitted = await mads.json('POST', `${address}/submit`)
    expect([submitted.status, codeOf(submitted)]).toEqual([403, 'permission.denied'])
  })

  test('is of an organisation that one acts for', async () => {
    const view = await begin(kari)
    const other = await save(kari, view, { organisation: 'access-body' })
    expect([other.status, codeOf(other)]).toEqual([403, 'permission.denied'])
  })

  test('what is no application is refused by place, and not by what it says', async () => {
    const view = await begin(kari)
    const wrong = await save(kari, view, { answers: { title: 7, benefit: 'SECRET-BENEFIT' } as never })
    expect(wrong.status).toBe(400)
    expect(JSON.stringify(wrong.body)).toContain('answers.title')
    expect(JSON.stringify(wrong.body)).not.toContain('SECRET-BENEFIT')
  })

  test('row 9: is not submitted while something blocks: all of it is said', async () => {
    const { draft } = await begin(kari)
    const refused = await kari.json('POST', `/api/applications/${draft.id}/submit`)
    expect(refused.status).toBe(400)
    for (const at of ['title', 'summary', 'notMeant', 'collection'])
      expect(JSON.stringify(refused.body)).toContain(`${at} (missing)`)
  })

  test('a change of a permit that one does not have is not begun', async () => {
    const body = { kind: 'amendment', permit: 'P-0123456789' }
    const refused = await kari.json('POST', '/api/applications', body)
    expect([refused.status, codeOf(refused)]).toEqual([404, 'usage.not-found'])
  })
})

describe('a file', () => {
  test('is downloaded, never shown, and by nobody who may not see its draft', async () => {
    const view = await begin(kari)
    const page = '<!doctype html><script>alert(1)</script>'
    const sent = await upload(kari, view, '../<b>page.html', page)
    const file = (await sent.json()) as Attachment
    expect(file).toMatchObject({ name: 'bpage.html.txt', mediaType: 'text/plain', kind: 'protocol' })
    const got = await kari.request(`/api/attachments/${file.hash}`)
    expect(await got.text()).toBe(page)
    expect(got.headers.get('content-type')).toBe('text/plain')
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(got.headers.get('x-content-type-options')).toBe('nosniff')
    for (const other of [mads, astrid])
      expect((await other.request(`/api/attachments/${file.hash}`)).status).toBe(404)
    const theirs = await begin(mads)
    const stolen = await save(mads, theirs, { attachments: [file] })
    expect([stolen.status, codeOf(stolen)]).toEqual([400, 'usage.request'])
  })

  test('may be larger than a request may otherwise be, up to ten megabytes', async () => {
    const view = await begin(kari)
    expect((await upload(kari, view, 'large.txt', 'a'.repeat(3 * 2 ** 20))).status).toBe(200)
    const tooLarge = await upload(kari, view, 'larger.txt', 'a'.repeat(10 * 2 ** 20 + 1)).catch(() => null)
    expect([413, undefined]).toContain(tooLarge?.status)
    const large = await kari
      .json('POST', '/api/criteria', { text: 'a'.repeat(2 * 2 ** 20) })
      .catch(() => null)
    expect([413, undefined]).toContain(large?.status)
  })
})

test('what is submitted is a case, once, which those who decide read with its files', async () => {
  const view = await begin(kari)
  const file = (await (await upload(kari, view, 'plan.txt', 'The plan of the study')).json()) as Attachment
  const { body: catalogue } = await kari.json('GET', '/api/catalogue?limit=3')
  const { variables } = catalogue as { variables: { register: string; name: string }[] }
  const { questions = [] } = ANSWERS as Application['answers']
  const written = await save(kari, view, {
    answers: { ...view.draft.application.answers, ...(ANSWERS as Application['answers']) },
    collection: variables.map(({ register, name }) => ({
      register,
      variable: name,
      questions: questions.map(({ id }) => id),
    })),
    attachments: [file],
  })
  expect((written.body as DraftView).points.filter(({ weight }) => weight === 'blocks')).toEqual([])
  const submit = () => kari.json('POST', `/api/applications/${view.draft.id}/submit`)
  const submitted = await submit()
  expect(submitted).toMatchObject({ status: 200, body: { case: view.draft.id } })
  expect((await astrid.request(`/api/attachments/${file.hash}`)).status).toBe(200)
  expect((await mads.request(`/api/attachments/${file.hash}`)).status).toBe(404)
  const after = await kari.json('GET', `/api/applications/${view.draft.id}`)
  expect(after.body).toMatchObject({ editable: false, draft: { case: view.draft.id } })
  const changed = await save(kari, after.body, { answers: { title: 'Something else' } })
  expect([changed.status, codeOf(changed)]).toEqual([409, 'conflict.exists'])
  const chosen = variables.map(({ register, name }) => ({ register, variable: name, questions: [] }))
  await kari.json('PUT', '/api/collection', { revision: 0, variables: chosen })
  // And the next application of the same organisation begins with what this one said.
  const { prefilled, fields } = await begin(kari)
  expect(prefilled.length / fields.length).toBeGreaterThanOrEqual(0.6)
})

test('no answer, title or name of a file is in the log', () => {
  expect(log.join('\n')).not.toMatch(/The first title|SECRET-BENEFIT|page\.html|plan\.txt/)
})
