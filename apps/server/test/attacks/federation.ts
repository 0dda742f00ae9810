/**
 * Attacks by a party of the network or by who stands between two: number 13 of the list. An attack succeeds when what was forged, changed, sent again or never
 * permitted is acted on. With the defences off the same bytes meet a party that acts on what a message says and looks at nothing else.
 */
import { join } from 'node:path'
import { compile, type Fragment, split } from '@sund/engine'
import { type LedgerAnswer, OPEN_POLICY, type Party, type Result, type RunTerms } from '@sund/model'
import { fixedClock, seededRandomness } from '@sund/model/testing'
import {
  createEndpoint,
  createVault,
  type Endpoint,
  generateKeys,
  type Handlers,
  LINKAGE_SECRET_BYTES,
  linkageTokens,
  type PartyKeys,
  publicHalf,
  readOrCreateSecret,
  type Transport,
  VAULT_KEY_BYTES,
} from '@sund/network'
import { contentOf } from '@sund/network/testing'
import { openHoldings } from '@sund/registers'
import { holderHandlers } from '../../src/roles/holder.js'
import { createPermitReader } from '../../src/roles/permits.js'
import { NOBODY_OUT } from '../alone.js'
import type { Attack, Played, Theatre } from './attack.js'

/** A wire on which an attacker stands: bytes on their way to a holder and back. */
interface Wire {
  hub: Endpoint
  holder: Endpoint
  stranger: Endpoint
  /** The next request to the holder, kept instead of sent. */
  caught(ask: () => Promise<unknown>): Promise<Uint8Array>
  /** What becomes of an answer on its way back. */
  change: ((bytes: Uint8Array) => Uint8Array) | null
  acted: number
}

/** What a hub answers that would have everything told. */
const nothingTold = (sets: number): LedgerAnswer => ({
  verdicts: Array(sets).fill('new'),
  told: Array(sets).fill(null),
  again: null,
  toldSets: 0,
})

/** `handlers` make the holder; each call of one is counted. */
function wire(handlers: Handlers): Wire {
  const clock = fixedClock()
  const keys: Partial<Record<Party, PartyKeys>> = { hub: generateKeys(), 'holder:north': generateKeys() }
  const directory = (party: string) => {
    const own = keys[party as Party]
    return own && publicHalf(own.signing)
  }
  let kept: Uint8Array | null = null
  let catching = false
  const transport: Transport = {
    async send(_to, bytes, onPart) {
      if (catching) {
        kept = bytes
        throw new Error('kept')
      }
      const answer = await self.holder.receive(bytes, onPart)
      return self.change === null ? answer : self.change(answer)
    },
  }
  const back: Transport = { send: (_to, bytes, onPart) => self.hub.receive(bytes, onPart) }
  const counted = {
    ...handlers,
    deliver: async (...given: Parameters<NonNullable<Handlers['deliver']>>) => {
      self.acted++
      return handlers.deliver?.(...given) ?? { reply: { errors: [], deliveries: [] } }
    },
  } satisfies Handlers
  let number = 0
  const identifiers = { next: () => `00000000-0000-4000-8000-${(++number).toString(16).padStart(12, '0')}` }
  const common = { clock, directory, identifiers }
  const of = (party: Party, as = keys[party] as PartyKeys, over = transport, answering: Handlers = {}) =>
    createEndpoint({ ...common, party, keys: as, transport: over, handlers: answering })
  const self: Wire = {
    hub: of('hub', keys.hub as PartyKeys, transport, {
      compare: async ({ sets }) => ({ reply: nothingTold(sets.length) }),
    }),
    holder: of('holder:north', keys['holder:north'] as PartyKeys, back, counted),
    stranger: of('hub', generateKeys()),
    async caught(ask) {
      catching = true
      await ask().catch(() => {})
      catching = false
      return kept ?? new Uint8Array()
    },
    change: null,
    acted: 0,
  }
  return self
}

const terms: RunTerms = {
  run: '11111111-1111-4111-8111-111111111111',
  researcher: 'someone',
  terms: 'open',
  policy: OPEN_POLICY,
  purpose: 'run',
}
const request = (fragment: unknown) => ({ terms, fragment, registers: [], room: null })

