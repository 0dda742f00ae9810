/**
 * JSON of FHIR, in which numbers stay as they were written: "0.010 is regarded as different to 0.01" (R4, datatypes.html#decimal). In memory a number is a number; where
 * JavaScript would write it otherwise, whatever holds it remembers its text under a symbol that only this file knows. Spreading an object keeps that; who makes
 * an object anew out of the parts of another carries it over (`carrying`). A text that no longer says what the number is means nothing.
 *
 * Most texts hold no such number, and are read and written by `JSON` itself.
 */
import { randomUUID } from 'node:crypto'

const WRITTEN = Symbol('numbers as they were written')

type Holder = { [WRITTEN]?: Readonly<Record<string, string>> } & Record<string, unknown>

/** What no text from outside begins with: how a number stands in for itself among texts. */
const MARK = `number ${randomUUID()} `
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g')

/** RFC 8259, § 6. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** Reads JSON. Throws `SyntaxError` as `JSON.parse` does. */
export function parseJson(text: string): unknown {
  const value = JSON.parse(text)
  const exact = marked(text)
  return exact === text ? value : restored(JSON.parse(exact))
}

/** The JSON of a value, with its numbers as they were written. */
export function jsonOf(value: unknown): string {
  return remembers(value) ? markedJson(value).replace(MARKED, '$1') : JSON.stringify(value)
}

/** Remembers how a number was written, where that is JSON and not what JavaScript would write. */
export function keepText(holder: object, key: string | number, text: string): void {
  NUMBER.lastIndex = 0
  if (NUMBER.exec(text)?.[0] !== text || String(Number(text)) === text) return
  const own = holder as Holder
  own[WRITTEN] = { ...own[WRITTEN], [key]: text }
}

/** How a number that stands in an object or a list is written. */
export function numberText(holder: object, key: string | number): string {
  const { [WRITTEN]: texts, [key]: value } = holder as Holder
  const text = texts?.[key]
  return text !== undefined && Number(text) === value ? text : String(value)
}

/** `made`, with the texts of the numbers that it has from another. */
export function carrying<T extends object>(from: object, made: T): T {
  const texts = (from as Holder)[WRITTEN]
  return texts === undefined ? made : Object.assign(made, { [WRITTEN]: texts })
}

/** The value with texts, which can be moved about one by one, for the numbers that have one; `restored` turns them back. */
export function withTexts(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(markedJson(value))
}

/** The value with nothing but numbers for the texts of `withTexts`. */
export function withNumbers(value: unknown): unknown {
  const number = (_key: string, one: unknown) => (isMark(one) ? Number(one.slice(MARK.length)) : one)
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value, number))
}

/** Turns the texts of `withTexts` back into numbers, in their place. Without recursion, as deep as it may be. */
export function restored(value: unknown): unknown {
  if (isMark(value)) return Number(value.slice(MARK.length))
  const left: unknown[] = [value]
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (typeof one !== 'object' || one === null) continue
    const holder = one as Holder
    for (const key of Object.keys(holder)) {
      const inner = holder[key]
      if (isMark(inner)) {
        const text = inner.slice(MARK.length)
        holder[key] = Number(text)
        keepText(holder, key, text)
      } else if (typeof inner === 'object' && inner !== null) left.push(inner)
    }
  }
  return value
}

const isMark = (value: unknown): value is string => typeof value === 'string' && value.startsWith(MARK)

function markedJson(value: unknown): string {
  return JSON.stringify(value, function (this: Holder, key, inner) {
    const text = typeof inner === 'number' ? this[WRITTEN]?.[key] : undefined
    return text !== undefined && Number(text) === inner ? MARK + text : inner
  })
}

/** Whether anything in a value remembers how a number was written. */
function remembers(value: unknown): boolean {
  const left: unknown[] = [value]
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (typeof one !== 'object' || one === null) continue
    if (WRITTEN in one) return true
    for (const key in one) {
      const inner = (one as Holder)[key]
      if (typeof inner === 'object' && inner !== null) left.push(inner)
    }
  }
  return false
}

/** JSON, known to be right, with a text in the place of each number that JavaScript would write otherwise. */
function marked(json: string): string {
  let made = ''
  let from = 0
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at)
    if (character === QUOTE) at = endOfText(json, at)
    else if (character <= NINE && (character >= ZERO || character === MINUS)) {
      NUMBER.lastIndex = at
      const [text = ''] = NUMBER.exec(json) ?? []
      if (String(Number(text)) !== text) {
        made += `${json.slice(from, at)}"${MARK}${text}"`
        from = at + text.length
      }
      at += text.length - 1
    }
  }
  return from === 0 ? json : made + json.slice(from)
}

const [QUOTE, MINUS, ZERO, NINE, BACKSLASH] = [0x22, 0x2d, 0x30, 0x39, 0x5c] as const

/** The quote that ends a text: one with an even number of backslashes before it. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let before = end - 1
    while (json.charCodeAt(before) === BACKSLASH) before--
    if ((end - before) % 2 === 1) return end
  }
}
