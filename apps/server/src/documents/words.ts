/** The words of letters, each in every language. Questions of a form have their words with the form. */
import { inLanguage, type Language, type LocalisedText } from '@sund/model'

const said = (en: string, nb: string, da: string) => ({ en, nb, da })

const WORDS = {
  mine: said('What is held about me', 'Det som er lagret om meg', 'Det, der er registreret om mig'),
  mineLead: said(
    'This is all that these holders keep in their records about the person above, the latest first. What registers hold in rows without names is not in it.',
    'Dette er alt disse virksomhetene har i journalene sine om personen ovenfor, det nyeste først. Det registre har i rader uten navn, er ikke med.',
    'Dette er alt, hvad disse steder har i deres journaler om personen ovenfor, det nyeste først. Det, registre har i rækker uden navne, er ikke med.',
  ),
  fetched: said('Fetched', 'Hentet', 'Hentet'),
  entries: said('Entries', 'Oppføringer', 'Oplysninger'),
  day: said('When', 'Når', 'Hvornår'),
  what: said('What', 'Hva', 'Hvad'),
  found: said('Result', 'Resultat', 'Resultat'),
  cameFrom: said('From', 'Fra', 'Fra'),
  yourself: said('Yourself', 'Deg selv', 'Dig selv'),
  application: said('Application for health data', 'Søknad om helsedata', 'Ansøgning om sundhedsdata'),
  decision: said(
    'Decision on access to health data',
    'Vedtak om tilgang til helsedata',
    'Afgørelse om adgang til sundhedsdata',
  ),
  permit: said('Data permit', 'Datatillatelse', 'Datatilladelse'),
  reference: said('Reference', 'Referanse', 'Reference'),
  received: said('Received', 'Mottatt', 'Modtaget'),
  applicant: said('Applicant', 'Søker', 'Ansøger'),
  organisation: said('Organisation', 'Organisasjon', 'Organisation'),
  study: said('Study', 'Studie', 'Undersøgelse'),
  path: said('What is asked for', 'Hva det søkes om', 'Hvad der søges om'),
  kind: said('Kind of application', 'Type søknad', 'Type ansøgning'),
  purpose: said('Purpose', 'Formål', 'Formål'),
  decided: said('Decided', 'Avgjort', 'Afgjort'),
  outcome: said('Outcome', 'Utfall', 'Udfald'),
  reason: said('Reason', 'Begrunnelse', 'Begrundelse'),
  by: said('Decided by', 'Avgjort av', 'Afgjort af'),
  conditions: said('Conditions', 'Vilkår', 'Vilkår'),
  variables: said('Variables', 'Variabler', 'Variabler'),
  variable: said('Variable', 'Variabel', 'Variabel'),
  inScripts: said('Name in scripts', 'Navn i skript', 'Navn i scripts'),
  register: said('Register', 'Register', 'Register'),
  neededFor: said('Needed for', 'Trengs til', 'Skal bruges til'),
  ruling: said('Decision', 'Avgjørelse', 'Afgørelse'),
  permitNumber: said('Permit', 'Tillatelse', 'Tilladelse'),
  appeal: said('If you disagree', 'Hvis du er uenig', 'Hvis du er uenig'),
  appealText: said(
    'You may appeal until and including {day}. You do it in the case, where you say what you find wrong and why.',
    'Du kan klage til og med {day}. Det gjør du i saken, der du skriver hva du mener er feil, og hvorfor.',
    'Du kan klage til og med {day}. Det gør du i sagen, hvor du skriver, hvad du mener er forkert, og hvorfor.',
  ),
  byDefault: said(
    'Decided by the clock: the body had not answered when the time that the law gives was over.',
    'Avgjort av fristen: organet hadde ikke svart da tiden som loven gir, var ute.',
    'Afgjort af fristen: organet havde ikke svaret, da den tid, som loven giver, var gået.',
  ),
  fee: said('Estimated fee', 'Anslått gebyr', 'Anslået gebyr'),
  feeFor: said('For', 'For', 'For'),
  amount: said('Amount', 'Beløp', 'Beløb'),
  total: said('In all', 'Til sammen', 'I alt'),
  persons: said('Persons', 'Personer', 'Personer'),
  name: said('Name', 'Navn', 'Navn'),
  part: said('Part', 'Rolle', 'Rolle'),
  attachments: said('Attachments', 'Vedlegg', 'Bilag'),
  file: said('File', 'Fil', 'Fil'),
  fingerprint: said('Fingerprint (SHA-256)', 'Fingeravtrykk (SHA-256)', 'Fingeraftryk (SHA-256)'),
  revision: said('Revision', 'Revisjon', 'Revision'),
  status: said('Status', 'Status', 'Status'),
  from: said('From', 'Fra', 'Fra'),
  until: said('Until and including', 'Til og med', 'Til og med'),
  deletedBy: said('Rows deleted by', 'Rader slettes innen', 'Rækker slettes senest'),
  resultsBy: said('Results registered by', 'Resultater registreres innen', 'Resultater registreres senest'),
  room: said('Where the data are analysed', 'Der dataene analyseres', 'Hvor data analyseres'),
  identifiability: said('Data are', 'Dataene er', 'Data er'),
  years: said('Years of data', 'Dataår', 'Dataår'),
  population: said('Population', 'Populasjon', 'Population'),
  enforced: said(
    'The population is also given as criteria, which holders apply before any row leaves them.',
    'Populasjonen er også gitt som kriterier, som dataansvarlige bruker før noen rad forlater dem.',
    'Populationen er også givet som kriterier, som dataansvarlige anvender, før nogen række forlader dem.',
  ),
  data: said('Data', 'Data', 'Data'),
  anyVersion: said('any version', 'alle versjoner', 'alle versioner'),
  version: said('version {version}', 'versjon {version}', 'version {version}'),
  relaxations: said('Rules that are less strict', 'Regler som er lempet', 'Regler, der er lempet'),
  optOutException: said(
    'Choices of citizens do not hold, by',
    'Innbyggernes valg gjelder ikke, etter',
    'Borgernes valg gælder ikke, efter',
  ),
  bodies: said('Who decided', 'Hvem som avgjorde', 'Hvem der afgjorde'),
  signature: said('Signature', 'Signatur', 'Signatur'),
  signatureText: said(
    'The permit is a signed document that machines verify (JWS, Ed25519); this letter is made from it. The fingerprint of the signature is:',
    'Tillatelsen er et signert dokument som maskiner kontrollerer (JWS, Ed25519); dette brevet er laget av det. Signaturens fingeravtrykk er:',
    'Tilladelsen er et underskrevet dokument, som maskiner kontrollerer (JWS, Ed25519); dette brev er lavet af det. Signaturens fingeraftryk er:',
  ),
  yes: said('Yes', 'Ja', 'Ja'),
  no: said('No', 'Nei', 'Nej'),
  confirmed: said(
    'Confirmed not to be meant:',
    'Bekreftet at dette ikke er ment:',
    'Bekræftet, at dette ikke er hensigten:',
  ),
  unanswered: said('Not answered', 'Ikke besvart', 'Ikke besvaret'),
  page: said('Page {number} of {of}', 'Side {number} av {of}', 'Side {number} af {of}'),
  unshown: said(
    'Characters that this typeface lacks are shown without their marks or as [?]. The case has the text as it was written.',
    'Tegn som denne skriften mangler, vises uten sine merker eller som [?]. Saken har teksten slik den ble skrevet.',
    'Tegn, som denne skrift mangler, vises uden deres mærker eller som [?]. Sagen har teksten, som den blev skrevet.',
  ),
} as const satisfies Record<string, LocalisedText>

