/**
 * A register as a HealthDCAT-AP dataset for data that are not public, and the catalogue that lists them. What is told comes from the holder's
 * record and from figures that were protected before they came here; nothing is computed from rows.
 */
import {
  type CatalogueEntry,
  type CatalogueRecord,
  HEALTH_CATEGORIES,
  HEALTH_CATEGORY_TITLES,
  type HealthCategory,
  isPublic,
  type LocalisedText,
  PERSON,
  type PublicBody,
  type ReleasedNumber,
  type Table,
  type TableFigures,
  type Variable,
} from '@sund/model'
import type { z } from 'zod'
import { type Graph, mailbox, newGraph, plain, type Thing, typed } from './graph.js'
import { EHDS, EU, iri, publisherType } from './vocabulary.js'

/** What a register lacks before it can be in the machine-readable catalogue (Art 77): its record, or where its people are. */
export type RecordGap = 'record' | 'place'

export function recordGaps({ register: { record, spatialCoverage } }: CatalogueEntry): RecordGap[] {
  const nowhere = (record?.countries ?? []).length === 0 && spatialCoverage === undefined
  return [...(record === undefined ? (['record'] as const) : []), ...(nowhere ? (['place'] as const) : [])]
}

/** Stable addresses below the origin that people use. */
export interface Addresses {
  catalogue: string
  register(name: string): string
  version(name: string, version: string): string
  /** The register's page for people. */
  page(name: string): string
}

export function addressesAt(origin: string): Addresses {
  const catalogue = `${origin}/catalogue`
  return {
    catalogue,
    register: (name) => `${catalogue}/${name}`,
    version: (name, version) => `${catalogue}/${name}/${version}`,
    page: (name) => `${origin}/variables/${name}`,
  }
}

/** Who publishes the catalogue itself. */
export interface CataloguePublisher extends z.infer<typeof PublicBody> {
  title: LocalisedText
  description: LocalisedText
}

/** One version of a register, complete. Its record must be there (`recordGaps`). */
export function describeDataset(entry: CatalogueEntry, at: Addresses) {
  const graph = newGraph()
  dataset(graph, entry, at, 'whole')
  return graph.quads
}

/** The newest versions of all registers that have a record: each in short, with the address of the rest. */
export function describeCatalogue(
  entries: readonly CatalogueEntry[],
  publisher: CataloguePublisher,
  at: Addresses,
) {
  const graph = newGraph()
  const complete = entries.filter((entry) => recordGaps(entry).length === 0)
  const latest = complete
    .map(({ importedAt }) => importedAt)
    .sort()
    .at(-1)
  graph.about(iri(at.catalogue), ['dcat:Catalog'], {
    'dct:title': publisher.title,
    'dct:description': publisher.description,
    'dct:publisher': agent(graph, publisher),
    'dcatap:applicableLegislation': iri(EHDS),
    'dct:modified': latest === undefined ? null : typed(latest, 'xsd:dateTime'),
    'dcat:dataset': complete.map((entry) => dataset(graph, entry, at, 'short')),
  })
  return graph.quads
}

/** The terms of this catalogue's own: the categories of Art 51, where its datasets point to. */
export function describeTerms(at: Addresses) {
  const graph = newGraph()
  for (const category of Object.keys(HEALTH_CATEGORIES) as HealthCategory[])
    categoryConcept(graph, category, at)
  return graph.quads
}

function agent(graph: Graph, { name, homepage, mailbox: address }: z.infer<typeof PublicBody>): Thing {
  return graph.some(['foaf:Agent'], {
    'foaf:name': name,
    'foaf:homepage': iri(homepage),
    'foaf:mbox': mailbox(address),
  })
}

