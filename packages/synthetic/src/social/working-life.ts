/**
 * When a person works, in what, and which benefits stand in when not: settled once from the person, so that jobs, benefits and
 * incomes agree. Years are decided one by one against a person's lasting readiness to work, which status and illness move.
 */
import { type Day, dayOf, FIRST_DAY, LAST_DAY, yearOf } from '../days.js'
import { FEMALE, type Illness, type Person } from '../person.js'
import type { Random } from '../random.js'
import { ownChance, probit } from './chance.js'
import { findJob, type Job } from './jobs.js'
import { heldOn, type Qualification, schooling } from './schooling.js'
import { settledOnce } from './settled.js'

export interface JobSpell extends Job {
  from: Day
  /** The last day. */
  until: Day
  /** Agreed hours a week. */
  hours: number
}

export const BENEFITS = [
  'sick-pay',
  'work-assessment',
  'disability',
  'unemployment',
  'parental',
  'old-age',
] as const
export type Benefit = (typeof BENEFITS)[number]

export interface BenefitSpell {
  from: Day
  until: Day
  benefit: Benefit
}

export interface WorkingLife {
  /** In order of time, not overlapping, from `FIRST_DAY` on while resident. */
  jobs: JobSpell[]
  /** Likewise. The first may begin before `FIRST_DAY`. */
  benefits: BenefitSpell[]
}

const WORK = 122
const FIRST_YEAR = yearOf(FIRST_DAY)
const LAST_YEAR = yearOf(LAST_DAY)
const DAYS_OF_YEAR = Array.from({ length: LAST_YEAR - FIRST_YEAR + 2 }, (_, i) => dayOf(FIRST_YEAR + i))

/**
 * Per cent employed at ages of the calendar year: men, women. Labour force survey 2023 (Statistics Norway) by age
 * group, drawn out to points that are joined by lines; 15–74 together 69.7.
 */
const EMPLOYED: readonly (readonly [age: number, men: number, women: number])[] = [
  [14, 0, 0],
  [15, 18, 22],
  [17, 38, 44],
  [19, 54, 60],
  [22, 67, 68],
  [25, 76, 75],
  [28, 82, 79],
  [32, 87, 80],
  [37, 88.5, 82],
  [42, 88, 82.5],
  [47, 87.5, 82],
  [52, 86, 80.5],
  [57, 85, 79],
  [61, 77, 71],
  [63, 64, 57],
  [65, 46, 37],
  [67, 34, 23],
  [70, 22, 12],
  [74, 12, 5.5],
  [78, 3, 1],
  [80, 0, 0],
]

/**
 * Per cent with a disability pension at the end of the year: men, women (Norwegian Labour and Welfare Administration, 2023,
 * rounded). Nobody has one from the age of 67.
 */
const DISABLED: readonly (readonly [age: number, men: number, women: number])[] = [
  [17, 0, 0],
  [18, 1.8, 1.4],
  [22, 2.7, 2.2],
  [27, 3.6, 3.1],
  [32, 4.2, 4.6],
  [37, 4.8, 6.6],
  [42, 6, 9.5],
  [47, 7.8, 13],
  [52, 10, 17.5],
  [57, 14, 24],
  [62, 20.5, 32],
  [66, 27, 38],
  [67, 0, 0],
]

/** Share of those with a disability pension who work beside it. */
const WORK_BESIDE_PENSION = 0.17

/** By age, men and women, from a table of points joined by lines, as shares. */
function byAge(points: readonly (readonly [number, number, number])[]): readonly (readonly number[])[] {
  return ([1, 2] as const).map((column) =>
    Array.from({ length: 121 }, (_, age) => {
      const after = points.findIndex(([at]) => at >= age)
      const [to, from] = [points[after], points[after - 1]]
      if (!to || (!from && to[0] !== age)) return 0
      if (!from || to[0] === age) return to[column] / 100
      return (from[column] + ((to[column] - from[column]) * (age - from[0])) / (to[0] - from[0])) / 100
    }),
  )
}

