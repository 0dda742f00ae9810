/**
 * What organisations see to beside cases: letters that did not arrive, webhooks, and the descriptions of their registers. Apart from roles, which
 * organisations.ts gives; here each thing says which role it asks for.
 */
import { type Letters, newest, type Webhook, type Webhooks } from '@sund/access'
import { type Actor, type Catalogue, fail, type LocalisedText, type Role } from '@sund/model'
import type { OrganisationDesk } from './organisations.js'

/** A letter that did not arrive, as those who see to it know it: by whom it was to reach, and never by what it says. */
export interface LetterToSee {
  key: string
  template: string
  of: 'case' | 'permit' | 'register'
  id: string
  reference: string
  /** The organisation, or the name of the person where one is known. */
  to: { organisation: LocalisedText } | { person: string | null }
  madeAt: string
  state: 'failed' | 'uncertain'
  problem: string
  /** Whether the reader may send it again. */
  yours: boolean
}

export interface Upkeep {
  /** Letters in trouble that the actor looks after, the newest first: every one for an access body's administrators and auditors, else those to one's own organisation. */
  letters(actor: Actor): Promise<LetterToSee[]>
  /** Sends one of them again, for administrators; `usage.not-found` for a letter that is not the actor's to send. */
  sendAgain(actor: Actor, key: string): Promise<void>
  /** For the organisation's administrators, like all that follows of webhooks: `permission.denied`. */
  webhooks(actor: Actor, organisation: string): Promise<Webhook[]>
  addWebhook(actor: Actor, organisation: string, url: string): Promise<{ id: string; secret: string }>
  removeWebhook(actor: Actor, organisation: string, id: string): Promise<void>
  enableWebhook(actor: Actor, organisation: string, id: string, enabled: boolean): Promise<void>
  testWebhook(actor: Actor, organisation: string, id: string): Promise<number | null>
  /** Stands by the description of a register, as one who works at its holder (Art 60(3)); `permission.denied`, or `usage.not-found`. */
  verify(actor: Actor, register: string): Promise<void>
}

interface Settings {
  letters: Letters
  webhooks: Webhooks
  organisations: OrganisationDesk
  nameOf(subject: string): Promise<string | null>
  catalogue(): Promise<Catalogue>
  /** Has a holder say it. */
  verify(holder: string, register: string, by: string): Promise<void>
}

/** Who may answer for what a holder says of its registers. */
const DESCRIBES: readonly Role[] = ['handler', 'decider', 'administrator']

const rolesIn = ({ memberships }: Actor, organisation: string): readonly Role[] =>
  memberships.find((one) => one.organisation === organisation)?.roles ?? []

export function createUpkeep({
  letters,
  webhooks,
  organisations,
  nameOf,
  catalogue,
  verify,
}: Settings): Upkeep {
  async function troublesOf(actor: Actor): Promise<LetterToSee[]> {
    const known = new Map((await organisations.list()).map((one) => [one.id, one]))
    const withRole = (role: Role) =>
      actor.memberships.filter(({ roles }) => roles.includes(role)).map(({ organisation }) => organisation)
    const administered = new Set(withRole('administrator'))
    const overall = (ids: Iterable<string>) => [...ids].some((id) => known.get(id)?.body === 'access-body')
    const mendsAll = overall(administered)
    const readsAll = mendsAll || overall(withRole('auditor'))
    if (!readsAll && administered.size === 0) return []
    const seen: LetterToSee[] = []
    for (const { kind, to, ...letter } of await letters.troubles()) {
      const own = 'organisation' in to && administered.has(to.organisation)
      if (!readsAll && !own) continue
      seen.push({
        ...letter,
        of: kind,
        to:
          'organisation' in to
            ? { organisation: known.get(to.organisation)?.title ?? { en: to.organisation } }
            : { person: await nameOf(to.subject) },
        yours: mendsAll || own,
      })
    }
    return seen
  }
  async function administers(actor: Actor, organisation: string): Promise<void> {
    await organisations.find(organisation)
    if (!rolesIn(actor, organisation).includes('administrator'))
      fail(
        'permission.denied',
        'Webhooks are set by the organisation’s own administrator.',
        'Ask your administrator.',
      )
  }

  return {
    letters: troublesOf,
    async sendAgain(actor, key) {
      const mine = (await troublesOf(actor)).some((one) => one.key === key && one.yours)
      if (!mine) fail('usage.not-found', 'There is no such letter in trouble.', 'Look at the list again.')
      await letters.again(key, actor.subject)
    },
    async webhooks(actor, organisation) {
      await administers(actor, organisation)
      return webhooks.list(organisation)
    },
    async addWebhook(actor, organisation, url) {
      await administers(actor, organisation)
      return webhooks.add(organisation, url, actor.subject)
    },
    async removeWebhook(actor, organisation, id) {
      await administers(actor, organisation)
      await webhooks.remove(organisation, id, actor.subject)
    },
    async enableWebhook(actor, organisation, id, enabled) {
      await administers(actor, organisation)
      await webhooks.enable(organisation, id, enabled, actor.subject)
    },
    async testWebhook(actor, organisation, id) {
      await administers(actor, organisation)
      return webhooks.test(organisation, id)
    },
    async verify(actor, register) {
      const entry = newest(await catalogue()).find((one) => one.register.name === register)
      if (entry === undefined)
        return fail('usage.not-found', 'There is no such register.', '/api/catalogue lists them all.')
      const holder = entry.register.holder.name
      if (!rolesIn(actor, holder).some((role) => DESCRIBES.includes(role)))
        fail(
          'permission.denied',
          'A description is verified by those who work for the register’s holder.',
          'Ask the holder.',
        )
      await verify(holder, register, actor.subject)
    },
  }
}