function dataset(graph: Graph, entry: CatalogueEntry, at: Addresses, how: 'whole' | 'short'): Thing {
  const { register, version, importedAt, figures } = entry
  const record = register.record as CatalogueRecord
  const self = iri(at.version(register.name, version))
  const page = iri(record.landingPage ?? at.page(register.name))
  const legislation = [iri(EHDS), ...record.legislation.map(iri)]
  const publicData = isPublic(register)
  const coded = register.tables.flatMap((table) => table.variables.filter(({ domain }) => 'codes' in domain))
  const distribution = (title: LocalisedText, more = {}) =>
    graph.some(['dcat:Distribution'], {
      'dct:title': title,
      'dcat:accessURL': page,
      'dcatap:applicableLegislation': legislation,
      ...more,
    })
  return graph.about(self, ['dcat:Dataset'], {
    'dct:title': register.title,
    'dct:description': register.description,
    'dct:identifier': typed(self.value, 'xsd:anyURI'),
    'dcat:version': plain(version),
    'dct:isVersionOf': iri(at.register(register.name)),
    'dct:issued': typed(importedAt, 'xsd:dateTime'),
    'dct:modified': typed(importedAt, 'xsd:dateTime'),
    'dct:accessRights': iri(publicData ? EU.public : EU.nonPublic),
    'dcatap:applicableLegislation': legislation,
    'dct:type': iri(personal(register.tables) ? EU.personalData : EU.statistical),
    'dcat:theme': iri(EU.health),
    'health:healthCategory': record.healthCategories.map((category) => categoryConcept(graph, category, at)),
    'health:healthTheme': record.themes.map((theme) => themeConcept(graph, theme, at)),
    'dcat:keyword': record.keywords,
    'dcat:landingPage': page,
    'dct:language': record.languages.map((code) => iri(EU.language(code))),
    'dct:accrualPeriodicity': record.frequency ? iri(EU.frequency(record.frequency)) : null,
    'dct:spatial': [
      ...record.countries.map((code) => iri(EU.country(code))),
      ...(register.spatialCoverage
        ? [graph.some(['dct:Location'], { 'skos:prefLabel': register.spatialCoverage })]
        : []),
    ],
    'dct:temporal': temporal(graph, figures),
    'dct:provenance': graph.some(['dct:ProvenanceStatement'], {
      'rdfs:label': [plain(register.source), ...provenances(register.tables)],
    }),
    'dct:publisher': graph.some(['foaf:Agent'], {
      'foaf:name': register.holder.title,
      'foaf:homepage': iri(record.publisher.homepage),
      'foaf:mbox': mailbox(record.publisher.mailbox),
      'health:publisherType': iri(publisherType(record.publisher.type)),
      'health:publisherNote': record.publisher.note,
      'health:trustedDataHolder': typed(record.publisher.trusted, 'xsd:boolean'),
    }),
    'health:hdab': agent(graph, record.accessBody),
    'dcat:contactPoint': graph.some(['vcard:Kind'], {
      'vcard:fn': register.holder.title,
      'vcard:hasURL': iri(record.contact.page),
      'vcard:hasEmail': mailbox(record.contact.email),
    }),
    'dpv:hasPurpose': graph.some(['dpv:Purpose'], { 'dct:description': record.purpose }),
    'dpv:hasLegalBasis': graph.some(['dpv:LegalBasis'], { 'dct:description': record.legalBasis }),
    'dpv:hasPersonalData': personal(register.tables) ? iri('https://w3id.org/dpv/dpv-pd#Health') : null,
    'health:numberOfRecords': wholeNumber(sumOf(figures.map(({ rows }) => rows))),
    'health:numberOfUniqueIndividuals': wholeNumber(individuals(register.tables, figures)),
    'health:populationCoverage': register.population ?? null,
    'health:minTypicalAge': record.typicalAge
      ? typed(record.typicalAge.least, 'xsd:nonNegativeInteger')
      : null,
    'health:maxTypicalAge': record.typicalAge
      ? typed(record.typicalAge.most, 'xsd:nonNegativeInteger')
      : null,
    'health:retentionPeriod': record.retention
      ? graph.some(['dct:PeriodOfTime'], {
          'dcat:startDate': typed(record.retention.from, 'xsd:date'),
          'dcat:endDate': record.retention.until ? typed(record.retention.until, 'xsd:date') : null,
        })
      : null,
    'health:hasCodingSystem': [
      ...record.codingSystems.map(({ title, address }) =>
        graph.about(iri(address), ['dct:Standard'], { 'dct:title': plain(title) }),
      ),
      ...(how === 'whole' ? coded.map((variable) => codeList(graph, variable, self.value)) : []),
    ],
    'health:hasCodeValues':
      how === 'whole' ? coded.flatMap((variable) => codeValues(graph, variable, self.value)) : null,
    'dqv:hasQualityAnnotation': how === 'whole' ? qualityNotes(graph, figures) : null,
    'dcat:distribution': distribution(
      {
        en: 'Rows in a secure processing environment, under a permit',
        nb: 'Rader i et sikkert analyserom, med tillatelse',
        da: 'Rækker i et sikkert behandlingsmiljø, med tilladelse',
      },
      {
        'dct:description': {
          en: 'The size is estimated from protected counts.',
          nb: 'Størrelsen er anslått av beskyttede tall.',
          da: 'Størrelsen er anslået af beskyttede tal.',
        },
        'dct:format': iri(EU.parquet),
        'dcat:byteSize': typed(estimatedBytes(register.tables, figures), 'xsd:nonNegativeInteger'),
        'dct:rights': graph.some(['dct:RightsStatement'], { 'rdfs:label': plain(register.licence) }),
      },
    ),
    'adms:sample': distribution({
      en: 'Every variable with its codes and protected counts, without rows',
      nb: 'Alle variabler med koder og beskyttede tall, uten rader',
      da: 'Alle variable med koder og beskyttede tal, uden rækker',
    }),
    'health:analytics': distribution({
      en: 'Protected counts of a population, at once',
      nb: 'Beskyttede tall for en populasjon, med en gang',
      da: 'Beskyttede tal for en population, med det samme',
    }),
    'health:hasVariables': how === 'whole' ? tableGroup(graph, entry, self.value) : null,
  })
}

