/**
 * How a holder counts: persons by criteria, from the indexes of its holdings and without a database. Alone it protects the number
 * itself; with others it sends the room the pseudonyms of those who meet its own criteria, and which of its sets they are in.
 */
import { eachPerson, inAll, inAny, othersThan, type PersonSet, recordSetOfPersons } from '@sund/engine'
import {
  type CodeIndex,
  type Criteria,
  type Criterion,
  fail,
  foldTree,
  type HolderPolicy,
  isPublic,
  type Ledger,
  leavesOf,
  noPersons,
  type PersonBits,
  type Policy,
  type Request,
} from '@sund/model'
import { type ProtectedCount, protectCount } from '@sund/privacy'
import type { Holding, Holdings } from '@sund/registers'
import { refuseRulesOff } from './fragments.js'
import { policyUnder } from './holder-policy.js'
import type { Absent, OptedOut } from './opted-out.js'
import { refused } from './permits.js'
import { createPersonNumberings, type Persons, personsOf, pseudonymsOf } from './persons.js'

/** What is delivered of a person: pseudonym (8 bytes, big-endian, ascending), record key (2) and sets (4, a bit each). */
export const PERSON_RECORD = { width: 14, key: 8 } as const
/** Most sets that a holder decides in one count. */
export const MOST_SETS = 32

/** Registers whose metadata and directories of indexes stay open. */
const OPEN_REGISTERS = 32

export interface CountDeskSettings {
  name: string
  holdings: Holdings
  linkageSecret: Uint8Array
  policy: () => Policy
  own: () => HolderPolicy | null
  optedOut: OptedOut
  /** Seals bytes to the room of a count and delivers them. */
  send: (room: unknown, head: Request<'delivery'>, bytes: Uint8Array, signal: AbortSignal) => Promise<void>
  /** The release ledger for a count. */
  ledger: (run: string, policy: Policy) => Ledger
}

/** A register with the indexes that were asked for. */
interface OpenRegister {
  holding: Holding
  indexes: Map<string, Promise<CodeIndex | null>>
}

export interface CountDesk {
  /** The protected number, or null where persons were sent to the room. */
  answer(request: Request<'count'>, signal: AbortSignal): Promise<ProtectedCount | null>
  /** A bit for each person of a holding who meets criteria of this holder. */
  members(criteria: Criteria, holding: Holding, signal: AbortSignal): Promise<PersonBits>
  /** The records of all who are in some of the sets and have not opted out, as a room merges them. */
  records(sets: readonly Criteria[], absent: Absent, run: string, signal: AbortSignal): Promise<Buffer>
}

/** The name under which persons are delivered. */
export const PERSONS = 'persons'

/** The sets of a holder's own registers: what a count, a permit's population and a person's own page are decided by. */
export function createSetDesk({
  name,
  holdings,
  linkageSecret,
}: Pick<CountDeskSettings, 'name' | 'holdings' | 'linkageSecret'>) {
  const numberings = createPersonNumberings(linkageSecret)
  const registers = new Map<string, Promise<OpenRegister>>()

  /** A register of this holder, exactly the version that is named. */
  async function openRegister({ register, version }: Criterion): Promise<OpenRegister> {
    const key = `${register} ${version}`
    const opening =
      registers.get(key) ??
      holdings.open(register, version).then((holding): OpenRegister => {
        if (holding.manifest.version !== version || holding.manifest.register.holder.name !== name)
          fail(
            'permission.refused-by-holder',
            `${name} was asked for a register that it does not hold.`,
            'Ask the holder that answers for it.',
          )
        return { holding, indexes: new Map() }
      })
    registers.delete(key)
    registers.set(key, opening)
    for (const oldest of registers.keys()) {
      if (registers.size <= OPEN_REGISTERS) break
      registers.delete(oldest)
    }
    return opening.catch((thrown) => {
      registers.delete(key)
      throw thrown
    })
  }

  /** The registers that criteria ask about. */
  async function openAll(criteria: readonly Criteria[]): Promise<Map<string, OpenRegister>> {
    const open = new Map<string, OpenRegister>()
    for (const criterion of criteria.flatMap((set) => leavesOf<Criterion>(set)))
      open.set(`${criterion.register} ${criterion.version}`, await openRegister(criterion))
    return open
  }

  async function records(
    sets: readonly Criteria[],
    absent: Absent,
    run: string,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const open = await openAll(sets)
    const own = [...open.values()].map(({ holding }) => holding)
    const persons = await numberings.of(own, signal)
    const members: PersonBits[] = []
    for (const set of sets)
      members.push(await present(await decided(set, open, persons, signal), own, persons, absent))
    return recordsOf(members, persons, await pseudonymsOf(persons, own, linkageSecret, run, signal))
  }

  return {
    openAll,
    records,
    /** Those of some open registers who meet criteria, in a common numbering. */
    async met(criteria: Criteria, open: ReadonlyMap<string, OpenRegister>, signal: AbortSignal) {
      const own = [...open.values()].map(({ holding }) => holding)
      const persons = await numberings.of(own, signal)
      return { own, persons, met: await decided(criteria, open, persons, signal) }
    },
    async members(criteria: Criteria, holding: Holding, signal: AbortSignal): Promise<PersonBits> {
      const open = await openAll([criteria])
      const own = [...open.values()].map((register) => register.holding)
      const isOwn = (one: Holding) =>
        one.manifest.register.name === holding.manifest.register.name &&
        one.manifest.version === holding.manifest.version
      const place = own.findIndex(isOwn)
      const all = place < 0 ? [...own, holding] : own
      const persons = await numberings.of(all, signal)
      const met = await decided(criteria, open, persons, signal)
      const numbers = persons.numbers[place < 0 ? own.length : place] ?? null
      if (numbers === null) return met
      const members = noPersons(numbers.length)
      for (const [unit, person] of numbers.entries())
        if (((met[person >>> 5] as number) >>> (person & 31)) & 1)
          members[unit >>> 5] = (members[unit >>> 5] as number) | (1 << (unit & 31))
      return members
    },
  }
}

