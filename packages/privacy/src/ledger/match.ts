/**
 * Rule L1's comparing: of a sketch and all that were told, which was the first that has the same people, or differs by so few that the two
 * together would tell of them. Pure, and apart from who was told what and when, since this is what has to be fast.
 *
 * Sets that differ in fewer slots than there are bands agree in a whole band (a pigeonhole), so the sketches that share the hash of some band
 * are looked at and no others. Small sets leave bands empty, and those of many sets are alike: where too many would have to be looked at, all are
 * run through by two bits a slot, which say of nearly all of them at once that they differ in too many slots. Both ways are exact.
 */
import { fail, type LedgerIndex, SKETCH_BYTES, type Sketch, SLOTS } from '@sund/model'

const BANDS = 10
/** Chains of sketches that have the hash of a band in common; the last is of identities. */
const CHAINS = BANDS + 1
const WORDS = SKETCH_BYTES.slots / 4
const IDENTITY_WORDS = SKETCH_BYTES.identity / 4
const FIRST_CAPACITY = 1024
/** Of every so many sketches one is looked at in chains before all are run through. */
const WORTH_A_SCAN = 256
/** Words of the bits by which all are run through: the lowest of each slot, then the one above it. */
const PLANE_WORDS = (2 * SLOTS) / 32

/** An index of sketches in memory: about 220 bytes a sketch. */
export function createLedgerIndex(): LedgerIndex {
  let size = 0
  let room = roomFor(FIRST_CAPACITY)
  const asked = new Uint32Array(WORDS)
  const askedIdentity = new Uint32Array(IDENTITY_WORDS)
  const askedPlanes = new Uint32Array(PLANE_WORDS)
  const own = {
    words: asked,
    slots: new Uint16Array(asked.buffer),
    identity: askedIdentity,
    planes: askedPlanes,
  }

  function read({ slots, identity }: Sketch): void {
    if (slots.length !== SKETCH_BYTES.slots || identity.length !== SKETCH_BYTES.identity)
      fail('internal.bug', 'A sketch does not have its length.', 'Report it: nothing was compared.')
    new Uint8Array(asked.buffer).set(slots)
    new Uint8Array(askedIdentity.buffer).set(identity)
    writePlanes(own.slots, 0, own.planes, 0)
  }

  /** The first sketch of the same identity; −1 for none. */
  function known(): number {
    const [first, second] = own.identity
    let found = -1
    for (
      let entry = room.first(BANDS, identityHash(own.identity, 0));
      entry >= 0;
      entry = room.after(BANDS, entry)
    )
      if (
        room.identities[IDENTITY_WORDS * entry] === first &&
        room.identities[IDENTITY_WORDS * entry + 1] === second
      )
        found = entry
    return found
  }

  /** The first sketch that differs in at most `most` slots; −1 for none. Chains have the last first. */
  function near(most: number): number {
    if (most < 1) return -1
    if (most >= BANDS) return nearOfAll(most)
    let walked = 0
    let found = size
    for (let band = 0; band < BANDS; band++)
      for (
        let entry = room.first(band, bandHash(own.slots, 0, band));
        entry >= 0;
        entry = room.after(band, entry)
      ) {
        if (entry < found && differsInAtMost(most, own.words, room.words, WORDS * entry)) found = entry
        if (++walked * WORTH_A_SCAN > size) return nearOfAll(most)
      }
    return found < size ? found : -1
  }

  function nearOfAll(most: number): number {
    let entry = nextAlike(most, own.planes, room.planes, 0, size)
    while (entry < size) {
      if (differsInAtMost(most, own.words, room.words, WORDS * entry)) return entry
      entry = nextAlike(most, own.planes, room.planes, entry + 1, size)
    }
    return -1
  }

  return {
    add(sketches) {
      for (const sketch of sketches) {
        read(sketch)
        if (size === room.capacity) room = enlarged(room)
        room.words.set(own.words, WORDS * size)
        room.identities.set(own.identity, IDENTITY_WORDS * size)
        room.planes.set(own.planes, PLANE_WORDS * size)
        room.link(size)
        size++
      }
    },
    compare: (sketches, difference) =>
      sketches.map((sketch) => {
        read(sketch)
        const same = known()
        if (same >= 0) return { verdict: 'known', entry: same }
        const entry = near(difference - 1)
        return entry >= 0 ? { verdict: 'near', entry } : { verdict: 'new', entry: null }
      }),
  }
}

