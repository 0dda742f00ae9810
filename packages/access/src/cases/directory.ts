/**
 * Who there is to decide, as the transitions of a case see it: a snapshot of organisations and catalogue that is made before a command is
 * verified.
 */
import type { Country, Organisation } from '@sund/model'

export interface DirectoryBody extends Organisation {
  /** The registers that a holder answers for, each with its newest version. */
  registers: readonly { name: string; version: string }[]
}

export interface Directory {
  bodies: readonly DirectoryBody[]
}

/** The access body of a country, if it has one. */
export const accessBodyOf = ({ bodies }: Directory, country: Country): DirectoryBody | undefined =>
  bodies.find((one) => one.body === 'access-body' && one.country === country)

/** Who holds a register. */
export const holderOf = ({ bodies }: Directory, register: string): DirectoryBody | undefined =>
  bodies.find((one) => one.registers.some(({ name }) => name === register))
