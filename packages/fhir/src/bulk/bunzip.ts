/** bzip2 in a thread of its own, a block (900 kB) at a time: it takes longer than everything else that is done with a file. */
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { fail } from '@sund/model'

/**
 * The thread's program, as text, since a thread begins with a file and what is compiled and what is tested lie in different ones. It follows
 * `Bunzip.decode` of seek-bzip 2.0, which decodes a whole file in one go, but stops after each block.
 */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
const fs = require('node:fs')
const Bunzip = require(workerData.library)
const file = fs.openSync(workerData.path, 'r')
const size = fs.fstatSync(file).size
const buffer = Buffer.alloc(1 << 18)
let at = 0, filled = 0, taken = 0
const input = {
  readByte() {
    if (at === filled) { filled = fs.readSync(file, buffer, 0, buffer.length, null); at = 0; if (filled === 0) return -1 }
    taken++
    return buffer[at++]
  },
  read(target, from, count) {
    for (let n = 0; n < count; n++) { const byte = input.readByte(); if (byte < 0) return n; target[from + n] = byte }
    return count
  },
  eof: () => taken >= size,
}
let out = Buffer.allocUnsafe(1 << 20), length = 0
const output = {
  writeByte(byte) {
    if (length === out.length) { const larger = Buffer.allocUnsafe(out.length * 2); out.copy(larger); out = larger }
    out[length++] = byte
  },
}
let decoder
function block() {
  decoder ??= new Bunzip(input, output)
  while (!input.eof() || length === 0) {
    if (decoder._init_block()) { decoder._read_bunzip(); return true }
    if (decoder.reader.read(32) >>> 0 !== decoder.streamCRC) throw new Error('checksum')
    if (input.eof()) return false
    decoder._start_bunzip(input, output)
  }
  return false
}
parentPort.on('message', () => {
  try {
    length = 0
    const more = block()
    parentPort.postMessage({ more, taken, bytes: Uint8Array.prototype.slice.call(out, 0, length) })
  } catch { parentPort.postMessage({ failed: true }) }
})
`

interface Block {
  more?: boolean
  taken: number
  bytes: Uint8Array
  failed?: true
}

/** What a file holds, decompressed. Throws `data.file` for one that is broken or cut off. */
export async function* bunzip(path: string, read: (bytes: number) => void): AsyncGenerator<Buffer> {
  const require = createRequire(import.meta.url)
  const library = require.resolve('seek-bzip')
  const worker = new Worker(PROGRAM, { eval: true, workerData: { library, path } })
  const next = () =>
    new Promise<Block>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.postMessage(null)
    })
  try {
    // The next block is made while this one is used.
    for (let coming = next(); ; ) {
      const { more, failed, bytes, taken } = await coming
      if (failed)
        return fail(
          'data.file',
          'The file is not whole: what is compressed in it cannot be read.',
          'Get the file anew.',
        )
      if (!more) return
      coming = next()
      read(taken)
      yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
  } finally {
    await worker.terminate()
  }
}
