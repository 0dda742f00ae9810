/**
 * The hub: one entry to all holders. It knows metadata, permissions and what happened; rows never come here,
 * and of results only released ones. How a run goes is run.ts.
 */
import {
  type CollectionStore,
  createElsewhereIndex,
  type ElsewhereDataset,
  type ElsewhereIndex,
  fetchHarvest,
  type HarvestedCatalogue,
  type LedgerFilter,
  lastVerifications,
  newest,
  personKey,
  type RunSummary,
  readHarvest,
  type SharedRun,
} from '@sund/access'
import {
  type ActingKind,
  type Budget,
  type Catalogue,
  type CountDocument,
  Failure,
  fail,
  type HolderRules,
  numbersOf,
  POLICY_VERSIONS,
  type PoliciesDocument,
  type RunDocument,
} from '@sund/model'
import { publicHalf } from '@sund/network'
import { acceptReleased, createLedgerIndex, type Released, releaseRun, rulesUnder } from '@sund/privacy'
import { type LedgerInWords, ledgerInWords } from '../ledger-export.js'
import { purposeOf } from './budget-desk.js'
import { type Checked, checkScript, foreseeScript } from './check.js'
import { createCompiler } from './compiled.js'
import { countPersons } from './count.js'
import type { RunLimits } from './limits.js'
import { createQueue } from './queue.js'
import { partiesOf, type Researcher, type RunRequest, type RunSettings, runScript } from './run.js'

export interface Hub {
  /**
   * All versions of all registers, with protected figures; asked of the holders once until something is
   * imported.
   */
  catalogue(): Promise<Catalogue>
  /** The rules in force, the versions that there have been, and what each holder makes stricter; without those that do not answer. */
  policies(): Promise<PoliciesDocument>
  /** What is wrong with a script, what it uses and what the rules will do; for a researcher also whether its permit covers it. Nothing runs. */
  check(script: string, researcher?: Researcher | null): Promise<Checked>
  /** The same, with what each result would rest on and what would be withheld of it: holders and room look at the rows. */
  foresee(script: string, researcher: Researcher, signal?: AbortSignal): Promise<Checked>
  /** Never throws for what a script, a holder, a rule or a user stops: the document says it. */
  run(request: RunRequest): Promise<Released<RunDocument>>
  /**
   * How many persons meet criteria, as one writes them or as data. Throws a `Failure` for what is wrong with them; a number
   * too small to tell is withheld in the document.
   */
  count(criteria: unknown, researcher: Researcher, signal?: AbortSignal): Promise<Released<CountDocument>>
  runs: {
    list(subject: string): Promise<RunSummary[]>
    /** A run of one's own, or one that is shared with one. */
    open(subject: string, run: string): Promise<Released<RunDocument>>
    /**
     * Lets `reader` open a run of one's own. For good: from then on the ledger takes the two for one, so that neither is told what the other's
     * results together with it would give away (rule L1). `usage.not-found` for a reader who has never signed in.
     */
    share(subject: string, run: string, reader: string): Promise<void>
    /** Runs of others that are shared with one. */
    shared(subject: string): Promise<SharedRun[]>
  }
  /** What a person may still be told: in these 24 hours, and ever of populations of a size (rule L2). */
  quota(researcher: Researcher): Promise<Quota>
  /** Results for which the release ledger was asked, for those who audit it. Nothing in it says what a result told. */
  ledger(filter?: LedgerFilter): Promise<LedgerInWords[]>
  /** What a person has spent of each holder's budget for differential privacy, and may still (rule D1). */
  budget(subject: string): Promise<Budget[]>
  /** When holders last verified the description of each register, by its name: ISO 8601. */
  verifications(): Promise<Map<string, string>>
  /** What each person has chosen of the catalogue. */
  collections: CollectionStore
  /** Data sets of other catalogues in which every word of a query occurs. */
  elsewhere(query: string): Promise<{ datasets: ElsewhereDataset[]; total: number }>
  /**
   * Takes in what another catalogue describes, from its document or its address on the public internet, in place of what it described before; from an
   * address again each day. Answers how many data sets it has, and how many of them could not be taken in.
   */
  harvest(
    source: string,
    from: { url: string } | { text: string; format: 'ttl' | 'jsonld' },
  ): Promise<{ taken: number; leftOut: number }>
  /** Takes in again what was not tried for a day, one catalogue after another: how many went well, and how many did not. */
  harvestDue(): Promise<{ taken: number; failed: number }>
  /** Catalogues elsewhere, and what came of the last try with each. */
  harvested(): Promise<HarvestedCatalogue[]>
  /**
   * Something became of a permit (it was revoked, stopped or changed, it expired, somebody was removed): what runs under it and may not any more is
   * stopped at once, with `permission.denied` and why in its document.
   */
  permitChanged(id: string): Promise<void>
  signedIn(researcher: Researcher): Promise<void>
  /** From now on somebody acts for themselves, or for another as they may. */
  actedFor(subject: string, whom: ActingKind): Promise<void>
  /** Walks the chain of the event log; `key` proves the signatures of receipts. */
  proof(): Promise<{ verified: boolean; events: number; head: string | null; key: Record<string, string> }>
  ready(): Promise<{ name: string; ready: boolean }[]>
}

