/** Applications as they are written: drafts with all that is missing of them, their versions and files, and submitting them. */
import { createRoute, z } from '@hono/zod-openapi'
import { MAX_CRITERIA_TEXT, readCriteria } from '@sund/engine'
import {
  Application,
  ApplicationKind,
  ApplicationPath,
  Attachment,
  Country,
  type Criteria,
  fail,
} from '@sund/model'
import type { DraftView } from '../../access/applications.js'
import { part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { ApplicationList, DraftRevisions } from '../schemas.js'
import { json, told } from '../shapes.js'

const id = z.object({ id: z.uuid() })
const ViewOfDraft = told<DraftView>(
  'The draft with its form, the fields asked, points, fee, expected time, and what was filled in from where',
)
const asked = { tags: ['Applications'] }

const criteria = createRoute({
  ...asked,
  method: 'post',
  path: '/api/criteria',
  summary: 'Criteria as data from what somebody wrote: who is studied, in a form that is enforced',
  request: {
    body: {
      required: true,
      ...json('As one writes them', z.object({ text: z.string().max(MAX_CRITERIA_TEXT) })),
    },
  },
  responses: {
    200: json('The same as data', z.object({ criteria: told<Criteria>('Criteria') })),
    ...failures,
  },
})
const list = createRoute({
  ...asked,
  method: 'get',
  path: '/api/applications',
  summary: 'One’s own drafts and those that name one as co-applicant, the latest saved first',
  responses: { 200: json('The drafts', ApplicationList), ...failures },
})
const begin = createRoute({
  ...asked,
  method: 'post',
  path: '/api/applications',
  summary: 'Begin an application with everything in it that is known already',
  request: {
    body: {
      required: true,
      ...json(
        'What it is',
        z.object({
          kind: ApplicationKind.default('new'),
          permit: z.string().max(20).nullable().default(null),
          path: ApplicationPath.default('permit'),
          country: Country.default('NO'),
        }),
      ),
    },
  },
  responses: { 200: json('The draft', ViewOfDraft), ...failures },
})
const open = createRoute({
  ...asked,
  method: 'get',
  path: '/api/applications/{id}',
  summary: 'A draft',
  request: { params: id },
  responses: { 200: json('The draft', ViewOfDraft), ...failures },
})
const save = createRoute({
  ...asked,
  method: 'put',
  path: '/api/applications/{id}',
  summary: 'Keep the next revision of a draft; one that was overtaken is refused',
  request: {
    params: id,
    body: {
      required: true,
      ...json(
        'The revision that was changed, and the whole application',
        z.object({ revision: z.int().positive(), application: told<unknown>('An application') }),
      ),
    },
  },
  responses: { 200: json('The draft', ViewOfDraft), ...failures },
})
const remove = createRoute({
  ...asked,
  method: 'delete',
  path: '/api/applications/{id}',
  summary: 'Delete a draft; it can be brought back for thirty days',
  request: { params: id },
  responses: { 200: json('One’s drafts', ApplicationList), ...failures },
})
const restore = createRoute({
  ...asked,
  method: 'post',
  path: '/api/applications/{id}/restore',
  summary: 'Bring a deleted draft back',
  request: { params: id },
  responses: { 200: json('One’s drafts', ApplicationList), ...failures },
})
const revisions = createRoute({
  ...asked,
  method: 'get',
  path: '/api/applications/{id}/revisions',
  summary: 'The last fifty versions of a draft, the newest first',
  request: { params: id },
  responses: { 200: json('When each was saved, and by whom', DraftRevisions), ...failures },
})
const revision = createRoute({
  ...asked,
  method: 'get',
  path: '/api/applications/{id}/revisions/{revision}',
  summary: 'What stood in a version',
  request: { params: id.extend({ revision: z.coerce.number().int().positive() }) },
  responses: { 200: json('The application', told<Application>('An application')), ...failures },
})
const attach = createRoute({
  ...asked,
  method: 'post',
  path: '/api/applications/{id}/attachments',
  summary: 'Upload a file (10 MB at most); it belongs to the application once that is saved with it',
  request: {
    params: id,
    query: z.object({ name: z.string().max(500), kind: Attachment.shape.kind.default('other') }),
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } as never } },
    },
  },
  responses: { 200: json('What it is', Attachment), ...failures },
})
const file = createRoute({
  ...asked,
  method: 'get',
  path: '/api/attachments/{hash}',
  summary: 'A file of an application, for who may see its draft or its case; always as a download',
  request: { params: z.object({ hash: Attachment.shape.hash }) },
  responses: {
    200: { description: 'The file', content: { 'application/octet-stream': { schema: z.string() } } },
    ...failures,
  },
})
const submit = createRoute({
  ...asked,
  method: 'post',
  path: '/api/applications/{id}/submit',
  summary: 'Submit a draft, or the completion that its case waits for',
  request: { params: id },
  responses: { 200: json('The case', z.object({ case: z.uuid() })), ...failures },
})

