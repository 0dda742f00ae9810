/**
 * Heart, vessels, metabolism and kidneys. Rates are set so that prevalence by age comes near: hypertension, HUNT4 and the
 * Norwegian Prescription Database (about one in five adults treated); diabetes, Ruiz et al. 2021 (type 2 4.7 % of all, type 1
 * 0.5 %); infarction, the Norwegian Myocardial Infarction Register (2.2 per 1,000); stroke, the Norwegian Stroke Register (1.7
 * per 1,000); atrial fibrillation, Kjerpeseth et al. 2021 (3.4 % of adults); heart failure, Ødegaard et al. 2023 (about 2 %).
 * Ratios after other illnesses: INTERSTROKE and the Framingham Heart Study. Mortality: the Emerging Risk Factors
 * Collaboration 2011 and 2015; infarction and stroke, 30-day and one-year mortality of the registers named.
 */
import type { IllnessRow } from '../illness.js'

export const CARDIOMETABOLIC: readonly IllnessRow[] = [
  {
    illness: 'hypertension',
    men: [0, 0.02, 0.4, 2.2, 8, 18, 28, 36, 36, 30],
    women: [0, 0.02, 0.4, 1.8, 6.5, 16, 27, 38, 42, 34],
    gradient: { status: 0.88, frailty: 1.2, bmi: 1.45, current: 1.1, former: 1.1 },
    after: { 'diabetes-type-1': 2 },
    mortality: { ratio: 1.15 },
  },
  {
    illness: 'hyperlipidaemia',
    men: [0, 0.1, 0.3, 1.5, 6, 14, 22, 24, 14, 6],
    women: [0, 0.1, 0.3, 0.8, 3, 10, 20, 24, 15, 6],
    gradient: { status: 0.95, bmi: 1.15, current: 1.2, former: 1.1 },
    after: { 'diabetes-type-2': 2.5, 'diabetes-type-1': 2.5, hypertension: 1.6 },
  },
  {
    illness: 'diabetes-type-1',
    men: [0.15, 0.42, 0.2, 0.12, 0.08, 0.06, 0.05, 0.04, 0.04, 0.04],
    women: [0.15, 0.38, 0.14, 0.08, 0.06, 0.05, 0.04, 0.04, 0.04, 0.04],
    mortality: { ratio: 2.5 },
  },
  {
    illness: 'diabetes-type-2',
    men: [0, 0.015, 0.088, 0.511, 1.898, 4.088, 6.424, 7.665, 6.57, 4.38],
    women: [0, 0.022, 0.11, 0.511, 1.314, 2.628, 4.38, 5.84, 5.475, 3.65],
    gradient: { status: 0.75, frailty: 1.2, bmi: 1.95, current: 1.2, former: 1.05 },
    after: { hypertension: 2, schizophrenia: 2 },
    mortality: { ratio: 1.6 },
  },
  {
    illness: 'diabetic-retinopathy',
    men: [1, 6, 18, 20, 18, 17, 17, 17, 15, 12],
    women: [1, 6, 18, 20, 18, 16, 15, 15, 14, 11],
    gradient: { status: 0.85, bmi: 1.05, current: 1.2 },
    after: { 'diabetes-type-1': 1.7, hypertension: 1.3 },
    only: ['diabetes-type-1', 'diabetes-type-2'],
  },
  {
    illness: 'diabetic-foot',
    men: [0, 0.2, 2, 4, 6, 7, 9, 12, 15, 16],
    women: [0, 0.2, 1.4, 3, 4, 5, 6, 8, 11, 13],
    gradient: { status: 0.8, frailty: 1.2, current: 1.5, former: 1.1 },
    after: { 'diabetic-retinopathy': 2.2, 'chronic-kidney-disease': 2, 'diabetes-type-1': 1.4 },
    only: ['diabetes-type-1', 'diabetes-type-2'],
    mortality: { ratio: 1.8 },
  },
  {
    illness: 'chronic-kidney-disease',
    men: [0.05, 0.05, 0.1, 0.2, 0.45, 1.2, 3, 8.5, 20, 27],
    women: [0.05, 0.05, 0.1, 0.2, 0.4, 0.9, 2.2, 6, 14, 19],
    gradient: { status: 0.88, frailty: 1.3, bmi: 1.15, current: 1.3, former: 1.1 },
    after: { hypertension: 1.8, 'diabetes-type-1': 4, 'diabetes-type-2': 2.4 },
    mortality: { ratio: 1.8 },
  },
  {
    illness: 'ischaemic-heart-disease',
    men: [0, 0, 0.021, 0.145, 0.867, 2.89, 6.141, 9.031, 10.115, 9.393],
    women: [0, 0, 0.014, 0.058, 0.289, 1.011, 2.601, 4.696, 6.503, 6.503],
    gradient: { status: 0.82, frailty: 1.25, bmi: 1.12, current: 2.2, former: 1.3 },
    after: {
      hypertension: 1.7,
      hyperlipidaemia: 1.4,
      'diabetes-type-2': 1.9,
      'diabetes-type-1': 3,
      'chronic-kidney-disease': 1.5,
      'rheumatoid-arthritis': 1.4,
    },
    mortality: { ratio: 1.3 },
  },
  {
    illness: 'myocardial-infarction',
    men: [0, 0, 0.02, 0.15, 0.9, 2.3, 3.9, 5.6, 9, 14],
    women: [0, 0, 0.01, 0.05, 0.22, 0.65, 1.4, 2.8, 5.6, 9.5],
    gradient: { status: 0.8, frailty: 1.2, bmi: 1.1, current: 2.6, former: 1.3 },
    after: {
      'ischaemic-heart-disease': 4,
      hypertension: 1.4,
      'diabetes-type-2': 1.6,
      'diabetes-type-1': 2.5,
    },
    brings: ['ischaemic-heart-disease'],
    anyDay: true,
    mortality: { ratio: 1.3, excess: [0.04, 0] },
  },
  {
    illness: 'atrial-fibrillation',
    men: [0, 0.012, 0.062, 0.185, 0.554, 1.602, 4.189, 9.24, 16.632, 21.56],
    women: [0, 0.012, 0.031, 0.062, 0.185, 0.616, 2.094, 5.852, 12.32, 17.864],
    gradient: { frailty: 1.2, bmi: 1.25, current: 1.15, former: 1.1 },
    after: {
      hypertension: 1.5,
      'ischaemic-heart-disease': 1.6,
      'diabetes-type-2': 1.2,
      'alcohol-use-disorder': 1.6,
    },
    mortality: { ratio: 1.3 },
  },
  {
    illness: 'heart-failure',
    men: [0.014, 0.014, 0.034, 0.082, 0.238, 0.68, 2.04, 5.78, 16.32, 30.6],
    women: [0.014, 0.014, 0.02, 0.041, 0.122, 0.34, 1.02, 3.4, 11.56, 25.84],
    gradient: { status: 0.85, frailty: 1.25, bmi: 1.2, current: 1.4, former: 1.15 },
    after: {
      'myocardial-infarction': 3.5,
      'ischaemic-heart-disease': 1.8,
      'atrial-fibrillation': 2.8,
      hypertension: 1.5,
      'diabetes-type-2': 1.7,
      copd: 1.6,
      'chronic-kidney-disease': 1.6,
    },
    mortality: { ratio: 1.7, excess: [0.04, 0.006] },
  },
  {
    illness: 'stroke',
    men: [0.02, 0.02, 0.08, 0.15, 0.4, 1.1, 2.7, 6, 12, 17],
    women: [0.02, 0.02, 0.08, 0.14, 0.3, 0.75, 1.6, 4, 9.5, 15],
    gradient: { status: 0.85, frailty: 1.2, bmi: 1.05, current: 1.9, former: 1.15 },
    after: {
      hypertension: 2,
      'atrial-fibrillation': 2.8,
      'diabetes-type-2': 1.6,
      'diabetes-type-1': 2.5,
      'ischaemic-heart-disease': 1.3,
    },
    anyDay: true,
    mortality: { ratio: 1.5, excess: [0.08, 0.002] },
  },
]
