/**
 * Which jobs there are: for each occupation how many men and women have it, which schooling leads to it and in which industries
 * it is found. Kept apart from who has which (working-life.ts).
 */
import { PROGRAMMES } from '../codes/education.js'
import { INDUSTRIES } from '../codes/industries.js'
import { OCCUPATIONS } from '../codes/occupations.js'
import { Choice, type Random } from '../random.js'
import { NO_PROGRAMME } from './schooling.js'

/**
 * Occupation; employed men and women in thousands (after Statistics Norway's register of employment, 2023, rounded; a lump where the list lacks
 * some); usual level of education; industries with weights; programmes that lead to it. `only`: none but these programmes do.
 */
type Row = readonly [
  occupation: string,
  men: number,
  women: number,
  level: number,
  industries: string,
  programmes?: string,
  only?: 'only',
]

const ROWS: readonly Row[] = [
  ['0110', 7, 1.2, 6, '84', '682'],
  ['0310', 7, 3, 4, '84'],
  ['1120', 48, 16, 6, '70:3 46:2 41:2 68 62 71 47'],
  ['1211', 9, 8, 7, '70:2 64 46 84', '741 641'],
  ['1212', 3, 7, 6, '70 84:2 86', '641 632'],
  ['1219', 17, 17, 7, '84:4 70:2 94', '731 741'],
  ['1221', 26, 11, 6, '46:3 62:2 47 73', '642 641 741'],
  ['1321', 13, 4, 6, '10 25 28 24 20', '655 755'],
  ['1323', 14, 1.5, 5, '41:3 42 43:2', '557 657 757'],
  ['1324', 9, 3, 5, '49:2 52:2 46', '581 681'],
  ['1330', 12, 5, 7, '62:4 84 61', '654 754'],
  ['1341', 1.5, 10, 6, '88:8 85', '621'],
  ['1342', 4, 12, 6, '86:2 87:3 88', '661 761'],
  ['1345', 7, 13, 7, '85', '622 724 629'],
  ['1412', 5, 5, 4, '56:4 55', '444 644'],
  ['1420', 17, 15, 4, '47:5 46', '442'],
  ['2114', 2.5, 1.2, 7, '06:3 09 71 72', '756'],
  ['2131', 2, 3, 7, '72:3 85 84 03', '751 651'],
  ['2141', 6, 2.5, 7, '71:2 28 20 06', '755'],
  ['2142', 11, 4.5, 7, '71:4 41 42 84', '757'],
  ['2144', 7, 1.5, 7, '71:2 28 30 09', '755'],
  ['2146', 7, 2.5, 7, '06:4 09:2 71', '756 755'],
  ['2151', 6, 1.2, 7, '35:2 71:2 27', '755'],
  ['2161', 3, 3.5, 7, '71', '757 616'],
  ['2166', 5, 5.5, 6, '73:2 74:2 58 62', '616 635'],
  ['2211', 3.2, 3.4, 7, '86', '763', 'only'],
  ['2212', 8.5, 10, 7, '86', '763', 'only'],
  ['2221', 3, 22, 7, '86:5 87', '761 661', 'only'],
  ['2222', 0.05, 3, 7, '86', '761', 'only'],
  ['2223', 8, 55, 6, '86:4 87:3 88:2', '661', 'only'],
  ['2224', 4, 14, 6, '87:3 88:2 86', '662', 'only'],
  ['2250', 0.6, 2, 7, '75:3 84', '767', 'only'],
  ['2261', 2, 3, 7, '86', '764', 'only'],
  ['2262', 1, 3, 7, '47:4 21', '766', 'only'],
  ['2264', 3.5, 8.5, 6, '86:5 93', '665', 'only'],
  ['2267', 0.5, 4, 6, '86 87 88', '665', 'only'],
  ['2310', 15, 16, 8, '85:5 72:2', '81 83 85 86'],
  ['2320', 5, 4, 6, '85', '629 655 657'],
  ['2330', 12, 15, 7, '85', '724 711 713 751'],
  ['2341', 21, 62, 6, '85', '622 629 724 611'],
  ['2342', 3.5, 34, 6, '88:6 85', '621'],
  ['2352', 2, 9, 7, '85:3 88', '724 629'],
  ['2411', 6, 9, 7, '69:4 70 64', '741'],
  ['2412', 6, 4, 6, '64:3 66', '741 641 734'],
  ['2421', 14, 12, 7, '70:4 84 62', '741 731 732'],
  ['2422', 30, 50, 7, '84:6 70 94 86', '731 732 741 713 711 637 631 651'],
  ['2423', 6, 15, 6, '78 84:2 70 85', '632 636 641'],
  ['2431', 7, 10, 6, '73:3 46 47', '642 635'],
  ['2432', 4, 8, 6, '84 70 94 73', '635 611'],
  ['2433', 11, 6, 6, '46', '655 661 642'],
  ['2511', 27, 11, 7, '62:6 70 61', '754 654'],
  ['2512', 24, 6, 6, '62:6 58 64', '754 654'],
  ['2519', 6, 2, 6, '62:4 63', '654'],
  ['2522', 9, 2, 6, '62:4 84 61', '654'],
  ['2611', 9, 11, 7, '69:4 84:2', '737', 'only'],
  ['2622', 0.9, 3, 6, '91:4 85', '613 611'],
  ['2631', 4, 3, 7, '84:2 64 70 72', '734'],
  ['2632', 5, 7, 7, '72:3 84:2 70', '732 731'],
  ['2634', 2.5, 7.5, 7, '86:6 84 88', '736', 'only'],
  ['2635', 6, 25, 6, '88:3 84:3 87', '662 632 636'],
  ['2636', 1.2, 0.8, 7, '94', '714', 'only'],
  ['2642', 4, 4, 6, '58:3 60', '635'],
  ['2652', 3.5, 2, 6, '90', '615'],
  ['3112', 12, 3.5, 6, '71:3 41:2 42 84', '657'],
  ['3113', 9, 0.8, 6, '35 43:2 71', '655'],
  ['3115', 9, 1, 6, '28 71 09 30', '655 755'],
  ['3117', 9, 2, 6, '06:3 09:2', '655'],
  ['3122', 9, 1.5, 5, '25 10 28 16', '555'],
  ['3123', 17, 0.7, 5, '43:3 41:3 42', '557'],
  ['3152', 9, 0.7, 6, '50:5 09', '681 581'],
  ['3153', 2, 0.2, 6, '51', '681'],
  ['3211', 1, 3, 6, '86', '665', 'only'],
  ['3212', 1, 6, 6, '86:5 72', '661 665', 'only'],
  ['3251', 0.1, 1.2, 6, '86', '664', 'only'],
  ['3256', 0.2, 11, 4, '86', '461 464 443'],
  ['3258', 4, 2, 5, '86', '461 561'],
  ['3313', 7, 20, 5, '69:4 46 43', '541 641 441'],
  ['3322', 28, 10, 4, '46:6 45', '442 642'],
  ['3323', 8, 6, 5, '46:2 47 25 84', '441 641'],
  ['3334', 6, 6, 6, '68', '641'],
  ['3341', 4, 9, 5, '84:2 86 82', '443'],
  ['3343', 0.5, 9, 4, '84:2 70 86 94', '443 441'],
  ['3353', 3, 11, 6, '84', '662 631'],
  ['3355', 8, 4, 6, '84', '682', 'only'],
  ['3412', 9, 22, 4, '87:4 88:2 85', '462 461'],
  ['3423', 4, 6, 5, '93:5 85', '668 468'],
  ['3511', 7, 1.5, 5, '62:3 61 84', '454 654'],
  ['3512', 13, 4, 4, '62:4 84 85', '454'],
  ['4110', 22, 75, 4, '84:2 70 46 86 85 69 82', '443 441'],
  ['4222', 6, 10, 4, '61 64 82:2 65', '442'],
  ['4224', 2.5, 5, 4, '55', '444'],
  ['4226', 2, 11, 4, '86:2 84 68', '443 483'],
  ['4311', 3, 12, 4, '69:2 46 49', '441'],
  ['4312', 5, 8, 5, '65:2 64 66', '441 641'],
  ['4321', 36, 10, 3, '52:3 46:3 47'],
  ['4322', 16, 7, 4, '52 46 49 25', '481'],
  ['4412', 8, 3, 3, '53'],
  ['5111', 1.5, 4, 4, '51:3 50', '444'],
  ['5120', 14, 11, 4, '56:4 55 87', '444'],
  ['5131', 9, 17, 3, '56:4 55'],
  ['5132', 3, 3, 3, '56'],
  ['5141', 1, 13, 4, '96', '483', 'only'],
  ['5142', 0.3, 7, 4, '96', '483'],
  ['5153', 16, 2, 4, '81:2 68 84 85', '457'],
  ['5222', 9, 15, 4, '47', '442'],
  ['5223', 75, 115, 3, '47:9 45 46', '442 301'],
  ['5244', 7, 5, 3, '82:2 47 61'],
  ['5246', 8, 13, 2, '56:4 47'],
  ['5249', 5, 6, 3, '47'],
  ['5311', 16, 58, 4, '88:5 85:2', '462 361'],
  ['5312', 9, 18, 3, '85', '462'],
  ['5321', 14, 78, 4, '87:4 88:3 86:2', '461 561'],
  ['5322', 2, 7, 2, '88'],
  ['5329', 22, 57, 2, '87:4 88:4 86', '361'],
  ['5411', 4, 0.4, 4, '84', '482'],
  ['5414', 8, 3, 4, '80:4 52', '482'],
  ['6113', 3.5, 2.5, 4, '01 81:2', '473'],
  ['6121', 18, 6, 4, '01', '472'],
  ['6130', 10, 3, 4, '01', '472'],
  ['6210', 3, 0.2, 4, '02'],
  ['6221', 6, 1.2, 4, '03', '471'],
  ['6222', 9, 0.5, 3, '03', '471'],
  ['7112', 4, 0.05, 4, '43', '457'],
  ['7114', 9, 0.1, 3, '41 42 43', '457'],
  ['7115', 48, 0.9, 4, '41:4 43:5 16', '457'],
  ['7119', 13, 0.7, 3, '41:2 43:2 42'],
  ['7126', 18, 0.3, 4, '43', '457'],
  ['7131', 9, 1, 4, '43', '457'],
  ['7212', 7, 0.2, 4, '25 30 33', '455 458'],
  ['7223', 8, 0.6, 4, '25 28', '455 458'],
  ['7231', 20, 0.6, 4, '45', '455'],
  ['7233', 24, 0.6, 4, '33:2 09 28 46', '455'],
  ['7411', 36, 1.2, 4, '43:5 35 33', '455'],
  ['7412', 7, 0.5, 4, '06 09 33 24', '455 555'],
  ['7421', 4, 0.3, 4, '26 33 95', '455'],
  ['7512', 2, 2.5, 4, '10:2 47', '458 444'],
  ['8113', 9, 0.4, 4, '09:4 06', '458'],
  ['8131', 6, 2, 4, '20 21 19 23', '458'],
  ['8160', 11, 7, 3, '10:5 11', '458'],
  ['8189', 14, 4, 3, '22 16 23 31 24 17 18', '458'],
  ['8211', 10, 1, 4, '28 30 29 25 33', '455'],
  ['8322', 22, 2.5, 3, '49:5 53 86'],
  ['8331', 14, 2.5, 3, '49', '481'],
  ['8332', 38, 1.5, 3, '49:5 46 38', '481'],
  ['8342', 22, 0.5, 3, '42:3 43:3 08'],
  ['8350', 10, 1, 3, '50', '481'],
  ['9112', 18, 40, 2, '81:5 84 87 86'],
  ['9313', 12, 0.6, 2, '41 43'],
  ['9329', 9, 4, 2, '10 25 38'],
  ['9333', 10, 1.5, 2, '52:3 49'],
  ['9334', 6, 3, 2, '47'],
  ['9412', 5, 12, 2, '56:3 87 85'],
  ['9611', 6, 0.4, 2, '38'],
  ['9629', 8, 4, 2, '82 78 93'],
]

