import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MUNICIPALITIES } from '../src/codes/municipalities.js'
import { partsOf } from '../src/country.js'
import { type Day, dayOf, FIRST_DAY, LAST_DAY, yearOf } from '../src/days.js'
import { ageOn, FEMALE, isResident, MALE, type Person } from '../src/person.js'
import {
  EMIGRATIONS,
  FERTILITY,
  interpolate,
  LIFE_EXPECTANCY,
  MEN_2014,
  RESIDENTS_2014,
} from '../src/population/figures.js'
import { homeOn } from '../src/population/homes.js'
import { makePeople } from '../src/population/index.js'
import { CALIBRATION, hazardOf } from '../src/population/mortality.js'
import { apportion, planOf } from '../src/population/plan.js'
import { people } from './people.js'

const PERSONS = 50_000
/** Norwegians who correspond to them, in thousands: residents of 2014, births and immigrations of the eleven years. */
const THOUSANDS = 6409
const country = people(PERSONS)
const everyone = () => country
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
const share = (all: readonly Person[], holds: (person: Person) => boolean) =>
  all.filter(holds).length / all.length
const residents = (day: Day) => everyone().filter((person) => isResident(person, day))

/** Half the sum of differences between two distributions: the share that would have to be moved. */
function distance(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [one, other].map((values) => values.reduce((x, y) => x + y, 0)) as [number, number]
  return one.reduce((sum, value, i) => sum + Math.abs(value / a - (other[i] ?? 0) / b), 0) / 2
}

const byFiveYears = (all: readonly Person[], day: Day, groups: number) => {
  const counts = new Array<number>(groups).fill(0)
  for (const person of all) {
    const group = Math.min(groups - 1, Math.floor(ageOn(person, day) / 5))
    counts[group] = (counts[group] ?? 0) + 1
  }
  return counts
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const [mx, my] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))]
  let [xy, xx, yy] = [0, 0, 0]
  for (const [x, y] of pairs) {
    xy += (x - mx) * (y - my)
    xx += (x - mx) ** 2
    yy += (y - my) ** 2
  }
  return xy / Math.sqrt(xx * yy)
}

describe('the plan', () => {
  test('adds up to the persons exactly, each quota within one of its share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 2, maxLength: 60 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (weights, sum, offset) => {
          const counts = apportion(weights, sum, offset)
          const total = weights.reduce((a, b) => a + b, 0)
          expect(counts.reduce((a, b) => a + b, 0)).toBe(sum)
          for (const [i, count] of counts.entries()) {
            expect(Number.isInteger(count) && count >= 0).toBe(true)
            expect(Math.abs(count - ((weights[i] ?? 0) * sum) / total)).toBeLessThan(1.001)
          }
        },
      ),
    )
  })

  test('about four fifths of those ever known were there at the start', () => {
    const plan = planOf(25_000, 0.5)
    expect(plan.stock.length / 25_000).toBeCloseTo(0.796, 2)
    expect(plan.stock[0]?.age).toBeGreaterThan(95)
  })
})

describe('a country', () => {
  test('has exactly the persons asked for, in order of index', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 4000 }), fc.nat(), (persons, seed) => {
        const settings = { persons, seed }
        const all = partsOf(settings).flatMap((part) => makePeople(settings, part))
        expect(all.map(({ index }) => index)).toEqual(Array.from({ length: persons }, (_, i) => i))
      }),
      { numRuns: 8 },
    )
  })

  test('is the same for a seed, and another for another; a part does not hang on others', () => {
    const shown = (all: readonly Person[]) =>
      all.map((p) => [
        p.identifier,
        p.birth,
        p.death,
        p.emigration,
        p.mother?.identifier,
        p.traits,
        p.homes,
        p.partnerships.length,
      ])
    // Smaller parts than a country is made of, in the same places.
    const settings = { persons: 50_000, seed: 5 }
    const [first, second] = partsOf(settings).map((part) => ({ ...part, persons: 2000 }))
    if (first === undefined || second === undefined) throw new Error('two parts')
    const alone = shown(makePeople(settings, second))
    makePeople(settings, first)
    expect(shown(makePeople(settings, second))).toEqual(alone)
    const other = shown(makePeople({ persons: 50_000, seed: 6 }, second))
    expect(other).not.toEqual(alone)
  })
})

