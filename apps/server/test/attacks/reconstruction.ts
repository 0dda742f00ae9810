/**
 * Reconstruction from many counts of random subsets (Dinur and Nissim 2003): with more counts than people, least squares give everyone's secret.
 * Number 8 of the list. The subsets are the cells of tables over a number that anyone can compute, so that each result has forty of them.
 */
import type { Attack } from './attack.js'
import { score } from './attack.js'
import { HEAD } from './differences.js'
import { mixed, PEOPLE, people } from './people.js'
import { countAt, tableOf } from './reading.js'

/** Results asked for in one day, and cells of each. */
const TABLES = 120
const CELLS = 40
const PREVALENCE = 0.4

/** The cell of a person in a table: a digit far down a sine, which is as good as random. */
const cellOf = (birth: number, table: number): number => {
  const digits = Math.abs(Math.sin((birth + 1) * (table + 1) * 0.7391)) * 1000
  return Math.floor((digits - Math.floor(digits)) * CELLS)
}
const expression = (table: number): string => {
  const digits = `abs(sin((b + 1) * ${table + 1} * 0.7391)) * 1000`
  return `floor((${digits} - floor(${digits})) * ${CELLS})`
}

interface Equation {
  members: readonly number[]
  count: number
}

/** The secrets that fit the counts best, drawn towards the prevalence: ridge regression by conjugate gradients. */
function solve(equations: readonly Equation[], size: number, variance: number): Float64Array {
  const prior = variance / (PREVALENCE * (1 - PREVALENCE))
  const rest = equations.map(({ members, count }) => count - PREVALENCE * members.length)
  const normal = (x: Float64Array): Float64Array => {
    const y = x.map((value) => value * prior)
    for (const { members } of equations) {
      let sum = 0
      for (const member of members) sum += x[member] as number
      for (const member of members) y[member] = (y[member] as number) + sum
    }
    return y
  }
  const dot = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)
  const x = new Float64Array(size)
  const residual = new Float64Array(size)
  for (const [i, { members }] of equations.entries())
    for (const member of members) residual[member] = (residual[member] as number) + (rest[i] as number)
  let direction = residual.slice()
  let norm = dot(residual, residual)
  for (let step = 0; step < 200 && norm > 1e-9; step++) {
    const image = normal(direction)
    const length = norm / dot(direction, image)
    for (let i = 0; i < size; i++) {
      x[i] = (x[i] as number) + length * (direction[i] as number)
      residual[i] = (residual[i] as number) - length * (image[i] as number)
    }
    const next = dot(residual, residual)
    direction = residual.map((value, i) => value + (next / norm) * (direction[i] as number))
    norm = next
  }
  return x.map((value) => value + PREVALENCE)
}

const reconstruction: Attack = {
  number: 8,
  name: `reconstruction from ${TABLES * CELLS} subsets in one day`,
  slow: true,
  rules: ['L2'],
  path: 'scripts',
  async play(theatre, count, policy) {
    const stage = await theatre.stage('people')
    stage.obey(policy)
    const account = stage.account()
    const all = people()
    const equations: Equation[] = []
    let exact = true
    const each = 30
    for (let start = 0; start < TABLES; start += each) {
      const tables = Array.from({ length: each }, (_, i) => start + i)
      const script = [
        HEAD,
        ...tables.flatMap((table) => [
          `generate h${table} = ${expression(table)}`,
          `tabulate h${table} s`,
          `drop h${table}`,
        ]),
      ]
      const { results } = await stage.ask(account, script.join('\n'))
      for (const [i, table] of tables.entries()) {
        exact &&=
          tableOf(results.get(i))?.cells.every(({ count }) => 'value' in count && count.error === 0) ?? exact
        const cells = Array.from({ length: CELLS }, (): number[] => [])
        for (const [person, { birth }] of all.entries()) cells[cellOf(birth, table)]?.push(person)
        for (const [cell, members] of cells.entries()) {
          const counted = countAt(results.get(i), [cell, 1])
          if (counted !== null) equations.push({ members, count: counted })
        }
      }
    }
    const found = equations.length === 0 ? null : solve(equations, PEOPLE, exact ? 0.01 : 3)
    const guesses = mixed([...all.entries()].map(([i, { secret }]) => ({ secret, i })))
      .slice(0, count)
      .map(({ secret, i }) => ({
        truth: secret,
        guess: found === null ? null : (found[i] as number) > 0.5 ? 1 : 0,
      }))
    return score(guesses, TABLES)
  },
}

export const RECONSTRUCTION: readonly Attack[] = [reconstruction]
