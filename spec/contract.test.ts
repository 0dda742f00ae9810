/** The contract of the language against the language and its specification. */
import { existsSync, readFileSync } from 'node:fs'
import { COMMANDS, FUNCTIONS, parse } from '@sund/engine'
import { describe, expect, it } from 'vitest'
import { CONTRACT_COMMANDS, CONTRACT_FUNCTIONS, CONTRACT_STATISTICS } from './contract.js'
import { FUNCTION_SPECS } from './functions.js'
import { COMMAND_SPECS } from './index.js'

/** Options that some row of the specification gives to each command. */
const shown = new Map<string, Set<string>>()
const statistics = new Set<string>()
for (const { script } of COMMAND_SPECS.flatMap(({ rows }) => rows)) {
  for (const statement of parse(script).tree.statements) {
    if (statement.kind !== 'statement') continue
    const options = shown.get(statement.name) ?? new Set()
    for (const option of statement.options) options.add(option.name.text)
    shown.set(statement.name, options)
    if (statement.arguments.shape === 'statistics')
      for (const { statistic } of statement.arguments.items) statistics.add(statistic.text)
  }
}

describe.each(Object.entries(CONTRACT_COMMANDS))('%s', (name, options) => {
  const doc = Object.entries(COMMANDS).find(([command]) => command === name)?.[1]
  it('is in the language with its options', () => {
    expect(doc?.status).toBe('available')
    const available = doc?.options.filter(({ status }) => status === 'available').map((option) => option.name)
    expect(available).toEqual(expect.arrayContaining([...options]))
  })
  it('has rows in the specification, and so has each of its options', () => {
    const specified = COMMAND_SPECS.some(({ command, rows }) => command === name && rows.length > 0)
    expect(specified).toBe(true)
    const every = doc?.options.filter(({ status }) => status === 'available').map((option) => option.name)
    expect([...(every ?? [])].filter((option) => !shown.get(name)?.has(option))).toEqual([])
  })
})

it('has a row for every statistic of groups', () => {
  expect(CONTRACT_STATISTICS.filter((statistic) => !statistics.has(statistic))).toEqual([])
})

it('has cases for every function', () => {
  const specified = new Set(FUNCTION_SPECS.map((spec) => spec.function))
  expect(CONTRACT_FUNCTIONS.filter((name) => !specified.has(name) || !(name in FUNCTIONS))).toEqual([])
})

const text = new URL('../../shared/reference/language.md', import.meta.url)
describe.skipIf(!existsSync(text))('the written contract (skipped without ../shared)', () => {
  const contract = existsSync(text) ? readFileSync(text, 'utf8') : ''
  it('names nothing that the table lacks', () => {
    // The first word of each code span that starts a table row or a list of commands.
    const words = [...contract.matchAll(/`([a-z][a-z-]+)[ `,]/g)].map(([, word]) => word as string)
    const known = new Set([...Object.keys(CONTRACT_COMMANDS), ...CONTRACT_FUNCTIONS, ...CONTRACT_STATISTICS])
    const commands = Object.keys(COMMANDS)
    expect(words.filter((word) => commands.includes(word) && !known.has(word))).toEqual([])
    for (const line of contract.split('\n')) {
      const functions = /^Functions: |^sqrt exp|^rowstd |^endswith|normalden/.test(line)
      if (!functions) continue
      const named = [...line.matchAll(/[a-zA-Z_0-9]+(?=[ (`;]|$)/g)].map(([name]) => name)
      expect(named.filter((name) => name in FUNCTIONS && !CONTRACT_FUNCTIONS.includes(name))).toEqual([])
    }
  })
})
