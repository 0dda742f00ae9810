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
  const objects = new Map(
    [...raw.matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, number, body = '']) => [number, body]),
  )
  const fonts = new Map(
    [...raw.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', number]) => [
      name,
      unicodeOf(streamOf(objects.get(/\/ToUnicode (\d+) 0 R/.exec(objects.get(number) ?? '')?.[1]) ?? '')),
    ]),
  )
  const texts: string[] = []
  for (const body of objects.values()) {
    let font: ReadonlyMap<number, string> | undefined
    for (const [, name, shown = ''] of streamOf(body).matchAll(
      /\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[\s\d.-]+)*)\] TJ/g,
    ))
      if (name !== undefined) font = fonts.get(name)
      else
        texts.push(
          [...shown.matchAll(/<([0-9a-f]*)>/g)]
            .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
            .map((glyph) => font?.get(Number.parseInt(glyph, 16)) ?? '\ufffd')
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

/** The content of an object that is a compressed stream of text; nothing of any other. */
function streamOf(body: string): string {
  const found = /\/Filter \/FlateDecode[^>]*>>\nstream\n([\s\S]*)\nendstream$/.exec(body)?.[1]
  return found === undefined ? '' : inflateSync(Buffer.from(found, 'latin1')).toString('latin1')
}

/** Which characters the glyphs of a font stand for (ISO 32000-1, 9.10.3), as PDFKit writes them: ranges with a list each. */
function unicodeOf(cmap: string): Map<number, string> {
  const characters = new Map<number, string>()
  for (const [, first = '', list = ''] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g))
    for (const [index, [, hex = '']] of [...list.matchAll(/<([0-9a-f]*)>/g)].entries())
      characters.set(Number.parseInt(first, 16) + index, Buffer.from(hex, 'hex').swap16().toString('utf16le'))
  return characters
}
