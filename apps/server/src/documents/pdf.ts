/**
 * A letter on pages: A4, tagged (ISO 32000-1, 14.8), so that a screen reader has headings, lists and tables with their headers in the order in which
 * they are read. The same letter always has the same bytes.
 */
import PDFDocument from 'pdfkit'
import { loses, showable } from './characters.js'
import type { Block, Letter, Table } from './letter.js'
import { BOLD, REGULAR } from './typeface.js'

const INK = '#10263a'
const QUIET = '#4a5d6c'
const LINE = '#c6d3dc'
const MARGINS = { top: 68, bottom: 76, left: 68, right: 68 }
const TEXT = { font: REGULAR, size: 10.5, gap: 2.5, colour: INK }
const SMALL = { font: REGULAR, size: 9, gap: 1.5, colour: QUIET }
type Style = typeof TEXT
const CELL = { ...TEXT, size: 9, gap: 1.5 }
const HEADINGS: Record<1 | 2 | 3, Style & { before: number }> = {
  1: { font: BOLD, size: 20, gap: 2, colour: INK, before: 12 },
  2: { font: BOLD, size: 13, gap: 2, colour: INK, before: 14 },
  3: { font: BOLD, size: 10.5, gap: 2, colour: INK, before: 6 },
}
const PADDING = { x: 5, y: 4 }

type Document = PDFKit.PDFDocument
type Element = PDFKit.PDFStructureElement

/** The bytes of a letter. */
export async function pdfOf(letter: Letter): Promise<Buffer> {
  const at = new Date(letter.at)
  const pdf = new PDFDocument({
    size: 'A4',
    margins: MARGINS,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: letter.language,
    bufferPages: true,
    info: {
      Title: letter.title,
      Subject: letter.reference,
      Author: letter.from,
      Creator: 'Sund',
      Producer: 'Sund',
      CreationDate: at,
      ModDate: at,
    },
  })
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
  set(pdf, letter)
  pdf.end()
  return done
}

function set(pdf: Document, letter: Letter): void {
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  const writer = createWriter(pdf, root)
  writer.paragraph(letter.from, SMALL)
  writer.heading(letter.title, 1)
  for (const block of letter.blocks) writer.block(block)
  if (writer.lost()) {
    pdf.moveDown()
    writer.paragraph(letter.unshown, SMALL)
  }
  root.end()
  footers(pdf, letter)
}

