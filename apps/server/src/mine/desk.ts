/**
 * My page at the server: everything that holders have of one person and what they do with it, for that person alone or whoever may act for them. Nothing of it
 * is kept here; each holder answers from its own records, and one that cannot is named rather than left out.
 */
import { type FhirStore, jsonOf, type KeptResource, type Resource, type ResourceKey } from '@sund/fhir'
import {
  type Clock,
  type Correction,
  Failure,
  fail,
  foldTree,
  HELD_KINDS,
  type HeldItem,
  type HeldKind,
  type LocalisedText,
  OWN_MEASURES,
  type OwnMeasurement,
  type Permit,
  type SeenEntry,
  type SetFormula,
} from '@sund/model'
import { type Population, populationOf } from '../roles/population.js'
import { correctionOf, correctionTask, isCorrection, isWaiting } from './corrections.js'
import { CORRECTION_CODE, heldItems, itemOf, keyOf, PATIENT_ASSERTED } from './held.js'
import { looksOf, placesIn } from './looks.js'
import { answeringReader, patientReader, type RecordPlace, type Whose } from './place.js'

/** What one holder has of a person. */
export interface PlaceOfMine {
  holder: string
  title: LocalisedText
  /** Registers with rows about the person. */
  registers: string[]
  /** How many records, by kind; null where the holder keeps none of this person. */
  kinds: Partial<Record<HeldKind, number>> | null
  /** The holder could not be asked just now. */
  silent: boolean
}

export interface MineDesk {
  /** What each holder has, in numbers. */
  places(whose: Whose): Promise<PlaceOfMine[]>
  /** What is held, the latest first, of one kind or all, a page at a time. */
  held(
    whose: Whose,
    page: { kind?: HeldKind; holder?: string; offset: number; limit: number },
  ): Promise<{ items: HeldItem[]; next: number | null }>
  /**
   * Who looked, the latest first, a page at a time; what one reader did in a row is one entry. `next` begins the page after: it says how far each holder's log was read, so
   * that looks that come meanwhile move nothing. A page may have less than its limit while there are more.
   */
  seen(
    whose: Whose,
    page: { holder?: string; others?: boolean; after?: string; limit: number },
  ): Promise<{ seen: SeenEntry[]; next: string | null }>
  /** For each permit whether it could be about the person, as the holders of its registers know; null where it surely is not. */
  concerns(whose: Whose, permits: readonly PermitBounds[]): Promise<(Concern | null)[]>
  /** Everything, piece by piece, as one Bundle of type `collection`. */
  bundle(whose: Whose): AsyncGenerator<string>
  /** Keeps a measurement of one's own. `usage.request` for a time in the future or before anybody was born; `usage.not-found` where no holder keeps records of the person. */
  measure(whose: Whose, measurement: OwnMeasurement): Promise<HeldItem>
  /** Takes back what the person wrote themselves; `permission.denied` for anything else. */
  undo(whose: Whose, holder: string, key: ResourceKey): Promise<void>
  /** Asks a holder to put something right. */
  ask(whose: Whose, holder: string, about: ResourceKey, text: string): Promise<Correction>
  corrections(whose: Whose): Promise<Correction[]>
  /** Requests to a holder that nobody has answered, the oldest first, each with whose record it is. */
  asked(subject: string, holder: string): Promise<AskedCorrection[]>
  /** Answers one; `conflict.exists` where it has been answered already. */
  answer(
    subject: string,
    holder: string,
    id: string,
    verdict: 'corrected' | 'declined',
    text: string,
  ): Promise<void>
}

/** A request as the holder sees it: with the name in the record that it is about. */
export interface AskedCorrection extends Correction {
  patient: LocalisedText | null
}

/** What of a permit says whom it is about. */
export type PermitBounds = Pick<Permit, 'id' | 'population' | 'registers' | 'relaxations'>

/** How a permit could be about somebody. */
export interface Concern {
  /** Its registers with rows about them, and those of holders that could not be asked. */
  registers: string[]
  /** Whether they are among the persons that the permit names by criteria; false where that cannot be decided. */
  isNamed: boolean
}

interface Settings {
  places: () => Iterable<RecordPlace>
  /** What an app is called; null for one that is not known any more. */
  appTitle?: (client: string) => Promise<LocalisedText | null>
  /** What people who looked are called. */
  nameOf?: (subject: string) => Promise<string | null>
  clock: Clock
}

