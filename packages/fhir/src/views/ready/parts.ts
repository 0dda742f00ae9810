/** What most ready views have: a key to the patient and the encounter, codes with their systems, a status, the first day that is known. */
import type { Code } from '@sund/model'
import type { ReadyColumn, ReadyTable, Words } from './columns.js'

export const patient = (prefix: string, path = 'subject'): ReadyTable['links'][number] => ({
  name: `${prefix}_PATIENT`,
  unit: 'PERSON',
  path: `${path}.getReferenceKey(Patient)`,
  title: ['The patient', 'Pasienten', 'Patienten'],
})
export const encounter = (prefix: string): ReadyTable['links'][number] => ({
  name: `${prefix}_ENCOUNTER`,
  unit: 'ENCOUNTER',
  path: 'encounter.getReferenceKey(Encounter)',
  title: ['The encounter it was part of', 'Kontakten det var del av', 'Den kontakt, det var en del af'],
})

/** The first code of a CodeableConcept. */
export const concept = (
  name: string,
  path: string,
  title: Words,
  description: Words,
  more: Pick<ReadyColumn, 'timed'> = {},
): ReadyColumn => ({
  name,
  holds: 'code',
  path: `${path}.coding.code.first()`,
  display: `${path}.coding.where(code.exists()).first().display`,
  title,
  description,
  ...more,
})

/** The first code of a CodeableConcept, with the system it is of. */
export function coded(
  name: string,
  path: string,
  title: Words,
  { timed = true }: Pick<ReadyColumn, 'timed'> = {},
): ReadyColumn[] {
  const [en, nb, da] = title
  const first: Words = [
    `${en}, as the first code that was given`,
    `${nb}, som den første koden som er oppgitt`,
    `${da}, som den første kode, der er angivet`,
  ]
  return [
    concept(name, path, title, first, { timed }),
    {
      name: `${name}_SYSTEM`,
      holds: 'text',
      path: `${path}.coding.where(code.exists()).first().system`,
      title: [`${en}: code system`, `${nb}: kodeverk`, `${da}: kodesystem`],
      description: [
        'The address of the code system that the code is of',
        'Adressen til kodeverket som koden hører til',
        'Adressen på det kodesystem, som koden hører til',
      ],
    },
  ]
}

/** Columns that each part of a resource has as well, at the same paths. */
export const inParts = (...columns: readonly ReadyColumn[]): ReadyColumn[] =>
  columns.map((column) => ({ ...column, part: column.path }))

/** The first of the categories that a record is in. */
export const category = (prefix: string, description: Words): ReadyColumn =>
  concept(`${prefix}_CATEGORY`, 'category.first()', ['Category', 'Kategori', 'Kategori'], description)

export const status = (name: string, title: Words, codes: readonly Code[], path = 'status'): ReadyColumn => ({
  name,
  holds: 'code',
  path,
  title,
  description: [
    'How far it has come, in the words of FHIR',
    'Hvor langt det er kommet, med ordene i FHIR',
    'Hvor langt det er kommet, med ordene i FHIR',
  ],
  codes,
})

/** The first day on which something may have been, from what is known: a moment, the start of a period, or when it was written down. */
export const firstOf = (...paths: readonly string[]): string =>
  `${paths.reduceRight((otherwise, path) => `iif(${path}.exists(), ${path}, ${otherwise})`)}.lowBoundary()`

export const NOT_BY_MISTAKE = "status.exists().not() or status != 'entered-in-error'"
