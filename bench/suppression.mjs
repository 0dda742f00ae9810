// How much secondary suppression withholds, and how long it takes: beside a plain greedy and beside the cheapest choice that branch and cut finds
// when it may work for as long as it likes. Build first (npx tsc -b), then: npm run bench -- suppression [--tables 20] [--json]
//
// Plain greedy: for each withheld cell that is alone on a line, the next smallest cell of the line is withheld too, until no withheld cell is
// alone. It is what is often done by hand, and protects against subtraction alone.
import { parseArgs } from 'node:util'
import {
  cubeOfGroups,
  makeCube,
  marginsOf,
  priceOf,
} from '../packages/privacy/dist/rules/t2-threshold/cube.js'
import { intervalsOf, loadSolver } from '../packages/privacy/dist/rules/t2-threshold/intervals.js'
import { leastWithheld } from '../packages/privacy/dist/rules/t2-threshold/optimum.js'
import { sumsOf } from '../packages/privacy/dist/rules/t2-threshold/sums.js'
import { suppress } from '../packages/privacy/dist/rules/t2-threshold/suppress.js'

const { values } = parseArgs({
  options: { tables: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } },
})
const THRESHOLD = 10
/** Programmes after which the search for the cheapest choice is given up. */
const MOST_PROGRAMMES = 20_000
const SHAPES = [
  { name: '8', sizes: [8], mean: 60 },
  { name: '5 × 4', sizes: [5, 4], mean: 40 },
  { name: '8 × 8', sizes: [8, 8], mean: 100 },
  { name: '19 × 9', sizes: [19, 9], mean: 100 },
  { name: '13 × 13', sizes: [13, 13], mean: 60 },
  { name: '3 × 3 × 3', sizes: [3, 3, 3], mean: 100 },
  { name: '2 × 5 × 8', sizes: [2, 5, 8], mean: 100 },
  {
    name: '24 municipalities in 4 counties × 2',
    sizes: [24, 4, 2],
    mean: 80,
    exists: ([m, c]) => m % 4 === c,
  },
  { name: '3 × 3 × 4 × 4', sizes: [3, 3, 4, 4], mean: 60, open: true },
  { name: '30 × 30', sizes: [30, 30], mean: 60, open: true },
]

const solver = await loadSolver()
const source = async () => solver

function numbers(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function tableOf({ sizes, mean, exists = () => true }, seed) {
  const random = numbers(seed * 7919)
  const places = sizes.reduce(
    (all, size) => all.flatMap((at) => [...Array(size).keys()].map((level) => [...at, level])),
    [[]],
  )
  const groups = places.filter(exists).flatMap((at) => {
    const units = Math.floor(-Math.log(1 - random()) * mean)
    return units > 0 ? [{ at, units }] : []
  })
  return makeCube(sizes, cubeOfGroups(sizes, groups))
}

/** Columns that the plain greedy withholds. */
function greedy(sums, primary) {
  const withheld = new Set(primary)
  for (let changed = true; changed; ) {
    changed = false
    for (const row of sums.rows) {
      const inside = [...row.keys()].filter((column) => withheld.has(column))
      if (inside.length !== 1) continue
      const [next] = [...row.keys()]
        .filter((column) => !withheld.has(column))
        .sort((a, b) => sums.units[a] - sums.units[b])
      withheld.add(next)
      changed = true
    }
  }
  return withheld
}

/** How many primary columns a linear programme finds within the threshold. */
function bare(sums, primary, withheld) {
  const intervals = intervalsOf(solver, sums, [...withheld], THRESHOLD)
  for (const column of withheld) intervals.withhold(column, 1)
  const found = [...primary].filter((column) => !intervals.spanOf(column, THRESHOLD).wide).length
  intervals.close()
  return found
}

const sum = (all) => all.reduce((total, one) => total + one, 0)
const middle = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]
/** Shares of inner cells and of their people, in percent. */
function shares(cube, cells) {
  const inner = [...cube.units].filter(([cell]) => marginsOf(cube, cell) === 0)
  const withheld = inner.filter(([cell]) => cells.has(cell))
  const people = (all) => sum(all.map(([, units]) => units))
  return { cells: (100 * withheld.length) / inner.length, people: (100 * people(withheld)) / people(inner) }
}

