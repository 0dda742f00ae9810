/** What runs through lives, and how it runs in families: status, frailty, smoking, weight. */

import { FIRST_DAY } from '../days.js'
import type { Person, Traits } from '../person.js'
import type { Random } from '../random.js'
import { interpolate } from './figures.js'
import { FRAILTY_EFFECT, survival } from './mortality.js'
import { birthYear, currentUnion } from './society.js'

/** Correlations between a person and each parent. Those of education and income lie near 0.4; SSB, Economic Survey 2/2019. */
const PARENTS = { status: 0.4, frailty: 0.2, vulnerability: 0.3 }
/** Correlations between partners, and so between a person's parents. */
const COUPLES = { status: 0.4, frailty: 0.1, vulnerability: 0.15 }
/** Between status and frailty: those with little education die earlier. */
const STATUS_FRAILTY = -0.2

/**
 * Share of daily smokers, and of former ones, in per cent by year of birth: of the smoking habits of 2023,
 * Statistics Norway's table 05307 and the Norwegian Institute of Public Health.
 */
const SMOKING: readonly (readonly [birth: number, current: number, former: number])[] = [
  [1920, 4, 38],
  [1940, 7, 44],
  [1955, 11, 41],
  [1965, 12, 34],
  [1975, 9, 26],
  [1985, 6, 20],
  [1995, 5, 12],
  [2004, 4, 5],
  [2012, 3, 4],
]
/** Women of the oldest cohorts smoked less. */
const WOMEN_SMOKED_FROM = 1945

/** Mean body mass index as an adult by year of birth; obesity about 17–20 %, after the Tromsø and HUNT studies. */
const BMI: readonly (readonly [birth: number, men: number, women: number])[] = [
  [1930, 26.3, 26.4],
  [1950, 27.3, 26.6],
  [1970, 27.5, 26.5],
  [1985, 26.7, 25.8],
  [2000, 25.4, 24.7],
  [2020, 25.4, 24.7],
]

/** Draws a person's traits: after those of parents and of a partner who have theirs. Parents and the older partner come first. */
export function drawTraits(person: Person, random: Random): Traits {
  const partner = currentUnion(person)?.partner
  const known = partner !== undefined && partner.index < person.index ? partner.traits : null
  const parents = [person.mother, person.father].filter((parent) => parent !== null)
  const inherited = (trait: 'status' | 'frailty' | 'vulnerability') => {
    const each = parents.length === 2 ? PARENTS[trait] / (1 + COUPLES[trait]) : PARENTS[trait]
    let mean = 0
    for (const parent of parents) mean += each * parent.traits[trait]
    let explained = PARENTS[trait] * each * parents.length
    if (known !== null) {
      mean += COUPLES[trait] * known[trait]
      explained += COUPLES[trait] ** 2
    }
    return { mean, left: 1 - explained }
  }
  const forStatus = inherited('status')
  const status = random.normal(forStatus.mean, Math.sqrt(forStatus.left))
  const forFrailty = inherited('frailty')
  const healthy = person.bornIn === 'NO' ? 0 : HEALTHY_IMMIGRANT
  const frailty =
    healthy +
    survivors(person) +
    STATUS_FRAILTY * (status - forStatus.mean) +
    random.normal(forFrailty.mean, Math.sqrt(Math.max(0.5, forFrailty.left - STATUS_FRAILTY ** 2)))
  const forVulnerability = inherited('vulnerability')
  const vulnerability = random.normal(forVulnerability.mean, Math.sqrt(forVulnerability.left))
  return {
    status,
    frailty,
    vulnerability,
    smoking: drawSmoking(person, status, random),
    bmi: drawBmi(person, status, random),
    attendance: Math.exp(0.5 * (0.3 * vulnerability + 0.95 * random.normal()) - 0.125),
  }
}

/** Immigrants live a little longer than others of their age: Statistics Norway, Reports 2016/11. */
const HEALTHY_IMMIGRANT = -0.2

/** Those who are old when the registers begin are the hardy ones of their cohort: by the frailty that death has taken. */
function survivors({ birth, entry, sex }: Person): number {
  if (entry !== FIRST_DAY || birth >= FIRST_DAY) return 0
  const dead = -Math.log(survival(sex, 40, (FIRST_DAY - birth) / 365.2425))
  return -FRAILTY_EFFECT * Math.min(dead, 2.5) * 0.85
}

function drawSmoking(person: Person, status: number, random: Random): Traits['smoking'] {
  const year = birthYear(person)
  const women = person.sex === 2 ? (year < WOMEN_SMOKED_FROM ? 0.65 : 0.95) : 1.05
  const odds = Math.exp(-0.5 * status - 0.125)
  const current = (interpolate(SMOKING, year, 1) / 100) * women * odds
  const former = (interpolate(SMOKING, year, 2) / 100) * women
  const uniform = random.uniform()
  if (uniform < current) return 'current'
  return uniform < current + former ? 'former' : 'never'
}

function drawBmi(person: Person, status: number, random: Random): number {
  const mean = interpolate(BMI, birthYear(person), person.sex) - 0.5 * status
  const spread = person.sex === 1 ? 0.135 : 0.175
  const bmi = mean * Math.exp(spread * random.normal() - spread ** 2 / 2)
  return Math.round(Math.min(Math.max(bmi, 15), 60) * 10) / 10
}
