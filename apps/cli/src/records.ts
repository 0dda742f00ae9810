/**
 * Health records of made-up people, for the demo: a holder with a FHIR store, and a citizen who finds their own in it. Loaded once; who the citizen is follows
 * from the country.
 */
import type { DemoCitizen } from '@sund/server'
import type { CountrySettings } from '@sund/synthetic'
import type { Context } from './context.js'
import type { OpenSund } from './sund.js'

const TITLE = { en: 'Health records', nb: 'Helsejournalene', da: 'Sundhedsjournalerne' }
/** Persons with records, the citizen and their family among them. */
const PERSONS = 50
const AT_ONCE = 2000

/** Makes the holder and its records where there are none yet, and answers who the demo's citizen is. */
export async function importRecords(
  sund: OpenSund,
  country: CountrySettings,
  { terminal }: Context,
): Promise<DemoCitizen> {
  const { madeUpRecords } = await import('@sund/synthetic')
  const { ACTOR_SYSTEMS, DEMO_CLINICIAN, DEMO_RECORDS, demoSubject } = await import('@sund/server')
  const { household, records } = madeUpRecords(country, PERSONS)
  if (!sund.holders.has(DEMO_RECORDS)) await sund.addHolder(DEMO_RECORDS, TITLE)
  const { store } = await sund.openFhir(DEMO_RECORDS)
  const organisations = await store.changes(0n, { types: ['Organization'] })
  if (!organisations.some(({ id }) => id === DEMO_RECORDS))
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
        { resourceType: 'Organization', id: DEMO_RECORDS, active: true, name: TITLE.nb },
      ])
    })
  const { self, child, parent } = household
  return {
    self: self.identifier,
    child: { id: child.identifier, name: child.name },
    parent: { id: parent.identifier, name: parent.name },
  }
}
