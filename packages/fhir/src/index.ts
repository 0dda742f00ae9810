export type * from './ports.js'
export { type ConsentGate, type Interaction, type Reader, STORE_ITSELF } from './reader.js'
export type { Coding, KeptResource, Resource, ResourceKey } from './resource.js'
export {
  type About,
  type Applied,
  compileView,
  openViews,
  READY_VIEWS,
  registerOfViews,
  type ViewDefinition,
  type ViewedRegister,
  type Views,
} from './views/index.js'
