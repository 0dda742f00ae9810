/** Scopes against their plain meaning: what a set of them says yes to, asked of every request that there can be in a small world. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Interaction } from '../../src/reader.js'
import {
  allowedOf,
  conditionsOf,
  covers,
  type DataScope,
  dataScopes,
  formatScope,
  intersect,
  parseScope,
  type ScopeLevel,
} from '../../src/smart/scopes.js'

const LEVELS: ScopeLevel[] = ['patient', 'user', 'system']
const TYPES = ['Observation', 'Condition', 'Patient']
const INTERACTIONS: Interaction[] = ['c', 'r', 'u', 'd', 's']
const FILTERS = ['_tag=a', '_lastUpdated=ge2020', '_security=R']

const scope = fc.record({
  level: fc.constantFrom(...LEVELS),
  type: fc.constantFrom('*', ...TYPES),
  interactions: fc.subarray(INTERACTIONS, { minLength: 1 }),
  filters: fc.subarray([...FILTERS].sort()),
})
const scopes = fc.array(scope, { maxLength: 6 })

/** A request of the small world; `holding` are the constraints that the resource fulfils. */
interface Request {
  level: ScopeLevel
  type: string
  interaction: Interaction
  holding: readonly string[]
}
const request: fc.Arbitrary<Request> = fc.record({
  level: fc.constantFrom(...LEVELS),
  type: fc.constantFrom(...TYPES),
  interaction: fc.constantFrom(...INTERACTIONS),
  holding: fc.subarray([...FILTERS]),
})

const permits = (set: readonly DataScope[], { level, type, interaction, holding }: Request): boolean =>
  set.some(
    (one) =>
      one.level === level &&
      (one.type === '*' || one.type === type) &&
      one.interactions.includes(interaction) &&
      one.filters.every((filter) => holding.includes(filter)),
  )

describe('scopes of SMART App Launch 2', () => {
  it('are read with type, interactions and constraints', () => {
    expect(parseScope('patient/Observation.rs?category=laboratory')).toEqual({
      level: 'patient',
      type: 'Observation',
      interactions: ['r', 's'],
      filters: ['category=laboratory'],
    })
    const vital = 'http://terminology.hl7.org/CodeSystem/observation-category|vital-signs'
    expect(formatScope(parseScope(`user/Observation.r?category=${vital}`) as DataScope)).toBe(
      `user/Observation.r?category=${vital}`,
    )
  })

  it.each([
    ['patient/Observation.read', 'patient/Observation.rs'],
    ['user/*.write', 'user/*.cud'],
    ['system/*.*', 'system/*.cruds'],
  ])('of version 1 are mapped: %s', (one, two) => {
    expect(formatScope(parseScope(one) as DataScope)).toBe(two)
  })

  it.each([
    ['interactions out of order', 'patient/Observation.sr'],
    ['an interaction twice', 'patient/Observation.rr'],
    ['no interaction', 'patient/Observation.'],
    ['an unknown type', 'patient/Observatory.rs'],
    ['another level', 'group/Observation.rs'],
    ['a parameter that the type does not have', 'patient/Observation.rs?colour=red'],
    ['a parameter that is no constraint', 'patient/Observation.rs?_count=5'],
    ['a query by name', 'patient/Observation.rs?_query=x'],
    ['a constraint without a value', 'patient/Observation.rs?category='],
    ['an empty constraint', 'patient/Observation.rs?'],
    ['a parameter of one type for all types', 'patient/*.rs?category=laboratory'],
    ['a constraint on words of version 1', 'patient/Observation.read?category=laboratory'],
    ['a chain', 'patient/Observation.rs?subject.name=Berit'],
  ])('are not understood with %s', (_, text) => {
    expect(parseScope(text)).toBeNull()
  })

  it('survive being written and read', () => {
    fc.assert(
      fc.property(scope, (one) => {
        expect(parseScope(formatScope(one))).toEqual(one)
      }),
    )
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (value) => {
        const read = parseScope(`patient/Patient.r?_tag=${encodeURIComponent(value)}`)
        const written = formatScope(read as DataScope)
        expect(parseScope(written)).toEqual(read)
        expect(written).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/)
        expect(new URLSearchParams(written.split('?')[1]).get('_tag')).toBe(value)
      }),
    )
  })

  it('never throw at what is no scope', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseScope(`patient/${text}`)))
  })

  it('give in an intersection exactly what both give', () => {
    fc.assert(
      fc.property(scopes, scopes, request, (one, other, asked) => {
        expect(permits(intersect(one, other), asked)).toBe(permits(one, asked) && permits(other, asked))
      }),
      { numRuns: 2000 },
    )
  })

  it('give no more when less is registered or granted', () => {
    fc.assert(
      fc.property(scopes, scopes, scope, request, (asked, allowed, more, one) => {
        const fewer = permits(intersect(asked, allowed), one)
        expect(fewer && !permits(intersect(asked, [...allowed, more]), one)).toBe(false)
      }),
    )
  })

  it('cover one another only where they give as much', () => {
    fc.assert(
      fc.property(scope, scope, request, (wide, narrow, asked) => {
        if (covers(wide, narrow)) expect(permits([narrow], asked) && !permits([wide], asked)).toBe(false)
      }),
    )
  })

  it('as asked and allowed never give more than was asked, nor more than is allowed', () => {
    fc.assert(
      fc.property(scopes, scopes, request, (asked, allowed, one) => {
        const given = dataScopes(allowedOf(asked.map(formatScope), allowed.map(formatScope)))
        expect(permits(given, one)).toBe(permits(asked, one) && permits(allowed, one))
      }),
      { numRuns: 1000 },
    )
  })

  it('are answered as they were written where they are allowed whole', () => {
    const allowed = ['openid', 'patient/*.rs']
    expect(allowedOf(['openid', 'patient/Observation.read', 'fhirUser'], allowed)).toEqual([
      'openid',
      'patient/Observation.read',
    ])
    expect(allowedOf(['patient/*.cruds'], ['patient/Observation.rs', 'patient/Patient.r'])).toEqual([
      'patient/Observation.rs',
      'patient/Patient.r',
    ])
  })

  it('become conditions of which one must hold', () => {
    const conditions = conditionsOf(
      dataScopes([
        'patient/Observation.rs?category=laboratory',
        'patient/Observation.r?code=a',
        'patient/*.s',
      ]),
    )
    expect(conditions('Observation', 'r')).toEqual(['category=laboratory', 'code=a'])
    expect(conditions('Observation', 's')).toEqual([''])
    expect(conditions('Patient', 's')).toEqual([''])
    expect(conditions('Observation', 'u')).toEqual([])
  })
})
