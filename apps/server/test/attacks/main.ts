/**
 * What `npm run attack` does: tries the attacks, prints each as it is done, and says how many of the list were held; what no threshold can hold stands apart. Options: `--targets N` for a shorter run,
 * `--only EXPRESSION` for attacks whose name a regular expression finds, `--write` to put the table into docs/protection.md.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ATTACKS } from './list.js'
import { rowOf, rowOfLimit, tableOf, writeBetweenMarkers } from './table.js'
import { openTheatre } from './theatre.js'
import { objections, type Trial, tryAttack, WHOLE } from './trial.js'

const PAGE = join(import.meta.dirname, '../../../../docs/protection.md')
/** Attacks of the list, each with one or more ways of making it. */
const LISTED = 13

/** Exit code: 0 when every attack that was tried is held. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      targets: { type: 'string', default: '1000' },
      only: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
    },
  })
  const chosen = ATTACKS.filter(({ name }) => new RegExp(values.only).test(name))
  const theatre = openTheatre()
  const trials: Trial[] = []
  try {
    for (const attack of chosen) {
      const trial = await tryAttack(attack, theatre, Number(values.targets))
      trials.push(trial)
      console.log(attack.limit === undefined ? rowOf(trial, WHOLE) : rowOfLimit(trial))
      if (attack.limit !== undefined) continue
      for (const objection of objections(trial, WHOLE)) console.log(`    ${attack.name}: ${objection}`)
    }
  } finally {
    await theatre.close()
  }
  const table = tableOf(trials, WHOLE)
  if (values.write) await writeBetweenMarkers(PAGE, table)
  console.log(`\n${table}\n`)
  const numbers =
    values.only === ''
      ? Array.from({ length: LISTED }, (_, i) => i + 1)
      : [...new Set(chosen.map(({ number }) => number))]
  const held = numbers.filter((number) => {
    const own = trials.filter(({ attack }) => attack.number === number && attack.limit === undefined)
    return own.length > 0 && own.every((trial) => objections(trial, WHOLE).length === 0)
  })
  console.log(`${held.length} attacks held of ${numbers.length}`)
  return held.length === numbers.length ? 0 : 1
}
