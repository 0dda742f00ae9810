/** Script → syntax tree → checked plan → fragments by place → statistics. */

export { type Outcome, Workplace, type WorkplaceSettings } from './execute/workplace.js'
export { COMMANDS, type CommandDoc, FUNCTIONS, type FunctionDoc } from './language/index.js'
export { MAX_SCRIPT, parse } from './language/parse.js'
export type { Parsed, Tree } from './language/tree.js'
export { type Compiled, compile } from './plan/compile.js'
export { type Completion, type Completions, complete } from './plan/complete.js'
export { type Origin, type Outline, outline, type Read } from './plan/outline.js'
export { ROOM } from './plan/prune.js'
export { split } from './plan/split.js'
export type { Use } from './plan/state.js'
export * from './plan/types.js'
