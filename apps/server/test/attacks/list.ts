/** Every attack, in the order of the list in the rule book. */
import type { Attack } from './attack.js'
import { DIFFERENCES } from './differences.js'
import { DIRECT } from './direct.js'
import { FEDERATION } from './federation.js'
import { GROUPED } from './groups.js'
import { INDICATORS } from './indicators.js'
import { INPUTS } from './inputs.js'
import { MODELS } from './models.js'
import { RECONSTRUCTION } from './reconstruction.js'

export const ATTACKS: readonly Attack[] = [
  ...DIFFERENCES,
  ...INDICATORS,
  ...MODELS,
  ...DIRECT,
  ...RECONSTRUCTION,
  ...INPUTS,
  ...FEDERATION,
  ...GROUPED,
].toSorted((a, b) => a.number - b.number)
