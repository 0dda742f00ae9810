/**
 * Cancers: how often each is found, after the age-specific rates of the Cancer Registry of Norway (Cancer in Norway 2022), and what each
 * stage does to survival, so that relative survival after one and five years comes near the same report's.
 */
import type { Illness } from '../../person.js'
import type { IllnessRow } from '../illness.js'

export type Cancer = Extract<Illness, `${string}-cancer` | 'melanoma' | 'lymphoma'>

export interface CancerRow extends IllnessRow {
  illness: Cancer
  /** Shares of each stage when it is found, in the order of `STAGES`. */
  stages: readonly [number, number, number, number]
  /** Deaths per person-year beyond others': in the first year and in the second to fifth, by stage in the same order. */
  fatality: readonly (readonly [first: number, later: number])[]
  /** ICD-10 codes of the site with their weights. */
  sites: readonly (readonly [code: string, weight: number, only?: 'men' | 'women'])[]
}

export const CANCERS: readonly CancerRow[] = [
  {
    illness: 'breast-cancer',
    men: [0, 0, 0, 0, 0.001, 0.004, 0.01, 0.02, 0.03, 0.04],
    women: [0, 0, 0.015, 0.27, 1.2, 2.3, 3, 3.7, 2.9, 2.5],
    gradient: { status: 1.08, bmi: 1.05 },
    stages: [0.6, 0.31, 0.05, 0.04],
    fatality: [
      [0.002, 0.004],
      [0.01, 0.03],
      [0.35, 0.28],
      [0.06, 0.04],
    ],
    sites: [
      ['C504', 45],
      ['C502', 12],
      ['C503', 8],
      ['C505', 10],
      ['C509', 25],
    ],
  },
  {
    illness: 'prostate-cancer',
    men: [0, 0, 0, 0, 0.02, 0.7, 4.2, 8, 6.8, 5.5],
    women: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    gradient: { status: 1.1 },
    stages: [0.58, 0.24, 0.09, 0.09],
    fatality: [
      [0.001, 0.003],
      [0.006, 0.02],
      [0.2, 0.25],
      [0.02, 0.03],
    ],
    sites: [['C61', 1]],
  },
  {
    illness: 'colorectal-cancer',
    men: [0, 0.005, 0.02, 0.05, 0.16, 0.52, 1.4, 3.1, 4.9, 5],
    women: [0, 0.005, 0.02, 0.05, 0.16, 0.46, 1.1, 2.4, 4.3, 4.3],
    gradient: { status: 0.97, bmi: 1.1, current: 1.2, former: 1.15 },
    after: { 'inflammatory-bowel-disease': 1.7, 'diabetes-type-2': 1.2 },
    stages: [0.24, 0.5, 0.21, 0.05],
    fatality: [
      [0.03, 0.01],
      [0.09, 0.06],
      [0.75, 0.55],
      [0.3, 0.12],
    ],
    sites: [
      ['C180', 15],
      ['C182', 10],
      ['C184', 6],
      ['C186', 5],
      ['C187', 22],
      ['C189', 6],
      ['C19', 6],
      ['C20', 30],
    ],
  },
  {
    illness: 'lung-cancer',
    men: [0, 0.001, 0.003, 0.01, 0.05, 0.25, 1.1, 2.9, 3.4, 2],
    women: [0, 0.001, 0.003, 0.01, 0.05, 0.3, 1.2, 2.7, 2.6, 1.2],
    gradient: { status: 0.85, bmi: 0.9, current: 16, former: 6 },
    after: { copd: 2.2 },
    stages: [0.24, 0.24, 0.45, 0.07],
    fatality: [
      [0.07, 0.05],
      [0.4, 0.2],
      [1.2, 0.5],
      [0.5, 0.25],
    ],
    sites: [
      ['C341', 48],
      ['C342', 5],
      ['C343', 27],
      ['C349', 20],
    ],
  },
  {
    illness: 'melanoma',
    men: [0, 0.002, 0.04, 0.14, 0.25, 0.45, 0.8, 1.4, 2, 2.1],
    women: [0, 0.003, 0.08, 0.25, 0.4, 0.52, 0.7, 0.95, 1.15, 1.2],
    gradient: { status: 1.15 },
    stages: [0.83, 0.08, 0.02, 0.07],
    fatality: [
      [0.002, 0.006],
      [0.05, 0.1],
      [0.5, 0.35],
      [0.02, 0.03],
    ],
    sites: [
      ['C435', 42],
      ['C437', 22],
      ['C436', 18],
      ['C433', 13],
      ['C439', 5],
    ],
  },
  {
    illness: 'bladder-cancer',
    men: [0, 0, 0.004, 0.02, 0.06, 0.22, 0.75, 1.8, 3.2, 3.4],
    women: [0, 0, 0.002, 0.008, 0.02, 0.08, 0.22, 0.5, 0.8, 0.85],
    gradient: { status: 0.97, current: 3, former: 2 },
    stages: [0.7, 0.08, 0.05, 0.17],
    fatality: [
      [0.04, 0.03],
      [0.35, 0.2],
      [1.2, 0.7],
      [0.12, 0.05],
    ],
    sites: [
      ['C679', 50],
      ['C672', 30],
      ['C670', 20],
    ],
  },
  {
    illness: 'lymphoma',
    men: [0.01, 0.04, 0.07, 0.07, 0.1, 0.2, 0.42, 0.8, 1.05, 0.95],
    women: [0.005, 0.03, 0.06, 0.05, 0.07, 0.14, 0.32, 0.62, 0.75, 0.6],
    after: { 'rheumatoid-arthritis': 1.6 },
    stages: [0.24, 0.18, 0.45, 0.13],
    fatality: [
      [0.04, 0.02],
      [0.07, 0.03],
      [0.2, 0.06],
      [0.15, 0.06],
    ],
    sites: [
      ['C833', 40],
      ['C820', 16],
      ['C829', 8],
      ['C819', 12],
      ['C844', 6],
      ['C859', 18],
    ],
  },
  {
    illness: 'pancreatic-cancer',
    men: [0, 0, 0.001, 0.004, 0.02, 0.08, 0.28, 0.65, 0.98, 1],
    women: [0, 0, 0.001, 0.004, 0.015, 0.06, 0.22, 0.55, 0.9, 0.95],
    gradient: { status: 0.93, bmi: 1.1, current: 1.8, former: 1.15 },
    after: { 'diabetes-type-2': 1.8, 'alcohol-use-disorder': 1.5 },
    stages: [0.15, 0.27, 0.5, 0.08],
    fatality: [
      [0.45, 0.3],
      [0.9, 0.6],
      [2.2, 1],
      [1.3, 0.6],
    ],
    sites: [
      ['C250', 60],
      ['C251', 12],
      ['C252', 14],
      ['C259', 14],
    ],
  },
  {
    illness: 'other-cancer',
    men: [0.2, 0.12, 0.28, 0.4, 0.6, 1.25, 3, 6.8, 12.5, 18],
    women: [0.2, 0.12, 0.25, 0.45, 0.8, 1.4, 2.6, 4.7, 7.8, 11],
    gradient: { status: 0.96, frailty: 1.05, bmi: 1.08, current: 1.5, former: 1.2 },
    after: { 'alcohol-use-disorder': 1.8 },
    stages: [0.52, 0.18, 0.2, 0.1],
    fatality: [
      [0.05, 0.025],
      [0.22, 0.1],
      [1, 0.4],
      [0.45, 0.2],
    ],
    sites: [
      ['C443', 18],
      ['C449', 6],
      ['C64', 9],
      ['C719', 9],
      ['C920', 4],
      ['C911', 6],
      ['C900', 7],
      ['C169', 5],
      ['C159', 4],
      ['C220', 3],
      ['C73', 5],
      ['C809', 6],
      ['C049', 2],
      ['C029', 3],
      ['C541', 12, 'women'],
      ['C539', 5, 'women'],
      ['C56', 7, 'women'],
      ['C629', 4, 'men'],
      ['C329', 1.5, 'men'],
    ],
  },
]
