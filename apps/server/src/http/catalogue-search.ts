/**
 * Finding variables: every word must occur somewhere, words in a name or title weigh more than words in a
 * description. Pure, over the catalogue that the hub has; a catalogue of a country (tens of thousands of
 * variables) is searched in milliseconds.
 */
import {
  type Catalogue,
  type CatalogueEntry,
  compareVersions,
  inLanguage,
  LANGUAGES,
  type Language,
  type LocalisedText,
  mostSensitive,
  type Table,
  type Variable,
} from '@sund/model'
import type { RegisterHit, VariableHit } from './schemas.js'

/** The newest version of each register, by name. */
export function newest(catalogue: Catalogue): CatalogueEntry[] {
  const byName = new Map<string, CatalogueEntry>()
  for (const entry of catalogue) {
    const other = byName.get(entry.register.name)
    if (other === undefined || compareVersions(entry.version, other.version) > 0)
      byName.set(entry.register.name, entry)
  }
  return [...byName.values()].sort((a, b) => (a.register.name < b.register.name ? -1 : 1))
}

/** The versions of a register, newest first. */
export function versionsOf(catalogue: Catalogue, name: string): string[] {
  return catalogue
    .filter(({ register }) => register.name === name)
    .map(({ version }) => version)
    .sort((a, b) => compareVersions(b, a))
}

/** The variables found, best first; without words all of them in the order of their registers. */
export function searchVariables(
  catalogue: Catalogue,
  { query, language, register }: { query: string; language: Language; register?: string | undefined },
): VariableHit[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  const found: { hit: VariableHit; score: number }[] = []
  for (const entry of newest(catalogue)) {
    if (register !== undefined && entry.register.name !== register) continue
    for (const table of entry.register.tables)
      for (const variable of table.variables) {
        const score = scoreOf(words, entry, table, variable, language)
        if (score !== null) found.push({ hit: variableHit(entry, table, variable), score })
      }
  }
  // A stable sort keeps the order of registers among equals.
  return found.sort((a, b) => b.score - a.score).map(({ hit }) => hit)
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

/** How well the words fit, or null when one of them does not occur at all. */
function scoreOf(
  words: readonly string[],
  { register }: CatalogueEntry,
  table: Table,
  variable: Variable,
  language: Language,
): number | null {
  if (words.length === 0) return 0
  const everyLanguage = (text: LocalisedText) => fold(LANGUAGES.map((tag) => text[tag] ?? '').join(' '))
  const codes = 'codes' in variable.domain ? variable.domain.codes : []
  const fields: [string, number][] = [
    [fold(variable.name), 8],
    [fold(inLanguage(variable.title, language)), 6],
    [everyLanguage(variable.title), 5],
    [everyLanguage(variable.description), 3],
    [fold(codes.map(({ code, title }) => `${code} ${Object.values(title).join(' ')}`).join(' ')), 2],
    [`${fold(register.name)} ${everyLanguage(register.title)} ${everyLanguage(table.title)}`, 1],
  ]
  let score = 0
  for (const word of words) {
    const best = fields.find(([text]) => text.includes(word))
    if (best === undefined) return null
    const [text, weight] = best
    score += weight + (startsWord(text, word) ? 2 : 0) + (text === word ? 4 : 0)
  }
  return score
}

const startsWord = (text: string, word: string): boolean => text.startsWith(word) || text.includes(` ${word}`)

/** Lower case without accents, but with the letters that Norwegian and Danish have of their own. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('å', '\u0001')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('\u0001', 'å')
}
