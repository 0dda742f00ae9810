/** Words of what citizens choose of their own data and are told of its use. The other languages have this shape. */
import type { ChoiceLevel, ChoiceMaker } from '@sund/model'

export const choices = {
  menu: 'My choices',
  menuShort: 'Choices',
  title: 'Who may use my health data',
  lead: [
    'Health registers have data about you, and others than those who treat you can be permitted to use them.',
    'You can say no to that, for everything or for some of it, and you need give no reason; you can change your mind at any time.',
    'It makes no difference to the care you are given, and work that was permitted before you said no goes on.',
  ],
  mine: 'My own data',
  ofChild: (name: string) => `Data about ${name}`,
  may: 'My data may be used for',
  mayOfChild: (name: string) => `Data about ${name} may be used for`,
  levels: {
    research: [
      'Research and education',
      'To find out what causes and cures disease, and to teach those who will',
    ],
    policy: [
      'Policy, public health and statistics',
      'For authorities who watch over health, plan services and count',
    ],
    care: ['Better care', 'For those who improve how patients are treated, beyond your own treatment'],
  } satisfies Record<ChoiceLevel, [string, string]> as Record<ChoiceLevel, [string, string]>,
  none: 'Say no to all',
  all: 'Say yes to all',
  saving: 'Saving your choice',
  saved: (holders: number): string =>
    holders === 0
      ? 'Your choice is kept. No register could be reached just now; each of them asks for it before it lets anything be used.'
      : 'Your choice is kept, and the registers have it.',
  open: 'Work that asks for no permit says no purpose, so whoever has said no to anything is left out of it.',
  history: 'What has been chosen',
  noHistory: 'Nothing has been chosen yet, so the data may be used for everything that is permitted.',
  said: {
    none: 'Yes to all',
    all: 'No to all',
    some: (levels: string) => `No to: ${levels}`,
  },
  via: {
    self: 'by you, or by whoever signed in as this person',
    guardian: 'by a parent or guardian',
    clerk: 'from a form on paper, by the access body',
  } satisfies Record<ChoiceMaker, string> as Record<ChoiceMaker, string>,
  receipt: 'Confirmation',
  receiptFile: (position: number) => `choice-${position}.jws`,
  withheld: {
    title: 'What is withheld in the records',
    lead: 'You can ask a hospital or surgery to withhold some or all of your records. When registers are made of the records there, the holder proves to you that what you withhold has left them. The proof is a file that the holder has signed: keep it, and nobody can say afterwards that it was otherwise.',
    none: 'Nothing is withheld that any register was made of. To withhold something, tell those who keep your records.',
    at: (holder: string, moment: string) => `Told to ${holder} at ${moment}`,
    since: (moment: string) => `In force since ${moment}: nothing of it has been given to anyone after that.`,
    made: (after: string, before: string | null) =>
      before === null
        ? `Version ${after} was made without it.`
        : `Version ${after} was made without it, and has taken the place of version ${before}.`,
    closed: (levels: string) =>
      `You take no part in its use for: ${levels}. That holds for older versions as well.`,
    download: 'Download the proof',
    file: (holder: string, consent: string, version: number) => `proof-${holder}-${consent}-${version}.jws`,
  },
  permits: 'Permits that can include my data',
  permitsLead:
    'These are all the permits that are in force. Which of them use registers that have something about you stands on the page of who looked.',
  noPermits: 'No permit is in force just now.',
  who: 'Who',
  why: 'Why',
  whom: 'About whom',
  data: 'Data from',
  until: 'Until',
  results: 'What came of it',
  noResults: 'Nothing yet',
  choice: {
    in: 'You have not said no: your data may be among those used.',
    out: 'You have said no: your data are not used.',
    before: 'It was permitted before you said no, so your data may still be used until it ends.',
    excepted: (provision: string) => `A law says that a no does not hold for it: ${provision}`,
  },
  more: 'Show more permits',
  unknown: 'Your sign-in does not say who you are in the registers',
  unknownNext:
    'Sign in with your national electronic identity, or send the form on paper to the access body.',
  paper: 'Enter a choice that came on paper',
  paperLead:
    'Enter what the form says. The number is sealed before it is sent on, and kept nowhere; send the confirmation to whoever signed the form.',
  identifier: 'National identity number',
  enter: 'Enter the choice',
  entered: (moment: string) => `The choice was entered at ${moment}.`,
}
