/**
 * Records of one width from several sources, each ascending by the bytes that its records begin with, brought together key by key. Reads a
 * piece of each source at a time, so that memory does not depend on how many records there are.
 */
import { fail } from '@sund/model'

/** Takes one record; `fresh` at the first of a key. It may be looked at during the call only. */
export type Visit = (source: number, record: DataView, at: number, fresh: boolean) => void

/** Visits all records in the order of their first `key` bytes, a multiple of four. Stops when `signal` aborts. */
export async function mergeSorted(
  sources: readonly AsyncIterable<Uint8Array>[],
  { width, key }: { width: number; key: number },
  visit: Visit,
  signal: AbortSignal,
): Promise<void> {
  const cursors = sources.map((source) => new Cursor(source[Symbol.asyncIterator](), width))
  try {
    for (;;) {
      let least: Cursor | null = null
      for (const cursor of cursors) {
        if (cursor.used && !cursor.ended) {
          signal.throwIfAborted()
          await cursor.fill()
        }
        if (!cursor.ended && (least === null || compare(cursor, least, key) < 0)) least = cursor
      }
      if (least === null) return
      // Millions of times: nothing is allocated here. The least moves on last, since the others are compared with it.
      let fresh = true
      for (let source = 0; source < cursors.length; source++) {
        const cursor = cursors[source] as Cursor
        if (cursor.ended || (cursor !== least && compare(cursor, least, key) !== 0)) continue
        visit(source, cursor.view, cursor.at, fresh)
        fresh = false
        if (cursor !== least) cursor.at += width
      }
      least.at += width
    }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()))
  }
}

interface Place {
  view: DataView
  at: number
}

class Cursor implements Place {
  view: DataView = new DataView(new ArrayBuffer(0))
  at = 0
  ended = false

  constructor(
    private readonly pieces: AsyncIterator<Uint8Array>,
    private readonly width: number,
  ) {}

  get used(): boolean {
    return this.at + this.width > this.view.byteLength
  }

  /** The next piece, with what was left of the one before. */
  async fill(): Promise<void> {
    while (this.used) {
      const { done, value } = await this.pieces.next()
      const left = this.view.byteLength - this.at
      if (done) {
        if (left > 0)
          fail('data.file', 'What was delivered or kept of persons is cut short.', 'Count once more.')
        this.ended = true
        return
      }
      const { buffer, byteOffset, byteLength } = this.view
      const rest = new Uint8Array(buffer, byteOffset + this.at, byteLength - this.at)
      const bytes = left === 0 ? value : Buffer.concat([rest, value])
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      this.at = 0
    }
  }

  async close(): Promise<void> {
    await this.pieces.return?.()
  }
}

function compare(a: Place, b: Place, bytes: number): number {
  for (let byte = 0; byte < bytes; byte += 4) {
    const difference = a.view.getUint32(a.at + byte) - b.view.getUint32(b.at + byte)
    if (difference !== 0) return difference
  }
  return 0
}
