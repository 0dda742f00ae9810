/**
 * Makes the files of groups of a country's parts, in this process. Which groups there are, who makes which and what becomes of the
 * files is country-folder.ts; the same group gives the same bytes whoever makes it.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type CountryFile, folderOfRegister } from '@sund/model'
import type { CountryRegister, CountrySettings, makePart, Part, partsOf } from '@sund/synthetic'

/** What a country is made with. */
export interface Country {
  name: string
  registers: readonly CountryRegister[]
  partsOf: typeof partsOf
  makePart: typeof makePart
}

/** Parts whose rows share files. */
export interface Group {
  /** From 0; the files carry the number after it. */
  index: number
  parts: readonly Part[]
}

/** What does not differ between groups. */
export interface MakerSettings {
  country: CountrySettings
  /** Names of the registers to write. */
  registers: readonly string[]
  /** Folder of the country under way. */
  folder: string
}

/** Makes one group after another. */
export interface Maker {
  /** Answers the files, all safely on disk. `onPart` hears of each part's persons and rows. */
  make(group: Group, onPart: (persons: number, rows: number) => void): Promise<CountryFile[]>
  close(): Promise<void>
}

/** Memory for rows of a group before they spill to disk. */
const MEMORY_MIB = 256

/** A maker in this process. */
export async function openMaker(country: Country, settings: MakerSettings): Promise<Maker> {
  const { openTableFiles } = await import('@sund/registers')
  const spill = join(settings.folder, `.spill-${globalThis.crypto.randomUUID()}`)
  await mkdir(spill)
  const rows = await openTableFiles({ folder: spill, memoryMiB: MEMORY_MIB })
  const registers = country.registers.filter(({ metadata }) => settings.registers.includes(metadata.name))
  return {
    async make(group, onPart) {
      for (const part of group.parts) {
        let made = 0
        for (const tables of country.makePart(settings.country, part, registers).values())
          for (const table of Object.values(tables)) {
            await rows.append(table.shape, table.columns())
            made += table.rows
          }
        onPart(part.persons, made)
      }
      const files: CountryFile[] = []
      for (const { metadata, tables } of registers)
        for (const shape of tables) {
          const name = `${shape.name}-${String(group.index + 1).padStart(4, '0')}.parquet`
          const path = `${folderOfRegister(metadata.name)}/${name}`
          const file = join(settings.folder, path)
          const count = await rows.write(shape, `${file}.writing`)
          await rename(`${file}.writing`, file)
          files.push({ path, rows: count, ...(await fingerprint(file)) })
        }
      return files
    },
    async close() {
      rows.close()
      await rm(spill, { recursive: true, force: true })
    },
  }
}

/** Size and SHA-256 of a file. */
export async function fingerprint(path: string): Promise<Pick<CountryFile, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}
