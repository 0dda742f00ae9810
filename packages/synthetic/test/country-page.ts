/** The page that says what the made-up country is and how near it comes to public figures: written from the same rows that the test holds. */
import type { LocalisedText } from '@sund/model'
import { COUNTRY_REGISTERS } from '../src/registers/index.js'
import type { Country } from './country.js'
import { MEASURES } from './measures.js'
import { PUBLIC_FIGURES, type PublicFigure } from './public-figures.js'

/** One value of the country beside the published one. */
export interface Compared {
  figure: PublicFigure
  group: string
  published: number
  country: number
  /** How far off the value may be: the figure's tolerance and what chance may do. */
  most: number
  within: boolean
}

/** What chance may do, beside a figure's tolerance: of so many comparisons about one in a hundred seeds goes beyond it. */
const STANDARD_ERRORS = 3

/** Every published value beside the country's. Throws for a figure that nothing measures. */
export function compared(country: Country): Compared[] {
  return PUBLIC_FIGURES.flatMap((figure) => {
    const measure = MEASURES[figure.id]
    if (!measure) throw new Error(`nothing measures ${figure.id}`)
    const values = measure(country)
    return figure.values.map(({ group, value: published }) => {
      const measured = values.get(group)
      if (measured === undefined) throw new Error(`${figure.id} has no group ${group}`)
      const { value, error } = measured
      const told = 'within' in figure.tolerance ? figure.tolerance.within : figure.tolerance.share * published
      const most = told + STANDARD_ERRORS * error
      return { figure, group, published, country: value, most, within: Math.abs(value - published) <= most }
    })
  })
}

const text = ({ en }: LocalisedText): string => en ?? ''

/** Digits by size: kroner whole, small rates with two decimals. */
const shown = (value: number): string =>
  Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : Math.abs(value) >= 100
      ? value.toFixed(0)
      : Math.abs(value) >= 10
        ? value.toFixed(1)
        : value.toFixed(2)

const tolerated = ({ tolerance, unit }: PublicFigure): string =>
  'within' in tolerance
    ? `±${tolerance.within} ${unit === '%' ? 'percentage points' : unit}`
    : `±${Math.round(100 * tolerance.share)}% of the published value`

export function countryPage(country: Country, comparison: readonly Compared[]): string {
  return [
    '<!-- Generated from the country and its public figures by `npm run manual`; do not edit. -->',
    '# The country of made-up people',
    INTRODUCTION,
    '## Registers',
    'Rows for each 1,000 persons that the population register knows, over eleven years.',
    registers(country),
    '## How near it is',
    `The country of ${country.persons.toLocaleString('en')} persons that \`sund generate\` makes when no seed is given, beside what statistical offices publish. ${comparison.filter(({ within }) => within).length} of ${comparison.length} values are within their tolerance and three standard errors, which is what chance may do in a country of this size. Published values are rounded; "about" in a source says that a value is read off, or a mean over years.`,
    ...PUBLIC_FIGURES.map((figure) =>
      section(
        figure,
        comparison.filter((row) => row.figure === figure),
      ),
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

const INTRODUCTION = `Sundland is a country that does not exist, modelled on Norway with Danish touches. \`sund generate\` makes it at any size from 1,000
to 10 million persons, the same for the same seed. It is for trying things: studies before the data are there, apps, imports, and the speed
of Sund itself. Nobody in it is, or stands for, a living person, and its identifiers are of a range that is never issued.

A person's life comes first: family, homes, illnesses, work, death. Registers are then written from that one life, each by its own
holder with its own gaps and errors, so that they agree where real ones would: diabetes is in primary care, then among the medicines, then
in the laboratory. What is said of chance and shares is in each variable's description. It is a likeness, not a source: what it was
not made to show, such as an effect of one medicine against another, is not in it.`

function registers(country: Country): string {
  const rows = COUNTRY_REGISTERS.flatMap(({ metadata }) =>
    metadata.tables.map(({ name, title }) => {
      const { rows: count } = country.table(`${metadata.name}/${name}`)
      return `| \`${metadata.name}\` | ${text(metadata.title)} | ${name}: ${text(title)} | ${Math.round((1000 * count) / country.persons).toLocaleString('en')} |`
    }),
  )
  return ['| name | register | table | rows |', '| --- | --- | --- | ---: |', ...rows].join('\n')
}

function section(figure: PublicFigure, rows: readonly Compared[]): string {
  return [
    `### ${text(figure.title)}`,
    `${figure.definition} From \`${figure.register}\`. Source: ${figure.source}. Tolerance: ${tolerated(figure)}.`,
    [
      `| | published (${figure.unit}) | Sundland | distance | allowed | within |`,
      '| --- | ---: | ---: | ---: | ---: | --- |',
      ...rows.map(({ group, published, country, most, within }) => {
        const distance = country - published
        const sign = distance < 0 ? '−' : '+'
        return `| ${group || 'all'} | ${shown(published)} | ${shown(country)} | ${sign}${shown(Math.abs(distance))} | ±${shown(most)} | ${within ? 'yes' : 'no'} |`
      }),
    ].join('\n'),
  ].join('\n\n')
}
