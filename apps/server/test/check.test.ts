/**
 * A check before a run, over two holders and a room: what it tells, that it tells no more than a run would, and that asking again
 * teaches nothing.
 */
import { join } from 'node:path'
import { openAccess } from '@sund/access'
import { systemClock } from '@sund/model'
import { contentOf } from '@sund/network/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sund } from '../src/sund.js'
import { openTestSund } from './registers.js'

const researcher = { subject: 'demo:kari', name: 'Kari Forsker' }
const HEAD = `require test.population as p
require test.laboratory as l
create-dataset d
import p/SEX
import p/AGE
import l/LEVEL
generate group = round(LEVEL)
replace group = 7 if inrange(LEVEL, 6.38, 7)
`
const LABELS = `define-labels groups 4 "Four" 5 "Five" 6 "Six" 7 "Seven" 987654 "Very many"
assign-labels group groups
`

let open: Awaited<ReturnType<typeof openTestSund>>
let sund: Sund
beforeAll(async () => {
  open = await openTestSund()
  sund = open.sund
})
afterAll(() => open.dispose())

let strangers = 0
/** Somebody who was never told anything. */
const stranger = () => ({ subject: `test:${++strangers}`, name: 'Somebody' })
const foresee = (script: string) => sund.hub.foresee(script, researcher)

describe('a check', () => {
  test('says what each command reads, from whom, and what the rules will do; it asks for no rows', async () => {
    await sund.hub.catalogue()
    const asked: string[] = []
    const stop = sund.tap((_bytes, from, to) => void asked.push(`${from} ${to}`))
    const { errors, uses, terms, commands } = await sund.hub.check(
      `${HEAD}tabulate group SEX\nregress LEVEL AGE`,
    )
    stop()
    expect(asked).toEqual([])
    expect({ errors, terms }).toEqual({ errors: [], terms: 'open' })
    expect(uses).toMatchObject([
      { variable: 'SEX', dataType: 'STRING', codes: 2, unitOfMeasure: null, holder: 'north' },
      { variable: 'AGE', dataType: 'LONG', codes: null, unitOfMeasure: 'a' },
      { variable: 'LEVEL', holder: 'south', sensitivity: 'PERSON_SPECIAL' },
    ])
    const [table, model] = commands
    expect(table).toMatchObject({
      command: 'tabulate group SEX',
      kind: 'table',
      position: { line: 9 },
      forecast: null,
    })
    expect(table?.variables.map(({ name, origins }) => [name, origins.map(({ holder }) => holder)])).toEqual([
      ['SEX', ['north']],
      ['group', ['south']],
    ])
    expect(table?.rules.map(({ rule }) => rule)).toEqual(['P1', 'T1', 'T2', 'T5', 'L1', 'L2'])
    expect(model?.rules.map(({ rule }) => rule)).toEqual(['P1', 'P3', 'M1', 'M2', 'L1', 'L2'])
  })

  test('of a wrong script has its mistakes, and still what it uses', async () => {
    const checked = await foresee(
      'require test.population as p\ncreate-dataset d\nimport p/SEX\ntabulate SEXX',
    )
    expect(checked).toMatchObject({
      errors: [{ code: 'script.unknown-name' }],
      uses: [{ variable: 'SEX' }],
      commands: [],
    })
  })
})

