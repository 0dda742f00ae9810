/**
 * A holder: it has the rows and answers for them. It trusts no plan because of who sent it: it reads the
 * fragment itself, refuses what names anything but its own registers, applies its own policy where that is
 * stricter, and lets out released results and rows that are encrypted to the room of one run.
 */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { type Fragment, type Received, type Scan, type UnitSource, Workplace } from '@sund/engine'
import {
  type CatalogueEntry,
  fail,
  type HolderPolicy,
  indexedAs,
  isPublic,
  type Manifest,
  orderedWithinDay,
  type Party,
  PERSON,
  type Policy,
  type Progress,
  type Register,
  type Request,
  subjectLinkOf,
  type Table,
  type Variable,
  type Version,
} from '@sund/model'
import {
  type Bytes,
  choiceMarks,
  collect,
  type Handlers,
  ledgerKey,
  linkageTokens,
  openSealed,
  type Peer,
  type PrivateJwk,
  sealTo,
} from '@sund/network'
import { type CountedTable, releaseFigures } from '@sund/privacy'
import type { Holding, Holdings } from '@sund/registers'
import { z } from 'zod'
import { placePurse } from './budget-desk.js'
import { createCountDesk } from './count-holder.js'
import { removeFolder, workFolder } from './folders.js'
import { carryOut, type Known, partOf, publicRelations, readFragment, refuseRulesOff } from './fragments.js'
import { type OwnPolicy, policyUnder, withOwn } from './holder-policy.js'
import { ledgerKeyContext, placeLedger } from './ledger-place.js'
import { type RunLimits, stopped } from './limits.js'
import type { OptedOut } from './opted-out.js'
import { boundTo, checkReads, type PermitReader } from './permits.js'
import type { PersonDesk } from './person-holder.js'
import { isOfPersons, type Scope, scopeOf } from './population-holder.js'
import { createRecordKeys, type RecordKeys, runUnitsOf, unitSetOf } from './record-keys.js'

export interface ImportRequest {
  files: { table?: string; path: string }[]
  metadata: Register
  version?: string
  progress?: Progress
  signal?: AbortSignal
}

/** What the owner of a holder can do with it, here and not over the network. */
export interface Holder {
  readonly name: string
  /** Imports one version of a register and tells the log. */
  import(request: ImportRequest): Promise<Manifest>
  list(): Promise<Manifest[]>
  /**
   * Says that the description of a register, as its newest version has it, was looked through and holds (Art 60(3)), by the command line unless `by`
   * says who; answers that version. `usage.not-found` where there is no such register.
   */
  verify(register: string, by?: string): Promise<Version>
  readonly policy: Pick<OwnPolicy, 'read' | 'write'>
  /** What one may know of oneself here. */
  readonly persons: PersonDesk
}

export interface HolderSettings {
  name: string
  holdings: Holdings
  /** Folder for the work of runs. */
  work: string
  linkageSecret: Uint8Array
  /** The holder's own rules now: what it applies is the stricter of these and a run's terms. */
  policy: () => Policy
  /** What the holder makes stricter than that. */
  own: () => HolderPolicy | null
  permits: PermitReader
  optedOut: OptedOut
  /** Opens what is sealed to this holder. */
  agreement: PrivateJwk
  limits: RunLimits
}

/** The context that a delivery is sealed under: it opens as nothing else. */
export const deliveryContext = (run: string, relation: string, from: Party): string =>
  JSON.stringify(['delivery', run, relation, from])

/** What identifiers of persons are sealed to a holder under. */
export const identifiersContext = (to: Party): string => JSON.stringify(['identifiers', to])

