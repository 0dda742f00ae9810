/**
 * Citizens' choices at the server's entrance: who somebody is, turned into a mark before anything is kept, and what they choose from then on. A national identifier is
 * read in sign-in or from a clerk's form, sealed to a holder here, and let go of; the hub has marks alone.
 */
import { type Cases, type ChoiceStore, hasOptedOut, type KeptChoice } from '@sund/access'
import {
  type Actor,
  CHOICE_RECEIPT,
  type ChoiceLevel,
  type ChoiceMaker,
  type ChoiceReceipt,
  fail,
  LEVEL_OF,
  type Party,
  type Permit,
  type PublicEntry,
} from '@sund/model'
import { collect, type PartyKeys, type Peer, type PublicJwk, sealTo, signed } from '@sund/network'
import { identifiersContext } from '../roles/holder.js'

/** Somebody whom sign-in told by their national identifier, the children for whom they may choose, and grown persons who gave them authority over their records. */
export interface Citizen {
  mark: string
  children: { name: string; mark: string }[]
  adults?: { name: string; mark: string }[]
}

/** What was chosen, by whom it was entered and when; with the proof of it. */
export interface ToldChoice {
  at: string
  /** The levels that are closed from then on. */
  levels: ChoiceLevel[]
  via: ChoiceMaker
  position: number
  /** `ChoiceReceipt` as a compact JWS by the hub. */
  receipt: string
}

export interface PersonsChoices {
  /** `self`, or the place of a child among one's children. */
  id: string
  /** A child's name as sign-in tells it; null for oneself. */
  name: string | null
  /** The oldest first: the last one holds. */
  history: ToldChoice[]
}

/** A permit that could include somebody's data, and whether their choice keeps them out. */
export interface PossiblePermit {
  permit: string
  reference: string
  title: string
  summary: string
  organisation: string
  purpose: string
  level: ChoiceLevel
  registers: string[]
  /** Whom it is about, as its applicants said. */
  population: string
  from: string
  until: string
  results: PublicEntry['results']
  /** `out`: one's choice holds for it; `before`: it was issued before one chose; `excepted`: a law says that choices do not hold for it. */
  choice: 'in' | 'out' | 'before' | 'excepted'
  exception: { provision: string; text: string } | null
}

export interface ChoiceDesk {
  /** Marks of persons by their identifiers, in order: a holder makes them. `unavailable.holder` where none can be reached. */
  marksOf(identifiers: readonly string[]): Promise<string[]>
  /** One's own choices, and those for one's children. */
  list(citizen: Citizen): Promise<PersonsChoices[]>
  /** Closes these levels and no others, for oneself or a child of one's own; `usage.not-found` for any other. How many holders know it already. */
  choose(
    citizen: Citizen,
    subject: string,
    whom: string,
    levels: readonly ChoiceLevel[],
  ): Promise<{ told: ToldChoice; holders: number }>
  /** A choice that came on paper: of whoever has the identifier. For handlers of an access body, else `permission.denied`. */
  enter(
    clerk: Actor,
    identifier: string,
    levels: readonly ChoiceLevel[],
  ): Promise<{ told: ToldChoice; holders: number }>
  /** Permits in force, those granted last first, a page at a time. */
  permits(
    citizen: Pick<Citizen, 'mark'>,
    offset: number,
  ): Promise<{ permits: { told: PossiblePermit; permit: Permit }[]; next: number | null }>
}

interface Settings {
  store: ChoiceStore
  cases: Pick<Cases, 'register' | 'permit'>
  peer: Peer
  holders: () => Iterable<string>
  sealingKeyOf: (party: Party) => PublicJwk | undefined
  keys: PartyKeys
  /** Organisations that may enter choices from paper. */
  accessBodies: () => Promise<ReadonlySet<string>>
}

const SELF = 'self'
const PAGE = 50
const IN_FORCE: ReadonlySet<string> = new Set(['GRANTED', 'AMENDED', 'RENEWED'])

