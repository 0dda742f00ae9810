/**
 * One byte string for one value, so that hashes and signatures mean something (JSON Canonicalization Scheme, RFC 8785,
 * for the values that `JSON.stringify` writes: keys sorted by UTF-16 code units, no white space).
 */

/** Canonical JSON of a plain value. `undefined` members are left out as `JSON.stringify` does. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : member,
  )
}
