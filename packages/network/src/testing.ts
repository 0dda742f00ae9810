/** What a message says, for tests that look at everything that travels: nothing is checked here. */
import { Envelope, splitMessage } from './messages.js'

/** The envelope and the attachments' bytes of a message, unverified. */
export function contentOf(bytes: Uint8Array): { envelope: Envelope; attached: Uint8Array } {
  const { jws, rest } = splitMessage(bytes)
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')
  return { envelope: Envelope.parse(JSON.parse(payload)), attached: rest }
}
