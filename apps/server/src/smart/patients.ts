/**
 * Patients whom a clinician has to choose from, to open an app for one of them: those whom consents leave them to see, found by name or national identifier, since nobody needs
 * a list of everyone. Each look is one at the holder's store, with its audit; what is shown is who it is and which encounters there are, and nothing else.
 */
import type { KeptResource, Reader } from '@sund/fhir'
import { fail } from '@sund/model'
import type { RecordsPort, SignedInPerson } from './ports.js'

export interface ChosenPatient {
  id: string
  name: string
  birthDate: string | null
}
export interface ChosenEncounter {
  id: string
  /** As the holder calls it; null where it does not. */
  title: string | null
  /** A code of v3-ActCode; null where there is none. */
  class: string | null
  begins: string | null
}

/** Every method throws `permission.denied` but for a clinician of the holder. */
export interface Patients {
  /** Those with such a name or national identifier; `more`: there are others besides. */
  find(
    person: SignedInPerson,
    holder: string,
    text: string,
  ): Promise<{ patients: ChosenPatient[]; more: boolean }>
  /** The latest first. */
  encounters(person: SignedInPerson, holder: string, patient: string): Promise<ChosenEncounter[]>
  /** That they may see this patient, and that the encounter is theirs; else `usage.not-found`. */
  check(person: SignedInPerson, holder: string, patient: string, encounter: string | null): Promise<void>
}

interface Settings {
  records: RecordsPort
  isClinician(person: SignedInPerson, holder: string): Promise<boolean>
}

const MOST = 20
const SHOWN: ReadonlySet<string> = new Set(['Patient', 'Encounter'])
const strict = { handling: 'strict' } as const

export function createPatients({ records, isClinician }: Settings): Patients {
  async function looking({ subject, ...person }: SignedInPerson, holder: string) {
    if (!(await isClinician({ subject, ...person }, holder)))
      fail(
        'permission.denied',
        'Apps are opened from a record by a clinician of the holder.',
        'Ask its administrator for the role.',
      )
    const own = await records.practitionerOf(subject, holder)
    const who = { subject, client: null, purpose: 'TREAT' }
    const references = own === null ? [] : [`Practitioner/${own}`]
    const reader: Reader = {
      ...who,
      patient: null,
      conditions: (type, interaction) =>
        SHOWN.has(type) && (interaction === 'r' || interaction === 's') ? [''] : [],
      consents: await records.consentsOf({ ...who, holder, references }),
    }
    return { store: records.storeOf(holder), reader }
  }

  return {
    async find(person, holder, text) {
      const { store, reader } = await looking(person, holder)
      const words = text.trim().split(/\s+/)
      const query = new URLSearchParams({ _count: `${MOST}`, _sort: 'family' })
      if (words.length === 1 && /^\d[\d-]{5,}$/.test(text.trim())) query.set('identifier', text.trim())
      else
        for (const word of words)
          query.append(
            'name',
            word.replace(/[\\,|$]/g, (sign) => `\\${sign}`),
          )
      const page = await store.search(reader, 'Patient', `${query}`, strict)
      return { patients: page.matches.map(shown), more: page.next !== null }
    },
    async encounters(person, holder, patient) {
      const { store, reader } = await looking(person, holder)
      await store.read(reader, { type: 'Patient', id: patient })
      const query = new URLSearchParams({ patient, _count: `${MOST}`, _sort: '-date' })
      const { matches } = await store.search(reader, 'Encounter', `${query}`, strict)
      return matches.map(encounter)
    },
    async check(person, holder, patient, encounter) {
      const { store, reader } = await looking(person, holder)
      await store.read(reader, { type: 'Patient', id: patient })
      if (encounter === null) return
      const { subject } = (await store.read(reader, { type: 'Encounter', id: encounter })) as {
        subject?: { reference?: string }
      }
      if (subject?.reference !== `Patient/${patient}`)
        fail('usage.not-found', 'The encounter is not one of this patient.', 'Choose one from the list.')
    },
  }
}

interface PatientJson {
  name?: { text?: string; given?: string[]; family?: string }[]
  birthDate?: string
}
function shown(resource: KeptResource): ChosenPatient {
  const { name: names = [], birthDate } = resource as PatientJson
  const [name] = names
  const parts = [...(name?.given ?? []), name?.family].filter((one) => one !== undefined)
  return {
    id: resource.id,
    name: name?.text ?? (parts.join(' ') || resource.id),
    birthDate: birthDate ?? null,
  }
}

interface EncounterJson {
  type?: { text?: string; coding?: { display?: string }[] }[]
  class?: { code?: string }
  period?: { start?: string }
}
function encounter(resource: KeptResource): ChosenEncounter {
  const { type: [type] = [], class: kind, period } = resource as EncounterJson
  const title = type?.text ?? type?.coding?.[0]?.display ?? null
  return { id: resource.id, title, class: kind?.code ?? null, begins: period?.start ?? null }
}
