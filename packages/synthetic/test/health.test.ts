/** Health through lives against published figures, and what must hold of every life. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, FIRST_DAY, LAST_DAY, monthOf, yearOf } from '../src/days.js'
import { inOrder } from '../src/health/course.js'
import { expectedOf } from '../src/health/expected.js'
import { ILLNESS_ROWS } from '../src/health/illnesses/index.js'
import { fallIll, mortalityRatio } from '../src/health/index.js'
import { ageOn, FEMALE, ILLNESSES, type Illness, MALE, type Person, type Sex } from '../src/person.js'
import { Random } from '../src/random.js'
import { people as peopleOf } from './people.js'
import { livingOn, makePerson } from './person-factory.js'

const DAY = dayOf(2024, 7, 1)
const people = peopleOf(50_000)
const living = livingOn(people, DAY)

const has = (person: Person, illness: Illness): boolean =>
  (person.illnesses.get(illness) ?? Number.POSITIVE_INFINITY) <= DAY

/** Per cent of the living at these ages, both sexes unless one is given, with any of the illnesses, and how many they are. */
function prevalenceIn(illnesses: readonly Illness[], least = 0, below = 120, sex?: Sex) {
  const group = living.filter((person) => {
    const age = ageOn(person, DAY)
    return age >= least && age < below && (sex === undefined || person.sex === sex)
  })
  const ill = group.filter((person) => illnesses.some((i) => has(person, i))).length
  return { found: (100 * ill) / group.length, count: group.length }
}

describe('prevalence on 1 July 2024, per cent', () => {
  it.each<[what: string, illnesses: Illness[], published: number, least?: number, below?: number, sex?: Sex]>(
    [
      // Ruiz et al. 2021, Norwegian registers 2020: 316 thousand of 5.4 M with diabetes, type 1 0.55 % and type 2 4.7–4.9 % of all.
      ['diabetes', ['diabetes-type-1', 'diabetes-type-2'], 5.4],
      ['type 2 diabetes', ['diabetes-type-2'], 4.7],
      ['type 2 diabetes in the seventies', ['diabetes-type-2'], 15.5, 70, 80],
      // Norwegian Institute of Public Health, Public Health Report: COPD in 6 % of those over 40.
      ['COPD from 40 on', ['copd'], 5.6, 40],
      // Gjøra et al. 2021: 101 thousand of 5.4 M; 14.6 % from 70 on, of whom a part is not found.
      ['dementia', ['dementia'], 1.95],
      ['dementia from 70 on', ['dementia'], 14, 70],
      // HUNT4 and the Norwegian Prescription Database: treated hypertension in the sixties.
      ['hypertension in the sixties', ['hypertension'], 41, 60, 70],
      // Ødegaard et al. 2023: heart failure in about 2 % of all.
      ['heart failure', ['heart-failure'], 2],
      // Kjerpeseth et al. 2021: atrial fibrillation in 3.4 % of adults.
      ['atrial fibrillation of adults', ['atrial-fibrillation'], 3.8, 18],
      // Pedersen et al. 2014, lifetime share by 50, with primary care.
      ['depression of women in their forties', ['depression'], 18.5, 40, 50, FEMALE],
      ['depression of men in their forties', ['depression'], 10.5, 40, 50, MALE],
      // Norwegian Patient Registry: ADHD by 18 in about 5 % of boys and 3 % of girls.
      ['ADHD of boys', ['adhd'], 5.2, 10, 20, MALE],
      ['ADHD of girls', ['adhd'], 2.9, 10, 20, FEMALE],
      // Grytten et al. 2016, Syvertsen et al. 2015 and Kerola et al. 2021: multiple sclerosis, epilepsy, rheumatoid arthritis.
      ['multiple sclerosis', ['multiple-sclerosis'], 0.27],
      ['epilepsy, ever', ['epilepsy'], 1.15],
      ['rheumatoid arthritis', ['rheumatoid-arthritis'], 0.8],
      // Cancer in Norway 2022: 320 thousand people living after cancer, one in seventeen.
      [
        'cancer, ever',
        [
          'breast-cancer',
          'prostate-cancer',
          'colorectal-cancer',
          'lung-cancer',
          'melanoma',
          'bladder-cancer',
          'lymphoma',
          'pancreatic-cancer',
          'other-cancer',
        ],
        6.7,
      ],
      // Surveillance system MSIS: 1.49 M first positive tests of 5.45 M.
      ['covid-19, found', ['covid-19'], 26],
    ],
  )('%s', (_, illnesses, published, least, below, sex) => {
    const { found, count } = prevalenceIn(illnesses, least, below, sex)
    const chance = Math.sqrt((published * (100 - published)) / count)
    expect(Math.abs(found - published)).toBeLessThan(0.15 * published + 3 * chance)
  })

  it('keeps to what the tables say whatever ratios do, where survival does not matter', () => {
    for (const illness of ['migraine', 'osteoarthritis', 'allergic-rhinitis', 'hypothyroidism'] as const) {
      const share = expectedOf(FEMALE).shareOf.get(illness)
      const { found } = prevalenceIn([illness], 55, 65, FEMALE)
      const ratio = found / (100 * (share?.[60] ?? 0))
      expect(ratio, illness).toBeGreaterThan(0.82)
      expect(ratio, illness).toBeLessThan(1.18)
    }
  })
})

