/**
 * What a laboratory test shows in a person: a level that follows from age, sex, body and illnesses, a person's own place around
 * it, and what varies from day to day. Levels are those of the Nordic reference intervals (NORIP: Rustad et al. 2004, Nordin et
 * al. 2004); variation between and within persons is near the EFLM database of biological variation.
 */
import type { Npu } from '../../codes/laboratory.js'
import type { Illness } from '../../person.js'

/** The tested person on the day of the test. */
export interface Body {
  readonly age: number
  readonly female: boolean
  readonly bmi: number
  readonly status: number
  readonly smokes: boolean
  readonly foreign: boolean
  /** The test was taken for an infection. */
  readonly ill: boolean
  /** From 0 on 1 January to 1. */
  readonly season: number
  /** Years since the illness was found, negative before it, −∞ for those who never have it. */
  since(illness: Illness): number
  /** The value of another test on the same day. */
  value(npu: Npu): number
}

export interface Analyte {
  /** The mean, or the median where `log`. */
  level(body: Body): number
  /** Standard deviation between persons and within one, of the logarithm where `log`. */
  between: number
  within: number
  /** How many times as much it varies in some, both between and within. */
  spread?(body: Body): number
  log?: true
  /** Decimals of a result. */
  digits: number
  /** Results below this are given as below it. */
  least?: number
}

const has = (body: Body, illness: Illness) => body.since(illness) >= 0
const by = (body: Body, women: number, men: number) => (body.female ? women : men)
const over = (age: number, from: number) => Math.max(0, age - from)
/** 0 until `years` before an illness is found, 1 from the day it is. */
const rising = (since: number, years: number) => Math.min(1, Math.max(0, 1 + since / years))
const DIABETES = ['diabetes-type-1', 'diabetes-type-2'] as const
const diabetic = (body: Body) => DIABETES.some((type) => has(body, type))
/** Short of iron: from half a year before it is found until half a year after. */
const shortOfIron = (body: Body) => Math.abs(body.since('iron-deficiency')) < 0.5

const linear = (level: Analyte['level'], between: number, within: number, digits: number): Analyte => ({
  level,
  between,
  within,
  digits,
})
const log = (
  level: Analyte['level'],
  between: number,
  within: number,
  digits: number,
  least?: number,
): Analyte => ({ level, between, within, log: true, digits, ...(least === undefined ? {} : { least }) })
/** Follows from other tests of the same day. */
const derived = (level: Analyte['level'], digits: number): Analyte => linear(level, 0, 0, digits)

/** Mean filtration rate of the kidneys, mL/min/1.73 m²: falls from 30 on, faster with disease of the kidneys. */
function filtration(body: Body): number {
  const since = body.since('chronic-kidney-disease')
  const well = 112 - 0.8 * over(body.age, 30)
  if (since < 0) return Math.max(45, well - 12 * rising(since, 5))
  return Math.max(9, Math.min(well, 54) - 1.8 * since)
}

/** Micromole per litre of creatinine at which the CKD-EPI equation of 2009 bends, and its other constants, by sex. */
const CKD_EPI = {
  women: { bend: 0.7 * 88.4, factor: 144, below: -0.329 },
  men: { bend: 0.9 * 88.4, factor: 141, below: -0.411 },
} as const
const ABOVE = -1.209

/** Creatinine (µmol/L) at which the equation gives a filtration rate. */
function creatinineAt(rate: number, body: Body): number {
  const { bend, factor, below } = body.female ? CKD_EPI.women : CKD_EPI.men
  const ratio = rate / (factor * 0.993 ** body.age)
  return bend * ratio ** (1 / (ratio > 1 ? below : ABOVE))
}

/** Levey et al., "A new equation to estimate glomerular filtration rate", Ann Intern Med 2009, without its term for race. */
function filtrationBy(creatinine: number, body: Body): number {
  const { bend, factor, below } = body.female ? CKD_EPI.women : CKD_EPI.men
  return factor * (creatinine / bend) ** (creatinine <= bend ? below : ABOVE) * 0.993 ** body.age
}

/**
 * HbA1c, mmol/mol: some 36 without diabetes. In type 2 it climbs to the 48 of the diagnosis over four years, lies near 51 under
 * treatment and rises slowly; the national registers of diabetes in adults give means of 53–54 (type 2) and 61 (type 1).
 */
function sugar(body: Body): number {
  const well = 33.6 + 0.06 * over(body.age, 20) + 0.18 * Math.max(-4, body.bmi - 25)
  if (has(body, 'diabetes-type-1')) return 60.5 - 1.5 * body.status
  const since = body.since('diabetes-type-2')
  if (since >= 0) return 50 + 0.45 * Math.min(since, 14) - 1.2 * body.status
  return well + (49 - well) * rising(since, 4)
}

