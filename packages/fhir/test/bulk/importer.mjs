// Imports the file it is given into the store it is given, and says when something is written.
import { importFiles, openFhirStore } from '@sund/fhir'
import { systemClock, systemIdentifiers } from '@sund/model'

const [place, file] = process.argv.slice(2).map((one) => JSON.parse(one))
const store = await openFhirStore({ place, clock: systemClock, identifiers: systemIdentifiers })
const progress = () => process.stdout.write('written\n')
await importFiles({ id: 'killed', files: [file], store, progress })
await store.close()
