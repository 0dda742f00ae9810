/** A store of patients as plainly as it can be said: maps in memory, no database, no bundles taken apart. The oracle of the random sequences. */
import type { Resource } from '../../src/index.js'

export interface Patient extends Resource {
  identifier?: { value: string }[]
  gender?: string
}

/** What came of an interaction: a version of a patient, nothing, or the code of an error. */
export type Outcome = { id: string; version: number; created: boolean } | number | string

interface Kept {
  method: string
  patient: Patient | null
}

export class Model {
  readonly versions = new Map<string, Kept[]>()

  copy(): Model {
    const copy = new Model()
    for (const [id, all] of this.versions) copy.versions.set(id, [...all])
    return copy
  }

  version(id: string): number {
    return this.versions.get(id)?.length ?? 0
  }

  now(id: string): Patient | null | undefined {
    return this.versions.get(id)?.at(-1)?.patient
  }

  found(value: string): string[] {
    return [...this.versions.keys()].filter((id) =>
      this.now(id)?.identifier?.some((one) => one.value === value),
    )
  }

  private add(id: string, method: string, patient: Patient | null): Outcome {
    const created = !this.now(id)
    this.versions.set(id, [...(this.versions.get(id) ?? []), { method, patient }])
    return { id, version: this.version(id), created }
  }

  /** `id` is what the store has given, where it has created. */
  create(id: string, patient: Patient, ifNoneExist?: string): Outcome {
    const [found, another] = ifNoneExist === undefined ? [] : this.found(ifNoneExist)
    if (another !== undefined) return 'conflict.exists'
    if (found !== undefined) return { id: found, version: this.version(found), created: false }
    return this.add(id, 'POST', patient)
  }

  update(id: string, patient: Patient, ifMatch?: number): Outcome {
    if (ifMatch !== undefined && ifMatch !== this.version(id)) return 'conflict.revision'
    return this.add(id, 'PUT', patient)
  }

  updateWhere(given: string, id: string | undefined, patient: Patient, value: string): Outcome {
    const [found, another] = this.found(value)
    if (another !== undefined) return 'conflict.exists'
    if (found === undefined) {
      if (id === undefined) return this.add(given, 'POST', patient)
      return this.now(id) ? 'conflict.exists' : this.add(id, 'PUT', patient)
    }
    return id === undefined || id === found ? this.add(found, 'PUT', patient) : 'usage.request'
  }

  patch(id: string, gender: string, ifMatch?: number): Outcome {
    const now = this.now(id)
    if (!now) return 'usage.not-found'
    if (ifMatch !== undefined && ifMatch !== this.version(id)) return 'conflict.revision'
    return this.add(id, 'PATCH', { ...now, gender })
  }

  remove(id: string, ifMatch?: number): Outcome {
    if (this.now(id) === undefined) return 'usage.not-found'
    if (ifMatch !== undefined && ifMatch !== this.version(id)) return 'conflict.revision'
    if (this.now(id) !== null) this.add(id, 'DELETE', null)
    return 0
  }

  removeWhere(value: string): Outcome {
    const found = this.found(value)
    for (const id of found) this.add(id, 'DELETE', null)
    return found.length
  }

  load(patients: readonly Patient[]): Outcome {
    for (const patient of patients) this.add(patient.id as string, 'PUT', patient)
    return patients.length
  }
}
