/**
 * A country's folder, from nothing to whole: which groups of parts there are, who makes which, and what is kept when the work is
 * stopped. It grows in FOLDER.partial and is moved into place when every file is there, so that FOLDER is whole or absent; what
 * a stopped run had finished is kept for the next one.
 */
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  COUNTRY_FILE,
  CountryDocument,
  type CountryFile,
  Failure,
  fail,
  folderOfRegister,
  nearestName,
} from '@sund/model'
import type { CountrySettings } from '@sund/synthetic'
import { type Country, fingerprint, type Group, type Maker, type MakerSettings } from './maker.js'

export interface GenerateSettings extends CountrySettings {
  /** Last words of registers' names; all of them when left out. */
  registers?: readonly string[]
  folder: string
  signal?: AbortSignal
  onProgress?: (progress: Made) => void
}

/** How far a country is. */
export interface Made {
  persons: number
  /** Persons whose rows were found, finished, from before. */
  kept: number
  rows: number
}

/** Opens those who make the groups: one or more, each with its own memory. */
export type OpenMakers = (settings: MakerSettings) => Promise<Maker[]> | Maker[]

/** Files of a table, where the parts of a group are few enough: its rows wait in memory until they are written. */
const FILES = 40
const MOST_PARTS = 2

/**
 * Makes the country, or what is left of it, and answers its document. The same settings give the same bytes whoever makes it, in
 * one go or several. Throws `usage.arguments` for settings that no country has, `conflict.exists` where something else lies.
 */
export async function generateCountry(
  country: Country,
  settings: GenerateSettings,
  openMakers: OpenMakers,
): Promise<CountryDocument> {
  const { persons, seed, folder, signal, onProgress = () => {} } = settings
  const parts = country.partsOf({ persons, seed })
  const registers = chosen(country, settings.registers)
  const document: CountryDocument = {
    format: 1,
    name: country.name,
    persons,
    seed,
    registers: registers.map(({ metadata }) => metadata.name),
    files: [],
  }
  const before = await wholeCountry(folder, document)
  if (before !== null) return before
  const partial = `${folder.replace(/[/\\]+$/, '')}.partial`
  await begin(partial, document)
  for (const { metadata } of registers) await writeMetadata(partial, metadata)

  const made: Made = { persons: 0, kept: 0, rows: 0 }
  const groups = groupsOf(parts)
  const files: CountryFile[] = []
  const left: Group[] = []
  for (const group of groups) {
    const finished = await readFinished(partial, group)
    if (finished === null) {
      left.push(group)
      continue
    }
    files.push(...finished)
    made.kept += group.parts.reduce((sum, part) => sum + part.persons, 0)
    made.rows += finished.reduce((sum, { rows = 0 }) => sum + rows, 0)
  }
  made.persons = made.kept
  onProgress({ ...made })

  const onPart = (more: number, rows: number) => {
    made.persons += more
    made.rows += rows
    onProgress({ ...made })
  }
  const makers =
    left.length === 0
      ? []
      : await openMakers({ country: { persons, seed }, registers: document.registers, folder: partial })
  try {
    await Promise.race([
      aborted(signal),
      Promise.all(
        makers.map(async (maker) => {
          for (let group = left.shift(); group !== undefined && !signal?.aborted; group = left.shift()) {
            const written = await maker.make(group, onPart)
            await writeFile(finishedFile(partial, group), JSON.stringify(written))
            files.push(...written)
          }
        }),
      ),
    ])
  } finally {
    left.length = 0
    await Promise.all(makers.map((maker) => maker.close()))
    for (const name of await readdir(partial))
      if (name.startsWith('.spill-')) await rm(join(partial, name), { recursive: true, force: true })
  }

  for (const { metadata } of registers) {
    const path = `${folderOfRegister(metadata.name)}/register.json`
    files.push({ path, ...(await fingerprint(join(partial, path))) })
  }
  document.files = files.sort((a, b) => (a.path < b.path ? -1 : 1))
  await writeFile(join(partial, COUNTRY_FILE), `${JSON.stringify(document, null, 2)}\n`)
  for (const group of groups) await rm(finishedFile(partial, group))
  await rmdir(folder).catch(() => {})
  await rename(partial, folder)
  return document
}

