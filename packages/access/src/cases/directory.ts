/**
 * Who there is to decide, as the transitions of a case see it: a snapshot that the shell makes of organisations and catalogue before a command
 * is verified.
 */
import type { Organisation } from '@sund/model'

export interface DirectoryBody extends Organisation {
  /** The registers that a holder answers for. */
  registers: readonly string[]
}

export interface Directory {
  bodies: readonly DirectoryBody[]
}
