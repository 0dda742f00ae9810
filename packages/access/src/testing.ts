/** What tests of this package and of those above it share: the shapes that a catalogue is held against. */
export * from './testing/shapes.js'