const VALUES = {
  path: {
    permit: said('A data permit', 'En datatillatelse', 'En datatilladelse'),
    request: said('An answer in statistics', 'Et svar i statistikk', 'Et svar i statistik'),
  },
  kind: {
    new: said('New', 'Ny', 'Ny'),
    amendment: said(
      'Amendment of permit {permit}',
      'Endring av tillatelse {permit}',
      'Ændring af tilladelse {permit}',
    ),
    renewal: said(
      'Renewal of permit {permit}',
      'Forlengelse av tillatelse {permit}',
      'Forlængelse af tilladelse {permit}',
    ),
  },
  outcome: {
    granted: said('Granted', 'Innvilget', 'Imødekommet'),
    partial: said('Granted in part', 'Delvis innvilget', 'Delvist imødekommet'),
    refused: said('Refused', 'Avslått', 'Afslået'),
  },
  part: {
    lead: said('Lead', 'Leder', 'Leder'),
    'co-applicant': said('Co-applicant', 'Medsøker', 'Medansøger'),
    analyst: said('Analyst', 'Analytiker', 'Analytiker'),
  },
  attachment: {
    protocol: said('Protocol', 'Protokoll', 'Protokol'),
    'ethics-approval': said('Ethics approval', 'Etisk godkjenning', 'Etisk godkendelse'),
    'legal-basis': said('Legal basis', 'Rettslig grunnlag', 'Retsgrundlag'),
    'impact-assessment': said('Impact assessment', 'Konsekvensvurdering', 'Konsekvensanalyse'),
    funding: said('Funding', 'Finansiering', 'Finansiering'),
    other: said('Other', 'Annet', 'Andet'),
  },
  identifiability: {
    anonymous: said('anonymous', 'anonyme', 'anonyme'),
    pseudonymised: said('pseudonymised', 'pseudonymiserte', 'pseudonymiserede'),
  },
  held: {
    condition: said('Illnesses and problems', 'Sykdommer og problemer', 'Sygdomme og problemer'),
    visit: said('Visits and stays', 'Besøk og opphold', 'Besøg og indlæggelser'),
    laboratory: said('Laboratory results', 'Prøvesvar', 'Prøvesvar'),
    measurement: said('Measurements', 'Målinger', 'Målinger'),
    medicine: said('Medicines', 'Legemidler', 'Medicin'),
    vaccination: said('Vaccinations', 'Vaksinasjoner', 'Vaccinationer'),
    procedure: said(
      'Treatments and operations',
      'Behandlinger og operasjoner',
      'Behandlinger og operationer',
    ),
    report: said('Reports and documents', 'Svar og dokumenter', 'Svar og dokumenter'),
    person: said('Who you are', 'Hvem du er', 'Hvem du er'),
    consent: said('Consents', 'Samtykker', 'Samtykker'),
    correction: said('Corrections', 'Rettelser', 'Rettelser'),
    other: said('Other', 'Annet', 'Andet'),
  },
  permit: {
    GRANTED: said('Granted', 'Gitt', 'Givet'),
    AMENDED: said('Amended', 'Endret', 'Ændret'),
    RENEWED: said('Renewed', 'Forlenget', 'Forlænget'),
    REVOKED: said('Revoked', 'Trukket tilbake', 'Trukket tilbage'),
    EXPIRED: said('Expired', 'Utløpt', 'Udløbet'),
  },
} as const satisfies Record<string, Record<string, LocalisedText>>

/** English as Europe writes it. */
const LOCALES: Record<Language, string> = { en: 'en-GB', nb: 'nb', da: 'da' }

type Holes = Readonly<Record<string, string | number>>

/** The words of one language, with days, money and numbers as it writes them. */
export function wordsIn(language: Language) {
  const filled = (text: LocalisedText, holes: Holes = {}) =>
    inLanguage(text, language).replace(/\{(\w+)\}/g, (_, hole: string) => String(holes[hole] ?? ''))
  const locale = LOCALES[language]
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  return {
    language,
    text: (text: LocalisedText) => inLanguage(text, language),
    say: (word: keyof typeof WORDS, holes?: Holes) => filled(WORDS[word], holes),
    value: <K extends keyof typeof VALUES>(of: K, value: keyof (typeof VALUES)[K] & string, holes?: Holes) =>
      filled(VALUES[of][value] as LocalisedText, holes),
    day: (day: string) => days.format(new Date(day)),
    /** From the hundredth part of a currency. */
    money: (amount: number, currency: string) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount / 100),
  }
}
export type Words = ReturnType<typeof wordsIn>
