export type * from './ports.js'
export { type ConsentGate, type Interaction, type Reader, STORE_ITSELF } from './reader.js'
export type { Coding, KeptResource, Resource, ResourceKey } from './resource.js'
export { compileView, type ViewDefinition } from './views/index.js'
