/** Norsk bokmål. */
import type { choices as english } from './en.js'

export const choices: typeof english = {
  menu: 'Mine valg',
  menuShort: 'Valg',
  title: 'Hvem kan bruke helsedataene mine',
  lead: [
    'Helseregistrene har data om deg, og andre enn de som behandler deg, kan få tillatelse til å bruke dem.',
    'Du kan si nei, til alt eller til noe av det, uten å begrunne det, og du kan ombestemme deg når du vil.',
    'Det har ingen betydning for behandlingen du får, og arbeid som fikk tillatelse før du sa nei, fortsetter.',
  ],
  mine: 'Mine egne data',
  ofChild: (name) => `Data om ${name}`,
  may: 'Dataene mine kan brukes til',
  mayOfChild: (name) => `Data om ${name} kan brukes til`,
  levels: {
    research: [
      'Forskning og undervisning',
      'For å finne ut hva som gir og helbreder sykdom, og lære det bort',
    ],
    policy: [
      'Politikk, folkehelse og statistikk',
      'For myndigheter som følger med på helsen, planlegger tjenester og lager statistikk',
    ],
    care: ['Bedre behandling', 'For dem som forbedrer behandlingen av pasienter, utover din egen'],
  },
  none: 'Si nei til alt',
  all: 'Si ja til alt',
  saving: 'Lagrer valget ditt',
  saved: (holders) =>
    holders === 0
      ? 'Valget er lagret. Ingen registre svarte akkurat nå, men hvert av dem spør etter valgene før noe blir brukt.'
      : 'Valget er lagret, og registrene har fått det.',
  open: 'Arbeid som ikke krever tillatelse, oppgir ikke noe formål, så den som har sagt nei til noe, holdes helt utenfor det.',
  history: 'Det jeg har valgt',
  noHistory: 'Ingenting er valgt ennå, så dataene kan brukes til alt som får tillatelse.',
  said: {
    none: 'Ja til alt',
    all: 'Nei til alt',
    some: (levels) => `Nei til: ${levels}`,
  },
  via: {
    self: 'av deg, eller den som logget inn som denne personen',
    guardian: 'av en forelder eller verge',
    clerk: 'fra et papirskjema, hos tilgangsorganet',
  },
  receipt: 'Bekreftelse',
  receiptFile: (position) => `valg-${position}.jws`,
  withheld: {
    title: 'Det som er sperret i journalen',
    lead: 'Du kan be sykehuset eller legekontoret sperre noe av eller hele journalen. Når det lages registre av journalene der, beviser dataholderen for deg at det du sperrer, er tatt ut av dem. Beviset er en fil som dataholderen har signert: ta vare på den, så kan ingen siden si at det var annerledes.',
    none: 'Ikke noe er sperret som det er laget registre av. Vil du sperre noe, så si fra til dem som fører journalen din.',
    at: (holder, moment) => `Meldt til ${holder} ${moment}`,
    since: (moment) => `Gjelder fra ${moment}: ingen har fått noe av det siden.`,
    made: (after, before) =>
      before === null
        ? `Versjon ${after} ble laget uten det.`
        : `Versjon ${after} ble laget uten det og har tatt plassen til versjon ${before}.`,
    closed: (levels) => `Du er ikke med når det brukes til: ${levels}. Det gjelder eldre versjoner også.`,
    download: 'Last ned beviset',
    file: (holder, consent, version) => `bevis-${holder}-${consent}-${version}.jws`,
  },
  permits: 'Tillatelser som kan omfatte mine data',
  permitsLead:
    'Dette er alle gjeldende tillatelser. Hvilke av dem som bruker registre der det står noe om deg, finner du på siden om hvem som har sett.',
  noPermits: 'Ingen tillatelser gjelder akkurat nå.',
  who: 'Hvem',
  why: 'Hvorfor',
  whom: 'Om hvem',
  data: 'Data fra',
  until: 'Til og med',
  results: 'Hva det førte til',
  noResults: 'Ingenting ennå',
  choice: {
    in: 'Du har ikke sagt nei: Dataene dine kan være med.',
    out: 'Du har sagt nei: Dataene dine brukes ikke.',
    before: 'Tillatelsen ble gitt før du sa nei, så dataene dine kan bli brukt til den utløper.',
    excepted: (provision) => `En lov sier at et nei ikke gjelder her: ${provision}`,
  },
  more: 'Vis flere tillatelser',
  unknown: 'Innloggingen sier ikke hvem du er i registrene',
  unknownNext: 'Logg inn med elektronisk ID, eller send papirskjemaet til tilgangsorganet.',
  paper: 'Registrer et valg fra papir',
  paperLead:
    'Skriv inn det som står i skjemaet. Nummeret forsegles før det sendes videre, og lagres ingen steder. Send bekreftelsen til den som har skrevet under.',
  identifier: 'Fødselsnummer',
  enter: 'Registrer valget',
  entered: (moment) => `Valget ble registrert ${moment}.`,
}