/** A quota as it is spent. */
export interface Quota {
  results: { most: number; spent: number }
  /** Sensitive variables of which something was told, as REGISTER/VARIABLE, and the most that may be told of each. */
  sensitive: { most: number; spent: Record<string, number> }
  /** When the oldest of it stops counting, ISO 8601; null where nothing is spent. */
  opens: string | null
  /** The most new sets that are ever told of populations of a size, for each person in one. */
  share: number
  /**
   * For populations of `people` or more, up to ten times as many: sets that were told of these and of smaller ones, to this person or to whoever counts as
   * one with them, and the most that a population of `people` bears. A larger one bears more in proportion.
   */
  populations: { people: number; told: number; most: number }[]
}

/** Powers of ten of the populations of which a quota says what is left: from the least that is shown to a country. */
const MAGNITUDES = [3, 4, 5, 6, 7]

/** Other catalogues are asked once a day. */
const HARVEST_EVERY_MS = 24 * 3_600_000

export interface HubSettings extends Omit<RunSettings, 'queue' | 'compiled' | 'limits'> {
  /** The holders that have joined, by name. */
  holders: () => Iterable<string>
  limits: RunLimits & { concurrent: number }
}

/** A hub, and what the composition root tells it. */
export interface OwnHub extends Hub {
  /** A holder imported something: it is logged, and the catalogue is asked for anew. */
  imported(register: { name: string; version: string; contentHash: string }, holder: string): Promise<void>
  /** A holder stands by the description of its register. */
  verified(
    register: { name: string; version: string; contentHash: string },
    holder: string,
    by?: string,
  ): Promise<void>
}

