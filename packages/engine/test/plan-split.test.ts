/** Where the parts of a plan run, and that nothing is read or sent which no result needs. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../src/plan/compile.js'
import { columnsOfAggregate, columnsOfExpression, columnsOfSpec, inputsOf, ROOM } from '../src/plan/prune.js'
import { split } from '../src/plan/split.js'
import { Fragment, type Relation, type Show } from '../src/plan/types.js'
import { catalogue } from './catalogue.js'
import { HEAD, validScript } from './scripts.js'

function fragmentsOf(script: string): Fragment[] {
  const { plan, errors } = compile(script, catalogue)
  if (!plan) throw new Error(JSON.stringify(errors))
  return split(plan)
}

/** Columns that a relation reads of each of its inputs. */
function readsOf(relation: Relation): Map<string, string[]> {
  const own = relation.columns.map(({ name }) => name)
  const without = (names: string[], gone: string[]) => names.filter((name) => !gone.includes(name))
  switch (relation.op) {
    case 'filter':
      return new Map([[relation.input, [...own, ...columnsOfExpression(relation.condition)]]])
    case 'extend':
      return new Map([
        [
          relation.input,
          [
            ...(relation.condition ? own : without(own, [relation.name])),
            ...columnsOfExpression(relation.value),
            ...columnsOfExpression(relation.condition),
          ],
        ],
      ])
    case 'sample':
      return new Map([[relation.input, own]])
    case 'stack':
      return new Map(relation.inputs.map((input) => [input, own]))
    case 'quantile':
      return new Map([[relation.input, [...without(own, [relation.as]), relation.column]]])
    case 'select':
      return new Map([[relation.input, relation.take.map(({ column }) => column)]])
    case 'collapse':
    case 'window': {
      const read = relation.aggregates.flatMap(columnsOfAggregate)
      const kept =
        relation.op === 'window'
          ? without(
              own,
              relation.aggregates.map(({ as }) => as),
            )
          : []
      return new Map([[relation.input, [...kept, ...relation.by, ...read]]])
    }
    case 'join': {
      const left = [
        ...without(
          own,
          relation.take.map(({ as }) => as),
        ),
        ...relation.on.map(({ left }) => left),
      ]
      const right = [...relation.take.map(({ column }) => column), ...relation.on.map(({ right }) => right)]
      return relation.left === relation.right
        ? new Map([[relation.left, [...left, ...right]]])
        : new Map([
            [relation.left, left],
            [relation.right, right],
          ])
    }
    default:
      return new Map()
  }
}

function readOfShow({ what }: Show): string[] {
  return what.kind === 'text' ? [] : [...columnsOfSpec(what.spec), ...columnsOfExpression(what.condition)]
}

/** Everything that must hold of the fragments of any plan. */
function check(fragments: Fragment[]): void {
  const delivered = new Map<string, string[]>()
  for (const fragment of fragments) {
    expect(Fragment.parse(fragment)).toEqual(fragment)
    const made = new Map<string, Relation>()
    const read = new Map<string, Set<string>>()
    const reads = (id: string, names: string[]) => {
      const relation = made.get(id)
      if (!relation) throw new Error(`${id} is not available at ${fragment.place}`)
      const there = relation.columns.map(({ name }) => name)
      for (const name of names) expect(there).toContain(name)
      read.set(id, new Set([...(read.get(id) ?? []), ...names]))
    }
    for (const step of fragment.steps) {
      if (step.do === 'show') {
        if (step.show.what.kind === 'statistic') reads(step.show.what.relation, readOfShow(step.show))
        continue
      }
      const { relation } = step
      expect(relation.id).toMatch(/^r\d+$/)
      expect(relation.place).toBe(fragment.place)
      for (const id of inputsOf(relation)) reads(id, readsOf(relation).get(id) ?? [])
      if (relation.op === 'scan') {
        const entry = catalogue.find(({ register }) => register.name === relation.register)
        expect(entry?.register.holder.name).toBe(fragment.place)
        expect(fragment.registers).toContainEqual({ name: relation.register, version: relation.version })
        expect(relation.read.map(({ as }) => as)).toEqual(relation.columns.map(({ name }) => name))
      }
      if (relation.op === 'received') {
        expect(fragment.place).toBe(ROOM)
        expect(delivered.get(`${relation.from}/${relation.id}`)).toEqual(
          relation.columns.map(({ name }) => name),
        )
      }
      made.set(relation.id, relation)
    }
    for (const { relation, columns } of fragment.deliver) {
      reads(relation, columns)
      delivered.set(`${fragment.place}/${relation}`, columns)
    }
    // Nothing is delivered in vain: what the room receives it reads, by the next check there.
    // No column that nothing reads; a group's own keys come with it all the same.
    for (const [id, relation] of made)
      for (const { name } of relation.columns)
        if (!(relation.op === 'collapse' && relation.by.includes(name))) expect(read.get(id)).toContain(name)
  }
}

