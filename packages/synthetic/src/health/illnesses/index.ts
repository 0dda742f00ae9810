/** All illnesses, group by group. A new one is one row in its group. */
import type { Illness } from '../../person.js'
import type { IllnessRow } from '../illness.js'
import { CANCERS } from './cancer.js'
import { CARDIOMETABOLIC } from './cardiometabolic.js'
import { LUNGS } from './lungs.js'
import { MIND } from './mind.js'
import { MUSCULOSKELETAL } from './musculoskeletal.js'
import { OTHER } from './other.js'

export const ILLNESS_ROWS: readonly IllnessRow[] = [
  ...LUNGS,
  ...CARDIOMETABOLIC,
  ...MIND,
  ...MUSCULOSKELETAL,
  ...OTHER,
  ...CANCERS,
]

export const CANCER_OF: ReadonlyMap<Illness, (typeof CANCERS)[number]> = new Map(
  CANCERS.map((row) => [row.illness, row]),
)
