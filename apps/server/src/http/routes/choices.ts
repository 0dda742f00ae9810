/** What citizens choose of their own data, and what they are told of it (Art 8, 9 and 71): for themselves, for a child, and on paper by a clerk. */
import { createRoute, z } from '@hono/zod-openapi'
import {
  CHOICE_LEVELS,
  ChoiceLevel,
  ChoiceMaker,
  fail,
  LEVEL_OF,
  PublicEntry,
  Purpose,
  WithdrawalProof,
} from '@sund/model'
import type { Citizen } from '../../access/choices.js'
import { whoseOf } from '../acting.js'
import { actorOf, part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import type { Session } from '../sessions.js'

const ToldChoice = z.object({
  at: z.iso.datetime(),
  levels: z.array(ChoiceLevel),
  via: ChoiceMaker,
  position: z.int().positive(),
  receipt: z.string(),
})
const ChoicesView = z
  .object({
    /** Each level with the purposes of permits that are of it. */
    levels: z.array(z.object({ level: ChoiceLevel, purposes: z.array(Purpose) })),
    people: z.array(z.object({ id: z.string(), name: z.string().nullable(), history: z.array(ToldChoice) })),
  })
  .openapi('Choices')
const Made = z.object({ told: ToldChoice, holders: z.int().nonnegative() }).openapi('ChoiceMade')
const levels = z.array(ChoiceLevel).max(CHOICE_LEVELS.length)

const list = createRoute({
  method: 'get',
  path: '/api/choices',
  tags: ['Choices'],
  summary: 'What one has chosen of one’s own data and of one’s children’s, from the first time on',
  responses: {
    200: { description: 'The choices', content: { 'application/json': { schema: ChoicesView } } },
    ...failures,
  },
})
const choose = createRoute({
  method: 'put',
  path: '/api/choices',
  tags: ['Choices'],
  summary: 'Closes these levels and no others from now on; no reason is asked for',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({ levels, for: z.string().max(20).default('self') }).openapi('Choice'),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'What was chosen, with its receipt, and how many holders know it already',
      content: { 'application/json': { schema: Made } },
    },
    ...failures,
  },
})
const paper = createRoute({
  method: 'post',
  path: '/api/choices/paper',
  tags: ['Choices'],
  summary: 'Enters a choice that came on paper; for those who handle cases at the access body',
  description: 'The identifier is sealed to a holder at once, and kept nowhere.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z
            .object({ levels, identifier: z.string().trim().min(1).max(100) })
            .openapi('ChoiceOnPaper'),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'What was chosen, for the letter that confirms it',
      content: { 'application/json': { schema: Made } },
    },
    ...failures,
  },
})
export const PossiblePermit = z
  .object({
    permit: z.string(),
    reference: z.string(),
    title: z.string(),
    summary: z.string(),
    organisation: z.string(),
    purpose: z.string(),
    level: ChoiceLevel,
    registers: z.array(z.string()),
    population: z.string(),
    from: z.string(),
    until: z.string(),
    results: PublicEntry.shape.results,
    choice: z.enum(['in', 'out', 'before', 'excepted']),
    exception: z.object({ provision: z.string(), text: z.string() }).nullable(),
  })
  .openapi('PossiblePermit')
const permits = createRoute({
  method: 'get',
  path: '/api/my-permits',
  tags: ['Choices'],
  summary:
    'Permits in force, any of which could include one’s own data, and whether one’s choice holds for it',
  request: {
    query: z.object({ offset: z.coerce.number().int().nonnegative().max(1_000_000).default(0) }),
  },
  responses: {
    200: {
      description: 'A page of them; `next` begins the next one',
      content: {
        'application/json': {
          schema: z
            .object({ permits: z.array(PossiblePermit), next: z.int().nullable() })
            .openapi('MyPermits'),
        },
      },
    },
    ...failures,
  },
})

const Proofs = z
  .object({ proofs: z.array(z.object({ proof: WithdrawalProof, jws: z.string() })) })
  .openapi('WithdrawalProofs')
const proofs = createRoute({
  method: 'get',
  path: '/api/my-withdrawals',
  tags: ['Choices'],
  summary:
    'Proofs, signed by holders, that what one withholds in one’s records, or whoever one acts for does, is in no register that was made of them',
  responses: {
    200: {
      description: 'The proofs, the latest of each holder first',
      content: { 'application/json': { schema: Proofs } },
    },
    ...failures,
  },
})

export function choiceRoutes(services: Services, changesPerMinute: number) {
  const { choices } = services
  const routes = part()
  routes.use('/api/choices/paper', rate(changesPerMinute))
  return routes
    .openapi(list, async (context) => {
      const people = await choices.list(citizenOf(signedIn(context)))
      const levels = CHOICE_LEVELS.map((level) => ({
        level,
        purposes: Purpose.options.filter((purpose) => LEVEL_OF[purpose] === level),
      }))
      return context.json({ levels, people }, 200)
    })
    .openapi(choose, async (context) => {
      const session = signedIn(context)
      const { levels, for: whom } = context.req.valid('json')
      return context.json(await choices.choose(citizenOf(session), session.subject, whom, levels), 200)
    })
    .openapi(paper, async (context) => {
      const clerk = await actorOf(signedIn(context), services)
      const { levels, identifier } = context.req.valid('json')
      return context.json(await choices.enter(clerk, identifier, levels), 200)
    })
    .openapi(proofs, async (context) => {
      const { mark } = whoseOf(signedIn(context))
      return context.json({ proofs: await services.proofsOf(mark) }, 200)
    })
    .openapi(permits, async (context) => {
      const { offset } = context.req.valid('query')
      const { permits, next } = await choices.permits(citizenOf(signedIn(context)), offset)
      return context.json({ permits: permits.map(({ told }) => told), next }, 200)
    })
}

function citizenOf({ citizen }: Session): Citizen {
  return (
    citizen ??
    fail(
      'permission.denied',
      'Your sign-in does not say who you are in the registers.',
      'Sign in as a citizen, or send the form on paper to the access body.',
    )
  )
}
