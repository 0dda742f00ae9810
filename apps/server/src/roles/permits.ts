/**
 * A permit as holders and rooms read it, each for itself: the signature by the hub's key, the person, the days by a clock of their own, and what a
 * fragment reads against what is granted. Apart from the hub, whose word none of this takes.
 */
import { grantedBy, spanOf } from '@sund/access'
import type { Fragment, Scan } from '@sund/engine'
import { type Clock, Failure, fail, PERMIT, Permit, type Register, type RunTerms, termsOf } from '@sund/model'
import { type PublicJwk, verified } from '@sund/network'

/** Reads the permits of runs. */
export interface PermitReader {
  /** The permit of a run, null under open terms. Throws `permission.refused-by-holder` for one that does not hold for this person today. */
  read(terms: RunTerms): Promise<Permit | null>
}

export interface PermitReaderSettings {
  /** The key that the hub signs permits with. */
  hubKey: () => PublicJwk | undefined
  clock: Clock
}

export function createPermitReader({ hubKey, clock }: PermitReaderSettings): PermitReader {
  /** The newest revision seen of each permit: those before it no longer hold. */
  const newest = new Map<string, number>()
  return {
    async read({ terms, permit: jws, researcher }) {
      if (terms === 'open' && jws === undefined) return null
      if (terms === 'open' || jws === undefined)
        return refused('Its terms and its permit do not belong together.')
      const permit = await signedBy(hubKey, jws)
      const { id, revision, persons } = permit
      if ((newest.get(id) ?? 0) > revision) return refused(`A newer permit ${id} has been used here.`)
      if (!persons.some(({ pseudonym }) => pseudonym === researcher))
        return refused(`The permit ${id} does not name who asks.`)
      const { from, until } = spanOf(permit)
      const now = clock.now()
      if (now < from || now >= until) return refused(`The permit ${id} does not hold today.`)
      newest.set(id, revision)
      return permit
    },
  }
}

async function signedBy(hubKey: PermitReaderSettings['hubKey'], jws: string): Promise<Permit> {
  const { value } = await verified(jws, PERMIT, (signer) => (signer === 'hub' ? hubKey() : undefined)).catch(
    (thrown) => {
      if (thrown instanceof Failure) return refused('The signature of its permit does not hold.')
      throw thrown
    },
  )
  const permit = Permit.safeParse(value)
  return permit.success ? permit.data : refused('Its permit does not have its form.')
}

/** What a delivery of rows is bound to: nothing of one permit is taken for another. */
export const boundTo = (permit: Permit | null): string | undefined =>
  permit === null ? undefined : `${permit.id} ${permit.revision}`

/**
 * Refuses a fragment that reads what `permit` does not grant, or under open terms what needs a permit. `registerOf` is this party's own metadata of what
 * a scan reads.
 */
export function checkReads(
  permit: Permit | null,
  { steps }: Fragment,
  registerOf: (scan: Scan) => Register,
): void {
  for (const step of steps) {
    if (step.do !== 'relation' || step.relation.op !== 'scan') continue
    const scan = step.relation
    const register = registerOf(scan)
    const granted = permit && grantedBy(permit, register, scan.version)
    const isOpen = (name: string) =>
      granted === null ? termsOf(register, name) === 'open' : granted.has(name)
    const read = scan.read.flatMap(({ read }) => ('name' in read ? [read.name] : []))
    const closed = [...read, ...scan.present].find((name) => !isOpen(name))
    if (closed !== undefined)
      refused(
        permit === null
          ? `${register.name}/${closed} needs a permit.`
          : `${register.name}/${closed} in version ${scan.version} is not among what the permit ${permit.id} allows.`,
      )
    // A scan that reads no variable still tells whose rows there are.
    const table = register.tables.find(({ name }) => name === scan.table)
    if (!table?.variables.some(({ name }) => isOpen(name)))
      refused(`Nothing of the table ${scan.table} of ${register.name} is open to it.`)
  }
}

export function refused(why: string): never {
  return fail(
    'permission.refused-by-holder',
    `A run was refused. ${why}`,
    'Run the script again under a permit that covers it; if it is refused again, ask the holder.',
  )
}
