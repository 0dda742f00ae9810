/**
 * Full text in numbers: which documents hold a word, and in which of their fields. Apart from what the documents are (search.ts), and from what a
 * match is worth there. A word finds itself, words that it begins and, from three letters on, words that it is inside of, as Norwegian and Danish
 * put words together; a word that finds nothing is read as the nearest that does.
 *
 * Postings lie in flat arrays of numbers, so that a hundred thousand documents take a few hundred bytes each and a word that occurs in all of them is
 * answered in milliseconds (`bench/catalogue.mjs`).
 */

/** Lower case without accents, but with the letters that Norwegian and Danish have of their own. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (PLAIN.test(lower)) return lower
  return lower.replaceAll('å', '\u0001').normalize('NFD').replace(/\p{M}/gu, '').replaceAll('\u0001', 'å')
}
const PLAIN = /^[\u0000-\u007fæø]*$/

/** The folded words of a text, in order. */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
}

/** How well a word of the index fits a word that was asked for. */
export type Fit = 'same' | 'begins' | 'inside' | 'near'

/** A word of the index that fits, with its documents and, for each, a bit for each field that it stands in. */
export interface Posting {
  word: string
  fit: Fit
  documents: Uint32Array
  fields: Uint8Array
}

export interface TextIndex {
  /** Words that fit, best first; `near` ones only when no other does, those at the least distance. */
  find(word: string): Posting[]
  readonly words: number
  readonly bytes: number
}

/** Collects the words of documents, which are numbered in the order in which they come. */
export interface TextIndexBuilder {
  /** Words of a field (0 to 7) of the newest document, or of a new one. */
  add(document: number, field: number, text: string): void
  build(): TextIndex
}

/** Which documents hold every word of a query, and how good a match each is. */
export interface Match {
  /** By document; 0 where a word is missing. */
  scores: Uint16Array
  /** What to mark in a text, folded: the words asked for, or those that were read instead. */
  marks: string[]
  /** Words that stand nowhere, and what they were read as: nothing, where nothing is near. */
  read: { word: string; as: string[] }[]
}

/** Words of a query beyond these are not looked for. */
const MOST_WORDS = 12
const FIT_WORTH: Record<Fit, number> = { same: 4, begins: 3, inside: 2, near: 2 }

/** Matches all words of `query`; `worth` says by field (0 to 7) what a match there counts, 1 to 100. */
export function matchAll(
  index: TextIndex,
  documents: number,
  query: string,
  worth: readonly number[],
): Match | null {
  const words = [...new Set(wordsOf(query))].slice(0, MOST_WORDS)
  if (words.length === 0) return null
  const best = Uint8Array.from({ length: 256 }, (_, fields) =>
    Math.max(0, ...worth.map((value, field) => (fields & (1 << field) ? value : 0))),
  )
  const scores = new Uint16Array(documents)
  // How many of the words a document has held so far: a later word counts only where all before did.
  const held = new Uint8Array(documents)
  const match: Match = { scores, marks: [], read: [] }
  words.forEach((word, round) => {
    const postings = index.find(word)
    const near = postings.filter(({ fit }) => fit === 'near').map((one) => one.word)
    if (postings.length === near.length) match.read.push({ word, as: near })
    match.marks.push(...(near.length > 0 ? near : [word]))
    const own = new Uint16Array(documents)
    for (const { fit, documents: holding, fields } of postings) {
      const factor = FIT_WORTH[fit]
      for (let i = 0; i < holding.length; i++) {
        const document = holding[i] as number
        const score = factor * (best[fields[i] as number] as number)
        if (score > (own[document] as number)) own[document] = score
      }
    }
    for (let document = 0; document < documents; document++)
      if (own[document] !== 0 && held[document] === round) {
        held[document] = round + 1
        scores[document] = (scores[document] as number) + (own[document] as number)
      }
  })
  for (let document = 0; document < documents; document++)
    if (held[document] !== words.length) scores[document] = 0
  return match
}