export function createHub(settings: HubSettings): OwnHub {
  const { access, peer, clock } = settings
  const queue = createQueue({ most: settings.limits.concurrent })
  // Counts take milliseconds, so that they do not wait behind runs.
  const counts = createQueue({ most: settings.limits.concurrent })
  let known: Promise<Catalogue> | null = null
  let elsewhere: { stamp: string; index: ElsewhereIndex } | null = null

  /** What the holders that answer say; one that does not is asked again next time, and hides nobody else. */
  async function describeAll(): Promise<Catalogue> {
    const answers = await Promise.allSettled(
      [...settings.holders()].map(async (name) => {
        const { reply } = await peer.ask(`holder:${name}`, 'describe', {})
        // A holder speaks for its own registers only.
        return reply.entries.filter(({ register }) => register.holder.name === name)
      }),
    )
    if (answers.some(({ status }) => status === 'rejected')) known = null
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  }
  const catalogue = () => {
    known ??= describeAll()
    return known
  }
  async function takeIn(source: string, from: Parameters<Hub['harvest']>[1]) {
    const { text, format } = 'url' in from ? await fetchHarvest({ name: source, url: from.url }) : from
    const { datasets, leftOut } = await readHarvest(text, format, source)
    await access.harvests.keep(source, datasets)
    return { taken: datasets.length, leftOut }
  }
  const own = { ...settings, queue, compiled: createCompiler(catalogue) }

  return {
    catalogue,
    async policies() {
      const open = settings.policy()
      const answers = await Promise.allSettled(
        [...settings.holders()].map(async (holder): Promise<HolderRules> => {
          const { reply } = await peer.ask(`holder:${holder}`, 'policy', {})
          return { holder, policy: reply.policy }
        }),
      )
      return {
        version: open.version,
        rules: rulesUnder(open),
        numbers: numbersOf(open),
        versions: [...POLICY_VERSIONS],
        holders: answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])),
      }
    },
    check: (script, researcher = null) => checkScript(own, script, researcher),
    foresee: (script, researcher, signal) => foreseeScript(own, script, researcher, signal),
    count: (criteria, researcher, signal) =>
      countPersons({ ...settings, queue: counts, catalogue }, criteria, researcher, signal),
    run: (request) => runScript(own, request),
    runs: {
      list: (subject) => access.runs.list(subject),
      async open(subject, run) {
        const stored = await access.runs.open(subject, run)
        return releaseRun({ ...stored, results: stored.results.map(acceptReleased) })
      },
      async share(subject, run, reader) {
        if (reader === subject)
          fail('usage.request', 'The run is your own already.', 'Share it with somebody else.')
        const [known] = await access.log.list({ actor: reader, limit: 1 })
        if (known === undefined)
          fail(
            'usage.not-found',
            'Nobody of that name has signed in here.',
            'Ask the other for the name that their own page shows, after they have signed in once.',
          )
        // Linked first: a kill in between leaves two who are taken for one and share nothing, never the reverse.
        if (!(await access.runs.owns(subject, run)))
          fail('usage.not-found', 'You have no such run of your own.', 'List your runs and pick one.')
        await access.ledger.link(personKey(subject), personKey(reader))
        if (await access.runs.share(subject, run, reader))
          await access.log.append({ type: 'run-shared', actor: subject, payload: { run, reader } })
      },
      shared: (subject) => access.runs.shared(subject),
    },
    async quota(researcher) {
      const { quota } = settings.policy()
      const { results, sensitive, oldestUntil } = await access.ledger.spent(researcher.subject)
      const keys = [personKey(researcher.subject), ...partiesOf(researcher)]
      const told = await access.ledger.toldSets(keys, MAGNITUDES, createLedgerIndex)
      return {
        results: { most: quota.results, spent: results },
        sensitive: { most: quota.sensitive, spent: sensitive },
        opens: oldestUntil,
        share: quota.share,
        populations: MAGNITUDES.map((magnitude, i) => {
          const people = 10 ** magnitude
          return { people, told: told[i] ?? 0, most: Math.floor(quota.share * people) }
        }),
      }
    },
    ledger: ledgerInWords(
      access,
      async () => new Map(newest(await catalogue()).map(({ register: { name, title } }) => [name, title])),
    ),
    budget: (subject) =>
      access.budget.list(purposeOf(subject), [...settings.holders()], settings.policy().differential.rho),
    verifications: () => lastVerifications(access.log),
    collections: access.collections,
    async elsewhere(query) {
      const stamp = await access.harvests.stamp()
      if (elsewhere?.stamp !== stamp) {
        const kept = await access.harvests.list()
        elsewhere = { stamp: kept.stamp, index: createElsewhereIndex(kept.datasets) }
      }
      return elsewhere.index.find(query)
    },
    async harvest(source, from) {
      const url = 'url' in from ? from.url : null
      const taken = await takeIn(source, from)
      await access.harvests.follow(source, url)
      if (url !== null) await access.harvests.tried(source, null)
      return taken
    },
    async harvestDue() {
      const counts = { taken: 0, failed: 0 }
      const next = () => access.harvests.due(new Date(clock.now().getTime() - HARVEST_EVERY_MS))
      for (let due = await next(); due !== null; due = await next()) {
        const problem = await takeIn(due.name, due).then(
          () => null,
          (thrown: unknown) => {
            if (thrown instanceof Failure) return thrown.errors[0].message
            throw thrown
          },
        )
        await access.harvests.tried(due.name, problem)
        counts[problem === null ? 'taken' : 'failed']++
      }
      return counts
    },
    harvested: () => access.harvests.catalogues(),
    permitChanged: (id) => settings.permits.changed(id),
    async signedIn({ subject }) {
      await access.log.append({ type: 'signed-in', actor: subject, payload: {} })
    },
    async actedFor(actor, whom) {
      await access.log.append({ type: 'acted-for', actor, payload: { whom } })
    },
    async imported(register, holder) {
      known = null
      await access.log.append({ type: 'register-imported', actor: 'system', payload: { register, holder } })
    },
    async verified(register, holder, by = 'system') {
      await access.log.append({
        type: 'description-verified',
        actor: by,
        payload: { register, holder },
      })
    },
    async proof() {
      const key = { ...publicHalf(settings.keys.signing) }
      try {
        const { events, head } = await access.log.verify()
        return { verified: true, events, head: events === 0 ? null : head.hash, key }
      } catch (thrown) {
        if (!(thrown instanceof Failure) || thrown.errors[0].code !== 'conflict.chain') throw thrown
        const head = await access.log.head()
        return { verified: false, events: head.position, head: head.hash, key }
      }
    },
    async ready() {
      const answers = (name: string, work: Promise<unknown>) =>
        work.then(
          () => ({ name, ready: true }),
          () => ({ name, ready: false }),
        )
      return Promise.all([
        answers('store', access.log.head()),
        ...[...settings.holders()].map((name) =>
          answers(`holder:${name}`, peer.ask(`holder:${name}`, 'describe', {})),
        ),
      ])
    },
  }
}
