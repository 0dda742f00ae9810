/**
 * How a command ends when it does not succeed: what is told, where, and the exit code. Nothing else in this app decides
 * an exit code.
 */
import { createHash } from 'node:crypto'
import { ERROR_CLASSES, type ErrorCode, errorClass, errorsOf, Failure, type SundError } from '@sund/model'
import { drawError } from './draw/errors.js'
import { createTerminal } from './terminal.js'

/** What shells report for a program that Ctrl-C ended. */
export const EXIT_INTERRUPTED = 130

/** Mistakes told to people at once: the first ones often make the others. */
const MOST_TOLD = 10

/** Mistakes in a script, with the text that their positions point into. `told`: the answer already holds them. */
export class ScriptFailure extends Failure {
  constructor(
    errors: readonly [SundError, ...SundError[]],
    readonly script: { name: string; text: string },
    readonly told = false,
  ) {
    super(...errors)
  }
}

/** The user asked to stop, and it has. */
export class Cancelled extends Error {}

/** Tells people on standard error (and with `json` machines on standard output); returns the exit code. */
export function tell(thrown: unknown, json: boolean): number {
  const terminal = createTerminal({ json, language: 'en' })
  const failure = environmentFailure(thrown) ?? thrown
  const errors = errorsOf(failure, reference(thrown))
  const script = thrown instanceof ScriptFailure ? thrown.script : undefined
  if (json && !(thrown instanceof ScriptFailure && thrown.told)) terminal.printJson({ errors })
  terminal.note(errors.slice(0, MOST_TOLD).flatMap((error) => drawError(error, terminal.errors, script)))
  if (errors.length > MOST_TOLD) terminal.note([`… and ${errors.length - MOST_TOLD} more.`])
  if (!(failure instanceof Failure) && process.env['SUND_DEBUG']) terminal.note(frames(thrown))
  return ERROR_CLASSES[errorClass(errors[0])].exitCode
}

/** What the machine refused, whoever asked it: no mistake of the user's and none of Sund's. */
const REFUSALS: Record<string, [ErrorCode, string, string]> = {
  EACCES: [
    'environment.permission',
    'may not be read or written by this user',
    'Give this user permission, or choose another home with --home DIR.',
  ],
  EPERM: [
    'environment.permission',
    'may not be changed by this user',
    'Give this user permission, or choose another home with --home DIR.',
  ],
  EROFS: [
    'environment.permission',
    'lies on a disk that cannot be written',
    'Choose another home with --home DIR.',
  ],
  ENOSPC: ['environment.disk', 'cannot be written: the disk is full', 'Free some space and try again.'],
  EMFILE: [
    'environment.disk',
    'cannot be opened: too many files are open',
    'Raise the limit (ulimit -n) and try again.',
  ],
}

function environmentFailure(thrown: unknown): Failure | null {
  const { code, path } = thrown instanceof Error ? (thrown as NodeJS.ErrnoException) : {}
  const refusal = code === undefined ? undefined : REFUSALS[code]
  if (refusal === undefined) return null
  const [error, what, next] = refusal
  return new Failure({ code: error, message: `${path ?? 'A file'} ${what}.`, next })
}

/** The same for the same bug, so that reports of it can be brought together. */
function reference(thrown: unknown): string {
  return createHash('sha256').update(frames(thrown).join('\n')).digest('hex').slice(0, 8)
}

/** Where in the program it happened; never the message, which may hold data. */
function frames(thrown: unknown): string[] {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  return stack.split('\n').filter((line) => /^\s+at /.test(line))
}
