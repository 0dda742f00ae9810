/** From a source to a holder's register: one register, the holder made when it is missing, or a whole country of them. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type CountryDocument, folderOfRegister, type Manifest, type Register } from '@sund/model'
import type { Context } from './context.js'
import { drawGrid } from './draw/grid.js'
import { plainNumber } from './draw/number.js'
import type { OpenSund } from './sund.js'

/** What is to be imported: files by table, and what they mean. */
export interface Source {
  files: { table?: string; path: string }[]
  metadata: Register
}

/** Imports a register at the holder that its metadata name. */
export async function importSource(
  sund: OpenSund,
  { files, metadata }: Source,
  { terminal, signal }: Context,
  version?: string,
): Promise<Manifest> {
  const { name, title } = metadata.holder
  const holder = sund.holders.get(name) ?? (await sund.addHolder(name, title))
  return terminal.during(`Importing ${metadata.name}`, (progress) =>
    holder.import({ files, metadata, progress, signal, ...(version === undefined ? {} : { version }) }),
  )
}

/** Names of all registers that holders here keep. */
export async function registersHeld({ holders }: OpenSund): Promise<ReadonlySet<string>> {
  const lists = await Promise.all([...holders.values()].map((holder) => holder.list()))
  return new Set(lists.flat().map(({ register }) => register.name))
}

/** Imports the registers of a country one after another; with `remove` each folder goes once it is imported. */
export async function importCountry(
  sund: OpenSund,
  {
    folder,
    registers,
    remove = false,
  }: { folder: string; registers: CountryDocument['registers']; remove?: boolean },
  context: Context,
): Promise<Manifest[]> {
  const { readRegisterFolder } = await import('@sund/registers')
  const manifests: Manifest[] = []
  for (const name of registers) {
    const own = join(folder, folderOfRegister(name))
    manifests.push(await importSource(sund, await readRegisterFolder(own), context))
    if (remove) await rm(own, { recursive: true, force: true })
  }
  return manifests
}

/** What several registers hold, a line each. */
export function drawRegisters(manifests: readonly Manifest[], { terminal, language }: Context): string[] {
  const count = (value: number) => plainNumber(value, 'count', language)
  const left = (title: string) => ({ title, align: 'left' as const, label: true })
  const right = (title: string) => ({ title, align: 'right' as const })
  return drawGrid(
    [left('Register'), right('Version'), left('Kept by'), right('Tables'), right('Rows'), right('Bad rows')],
    manifests.map(({ register, version, tables, quality }) => [
      register.name,
      version,
      register.holder.name,
      count(tables.length),
      count(tables.reduce((sum, { rows }) => sum + rows, 0)),
      count(quality.badRowCount),
    ]),
    terminal.canvas,
  )
}
