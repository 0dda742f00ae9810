export { compileView } from './compile.js'
export type { ViewDefinition } from './definition.js'
