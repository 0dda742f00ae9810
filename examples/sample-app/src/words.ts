/** What the page says, in the language that the browser prefers. */
const en = {
  title: 'Blood pressure',
  lead: 'This app shows your blood pressure as the health service has recorded it. It keeps nothing: everything stays in this tab.',
  server: 'Address of your records',
  signIn: 'Sign in and fetch',
  fetching: 'Fetching your measurements.',
  of: (name: string) => `Measurements of ${name}`,
  unnamed: 'Your measurements',
  none: 'No blood pressure has been recorded, or you chose not to show it.',
  when: 'When',
  pressure: 'mmHg',
  again: 'Fetch again',
  leave: 'Leave',
  denied: 'You did not let the app see your records. Nothing was fetched.',
  withdrawn: 'You no longer let the app see your records. Nothing more is fetched unless you start again.',
  ended: 'Your sign-in has ended. Start again to see your measurements.',
  failed: 'The records cannot be reached just now. Try again in a while.',
  restart: 'Start again',
}
export type Words = typeof en

const nb: Words = {
  title: 'Blodtrykk',
  lead: 'Appen viser blodtrykket ditt slik helsetjenesten har registrert det. Den lagrer ingenting: alt blir i denne fanen.',
  server: 'Adressen til journalen din',
  signIn: 'Logg inn og hent',
  fetching: 'Henter målingene dine.',
  of: (name) => `Målinger for ${name}`,
  unnamed: 'Målingene dine',
  none: 'Ingen blodtrykk er registrert, eller du valgte å ikke vise dem.',
  when: 'Når',
  pressure: 'mmHg',
  again: 'Hent på nytt',
  leave: 'Avslutt',
  denied: 'Du lot ikke appen se journalen din. Ingenting ble hentet.',
  withdrawn:
    'Du lar ikke lenger appen se journalen din. Ingenting mer blir hentet med mindre du begynner på nytt.',
  ended: 'Innloggingen din er avsluttet. Begynn på nytt for å se målingene.',
  failed: 'Journalen svarer ikke akkurat nå. Prøv igjen om litt.',
  restart: 'Begynn på nytt',
}

const da: Words = {
  title: 'Blodtryk',
  lead: 'Appen viser dit blodtryk, som sundhedsvæsenet har registreret det. Den gemmer intet: alt bliver i denne fane.',
  server: 'Adressen på din journal',
  signIn: 'Log ind og hent',
  fetching: 'Henter dine målinger.',
  of: (name) => `Målinger for ${name}`,
  unnamed: 'Dine målinger',
  none: 'Der er ikke registreret noget blodtryk, eller du valgte ikke at vise det.',
  when: 'Hvornår',
  pressure: 'mmHg',
  again: 'Hent igen',
  leave: 'Afslut',
  denied: 'Du lod ikke appen se din journal. Intet blev hentet.',
  withdrawn:
    'Du lader ikke længere appen se din journal. Der hentes ikke mere, medmindre du begynder forfra.',
  ended: 'Du er ikke længere logget ind. Begynd forfra for at se dine målinger.',
  failed: 'Journalen svarer ikke lige nu. Prøv igen om lidt.',
  restart: 'Begynd forfra',
}

const LANGUAGES: Record<string, Words> = { en, nb, no: nb, nn: nb, da }
export const LANGUAGE =
  navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in LANGUAGES) ?? 'en'
export const words: Words = LANGUAGES[LANGUAGE] ?? en