/** More of one person than anybody has: a read that never ends is a mistake, and is told. */
const MOST = 200_000
const AT_ONCE = 500

export function createMineDesk({
  places,
  nameOf = async () => null,
  appTitle = async () => null,
  clock,
}: Settings): MineDesk {
  const all = () => [...places()]

  /** A holder of this name that keeps records of the person. */
  async function recordOf({ mark, subject }: Whose, holder: string): Promise<Own> {
    const place = all().find((one) => one.holder === holder)
    const own = place === undefined ? null : await ownRecord(place, mark, subject)
    return own ?? nobody()
  }

  async function ownRecords({ mark, subject }: Whose): Promise<Own[]> {
    const found = await Promise.all(all().map((place) => ownRecord(place, mark, subject)))
    return found.filter((own) => own !== null)
  }

  async function everything(own: Own): Promise<KeptResource[]> {
    const resources: KeptResource[] = []
    for await (const page of pagesOf(own)) {
      resources.push(...page)
      if (resources.length > MOST) fail('usage.too-large', 'There is more than can be shown.', 'Download it.')
    }
    return resources
  }

  async function* pagesOf({ store, reader, patient }: Own): AsyncGenerator<KeptResource[]> {
    let after: string | undefined
    do {
      const { resources, next } = await store.everything(reader, patient, {
        count: AT_ONCE,
        ...(after === undefined ? {} : { after }),
      })
      yield resources
      after = next ?? undefined
    } while (after !== undefined)
  }

  async function itemsOf(own: Own): Promise<HeldItem[]> {
    return heldItems(own.holder, await everything(own), own.patient)
  }

  async function tasksOf(own: Own): Promise<KeptResource[]> {
    const all: KeptResource[] = []
    for await (const page of pagesOf(own)) all.push(...page.filter(isCorrection))
    return all
  }

  /** What a correction is about, where it is still there. */
  async function aboutOf(own: Pick<Own, 'store' | 'reader' | 'holder' | 'patient'>, task: Resource) {
    const [type = '', id = ''] = (
      (task['focus'] as { reference?: string } | undefined)?.reference ?? ''
    ).split('/')
    const about = await own.store.read(own.reader, { type, id }).catch(missing)
    return about === null ? null : itemOf(own.holder, about, own.patient)
  }

  return {
    places: ({ mark, subject }) =>
      Promise.all(
        all().map(async (place): Promise<PlaceOfMine> => {
          const { holder, title } = place
          try {
            const [registers, own] = await Promise.all([
              place.persons.registersAbout(mark),
              ownRecord(place, mark, subject),
            ])
            const items = own === null ? null : await itemsOf(own)
            const kinds = items && countedBy(items.map(({ kind }) => kind))
            return { holder, title, registers, kinds, silent: false }
          } catch (thrown) {
            if (!isSilence(thrown)) throw thrown
            return { holder, title, registers: [], kinds: null, silent: true }
          }
        }),
      ),

    async held(whose, { kind, holder, offset, limit }) {
      const records = (await ownRecords(whose)).filter((own) => holder === undefined || own.holder === holder)
      const items = (await Promise.all(records.map(itemsOf)))
        .flat()
        .filter((item) => kind === undefined || item.kind === kind)
        .sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
      const next = offset + limit
      return { items: items.slice(offset, next), next: next < items.length ? next : null }
    },

    async seen(whose, { holder, others = false, after, limit }) {
      const records = (await ownRecords(whose)).filter((own) => holder === undefined || own.holder === holder)
      const { looks, next } = await looksOf(records, {
        from: placesIn(after),
        skip: ({ subject }) => others && subject === whose.subject,
        limit,
      })
      const seen = await Promise.all(
        looks.map(async ({ subject, client, position: _, ...look }) => ({
          ...look,
          place: all().find((place) => place.holder === look.holder)?.title ?? { en: look.holder },
          who: (await nameOf(subject)) ?? subject,
          own: subject === whose.subject,
          app: client === null ? null : ((await appTitle(client)) ?? { en: client }),
        })),
      )
      return { seen, next }
    },

    async concerns({ mark }, permits) {
      const asked = all()
      const registers = new Map(
        await Promise.all(
          asked.map(
            async ({ holder, persons }) =>
              [holder, await persons.registersAbout(mark).catch(unlessSilent)] as const,
          ),
        ),
      )
      const isIn = async (permit: PermitBounds): Promise<boolean | null> => {
        const population = populationIn(permit)
        if (population === null) return null
        const answers = await Promise.all(
          population.parts.map(async ({ holder, sets }): Promise<(boolean | null)[]> => {
            const persons = asked.find((place) => place.holder === holder)?.persons
            const found = await persons?.isAmong(mark, permit, sets).catch(unlessUnknown)
            return found ?? sets.map(() => null)
          }),
        )
        return surely(population.formula, answers.flat())
      }
      return Promise.all(
        permits.map(async (permit): Promise<Concern | null> => {
          const own = permit.registers
            .filter(({ holder, register }) => registers.get(holder)?.includes(register) ?? true)
            .map(({ register }) => register)
          const isNamed = own.length === 0 ? false : await isIn(permit)
          return own.length === 0 || isNamed === false ? null : { registers: own, isNamed: isNamed === true }
        }),
      )
    },

    async *bundle(whose) {
      yield '{"resourceType":"Bundle","type":"collection","timestamp":'
      yield JSON.stringify(clock.now().toISOString())
      // FHIR has no empty lists: of whom nothing is held there is no entry at all.
      let between = ',"entry":['
      for (const own of await ownRecords(whose))
        for await (const page of pagesOf(own))
          for (const resource of page) {
            const fullUrl = `urn:sund:${own.holder}:${keyOf(resource)}`
            yield `${between}{"fullUrl":${JSON.stringify(fullUrl)},"resource":${jsonOf(resource)}}`
            between = ','
          }
      yield between === ',' ? ']}\n' : '}\n'
    },

    async measure(whose, measurement) {
      const [at, now] = [Date.parse(measurement.at), clock.now().getTime()]
      if (at > now + MINUTE || at < now - LIFE)
        fail(
          'usage.request',
          at > now
            ? 'The time of a measurement is in the future.'
            : 'The time of a measurement is before anybody who lives was born.',
          'Say when it was made.',
        )
      const [own] = await ownRecords(whose)
      if (own === undefined) return nobody()
      const { resource } = await own.store.create(own.reader, observationOf(measurement, own.patient))
      return itemOf(own.holder, resource, own.patient)
    },

    async undo(whose, holder, key) {
      const own = await recordOf(whose, holder)
      const resource = await own.store.read(own.reader, key)
      if (!itemOf(holder, resource, own.patient).own)
        fail(
          'permission.denied',
          'Only what you wrote yourself can be taken back.',
          'Ask whoever holds it to put it right.',
        )
      await own.store.remove(own.reader, key)
    },

    async ask(whose, holder, about, text) {
      const own = await recordOf(whose, holder)
      const resource = await own.store.read(own.reader, about)
      const task = correctionTask({
        patient: own.patient,
        about: keyOf(resource),
        text,
        at: clock.now().toISOString(),
      })
      const written = await own.store.create(own.reader, task)
      return correctionOf(holder, written.resource, itemOf(holder, resource, own.patient))
    },

    async corrections(whose) {
      const found = await Promise.all(
        (await ownRecords(whose)).map(async (own) =>
          Promise.all(
            (await tasksOf(own)).map(async (task) =>
              correctionOf(own.holder, task, await aboutOf(own, task)),
            ),
          ),
        ),
      )
      return found.flat().sort((a, b) => b.askedAt.localeCompare(a.askedAt))
    },

    async asked(subject, holder) {
      const records = all().find((one) => one.holder === holder)?.records
      if (!records) return []
      const reader = answeringReader(subject)
      const { store } = records
      const query = `code=${encodeURIComponent(`${CORRECTION_CODE.system}|${CORRECTION_CODE.code}`)}&status=requested&_count=100&_sort=authored-on`
      const { matches } = await store.search(reader, 'Task', query, { handling: 'strict' })
      return Promise.all(
        matches.map(async (task) => {
          const patient = patientIn(task)
          const record = await store.read(reader, { type: 'Patient', id: patient })
          return {
            ...correctionOf(holder, task, await aboutOf({ store, reader, holder, patient }, task)),
            patient: itemOf(holder, record, patient).title,
          }
        }),
      )
    },

    async answer(subject, holder, id, verdict, text) {
      const records = all().find((one) => one.holder === holder)?.records
      if (!records) return nobody()
      const reader = answeringReader(subject)
      const task = await records.store.read(reader, { type: 'Task', id })
      if (!isCorrection(task)) return nobody()
      if (!isWaiting(task))
        fail('conflict.exists', 'This request has been answered already.', 'Look at the answer.')
      await records.store.update(
        reader,
        {
          ...task,
          status: verdict === 'corrected' ? 'completed' : 'rejected',
          statusReason: { text },
          lastModified: clock.now().toISOString(),
        },
        { ifMatch: Number(task.meta.versionId) },
      )
    },
  }
}

