/** Codes as FHIR writes them: a system, a code, what it is called in English and, by the standard's extension, in the other two languages. */
import type { CodeableConcept, Coding, Element, Quantity } from 'fhir/r4.js'
import { type Day, dateNumber } from '../days.js'
import type { CodeRow } from '../register.js'

/** Code systems as FHIR identifies them. Those with an OID have no address of their own. */
export const SYSTEM = {
  icd10: 'http://hl7.org/fhir/sid/icd-10',
  icpc2: 'http://hl7.org/fhir/sid/icpc-2',
  atc: 'http://www.whocc.no/atc',
  /** NPU, as Danish and Norwegian laboratories send it. */
  npu: 'urn:oid:1.2.208.176.2.1',
  /** The Danish SKS, where surgery of the NCSP begins with K. */
  sks: 'urn:oid:1.2.208.176.2.4',
  loinc: 'http://loinc.org',
  mdc: 'urn:iso:std:iso:11073:10101',
  ucum: 'http://unitsofmeasure.org',
} as const

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation'

/** Where a text stands in the other languages, to go beside it under `_`. */
export const translated = (nb: string, da: string): Element => ({
  extension: (
    [
      ['nb', nb],
      ['da', da],
    ] as const
  ).map(([language, content]) => ({
    url: TRANSLATION,
    extension: [
      { url: 'lang', valueCode: language },
      { url: 'content', valueString: content },
    ],
  })),
})

const coding = (system: string, [code, en, nb, da]: CodeRow): Coding => ({
  system,
  code,
  display: en,
  ...(nb === en && da === en ? {} : { _display: translated(nb, da) }),
})

/** One code, said with a text of its own where there are more codings than one. */
export const concept = (system: string, row: CodeRow, ...more: readonly Coding[]): CodeableConcept => ({
  coding: [coding(system, row), ...more],
})

/** Concepts of a code list by its codes; `as` is how FHIR writes a code, where that differs. Throws for a code that the list lacks. */
export function conceptsOf(
  system: string,
  rows: readonly CodeRow[],
  as: (code: string) => string = (code) => code,
): (code: string) => CodeableConcept {
  const concepts = new Map(
    rows.map(([code, ...titles]) => [code, concept(system, [as(code), ...titles])] as const),
  )
  return (code) => {
    const found = concepts.get(code)
    if (found === undefined) throw new Error(`${code} is not in the code list`)
    return found
  }
}

/** A code of HL7's own terminology, which stands for what is not read by people. */
export const hl7 = (system: string, code: string, display: string): CodeableConcept => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code, display }],
})

/** A number with its unit of UCUM. */
export const quantity = (value: number, unit: string, comparator?: '<'): Quantity => ({
  value,
  ...(comparator ? { comparator } : {}),
  unit: signOf(unit),
  system: SYSTEM.ucum,
  code: unit,
})

/** A unit of UCUM as people write it: `10*12/L` as 10¹²/L, `umol/L` as µmol/L, `mm[Hg]` as mmHg. */
const signOf = (unit: string): string =>
  unit
    .replace(
      /10\*(\d+)/,
      (_, power: string) => `10${[...power].map((digit) => POWERS[Number(digit)]).join('')}`,
    )
    .replace(/^u(?=[a-z])/, 'µ')
    .replace('{1.73_m2}', '1.73 m²')
    .replace(/\{(\w+)\}/, ' $1')
    .replace(/[[\]]/g, '')
const POWERS = [...'⁰¹²³⁴⁵⁶⁷⁸⁹']

/** `2024-02-29` */
export function dateOf(day: Day): string {
  const digits = String(dateNumber(day)).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}
