/**
 * How illnesses come about in one life. Each has a cumulative hazard by age; who a person is scales it, and what the person
 * already has bends it from that day on. One exponential number a person and illness is spent against it, so that most of the
 * fifty illnesses cost one multiplication.
 */
import { workdayFrom } from '../calendar.js'
import { type Day, dayOf, LAST_DAY } from '../days.js'
import { ageOn, type Illness, MALE, type Person, type Sex, STAGES } from '../person.js'
import { Choice, type Random } from '../random.js'
import { AGES, expectedOf, rateOf } from './expected.js'
import type { Gradient, IllnessRow } from './illness.js'
import type { CancerRow } from './illnesses/cancer.js'
import { CANCER_OF, ILLNESS_ROWS } from './illnesses/index.js'
import { survivalOf } from './mortality.js'

/** Shares of adults who smoke or have smoked: Statistics Norway 2014–2024, daily and now and then. */
const SMOKING = { never: 0.53, former: 0.29, current: 0.18 }
/** Mean and standard deviation of adults' body mass index, kg/m²: HUNT4. */
const BMI = { mean: 26.8, deviation: 4.5 }

/** An illness among one sex, ready to be drawn. */
interface Course {
  row: IllnessRow
  cancer: CancerRow | undefined
  /** Logarithms of the row's gradient, in the order of `traitsOf`. */
  gradient: Float64Array
  /** By year of age: cumulative hazard of a person whose ratios are all 1. */
  until: Float64Array
  causes: readonly (readonly [illness: Illness, ratio: number])[]
  /** Product of the ratios above 1 of `causes`. */
  most: number
  sites: Choice<string> | undefined
  stages: Choice<(typeof STAGES)[number]> | undefined
}

const prepared = new Map<Sex, readonly Course[]>()

function coursesOf(sex: Sex): readonly Course[] {
  let courses = prepared.get(sex)
  if (!courses) {
    courses = inOrder(ILLNESS_ROWS).map((row) => courseOf(row, sex))
    prepared.set(sex, courses)
  }
  return courses
}

/** Causes before what they lead to. Throws where illnesses cause one another in a circle. */
export function inOrder(rows: readonly IllnessRow[]): IllnessRow[] {
  const rowOf = new Map(rows.map((row) => [row.illness, row]))
  const done: IllnessRow[] = []
  const under = new Set<Illness>()
  const visit = (row: IllnessRow) => {
    if (done.includes(row)) return
    if (under.has(row.illness)) throw new Error(`${row.illness} is among its own causes`)
    under.add(row.illness)
    for (const cause of [...Object.keys(row.after ?? {}), ...(row.only ?? [])]) {
      const before = rowOf.get(cause as Illness)
      if (before) visit(before)
    }
    done.push(row)
  }
  for (const row of rows) visit(row)
  return done
}

function courseOf(row: IllnessRow, sex: Sex): Course {
  const {
    status = 1,
    frailty = 1,
    vulnerability = 1,
    bmi = 1,
    current = 1,
    former = 1,
  }: Gradient = row.gradient ?? {}
  const gradient = Float64Array.from([status, frailty, vulnerability, bmi, current, former], Math.log)
  const causes = Object.entries(row.after ?? {}) as [Illness, number][]
  // Moments of the ratio among people: log-normal in the traits, and by group in smoking.
  const normal = gradient.subarray(0, 4).reduce((sum, b) => sum + b * b, 0)
  const mean = Math.exp(normal / 2) * (SMOKING.never + SMOKING.former * former + SMOKING.current * current)
  const square =
    Math.exp(2 * normal) * (SMOKING.never + SMOKING.former * former ** 2 + SMOKING.current * current ** 2)
  const variance = square / mean ** 2 - 1
  const { shareOf } = expectedOf(sex)
  const until = new Float64Array(AGES)
  let crude = 0
  let before = 0
  for (let age = 1; age < AGES; age++) {
    const rate = rateOf(row, sex, age - 0.5)
    crude += rate
    // Those at high risk fall ill first: with a gamma-distributed ratio (Vaupel et al. 1979) this keeps the mean rate as given.
    const scaled = variance > 1e-6 ? Math.expm1(variance * crude) / variance : crude
    const ratio = row.only
      ? 1
      : causes.reduce((product, [cause, r]) => product * (1 + (r - 1) * (shareOf.get(cause)?.[age] ?? 0)), 1)
    until[age] = (until[age - 1] as number) + (scaled - before) / mean / ratio
    before = scaled
  }
  const cancer = CANCER_OF.get(row.illness)
  const wanted = sex === MALE ? 'men' : 'women'
  return {
    row,
    cancer,
    gradient,
    until,
    causes,
    most: causes.reduce((product, [, r]) => product * Math.max(1, r), 1),
    sites:
      cancer &&
      new Choice(cancer.sites.filter(([, , only]) => !only || only === wanted).map(([code, w]) => [code, w])),
    stages: cancer && new Choice(STAGES.map((stage, i) => [stage, cancer.stages[i] ?? 0] as const)),
  }
}

