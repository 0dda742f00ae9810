/**
 * What a holder itself asks of everything computed from its rows: a file in its home, which can make open terms stricter and never looser. Apart
 * from the holder's answers, since its owner sets it here and nobody can over the network.
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  checkStricter,
  fail,
  HolderPolicy,
  type Policy,
  type Relaxation,
  type RunTerms,
  relax,
  stricter,
  strictest,
} from '@sund/model'

/** The rules of one holder. */
export interface OwnPolicy {
  /** What is set, null where open terms are kept. */
  read(): HolderPolicy | null
  /** Sets it, or takes it away. Refuses, with `data.metadata`, numbers that would be looser than open terms. */
  write(policy: HolderPolicy | null): Promise<void>
}

/** Reads `policy.json` of a holder's folder; a file that is no such policy, or is looser than open terms, stops the holder from starting. */
export async function openOwnPolicy(folder: string, open: () => Policy): Promise<OwnPolicy> {
  const path = join(folder, 'policy.json')
  let own = await stored(path)
  if (own !== null) checkStricter(open(), own)
  return {
    read: () => own,
    async write(policy) {
      if (policy !== null) checkStricter(open(), policy)
      await writeFile(`${path}.new`, `${JSON.stringify(policy, null, 2)}\n`, { mode: 0o600 })
      await rename(`${path}.new`, path)
      own = policy
    },
  }
}

/** Open terms, and the holder's own numbers where these are stricter. */
export const withOwn = (base: Policy, own: HolderPolicy | null): Policy =>
  own === null ? base : stricter(base, own)

/**
 * What a holder applies to a run: the stricter of its own rules and the run's terms. What its permit relaxes holds only where the holder's file accepts
 * it for that rule; otherwise the run meets open terms here.
 */
export function policyUnder(
  open: Policy,
  own: HolderPolicy | null,
  { policy, relaxed = [] }: Pick<RunTerms, 'policy'> & { relaxed?: readonly Relaxation[] | undefined },
): Policy {
  const accepted = relaxed.filter(({ rule }) => own?.permits?.includes(rule))
  return strictest(withOwn(relax(open, accepted), own), policy)
}

async function stored(path: string): Promise<HolderPolicy | null> {
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return 'null'
    throw thrown
  })
  const parsed = HolderPolicy.nullable().safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return fail(
    'data.metadata',
    `${path} is no policy of a holder: ${issue?.path.join('.')} ${issue?.message}.`,
    'Mend it, or set it with sund policy --holder NAME --set NUMBER=VALUE --reason WHY.',
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
