/**
 * One process at a time in a folder. PGlite is a database without a server: two processes in one folder destroy it,
 * and nothing in it prevents that. A lock is a file that names its owner; when the owner is dead, the next one takes
 * it over.
 */
import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fail } from '@sund/model'
import { z } from 'zod'

/** `started` tells a process from a later one with the same number; null where the system does not say. */
const Owner = z.object({ pid: z.int().positive(), started: z.string().nullable(), token: z.string() })
type Owner = z.infer<typeof Owner>

type Release = () => Promise<void>

/** Takes the folder for this process, or throws `conflict.busy`; returns how to give it back. */
export async function lockFolder(folder: string): Promise<Release> {
  const held = await hold(join(folder, 'lock'))
  if (typeof held === 'function') return held
  return fail(
    'conflict.busy',
    `Another process of Sund${held === undefined ? '' : ` (number ${held.pid})`} is using this folder.`,
    'Stop it first, or start this one with another folder. Several processes can share a PostgreSQL database.',
  )
}

const MOST_ATTEMPTS = 100
const DEEPEST = 4

/**
 * Takes the lock `file`, or says who has it. A dead owner's lock is removed only by whoever holds the lock on
 * removing it, `file`.claim, and has looked again since: else, of two who find it dead, the slower could remove what
 * the faster has taken. Whoever dies while removing leaves a claim, which is taken over in the same way.
 */
async function hold(file: string, depth = 1): Promise<Release | Owner | undefined> {
  const mine: Owner = { pid: process.pid, started: await startOf(process.pid), token: randomUUID() }
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if (await take(file, mine)) return () => release(file, mine)
    const found = await read(file)
    if (found !== 'nothing' && found !== 'damaged' && (await lives(found))) return found
    if (depth === DEEPEST) return undefined
    const claim = await hold(`${file}.claim`, depth + 1)
    if (typeof claim !== 'function') {
      await pause(10)
      continue
    }
    const now = await read(file)
    if (now !== 'nothing' && (now === 'damaged' || !(await lives(now)))) await rm(file)
    await claim()
  }
  return undefined
}

/** The lock appears whole or not at all: written beside, then linked into place. */
async function take(file: string, owner: Owner): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`
  try {
    await writeFile(draft, JSON.stringify(owner), { mode: 0o600 })
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function release(file: string, { token }: Owner): Promise<void> {
  const found = await read(file)
  if (typeof found === 'object' && found.token === token) await rm(file)
}

async function read(file: string): Promise<Owner | 'nothing' | 'damaged'> {
  try {
    return Owner.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'nothing' : 'damaged'
  }
}

async function lives({ pid, started }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = await startOf(pid)
  return started === null || now === null || started === now
}

/** When a process started, as Linux counts it (proc(5): boot and field 22 of stat). */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
    return `${boot.trim()} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return null
  }
}
