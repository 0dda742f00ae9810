/**
 * What is known of a real Nordic country's vaccination coverage, to hold the made-up one against: the register's tests and the
 * comparison with public figures read it.
 * Source: Norwegian Institute of Public Health, coverage by the vaccination register (SYSVAK), means of recent years, rounded.
 */

/** Share of children of two years with at least so many doses of a vaccine. */
export const PUBLISHED_CHILDREN: readonly { group: string; codes: RegExp; doses: number; share: number }[] = [
  { group: 'diphtheria, tetanus, pertussis, polio', codes: /^J07CA0[69]/, doses: 3, share: 0.97 },
  { group: 'pneumococcus', codes: /^J07AL02/, doses: 3, share: 0.965 },
  { group: 'measles, mumps, rubella', codes: /^J07BD52/, doses: 1, share: 0.97 },
  { group: 'rotavirus', codes: /^J07BH01/, doses: 2, share: 0.94 },
]

/** Share of those from 65 years who had the influenza vaccine in the autumn of a year. */
export const PUBLISHED_INFLUENZA: readonly { year: number; share: number }[] = [
  { year: 2014, share: 0.27 },
  { year: 2019, share: 0.48 },
  { year: 2022, share: 0.63 },
]

/** Share of residents from 18 years with at least so many doses against covid-19 on 1 July 2022. */
export const PUBLISHED_COVID: readonly { doses: number; share: number }[] = [
  { doses: 1, share: 0.93 },
  { doses: 2, share: 0.91 },
  { doses: 3, share: 0.66 },
]
