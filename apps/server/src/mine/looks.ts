/**
 * Who looked, over the logs of several holders: one list by time, in pages that stay as they are while more is written. Apart from the desk, since a page is made of as much of each
 * log as it takes.
 */
import { fail } from '@sund/model'
import { z } from 'zod'
import type { Looked, RecordPlace } from './place.js'

/** A look, and those that the same reader made before it on the same day for the same reason. */
export interface Look extends Looked {
  holder: string
  times: number
}

interface Log {
  holder: string
  patient: string
  seen: NonNullable<RecordPlace['records']>['seen']
}

/** How far each holder's log was read: from before these positions. */
type Places = Readonly<Record<string, number>>

/** Entries that are gone through for one page: whose log is full of what is skipped asks for the next. */
const MOST_READ = 2000
const SAME = ['subject', 'client', 'purpose', 'action', 'holder'] as const
const Places = z.record(z.string(), z.int().positive())

/** A page of looks, the latest first, and where the next page begins. */
export async function looksOf(
  logs: readonly Log[],
  { from, skip, limit }: { from: Places; skip: (look: Looked) => boolean; limit: number },
): Promise<{ looks: Look[]; next: string | null }> {
  const heads = await Promise.all(logs.map((log) => headOf(log, from[log.holder])))
  const looks: Look[] = []
  for (let read = 0; ; read++) {
    const head = heads
      .filter(({ first }) => first !== undefined)
      .reduce<Head | null>((best, one) => (best !== null && best.at >= one.at ? best : one), null)
    if (head?.first === undefined) return { looks, next: null }
    const look = { ...head.first, holder: head.holder, times: 1 }
    const last = looks.at(-1)
    const isSame = last !== undefined && isOfRow(look, last)
    if (read === MOST_READ || (looks.length === limit && !isSame && !skip(look)))
      return { looks, next: cursorOf(heads) }
    if (isSame) {
      last.times++
      last.what = [...new Set([...last.what, ...look.what])]
    } else if (!skip(look)) looks.push(look)
    await head.advance()
  }
}

/** Where a page begins, as the page before said it; the latest where nothing is said. `usage.request` for what no page said. */
export function placesIn(cursor: string | undefined): Places {
  if (cursor === undefined) return {}
  const found = Places.safeParse(jsonIn(Buffer.from(cursor, 'base64url').toString('utf8')))
  return found.success
    ? found.data
    : fail('usage.request', 'There is no such page.', 'Begin with the latest, and follow `next` from there.')
}

const cursorOf = (heads: readonly Head[]): string =>
  Buffer.from(JSON.stringify(Object.fromEntries(heads.map(({ holder, place }) => [holder, place])))).toString(
    'base64url',
  )

/** The next entry of a log that is still to be told. */
interface Head {
  readonly holder: string
  readonly first: Looked | undefined
  /** When that was; empty where there is none. */
  readonly at: string
  /** The entry and all before it are from before this. */
  readonly place: number
  advance(): Promise<void>
}

async function headOf({ holder, patient, seen }: Log, from: number | undefined): Promise<Head> {
  let entries = await seen(patient, from)
  // What is written from now on is later than this page.
  let place = from ?? (entries[0]?.position ?? 0) + 1
  return {
    holder,
    get first() {
      return entries[0]
    },
    get at() {
      return entries[0]?.at ?? ''
    },
    get place() {
      return place
    },
    async advance() {
      const [told, ...rest] = entries
      place = told?.position ?? place
      entries = rest.length > 0 ? rest : await seen(patient, place)
    },
  }
}

const isOfRow = (look: Look, row: Look): boolean =>
  SAME.every((of) => row[of] === look[of]) && row.at.slice(0, 10) === look.at.slice(0, 10)

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