/** What the young do beside school. */
const BESIDE_SCHOOL = ['5223', '5246', '5131', '5329', '9334', '4222', '9112', '5132', '3423', '5311']

/** Places in `OCCUPATIONS` and `INDUSTRIES`. */
export interface Job {
  occupation: number
  industry: number
}

const OCCUPATION_PLACE = new Map(OCCUPATIONS.map(([code], place) => [code, place]))
const INDUSTRY_PLACE = new Map(INDUSTRIES.map(([code], place) => [code, place]))

const placed = (code: string, places: ReadonlyMap<string, number>): number => {
  const place = places.get(code)
  if (place === undefined) throw new Error(`no code ${code}`)
  return place
}

/** Industries of each occupation, by its place. */
const INDUSTRIES_OF: readonly Choice<number>[] = OCCUPATIONS.map(([code]) => {
  const row = ROWS.find(([occupation]) => occupation === code)
  if (!row) throw new Error(`no jobs with occupation ${code}`)
  return new Choice(
    row[4].split(' ').map((part) => {
      const [industry = '', weight = '1'] = part.split(':')
      return [placed(industry, INDUSTRY_PLACE), Number(weight)]
    }),
  )
})

const workers = (row: Row, women: 0 | 1): number => (women ? row[2] : row[1])

