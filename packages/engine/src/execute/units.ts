/**
 * Who the rows of a workplace are about. Inside, a unit is a number: its set (one unit type of one register) in the upper
 * 32 bits, its place in the set in the lower. Pseudonyms and record keys stay in arrays beside the database, which looks
 * them up by number, so that rows travel and meet on small integers and nothing is looked up that nobody asks for.
 */
import {
  BIGINT,
  BLOB,
  DuckDBBigIntVector,
  type DuckDBBlobValue,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBIntegerVector,
  DuckDBScalarFunction,
  type DuckDBScalarMainFunction,
  type DuckDBType,
  type DuckDBVector,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api'
import { type PersonBits, SLOTS, slotOf } from '@sund/model'

/** What the units of a set carry in a run, in the order of their numbers. Each is asked for once, and only when something needs it. */
export interface UnitSource {
  count: number
  /** What pseudonymises deliveries and tells registers' common people. */
  pseudonyms(): BigInt64Array | Promise<BigInt64Array>
  /** What record sets are summed from. */
  recordKeys(): Uint16Array | Promise<Uint16Array>
  /** A bit for each unit that may take part: rows about others are never read. Everyone may where it is left out. */
  members?: PersonBits
  /** A bit for each unit of which nothing may be said: rows about it are never read, and to rows that link to it it is unknown. */
  barred?: PersonBits
}

/** Units of which everything is known already. */
export function sourceOf(units: { pseudonyms: BigInt64Array; recordKeys: Uint16Array }): UnitSource {
  const count = units.recordKeys.length
  if (units.pseudonyms.length !== count) throw new Error('as many pseudonyms as record keys')
  return { count, pseudonyms: () => units.pseudonyms, recordKeys: () => units.recordKeys }
}

interface UnitSet {
  unitType: string
  /** Null where units have no identity but their number. */
  source: UnitSource | null
  recordKeys?: Uint16Array
  /** The two halves of each pseudonym, since a loop over big integers would make an object of each. */
  halves?: Int32Array
}

/** How the units of a set are written in this workplace. */
export interface Numbering {
  /** What is added to the stored number of a unit that has no other number. */
  base: bigint
  count: number
  /** Whether somebody said who they are; otherwise they have no record keys, and their pseudonym is their number. */
  named: boolean
  /** What is added to a stored number to ask `sund_member` whether the unit may take part; null where everyone may. */
  members: bigint | null
  /** The same for `sund_barred`; null where nothing is kept quiet of anyone. */
  barred: bigint | null
  /** Table (unit, number) of the units that another set of the type has too, under the number of that set. */
  map: string | null
}

/** Registered sets of units, and the functions of a database that know them. */
export class Units {
  readonly #sets: UnitSet[] = []
  readonly #numberings = new Map<number, Numbering>()
  #population: Pseudonyms | null = null

  /** How many sets there are: they are numbered from 0. */
  get sets(): number {
    return this.#sets.length
  }

  /** Adds a set and gives its number. */
  add(unitType: string, source: UnitSource | null): number {
    return this.#sets.push({ unitType, source }) - 1
  }

  /**
   * How a set is numbered. The first set of a unit type that is read keeps its own numbers, and so does one that is numbered alike; each
   * other one takes the numbers of the units that it shares with those before, found by `shared`, which gives the table.
   */
  async numbering(
    of: number,
    shared: (own: Numbering, earlier: readonly Numbering[]) => Promise<string>,
  ): Promise<Numbering> {
    const known = this.#numberings.get(of)
    if (known) return known
    const { unitType, source } = this.#sets[of] as UnitSet
    const base = BigInt(of) << 32n
    const members = source?.members ? base : null
    const barred = source?.barred ? base : null
    let made: Numbering = { base, count: 0, named: source !== null, members, barred, map: null }
    if (source) {
      made.count = source.count
      const earlier = [...this.#numberings].filter(([other]) => this.#sets[other]?.unitType === unitType)
      if (earlier.length > 0) await this.loadPseudonyms([of, ...earlier.map(([other]) => other)])
      const alike = earlier.find(([other, { map }]) => map === null && this.#begins(of, other))
      if (alike) made.base = alike[1].base
      else if (earlier.length > 0)
        made = {
          ...made,
          map: await shared(
            made,
            earlier.map(([, numbering]) => numbering),
          ),
        }
    }
    this.#numberings.set(of, made)
    return made
  }

  /** Brings the record keys of the units of a type that rows name so far. */
  async loadRecordKeys(unitType: string): Promise<void> {
    for (const of of this.#numberings.keys())
      if (this.#sets[of]?.unitType === unitType) await this.recordKeys(of)
  }

  /** The record keys of a set, in the order of its units; null where units have none of their own. */
  async recordKeys(of: number): Promise<Uint16Array | null> {
    const set = this.#sets[of] as UnitSet
    if (!set.source) return null
    set.recordKeys ??= await set.source.recordKeys()
    if (set.recordKeys.length !== set.source.count) throw new Error('as many record keys as units')
    return set.recordKeys
  }

  /** Whom `sund_in_population` holds for, by pseudonym. */
  populate(pseudonyms: BigInt64Array): void {
    this.#population = pseudonymSet(pseudonyms)
  }

  /** Brings the pseudonyms of sets; a number that is no set's is passed over. */
  async loadPseudonyms(sets: Iterable<number>): Promise<void> {
    for (const of of sets) {
      const set = this.#sets[of]
      if (!set?.source || set.halves) continue
      const pseudonyms = await set.source.pseudonyms()
      if (pseudonyms.length !== set.source.count) throw new Error('as many pseudonyms as units')
      set.halves = halvesOf(pseudonyms, pseudonyms.length)
    }
  }

  /** Whether the units of a set are the first ones of another, in the same order. */
  #begins(of: number, other: number): boolean {
    const [own, others] = [this.#sets[of]?.halves, this.#sets[other]?.halves]
    return own !== undefined && others !== undefined && own.every((half, i) => half === others[i])
  }

  /**
   * The record set of units, those of `first` and on whose bit is set, the highest bit of a byte first: `slot,units,keys;…` for each slot with
   * some of them.
   */
  #recordSetOf(bits: Uint8Array, first: bigint): string {
    const keys = this.#sets[Number(first >> 32n)]?.recordKeys
    if (!keys) throw new Error('a row is about a unit that nobody numbered')
    const start = Number(first & 0xffff_ffffn)
    const words = new Uint32Array(bits.length / 4)
    new Uint8Array(words.buffer).set(bits)
    const [units, sums] = [new Uint32Array(SLOTS), new Float64Array(SLOTS)]
    for (let i = 0; i < words.length; i++) {
      const word = words[i] as number
      if (word === 0) continue
      let left = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)
      while (left !== 0) {
        const bit = Math.clz32(left)
        const key = keys[start + 32 * i + bit]
        if (key === undefined) throw new Error('a row is about a unit that nobody numbered')
        const slot = slotOf(key)
        units[slot] = (units[slot] as number) + 1
        sums[slot] = (sums[slot] as number) + key
        left &= ~(0x8000_0000 >>> bit)
      }
    }
    const parts: string[] = []
    for (const [slot, count] of units.entries()) if (count > 0) parts.push(`${slot},${count},${sums[slot]}`)
    return parts.join(';')
  }

  /**
   * Gives a database `sund_record_set(bits, first)`, the record set of a set of units as a text; `sund_key(number)`, the record key of a unit, and `sund_pseudonym(number)`, which of a number that is no unit of a
   * set is the number itself; `sund_member(number)`, 1 for a unit that may take part and 0 for others; `sund_in_population(pseudonym)` likewise.
   */
  register(connection: DuckDBConnection): void {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name: 'sund_record_set',
        parameterTypes: [BLOB, BIGINT],
        returnType: VARCHAR,
        mainFunction: guarded((input, output) => {
          const [sets, firsts] = [input.getColumnVector(0), input.getColumnVector(1)]
          for (let row = 0; row < input.rowCount; row++) {
            const [set, first] = [
              sets.getItem(row) as DuckDBBlobValue | null,
              firsts.getItem(row) as bigint | null,
            ]
            output.setItem(row, set === null || first === null ? null : this.#recordSetOf(set.bytes, first))
          }
        }),
      }),
    )
    define(connection, 'sund_key', INTEGER, (numbers, output, rows, isValid) => {
      if (!(output instanceof DuckDBIntegerVector)) throw new Error('a key is an INTEGER')
      const items = output['items']
      for (let row = 0, at = 0; row < rows; row++, at += 2) {
        const key = this.#sets[numbers[at + 1] as number]?.recordKeys?.[numbers[at] as number]
        if (key === undefined && isValid(row)) throw new Error('a row is about a unit that nobody numbered')
        items[row] = key ?? 0
      }
    })
    for (const [name, which] of [
      ['sund_member', 'members'],
      ['sund_barred', 'barred'],
    ] as const)
      define(connection, name, INTEGER, (numbers, output, rows) => {
        if (!(output instanceof DuckDBIntegerVector)) throw new Error('a bit is an INTEGER')
        const items = output['items']
        for (let row = 0, at = 0; row < rows; row++, at += 2) {
          const bits = this.#sets[numbers[at + 1] as number]?.source?.[which]
          const unit = numbers[at] as number
          items[row] = ((bits?.[unit >>> 5] ?? 0) >>> (unit & 31)) & 1
        }
      })
    define(connection, 'sund_in_population', INTEGER, (numbers, output, rows) => {
      if (!(output instanceof DuckDBIntegerVector)) throw new Error('a bit is an INTEGER')
      const items = output['items']
      for (let row = 0, at = 0; row < rows; row++, at += 2)
        items[row] = this.#population?.has(numbers[at] as number, numbers[at + 1] as number) ? 1 : 0
    })
    define(connection, 'sund_pseudonym', BIGINT, (numbers, output, rows) => {
      if (!(output instanceof DuckDBBigIntVector)) throw new Error('a pseudonym is a BIGINT')
      const made = halvesOf(output['items'], rows)
      for (let at = 0; at < 2 * rows; at += 2) {
        const [unit, set] = [numbers[at] as number, numbers[at + 1] as number]
        const halves = this.#sets[set]?.halves
        made[at] = halves ? (halves[2 * unit] as number) : unit
        made[at + 1] = halves ? (halves[2 * unit + 1] as number) : set
      }
    })
  }
}

interface Pseudonyms {
  /** By the two halves of a number, since a loop over big integers would make an object of each. */
  has(low: number, high: number): boolean
}

/** A set of numbers of 64 bits that are random already: open addressing by their lower half, 0 standing for an empty place. */
function pseudonymSet(of: BigInt64Array): Pseudonyms {
  const given = halvesOf(of, of.length)
  const mask = 2 ** Math.ceil(Math.log2(2 * of.length + 2)) - 1
  const places = new Int32Array(2 * (mask + 1))
  let zero = false
  const find = (low: number, high: number): number => {
    let place = low & mask
    for (;;) {
      const [a, b] = [places[2 * place] as number, places[2 * place + 1] as number]
      if ((a === low && b === high) || (a === 0 && b === 0)) return 2 * place
      place = (place + 1) & mask
    }
  }
  for (let i = 0; i < given.length; i += 2) {
    const [low, high] = [given[i] as number, given[i + 1] as number]
    if (low === 0 && high === 0) zero = true
    const place = find(low, high)
    places[place] = low
    places[place + 1] = high
  }
  return {
    has(low, high) {
      if (low === 0 && high === 0) return zero
      const place = find(low, high)
      return places[place] === low && places[place + 1] === high
    },
  }
}

// The values of a vector are read as they lie (`items` is private to the driver), since one call a value costs more than the sums do.

/** Both halves of each of `count` numbers of 64 bits, the lower first. */
const halvesOf = (of: BigInt64Array, count: number): Int32Array =>
  new Int32Array(of.buffer, of.byteOffset, 2 * count)

function define(
  connection: DuckDBConnection,
  name: string,
  returnType: DuckDBType,
  fill: (numbers: Int32Array, output: DuckDBVector, rows: number, isValid: (row: number) => boolean) => void,
): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name,
      parameterTypes: [BIGINT],
      returnType,
      mainFunction: guarded((input, output) => {
        const column = input.getColumnVector(0)
        if (!(column instanceof DuckDBBigIntVector)) throw new Error('a unit is a BIGINT')
        const isValid = (row: number) => column.getItem(row) !== null
        fill(halvesOf(column['items'], input.rowCount), output, input.rowCount, isValid)
      }),
    }),
  )
}

/** What it throws ends the statement. */
const guarded =
  (of: (input: DuckDBDataChunk, output: DuckDBVector) => void): DuckDBScalarMainFunction =>
  (info, input, output) => {
    try {
      of(input, output)
    } catch (thrown) {
      info.setError(thrown instanceof Error ? thrown.message : 'unknown')
    }
    output.flush()
  }
