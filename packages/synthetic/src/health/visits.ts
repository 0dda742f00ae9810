/**
 * The hospital visits of a settled life: what illnesses lead to, what comes with age, births, and the last year. Visits are drawn
 * one source after another, then put in order; nobody is in two places at once.
 */
import { workdayFrom } from '../calendar.js'
import { type Day, dayOf, FIRST_DAY } from '../days.js'
import { ageOn, FEMALE, type HospitalVisit, type Illness, MALE, type Person, type Sex } from '../person.js'
import { Choice, type Random } from '../random.js'
import { ACUTE } from './care/acute.js'
import {
  AT_CLINIC,
  BESIDE,
  MET,
  MET_AT_STAY,
  METASTASES,
  METASTASIS_CODED,
  MOST_BESIDE,
} from './care/beside.js'
import { CANCER_CARE } from './care/cancer.js'
import { CHRONIC } from './care/chronic.js'
import { EXAMINED } from './care/examined.js'
import type { AcuteRow, CareRow, Done } from './care/rows.js'
import { valueAt } from './illness.js'

const YEAR = 365.2425

interface Care {
  row: CareRow
  codes: Choice<string> | undefined
}

interface Prepared {
  care: ReadonlyMap<Illness, readonly Care[]>
  codes: ReadonlyMap<AcuteRow, Choice<string>>
  /** By sex and year of age: times a year that anything acute happens, and which. */
  acute: Record<Sex, readonly { perYear: number; rows: Choice<AcuteRow> }[]>
}

let prepared: Prepared | undefined

function prepare(): Prepared {
  const care = new Map<Illness, Care[]>()
  for (const row of [...CHRONIC, ...CANCER_CARE]) {
    const rows = care.get(row.illness) ?? []
    rows.push({ row, codes: row.codes === 'site' ? undefined : new Choice(row.codes) })
    care.set(row.illness, rows)
  }
  const byAge = (sex: Sex) =>
    Array.from({ length: 111 }, (_, age) => {
      const rates = ACUTE.map((row) => [row, valueAt(sex === MALE ? row.men : row.women, age + 0.5)] as const)
      return { perYear: rates.reduce((sum, [, rate]) => sum + rate, 0) / 1000, rows: new Choice(rates) }
    })
  return {
    care,
    codes: new Map(ACUTE.map((row) => [row, new Choice(row.codes)])),
    acute: { [MALE]: byAge(MALE), [FEMALE]: byAge(FEMALE) },
  }
}

const NOTHING_DONE: readonly string[] = []
/** One shared list for each main diagnosis that stands alone. */
const alone = new Map<string, readonly string[]>()

/** In the first weeks of the epidemic planned care was cut; then other airway infections nearly vanished for a year. */
const LOCKDOWN = { from: dayOf(2020, 3, 12), until: dayOf(2020, 5, 10), cancelled: 0.4 }
const DISTANCE = { from: dayOf(2020, 3, 20), until: dayOf(2021, 8, 1), spared: 0.5 }

/** Hospital visits of a person from `FIRST_DAY` to `until`, the last day alive and resident, in order of day. */
export function drawVisits(person: Person, until: Day, random: Random): HospitalVisit[] {
  const from = Math.max(FIRST_DAY, person.entry)
  if (until < from) return []
  prepared ??= prepare()
  const draw = new Drawer(person, from, until, random)
  draw.births()
  for (const [illness, found] of person.illnesses) {
    const rows = prepared.care.get(illness)
    if (rows) draw.care(illness, found, rows)
  }
  draw.acute(prepared)
  if (person.death === until) draw.lastYear(until, person.cause)
  return inOrder(draw.visits)
}

/** By day, without what would fall into an earlier stay; a birth is never left out. */
function inOrder(visits: HospitalVisit[]): HospitalVisit[] {
  visits.sort((a, b) => a.day - b.day)
  const kept: HospitalVisit[] = []
  for (const visit of visits) {
    const last = kept.at(-1)
    if (!last || visit.day > last.day + last.nights) kept.push(visit)
    else if (isBirth(visit)) {
      kept.pop()
      kept.push(visit)
    }
  }
  return kept
}

