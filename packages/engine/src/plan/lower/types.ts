/** What lowering a command is. Kept apart so that the files of commands need not know each other. */
import type { CommandName, ShapeOf } from '../../language/commands/index.js'
import type { Shape, Statement } from '../../language/tree.js'
import type { Compilation } from '../state.js'

/** Adds to the plan what a statement means, or throws the mistake in it, having changed nothing. */
export type Lowering<N extends CommandName> = LoweringOf<ShapeOf<N>>
/** The same for any command whose arguments have the shape `S`. */
export type LoweringOf<S extends Shape> = (statement: Statement<S>, compilation: Compilation) => void