const DISABLED_SHARE = byAge(DISABLED)
const DISABLED_ABOVE = DISABLED_SHARE.map((shares) => shares.map((share) => probit(1 - share)))
/** Deviate of readiness above which those without a disability pension work. */
const WORKS_ABOVE = byAge(EMPLOYED).map((shares, women) =>
  shares.map((share, age) => {
    const disabled = DISABLED_SHARE[women]?.[age] ?? 0
    return share === 0
      ? Number.POSITIVE_INFINITY
      : probit(1 - (share - WORK_BESIDE_PENSION * disabled) / (1 - disabled))
  }),
)

/** How illness moves readiness to work, and the bent for a disability pension, in deviates. Signs and order of size as in registry studies. */
const ILLNESS_EFFECT: Partial<Record<Illness, readonly [work: number, disability: number]>> = {
  schizophrenia: [-1.6, 2.4],
  'bipolar-disorder': [-0.6, 1.2],
  dementia: [-2, 2],
  parkinson: [-0.7, 1.2],
  'multiple-sclerosis': [-0.5, 1.3],
  stroke: [-0.6, 0.9],
  depression: [-0.25, 0.35],
  anxiety: [-0.15, 0.3],
  adhd: [-0.25, 0.45],
  'alcohol-use-disorder': [-0.6, 0.7],
  epilepsy: [-0.25, 0.6],
  copd: [-0.3, 0.6],
  'heart-failure': [-0.4, 0.6],
  'rheumatoid-arthritis': [-0.2, 0.6],
  'inflammatory-bowel-disease': [-0.1, 0.2],
  'lung-cancer': [-1, 0.8],
  'colorectal-cancer': [-0.4, 0.4],
  'breast-cancer': [-0.3, 0.4],
  'other-cancer': [-0.4, 0.5],
}
/** What illnesses take on average, given back so that the shares above hold over everybody. */
const ILLNESS_MEAN = { work: 0.16, disability: 0.19 }

/** An illness that counts, from the day it was found. */
interface Strain {
  found: Day
  work: number
  disability: number
}

function strainsOf(person: Person): Strain[] {
  const strains: Strain[] = []
  for (const [illness, found] of person.illnesses) {
    const effect = ILLNESS_EFFECT[illness]
    if (effect) strains.push({ found, work: effect[0], disability: effect[1] })
  }
  return strains
}

/** Countries of Africa and Asia from which most came as refugees or to family: fewer work, the more so at first. */
const FROM_AFAR = new Set([
  'AF',
  'CD',
  'ER',
  'ET',
  'IQ',
  'IR',
  'MM',
  'PK',
  'SO',
  'SD',
  'SY',
  'TR',
  'UA',
  'XX',
])

/** Months weigh more for sick leave in winter. */
const SICK_MONTHS = [11, 11, 10, 8, 7.5, 6.5, 5, 6.5, 8.5, 9.5, 9.5, 7]

/** The working life of a person. */
export const workingLife = settledOnce((person): WorkingLife => {
  const random = ownChance(person, WORK)
  const jobs: JobSpell[] = []
  const benefits: BenefitSpell[] = []
  const born = yearOf(person.birth)
  const end = Math.min(
    LAST_DAY,
    person.death ?? LAST_DAY,
    person.emigration === null ? LAST_DAY : person.emigration - 1,
  )
  if (yearOf(end) - born < 15 || FIRST_YEAR - born > 110) return { jobs, benefits }

  const women = person.sex === FEMALE ? 1 : 0
  const strains = strainsOf(person)
  const pensioned = disabledFrom(person, strains, born, women, random)
  const retired = retiredFrom(person, born, pensioned !== null, random)
  place(benefits, {
    from: pensioned ?? end + 1,
    until: Math.min(end, dayOf(born + 67) - 1),
    benefit: 'disability',
  })
  place(benefits, { from: retired, until: end, benefit: 'old-age' })
  parenthood(person, women, benefits, end, random)

  work(person, strains, born, women, end, pensioned, schooling(person), jobs, random)
  for (const job of jobs) sickness(person, strains, job, women, benefits, random)
  outOfWork(person, jobs, benefits, born, end, random)
  benefits.sort((a, b) => a.from - b.from)
  return { jobs, benefits }
})

