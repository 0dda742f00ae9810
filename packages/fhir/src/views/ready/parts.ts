/** What most ready views have: a key to the patient and the encounter, codes with their systems, a status, the first day that is known. */
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

/** The first code of a CodeableConcept, with the system it is of. */
export function coded(prefix: string, path: string, what: Words, timed = true): ReadyColumn[] {
  const [en, nb, da] = what
  return [
    {
      name: prefix,
      holds: 'code',
      timed,
      path: `${path}.coding.code.first()`,
      title: what,
      description: [
        `${en}, as the first code that was given`,
        `${nb}, som den første koden som er oppgitt`,
        `${da}, som den første kode, der er angivet`,
      ],
    },
    {
      name: `${prefix}_SYSTEM`,
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

export const status = (name: string, title: Words, path = 'status'): ReadyColumn => ({
  name,
  holds: 'code',
  path,
  title,
  description: [
    'How far it has come, in the words of FHIR',
    'Hvor langt det er kommet, med ordene i FHIR',
    'Hvor langt det er kommet, med ordene i FHIR',
  ],
})

/** The first day on which something may have been, from what is known: a moment, the start of a period, or when it was written down. */
export const firstOf = (...paths: readonly string[]): string =>
  `${paths.reduceRight((otherwise, path) => `iif(${path}.exists(), ${path}, ${otherwise})`)}.lowBoundary()`

export const NOT_BY_MISTAKE = "status.exists().not() or status != 'entered-in-error'"
