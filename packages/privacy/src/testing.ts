/** What attacks, tests and benchmarks need of disclosure control, and nothing that protects may import. */
export { createSampler, type Rational, type Sampler } from './differential/samplers.js'
