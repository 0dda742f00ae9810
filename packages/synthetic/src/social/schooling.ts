/**
 * What a person has completed at school and when: from sex, cohort and status. The education register writes it down, work
 * follows from it.
 */
import { PROGRAMMES } from '../codes/education.js'
import { type Day, dayOf, FIRST_DAY, LAST_DAY, yearOf } from '../days.js'
import { FEMALE, type Person } from '../person.js'
import { Choice, type Random } from '../random.js'
import { ownChance, probit } from './chance.js'
import { settledOnce } from './settled.js'

/** NUS2000's level of what is not known. */
export const UNKNOWN_LEVEL = 9
/** Place in `PROGRAMMES`; a level that is not known has none. */
export const NO_PROGRAMME = -1

export interface Qualification {
  from: Day
  /** NUS2000, 0–9. */
  level: number
  /** Place in `PROGRAMMES`, or `NO_PROGRAMME`. */
  programme: number
}

const SCHOOLING = 121

/**
 * Shares, in per cent, of each decade of birth by the highest education that its people reach in the end: lower secondary or
 * less, upper secondary, vocational college, higher education (first degree, second degree), doctorate. After the education of
 * the population by age and sex in 2024, Statistics Norway, table 09429.
 */
const REACHED: readonly { men: readonly number[]; women: readonly number[] }[] = [
  { men: [45, 37, 2, 10, 5.5, 0.5], women: [60, 32, 1, 6, 1, 0] }, // born before 1930
  { men: [36, 42, 3, 12, 6, 1], women: [48, 39, 1, 10, 2, 0] },
  { men: [27, 45, 4.5, 15.5, 7, 1], women: [33, 44, 1, 18, 3.8, 0.2] },
  { men: [24, 44.5, 5, 18, 7.7, 0.8], women: [26, 41, 1.5, 25, 6, 0.5] },
  { men: [22, 43, 5.5, 20, 8.5, 1], women: [20, 37, 2, 32.5, 7.7, 0.8] },
  { men: [19, 37, 5.5, 23.5, 13.5, 1.5], women: [16, 26.5, 2.5, 38, 15.5, 1.5] },
  { men: [18, 33, 5.5, 25, 16.8, 1.7], women: [13, 20.5, 2.5, 41, 21.5, 1.5] },
  { men: [18, 34, 4.5, 27, 15.5, 1], women: [13, 22, 2.5, 42, 19.5, 1] }, // from 1990 on
]
const FIRST_DECADE = 192

/** For each decade and sex, the deviates between one level reached and the next. */
const BOUNDS = REACHED.map(({ men, women }) => [bounds(men), bounds(women)] as const)

function bounds(shares: readonly number[]): readonly number[] {
  let sum = 0
  return shares.slice(0, -1).map((share) => {
    sum += share
    return probit(sum / 100)
  })
}

/** Narrow fields with how common they are among men and women of their level: after Statistics Norway, rounded. */
const FIELDS: readonly (readonly [programme: string, men: number, women: number])[] = [
  ['301', 40, 45],
  ['341', 6, 14],
  ['355', 30, 3],
  ['357', 14, 1],
  ['361', 3, 24],
  ['401', 26, 32],
  ['415', 1, 2],
  ['416', 1, 4],
  ['441', 4, 7],
  ['442', 4, 7],
  ['443', 2, 13],
  ['444', 3, 5],
  ['454', 2, 0.5],
  ['455', 28, 1.5],
  ['457', 13, 0.7],
  ['458', 5, 3],
  ['461', 2, 17],
  ['462', 1, 4],
  ['464', 0.1, 1.5],
  ['468', 3, 2],
  ['471', 1.5, 0.3],
  ['472', 3, 2],
  ['473', 0.7, 0.8],
  ['481', 4, 0.6],
  ['482', 1.5, 0.5],
  ['483', 0.6, 5],
  ['541', 12, 35],
  ['555', 48, 6],
  ['557', 17, 3],
  ['561', 2, 45],
  ['581', 21, 6],
  ['611', 2.5, 4],
  ['613', 2, 2],
  ['615', 2, 1.5],
  ['616', 2, 3],
  ['621', 1.2, 10],
  ['622', 6, 11],
  ['629', 4, 7],
  ['631', 2.5, 2],
  ['632', 2, 3],
  ['635', 2.5, 3],
  ['636', 1, 2.5],
  ['637', 0.7, 1],
  ['641', 19, 12],
  ['642', 4, 3.5],
  ['644', 1, 1.5],
  ['651', 1, 1.5],
  ['654', 9, 1.7],
  ['655', 15, 1.8],
  ['657', 6, 1],
  ['661', 4, 24],
  ['662', 3, 8],
  ['664', 0.1, 0.7],
  ['665', 1.5, 3.5],
  ['666', 0.2, 0.9],
  ['668', 2, 1.5],
  ['672', 0.8, 0.8],
  ['681', 2.5, 0.4],
  ['682', 5, 1.2],
  ['711', 2, 5],
  ['713', 3, 3.5],
  ['714', 2, 1.5],
  ['724', 5, 13],
  ['731', 5, 5],
  ['732', 2, 4],
  ['734', 3, 1.7],
  ['736', 2.5, 6],
  ['737', 8.5, 11],
  ['741', 16, 11],
  ['751', 3, 4.5],
  ['754', 8, 2.5],
  ['755', 15, 3],
  ['756', 2.5, 1.7],
  ['757', 6, 2.5],
  ['761', 1.5, 9],
  ['763', 7, 8],
  ['764', 1.5, 2],
  ['766', 0.8, 2],
  ['767', 0.6, 1.5],
  ['81', 14, 17],
  ['83', 18, 24],
  ['85', 46, 27],
  ['86', 22, 32],
]
const PLACE = new Map(PROGRAMMES.map(([code], place) => [code, place]))
const place = (code: string): number => PLACE.get(code) ?? NO_PROGRAMME
const NO_SCHOOL = place('001')
const PRIMARY = place('101')
const LOWER_SECONDARY = place('201')
const GENERAL = place('401')

