/**
 * Files of sets of persons: for each code, one set for each mask of years. A set is the gaps between its ascending numbers, seven bits a
 * byte (LEB128), or a bit for each person of the register where that is shorter. Written once, in order, and read a code at a time, or all in order.
 *
 * Layout, little-endian: the sets of each code, one code after another, each set a head of 16 bytes (mask of years, 64 bits; persons,
 * 32; bytes, 31, and a bit that says whether they are bits) and its bytes; then the directory as JSON, and its length in 4 bytes.
 */
import { type FileHandle, open } from 'node:fs/promises'
import {
  type CodeIndex,
  fail,
  type IndexFile,
  LAST_YEAR_BIT,
  type PersonBits,
  type YearSpan,
} from '@sund/model'

const HEAD = 16
const AS_BITS = 2 ** 31
/** Bytes gathered before they are written. */
const BUFFER = 1 << 22
/** Bytes of neighbouring codes that are read at once: other work goes on between. */
const BLOCK = 1 << 20

/** A code with the bytes of its sets. */
type Entry = [code: string, bytes: number]

/** Where the sets of a code lie. */
interface Place {
  offset: number
  bytes: number
}

export interface PersonSetWriter {
  /** Begins the set of a code, by its place in the list of codes, and a mask of years; sets come in the order of codes. */
  begin(code: number, years: bigint): Promise<void>
  /** Adds persons `from` to `to` of a list to the set that was begun; they ascend. */
  add(persons: readonly number[], from: number, to: number): void
  close(): Promise<void>
}

/** Writes a file of sets over `persons` persons. */
export async function createPersonSets(
  path: string,
  codes: readonly string[],
  persons: number,
): Promise<PersonSetWriter> {
  const file = await open(path, 'wx', 0o600)
  const sizes = codes.map(() => 0)
  const dense = ((persons + 31) >>> 5) * 4
  let out = Buffer.alloc(BUFFER)
  let at = 0
  // The set that is being written.
  let [code, mask, members, last] = [-1, 0n, 0, -1]
  let gaps = Buffer.alloc(1 << 16)
  let used = 0

  const flush = async () => {
    await file.appendFile(out.subarray(0, at))
    at = 0
  }
  const write = async (bytes: Buffer) => {
    if (at + bytes.length > out.length) await flush()
    if (bytes.length > out.length) out = Buffer.alloc(bytes.length)
    at += bytes.copy(out, at)
    sizes[code] = (sizes[code] as number) + bytes.length
  }
  const endSet = async () => {
    if (members === 0) return
    const asBits = dense < used
    const head = Buffer.alloc(HEAD)
    head.writeBigInt64LE(mask, 0)
    head.writeUInt32LE(members, 8)
    head.writeUInt32LE((asBits ? dense : used) + (asBits ? AS_BITS : 0), 12)
    await write(head)
    await write(asBits ? bitsOf(gaps.subarray(0, used), dense) : gaps.subarray(0, used))
    ;[members, used, last] = [0, 0, -1]
  }

  return {
    async begin(next, years) {
      await endSet()
      code = next
      mask = years
    },
    add(numbers, from, to) {
      const room = used + 5 * (to - from)
      if (room > gaps.length) gaps = Buffer.concat([gaps, Buffer.alloc(room)])
      for (let i = from; i < to; i++) {
        const person = numbers[i] as number
        let gap = person - last - 1
        for (; gap > 127; gap >>>= 7) gaps[used++] = (gap & 127) | 128
        gaps[used++] = gap
        last = person
      }
      members += to - from
    },
    async close() {
      await endSet()
      await flush()
      const directory = Buffer.from(JSON.stringify(codes.map((name, i) => [name, sizes[i]])))
      const length = Buffer.alloc(4)
      length.writeUInt32LE(directory.length)
      await file.appendFile(Buffer.concat([directory, length]))
      await file.sync()
      await file.close()
    },
  }
}

/** The same set as bits. */
function bitsOf(gaps: Uint8Array, bytes: number): Buffer {
  const bits = Buffer.alloc(bytes)
  const words = new DataView(bits.buffer, bits.byteOffset, bytes)
  eachOf(gaps, (person) => {
    const word = (person >>> 5) << 2
    words.setUint32(word, words.getUint32(word, true) | (1 << (person & 31)), true)
  })
  return bits
}

