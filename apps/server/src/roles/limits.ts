/** What one run may take, and how a run that was stopped says why. */
import { Failure } from '@sund/model'

export interface RunLimits {
  /** Memory in MiB and threads of one workplace; beyond the memory it spills to its folder. */
  workplace: { memoryMiB: number; threads: number }
  /** Aborts when a run has lasted too long; a new one for each piece of work. */
  deadline(): AbortSignal
}

/** Why `signal` aborted, as a typed error. */
export function stopped(signal: AbortSignal): Failure {
  const { reason } = signal
  if (reason instanceof Failure) return reason
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? new Failure({
        code: 'unavailable.time',
        message: 'The run took longer than a run may take.',
        next: 'Keep fewer rows or variables, or split the script.',
      })
    : new Failure({
        code: 'unavailable.cancelled',
        message: 'The run was cancelled.',
        next: 'Run it again when you want to.',
      })
}
