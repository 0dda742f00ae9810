/** The evaluator of consents against a plain one: nothing is seen that should not be, and nothing kept back that need not. `SUND_CONSENT_CASES=10000` for more. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consentGate } from '../../src/consent/gate.js'
import { type ReadConsent, readConsent } from '../../src/consent/rules.js'
import type { Resource } from '../../src/resource.js'
import { consents, PATIENTS, patientOf, request, written } from './made.js'
import { plainlyAllowed } from './plain.js'

const CASES = Number(process.env['SUND_CONSENT_CASES'] ?? 500)

test('a gate leaves to see what consents leave, no more and no less', () => {
  const seen = { allowed: 0, denied: 0, againstLaw: 0 }
  fc.assert(
    fc.property(consents, written, request, (said, resources, { actors, purpose, at }) => {
      const byPatient = new Map<string, ReadConsent[]>()
      for (const one of said) {
        const read = readConsent(one)
        if (read) byPatient.set(read.patient, [...(byPatient.get(read.patient) ?? []), read])
      }
      const gate = consentGate(byPatient, {
        actors: new Set(actors),
        purposes: [{ code: purpose }],
        at: new Date(at),
      })
      for (const resource of resources) {
        const patient = patientOf(resource)
        const own = said.filter((one) => patientOf(one) === patient)
        const expected = plainlyAllowed(own, resource, { actors, purpose, at })
        const found = gate.allows(resource, [patient])
        expect(found, JSON.stringify({ own, resource, actors, purpose, at })).toBe(expected)
        seen[found ? 'allowed' : 'denied']++
        if (found !== gate.otherwise) seen.againstLaw++
        expect([found, null]).toContain(gate.whole(patient))
        // Who is not among the patients of the gate has said nothing.
        if (!gate.patients.has(patient)) expect(found).toBe(gate.otherwise)
      }
      const [one] = resources as [Resource]
      expect(gate.allows(one, [])).toBe(gate.otherwise)
      expect(gate.allows(one, PATIENTS)).toBe(PATIENTS.every((patient) => gate.allows(one, [patient])))
    }),
    { numRuns: CASES },
  )
  // What was drawn must be able to fail.
  expect(Math.min(seen.allowed, seen.denied, seen.againstLaw)).toBeGreaterThan(CASES)
})
