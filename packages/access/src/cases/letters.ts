/** The letters that events send, by name: who gets one and what stands in its holes. How they read and travel is the outbox's business. */

/** Every letter. Reminders are sent at most once; the others until they are through. */
export const LETTERS = {
  received: 'surely',
  'completion-asked': 'surely',
  assigned: 'surely',
  'track-opened': 'surely',
  'question-asked': 'surely',
  'question-answered': 'surely',
  'review-asked': 'surely',
  reminder: 'once',
  escalated: 'once',
  'decision-issued': 'surely',
  withdrawn: 'surely',
  appealed: 'surely',
  'appeal-decided': 'surely',
  'permit-issued': 'surely',
  'permit-revoked': 'surely',
  'permit-expired': 'surely',
  'person-removed': 'surely',
  'breach-suspected': 'surely',
  'breach-replied': 'surely',
  'breach-decided': 'surely',
  'finding-reported': 'surely',
  'description-due': 'once',
  'description-overdue': 'once',
} as const satisfies Record<string, 'once' | 'surely'>
export type LetterTemplate = keyof typeof LETTERS

/** To one person, at an address where one is known, or to an organisation's mailbox. */
export type Recipient = { subject: string; email: string | null } | { organisation: string }

export interface Letter {
  /** The same for the same letter whenever it is made: sending twice can be seen. */
  key: string
  to: Recipient
  template: LetterTemplate
  /** Only what the letter needs: a reference, a day, a clock; nothing of what an application says. */
  with: Readonly<Record<string, string>>
}

/** A letter of an event to each of several recipients. */
export function lettersTo(
  stream: string,
  number: number,
  template: LetterTemplate,
  recipients: readonly Recipient[],
  holes: Letter['with'],
): Letter[] {
  const known = new Map(recipients.map((to) => ['subject' in to ? to.subject : to.organisation, to]))
  return [...known].map(([who, to]) => ({
    key: `${stream}:${number}:${template}:${who}`,
    to,
    template,
    with: holes,
  }))
}
