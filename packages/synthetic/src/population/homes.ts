/**
 * Where people live, from the year in which the register's addresses begin: the young move to cities, couples move together,
 * families settle, children live with their mothers. Homes are settled last, since nothing else in a life hangs on them.
 */
import { COUNTIES, MUNICIPALITIES } from '../codes/municipalities.js'
import { type Day, dayOf, LAST_DAY, YEAR } from '../days.js'
import type { Partnership, Person } from '../person.js'
import { Choice, type Random } from '../random.js'
import { FIRST_YEAR, interpolate, LAST_YEAR } from './figures.js'
import { reasonOf } from './origins.js'
import { arrival, isWoman, type Society } from './society.js'

/** The first day of which the register knows where people lived. */
export const HOMES_KNOWN_FROM: Day = dayOf(2005)
const HOMES_FROM_YEAR = 2005
/** The age at which the young leave the home of their parents, at the earliest. */
const OWN_HOME = 19

/**
 * Chance of moving to another municipality within a year, by age, for those who live alone and for couples; in all about 4 %
 * of the population, as Statistics Norway counts them.
 */
const MOVING: readonly (readonly [age: number, alone: number, couple: number])[] = [
  [18, 0.045, 0.06],
  [20, 0.12, 0.1],
  [24, 0.12, 0.1],
  [28, 0.1, 0.075],
  [33, 0.055, 0.042],
  [40, 0.03, 0.017],
  [50, 0.017, 0.009],
  [67, 0.01, 0.007],
  [90, 0.013, 0.01],
]
/** When couples part and one of them leaves the municipality. */
const LEAVING_AFTER_PARTING = 0.3
/** Share of moves that stay in the county, of the young and of others. */
const WITHIN_COUNTY = { young: 0.3, others: 0.6 }
/** Share of the young's moves that go to a city, and by how much a standard deviation of status raises its logarithm. */
const TO_CITY = { share: 0.37, status: 0.4 }
/** Immigrants, other than refugees, live in central places more often. */
const DRAWN_TO_CENTRES = [1.4, 1.15, 0.85, 0.75, 0.7, 0.7]

/** Log odds of the more central of two places for each standard deviation of status. */
const DRAWN_BY_STATUS = 0.8

/** The capital is a county of its own; its people move to the county around it. */
const regionOf = (county: string): string => (county === '03' ? '32' : county)
const REGIONS: readonly string[] = MUNICIPALITIES.map(({ county }) => regionOf(county))

const centralityOf = (place: number): number => MUNICIPALITIES[place]?.centrality ?? 6

/**
 * What a county's places weigh beside their residents, so that the counties keep their shares of them: moving and settling draw
 * people to the county around the capital and away from the remote ones.
 */
const MADE_GOOD: Readonly<Record<string, number>> = {
  '15': 1.07,
  '18': 1.1,
  '32': 0.87,
  '34': 1.07,
  '39': 1.06,
  '40': 1.1,
  '56': 1.08,
}

const byPopulation = (of: (place: number) => number): Choice<number> =>
  new Choice(
    MUNICIPALITIES.map(
      ({ population, county }, place) => [place, population * (MADE_GOOD[county] ?? 1) * of(place)] as const,
    ),
  )

const ANYWHERE = byPopulation(() => 1)
const CENTRES = byPopulation((place) => DRAWN_TO_CENTRES[centralityOf(place) - 1] ?? 1)
const CITIES = byPopulation((place) => ((MUNICIPALITIES[place]?.population ?? 0) >= 75_000 ? 1 : 0))
const WITHIN: ReadonlyMap<string, Choice<number>> = new Map(
  COUNTIES.map(([county]) => regionOf(county)).map((region) => [
    region,
    byPopulation((place) => (REGIONS[place] === region ? 1 : 0)),
  ]),
)

/** Gives everyone their homes. */
export function settleHomes({ people, random }: Society): void {
  const begun: Person[] = []
  let next = [...people].sort((a, b) => arrival(a) - arrival(b) || a.index - b.index)
  for (let year = HOMES_FROM_YEAR; year <= LAST_YEAR; year++) {
    const [first, last] = [dayOf(year), dayOf(year + 1) - 1]
    for (const person of begun) moveInYear(person, first, last, random)
    const later = next.findIndex((person) => arrival(person) > last)
    const coming = later < 0 ? next : next.slice(0, later)
    next = later < 0 ? [] : next.slice(later)
    for (const person of coming) {
      settleFirstHome(person, random)
      begun.push(person)
    }
    if (year < FIRST_YEAR) continue
    let kept = 0
    for (const person of begun) if (isHere(person, last + 1)) begun[kept++] = person
    begun.length = kept
  }
}

const isHere = ({ death, emigration }: Person, day: Day): boolean =>
  (death === null || day <= death) && (emigration === null || day < emigration)

/** With the mother as long as one is young, with the partner, or somewhere of one's own. */
function settleFirstHome(person: Person, random: Random): void {
  const from = arrival(person)
  const known = Math.max(from, HOMES_KNOWN_FROM)
  const young = known - person.birth < OWN_HOME * YEAR
  const partner = person.partnerships.find((union) => union.from <= known && isNotOver(union, known))?.partner
  const host =
    young && person.mother !== null
      ? person.mother
      : partner !== undefined && isSettled(partner, person, known)
        ? partner
        : null
  if (host === null) {
    const central = person.bornIn !== 'NO' && reasonOf(person.bornIn) !== 'refuge'
    person.homes = [{ from, municipality: placeFor(person, central ? CENTRES : ANYWHERE, random) }]
    return
  }
  person.homes = [{ from, municipality: homeOn(host, known) }]
  for (const home of host.homes)
    if (home.from > known && isHere(person, home.from)) person.homes.push({ ...home })
}

