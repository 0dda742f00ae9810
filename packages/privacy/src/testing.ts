/** What attacks, tests, benchmarks and demonstrations over made-up people need of disclosure control, and nothing that protects may import. */

export { type MemoryLedger, memoryLedger } from './ledger/memory.js'
export { createSampler, type Rational, type Sampler } from './rules/d1-differential/samplers.js'
export { without } from './rules/off.js'