describe('a forecast', () => {
  test.each([
    ['values that may not be named', ''],
    ['codes with labels', LABELS],
  ])('of a table of %s has a recode that lets it through', async (_what, labels) => {
    const script = (before: string) => `${HEAD}${labels}${before}tabulate group\ntabulate group SEX`
    const { errors, commands } = await foresee(script(''))
    expect(errors).toEqual([])
    const [table, cross] = commands.map(({ forecast }) => forecast)
    expect(table).toMatchObject({ population: { atLeast: 1000, below: 10_000 }, refused: false })
    // A group of few is left out of a table of its own.
    expect(table?.withheld).toEqual([])
    const line = cross?.withheld?.[0]?.script
    expect(line).toMatch(/^recode group /)
    expect(line).not.toContain('987654'.repeat(labels === '' ? 1 : 2))
    const { value } = await sund.hub.run({ script: script(`${line}\n`), researcher: stranger() })
    expect(value.errors).toEqual([])
    expect(value.results.map(({ withheld }) => withheld)).toEqual([[], []])
  })

  test('of bars, a pie and flows has one too, and the run withholds nothing then', async () => {
    const figures = [
      'barchart (count) group, over(SEX)',
      'piechart group',
      'sankey group SEX',
      'boxplot LEVEL',
    ]
    const script = (before: string) => `${HEAD}${LABELS}${before}${figures.join('\n')}`
    const { errors, commands } = await foresee(script(''))
    expect(errors).toEqual([])
    const lines = commands.map(({ forecast }) => forecast?.withheld?.[0]?.script)
    // A pie has no cell of few: what few people have is left out of it.
    for (const line of [lines[0], lines[2]]) expect(line).toMatch(/^recode group /)
    expect(lines[1]).toBeUndefined()
    // What is not a table is not tried.
    expect(commands[3]?.forecast?.withheld).toBeNull()
    const { value } = await sund.hub.run({ script: script(`${lines[0]}\n`), researcher: stranger() })
    expect(value.results.slice(0, 3).map(({ withheld }) => withheld)).toEqual([[], [], []])
  })

  test('is the same each time, and is in the log', async () => {
    const script = `${HEAD}tabulate group\nsummarize LEVEL`
    const before = (await sund.hub.proof()).events
    const answers = new Set<string>()
    for (let time = 0; time < 4; time++) answers.add(JSON.stringify(await foresee(script)))
    expect(answers.size).toBe(1)
    expect((await sund.hub.proof()).events).toBe(before + 4)
  })

  test('sends the hub classes and what would be withheld, and no number of a result', async () => {
    const toHub: unknown[] = []
    const stop = sund.tap(
      (bytes, _from, to) => void (to === 'hub' && toHub.push(contentOf(bytes).envelope.body)),
    )
    await foresee(`${HEAD}tabulate group\nsummarize LEVEL, by(SEX)\nregress LEVEL AGE`)
    stop()
    const parts = toHub.filter((body) => typeof body === 'object' && body !== null && 'forecast' in body)
    expect(parts).toHaveLength(3)
    const keys = parts.map((part) => Object.keys((part as { forecast: object }).forecast).sort())
    for (const names of keys)
      expect(names).toEqual(['index', 'population', 'position', 'refused', 'withheld'])
    expect(JSON.stringify(toHub)).not.toMatch(/"body"|"cells"|"estimate"/)
  })

  test('tells of a draw that would leave few, with what came before it, and nothing of an edit', async () => {
    const drawn = await foresee(`${HEAD}tabulate SEX\nsample 5 7\ntabulate AGE`)
    expect(drawn.errors).toMatchObject([{ code: 'protection.edit', position: { line: 10 } }])
    expect(drawn.commands.map(({ forecast }) => forecast === null)).toEqual([false, true])
    const edited = await foresee(`${HEAD}drop if LEVEL > 900000\ntabulate SEX`)
    expect(edited.errors).toEqual([])
  })

  test('of too few people says so, and nothing else', async () => {
    const few = await openTestSund({}, 900)
    try {
      const { commands } = await few.sund.hub.foresee(`${HEAD}tabulate SEX`, researcher)
      expect(commands[0]?.forecast).toMatchObject({
        population: { atLeast: 0, below: 1000 },
        refused: true,
        withheld: null,
      })
    } finally {
      await few.dispose()
    }
  })

  test('stops when nobody waits for it', async () => {
    const { errors } = await sund.hub.foresee(`${HEAD}tabulate SEX`, researcher, AbortSignal.abort())
    expect(errors).toMatchObject([{ code: 'unavailable.cancelled' }])
  })
})

test('the log names the script by its hash alone', async () => {
  await sund.close()
  const access = await openAccess({ folder: join(open.home, 'hub', 'store') }, systemClock)
  const events = (await access.log.list({ limit: 100 })).filter(({ type }) => type === 'script-checked')
  await access.close()
  expect(events.length).toBeGreaterThan(5)
  expect(JSON.stringify(events)).not.toMatch(/tabulate|LEVEL/)
})