/** How a holder answers. `peer` is its own way to ask the room, known once it has joined. */
export function holderHandlers(settings: HolderSettings, peer: () => Peer): Handlers {
  const { name, holdings, limits } = settings
  const running = new Map<string, AbortController>()
  const recordKeys = createRecordKeys(settings.linkageSecret)
  /**
   * How to stop a run; also one whose cancellation overtakes it on the way. Forgotten when its time is over.
   */
  const stopOf = (run: string): AbortController => {
    const known = running.get(run)
    if (known) return known
    const made = new AbortController()
    running.set(run, made)
    limits.deadline().addEventListener('abort', () => running.delete(run), { once: true })
    return made
  }

  const party: Party = `holder:${name}`
  const blindingKey = ledgerKey(settings.linkageSecret)

  /** Sends a room what is its own, and with it the key to blind sets for the ledger: sealed to it, each as nothing else. */
  async function send(room: unknown, head: Request<'delivery'>, rows: Bytes, signal?: AbortSignal) {
    const { run, relation } = head
    const sealed = await collect(sealTo(room, deliveryContext(run, relation, party), rows))
    const key = await collect(sealTo(room, ledgerKeyContext(run, relation, party), blindingKey))
    signal?.throwIfAborted()
    await peer().ask('room', 'delivery', head, [sealed, key])
  }

  /** The ledger for what this holder shows of a run. */
  const ledgerOf = (run: string, policy: Policy) => (index: number | null) =>
    placeLedger({ peer, run, policy: () => policy, key: async () => blindingKey }, index)

  const desk = createCountDesk({ ...settings, send, ledger: (run, policy) => ledgerOf(run, policy)(null) })

  return {
    async describe() {
      return { reply: { entries: await describe(holdings, withOwn(settings.policy(), settings.own())) } }
    },
    async policy() {
      return { reply: { policy: settings.own() } }
    },
    async deliver({ terms, fragment: sent, room }, _attachments, _from, part) {
      const { run } = terms
      const signal = AbortSignal.any([stopOf(run).signal, limits.deadline()])
      const fragment = readFragment(sent, name)
      const permit = await settings.permits.read(terms)
      const open = await openOwn(holdings, fragment, name)
      const registers = [...open.values()].map(({ manifest }) => manifest.register)
      refuseRulesOff([settings.policy(), terms.policy], registers)
      checkReads(permit, fragment, (scan) => holdingOf(open, scan).manifest.register)
      const ofPersons = new Set(
        scansOf(fragment).flatMap((scan) => (isOfPersons(scan, holdingOf(open, scan)) ? [scan.id] : [])),
      )
      const publicOnes = publicRelations(fragment, knownOf(open))
      if (room === null && fragment.deliver.length > 0) return noRoom()
      const { policy: asked } = terms
      const policy = policyUnder(settings.policy(), settings.own(), {
        policy: asked,
        relaxed: permit?.relaxations,
      })
      const absent = await settings.optedOut.under(permit)
      const scope = await scopeOf({ name, holdings, desk, send, absent }, permit, fragment, run, signal)
      if (room !== null) await scope.send(room, policy)
      return inWorkplace(settings.work, limits, signal, async (workplace, folder) => {
        await load(workplace, fragment, open, { secret: settings.linkageSecret, run, recordKeys, scope })
        const deliveries: { relation: string; rows: number; recordKeys: boolean }[] = []
        /** Sends a relation as soon as it is made: what the room shows first need not wait for the rest. */
        const made = async (relation: string) => {
          const columns = fragment.deliver.find((one) => one.relation === relation)?.columns ?? []
          const file = join(folder, `delivery-${deliveries.length}.parquet`)
          const { rows, ...known } = await workplace.deliver(relation, columns, file)
          const head = {
            run,
            relation,
            rows,
            public: publicOnes.has(relation),
            ...known,
            policy,
            permit: boundTo(permit),
            ofPopulation: scope.inRoom && ofPersons.has(relation),
          }
          await send(room, head, createReadStream(file))
          deliveries.push({ relation, rows, recordKeys: true })
        }
        const errors = await carryOut(workplace, fragment, {
          policy: () => policy,
          purpose: terms.purpose,
          ledger: ledgerOf(run, policy),
          purse: placePurse(peer, run),
          release: (one) => part(partOf(run, one)),
          made,
        })
        if (signal.aborted) throw stopped(signal)
        return { reply: { errors, deliveries } }
      }).finally(() => running.delete(run))
    },
    async count(request) {
      const { run } = request.terms
      const signal = AbortSignal.any([stopOf(run).signal, limits.deadline()])
      try {
        const counted = await desk.answer(request, signal)
        if (counted === null) return { reply: { result: null, told: [] } }
        return { reply: { result: counted.result.value, told: [...counted.told] } }
      } catch (thrown) {
        throw signal.aborted ? stopped(signal) : thrown
      } finally {
        running.delete(run)
      }
    },
    async blind(_request, [sealed]) {
      if (sealed === undefined)
        return fail('usage.request', 'Nothing was sent to be made unreadable.', 'Attach it.')
      const bytes = await collect(openSealed(settings.agreement, identifiersContext(party), sealed))
      const identifiers = z
        .array(z.string().min(1).max(200))
        .max(50)
        .parse(JSON.parse(Buffer.from(bytes).toString()))
      const tokens = linkageTokens(settings.linkageSecret).tokens(PERSON, identifiers)
      return { reply: { marks: choiceMarks(settings.linkageSecret).marks(tokens) } }
    },
    async 'choices-changed'() {
      return { reply: { position: await settings.optedOut.refresh() } }
    },
    async cancel({ run }) {
      stopOf(run).abort()
      return { reply: {} }
    },
  }
}

