export { compileView } from './compile.js'
export type { ViewDefinition } from './definition.js'
export { READY_VIEWS } from './ready/tables.js'
export { type About, registerOfViews, type ViewedRegister } from './ready/register.js'
