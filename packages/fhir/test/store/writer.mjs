// Writes to the store it is given until it is killed, and prints what was acknowledged: single resources, transactions and imports by turns.
import { openFhirStore, STORE_ITSELF } from '@sund/fhir'
import { systemClock, systemIdentifiers } from '@sund/model'

const store = await openFhirStore({
  place: JSON.parse(process.argv[2]),
  clock: systemClock,
  identifiers: systemIdentifiers,
})
const patient = (id) => ({ resourceType: 'Patient', id, active: true })
const say = (group, size) => process.stdout.write(`${group} ${size}\n`)
for (let n = 0; ; n++) {
  await store.update(STORE_ITSELF, patient(`single${n}-0`))
  say(`single${n}`, 1)
  const entry = [0, 1, 2].map((part) => {
    const resource = patient(`together${n}-${part}`)
    return { resource, request: { method: 'PUT', url: `Patient/${resource.id}` } }
  })
  await store.bundle(STORE_ITSELF, { resourceType: 'Bundle', type: 'transaction', entry })
  say(`together${n}`, 3)
  await store.load(Array.from({ length: 1100 }, (_, part) => patient(`loaded${n}-${part}`)))
  say(`loaded${n}`, 1100)
}