/** Opens a file of sets, its directory read. */
export async function openPersonSets(path: string, about: IndexFile): Promise<CodeIndex> {
  const places = new Map<string, Place>()
  const file = await open(path).catch(() => damaged())
  try {
    const { size } = await file.stat()
    const length = size < 4 ? damaged() : (await bytesAt(file, size - 4, 4)).readUInt32LE()
    if (length + 4 > size) damaged()
    let offset = 0
    for (const [code, bytes] of readDirectory(await bytesAt(file, size - 4 - length, length))) {
      places.set(code, { offset, bytes })
      offset += bytes
    }
    if (offset !== size - 4 - length) damaged()
  } finally {
    await file.close()
  }
  const { persons, firstYear, truncated } = about
  return {
    persons,
    firstYear,
    truncated,
    codes: [...places.keys()],
    async add(codes, years, to) {
      const wanted = yearsWanted(about, years)
      if (wanted === 0n) return
      const sets = await open(path).catch(() => damaged())
      try {
        const found = [...new Set(codes)].flatMap((code) => places.get(code) ?? [])
        const room = Buffer.allocUnsafe(found.reduce((most, { bytes }) => Math.max(most, bytes), 0))
        for (const place of found)
          addSets(await bytesAt(sets, place.offset, place.bytes, room), wanted, to, persons)
      } finally {
        await sets.close()
      }
    },
    async *each(years, to) {
      const wanted = yearsWanted(about, years)
      const sets = await open(path).catch(() => damaged())
      try {
        for (const { offset, bytes, codes } of blocksOf(places)) {
          const block = await bytesAt(sets, offset, bytes)
          for (const [code, place] of codes) {
            const from = place.offset - offset
            to.fill(0)
            addSets(block.subarray(from, from + place.bytes), wanted, to, persons)
            yield code
          }
        }
      } finally {
        await sets.close()
      }
    },
  }
}

/** Neighbouring codes that are read together. */
function blocksOf(places: ReadonlyMap<string, Place>): (Place & { codes: [string, Place][] })[] {
  const blocks: (Place & { codes: [string, Place][] })[] = []
  for (const [code, place] of places) {
    const block = blocks.at(-1)
    if (block && block.bytes + place.bytes <= BLOCK) {
      block.bytes += place.bytes
      block.codes.push([code, place])
    } else blocks.push({ ...place, codes: [[code, place]] })
  }
  return blocks
}

/** Adds the persons of those sets whose years are wanted. */
function addSets(bytes: Buffer, wanted: bigint, to: PersonBits, persons: number): void {
  const dense = ((persons + 31) >>> 5) * 4
  for (let at = 0; at < bytes.length; ) {
    if (at + HEAD > bytes.length) damaged()
    const years = bytes.readBigInt64LE(at)
    const head = bytes.readUInt32LE(at + 12)
    const asBits = head >= AS_BITS
    const length = asBits ? head - AS_BITS : head
    at += HEAD
    if (at + length > bytes.length || (asBits && length !== dense)) damaged()
    if ((years & wanted) !== 0n) {
      const set = bytes.subarray(at, at + length)
      if (asBits) {
        const words = new DataView(set.buffer, set.byteOffset, length)
        for (let word = 0; word < length >>> 2; word++)
          to[word] = (to[word] as number) | words.getUint32(word << 2, true)
      } else
        eachOf(set, (person) => {
          to[person >>> 5] = (to[person >>> 5] as number) | (1 << (person & 31))
        })
    }
    at += length
  }
}

/** Visits the numbers of a set of gaps. */
function eachOf(gaps: Uint8Array, visit: (person: number) => void): void {
  let person = -1
  for (let at = 0; at < gaps.length; ) {
    let byte = gaps[at++] as number
    let gap = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = gaps[at++] as number
      gap |= (byte & 127) << shift
    }
    person += gap + 1
    visit(person)
  }
}

/** The bits of the years asked for. Throws `usage.request` for years that the index does not tell apart. */
function yearsWanted({ firstYear, truncated }: IndexFile, { from, until }: YearSpan): bigint {
  const early = (until ?? Number.POSITIVE_INFINITY) < firstYear || (from ?? firstYear + 1) <= firstYear
  if (truncated && early)
    fail(
      'usage.request',
      `Years up to ${firstYear} are not told apart in a count.`,
      `Count from ${firstYear + 1} on, or leave the first year out; a script can use any dates.`,
    )
  const bit = (year: number) => Math.min(LAST_YEAR_BIT, Math.max(0, year - firstYear))
  const last = until === undefined ? LAST_YEAR_BIT : bit(until)
  const first = from === undefined ? 0 : bit(from)
  if (last < first || (until !== undefined && until < firstYear)) return 0n
  return (1n << BigInt(last + 1)) - (1n << BigInt(first))
}

async function bytesAt(
  file: FileHandle,
  offset: number,
  length: number,
  room = Buffer.allocUnsafe(length),
): Promise<Buffer> {
  const bytes = room.subarray(0, length)
  const { bytesRead } = await file.read(bytes, 0, length, offset)
  return bytesRead === length ? bytes : damaged()
}

/** The codes in order. */
function readDirectory(bytes: Buffer): Entry[] {
  try {
    const entries: unknown = JSON.parse(bytes.toString())
    if (Array.isArray(entries) && entries.every(isEntry)) return entries
  } catch {}
  return damaged()
}

function isEntry(entry: unknown): entry is Entry {
  if (!Array.isArray(entry)) return false
  const [code, bytes] = entry
  return typeof code === 'string' && Number.isSafeInteger(bytes) && bytes >= 0
}

function damaged(): never {
  return fail(
    'data.file',
    'An index of a holding is missing or damaged.',
    'Restore it from a backup, or import the register again.',
  )
}