/** Found in 2019 to 2024, per 1,000 years lived: the Cancer Registry of Norway 2022, the registers of infarction, stroke and hip fracture. */
describe('incidence 2019–2024 per 1,000 person-years', () => {
  const since = dayOf(2019)
  const years = livingOn(people, dayOf(2022)).length * 6
  it.each<[Illness, number]>([
    ['breast-cancer', 0.72],
    ['prostate-cancer', 0.95],
    ['colorectal-cancer', 0.86],
    ['lung-cancer', 0.64],
    ['melanoma', 0.5],
    ['myocardial-infarction', 1.65],
    ['stroke', 1.75],
    ['hip-fracture', 1.6],
  ])('%s', (illness, published) => {
    const found = people.filter((person) => {
      const day = person.illnesses.get(illness)
      return day !== undefined && day >= since && day >= person.entry
    })
    const due = (published * years) / 1000
    expect(Math.abs(found.length - due)).toBeLessThan(0.15 * due + 3 * Math.sqrt(due))
  })
})

describe('what follows what', () => {
  it('lists every illness once, and causes before what they lead to', () => {
    expect(ILLNESS_ROWS.map(({ illness }) => illness).sort()).toEqual(
      ILLNESSES.filter((illness) => illness !== 'covid-19').sort(),
    )
    const ordered = inOrder(ILLNESS_ROWS).map(({ illness }) => illness)
    for (const { illness, after = {}, only = [] } of ILLNESS_ROWS)
      for (const cause of [...Object.keys(after), ...only])
        expect(ordered.indexOf(cause as Illness)).toBeLessThan(ordered.indexOf(illness))
  })

  it('refuses illnesses that cause one another', () => {
    const row = { men: [0], women: [0] }
    expect(() =>
      inOrder([
        { illness: 'stroke', ...row, after: { dementia: 2 } },
        { illness: 'dementia', ...row, after: { stroke: 2 } },
      ]),
    ).toThrow('among its own causes')
  })

  it('finds retinopathy after diabetes and in nobody else', () => {
    const found = people.filter((person) => person.illnesses.has('diabetic-retinopathy'))
    expect(found.length).toBeGreaterThan(500)
    for (const { illnesses } of found)
      expect(illnesses.get('diabetic-retinopathy')).toBeGreaterThanOrEqual(
        Math.min(
          ...(['diabetes-type-1', 'diabetes-type-2'] as const).map((i) => illnesses.get(i) ?? LAST_DAY + 1),
        ),
      )
  })

  it.each<[cause: Illness, effect: Illness, least: number]>([
    ['myocardial-infarction', 'heart-failure', 2.5],
    ['atrial-fibrillation', 'stroke', 1.8],
    ['diabetes-type-2', 'chronic-kidney-disease', 1.6],
    ['anxiety', 'depression', 1.8],
  ])('%s raises %s', (cause, effect, least) => {
    const old = living.filter((person) => ageOn(person, DAY) >= 55 && ageOn(person, DAY) < 80)
    const share = (group: Person[]) => group.filter((person) => has(person, effect)).length / group.length
    const ratio = share(old.filter((p) => has(p, cause))) / share(old.filter((p) => !has(p, cause)))
    expect(ratio).toBeGreaterThan(least)
  })

  it('gives COPD to smokers, and type 2 diabetes to people of low status and high weight', () => {
    const old = living.filter((person) => ageOn(person, DAY) >= 50)
    const share = (illness: Illness, group: Person[]) =>
      group.filter((p) => has(p, illness)).length / group.length
    const smokers = old.filter(({ traits }) => traits.smoking === 'current')
    const never = old.filter(({ traits }) => traits.smoking === 'never')
    expect(share('copd', smokers) / share('copd', never)).toBeGreaterThan(5)
    const low = old.filter(({ traits }) => traits.status < -0.7)
    const high = old.filter(({ traits }) => traits.status > 0.7)
    expect(share('diabetes-type-2', low) / share('diabetes-type-2', high)).toBeGreaterThan(1.4)
  })

  it('finds covid-19 in its waves', () => {
    const months = people.map((person) => person.illnesses.get('covid-19')).filter((day) => day !== undefined)
    expect(Math.min(...months)).toBeGreaterThanOrEqual(dayOf(2020, 3, 1))
    const winter = months.filter((day) => yearOf(day) === 2022 && monthOf(day) <= 3).length / months.length
    expect(winter).toBeGreaterThan(0.6)
    expect(winter).toBeLessThan(0.76)
  })
})