export function createCountDesk(settings: CountDeskSettings): CountDesk {
  const { openAll, records, members, met } = createSetDesk(settings)
  return {
    records,
    members,
    async answer({ terms, sets, definition, room }, signal) {
      if (sets.length > MOST_SETS || (room === null && sets.length > 1))
        fail('usage.request', 'A holder was asked for too many sets at once.', 'Count with fewer criteria.')
      // One counts before one applies: a permit neither opens nor relaxes anything here.
      if (terms.terms !== 'open' || terms.permit !== undefined) refused('A feasibility count has open terms.')
      const open = await openAll(sets)
      const own = [...open.values()].map(({ holding }) => holding)
      const registers = own.map(({ manifest }) => manifest.register)
      const absent = await settings.optedOut.under(null)
      refuseRulesOff([settings.policy(), terms.policy], registers)
      const policy = policyUnder(settings.policy(), settings.own(), terms)
      const ledger = settings.ledger(terms.run, policy)
      const about = {
        public: own.every(({ manifest }) => isPublic(manifest.register)),
        population: Math.min(...own.map(personsOf)),
        definition,
      }
      if (room === null) {
        const count = async () => {
          const { persons, met: found } = await met(sets[0] as Criteria, open, signal)
          return recordSetOfPersons(await present(found, own, persons, absent), persons.keys)
        }
        return protectCount(about, count, policy, ledger)
      }
      if (!about.public && about.population < policy.minimumPopulation)
        return protectCount(about, nobody, policy, ledger)
      const bytes = await records(sets, absent, terms.run, signal)
      const head = {
        run: terms.run,
        relation: PERSONS,
        rows: bytes.length / PERSON_RECORD.width,
        public: about.public,
        policy,
      }
      await settings.send(room, head, bytes, signal)
      return null
    },
  }
}

const nobody = async () => ({ units: 0, key: 0 })

/** The persons, in the common numbering, who meet criteria of this holder. What is of one register is decided in its own numbers. */
async function decided(
  criteria: Criteria,
  open: ReadonlyMap<string, OpenRegister>,
  persons: Persons,
  signal: AbortSignal,
): Promise<PersonBits> {
  /** Persons in the numbers of one register, or of all. */
  interface Piece {
    register: string | null
    set: PersonSet
  }
  const met = new Map<Criterion, Piece>()
  for (const criterion of leavesOf<Criterion>(criteria)) {
    signal.throwIfAborted()
    const register = `${criterion.register} ${criterion.version}`
    const index = await indexOf(open.get(register) as OpenRegister, criterion)
    const bits = noPersons(index.persons)
    await index.add(codesOf(criterion, index), 'codes' in criterion ? criterion : {}, bits)
    met.set(criterion, { register, set: { bits, allBut: false } })
  }
  const registers = [...open.keys()]
  const inCommon = ({ register, set: { bits, allBut } }: Piece): PersonSet => {
    const of = register === null ? null : persons.numbers[registers.indexOf(register)]
    return { bits: of ? renumbered(bits, of, persons) : bits, allBut }
  }
  const join =
    (together: (sets: PersonSet[]) => PersonSet) =>
    (pieces: Piece[]): Piece => {
      const names = [...new Set(pieces.map(({ register }) => register))]
      const joined = names.map((register) => ({
        register,
        set: together(pieces.flatMap((piece) => (piece.register === register ? [piece.set] : []))),
      }))
      const [only, ...others] = joined
      if (only !== undefined && others.length === 0) return only
      return { register: null, set: together(joined.map(inCommon)) }
    }
  const whole = foldTree<Criterion, Piece>(criteria, {
    leaf: (criterion) => met.get(criterion) as Piece,
    all: join(inAll),
    any: join(inAny),
    not: ({ register, set }) => ({ register, set: othersThan(set) }),
  })
  const { bits, allBut } = inCommon(whole)
  if (allBut)
    fail(
      'usage.request',
      'A holder was asked for persons of whom it knows nothing.',
      'Say among whom to count.',
    )
  return bits
}