/**
 * One of two places drawn: the more central of them the more likely, the higher the status. Over everyone the places stay as
 * common as they were.
 */
function placeFor({ traits }: Person, places: Choice<number>, random: Random): number {
  const [one, other] = [random.pick(places), random.pick(places)]
  const [central, remote] = centralityOf(one) <= centralityOf(other) ? [one, other] : [other, one]
  return random.chance(1 / (1 + Math.exp(-DRAWN_BY_STATUS * traits.status))) ? central : remote
}

/** Whether the other's home is settled by the time that one's own is. */
const isSettled = (other: Person, one: Person, day: Day): boolean =>
  arrival(other) < arrival(one) ||
  (arrival(other) === arrival(one) && other.index < one.index && arrival(other) <= day)

const isNotOver = ({ until }: Partnership, day: Day): boolean => until === null || until >= day

/** Place in `MUNICIPALITIES` of the home on a day; the first home for days before it. */
export function homeOn({ homes }: Person, day: Day): number {
  for (let i = homes.length - 1; i > 0; i--) {
    const home = homes[i]
    if (home !== undefined && home.from <= day) return home.municipality
  }
  return homes[0]?.municipality ?? 0
}

function moveInYear(person: Person, first: Day, last: Day, random: Random): void {
  const age = (first - person.birth) / YEAR
  if (age < OWN_HOME - 1) return
  let current: Partnership | undefined
  for (const union of person.partnerships) {
    const { partner, from, until } = union
    if (from < first && isNotOver(union, last)) current = union
    const begins = from >= first && from <= last && partner.index < person.index
    if (begins && !isJoined(person, partner, from)) moveIn(person, partner, from, random)
    const ends =
      until !== null && until >= first && until <= last && !isWoman(person) && isHere(partner, until + 1)
    if (ends && !isJoined(person, partner, until + 1) && random.chance(LEAVING_AFTER_PARTING))
      move([person], until + 1, last, destination(person, age, random), random)
  }
  const couple = current !== undefined && isHere(current.partner, last)
  if (
    current !== undefined &&
    couple &&
    current.partner.index < person.index &&
    homesAlike(person, current.partner)
  )
    return
  if (!random.chance(interpolate(MOVING, age, couple ? 2 : 1))) return
  const household = [person, ...(current !== undefined && couple ? [current.partner] : [])]
  move(withChildren(household, first), first, last, destination(person, age, random), random)
}

/** Whether two were a couple before a day and were one from it on: a wedding, which moves nobody. */
function isJoined({ partnerships }: Person, other: Person, day: Day): boolean {
  let [before, after] = [false, false]
  for (const { partner, from, until } of partnerships) {
    if (partner !== other) continue
    if (until === day - 1) before = true
    if (from === day) after = true
  }
  return before && after
}

const homesAlike = (one: Person, other: Person): boolean =>
  one.homes.at(-1)?.municipality === other.homes.at(-1)?.municipality

/** Adults with the children who live with them. */
function withChildren(adults: Person[], day: Day): Person[] {
  const all = [...adults]
  for (const adult of adults)
    for (const child of adult.children) {
      if (day - child.birth >= OWN_HOME * YEAR || child.birth >= day || all.includes(child)) continue
      if (isWoman(adult) || child.mother === null || !isHere(child.mother, day)) all.push(child)
    }
  return all
}

/** One of a new couple moves in with the other: as a rule who has no children at home. */
function moveIn(one: Person, other: Person, day: Day, random: Random): void {
  const [mine, theirs] = [withChildren([one], day), withChildren([other], day)]
  const stays = mine.length === theirs.length ? random.chance(0.5) : mine.length > theirs.length
  const [movers, host] = stays ? [theirs, one] : [mine, other]
  const municipality = homeOn(host, day)
  if (homeOn(stays ? other : one, day) !== municipality) move(movers, day, day + 60, municipality, random)
}

/** Moves people together, on a day between two when all of them have lived where they are for a day at least. */
function move(people: readonly Person[], first: Day, last: Day, municipality: number, random: Random): void {
  let earliest = first
  for (const { homes } of people) earliest = Math.max(earliest, (homes.at(-1)?.from ?? 0) + 1)
  const latest = Math.min(last, LAST_DAY)
  if (earliest > latest) return
  const day = earliest + Math.floor(random.uniform() * (latest + 1 - earliest))
  for (const person of people)
    if (isHere(person, day) && person.homes.at(-1)?.municipality !== municipality)
      person.homes.push({ from: day, municipality })
}

function destination(person: Person, age: number, random: Random): number {
  const here = person.homes.at(-1)?.municipality ?? 0
  const young = age < 27
  const toCity = young ? TO_CITY.share * Math.exp(TO_CITY.status * person.traits.status) : 0
  for (let attempt = 0; ; attempt++) {
    const uniform = random.uniform()
    const within = young ? WITHIN_COUNTY.young : WITHIN_COUNTY.others
    const county = WITHIN.get(REGIONS[here] ?? '') ?? ANYWHERE
    const place = random.pick(uniform < within ? county : uniform < within + toCity ? CITIES : ANYWHERE)
    if (place !== here || attempt > 5) return place
  }
}
