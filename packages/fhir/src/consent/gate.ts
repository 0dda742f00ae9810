/** The consents of everyone as a gate for one who asks. The one place where ways out learn what may be seen. */
import type { ConsentGate } from '../reader.js'
import type { Resource } from '../resource.js'
import type { Asked } from './conditions.js'
import { permittedByLaw } from './defaults.js'
import { factsOf } from './facts.js'
import {
  type Bearing,
  bearingOn,
  decided,
  dependsOnContent,
  type ReadConsent,
  type Verdict,
  verdictsOf,
} from './rules.js'

/** A gate that can also say why. */
export interface ExplainedGate extends ConsentGate {
  /** What decides of a resource for one patient; null where they have said nothing that does. */
  verdict(resource: Resource, patient: string): Verdict | null
  /** What holds for everything about a patient; null where that depends on what it is. */
  whole(patient: string): boolean | null
}

/** Stands for whatever there is, where no rule asks what it is. */
const NOTHING: Resource = { resourceType: 'Basic' }

/** The gate of one who asks, at the moment that is in `asked`: what begins or ends later it does not know. */
export function consentGate(
  consents: ReadonlyMap<string, readonly ReadConsent[]>,
  asked: Asked,
): ExplainedGate {
  const bearing = new Map<string, readonly Bearing[]>()
  for (const [patient, read] of consents) {
    const some = read.flatMap((one) => bearingOn(one, asked) ?? [])
    if (some.length > 0) bearing.set(patient, some)
  }
  const otherwise = permittedByLaw(asked.purposes)
  const verdictOf = (resource: Resource) => {
    const facts = factsOf(resource)
    return (patient: string) => decided((bearing.get(patient) ?? []).flatMap((one) => verdictsOf(one, facts)))
  }
  return {
    patients: new Set(bearing.keys()),
    otherwise,
    allows(resource, patients) {
      if (!patients.some((patient) => bearing.has(patient))) return otherwise
      const of = verdictOf(resource)
      return patients.every((patient) => {
        const verdict = of(patient)
        return verdict === null ? otherwise : verdict.says === 'permit'
      })
    },
    verdict: (resource, patient) => verdictOf(resource)(patient),
    whole(patient) {
      const own = bearing.get(patient)
      if (own === undefined) return otherwise
      if (own.some(dependsOnContent)) return null
      const verdict = verdictOf(NOTHING)(patient)
      return verdict === null ? otherwise : verdict.says === 'permit'
    },
  }
}
