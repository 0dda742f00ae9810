/**
 * Everything put together in one process: a hub, the holders of a home, and a room. They share nothing but a
 * network that carries signed bytes; only this file knows all of them.
 *
 * A home: `network/` (the linkage secret that holders share, the public keys of all parties), `hub/` (keys,
 * the store), `room/` (keys), `holders/NAME/` (title, keys, vault key, holdings; `fhir/` where it keeps a FHIR store).
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { type Access, type Cases, openAccess } from '@sund/access'
import {
  type Clock,
  fail,
  HolderName,
  LocalisedText,
  OPEN_POLICY,
  type Party,
  type Policy,
  type Progress,
  pickVersion,
  systemClock,
  systemIdentifiers,
  systemRandomness,
} from '@sund/model'
import {
  createNetwork,
  createVault,
  LINKAGE_SECRET_BYTES,
  linkageTokens,
  type Network,
  type Peer,
  readOrCreateKeys,
  readOrCreateSecret,
  VAULT_KEY_BYTES,
} from '@sund/network'
import { openHoldings } from '@sund/registers'
import pino, { type Logger } from 'pino'
import { z } from 'zod'
import { type ApplicationDesk, createApplicationDesk, remembered } from './access/applications.js'
import { casesForApplications, openHomeCases, permitsForRuns } from './access/cases.js'
import { type ChoiceDesk, createChoiceDesk } from './access/choices.js'
import { createOrganisationDesk, type OrganisationDesk } from './access/organisations.js'
import { openPost, type Post, type PostSettings } from './access/post.js'
import { createUpkeep, type Upkeep } from './access/upkeep.js'
import { bugOf } from './bugs.js'
import { type Derivations, openDerivations } from './consents/derivations.js'
import { openMadeVersions } from './consents/made.js'
import { openRegistersOfViews, type RegistersOfViews } from './consents/registers.js'
import { createWithheld } from './consents/withheld.js'
import { openFhirSite } from './fhir/open.js'
import type { FhirSite } from './fhir/site.js'
import type { MineDesk } from './mine/desk.js'
import { openMine } from './mine/open.js'
import { createPatientIndex } from './mine/persons.js'
import { createBudgetDesk } from './roles/budget-desk.js'
import { createSetDesk } from './roles/count-holder.js'
import { memoryFolder, privateFolder, sweepWork } from './roles/folders.js'
import { type Holder, holderHandlers } from './roles/holder.js'
import { openOwnPolicy, withOwn } from './roles/holder-policy.js'
import { createHub, type Hub } from './roles/hub.js'
import { createLedgerDesk } from './roles/ledger-desk.js'
import { createOptedOut } from './roles/opted-out.js'
import { createPermitDesk, type PermitStore } from './roles/permit-desk.js'
import { createPermitReader } from './roles/permits.js'
import { createPersonDesk } from './roles/person-holder.js'
import { createRoom } from './roles/room.js'

export interface SundSettings {
  /** Folder of everything that is kept; made when absent. */
  home: string
  /** PostgreSQL for events and runs, shared by several processes; without it they are in the home. */
  databaseUrl?: string
  progress?: Progress
  /** Where structured lines go; standard error from warnings on when left out. */
  logger?: Logger
  /** What is left out follows from the machine: `limitsOf`. */
  limits?: Partial<Limits>
  /** What holds for open terms and of every holder, asked for each run; `OPEN_POLICY` when left out. */
  policy?: () => Policy
  /** Where permits are kept; with cases when it is left out. */
  permits?: PermitStore
  /** The machine's own when left out. */
  clock?: Clock
}

/** What runs may take. */
export interface Limits {
  /** Runs at once; others wait. */
  concurrent: number
  /** Seconds that a run may last from its turn. */
  seconds: number
  /**
   * Memory of one workplace in MiB, of which a run has one at each holder and one in the room; and its
   * threads.
   */
  memoryMiB: number
  threads: number
}

/**
 * What runs may take of a machine with so many cores and so much memory: each workplace a twentieth of the memory, since a run over
 * many registers has one for each holder and one in the room, and two runs go at once. Beyond it a workplace spills to disk.
 */
export function limitsOf({ cores, memoryMiB }: { cores: number; memoryMiB: number }): Limits {
  return {
    concurrent: Math.max(2, Math.floor(cores / 2)),
    seconds: 300,
    memoryMiB: Math.max(128, Math.floor(memoryMiB / 20)),
    threads: Math.max(1, cores),
  }
}

