/** The sample app in the demonstration: registered and approved, so that it runs beside it with one command. */
import type { AppRegistry } from '@sund/access'
import type { AppDetails } from '@sund/model'

const APP = 'sample-app'
/** Where `npm run sample-app` serves it. */
const ADDRESS = 'http://localhost:5180/'
const PUBLISHER = 'fjord'

const DETAILS: AppDetails = {
  title: { en: 'Blood pressure', nb: 'Blodtrykk', da: 'Blodtryk' },
  summary: {
    en: 'Shows your blood pressure as the health service has recorded it. A sample to make apps from.',
    nb: 'Viser blodtrykket ditt slik helsetjenesten har registrert det. Et eksempel å lage apper av.',
    da: 'Viser dit blodtryk, som sundhedsvæsenet har registreret det. Et eksempel at lave apps af.',
  },
  kind: 'public',
  homepage: ADDRESS,
  privacy: ADDRESS,
  redirectUris: [ADDRESS],
  launchUrl: ADDRESS,
  scopes: [
    'openid',
    'fhirUser',
    'launch',
    'launch/patient',
    'online_access',
    'patient/Patient.r',
    'patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs',
  ],
  holders: [],
  purpose: null,
  keys: [],
  jwksUri: null,
  evidence: [],
}

/** Registers it where there is none of its name yet. `subjectOf` names the demo's people. */
export async function prepareDemoApps(
  registry: AppRegistry,
  subjectOf: (id: string) => string,
): Promise<void> {
  if ((await registry.revisions(APP)).length > 0) return
  const { revision } = await registry.submit({
    app: APP,
    publisher: PUBLISHER,
    by: subjectOf('kari'),
    details: DETAILS,
  })
  await registry.decide({
    app: APP,
    revision,
    status: 'approved',
    reviewer: subjectOf('jonas'),
    reason: 'A sample, for people who are made up.',
  })
}
