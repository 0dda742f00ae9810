/** What is wrong with a view is said at its place, before anything runs; and the ready views are a register. That right views are right is tested with the suite of SQL on FHIR. */
import { Failure } from '@sund/model'
import { describe, expect, it } from 'vitest'
import { compileView, READY_VIEWS, registerOfViews } from '../../src/index.js'
import { codesOf } from '../../src/validation/codes.js'

const column = (path: string, more: object = {}) => ({
  resource: 'Patient',
  select: [{ column: [{ name: 'x', path, ...more }] }],
})

/** Place and words of the first error. */
function errorOf(view: unknown): [string | undefined, string] {
  try {
    compileView(view)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const [{ code, file, message }] = error.errors
    expect(code).toBe('data.metadata')
    return [file?.field, message]
  }
  throw new Error('the view compiles')
}

describe('a view that is wrong says where', () => {
  const PATH = 'select[0].column[0].path'
  it.each<[string, unknown, string, RegExp]>([
    ['no object', 17, '', /./],
    ['a resource that is none', { ...column('id'), resource: 'Patients' }, 'resource', /no type of resource/],
    [
      'a data type for a resource',
      { ...column('id'), resource: 'HumanName' },
      'resource',
      /no type of resource/,
    ],
    ['no FHIRPath', column('name.'), PATH, /is not FHIRPath/],
    ['an unknown element', column('nmae.family'), PATH, /Patient has no element nmae/],
    ['an unknown function', column('name.frist()'), PATH, /cannot call frist/],
    ['a name that every object has', column('name.hasOwnProperty()'), PATH, /cannot call hasOwnProperty/],
    ['parameters too many', column("name.first('x')"), PATH, /takes 0 parameters/],
    ['a column with parts', column('name.first()'), PATH, /cannot hold HumanName/],
    ['an element of several types', column('deceased'), PATH, /several types/],
    ['a type that it never has', column('deceased.ofType(Quantity)'), PATH, /never Quantity/],
    [
      'another type than declared',
      column('gender', { type: 'integer' }),
      'select[0].column[0].type',
      /not integer/,
    ],
    ['a comparison of a date and a number', column('birthDate > 1'), PATH, /cannot take date and integer/],
    ['arithmetic with text', column('gender * 2'), PATH, /cannot take code/],
    ['a quantity', column("1 'mg'"), PATH, /cannot compute/],
    ['$index outside', column('$index'), PATH, /\$index/],
    ['an unknown constant', column('%nothing'), PATH, /no constant %nothing/],
    [
      'a constant without a value',
      { ...column('id'), constant: [{ name: 'c' }] },
      'constant[0]',
      /needs one value/,
    ],
    [
      'a constant that is no number',
      { ...column('id'), constant: [{ name: 'c', valueInteger: '1); DROP' }] },
      'constant[0]',
      /no integer/,
    ],
    [
      'a condition that is none',
      { ...column('id'), where: [{ path: 'name.family' }] },
      'where[0].path',
      /asks for a condition/,
    ],
    [
      'a column twice',
      { resource: 'Patient', select: [column('id').select[0], column('gender').select[0]] },
      'select',
      /twice/,
    ],
    [
      'forEach and repeat at once',
      { resource: 'Patient', select: [{ ...column('use').select[0], forEach: 'name', repeat: ['name'] }] },
      'select[0]',
      /only one/,
    ],
    [
      'a name of a column that is no name',
      { resource: 'Patient', select: [{ column: [{ name: 'x" --', path: 'id' }] }] },
      'select[0].column[0].name',
      /letter/,
    ],
    [
      'repeat inside forEach',
      {
        resource: 'QuestionnaireResponse',
        select: [
          { forEach: 'item', select: [{ repeat: ['item'], column: [{ name: 'x', path: 'linkId' }] }] },
        ],
      },
      'select[0].select[0].repeat',
      /inside forEach/,
    ],
  ])('%s', (_, view, place, words) => {
    const [found, message] = errorOf(view)
    expect(found ?? '').toBe(place)
    expect(message).toMatch(words)
  })

  it('offers the nearest name', () => {
    expect(() => compileView(column('brithDate'))).toThrow(/no element brithDate/)
    try {
      compileView(column('brithDate'))
    } catch (error) {
      expect((error as Failure).errors[0].next).toBe('Did you mean birthDate?')
    }
  })
})

describe('a view compiles', () => {
  it('to the same SQL each time, reading only what it names', () => {
    const view = { ...column("name.where(use = 'official').family.first()"), where: [{ path: 'active' }] }
    expect(compileView(view)).toEqual(compileView(view))
    expect(JSON.parse(compileView(view).structure)).toEqual({
      name: [{ use: 'VARCHAR', family: 'VARCHAR' }],
      active: 'VARCHAR',
    })
  })

  it('with text that stays text', () => {
    const { sql } = compileView(column("name.where(use = 'it\\'s; DROP TABLE x --').family.first()"))
    expect(sql).toContain("'it''s; DROP TABLE x --'")
  })
})

