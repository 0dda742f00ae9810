/**
 * Hormones, gut, blood, eyes, ears and what men or women alone have. Rates are set so that prevalence comes near:
 * hypothyroidism, HUNT3 (6 % of women, 1.5 % of men treated); inflammatory bowel disease, Lirhus et al. 2021 (0.8 %); cataract, the
 * number of operations a year (45,000); hearing loss, clinical share rising from 60 on (HUNT4 hearing); endometriosis,
 * diagnosed share of about 3 % of women.
 */
import type { IllnessRow } from '../illness.js'

const NONE = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

export const OTHER: readonly IllnessRow[] = [
  {
    illness: 'hypothyroidism',
    men: [0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 0.9, 0.8],
    women: [0.1, 0.25, 1, 1.7, 1.9, 2, 2, 1.9, 1.7, 1.3],
    gradient: { bmi: 1.1 },
    after: { 'diabetes-type-1': 3, 'rheumatoid-arthritis': 1.5 },
  },
  {
    illness: 'inflammatory-bowel-disease',
    men: [0.02, 0.15, 0.42, 0.38, 0.3, 0.26, 0.25, 0.22, 0.15, 0.1],
    women: [0.02, 0.15, 0.4, 0.34, 0.28, 0.24, 0.22, 0.18, 0.12, 0.1],
    gradient: { current: 1.2, former: 1.2 },
    mortality: { ratio: 1.2 },
  },
  {
    illness: 'iron-deficiency',
    men: [3, 0.8, 0.4, 0.4, 0.6, 0.9, 1.7, 3.2, 6, 8],
    women: [3, 3, 7, 8, 7, 4.5, 2, 3.2, 6, 8],
    gradient: { status: 0.95, frailty: 1.05 },
    after: {
      'inflammatory-bowel-disease': 3,
      endometriosis: 1.5,
      'chronic-kidney-disease': 1.8,
      'colorectal-cancer': 2,
    },
  },
  {
    illness: 'cataract',
    men: [0.03, 0.02, 0.03, 0.08, 0.3, 1.8, 7.5, 25, 46, 34],
    women: [0.03, 0.02, 0.03, 0.08, 0.3, 1.8, 8.5, 30, 52, 36],
    gradient: { current: 1.3, former: 1.1 },
    after: { 'diabetes-type-2': 1.6, 'diabetes-type-1': 2 },
  },
  {
    illness: 'glaucoma',
    men: [0.01, 0.01, 0.02, 0.1, 0.4, 1, 2.2, 3.8, 5, 4.5],
    women: [0.01, 0.01, 0.02, 0.1, 0.35, 0.9, 2.1, 3.8, 5, 4.5],
    after: { 'diabetes-type-2': 1.3 },
  },
  {
    illness: 'hearing-loss',
    men: [0.8, 0.3, 0.4, 0.7, 1.5, 4, 9, 20, 38, 45],
    women: [0.8, 0.3, 0.4, 0.6, 1.2, 2.8, 6, 14, 30, 40],
    gradient: { status: 0.92, current: 1.15 },
  },
  {
    illness: 'endometriosis',
    men: NONE,
    women: [0, 0.02, 1, 1.5, 1, 0.25, 0.03, 0, 0, 0],
  },
  {
    illness: 'prostatic-hyperplasia',
    men: [0, 0, 0.02, 0.1, 0.6, 3.5, 11, 19, 20, 16],
    women: NONE,
    gradient: { bmi: 1.08 },
  },
]
