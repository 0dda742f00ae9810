/**
 * Lungs and airways. Rates are set so that prevalence comes near: COPD, about 6 % of those over 40 diagnosed (Norwegian
 * Institute of Public Health, Public Health Report; HUNT3); asthma, 20 % of children ever and 8 % of adults now (the same);
 * allergic rhinitis about 20 %. Ratios of smoking: Forey et al. 2011. Mortality: Melbye et al. 2018, Lokke et al. 2006.
 */
import type { IllnessRow } from '../illness.js'

export const LUNGS: readonly IllnessRow[] = [
  {
    illness: 'asthma',
    men: [14, 5, 1.4, 1.1, 1.1, 1.2, 1.3, 1.4, 1.1, 0.8],
    women: [9, 4.5, 2.4, 2, 2, 2.1, 2, 1.8, 1.2, 0.8],
    gradient: { status: 0.93, bmi: 1.15, current: 1.15 },
    mortality: { ratio: 1.08 },
  },
  {
    illness: 'allergic-rhinitis',
    men: [4, 13, 8, 4, 2.6, 1.8, 1.2, 0.8, 0.5, 0.3],
    women: [3, 10, 8.5, 5, 3.2, 2.2, 1.4, 0.9, 0.5, 0.3],
    gradient: { status: 1.08 },
    after: { asthma: 3 },
  },
  {
    illness: 'copd',
    men: [0, 0, 0.018, 0.088, 0.528, 1.848, 4.4, 7.04, 7.92, 6.16],
    women: [0, 0, 0.018, 0.106, 0.66, 2.112, 4.4, 6.16, 5.72, 3.52],
    gradient: { status: 0.72, frailty: 1.25, bmi: 0.95, current: 11, former: 4.5 },
    after: { asthma: 2.5 },
    mortality: { ratio: 2.2 },
  },
]
