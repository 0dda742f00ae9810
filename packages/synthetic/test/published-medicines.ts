/**
 * What is known of a real Nordic country's use of medicines, to hold the made-up one against: the register's tests and the
 * comparison with public figures read it.
 */

/** Persons with at least one dispensation in a year, of 1,000 inhabitants of all ages. */
export interface PublishedUsers {
  /** A code of any level: all substances that begin with it. */
  atc: string
  all: number
  women?: number
  men?: number
}

/**
 * Norwegian Prescribed Drug Registry (Legemiddelregisteret), Norwegian Institute of Public Health: users per 1,000 inhabitants in a
 * year, about 2022–2023. Rounded: the two years differ by up to a tenth, and so may these from any one table of the source.
 */
export const PUBLISHED_USERS: readonly PublishedUsers[] = [
  { atc: 'A02BC', all: 105 },
  { atc: 'A10', all: 55 },
  { atc: 'A10BA02', all: 31 },
  { atc: 'A10BK', all: 18 },
  { atc: 'B01AC06', all: 54 },
  { atc: 'B01AF', all: 36 },
  { atc: 'C03C', all: 26 },
  { atc: 'C07AB02', all: 55 },
  { atc: 'C08CA', all: 53 },
  { atc: 'C09', all: 137 },
  { atc: 'C10AA', all: 115 },
  { atc: 'D07', all: 115 },
  { atc: 'G03A', all: 65, women: 130 },
  { atc: 'H03AA01', all: 36, women: 58, men: 15 },
  { atc: 'J01', all: 205, women: 245, men: 165 },
  { atc: 'J01CA08', all: 37, women: 62, men: 12 },
  { atc: 'J01CE02', all: 58 },
  { atc: 'M01A', all: 142 },
  { atc: 'N02A', all: 100 },
  { atc: 'N02BE01', all: 120 },
  { atc: 'N02CC', all: 20 },
  { atc: 'N05A', all: 25 },
  { atc: 'N05CF', all: 58 },
  { atc: 'N06A', all: 67, women: 86, men: 48 },
  { atc: 'N06BA', all: 16 },
  { atc: 'R01AD', all: 82 },
  { atc: 'R03', all: 88 },
  { atc: 'R06A', all: 115 },
  { atc: 'S01E', all: 16 },
]
