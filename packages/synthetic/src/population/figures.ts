/**
 * Published figures that the country is made after, all of Statistics Norway and rounded: the population at the start, births
 * and immigration by year, fertility and mortality by age. Apart from how lives follow from them.
 */
/** Residents of Norway on 1 January 2014, in thousands, by five years of age up to 100 and older; table 07459. */
export const RESIDENTS_2014: readonly number[] = [
  310.6, 314.6, 307.5, 324.5, 342, 341.5, 336, 344, 377.5, 366.5, 329, 307.5, 289, 269, 187, 139.5, 107, 73.5,
  32, 7, 0.8,
]

/** Share of men among them. */
export const MEN_2014: readonly number[] = [
  0.513, 0.513, 0.513, 0.513, 0.513, 0.511, 0.515, 0.516, 0.516, 0.514, 0.51, 0.505, 0.502, 0.5, 0.485, 0.458,
  0.415, 0.35, 0.27, 0.2, 0.16,
]

export const FIRST_YEAR = 2014
export const LAST_YEAR = 2024

/** Live births of the years 2014–2024, thousands; table 04231. */
export const BIRTHS: readonly number[] = [59.1, 59.1, 58.9, 56.6, 55.1, 54.5, 53, 56.1, 51.5, 52, 54]

/** Immigrations of the years 2014–2024, thousands; table 05803. */
export const IMMIGRATIONS: readonly number[] = [
  70, 67.3, 66.8, 58.2, 52.5, 52.2, 38.1, 53.9, 90.5, 86.6, 66.9,
]

/** Emigrations of the years 2014–2024, thousands; table 05803. */
export const EMIGRATIONS: readonly number[] = [
  31.9, 37.5, 40.7, 36.8, 34.4, 26.8, 26.7, 34.3, 32.5, 33.9, 36.9,
]

/** Births per 1,000 women by age, in 2014 and in 2024; table 04232. Straight lines between. */
export const FERTILITY: readonly (readonly [age: number, in2014: number, in2024: number])[] = [
  [15, 0.3, 0.1],
  [17, 2.5, 0.7],
  [19, 11, 3],
  [22, 40, 17],
  [25, 82, 46],
  [28, 122, 93],
  [30, 134, 118],
  [32, 126, 119],
  [35, 84, 84],
  [38, 43, 47],
  [41, 15, 17],
  [44, 3, 4],
  [47, 0.4, 0.8],
  [50, 0, 0],
]

/** Probability of death within a year, per 1,000, about 2019, smoothed; table 07902. Straight lines of its logarithm between. */
export const MORTALITY: readonly (readonly [age: number, men: number, women: number])[] = [
  [0, 2.2, 1.8],
  [1, 0.16, 0.14],
  [5, 0.07, 0.06],
  [10, 0.08, 0.07],
  [15, 0.16, 0.12],
  [18, 0.38, 0.2],
  [22, 0.5, 0.22],
  [27, 0.6, 0.26],
  [32, 0.7, 0.36],
  [37, 0.9, 0.5],
  [42, 1.2, 0.76],
  [47, 1.8, 1.2],
  [52, 2.9, 1.9],
  [57, 4.7, 3.1],
  [62, 7.6, 5],
  [67, 12.3, 8],
  [72, 20, 13],
  [77, 34, 22.5],
  [82, 60, 41],
  [87, 108, 79],
  [92, 190, 152],
  [97, 305, 263],
  [102, 430, 395],
  [107, 550, 520],
  [115, 650, 640],
]

/** Life expectancy at birth of the years 2014–2024, men and women; table 07902. Mortality was high in 2022, after the pandemic. */
export const LIFE_EXPECTANCY: readonly (readonly [men: number, women: number])[] = [
  [80.0, 84.1],
  [80.4, 84.2],
  [80.6, 84.2],
  [80.9, 84.3],
  [81.0, 84.5],
  [81.2, 84.7],
  [81.5, 84.9],
  [81.6, 84.7],
  [80.9, 84.4],
  [81.4, 84.6],
  [81.6, 84.9],
]

/** Deaths on a day of each month compared with the year's mean; table 05882. */
export const DEATHS_BY_MONTH: readonly number[] = [
  1.1, 1.06, 1.03, 0.99, 0.97, 0.95, 0.94, 0.94, 0.95, 0.98, 1.01, 1.08,
]

/** Births on a day of each month compared with the year's mean; table 05531. */
export const BIRTHS_BY_MONTH: readonly number[] = [
  0.97, 0.98, 1.02, 1.04, 1.04, 1.04, 1.06, 1.04, 1.03, 0.97, 0.92, 0.89,
]

/** Weddings by month: Norwegians marry in summer; table 05742. */
export const WEDDINGS_BY_MONTH: readonly number[] = [
  0.45, 0.5, 0.6, 0.8, 1.1, 1.75, 1.9, 2.1, 1.35, 0.65, 0.4, 0.5,
]

/** A value from rows of (place, values…) by straight lines; `column` from 1. Flat beyond both ends. */
export function interpolate(rows: readonly (readonly number[])[], at: number, column = 1): number {
  const first = rows[0] as readonly number[]
  if (at <= (first[0] as number)) return first[column] as number
  for (let i = 1; i < rows.length; i++) {
    const [left, right] = [rows[i - 1] as readonly number[], rows[i] as readonly number[]]
    if (at > (right[0] as number)) continue
    const share = (at - (left[0] as number)) / ((right[0] as number) - (left[0] as number))
    return (left[column] as number) * (1 - share) + (right[column] as number) * share
  }
  return (rows.at(-1) as readonly number[])[column] as number
}
