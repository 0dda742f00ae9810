/**
 * What general practice sees of each shared illness: what people came with before it was found, the busy months after, and the
 * controls that follow. Rates are contacts a year with the code as the main reason; they are set so that the groups' shares
 * (high blood pressure 3.6 % of consultations, heart 2.5 %, diabetes 2.7 %, cancer 1.5 %, mental illness 11–12 %) come near
 * those of Statistics Norway for 2019 and 2023 at the prevalences of this country.
 */
import type { SeasonName } from '../../calendar.js'
import type { Illness } from '../../person.js'

export interface Course {
  /** ICPC-2 code of contacts from the day the illness is found. */
  code: string
  /** Contacts a year while it is followed. */
  yearly: number
  /** When in the year its contacts come, evenly where it is left out. */
  season?: SeasonName
  /** Contacts beyond those in the months after it is found. */
  early?: number
  /** Years after which `yearly` falls to a quarter: the illness is over or the hospital's. */
  lasts?: number
  /** What people come with in the half year before, and the mean number of contacts with it. */
  before?: readonly (readonly [code: string, contacts: number])[]
}

export const COURSES: Readonly<Record<Illness, Course>> = {
  hypertension: { code: 'K86', yearly: 0.57, early: 1.2, before: [['K85', 1.3]] },
  hyperlipidaemia: { code: 'T93', yearly: 0.15, early: 0.6 },
  'diabetes-type-1': {
    code: 'T89',
    yearly: 1,
    early: 0.5,
    before: [
      ['T01', 0.5],
      ['T08', 0.3],
      ['U02', 0.3],
    ],
  },
  'diabetes-type-2': {
    code: 'T90',
    yearly: 2,
    early: 1.5,
    before: [
      ['T01', 0.15],
      ['U02', 0.15],
      ['A04', 0.25],
      ['A91', 0.4],
    ],
  },
  'diabetic-retinopathy': { code: 'F83', yearly: 0.05 },
  'diabetic-foot': { code: 'S97', yearly: 0.8, early: 3, lasts: 1 },
  'chronic-kidney-disease': { code: 'U99', yearly: 0.5, early: 0.6, before: [['U98', 0.5]] },
  'ischaemic-heart-disease': {
    code: 'K74',
    yearly: 0.4,
    early: 1,
    before: [
      ['K02', 0.5],
      ['A11', 0.5],
    ],
  },
  'myocardial-infarction': {
    code: 'K75',
    yearly: 0.4,
    early: 2,
    lasts: 1,
    before: [
      ['K01', 0.15],
      ['A11', 0.2],
    ],
  },
  'heart-failure': {
    code: 'K77',
    yearly: 1.6,
    early: 1.5,
    before: [
      ['K07', 0.6],
      ['R02', 0.8],
    ],
  },
  'atrial-fibrillation': {
    code: 'K78',
    yearly: 1,
    early: 1.5,
    before: [
      ['K04', 0.5],
      ['K05', 0.3],
    ],
  },
  stroke: { code: 'K90', yearly: 0.5, early: 2, lasts: 2, before: [['K89', 0.1]] },
  copd: {
    code: 'R95',
    yearly: 0.9,
    early: 0.8,
    before: [
      ['R02', 0.7],
      ['R05', 0.7],
      ['R78', 0.4],
    ],
  },
  asthma: {
    code: 'R96',
    yearly: 0.25,
    early: 0.8,
    before: [
      ['R05', 0.5],
      ['R03', 0.4],
    ],
  },
  'allergic-rhinitis': { code: 'R97', yearly: 0.06, season: 'pollen', early: 0.5 },
  depression: {
    code: 'P76',
    yearly: 1.3,
    early: 3.5,
    lasts: 1.2,
    before: [
      ['P03', 0.7],
      ['P06', 0.4],
      ['A04', 0.3],
    ],
  },
  anxiety: {
    code: 'P74',
    yearly: 1,
    early: 2.5,
    lasts: 1.5,
    before: [
      ['P01', 0.8],
      ['K04', 0.2],
    ],
  },
  'bipolar-disorder': { code: 'P73', yearly: 1, early: 1, before: [['P76', 0.6]] },
  schizophrenia: { code: 'P72', yearly: 1.3, early: 1, before: [['P29', 0.5]] },
  adhd: { code: 'P81', yearly: 0.9, early: 1, lasts: 6, before: [['P22', 0.3]] },
  'alcohol-use-disorder': { code: 'P15', yearly: 0.8, early: 1, lasts: 4 },
  dementia: { code: 'P70', yearly: 0.9, early: 1.2, before: [['P20', 0.9]] },
  epilepsy: { code: 'N88', yearly: 0.4, early: 0.6, before: [['N07', 0.4]] },
  migraine: { code: 'N89', yearly: 0.35, early: 0.8, lasts: 8, before: [['N01', 0.7]] },
  parkinson: { code: 'N87', yearly: 0.7, early: 0.8, before: [['N08', 0.6]] },
  'multiple-sclerosis': {
    code: 'N86',
    yearly: 0.5,
    early: 1,
    before: [
      ['N06', 0.5],
      ['F05', 0.2],
    ],
  },
  hypothyroidism: { code: 'T86', yearly: 0.6, early: 1.2, before: [['A04', 0.5]] },
  osteoporosis: { code: 'L95', yearly: 0.3, early: 0.5 },
  'hip-fracture': { code: 'L75', yearly: 0.3, early: 1.2, lasts: 1 },
  osteoarthritis: { code: 'L90', yearly: 0.25, early: 1.2, lasts: 8, before: [['L15', 0.6]] },
  'rheumatoid-arthritis': { code: 'L88', yearly: 0.6, early: 1, before: [['L20', 0.7]] },
  psoriasis: { code: 'S91', yearly: 0.2, early: 0.8, before: [['S06', 0.3]] },
  'inflammatory-bowel-disease': {
    code: 'D94',
    yearly: 0.4,
    early: 1,
    before: [
      ['D11', 0.6],
      ['D16', 0.4],
    ],
  },
  gout: { code: 'T92', yearly: 0.35, early: 1, before: [['L17', 0.4]] },
  'iron-deficiency': { code: 'B80', yearly: 0.2, early: 1.3, before: [['A04', 0.4]] },
  cataract: { code: 'F92', yearly: 0.08, early: 0.4, before: [['F05', 0.4]] },
  glaucoma: { code: 'F93', yearly: 0.06, early: 0.2 },
  'hearing-loss': { code: 'H86', yearly: 0.06, early: 0.4, before: [['H02', 0.5]] },
  endometriosis: { code: 'X99', yearly: 0.4, early: 1, lasts: 6, before: [['X02', 0.7]] },
  'prostatic-hyperplasia': { code: 'Y85', yearly: 0.3, early: 1, before: [['U05', 0.6]] },
  'breast-cancer': { code: 'X76', yearly: 0.9, early: 2.5, lasts: 5, before: [['X19', 0.5]] },
  'prostate-cancer': { code: 'Y77', yearly: 0.9, early: 2, lasts: 8, before: [['U05', 0.4]] },
  'colorectal-cancer': {
    code: 'D75',
    yearly: 0.9,
    early: 2.5,
    lasts: 5,
    before: [
      ['D18', 0.5],
      ['D16', 0.4],
      ['B82', 0.3],
      ['T08', 0.2],
    ],
  },
  'lung-cancer': {
    code: 'R84',
    yearly: 1.5,
    early: 3,
    lasts: 5,
    before: [
      ['R05', 0.9],
      ['R02', 0.4],
      ['R24', 0.15],
      ['R81', 0.3],
      ['T08', 0.2],
    ],
  },
  melanoma: { code: 'S77', yearly: 0.5, early: 1.2, lasts: 5, before: [['S82', 0.7]] },
  'bladder-cancer': { code: 'U76', yearly: 0.5, early: 1.5, lasts: 5, before: [['U06', 0.7]] },
  lymphoma: { code: 'B74', yearly: 0.7, early: 1.5, lasts: 5, before: [['B02', 0.6]] },
  'pancreatic-cancer': {
    code: 'D76',
    yearly: 2,
    early: 3,
    lasts: 3,
    before: [
      ['D02', 0.5],
      ['T08', 0.4],
      ['D13', 0.2],
    ],
  },
  'other-cancer': { code: 'A79', yearly: 0.9, early: 2, lasts: 5, before: [['A04', 0.3]] },
  'covid-19': { code: 'R992', yearly: 0.05, early: 0.25, lasts: 0.3 },
}

/** High blood pressure with organ damage has a code of its own. */
export const COMPLICATED_HYPERTENSION = {
  code: 'K87',
  by: ['heart-failure', 'chronic-kidney-disease', 'stroke'],
} as const satisfies { code: string; by: readonly Illness[] }
