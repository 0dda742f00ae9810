/**
 * An open home for as long as a command needs it. The server's parts are loaded only here, so that help and completion
 * answer at once.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoCitizen, Researcher, Sund } from '@sund/server'
import type { Context } from './context.js'
import { PORTAL } from './places.js'

export interface OpenSund extends Sund {
  /** Whether the portal is built here; without it only the programming interface is served. */
  hasPortal: boolean
  /** The first of the demo's researchers: what is run for them is among their runs in the portal. */
  demoResearcher: Researcher
  serve(settings: {
    host: string
    port: number
    citizen?: DemoCitizen
  }): Promise<{ url: string; close(): Promise<void> }>
}

/** Who asks when nobody says: the first of the demo's researchers. */
export const DEFAULT_RESEARCHER = 'kari'

/** Someone at this machine; never the same subject as anyone who signs in. */
export function localResearcher(name: string): Researcher {
  return { subject: `local:${name}`, name }
}

/** Opens the home, does `work` with it, and closes it whatever happens. */
export async function withSund<T>(context: Context, work: (sund: OpenSund) => Promise<T>): Promise<T> {
  const { DEMO_RESEARCHER, openSund, serve } = await import('@sund/server')
  const databaseUrl = process.env['DATABASE_URL']
  const sund = await context.terminal.during('Opening', (progress) =>
    openSund({ home: context.home, progress, ...(databaseUrl ? { databaseUrl } : {}) }),
  )
  try {
    const portal = existsSync(join(PORTAL, 'index.html')) ? PORTAL : undefined
    return await work({
      ...sund,
      hasPortal: portal !== undefined,
      demoResearcher: DEMO_RESEARCHER,
      serve: (settings) => serve(sund, { ...settings, ...(portal === undefined ? {} : { portal }) }),
    })
  } finally {
    await sund.close()
  }
}
