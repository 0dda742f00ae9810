/**
 * Health records of made-up people, for the demo: a holder with a FHIR store and a register that follows it, and a citizen who finds their own in both. Loaded once; who
 * the citizen is follows from the country.
 */
import type { RegisterOfViews } from '@sund/fhir'
import type { DEMO_RECORDS, DemoCitizen } from '@sund/server'
import type { CountrySettings } from '@sund/synthetic'
import type { Context } from './context.js'
import { lookAtRecords } from './readers.js'
import type { OpenSund } from './sund.js'

/** What `--fhir-database` is for. */
export const FHIR_DATABASE = 'a PostgreSQL of the store’s own (else $SUND_FHIR_DATABASE, else in the home)'

/** A store in a database of its own, where one is named; else in the home. */
export function databaseOf(named: string | undefined): { databaseUrl?: string } {
  const databaseUrl = named ?? process.env['SUND_FHIR_DATABASE']
  return databaseUrl ? { databaseUrl } : {}
}

/** The server itself is loaded only when it is needed. */
const HOLDER: typeof DEMO_RECORDS = 'health-records'
const TITLE = { en: 'Health records', nb: 'Helsejournalene', da: 'Sundhedsjournalerne' }
/** Persons with records, the citizen and their family among them. */
const PERSONS = 50
const AT_ONCE = 2000

/** What researchers may use of the records: everything that made-up people have any of. */
const REGISTER: RegisterOfViews = {
  name: 'sundland.health-records',
  title: { en: 'Health records', nb: 'Helsejournaler', da: 'Sundhedsjournaler' },
  description: {
    en: 'What hospitals, general practitioners, laboratories and pharmacies wrote down of a few people, from their health records. The register follows the records: there is a new version each day on which something was written, and at once when somebody withdraws.',
    nb: 'Det sykehus, fastleger, laboratorier og apotek har skrevet ned om noen få personer, fra helsejournalene deres. Registeret følger journalene: Det kommer en ny versjon hver dag noe er skrevet, og med en gang noen trekker seg.',
    da: 'Det, som hospitaler, praktiserende læger, laboratorier og apoteker har skrevet ned om nogle få personer, fra deres sundhedsjournaler. Registeret følger journalerne: Der kommer en ny version hver dag, noget er skrevet, og med det samme, når nogen trækker sig.',
  },
  holder: { name: HOLDER, title: TITLE },
  source: 'Health records as FHIR R4, by ready views',
  licence: 'CC0-1.0',
  population: {
    en: 'Fifty people who do not exist',
    nb: 'Femti personer som ikke finnes',
    da: 'Halvtreds personer, der ikke findes',
  },
  synthetic: true,
  tables: [
    'PATIENT',
    'ENCOUNTER',
    'CONDITION',
    'PROCEDURE',
    'IMMUNIZATION',
    'MEDICATION_REQUEST',
    'MEDICATION_DISPENSE',
    'OBSERVATION',
    'DIAGNOSTIC_REPORT',
  ],
}

/** Makes the holder and its records where there are none yet, and answers who the demo's citizen is. */
export async function importRecords(
  sund: OpenSund,
  country: CountrySettings,
  { terminal }: Context,
): Promise<DemoCitizen> {
  const { madeUpRecords } = await import('@sund/synthetic')
  const { ACTOR_SYSTEMS, DEMO_CLINICIAN, demoSubject } = await import('@sund/server')
  const { household, records } = madeUpRecords(country, PERSONS)
  if (!sund.holders.has(HOLDER)) await sund.addHolder(HOLDER, TITLE)
  const { store } = await sund.openFhir(HOLDER)
  const organisations = await store.changes(0n, { types: ['Organization'] })
  if (!organisations.some(({ id }) => id === HOLDER))
    await terminal.during('Loading health records', async (progress) => {
      let loaded = 0
      const waiting = []
      for (const record of records()) {
        waiting.push(record)
        if (waiting.length < AT_ONCE) continue
        loaded += waiting.length
        await store.load(waiting.splice(0))
        progress(`${loaded.toLocaleString('en')} of them`)
      }
      // The holder itself comes with the last of them: it says that all are there.
      await store.load([
        ...waiting,
        {
          resourceType: 'Practitioner',
          id: DEMO_CLINICIAN.id,
          identifier: [{ system: ACTOR_SYSTEMS.subject, value: demoSubject(DEMO_CLINICIAN.id) }],
          name: [{ text: DEMO_CLINICIAN.name }],
        },
        { resourceType: 'Organization', id: HOLDER, active: true, name: TITLE.nb },
      ])
    })
  const { self, child, parent } = household
  await lookAtRecords(
    sund,
    HOLDER,
    [self, child, parent].map(({ patient }) => patient),
  )
  return {
    self: self.identifier,
    child: { id: child.identifier, name: child.name },
    parent: { id: parent.identifier, name: parent.name },
  }
}

/** Serves the register of these records, where it is not served yet. */
export async function serveRecords({ registersOfViews }: OpenSund): Promise<void> {
  const registers = registersOfViews.get(HOLDER)
  if (registers && !registers.names().includes(REGISTER.name)) await registers.add(REGISTER)
}
