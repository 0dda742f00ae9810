/** What lowering a command is. Kept apart so that the files of commands need not know each other. */
import type { CommandName, ShapeOf } from '../../language/commands/index.js'
import type { Statement } from '../../language/tree.js'
import type { Compilation } from '../state.js'

/** Adds to the plan what a statement means, or throws the mistake in it, having changed nothing. */
export type Lowering<N extends CommandName> = (
  statement: Statement<ShapeOf<N>>,
  compilation: Compilation,
) => void
