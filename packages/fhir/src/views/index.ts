export { compileView } from './compile.js'
export type { ViewDefinition } from './definition.js'
export {
  type RegisterOfViews,
  readRegisterOfViews,
  registerOfViews,
  type ViewedRegister,
} from './ready/register.js'
export { READY_VIEWS, readyView } from './ready/tables.js'
