/** Hospital care of cancers: surgery by stage, chemotherapy, radiotherapy, stays and controls; shares as in Cancer Registry of Norway's quality registers. */
import type { Illness } from '../../person.js'
import { CANCERS } from '../illnesses/cancer.js'
import type { CareRow, Done } from './rows.js'

/** What is common to all: share with surgery (not of distant stage), chemotherapy and radiotherapy, stays a year. */
interface Treatment {
  illness: Illness
  surgery: number
  nights: number
  procedures: Done
  chemotherapy: number
  radiotherapy: number
  stays: readonly [first: number, later: number]
}

const TREATMENTS: readonly Treatment[] = [
  {
    illness: 'breast-cancer',
    surgery: 0.95,
    nights: 0.6,
    chemotherapy: 0.4,
    radiotherapy: 0.65,
    stays: [0.12, 0.04],
    procedures: [
      ['HAB40', 0.66],
      ['HAC20', 0.33],
      ['PJD42', 0.15],
    ],
  },
  {
    illness: 'prostate-cancer',
    surgery: 0.35,
    nights: 1.5,
    chemotherapy: 0.07,
    radiotherapy: 0.3,
    stays: [0.12, 0.07],
    procedures: [
      ['KEC01', 0.88],
      ['KEC00', 0.11],
    ],
  },
  {
    illness: 'colorectal-cancer',
    surgery: 0.93,
    nights: 6,
    chemotherapy: 0.35,
    radiotherapy: 0.12,
    stays: [0.4, 0.12],
    procedures: [
      ['JFB31', 0.62, 'C180'],
      ['JFB30', 0.36, 'C180'],
      ['JFB31', 0.6, 'C182'],
      ['JFB30', 0.38, 'C182'],
      ['JFB30', 0.8, 'C184'],
      ['JFB46', 0.4, 'C186'],
      ['JFB47', 0.62, 'C187'],
      ['JFB46', 0.36, 'C187'],
      ['JGB04', 0.6, 'C19'],
      ['JGB00', 0.36, 'C19'],
      ['JGB04', 0.6, 'C20'],
      ['JGB00', 0.34, 'C20'],
    ],
  },
  {
    illness: 'lung-cancer',
    surgery: 0.55,
    nights: 5,
    chemotherapy: 0.5,
    radiotherapy: 0.4,
    stays: [0.8, 0.3],
    procedures: [
      ['GDC01', 0.6],
      ['GDC00', 0.28],
      ['GDB11', 0.1],
    ],
  },
  {
    illness: 'melanoma',
    surgery: 0.97,
    nights: 0,
    chemotherapy: 0.05,
    radiotherapy: 0.02,
    stays: [0.05, 0.02],
    procedures: [
      ['QAE10', 0.95, 'C433'],
      ['QBE10', 0.95, 'C435'],
      ['QCE10', 0.95, 'C436'],
      ['QDE10', 0.95, 'C437'],
      ['QBE10', 0.5, 'C439'],
    ],
  },
  {
    illness: 'bladder-cancer',
    surgery: 0.95,
    nights: 1.5,
    chemotherapy: 0.15,
    radiotherapy: 0.08,
    stays: [0.5, 0.2],
    procedures: [['KCD02', 0.95]],
  },
  {
    illness: 'lymphoma',
    surgery: 0,
    nights: 1,
    chemotherapy: 0.6,
    radiotherapy: 0.2,
    stays: [0.6, 0.08],
    procedures: [],
  },
  {
    illness: 'pancreatic-cancer',
    surgery: 0.45,
    nights: 11,
    chemotherapy: 0.5,
    radiotherapy: 0.03,
    stays: [1.2, 0.5],
    procedures: [['JLC30', 0.85, 'C250']],
  },
  {
    illness: 'other-cancer',
    surgery: 0.7,
    nights: 2,
    chemotherapy: 0.22,
    radiotherapy: 0.2,
    stays: [0.45, 0.1],
    procedures: [
      ['QAE10', 0.95, 'C443'],
      ['QBE10', 0.6, 'C449'],
      ['KAC00', 0.45, 'C64'],
      ['KAD01', 0.5, 'C64'],
      ['AAB00', 0.8, 'C719'],
      ['JDD00', 0.5, 'C169'],
      ['BAA60', 0.7, 'C73'],
      ['BAA20', 0.28, 'C73'],
      ['LCD01', 0.75, 'C541'],
      ['LCD00', 0.22, 'C541'],
      ['LCD00', 0.5, 'C539'],
      ['LDC03', 0.4, 'C539'],
      ['LAF10', 0.85, 'C56'],
      ['KFC00', 0.97, 'C629'],
    ],
  },
]

const NOT_SPREAD = ['localised', 'regional', 'unknown'] as const

const special: readonly CareRow[] = [
  { illness: 'prostate-cancer', codes: 'site', once: 0.9, nights: 0, procedures: [['TKE00', 0.92]] },
  {
    illness: 'bladder-cancer',
    codes: 'site',
    perYear: [2.5, 0.9],
    years: 6,
    nights: 0,
    procedures: [
      ['UKC02', 0.75],
      ['UKC05', 0.15],
    ],
  },
  { illness: 'colorectal-cancer', codes: 'site', once: 0.85, nights: 0, procedures: [['UJF35', 0.9]] },
  { illness: 'lung-cancer', codes: 'site', once: 0.8, nights: 0, procedures: [['UGC12', 0.55]] },
  {
    illness: 'pancreatic-cancer',
    codes: 'site',
    once: 0.35,
    after: [3, 30],
    nights: 4,
    procedures: [
      ['JKE18', 0.8],
      ['UJK02', 0.15],
    ],
  },
]

export const CANCER_CARE: readonly CareRow[] = [
  ...TREATMENTS.flatMap(
    ({ illness, surgery, nights, procedures, chemotherapy, radiotherapy, stays }): CareRow[] => [
      {
        illness,
        codes: 'site',
        once: surgery,
        after: [14, 60],
        stages: NOT_SPREAD,
        nights,
        acute: 0.04,
        procedures,
      },
      {
        illness,
        codes: [['Z511', 1]],
        beside: 'site',
        share: chemotherapy,
        perYear: [4, 0.6],
        years: 4,
        nights: 0,
        procedures: [['BWHA1', 0.97]],
      },
      {
        illness,
        codes: [['Z510', 1]],
        beside: 'site',
        share: radiotherapy,
        perYear: [3, 0.2],
        years: 3,
        nights: 0,
        procedures: [['BWGC1', 0.98]],
      },
      { illness, codes: 'site', perYear: stays, years: 6, nights: 6, acute: 0.8 },
      { illness, codes: 'site', perYear: [1.5, 0.45], years: 6, nights: 0 },
    ],
  ),
  ...special,
]

/** Cancers without a treatment: none, which a test holds to. */
export const UNTREATED = CANCERS.filter(({ illness }) => !TREATMENTS.some((t) => t.illness === illness))
