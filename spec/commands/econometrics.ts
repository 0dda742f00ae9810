/** Regressions with instruments, panels, levels, groups and thresholds. Their numbers are those of R (`spec/oracles`). */
import type { CommandSpec } from '../types.js'

export const ECONOMETRICS: readonly CommandSpec[] = []
