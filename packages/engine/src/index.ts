/** Script → syntax tree → checked plan → fragments by place → statistics. */

export { DatasetBuilder, factor, product, type Term as TermBuilder } from './builder/dataset.js'
export { type ScriptBuilder, script } from './builder/script.js'
export { numberOf, textOf, truthOf } from './builder/values.js'
export { type CountPart, cutByHolder, type ResolvedCount, resolveCriteria } from './count/resolve.js'
export { eachPerson, inAll, inAny, othersThan, type PersonSet, recordSetOfPersons } from './count/sets.js'
export { MAX_CRITERIA_TEXT, readCriteria } from './count/text.js'
export type { StoredIndex } from './execute/coded-tables.js'
export type { UnitSource } from './execute/units.js'
export { type Delivered, type Outcome, Workplace, type WorkplaceSettings } from './execute/workplace.js'
export {
  COMMANDS,
  type CommandDoc,
  type Documented,
  documentation,
  documented,
  FUNCTIONS,
  type FunctionDoc,
  format,
} from './language/index.js'
export { MAX_SCRIPT } from './language/lexer.js'
export { parse } from './language/parse.js'
export type { Parsed, Tree } from './language/tree.js'
export { type Compiled, compile } from './plan/compile.js'
export { COMPLETION_KINDS, type Completion, type Completions, complete } from './plan/complete.js'

export { type Explained, type Explanation, explain } from './plan/explain.js'
export { type Known, type KnownVariable, knownAt } from './plan/known.js'
export { type Origin, type Outline, outline, type Read } from './plan/outline.js'
export { inputsOf, ROOM } from './plan/prune.js'
export { split } from './plan/split.js'
export type { PermitStatement, Use } from './plan/state.js'
export * from './plan/types.js'
export { type ResultUses, type UsedVariable, usesOf } from './plan/uses.js'
