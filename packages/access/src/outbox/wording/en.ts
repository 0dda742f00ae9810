import { wording } from '../holes.js'

export const en = wording({
  letters: {
    received: {
      subject: 'Application {reference} received',
      text: 'We have received your application {reference}. By {due} at the latest you will hear whether anything is missing.',
    },
    'completion-asked': {
      subject: 'Application {reference}: something is missing',
      text: 'Application {reference} cannot be decided yet. The case shows everything that is missing. Please complete it by {due}, or the application lapses. While you complete it no time counts; once it is complete, the time for deciding starts anew.',
    },
    assigned: {
      subject: 'Case {reference} is in your hands',
      text: 'You have been given case {reference}.',
    },
    'track-opened': {
      subject: 'Case {reference} waits for you',
      text: 'Case {reference} waits for your organisation. Your part is due by {due}.',
    },
    'question-asked': {
      subject: 'A question about application {reference}',
      text: 'You have been asked a question about application {reference}. Answer it in the case.',
    },
    'question-answered': {
      subject: 'Case {reference}: an answer',
      text: 'The applicant has answered a question in case {reference}.',
    },
    'review-asked': {
      subject: 'Your advice on case {reference}',
      text: 'You are asked for your advice on case {reference}.',
    },
    reminder: {
      subject: 'Reminder: {reference}, due {due}',
      text: 'In {reference} this is due on {due}: {clock}.',
    },
    escalated: {
      subject: 'Overdue: {reference}',
      text: 'In {reference} this was due on {due} and has not been done: {clock}. You are told since you can see to it that it is.',
    },
    'decision-issued': {
      subject: 'Decision on application {reference}',
      text: 'Application {reference} has been decided: {outcome}. The case shows the reasons and the conditions. You may appeal until {due}.',
    },
    withdrawn: {
      subject: 'Application {reference} is closed',
      text: 'Application {reference} was withdrawn, or was not completed in time. Nothing more is to be done in it.',
    },
    appealed: {
      subject: 'Case {reference}: an appeal',
      text: 'The applicant has appealed against the decision in case {reference}. The appeal is to be dealt with by {due}.',
    },
    'appeal-decided': {
      subject: 'Case {reference}: your appeal has been dealt with',
      text: 'Your appeal in case {reference} has been dealt with. The case shows the answer.',
    },
    'permit-issued': {
      subject: 'Permit {reference}',
      text: 'Permit {reference} has been issued. It holds until {until}.',
    },
    'permit-revoked': {
      subject: 'Permit {reference} has been revoked',
      text: 'Permit {reference} has been revoked. It may not be used any more, and work under it has been stopped.',
    },
    'permit-expired': {
      subject: 'Permit {reference} has ended',
      text: 'Permit {reference} has ended. Its data are to be deleted by {due}.',
    },
    'person-removed': {
      subject: 'Permit {reference}: a person has been taken off',
      text: 'A person named in permit {reference} no longer has access. The permit shows who.',
    },
    'breach-suspected': {
      subject: 'Permit {reference}: a suspected breach',
      text: 'It is suspected that the conditions of permit {reference} were broken. A reply may be given until {due}.',
    },
    'breach-replied': {
      subject: 'Permit {reference}: a reply',
      text: 'A reply has been given to the suspected breach of permit {reference}.',
    },
    'breach-decided': {
      subject: 'Permit {reference}: the suspected breach has been decided',
      text: 'The suspected breach of permit {reference} has been decided: {outcome}.',
    },
    'finding-reported': {
      subject: 'Permit {reference}: a finding that matters to health',
      text: 'Under permit {reference} a finding was made that may matter to the health of people in the data. The permit shows what was reported.',
    },
    'description-due': {
      subject: 'Look through the description of {register}',
      text: 'Holders look through what the catalogue says of their registers once a year. For {register} ({reference}) the year is over on {due}.',
    },
    'description-overdue': {
      subject: 'Overdue: the description of {register}',
      text: 'What the catalogue says of {register} ({reference}) was to be looked through by {due}, and nobody has yet. Everyone who finds the register sees that.',
    },
  },
  clocks: {
    screening: 'to say whether the application is complete',
    completion: 'to complete the application',
    decision: 'to decide',
    proposal: 'to propose a decision',
    confirmation: 'to confirm or change the proposed decision',
    appeal: 'to appeal, or to deal with the appeal',
    delivery: 'to deliver the data',
    'breach-reply': 'to reply to the suspected breach',
    'permit-end': 'the permit ends',
    deletion: 'to delete the data',
    results: 'to register the results',
  },
  outcomes: {
    granted: 'granted',
    partial: 'granted in part',
    refused: 'refused',
    cleared: 'there was no breach',
    revoked: 'the permit is revoked',
    excluded: 'the permit is revoked, and those responsible may not apply for a time',
  },
  open: 'Open it here:',
  sender: 'Sund sends this letter by itself. Answers to it are not read.',
})
