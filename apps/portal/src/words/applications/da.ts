/** Ord om ansøgninger: listen over kladder og siden, hvor man skriver. Ordene i selve blanketten følger med blanketten. */
import type { applications as english } from './en.js'

export const applications: typeof english = {
  title: 'Ansøgninger',
  lead: 'Det, du søger om, fra første linje til tilladelse. Én ansøgning går til alle, der skal afgøre.',
  begin: 'Ny ansøgning',
  drafts: 'Under arbejde',
  submitted: 'Indsendt',
  deleted: (count) => (count === 1 ? 'Én slettet kladde' : `${count} slettede kladder`),
  deletedHint: 'De kan hentes tilbage i tredive dage.',
  none: 'Du har ingen ansøgninger endnu',
  noneNext:
    'Saml først de variabler, du skal bruge, så er det meste af ansøgningen udfyldt. Eller begynd med det samme.',
  untitled: 'Uden titel',
  shared: 'delt med dig',
  savedAt: (when) => `gemt ${when}`,
  sentAt: (when) => `indsendt ${when}`,
  openCase: 'Åbn sagen',
  remove: 'Slet',
  restore: 'Hent tilbage',
  kinds: { new: 'Ansøgning', amendment: 'Ændring af en tilladelse', renewal: 'Forlænget tilladelse' },
  paths: { permit: 'om at arbejde med data', request: 'om et svar i statistik' },
  new: {
    title: 'Ny ansøgning',
    lead: 'To svar, så udfyldes resten, så langt den kendes.',
    what: 'Hvad skal du bruge?',
    permit: 'At arbejde med data',
    permitHint: 'Du skriver scripts og får beskyttede svar, eller arbejder i et sikkert rum, i flere år.',
    request: 'Et svar i statistik',
    requestHint: 'Tabeller og figurer, som du beskriver. En kortere blanket og hurtigere afgjort.',
    where: 'Hvor er det adgangsorgan, der skal lede sagen?',
    whereHint: 'Dataindehavere i andre lande spørges i samme ansøgning.',
    countries: { NO: 'Norge', DK: 'Danmark' },
    collection: (count) =>
      count === 0
        ? 'Din samling er tom. Du kan tilføje variabler senere.'
        : count === 1
          ? 'Variablen i din samling følger med.'
          : `De ${count} variabler i din samling følger med.`,
    go: 'Begynd',
    of: (permit) =>
      `Den begynder med alt, der førte til tilladelse ${permit}; ændr kun det, der skal være anderledes.`,
  },
  saving: {
    saved: 'Gemt',
    saving: 'Gemmer',
    waiting: 'Ikke gemt endnu. Det ligger i denne browser og prøves igen.',
    merged: (places) =>
      `En anden ændrede ansøgningen, mens du skrev. Begges ændringer er med; for ${places} gælder dine.`,
    mergedAll: 'En anden ændrede ansøgningen, mens du skrev. Begges ændringer er med.',
    undo: 'Fortryd',
    versions: 'Tidligere versioner',
    version: (when, by) => `${when}, ${by}`,
    you: 'dig',
    other: 'en medansøger',
    bringBack: 'Hent tilbage',
  },
  progress: 'Dele',
  left: (count) => (count === 0 ? 'færdig' : `${count} tilbage`),
  filled: (count, of) => `${count} af ${of} felter blev udfyldt for dig.`,
  optional: 'kan udelades',
  sources: {
    you: 'fra dit login',
    collection: 'fra din samling',
    organisation: 'fra din organisation',
    'last-application': 'fra din seneste ansøgning',
    permit: 'fra tilladelsen',
    rules: 'efter de gældende regler',
    usual: 'som det plejer at være',
  },
  points: {
    title: (count) => (count === 1 ? 'Én ting mangler' : `${count} ting mangler`),
    ready: (count) =>
      count === 1
        ? 'Den kan indsendes. En sagsbehandler ville spørge om én ting.'
        : `Den kan indsendes. En sagsbehandler ville spørge om ${count} ting.`,
    none: 'Intet mangler. Den kan indsendes.',
    noneCase: 'Intet mangler. Den kan sendes.',
    wrong: 'At rette',
    missing: 'At besvare',
    questions: 'En sagsbehandler ville spørge',
    go: (field) => `Gå til ${field}`,
  },
  fee: {
    title: 'Pris',
    lead: 'Et skøn over alle, der har data.',
    bodies: 'Hvem og hvad for',
    what: { 'access-body': 'behandling', holder: 'udlevering', variables: 'variabler' },
    reduction: (percent) => `minus ${percent} for din slags organisation`,
    rules: (id) => `Efter regler ${id}. Trækker du ansøgningen, betaler du kun for udført arbejde.`,
  },
  time: {
    title: 'Tid',
    usual: (days, mostly, from) =>
      `Halvdelen af de seneste ${from} sådanne ansøgninger blev afgjort inden for ${days} arbejdsdage, fire ud af fem inden for ${mostly}.`,
    few: (from) =>
      from === 0
        ? 'Ingen sådan ansøgning er afgjort her endnu.'
        : from === 1
          ? 'Kun én sådan ansøgning er afgjort her: for lidt til at sige, hvor længe din vil tage.'
          : `Kun ${from} sådanne ansøgninger er afgjort her: for få til at sige, hvor længe din vil tage.`,
    law: (limit) => `Loven giver ${limit}, fra den er fuldstændig.`,
    units: {
      'working-days': (amount) => `${amount} arbejdsdage`,
      days: (amount) => `${amount} dage`,
      weeks: (amount) => `${amount} uger`,
      months: (amount) => `${amount} måneder`,
    },
  },
  lighter: {
    text: 'Måske er tabeller nok: Du beder om få variabler, og anonyme. Et svar i statistik har en kortere blanket og kræver intet rum.',
    take: 'Bed om statistik i stedet',
    taken: 'Denne beder om et svar i statistik.',
    back: 'Jeg skal arbejde med data',
  },
  controls: {
    addQuestion: 'Tilføj et spørgsmål',
    question: (number) => `Spørgsmål ${number}`,
    removeQuestion: (number) => `Fjern spørgsmål ${number}`,
    from: 'Fra',
    until: 'Til',
    confirmAll: 'Bekræft alle',
    meant: 'Er hensigten',
    notMeant: 'Er ikke hensigten',
    addRelaxation: 'Bed om en mildere regel',
    relaxed: 'Hvilket tal',
    to: (usual, least) => `I stedet for ${usual}; mindst ${least}`,
    value: 'Tal',
    reason: 'Hvorfor',
    remove: 'Fjern',
    criteria: 'Kriterier',
    criteriaUse: 'Brug disse',
    criteriaAll: 'alle af',
    criteriaAny: 'en af',
    criteriaNot: 'ikke',
    since: (year) => `fra ${year}`,
    to_: (year) => `til ${year}`,
    yes: 'Ja',
    noOrganisation:
      'Dit login fortæller ikke om nogen organisation, du handler for. Bed din administrator om at give dig en rolle.',
    choose: 'Vælg',
  },
  collection: {
    empty: 'Ingen variabler endnu.',
    find: 'Find variabler',
    add: (count) => (count === 1 ? 'Tilføj én mere fra samlingen' : `Tilføj ${count} mere fra samlingen`),
    needed: 'Hvilket spørgsmål der kræver den',
    variable: 'Variabel',
    all: (register, question) => `Alle i ${register} til ${question}`,
    needs: (variable, question) => `${variable} til ${question}`,
    remove: (variable) => `Udelad ${variable}`,
    noQuestions:
      'Skriv først et spørgsmål i undersøgelsen; så siger du her, hvilke variabler hvert af dem kræver.',
    unneeded: 'intet spørgsmål kræver den',
    count: (variables, registers) =>
      `${variables} ${variables === 1 ? 'variabel' : 'variabler'} fra ${registers} ${registers === 1 ? 'register' : 'registre'}`,
  },
  persons: {
    parts: {
      lead: 'Leder undersøgelsen',
      'co-applicant': 'Medansøger, må redigere',
      analyst: 'Arbejder med data',
    },
    name: 'Navn',
    organisation: 'Organisation',
    email: 'E-mail',
    subject: 'Navn i Sund',
    subjectHint: 'De ser det, hvor de deler en kørsel. Det kan tilføjes senere.',
    part: 'Opgave',
    add: 'Tilføj en person',
    remove: (name) => `Fjern ${name}`,
    someone: 'denne person',
  },
  files: {
    add: 'Vælg filer',
    drop: 'eller slip dem her',
    kinds: {
      protocol: 'Protokol',
      'ethics-approval': 'Etisk godkendelse',
      'legal-basis': 'Behandlingsgrundlag',
      'impact-assessment': 'Konsekvensanalyse',
      funding: 'Finansiering',
      other: 'Andet',
    },
    kind: (name) => `Hvad ${name} er`,
    uploading: (name, percent) => `${name}: ${percent}`,
    remove: (name) => `Fjern ${name}`,
  },
  submit: {
    button: 'Indsend',
    buttonCase: 'Send udfyldningen',
    title: 'Indsende ansøgningen?',
    titleCase: 'Sende udfyldningen?',
    next: 'Hvad der så sker',
    steps: [
      'Titel, resumé, formål og registre vises i det offentlige register med det samme.',
      'Adgangsorganet ser, om den er fuldstændig, og beder om alt, der mangler, på én gang.',
      'Alle, der skal afgøre, gør det side om side. Du ser, på hvis bord den ligger, og siden hvornår.',
      'Du kan trække den når som helst og betaler kun for udført arbejde.',
    ],
    confirm: 'Indsend',
    confirmCase: 'Send',
    cancel: 'Ikke endnu',
    ownerOnly: 'Den, der begyndte på ansøgningen, indsender den.',
    done: 'Denne ansøgning er indsendt. Det, der står her, blev sendt.',
  },
}