const isBirth = ({ diagnoses }: HospitalVisit): boolean => /^(O8|Z38|P07)/.test(diagnoses[0] ?? '')

class Drawer {
  readonly visits: HospitalVisit[] = []
  readonly #person: Person
  readonly #from: Day
  readonly #until: Day
  readonly #random: Random

  constructor(person: Person, from: Day, until: Day, random: Random) {
    this.#person = person
    this.#from = from
    this.#until = until
    this.#random = random
  }

  /** The person's own birth, and those of her children. */
  births(): void {
    const person = this.#person
    const random = this.#random
    if (person.birth >= FIRST_DAY && person.entry === person.birth) {
      const delivery = person.mother?.deliveries.find(({ child }) => child === person)
      const early = delivery !== undefined && delivery.gestation < 37
      const diagnoses = [delivery?.plural ? 'Z383' : 'Z380']
      if (early) diagnoses.unshift('P073')
      if (delivery !== undefined && delivery.weight < 2500) diagnoses.push('P071')
      if (random.chance(early ? 0.4 : 0.05)) diagnoses.push('P599')
      if (random.chance(0.03)) diagnoses.push('P221')
      const nights = early ? 3 + 4 * Math.max(0, 37 - delivery.gestation) : random.between(1, 3)
      this.#add(person.birth, nights, false, diagnoses, NOTHING_DONE)
    }
    for (const { child, gestation, plural, caesarean } of person.deliveries) {
      // Of twins, the second is in the same stay.
      if (
        child.birth < this.#from ||
        child.birth > this.#until ||
        this.visits.some(({ day }) => day === child.birth)
      )
        continue
      const elective = caesarean && random.chance(0.38)
      const vacuum = !caesarean && random.chance(0.11)
      const main = plural
        ? caesarean
          ? 'O842'
          : 'O840'
        : caesarean
          ? elective
            ? 'O820'
            : 'O821'
          : vacuum
            ? 'O814'
            : 'O800'
      const diagnoses = [main, 'Z370']
      const torn = !caesarean && random.chance(0.5)
      if (torn) diagnoses.push(random.chance(0.6) ? 'O701' : 'O700')
      if (random.chance(0.1)) diagnoses.push('O721')
      if (random.chance(0.05)) diagnoses.push('O244')
      if (random.chance(gestation < 37 ? 0.15 : 0.02)) diagnoses.push('O149')
      if (gestation >= 42) diagnoses.push('O48')
      else if (random.chance(0.05)) diagnoses.push('O421')
      const procedures = caesarean ? ['MCA10'] : vacuum ? ['MAE00'] : random.chance(0.01) ? ['MAF00'] : []
      if (torn) procedures.push('MBC00')
      this.#add(child.birth, random.between(1, 3) + (caesarean ? 1 : 0), !elective, diagnoses, procedures)
    }
  }