/** Years of work, one after another: a job from the year in which readiness first suffices to that in which it no longer does. */
function work(
  person: Person,
  strains: readonly Strain[],
  born: number,
  women: 0 | 1,
  end: Day,
  pensioned: Day | null,
  qualifications: readonly Qualification[],
  jobs: JobSpell[],
  random: Random,
): void {
  const lasting = 0.4 * person.traits.status + 0.69 * random.normal()
  const fullTime = random.uniform()
  let passing = random.normal()
  let job: JobSpell | null = null
  const first = Math.max(FIRST_YEAR, yearOf(person.entry), born + 15)
  const foreign = person.bornIn !== 'NO'
  for (let year = first; year <= yearOf(end); year++) {
    const age = year - born
    if (age > 79) break
    passing = 0.75 * passing + 0.66 * random.normal()
    const start = Math.max(person.entry, DAYS_OF_YEAR[year - FIRST_YEAR] as Day)
    // Those already there go on from before; others change on a day that is before the surveys of November.
    const turn = start + random.between(0, 300)
    const settled = year === first && person.entry <= FIRST_DAY && age > 17
    const works =
      pensioned !== null && pensioned <= turn && age < 67
        ? lasting + 0.6 * passing > 0.95
        : ready(person, strains, lasting + 0.6 * passing, turn, year, foreign) >
          (WORKS_ABOVE[women]?.[age] ?? 9)
    const held = heldOn(qualifications, turn)
    const besideSchool = age < 27 && qualifications.some((later) => later.from > turn)
    if (works && !job) {
      job = take(settled ? start : turn, held, besideSchool, women, age, fullTime, random)
    } else if (!works && job) {
      job.until = turn - 1
      finish(job, jobs, end)
      job = null
    } else if (job && random.chance(changeRate(age))) {
      const next: JobSpell = take(
        turn,
        held,
        besideSchool,
        women,
        age,
        random.uniform() < 0.4 ? random.uniform() : fullTime,
        random,
      )
      if (random.chance(0.35)) {
        next.occupation = job.occupation
        next.industry = job.industry
      }
      if (next.occupation === job.occupation && next.industry === job.industry && next.hours === job.hours)
        continue
      job.until = turn - 1
      finish(job, jobs, end)
      job = next
    }
  }
  if (job) {
    job.until = end
    finish(job, jobs, end)
  }
}

function finish(job: JobSpell, jobs: JobSpell[], end: Day): void {
  job.until = Math.min(job.until, end)
  if (job.from <= job.until) jobs.push(job)
}

/** Share who change to another kind of job or other hours in a year. */
const changeRate = (age: number): number =>
  age < 25 ? 0.42 : age < 30 ? 0.3 : age < 40 ? 0.18 : age < 50 ? 0.12 : 0.08

/** How ready to work the person is on a day, against the same bounds as others of the age and sex. */
function ready(
  person: Person,
  strains: readonly Strain[],
  own: number,
  day: Day,
  year: number,
  foreign: boolean,
): number {
  let readiness = own + ILLNESS_MEAN.work
  for (const { found, work } of strains) if (found <= day) readiness += work
  // 2014–2017 and 2020 were leaner years than 2022 and 2023 (labour force survey).
  if (year < 2018) readiness -= 0.05
  else if (year === 2020) readiness -= 0.06
  else if (year > 2021) readiness += 0.02
  if (!foreign) return readiness + 0.1
  const years = (day - person.entry) / 365.2425
  if (FROM_AFAR.has(person.bornIn))
    return readiness - (person.entry > FIRST_DAY ? Math.max(0.65, 1.4 - 0.15 * years) : 0.55)
  return readiness - (person.entry > FIRST_DAY && years < 1 ? 0.35 : 0.12)
}