const MINUTE = 60_000
/** Longer than anybody lives. */
const LIFE = 130 * 366 * 24 * 60 * MINUTE

/** A person's own record at a holder. */
interface Own {
  holder: string
  patient: string
  store: FhirStore
  reader: ReturnType<typeof patientReader>
  seen: NonNullable<RecordPlace['records']>['seen']
}

async function ownRecord(
  { holder, records }: RecordPlace,
  mark: string,
  subject: string,
): Promise<Own | null> {
  const patient = records && (await records.patientOf(mark))
  return patient ? { holder, patient, ...records, reader: patientReader(subject, patient) } : null
}

function nobody(): never {
  return fail(
    'usage.not-found',
    'There is nothing of yours at this place.',
    'Your page lists the holders that have something.',
  )
}

/** A measurement as FHIR has it: marked as the patient's own word. */
function observationOf({ measure, values, at }: OwnMeasurement, patient: string): Resource {
  const { code, title, category, parts } = OWN_MEASURES[measure]
  const quantity = (i: number) => ({
    value: values[i],
    unit: parts[i]?.sign,
    system: 'http://unitsofmeasure.org',
    code: parts[i]?.unit,
  })
  return {
    resourceType: 'Observation',
    meta: { security: [PATIENT_ASSERTED] },
    status: 'final',
    category: [
      {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category }],
      },
    ],
    code: loinc(code, title),
    subject: { reference: `Patient/${patient}` },
    performer: [{ reference: `Patient/${patient}` }],
    effectiveDateTime: at,
    ...(parts.length === 1
      ? { valueQuantity: quantity(0) }
      : {
          component: parts.map((part, i) => ({
            code: loinc(part.code, part.title),
            valueQuantity: quantity(i),
          })),
        }),
  }
}

