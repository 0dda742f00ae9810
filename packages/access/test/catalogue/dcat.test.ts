/** The machine-readable catalogue: complete by the shapes of HealthDCAT-AP, the same in both formats, and without a number that was withheld. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Catalogue, type CatalogueEntry, Register } from '@sund/model'
import jsonld from 'jsonld'
import { Parser, type Quad, Store, Writer } from 'n3'
import { describe, expect, test } from 'vitest'
import {
  addressesAt,
  describeCatalogue,
  describeDataset,
  recordGaps,
} from '../../src/catalogue/dcat/describe.js'
import { writeJsonLd, writeTurtle } from '../../src/catalogue/dcat/write.js'
import { hasShapes, violations } from '../../src/testing.js'
import { DIAGNOSIS, entry, HDL, SEX } from './made.js'

const ROOT = new URL('../../../../', import.meta.url).pathname
const at = addressesAt('https://sund.example')
const PUBLISHER = {
  name: { en: 'Access body' },
  homepage: 'https://access.example',
  mailbox: 'post@access.example',
  title: { en: 'Registers' },
  description: { en: 'All registers' },
}
const made = entry('test.hospital', [DIAGNOSIS, HDL, SEX])

/** Registers as a hub lists them, with figures as a holder would have released them. */
function listed(register: Register): CatalogueEntry {
  return {
    ...made,
    register,
    figures: register.tables.map(({ name, variables }) => ({
      table: name,
      rows: { value: 12_340, error: 5 },
      units: { value: 4560, error: 5 },
      earliest: '1998',
      latest: '2024',
      variables: variables.map((variable) => ({
        variable: variable.name,
        complete: { value: 0.98, error: 0.01 },
        codes: [],
      })),
    })),
  }
}
const examples: Catalogue = ['population', 'laboratory', 'diagnosis'].map((name) =>
  listed(
    Register.parse(JSON.parse(readFileSync(join(ROOT, 'examples/registers', name, 'register.json'), 'utf8'))),
  ),
)

const turtleOf = async (quads: readonly Quad[]) => new Parser().parse(await writeTurtle(quads))

describe.skipIf(!hasShapes)('shapes of HealthDCAT-AP (skipped without ../shared/standards)', () => {
  test.each([...examples, made].map((one) => [one.register.name, one] as const))(
    'row 19: the record of %s has no violation',
    async (_name, one) => {
      expect(await violations(await turtleOf(describeDataset(one, at)))).toEqual([])
    },
  )

  test('row 19: the catalogue of them all has none, and lists datasets and not only itself', async () => {
    const quads = await turtleOf(describeCatalogue(examples, PUBLISHER, at))
    expect(await violations(quads)).toEqual([])
    expect(subjects(quads, 'http://www.w3.org/ns/dcat#Dataset')).toHaveLength(3)
  })

  test('a record without its category would be found: the shapes are looked at', async () => {
    const quads = (await turtleOf(describeDataset(made, at))).filter(
      ({ predicate }) => predicate.value !== `${HEALTH}healthCategory`,
    )
    expect((await violations(quads)).join()).toContain('healthCategory')
  })
})

const HEALTH = 'http://healthdataportal.eu/ns/health#'
const subjects = (quads: readonly Quad[], type: string) =>
  quads.filter(({ predicate, object }) => predicate.value.endsWith('#type') && object.value === type)
const valuesOf = (quads: readonly Quad[], property: string) =>
  quads.filter(({ predicate }) => predicate.value === HEALTH + property).map(({ object }) => object.value)

test('row 1: each dataset has a concept of the controlled list, in its scheme', () => {
  const quads = describeDataset(made, at)
  const [category] = valuesOf(quads, 'healthCategory')
  const about = quads.filter(({ subject }) => subject.value === category)
  expect(about.map(({ predicate }) => predicate.value.split('#')[1])).toContain('inScheme')
  expect(about.map(({ object }) => object.value)).toContain('51(1)(l)')
})

test('row 1: a register without a record says so, and is left out of the catalogue', () => {
  const bare = {
    ...made,
    register: { ...made.register, name: 'test.bare', record: undefined },
  } as CatalogueEntry
  expect(recordGaps(bare)).toEqual(['record', 'place'])
  expect(recordGaps(made)).toEqual([])
  const text = JSON.stringify(describeCatalogue([bare, made], PUBLISHER, at))
  expect(text).not.toContain('test.bare')
  expect(text).toContain('test.hospital')
})

test('row 19: Turtle and JSON-LD say the same', async () => {
  const quads = describeDataset(made, at)
  const turtle = new Store(await turtleOf(quads))
  const nquads: unknown = await jsonld.toRDF(JSON.parse(await writeJsonLd(quads)), {
    format: 'application/n-quads',
  })
  const options = {
    algorithm: 'URDNA2015',
    inputFormat: 'application/n-quads',
    format: 'application/n-quads',
  } as const
  const canonical = (text: unknown) => jsonld.canonize(text as object, options)
  const lines = new Writer({ format: 'N-Quads' }).quadsToString([...turtle])
  expect(await canonical(nquads)).toBe(await canonical(lines))
})

test('numbers come from what was released, and one that was withheld is in no sum', () => {
  expect(valuesOf(describeDataset(made, at), 'numberOfRecords')).toEqual(['5000'])
  const [table] = made.figures
  const withheld = {
    ...made,
    figures: [
      { ...(table as object), rows: { withheld: 'T2' as const }, units: { withheld: 'T2' as const } },
    ],
  }
  const quads = describeDataset(withheld as CatalogueEntry, at)
  expect(valuesOf(quads, 'numberOfRecords')).toEqual([])
  expect(valuesOf(quads, 'numberOfUniqueIndividuals')).toEqual([])
})

test('whatever a title holds stays a literal', async () => {
  const title = { en: 'A "title"\n\\ <https://x> . } <script>' }
  const odd = { ...made, register: { ...made.register, title } }
  const back = await turtleOf(describeDataset(odd, at))
  expect(back.filter(({ object }) => object.value === title.en).length).toBeGreaterThan(0)
})
