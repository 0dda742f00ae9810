/** FHIR JSON into XML and back: made-up resources of every type, real ones, and what XML cannot hold. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure } from '@sund/model'
import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { elementsOf, isPrimitive } from '../../src/definitions/elements.js'
import { fromXml, jsonOf, parseJson, RESOURCE_TYPES, type Resource, toXml } from '../../src/index.js'

const { decode: bunzip } = createRequire(import.meta.url)('seek-bzip') as { decode(zipped: Buffer): Buffer }
const RUNS = Number(process.env['SUND_FHIR_XML'] ?? 2)

/** Members in the order of their names, so that two JSON texts are the same where what they say is. */
const sorted = (json: string) => {
  const ordered = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(ordered).join(',')}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    return `{${Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => `${name}:${ordered(inner)}`)
      .join(',')}}`
  }
  // Every number becomes the text that it is written as.
  const texts = json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (one) =>
    one.startsWith('"') ? one : `"number ${one}"`,
  )
  return ordered(JSON.parse(texts))
}

const roundTrip = (json: string) => {
  const resource = parseJson(json) as Resource
  const xml = toXml(resource)
  expect(XMLValidator.validate(xml)).toBe(true)
  const back = fromXml(xml)
  expect(sorted(jsonOf(back))).toBe(sorted(json))
  expect(toXml(back)).toBe(xml)
}

const text = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.constantFrom('&amp;', '<a b="c">', "'", ' a\n\tb ', '\u00a0', ']]>', '&#10;', 'Åse'),
)
const VALUES: Record<string, fc.Arbitrary<string>> = {
  boolean: fc.boolean().map(String),
  decimal: fc.constantFrom('1.00', '0.010', '-5', '0', '100', '1.5', '0.0000001'),
  integer: fc.integer().map(String),
  positiveInt: fc.nat().map(String),
  unsignedInt: fc.nat().map(String),
}
const narrative = fc
  .constantFrom('', 'a &amp; b', '<p title="a">b<br/></p>', '<div>x</div> <div>y</div>', '<!-- c -->')
  .map((inner) => JSON.stringify(`<div xmlns="http://www.w3.org/1999/xhtml">${inner}</div>`))

/** JSON of an element's content, with a few of the elements that its type has. */
function content(type: string, depth: number): fc.Arbitrary<string[]> {
  const all = [...(elementsOf(type)?.values() ?? [])].filter(
    ({ type: of, name }) =>
      (depth > 0 || isPrimitive(of)) && !(of === 'Extension' && depth < 2) && name !== 'id' && name !== 'url',
  )
  if (all.length === 0) return fc.constant([])
  return fc
    .subarray(all, { maxLength: Math.min(all.length, depth > 2 ? 12 : 3) })
    .chain((some) =>
      fc.tuple(
        ...some.map(({ name, type: of, many }) =>
          (many
            ? fc
                .array(value(of, depth - 1), { minLength: 1, maxLength: 3 })
                .map((list) => `[${list.join(',')}]`)
            : value(of, depth - 1)
          ).map((json) => `"${name}":${json}`),
        ),
      ),
    )
}
function value(type: string, depth: number): fc.Arbitrary<string> {
  if (type === 'xhtml') return narrative
  if (isPrimitive(type)) return VALUES[type] ?? text.map((one) => JSON.stringify(one))
  if (type === 'Resource') return resource('Basic', depth)
  const url = type === 'Extension' ? ['"url":"urn:x"'] : []
  return content(type, depth).map((members) => `{${[...url, ...members].join(',')}}`)
}
const resource = (type: string, depth: number): fc.Arbitrary<string> =>
  content(type, depth).map((members) => `{${[`"resourceType":"${type}"`, '"id":"a"', ...members].join(',')}}`)

describe('what comes back', () => {
  test.each([...RESOURCE_TYPES].sort())('%s', (type) =>
    fc.assert(fc.property(resource(type, 4), roundTrip), { numRuns: RUNS }),
  )
  test.each([
    [
      'a primitive with an extension and no value, beside others',
      '"name":[{"given":["A",null,"B"],"_given":[null,{"id":"x","extension":[{"url":"u","valueDecimal":1.0}]}]}]',
    ],
    [
      'an extension of a primitive that is there once',
      '"birthDate":"1980","_birthDate":{"extension":[{"url":"t","valueDateTime":"1980-01-01"}]}',
    ],
    ['identifiers of elements', '"contact":[{"id":"c1","gender":"male"}]'],
    ['contained resources', '"contained":[{"resourceType":"Organization","id":"o","alias":["a"]}]'],
    [
      'narrative in narrative',
      '"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\" title=\\"a\\"><div>a</div><p>b</p></div>"}',
    ],
  ])('%s', (_what, members) => roundTrip(`{"resourceType":"Patient",${members}}`))

  const synthea = fileURLToPath(new URL('../../../../../shared/data/synthea-fhir/', import.meta.url))
  test.skipIf(!existsSync(synthea))('a patient of Synthea (skipped without ../shared/data)', () => {
    // SUND_FHIR_XML=200 takes all of them.
    const files = readdirSync(synthea).filter((name) => RUNS > 100 || name.startsWith('085e'))
    for (const file of files) {
      const { entry } = JSON.parse(bunzip(readFileSync(join(synthea, file))).toString()) as Bundle
      for (const { resource } of entry) roundTrip(JSON.stringify(resource))
    }
  })
})

describe('what XML cannot hold is refused, without a word of it', () => {
  const secret = 'Kari13116900216'
  test.each([
    ['an element that FHIR has not', { shoeSize: secret }],
    ['what is in an element that FHIR has not', { contact: [{ name: { [secret]: 1 } }] }],
    ['one where there is a list', { name: { family: secret } }],
    ['a list where there is one', { birthDate: [secret] }],
    ['an object where there is a text', { gender: { secret } }],
    ['nothing in a list', { name: [{ given: [null] }] }],
    ['a character that XML has not', { language: `${secret}\u0001` }],
    ['half a character', { language: `${secret}\ud800` }],
    ['narrative that is no XML', { text: { div: `<div><br>${secret}</div>` } }],
    ['narrative with entities of its own', { text: { div: `<div>&nbsp;${secret}</div>` } }],
    ['a resource of no type', { contained: [{ resourceType: secret }] }],
  ])('%s', (_what, more) => {
    const thrown = (() => {
      try {
        return toXml({ resourceType: 'Patient', ...more })
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(Failure)
    expect((thrown as Failure).errors[0].code).toBe('usage.not-acceptable')
    expect(JSON.stringify((thrown as Failure).errors)).not.toContain(secret)
  })
})

interface Bundle {
  entry: { resource: Resource }[]
}