/** The document of a folder that holds a whole country, null where it holds none. Throws `data.file` for one that cannot be read. */
export async function readCountry(folder: string): Promise<CountryDocument | null> {
  const content = await readFile(join(folder, COUNTRY_FILE), 'utf8').catch(() => null)
  if (content === null) return null
  try {
    return CountryDocument.parse(JSON.parse(content))
  } catch {
    return fail(
      'data.file',
      `${join(folder, COUNTRY_FILE)} does not describe a country.`,
      'Make the country again with sund generate.',
    )
  }
}

function chosen({ registers }: Country, wanted: readonly string[] | undefined) {
  const real = registers.find(({ metadata }) => metadata.synthetic !== true)
  if (real !== undefined)
    fail(
      'data.metadata',
      `${real.metadata.name} does not say that it is made up.`,
      'Set synthetic in its metadata: nobody may take made-up people for real ones.',
    )
  if (wanted === undefined) return registers
  const names = registers.map(({ metadata }) => folderOfRegister(metadata.name))
  for (const name of wanted)
    if (!names.includes(name)) {
      const near = nearestName(name, names)
      fail(
        'usage.not-found',
        `The country has no register ${name}.`,
        near ? `Did you mean ${near}?` : `It has ${names.join(', ')}.`,
      )
    }
  return registers.filter(({ metadata }) => wanted.includes(folderOfRegister(metadata.name)))
}

/** The document when the folder holds this very country, null when it is absent or empty. */
async function wholeCountry(folder: string, wanted: CountryDocument): Promise<CountryDocument | null> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'ENOTDIR') fail('usage.arguments', `${folder} is a file.`, 'Name a folder.')
    throw error
  })
  if (names.length === 0) return null
  const there = await readCountry(folder)
  if (there !== null && isSame(there, wanted)) return there
  return fail(
    'conflict.exists',
    `${folder} is not empty${there === null ? '' : ` and holds ${describe(there)}`}.`,
    'Name another folder, or remove this one.',
  )
}

/** Makes the folder under way, or checks that what is in it is the beginning of this country. */
async function begin(partial: string, document: CountryDocument): Promise<void> {
  await mkdir(partial, { recursive: true })
  const names = await readdir(partial)
  if (names.length > 0) {
    const there = await readCountry(partial)
    if (there === null || !isSame(there, document))
      fail(
        'conflict.exists',
        `${partial} holds ${there === null ? 'other files' : `the beginning of ${describe(there)}`}.`,
        'Remove it, or name another folder.',
      )
  }
  await writeFile(join(partial, COUNTRY_FILE), JSON.stringify(document))
}

async function writeMetadata(partial: string, metadata: Country['registers'][number]['metadata']) {
  const folder = join(partial, folderOfRegister(metadata.name))
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'register.json')
  await writeFile(file, `${JSON.stringify(metadata, null, 2)}\n`)
  // Found out now and not after minutes of work: what cannot be imported is not worth making.
  const { readMetadata } = await import('@sund/registers')
  await readMetadata(file)
}

const isSame = (a: CountryDocument, b: CountryDocument): boolean =>
  a.persons === b.persons && a.seed === b.seed && a.registers.join() === b.registers.join()

const describe = ({ persons, seed, registers }: CountryDocument): string =>
  `a country of ${persons.toLocaleString('en')} persons, seed ${seed}, ${registers.length === 1 ? 'one register' : `${registers.length} registers`}`

function groupsOf(parts: Group['parts']): Group[] {
  const size = Math.min(MOST_PARTS, Math.ceil(parts.length / FILES))
  return Array.from({ length: Math.ceil(parts.length / size) }, (_, index) => ({
    index,
    parts: parts.slice(index * size, (index + 1) * size),
  }))
}

/** Where a group's files are listed once all of them are whole. */
const finishedFile = (partial: string, { index }: Group): string => join(partial, `.finished-${index}.json`)

async function readFinished(partial: string, group: Group): Promise<CountryFile[] | null> {
  const content = await readFile(finishedFile(partial, group), 'utf8').catch(() => null)
  try {
    return content === null ? null : (JSON.parse(content) as CountryFile[])
  } catch {
    return null
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () =>
      reject(
        new Failure({
          code: 'unavailable.cancelled',
          message: 'The country is not whole yet.',
          next: 'Give the same command again: it goes on from here.',
        }),
      )
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
