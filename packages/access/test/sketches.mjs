// Made-up sketches, and the plainest index that keeps the promise of `LedgerIndex`; shared with a process that is killed.
import { createHash } from 'node:crypto'

/** A sketch whose slots follow from `seed`, the first `changed` of them from another. */
export function sketch(seed, changed = 0) {
  const slots = new Uint8Array(128)
  for (let slot = 0; slot < 64; slot++) {
    const of = slot < changed ? `${seed} changed ${changed}` : seed
    slots.set(createHash('sha256').update(`${of} ${slot}`).digest().subarray(0, 2), 2 * slot)
  }
  const hash = (length) => new Uint8Array(createHash('sha512').update(slots).digest().subarray(0, length))
  return { slots, identity: hash(8), sealed: new Uint8Array(Buffer.concat([hash(64), hash(34)])) }
}

export function plainIndex() {
  const all = []
  const differing = (a, b) => {
    let count = 0
    for (let at = 0; at < 128; at += 2) if (a[at] !== b[at] || a[at + 1] !== b[at + 1]) count++
    return count
  }
  return {
    add(sketches) {
      for (const { slots, identity } of sketches)
        all.push({ slots: Buffer.from(slots), identity: Buffer.from(identity) })
    },
    compare: (sketches, difference) =>
      sketches.map(({ slots, identity }) => {
        const known = all.findIndex((one) => one.identity.equals(identity))
        if (known >= 0) return { verdict: 'known', entry: known }
        const near = all.findIndex((one) => differing(one.slots, slots) < difference)
        return near >= 0 ? { verdict: 'near', entry: near } : { verdict: 'new', entry: null }
      }),
  }
}
