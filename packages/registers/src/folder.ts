/**
 * One register's folder on disk: who may write it (a lock that a dead process does not keep), versions that appear whole
 * or not at all, and sweeping up after imports that never ended.
 */
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { compareVersions, Failure, fail, Version } from '@sund/model'

const LOCK = '.lock'
const LEFTOVER = '.importing-'
const HEARTBEAT_MS = 10_000
/** A lock of another machine counts as left behind when it has been still for this long. */
const STILL_MS = 120_000

/** Versions in a register's folder, oldest first. */
export async function versionsIn(folder: string): Promise<Version[]> {
  const names = await readdir(folder).catch(nothingWhenAbsent)
  return names.filter((name) => Version.safeParse(name).success).sort(compareVersions)
}

/**
 * Runs `work` with two fresh folders (`target` becomes the version, `scratch` is thrown away) while no one else writes
 * this register, then publishes `target` under the version that `work` was given. Nothing remains of a failure.
 */
export async function publishVersion<T>(
  folder: string,
  pick: (versions: readonly Version[]) => Version,
  work: (version: Version, target: string, scratch: string) => Promise<T>,
): Promise<T> {
  await withDiskErrors(() => mkdir(folder, { recursive: true }))
  const release = await lock(folder)
  const temporary = join(folder, `${LEFTOVER}${globalThis.crypto.randomUUID()}`)
  try {
    await sweepLocked(folder)
    const version = pick(await versionsIn(folder))
    const target = join(temporary, 'version')
    const scratch = join(temporary, 'scratch')
    return await withDiskErrors(async () => {
      for (const path of [temporary, target, scratch]) await mkdir(path, { mode: 0o700 })
      const result = await work(version, target, scratch)
      for (const name of await readdir(target)) await sync(join(target, name))
      await sync(target)
      await rename(target, join(folder, version)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') throw busy(folder)
        throw error
      })
      await sync(folder)
      return result
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
    await release()
  }
}

/** Removes what dead imports left in a register's folder; leaves a living one alone. */
export async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder).catch(nothingWhenAbsent)
  if (!names.some((name) => name.startsWith(LEFTOVER) || name === LOCK)) return
  const release = await lock(folder).catch((error: unknown) => {
    if (error instanceof Failure && error.errors[0].code === 'conflict.busy') return null
    throw error
  })
  if (!release) return
  await sweepLocked(folder)
  await release()
}

async function sweepLocked(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(LEFTOVER)) await rm(join(folder, name), { recursive: true, force: true })
}

/** Takes the folder's lock, or throws `conflict.busy`. */
async function lock(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK)
  const mine = JSON.stringify({
    host: hostname(),
    pid: process.pid,
    started: await startOf(process.pid),
    token: globalThis.crypto.randomUUID(),
  })
  let file: FileHandle | undefined
  for (let attempt = 0; !file && attempt < 3; attempt++) {
    file = await withDiskErrors(() => open(path, 'wx', 0o600)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return undefined
      throw error
    })
    if (!file && !(await removeIfDead(path))) throw busy(folder)
  }
  if (!file) throw busy(folder)
  await file.writeFile(mine)
  await file.close()
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => {})
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return async () => {
    clearInterval(heartbeat)
    if ((await readFile(path, 'utf8').catch(() => '')) === mine) await rm(path, { force: true })
  }
}

/** Removes a lock whose owner is gone. Renamed first, so that of two who see it dead only one removes it. */
async function removeIfDead(path: string): Promise<boolean> {
  const content = await readFile(path, 'utf8').catch(() => '')
  const still =
    Date.now() -
    (await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    ))
  const owner = parseOwner(content)
  const dead =
    owner === null
      ? still > HEARTBEAT_MS
      : owner.host === hostname()
        ? !isAlive(owner.pid) || (await startOf(owner.pid)) !== owner.started
        : still > STILL_MS
  if (!dead) return false
  const aside = `${path}.${globalThis.crypto.randomUUID()}`
  await rename(path, aside).catch(() => {})
  await rm(aside, { force: true })
  return true
}

function parseOwner(content: string): { host: string; pid: number; started: string | null } | null {
  try {
    return JSON.parse(content) as { host: string; pid: number; started: string | null }
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When a process started, where the system tells (Linux): a number used again is then not taken for its old owner. */
async function startOf(pid: number): Promise<string | null> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

function busy(folder: string): Failure {
  return new Failure({
    code: 'conflict.busy',
    message: 'Another import into this register is running.',
    next: `Wait until it has ended and import again. If no import is running, remove ${join(folder, LOCK)}.`,
  })
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

const nothingWhenAbsent = (error: NodeJS.ErrnoException): string[] => {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
  throw error
}

const DISK_ERRORS: Record<string, () => never> = {
  ENOSPC: () => fail('environment.disk', 'The disk of the holding is full.', 'Make room and import again.'),
  EACCES: () => denied(),
  EPERM: () => denied(),
  EROFS: () => denied(),
}
const denied = () =>
  fail(
    'environment.permission',
    'The folder of the holding cannot be written.',
    'Choose another folder, or give this user the right to write it.',
  )

/** Failures of the file system as errors that say what to do. */
export async function withDiskErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failure)) DISK_ERRORS[(error as NodeJS.ErrnoException).code ?? '']?.()
    throw error
  }
}
