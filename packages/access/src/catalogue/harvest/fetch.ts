/**
 * Fetching another catalogue: at most so many bytes in so much time, and never from inside this network, whatever a name or a redirect says (server-side
 * request forgery). Each hop's addresses are looked up and checked, and the connection goes to the address that was checked.
 */
import { lookup as systemLookup } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { type ErrorCode, Failure, fail } from '@sund/model'
import { FORMATS, type Format } from '../dcat/write.js'
import { HARVEST_LIMITS } from './read.js'

/** Where a catalogue is fetched from. */
export interface HarvestSource {
  name: string
  url: string
}

export interface FetchPorts {
  /** Addresses of a host name. */
  lookup: (host: string) => Promise<string[]>
  /** Whether an address may be connected to. */
  allowed: (address: string) => boolean
}

const MOST_HOPS = 5
const TIME_LIMIT = 60_000

// One list for each kind: in one, an IPv4 address would also be looked for as the IPv6 address that it maps to.
const INSIDE = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  INSIDE.ipv4.addSubnet(net, bits, 'ipv4')
// Only addresses that the world can reach: of IPv6 those are 2000::/3, less what carries an IPv4 address inside (6to4, Teredo, NAT64 is outside it).
for (const [net, bits] of [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 32],
  ['2002::', 16],
  ['2001:db8::', 32],
] as const)
  INSIDE.ipv6.addSubnet(net, bits, 'ipv6')

/** Whether an address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  const family = isIP(plain) === 4 ? 'ipv4' : 'ipv6'
  return isIP(plain) !== 0 && !INSIDE[family].check(plain, family)
}

const SYSTEM: FetchPorts = {
  lookup: async (host) => (await systemLookup(host, { all: true })).map(({ address }) => address),
  allowed: isPublicAddress,
}

/** The document and its format. Throws `permission.denied` for an address inside, `usage.too-large`, `unavailable.time` or `data.file`. */
export async function fetchHarvest(
  { name, url }: HarvestSource,
  ports: FetchPorts = SYSTEM,
): Promise<{ text: string; format: Format }> {
  const signal = AbortSignal.timeout(TIME_LIMIT)
  let at = url
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    const answer = await fetchOnce(name, at, ports, signal)
    if ('text' in answer) return answer
    at = answer.location
  }
  return fail('data.file', `The catalogue of ${name} redirects without end.`, 'Correct its address.')
}

async function fetchOnce(name: string, at: string, { lookup, allowed }: FetchPorts, signal: AbortSignal) {
  const url = URL.canParse(at) ? new URL(at) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return fail('usage.request', `${name} has no web address.`, 'Give an address that begins with https://.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host)
    ? [host]
    : await lookup(host).catch(() =>
        fail('data.file', `The host of ${name} is not known.`, 'Correct its address.'),
      )
  const [address] = addresses
  // One that is inside is enough to refuse: which of them is connected to is not ours to choose.
  if (address === undefined || !addresses.every(allowed))
    return fail(
      'permission.denied',
      `${name} is at an address inside a network, and catalogues are fetched from the public internet only.`,
      'Fetch the document yourself and give its file.',
    )
  return new Promise<{ text: string; format: Format } | { location: string }>((resolve, reject) => {
    const ask = url.protocol === 'https:' ? httpsRequest : httpRequest
    const asked = ask(
      url,
      {
        signal,
        headers: { accept: `${FORMATS.ttl}, ${FORMATS.jsonld};q=0.8` },
        // To the address that was checked, so that the name cannot mean another by now.
        lookup: (_host, { all }, answer) => {
          const family = isIP(address)
          if (all) (answer as unknown as (e: null, a: object[]) => void)(null, [{ address, family }])
          else answer(null, address, family)
        },
      },
      (answer) => {
        const { statusCode = 0, headers } = answer
        if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
          answer.destroy()
          resolve({
            location: URL.canParse(headers.location, url.href)
              ? new URL(headers.location, url.href).href
              : '',
          })
          return
        }
        const chunks: Buffer[] = []
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > HARVEST_LIMITS.bytes) {
            answer.destroy()
            reject(tooLarge(name))
          } else chunks.push(chunk)
        })
        answer.on('error', reject)
        answer.on('end', () => {
          const format = formatOf(headers['content-type'], url.pathname)
          if (statusCode !== 200 || format === null) reject(notCatalogue(name, statusCode))
          else resolve({ text: Buffer.concat(chunks).toString('utf8'), format })
        })
      },
    )
    asked.on('error', (thrown: NodeJS.ErrnoException) =>
      reject(signal.aborted ? late(name) : notReached(name, thrown.code)),
    )
    asked.end()
  })
}

function formatOf(type = '', path: string): Format | null {
  if (/turtle/.test(type) || (/text\/plain|octet-stream/.test(type) && path.endsWith('.ttl'))) return 'ttl'
  return /json/.test(type) ? 'jsonld' : null
}

const failure = (code: ErrorCode, message: string, next: string) => new Failure({ code, message, next })
const tooLarge = (name: string) =>
  failure('usage.too-large', `The catalogue of ${name} is larger than 20 MB.`, 'Harvest a part of it.')
const late = (name: string) =>
  failure(
    'unavailable.time',
    `${name} took longer than a minute.`,
    'Try again, or fetch the document yourself.',
  )
const notReached = (name: string, code = 'unknown') =>
  failure('data.file', `${name} cannot be reached (${code}).`, 'Correct its address, or try again later.')
const notCatalogue = (name: string, status: number) =>
  failure(
    'data.file',
    `${name} answers with no Turtle or JSON-LD (status ${status}).`,
    'Correct its address.',
  )