describe('compared with Norway', () => {
  test('age and sex on 1 January 2014 (table 07459): distance under 0.5 %', () => {
    const here = residents(FIRST_DAY)
    expect(distance(byFiveYears(here, FIRST_DAY, 21), RESIDENTS_2014)).toBeLessThan(0.005)
    const men = byFiveYears(
      here.filter(({ sex }) => sex === MALE),
      FIRST_DAY,
      21,
    )
    expect(
      distance(
        men,
        RESIDENTS_2014.map((all, i) => all * (MEN_2014[i] ?? 0)),
      ),
    ).toBeLessThan(0.01)
  })

  test('age at the end of 2024 (table 07459, 1 January 2025, rounded): distance under 2.5 %', () => {
    const published = [
      275, 305, 333, 341, 345, 360, 392, 384, 362, 355, 390, 366, 328, 298, 267, 237, 138, 76, 47,
    ]
    expect(distance(byFiveYears(residents(LAST_DAY), LAST_DAY, 19), published)).toBeLessThan(0.025)
  })

  test('residents grow from 5.11 to 5.59 million', () => {
    const growth = residents(LAST_DAY).length / residents(FIRST_DAY).length
    expect(growth).toBeGreaterThan(1.075)
    expect(growth).toBeLessThan(1.11)
    expect(residents(LAST_DAY).length / PERSONS).toBeGreaterThan(0.85)
  })

  test('born abroad: 12–13 % in 2014 and 17–19 % in 2024 (table 05183), most in Poland and Ukraine', () => {
    const abroad = (day: Day) => share(residents(day), ({ bornIn }) => bornIn !== 'NO')
    expect(abroad(FIRST_DAY)).toBeGreaterThan(0.115)
    expect(abroad(FIRST_DAY)).toBeLessThan(0.135)
    expect(abroad(LAST_DAY)).toBeGreaterThan(0.168)
    expect(abroad(LAST_DAY)).toBeLessThan(0.192)
    const from = (country: string) => residents(LAST_DAY).filter(({ bornIn }) => bornIn === country).length
    for (const smaller of ['SE', 'SY', 'LT', 'SO', 'DK']) expect(from('PL')).toBeGreaterThan(from(smaller))
    expect(from('UA')).toBeGreaterThan(from('SY'))
    const comingFrom = (country: string, from: number, until: number) =>
      everyone().filter(
        (p) =>
          p.bornIn === country && p.entry > FIRST_DAY && yearOf(p.entry) >= from && yearOf(p.entry) <= until,
      ).length
    expect(comingFrom('UA', 2022, 2023)).toBeGreaterThan(10 * comingFrom('UA', 2020, 2021))
  })

  test('boys among births: 51.3 %; twins: 3 % of children', () => {
    const born = everyone().filter(({ birth, entry }) => birth === entry && birth >= FIRST_DAY)
    expect(share(born, ({ sex }) => sex === MALE)).toBeCloseTo(0.513, 1)
    const plural = everyone().flatMap(({ deliveries }) => deliveries.map(({ plural }) => plural))
    expect(plural.length).toBe(born.length)
    expect(plural.filter(Boolean).length / plural.length).toBeGreaterThan(0.022)
    expect(plural.filter(Boolean).length / plural.length).toBeLessThan(0.04)
  })

  test('fertility by age (table 04232): totals of 1.75 in 2014 and 1.44 in 2024, distance between ages under 5 %', () => {
    for (const [years, column, total] of [
      [[2014, 2015, 2016], 1, 1.73],
      [[2022, 2023, 2024], 2, 1.42],
    ] as const) {
      const ages = [15, 20, 25, 30, 35, 40, 45]
      const observed = ages.map((age) => {
        let [women, children] = [0, 0]
        for (const year of years)
          for (const person of everyone()) {
            if (person.sex !== FEMALE) continue
            const middle = ageOn(person, dayOf(year, 7))
            if (isResident(person, dayOf(year, 7)) && middle >= age && middle < age + 5) women++
            for (const { child } of person.deliveries) {
              const at = ageOn(person, child.birth)
              if (yearOf(child.birth) === year && at >= age && at < age + 5) children++
            }
          }
        return children / women
      })
      expect(5 * observed.reduce((a, b) => a + b, 0)).toBeGreaterThan(total - 0.12)
      expect(5 * observed.reduce((a, b) => a + b, 0)).toBeLessThan(total + 0.12)
      const published = ages.map((age) =>
        mean([0, 1, 2, 3, 4].map((i) => interpolate(FERTILITY, age + i + 0.5, column))),
      )
      expect(distance(observed, published)).toBeLessThan(0.05)
    }
  })

  test('life expectancy of the life table behind deaths (table 07902): within 0.15 years', () => {
    for (const sex of [MALE, FEMALE] as const)
      for (const [i, published] of LIFE_EXPECTANCY.entries()) {
        let [alive, years] = [1, 0]
        for (let age = 0; age < 115; age++) {
          const left = alive * Math.exp(-hazardOf(sex, age, 2014 + i))
          years += (alive + left) / 2
          alive = left
        }
        expect(Math.abs(years - published[sex === MALE ? 0 : 1])).toBeLessThan(0.15)
      }
  })

  test('deaths by age as the life table has them: within four standard errors, all in all within 4 %', () => {
    const rows = deathsByAge()
    let [died, expected] = [0, 0]
    for (const { observed, due, title } of rows) {
      died += observed
      expected += due
      expect(Math.abs(observed / due - 1), `${title}: ${observed} of ${due.toFixed(0)}`).toBeLessThan(
        0.03 + 4 / Math.sqrt(due),
      )
    }
    expect(Math.abs(died / expected - 1)).toBeLessThan(0.04)
  })

  test('more die in January than in July, and more in 2022 than around it', () => {
    const old = everyone().filter(({ death }) => death !== null)
    const inMonth = (month: number) =>
      old.filter(({ death }) => new Date((death ?? 0) * 86_400_000).getUTCMonth() + 1 === month).length
    const winter = (inMonth(1) + inMonth(2) + inMonth(12)) / (inMonth(6) + inMonth(7) + inMonth(8))
    expect(winter).toBeGreaterThan(1.05)
    expect(winter).toBeLessThan(1.25)
    const inYear = (year: number) => old.filter(({ death }) => yearOf(death ?? 0) === year).length
    expect(inYear(2022)).toBeGreaterThan(inYear(2020))
  })

  test('emigrations (table 05803): within 15 % of the eleven years together, most of people born abroad', () => {
    const left = everyone().filter(({ emigration }) => emigration !== null)
    const due = (EMIGRATIONS.reduce((a, b) => a + b, 0) / THOUSANDS) * PERSONS
    expect(Math.abs(left.length / due - 1)).toBeLessThan(0.15)
    expect(share(left, ({ bornIn }) => bornIn !== 'NO')).toBeGreaterThan(0.5)
  })

  test('women of 45–54 born in the country: 12–20 % without a child, two children the commonest', () => {
    const women = residents(LAST_DAY).filter(
      (p) => p.sex === FEMALE && p.bornIn === 'NO' && ageOn(p, LAST_DAY) >= 45 && ageOn(p, LAST_DAY) < 55,
    )
    const having = (count: number) => share(women, ({ children }) => children.length === count)
    expect(having(0)).toBeGreaterThan(0.1)
    expect(having(0)).toBeLessThan(0.2)
    for (const other of [0, 1, 3, 4]) expect(having(2)).toBeGreaterThan(having(other))
  })

  test('weddings, divorces and ages at them', () => {
    const weddings = everyone().flatMap((person) =>
      person.sex !== FEMALE
        ? []
        : person.partnerships
            .filter(({ married, from }) => married && from > person.entry && from >= FIRST_DAY)
            .map(({ from, until, partner }) => ({ person, from, until, partner })),
    )
    const aYear = (weddings.length / 11 / PERSONS) * 1000 * THOUSANDS
    expect(aYear).toBeGreaterThan(16_000)
    expect(aYear).toBeLessThan(25_000)
    const first = weddings.filter(
      ({ person }) =>
        person.civil.status === 1 && person.partnerships.filter(({ married }) => married).length === 1,
    )
    const age = mean(first.map(({ person, from }) => ageOn(person, from)))
    expect(age).toBeGreaterThan(31.5)
    expect(age).toBeLessThan(35)
    const divorces = everyone().flatMap((person) =>
      person.sex === FEMALE
        ? person.partnerships.filter(
            ({ married, until, partner }) =>
              married && until !== null && until !== person.death && until !== partner.death,
          )
        : [],
    )
    expect((divorces.length / 11 / PERSONS) * 1000 * THOUSANDS).toBeGreaterThan(7000)
    expect((divorces.length / 11 / PERSONS) * 1000 * THOUSANDS).toBeLessThan(12_000)
  })

  test('municipalities: distance from the residents of 2024 under 7 %, counties under 5 %', () => {
    const counts = new Array<number>(MUNICIPALITIES.length).fill(0)
    for (const person of residents(LAST_DAY)) {
      const home = homeOn(person, LAST_DAY)
      counts[home] = (counts[home] ?? 0) + 1
    }
    const published = MUNICIPALITIES.map(({ population }) => population)
    expect(distance(counts, published)).toBeLessThan(0.07)
    const counties = [...new Set(MUNICIPALITIES.map(({ county }) => county))]
    const summed = (values: readonly number[]) =>
      counties.map((county) =>
        MUNICIPALITIES.reduce((sum, m, i) => sum + (m.county === county ? (values[i] ?? 0) : 0), 0),
      )
    expect(distance(summed(counts), summed(published))).toBeLessThan(0.05)
  })

  test('status is higher in central places than in remote ones', () => {
    const statusWhere = (most: number, least: number) =>
      mean(
        residents(LAST_DAY)
          .filter((person) => {
            const centrality = MUNICIPALITIES[homeOn(person, LAST_DAY)]?.centrality ?? 0
            return centrality >= most && centrality <= least && ageOn(person, LAST_DAY) > 25
          })
          .map(({ traits }) => traits.status),
      )
    expect(statusWhere(1, 2) - statusWhere(4, 6)).toBeGreaterThan(0.08)
  })

  test('4 % move between municipalities in a year, most in their twenties', () => {
    let [moves, young, years, youngYears] = [0, 0, 0, 0]
    for (const person of everyone()) {
      const end = Math.min(person.death ?? LAST_DAY, person.emigration ?? LAST_DAY)
      for (const { from } of person.homes.slice(1)) {
        if (from < FIRST_DAY) continue
        moves++
        if (ageOn(person, from) >= 20 && ageOn(person, from) < 30) young++
      }
      years += (end - person.entry) / 365.25
      const [begin, finish] = [person.birth + 20 * 365.25, person.birth + 30 * 365.25]
      youngYears += Math.max(0, Math.min(end, finish) - Math.max(person.entry, begin)) / 365.25
    }
    expect(moves / years).toBeGreaterThan(0.037)
    expect(moves / years).toBeLessThan(0.05)
    expect(young / youngYears).toBeGreaterThan(2 * (moves / years))
  })

  test('grown-ups: obesity 17–20 %, daily smokers 7–8 %, many former ones among the old; attendance has mean 1', () => {
    const grown = residents(LAST_DAY).filter((person) => ageOn(person, LAST_DAY) >= 18)
    expect(share(grown, ({ traits }) => traits.bmi >= 30)).toBeGreaterThan(0.165)
    expect(share(grown, ({ traits }) => traits.bmi >= 30)).toBeLessThan(0.205)
    expect(share(grown, ({ traits }) => traits.smoking === 'current')).toBeCloseTo(0.076, 1)
    const old = grown.filter((person) => ageOn(person, LAST_DAY) >= 65)
    expect(share(old, ({ traits }) => traits.smoking === 'former')).toBeGreaterThan(0.33)
    expect(mean(grown.map(({ traits }) => traits.attendance))).toBeCloseTo(1, 1)
  })

  test('traits run in families: status near 0.4, vulnerability near 0.3, couples near 0.4; status is standard normal', () => {
    const withMother = everyone().flatMap((child) =>
      child.mother === null ? [] : [[child.traits, child.mother.traits] as const],
    )
    expect(correlation(withMother.map(([a, b]) => [a.status, b.status]))).toBeCloseTo(0.4, 1)
    expect(correlation(withMother.map(([a, b]) => [a.vulnerability, b.vulnerability]))).toBeCloseTo(0.28, 1)
    const couples = everyone().flatMap((p) =>
      p.partnerships.flatMap(({ partner }) =>
        partner.index > p.index ? [[p.traits.status, partner.traits.status] as const] : [],
      ),
    )
    expect(correlation(couples)).toBeCloseTo(0.4, 1)
    const all = everyone().map(({ traits }) => traits.status)
    expect(mean(all)).toBeCloseTo(0, 1)
    expect(mean(all.map((x) => x ** 2))).toBeCloseTo(1, 1)
    expect(correlation(everyone().map(({ traits }) => [traits.status, traits.frailty]))).toBeLessThan(-0.1)
  })
})

