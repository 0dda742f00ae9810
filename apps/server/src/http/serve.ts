/**
 * The server on a port: settings from the environment, the demo's sign-in provider, the portal's files, and
 * orderly start and stop. The only file that opens a socket.
 */
import { access } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { fail, systemClock, systemIdentifiers, systemRandomness } from '@sund/model'
import type { MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import type { CustomFetch } from 'openid-client'
import { type DemoCitizen, demoCitizen, prepareDemo } from '../access/demo.js'
import { bugOf } from '../bugs.js'
import { proofsOf } from '../consents/proofs.js'
import { prepareDemoApps } from '../smart/demo.js'
import { readSmartKeys } from '../smart/keys.js'
import { SMART_PATH } from '../smart/provider.js'
import { recordsOf } from '../smart/records.js'
import { createSmart } from '../smart/smart.js'
import type { Sund } from '../sund.js'
import { createApp } from './app.js'
import type { Services } from './context.js'
import { createDemoProvider, DEMO_PATH, type DemoProvider, demoSubject } from './demo-provider.js'
import type { RateLimits } from './guards.js'
import { createLiveRuns } from './live-runs.js'
import { createSessions, type SessionLimits } from './sessions.js'
import { createSignIn, type SignInSettings, signInFromEnvironment } from './sign-in.js'

export interface ServeSettings {
  host: string
  /** 0 takes any free port. */
  port: number
  /** Folder of the built portal. */
  portal?: string
  environment?: Record<string, string | undefined>
  rateLimits?: Partial<RateLimits>
  sessionLimits?: SessionLimits
  /** Who the demo’s citizen is, with their family; where the environment does not say. */
  citizen?: DemoCitizen
}

export interface Serving {
  /** The address for people. */
  url: string
  /** The port that was got. */
  port: number
  /** Cancels what runs, answers what is under way, and lets go of the port. */
  close(): Promise<void>
}

/** Serves `sund` over HTTP. Throws `environment.port` when the port is taken or not allowed. */
export async function serve(sund: Sund, settings: ServeSettings): Promise<Serving> {
  const { host, environment = process.env } = settings
  const server = createServer({ requestTimeout: 60_000 })
  const port = await listen(server, settings.port, host)
  try {
    const publicUrl = publicAddress(environment.SUND_PUBLIC_URL, host, port)
    const redirectUri = `${publicUrl.origin}/auth/callback`
    const configured = signInFromEnvironment(environment, redirectUri)
    if (configured === null && !isLoopback(host) && environment.SUND_DEMO_SIGN_IN !== 'anyone')
      fail(
        'usage.arguments',
        'The demo’s sign-in asks for no password, so it is for this machine only.',
        'Listen on 127.0.0.1, or set SUND_OIDC_ISSUER; SUND_DEMO_SIGN_IN=anyone lets anyone in.',
      )
    const demo =
      configured === null
        ? await createDemoProvider(
            publicUrl,
            sund.organisations.list,
            demoCitizen(environment, settings.citizen),
          )
        : null
    if (demo !== null) {
      await prepareDemo(sund.organisations, demoSubject)
      await prepareDemoApps(sund.apps.registry, demoSubject)
    }
    const signIn = createSignIn(
      configured ?? demoSettings(demo as DemoProvider, publicUrl, host, port),
      sund.choices.marksOf,
    )
    const ports = { clock: systemClock, identifiers: systemIdentifiers, randomness: systemRandomness }
    const sessions = createSessions({
      ...ports,
      ...(settings.sessionLimits ? { limits: settings.sessionLimits } : {}),
    })
    const live = createLiveRuns(sund.hub, ports)
    const smart = await createSmart({
      ...ports,
      publicUrl,
      keys: await readSmartKeys(join(sund.home, 'hub', 'apps.json')),
      apps: sund.apps,
      organisations: sund.organisations,
      sessions,
      records: recordsOf(sund),
      reach: { loopback: demo !== null },
      onBug: (thrown) => sund.logger.error(bugOf(thrown), 'bug'),
      onRefused: (error, why) => sund.logger.info({ error, why }, 'app-refused'),
    })
    const app = createApp(
      {
        hub: sund.hub,
        organisations: sund.organisations,
        applications: sund.applications,
        cases: sund.cases,
        choices: sund.choices,
        proofsOf: (mark) => proofsOf(sund, mark),
        smart,
        mine: sund.mine,
        people: sund.people,
        fhir: sund.fhir,
        readerOf: smart.readerOf,
        upkeep: sund.upkeep,
        sessions,
        signIn,
        live,
        publicUrl,
        auditors: auditorsFrom(environment, demo !== null),
        ...ports,
      },
      {
        logger: sund.logger,
        demo,
        ...(settings.rateLimits ? { rateLimits: settings.rateLimits } : {}),
      },
    )
    if (settings.portal !== undefined) await servePortal(app, settings.portal)
    const post = sund.post({ publicUrl, environment })
    post.start()
    const listener = getRequestListener(app.fetch)
    server.on('request', (request, response) => {
      const path = request.url ?? ''
      if (demo !== null && path.startsWith(`${DEMO_PATH}/`)) demo.handle(request, response)
      else if (path.startsWith(`${SMART_PATH}/`)) smart.handle(request, response)
      else void listener(request, response)
    })
    return {
      url: publicUrl.origin,
      port,
      async close() {
        await post.close()
        await live.close()
        server.closeIdleConnections()
        const closed = new Promise<void>((resolve) => server.close(() => resolve()))
        const patience = setTimeout(() => server.closeAllConnections(), 2000)
        await closed
        clearTimeout(patience)
      },
    }
  } catch (thrown) {
    server.close()
    throw thrown
  }
}

/** Who may read the release ledger: subjects in SUND_AUDITORS, with spaces between; in the demo everyone, where nobody is named. */
function auditorsFrom(
  { SUND_AUDITORS = '' }: Record<string, string | undefined>,
  demo: boolean,
): Services['auditors'] {
  const named = SUND_AUDITORS.split(/\s+/).filter((subject) => subject !== '')
  return demo && named.length === 0 ? 'everyone' : new Set(named)
}

/** The port that was got. */
async function listen(server: Server, port: number, host: string): Promise<number> {
  const failed = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve)
    server.listen(port, host, () => resolve(null))
  })
  const address = server.address()
  if (failed === null && address !== null && typeof address === 'object') return address.port
  const why: Record<string, [string, string]> = {
    EADDRINUSE: [
      `Port ${port} is in use by another program.`,
      'Stop that program, or choose another port with --port.',
    ],
    EACCES: [`Port ${port} is not allowed for this user.`, 'Choose a port above 1023 with --port.'],
    EADDRNOTAVAIL: [`${host} is not an address of this machine.`, 'Choose another with --host.'],
  }
  const [message, next] = why[failed?.code ?? ''] ?? [
    `Port ${port} cannot be opened (${failed?.code ?? 'unknown'}).`,
    'Choose another port with --port.',
  ]
  return fail('environment.port', message, next)
}

