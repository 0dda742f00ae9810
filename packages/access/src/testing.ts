/** What tests of this package and of those above it share: databases of their own, and the shapes that a catalogue is held against. */
export { type Engine, findPostgres, folderEngine, postgresEngine } from './testing/databases.js'
export * from './testing/shapes.js'