describe('lives hang together', () => {
  test('nobody has two partners at once, partners know of each other, and death ends it', () => {
    const wrong = everyone().filter((person) => {
      let end = Number.NEGATIVE_INFINITY
      return !person.partnerships.every(({ partner, married, from, until }) => {
        const begins = from > end
        end = until ?? Number.POSITIVE_INFINITY
        return (
          begins &&
          end >= from &&
          (person.death === null || end <= person.death) &&
          ageOn(person, Math.max(from, person.entry)) > 17.9 &&
          partner.mother !== person &&
          partner.father !== person &&
          partner.partnerships.some(
            (same) =>
              same.partner === person &&
              same.from === from &&
              same.until === until &&
              same.married === married,
          )
        )
      })
    })
    expect(wrong.map(({ index }) => index)).toEqual([])
  })

  test('mothers are women of 14 to 50 who are alive and in the country at the birth, once in nine months', () => {
    const wrong = everyone().filter((mother) => {
      const births = mother.children.filter((child) => child.mother === mother).map(({ birth }) => birth)
      const fertile = births.every((birth) => ageOn(mother, birth) > 14 && ageOn(mother, birth) < 50)
      const spaced = births.every((birth, i) => {
        const apart = birth - (births[i - 1] ?? Number.NEGATIVE_INFINITY)
        return apart <= 1 || apart > 270
      })
      const here = mother.deliveries.every(
        ({ child }) => isResident(mother, child.birth) && child.mother === mother,
      )
      return !(fertile && spaced && here && (births.length === 0 || mother.sex === FEMALE))
    })
    expect(wrong.map(({ index }) => index)).toEqual([])
    const wrongFather = everyone().filter(
      (person) =>
        person.father !== null &&
        !(
          person.father.sex === MALE &&
          ageOn(person.father, person.birth) > 14 &&
          person.father.children.includes(person)
        ),
    )
    expect(wrongFather.map(({ index }) => index)).toEqual([])
  })

  test('those born in the country and under 30 have a mother, fewer the older they are', () => {
    const born = residents(LAST_DAY).filter(({ bornIn }) => bornIn === 'NO')
    const known = (from: number, until: number) =>
      share(
        born.filter((p) => ageOn(p, LAST_DAY) >= from && ageOn(p, LAST_DAY) < until),
        ({ mother }) => mother !== null,
      )
    expect(known(0, 11)).toBeGreaterThan(0.98)
    expect(known(11, 30)).toBeGreaterThan(0.93)
    expect(known(30, 50)).toBeGreaterThan(0.75)
    expect(known(50, 60)).toBeGreaterThan(0.55)
    expect(known(75, 110)).toBe(0)
  })

  test('days are in order: birth, entry, emigration or death; homes one after another, children with their mothers', () => {
    let [together, apart] = [0, 0]
    const wrong = everyone().filter((person) => {
      const end = person.emigration ?? person.death ?? LAST_DAY
      const inOrder =
        person.entry >= Math.max(FIRST_DAY, person.birth) &&
        (person.homes[0]?.from ?? 0) >= person.birth &&
        end >= person.entry &&
        end <= LAST_DAY &&
        (person.emigration === null || person.death === null)
      const moved = person.homes.every((home, i) => {
        const before = person.homes[i - 1]
        return (
          before === undefined ||
          (home.from > before.from && home.from <= end && home.municipality !== before.municipality)
        )
      })
      return !(inOrder && moved)
    })
    expect(wrong.map(({ index }) => index)).toEqual([])
    const day = dayOf(2020, 6, 1)
    for (const person of everyone())
      if (
        person.mother !== null &&
        ageOn(person, day) < 17 &&
        isResident(person, day) &&
        isResident(person.mother, day)
      ) {
        if (homeOn(person, day) === homeOn(person.mother, day)) together++
        else apart++
      }
    expect(together / (together + apart)).toBeGreaterThan(0.97)
  })
})

/** Deaths observed and due by sex and the ages of `CALIBRATION`. */
function deathsByAge() {
  const rows = CALIBRATION.flatMap(([until], i) =>
    ([MALE, FEMALE] as const).map((sex) => ({
      sex,
      from: CALIBRATION[i - 1]?.[0] ?? 0,
      until,
      title: `${sex === MALE ? 'men' : 'women'} under ${until}`,
      observed: 0,
      due: 0,
    })),
  )
  for (const person of everyone()) {
    const end = Math.min(person.death ?? LAST_DAY + 1, person.emigration ?? LAST_DAY + 1)
    for (let from = person.entry; from < end; ) {
      const age = Math.floor(ageOn(person, from))
      const year = yearOf(from)
      const next = Math.min(end, dayOf(year + 1), Math.ceil(person.birth + (age + 1) * 365.2425))
      const row = rows.find(
        ({ sex, from: least, until }) => sex === person.sex && age >= least && age < until,
      )
      if (row !== undefined) {
        row.due += (hazardOf(person.sex, age, year) * (next - from)) / 365.25
        if (next === person.death) row.observed++
      }
      from = next
    }
  }
  return rows
}
