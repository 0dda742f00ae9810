/** Apps: the gallery and its review, what a person is asked when an app wants their records, what they let apps do, and how FHIR servers say where to ask. */
import type { HttpBindings } from '@hono/node-server'
import { createRoute, z } from '@hono/zod-openapi'
import {
  AppDetails,
  AppGrant,
  AppRevision,
  AppStatus,
  HolderName,
  LocalisedText,
  OrganisationId,
} from '@sund/model'
import type { Context } from 'hono'
import type { AuthorizationRequest } from '../../smart/authorizations.js'
import type { GalleryApp } from '../../smart/gallery.js'
import type { ChosenEncounter, ChosenPatient } from '../../smart/patients.js'
import { AUTHORIZATIONS_PATH } from '../../smart/provider.js'
import { actorOf, type Env, part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { rate } from '../guards.js'
import { json, told } from '../shapes.js'

const AppId = z.string().regex(/^[a-z][a-z0-9-]{2,59}$/, 'is lower-case letters, digits and hyphens')
const FhirId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/)
const tags = ['Apps']

const list = createRoute({
  method: 'get',
  path: '/api/apps',
  tags,
  summary: 'Apps that were approved, with who stands behind them',
  responses: {
    200: json('The gallery', z.object({ apps: z.array(told<GalleryApp>('An app in force')) })),
    ...failures,
  },
})
const registrations = createRoute({
  method: 'get',
  path: '/api/apps/registrations',
  tags,
  summary: 'Versions of one’s organisations’ apps; for those who review, of all',
  responses: {
    200: json('The versions', z.object({ revisions: z.array(AppRevision) })),
    ...failures,
  },
})
const register = createRoute({
  method: 'put',
  path: '/api/apps/registrations/{app}',
  tags,
  summary: 'Registers an app, or its next version, to be reviewed',
  request: {
    params: z.object({ app: AppId }),
    body: {
      required: true,
      content: {
        'application/json': { schema: z.strictObject({ publisher: OrganisationId, details: AppDetails }) },
      },
    },
  },
  responses: { 200: json('The version that waits', AppRevision), ...failures },
})
const decide = createRoute({
  method: 'post',
  path: '/api/apps/registrations/{app}/{revision}/decision',
  tags,
  summary: 'Approves, rejects or suspends a version; suspension holds at once',
  request: {
    params: z.object({ app: AppId, revision: z.coerce.number().int().positive() }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            status: AppStatus.exclude(['submitted']),
            reason: z.string().trim().min(1).max(2000),
          }),
        },
      },
    },
  },
  responses: { 200: json('The version as decided', AppRevision), ...failures },
})
const launch = createRoute({
  method: 'post',
  path: '/api/apps/{app}/launches',
  tags,
  summary: 'Opens an app from a patient’s record, for a clinician of the holder',
  request: {
    params: z.object({ app: AppId }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            holder: HolderName,
            patient: FhirId,
            encounter: FhirId.nullable().default(null),
          }),
        },
      },
    },
  },
  responses: { 200: json('Where to go', z.object({ url: z.url() })), ...failures },
})
const patients = createRoute({
  method: 'post',
  path: '/api/apps/patients',
  tags,
  summary: 'Patients by name or national identifier, for a clinician of the holder; those whom they may see',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({ holder: HolderName, text: z.string().trim().min(2).max(100) }),
        },
      },
    },
  },
  responses: {
    200: json(
      'The patients, and whether there are more',
      z.object({ patients: z.array(told<ChosenPatient>('A patient')), more: z.boolean() }),
    ),
    ...failures,
  },
})
const encounters = createRoute({
  method: 'post',
  path: '/api/apps/encounters',
  tags,
  summary: 'A patient’s encounters, for a clinician of the holder, the latest first',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: z.strictObject({ holder: HolderName, patient: FhirId }) } },
    },
  },
  responses: {
    200: json('The encounters', z.object({ encounters: z.array(told<ChosenEncounter>('An encounter')) })),
    ...failures,
  },
})
const grants = createRoute({
  method: 'get',
  path: '/api/apps/grants',
  tags,
  summary: 'What one lets apps do, with what has ended',
  responses: { 200: json('The grants', z.object({ grants: z.array(AppGrant) })), ...failures },
})
const revoke = createRoute({
  method: 'delete',
  path: '/api/apps/grants/{id}',
  tags,
  summary: 'Ends what one lets an app do; holds at once, on all its devices',
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 200: json('The grant, ended', AppGrant), ...failures },
})
const servers = createRoute({
  method: 'get',
  path: '/api/apps/servers',
  tags,
  summary: 'FHIR servers that apps can read from',
  responses: {
    200: json(
      'The servers',
      z.object({ servers: z.array(z.object({ holder: LocalisedText, base: z.url() })) }),
    ),
    ...failures,
  },
})
const request = { params: z.object({ id: z.string().max(100) }) }
const begin = createRoute({
  method: 'get',
  path: `${AUTHORIZATIONS_PATH}/{id}`,
  tags,
  summary: 'Where the browser comes when an app wants records: to sign in, and then to the page that asks',
  request,
  responses: { 302: { description: 'There' }, ...failures },
})
const asked = createRoute({
  method: 'get',
  path: `${AUTHORIZATIONS_PATH}/{id}/request`,
  tags,
  summary: 'What an app asks of the person who is signed in',
  request,
  responses: { 200: json('What it asks', told<AuthorizationRequest>('An app’s request')), ...failures },
})
const answer = createRoute({
  method: 'post',
  path: `${AUTHORIZATIONS_PATH}/{id}/answer`,
  tags,
  summary: 'The person’s answer: for whom, and which scopes; or no to everything',
  request: {
    ...request,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            allow: z
              .strictObject({
                as: z.string().max(20),
                scopes: z.array(z.string().max(500)).max(200),
                patient: FhirId.nullable().optional(),
              })
              .nullable(),
          }),
        },
      },
    },
  },
  responses: { 200: json('Where to go', z.object({ url: z.string() })), ...failures },
})

