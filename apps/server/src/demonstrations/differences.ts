/**
 * Two tables about people who differ by one person in each municipality, asked once or again and again. Each two
 * tables attack one person of each municipality, with an account for each two, as an attacker with many accounts would.
 */
import type { LocalisedText, RecordSet, Result, TableStatistic } from '@sund/model'
import { RULES } from '@sund/model'
import type { Account, Attempt, Demonstration } from './demonstration.js'
import { MUNICIPALITIES, type Person, people, setOf } from './people.js'

/** Ranks whose people are attacked: a hundred people in all. Few, since each two tables attack one person in every municipality. */
const TARGET_RANKS = Array.from({ length: 10 }, (_, i) => 12 + 9 * i)
/** How often one asks who asks again: enough for averages of moves of variance 3 to tell. */
const TIMES = 24
/** Half a person. */
const HALF = 0.5

const PLACES = Array.from({ length: MUNICIPALITIES }, (_, i) => i + 1)
const ANSWERS = [false, true]

/** Municipality by diabetes among `of`, with every margin. */
function tableOf(of: readonly Person[]): TableStatistic {
  const chosen = (place: number | null, ill: number | null): RecordSet =>
    setOf(
      of.filter(
        ({ municipality, diabetes }) =>
          (place === null || municipality === PLACES[place]) && (ill === null || diabetes === ANSWERS[ill]),
      ),
    )
  const levels = <T>(all: readonly T[]) => [null, ...all.keys()]
  return {
    kind: 'table',
    dimensions: [
      {
        variable: 'municipality',
        title: { en: 'Municipality' },
        levels: PLACES.map((place) => ({ code: String(place), label: { en: String(place) } })),
      },
      {
        variable: 'diabetes',
        title: { en: 'Diabetes' },
        levels: ANSWERS.map((ill) => ({ code: String(Number(ill)), label: { en: ill ? 'Yes' : 'No' } })),
      },
    ],
    measure: null,
    show: { frequency: true, shares: [] },
    cells: levels(PLACES).flatMap((place) =>
      levels(ANSWERS).map((ill) => ({
        at: [place, ill],
        set: chosen(place, ill),
        measures: {},
        percentiles: {},
      })),
    ),
    test: null,
  }
}

/** The count of a municipality, null where it is withheld. */
function countIn({ body }: Result, place: number, ill: boolean): number | null {
  if (body.kind !== 'table') return null
  const at = [PLACES.indexOf(place), ANSWERS.indexOf(ill)]
  const cell = body.cells.find((one) => one.at.every((level, i) => level === at[i]))
  return cell === undefined || 'withheld' in cell.count ? null : cell.count.value
}

/** Both averages over all times; null where any was withheld. */
interface Told {
  more: number | null
  fewer: number | null
}

const mean = (of: readonly (number | null)[]): number | null => {
  const shown = of.filter((value) => value !== null)
  return shown.length < of.length ? null : shown.reduce((a, b) => a + b, 0) / of.length
}

/**
 * What counts of those with and of those without diabetes say of the one person by whom their people differ. The count that moved is theirs; and
 * of two counts of the same people both are shown or neither, so that one which is shown once is theirs as well.
 */
function fromTold(ill: Told, well: Told, times: number): number | null {
  const moved = ({ more, fewer }: Told): number | 'shown once' | null => {
    if (more !== null && fewer !== null) return more - fewer
    return more === fewer ? null : 'shown once'
  }
  const [a, b] = [moved(ill), moved(well)]
  if (a === null || b === null || a === b) return null
  if (a === 'shown once') return 1
  if (b === 'shown once') return 0
  // Asked once, only whole people count; of averages, which of the two fell by more.
  if (times > 1) return a > b ? 1 : 0
  return a > HALF ? 1 : b > HALF ? 0 : null
}