/** LDL cholesterol: statins halve it once high lipids or disease of the arteries are found. */
function ldl(body: Body): number {
  const well = 2.7 + 0.02 * Math.min(40, over(body.age, 18))
  if (has(body, 'ischaemic-heart-disease') || has(body, 'myocardial-infarction') || has(body, 'stroke'))
    return 1.95
  const since = body.since('hyperlipidaemia')
  if (since >= 0) return since < 0.15 ? well + 1.3 : 2.45
  if (since > Number.NEGATIVE_INFINITY) return well + 1.3
  return diabetic(body) ? 2.4 : well
}

function haemoglobin(body: Body): number {
  if (body.age < 12) return 120 + body.age
  const well = by(body, 134, 149) - 0.35 * over(body.age, 65)
  return well - (shortOfIron(body) ? 20 : 0) - (has(body, 'chronic-kidney-disease') ? 7 : 0)
}

function prostate(body: Body): number {
  const well = 0.85 * Math.exp(0.033 * over(body.age, 50))
  const since = body.since('prostate-cancer')
  if (since >= 0.3) return 0.25
  if (since > -3) return well * (1 + 5 * rising(since, 3))
  return has(body, 'prostatic-hyperplasia') ? well * 1.9 : well
}

function thyrotropin(body: Body): number {
  const since = body.since('hypothyroidism')
  return since > -1 && since < 0.15 ? 9 : since >= 0 ? 2.4 : 1.7
}

