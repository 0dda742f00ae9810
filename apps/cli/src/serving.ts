/** The server of an open home, from a free port to an orderly stop. */
import { Failure } from '@sund/model'
import type { DemoCitizen } from '@sund/server'
import type { Context } from './context.js'
import { tell } from './failures.js'
import type { OpenSund } from './sund.js'

const FIRST_PORT = 8080
const PORTS_TRIED = 20

/**
 * Serves until the user asks to stop. Without a wish for a port it takes the first free one from 8080 on and says so
 * when it is another; with one, a busy port is an error, told before `first` is done. `meanwhile` is done while it serves.
 */
export async function serveUntilStopped(
  sund: OpenSund,
  { port, ...wanted }: { port: number | undefined; host: string; citizen?: DemoCitizen },
  { terminal, signal }: Context,
  work: { first?: () => Promise<void>; meanwhile?: () => Promise<void> } = {},
): Promise<void> {
  const serving = await listen(sund, port, wanted)
  let meanwhile: Promise<unknown> | undefined
  try {
    await work.first?.()
    if (port === undefined && !serving.url.endsWith(`:${FIRST_PORT}`))
      terminal.note([`Port ${FIRST_PORT} is in use, so this is the next free one.`])
    if (terminal.json) terminal.printJson({ url: serving.url })
    else {
      const what = sund.hasPortal ? 'The portal' : 'The programming interface (npm start builds the portal)'
      terminal.print([`${what}: ${terminal.canvas.tone('accent', serving.url)}    (Ctrl-C stops)`])
    }
    meanwhile = work.meanwhile?.().catch((thrown: unknown) => tell(thrown, terminal.json))
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
    terminal.note(['', 'Stopping.'])
  } finally {
    await meanwhile
    await serving.close()
  }
}

async function listen(
  sund: OpenSund,
  wanted: number | undefined,
  more: { host: string; citizen?: DemoCitizen },
) {
  if (wanted !== undefined) return sund.serve({ port: wanted, ...more })
  for (let port = FIRST_PORT; ; port++) {
    try {
      return await sund.serve({ port, ...more })
    } catch (thrown) {
      const busy = thrown instanceof Failure && thrown.errors[0].code === 'environment.port'
      if (!busy || port - FIRST_PORT >= PORTS_TRIED) throw thrown
    }
  }
}
