/** A letter as a message: what it says in its reader's language, and bytes that are the same whenever it is made. */
import { createHash } from 'node:crypto'
import type { Language } from '@sund/model'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { LetterTemplate } from '../cases/letters.js'
import { filled, type Wording } from './holes.js'
import { da } from './wording/da.js'
import { en } from './wording/en.js'
import { nb } from './wording/nb.js'

const WORDINGS: Record<Language, Wording> = { en, nb, da }

/** A letter that can be sent. */
export interface Message {
  /** The same for the same letter: what its identifier and file are named after. */
  name: string
  mail: SendMailOptions
}

/** What a message is made of. */
export interface Written {
  key: string
  template: LetterTemplate
  holes: Readonly<Record<string, string>>
  madeAt: string
  language: Language
  to: string
  from: string
  link: string
}

/** The message of a letter. Throws where the letter does not say what its words need. */
export function messageOf({ key, template, holes, madeAt, language, to, from, link }: Written): Message {
  const wording = WORDINGS[language]
  const { subject, text } = wording.letters[template]
  const fill = (words: string) => filled(words, template, holes, wording, language)
  const name = `${(holes['reference'] ?? '').replaceAll(/[^\w-]/g, '')}-${template}-${digest(key)}`
  return {
    name,
    mail: {
      from,
      // As an object, so that an address is never taken for a list of them.
      to: { name: '', address: to },
      subject: fill(subject),
      text: `${fill(text)}\n\n${wording.open} ${link}\n\n${wording.sender}\n`,
      date: new Date(madeAt),
      messageId: `<${digest(key)}@${from.replace(/^.*@|>$/g, '')}>`,
      headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
    },
  }
}

/** The bytes of a message (RFC 5322). */
export async function bytesOf({ mail }: Message): Promise<Buffer> {
  const { message } = await createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
  }).sendMail(mail)
  return message as Buffer
}

const digest = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32)
