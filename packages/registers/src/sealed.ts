/**
 * Sealed files: many small seals in one file, so that neither sealing nor opening needs the whole in memory. Each piece is
 * sealed under its place in the file; pieces cannot be exchanged, and a file cut short is noticed by its count of units.
 */
import { open } from 'node:fs/promises'
import { fail, type Vault } from '@sund/model'

/** Units in a piece. */
export const PIECE_UNITS = 65_536

export interface SealedWriter {
  append(plain: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** Writes pieces, each as its length (4 bytes, big-endian) and the sealed bytes. */
export async function createSealed(path: string, vault: Vault, context: string): Promise<SealedWriter> {
  const file = await open(path, 'wx', 0o600)
  let piece = 0
  return {
    async append(plain) {
      const sealed = vault.seal(plain, `${context} ${piece++}`)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(sealed.length)
      await file.appendFile(Buffer.concat([length, sealed]))
    },
    async close() {
      await file.sync()
      await file.close()
    },
  }
}

/** The pieces of a sealed file of `units` units. Throws `data.file` when it is damaged or is another file. */
export async function* openSealed(
  path: string,
  vault: Vault,
  context: string,
  units: number,
): AsyncGenerator<Uint8Array> {
  const damaged = () =>
    fail('data.file', 'A sealed file of a holding is damaged.', 'Restore it from a backup, or import again.')
  const file = await open(path)
  try {
    for (let piece = 0; piece * PIECE_UNITS < units; piece++) {
      const length = await readExactly(4)
      const sealed = await readExactly(length.readUInt32BE())
      let plain: Uint8Array
      try {
        plain = vault.open(sealed, `${context} ${piece}`)
      } catch {
        damaged()
        return
      }
      yield plain
    }
  } finally {
    await file.close()
  }
  async function readExactly(count: number): Promise<Buffer> {
    const buffer = Buffer.alloc(count)
    const { bytesRead } = await file.read(buffer, 0, count)
    return bytesRead === count ? buffer : damaged()
  }
}