describe('any life', () => {
  const lives = fc.record({
    index: fc.nat(),
    sex: fc.constantFrom(MALE, FEMALE),
    birth: fc.integer({ min: dayOf(1905), max: LAST_DAY }),
    smoking: fc.constantFrom('never', 'former', 'current'),
    bmi: fc.double({ min: 15, max: 60, noNaN: true }),
    frailty: fc.double({ min: -5, max: 5, noNaN: true }),
  })
  const lived = ({ index, sex, birth, smoking, bmi, frailty }: ReturnType<typeof draw>): Person => {
    const traits = { status: 0, frailty, vulnerability: -frailty, smoking, bmi, attendance: 1 }
    const person = makePerson({ index, sex, birth, traits })
    fallIll(person, new Random(7, 50, index))
    return person
  }
  const draw = () => fc.sample(lives, 1)[0] as typeof lives extends fc.Arbitrary<infer T> ? T : never

  it('has illnesses between birth and the last day, the same from the same seed, and a ratio above 0', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const person = lived(life)
        for (const day of person.illnesses.values()) {
          expect(Number.isInteger(day)).toBe(true)
          expect(day).toBeGreaterThanOrEqual(person.birth)
          expect(day).toBeLessThanOrEqual(LAST_DAY)
        }
        expect([...lived(life).illnesses]).toEqual([...person.illnesses])
        expect(mortalityRatio(person, LAST_DAY)).toBeGreaterThan(0)
        for (const illness of person.tumours?.keys() ?? []) expect(person.illnesses.has(illness)).toBe(true)
      }),
    )
  })

  it('is known for nothing after its last day', () => {
    for (const { illnesses, tumours, death, emigration } of people) {
      const last = Math.min(death ?? LAST_DAY, emigration === null ? LAST_DAY : emigration - 1)
      for (const day of illnesses.values()) if (day > last) throw new Error('found afterwards')
      for (const illness of tumours?.keys() ?? [])
        if (!illnesses.has(illness)) throw new Error('a tumour without its illness')
    }
  })
})

