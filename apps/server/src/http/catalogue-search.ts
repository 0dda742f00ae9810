/**
 * The catalogue as pages see it: hits of a search with what one needs to choose, and the lines of script that use a variable. How variables are found
 * is `access`.
 */
import {
  type CatalogueIndex,
  createCatalogueIndex,
  FACETS,
  type Facet,
  type Found,
  type SearchQuery,
} from '@sund/access'
import {
  type Catalogue,
  type CatalogueEntry,
  HEALTH_CATEGORY_TITLES,
  type HealthCategory,
  type LocalisedText,
  mostSensitive,
  type Table,
  type Variable,
} from '@sund/model'
import type { RegisterHit, VariableHit } from './schemas.js'

/** Asks the index of a catalogue, made once for the catalogue as it stands and again when something was imported. */
export function catalogueSearch(): (catalogue: Catalogue, query: SearchQuery) => Promise<Found> {
  let made: { of: string; index: Promise<CatalogueIndex> } | null = null
  return async (catalogue, query) => {
    const of = catalogue.map(
      ({ register, version, contentHash }) => `${register.name} ${version} ${contentHash}`,
    )
    const key = of.sort().join('\n')
    if (made?.of !== key) made = { of: key, index: createCatalogueIndex(catalogue) }
    return (await made.index).find(query)
  }
}

/** What was found, as a page shows it: facets with their titles. */
export function foundView({ variables, facets, ...rest }: Found, catalogue: Catalogue) {
  const titles: Partial<Record<Facet, (value: string) => LocalisedText | undefined>> = {
    register: (value) => catalogue.find(({ register }) => register.name === value)?.register.title,
    holder: (value) =>
      catalogue.find(({ register }) => register.holder.name === value)?.register.holder.title,
    category: (value) => HEALTH_CATEGORY_TITLES[value as HealthCategory],
  }
  return {
    ...rest,
    variables: variables.map(({ entry, table, variable, codes }) => ({
      ...variableHit(entry, table, variable),
      found: codes,
    })),
    facets: FACETS.map((facet) => ({
      facet,
      values: facets[facet].map((one) => ({ ...one, title: titles[facet]?.(one.value) ?? null })),
    })),
  }
}

export function variableHit(entry: CatalogueEntry, table: Table, variable: Variable): VariableHit {
  const figures = entry.figures.find((of) => of.table === table.name)
  const { domain } = variable
  return {
    register: entry.register.name,
    registerTitle: entry.register.title,
    holder: entry.register.holder.name,
    version: entry.version,
    table: table.name,
    unit: table.unit,
    name: variable.name,
    title: variable.title,
    description: variable.description,
    temporality: variable.temporality,
    dataType: variable.dataType,
    sensitivity: variable.sensitivity,
    synthetic: entry.register.synthetic === true,
    unitOfMeasure: 'codes' in domain ? null : (domain.unitOfMeasure ?? null),
    codes: 'codes' in domain ? domain.codes.length : null,
    rows: figures?.rows ?? null,
    units: figures?.units ?? null,
    complete: figures?.variables.find((of) => of.variable === variable.name)?.complete ?? null,
    earliest: figures?.earliest ?? null,
    latest: figures?.latest ?? null,
  }
}

export function registerHit(entry: CatalogueEntry, versions: string[]): RegisterHit {
  const { name, title, description, holder, source, licence, tables } = entry.register
  const variables = tables.flatMap((table) => table.variables)
  return {
    name,
    title,
    description,
    holder,
    version: entry.version,
    versions,
    importedAt: entry.importedAt,
    source,
    licence,
    tables: tables.length,
    variables: variables.length,
    sensitivity: mostSensitive(variables.map((variable) => variable.sensitivity)),
    synthetic: entry.register.synthetic === true,
  }
}

/** Whether the registers are made up: `none` of them, `some`, or `all`. */
export function syntheticShare(catalogue: Catalogue): 'none' | 'some' | 'all' {
  const made = catalogue.filter(({ register }) => register.synthetic === true).length
  return made === 0 ? 'none' : made === catalogue.length ? 'all' : 'some'
}

/** Lines that use a variable, as a start for a script. */
export function scriptFor(entry: CatalogueEntry, variable: Variable): string {
  const alias = (entry.register.name.split('.').at(-1) ?? 'r').replaceAll('-', '_')
  const figures = entry.figures.find(({ variables }) => variables.some((of) => of.variable === variable.name))
  // The catalogue may know the year only.
  const first = (figures?.earliest ?? '2000').padEnd(10, '-01-01').slice(0, 10)
  const last = (figures?.latest ?? '2020').padEnd(10, '-12-31').slice(0, 10)
  const bring = {
    FIXED: `import ${alias}/${variable.name}`,
    STATUS: `import ${alias}/${variable.name} ${last}`,
    ACCUMULATED: `import ${alias}/${variable.name} ${last}`,
    EVENT: `import-event ${alias}/${variable.name} ${first} to ${last}`,
  }[variable.temporality]
  const show = 'codes' in variable.domain ? 'tabulate' : 'summarize'
  return [
    `require ${entry.register.name}:${entry.version} as ${alias}`,
    'create-dataset people',
    bring,
    `${show} ${variable.name}`,
    '',
  ].join('\n')
}