function take(
  from: Day,
  held: Qualification | undefined,
  besideSchool: boolean,
  women: 0 | 1,
  age: number,
  fullTime: number,
  random: Random,
): JobSpell {
  const job = findJob(
    held?.level ?? 2,
    held?.programme ?? -1,
    women,
    besideSchool && random.chance(0.85),
    random,
  )
  return { ...job, from, until: LAST_DAY, hours: agreedHours(besideSchool, women, age, fullTime, random) }
}

/** Agreed hours: full time for 82 % of men and 63 % of women who work and are no students (Statistics Norway, 2023, about). */
function agreedHours(
  besideSchool: boolean,
  women: 0 | 1,
  age: number,
  fullTime: number,
  random: Random,
): number {
  if (besideSchool && age < 25) return random.chance(0.15) ? 37.5 : random.between(6, 40) / 2
  const partTime = (women ? 0.33 : 0.13) + (age > 61 ? 0.15 : 0)
  if (fullTime >= partTime) return random.chance(0.16) ? 35.5 : random.chance(0.06) ? 40 : 37.5
  return random.chance(0.55) ? random.between(28, 34) : random.between(10, 27)
}

/** The day of a disability pension, null for most. Found by the first year whose bound the person's bent passes. */
function disabledFrom(
  person: Person,
  strains: readonly Strain[],
  born: number,
  women: 0 | 1,
  random: Random,
): Day | null {
  const { status, frailty, vulnerability } = person.traits
  const bent =
    -0.35 * status +
    0.35 * frailty +
    0.35 * vulnerability +
    0.795 * random.normal() -
    ILLNESS_MEAN.disability -
    0.08
  const delay = random.between(0, 364)
  const bounds = DISABLED_ABOVE[women] ?? []
  let most = bent
  for (const { disability } of strains) most += disability
  if (most <= (bounds[66] ?? 9)) return null
  const last = Math.min(LAST_YEAR, born + 66)
  // Five years of insurance come first for those who came as adults.
  let year = Math.max(
    born + 18,
    person.entry > FIRST_DAY && person.bornIn !== 'NO' ? yearOf(person.entry) + 5 : 0,
  )
  for (; year <= last; year++) {
    const start = dayOf(year)
    let by = bent
    for (const { found, disability } of strains) if (found <= start - 365) by += disability
    if (by > (bounds[year - born] ?? 9)) return start + delay
  }
  return null
}

/** First day of the old-age pension: most at 67, a third at 62 (Norwegian Labour and Welfare Administration). */
function retiredFrom(person: Person, born: number, disabled: boolean, random: Random): Day {
  const draw = random.uniform()
  const age = disabled
    ? 67
    : draw < 0.26
      ? 62
      : draw < 0.46
        ? 63 + Math.floor((draw - 0.26) * 20)
        : draw < 0.95
          ? 67
          : 70
  return Math.max(person.birth + Math.round(age * 365.2425), dayOf(born + age))
}

/** Parental benefit: mothers about 31 weeks from three weeks before the birth, fathers about 15 weeks in the year after. */
function parenthood(person: Person, women: 0 | 1, benefits: BenefitSpell[], end: Day, random: Random): void {
  for (const { birth } of person.children) {
    if (birth < FIRST_DAY || birth < person.entry || !random.chance(women ? 0.9 : 0.8)) continue
    const from = women ? birth - 21 : birth + random.between(200, 300)
    const until = from + (women ? random.between(180, 330) : random.between(70, 130))
    if (from >= person.entry) place(benefits, { from, until: Math.min(end, until), benefit: 'parental' })
  }
}

