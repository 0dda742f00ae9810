/** Launches from a record: a clinician opens an app with the patient, and perhaps the encounter, that they have before them (SMART App Launch 2, "EHR launch"). */
import type { AppRegistry, TokenState } from '@sund/access'
import { fail, type Randomness } from '@sund/model'
import { z } from 'zod'

const KIND = 'Launch'
/** Long enough to load an app and sign in to it. */
const SECONDS = 300

const Launch = z.object({
  app: z.string(),
  holder: z.string(),
  /** Who launches, and alone may go on. */
  subject: z.string(),
  patient: z.string(),
  encounter: z.string().nullable(),
})
export type Launch = z.infer<typeof Launch>

export interface Launches {
  /** An address that opens the app. `usage.not-found` for an app that is not in force or is not opened from records. */
  begin(launch: Launch): Promise<{ url: string }>
  /** What a launch says, while it holds; else null. */
  find(token: string): Promise<Launch | null>
  /** The same, once. */
  take(token: string): Promise<Launch | null>
}

interface Settings {
  registry: AppRegistry
  tokens: TokenState
  randomness: Randomness
  /** Address of a holder's FHIR server. */
  base(holder: string): string
}

export function createLaunches({ registry, tokens, randomness, base }: Settings): Launches {
  const find = async (token: string) => {
    const found = await tokens.find(KIND, token)
    return found === null || found.consumedAt !== null ? null : Launch.parse(found.payload)
  }
  return {
    async begin(launch) {
      const app = await registry.inForce(launch.app)
      const address = app?.details.launchUrl
      if (!address)
        return fail('usage.not-found', 'No such app is opened from a record.', 'Choose one from the gallery.')
      const token = Buffer.from(randomness.bytes(32)).toString('base64url')
      await tokens.keep(KIND, token, { payload: launch, family: null, grant: null, seconds: SECONDS })
      const url = new URL(address)
      url.searchParams.set('iss', base(launch.holder))
      url.searchParams.set('launch', token)
      return { url: url.href }
    },
    find,
    async take(token) {
      const found = await find(token)
      return found !== null && (await tokens.consume(KIND, token)) ? found : null
    },
  }
}
