/**
 * The hub's side of the release ledger: it answers places that protect a result, and keeps what they told before anyone sees it. It knows who
 * asked for a run and what its results use, which places do not say; and never what the sets that it compares hold.
 */
import type { AskedResult, ReleaseLedger } from '@sund/access'
import { type BlindedSet, fail, type Party, type Policy, type SealedSketch } from '@sund/model'
import type { Handlers } from '@sund/network'
import { createLedgerIndex } from '@sund/privacy'

/** A result that a run may show: by whom it is made, and what the ledger keeps of it. */
export interface ExpectedResult
  extends Pick<AskedResult, 'index' | 'kind' | 'registers' | 'question' | 'sensitive'> {
  by: Party
  /** All registers behind it are PUBLIC: nothing is asked of it. */
  public: boolean
}

/** A run for which places may ask. */
export interface LedgerRun extends Pick<AskedResult, 'run' | 'subject' | 'parties'> {
  policy: Pick<Policy, 'difference' | 'quota'>
  results: readonly ExpectedResult[]
}

export interface LedgerDesk {
  /** How the hub answers `compare`. */
  handlers: Handlers
  /** From now on the places of a run may ask, each for the results that it makes. */
  open(run: LedgerRun): void
  /**
   * Keeps what of a result is told; to be awaited before the result goes on. Refuses one that shows something and was not compared.
   */
  settle(run: string, result: SettledResult): Promise<void>
  /** Nobody may ask for the run any more, and what it still holds is free. */
  close(run: string): Promise<void>
}

export interface SettledResult {
  index: number | null
  told: readonly number[]
  /** Hash of what is released. */
  body: string
  /** There is more in it than a notice, and no budget was spent on it (rule D1). */
  shows: boolean
}

interface Open extends LedgerRun {
  asking: Set<Promise<unknown>>
  compared: Set<number | null>
}

export function createLedgerDesk(ledger: ReleaseLedger): LedgerDesk {
  const runs = new Map<string, Open>()
  return {
    handlers: {
      async compare({ run, index, difference, quota, sets, ...counted }, _attachments, from) {
        const open = runs.get(run)
        const result = open?.results.find((one) => one.index === index && one.by === from)
        if (open === undefined || result === undefined)
          return fail(
            'permission.denied',
            'The ledger was asked for a result that this party does not make.',
            'Run the script again.',
          )
        const { by: _by, public: _public, ...about } = result
        open.compared.add(index)
        const asking = ledger.reserve(
          {
            ...about,
            ...counted,
            run,
            subject: open.subject,
            parties: open.parties,
            sets: sets.map(sketchOf),
            difference: Math.max(difference, open.policy.difference),
            quota: {
              results: Math.min(quota.results, open.policy.quota.results),
              sensitive: Math.min(quota.sensitive, open.policy.quota.sensitive),
            },
          },
          createLedgerIndex,
        )
        open.asking.add(asking)
        try {
          return { reply: await asking }
        } finally {
          open.asking.delete(asking)
        }
      },
    },
    open(run) {
      runs.set(run.run, { ...run, asking: new Set(), compared: new Set() })
    },
    async settle(run, { index, told, body, shows }) {
      const open = runs.get(run)
      const result = open?.results.find((one) => one.index === index)
      if (shows && result?.public !== true && open?.compared.has(index) !== true)
        fail(
          'permission.signature',
          'A party of the network showed a result that it had not compared with what was told before.',
          'Check that hub, holders and rooms run the same release of Sund.',
        )
      await ledger.settle({ run, index, told, body })
    },
    async close(run) {
      const open = runs.get(run)
      if (open === undefined) return
      runs.delete(run)
      await Promise.allSettled(open.asking)
      await ledger.release(run)
    },
  }
}

const sketchOf = ({ slots, identity, sealed }: BlindedSet): SealedSketch => ({
  slots: Buffer.from(slots, 'base64'),
  identity: Buffer.from(identity, 'base64'),
  sealed: Buffer.from(sealed, 'base64'),
})