/** The cores and the memory that this process may use, in a container those of the container. */
function thisMachine(): { cores: number; memoryMiB: number } {
  const constrained = process.constrainedMemory()
  const bytes = Math.min(totalmem(), constrained > 0 ? constrained : Number.POSITIVE_INFINITY)
  return { cores: availableParallelism(), memoryMiB: bytes / 2 ** 20 }
}

export interface Sund {
  readonly hub: Hub
  readonly holders: ReadonlyMap<string, Holder>
  /** Who may decide, and the roles of people. */
  readonly organisations: OrganisationDesk
  readonly applications: ApplicationDesk
  readonly cases: Cases
  /** What citizens choose of their own data. */
  readonly choices: ChoiceDesk
  /** What is kept of apps. */
  readonly apps: Access['apps']
  /** Folder of everything that is kept. */
  readonly home: string
  /** What holders have of a citizen, for that citizen. */
  readonly mine: MineDesk
  /** Where people are reached. */
  readonly people: Access['people']
  /** Letters that did not arrive, webhooks, descriptions of registers. */
  readonly upkeep: Upkeep
  /** Letters, webhooks and clocks, of which one process at least takes care. */
  post(settings: Pick<PostSettings, 'publicUrl' | 'environment'>): Post
  readonly logger: Logger
  /** Every message as the bytes that travel; returns how to stop. */
  readonly tap: Network['tap']
  /** The public key that a party signs with. */
  readonly keyOf: Network['keyOf']
  /** FHIR stores that are open, by holder. */
  readonly fhir: ReadonlyMap<string, FhirSite>
  /** For each of those, which of its patients has a mark; null where none has. */
  readonly patients: ReadonlyMap<string, (mark: string) => Promise<string | null>>
  /**
   * Opens a holder's FHIR store, made when absent: in the home, or in the PostgreSQL at `databaseUrl`. Nobody's is opened unless this is called, since each takes
   * memory. With it the registers that are made of it, which are brought up to date. `usage.not-found` when there is no such holder.
   */
  openFhir(holder: string, where?: { databaseUrl?: string; progress?: Progress }): Promise<FhirSite>
  /** Registers that are made of the records of a holder whose store is open, as consents leave them. */
  readonly derivations: ReadonlyMap<string, Derivations>
  /** Those of them that are of views. */
  readonly registersOfViews: ReadonlyMap<string, RegistersOfViews>
  /** Makes a holder; `conflict.exists` when there is one of that name. */
  addHolder(name: string, title: LocalisedText): Promise<Holder>
  /** Ends every run, then lets go of the home. */
  close(): Promise<void>
}

const HolderFile = z.object({ name: HolderName, title: LocalisedText })

/**
 * Opens a home, made when absent, and starts everyone in it. One process at a time, unless `databaseUrl` is
 * given.
 */
