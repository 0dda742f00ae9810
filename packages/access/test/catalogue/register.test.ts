/** What a register's page tells beside its metadata: changes, label, verification. */
import type { CatalogueEntry, NewEvent } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { changesBetween, changesOf } from '../../src/catalogue/changes.js'
import { type Dimension, labelOf } from '../../src/catalogue/label.js'
import { lastVerifications, verificationOf } from '../../src/catalogue/verification.js'
import type { EventLog } from '../../src/log.js'
import { DIAGNOSIS, entry, HDL, SEX, variable } from './made.js'

describe('changes', () => {
  const before = entry('test.hospital', [DIAGNOSIS, SEX], {}, '1.9.0')
  const codes = 'codes' in DIAGNOSIS.domain ? DIAGNOSIS.domain.codes : []
  const changed = {
    ...DIAGNOSIS,
    title: { ...DIAGNOSIS.title, en: 'First diagnosis' },
    domain: {
      codes: [
        { code: 'C50', title: { en: 'Malignant neoplasm of breast' } },
        { ...(codes[1] as (typeof codes)[0]), validUntil: '2024-12-31' },
        { code: 'E10', title: { en: 'Type 1 diabetes' } },
      ],
    },
  }
  const after = entry('test.hospital', [changed, HDL], {}, '1.10.0')

  test('tell variables that came and went, titles, and codes that came, ended or mean something else', () => {
    const told = changesBetween(before.register, after.register).map(({ what, variable: of, codes }) => [
      what,
      of,
      codes.map(({ code }) => code).join(),
    ])
    expect(told).toEqual([
      ['variable-added', 'HDL', ''],
      ['variable-removed', 'SEX', ''],
      ['title-changed', 'DIAGNOSIS', ''],
      ['codes-added', 'DIAGNOSIS', 'E10'],
      ['codes-ended', 'DIAGNOSIS', 'E11'],
      ['codes-renamed', 'DIAGNOSIS', 'C50'],
    ])
  })

  test('of versions in their order, and none of the first or of what stayed', () => {
    const versions = changesOf([before, after, { ...after, version: '2.0.0' }])
    expect(versions.map(({ version, since, changes }) => [version, since, changes.length])).toEqual([
      ['2.0.0', '1.10.0', 0],
      ['1.10.0', '1.9.0', 6],
      ['1.9.0', null, 0],
    ])
  })

  test('a kind of values that changed is told as it was and is', () => {
    const [only, ...others] = changesBetween(
      entry('test.a', [variable('X')]).register,
      entry('test.a', [variable('X', { dataType: 'LONG' })]).register,
    )
    expect(only).toMatchObject({ what: 'values-changed', before: { en: 'STRING, FIXED, PERSON_SPECIAL' } })
    expect(others).toEqual([])
  })
})

describe('rows 4 and 19: the label of quality and utility, and what it rests on', () => {
  const shares = (one: CatalogueEntry) =>
    Object.fromEntries(labelOf(one).dimensions.map(({ dimension, share }) => [dimension, share]))
  const exactly = (value: number) => ({ value, error: 0 })
  const withFigures = (more: object, latest = '2025'): CatalogueEntry => {
    const made = entry('test.label', [DIAGNOSIS, HDL])
    const [table] = made.figures
    return { ...made, figures: [{ ...(table as (typeof made.figures)[0]), latest, ...more }] }
  }
  const of = (name: string, complete: number, conforming?: number) => ({
    variable: name,
    complete: exactly(complete),
    codes: [],
    ...(conforming === undefined ? {} : { conforming: exactly(conforming) }),
  })

  test('its evidence is the figures: each dimension is the mean that its formula says', () => {
    const figures = { consistent: exactly(0.9), variables: [of('DIAGNOSIS', 0.8, 0.7), of('HDL', 1)] }
    expect(shares(withFigures(figures))).toMatchObject({
      completeness: 0.9,
      conformance: 0.7,
      consistency: 0.9,
      timeliness: 1,
    })
    const { dimensions } = labelOf(withFigures(figures))
    expect(dimensions[0]?.reasons).toEqual([{ of: 'DIAGNOSIS', share: 0.8 }])
  })

  test.each([
    ['2026', 1],
    ['2025', 1],
    ['2023', 0.6],
    ['2010', 0],
  ])('rows until %s, imported in 2026: timeliness %d', (latest, share) => {
    expect(shares(withFigures({}, latest))['timeliness']).toBeCloseTo(share)
  })

  test('what is withheld or unknown counts for nothing, and what nobody documented counts as missing', () => {
    const bare = entry('test.bare', [variable('X', { dataType: 'LONG' })], { record: undefined } as never)
    const label = labelOf({ ...bare, figures: [] })
    const known = label.dimensions.filter(({ share }) => share !== null).map(({ dimension }) => dimension)
    expect(known).toEqual(['documentation'] satisfies Dimension[])
    expect(label.grade).toBe('E')
    const withheld = {
      variables: [{ variable: 'DIAGNOSIS', complete: { withheld: 'T2' as const }, codes: [] }],
    }
    expect(shares(withFigures(withheld))['completeness']).toBeNull()
  })

  test('better figures never make a worse grade', () => {
    const grades = [0, 0.3, 0.6, 0.8, 0.9, 1].map(
      (share) =>
        labelOf(withFigures({ consistent: exactly(share), variables: [of('DIAGNOSIS', share, share)] }))
          .grade,
    )
    expect(grades).toEqual([...grades].sort().reverse())
  })
})

describe('row 4: a holder verifies its description yearly', () => {
  const now = new Date('2026-06-01T00:00:00Z')
  test('due a year after the register came, and after each verification', () => {
    const versions = [entry('test.a', [SEX])]
    expect(verificationOf(versions, undefined, now)).toEqual({
      verifiedOn: null,
      dueOn: '2027-01-02',
      due: false,
      near: false,
    })
    expect(verificationOf(versions, '2025-05-31T10:00:00Z', now)).toEqual({
      verifiedOn: '2025-05-31',
      dueOn: '2026-05-31',
      due: true,
      near: true,
    })
  })

  test('the last one in the log counts, of as many as there are', async () => {
    const events = Array.from({ length: 2500 }, (_, i) => ({
      position: i + 1,
      at: new Date(Date.UTC(2020, 0, 1) + i * 86_400_000).toISOString(),
      type: 'description-verified',
      payload: {
        register: { name: i % 2 ? 'test.a' : 'test.b', version: '1.0.0', contentHash: '' },
        holder: 'office',
      },
    })) as unknown as (NewEvent & { position: number; at: string })[]
    const list: EventLog['list'] = async ({ after = 0, limit = 100 } = {}) =>
      events.filter(({ position }) => position > after).slice(0, limit) as never
    const last = await lastVerifications({ list } as EventLog)
    expect([last.get('test.a'), last.get('test.b')]).toEqual([events[2499]?.at, events[2498]?.at])
  })
})
