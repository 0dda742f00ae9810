/** Made-up people who may not see all, each as a reader and as a plain rule of what they may see. */
import type { Reader, Resource } from '../../src/index.js'
import { type Asked, Oracle } from './oracle.js'
import { ASKED, askedOf, type Random, written } from './world.js'

/** The patients to whose records a resource belongs, for these tests: any of its references to a patient, and itself. */
export function patientsOf(resource: Resource): string[] {
  const named = JSON.stringify(resource).matchAll(/"reference":"Patient\/([^"/]+)/g)
  const own = resource.resourceType === 'Patient' ? [resource.id as string] : []
  return [...new Set([...own, ...[...named].map(([, id]) => id as string)])]
}

interface Somebody {
  reader: Reader
  visible(resource: Resource): boolean
  /** For whoever reads that a test failed. */
  says: string
}

export function somebody(random: Random, resources: readonly Resource[]): Somebody {
  const conditions = new Map<string, Asked[]>()
  for (const type of Object.keys(ASKED))
    if (random.chance(0.3))
      conditions.set(type, [plain(random, type), ...random.some(1, () => plain(random, type))])
  const patient = random.chance(0.25) ? `patient${random.below(6)}` : null
  const gated = new Set(random.some(5, () => `patient${random.below(12)}`))
  const otherwise = random.chance(0.7)
  const allows = ({ id }: Resource) => (id as string).length % 2 === 0
  const consents = random.chance(0.6) ? { patients: gated, otherwise, allows } : null
  const all = new Oracle(resources)
  return {
    reader: {
      ...{ subject: 'somebody', client: null, purpose: 'TREAT', patient, consents },
      conditions: (type) =>
        conditions.get(type)?.map((one) => new URLSearchParams([written(one)]).toString()) ?? [''],
    },
    visible(resource) {
      const mine = conditions.get(resource.resourceType)
      if (mine !== undefined && !mine.some((one) => all.meets(resource, one))) return false
      const patients = patientsOf(resource)
      if (patient !== null && !patients.includes(patient)) return false
      if (consents === null) return true
      return patients.some((one) => gated.has(one)) ? allows(resource) : otherwise
    },
    says: JSON.stringify({
      conditions: [...conditions].map(([type, list]) => [type, list.map((one) => written(one).join('='))]),
      ...{ patient, gated: consents && [...gated], otherwise },
    }),
  }
}

/** A criterion of a resource itself. */
function plain(random: Random, type: string): Asked {
  for (;;) {
    const asked = askedOf(random, type, 3)
    if (!('of' in asked)) return asked
  }
}
