/**
 * A feasibility count at the hub: looked up, permitted, asked of the one holder that can decide it or of several and a room, logged
 * and told. The hub never sees rows, and of numbers only the one that was released.
 */
import { decide } from '@sund/access'
import { type ResolvedCount, readCriteria, resolveCriteria } from '@sund/engine'
import {
  type Catalogue,
  type CountDocument,
  type CountResult,
  Criteria,
  canonicalJson,
  Failure,
  isPublic,
  type Party,
  type RunTerms,
} from '@sund/model'
import { acceptCount, type Released, releaseCountDocument } from '@sund/privacy'
import { stopped } from './limits.js'
import { ledgerUses, partiesOf, pseudonym, type Researcher, type RunSettings, sha256 } from './run.js'

/** What a count needs of its hub: what a run does, but for a script. */
type CountSettings = Omit<RunSettings, 'compiled' | 'permits'> & { catalogue: () => Promise<Catalogue> }

/**
 * Counts persons. `given` is criteria as one writes them, or as data. Throws a `Failure` for what is wrong with them, may not be counted
 * or was stopped; a count that is too small to tell is no failure but withheld.
 */
export async function countPersons(
  settings: CountSettings,
  given: string | unknown,
  researcher: Researcher,
  wanted: AbortSignal = new AbortController().signal,
): Promise<Released<CountDocument>> {
  const { access, identifiers, keys, limits, queue } = settings
  const { subject } = researcher
  const criteria = typeof given === 'string' ? readCriteria(given) : parsed(given)
  const resolved = resolveCriteria(criteria, await settings.catalogue())
  // One counts to know whether to apply, so what a script needs a permit for is counted without.
  const uses = resolved.uses.map((use) => ({ ...use, terms: 'open' as const }))
  const { terms } = decide({ subject, signedIn: true }, uses)
  const id = identifiers.next()
  const policy = settings.policy()
  const run: RunTerms = {
    run: id,
    researcher: pseudonym(keys, subject),
    terms,
    policy,
    purpose: 'run',
  }
  const criteriaHash = sha256(canonicalJson({ parts: resolved.parts, formula: resolved.formula }))
  const [only, ...others] = resolved.parts
  const by: Party = only !== undefined && others.length === 0 ? `holder:${only.holder}` : 'room'
  let signal = wanted
  const result = await queue
    .take({
      who: subject,
      signal: wanted,
      work: async () => {
        signal = AbortSignal.any([wanted, limits.deadline()])
        const isOpen = resolved.entries.every(({ register }) => isPublic(register))
        const expected = {
          public: isOpen,
          by,
          index: null,
          kind: 'count',
          question: criteriaHash,
          ...ledgerUses(resolved.uses),
        }
        settings.ledger.open({
          run: id,
          subject,
          parties: partiesOf(researcher),
          policy,
          results: [expected],
        })
        const { result: accepted, told } = await ask(settings, resolved, criteriaHash, run, signal)
        const body = sha256(canonicalJson({ criteriaHash, result: accepted.value }))
        const shows = 'value' in accepted.value.count
        await settings.ledger.settle(id, { index: null, told, body, shows })
        return accepted
      },
    })
    .catch((thrown) => {
      throw signal.aborted ? stopped(signal) : thrown
    })
    .finally(() => settings.ledger.close(id))
  const registers = resolved.entries.map(({ register, version, contentHash }) => ({
    name: register.name,
    version,
    contentHash,
  }))
  const { protection, withheld } = result.value
  const { position, hash } = await access.log.append({
    type: 'count-answered',
    actor: subject,
    payload: {
      count: id,
      criteriaHash,
      registers,
      policyVersion: policy.version,
      resultHash: sha256(canonicalJson(result.value)),
      rules: [...new Set([...protection, ...withheld].map(({ rule }) => rule))],
    },
  })
  return releaseCountDocument(result, {
    id,
    registers,
    policyVersion: policy.version,
    ledger: { position, hash },
  })
}

function parsed(given: unknown): Criteria {
  const criteria = Criteria.safeParse(given)
  if (criteria.success) return criteria.data
  const [issue] = criteria.error.issues
  throw new Failure({
    code: 'usage.request',
    message: `The criteria do not have their form${issue ? `: ${issue.path.join('.')} ${issue.message}` : ''}.`,
    next: '/openapi.json describes them.',
  })
}

/** The released number and what it tells, from one holder or from a room to which several have sent persons. */
async function ask(
  { peer }: CountSettings,
  { parts, formula }: ResolvedCount,
  definition: string,
  terms: RunTerms,
  signal: AbortSignal,
): Promise<{ result: Released<CountResult>; told: readonly number[] }> {
  const { run } = terms
  const parties = parts.map(({ holder }): Party => `holder:${holder}`)
  // A formula over one set is that set: the only one of a count that one holder decides.
  const alone = parts.length === 1
  const stop = () => {
    for (const party of parties) void peer.ask(party, 'cancel', { run }).catch(() => {})
    if (!alone) void peer.ask('room', 'close-room', { run }).catch(() => {})
  }
  signal.throwIfAborted()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const room = alone ? null : (await peer.ask('room', 'open-room', { terms })).reply.key
    signal.throwIfAborted()
    const answers = await Promise.all(
      parts.map(async ({ sets }, i) => {
        const { reply } = await peer.ask(parties[i] as Party, 'count', { terms, sets, definition, room })
        return reply
      }),
    )
    signal.throwIfAborted()
    const answered = answers.find(({ result }) => result !== null)
    if (answered !== undefined) return { result: acceptCount(answered.result), told: answered.told }
    const { reply } = await peer.ask('room', 'combine', {
      terms,
      parts: parts.map(({ holder, sets }) => ({ holder, sets: sets.length })),
      formula,
      definition,
    })
    return { result: acceptCount(reply.result), told: reply.told }
  } finally {
    signal.removeEventListener('abort', stop)
    if (!alone) await peer.ask('room', 'close-room', { run }).catch(() => {})
  }
}
