/**
 * Mind and nerves. Rates are set so that prevalence comes near: depression and anxiety, lifetime share diagnosed (Pedersen et al.
 * 2014, Danish registers: affective disorders 16 % of women and 9 % of men in hospital care alone; with primary care about a
 * quarter and a seventh); ADHD, Norwegian Patient Registry (5 % of boys, 3 % of girls before 18, adults rising since 2010);
 * dementia, Gjøra et al. 2021 (14.6 % from 70 on, 1.9 % of all); schizophrenia and bipolar disorder, about 0.7 % and 1 %;
 * epilepsy, Syvertsen et al. 2015 (0.65 %); Parkinson's disease, Brakedal et al. 2022 (0.2 %); multiple sclerosis, Grytten et
 * al. 2016 (0.2 %). Mortality: Plana-Ripoll et al. 2019 for the mind, Strand et al. 2018 for dementia.
 */
import type { IllnessRow } from '../illness.js'

export const MIND: readonly IllnessRow[] = [
  {
    illness: 'adhd',
    men: [0.2, 5.5, 2.2, 2, 1.2, 0.4, 0.05, 0, 0, 0],
    women: [0.1, 2.4, 3.2, 2.8, 1.7, 0.5, 0.05, 0, 0, 0],
    gradient: { status: 0.8, vulnerability: 1.6, current: 1.3 },
    since: 1996,
    mortality: { ratio: 1.4 },
  },
  {
    illness: 'alcohol-use-disorder',
    men: [0, 0.05, 0.9, 1.1, 1.3, 1.3, 1, 0.6, 0.25, 0.1],
    women: [0, 0.05, 0.45, 0.45, 0.55, 0.6, 0.45, 0.25, 0.1, 0.05],
    gradient: { status: 0.7, vulnerability: 1.7, current: 2.5, former: 1.3 },
    after: { adhd: 1.8 },
    mortality: { ratio: 2.5 },
  },
  {
    illness: 'schizophrenia',
    men: [0, 0.02, 0.38, 0.28, 0.14, 0.07, 0.03, 0.02, 0, 0],
    women: [0, 0.02, 0.2, 0.2, 0.14, 0.1, 0.05, 0.03, 0, 0],
    gradient: { status: 0.7, vulnerability: 1.8, current: 1.4 },
    mortality: { ratio: 2.7 },
  },
  {
    illness: 'bipolar-disorder',
    men: [0, 0.01, 0.25, 0.28, 0.24, 0.2, 0.12, 0.06, 0.03, 0],
    women: [0, 0.02, 0.38, 0.4, 0.3, 0.22, 0.14, 0.07, 0.03, 0],
    gradient: { status: 0.92, vulnerability: 1.8 },
    after: { adhd: 2 },
    mortality: { ratio: 2 },
  },
  {
    illness: 'anxiety',
    men: [0.3, 1.2, 3.6, 2.8, 2.2, 1.7, 1.2, 1, 0.9, 0.8],
    women: [0.3, 2, 7, 5, 3.8, 2.8, 2, 1.7, 1.5, 1.2],
    gradient: { status: 0.85, vulnerability: 1.7, current: 1.2 },
    after: { adhd: 2, 'alcohol-use-disorder': 2 },
    mortality: { ratio: 1.15 },
  },
  {
    illness: 'depression',
    men: [0, 0.6, 3.4, 4, 3.8, 3, 2.2, 2.1, 2.6, 3],
    women: [0, 1.1, 7.5, 7.4, 6.2, 4.6, 3.2, 2.9, 3.2, 3.4],
    gradient: { status: 0.85, frailty: 1.08, vulnerability: 1.7, bmi: 1.08, current: 1.25 },
    after: {
      anxiety: 3,
      adhd: 1.8,
      'alcohol-use-disorder': 2.2,
      stroke: 2,
      'myocardial-infarction': 1.6,
      copd: 1.6,
      parkinson: 2,
      'multiple-sclerosis': 2,
      'lung-cancer': 2,
      'breast-cancer': 1.4,
      'diabetes-type-2': 1.3,
    },
    mortality: { ratio: 1.3 },
  },
  {
    illness: 'dementia',
    men: [0, 0, 0, 0, 0.021, 0.106, 0.784, 4.988, 21.375, 51.3],
    women: [0, 0, 0, 0, 0.021, 0.106, 0.784, 5.344, 24.938, 62.7],
    gradient: { status: 0.88, frailty: 1.08 },
    after: { stroke: 2, parkinson: 3, depression: 1.4, 'diabetes-type-2': 1.3, 'hearing-loss': 1.3 },
    mortality: { ratio: 2.2, excess: [0.01, 0.018] },
  },
  {
    illness: 'epilepsy',
    men: [0.56, 0.315, 0.245, 0.196, 0.196, 0.224, 0.315, 0.56, 0.91, 1.05],
    women: [0.525, 0.315, 0.224, 0.182, 0.175, 0.196, 0.266, 0.455, 0.7, 0.84],
    gradient: { status: 0.9, frailty: 1.1 },
    after: { stroke: 5, dementia: 2.5, 'alcohol-use-disorder': 3 },
    mortality: { ratio: 1.8 },
  },
  {
    illness: 'migraine',
    men: [0.1, 1.2, 1.6, 1.3, 1, 0.6, 0.25, 0.1, 0.1, 0.05],
    women: [0.1, 2.4, 5, 4.5, 3.4, 1.5, 0.4, 0.2, 0.1, 0.05],
    gradient: { status: 0.95, vulnerability: 1.15 },
    after: { anxiety: 1.4 },
  },
  {
    illness: 'parkinson',
    men: [0, 0, 0, 0.006, 0.024, 0.084, 0.3, 0.84, 1.26, 1.08],
    women: [0, 0, 0, 0.006, 0.018, 0.054, 0.192, 0.54, 0.84, 0.72],
    gradient: { current: 0.65, former: 0.85 },
    mortality: { ratio: 2 },
  },
  {
    illness: 'multiple-sclerosis',
    men: [0, 0.01, 0.06, 0.09, 0.08, 0.05, 0.02, 0.01, 0, 0],
    women: [0, 0.02, 0.15, 0.21, 0.17, 0.1, 0.04, 0.01, 0, 0],
    gradient: { bmi: 1.1, current: 1.5, former: 1.2 },
    mortality: { ratio: 2.2 },
  },
]
