/** Where people are looked after and who does it: offices, hospitals, pharmacies and doctors, each written once and when it is first referred to. */
import type { FhirResource, Organization, Practitioner, Reference } from 'fhir/r4.js'
import { MUNICIPALITIES } from '../codes/municipalities.js'
import { type Name, nameAtWork } from './names.js'
import { hl7 } from './terms.js'

/** What there is one of in each municipality, with what it is called there. */
const LOCAL = {
  practice: (town: string) => `${town} legekontor`,
  pharmacy: (town: string) => `${town} apotek`,
  clinic: (town: string) => `${town} helsestasjon`,
} as const
export type LocalPlace = keyof typeof LOCAL

/** What there is one of in the country. */
const NATIONAL = {
  'hospital-03': 'Vestre sykehus',
  'hospital-04': 'Midtre sykehus',
  'hospital-05': 'Nordre sykehus',
  'hospital-08': 'Søndre sykehus',
  laboratory: 'Laboratorietjenesten',
  'home-monitoring': 'Tjenesten for digital hjemmeoppfølging',
  population: 'Folkeregisteret i Sundland',
} as const
export type NationalPlace = keyof typeof NATIONAL

/** Doctors of a practice: a municipality has at most so many, among whom its people are shared. */
const DOCTORS = 4

export class Places {
  readonly #seed: number
  readonly #written = new Set<string>()
  #waiting: FhirResource[] = []

  constructor(seed: number) {
    this.#seed = seed
  }

  local(kind: LocalPlace, municipality: number): Reference {
    const { code, name } = MUNICIPALITIES[municipality] as (typeof MUNICIPALITIES)[number]
    return this.#organisation(`o-${kind}-${code}`, LOCAL[kind](name), name)
  }

  national(place: NationalPlace): Reference {
    return this.#organisation(`o-${place}`, NATIONAL[place])
  }

  /** The doctor of somebody who lives in a municipality; `among` shares its people out. */
  doctor(municipality: number, among: number): Reference {
    const place = municipality * DOCTORS + (among % DOCTORS)
    const name = nameAtWork(this.#seed, place)
    return this.#refer(
      `d-${place}`,
      text(name),
      (id): Practitioner => ({
        resourceType: 'Practitioner',
        id,
        active: true,
        name: [human(name)],
      }),
    )
  }

  /** What was referred to since this was last asked, and never before. */
  fresh(): FhirResource[] {
    const waiting = this.#waiting
    this.#waiting = []
    return waiting
  }

  #organisation(id: string, name: string, town?: string): Reference {
    return this.#refer(
      id,
      name,
      (): Organization => ({
        resourceType: 'Organization',
        id,
        active: true,
        type: [hl7('organization-type', 'prov', 'Healthcare Provider')],
        name,
        ...(town === undefined ? {} : { address: [{ city: town, country: 'NO' }] }),
      }),
    )
  }

  #refer(id: string, display: string, make: (id: string) => Organization | Practitioner): Reference {
    const resource = make(id)
    if (!this.#written.has(id)) {
      this.#written.add(id)
      this.#waiting.push(resource)
    }
    return { reference: `${resource.resourceType}/${id}`, display }
  }
}

export const human = ({ given, family }: Name) => ({ use: 'official' as const, family, given: [given] })
export const text = ({ given, family }: Name): string => `${given} ${family}`