export function textIndexBuilder(): TextIndexBuilder {
  const numbers = new Map<string, number>()
  const lists: Uint32Array[] = []
  const lengths: number[] = []
  return {
    add(document, field, text) {
      const bit = 1 << field
      for (const word of wordsOf(text)) {
        let number = numbers.get(word)
        if (number === undefined) {
          number = lists.length
          numbers.set(word, number)
          lists.push(new Uint32Array(4))
          lengths.push(0)
        }
        let list = lists[number] as Uint32Array
        const length = lengths[number] as number
        // Documents come in order, so the same one can only be the last. Pairs: the document, and its fields.
        if (length > 0 && list[length - 2] === document) {
          list[length - 1] = (list[length - 1] as number) | bit
          continue
        }
        if (length === list.length) {
          const larger = new Uint32Array(length * 2)
          larger.set(list)
          lists[number] = larger
          list = larger
        }
        list[length] = document
        list[length + 1] = bit
        lengths[number] = length + 2
      }
    },
    build() {
      const words = [...numbers.keys()].sort()
      const starts = new Uint32Array(words.length + 1)
      words.forEach((word, i) => {
        starts[i + 1] = (starts[i] as number) + (lengths[numbers.get(word) as number] as number) / 2
      })
      const total = starts[words.length] as number
      const documents = new Uint32Array(total)
      const fields = new Uint8Array(total)
      words.forEach((word, i) => {
        const number = numbers.get(word) as number
        const list = lists[number] as Uint32Array
        const start = starts[i] as number
        for (let at = 0; at < (lengths[number] as number); at += 2) {
          documents[start + at / 2] = list[at] as number
          fields[start + at / 2] = list[at + 1] as number
        }
        lists[number] = EMPTY
      })
      return indexOf(words, starts, documents, fields)
    },
  }
}
const EMPTY = new Uint32Array(0)

function indexOf(
  words: readonly string[],
  starts: Uint32Array,
  documents: Uint32Array,
  fields: Uint8Array,
): TextIndex {
  // All words in one string, so that the search inside words is the machine's own.
  const joined = `\n${words.join('\n')}\n`
  const places = new Uint32Array(words.length)
  const letters = new Int32Array(words.length)
  let place = 1
  words.forEach((word, i) => {
    places[i] = place
    place += word.length + 1
    letters[i] = lettersOf(word)
  })
  const posting = (i: number, fit: Fit): Posting => ({
    word: words[i] as string,
    fit,
    documents: documents.subarray(starts[i], starts[i + 1]),
    fields: fields.subarray(starts[i], starts[i + 1]),
  })

  function beginningWith(word: string): Posting[] {
    const found: Posting[] = []
    for (let i = firstNotBefore(words, word); i < words.length && words[i]?.startsWith(word); i++)
      found.push(posting(i, words[i] === word ? 'same' : 'begins'))
    return found
  }

  function around(word: string): Posting[] {
    const found: Posting[] = []
    for (let at = joined.indexOf(word); at >= 0; ) {
      const i = lastNotAfter(places, at)
      const start = places[i] as number
      if (at > start) found.push(posting(i, 'inside'))
      at = joined.indexOf(word, start + (words[i]?.length ?? 0) + 1)
    }
    return found
  }

  function near(word: string): Posting[] {
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2
    const own = lettersOf(word)
    let least = most
    let found: number[] = []
    for (let i = 0; i < words.length; i++) {
      const other = words[i] as string
      if (Math.abs(other.length - word.length) > least) continue
      if (ones(own ^ (letters[i] as number)) > 2 * least) continue
      const apart = distance(word, other, least)
      if (apart > least || apart === 0) continue
      if (apart < least) {
        least = apart
        found = []
      }
      found.push(i)
    }
    const holding = (i: number) => (starts[i + 1] as number) - (starts[i] as number)
    return found
      .sort((a, b) => holding(b) - holding(a))
      .slice(0, NEAREST)
      .map((i) => posting(i, 'near'))
  }

  return {
    words: words.length,
    bytes:
      documents.byteLength +
      fields.byteLength +
      starts.byteLength +
      2 * places.byteLength +
      2 * joined.length,
    find(word) {
      const sure = word.length < 3 ? beginningWith(word) : [...beginningWith(word), ...around(word)]
      return sure.length > 0 ? sure : near(word)
    },
  }
}

/** Words that one with a mistake in it may have meant. */
const NEAREST = 3

function firstNotBefore(words: readonly string[], word: string): number {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((words[middle] as string) < word) low = middle + 1
    else high = middle
  }
  return low
}

function lastNotAfter(places: Uint32Array, at: number): number {
  let [low, high] = [0, places.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((places[middle] as number) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** A bit for each letter modulo 32: words that differ in few letters differ in few bits. */
function lettersOf(word: string): number {
  let bits = 0
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31)
  return bits
}

function ones(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}

/**
 * Letters to add, leave out, exchange or turn round to get from one word to another (optimal string alignment); more than `most` is told as
 * `most` + 1.
 */
export function distance(a: string, b: string, most: number): number {
  let [before, last, row] = [new Uint8Array(0), new Uint8Array(0), new Uint8Array(b.length + 1)]
  for (let j = 0; j <= b.length; j++) row[j] = j
  for (let i = 1; i <= a.length; i++) {
    before = last
    last = row
    row = new Uint8Array(b.length + 1)
    row[0] = i
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let steps = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        steps = Math.min(steps, (before[j - 2] as number) + 1)
      row[j] = steps
      least = Math.min(least, steps)
    }
    if (least > most) return most + 1
  }
  return row[b.length] as number
}
