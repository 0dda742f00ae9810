/**
 * Where attacks are played: a hub, a holder and a room in one process, over made-up people. Apart from the attacks, so that each of them reads
 * as what an attacker asks and what they make of the answers; and apart from their score, so that no attack can see a secret.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OPEN_POLICY, type Policy, type Register, type Result, type SundError } from '@sund/model'
import { fixedClock } from '@sund/model/testing'
import { LINKAGE_SECRET_BYTES } from '@sund/network'
import { openSund, type Sund } from '../../src/index.js'
import { openTestDatabase } from '../database.js'

/** What an account got for one script: results by their place in the script, and what stopped it. */
export interface Answer {
  run: string
  results: ReadonlyMap<number, Result>
  errors: readonly SundError[]
}

/** A Sund over made-up registers whose policy and day the test sets. */
export interface Stage {
  readonly sund: Sund
  readonly home: string
  /** Runs one script as an account. */
  ask(account: string, script: string): Promise<Answer>
  /** Lets another account read a run. */
  share(account: string, run: string, reader: string): Promise<void>
  /** What holds from now on. */
  obey(policy: Policy): void
  /** Moves the clock on. */
  wait(days: number): void
  /** An account that has asked nothing yet. */
  account(): string
  close(): Promise<void>
}

/** A register and its rows, the first line naming the columns. */
export interface Given {
  metadata: Register
  lines: readonly string[]
  version?: string
}

const DAY = 86_400_000

export async function openStage(given: readonly Given[]): Promise<Stage> {
  const home = await mkdtemp(join(tmpdir(), 'sund-attack-'))
  let policy = OPEN_POLICY
  const clock = fixedClock('2026-01-01T08:00:00.000Z')
  let accounts = 0
  // Record keys follow from it: the same noise each time.
  await mkdir(join(home, 'network'), { mode: 0o700 })
  await writeFile(join(home, 'network', 'linkage.secret'), new Uint8Array(LINKAGE_SECRET_BYTES).fill(7), {
    mode: 0o600,
  })
  const database = await openTestDatabase()
  const sund = await openSund({ home, clock, policy: () => policy, ...database.settings })
  for (const { metadata, lines, version } of given) {
    const { name, title } = metadata.holder
    const holder = sund.holders.get(name) ?? (await sund.addHolder(name, title))
    const path = join(home, `${metadata.name}.csv`)
    await writeFile(path, `${lines.join('\n')}\n`)
    await holder.import({ files: [{ path }], metadata, ...(version === undefined ? {} : { version }) })
    await rm(path)
  }
  return {
    sund,
    home,
    async ask(account, script) {
      const { value } = await sund.hub.run({ script, researcher: { subject: account, name: account } })
      // An attack must not pass for held because something broke.
      const bug = value.errors.find(({ code }) => code.startsWith('internal.'))
      if (bug !== undefined) throw new Error(`A run broke: ${bug.message}`)
      return {
        run: value.run,
        results: new Map(value.results.map((result) => [result.index, result])),
        errors: value.errors,
      }
    },
    async share(account, run, reader) {
      await sund.hub.signedIn({ subject: reader, name: reader })
      await sund.hub.runs.share(account, run, reader)
    },
    obey(next) {
      policy = next
    },
    wait(days) {
      clock.set(new Date(clock.now().getTime() + days * DAY).toISOString())
    },
    account: () => `attacker-${++accounts}`,
    async close() {
      await sund.close()
      await database.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}