/** True when two sketches differ in at most `most` slots, of which a word holds two. */
function differsInAtMost(most: number, asked: Uint32Array, words: Uint32Array, from: number): boolean {
  let slots = 0
  for (let word = 0; word < WORDS; word++) {
    const differs = (asked[word] as number) ^ (words[from + word] as number)
    if (differs === 0) continue
    slots += ((differs & 0xffff) !== 0 ? 1 : 0) + (differs >>> 16 !== 0 ? 1 : 0)
    if (slots > most) return false
  }
  return true
}

/** The first sketch from `from` on whose bits differ in at most `most` slots; `to` when there is none. */
function nextAlike(most: number, asked: Uint32Array, planes: Uint32Array, from: number, to: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = asked
  for (let entry = from; entry < to; entry++) {
    const at = PLANE_WORDS * entry
    const first = (a ^ (planes[at] as number)) | (c ^ (planes[at + 2] as number))
    const second = (b ^ (planes[at + 1] as number)) | (d ^ (planes[at + 3] as number))
    if (ones(first) + ones(second) <= most) return entry
  }
  return to
}

/** How many bits are set (Warren, Hacker's Delight, section 5-1). */
function ones(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

function writePlanes(slots: Uint16Array, from: number, planes: Uint32Array, to: number): void {
  for (let plane = 0; plane < PLANE_WORDS; plane++) {
    const [shift, first] = [plane >> 1, (plane & 1) * 32]
    let bits = 0
    for (let slot = 0; slot < 32; slot++)
      bits |= (((slots[from + first + slot] as number) >>> shift) & 1) << slot
    planes[to + plane] = bits
  }
}

interface Room {
  capacity: number
  words: Uint32Array
  planes: Uint32Array
  identities: Uint32Array
  /** The sketch last linked with this hash in this chain, and the one linked before another; −1 for none. */
  first(chain: number, hash: number): number
  after(chain: number, entry: number): number
  /** Puts a sketch, whose words are in place, into its chains. */
  link(entry: number): void
}

/** `capacity`: a power of two. */
function roomFor(capacity: number): Room {
  const words = new Uint32Array(capacity * WORDS)
  const slots = new Uint16Array(words.buffer)
  const planes = new Uint32Array(capacity * PLANE_WORDS)
  const identities = new Uint32Array(capacity * IDENTITY_WORDS)
  const buckets = capacity / 2
  // Entries are counted from 1 here, so that 0, which fills a new array, is none.
  const heads = new Int32Array(buckets * CHAINS)
  const next = new Int32Array(capacity * CHAINS)
  const bucketOf = (chain: number, hash: number) => chain * buckets + (hash & (buckets - 1))
  return {
    capacity,
    words,
    planes,
    identities,
    first: (chain, hash) => (heads[bucketOf(chain, hash)] as number) - 1,
    after: (chain, entry) => (next[entry * CHAINS + chain] as number) - 1,
    link(entry) {
      for (let chain = 0; chain < CHAINS; chain++) {
        const hash =
          chain === BANDS
            ? identityHash(identities, IDENTITY_WORDS * entry)
            : bandHash(slots, SLOTS * entry, chain)
        const bucket = bucketOf(chain, hash)
        next[entry * CHAINS + chain] = heads[bucket] as number
        heads[bucket] = entry + 1
      }
    },
  }
}

function enlarged(full: Room): Room {
  const room = roomFor(2 * full.capacity)
  room.words.set(full.words)
  room.planes.set(full.planes)
  room.identities.set(full.identities)
  for (let entry = 0; entry < full.capacity; entry++) room.link(entry)
  return room
}

/** The first slot of a band; bands have six or seven. */
const bandStart = (band: number): number => Math.floor((SLOTS * band) / BANDS)

function bandHash(slots: Uint16Array, from: number, band: number): number {
  let hash = band
  const end = bandStart(band + 1)
  for (let slot = bandStart(band); slot < end; slot++) {
    hash = Math.imul(hash ^ (slots[from + slot] as number), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash
}

/** An identity is as good as random already. */
const identityHash = (identities: Uint32Array, from: number): number => identities[from] as number
