/** Dansk. */
import type { choices as english } from './en.js'

export const choices: typeof english = {
  menu: 'Mine valg',
  menuShort: 'Valg',
  title: 'Hvem må bruge mine sundhedsdata',
  lead: [
    'Sundhedsregistrene har data om dig, og andre end dem, der behandler dig, kan få tilladelse til at bruge dem.',
    'Du kan sige nej, til det hele eller til noget af det, uden at give en grund, og du kan ombestemme dig når som helst.',
    'Det har ingen betydning for den behandling, du får, og arbejde, der fik tilladelse, før du sagde nej, fortsætter.',
  ],
  mine: 'Mine egne data',
  ofChild: (name) => `Data om ${name}`,
  may: 'Mine data må bruges til',
  mayOfChild: (name) => `Data om ${name} må bruges til`,
  levels: {
    research: [
      'Forskning og undervisning',
      'For at finde ud af, hvad der giver og kurerer sygdom, og lære det fra sig',
    ],
    policy: [
      'Politik, folkesundhed og statistik',
      'For myndigheder, der følger sundheden, planlægger tilbud og laver statistik',
    ],
    care: ['Bedre behandling', 'For dem, der forbedrer behandlingen af patienter, ud over din egen'],
  },
  none: 'Sig nej til alt',
  all: 'Sig ja til alt',
  saving: 'Gemmer dit valg',
  saved: (holders) =>
    holders === 0
      ? 'Dit valg er gemt. Ingen registre svarede lige nu, men hvert af dem spørger efter valgene, før noget bliver brugt.'
      : 'Dit valg er gemt, og registrene har fået det.',
  open: 'Arbejde, der ikke kræver tilladelse, oplyser intet formål, så den, der har sagt nej til noget, holdes helt ude af det.',
  history: 'Hvad jeg har valgt',
  noHistory: 'Der er ikke valgt noget endnu, så dataene må bruges til alt, der får tilladelse.',
  said: {
    none: 'Ja til alt',
    all: 'Nej til alt',
    some: (levels) => `Nej til: ${levels}`,
  },
  via: {
    self: 'af dig eller den, der loggede ind som denne person',
    guardian: 'af en forælder eller værge',
    clerk: 'fra en papirblanket, hos adgangsorganet',
  },
  receipt: 'Bekræftelse',
  receiptFile: (position) => `valg-${position}.jws`,
  withheld: {
    title: 'Det, der er spærret i journalen',
    lead: 'Du kan bede hospitalet eller lægen om at spærre noget af eller hele journalen. Når der laves registre af journalerne, beviser dataholderen over for dig, at det, du spærrer, er taget ud af dem. Beviset er en fil, som dataholderen har underskrevet: gem den, så kan ingen siden sige, at det var anderledes.',
    none: 'Der er ikke spærret noget, som der er lavet registre af. Vil du spærre noget, så sig det til dem, der fører din journal.',
    at: (holder, moment) => `Meddelt ${holder} ${moment}`,
    since: (moment) => `Gælder fra ${moment}: ingen har fået noget af det siden.`,
    made: (after, before) =>
      before === null
        ? `Version ${after} blev lavet uden det.`
        : `Version ${after} blev lavet uden det og har afløst version ${before}.`,
    closed: (levels) => `Du er ikke med, når det bruges til: ${levels}. Det gælder også ældre versioner.`,
    download: 'Hent beviset',
    file: (holder, consent, version) => `bevis-${holder}-${consent}-${version}.jws`,
  },
  permits: 'Tilladelser, der kan omfatte mine data',
  permitsLead:
    'Dette er alle gældende tilladelser. Hvilke af dem der bruger registre, hvor der står noget om dig, kan du se på siden om, hvem der har kigget.',
  noPermits: 'Ingen tilladelser gælder lige nu.',
  who: 'Hvem',
  why: 'Hvorfor',
  whom: 'Om hvem',
  data: 'Data fra',
  until: 'Til og med',
  results: 'Hvad der kom ud af det',
  noResults: 'Ikke noget endnu',
  choice: {
    in: 'Du har ikke sagt nej: Dine data kan være med.',
    out: 'Du har sagt nej: Dine data bruges ikke.',
    before: 'Tilladelsen blev givet, før du sagde nej, så dine data kan blive brugt, til den udløber.',
    excepted: (provision) => `En lov siger, at et nej ikke gælder her: ${provision}`,
  },
  more: 'Vis flere tilladelser',
  unknown: 'Dit login siger ikke, hvem du er i registrene',
  unknownNext: 'Log ind med dit elektroniske id, eller send papirblanketten til adgangsorganet.',
  paper: 'Indtast et valg fra papir',
  paperLead:
    'Indtast det, der står på blanketten. Nummeret forsegles, før det sendes videre, og gemmes ingen steder. Send bekræftelsen til den, der har skrevet under.',
  identifier: 'CPR-nummer',
  enter: 'Indtast valget',
  entered: (moment) => `Valget blev indtastet ${moment}.`,
}
