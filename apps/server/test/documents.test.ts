/** Letters as PDF: what they say, to whom a name is told, and that no text breaks them. */
import { LANGUAGES, type Language } from '@sund/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loses, showable } from '../src/documents/characters.js'
import {
  applicationLetter,
  decisionLetter,
  pdfOf,
  permitLetter,
  type Titles,
} from '../src/documents/index.js'
import { hasGlyph } from '../src/documents/typeface.js'
import { caseView, permitView, VARIABLES } from './letters.js'
import { readPdf } from './pdf.js'

const titles: Titles = {
  organisation: (id) => ({ en: `Body ${id}`, nb: `Organ ${id}`, da: `Myndighed ${id}` }),
  register: (name) => ({ en: `Register ${name}` }),
  variable: (_register, name) => ({ en: name }),
}
const letters = {
  application: (language: Language) => applicationLetter(caseView, titles, language),
  decision: (language: Language) => decisionLetter(caseView, titles, language),
  permit: (language: Language) => permitLetter(permitView, titles, language),
}

describe.each(['application', 'decision', 'permit'] as const)('the %s as PDF', (which) => {
  test('is tagged, has a title and a language, and is the same each time', async () => {
    expect((await pdfOf(letters[which]('da'))).equals(await pdfOf(letters[which]('da')))).toBe(true)
    for (const language of LANGUAGES) {
      const letter = letters[which](language)
      const bytes = await pdfOf(letter)
      const { raw, structure, text } = readPdf(bytes)
      expect(raw).toContain(`/Lang (${language})`)
      expect(raw).toContain('/Marked true')
      expect(raw).toContain('/DisplayDocTitle true')
      expect(structure.filter((type) => type === 'H1')).toHaveLength(1)
      expect(structure).toEqual(expect.arrayContaining(['Document', 'H2', 'P', 'Table', 'TR', 'TH', 'TD']))
      expect(text).toContain(letter.title)
      expect(text).toContain(letter.reference)
    }
  })

  test('has every variable', async () => {
    const { text } = readPdf(await pdfOf(letters[which]('en')))
    for (const { variable } of VARIABLES) expect(text).toContain(variable)
  })
})

test('row 13: a permit on paper says who, which data, purpose, where, until when, conditions, costs, and the fingerprint of its signature', async () => {
  const { text } = readPdf(await pdfOf(letters.permit('en')))
  for (const said of [
    'P-0123456789',
    'Kari Forsker',
    'everybody with diabetes',
    '1 February 2027',
    '31 January 2030',
    '31 July 2030',
    'Secure room',
    'Only in groups',
    '€1,234.00',
    'Research',
  ])
    expect(text).toContain(said)
  expect(text).toMatch(/[0-9a-f]{4}( [0-9a-f]{4}){15}/)
})

test('a decision says what each body decided and why, variable by variable, and how to appeal', async () => {
  const { text } = readPdf(await pdfOf(letters.decision('nb')))
  for (const said of [
    'Delvis innvilget',
    'Avslått',
    'Not needed for the question',
    'til og med 15. mars 2027',
  ])
    expect(text).toContain(said)
  expect(text).toContain('Ola Saksbehandler, Organ patients')
})

test('a body whose handlers are anonymous stands alone', async () => {
  const letter = decisionLetter(
    {
      ...caseView,
      tracks: caseView.tracks.map((track) => ({
        ...track,
        decision: track.decision && { ...track.decision, by: track.body },
      })),
    },
    titles,
    'en',
  )
  expect(JSON.stringify(letter)).not.toContain('Ola Saksbehandler')
})

test('text of any length and script does not break a letter', async () => {
  const odd = [
    'word '.repeat(3000),
    'x'.repeat(2000),
    '👩🏽‍🔬 😀 مرحبا بالعالم שלום עולם 你好 Čohkkiras, Ørsted, Łódź\u0000\u0007\u202e',
    '\n\n\n\n',
    '',
  ]
  const { answers } = caseView.application
  for (const text of odd) {
    const application = {
      ...caseView.application,
      answers: { ...answers, summary: text, title: text.slice(0, 300) },
    }
    const variables =
      caseView.decision?.variables.map((one) => ({ ...one, reason: text.slice(0, 2000) })) ?? []
    const view = {
      ...caseView,
      application,
      decision: caseView.decision && { ...caseView.decision, variables, conditions: [text] },
    }
    for (const make of [applicationLetter, decisionLetter]) {
      const { pages, structure } = readPdf(await pdfOf(make(view, titles, 'da')))
      expect(pages).toBeGreaterThan(1)
      expect(structure[0]).toBeDefined()
    }
  }
})

test('what cannot be shown is marked, and stands in the document as it was written', async () => {
  const letter = {
    ...letters.permit('en'),
    blocks: [{ text: 'Ørsted of Łódź, Áŋŋel Čáhci 😀😀 says \u201cשלום\u201d' }],
  }
  const { text, raw } = readPdf(await pdfOf(letter))
  expect(text).toContain('Ørsted of Łódź, Áŋŋel Čáhci [?] says “[?]”')
  expect(text).toContain('Characters that this typeface lacks')
  expect(raw).toContain('/ActualText (')
  expect(loses('Æøå “quoted” – 5 €')).toBe(false)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (any) => {
      for (const character of showable(any)) expect(character === '\n' || hasGlyph(character)).toBe(true)
    }),
  )
})