/** Does `work` in a workplace and a folder of its own, gone afterwards whatever happens. */
async function inWorkplace<T>(
  parent: string,
  { workplace: size }: RunLimits,
  signal: AbortSignal,
  work: (workplace: Workplace, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await workFolder(parent)
  let workplace: Workplace | undefined
  try {
    signal.throwIfAborted()
    workplace = await Workplace.open({ ...size, folder, signal })
    return await work(workplace, folder)
  } catch (thrown) {
    throw signal.aborted ? stopped(signal) : thrown
  } finally {
    workplace?.close()
    await removeFolder(folder)
  }
}

/** The holdings that a fragment reads, all of them this holder's own, or a refusal. */
async function openOwn(holdings: Holdings, fragment: Fragment, name: string): Promise<Map<string, Holding>> {
  const own = new Set((await holdings.list()).map(({ register, version }) => key(register.name, version)))
  const open = new Map<string, Holding>()
  const named = [
    ...fragment.registers.map((one) => ({ register: one.name, version: one.version })),
    ...scansOf(fragment),
  ]
  for (const { register, version } of named) {
    const wanted = key(register, version)
    if (!own.has(wanted))
      fail(
        'permission.refused-by-holder',
        `${name} was asked for ${register} ${version}, which it does not hold.`,
        'Ask the holder that answers for it; sund catalogue lists registers with their holders.',
      )
    if (!open.has(wanted)) open.set(wanted, await holdings.open(register, version))
  }
  return open
}

/** What this holder's own metadata says of the tables that a fragment scans. */
function knownOf(open: ReadonlyMap<string, Holding>): (start: Scan | Received) => Known {
  return (start) => {
    if (start.op !== 'scan')
      return fail('usage.request', 'A holder receives no rows.', 'Run the script again.')
    const { register } = holdingOf(open, start).manifest
    const table = tableOf(register, start.table)
    return { public: isPublic(register), subjectLink: subjectLinkOf(table) }
  }
}

/** Import gives a row its own day as its last where the source has none, unless it is a status. */
const lastADay = ({ untilColumn, variables }: Table): boolean =>
  untilColumn === undefined && variables.every(({ temporality }) => temporality !== 'STATUS')

/** Import found each unit in one row. */
const isOneRow = ({ quality }: Manifest, { name }: Table): boolean =>
  quality.tables.some(({ table, rows, units }) => table === name && rows === units)

/** Import found no two rows of a unit that hold on the same day: it compares those of statuses. */
const isApart = ({ quality }: Manifest, { name, variables }: Table): boolean =>
  variables.some(({ temporality }) => temporality === 'STATUS') &&
  quality.tables.some(({ table, overlappingPeriods }) => table === name && overlappingPeriods === 0)

/** An index has the variable's own values: of dates it has the years. */
function tellsValues(table: Table, variable: Variable): boolean {
  const as = indexedAs(table, variable)
  return as === 'codes' || as === 'numbers'
}

/** The years of an index are those in which rows hold: not of what is for life, nor of events in rows that last longer than they. */
const tellsYears = (table: Table, { temporality }: Variable): boolean =>
  temporality !== 'FIXED' && (temporality !== 'EVENT' || lastADay(table))

const tableOf = (register: Register, wanted: string): Table =>
  register.tables.find(({ name }) => name === wanted) ??
  fail(
    'usage.request',
    'A fragment names a table that its register does not have.',
    'Check the script again.',
  )

/**
 * Brings the tables that the fragment scans, and the units that they are about or link to, into the
 * workplace.
 */
async function load(
  workplace: Workplace,
  fragment: Fragment,
  open: ReadonlyMap<string, Holding>,
  { scope, ...units }: { scope: Scope; secret: Uint8Array; run: string; recordKeys: RecordKeys },
): Promise<void> {
  const isWhole = scope.within === null
  const loaded = new Set<string>()
  for (const { register, version, table: tableName } of scansOf(fragment)) {
    const holding = holdingOf(open, { register, version })
    const table = tableOf(holding.manifest.register, tableName)
    if (!once(loaded, `${register} ${version} table ${tableName}`)) continue
    workplace.addTable(
      { register, version, table: tableName },
      {
        file: holding.file(tableName),
        unitType: table.unit,
        links: table.links.map(({ name, unit }) => ({ name, unitType: unit })),
        moments: lastADay(table),
        ordered: orderedWithinDay(table),
        oneRow: isOneRow(holding.manifest, table),
        apart: isApart(holding.manifest, table),
        within: scope.within,
      },
    )
    const members = await scope.members(holding)
    const barred = await scope.absent.in(holding)
    // Indexes know everyone and all years.
    for (const variable of members === null && barred === null && isWhole ? table.variables : [])
      if (tellsValues(table, variable))
        workplace.addIndex(
          { register, version, table: tableName, variable: variable.name },
          { tellsYears: tellsYears(table, variable), open: () => holding.index(tableName, variable.name) },
        )
    for (const unitType of [table.unit, ...table.links.map((link) => link.unit)])
      if (once(loaded, `${register} ${version} units ${unitType}`))
        workplace.addUnits(
          { register, version, unitType },
          {
            ...unitsOf(holding, unitType, units),
            ...(members !== null && unitType === PERSON ? { members } : {}),
            ...(barred !== null && unitType === PERSON ? { barred } : {}),
          },
        )
  }
}

/** A set of units with its pseudonyms of this run and its permanent record keys, each made when it is needed. */
function unitsOf(
  holding: Holding,
  unitType: string,
  { secret, run, recordKeys }: { secret: Uint8Array; run: string; recordKeys: RecordKeys },
): UnitSource {
  const { count } = unitSetOf(holding, unitType)
  return {
    count,
    recordKeys: () => recordKeys.of(holding, unitType),
    pseudonyms: async () => (await runUnitsOf(holding, unitType, secret, run)).pseudonyms,
  }
}

/** What the catalogue may say of every version held. */
async function describe(holdings: Holdings, policy: Policy): Promise<CatalogueEntry[]> {
  const manifests = await holdings.list()
  return manifests.map((manifest) => ({
    register: manifest.register,
    version: manifest.version,
    importedAt: manifest.importedAt,
    contentHash: manifest.contentHash,
    figures: [...releaseFigures(manifest.register.tables.map(countedIn(manifest)), policy).value],
  }))
}

/** What the import counted of a table. */
function countedIn({ quality }: Manifest): (table: Table) => CountedTable {
  return (table) => {
    const counted = quality.tables.find((one) => one.table === table.name)
    if (counted === undefined)
      return fail('data.file', 'A holding lacks the counts of a table.', 'Import the register again.')
    const drawnUp = new Set(
      table.variables.flatMap(({ name, domain }) => ('codes' in domain && domain.partial ? [name] : [])),
    )
    return {
      table: table.name,
      rows: counted.rows,
      units: counted.people ?? counted.units,
      earliest: counted.earliest,
      latest: counted.latest,
      inconsistent: Math.min(counted.rows, counted.duplicates + counted.overlappingPeriods),
      variables: counted.variables.map(({ variable, missing, outOfCodeList, codes }) => ({
        variable,
        missing,
        codes: codes ?? [],
        ...(codes === undefined || drawnUp.has(variable) ? {} : { outOfCodeList }),
      })),
      public: table.variables.every(({ sensitivity }) => sensitivity === 'PUBLIC'),
    }
  }
}

function scansOf({ steps }: Fragment): Scan[] {
  return steps.flatMap((step) =>
    step.do === 'relation' && step.relation.op === 'scan' ? [step.relation] : [],
  )
}

const holdingOf = (open: ReadonlyMap<string, Holding>, scan: Pick<Scan, 'register' | 'version'>): Holding =>
  open.get(key(scan.register, scan.version)) as Holding

const key = (register: string, version: string): string => `${register} ${version}`

function once(seen: Set<string>, what: string): boolean {
  if (seen.has(what)) return false
  seen.add(what)
  return true
}

function noRoom(): never {
  return fail('usage.request', 'Rows were asked for without a room to send them to.', 'Run the script again.')
}
