/**
 * A register's label of quality and utility (Art 78), computed from what its import found and its holder released, and never set by hand: the reasons
 * are the figures themselves. Each dimension is a share of 0 to 1:
 *
 * - completeness: rows that have a value, the mean of all variables;
 * - conformance: values that are in their code list, the mean of all coded variables;
 * - consistency: rows that are neither doubled nor overlap, the mean of all tables;
 * - timeliness: 1 where the latest rows are of the year of the import or the year before, a fifth less for each further year;
 * - documentation: what the holder has written, of what could be: titles and definitions in three languages, codes or a unit of measure, where values come
 *   from, and the catalogue record.
 *
 * The grade is that of the mean of what is known: A from 0.95, B from 0.85, C from 0.7, D from 0.5, else E. A dimension that no figure speaks of is null
 * and counts for nothing.
 */
import { type CatalogueEntry, LANGUAGES, type LocalisedText, type ReleasedNumber } from '@sund/model'

export const DIMENSIONS = [
  'completeness',
  'conformance',
  'consistency',
  'timeliness',
  'documentation',
] as const
export type Dimension = (typeof DIMENSIONS)[number]
export const GRADES = ['A', 'B', 'C', 'D', 'E'] as const
export type Grade = (typeof GRADES)[number]

/** Something that a dimension's share rests on: a variable, a table, a year, or a piece of documentation. */
export interface Ground {
  of: string
  share: number
}

export interface DimensionLabel {
  dimension: Dimension
  /** Null where nothing is known. */
  share: number | null
  /** What pulls it down most, the worst first. */
  reasons: Ground[]
}

export interface QualityLabel {
  grade: Grade
  share: number
  dimensions: DimensionLabel[]
}

const REASONS = 3
const LEAST: Record<Exclude<Grade, 'E'>, number> = { A: 0.95, B: 0.85, C: 0.7, D: 0.5 }

export function labelOf(entry: CatalogueEntry): QualityLabel {
  const dimensions = DIMENSIONS.map((dimension): DimensionLabel => {
    const grounds = GROUNDS[dimension](entry)
    const worst = new Map(grounds.filter(({ share }) => share < 1).map((one) => [one.of, one]))
    return {
      dimension,
      share: mean(grounds.map(({ share }) => share)),
      reasons: [...worst.values()].sort((a, b) => a.share - b.share).slice(0, REASONS),
    }
  })
  const share = mean(dimensions.flatMap((one) => one.share ?? [])) ?? 0
  const grade = GRADES.find((one) => one === 'E' || share >= LEAST[one]) ?? 'E'
  return { grade, share, dimensions }
}

const GROUNDS: Record<Dimension, (entry: CatalogueEntry) => Ground[]> = {
  completeness: ({ figures }) =>
    figures.flatMap(({ variables }) =>
      variables.flatMap(({ variable, complete }) => ground(variable, complete)),
    ),
  conformance: ({ figures }) =>
    figures.flatMap(({ variables }) =>
      variables.flatMap(({ variable, conforming }) => ground(variable, conforming)),
    ),
  consistency: ({ figures }) => figures.flatMap(({ table, consistent }) => ground(table, consistent)),
  timeliness: ({ figures, importedAt }) =>
    figures.flatMap(({ latest }) => {
      if (latest === null) return []
      const behind = Number(importedAt.slice(0, 4)) - Number(latest.slice(0, 4)) - 1
      return [{ of: latest.slice(0, 4), share: Math.max(0, Math.min(1, 1 - behind / 5)) }]
    }),
  documentation: documented,
}

const ground = (of: string, number: ReleasedNumber | undefined): Ground[] =>
  number !== undefined && 'value' in number && number.value !== null ? [{ of, share: number.value }] : []

/** Pieces of documentation, by what a label's reader calls them. */
function documented({ register }: CatalogueEntry): Ground[] {
  const variables = register.tables.flatMap((table) => table.variables)
  const languages = (text: LocalisedText) =>
    LANGUAGES.filter((language) => text[language] !== undefined).length / LANGUAGES.length
  const average = (shares: number[]) => mean(shares) ?? 0
  return [
    { of: 'titles', share: average(variables.map(({ title }) => languages(title))) },
    { of: 'definitions', share: average(variables.map(({ description }) => languages(description))) },
    {
      of: 'values',
      share: average(
        variables.map(({ domain, dataType }) =>
          'codes' in domain || domain.unitOfMeasure || domain.description || dataType === 'DATE' ? 1 : 0,
        ),
      ),
    },
    { of: 'provenance', share: average(variables.map(({ provenance }) => (provenance ? 1 : 0))) },
    { of: 'record', share: register.record ? 1 : 0 },
  ]
}

const mean = (shares: readonly number[]): number | null =>
  shares.length === 0 ? null : shares.reduce((sum, one) => sum + one, 0) / shares.length