/** One bit of some bytes turned, where `at` says. */
function turned(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  const place = at % copy.length
  copy[place] = (copy[place] as number) ^ (1 << (at % 8))
  return copy
}

const refusedOr = async (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )

/** What an attacker tries on messages; each tells whether it was acted on. */
const TRIES: readonly ((own: Wire, at: number) => Promise<boolean>)[] = [
  // A request sent again.
  async (own) => {
    const bytes = await own.caught(() => own.hub.ask('holder:north', 'deliver', request(null)))
    await own.holder.receive(bytes)
    const before = own.acted
    await own.holder.receive(bytes).catch(() => {})
    return own.acted > before
  },
  // A request signed by somebody else.
  async (own) => {
    const before = own.acted
    await own.stranger.ask('holder:north', 'deliver', request(null)).catch(() => {})
    return own.acted > before
  },
  // A request changed on its way.
  async (own, at) => {
    const bytes = await own.caught(() => own.hub.ask('holder:north', 'deliver', request(at)))
    const before = own.acted
    await own.holder.receive(turned(bytes, at)).catch(() => {})
    return own.acted > before
  },
  // An answer, with its sums, changed on its way.
  async (own, at) => {
    own.change = (bytes) => turned(bytes, at)
    const believed = await refusedOr(own.hub.ask('holder:north', 'deliver', request(at)))
    own.change = null
    return believed
  },
  // The answer to another request in its place.
  async (own) => {
    let earlier: Uint8Array | null = null
    own.change = (bytes) => {
      earlier = bytes
      return bytes
    }
    await own.hub.ask('holder:north', 'deliver', request(1)).catch(() => {})
    own.change = () => earlier ?? new Uint8Array()
    const believed = await refusedOr(own.hub.ask('holder:north', 'deliver', request(2)))
    own.change = null
    return believed
  },
]

const onTheWire: Attack = {
  number: 13,
  name: 'messages replayed, forged or changed',
  rules: [],
  path: 'messages',
  async play(_theatre, count, policy): Promise<Played> {
    const own = wire({ deliver: async () => ({ reply: { errors: [], deliveries: [] } }) })
    const random = seededRandomness(5)
    let won = 0
    for (let target = 0; target < count; target++) {
      const [a = 0, b = 0] = random.bytes(2)
      const attempt = TRIES[target % TRIES.length] as (typeof TRIES)[0]
      if (policy.off === undefined) won += (await attempt(own, a * 256 + b)) ? 1 : 0
      else {
        // Who looks at no signature acts on whatever can be read.
        const bytes = await own.caught(() => own.stranger.ask('holder:north', 'deliver', request(target)))
        won += contentOf(bytes).envelope.name === 'deliver' ? 1 : 0
      }
    }
    return { success: won / count, prior: 0, queries: count, targets: count }
  },
}

const SCRIPTS = [
  'tabulate s',
  'tabulate place s',
  'summarize inc',
  'regress inc s',
  'tabulate sex, summarize(inc) mean',
].map(
  (command) =>
    `require attack.people as p\ncreate-dataset d\nimport p/SECRET as s\nimport p/INCOME as inc\nimport p/SEX as sex\nimport p/PLACE as place\n${command}`,
)
const VISITS =
  'require attack.visits as v\ncreate-dataset d\nimport-event v/CODE 2000-01-01 to 2010-01-01 as code\ntabulate code'

/** A dataset of visits. */
const COLLAPSED = `${VISITS.slice(0, VISITS.lastIndexOf('\n'))}\ngenerate n = 1\ncollapse (count) n, by(VISITID_1)\ntabulate n`

type Step = Fragment['steps'][number]
type Relation = Extract<Step, { do: 'relation' }>['relation']

/** Plans other than the permit's: each changes what a holder is asked to believe. Null where a plan has nothing of the kind. */
const CLAIMS: readonly ((relation: Relation) => Relation | null)[] = [
  (relation) => ({ ...relation, public: true }),
  (relation) => (relation.op === 'scan' ? { ...relation, subjectLink: 'NOBODY' } : null),
  (relation) => (relation.op === 'scan' ? { ...relation, register: 'attack.elsewhere' } : null),
  (relation) => (relation.op === 'scan' ? { ...relation, version: '9.9.9' } : null),
  (relation) => (relation.op === 'scan' ? { ...relation, table: 'NOTHING' } : null),
  (relation) => (relation.rowsPerSubject === 'many' ? { ...relation, rowsPerSubject: 'one' } : null),
  (relation) => (relation.op === 'collapse' ? { ...relation, unit: 'PERSON' } : null),
  (relation) =>
    relation.op === 'scan'
      ? { ...relation, read: relation.read.map((one) => ({ ...one, as: '__subject' })) }
      : null,
]

