/**
 * Every property test draws the same cases in every run, so that a run is red because of a change and not of a draw. `SUND_SEED=7` draws others.
 */
import fc from 'fast-check'

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['SUND_SEED'] ?? 1) })
