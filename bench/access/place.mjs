// PostgreSQL for a benchmark: Debian's, in a temporary folder on a free port, flushing to disk as it does by default.
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

function programs() {
  const debian = '/usr/lib/postgresql'
  const folders = (existsSync(debian) ? readdirSync(debian) : [])
    .map((version) => join(debian, version, 'bin'))
    .reverse()
  const found = [...folders, ...(process.env.PATH ?? '').split(':')].find((folder) =>
    existsSync(join(folder, 'initdb')),
  )
  if (found === undefined) throw new Error('There is no PostgreSQL here: install postgresql.')
  return found
}

/** PostgreSQL refuses to run as root. */
function unprivileged() {
  if (process.getuid() !== 0) return {}
  const id = (flag, name) => Number(execFileSync('id', [flag, name]))
  return { uid: id('-u', 'postgres'), gid: id('-g', 'postgres') }
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** Starts one and resolves with its URL and how to stop it. */
export async function startPostgres(settings = []) {
  const bin = programs()
  const user = unprivileged()
  const root = mkdtempSync(join(tmpdir(), 'sund-bench-'))
  if (user.uid !== undefined) chownSync(root, user.uid, user.gid)
  const options = { ...user, cwd: root, env: { ...process.env, LC_ALL: 'C' } }
  execFileSync(
    join(bin, 'initdb'),
    ['-D', join(root, 'data'), '-U', 'sund', '-A', 'trust', '-E', 'UTF8'],
    options,
  )
  const port = await freePort()
  const given = settings.flatMap((setting) => ['-c', setting])
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', join(root, 'data'), '-p', `${port}`, '-h', '127.0.0.1', '-k', root, ...given],
    { ...options, stdio: 'ignore' },
  )
  const ended = new Promise((resolve) => server.once('exit', resolve))
  const url = `postgres://sund@127.0.0.1:${port}/postgres`
  for (let attempt = 0; ; attempt++)
    try {
      execFileSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', `${port}`], { stdio: 'ignore' })
      break
    } catch (error) {
      if (attempt === 100) throw error
      await pause(100)
    }
  return {
    url,
    /** Tidies and looks at what is in the tables, as the server does by itself some minutes after so much was put there, and so would do in the middle of what is measured. */
    analyze: () =>
      execFileSync(join(bin, 'vacuumdb'), [
        '--analyze',
        '-q',
        '-h',
        '127.0.0.1',
        '-p',
        `${port}`,
        '-U',
        'sund',
        '-d',
        'postgres',
      ]),
    /** Seconds of processor time that the server and its connections, those that have ended too, have used. */
    worked: () =>
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(statOf)
        .filter(({ pid, parent }) => pid === server.pid || parent === server.pid)
        .reduce((sum, { pid, ticks, ended }) => sum + (pid === server.pid ? ticks + ended : ticks) / 100, 0),
    async stop() {
      server.kill('SIGINT')
      await ended
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/** Of a process its parent and how long it and its children that ended have worked, as Linux counts (proc(5), fields 4 and 14 to 17 of stat). */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const sum = (from) => Number(fields[from]) + Number(fields[from + 1])
    return { pid: Number(pid), parent: Number(fields[1]), ticks: sum(11), ended: sum(13) }
  } catch {
    return { pid: 0, parent: 0, ticks: 0, ended: 0 }
  }
}
