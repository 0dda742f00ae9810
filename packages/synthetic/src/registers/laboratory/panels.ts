/**
 * What doctors order together: panels of tests, and for whom. Rates are panels a year; they give some fourteen results a person
 * over the register's five years, a part of what laboratories analyse.
 */
import type { SeasonName } from '../../calendar.js'
import type { Npu } from '../../codes/laboratory.js'
import type { Illness } from '../../person.js'

export interface Panel {
  season: SeasonName
  /** Each test, and the share of the panel's orders that have it. */
  tests: readonly (readonly [npu: Npu, share: number])[]
  /** For an infection. */
  ill?: true
}

// biome-ignore format: a few tests a line
export const PANELS = {
  infection: { season: 'cold', ill: true, tests: [['NPU19748', 1], ['NPU02593', 0.2], ['NPU28309', 0.15], ['NPU02902', 0.08], ['NPU28289', 0.03]] },
  general: { season: 'even', tests: [
    ['NPU28309', 0.9], ['NPU01944', 0.3], ['NPU26880', 0.2], ['NPU02593', 0.55], ['NPU03568', 0.4], ['NPU19748', 0.5], ['NPU19763', 0.5],
    ['NPU03429', 0.55], ['NPU03230', 0.55], ['NPU04998', 0.75], ['DNK35302', 0.7], ['NPU19651', 0.6], ['NPU19657', 0.35], ['NPU27783', 0.25],
    ['NPU01370', 0.15], ['NPU03577', 0.5], ['NPU03579', 0.35], ['NPU27300', 0.5], ['NPU01566', 0.35], ['NPU01568', 0.35], ['NPU01567', 0.3],
    ['NPU04094', 0.25], ['NPU01700', 0.35], ['NPU02070', 0.2], ['NPU10267', 0.25], ['NPU01443', 0.2], ['NPU19673', 0.2], ['NPU02192', 0.15],
    ['NPU09356', 0.08], ['NPU03404', 0.08], ['NPU01459', 0.05], ['NPU19658', 0.06], ['NPU02647', 0.06], ['NPU19656', 0.06], ['NPU19654', 0.1],
    ['NPU03278', 0.03], ['NPU19653', 0.05], ['NPU01448', 0.01], ['NPU19719', 0.02], ['NPU23745', 0.02], ['NPU04073', 0.03], ['NPU01682', 0.01] ] },
  blood: { season: 'even', tests: [['NPU28309', 1], ['NPU19763', 0.9], ['NPU01944', 0.5], ['NPU26880', 0.4], ['NPU01960', 0.3], ['NPU01961', 0.3], ['NPU02508', 0.3], ['NPU01700', 0.3], ['NPU02070', 0.2]] },
  cells: { season: 'even', tests: [['NPU02593', 1], ['NPU02902', 0.9], ['NPU02636', 0.9], ['NPU02840', 0.9], ['NPU01933', 0.9], ['NPU01349', 0.9], ['NPU03568', 0.8], ['NPU28309', 0.9]] },
  diabetes: { season: 'even', tests: [['NPU27300', 1], ['NPU04998', 0.4], ['DNK35302', 0.4], ['NPU01568', 0.35], ['NPU01566', 0.25], ['NPU19661', 0.35], ['NPU03230', 0.2]] },
  pressure: { season: 'even', tests: [['NPU04998', 1], ['DNK35302', 1], ['NPU03429', 0.85], ['NPU03230', 0.95], ['NPU19661', 0.15], ['NPU27300', 0.35]] },
  lipids: { season: 'even', tests: [['NPU01566', 0.9], ['NPU01568', 1], ['NPU01567', 0.8], ['NPU04094', 0.6], ['NPU19651', 0.4]] },
  thyroid: { season: 'even', tests: [['NPU03577', 1], ['NPU03579', 0.9]] },
  heart: { season: 'even', tests: [['NPU21571', 0.6], ['NPU04998', 1], ['DNK35302', 1], ['NPU03429', 1], ['NPU03230', 1], ['NPU28309', 0.6]] },
  chest: { season: 'even', tests: [['NPU27501', 0.8], ['NPU28289', 0.4], ['NPU19748', 0.6]] },
  warfarin: { season: 'even', tests: [['NPU01685', 1]] },
  prostate: { season: 'even', tests: [['NPU08669', 1]] },
  kidney: { season: 'even', tests: [['NPU04998', 1], ['DNK35302', 1], ['NPU03230', 1], ['NPU03429', 0.9], ['NPU28309', 0.8], ['NPU01443', 0.6], ['NPU03096', 0.6], ['NPU01459', 0.4], ['NPU19661', 0.6], ['NPU01536', 0.2]] },
  joints: { season: 'even', tests: [['NPU19748', 1], ['NPU03404', 0.6], ['NPU28309', 0.9], ['NPU19651', 0.9], ['NPU04998', 0.6], ['DNK35302', 0.6], ['NPU02593', 0.8], ['NPU03568', 0.7]] },
  gout: { season: 'even', tests: [['NPU09356', 1], ['NPU04998', 0.6], ['DNK35302', 0.6]] },
  lithium: { season: 'even', tests: [['NPU02613', 1], ['NPU04998', 0.8], ['DNK35302', 0.8], ['NPU03577', 0.5], ['NPU01443', 0.3]] },
  liver: { season: 'even', tests: [['NPU19651', 1], ['NPU19657', 1], ['NPU19654', 0.4], ['NPU27783', 0.6], ['NPU01370', 0.6], ['NPU19673', 0.4]] },
  cancer: { season: 'even', tests: [['NPU28309', 1], ['NPU02593', 0.9], ['NPU03568', 0.9], ['NPU02902', 0.6], ['NPU04998', 0.8], ['DNK35302', 0.7], ['NPU19651', 0.7], ['NPU27783', 0.5], ['NPU19673', 0.5], ['NPU19719', 0.15]] },
  pregnancy: { season: 'even', tests: [['NPU28309', 1], ['NPU19763', 0.9], ['NPU27300', 0.6], ['NPU03577', 0.35]] },
} as const satisfies Record<string, Panel>
export type PanelName = keyof typeof PANELS

