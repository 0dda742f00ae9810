/**
 * New databases in folders. PGlite makes one in several seconds and keeps half a gigabyte afterwards, so it is
 * made in a process of its own, at best once for a machine when Sund is built; a new store is then a copy.
 */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { access, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { fail } from '@sund/model'

/**
 * Makes the empty database that new stores are copied from, beside the built package, when it is not there.
 * Whoever installs Sund calls it once; without it all works, and each new store takes some seconds longer.
 */
export async function prepareStores(): Promise<void> {
  const prepared = await preparedFolder()
  if (await exists(prepared)) return
  await mkdir(dirname(prepared), { recursive: true })
  await whole(prepared, makeDatabase)
}

/**
 * Makes an empty database in `folder`, whole or not at all, unless there is one. For whoever has the folder
 * around it alone: what an earlier attempt left there when it was killed is removed.
 */
export async function ensureDatabase(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder)))
    if (name.startsWith(`${basename(folder)}.`)) await rm(join(dirname(folder), name), { recursive: true })
  if (await exists(folder)) return
  const prepared = await preparedFolder()
  const make = (await exists(prepared))
    ? (draft: string) => cp(prepared, draft, { recursive: true })
    : makeDatabase
  await whole(folder, make)
}

/** Makes a folder under another name first. Of two that make it at once, one wins and both are content. */
async function whole(folder: string, make: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${folder}.${randomUUID()}`
  try {
    await make(draft)
    await rename(draft, folder).catch(async (error) => {
      if (!(await exists(folder))) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const MAKE = `
  const [module, folder] = process.argv.slice(1)
  require(module).PGlite.create(folder).then((database) => database.close())
`

async function makeDatabase(folder: string): Promise<void> {
  await promisify(execFile)(process.execPath, ['-e', MAKE, pglite(), folder]).catch(() =>
    fail(
      'environment.disk',
      'A new database could not be made.',
      'See that the disk has 100 MB free and the machine 1 GB of memory, then try again.',
    ),
  )
}

/** Another version of PGlite needs another empty database. */
async function preparedFolder(): Promise<string> {
  const about = await readFile(join(dirname(pglite()), '..', 'package.json'), 'utf8')
  const { version } = JSON.parse(about) as { version: string }
  return fileURLToPath(new URL(`../dist/empty-store-${version}`, import.meta.url))
}

function pglite(): string {
  return createRequire(import.meta.url).resolve('@electric-sql/pglite')
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
