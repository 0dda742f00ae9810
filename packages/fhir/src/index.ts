export type * from './ports.js'
export { type ConsentGate, type Interaction, type Reader, STORE_ITSELF } from './reader.js'
export type { Coding, KeptResource, Resource, ResourceKey } from './resource.js'
export { type About, compileView, READY_VIEWS, registerOfViews, type ViewDefinition, type ViewedRegister } from './views/index.js'
