import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Failure, isStatisticsNorway, Register, registerFromStatisticsNorway } from '../src/index.js'

const holder = { name: 'office', title: { en: 'Office' } }
const folder = new URL('../../../../shared/data/microdata-examples/', import.meta.url)
const present = existsSync(folder)

const metadata = {
  temporalityType: 'FIXED',
  sensitivityLevel: 'PERSON_GENERAL',
  populationDescription: [{ languageCode: 'no', value: 'Alle' }],
  identifierVariables: [{ unitType: 'PERSON' }],
  measureVariables: [
    {
      name: [{ languageCode: 'no', value: 'Kjønn' }],
      description: [{ languageCode: 'no', value: 'Kjønn' }],
      dataType: 'STRING',
      valueDomain: {
        codeList: [
          { code: '1', categoryTitle: [{ languageCode: 'no', value: 'Mann' }], validFrom: '1900-01-01' },
        ],
        sentinelAndMissingValues: [{ code: '0', categoryTitle: [{ languageCode: 'no', value: 'Ukjent' }] }],
      },
    },
  ],
}

describe("Statistics Norway's metadata", () => {
  it('becomes a register of one table and one variable', () => {
    const register = registerFromStatisticsNorway(metadata, 'BEFOLKNING_KJOENN', 'k.json', holder)
    expect(Register.safeParse(register).success).toBe(true)
    expect(register.name).toBe('no.ssb.befolkning-kjoenn')
    expect(register.tables[0]?.variables[0]?.domain).toEqual({
      codes: [
        { code: '1', title: { nb: 'Mann' }, validFrom: '1900-01-01' },
        { code: '0', title: { nb: 'Ukjent' }, sentinel: true },
      ],
    })
  })

  it('names every field that is wrong', () => {
    const broken = { ...metadata, sensitivityLevel: 'X', temporalityType: 'Y' }
    try {
      registerFromStatisticsNorway(broken, 'K', 'k.json', holder)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(Failure)
      expect((error as Failure).errors.map(({ file }) => file?.field).sort()).toEqual([
        'sensitivityLevel',
        'temporalityType',
      ])
    }
  })

  it.skipIf(!present)('of the published examples is read as it is (skipped without ../shared)', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    expect(files.length).toBeGreaterThanOrEqual(4)
    for (const file of files) {
      const document: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
      expect(isStatisticsNorway(document)).toBe(true)
      const register = registerFromStatisticsNorway(document, file.slice(0, -5), file, holder)
      expect(Register.safeParse(register).error).toBeUndefined()
    }
  })
})