/** A holder over the stage's registers that a curious hub asks. */
async function askedByHub(
  theatre: Theatre,
): Promise<{ wire: Wire; catalogue: Parameters<typeof compile>[1] }> {
  const { home, sund } = await theatre.stage('people')
  const folder = join(home, 'holders', 'north')
  const secret = await readOrCreateSecret(join(home, 'network', 'linkage.secret'), LINKAGE_SECRET_BYTES)
  const vault = createVault(await readOrCreateSecret(join(folder, 'vault.key'), VAULT_KEY_BYTES))
  const clock = fixedClock()
  const holdings = await openHoldings(join(folder, 'holdings'), {
    vault,
    tokens: linkageTokens(secret),
    clock,
  })
  const limits = { workplace: { memoryMiB: 128, threads: 1 }, deadline: () => AbortSignal.timeout(60_000) }
  const settings = {
    name: 'north',
    holdings,
    work: join(folder, 'attacked'),
    linkageSecret: secret,
    policy: () => OPEN_POLICY,
    own: () => null,
    ...NOBODY_OUT,
    permits: createPermitReader({ hubKey: () => undefined, clock }),
    limits,
  }
  const own: Wire = wire(holderHandlers(settings, () => own.holder))
  return { wire: own, catalogue: await sund.hub.catalogue() }
}

const otherPlans: Attack = {
  number: 13,
  name: 'a hub that asks for another plan',
  rules: [],
  path: 'messages',
  async play(theatre, count, policy): Promise<Played> {
    const { wire: own, catalogue } = await askedByHub(theatre)
    const plans = [...SCRIPTS, VISITS, COLLAPSED].flatMap((script) => {
      const { plan } = compile(script, catalogue)
      return plan === null ? [] : split(plan)
    })
    const kinds = CLAIMS.map((claim) =>
      plans.flatMap((plan) =>
        plan.steps.flatMap((step, at) => {
          const changed = step.do === 'relation' ? claim(step.relation) : null
          if (changed === null) return []
          const steps = plan.steps.map((one, i) =>
            i === at ? { do: 'relation' as const, relation: changed } : one,
          )
          return [{ plan, forged: { ...plan, steps } }]
        }),
      ),
    )
    if (kinds.some(({ length }) => length === 0)) throw new Error('No plan makes some claim.')
    const honest = new Map<Fragment, string | null>()
    for (const plan of plans) honest.set(plan, await told(own, plan))
    if ([...honest.values()].includes(null))
      throw new Error('The holder refuses plans that are as they should be.')
    // Each kind of claim in turn, so that a short run has all of them, and none is lost among the others.
    const forged = Array.from({ length: Math.max(...kinds.map(({ length }) => length)) }, (_, i) =>
      kinds.flatMap((kind) => kind[i % kind.length] ?? []),
    ).flat()
    let won = 0
    for (let target = 0; target < count; target++) {
      const asked = forged[target % forged.length]
      if (asked === undefined) break
      // Believed at once by who checks nothing.
      if (policy.off !== undefined) {
        won++
        continue
      }
      const answer = await told(own, asked.forged)
      if (answer !== null && answer !== honest.get(asked.plan)) won++
    }
    return { success: won / count, prior: 0, queries: count, targets: count }
  },
}

/** What the holder tells of a fragment; null where it refuses. */
async function told(own: Wire, fragment: unknown): Promise<string | null> {
  const results: Result[] = []
  const ask = own.hub.ask('holder:north', 'deliver', request(fragment), [], (part) => {
    if ('result' in part) results.push(part.result)
  })
  const answered = await refusedOr(ask)
  return answered && results.length > 0 ? JSON.stringify(results) : null
}

export const FEDERATION: readonly Attack[] = [onTheWire, otherPlans]
