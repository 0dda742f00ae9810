/**
 * The `sund` command: one call from arguments to exit code. Nothing that goes wrong gets out as an exception: mistakes
 * are told with their place and what to do, each class of them with its own exit code.
 */
import { CommanderError } from 'commander'
import { Cancelled, EXIT_INTERRUPTED, tell } from './failures.js'
import { createProgram, usageFailure } from './program.js'

const VERSION = '0.1.0'

/** Runs one command. `argv` is without the program's own name. Resolves to the exit code, never rejects. */
export async function main(argv: readonly string[]): Promise<number> {
  const stop = new AbortController()
  const release = listen(stop)
  const program = createProgram(stop.signal)
  try {
    if (argv[0] === '--version' || argv[0] === '-V') {
      process.stdout.write(`sund ${VERSION}\n`)
      return 0
    }
    await program.parseAsync(argv, { from: 'user' })
    return 0
  } catch (thrown) {
    if (stop.signal.aborted || thrown instanceof Cancelled) {
      process.stderr.write('Stopped.\n')
      return EXIT_INTERRUPTED
    }
    const failure = thrown instanceof CommanderError ? usageFailure(thrown, program, argv) : thrown
    return failure === null ? 0 : tell(failure, argv.includes('--json'))
  } finally {
    release()
  }
}

/**
 * Ctrl-C and a polite kill ask the command to stop and clean up; asked twice, the process ends at once. Whoever reads our
 * output may stop reading (`sund run x | head`): then there is nobody left to tell.
 */
function listen(stop: AbortController): () => void {
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED)
    stop.abort()
  }
  const onPipe = (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.stdout.on('error', onPipe)
  process.stderr.on('error', onPipe)
  return () => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}
