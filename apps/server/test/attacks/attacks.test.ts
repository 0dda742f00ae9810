/**
 * The attacks in a short run, but for those that take long: real with the defences off, held with them on, and through again when a rule that it names is taken out. What is told
 * as not held is expected to fail, so that its test turns red the day it is closed and the reason is to be taken away.
 */
import { RULES } from '@sund/model'
import { afterAll, describe, expect, test } from 'vitest'
import { ATTACKS } from './list.js'
import { openTheatre } from './theatre.js'
import { objections, SHORT, tryAttack } from './trial.js'

const TARGETS = 20
const theatre = openTheatre()
afterAll(() => theatre.close())

describe('attacks', () => {
  for (const attack of ATTACKS.filter(({ slow }) => slow === undefined)) {
    const { number, name, limit } = attack
    const tried = limit === undefined ? test : test.fails
    tried(`${number}: ${name}`, { timeout: 120_000 }, async () => {
      const trial = await tryAttack(attack, theatre, TARGETS)
      expect(objections(trial, SHORT)).toEqual([])
    })
  }
})

/**
 * Nothing to take out: no kind of result has a place for what a model says of one person (M3). For it stands ../residuals.test.ts, which puts such numbers
 * through every command that shows anything.
 */
const BY_CONSTRUCTION: readonly string[] = ['M3']

test('each rule but what holds by construction is named by an attack that gets through without it', () => {
  const named = new Set(ATTACKS.flatMap(({ rules }) => rules.flat()))
  expect(RULES.filter((rule) => !named.has(rule))).toEqual(BY_CONSTRUCTION)
})