describe('the first study', () => {
  const study = readFileSync(new URL('../../../examples/first-study/study.sund', import.meta.url), 'utf8')
  const fragments = fragmentsOf(study)
  test('three holders deliver, and the room answers', () => {
    check(fragments)
    expect(fragments.map(({ place, deliver }) => [place, deliver.map(({ columns }) => columns)])).toEqual([
      ['diagnosis', [['diabetes_since']]],
      ['laboratory', [['hdl']]],
      ['population', [['sex', 'age', 'bmi', 'followup', 'death']]],
      ['room', []],
    ])
  })
  test('events are filtered and collapsed where they lie', () => {
    const ops = fragments.map(({ steps }) =>
      steps.map((step) => (step.do === 'show' ? 'show' : step.relation.op)),
    )
    expect(ops[0]).toEqual(['scan', 'filter', 'collapse'])
    expect(ops[1]).toEqual(['scan', 'filter', 'collapse'])
    // Each is received where it is first read, so that what needs few rows need not wait for the others.
    expect(ops[3]?.slice(0, 5)).toEqual(['received', 'received', 'join', 'received', 'join'])
    expect(ops[3]?.slice(-5)).toEqual(['show', 'show', 'show', 'show', 'show'])
  })
})

describe('places', () => {
  const places = (text: string) =>
    fragmentsOf(HEAD + text).map(({ place, steps, deliver }) => ({
      place,
      shows: steps.filter((step) => step.do === 'show').length,
      delivers: deliver.length,
    }))
  test('one holder alone answers itself: no room', () => {
    expect(places('import pop/SEX as s\ntabulate s')).toEqual([
      { place: 'population', shows: 1, delivers: 0 },
    ])
  })
  test('what is not shown is not asked for', () => {
    expect(
      places(
        'import pop/SEX as s\nimport dia/BIRTH_WEIGHT as w\nimport-event dia/DIAGNOSIS 1970-01-01 to 1971-01-01 as d\ndrop d\ncreate-dataset z\nimport lab/TEST as t',
      ),
    ).toEqual([])
    expect(places('import pop/SEX as s\nimport dia/BIRTH_WEIGHT as w\ntabulate s')).toEqual([
      { place: 'population', shows: 1, delivers: 0 },
    ])
  })
  test('a join that repeats rows counts though nothing of it is shown', () => {
    const text = 'import pop/SEX as s\nimport-event dia/DIAGNOSIS 1970-01-01 to 1971-01-01 as d\ntabulate s'
    expect(places(text).map(({ place }) => place)).toEqual(['population', 'diagnosis', 'room'])
  })
  test('a holder shows what is its own and delivers the rest', () => {
    expect(
      places('import pop/SEX as s\ntabulate s\nimport dia/BIRTH_WEIGHT as w\nsummarize w, by(s)'),
    ).toEqual([
      { place: 'population', shows: 1, delivers: 1 },
      { place: 'diagnosis', shows: 0, delivers: 1 },
      { place: 'room', shows: 1, delivers: 0 },
    ])
  })
  test('text goes to the room, to a holder when there is no room, and alone to the room', () => {
    const block = 'textblock\nHi\nendblock\n'
    expect(places(block)).toEqual([{ place: 'room', shows: 1, delivers: 0 }])
    expect(places(`${block}import pop/SEX as s\ntabulate s`)).toEqual([
      { place: 'population', shows: 2, delivers: 0 },
    ])
  })
})

test('whatever is compiled, every fragment can run where it is and asks for nothing in vain', () => {
  let fragmentsSeen = 0
  let roomsSeen = 0
  fc.assert(
    fc.property(validScript, (script) => {
      const fragments = fragmentsOf(script)
      fragmentsSeen += fragments.length
      roomsSeen += fragments.filter(({ place, steps }) => place === ROOM && steps.length > 2).length
      check(fragments)
    }),
    { numRuns: 150 },
  )
  // The property would hold of scripts that do nothing: these do something.
  expect(fragmentsSeen).toBeGreaterThan(100)
  expect(roomsSeen).toBeGreaterThan(10)
})