export function createChoiceDesk(settings: Settings): ChoiceDesk {
  const { store, cases, peer, holders, sealingKeyOf, keys } = settings
  const parties = () => [...holders()].map((name): Party => `holder:${name}`)

  async function told({ actor: _, ...choice }: KeptChoice): Promise<ToldChoice> {
    const { at, levels, via, position } = choice
    const receipt = await signed(
      keys.signing,
      { type: CHOICE_RECEIPT, by: 'hub' },
      choice satisfies ChoiceReceipt,
    )
    return { at, levels, via, position, receipt }
  }

  async function keep(choice: Parameters<ChoiceStore['choose']>[0]) {
    const kept = await store.choose(choice)
    const answers = await Promise.allSettled(parties().map((party) => peer.ask(party, 'choices-changed', {})))
    const knowing = answers.filter(
      (answer) => answer.status === 'fulfilled' && answer.value.reply.position >= kept.position,
    )
    return { told: await told(kept), holders: knowing.length }
  }

  async function marksOf(identifiers: readonly string[]): Promise<string[]> {
    const plain = Buffer.from(JSON.stringify(identifiers.map((one) => one.trim())))
    for (const party of parties()) {
      const sealed = await collect(sealTo(sealingKeyOf(party), identifiersContext(party), plain))
      const answer = await peer.ask(party, 'blind', {}, [sealed]).catch(() => null)
      if (answer?.reply.marks.length === identifiers.length) return answer.reply.marks
    }
    return fail(
      'unavailable.holder',
      'No holder of data can be reached, and they alone know whom a choice is about.',
      'Try again in a while.',
    )
  }

  return {
    marksOf,
    async list({ mark, children }) {
      const whom = [
        { id: SELF, name: null, mark },
        ...children.map((child, i) => ({ ...child, id: childId(i) })),
      ]
      return Promise.all(
        whom.map(async ({ id, name, mark: of }) => ({
          id,
          name,
          history: await Promise.all((await store.of(of)).map(told)),
        })),
      )
    },
    async choose(citizen, subject, whom, levels) {
      const child = citizen.children.find((_, i) => childId(i) === whom)
      if (whom !== SELF && child === undefined)
        fail(
          'usage.not-found',
          'You have no such child to choose for.',
          'Sign in again; children are told there.',
        )
      const via = child === undefined ? 'self' : 'guardian'
      return keep({ mark: child?.mark ?? citizen.mark, levels: [...levels], via, actor: subject })
    },
    async enter({ subject, memberships }, identifier, levels) {
      const bodies = await settings.accessBodies()
      if (
        !memberships.some(({ organisation, roles }) => bodies.has(organisation) && roles.includes('handler'))
      )
        fail(
          'permission.denied',
          'Choices on paper are entered by those who handle cases at the access body.',
          'Send the form to the access body.',
        )
      const [mark] = await marksOf([identifier])
      return keep({ mark: mark as string, levels: [...levels], via: 'clerk', actor: subject })
    },
    async permits({ mark }, offset) {
      const { entries, total } = await cases.register({ status: 'DECISION_ISSUED', offset, limit: PAGE })
      const choices = await store.of(mark)
      const found = await Promise.all(
        entries.map(async (entry) => {
          if (entry.permit === null || !IN_FORCE.has(entry.permit.status)) return []
          const record = await cases.permit(entry.permit.id)
          return record === null
            ? []
            : [{ told: possible(entry, record.permit, choices), permit: record.permit }]
        }),
      )
      const next = offset + entries.length
      return { permits: found.flat(), next: next < total && entries.length > 0 ? next : null }
    },
  }
}

const childId = (place: number): string => `child-${place + 1}`

function possible(
  { reference, title, summary, organisation, results }: PublicEntry,
  { id, purpose, registers, population, from, until, issuedAt, optOutException }: Permit,
  choices: readonly KeptChoice[],
): PossiblePermit {
  const level = LEVEL_OF[purpose]
  const closed = choices.at(-1)?.levels.includes(level) ?? false
  const choice = !closed
    ? 'in'
    : optOutException !== undefined
      ? 'excepted'
      : hasOptedOut(choices, { level, issuedAt })
        ? 'out'
        : 'before'
  return {
    permit: id,
    reference,
    title,
    summary,
    organisation,
    purpose,
    level,
    registers: registers.map(({ register }) => register),
    population: population.text,
    from,
    until,
    results,
    choice,
    exception: optOutException ?? null,
  }
}
