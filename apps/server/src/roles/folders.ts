/** Private folders that a run works in, gone when it ends whatever happens. */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '@sund/model'

/** Makes `folder` (mode 0700) when it is absent. */
export async function privateFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return folder
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC')
      return fail('environment.disk', 'The disk is full.', 'Free some space and try again.')
    return fail(
      'environment.permission',
      `The folder cannot be made (${code}).`,
      'Choose another with --home, or give this user permission to write there.',
      { file: { file: folder } },
    )
  }
}

/** A fresh folder below `parent` that only this user may enter. */
export async function workFolder(parent: string): Promise<string> {
  return mkdtemp(join(await privateFolder(parent), WORK))
}
const WORK = 'run-'

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}

/** Removes what runs of a process that was killed left below `parent`. */
export async function sweepWork(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => [])
  for (const name of names) if (name.startsWith(WORK)) await removeFolder(join(parent, name))
}

/**
 * Where the room of `home` keeps what it receives: in memory where the system has a folder for that, else
 * below `home`. Each home has its own, so that nobody sweeps another's.
 */
export async function memoryFolder(home: string): Promise<string> {
  const memory = '/dev/shm'
  const name = `sund-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`
  return access(memory, constants.W_OK | constants.X_OK)
    .then(() => join(memory, name))
    .catch(() => join(home, 'work'))
}
