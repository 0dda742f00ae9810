/**
 * Addresses that Sund may call on somebody's word: webhooks, and where an app publishes its keys. Whoever registers one must not reach what only Sund's own machine can reach: the name
 * is resolved once, every address of it is judged, and the connection goes to the address that was judged.
 */
import { lookup } from 'node:dns/promises'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { fail } from '@sund/model'

/** Special-purpose addresses (RFC 6890 and IANA's registries): this machine, private networks, link-local, multicast, documentation, NAT64. */
const INSIDE = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  INSIDE.addSubnet(network, prefix, 'ipv4')
/** Of IPv6 only global unicast is outside, and of that not the ranges that stand for something else. */
const GLOBAL = new BlockList()
GLOBAL.addSubnet('2000::', 3, 'ipv6')
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  INSIDE.addSubnet(network, prefix, 'ipv6')
const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')
const isOutside = (address: string): boolean =>
  isIP(address) === 6
    ? GLOBAL.check(address, 'ipv6') && !INSIDE.check(address, 'ipv6')
    : isIP(address) === 4 && !INSIDE.check(address, 'ipv4')

/** What may be called: `loopback` also over http on this machine, for trying out. */
export interface Reach {
  loopback: boolean
}

/** A URL that may be called, as far as its text says; else throws `usage.request`. */
export function targetOf(text: string, { loopback }: Reach): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? ''
  const here = host === 'localhost' || (isIP(host) !== 0 && LOOPBACK.check(host, familyOf(host)))
  const allowed =
    url !== null &&
    url.username === '' &&
    url.password === '' &&
    (here
      ? loopback && /^https?:$/.test(url.protocol)
      : url.protocol === 'https:' && (isIP(host) === 0 || isOutside(host)))
  if (!allowed)
    fail(
      'usage.request',
      'This address cannot be called.',
      'Give an https address that can be reached from outside, without a password in it.',
    )
  return url
}

const TIMEOUT_MS = 10_000

/** What is asked of an address, and how much of its answer is read. */
export interface OutwardRequest {
  method: 'GET' | 'POST'
  headers: Readonly<Record<string, string>>
  body?: string
  /** Bytes; an answer that is longer is an error. 0: its text is not read at all. */
  most: number
  /** Milliseconds, to the last byte. */
  within?: number
}
export interface OutwardAnswer {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
}

/** Asks an address that somebody gave. No redirect is followed. Rejects where nothing may be called, and where the answer is too long or too late. */
export async function askOutside(
  target: string,
  { method, headers, body = '', most, within = TIMEOUT_MS }: OutwardRequest,
  reach: Reach,
): Promise<OutwardAnswer> {
  const url = targetOf(target, reach)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const signal = AbortSignal.timeout(within)
  const addresses = await Promise.race([lookup(host, { all: true }), expiry(signal)])
  const judged = addresses.every(
    ({ address }) => isOutside(address) || (reach.loopback && LOOPBACK.check(address, familyOf(address))),
  )
  const first = addresses[0]
  if (!judged || first === undefined) throw new Error('the address is not outside')
  const request = url.protocol === 'https:' ? secure : plain
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        signal,
        lookup: (_name, options, done) =>
          // With `all`, Node asks for a list.
          options.all ? done(null, [first]) : done(null, first.address, first.family),
      },
      (answer) => {
        const done = (text: string) =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text })
        if (most === 0) {
          answer.destroy()
          done('')
          return
        }
        const chunks: Buffer[] = []
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > most) answer.destroy(new Error('the answer is too long'))
          else chunks.push(chunk)
        })
        answer.on('error', reject)
        answer.on('end', () => done(Buffer.concat(chunks).toString('utf8')))
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

const expiry = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