async function attack(account: () => Account, times: number): Promise<Attempt> {
  const all = people()
  const guesses: { guess: number | null; truth: number; person: Person; told: Told }[] = []
  for (const rank of TARGET_RANKS) {
    const { ask } = account()
    const tables = [all.filter((one) => one.rank >= rank), all.filter((one) => one.rank > rank)].map(tableOf)
    const answers: Result[][] = [[], []]
    for (let time = 0; time < times; time++) {
      for (const [i, table] of tables.entries()) answers[i]?.push(await ask(table))
      // Others are served in between.
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (const person of all.filter((one) => one.rank === rank)) {
      const told = (ill: boolean): Told => {
        const [more = null, fewer = null] = answers.map((of) =>
          mean(of.map((result) => countIn(result, person.municipality, ill))),
        )
        return { more, fewer }
      }
      const [ill, well] = [told(true), told(false)]
      guesses.push({ guess: fromTold(ill, well, times), truth: Number(person.diabetes), person, told: ill })
    }
  }
  const example = guesses.find(({ truth }) => truth === 1) ?? guesses[0]
  if (example === undefined) throw new Error('The demonstration has no targets.')
  return {
    guesses,
    queries: 2 * times * TARGET_RANKS.length,
    ...inWords(example, times),
  }
}

function inWords(
  { guess, person, told }: { guess: number | null; person: Person; told: Told },
  times: number,
): Pick<Attempt, 'example' | 'conclusion'> {
  const born = (locale: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(person.born)
  const { municipality: place } = person
  const often = times > 1
  return {
    example: [
      {
        asked: {
          en: `How many people in municipality ${place}, born on ${born('en-GB')} or later, have diabetes?${often ? ` Asked ${times} times.` : ''}`,
          nb: `Hvor mange i kommune ${place} som er født ${born('nb-NO')} eller senere, har diabetes?${often ? ` Stilt ${times} ganger.` : ''}`,
          da: `Hvor mange i kommune ${place}, der er født ${born('da-DK')} eller senere, har diabetes?${often ? ` Stillet ${times} gange.` : ''}`,
        },
        answered: answer(told.more, often),
      },
      {
        asked: {
          en: `The same without the one person born on ${born('en-GB')}.${often ? ` Asked ${times} times.` : ''}`,
          nb: `Det samme uten den ene som er født ${born('nb-NO')}.${often ? ` Stilt ${times} ganger.` : ''}`,
          da: `Det samme uden den ene, der er født ${born('da-DK')}.${often ? ` Stillet ${times} gange.` : ''}`,
        },
        answered: answer(told.fewer, often),
      },
    ],
    conclusion: CONCLUSIONS[guess === null ? 'nothing' : guess === 1 ? 'ill' : 'well'],
  }
}

function answer(count: number | null, often: boolean): LocalisedText {
  if (count === null) return { en: 'Withheld.', nb: 'Holdt tilbake.', da: 'Holdt tilbage.' }
  const places = often && !Number.isInteger(count) ? 1 : 0
  const written = (locale: string) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: places, maximumFractionDigits: places }).format(
      count,
    )
  return often
    ? {
        en: `${written('en-GB')} on average.`,
        nb: `${written('nb-NO')} i gjennomsnitt.`,
        da: `${written('da-DK')} i gennemsnit.`,
      }
    : { en: `${written('en-GB')}.`, nb: `${written('nb-NO')}.`, da: `${written('da-DK')}.` }
}

const CONCLUSIONS = {
  ill: {
    en: 'So this person has diabetes.',
    nb: 'Altså har denne personen diabetes.',
    da: 'Altså har denne person diabetes.',
  },
  well: {
    en: 'So this person does not have diabetes.',
    nb: 'Altså har denne personen ikke diabetes.',
    da: 'Altså har denne person ikke diabetes.',
  },
  nothing: {
    en: 'Nothing follows about this person: the answers would be the same whether or not they have diabetes.',
    nb: 'Det følger ingenting om denne personen: Svarene ville vært de samme enten vedkommende har diabetes eller ikke.',
    da: 'Der følger intet om denne person: Svarene ville være de samme, hvad enten vedkommende har diabetes eller ej.',
  },
} satisfies Record<string, LocalisedText>

export const difference: Demonstration = {
  id: 'difference',
  title: {
    en: 'Two questions that differ by one person',
    nb: 'To spørsmål som skiller seg med én person',
    da: 'To spørgsmål, der adskiller sig med én person',
  },
  lead: {
    en: 'The attacker knows when and where a person was born, and wants to know whether they have diabetes. They ask for two counts, with and without that person, and subtract.',
    nb: 'Angriperen vet når og hvor en person er født, og vil vite om vedkommende har diabetes. Hun ber om to antall, med og uten personen, og trekker det ene fra det andre.',
    da: 'Angriberen ved, hvornår og hvor en person er født, og vil vide, om vedkommende har diabetes. Hun beder om to antal, med og uden personen, og trækker det ene fra det andet.',
  },
  out: RULES,
  unprotected: {
    en: 'Without protection every count is told as it is.',
    nb: 'Uten vern blir hvert antall fortalt slik det er.',
    da: 'Uden beskyttelse oplyses hvert antal, som det er.',
  },
  tolerance: 0,
  play: (account) => attack(account, 1),
}

export const again: Demonstration = {
  id: 'again',
  title: {
    en: 'The same question again and again',
    nb: 'Det samme spørsmålet om og om igjen',
    da: 'Det samme spørgsmål igen og igen',
  },
  lead: {
    en: 'Counts are moved a little at random. The attacker asks the same two questions 24 times each and takes the average, which comes close to the true counts.',
    nb: 'Antall flyttes litt på måfå. Angriperen stiller de samme to spørsmålene 24 ganger hver og tar gjennomsnittet, som kommer nær de riktige antallene.',
    da: 'Antal flyttes lidt på må og få. Angriberen stiller de samme to spørgsmål 24 gange hver og tager gennemsnittet, som kommer tæt på de rigtige antal.',
  },
  out: ['L1', 'L3'],
  unprotected: {
    en: 'Without protection here means: counts are moved, but anew each time and with no memory of what was told.',
    nb: 'Uten vern betyr her: Antall flyttes, men på nytt hver gang og uten minne om hva som er fortalt.',
    da: 'Uden beskyttelse betyder her: Antal flyttes, men på ny hver gang og uden hukommelse om, hvad der er oplyst.',
  },
  tolerance: 0,
  play: (account) => attack(account, TIMES),
}
