/** D1: on request a result is told with noise that hides every single person, whatever else is known, and has a cost that adds up. */
import type { Budget, LocalisedText, Protection } from '@sund/model'
import type { Rule } from '../rule.js'
import { epsilonOf, type Noise } from './accounting.js'
import { DELTA, DELTA_OF_NAMES } from './noisy.js'

const digits = (of: number): number => Number(of.toPrecision(3))
/** ε of a ρ at the δ of results, with three digits upwards. */
export const epsilonTold = (rho: number): number => {
  const epsilon = epsilonOf(rho, DELTA - DELTA_OF_NAMES)
  const told = digits(epsilon)
  return told >= epsilon ? told : digits(told * (1 + 0.01))
}

export const D1: Rule = {
  id: 'D1',
  parameters: ({ differential: { rho } }) => ({ budget: rho, delta: DELTA }),
  statement: ({ differential: { rho } }) => ({
    en: `The result is differentially private. All such results of a purpose together may cost ρ = ${rho} at each holder.`,
    nb: `Resultatet har differensielt personvern. Alle slike resultater til et formål kan til sammen koste ρ = ${rho} hos hver dataeier.`,
    da: `Resultatet har differentiel privathed. Alle sådanne resultater til et formål må tilsammen koste ρ = ${rho} hos hver dataejer.`,
  }),
  ahead: ({ differential: { rho } }) => ({
    en: `Noise is added that hides every single person. The result costs part of your budget of ρ = ${rho}.`,
    nb: `Det legges til støy som skjuler hver enkelt person. Resultatet koster en del av budsjettet ditt på ρ = ${rho}.`,
    da: `Der lægges støj til, som skjuler hver enkelt person. Resultatet koster en del af dit budget på ρ = ${rho}.`,
  }),
  withholds: {
    reason: () => ({
      en: 'Nobody may be there, or so few that naming the cell would tell of them; or too little is left of your budget.',
      nb: 'Det kan være ingen der, eller så få at cellen ville røpe noe om dem; eller det er for lite igjen av budsjettet ditt.',
      da: 'Der kan være ingen, eller så få, at cellen ville røbe noget om dem; eller der er for lidt tilbage af dit budget.',
    }),
    remedy: () => ({
      en: 'Make groups larger, use a variable with a code list, or ask with a smaller rho().',
      nb: 'Lag større grupper, bruk en variabel med kodeliste, eller spør med en mindre rho().',
      da: 'Lav større grupper, brug en variabel med kodeliste, eller spørg med en mindre rho().',
    }),
  },
}

/** What was done to one result: its cost as ρ and as (ε, δ), the noise of its counts, and what is left at the holder that has least. */
export function paidWith(rho: number, { sigma }: Noise, budgets: readonly Budget[]): Protection {
  const epsilon = epsilonTold(rho)
  const left = budgets.length === 0 ? null : digits(Math.min(...budgets.map((budget) => budget.left)))
  const rest: LocalisedText =
    left === null
      ? { en: '', nb: '', da: '' }
      : {
          en: ` ρ = ${left} is left of your budget.`,
          nb: ` Det er ρ = ${left} igjen av budsjettet ditt.`,
          da: ` Der er ρ = ${left} tilbage af dit budget.`,
        }
  return {
    rule: 'D1',
    parameters: { rho, epsilon, delta: DELTA, sigma, ...(left === null ? {} : { left }) },
    statement: {
      en: `Noise hides every single person: the result would be almost as likely without any one of them (ρ = ${rho}, which is ε = ${epsilon} at δ = ${DELTA}). Counts have noise of standard deviation ${digits(sigma)}; each bound holds with 95 % confidence.${rest.en}`,
      nb: `Støy skjuler hver enkelt person: Resultatet ville vært nesten like sannsynlig uten en hvilken som helst av dem (ρ = ${rho}, altså ε = ${epsilon} ved δ = ${DELTA}). Antall har støy med standardavvik ${digits(sigma)}; hver feilgrense holder med 95 % sikkerhet.${rest.nb}`,
      da: `Støj skjuler hver enkelt person: Resultatet ville have været næsten lige så sandsynligt uden en hvilken som helst af dem (ρ = ${rho}, altså ε = ${epsilon} ved δ = ${DELTA}). Antal har støj med standardafvigelse ${digits(sigma)}; hver fejlgrænse holder med 95 % sikkerhed.${rest.da}`,
    },
  }
}

/** What stands in the place of a result that its purpose cannot pay. */
export function refusedNotice(rho: number, budgets: readonly Budget[]): LocalisedText {
  const lists = budgets
    .map(({ holder, left }) => `${holder}: ρ = ${left >= rho ? digits(left) : floor3(left)}`)
    .join('; ')
  return {
    en: `The result would cost ρ = ${rho}, and less is left of your budget (${lists}). Nothing was spent.`,
    nb: `Resultatet ville kostet ρ = ${rho}, og det er mindre igjen av budsjettet ditt (${lists}). Ingenting ble brukt.`,
    da: `Resultatet ville koste ρ = ${rho}, og der er mindre tilbage af dit budget (${lists}). Intet blev brugt.`,
  }
}

/** Three digits downwards, so that what is said to be left is. */
function floor3(of: number): number {
  const told = digits(of)
  return told <= of ? told : digits(told * (1 - 0.01))
}
