/** A register that a holder makes of its records: observations of made-up persons, public and synthetic, so that a test can count them to the last. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Resource, Shown } from '@sund/fhir'
import type { Register } from '@sund/model'
import type { Derivation } from '../src/consents/derivations.js'
import type { Sund } from '../src/sund.js'
import { eventRegister, identifier } from './registers.js'

export const title = (en: string) => ({ en })
export const RECORDS: Register = {
  ...eventRegister(
    'test.records',
    { name: 'hospital', title: title('Hospital') },
    'OBSERVATIONS',
    ['weight', 'mood'],
    'PUBLIC',
  ),
  synthetic: true,
}
const SYSTEM = 'urn:oid:2.16.578.1.12.4.1.4.1'
const observation = (person: number, kind: string) => ({
  resourceType: 'Observation',
  id: `${kind}-${person}`,
  status: 'final',
  code: { coding: [{ system: 'urn:kinds', code: kind }] },
  subject: { reference: `Patient/${person}` },
  effectiveDateTime: '2020-05-01',
})

/** Everyone with a weight, and every second with a mood. */
export const recordsOf = (persons: number): Resource[] =>
  Array.from({ length: persons }, (_, person) => [
    { resourceType: 'Patient', id: `${person}`, identifier: [{ system: SYSTEM, value: identifier(person) }] },
    observation(person, 'weight'),
    ...(person % 2 ? [observation(person, 'mood')] : []),
  ]).flat()

/** A copy of the observations as lines, as simple as can be: what makes copies is tested where it is. */
export function derivation(sund: () => Sund, home: string): Derivation {
  const lines = new Map<string, string>()
  return {
    register: RECORDS.name,
    types: ['Observation'],
    async take(shown: readonly Shown[]) {
      for (const { id, resource } of shown)
        if (resource === null) lines.delete(id)
        else {
          const [kind, person] = id.split('-')
          lines.set(id, `${identifier(Number(person))},2020-05-01,${kind}`)
        }
    },
    async import(version) {
      const path = join(home, `records-${version}.csv`)
      await writeFile(path, `${['id,day,KIND', ...[...lines.values()].sort()].join('\n')}\n`)
      const holder = sund().holders.get('hospital')
      if (!holder) throw new Error('no hospital')
      return holder.import({ files: [{ path }], metadata: RECORDS, version })
    },
  }
}
