/** The tour of the language from end to end on sensitive registers: every kind of answer is released, and shows something. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReleasedNumber, ResultBody, RunDocument } from '@sund/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoRegisters, EXAMPLES } from './examples.js'
import { openWorld, type World } from './world.js'

const folder = join(EXAMPLES, 'tour')
const script = readFileSync(join(folder, 'tour.sund'), 'utf8')

let world: World
let run: RunDocument
beforeAll(async () => {
  world = await openWorld(demoRegisters(false))
  run = await world.run(script)
}, 180_000)
afterAll(() => world[Symbol.asyncDispose]())

const nameOf = (body: ResultBody): string =>
  body.kind === 'model' ? body.model : body.kind === 'figure' ? body.figure.type : body.kind

/** Numbers of a result that are shown, wherever they stand in it. */
function shown(body: unknown): number {
  if (typeof body !== 'object' || body === null) return 0
  const { value, error } = body as Partial<Extract<ReleasedNumber, { value: unknown }>>
  if (typeof value === 'number' && typeof error === 'number') return 1
  return Object.values(body).reduce((sum: number, part) => sum + shown(part), 0)
}

describe('the tour', () => {
  it('runs to its end and is released', () => {
    expect(run.errors).toEqual([])
    expect(run.state).toBe('released')
  })

  it('has an answer of every kind', () => {
    expect(run.results.map(({ body }) => nameOf(body))).toMatchInlineSnapshot(`
      [
        "text",
        "table",
        "summary",
        "ci",
        "correlation",
        "anova",
        "normaltest",
        "histogram",
        "barchart",
        "boxplot",
        "piechart",
        "hexbin",
        "sankey",
        "coefplot",
        "regress",
        "logit",
        "mlogit",
        "poisson",
        "survival",
        "cox",
        "weibull",
        "rates",
        "table",
        "cox",
        "cox",
        "summary",
        "summary",
        "regress-panel",
      ]
    `)
  })

  it('shows numbers in every answer, each protected', () => {
    for (const { body, protection } of run.results) {
      if (body.kind === 'text') continue
      expect(shown(body), nameOf(body)).toBeGreaterThan(2)
      expect(protection.length, nameOf(body)).toBeGreaterThan(0)
    }
  })

  it('withholds percentiles that rest on few, and nothing because its people were told of before', () => {
    const rules = run.results.flatMap(({ withheld }) => withheld.map(({ rule }) => rule))
    expect(new Set(rules)).toEqual(new Set(['S1']))
  })

  it('is explained: every command that answers stands in its README', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8')
    const answering = run.results
      .filter(({ body }) => body.kind !== 'text')
      .flatMap(({ command }) => command.match(/^[a-z-]+/) ?? [])
    for (const command of new Set(answering)) expect(readme, command).toContain(`\`${command}\``)
  })
})
