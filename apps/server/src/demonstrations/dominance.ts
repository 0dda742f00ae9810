/** A mean of which one person makes up nearly all: times the number of people it is what that person has. */
import type { LocalisedText, TableStatistic } from '@sund/model'
import { RULES } from '@sund/model'
import type { Attempt, Demonstration } from './demonstration.js'
import { type Person, people, STREETS, setOf } from './people.js'

/** A guess counts as right within a tenth. */
const TOLERANCE = 0.1

const earned = (of: readonly Person[]) => of.map((one) => one.earned).sort((a, b) => b - a)
const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0)

function cellOf(at: number | null, of: readonly Person[]): TableStatistic['cells'][number] {
  const amounts = earned(of)
  const [largest = 0, second = 0] = amounts
  const total = sum(amounts)
  return {
    at: [at],
    set: setOf(of),
    measures: { mean: { value: total / of.length, moved: 0 } },
    percentiles: {},
    contributions: { largest, second, total },
    // No two earn the same.
    others: of.length - 1,
  }
}

async function play(account: Parameters<Demonstration['play']>[0]): Promise<Attempt> {
  const all = people()
  const streets = Array.from({ length: STREETS }, (_, i) => all.filter(({ street }) => street === i + 1))
  const { body } = await account().ask({
    kind: 'table',
    dimensions: [
      {
        variable: 'street',
        title: { en: 'Street' },
        levels: streets.map((_, i) => ({ code: String(i + 1), label: { en: String(i + 1) } })),
      },
    ],
    measure: { variable: 'earned', title: { en: 'Earned' }, unitOfMeasure: 'kr', show: ['mean'] },
    show: { frequency: true, shares: [] },
    cells: [cellOf(null, all), ...streets.map((of, i) => cellOf(i, of))],
    test: null,
  })
  const told = (street: number) => {
    const cell = body.kind === 'table' ? body.cells.find(({ at }) => at[0] === street) : undefined
    const number = (of: { value: number | null } | { withheld: unknown } | null | undefined) =>
      of == null || 'withheld' in of ? null : of.value
    return { people: number(cell?.count), mean: number(cell?.measures.mean) }
  }
  const guesses = streets.map((of, i) => {
    const { people: count, mean } = told(i)
    const [truth = 0] = earned(of)
    return { guess: count === null || mean === null ? null : count * mean, truth }
  })
  return { guesses, queries: 1, ...inWords(told(EXAMPLE), guesses[EXAMPLE]?.guess ?? null) }
}
const EXAMPLE = 6

function inWords(
  { people: count, mean }: { people: number | null; mean: number | null },
  guess: number | null,
): Pick<Attempt, 'example' | 'conclusion'> {
  const street = EXAMPLE + 1
  const kroner = (value: number | null, locale: string) =>
    value === null ? '' : new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }).format(value)
  const withheld: LocalisedText = { en: 'Withheld.', nb: 'Holdt tilbake.', da: 'Holdt tilbage.' }
  return {
    example: [
      {
        asked: {
          en: `How many people in street ${street} have income from business?`,
          nb: `Hvor mange i gate ${street} har inntekt fra næring?`,
          da: `Hvor mange i gade ${street} har indkomst fra egen virksomhed?`,
        },
        answered: count === null ? withheld : { en: `${count}.`, nb: `${count}.`, da: `${count}.` },
      },
      {
        asked: {
          en: 'What do they earn on average?',
          nb: 'Hva tjener de i gjennomsnitt?',
          da: 'Hvad tjener de i gennemsnit?',
        },
        answered:
          mean === null
            ? withheld
            : {
                en: `${kroner(mean, 'en-GB')} kroner.`,
                nb: `${kroner(mean, 'nb-NO')} kroner.`,
                da: `${kroner(mean, 'da-DK')} kroner.`,
              },
      },
    ],
    conclusion:
      guess === null
        ? {
            en: 'Nothing follows: where one person makes up nearly all of a sum, neither it nor the mean is told.',
            nb: 'Det følger ingenting: Der én person utgjør nesten hele summen, fortelles verken den eller gjennomsnittet.',
            da: 'Der følger intet: Hvor én person udgør næsten hele summen, oplyses hverken den eller gennemsnittet.',
          }
        : {
            en: `So the one who earns nearly all of it earns about ${kroner(guess, 'en-GB')} kroner.`,
            nb: `Altså tjener den som tjener nesten alt, om lag ${kroner(guess, 'nb-NO')} kroner.`,
            da: `Altså tjener den, der tjener næsten det hele, omkring ${kroner(guess, 'da-DK')} kroner.`,
          },
  }
}

export const dominance: Demonstration = {
  id: 'dominance',
  title: {
    en: 'A mean that one person makes up',
    nb: 'Et gjennomsnitt som én person utgjør',
    da: 'Et gennemsnit, som én person udgør',
  },
  lead: {
    en: 'The attacker knows that one person in the street earns nearly all of it, and wants to know how much. They ask for the mean of the street, and multiply.',
    nb: 'Angriperen vet at én person i gata tjener nesten alt, og vil vite hvor mye. Hun ber om gjennomsnittet for gata, og ganger opp.',
    da: 'Angriberen ved, at én person i gaden tjener næsten det hele, og vil vide hvor meget. Hun beder om gennemsnittet for gaden og ganger op.',
  },
  out: RULES,
  unprotected: {
    en: 'Without protection every mean is told as it is. A guess within a tenth counts as right.',
    nb: 'Uten vern blir hvert gjennomsnitt fortalt slik det er. Et gjett innenfor en tidel regnes som riktig.',
    da: 'Uden beskyttelse oplyses hvert gennemsnit, som det er. Et gæt inden for en tiendedel regnes for rigtigt.',
  },
  tolerance: TOLERANCE,
  play,
}