const personal = (tables: readonly Table[]): boolean =>
  tables.some(({ variables }) => variables.some(({ sensitivity }) => sensitivity.startsWith('PERSON_')))

function categoryConcept(graph: Graph, category: HealthCategory, at: Addresses): Thing {
  const scheme = graph.about(iri(`${at.catalogue}/terms#health-categories`), ['skos:ConceptScheme'], {
    'dct:title': { en: 'Categories of Article 51 of Regulation (EU) 2025/327' },
    'dct:source': iri(EHDS),
  })
  return graph.about(iri(`${at.catalogue}/terms#${category}`), ['skos:Concept'], {
    'skos:prefLabel': HEALTH_CATEGORY_TITLES[category],
    'skos:notation': plain(`51(1)(${HEALTH_CATEGORIES[category]})`),
    'skos:inScheme': scheme,
  })
}

function themeConcept(
  graph: Graph,
  { title, address }: CatalogueRecord['themes'][number],
  at: Addresses,
): Thing {
  const scheme = graph.about(iri(`${at.catalogue}/terms#themes`), ['skos:ConceptScheme'], {
    'dct:title': {
      en: 'Themes of this catalogue',
      nb: 'Temaer i denne katalogen',
      da: 'Temaer i dette katalog',
    },
  })
  const properties = { 'skos:prefLabel': title, 'skos:inScheme': scheme }
  return address === undefined
    ? graph.some(['skos:Concept'], properties)
    : graph.about(iri(address), ['skos:Concept'], properties)
}

function provenances(tables: readonly Table[]): LocalisedText[] {
  return tables.flatMap(({ variables }) =>
    variables.flatMap(({ provenance }) => (provenance ? [provenance] : [])),
  )
}

/** Dates as they were released: a year, or a day of a public register. */
function temporal(graph: Graph, figures: readonly TableFigures[]): Thing | null {
  const first = figures.flatMap(({ earliest }) => earliest ?? []).sort()[0]
  const last = figures
    .flatMap(({ latest }) => latest ?? [])
    .sort()
    .at(-1)
  if (first === undefined || last === undefined) return null
  const date = (value: string) => typed(value, value.length === 4 ? 'xsd:gYear' : 'xsd:date')
  return graph.some(['dct:PeriodOfTime'], { 'dcat:startDate': date(first), 'dcat:endDate': date(last) })
}

const valueOf = (number: ReleasedNumber): number | null => ('value' in number ? number.value : null)

/** A sum of released numbers; null where one was withheld, since it would be told by the others. */
function sumOf(numbers: readonly ReleasedNumber[]): number | null {
  const values = numbers.map(valueOf)
  return values.length === 0 || values.includes(null)
    ? null
    : values.reduce<number>((sum, one) => sum + (one ?? 0), 0)
}

