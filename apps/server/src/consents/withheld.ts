/**
 * Persons whose rows in a register were made of records that may not be used so: found by what they have consented to at this moment, whichever version is read. What
 * one may not use in part is left out whole, since half of what a register has of somebody says something else of them.
 */
import { type ExplainedGate, type FhirStore, patientsOf, STORE_ITSELF } from '@sund/fhir'
import { Failure, PERSON, type Permit } from '@sund/model'
import { linkageTokens, TOKEN_BYTES } from '@sund/network'
import type { Holding } from '@sund/registers'
import type { FhirSite } from '../fhir/site.js'
import { nationalIdentifiers } from '../mine/persons.js'
import { refused } from '../roles/permits.js'
import { askedUnder } from './asked.js'
import type { MadeVersion, MadeVersions } from './made.js'

export interface Withheld {
  /** No register of the holder was made of records. */
  isEmpty(): boolean
  /** Linkage tokens of these persons, ascending; the same array as long as nothing is otherwise. Throws `permission.refused-by-holder` where that is not known. */
  tokens(holding: Holding, permit: Permit | null): Promise<readonly Buffer[]>
}

interface Settings {
  made: MadeVersions
  /** Undefined while the store is not open. */
  site: () => FhirSite | undefined
  linkageSecret: Uint8Array
}

const NOBODY: readonly Buffer[] = []
const AT_ONCE = 1000

export function createWithheld({ made, site, linkageSecret }: Settings): Withheld {
  const tokens = linkageTokens(linkageSecret)
  /** Gates are others as soon as consents are. */
  const known = new WeakMap<ExplainedGate, Map<string, Promise<readonly Buffer[]>>>()

  async function tokensOf(store: FhirStore, patients: readonly string[]): Promise<Buffer[]> {
    const identifiers = await Promise.all(
      patients.map(async (id) => {
        const patient = await store.read(STORE_ITSELF, { type: 'Patient', id }).catch(unlessMissing)
        // Registers of records know who has no national identifier by the key.
        const national = nationalIdentifiers(patient)
        return national.length === 0 ? [id] : national
      }),
    )
    const bytes = Buffer.from(tokens.tokens(PERSON, [...new Set(identifiers.flat())]))
    return Array.from({ length: bytes.length / TOKEN_BYTES }, (_, i) =>
      bytes.subarray(i * TOKEN_BYTES, (i + 1) * TOKEN_BYTES),
    ).sort(Buffer.compare)
  }

  async function withheldBy(gate: ExplainedGate, version: MadeVersion, store: FhirStore) {
    const patients: string[] = []
    for (const patient of gate.patients)
      if (await isWithheld(gate, patient, version, store)) patients.push(patient)
    return patients.length === 0 ? NOBODY : tokensOf(store, patients)
  }

  return {
    isEmpty: made.isEmpty,
    async tokens(holding, permit) {
      const { register, version } = holding.manifest
      const of = made.of(register.name, version)
      if (of === null) return NOBODY
      const open =
        site() ?? refused('It is not known here what persons have consented to: the records are not open.')
      const gates = await Promise.all(askedUnder(permit).map((asked) => open.consents.gate(asked)))
      const [only, ...others] = await Promise.all(
        gates.map((gate) => {
          const kept = known.get(gate) ?? new Map<string, Promise<readonly Buffer[]>>()
          known.set(gate, kept)
          const key = `${of.register} ${of.version}`
          const found = kept.get(key) ?? withheldBy(gate, of, open.store)
          kept.set(key, found)
          found.catch(() => kept.delete(key))
          return found
        }),
      )
      const some = [only ?? NOBODY, ...others].filter((one) => one.length > 0)
      return some.length <= 1 ? (some[0] ?? NOBODY) : some.flat().sort(Buffer.compare)
    },
  }
}

/** Whether something that is in a version may not be used, so that all of the person is left out of it. */
export async function isWithheld(
  gate: ExplainedGate,
  patient: string,
  { types, withheld }: Pick<MadeVersion, 'types' | 'withheld'>,
  store: Pick<FhirStore, 'everything'>,
): Promise<boolean> {
  const whole = gate.whole(patient)
  if (whole !== null) return !whole
  const gone = new Set(withheld)
  for (let next: string | null = ''; next !== null; ) {
    const page: Awaited<ReturnType<FhirStore['everything']>> | [] = await store
      .everything(STORE_ITSELF, patient, { types, count: AT_ONCE, ...(next === '' ? {} : { after: next }) })
      .catch(unlessMissing)
    // Whose records are here without themselves: nobody can look, so all is left out.
    if (Array.isArray(page)) return true
    const denied = page.resources.some(
      (one) => !gone.has(`${one.resourceType}/${one.id}`) && !gate.allows(one, patientsOf(one)),
    )
    if (denied) return true
    next = page.next
  }
  return false
}

/** Nothing, for what is not there. */
function unlessMissing(thrown: unknown): [] {
  if (thrown instanceof Failure && thrown.errors[0].code.startsWith('usage.')) return []
  throw thrown
}
