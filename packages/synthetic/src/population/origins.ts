/** Where people from abroad come from, and in which company: by country, how many live here, how many come in which year, and how they stay. */
import { Choice } from '../random.js'

/** Why most people of a country come; it decides with whom they come and how soon they leave again. */
export type Reason = 'nordic' | 'labour' | 'refuge' | 'family' | 'war'

interface Origin {
  country: string
  reason: Reason
  /** Persons born there who lived in Norway on 1 January 2014, thousands; Statistics Norway's table 05183. */
  here: number
  /** Immigrations a year of 2014–2017, 2018–2021 and 2022–2024, thousands; Statistics Norway's table 05803, by citizenship. */
  coming: readonly [number, number, number]
  /** Share of men among those who come alone. */
  men: number
}

const origin = (
  country: string,
  reason: Reason,
  here: number,
  coming: readonly [number, number, number],
  men = 0.55,
): Origin => ({ country, reason, here, coming, men })

export const ORIGINS: readonly Origin[] = [
  origin('PL', 'labour', 84.2, [7.9, 5.5, 5.0], 0.65),
  origin('LT', 'labour', 33.0, [3.2, 2.2, 1.6], 0.6),
  origin('SE', 'nordic', 47.8, [4.4, 3.2, 3.2], 0.52),
  origin('SO', 'refuge', 25.9, [2.3, 0.7, 0.8]),
  origin('SY', 'refuge', 3.1, [7.0, 2.0, 1.9], 0.66),
  origin('UA', 'war', 3.6, [0.4, 0.5, 26.0], 0.35),
  origin('PK', 'family', 19.4, [0.9, 0.8, 1.4], 0.48),
  origin('ER', 'refuge', 12.5, [3.0, 1.0, 0.7], 0.62),
  origin('IQ', 'refuge', 22.1, [0.9, 0.5, 0.6]),
  origin('PH', 'family', 19.5, [2.7, 1.9, 2.4], 0.2),
  origin('DE', 'labour', 27.3, [1.9, 1.7, 2.4], 0.54),
  origin('DK', 'nordic', 23.3, [1.9, 1.6, 1.8], 0.56),
  origin('IR', 'refuge', 15.9, [0.7, 0.6, 0.8], 0.52),
  origin('RO', 'labour', 11.1, [2.1, 1.5, 1.3], 0.65),
  origin('RU', 'family', 16.8, [1.0, 0.8, 1.2], 0.35),
  origin('TH', 'family', 17.9, [1.2, 0.8, 0.9], 0.14),
  origin('AF', 'refuge', 14.0, [1.4, 0.8, 1.0], 0.68),
  origin('GB', 'labour', 18.9, [1.6, 1.3, 1.2], 0.64),
  origin('IN', 'labour', 11.1, [1.7, 2.2, 3.2], 0.62),
  origin('VN', 'family', 13.4, [0.4, 0.4, 0.4], 0.38),
  origin('US', 'family', 17.5, [1.0, 0.9, 1.1], 0.5),
  origin('TR', 'family', 11.2, [0.5, 0.8, 1.3], 0.56),
  origin('BA', 'refuge', 13.4, [0.3, 0.3, 0.4]),
  origin('LV', 'labour', 9.8, [0.9, 0.7, 0.6], 0.56),
  origin('CN', 'labour', 9.7, [0.9, 0.8, 0.9], 0.38),
  origin('XK', 'refuge', 10.1, [0.3, 0.3, 0.3]),
  origin('LK', 'refuge', 9.1, [0.3, 0.3, 0.4], 0.48),
  origin('ET', 'refuge', 7.2, [0.9, 0.5, 0.4], 0.48),
  origin('CL', 'family', 8.0, [0.2, 0.2, 0.3], 0.5),
  origin('FI', 'nordic', 7.1, [0.6, 0.5, 0.6], 0.42),
  origin('IS', 'nordic', 8.6, [0.8, 0.5, 0.6], 0.54),
  origin('NL', 'labour', 8.3, [0.7, 0.8, 1.1], 0.56),
  origin('FR', 'labour', 5.9, [0.8, 0.8, 0.9], 0.58),
  origin('ES', 'labour', 5.7, [1.4, 1.1, 1.2], 0.55),
  origin('IT', 'labour', 3.9, [0.9, 0.8, 1.0], 0.6),
  origin('MA', 'family', 5.4, [0.2, 0.2, 0.2], 0.5),
  origin('BR', 'family', 5.0, [0.6, 0.6, 0.9], 0.3),
  origin('BG', 'labour', 4.6, [0.9, 0.6, 0.6], 0.6),
  origin('EE', 'labour', 4.7, [0.4, 0.2, 0.2], 0.56),
  origin('SK', 'labour', 3.6, [0.4, 0.2, 0.2], 0.64),
  origin('HU', 'labour', 3.2, [0.5, 0.4, 0.5], 0.58),
  origin('HR', 'labour', 3.5, [0.7, 0.6, 0.5], 0.62),
  origin('RS', 'labour', 3.8, [0.3, 0.4, 0.5], 0.56),
  origin('PT', 'labour', 2.5, [0.6, 0.5, 0.6], 0.6),
  origin('GR', 'labour', 2.0, [0.5, 0.3, 0.4], 0.6),
  origin('CD', 'refuge', 2.6, [0.4, 0.7, 0.6]),
  origin('SD', 'refuge', 2.7, [0.7, 0.3, 0.4], 0.66),
  origin('MM', 'refuge', 3.2, [0.3, 0.1, 0.2]),
  origin('ZZ', 'family', 76.0, [7.5, 6.0, 8.0], 0.5),
]

/** Those who were born in the country and come back after years abroad, thousands a year. */
const RETURNING = 5.5

/** The country of birth of a resident of 2014 who was born abroad. */
export const ORIGIN_OF_RESIDENTS = new Choice(ORIGINS.map(({ country, here }) => [country, here] as const))

const NATIVE: Origin = origin('NO', 'nordic', 0, [0, 0, 0])

const coming = (period: 0 | 1 | 2) =>
  new Choice<Origin>([
    ...ORIGINS.map((from) => [from, from.coming[period]] as const),
    [NATIVE, RETURNING] as const,
  ])
const COMING = [coming(0), coming(1), coming(2)] as const

/** Whence the immigrants of a year come. */
export const originsOf = (year: number): Choice<Origin> => COMING[year < 2018 ? 0 : year < 2022 ? 1 : 2]

const REASONS: ReadonlyMap<string, Reason> = new Map(ORIGINS.map(({ country, reason }) => [country, reason]))

/** Why people born in a country come; `nordic` for those born in the country itself. */
export const reasonOf = (country: string): Reason => REASONS.get(country) ?? 'nordic'

/** Whether the origin's people may form couples before they come: the company of those who come. */
export const COMPANY: Readonly<Record<Reason, Choice<'alone' | 'couple' | 'family' | 'with children'>>> = {
  nordic: company(70, 11, 16, 3),
  labour: company(67, 8, 22, 3),
  refuge: company(48, 8, 34, 10),
  family: company(68, 6, 16, 10),
  war: company(48, 13, 16, 23),
}

function company(alone: number, couple: number, family: number, withChildren: number) {
  return new Choice<'alone' | 'couple' | 'family' | 'with children'>([
    ['alone', alone],
    ['couple', couple],
    ['family', family],
    ['with children', withChildren],
  ])
}