/** At least so many people: of a register with several tables, those of its largest. */
function individuals(tables: readonly Table[], figures: readonly TableFigures[]): number | null {
  const people = figures.filter(({ table }) =>
    tables.some(
      ({ name, unit, links }) =>
        name === table && (unit === PERSON || links.some((link) => link.unit === PERSON)),
    ),
  )
  const counts = people.flatMap(({ units }) => valueOf(units) ?? [])
  return counts.length === 0 ? null : Math.max(...counts)
}

const wholeNumber = (value: number | null) =>
  value === null ? null : typed(Math.round(value), 'xsd:nonNegativeInteger')

/** Eight bytes a value, and unit and two dates of each row; a table whose rows are withheld counts as empty. */
function estimatedBytes(tables: readonly Table[], figures: readonly TableFigures[]): number {
  const bytes = figures.map(({ table, rows }) => {
    const columns = 3 + (tables.find(({ name }) => name === table)?.variables.length ?? 0)
    return (valueOf(rows) ?? 0) * columns * 8
  })
  return Math.round(bytes.reduce((sum, one) => sum + one, 0))
}

const codeListAddress = (dataset: string, { name }: Variable) =>
  `${dataset}#codes-${encodeURIComponent(name)}`

function codeList(graph: Graph, variable: Variable, dataset: string): Thing {
  const source = 'codes' in variable.domain ? variable.domain.source : undefined
  return graph.about(iri(codeListAddress(dataset, variable)), ['skos:ConceptScheme'], {
    'dct:title': variable.title,
    'dct:source': source === undefined ? null : graph.some(['dct:Standard'], { 'dct:title': plain(source) }),
  })
}

function codeValues(graph: Graph, variable: Variable, dataset: string): Thing[] {
  if (!('codes' in variable.domain)) return []
  const list = codeListAddress(dataset, variable)
  return variable.domain.codes.map(({ code, title, validFrom, validUntil }, i) => {
    const address = `${list}-${i}-${encodeURIComponent(code)}`
    return graph.about(iri(address), ['skos:Concept'], {
      'skos:prefLabel': title,
      'skos:notation': plain(code),
      'dct:identifier': typed(address, 'xsd:anyURI'),
      'skos:inScheme': iri(list),
      'dct:valid':
        validFrom || validUntil
          ? graph.some(['dct:PeriodOfTime'], {
              'dcat:startDate': validFrom ? typed(validFrom, 'xsd:date') : null,
              'dcat:endDate': validUntil ? typed(validUntil, 'xsd:date') : null,
            })
          : null,
    })
  })
}

function qualityNotes(graph: Graph, figures: readonly TableFigures[]): Thing[] {
  return figures.flatMap(({ table, variables }) => {
    const shares = variables.flatMap(({ complete }) => valueOf(complete) ?? [])
    if (shares.length === 0) return []
    const least = Math.round(100 * Math.min(...shares))
    return graph.some(['dqv:QualityAnnotation'], {
      'dqv:inDimension': iri('http://www.w3.org/ns/dqv#completeness'),
      'rdfs:label': {
        en: `${table}: at least ${least} % of the rows have a value in every variable`,
        nb: `${table}: minst ${least} % av radene har verdi i hver variabel`,
        da: `${table}: mindst ${least} % af rækkerne har en værdi i hver variabel`,
      },
    })
  })
}

const CSVW_TYPES: Record<Variable['dataType'], string> = {
  STRING: 'string',
  LONG: 'integer',
  DOUBLE: 'double',
  DATE: 'date',
}

function tableGroup(graph: Graph, { register }: CatalogueEntry, dataset: string): Thing {
  return graph.about(iri(`${dataset}#variables`), ['csvw:TableGroup'], {
    'dct:title': register.title,
    'csvw:table': register.tables.map((table) =>
      graph.about(iri(`${dataset}#table-${table.name}`), ['csvw:Table'], {
        'csvw:url': iri(`${dataset}#table-${table.name}`),
        'dct:title': table.title,
        'dct:description': table.description,
        'csvw:column': table.variables.map((variable) =>
          graph.about(iri(`${dataset}#variable-${encodeURIComponent(variable.name)}`), ['csvw:Column'], {
            'csvw:name': plain(variable.name),
            'csvw:titles': variable.title,
            'dct:description': variable.description,
            'csvw:datatype': plain(CSVW_TYPES[variable.dataType]),
            'csvw:propertyUrl': iri(`${dataset}#variable-${encodeURIComponent(variable.name)}`),
          }),
        ),
      }),
    ),
  })
}
