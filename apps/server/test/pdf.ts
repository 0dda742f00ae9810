/** What a PDF of ours says: its text in the order in which it is drawn, and the types of its structure. */
import { inflateSync } from 'node:zlib'

export interface ReadPdf {
  text: string
  /** Types of structure elements in the order in which they are written, such as `H1`, `TR`. */
  structure: string[]
  pages: number
  raw: string
}

export function readPdf(bytes: Buffer): ReadPdf {
  const raw = bytes.toString('latin1')
  const texts: string[] = []
  for (const { index } of raw.matchAll(/\/Filter \/FlateDecode[^>]*>>\nstream\n/g)) {
    const start = raw.indexOf('stream\n', index) + 'stream\n'.length
    const content = inflateSync(bytes.subarray(start, raw.indexOf('endstream', start))).toString('latin1')
    for (const [, shown = ''] of content.matchAll(/\[((?:<[0-9a-f]*>|[\s\d.-]+)*)\] TJ/g))
      texts.push(
        [...shown.matchAll(/<([0-9a-f]*)>/g)]
          .map(([, hex = '']) => windows1252(Buffer.from(hex, 'hex')))
          .join(''),
      )
  }
  return {
    text: texts.join(' ').replace(/\s+/g, ' '),
    structure: [...raw.matchAll(/\/S \/(\w+)\n/g)].map(([, type]) => type as string),
    pages: [...raw.matchAll(/\/Type \/Page\n/g)].length,
    raw,
  }
}

/** Not by `TextDecoder`, which takes it for Latin-1 on some versions of Node. */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const windows1252 = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) => (byte >= 0x80 && byte < 0xa0 ? C1.charAt(byte - 0x80) : String.fromCharCode(byte)))
    .join('')
