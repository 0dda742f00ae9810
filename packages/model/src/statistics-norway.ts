/**
 * Statistics Norway's register metadata (the format of their microdata tools), read as it is: one variable a file,
 * data in a semicolon-separated file of unit; value; start; stop; attributes without header.
 */
import { z } from 'zod'
import { Failure } from './errors.js'
import {
  DataType,
  IsoDate,
  type Register,
  Sensitivity,
  Temporality,
  UnitType,
  type Variable,
} from './registers.js'
import type { LocalisedText } from './text.js'

const Texts = z.array(z.object({ languageCode: z.string(), value: z.string() })).min(1)
const CodeItem = z.object({
  code: z.string(),
  categoryTitle: Texts,
  validFrom: IsoDate.nullish(),
  validUntil: IsoDate.nullish(),
})

/** The metadata of one variable as Statistics Norway writes it. Fields that Sund has no use for are let through. */
export const StatisticsNorwayMetadata = z.looseObject({
  shortName: z.string().optional(),
  temporalityType: Temporality,
  sensitivityLevel: Sensitivity,
  populationDescription: Texts,
  spatialCoverageDescription: Texts.optional(),
  subjectFields: z.array(Texts).optional(),
  identifierVariables: z.array(z.looseObject({ unitType: UnitType })).length(1),
  measureVariables: z
    .array(
      z.looseObject({
        name: Texts,
        description: Texts,
        dataType: DataType,
        unitType: UnitType.optional(),
        uriDefinition: z.array(z.string()).optional(),
        valueDomain: z
          .looseObject({
            codeList: z.array(CodeItem).optional(),
            sentinelAndMissingValues: z.array(CodeItem).optional(),
            measurementType: z.string().optional(),
            measurementUnitDescription: Texts.optional(),
            description: Texts.optional(),
            uriDefinition: z.array(z.string()).nullish(),
          })
          .optional(),
      }),
    )
    .length(1),
})
export type StatisticsNorwayMetadata = z.infer<typeof StatisticsNorwayMetadata>

/** True when a parsed JSON document looks like Statistics Norway's format rather than Sund's own. */
export function isStatisticsNorway(document: unknown): boolean {
  return (
    typeof document === 'object' &&
    document !== null &&
    'temporalityType' in document &&
    'measureVariables' in document
  )
}

/** Positions of the five columns in the accompanying data file. */
export const STATISTICS_NORWAY_COLUMNS = ['unit', 'value', 'start', 'stop', 'attributes'] as const

/**
 * A register of one table and one variable named `name` (the files' short name, `BEFOLKNING_KJOENN`).
 * Throws `data.metadata` naming the field that is wrong.
 */
export function registerFromStatisticsNorway(
  document: unknown,
  name: string,
  file: string,
  holder: Register['holder'],
): Register {
  const parsed = StatisticsNorwayMetadata.safeParse(document)
  if (!parsed.success) throw metadataFailure(parsed.error, file)
  const metadata = parsed.data
  const measure = metadata.measureVariables[0] as StatisticsNorwayMetadata['measureVariables'][number]
  const {
    codeList,
    sentinelAndMissingValues = [],
    measurementUnitDescription,
    description,
  } = measure.valueDomain ?? {}
  const toCode = (sentinel: boolean) => (item: z.infer<typeof CodeItem>) => ({
    code: item.code,
    title: toText(item.categoryTitle),
    ...(item.validFrom ? { validFrom: item.validFrom } : {}),
    ...(item.validUntil ? { validUntil: item.validUntil } : {}),
    ...(sentinel ? { sentinel } : {}),
  })
  const measureText = measurementUnitDescription ?? description
  const variable: Variable = {
    name,
    title: toText(measure.name),
    description: toText(measure.description),
    temporality: metadata.temporalityType,
    dataType: measure.dataType,
    domain: codeList
      ? { codes: [...codeList.map(toCode(false)), ...sentinelAndMissingValues.map(toCode(true))] }
      : measureText
        ? { description: toText(measureText) }
        : {},
    sensitivity: metadata.sensitivityLevel,
    column: 'value',
  }
  return {
    name: `no.ssb.${name.toLowerCase().replaceAll('_', '-')}`,
    title: variable.title,
    description: variable.description,
    holder,
    source: 'Statistics Norway',
    licence: 'see the source',
    population: toText(metadata.populationDescription),
    ...(metadata.spatialCoverageDescription
      ? { spatialCoverage: toText(metadata.spatialCoverageDescription) }
      : {}),
    tables: [
      {
        name,
        title: variable.title,
        description: variable.description,
        unit: (metadata.identifierVariables[0] as { unitType: string }).unitType,
        unitColumn: 'unit',
        links: [],
        fromColumn: 'start',
        untilColumn: 'stop',
        variables: [variable],
      },
    ],
  }
}

/** A metadata failure with one error for each field that is wrong. */
export function metadataFailure(error: z.ZodError, file: string): Failure {
  const [first, ...rest] = error.issues.slice(0, 20).map((issue) => ({
    code: 'data.metadata' as const,
    message: `${issue.path.join('.') || 'the document'}: ${issue.message}`,
    next: 'Mend the field and import again; docs/registers.md describes every field.',
    file: { file, field: issue.path.join('.') },
  }))
  return new Failure(first as NonNullable<typeof first>, ...rest)
}

/** Their `no` is Norwegian Bokmål. */
function toText(texts: z.infer<typeof Texts>): LocalisedText {
  const text: LocalisedText = {}
  for (const { languageCode, value } of texts) {
    if (languageCode === 'no' || languageCode === 'nb') text.nb = value
    else if (languageCode === 'en' || languageCode === 'da') text[languageCode] = value
  }
  return Object.keys(text).length > 0 ? text : { nb: (texts[0] as { value: string }).value }
}