/** Draws after which an illness that would have killed before the person's entry is taken not to have come. */
const MOST_DRAWS = 12

/** Settles when the person's illnesses are found, as if nobody died or left: fills `illnesses` and `tumours` up to `LAST_DAY`. */
export function followCourses(person: Person, random: Random): void {
  const { traits } = person
  const end = Math.min(ageOn(person, LAST_DAY), AGES - 1)
  const entry = ageOn(person, person.entry)
  const bmi = Math.min(4, Math.max(-2.5, (traits.bmi - BMI.mean) / BMI.deviation))
  const scales = [traits.status, traits.frailty, traits.vulnerability, bmi]
  for (const course of coursesOf(person.sex)) {
    const { gradient, row } = course
    let log =
      traits.smoking === 'current'
        ? (gradient[4] as number)
        : traits.smoking === 'former'
          ? (gradient[5] as number)
          : 0
    for (let i = 0; i < 4; i++) log += (gradient[i] as number) * (scales[i] as number)
    const relative = Math.exp(log)
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      const age = onsetOf(course, person, random.wait(1) / relative, end)
      if (age > end) break
      if (course.sites && course.stages) {
        person.tumours ??= new Map()
        person.tumours.set(row.illness, {
          site: random.pick(course.sites),
          stage: random.pick(course.stages),
        })
      }
      if (age < entry && !random.chance(survivalOf(person, row.illness, age, entry))) {
        person.tumours?.delete(row.illness)
        continue
      }
      find(person, row, age)
      break
    }
  }
}

function find(person: Person, row: IllnessRow, age: number): void {
  let day: Day = Math.max(person.birth, Math.round(person.birth + age * 365.2425))
  if (!row.anyDay) day = workdayFrom(day)
  if (day > LAST_DAY) return
  person.illnesses.set(row.illness, day)
  for (const other of row.brings ?? [])
    person.illnesses.set(other, Math.min(day, person.illnesses.get(other) ?? day))
}

/** Ages at which a person's earlier illnesses begin to bend a hazard, and by how much: kept between calls to spare memory. */
const bendAges: number[] = []
const bendRatios: number[] = []

/** The age at which a hazard has used up `need`, infinite when it has not at `end`. */
function onsetOf(course: Course, person: Person, need: number, end: number): number {
  const { row, until, causes } = course
  if (need > course.most * hazardAt(until, end)) return Number.POSITIVE_INFINITY
  let from = row.since === undefined ? 0 : Math.max(0, ageOn(person, dayOf(row.since)))
  if (row.only) {
    const first = Math.min(
      ...row.only.map((illness) => person.illnesses.get(illness) ?? Number.POSITIVE_INFINITY),
    )
    from = ageOn(person, first)
  }
  let bends = 0
  let ratio = 1
  for (const [cause, times] of causes) {
    const found = person.illnesses.get(cause)
    if (found === undefined) continue
    const age = ageOn(person, found)
    if (age <= from) {
      ratio *= times
      continue
    }
    let place = bends++
    for (; place > 0 && (bendAges[place - 1] as number) > age; place--) {
      bendAges[place] = bendAges[place - 1] as number
      bendRatios[place] = bendRatios[place - 1] as number
    }
    bendAges[place] = age
    bendRatios[place] = times
  }
  let left = need
  for (let bend = 0; from < end; bend++) {
    const to = bend < bends ? Math.min(end, bendAges[bend] as number) : end
    const start = hazardAt(until, from)
    const spent = ratio * (hazardAt(until, to) - start)
    if (spent >= left) return ageAt(until, start + left / ratio)
    left -= spent
    from = to
    if (bend < bends) ratio *= bendRatios[bend] as number
  }
  return Number.POSITIVE_INFINITY
}

function hazardAt(until: Float64Array, age: number): number {
  const below = Math.min(AGES - 2, Math.floor(age))
  const at = until[below] as number
  return at + ((until[below + 1] as number) - at) * (age - below)
}

/** The age at which a cumulative hazard reaches a value, on a line within a year. */
function ageAt(until: Float64Array, value: number): number {
  let low = 0
  let high = AGES - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((until[middle] as number) <= value) low = middle
    else high = middle
  }
  const from = until[low] as number
  const step = (until[high] as number) - from
  return low + (step > 0 ? (value - from) / step : 0)
}