function createWriter(pdf: Document, root: Element) {
  const left = MARGINS.left
  const width = pdf.page.width - MARGINS.left - MARGINS.right
  const bottom = () => pdf.page.height - MARGINS.bottom
  const full = pdf.page.height - MARGINS.top - MARGINS.bottom
  let lost = false

  const style = ({ font, size, colour }: Style) => pdf.font(font).fontSize(size).fillColor(colour)
  const height = (text: string, of: Style, wide: number) => {
    style(of)
    return pdf.heightOfString(showable(text) || ' ', { width: wide, lineGap: of.gap })
  }
  /** An element with text; where some of it cannot be shown, with the text as it was written. */
  function write(
    parent: Element,
    type: string,
    text: string,
    of: Style,
    place: Place,
    scope?: 'Column',
  ): void {
    const unshown = loses(text)
    lost ||= unshown
    const element = pdf.struct(
      type,
      { ...(unshown ? { actual: text } : {}), ...(scope ? { scope } : {}) },
      () => {
        style(of)
        pdf.text(showable(text), place.x, place.y ?? pdf.y, { width: place.width, lineGap: of.gap })
      },
    )
    parent.add(element)
    element.end()
  }
  const room = (needed: number) => {
    if (pdf.y + needed > bottom() && pdf.y > MARGINS.top) pdf.addPage()
  }
  const artifact = (draw: () => void) => {
    pdf.markContent('Artifact', { type: 'Layout' })
    draw()
    pdf.endMarkedContent()
  }
  const rule = (y: number) =>
    artifact(() => {
      pdf
        .moveTo(left, y)
        .lineTo(left + width, y)
        .lineWidth(0.5)
        .strokeColor(LINE)
        .stroke()
    })

  /** A row of cells, each an element of a row of the structure; `y` is where the next begins. */
  function row(parent: Element, cells: readonly Cell[], high: number): void {
    const y = pdf.y
    const tr = pdf.struct('TR')
    parent.add(tr)
    let x = left
    for (const { text, of, width: wide, type } of cells) {
      write(
        tr,
        type,
        text,
        of,
        { x: x + PADDING.x, y: y + PADDING.y, width: wide - 2 * PADDING.x },
        type === 'TH' ? 'Column' : undefined,
      )
      x += wide
    }
    tr.end()
    rule(y + high)
    pdf.x = left
    pdf.y = y + high
  }

  const writer = {
    lost: () => lost,
    block(block: Block): void {
      if ('heading' in block) writer.heading(block.heading, block.level)
      else if ('text' in block) writer.paragraph(block.text)
      else if ('list' in block) writer.list(block.list)
      else if ('facts' in block) writer.facts(block.facts)
      else writer.table(block.table)
    },
    heading(text: string, level: 1 | 2 | 3): void {
      const of = HEADINGS[level]
      // A heading stays with what it heads.
      room(of.before + height(text, of, width) + 3 * TEXT.size * 1.4)
      pdf.y += pdf.y > MARGINS.top ? of.before : 0
      write(root, `H${level}`, text, of, { x: left, width })
      pdf.y += 3
    },
    paragraph(text: string, of: Style = TEXT): void {
      for (const one of text.split(/\n{2,}/)) {
        write(root, 'P', one, of, { x: left, width })
        pdf.y += 5
      }
    },
    list(items: readonly string[]): void {
      const list = pdf.struct('L')
      root.add(list)
      for (const item of items) {
        room(TEXT.size * 1.4)
        const element = pdf.struct('LI')
        list.add(element)
        const y = pdf.y
        write(element, 'Lbl', '•', TEXT, { x: left + 4, y, width: 10 })
        write(element, 'LBody', item, TEXT, { x: left + 16, y, width: width - 16 })
        element.end()
        pdf.y += 2
      }
      list.end()
      pdf.x = left
      pdf.y += 4
    },
    facts(facts: readonly (readonly [string, string])[]): void {
      const of = { ...TEXT, font: BOLD }
      const table = pdf.struct('Table')
      root.add(table)
      const names = Math.min(190, width * 0.36)
      for (const [name, value] of facts) {
        const high = Math.max(height(name, of, names - 10), height(value, TEXT, width - names))
        room(Math.min(high, full) + 4)
        const tr = pdf.struct('TR')
        table.add(tr)
        const y = pdf.y
        write(tr, 'TH', name, of, { x: left, y, width: names - 10 })
        const after = pdf.y
        write(tr, 'TD', value, TEXT, { x: left + names, y, width: width - names })
        tr.end()
        pdf.y = Math.max(pdf.y, high > full ? pdf.y : after) + 3
      }
      table.end()
      pdf.x = left
      pdf.y += 4
    },
    table({ caption, columns, rows }: Table): void {
      const sum = columns.reduce((total, one) => total + one.width, 0)
      const widths = columns.map((one) => (one.width / sum) * width)
      const cellsOf = (texts: readonly string[], of: Style, type: 'TH' | 'TD'): Cell[] =>
        texts.map((text, i) => ({ text, of, type, width: widths[i] as number }))
      const highest = (cells: readonly Cell[]) =>
        Math.max(...cells.map(({ text, of, width: wide }) => height(text, of, wide - 2 * PADDING.x))) +
        2 * PADDING.y
      const head = cellsOf(
        columns.map(({ title }) => title),
        { ...CELL, font: BOLD },
        'TH',
      )
      const headHigh = highest(head)
      writer.paragraphBold(caption, headHigh + CELL.size * 4)
      const table = pdf.struct('Table', { title: caption })
      root.add(table)
      row(table, head, headHigh)
      for (const texts of rows) {
        const cells = cellsOf(texts, CELL, 'TD')
        const high = highest(cells)
        if (high > full - headHigh) {
          // What is longer than a page is no row of anything: said line by line.
          const tr = pdf.struct('TR')
          table.add(tr)
          texts.forEach((text, i) => {
            write(tr, 'TD', `${columns[i]?.title}: ${text}`, CELL, {
              x: left + PADDING.x,
              width: width - 2 * PADDING.x,
            })
          })
          tr.end()
          pdf.x = left
          continue
        }
        if (pdf.y + high > bottom()) {
          pdf.addPage()
          again(head, headHigh)
        }
        row(table, cells, high)
      }
      table.end()
      pdf.x = left
      pdf.y += 10
    },
    paragraphBold(text: string, more: number): void {
      const of = { ...CELL, font: BOLD, colour: QUIET }
      room(height(text, of, width) + more)
      write(root, 'P', text, of, { x: left, width })
      pdf.y += 2
    },
  }

  /** The header of a table on its next page: for the eye only, since a screen reader knows it. */
  function again(cells: readonly Cell[], high: number): void {
    const y = pdf.y
    artifact(() => {
      let x = left
      for (const { text, of, width: wide } of cells) {
        style(of)
        pdf.text(showable(text), x + PADDING.x, y + PADDING.y, {
          width: wide - 2 * PADDING.x,
          lineGap: of.gap,
        })
        x += wide
      }
    })
    rule(y + high)
    pdf.x = left
    pdf.y = y + high
  }
  return writer
}

interface Place {
  x: number
  /** Where the line before ended, when left out. */
  y?: number
  width: number
}
interface Cell {
  text: string
  of: Style
  type: 'TH' | 'TD'
  width: number
}

/** Reference and number at the foot of every page, which are no part of what is read aloud. */
function footers(pdf: Document, { reference, page }: Letter): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let i = 0; i < count; i++) {
    pdf.switchToPage(start + i)
    // Below the margin, text would begin another page.
    const { margins } = pdf.page
    const kept = margins.bottom
    margins.bottom = 0
    pdf.markContent('Artifact', { type: 'Pagination' })
    pdf.font(SMALL.font).fontSize(SMALL.size).fillColor(SMALL.colour)
    const y = pdf.page.height - 44
    const width = pdf.page.width - MARGINS.left - MARGINS.right
    pdf.text(showable(reference), MARGINS.left, y, { width, lineBreak: false })
    pdf.text(page(i + 1, count), MARGINS.left, y, { width, align: 'right', lineBreak: false })
    pdf.endMarkedContent()
    margins.bottom = kept
  }
}
