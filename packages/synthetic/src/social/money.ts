/**
 * What a year brings in: wages by job, transfers by benefit, tax. Amounts are in kroner of 2023 and follow the growth of wages.
 * Kept apart from the income register so that its rows stay a sum of these.
 */
import { OCCUPATIONS } from '../codes/occupations.js'
import type { Benefit } from './working-life.js'

/**
 * Average annual wages from 2014 to 2024 with 2023 as 1: yearly growth 2.8, 1.7, 2.3, 2.8, 3.5, 3.1, 3.5, 4.3, 5.2 and 5.6 per
 * cent (Norwegian Technical Calculation Committee for Wage Settlements).
 */
export const WAGE_INDEX: readonly number[] = (() => {
  const growth = [1.028, 1.017, 1.023, 1.028, 1.035, 1.031, 1.035, 1.043, 1.052, 1.056]
  const levels = [1]
  for (const factor of growth) levels.push((levels.at(-1) ?? 1) * factor)
  const of2023 = levels[9] ?? 1
  return levels.map((level) => level / of2023)
})()

/** The basic amount of the National Insurance, mean of 2023. */
const BASIC_AMOUNT = 116_239

/** Yearly full-time wage by major group of occupations, 2023 (Statistics Norway, table 11418, median monthly wage times twelve, rounded). */
const WAGE_BY_MAJOR_GROUP: Readonly<Record<string, number>> = {
  '0': 600_000,
  '1': 810_000,
  '2': 675_000,
  '3': 640_000,
  '4': 520_000,
  '5': 465_000,
  '6': 450_000,
  '7': 535_000,
  '8': 530_000,
  '9': 430_000,
}

/** Occupations far from their group: kroner a year in full time. */
const WAGE_BY_OCCUPATION: Readonly<Record<string, number>> = {
  '1120': 950_000,
  '2146': 960_000,
  '2211': 980_000,
  '2212': 1_120_000,
  '2261': 850_000,
  '2223': 600_000,
  '2341': 590_000,
  '2342': 540_000,
  '2611': 820_000,
  '3117': 830_000,
  '3153': 1_050_000,
  '7412': 680_000,
  '8113': 720_000,
}

/** Logarithm of the yearly full-time wage of 2023, by place in `OCCUPATIONS`. */
export const LOG_WAGE: readonly number[] = OCCUPATIONS.map(([code]) =>
  Math.log(WAGE_BY_OCCUPATION[code] ?? WAGE_BY_MAJOR_GROUP[code[0] ?? ''] ?? 500_000),
)

/** What wages gain from the age of `age` to 45 and lose after 62, in logarithms. */
export const wageAtAge = (age: number): number =>
  age < 45
    ? -0.00042 * (45 - age) ** 2 - (age < 22 ? 0.06 * (22 - age) : 0)
    : age > 62
      ? -0.012 * (age - 62)
      : 0

/** A full year of a benefit in kroner of 2023, for someone whose full-time wage is `wage`. */
export function yearOfBenefit(benefit: Benefit, wage: number, women: boolean): number {
  switch (benefit) {
    case 'sick-pay':
    case 'parental':
      return Math.min(wage, 6 * BASIC_AMOUNT)
    case 'unemployment':
      return 0.624 * Math.min(wage, 6 * BASIC_AMOUNT)
    case 'work-assessment':
    case 'disability':
      return Math.max(2.48 * BASIC_AMOUNT, 0.66 * Math.min(wage, 6 * BASIC_AMOUNT))
    case 'old-age':
      // With occupational pensions; women have earned fewer rights.
      return (women ? 1.8 : 2) * BASIC_AMOUNT + (women ? 0.29 : 0.35) * Math.min(wage, 7 * BASIC_AMOUNT)
  }
}

/** Bracket tax on gross income: from, rate (Tax rules of 2023). */
const BRACKETS = [
  [198_350, 0.017],
  [279_150, 0.023],
  [644_700, 0.095],
  [969_200, 0.03],
  [2_000_000, 0.01],
] as const

/** Tax of 2023 on a year's wages, taxable transfers and capital income in kroner of that year, never below 0. */
export function taxOn(wages: number, transfers: number, capital: number): number {
  const personal = wages + transfers
  const deduction = Math.min(104_450, 0.46 * wages + 0.4 * transfers)
  let tax = 0.22 * Math.max(0, personal + 1.3 * capital - deduction - 79_600)
  if (personal > 69_650) tax += Math.min(0.25 * (personal - 69_650), 0.079 * wages + 0.051 * transfers)
  for (const [from, rate] of BRACKETS) if (personal > from) tax += rate * (personal - from)
  // Pensioners and the disabled with little else pay less.
  if (transfers > wages)
    tax -= Math.max(0, Math.min(33_400, 33_400 - 0.167 * Math.max(0, transfers - 238_650)))
  return Math.max(0, tax)
}
