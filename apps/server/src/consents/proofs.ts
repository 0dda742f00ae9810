/** What holders have proved to a person: that what they withhold in their records is withheld, each from where those records are. */
import type { Sund } from '../sund.js'
import type { SignedProof } from './derivations.js'

/** The proofs for whoever has a mark, of every holder whose records are open, the latest of each first. */
export async function proofsOf(
  { derivations, patients }: Pick<Sund, 'derivations' | 'patients'>,
  mark: string,
): Promise<SignedProof[]> {
  const found = await Promise.all(
    [...derivations].map(async ([holder, { proofs }]) => {
      const patient = (await patients.get(holder)?.(mark)) ?? null
      return patient === null ? [] : proofs(patient)
    }),
  )
  return found.flat()
}
