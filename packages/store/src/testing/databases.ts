/** The two databases that the suites run on: PGlite in a folder, and a real PostgreSQL of the tests' own. */
import { execFile, spawn } from 'node:child_process'
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { prepareStores, type StorePlace } from '../index.js'

export interface Engine {
  /** A place with nothing in it. */
  fresh(): Promise<StorePlace>
  stop(): Promise<void>
}

export async function folderEngine(): Promise<Engine> {
  await prepareStores()
  const root = await mkdtemp(join(tmpdir(), 'sund-access-'))
  return {
    fresh: async () => ({ folder: await mkdtemp(join(root, 'store-')) }),
    stop: () => rm(root, { recursive: true, force: true }),
  }
}

/** Where `initdb` and `postgres` are, or undefined. Debian keeps them off the path. */
export async function findPostgres(): Promise<string | undefined> {
  const debian = '/usr/lib/postgresql'
  const versions = await readdir(debian).catch(() => [])
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')).reverse(),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ]
  for (const folder of folders) {
    const files = await readdir(folder).catch(() => [] as string[])
    if (files.includes('initdb') && files.includes('postgres')) return folder
  }
  return undefined
}

/** A cluster on a free port of this machine, in a temporary folder, under an unprivileged user when the tests run as root. */
export async function postgresEngine(bin: string): Promise<Engine> {
  const root = await mkdtemp(join(tmpdir(), 'sund-postgres-'))
  const user = await unprivileged()
  if (user !== undefined) await chown(root, user.uid, user.gid)
  const data = join(root, 'data')
  const options = { ...user, cwd: root, env: { ...process.env, LC_ALL: 'C', PGUSER: undefined } }
  await promisify(execFile)(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'sund', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    options,
  )
  const port = await freePort()
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', root, '-c', 'fsync=off'],
    { ...options, stdio: 'ignore' },
  )
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const urlOf = (database: string) => `postgres://sund@127.0.0.1:${port}/${database}`
  const run = async (url: string, statements: string) => {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.query(statements)
    } finally {
      await client.end()
    }
  }
  let count = 0
  const engine: Engine = {
    async fresh() {
      const database = `store_${++count}`
      await run(urlOf('postgres'), `create database ${database}`)
      return { url: urlOf(database) }
    },
    async stop() {
      server.kill('SIGINT')
      await ended
      await rm(root, { recursive: true, force: true })
    },
  }
  for (let attempt = 1; ; attempt++) {
    const error = await run(urlOf('postgres'), 'select 1').then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error === undefined) return engine
    if (attempt === 100 || server.exitCode !== null) {
      await engine.stop()
      throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** PostgreSQL refuses to run as root. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const id = async (flag: string) => {
    for (const name of ['postgres', 'nobody']) {
      const found = await promisify(execFile)('id', [flag, name]).catch(() => undefined)
      if (found !== undefined) return Number(found.stdout)
    }
    throw new Error('there is no unprivileged user to run PostgreSQL as')
  }
  return { uid: await id('-u'), gid: await id('-g') }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
