/**
 * What `npm run attack` does: tries the attacks, prints each as it is done, and says how many of the list were held; what no threshold can hold stands apart. Options:
 * `--targets N` for a shorter run, `--only EXPRESSION` for attacks whose name a regular expression finds, `--write` to put the table into
 * docs/protection.md, `--jobs N` for so many at once (default: one a processor; the seconds of the table are then those of a busy machine).
 */
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ATTACKS } from './list.js'
import { rowOf, rowOfLimit, tableOf, writeBetweenMarkers } from './table.js'
import { openTheatre } from './theatre.js'
import { objections, type Trial, tryAttack, WHOLE } from './trial.js'

const PAGE = join(import.meta.dirname, '../../../../docs/protection.md')
/** Attacks of the list, each with one or more ways of making it. */
const LISTED = 13

/** What a process of its own is asked: the attack by its place in the list. */
interface Task {
  attack: number
  targets: number
}
/** And what it answers, which can be sent from process to process. */
type Told = Omit<Trial, 'attack'>

/** The words that start a process of its own. */
const SERVE = '--serve'

/** Exit code: 0 when every attack that was tried is held. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes(SERVE)) return serve()
  const { values } = parseArgs({
    args: [...args],
    options: {
      targets: { type: 'string', default: '1000' },
      only: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
      jobs: { type: 'string', default: String(availableParallelism()) },
    },
  })
  const named = new RegExp(values.only)
  const chosen = ATTACKS.flatMap(({ name }, attack) => (named.test(name) ? [attack] : []))
  const trials: Trial[] = []
  const tell = (trial: Trial) => {
    const { attack } = trial
    trials.push(trial)
    console.log(attack.limit === undefined ? rowOf(trial, WHOLE) : rowOfLimit(trial))
    if (attack.limit !== undefined) return
    for (const objection of objections(trial, WHOLE)) console.log(`    ${attack.name}: ${objection}`)
  }
  const tasks = chosen.map((attack) => ({ attack, targets: Number(values.targets) }))
  const jobs = Math.min(Number(values.jobs), tasks.length)
  await Promise.all(Array.from({ length: jobs }, () => playInTurn(tasks, tell)))
  trials.sort((a, b) => ATTACKS.indexOf(a.attack) - ATTACKS.indexOf(b.attack))
  const table = tableOf(trials, WHOLE)
  if (values.write) await writeBetweenMarkers(PAGE, table)
  console.log(`\n${table}\n`)
  const numbers =
    values.only === ''
      ? Array.from({ length: LISTED }, (_, i) => i + 1)
      : [...new Set(trials.filter(({ attack }) => !attack.limit).map(({ attack }) => attack.number))]
  const held = numbers.filter((number) => {
    const own = trials.filter(({ attack }) => attack.number === number && attack.limit === undefined)
    return own.length > 0 && own.every((trial) => objections(trial, WHOLE).length === 0)
  })
  console.log(`${held.length} attacks held of ${numbers.length}`)
  return held.length === numbers.length ? 0 : 1
}

/** One process plays what is left of `tasks`, one after the other. Throws when it ends before. */
function playInTurn(tasks: Task[], tell: (trial: Trial) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const player = fork(process.argv[1] as string, [SERVE])
    let current: Task | undefined
    const next = () => {
      current = tasks.shift()
      if (current) player.send(current)
      else player.disconnect()
    }
    player.on('message', (told: Told) => {
      const attack = ATTACKS[(current as Task).attack] as Trial['attack']
      tell({ attack, ...told })
      next()
    })
    player.on('error', reject)
    player.on('exit', (code) =>
      current || code !== 0 ? reject(new Error('A process that plays attacks ended early.')) : resolve(),
    )
    next()
  })
}

/** Plays the attacks that the parent names until it lets go. */
async function serve(): Promise<number> {
  const theatre = openTheatre()
  let playing = Promise.resolve()
  process.on('message', ({ attack, targets }: Task) => {
    playing = tryAttack(ATTACKS[attack] as Trial['attack'], theatre, targets).then(
      ({ attack: _, ...told }) => void process.send?.(told),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
  await new Promise((resolve) => process.on('disconnect', resolve))
  await playing
  await theatre.close()
  return 0
}