export async function openSund(settings: SundSettings): Promise<Sund> {
  const home = await privateFolder(resolve(settings.home))
  const { progress = () => {}, policy = () => OPEN_POLICY, clock = systemClock } = settings
  const logger = settings.logger ?? pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }))
  const limits = { ...limitsOf(thisMachine()), ...settings.limits }
  const runLimits = {
    concurrent: limits.concurrent,
    workplace: { memoryMiB: limits.memoryMiB, threads: limits.threads },
    deadline: () => AbortSignal.timeout(limits.seconds * 1000),
  }
  const ports = { clock, identifiers: systemIdentifiers }
  const onBug = (reference: string, thrown: unknown) => logger.error({ reference, ...bugOf(thrown) }, 'bug')

  progress('opening the store')
  const { databaseUrl } = settings
  const access = await openAccess(
    databaseUrl ? { url: databaseUrl } : { folder: join(home, 'hub', 'store') },
    ports.clock,
  )
  try {
    const network = createNetwork({ ...ports, onBug })
    const linkageSecret = await readOrCreateSecret(
      join(home, 'network', 'linkage.secret'),
      LINKAGE_SECRET_BYTES,
    )
    const roomWork = await memoryFolder(join(home, 'room'))
    await sweepWork(roomWork)
    const permitReader = () => createPermitReader({ hubKey: () => network.keyOf('hub'), clock })
    const room = createRoom({
      peer: () => roomPeer,
      work: roomWork,
      permits: permitReader(),
      limits: runLimits,
    })
    const roomPeer: Peer = network.join(
      'room',
      await readOrCreateKeys(join(home, 'room', 'keys.json')),
      room.handlers,
    )

    const holders = new Map<string, Holder>()
    const titles = new Map<string, LocalisedText>()
    const fhir = new Map<string, FhirSite>()
    const patients = new Map<string, (mark: string) => Promise<string | null>>()
    const derivations = new Map<string, Derivations>()
    const registersOfViews = new Map<string, RegistersOfViews>()
    const openRegistersOf = new Map<string, (site: FhirSite, progress?: Progress) => Promise<void>>()
    const hubKeys = await readOrCreateKeys(join(home, 'hub', 'keys.json'))
    const ledger = createLedgerDesk(access.ledger)
    const budget = createBudgetDesk(access.budget)
    const hubPeer = network.join('hub', hubKeys, {
      ...ledger.handlers,
      ...budget.handlers,
      choices: async ({ after }) => ({ reply: await access.choices.after(after) }),
    })
    const hub = createHub({
      keys: hubKeys,
      access,
      ledger,
      budget,
      permits: createPermitDesk(
        settings.permits ??
          permitsForRuns(
            () => cases,
            (id) => hub.permitChanged(id),
          ),
        clock,
      ),
      peer: hubPeer,
      holders: () => holders.keys(),
      limits: runLimits,
      policy,
      ...ports,
      onBug,
    })

    const organisations = createOrganisationDesk({
      store: access.organisations,
      holders: () => [...titles].map(([name, title]) => ({ name, title })),
      catalogue: hub.catalogue,
    })

    const onTrouble = (what: string, thrown: unknown) => logger.error({ what, ...bugOf(thrown) }, 'trouble')
    const cases = openHomeCases({
      access,
      organisations,
      variables: remembered(hub.catalogue),
      keys: hubKeys,
      clock,
      randomness: systemRandomness,
      onTrouble,
    })

    const applications = createApplicationDesk({
      access,
      organisations,
      catalogue: hub.catalogue,
      collection: async (subject) => (await access.collections.open(subject)).variables,
      cases: casesForApplications(cases),
      clock,
    })

    async function startHolder({ name, title }: z.infer<typeof HolderFile>): Promise<Holder> {
      const folder = join(home, 'holders', name)
      const vault = createVault(await readOrCreateSecret(join(folder, 'vault.key'), VAULT_KEY_BYTES))
      const holdings = await openHoldings(join(folder, 'holdings'), {
        vault,
        tokens: linkageTokens(linkageSecret),
        clock: ports.clock,
      })
      const own = await openOwnPolicy(folder, policy)
      const work = join(folder, 'work')
      await sweepWork(work)
      const ownKeys = await readOrCreateKeys(join(folder, 'keys.json'))
      const made = await openMadeVersions(join(folder, 'made-of-records.jsonl'))
      openRegistersOf.set(name, async (site, progress) => {
        const kept = await openDerivations({
          site,
          made,
          manifests: () => holdings.list(),
          keys: ownKeys,
          clock,
          file: join(folder, 'withdrawals.jsonl'),
          onTrouble,
        })
        derivations.set(name, kept)
        registersOfViews.set(
          name,
          await openRegistersOfViews({
            holder,
            derivations: kept,
            made,
            folder: join(folder, 'fhir'),
            least: () => withOwn(policy(), own.read()).cellThreshold,
            onLeftOut: (register, place) => logger.warn({ register, place }, 'a record is in no view'),
            ...(progress ? { progress } : {}),
          }),
        )
        kept.start()
      })
      const optedOut = createOptedOut({
        file: join(folder, 'choices.jsonl'),
        withheld: createWithheld({ made, site: () => fhir.get(name), linkageSecret }),
        linkageSecret,
        peer: () => peer,
        clock,
      })
      const handlers = holderHandlers(
        {
          name,
          optedOut,
          agreement: ownKeys.agreement,
          holdings,
          work,
          linkageSecret,
          policy,
          own: own.read,
          permits: permitReader(),
          limits: runLimits,
        },
        () => peer,
      )
      const peer: Peer = network.join(`holder:${name}`, ownKeys, handlers)
      const holder: Holder = {
        name,
        async import(request) {
          if (request.metadata.holder.name !== name)
            fail(
              'data.metadata',
              `The register is ${request.metadata.holder.name}'s, and this holder is ${name}.`,
              'Change holder in the metadata, or import it at that holder.',
            )
          const manifest = await holdings.import(request)
          const { register, version, contentHash } = manifest
          await hub.imported({ name: register.name, version, contentHash }, name)
          return manifest
        },
        list: () => holdings.list(),
        async verify(register, by) {
          const held = (await holdings.list()).filter((one) => one.register.name === register)
          const version = pickVersion(held.map((one) => one.version))
          const newest = held.find((one) => one.version === version)
          if (newest === undefined || version === undefined)
            return fail(
              'usage.not-found',
              `${name} has no register ${register}.`,
              'sund holder list names them all.',
            )
          await hub.verified({ name: register, version, contentHash: newest.contentHash }, name, by)
          return version
        },
        policy: own,
        persons: createPersonDesk({
          holdings,
          linkageSecret,
          desk: createSetDesk({ name, holdings, linkageSecret }),
        }),
      }
      holders.set(name, holder)
      titles.set(name, title)
      return holder
    }

    await privateFolder(join(home, 'holders'))
    for (const name of (await readdir(join(home, 'holders'))).sort()) {
      progress(`starting ${name}`)
      await startHolder(HolderFile.parse(JSON.parse(await readFile(holderFile(home, name), 'utf8'))))
    }
    await writeParties(home, network, holders.keys())

    let closing: Promise<void> | undefined
    return {
      hub,
      holders,
      organisations,
      applications,
      cases,
      choices: createChoiceDesk({
        store: access.choices,
        cases,
        peer: hubPeer,
        holders: () => holders.keys(),
        sealingKeyOf: network.sealingKeyOf,
        keys: hubKeys,
        accessBodies: async () =>
          new Set(
            (await organisations.list()).flatMap(({ id, body }) => (body === 'access-body' ? [id] : [])),
          ),
      }),
      apps: access.apps,
      home,
      people: access.people,
      mine: openMine({
        holders,
        titleOf: (holder) => titles.get(holder) ?? { en: holder },
        fhir,
        linkageSecret,
        people: access.people,
        apps: access.apps.registry,
        clock,
      }),
      upkeep: createUpkeep({
        letters: access.letters,
        webhooks: access.webhooks(),
        organisations,
        nameOf: async (subject) => (await access.people.find(subject))?.name ?? null,
        catalogue: hub.catalogue,
        async verify(name, register, by) {
          const holder =
            holders.get(name) ??
            fail('unavailable.holder', `${name} does not answer here.`, 'Verify it where the holder runs.')
          await holder.verify(register, by)
        },
      }),
      post: (more) =>
        openPost({
          access,
          cases,
          organisations,
          remind: async () => access.remindHolders(await hub.catalogue()),
          harvest: hub.harvestDue,
          home,
          onTrouble,
          ...more,
        }),
      logger,
      tap: network.tap,
      keyOf: network.keyOf,
      fhir,
      patients,
      derivations,
      registersOfViews,
      async openFhir(holder, { databaseUrl, progress } = {}) {
        if (!holders.has(holder))
          fail('usage.not-found', `There is no holder ${holder}.`, 'sund holder list names them all.')
        const known = fhir.get(holder)
        if (known !== undefined) return known
        const site = await openFhirSite({
          holder,
          folder: join(home, 'holders', holder, 'fhir'),
          ...(databaseUrl === undefined ? {} : { databaseUrl }),
          ...ports,
          onBug,
        })
        fhir.set(holder, site)
        if (!patients.has(holder)) patients.set(holder, createPatientIndex(site.store, linkageSecret))
        await openRegistersOf.get(holder)?.(site, progress)
        return site
      },
      async addHolder(name, title) {
        const parsed = HolderFile.safeParse({ name, title })
        if (!parsed.success)
          fail(
            'usage.arguments',
            `${name} is not a name for a holder.`,
            'Use lower-case letters, digits and hyphens (and not room), and give it a title.',
          )
        if (holders.has(name))
          fail('conflict.exists', `There is a holder ${name} already.`, 'Choose another name.')
        await mkdir(join(home, 'holders', name), { recursive: true, mode: 0o700 })
        await writeFile(holderFile(home, name), `${JSON.stringify({ name, title }, null, 2)}\n`, {
          mode: 0o600,
        })
        const holder = await startHolder(parsed.data)
        await writeParties(home, network, holders.keys())
        return holder
      },
      close() {
        closing ??= (async () => {
          await room.close()
          for (const own of derivations.values()) await own.close()
          for (const site of fhir.values()) await site.close()
          await cases.close()
          await access.close()
        })()
        return closing
      },
    }
  } catch (thrown) {
    await access.close()
    throw thrown
  }
}

const holderFile = (home: string, name: string): string => join(home, 'holders', name, 'holder.json')

/** The party directory: public signing keys, which prove messages and receipts. */
async function writeParties(home: string, network: Network, holders: Iterable<string>): Promise<void> {
  const parties: Party[] = ['hub', 'room', ...[...holders].map((name): Party => `holder:${name}`)]
  const directory = Object.fromEntries(parties.map((party) => [party, network.keyOf(party)]))
  await writeFile(join(home, 'network', 'parties.json'), `${JSON.stringify(directory, null, 2)}\n`)
}