/** Everyone's tests, by code. */
export const ANALYTES: Readonly<Record<Npu, Analyte>> = {
  DNK35302: derived((body) => Math.min(130, filtrationBy(body.value('NPU04998'), body)), 0),
  NPU01349: log(() => 0.04, 0.35, 0.2, 2, 0.01),
  NPU01370: log((body) => by(body, 8, 10), 0.35, 0.2, 0),
  NPU01443: linear(() => 2.34, 0.06, 0.04, 2),
  NPU01448: log((body) => by(body, 14, 11), 0.4, 0.15, 0),
  NPU01459: log(
    (body) => (5 + 0.03 * over(body.age, 50)) * (has(body, 'chronic-kidney-disease') ? 1.8 : 1),
    0.18,
    0.12,
    1,
  ),
  NPU01536: linear(() => 103.5, 1.6, 1.2, 0),
  NPU01566: derived(
    (body) => body.value('NPU01568') + body.value('NPU01567') + body.value('NPU04094') / 2.2,
    1,
  ),
  NPU01567: linear((body) => Math.max(0.8, by(body, 1.68, 1.34) - 0.025 * (body.bmi - 25)), 0.3, 0.08, 1),
  NPU01568: log(ldl, 0.22, 0.08, 1),
  NPU01682: linear(() => 30, 2.2, 1.4, 0),
  NPU01685: linear(() => 2.4, 0.12, 0.42, 1),
  NPU01700: log(() => 340, 0.35, 0.1, 0, 100),
  NPU01933: log((body) => (has(body, 'asthma') ? 0.24 : 0.16), 0.4, 0.2, 1),
  NPU01944: linear((body) => (shortOfIron(body) ? 81 : 90), 4, 1, 0),
  NPU01960: linear((body) => haemoglobin(body) / 30, 0.22, 0.1, 1),
  NPU01961: derived((body) => body.value('NPU28309') * 0.003, 2),
  NPU02070: log(() => 18, 0.4, 0.15, 0, 3),
  NPU02192: {
    ...linear((body) => (diabetic(body) ? 8.6 : 5.4 + 0.03 * (body.bmi - 25)), 0.5, 0.5, 1),
    spread: (body) => (diabetic(body) ? 3 : 1),
  },
  NPU02508: linear((body) => (shortOfIron(body) ? 7 : 18), 2.5, 3.5, 0),
  NPU02593: log((body) => 6.5 * (body.smokes ? 1.14 : 1) * (body.ill ? 1.35 : 1), 0.2, 0.13, 1),
  NPU02613: linear(() => 0.65, 0.12, 0.08, 2),
  NPU02636: log(() => 2, 0.24, 0.12, 1),
  NPU02647: linear(() => 0.84, 0.05, 0.03, 2),
  NPU02840: log(() => 0.5, 0.22, 0.14, 1),
  NPU02902: log((body) => 3.6 * (body.smokes ? 1.15 : 1) * (body.ill ? 1.6 : 1), 0.28, 0.18, 1),
  NPU03096: linear(() => 1.1, 0.13, 0.09, 2),
  NPU03230: linear((body) => 4.05 + (has(body, 'chronic-kidney-disease') ? 0.25 : 0), 0.2, 0.18, 1),
  NPU03278: linear(() => 71, 3.2, 1.8, 0),
  NPU03404: log((body) => (6 + 0.12 * over(body.age, 40)) * (body.ill ? 2 : 1), 0.5, 0.3, 0, 2),
  NPU03429: linear((body) => 140.6 - 0.02 * over(body.age, 60), 1.4, 1.1, 0),
  NPU03568: log((body) => by(body, 262, 236), 0.2, 0.07, 0),
  NPU03577: log(thyrotropin, 0.4, 0.2, 2, 0.01),
  NPU03579: linear((body) => (thyrotropin(body) > 5 ? 11.5 : 15.6), 1.6, 0.9, 1),
  NPU04073: log(() => 11.5, 0.25, 0.1, 1),
  NPU04094: log(
    (body) => 1.15 * Math.exp(0.035 * (body.bmi - 25)) * (diabetic(body) ? 1.25 : 1),
    0.38,
    0.22,
    1,
    0.1,
  ),
  NPU04998: log((body) => creatinineAt(filtration(body), body), 0.13, 0.05, 0),
  NPU08669: log(prostate, 0.6, 0.15, 1, 0.1),
  NPU09356: linear(
    (body) => by(body, 265, 340) + 5 * (body.bmi - 25) + (has(body, 'gout') ? 40 : 0),
    50,
    25,
    0,
  ),
  NPU10267: log(
    (body) => (body.foreign ? 48 : 64) * (1 - 0.2 * Math.cos(2 * Math.PI * (body.season - 0.14))),
    0.28,
    0.1,
    0,
    10,
  ),
  NPU19651: log(
    (body) =>
      by(body, 19, 26) * Math.exp(0.03 * (body.bmi - 25)) * (has(body, 'alcohol-use-disorder') ? 1.5 : 1),
    0.35,
    0.18,
    0,
    5,
  ),
  NPU19653: log(() => 29, 0.3, 0.1, 0),
  NPU19654: log((body) => by(body, 21, 25) * (has(body, 'alcohol-use-disorder') ? 1.6 : 1), 0.24, 0.12, 0),
  NPU19656: log((body) => by(body, 85, 130), 0.4, 0.2, 0),
  NPU19657: log(
    (body) =>
      by(body, 19, 30) * Math.exp(0.03 * (body.bmi - 25)) * (has(body, 'alcohol-use-disorder') ? 2.8 : 1),
    0.5,
    0.13,
    0,
    5,
  ),
  NPU19658: log((body) => (body.age > 60 ? 185 : 170), 0.14, 0.08, 0),
  NPU19661: log(
    (body) => 5 * (diabetic(body) ? 2 : 1) * (has(body, 'chronic-kidney-disease') ? 7 : 1),
    0.9,
    0.4,
    0,
    4,
  ),
  NPU19673: linear((body) => 44 - 0.1 * over(body.age, 50), 2, 1.2, 0),
  NPU19719: log((body) => (body.smokes ? 2.3 : 1.5), 0.45, 0.12, 1, 0.5),
  NPU19748: log((body) => (body.ill ? 11 : 1.5 * Math.exp(0.05 * (body.bmi - 25))), 0.6, 0.9, 0, 1),
  NPU19763: log(
    (body) => (shortOfIron(body) ? 9 : body.female ? (body.age < 50 ? 48 : 95) : body.age < 18 ? 45 : 150),
    0.55,
    0.15,
    0,
    3,
  ),
  NPU21571: log(
    (body) =>
      has(body, 'heart-failure')
        ? 1500
        : has(body, 'atrial-fibrillation')
          ? 650
          : 60 * Math.exp(0.04 * over(body.age, 40)),
    0.6,
    0.3,
    0,
    50,
  ),
  NPU23745: derived((body) => 0.85 * (90 / filtrationBy(body.value('NPU04998'), body)) ** 0.8, 2),
  NPU26880: linear((body) => (shortOfIron(body) ? 26 : 30), 1.5, 0.4, 0),
  NPU27300: { ...linear(sugar, 2.4, 1.2, 0), spread: (body) => (diabetic(body) ? 4 : 1) },
  NPU27501: log((body) => 4.5 * Math.exp(0.035 * over(body.age, 45)), 0.4, 0.25, 0, 5),
  NPU27783: log(() => 68, 0.25, 0.07, 0),
  NPU28289: log(
    (body) => 0.33 * Math.exp(0.018 * over(body.age, 50)) * (body.ill ? 1.6 : 1),
    0.45,
    0.3,
    1,
    0.3,
  ),
  NPU28309: linear(haemoglobin, 7.5, 3, 0),
}
