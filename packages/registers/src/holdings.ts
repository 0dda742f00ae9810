/**
 * The registers that one holder keeps: FOLDER/REGISTER/VERSION with a manifest, Parquet tables and sealed units. What is
 * there can be listed and opened; how a version comes to be there is import.ts.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import {
  type CodeIndex,
  Failure,
  fail,
  Manifest,
  nearestName,
  pickVersion,
  Register,
  type Vault,
} from '@sund/model'
import { sweep, versionsIn, withDiskErrors } from './folder.js'
import { type HoldingPorts, type ImportOptions, importRegister } from './import.js'
import { openPersonSets } from './person-sets.js'
import { openSealed } from './sealed.js'
import { sealContext } from './units.js'

/** One version of one register, open for reading. */
export interface Holding {
  manifest: Manifest
  /** Absolute path of a table's Parquet file. */
  file(table: string): string
  /** National identifiers in unit order. Throws `usage.not-found` for units numbered by row. */
  identifiers(unitType: string): AsyncGenerator<string>
  /** Linkage tokens in unit order, 16 bytes each. Throws `usage.not-found` for units numbered by row. */
  tokens(unitType: string): Promise<Uint8Array>
  /** The same in pieces of about a megabyte. */
  tokenPieces(unitType: string): AsyncGenerator<Uint8Array>
  /** Which persons have which code of a variable; null where it is not indexed. Reading it needs no database. */
  index(table: string, variable: string): Promise<CodeIndex | null>
}

export interface Holdings {
  /** Imports one version. It appears whole or not at all; a failure is a `Failure` and leaves the holding as it was. */
  import(options: ImportOptions): Promise<Manifest>
  /** Every version of every register, by name, oldest version first. */
  list(): Promise<Manifest[]>
  /** One version: `3`, `3.1` and `3.1.0` pick the newest that they allow, nothing the newest. */
  open(name: string, version?: string): Promise<Holding>
}

/** Opens a folder of registers, made when absent, and removes what imports that were killed left behind. */
export async function openHoldings(folder: string, ports: HoldingPorts): Promise<Holdings> {
  const root = resolve(folder)
  await withDiskErrors(() => mkdir(root, { recursive: true }))
  for (const name of await registersIn(root)) await sweep(join(root, name))
  return {
    import: (options) => importRegister(root, ports, options),
    async list() {
      const manifests: Manifest[] = []
      for (const name of await registersIn(root))
        for (const version of await versionsIn(join(root, name)))
          manifests.push(await readManifest(join(root, name, version)))
      return manifests
    },
    open: (name, version) => openHolding(root, ports.vault, name, version),
  }
}

async function openHolding(root: string, vault: Vault, name: string, wanted?: string): Promise<Holding> {
  const names = await registersIn(root)
  if (!names.includes(name)) {
    const near = nearestName(name, names)
    fail(
      'usage.not-found',
      `There is no register ${name} here.`,
      near ? `Did you mean ${near}?` : 'List them first.',
    )
  }
  const versions = await versionsIn(join(root, name))
  const version = pickVersion(versions, wanted)
  if (version === undefined)
    fail(
      'usage.not-found',
      `${name} has no version ${wanted ?? ''}.`,
      `It has ${versions.join(', ') || 'none'}.`,
    )
  const folder = join(root, name, version)
  const manifest = await readManifest(folder)
  const sealed = async function* (unitType: string, what: 'identifiers' | 'tokens') {
    const set = manifest.unitSets.find((candidate) => candidate.unitType === unitType)
    const file = set?.[what]
    if (!set || !file)
      fail('usage.not-found', `${name} holds no ${what} of ${unitType}.`, 'Its units are numbered by row.')
    yield* openSealed(join(folder, file), vault, sealContext(name, version, unitType, what), set.count)
  }
  return {
    manifest,
    file(table) {
      const found = manifest.tables.find((candidate) => candidate.name === table)
      if (!found) fail('usage.not-found', `${name} has no table ${table}.`, 'See its metadata.')
      return join(folder, found.file)
    },
    async *identifiers(unitType) {
      for await (const piece of sealed(unitType, 'identifiers'))
        yield* Buffer.from(piece).toString().split('\n')
    },
    async tokens(unitType) {
      const pieces: Uint8Array[] = []
      for await (const piece of sealed(unitType, 'tokens')) pieces.push(piece)
      return Buffer.concat(pieces)
    },
    tokenPieces: (unitType) => sealed(unitType, 'tokens'),
    async index(table, variable) {
      const about = manifest.indexes?.find((one) => one.table === table && one.variable === variable)
      return about ? openPersonSets(join(folder, about.file), about) : null
    },
  }
}

async function registersIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory() && Register.shape.name.safeParse(entry.name).success)
    .map(({ name }) => name)
    .sort()
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')))
  } catch {
    throw new Failure({
      code: 'data.file',
      message: 'The manifest of a holding is missing or damaged.',
      next: 'Restore the folder from a backup, or remove it and import again.',
      file: { file: join(folder, 'manifest.json') },
    })
  }
}
