/**
 * What a holder signs when what somebody said about their records is in force: since when, and which registers that were made of them no longer have what was
 * withheld. Apart from choices, which the hub keeps and every holder follows: this is between one person and one holder.
 */
import { z } from 'zod'
import { ChoiceLevel } from './choices.js'
import { HolderName, RegisterName, Version } from './registers.js'

/** A version of a register, by what is in it. */
const HeldVersion = z.object({ version: Version, contentHash: z.string() })

export const WithdrawalProof = z.object({
  holder: HolderName,
  /** The Consent, and its version that was obeyed: one that was deleted says nothing any more. */
  consent: z.object({ id: z.string(), version: z.int().positive() }),
  /** The Patient in the holder's records. */
  patient: z.string(),
  writtenAt: z.iso.datetime(),
  /** From when on nothing that it withholds was given to anyone. */
  inForceAt: z.iso.datetime(),
  /** When registers were as it is said here. */
  doneAt: z.iso.datetime(),
  registers: z.array(
    z.object({
      register: RegisterName,
      before: HeldVersion.nullable(),
      /** Without the rows that nobody may use any more; null where all may be used for some end, and are left out for others. */
      after: HeldVersion.nullable(),
      /** Ends for which this person's rows in the register are left out whole, whichever version is read. */
      closed: z.array(ChoiceLevel),
    }),
  ),
})
export type WithdrawalProof = z.infer<typeof WithdrawalProof>
/** The type in the header of its signature. */
export const WITHDRAWAL_PROOF = 'sund-withdrawal'