/**
 * Sick pay from the state, after the sixteen days that the employer pays: about 0.31 spells a year for women and 0.18 for men
 * who work, more with illness and little status, most in winter. A spell of a year goes over into work assessment allowance.
 */
function sickness(
  person: Person,
  strains: readonly Strain[],
  job: JobSpell,
  women: 0 | 1,
  benefits: BenefitSpell[],
  random: Random,
): void {
  let rate =
    (women ? 0.31 : 0.18) * Math.exp(-0.15 * person.traits.status + 0.2 * person.traits.vulnerability)
  rate *= 1.35 ** strains.length
  let day = job.from
  for (;;) {
    // Thinned by month against the worst of them.
    day += Math.ceil(random.wait(rate * 1.33) * 365.2425)
    if (day > job.until) return
    const month = Math.floor((((day - FIRST_DAY) % 365.2425) / 365.2425) * 12)
    if (!random.chance((SICK_MONTHS[month] ?? 8) / 11)) continue
    const length = Math.min(365, Math.round(Math.exp(3.5 + 1.1 * random.normal())) + 1)
    const until = Math.min(job.until, day + length)
    place(benefits, { from: day, until, benefit: 'sick-pay' })
    if (length === 365 && until < job.until) {
      const assessed = {
        from: until + 1,
        until: Math.min(job.until, until + random.between(180, 1000)),
        benefit: 'work-assessment' as const,
      }
      place(benefits, assessed)
      day = assessed.until
    } else day = until + 1
  }
}

/** When much was closed in the spring of 2020. */
const CLOSED_MONTHS = { from: dayOf(2020, 3, 16), until: dayOf(2020, 5, 10) }

/**
 * Share of those out of work, with a body and mind as most have, whose ability to work is assessed: after a job, and of those who
 * had none in these years. With it about 4 % of those aged 18–66 have the allowance, and 1.4 % unemployment benefit (Norwegian
 * Labour and Welfare Administration, 2023, rounded).
 */
const ASSESSED = { left: 0.45, never: 1.2 }

/**
 * Unemployment benefit and work assessment allowance in the gaps between jobs, the latter with a frail body or mind; and
 * unemployment benefit for one in eleven while much was closed in 2020.
 */
function outOfWork(
  person: Person,
  jobs: readonly JobSpell[],
  benefits: BenefitSpell[],
  born: number,
  end: Day,
  random: Random,
): void {
  const strained = Math.exp(0.4 * person.traits.frailty + 0.5 * person.traits.vulnerability)
  let idle = Math.max(FIRST_DAY, person.entry)
  for (let i = 0; i <= jobs.length; i++) {
    const job = jobs[i]
    const next = job ? job.from : end + 1
    const age = yearOf(idle) - born
    if (age > 19 && age < 66 && next - idle >= 30) {
      const [benefit, least, most]: [Benefit, number, number] | [null, 0, 0] =
        random.uniform() < (i > 0 ? ASSESSED.left : ASSESSED.never) * strained
          ? ['work-assessment', 500, 1900]
          : i > 0
            ? ['unemployment', 90, 900]
            : [null, 0, 0]
      const from = idle + random.between(0, 20)
      const until = Math.min(next - 1, from + random.between(least, most))
      if (benefit) place(benefits, { from, until, benefit })
    }
    if (!job) return
    idle = job.until + 1
    if (job.from < CLOSED_MONTHS.from && job.until > CLOSED_MONTHS.until && random.chance(0.09)) {
      const from = CLOSED_MONTHS.from + random.between(0, 14)
      place(benefits, {
        from,
        until: Math.min(job.until, from + random.between(30, 150)),
        benefit: 'unemployment',
      })
    }
  }
}

/** Adds a spell where none stands in its way: what comes first here is what is paid. */
function place(benefits: BenefitSpell[], spell: BenefitSpell): void {
  if (spell.from > spell.until) return
  for (const { from, until } of benefits) if (spell.from <= until && from <= spell.until) return
  benefits.push(spell)
}
