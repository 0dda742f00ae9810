/**
 * What a home does by itself while it is served: clocks that run out, letters and webhooks on their way, other catalogues once a day. Apart from
 * commands, which somebody waits for.
 */
import { join } from 'node:path'
import { type Access, type Cases, folderSink, smtpSink } from '@sund/access'
import type { Country, Language } from '@sund/model'
import type { OrganisationDesk } from './organisations.js'

export interface PostSettings {
  access: Pick<Access, 'outbox' | 'webhooks' | 'people'>
  cases: Cases
  organisations: OrganisationDesk
  /** Has holders told of descriptions that are to be looked through. */
  remind(): Promise<unknown>
  /** Takes in again what other catalogues describe, where that is due. */
  harvest(): Promise<unknown>
  home: string
  /** Where letters send their readers. */
  publicUrl: URL
  /** `SUND_SMTP_URL`: a mail server; without it letters are files in the home. `SUND_MAIL_FROM`: whom they come from. */
  environment: Record<string, string | undefined>
  onTrouble(what: string, error: unknown): void
}

export interface Post {
  /** Does once what is due. */
  round(): Promise<void>
  /** Does what is due now and every minute. */
  start(): void
  /** Waits for what is under way. */
  close(): Promise<void>
}

const EVERY_MS = 60_000

/** The language of letters to an organisation, whose people read their country's. */
const LANGUAGES: Record<Country, Language> = { NO: 'nb', DK: 'da' }

export function openPost(settings: PostSettings): Post {
  const { access, cases, organisations, remind, harvest, home, publicUrl, environment, onTrouble } = settings
  const { SUND_SMTP_URL, SUND_MAIL_FROM } = environment
  const sink = SUND_SMTP_URL ? smtpSink(SUND_SMTP_URL) : folderSink(join(home, 'hub', 'letters'))
  const outbox = access.outbox({
    sink,
    from: SUND_MAIL_FROM || `sund@${publicUrl.hostname}`,
    // A description is looked through from the inbox.
    link: (kind, id) =>
      `${publicUrl.origin}/${{ case: `cases/${id}`, permit: `permits/${id}`, register: 'inbox' }[kind]}`,
    async addressee(to) {
      if ('organisation' in to) {
        const found = (await organisations.list()).find(({ id }) => id === to.organisation)
        return found ? { address: found.mailbox, language: LANGUAGES[found.country] } : null
      }
      const contact = await access.people.find(to.subject)
      const address = contact?.email ?? to.email
      return address === null ? null : { address, language: contact?.language ?? 'en' }
    },
  })
  const webhooks = access.webhooks()
  const WORK: Record<string, () => Promise<unknown>> = {
    'the clocks of cases': cases.tick,
    'descriptions of registers': remind,
    letters: outbox.deliver,
    webhooks: webhooks.deliver,
    'other catalogues': harvest,
  }
  let timer: ReturnType<typeof setInterval> | undefined
  let going: Promise<void> | null = null

  async function round(): Promise<void> {
    for (const [what, work] of Object.entries(WORK))
      await work().catch((thrown: unknown) => onTrouble(what, thrown))
  }
  const once = (): Promise<void> => {
    going ??= round().finally(() => {
      going = null
    })
    return going
  }
  return {
    round: once,
    start() {
      void once()
      timer = setInterval(once, EVERY_MS)
      timer.unref()
    },
    async close() {
      clearInterval(timer)
      await going
      await sink.close()
    },
  }
}
