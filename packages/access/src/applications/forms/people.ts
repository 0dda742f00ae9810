/** The last sections of the form: who takes part, money, what becomes of results, and files. */
import type { FormSection } from '@sund/model'
import { field, said, words } from './words.js'

export const PEOPLE: FormSection = {
  id: 'people',
  title: said('People', 'Personer', 'Personer'),
  lead: null,
  fields: [
    field('organisation', 'organisation', {
      title: said('Organisation', 'Organisasjon', 'Organisation'),
      help: said('On whose behalf you apply.', 'Den du søker på vegne av.', 'Den, du søger på vegne af.'),
    }),
    field('persons', 'persons', {
      title: said('Who takes part', 'Hvem som deltar', 'Hvem der deltager'),
      help: said(
        'A permit names every person. Co-applicants can also edit this application.',
        'En tillatelse navngir hver person. Medsøkere kan også redigere denne søknaden.',
        'En tilladelse navngiver hver person. Medansøgere kan også redigere denne ansøgning.',
      ),
    }),
    field('contact', 'line', {
      title: said('Contact for questions', 'Kontakt for spørsmål', 'Kontakt for spørgsmål'),
      schema: words(200, 3),
    }),
    field('funding', 'text', {
      title: said(
        'Who pays for the study',
        'Hvem som betaler for studien',
        'Hvem der betaler for undersøgelsen',
      ),
      schema: words(2000),
    }),
    field('publication', 'text', {
      title: said(
        'What becomes of the results',
        'Hva som skjer med resultatene',
        'Hvad der sker med resultaterne',
      ),
      help: said(
        'Results are made public within 18 months after the work ends (Art 61).',
        'Resultater gjøres offentlige innen 18 måneder etter at arbeidet er slutt (art. 61).',
        'Resultater offentliggøres senest 18 måneder efter arbejdets afslutning (art. 61).',
      ),
      schema: words(2000),
    }),
  ],
}

export const FILES: FormSection = {
  id: 'files',
  title: said('Attachments', 'Vedlegg', 'Bilag'),
  lead: said(
    'Protocol, approvals and the like. Never data about people, and no list of variables: those are above.',
    'Protokoll, godkjenninger og lignende. Aldri data om personer, og ingen variabelliste: den står ovenfor.',
    'Protokol, godkendelser og lignende. Aldrig data om personer, og ingen variabelliste: den står ovenfor.',
  ),
  fields: [
    field('attachments', 'attachments', {
      title: said('Files', 'Filer', 'Filer'),
      help: said(
        'PDF, PNG, JPEG or plain text; at most 10 MB each and 50 MB together.',
        'PDF, PNG, JPEG eller ren tekst; høyst 10 MB hver og 50 MB til sammen.',
        'PDF, PNG, JPEG eller ren tekst; højst 10 MB hver og 50 MB tilsammen.',
      ),
      optional: true,
    }),
  ],
}