/** Panels a year without a known illness, at ages 0–5, 6–15, 16–29, 30–49, 50–66 and from 67: women and men. */
export const EVERYONE: readonly (readonly [
  panel: PanelName,
  yearly: readonly [number, number, number, number, number, number],
  women: number,
  men: number,
])[] = [
  ['infection', [0.26, 0.14, 0.13, 0.12, 0.12, 0.15], 1.1, 0.9],
  ['general', [0.015, 0.03, 0.07, 0.095, 0.115, 0.15], 1.2, 0.8],
  ['blood', [0.015, 0.02, 0.06, 0.055, 0.035, 0.04], 1.6, 0.4],
  ['cells', [0.01, 0.01, 0.01, 0.01, 0.015, 0.02], 1, 1],
  ['lipids', [0, 0, 0.008, 0.035, 0.07, 0.06], 0.9, 1.1],
  ['chest', [0, 0, 0.005, 0.01, 0.02, 0.03], 0.9, 1.1],
  ['prostate', [0, 0, 0, 0.02, 0.22, 0.3], 0, 1],
]

/** Controls of an illness: panels a year from the day it is found, and whether one led to its being found. */
export interface Control {
  panel: PanelName
  yearly: number
  found?: true
}

export const CONTROLS: Partial<Readonly<Record<Illness, readonly Control[]>>> = {
  hypertension: [{ panel: 'pressure', yearly: 0.32, found: true }],
  hyperlipidaemia: [{ panel: 'lipids', yearly: 0.32, found: true }],
  'diabetes-type-1': [{ panel: 'diabetes', yearly: 2.8, found: true }],
  'diabetes-type-2': [{ panel: 'diabetes', yearly: 2.1, found: true }],
  'chronic-kidney-disease': [{ panel: 'kidney', yearly: 1, found: true }],
  'ischaemic-heart-disease': [{ panel: 'lipids', yearly: 0.4 }],
  'myocardial-infarction': [{ panel: 'chest', yearly: 0.05, found: true }],
  'heart-failure': [{ panel: 'heart', yearly: 1.3, found: true }],
  'atrial-fibrillation': [{ panel: 'heart', yearly: 0.4, found: true }],
  hypothyroidism: [{ panel: 'thyroid', yearly: 1.1, found: true }],
  'iron-deficiency': [{ panel: 'blood', yearly: 0.5, found: true }],
  'rheumatoid-arthritis': [{ panel: 'joints', yearly: 1.8, found: true }],
  'inflammatory-bowel-disease': [{ panel: 'joints', yearly: 0.9, found: true }],
  psoriasis: [{ panel: 'liver', yearly: 0.15 }],
  gout: [{ panel: 'gout', yearly: 0.5, found: true }],
  'bipolar-disorder': [{ panel: 'lithium', yearly: 0.8 }],
  'alcohol-use-disorder': [{ panel: 'liver', yearly: 0.5, found: true }],
  osteoporosis: [{ panel: 'general', yearly: 0.15 }],
  dementia: [{ panel: 'general', yearly: 0.1, found: true }],
  'prostate-cancer': [{ panel: 'prostate', yearly: 1.6, found: true }],
  'prostatic-hyperplasia': [{ panel: 'prostate', yearly: 0.3, found: true }],
  'breast-cancer': [{ panel: 'cancer', yearly: 0.5, found: true }],
  'colorectal-cancer': [{ panel: 'cancer', yearly: 0.8, found: true }],
  'lung-cancer': [{ panel: 'cancer', yearly: 1.8, found: true }],
  lymphoma: [{ panel: 'cancer', yearly: 1, found: true }],
  'pancreatic-cancer': [{ panel: 'cancer', yearly: 2, found: true }],
  'bladder-cancer': [{ panel: 'cancer', yearly: 0.3 }],
  'other-cancer': [{ panel: 'cancer', yearly: 0.7, found: true }],
}

/** Of those with atrial fibrillation, the share who take warfarin, and their controls a year: others take newer medicines. */
export const WARFARIN = { share: 0.1, yearly: 10 }
