/** Cases: what waits for one, what one takes part in, and what is asked of a case. Whoever may not see a case is told that there is none. */
import { createRoute, z } from '@hono/zod-openapi'
import {
  CASE_COMMANDS,
  type CaseCommand,
  CaseStatus,
  type CaseView,
  Desk,
  fail,
  InboxItem,
  Language,
} from '@sund/model'
import { streamSSE } from 'hono/streaming'
import { seen, seenStill } from '../../access/cases.js'
import { applicationLetter, decisionLetter, type Letter, type Titles } from '../../documents/index.js'
import { actorOf, part, type Services, signedIn } from '../context.js'
import { pdfAnswer } from '../documents.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import { commandBody, json, page, told } from '../shapes.js'

/** Milliseconds between signs of life, after each of which it is asked whether the reader may still listen. */
const STILL_HERE = 15_000
/** Cases that one session may follow at once. */
const MOST_FOLLOWED = 12

const id = z.object({ id: z.uuid() })
const ViewOfCase = told<CaseView | null>('The case as its reader may see it, with what they may do')
const CaseLine = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    title: z.string(),
    kind: z.string(),
    status: CaseStatus,
    submittedOn: z.string(),
    desks: z.array(Desk),
  })
  .openapi('CaseLine')

const asked = { tags: ['Cases'] }
const inbox = createRoute({
  ...asked,
  method: 'get',
  path: '/api/inbox',
  summary: 'What waits for one, the soonest due first',
  responses: { 200: json('What waits', z.object({ items: z.array(InboxItem) })), ...failures },
})
const list = createRoute({
  ...asked,
  method: 'get',
  path: '/api/cases',
  summary:
    'Cases that one takes part in, the latest changed first: those in which every word occurs, or begins one that does',
  request: { query: page.extend({ query: z.string().max(200).default(''), status: CaseStatus.optional() }) },
  responses: {
    200: json(
      'A page of the cases, and how many there are',
      z.object({ cases: z.array(CaseLine), total: z.int() }),
    ),
    ...failures,
  },
})
const open = createRoute({
  ...asked,
  method: 'get',
  path: '/api/cases/{id}',
  summary: 'A case',
  request: { params: id },
  responses: { 200: json('The case', ViewOfCase), ...failures },
})
/** An application comes from its draft, which checks it; and nobody is a clock. */
const { submit: _submit, supplement: _supplement, tick: _tick, ...COMMANDS } = CASE_COMMANDS
const command = createRoute({
  ...asked,
  method: 'post',
  path: '/api/cases/{id}/commands',
  summary: 'Do something in a case: one of the actions that it lists',
  description:
    'With `revision`, what was overtaken is refused. An application is submitted and completed from its draft. The answer is null where one may not see the case any more.',
  request: {
    params: id,
    body: { required: true, ...json('What to do', commandBody(COMMANDS).openapi('CaseCommand')) },
  },
  responses: { 200: json('The case as it is then', ViewOfCase), ...failures },
})
const events = createRoute({
  ...asked,
  method: 'get',
  path: '/api/cases/{id}/events',
  summary: 'Server-sent events: `changed` with the revision, whenever the case has gone on',
  request: { params: id },
  responses: {
    200: { description: 'The events', content: { 'text/event-stream': { schema: z.string() } } },
    ...failures,
  },
})
const proof = createRoute({
  ...asked,
  method: 'get',
  path: '/api/cases/{id}/proof',
  summary: 'That every event of a case is as it was written, each sealed to the one before',
  request: { params: id },
  responses: {
    200: json(
      'How many events there are, and the seal of the last',
      z.object({ events: z.int(), head: z.string() }).openapi('CaseProof'),
    ),
    ...failures,
  },
})
const LETTERS: Record<string, (view: CaseView, titles: Titles, language: Language) => Letter> = {
  application: applicationLetter,
  decision: decisionLetter,
}
const document = createRoute({
  ...asked,
  method: 'get',
  path: '/api/cases/{id}/documents/{file}',
  summary: 'The application or the decision as PDF: `application.pdf`, `decision.pdf`',
  request: {
    params: id.extend({ file: z.enum(['application.pdf', 'decision.pdf']) }),
    query: z.object({ language: Language.default('en') }),
  },
  responses: {
    200: { description: 'The document', content: { 'application/pdf': { schema: z.string() } } },
    ...failures,
  },
})

