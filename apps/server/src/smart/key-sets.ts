/**
 * The keys that apps publish at an address of their own (`jwks_uri`), fetched from outside and kept for as long as the app's server says. Apart from
 * `oidc-provider`, which would go on with keys it knows after that, follow redirects, and ask again with every assertion that it cannot verify.
 *
 * Per address (SMART App Launch 2, "Client Authentication: Asymmetric"): what was fetched is used no longer than its `cache-control` says, an hour at most; an unknown
 * `kid` has it fetched again once a minute at most; after a failure nothing is asked for a minute.
 */
import { askOutside, type Reach } from '@sund/access'
import type { Clock } from '@sund/model'

export interface KeySets {
  /** Which keys of an address count at this moment: another number when those that were fetched may be used no longer. */
  edition(address: string): number
  /** `fetch` of `oidc-provider`: the key set. Rejects where there is none to be had, or may be none. */
  fetch(address: string): Promise<Response>
}

export interface KeySetSettings {
  reach: Reach
  clock: Clock
  /** Why an address gave nothing. */
  onRefused(error: string, why: string): void
}

const MINUTE = 60_000
const LONGEST = 60 * MINUTE
/** Where the server does not say. */
const USUAL = 5 * MINUTE
const MOST_BYTES = 64 * 1024
const WITHIN = 2000
const MOST_KEPT = 1000

interface Kept {
  edition: number
  /** The set as text; null before the first, and when it may be used no longer. */
  text: string | null
  until: number
  askedAt: number
  failedAt: number
  asking: Promise<string> | null
}

export function createKeySets({ reach, clock, onRefused }: KeySetSettings): KeySets {
  const all = new Map<string, Kept>()
  const now = () => clock.now().getTime()

  function keptOf(address: string): Kept {
    const known = all.get(address)
    if (known !== undefined) return known
    if (all.size >= MOST_KEPT) all.delete(all.keys().next().value as string)
    const never = Number.NEGATIVE_INFINITY
    const made = { edition: now(), text: null, until: never, askedAt: never, failedAt: never, asking: null }
    all.set(address, made)
    return made
  }

  async function asked(address: string, kept: Kept): Promise<string> {
    kept.askedAt = now()
    const headers = { accept: 'application/jwk-set+json, application/json' }
    try {
      const answer = await askOutside(
        address,
        { method: 'GET', headers, most: MOST_BYTES, within: WITHIN },
        reach,
      )
      if (answer.status !== 200) throw new Error(`the status is ${answer.status}`)
      kept.text = answer.text
      kept.until = kept.askedAt + lifetime(answer.headers)
      return answer.text
    } catch (thrown) {
      kept.failedAt = now()
      const why = thrown instanceof Error ? thrown.message : 'unknown'
      onRefused('keys', `no keys from ${new URL(address).host}: ${why}`)
      throw thrown
    }
  }

  return {
    edition(address) {
      const kept = keptOf(address)
      if (kept.text !== null && now() >= kept.until) {
        kept.edition++
        kept.text = null
      }
      return kept.edition
    },
    async fetch(address) {
      const kept = keptOf(address)
      if (kept.text !== null && now() < kept.until && now() - kept.askedAt < MINUTE)
        return new Response(kept.text)
      if (now() - kept.failedAt < MINUTE) throw new Error('the keys could not be had less than a minute ago')
      kept.asking ??= asked(address, kept).finally(() => {
        kept.asking = null
      })
      return new Response(await kept.asking)
    },
  }
}

/** Milliseconds for which an answer may be used (RFC 9111 § 4.2.1), an hour at most. */
function lifetime(headers: Readonly<Record<string, string | string[] | undefined>>): number {
  const said = (name: string) => String(headers[name] ?? '')
  const control = said('cache-control')
  if (/\bno-(?:store|cache)\b/i.test(control)) return 0
  const most = /\bmax-age="?(\d{1,9})/i.exec(control)?.[1]
  const seconds =
    most !== undefined
      ? Number(most) - (Number(said('age')) || 0)
      : 'expires' in headers
        ? (Date.parse(said('expires')) - Date.parse(said('date'))) / 1000
        : USUAL / 1000
  return Math.min(Math.max((seconds || 0) * 1000, 0), LONGEST)
}
