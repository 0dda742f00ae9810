/** What attacks, tests, benchmarks and demonstrations over made-up people need of disclosure control, and nothing that protects may import. */
export { createSampler, type Rational, type Sampler } from './differential/samplers.js'
export { type MemoryLedger, memoryLedger } from './ledger/memory.js'
export { without } from './rules/off.js'