const loinc = (code: string, title: LocalisedText) => ({
  coding: [
    {
      system: 'http://loinc.org',
      code,
      display: title.en,
      _display: {
        extension: (['nb', 'da'] as const).map((language) => ({
          url: 'http://hl7.org/fhir/StructureDefinition/translation',
          extension: [
            { url: 'lang', valueCode: language },
            { url: 'content', valueString: title[language] },
          ],
        })),
      },
    },
  ],
})

const patientIn = (task: Resource): string =>
  ((task['for'] as { reference?: string } | undefined)?.reference ?? '').replace(/^Patient\//, '')

function countedBy(kinds: readonly HeldKind[]): Partial<Record<HeldKind, number>> {
  return Object.fromEntries(
    HELD_KINDS.map((kind) => [kind, kinds.filter((one) => one === kind).length] as const).filter(
      ([, count]) => count > 0,
    ),
  )
}

/** The population of a permit; null where it is not said by criteria, or not so that anybody could hold to it. */
function populationIn(permit: PermitBounds): Population | null {
  try {
    return populationOf(permit)
  } catch (thrown) {
    return unlessUnknown(thrown)
  }
}

/** What a formula comes to where some of its sets are not known. */
const surely = (formula: SetFormula, sets: readonly (boolean | null)[]): boolean | null =>
  foldTree<number, boolean | null>(formula, {
    leaf: (set) => sets[set] ?? null,
    all: (parts) => (parts.includes(false) ? false : parts.includes(null) ? null : true),
    any: (parts) => (parts.includes(true) ? true : parts.includes(null) ? null : false),
    not: (part) => (part === null ? null : !part),
  })

const isSilence = (thrown: unknown): boolean =>
  thrown instanceof Failure && thrown.errors[0].code.startsWith('unavailable.')

function unlessSilent(thrown: unknown): null {
  if (isSilence(thrown)) return null
  throw thrown
}

/** What a holder cannot say: it is silent, has not what is asked about, or took too long. */
function unlessUnknown(thrown: unknown): null {
  if (thrown instanceof Failure || (thrown as Error).name === 'TimeoutError') return null
  throw thrown
}

/** What is not there, or not there any more. */
function missing(thrown: unknown): null {
  if (thrown instanceof Failure && ['usage.not-found', 'permission.denied'].includes(thrown.errors[0].code))
    return null
  throw thrown
}