/** By level from 3 to 8 and sex. */
const CHOICES = [3, 4, 5, 6, 7, 8].map((level) => {
  const rows = FIELDS.filter(([code]) => code.startsWith(String(level)))
  return [
    new Choice(rows.map(([code, men]) => [place(code), men])),
    new Choice(rows.map(([code, , women]) => [place(code), women])),
  ] as const
})

/**
 * The highest completed education from each day on, in order of time, each until the next. It goes as far back as the person's
 * youth; those who came as adults have theirs from the day that it was recorded. Empty for those too young to have any.
 */
export const schooling = settledOnce((person): readonly Qualification[] => {
  const random = ownChance(person, SCHOOLING)
  const born = yearOf(person.birth)
  const women = person.sex === FEMALE ? 1 : 0
  const decade = Math.min(REACHED.length - 1, Math.max(0, Math.floor(born / 10) - FIRST_DECADE))
  const foreign = person.bornIn !== 'NO'
  // Immigrants are spread wider over the levels than natives (Statistics Norway).
  const score = (foreign ? 1.15 : 1) * (0.75 * person.traits.status + 0.66 * random.normal())
  const reached = (BOUNDS[decade] as (typeof BOUNDS)[number])[women].findIndex((bound) => score < bound)
  const steps = stepsTo(reached < 0 ? 5 : reached, born, women, foreign, random)
  return asKnown(person, steps, foreign, random)
})

/** The steps on the way to the band of `REACHED` that the person ends in. */
function stepsTo(
  reached: number,
  born: number,
  women: number,
  foreign: boolean,
  random: Random,
): Qualification[] {
  // Completed in June, as most are.
  const june = (age: number): Day => dayOf(born + Math.floor(age), 6, 20)
  const step = (level: number, age: number): Qualification => ({
    from: june(age),
    level,
    programme: random.pick((CHOICES[level - 3] as (typeof CHOICES)[number])[women as 0 | 1]),
  })
  if (foreign && reached === 0 && random.chance(0.08))
    return [{ from: june(16), level: 0, programme: NO_SCHOOL }]
  // Seven years of school were enough before the reform of 1969.
  const primary = born < 1955 && random.chance(born < 1940 ? 0.45 : 0.12)
  const first = primary
    ? { from: june(14), level: 1, programme: PRIMARY }
    : { from: june(16), level: 2, programme: LOWER_SECONDARY }
  if (reached === 0) return [first]
  const steps = [first]
  // One in seven completes upper secondary school as an adult.
  const late = random.chance(0.14) ? random.between(1, 12) : 0
  if (reached === 1) {
    steps.push(random.chance(0.12) ? step(3, 17.5 + late) : step(4, 19 + late))
    return steps
  }
  const upper = step(4, 19)
  if (reached > 2) upper.programme = random.chance(0.8) ? GENERAL : upper.programme
  steps.push(upper)
  if (reached === 2) {
    steps.push(step(5, 22 + random.between(0, 14)))
    return steps
  }
  const start = random.chance(0.2) ? random.between(3, 15) : random.between(0, 2)
  const twoCycles = random.chance(0.6)
  if (reached === 3 || twoCycles) steps.push(step(6, 22.5 + start))
  if (reached > 3) steps.push(step(7, 25 + start + random.between(0, 2)))
  if (reached > 4) steps.push(step(8, 31 + start + random.between(0, 4)))
  return steps
}

/** The steps as the registers know them: nothing before an immigrant's arrival, and nothing after today, death or leaving. */
function asKnown(person: Person, steps: Qualification[], foreign: boolean, random: Random): Qualification[] {
  const end = Math.min(LAST_DAY, person.death ?? LAST_DAY, person.emigration ?? LAST_DAY)
  const sixteen = person.birth + 16 * 365.2425
  if (foreign && person.entry > FIRST_DAY && person.entry > sixteen) {
    // Recorded at the next survey of immigrants' education; about a fifth never is.
    const recorded = random.chance(0.82) ? person.entry + random.between(60, 500) : Number.POSITIVE_INFINITY
    const unknown: Qualification = { from: person.entry, level: UNKNOWN_LEVEL, programme: NO_PROGRAMME }
    const held = steps.findLast((step) => step.from <= recorded)
    const known = held && recorded <= end ? [{ ...held, from: recorded }] : []
    const later = steps.filter((step) => step.from > recorded && step.from <= end)
    return [...(unknown.from <= end ? [unknown] : []), ...known, ...later]
  }
  const reachedBy = steps.filter((step) => step.from <= end)
  const lost = random.chance(foreign ? 0.16 : 0.004)
  return lost && reachedBy.length > 0
    ? [{ from: (reachedBy[0] as Qualification).from, level: UNKNOWN_LEVEL, programme: NO_PROGRAMME }]
    : reachedBy
}

/** The qualification held on a day, undefined before the first. */
export function heldOn(qualifications: readonly Qualification[], day: Day): Qualification | undefined {
  let held: Qualification | undefined
  for (const qualification of qualifications) if (qualification.from <= day) held = qualification
  return held
}
