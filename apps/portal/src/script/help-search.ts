/** Searching the language's documentation. Pure. */

/** Entries that a query fits: by name first, then by what they mean. */
export function search<W extends { name: string }>(
  all: readonly W[],
  query: string,
  meaning: (word: W) => string,
): W[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return [...all]
  const exact = all.filter(({ name }) => name.toLowerCase() === wanted)
  if (exact.length > 0) return exact
  const byName = all.filter(({ name }) => name.toLowerCase().includes(wanted))
  const byMeaning = all.filter(
    (word) => !byName.includes(word) && meaning(word).toLowerCase().includes(wanted),
  )
  return [...byName, ...byMeaning]
}
