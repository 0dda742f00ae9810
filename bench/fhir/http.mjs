// A FHIR store over HTTP as a hub serves it, to an app with a token: the routes and their guards, the look at the token, and what consents leave. The registry of apps and the
// tokens are held here in memory, since a server asks them once in two seconds. Whoever asks is a process of its own: node bench/fhir/http.mjs URL TOKEN SECONDS CLIENTS <paths
import { fork } from 'node:child_process'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'

const TOKEN = 'token-of-the-bench'
const HOLDER = 'bench'

/** Serves a store; resolves with the address of its site and how to stop. */
async function served(store, clock) {
  const [{ fhirSites }, { accessLog, headers }, { createReaders }, { recordsOf }, fhir] = await Promise.all(
    ['fhir/routes', 'http/guards', 'smart/readers', 'smart/records', '../../../packages/fhir/dist/index'].map(
      (path) => import(`../../apps/server/dist/${path}.js`),
    ),
  )
  const need = createRequire(new URL('../../apps/server/package.json', import.meta.url))
  const { Hono } = await import(need.resolve('hono').replace('/cjs', ''))
  const { getRequestListener } = await import(need.resolve('@hono/node-server'))
  const logger = need('pino')({ level: 'info' }, { write: () => undefined })
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const publicUrl = new URL(`http://127.0.0.1:${server.address().port}`)
  const consents = fhir.createConsentBook({ store, clock })
  const site = { holder: HOLDER, store, consents, validator: { profiles: [] }, bulk: {}, openedAt: '' }
  const sites = new Map([[HOLDER, site]])
  const base = `${publicUrl.origin}/fhir/${HOLDER}`
  const scopes = ['system/*.rs']
  const app = { app: 'bench', details: { scopes, purpose: 'TREAT', holders: [HOLDER] } }
  const { readerOf } = createReaders({
    registry: { inForce: async () => app },
    tokens: {
      find: async (kind, token) =>
        kind === 'ClientCredentials' && token === TOKEN
          ? { payload: { clientId: 'bench', aud: base, scope: scopes.join(' ') } }
          : null,
    },
    records: recordsOf({ fhir: sites, patients: new Map() }),
    bases: { of: () => base },
    clock,
  })
  let requests = 0
  const services = { identifiers: { next: () => `request-${++requests}` }, clock }
  const hub = new Hono()
    .use(accessLog(logger, services), headers(publicUrl))
    .route('/fhir', fhirSites({ fhir: sites, readerOf, publicUrl }, { perMinute: 1e9, logger }))
  server.on('request', getRequestListener(hub.fetch))
  return { base, close: () => server.close() }
}

/** Reads over HTTP, so many at once, for some seconds: how many a second, and of the processor's time how much each takes the server here. */
export async function readsOverHttp(store, clock, keys, { seconds = 5, clients = 8 } = {}) {
  const { base, close } = await served(store, clock)
  const asking = fork(fileURLToPath(import.meta.url), [base, TOKEN, `${seconds}`, `${clients}`], {
    execArgv: [],
  })
  asking.send(keys.map(({ type, id }) => `${type}/${id}`))
  const before = process.cpuUsage()
  const { answered, took } = await new Promise((resolve, failed) => {
    asking.once('message', resolve)
    asking.once('exit', (code) => failed(new Error(`whoever asked ended with ${code}`)))
  })
  const { user, system } = process.cpuUsage(before)
  close()
  return { rate: answered / took, processor: (user + system) / 1000 / answered }
}

/** One connection that asks again when it is answered, with as little work as there can be. Resolves with how many answers came; anything but 200 is an error. */
function asks(base, token, paths, until) {
  const { hostname, port, pathname } = new URL(base)
  return new Promise((resolve, failed) => {
    let answered = 0
    let missing = 0
    const socket = connect(Number(port), hostname)
    const ask = () => {
      if (performance.now() >= until) return resolve(answered, socket.destroy())
      const path = paths[Math.floor(Math.random() * paths.length)]
      socket.write(
        `GET ${pathname}/${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      )
    }
    socket.setNoDelay(true).once('connect', ask).once('error', failed)
    socket.on('data', (data) => {
      if (missing === 0) {
        const head = data.indexOf('\r\n\r\n') + 4
        const said = data.subarray(0, head).toString('latin1')
        if (!said.startsWith('HTTP/1.1 200')) return failed(new Error(said))
        missing = Number(/content-length: (\d+)/i.exec(said)?.[1] ?? Number.NaN) + head
      }
      missing -= data.length
      if (missing !== 0) return
      answered++
      ask()
    })
  })
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url))
  process.once('message', async (paths) => {
    const [base, token, seconds, clients] = process.argv.slice(2)
    const started = performance.now()
    const until = started + Number(seconds) * 1000
    const all = await Promise.all(
      Array.from({ length: Number(clients) }, () => asks(base, token, paths, until)),
    )
    process.send({
      answered: all.reduce((sum, one) => sum + one, 0),
      took: (performance.now() - started) / 1000,
    })
    process.disconnect()
  })