export function caseRoutes(services: Services, commandsPerMinute: number, documentsPerMinute: number) {
  const { cases, sessions, people } = services
  const following = new Map<string, number>()
  const routes = part()
  routes.use('/api/cases/:id/commands', rate(commandsPerMinute))
  routes.use('/api/cases/:id/documents/*', rate(documentsPerMinute))
  routes.use('/api/cases/:id/proof', rate(documentsPerMinute))

  /** A command with people under the names by which they signed in, whatever the sender calls them. */
  async function withNames(said: CaseCommand): Promise<CaseCommand> {
    if (!('person' in said)) return said
    const known = await people.find(said.person.subject)
    return known === null ? said : ({ ...said, person: { ...said.person, name: known.name } } as CaseCommand)
  }

  return routes
    .openapi(inbox, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      return context.json({ items: await cases.inbox(actor) }, 200)
    })
    .openapi(list, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { views, total } = await cases.list('case', actor, context.req.valid('query'))
      return context.json({ cases: views.map(line), total }, 200)
    })
    .openapi(open, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      return context.json(await seen(cases.view('case', context.req.valid('param').id, actor)), 200)
    })
    .openapi(command, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { id } = context.req.valid('param')
      const { revision, command: said } = context.req.valid('json')
      // Whoever may not see it is told so, and not what they may not do.
      await seen(cases.view('case', id, actor))
      const done = await cases.execute('case', id, await withNames(said), actor, revision)
      return context.json(await seenStill(done.view()), 200)
    })
    .openapi(events, async (context) => {
      const session = signedIn(context)
      const { id } = context.req.valid('param')
      const look = async () => (await seen(cases.view('case', id, await actorOf(session, services)))).revision
      const revision = await look()
      const open = following.get(session.key) ?? 0
      if (open >= MOST_FOLLOWED)
        fail('permission.rate', 'Too many cases are followed at once.', 'Close some of their pages.')
      following.set(session.key, open + 1)
      context.header('Cache-Control', 'no-store')
      context.header('X-Accel-Buffering', 'no')
      return streamSSE(context, async (stream) => {
        let told = 0
        let latest = revision
        let wake = () => {}
        const over = AbortSignal.any([sessions.over(session), context.req.raw.signal])
        const onOver = () => wake()
        over.addEventListener('abort', onOver)
        const stop = cases.watch('case', id, (to) => {
          latest = to
          wake()
        })
        stream.onAbort(onOver)
        try {
          while (!over.aborted && !stream.aborted) {
            if (told !== latest) {
              told = latest
              // Whoever lost the right to see it since hears no more of it.
              const now = await look().catch(() => null)
              if (now === null) return
              await stream.writeSSE({
                event: 'changed',
                data: JSON.stringify({ revision: now }),
                id: String(now),
              })
              continue
            }
            const heard = await new Promise<boolean>((resolve) => {
              const timer = setTimeout(() => resolve(false), STILL_HERE)
              wake = () => {
                clearTimeout(timer)
                resolve(true)
              }
            })
            if (heard) continue
            if (!sessions.isOpen(session)) return
            // Hints are lost now and then, so that it is looked as well.
            latest = await look().catch(() => -1)
            if (latest === -1) return
            await stream.write(': still here\n\n')
          }
        } finally {
          stop()
          over.removeEventListener('abort', onOver)
          const left = (following.get(session.key) ?? 1) - 1
          if (left === 0) following.delete(session.key)
          else following.set(session.key, left)
        }
      }) as never
    })
    .openapi(proof, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      return context.json(await seen(cases.proof('case', context.req.valid('param').id, actor)), 200)
    })
    .openapi(document, async (context) => {
      const actor = await actorOf(signedIn(context), services)
      const { id, file } = context.req.valid('param')
      const view = await seen(cases.view('case', id, actor))
      const make = LETTERS[file.replace('.pdf', '')] as (typeof LETTERS)[string]
      return pdfAnswer(context, services, `${view.reference}-${file}`, (titles) =>
        make(view, titles, context.req.valid('query').language),
      )
    })
}

const line = ({ id, reference, application, kind, status, submittedOn, desks }: CaseView) => ({
  id,
  reference,
  title: application.answers.title ?? '',
  kind,
  status,
  submittedOn,
  desks,
})