describe('the ready views', () => {
  const about = {
    name: 'org.example.records',
    title: { en: 'Records' },
    description: { en: 'Records' },
    holder: { name: 'clinic', title: { en: 'Clinic' } },
    source: 'Records',
    licence: 'none',
  }
  it('are one register together, with columns for all that its metadata name', () => {
    const { metadata, views, tables, displays } = registerOfViews({
      ...about,
      tables: Object.keys(READY_VIEWS),
    })
    expect(metadata.tables).toHaveLength(10)
    for (const table of metadata.tables) {
      const columns = views.find(({ name }) => name === tables[table.name])?.columns.map(({ name }) => name)
      const named = [
        table.unitColumn,
        table.fromColumn,
        table.untilColumn,
        ...[...table.links, ...table.variables].map(({ column }) => column),
        ...table.variables.map(({ name }) => displays[name]),
      ]
      for (const name of named) if (name !== undefined) expect(columns, table.name).toContain(name)
      for (const { title, description } of [table, ...table.variables])
        for (const words of [title, description]) expect(Object.keys(words)).toEqual(['en', 'nb', 'da'])
    }
  })
  it('have the codes of R4 where R4 says which there are, and else those of the records', () => {
    const bound = {
      SEX: 'administrative-gender',
      CONDITION_CLINICAL_STATUS: 'condition-clinical',
      CONDITION_VERIFICATION: 'condition-ver-status',
      OBSERVATION_STATUS: 'observation-status',
      REQUEST_STATUS: 'medicationrequest-status',
      REQUEST_INTENT: 'medicationrequest-intent',
      STATEMENT_STATUS: 'medication-statement-status',
      DISPENSE_STATUS: 'medicationdispense-status',
      ENCOUNTER_STATUS: 'encounter-status',
      PROCEDURE_STATUS: 'event-status',
      IMMUNIZATION_STATUS: 'immunization-status',
      REPORT_STATUS: 'diagnostic-report-status',
    }
    // Views leave these out.
    const never = new Set(['entered-in-error', 'refuted'])
    const found = Object.values(READY_VIEWS).flatMap(({ table, displays }) =>
      table.variables.flatMap(({ name, domain, dataType }) => {
        if (!('codes' in domain) || dataType === 'LONG') return []
        expect(displays[name], name).toBeUndefined()
        return [[name, new Set(domain.codes.map(({ code }) => code))] as const]
      }),
    )
    expect(found.map(([name]) => name).sort()).toEqual(Object.keys(bound).sort())
    for (const [name, codes] of found) {
      const all = codesOf(`http://hl7.org/fhir/ValueSet/${bound[name as keyof typeof bound]}`) ?? []
      expect(codes, name).toEqual(new Set([...all].filter((code) => !never.has(code))))
    }
  })
  it('stand beside views of one’s own, and what is wrong with either has a place', () => {
    const own = {
      name: 'VISITS',
      title: { en: 'Visits' },
      description: { en: 'Visits' },
      unit: 'PERSON',
      unitColumn: 'who',
      variables: [
        {
          name: 'PLACE',
          title: { en: 'Place' },
          description: { en: 'Place' },
          temporality: 'FIXED' as const,
          dataType: 'STRING' as const,
          domain: {},
          sensitivity: 'PERSON_GENERAL' as const,
          column: 'place',
        },
      ],
      view: {
        resource: 'Encounter',
        select: [
          {
            column: [
              { name: 'who', path: 'subject.getReferenceKey(Patient)' },
              { name: 'place', path: 'location.first().location.getReferenceKey()' },
            ],
          },
        ],
      },
    }
    const together = registerOfViews({ ...about, tables: ['CONDITION', own] })
    expect(together.tables).toEqual({ CONDITION: 'condition', VISITS: 'visits' })
    expect(together.views.map(({ name }) => name)).toEqual(['condition', 'visits', 'patient'])
    const placed = (tables: Parameters<typeof registerOfViews>[0]['tables'], more = {}) => {
      try {
        registerOfViews({ ...about, tables, ...more })
      } catch (thrown) {
        return (thrown as Failure).errors[0]
      }
      return null
    }
    expect(placed(['CONDITIONS'])).toMatchObject({ code: 'usage.not-found', next: 'Did you mean CONDITION?' })
    expect(placed([{ ...own, unitColumn: 'whom' }])).toMatchObject({
      code: 'data.metadata',
      file: { field: 'tables.VISITS' },
      next: 'Did you mean who?',
    })
    expect(placed([own], { persons: { table: 'VISITS', identifier: 'pid' } })).toMatchObject({
      file: { field: 'persons' },
    })
    expect(placed([{ ...own, name: 'PATIENT' }])).toMatchObject({ file: { field: 'persons' } })
    expect(placed([])).toMatchObject({ file: { field: 'tables' } })
  })
})