describe('mortality', () => {
  it.each([
    [40, 60],
    [60, 75],
    [75, 85],
    [85, 95],
  ])('is about what it is without illnesses on average, at ages %i to %i', (least, below) => {
    const day = dayOf(2019, 7, 1)
    const group = livingOn(people, day).filter((p) => ageOn(p, day) >= least && ageOn(p, day) < below)
    const mean = group.reduce((sum, person) => sum + mortalityRatio(person, day), 0) / group.length
    expect(mean).toBeGreaterThan(0.8)
    expect(mean).toBeLessThan(1.2)
  })

  it('depends on the stage of a cancer', () => {
    const ratio = (stage: 'localised' | 'distant') =>
      mortalityRatio(
        makePerson({
          birth: dayOf(1955),
          illnesses: new Map([['colorectal-cancer', dayOf(2020)]]),
          tumours: new Map([['colorectal-cancer', { site: 'C187', stage }]]),
        }),
        dayOf(2020, 6),
      )
    expect(ratio('distant')).toBeGreaterThan(10 * ratio('localised'))
  })
})

/** Shares of causes 2014–2022, Norwegian Cause of Death Registry, per cent. */
describe('causes of death', () => {
  const dead = people.filter(({ cause }) => cause !== null)
  const shareOf = (codes: RegExp, of = dead) =>
    (100 * of.filter(({ cause }) => cause !== null && codes.test(cause)).length) / of.length

  it('are given to everyone who died in the country, and nobody else', () => {
    const wrong = people.filter(
      ({ death, emigration, cause }) =>
        (cause !== null) !== (death !== null && (emigration === null || death < emigration)),
    )
    expect(wrong).toEqual([])
  })

  it.each<[string, RegExp, number, number]>([
    ['cancer', /^C/, 22, 31],
    ['circulation', /^I/, 21, 30],
    ['dementia', /^(F0|G30)/, 6.5, 11],
    ['respiration', /^J/, 8, 13],
    ['external causes', /^[VWX]/, 4.5, 8.5],
    ['ill-defined', /^R/, 3, 7],
  ])('%s', (_, codes, least, most) => {
    expect(shareOf(codes)).toBeGreaterThan(least)
    expect(shareOf(codes)).toBeLessThan(most)
  })

  it('have covid-19 from 2020 on, most of it in 2022', () => {
    const in2022 = dead.filter(({ death }) => death !== null && yearOf(death) === 2022)
    expect(shareOf(/^U/, in2022)).toBeGreaterThan(4)
    expect(shareOf(/^U/, in2022)).toBeLessThan(10.5)
    for (const person of dead.filter(({ cause }) => cause === 'U071')) {
      expect(person.death).toBeGreaterThanOrEqual(dayOf(2020, 3, 1))
      expect(person.illnesses.has('covid-19')).toBe(true)
    }
  })

  it('name a cancer only of those who had one, but for those whose origin was never found', () => {
    for (const { cause, tumours } of dead)
      if (cause?.startsWith('C') && cause !== 'C809')
        expect([...(tumours?.values() ?? [])].map(({ site }) => site)).toContain(cause)
  })
})

describe('visits', () => {
  it('stand in order, within residence, and never in two places at once', () => {
    for (const { visits, entry, death, emigration } of people) {
      const last = Math.min(death ?? LAST_DAY, emigration === null ? LAST_DAY : emigration - 1)
      let free = Math.max(FIRST_DAY, entry)
      for (const { day, nights, diagnoses } of visits) {
        if (!(day >= free && day + nights <= last && nights >= 0 && diagnoses.length > 0))
          throw new Error(`a visit on ${day} that cannot be`)
        free = day + nights + 1
      }
    }
  })

  it('are one stay for every birth', () => {
    const mothers = people.filter(({ deliveries }) => deliveries.length > 0)
    for (const { deliveries, visits, death, emigration } of mothers.slice(0, 1000)) {
      const born = new Set(
        deliveries
          .map(({ child }) => child.birth)
          .filter(
            (day) => day >= FIRST_DAY && (death ?? LAST_DAY) >= day && (emigration ?? LAST_DAY + 1) > day,
          ),
      )
      const stays = visits.filter(({ diagnoses }) => /^O8/.test(diagnoses[0] ?? ''))
      expect(stays.map(({ day }) => day)).toEqual([...born].sort((a, b) => a - b))
    }
  })
})
