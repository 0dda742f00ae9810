/** The table of attacks, as it is printed and as it stands in the page about protection. Apart from the trials, which know no Markdown. */
import { readFile, writeFile } from 'node:fs/promises'
import { type Bounds, type LackingPlayed, objections, type Trial } from './trial.js'

const HEADER = [
  '| | attack | prior | off | on | without | results | seconds | held |',
  '| --: | --- | --: | --: | --: | --- | --: | --: | --- |',
]

const LIMITS = [
  '| | not held | prior | off | on | results | seconds | why, and what stands against it |',
  '| --: | --- | --: | --: | --: | --: | --: | --- |',
]

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

export function rowOf(trial: Trial, bounds: Bounds): string {
  const { attack, off, on, lacking, seconds } = trial
  const one = ({ rules, played }: LackingPlayed) => `${rules.join(' and ')}: ${percent(played.success)}`
  const cells = [
    attack.number,
    attack.path === 'scripts' ? attack.name : `${attack.name} (${attack.path})`,
    percent(on.prior),
    percent(off.success),
    percent(on.success),
    lacking.map(one).join(', '),
    on.queries.toLocaleString('en'),
    seconds.toFixed(0),
    objections(trial, bounds).length === 0 ? 'yes' : '**no**',
  ]
  return `| ${cells.join(' | ')} |`
}

/** What is to be held, and below it what no threshold can hold, each with the reason. */
export function tableOf(trials: readonly Trial[], bounds: Bounds): string {
  const held = trials.filter(({ attack }) => attack.limit === undefined)
  const limits = trials.filter(({ attack }) => attack.limit !== undefined)
  return [
    ...HEADER,
    ...held.map((trial) => rowOf(trial, bounds)),
    ...(limits.length === 0 ? [] : ['', ...LIMITS, ...limits.map(rowOfLimit)]),
  ].join('\n')
}

/** A row of what is not held. */
export function rowOfLimit({ attack, off, on, seconds }: Trial): string {
  const cells = [
    attack.number,
    attack.name,
    percent(on.prior),
    percent(off.success),
    percent(on.success),
    on.queries.toLocaleString('en'),
    seconds.toFixed(0),
    attack.limit,
  ]
  return `| ${cells.join(' | ')} |`
}

const BEGIN = '<!-- attacks: written by `npm run attack -- --write` -->'
const END = '<!-- end of attacks -->'

/** Puts `text` between the markers of a page; throws where it has none. */
export async function writeBetweenMarkers(page: string, text: string): Promise<void> {
  const before = await readFile(page, 'utf8')
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table of attacks.`)
  await writeFile(page, `${before.slice(0, from)}${BEGIN}\n\n${text}\n\n${before.slice(to)}`)
}