/** Of those who meet criteria the ones who have not opted out, whichever of the registers knows them. */
async function present(
  met: PersonBits,
  own: readonly Holding[],
  persons: Persons,
  absent: Absent,
): Promise<PersonBits> {
  if (absent.isEmpty) return met
  const left = met.slice()
  for (const [source, holding] of own.entries()) {
    const bits = await absent.in(holding)
    if (bits === null) continue
    const numbers = persons.numbers[source] ?? null
    const out = numbers === null ? bits : renumbered(bits, numbers, persons)
    for (const [word, some] of out.entries()) left[word] = (left[word] as number) & ~some
  }
  return left
}

/** A set in the numbers of a register as one in the common numbers. */
function renumbered(set: PersonBits, numbers: Int32Array, persons: Persons): PersonBits {
  const to = noPersons(persons.count)
  eachPerson(set, numbers.length, (unit) => {
    const person = numbers[unit] as number
    to[person >>> 5] = (to[person >>> 5] as number) | (1 << (person & 31))
  })
  return to
}

async function indexOf({ holding, indexes }: OpenRegister, { variable }: Criterion): Promise<CodeIndex> {
  const { register } = holding.manifest
  const table = register.tables.find(({ variables }) => variables.some(({ name }) => name === variable))
  const opening =
    indexes.get(variable) ?? (table ? holding.index(table.name, variable) : Promise.resolve(null))
  indexes.set(variable, opening)
  const index = await opening.catch((thrown) => {
    indexes.delete(variable)
    throw thrown
  })
  return (
    index ??
    fail(
      'data.version',
      `${variable} of ${register.name} ${holding.manifest.version} cannot be counted by: it has no index.`,
      'Ask the holder to import the register again; too many different values are not indexed.',
    )
  )
}

/** The codes of an index that a criterion means. */
function codesOf(criterion: Criterion, { codes }: CodeIndex): readonly string[] {
  if (!('codes' in criterion)) {
    const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = criterion
    return codes.filter((code) => Number(code) >= least && Number(code) <= most)
  }
  const wholes = new Set(criterion.codes.filter((pattern) => !pattern.endsWith('*')))
  const starts = criterion.codes.flatMap((pattern) => (pattern.endsWith('*') ? [pattern.slice(0, -1)] : []))
  return codes.filter((code) => wholes.has(code) || starts.some((start) => code.startsWith(start)))
}

/** The records of all who are in some set, ascending by pseudonym. */
function recordsOf(sets: readonly PersonBits[], persons: Persons, pseudonyms: BigUint64Array): Buffer {
  const flags = new Uint32Array(persons.count)
  for (const [i, set] of sets.entries())
    eachPerson(set, persons.count, (person) => {
      flags[person] = (flags[person] as number) | (1 << i)
    })
  const members = Uint32Array.from(personsIn(flags))
  const sorted = byPseudonym(members, pseudonyms)
  const records = Buffer.allocUnsafe(sorted.length * PERSON_RECORD.width)
  let at = 0
  for (const person of sorted) {
    at = records.writeBigUInt64BE(pseudonyms[person] as bigint, at)
    at = records.writeUInt16BE(persons.keys[person] as number, at)
    at = records.writeUInt32BE(flags[person] as number, at)
  }
  return records
}

function* personsIn(flags: Uint32Array): Generator<number> {
  for (let person = 0; person < flags.length; person++) if (flags[person] !== 0) yield person
}

/** Radix sort by 16 bits at a time: what compares bigints would take seconds for millions. */
function byPseudonym(members: Uint32Array, pseudonyms: BigUint64Array): Uint32Array {
  const digits = new Uint16Array(pseudonyms.buffer)
  let from = members
  for (let digit = 0; digit < 4; digit++) {
    const ends = new Uint32Array(65_537)
    const of = (person: number) => digits[4 * person + digit] as number
    for (const person of from) ends[of(person) + 1] = (ends[of(person) + 1] as number) + 1
    for (let i = 1; i < ends.length; i++) ends[i] = (ends[i] as number) + (ends[i - 1] as number)
    const to = new Uint32Array(from.length)
    for (const person of from) {
      const place = ends[of(person)] as number
      to[place] = person
      ends[of(person)] = place + 1
    }
    from = to
  }
  return from
}