/** The application of a request, or what is wrong with it: where, never what it says. */
function read(application: unknown): Application {
  const parsed = Application.safeParse(application)
  if (parsed.success) return parsed.data
  const places = [...new Set(parsed.error.issues.slice(0, 10).map(({ path }) => path.join('.')))]
  return fail(
    'usage.request',
    `The application is not of its form: ${places.join(', ')}.`,
    'Send it as it was answered, with what was changed.',
  )
}

export function applicationRoutes({ applications }: Services) {
  const routes = part()
  return routes
    .openapi(criteria, (context) => {
      signedIn(context)
      return context.json({ criteria: readCriteria(context.req.valid('json').text) }, 200)
    })
    .openapi(list, async (context) =>
      context.json({ drafts: await applications.list(signedIn(context)) }, 200),
    )
    .openapi(begin, async (context) =>
      context.json(await applications.begin(signedIn(context), context.req.valid('json')), 200),
    )
    .openapi(open, async (context) =>
      context.json(await applications.open(signedIn(context), context.req.valid('param').id), 200),
    )
    .openapi(save, async (context) => {
      const { revision: last, application } = context.req.valid('json')
      const person = signedIn(context)
      const saved = await applications.save(person, context.req.valid('param').id, last, read(application))
      return context.json(saved, 200)
    })
    .openapi(remove, async (context) => {
      await applications.remove(signedIn(context), context.req.valid('param').id)
      return context.json({ drafts: await applications.list(signedIn(context)) }, 200)
    })
    .openapi(restore, async (context) => {
      await applications.restore(signedIn(context), context.req.valid('param').id)
      return context.json({ drafts: await applications.list(signedIn(context)) }, 200)
    })
    .openapi(revisions, async (context) =>
      context.json(
        { revisions: await applications.revisions(signedIn(context), context.req.valid('param').id) },
        200,
      ),
    )
    .openapi(revision, async (context) => {
      const { id: draft, revision: wanted } = context.req.valid('param')
      return context.json(await applications.revision(signedIn(context), draft, wanted), 200)
    })
    .openapi(attach, async (context) => {
      const person = signedIn(context)
      const { name, kind } = context.req.valid('query')
      const content = new Uint8Array(await context.req.arrayBuffer())
      const { id: draft } = context.req.valid('param')
      return context.json(await applications.attach(person, draft, { name, kind, content }), 200)
    })
    .openapi(file, async (context) => {
      const { name, mediaType, content } = await applications.file(
        signedIn(context),
        context.req.valid('param').hash,
      )
      const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
      context.header('Content-Type', mediaType)
      context.header(
        'Content-Disposition',
        `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      )
      return context.body(Buffer.from(content) as never, 200) as never
    })
    .openapi(submit, async (context) =>
      context.json(await applications.submit(signedIn(context), context.req.valid('param').id), 200),
    )
}
