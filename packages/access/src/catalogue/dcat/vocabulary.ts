/** The vocabularies of a HealthDCAT-AP record by their published addresses, and values of the EU's own lists. Apart from what is said with them. */
import { DataFactory, type Term } from 'n3'

export const PREFIXES = {
  adms: 'http://www.w3.org/ns/adms#',
  csvw: 'http://www.w3.org/ns/csvw#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatap: 'http://data.europa.eu/r5r/',
  dct: 'http://purl.org/dc/terms/',
  dpv: 'https://w3id.org/dpv#',
  dqv: 'http://www.w3.org/ns/dqv#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  health: 'http://healthdataportal.eu/ns/health#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const
type Prefix = keyof typeof PREFIXES
/** A name as Turtle writes it: `dct:title`. */
export type Name = `${Prefix}:${string}`

export const iri = (address: string) => DataFactory.namedNode(address)

/** The term behind a prefixed name. */
export function term(name: Name): Term & { termType: 'NamedNode' } {
  const colon = name.indexOf(':')
  return iri(PREFIXES[name.slice(0, colon) as Prefix] + name.slice(colon + 1)) as never
}

/** The regulation itself: what every dataset and distribution is given out under. */
export const EHDS = 'http://data.europa.eu/eli/reg/2025/327/oj'

const AUTHORITY = 'http://publications.europa.eu/resource/authority/'
export const EU = {
  nonPublic: `${AUTHORITY}access-right/NON_PUBLIC`,
  public: `${AUTHORITY}access-right/PUBLIC`,
  health: `${AUTHORITY}data-theme/HEAL`,
  personalData: `${AUTHORITY}dataset-type/PERSONAL_DATA`,
  statistical: `${AUTHORITY}dataset-type/STATISTICAL`,
  parquet: `${AUTHORITY}file-type/PARQUET`,
  country: (code: string) => `${AUTHORITY}country/${code}`,
  language: (code: string) => `${AUTHORITY}language/${code.toUpperCase()}`,
  frequency: (code: string) => `${AUTHORITY}frequency/${code}`,
} as const

export const publisherType = (type: string) => `http://purl.org/adms/publishertype/${type}`