  /** What follows from one illness. */
  care(illness: Illness, found: Day, rows: readonly Care[]): void {
    const person = this.#person
    const random = this.#random
    const tumour = person.tumours?.get(illness)
    const steady = random.uniform()
    for (const { row, codes } of rows) {
      if (row.stages && !(tumour && row.stages.includes(tumour.stage))) continue
      if (row.share !== undefined && !random.chance(row.share)) continue
      const site = tumour?.site ?? 'C809'
      const spread = (of: Choice<string> | undefined) =>
        !of && tumour?.stage === 'distant' && random.chance(METASTASIS_CODED)
          ? random.pick(SPREAD)
          : undefined
      const happen = (day: Day) => {
        const main = !codes
          ? site
          : row.steady
            ? (codes.items[codes.draw(steady)] as string)
            : random.pick(codes)
        this.#visit(day, row, main, row.beside === 'site' ? site : (row.beside ?? spread(codes)))
      }
      if (row.once !== undefined) {
        const day = found + (row.after ? random.between(row.after[0], row.after[1]) : 0)
        const share = typeof row.once === 'number' ? row.once : valueAt(row.once, ageOn(person, found))
        if (day >= this.#from && day <= this.#until && random.chance(share)) happen(day)
      }
      if (row.perYear) {
        const [first, later] = row.perYear
        const change = found + YEAR
        const end = Math.min(this.#until, row.years === undefined ? this.#until : found + row.years * YEAR)
        let day = Math.max(this.#from, found + 1)
        // One waiting time is spent against the rate of the first year, then against the later one.
        for (let left = random.wait(1); day <= end; left = random.wait(1)) {
          const inFirst = Math.max(0, ((change - day) / YEAR) * first)
          day =
            left <= inFirst
              ? day + (left / first) * YEAR
              : Math.max(day, change) + ((left - inFirst) / later) * YEAR
          if (!(day <= end)) break
          happen(Math.floor(day))
        }
      }
    }
  }

  /** What comes with age: more often to the frail and to people of low status. */
  acute({ acute, codes }: Prepared): void {
    const person = this.#person
    const random = this.#random
    const { frailty, status } = person.traits
    // The mean of the log-normal factor is taken out.
    const factor = Math.exp(0.2 * frailty - 0.1 * status - (0.2 ** 2 + 0.1 ** 2) / 2)
    const ages = acute[person.sex]
    let left = random.wait(1) / factor
    for (let day = this.#from; day <= this.#until; ) {
      const age = Math.max(0, Math.floor(ageOn(person, day)))
      const ofAge = ages[Math.min(110, age)]
      if (!ofAge) break
      const birthday = Math.max(day + 1, person.birth + (age + 1) * YEAR)
      const used = ((birthday - day) / YEAR) * ofAge.perYear
      if (left > used) {
        left -= used
        day = birthday
        continue
      }
      day += (left / ofAge.perYear) * YEAR
      left = random.wait(1) / factor
      if (day > this.#until) break
      const row = random.pick(ofAge.rows)
      this.#visit(Math.floor(day), row, random.pick(codes.get(row) as Choice<string>))
    }
  }

  /** More stays the nearer death is: about one and a half in the last year, most in the last two months. */
  lastYear(death: Day, cause: string | null): void {
    const random = this.#random
    if (cause !== null && /^[V-X]|^R9/.test(cause) && !random.chance(0.35)) return
    const cancer = cause?.startsWith('C') ?? false
    const terminal = ageOn(this.#person, death) < 85 ? DIE_IN_HOSPITAL.younger : DIE_IN_HOSPITAL.older
    if (random.chance(terminal)) {
      const nights = Math.min(this.#nights(5), death - this.#from)
      this.#stay(death - nights, nights, cause, cancer)
    }
    for (let stays = random.poisson(cancer ? 1.8 : 1.15); stays > 0; stays--) {
      const day = death - Math.floor(YEAR * random.uniform() ** 2.5)
      if (day >= this.#from) this.#stay(day, this.#nights(6), cause, cancer)
    }
  }

  /** A stay of someone who is soon to die: half of them for what they die of. */
  #stay(day: Day, nights: number, cause: string | null, cancer: boolean): void {
    const random = this.#random
    const main = cause !== null && /^[A-N]|^U/.test(cause) && random.chance(0.5) ? cause : random.pick(LAST)
    const palliative = cancer && random.chance(0.4) ? 'Z515' : undefined
    this.#add(
      day,
      nights,
      true,
      this.#beside(day, nights, main, palliative),
      done(undefined, main, true, random),
    )
  }

  #visit(planned: Day, row: CareRow | AcuteRow, main: string, beside?: string): void {
    const random = this.#random
    const acute = random.chance(row.acute ?? (row.nights > 0 ? 1 : 0))
    let day = row.season ? this.#seasonal(planned, row.season === 'winter' ? 1 : -1) : planned
    if (
      row.season === 'winter' &&
      main.startsWith('J') &&
      day > DISTANCE.from &&
      day < DISTANCE.until &&
      random.chance(DISTANCE.spared)
    )
      return
    if (!acute) {
      if (day > LOCKDOWN.from && day < LOCKDOWN.until && random.chance(LOCKDOWN.cancelled)) return
      day = workdayFrom(day)
    }
    if (day < this.#from || day > this.#until) return
    const nights = row.nights > 0 ? this.#nights(row.nights) : 0
    this.#add(
      day,
      nights,
      acute,
      this.#beside(day, nights, main, beside),
      done(row.procedures, main, nights > 0, random),
    )
  }

  /** Moves a day by half a year with the chance that makes `1 + 0.45 cos` of the time of year, its peak in mid-January or July. */
  #seasonal(day: Day, sign: number): Day {
    const weight = 1 + sign * 0.45 * Math.cos((2 * Math.PI * (day - FIRST_DAY - 15)) / YEAR)
    if (this.#random.uniform() * 2 < weight) return day
    const later = day + 182
    if (later <= this.#until) return later
    return day - 182 >= this.#from ? day - 182 : day
  }

  /** Nights of a stay whose mean is given: at least one, exponential beyond. */
  #nights(mean: number): number {
    return 1 + Math.floor(this.#random.wait(1 / Math.max(0.3, mean - 0.5)))
  }

  #beside(day: Day, nights: number, main: string, always?: string): readonly string[] {
    const random = this.#random
    let diagnoses: string[] | undefined = always === undefined ? undefined : [main, always]
    const scale = nights > 0 ? 1 : AT_CLINIC
    for (const [illness, found] of this.#person.illnesses) {
      const coded = BESIDE[illness]
      if (
        !coded ||
        found > day ||
        !random.chance(coded[1] * scale) ||
        coded[0].slice(0, 3) === main.slice(0, 3)
      )
        continue
      diagnoses ??= [main]
      if (diagnoses.length <= MOST_BESIDE) diagnoses.push(coded[0])
    }
    if (nights > 0)
      for (let met = random.poisson(valueAt(MET_AT_STAY, ageOn(this.#person, day))); met > 0; met--) {
        const code = random.pick(OFTEN_MET)
        if (code.slice(0, 3) === main.slice(0, 3) || diagnoses?.includes(code)) continue
        diagnoses ??= [main]
        if (diagnoses.length <= MOST_BESIDE) diagnoses.push(code)
      }
    if (diagnoses) return diagnoses
    let shared = alone.get(main)
    if (!shared) {
      shared = [main]
      alone.set(main, shared)
    }
    return shared
  }

  #add(
    day: Day,
    nights: number,
    acute: boolean,
    diagnoses: readonly string[],
    procedures: readonly string[],
  ): void {
    this.visits.push({ day, nights: Math.min(nights, this.#until - day), acute, diagnoses, procedures })
  }
}

/** What brings people to hospital in their last year whatever they die of. */
const LAST = new Choice([
  ['J189', 24],
  ['A419', 13],
  ['N390', 9],
  ['I500', 9],
  ['E86', 8],
  ['N179', 7],
  ['J960', 6],
  ['R104', 6],
  ['J690', 5],
  ['D649', 5],
  ['S720', 3],
  ['K922', 5],
] as const)

/** Of those who die of illness, the share who die in hospital, by age: with other stays about 29 % of all deaths. */
const DIE_IN_HOSPITAL = { younger: 0.28, older: 0.17 }

const SPREAD = new Choice(METASTASES)
const OFTEN_MET = new Choice(MET)

/** Examinations by main diagnosis, found once for each. */
const examinedOf = new Map<string, (typeof EXAMINED)[string]>()

function examinations(main: string): (typeof EXAMINED)[string] {
  let known = examinedOf.get(main)
  if (!known) {
    known =
      [3, 2, 1].map((length) => EXAMINED[main.slice(0, length)]).find((list) => list !== undefined) ?? []
    examinedOf.set(main, known)
  }
  return known
}

/**
 * What is done at a visit. Of procedures on one organ, which share their first two letters and stand together, at most one is
 * done; examinations come on top.
 */
function done(procedures: Done | undefined, main: string, stay: boolean, random: Random): readonly string[] {
  let list: string[] | undefined
  let organ = ''
  let left = 1
  for (const [code, share, only] of procedures ?? []) {
    if (only !== undefined && !main.startsWith(only)) continue
    if (organ === '' || !code.startsWith(organ)) {
      organ = code.slice(0, 2)
      left = random.uniform()
    }
    if (left < share) {
      list ??= []
      list.push(code)
      left = 1
    } else left -= share
  }
  for (const [code, atStay, atClinic] of examinations(main))
    if (random.chance(stay ? atStay : atClinic)) {
      list ??= []
      list.push(code)
    }
  return list ?? NOTHING_DONE
}