/** Routes that need no session and no page of this server: an app anywhere reads them. */
export function smartDiscoveryRoutes({ smart }: Services) {
  const routes = part()
  routes.get('/fhir/:holder/.well-known/smart-configuration', (context) => {
    context.header('Access-Control-Allow-Origin', '*')
    context.header('Cache-Control', 'public, max-age=300')
    return context.json(smart.configuration(context.req.param('holder')))
  })
  return routes
}

export function appRoutes(services: Services, changesPerMinute: number) {
  const { smart } = services
  const { gallery, authorizations } = smart
  const routes = part()
  routes.use('/api/apps/*', rate(changesPerMinute))
  const node = ({ env }: Context<Env>) => {
    const { incoming, outgoing } = env as HttpBindings
    return [incoming, outgoing] as const
  }
  const actor = (context: Context<Env>) => actorOf(signedIn(context), services)
  return routes
    .openapi(list, async (context) => context.json({ apps: await gallery.list() }, 200))
    .openapi(servers, async (context) => {
      const found = smart.servers().map(async ({ holder, base }) => {
        return { holder: (await services.organisations.find(holder)).title, base }
      })
      return context.json({ servers: await Promise.all(found) }, 200)
    })
    .openapi(registrations, async (context) =>
      context.json({ revisions: await gallery.registrations(await actor(context)) }, 200),
    )
    .openapi(register, async (context) => {
      const { publisher, details } = context.req.valid('json')
      const { app } = context.req.valid('param')
      return context.json(await gallery.register(await actor(context), app, publisher, details), 200)
    })
    .openapi(decide, async (context) => {
      const { app, revision } = context.req.valid('param')
      const { status, reason } = context.req.valid('json')
      return context.json(await gallery.review(await actor(context), app, revision, status, reason), 200)
    })
    .openapi(launch, async (context) =>
      context.json(
        await smart.launch(signedIn(context), context.req.valid('param').app, context.req.valid('json')),
        200,
      ),
    )
    .openapi(patients, async (context) => {
      const { holder, text } = context.req.valid('json')
      return context.json(await smart.patients.find(signedIn(context), holder, text), 200)
    })
    .openapi(encounters, async (context) => {
      const { holder, patient } = context.req.valid('json')
      const found = await smart.patients.encounters(signedIn(context), holder, patient)
      return context.json({ encounters: found }, 200)
    })
    .openapi(grants, async (context) =>
      context.json({ grants: await smart.grants.of(signedIn(context).subject) }, 200),
    )
    .openapi(revoke, async (context) =>
      context.json(await smart.grants.revoke(signedIn(context).subject, context.req.valid('param').id), 200),
    )
    .openapi(begin, async (context) => {
      const { id } = context.req.valid('param')
      const session = context.get('session')
      const here = `${AUTHORIZATIONS_PATH}/${id}`
      return (await authorizations.needsSignIn(...node(context), session))
        ? context.redirect(`/auth/sign-in?returnTo=${encodeURIComponent(here)}`, 302)
        : context.redirect(`/apps/allow/${id}`, 302)
    })
    .openapi(asked, async (context) =>
      context.json(await authorizations.show(...node(context), signedIn(context)), 200),
    )
    .openapi(answer, async (context) => {
      const { allow } = context.req.valid('json')
      return context.json(
        { url: await authorizations.answer(...node(context), signedIn(context), allow) },
        200,
      )
    })
}
