/** Every command of the language. A new command is one entry in the file of its category, and its lowering in plan/lower/. */
import { CONTROL } from './control.js'
import { DESCRIBING } from './describing.js'
import { ECONOMETRICS } from './econometrics.js'
import { FIGURES } from './figures.js'
import { MODELS } from './models.js'
import { PANELS } from './panels.js'
import { SOURCES } from './sources.js'
import { SURVIVAL } from './survival.js'
import type { CommandDoc } from './types.js'
import { VARIABLES } from './variables.js'

const ALL = {
  ...SOURCES,
  ...VARIABLES,
  ...DESCRIBING,
  ...PANELS,
  ...FIGURES,
  ...MODELS,
  ...ECONOMETRICS,
  ...SURVIVAL,
  ...CONTROL,
}
type All = typeof ALL

export type CommandName = keyof All
/** How the arguments of a command are read. */
export type ShapeOf<N extends CommandName> = All[N]['shape']
/** Commands that the compiler lowers; `let`, `for` and `end` are gone when it comes to that. */
export type LoweredCommand = {
  [N in CommandName]: All[N]['status'] extends 'available'
    ? N extends 'let' | 'for' | 'end'
      ? never
      : N
    : never
}[CommandName]

export const COMMANDS: Readonly<Record<CommandName, CommandDoc>> = ALL

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name)
}

export type { Category, CommandDoc, OptionDoc, Status } from './types.js'
