/**
 * Bones, joints and skin. Rates are set so that prevalence comes near: hip fracture, the Norwegian Hip Fracture Register
 * (9,000 a year); osteoarthritis, Global Burden of Disease 2019 for Norway; rheumatoid arthritis, Kerola et al. 2021 (0.8 %);
 * psoriasis, diagnosed share of about 4 %; gout, Kapetanovic et al. 2014 (about 1.5–2 % of adults). Mortality after hip
 * fracture: a fifth to a quarter in the first year (the register named).
 */
import type { IllnessRow } from '../illness.js'

export const MUSCULOSKELETAL: readonly IllnessRow[] = [
  {
    illness: 'osteoarthritis',
    men: [0, 0.02, 0.2, 0.8, 2.4, 5.5, 9, 11, 11, 8],
    women: [0, 0.02, 0.2, 0.8, 3, 8.5, 14, 17, 16, 11],
    gradient: { status: 0.9, bmi: 1.4 },
  },
  {
    illness: 'rheumatoid-arthritis',
    men: [0.043, 0.043, 0.068, 0.102, 0.17, 0.297, 0.468, 0.637, 0.595, 0.34],
    women: [0.085, 0.085, 0.17, 0.272, 0.383, 0.552, 0.68, 0.765, 0.637, 0.34],
    gradient: { status: 0.93, current: 1.6, former: 1.25 },
    mortality: { ratio: 1.4 },
  },
  {
    illness: 'psoriasis',
    men: [0.3, 0.8, 0.9, 0.8, 0.8, 0.8, 0.8, 0.7, 0.4, 0.2],
    women: [0.3, 1, 0.9, 0.75, 0.7, 0.75, 0.7, 0.6, 0.4, 0.2],
    gradient: { status: 0.95, bmi: 1.2, current: 1.5, former: 1.2 },
    mortality: { ratio: 1.1 },
  },
  {
    illness: 'gout',
    men: [0, 0, 0.1, 0.4, 1, 1.8, 2.8, 3.6, 4, 3.5],
    women: [0, 0, 0.02, 0.06, 0.15, 0.35, 0.8, 1.4, 2, 2],
    gradient: { bmi: 1.5, frailty: 1.1 },
    after: { hypertension: 1.6, 'chronic-kidney-disease': 2 },
    mortality: { ratio: 1.1 },
  },
  {
    illness: 'osteoporosis',
    men: [0, 0.01, 0.03, 0.06, 0.15, 0.4, 1, 2.4, 4, 4],
    women: [0, 0.01, 0.03, 0.08, 0.4, 2.4, 8, 13, 13, 9],
    gradient: { frailty: 1.15, bmi: 0.72, current: 1.4, former: 1.1 },
    after: { 'rheumatoid-arthritis': 2, copd: 1.7, 'inflammatory-bowel-disease': 1.5 },
    mortality: { ratio: 1.1 },
  },
  {
    illness: 'hip-fracture',
    men: [0, 0.02, 0.05, 0.06, 0.12, 0.4, 1, 2.4, 8.5, 22],
    women: [0, 0.01, 0.02, 0.03, 0.1, 0.4, 1.4, 4, 15, 32],
    gradient: { status: 0.93, frailty: 1.25, bmi: 0.7, current: 1.4, former: 1.1 },
    after: { osteoporosis: 2.2, dementia: 2, stroke: 1.6, parkinson: 2.2, 'alcohol-use-disorder': 1.8 },
    anyDay: true,
    mortality: { ratio: 1.3, excess: [0.06, 0] },
  },
]
