/**
 * Files of resources, one document after another: NDJSON, or one document of JSON, plain or compressed by gzip or bzip2. Nothing is held but the piece that is read,
 * whatever the size of the file. What is no JSON is told with its place, and the rest goes on.
 */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { fail } from '@sund/model'
import { parseJson } from '../json.js'
import { bunzip } from './bunzip.js'

/** A file to be read: `lines` has a document a line, `whole` is one. */
export interface SourceFile {
  /** As people know it. */
  name: string
  path: string
  form: 'lines' | 'whole'
}

/** A document with its line in the file, from 1; undefined where it is no JSON in UTF-8. */
export interface Unit {
  number: number
  document: unknown
}

/** More than any line or Bundle that is meant, and little enough to be held: as objects it may be ten times that. */
const MOST_BYTES = 128 * 2 ** 20

/** How a file is read, by its name without what says how it is compressed; null for what is no file of resources. */
export function formOf(name: string): SourceFile['form'] | null {
  const [, ending] = /\.(ndjson|jsonl|json)(?:\.(?:gz|bz2))?$/i.exec(name) ?? []
  if (ending === undefined) return null
  return ending.toLowerCase() === 'json' ? 'whole' : 'lines'
}

/** Documents after the first `skip` lines, which are passed over unread. `read` is told how many bytes of the file have been taken in. */
export async function* unitsOf(
  { name, path, form }: SourceFile,
  skip: number,
  read: (bytes: number) => void,
): AsyncGenerator<Unit> {
  let number = 0
  for await (const text of form === 'lines'
    ? lines(name, bytesOf(path, read))
    : all(name, bytesOf(path, read))) {
    number++
    if (number > skip && text.length > 0) yield { number, document: parsed(text) }
  }
}

async function* bytesOf(path: string, read: (bytes: number) => void): AsyncGenerator<Buffer> {
  const [first, second] = await magic(path)
  if (first === 0x42 && second === 0x5a) {
    yield* bunzip(path, read)
    return
  }
  let taken = 0
  const file = createReadStream(path, { highWaterMark: 2 ** 20 })
  file.on('data', (chunk) => {
    taken += chunk.length
    read(taken)
  })
  if (first !== 0x1f || second !== 0x8b) {
    yield* file as AsyncIterable<Buffer>
    return
  }
  const gunzip = createGunzip()
  file.on('error', (error) => gunzip.destroy(error))
  try {
    yield* file.pipe(gunzip) as AsyncIterable<Buffer>
  } catch {
    return fail(
      'data.file',
      'The file is not whole: what is compressed in it cannot be read.',
      'Get the file anew.',
    )
  } finally {
    file.destroy()
  }
}

/** The first two bytes, which say how a file is compressed whatever it is called. */
async function magic(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer
  } finally {
    await file.close()
  }
}

async function* lines(name: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      yield trimmed(
        rest.length === 0 ? chunk.subarray(from, at) : Buffer.concat([...rest, chunk.subarray(from, at)]),
      )
      rest = []
      length = 0
      from = at + 1
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
    length += chunk.length - from
    if (length > MOST_BYTES) tooLong(name)
  }
  yield trimmed(Buffer.concat(rest))
}

async function* all(name: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    pieces.push(chunk)
    length += chunk.length
    if (length > MOST_BYTES) tooLong(name)
  }
  yield trimmed(Buffer.concat(pieces))
}

/** Without the line's carriage return and spaces around, of which lines of nothing consist. */
function trimmed(text: Buffer): Buffer {
  let end = text.length
  while (end > 0 && (text[end - 1] as number) <= 32) end--
  return text.subarray(0, end)
}

function parsed(text: Buffer): unknown {
  try {
    return isUtf8(text) ? parseJson(text.toString('utf8')) : undefined
  } catch {
    return undefined
  }
}

function tooLong(name: string): never {
  return fail(
    'usage.too-large',
    `${name} has a document that is larger than ${MOST_BYTES / 2 ** 20} MiB.`,
    'Write one resource a line (NDJSON).',
    { file: { file: name } },
  )
}
