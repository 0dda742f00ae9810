/** Panels. */
import type { CommandSpec } from '../types.js'

export const PANELS: readonly CommandSpec[] = []
