/**
 * Addresses that Sund may call on somebody's word. Whoever registers a webhook must not reach what only Sund's own machine can reach: the name
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

/** Posts a body and resolves with the status of the answer, whose text nobody reads. No redirect is followed. Rejects where nothing may be called. */
export async function post(
  target: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  reach: Reach,
): Promise<number> {
  const url = targetOf(target, reach)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await lookup(host, { all: true })
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
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        lookup: (_name, options, done) =>
          // With `all`, Node asks for a list.
          options.all ? done(null, [first]) : done(null, first.address, first.family),
      },
      (answer) => {
        answer.destroy()
        resolve(answer.statusCode ?? 0)
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}
