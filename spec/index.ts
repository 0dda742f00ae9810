/** The specification: every command with its rows. A command without rows fails `spec/commands.test.ts`. */
import { DESCRIBING } from './commands/describing.js'
import { ECONOMETRICS } from './commands/econometrics.js'
import { FIGURES } from './commands/figures.js'
import { LEVELS } from './commands/levels.js'
import { MODELS } from './commands/models.js'
import { NOTES } from './commands/notes.js'
import { PANELS } from './commands/panels.js'
import { PREDICT } from './commands/predict.js'
import { SOURCES } from './commands/sources.js'
import { SURVIVAL } from './commands/survival.js'
import { VARIABLES } from './commands/variables.js'
import type { CommandSpec } from './types.js'

export const COMMAND_SPECS: readonly CommandSpec[] = [
  ...SOURCES,
  ...LEVELS,
  ...VARIABLES,
  ...PANELS,
  ...DESCRIBING,
  ...FIGURES,
  ...MODELS,
  ...ECONOMETRICS,
  ...SURVIVAL,
  ...PREDICT,
  ...NOTES,
]
