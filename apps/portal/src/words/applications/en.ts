/** Words of applications: the list of drafts, and the page where one writes. Words of the form itself come with the form. */
import type { ApplicationKind, ApplicationPath, Attachment, NamedPerson, PrefillSource } from '@sund/model'

export const applications = {
  title: 'Applications',
  lead: 'What you apply for, from the first line to the permit. One application goes to all who decide.',
  begin: 'New application',
  drafts: 'Being written',
  submitted: 'Submitted',
  deleted: (count: number) => (count === 1 ? 'One deleted draft' : `${count} deleted drafts`),
  deletedHint: 'They can be brought back for thirty days.',
  none: 'You have no applications yet',
  noneNext:
    'Collect the variables you need first, and most of an application is filled in from them. Or begin right away.',
  untitled: 'Without a title',
  shared: 'shared with you',
  savedAt: (when: string) => `saved ${when}`,
  sentAt: (when: string) => `submitted ${when}`,
  openCase: 'Open the case',
  remove: 'Delete',
  restore: 'Bring it back',
  kinds: { new: 'Application', amendment: 'Change of a permit', renewal: 'Longer permit' } satisfies Record<
    ApplicationKind,
    string
  > as Record<ApplicationKind, string>,
  paths: { permit: 'to work with data', request: 'for an answer in statistics' } satisfies Record<
    ApplicationPath,
    string
  > as Record<ApplicationPath, string>,
  new: {
    title: 'New application',
    lead: 'Two answers, and the rest is filled in as far as it is known.',
    what: 'What do you need?',
    permit: 'To work with the data',
    permitHint: 'You write scripts and get protected answers, or work in a secure room, for years.',
    request: 'An answer in statistics',
    requestHint: 'Tables and figures that you describe. A lighter form, and decided faster.',
    where: 'Where is the access body that should lead it?',
    whereHint: 'Holders in other countries are asked in the same application.',
    countries: { NO: 'Norway', DK: 'Denmark' },
    collection: (count: number) =>
      count === 0
        ? 'Your collection is empty. You can add variables later.'
        : count === 1
          ? 'The variable in your collection comes with it.'
          : `The ${count} variables in your collection come with it.`,
    go: 'Begin',
    of: (permit: string) =>
      `It begins with all that led to permit ${permit}; change only what should be otherwise.`,
  },
  saving: {
    saved: 'Saved',
    saving: 'Saving',
    waiting: 'Not saved yet. It is kept in this browser, and tried again.',
    merged: (places: string) =>
      `Somebody else changed this application while you wrote. Both changes are in it; of ${places} yours stands.`,
    mergedAll: 'Somebody else changed this application while you wrote. Both changes are in it.',
    undo: 'Undo',
    versions: 'Earlier versions',
    version: (when: string, by: string) => `${when}, ${by}`,
    you: 'you',
    other: 'a co-applicant',
    bringBack: 'Bring back',
  },
  progress: 'Sections',
  left: (count: number) => (count === 0 ? 'done' : `${count} left`),
  filled: (count: number, of: number) => `${count} of ${of} fields were filled in for you.`,
  optional: 'may be left out',
  sources: {
    you: 'from your sign-in',
    collection: 'from your collection',
    organisation: 'from your organisation',
    'last-application': 'from your last application',
    permit: 'from the permit',
    rules: 'by the rules in force',
    usual: 'as is usual',
  } satisfies Record<PrefillSource, string> as Record<PrefillSource, string>,
  points: {
    title: (count: number) => (count === 1 ? 'One thing is left' : `${count} things are left`),
    ready: (count: number) =>
      count === 1
        ? 'It can be submitted. A handler would ask about one thing.'
        : `It can be submitted. A handler would ask about ${count} things.`,
    none: 'Nothing is missing. It can be submitted.',
    noneCase: 'Nothing is missing. It can be sent.',
    wrong: 'To mend',
    missing: 'To answer',
    questions: 'A handler would ask',
    go: (field: string) => `Go to ${field}`,
  },
  fee: {
    title: 'Cost',
    lead: 'An estimate over all who hold the data.',
    bodies: 'Who and what for',
    what: { 'access-body': 'handling', holder: 'delivery', variables: 'variables' } as Record<string, string>,
    reduction: (percent: string) => `less ${percent} for your kind of organisation`,
    rules: (id: string) => `By rules ${id}. Withdrawing costs only the work that was done.`,
  },
  time: {
    title: 'Time',
    usual: (days: string, mostly: string, from: string) =>
      `Half of the last ${from} such applications were decided within ${days} working days, four of five within ${mostly}.`,
    few: (from: number) =>
      from === 0
        ? 'No such application has been decided here yet.'
        : from === 1
          ? 'Only one such application has been decided here: too few to say how long yours will take.'
          : `Only ${from} such applications have been decided here: too few to say how long yours will take.`,
    law: (limit: string) => `The law allows ${limit} from when it is complete.`,
    units: {
      'working-days': (amount: number) => `${amount} working days`,
      days: (amount: number) => `${amount} days`,
      weeks: (amount: number) => `${amount} weeks`,
      months: (amount: number) => `${amount} months`,
    },
  },
  lighter: {
    text: 'Tables might be enough: you ask for few variables, and anonymous. An answer in statistics needs a shorter form and no room.',
    take: 'Ask for statistics instead',
    taken: 'This asks for an answer in statistics.',
    back: 'I need to work with the data',
  },
  controls: {
    addQuestion: 'Add a question',
    question: (number: number) => `Question ${number}`,
    removeQuestion: (number: number) => `Remove question ${number}`,
    from: 'From',
    until: 'To',
    confirmAll: 'Confirm all',
    meant: 'Is meant',
    notMeant: 'Is not meant',
    addRelaxation: 'Ask for a milder rule',
    relaxed: 'Which number',
    to: (usual: string, least: string) => `Instead of ${usual}; ${least} at the least`,
    value: 'Number',
    reason: 'Why',
    remove: 'Remove',
    criteria: 'Criteria',
    criteriaUse: 'Use these',
    criteriaAll: 'all of',
    criteriaAny: 'any of',
    criteriaNot: 'not',
    since: (year: number) => `from ${year}`,
    to_: (year: number) => `to ${year}`,
    yes: 'Yes',
    noOrganisation:
      'Sign-in tells of no organisation that you act for. Ask the administrator of yours to give you a role.',
    choose: 'Choose',
  },
  collection: {
    empty: 'No variables yet.',
    find: 'Find variables',
    add: (count: number) =>
      count === 1 ? 'Add one more from your collection' : `Add ${count} more from your collection`,
    needed: 'Which question needs it',
    variable: 'Variable',
    all: (register: string, question: string) => `All of ${register} for ${question}`,
    needs: (variable: string, question: string) => `${variable} for ${question}`,
    remove: (variable: string) => `Leave out ${variable}`,
    noQuestions: 'Write a question of the study first; then say here which variables each needs.',
    unneeded: 'no question needs it',
    count: (variables: number, registers: number) =>
      `${variables} ${variables === 1 ? 'variable' : 'variables'} of ${registers} ${registers === 1 ? 'register' : 'registers'}`,
  },
  persons: {
    parts: {
      lead: 'Leads the study',
      'co-applicant': 'Co-applicant, may edit',
      analyst: 'Works with the data',
    } satisfies Record<NamedPerson['part'], string> as Record<NamedPerson['part'], string>,
    name: 'Name',
    organisation: 'Organisation',
    email: 'E-mail',
    subject: 'Name in Sund',
    subjectHint: 'They see it where they share a run. It can be added later.',
    part: 'Part',
    add: 'Add a person',
    remove: (name: string) => `Remove ${name}`,
    someone: 'this person',
  },
  files: {
    add: 'Choose files',
    drop: 'or drop them here',
    kinds: {
      protocol: 'Protocol',
      'ethics-approval': 'Ethics approval',
      'legal-basis': 'Legal basis',
      'impact-assessment': 'Impact assessment',
      funding: 'Funding',
      other: 'Other',
    } satisfies Record<Attachment['kind'], string> as Record<Attachment['kind'], string>,
    kind: (name: string) => `What ${name} is`,
    uploading: (name: string, percent: string) => `${name}: ${percent}`,
    remove: (name: string) => `Remove ${name}`,
  },
  submit: {
    button: 'Submit',
    buttonCase: 'Send the completion',
    title: 'Submit this application?',
    titleCase: 'Send the completion?',
    next: 'What happens then',
    steps: [
      'Title, summary, purpose and registers are shown in the public register at once.',
      'The access body looks whether it is complete, and asks for all that is missing at once.',
      'All who decide do so side by side. You see on whose desk it lies, and since when.',
      'You can withdraw it at any time, and pay only for work that was done.',
    ],
    confirm: 'Submit',
    confirmCase: 'Send',
    cancel: 'Not yet',
    ownerOnly: 'The one who began this application submits it.',
    done: 'This application was submitted. What is here was sent.',
  },
}
