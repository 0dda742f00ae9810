/**
 * The whole of SMART App Launch as an app sees it: to go and ask, to come back with an answer, and to read. `fhirclient` finds the endpoints, makes the PKCE
 * challenge, keeps the state in the tab, and renews the token.
 */
import FHIR from 'fhirclient'

/** A person's record, as far as they let this app see it. */
export type Connection = Awaited<ReturnType<typeof FHIR.oauth2.ready>>

/** As registered in the gallery; the demonstration has an app of this name. */
const CLIENT_ID = import.meta.env.VITE_CLIENT_ID ?? 'sample-app'
/** Each is explained to the person, who may say no to any one of them. */
const SCOPE =
  'openid fhirUser launch/patient online_access patient/Patient.r patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs'

/** The FHIR server that is asked unless the person names another. */
export const USUAL_SERVER = import.meta.env.VITE_FHIR_SERVER ?? 'http://localhost:8080/fhir/health-records'

const redirectUri = () => new URL(import.meta.env.BASE_URL, window.location.origin).href

/** Sends the browser to sign in and consent; it comes back to this page. */
export async function ask(iss: string): Promise<void> {
  await FHIR.oauth2.authorize({
    clientId: CLIENT_ID,
    scope: SCOPE,
    redirectUri: redirectUri(),
    iss,
    pkceMode: 'required',
  })
}

/**
 * Where this page stands: opened from a record (then it asks at once), back with an answer, reloaded with one, or fresh (`null`). Rejects when the person said no.
 */
export async function connect(): Promise<Connection | null> {
  const params = new URLSearchParams(window.location.search)
  if (params.has('launch')) {
    const scope = SCOPE.replace('launch/patient', 'launch')
    await FHIR.oauth2.authorize({
      clientId: CLIENT_ID,
      scope,
      redirectUri: redirectUri(),
      pkceMode: 'required',
    })
    return null
  }
  const isBack = params.has('code') || params.has('error')
  if (!isBack && sessionStorage.getItem('SMART_KEY') === null) return null
  return FHIR.oauth2.ready()
}

/** Forgets the token in this tab. What the person allowed stands until they end it at their own page. */
export function forget(): void {
  sessionStorage.clear()
}
