/** Diagnoses that are coded beside the main one of a visit: what else the person lives with. */
import type { Illness } from '../../person.js'

/**
 * Code, and the share of stays in which it is coded. Three quarters for what always matters, as audits of the Norwegian Patient
 * Registry and of the Danish National Patient Register find (about a quarter missing); less for what often does not.
 */
export const BESIDE: Partial<Record<Illness, readonly [code: string, share: number]>> = {
  'atrial-fibrillation': ['I489', 0.75],
  'heart-failure': ['I509', 0.75],
  'diabetes-type-1': ['E109', 0.78],
  'diabetes-type-2': ['E119', 0.75],
  copd: ['J449', 0.75],
  'chronic-kidney-disease': ['N189', 0.65],
  dementia: ['F03', 0.65],
  parkinson: ['G20', 0.78],
  'multiple-sclerosis': ['G35', 0.78],
  schizophrenia: ['F209', 0.7],
  'bipolar-disorder': ['F319', 0.6],
  'alcohol-use-disorder': ['F102', 0.5],
  epilepsy: ['G409', 0.6],
  'ischaemic-heart-disease': ['I259', 0.6],
  'myocardial-infarction': ['I252', 0.5],
  hypertension: ['I10', 0.55],
  stroke: ['I694', 0.4],
  'rheumatoid-arthritis': ['M069', 0.55],
  hypothyroidism: ['E039', 0.4],
  asthma: ['J459', 0.35],
  hyperlipidaemia: ['E785', 0.25],
  osteoporosis: ['M819', 0.25],
  depression: ['F329', 0.12],
  gout: ['M109', 0.2],
}

/** Share of what is coded at a stay that is coded at a visit to a clinic too. */
export const AT_CLINIC = 0.28
/** What is found or met with during a stay, of chronic illness or not: symptoms, infections, disturbances, devices and risks. */
export const MET = [
  ['E871', 9],
  ['N390', 9],
  ['D649', 9],
  ['E876', 7],
  ['R33', 6],
  ['N179', 8],
  ['E86', 7],
  ['K590', 6],
  ['F059', 4],
  ['R11', 4],
  ['E669', 5],
] as const
/** How many of them are coded at a stay on average, at ages 0, 10, … 90. */
export const MET_AT_STAY = [0.08, 0.1, 0.15, 0.2, 0.3, 0.45, 0.65, 0.85, 1.05, 1.15]
/** Most diagnoses beside the main one. */
export const MOST_BESIDE = 6

/** Where a cancer that was found with distant spread has gone: coded at two of three visits for it. */
export const METASTASES = [
  ['C787', 35],
  ['C780', 25],
  ['C795', 28],
  ['C793', 12],
] as const
export const METASTASIS_CODED = 0.65