function publicAddress(wanted: string | undefined, host: string, port: number): URL {
  if (wanted === undefined || wanted === '')
    return new URL(
      `http://${isLoopback(host) || host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${port}`,
    )
  if (!URL.canParse(wanted) || !/^https?:$/.test(new URL(wanted).protocol))
    return fail(
      'usage.arguments',
      'SUND_PUBLIC_URL is not an address.',
      'Write it as https://sund.example.org.',
    )
  return new URL(wanted)
}

/** The demo's provider is this server: it is reached where it listens, whatever name people use. */
function demoSettings(demo: DemoProvider, publicUrl: URL, host: string, port: number): SignInSettings {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const own = `http://${address.includes(':') ? `[${address}]` : address}:${port}`
  const viaOwn: CustomFetch = (url, options) =>
    fetch(url.replace(publicUrl.origin, own), options as RequestInit)
  return {
    issuer: new URL(`${publicUrl.origin}${DEMO_PATH}`),
    clientId: demo.clientId,
    clientSecret: demo.clientSecret,
    redirectUri: `${publicUrl.origin}/auth/callback`,
    demo: true,
    fetch: viaOwn,
  }
}

/** The portal's files; any other page address gets its start page, which finds its own way. */
async function servePortal(app: ReturnType<typeof createApp>, folder: string): Promise<void> {
  await access(join(folder, 'index.html')).catch(() =>
    fail('environment.install', 'The portal is not built.', 'Run npm start, which builds it.'),
  )
  const cached =
    (how: string): MiddlewareHandler =>
    async (context, next) => {
      await next()
      if (context.res.status < 300) context.res.headers.set('Cache-Control', how)
    }
  const files = serveStatic({ root: folder })
  const start = serveStatic({ root: folder, path: 'index.html' })
  // Built files have their hash in the name and never change; everything else is asked for anew.
  app.use('/assets/*', compress(), cached('public, max-age=31536000, immutable'), files)
  app.use('*', cached('no-cache'), files)
  const isPage = (path: string) => !/^\/(api|auth|oidc|smart|fhir|assets)(\/|$)/.test(path)
  app.use('*', cached('no-cache'), (context, next) =>
    isPage(context.req.path) ? start(context, next) : next(),
  )
}

const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '::1'].includes(host)
