/**
 * Cases and permits among what they need of the rest of a home: organisations, the catalogue, rules of the day, and the hub's key, with which permits
 * are signed. Apart from the routes, since the command line and runs need permits too.
 */
import {
  type Access,
  type Cases,
  check,
  dayOf,
  estimateFee,
  type KnownVariables,
  rulesOf,
} from '@sund/access'
import { type Clock, Failure, fail, PERMIT, type Randomness } from '@sund/model'
import { type PartyKeys, signed } from '@sund/network'
import type { PermitStore } from '../roles/permit-desk.js'
import { unenforceable } from '../roles/population.js'
import { pseudonym } from '../roles/run.js'
import type { CasePort } from './applications.js'
import type { OrganisationDesk } from './organisations.js'

export interface CaseSettings {
  access: Access
  organisations: OrganisationDesk
  variables(): Promise<KnownVariables>
  keys: PartyKeys
  clock: Clock
  randomness: Randomness
  /** Told of what went wrong where nobody waits for an answer. */
  onTrouble(what: string, error: unknown): void
}

/** The cases and permits of a home. Whoever opens them closes them, before the store. */
export function openHomeCases({
  access,
  organisations,
  variables,
  keys,
  clock,
  randomness,
  onTrouble,
}: CaseSettings): Cases {
  return access.cases({
    async world() {
      const [directory, roles, known] = await Promise.all([
        organisations.directory(),
        organisations.roles(),
        variables(),
      ])
      const today = (country: Parameters<typeof dayOf>[1]) => dayOf(clock.now(), country)
      return {
        directory,
        rules: rulesOf,
        unenforceable,
        points: (application, permit, askedOn) => {
          const day = today(application.country)
          const rules = rulesOf(application.country, day)
          return check(application, { today: day, askedOn, rules, variables: known, directory, permit })
        },
        fee: (application) =>
          estimateFee(application, rulesOf(application.country, today(application.country)), directory),
        pseudonym: (subject) => pseudonym(keys, subject),
        rolesOf: (subject) => roles.get(subject) ?? [],
        permitId: () => permitId(randomness),
      }
    },
    sign: (permit) => signed(keys.signing, { type: PERMIT, by: 'hub' }, permit),
    trouble: onTrouble,
  })
}

/** Crockford's alphabet, without letters that are mistaken for digits. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const permitId = (randomness: Randomness): string =>
  `P-${[...randomness.bytes(10)].map((byte) => LETTERS.charAt(byte % 32)).join('')}`

/** Cases as applications see them while they are written. */
export const casesForApplications = (cases: Cases): CasePort => ({
  async submit(id, application, actor) {
    await cases.execute('case', id, { do: 'submit', application }, actor)
  },
  async supplement(id, application, actor) {
    await cases.execute('case', id, { do: 'supplement', application }, actor)
  },
  async actions(id, actor) {
    const { actions } = await cases.view('case', id, actor)
    return actions.map((action) => action.do)
  },
  async permit(id, actor) {
    const record = await cases.permit(id)
    const isNamed = record?.permit.persons.some(({ subject }) => subject === actor.subject) === true
    return isNamed ? record : null
  },
  history: () => cases.history(),
})

/**
 * Permits as runs see them. From when one is first asked for, `changed` is told whenever something becomes of it, here or in another process.
 */
export function permitsForRuns(cases: () => Cases, changed: (id: string) => Promise<void>): PermitStore {
  const watched = new Set<string>()
  return {
    async find(id) {
      const record = await cases().permit(id)
      if (record !== null && !watched.has(id)) {
        watched.add(id)
        cases().watch('permit', id, () => void changed(id))
      }
      return record
    },
  }
}

/**
 * A case or permit for a reader; one that they may not see and one that is not there are the same to them, word for word.
 */
export async function seen<T>(view: Promise<T>): Promise<T> {
  return (await seenStill(view)) ?? fail('usage.not-found', 'There is none such.', 'Open one from your list.')
}

/** The same after a command, which may have ended its asker's part in it: null then. */
export function seenStill<T>(view: Promise<T>): Promise<T | null> {
  return view.catch((thrown: unknown) => {
    if (thrown instanceof Failure && thrown.errors[0].code === 'usage.not-found') return null
    throw thrown
  })
}
