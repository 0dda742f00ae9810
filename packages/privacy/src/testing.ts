/** What attacks, tests and demonstrations over made-up people need of disclosure control, and nothing that protects may import. */
export { without } from './rules/off.js'