/** How well an occupation's usual level suits someone who reached `level`: over-education is commoner than the reverse. */
const suits = (usual: number, level: number): number => {
  const over = Math.max(2, level) - usual
  return over >= 0 ? 0.45 ** over : 0.12 ** -over
}

/** By level 0–9 and sex, over the occupations that need no programme of their own. Nobody knows the level of 9: as 4. */
const BY_LEVEL = Array.from({ length: 10 }, (_, level) =>
  ([0, 1] as const).map((women) => {
    const open = ROWS.filter(([, , , , , , only]) => !only)
    return new Choice(
      open.map((row) => [
        placed(row[0], OCCUPATION_PLACE),
        workers(row, women) * suits(row[3], level === 9 ? 4 : level),
      ]),
    )
  }),
)

/** By programme and sex, over the occupations that it leads to; null for programmes that lead to none. */
const BY_PROGRAMME = PROGRAMMES.map(([code]) =>
  ([0, 1] as const).map((women) => {
    const led = ROWS.filter((row) => row[5]?.split(' ').includes(code))
    return led.length === 0
      ? null
      : new Choice(led.map((row) => [placed(row[0], OCCUPATION_PLACE), workers(row, women)]))
  }),
)

const YOUNG = ([0, 1] as const).map(
  (women) =>
    new Choice(
      ROWS.filter(([code]) => BESIDE_SCHOOL.includes(code)).map((row) => [
        placed(row[0], OCCUPATION_PLACE),
        workers(row, women),
      ]),
    ),
)

/** Share of those with a programme that leads somewhere who work there. */
const IN_FIELD = 0.8

/** A job for a man (0) or a woman (1) with this schooling. */
export function findJob(
  level: number,
  programme: number,
  women: 0 | 1,
  besideSchool: boolean,
  random: Random,
): Job {
  const field = programme === NO_PROGRAMME ? null : (BY_PROGRAMME[programme]?.[women] ?? null)
  const choice = besideSchool
    ? YOUNG[women]
    : field && random.chance(IN_FIELD)
      ? field
      : BY_LEVEL[level]?.[women]
  if (!choice) throw new Error(`no jobs for level ${level}`)
  const occupation = random.pick(choice)
  return { occupation, industry: random.pick(INDUSTRIES_OF[occupation] as Choice<number>) }
}