function measure(shape) {
  const found = []
  for (let seed = 1; seed <= Number(values.tables); seed++) {
    const cube = tableOf(shape, seed)
    const sums = sumsOf(cube)
    const primary = new Set([...sums.units.keys()].filter((column) => sums.units[column] < THRESHOLD))
    if (primary.size > 0) found.push({ cube, sums, primary })
  }
  return found
}

const rows = []
for (const shape of SHAPES) {
  const ways = { primary: [], sund: [], greedy: [], least: [] }
  const milliseconds = []
  let [targets, cracked, proven, dearer] = [0, 0, 0, 0]
  const tables = measure(shape)
  for (const { cube, sums, primary } of tables) {
    const cellsOf = (columns) => new Set([...columns].flatMap((column) => sums.cells[column]))
    let decided
    let best = Number.POSITIVE_INFINITY
    for (let turn = 0; turn < 3; turn++) {
      const before = process.cpuUsage()
      decided = await suppress(cube, { threshold: THRESHOLD }, source)
      const { user, system } = process.cpuUsage(before)
      best = Math.min(best, (user + system) / 1000)
    }
    milliseconds.push(best)
    const own = new Set([...decided.primary, ...decided.secondary])
    const plain = greedy(sums, primary)
    targets += primary.size
    cracked += bare(sums, primary, plain)
    ways.primary.push(shares(cube, cellsOf(primary)))
    ways.sund.push(shares(cube, own))
    ways.greedy.push(shares(cube, cellsOf(plain)))
    if (shape.open) continue
    const free = [...sums.units.keys()].filter((column) => !primary.has(column))
    const price = (column) => sum(sums.cells[column].map((cell) => priceOf(cube, cell)))
    const least = leastWithheld(
      { sums, primary, free, price, threshold: THRESHOLD, programmes: MOST_PROGRAMMES },
      solver,
    )
    const cheapest = new Set([...primary, ...least.secondary])
    ways.least.push(shares(cube, cellsOf(cheapest)))
    if (!least.cheapest) continue
    proven++
    const priceOfCells = (cells) =>
      sum([...cells].filter((cell) => !decided.primary.has(cell)).map((cell) => priceOf(cube, cell)))
    if (priceOfCells(own) > priceOfCells(cellsOf(cheapest))) dearer++
  }
  const mean = (way, of) =>
    ways[way].length ? sum(ways[way].map((one) => one[of])) / ways[way].length : null
  rows.push({
    table: shape.name,
    cells: middle(tables.map(({ cube }) => cube.units.size)),
    ...Object.fromEntries(
      Object.keys(ways).map((way) => [way, { cells: mean(way, 'cells'), people: mean(way, 'people') }]),
    ),
    greedyCracked: cracked / targets,
    proven,
    dearer,
    of: tables.length,
    milliseconds: { median: middle(milliseconds), most: Math.max(...milliseconds) },
  })
}

if (values.json) console.log(JSON.stringify(rows, null, 2))
else {
  const percent = (way) => (way.cells === null ? '' : `${way.cells.toFixed(1)} / ${way.people.toFixed(1)}`)
  console.log(
    '| table | cells with margins | small | Sund | cheapest | plain greedy | small cells that a programme still finds after greedy | dearer than the cheapest | processor ms: median, most |',
  )
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const row of rows)
    console.log(
      `| ${row.table} | ${row.cells} | ${percent(row.primary)} | ${percent(row.sund)} | ${percent(row.least)} | ${percent(row.greedy)} | ${(100 * row.greedyCracked).toFixed(0)} % | ${row.proven ? `${row.dearer} of ${row.proven}` : ''} | ${row.milliseconds.median.toFixed(1)}, ${row.milliseconds.most.toFixed(1)} |`,
    )
}
