/** What the laboratory answers: one observation for each test, and a report for all that one sample was asked for. */
import type { DiagnosticReport, FhirResource, Observation } from 'fhir/r4.js'
import { LABORATORY_TESTS } from '../codes/laboratory.js'
import type { Day } from '../days.js'
import { laboratory } from '../registers/laboratory.js'
import type { Life } from './life.js'
import { concept, dateOf, hl7, quantity, SYSTEM } from './terms.js'

const TESTS = new Map<string, ReturnType<typeof concept>>(
  LABORATORY_TESTS.map(([npu, loinc, , ...titles]) => [
    npu,
    concept(SYSTEM.npu, [npu, ...titles], { system: SYSTEM.loinc, code: loinc }),
  ]),
)
const LABORATORY = [hl7('observation-category', 'laboratory', 'Laboratory')]
const REPORT = concept(SYSTEM.loinc, ['11502-2', 'Laboratory report', 'Laboratoriesvar', 'Laboratoriesvar'])
/** Decimals that a laboratory reports. */
const DIGITS = 1000

export function laboratoryRecords(life: Life): FhirResource[] {
  const { RESULT = [] } = life.lines(laboratory)
  const { subject, places } = life
  const performer = [places.national('laboratory')]
  const samples = new Map<Day, Observation[]>()
  const observations = RESULT.map((line, i): Observation => {
    const day = line.day('date')
    const value = line.number('value')
    const observation: Observation = {
      resourceType: 'Observation',
      id: life.id('test', i + 1),
      status: value === null ? 'cancelled' : 'final',
      category: LABORATORY,
      code: TESTS.get(line.code('npu') as string) as ReturnType<typeof concept>,
      subject,
      effectiveDateTime: dateOf(day),
      performer,
      ...(value === null
        ? { dataAbsentReason: hl7('data-absent-reason', 'error', 'Error') }
        : {
            valueQuantity: quantity(
              Math.round(value * DIGITS) / DIGITS,
              line.code('ucum_unit') as string,
              line.code('comparator') === '<' ? '<' : undefined,
            ),
          }),
    }
    samples.set(day, [...(samples.get(day) ?? []), observation])
    return observation
  })
  const reports = [...samples].map(
    ([day, tests], i): DiagnosticReport => ({
      resourceType: 'DiagnosticReport',
      id: life.id('report', i + 1),
      status: 'final',
      category: [hl7('v2-0074', 'LAB', 'Laboratory')],
      code: REPORT,
      subject,
      effectiveDateTime: dateOf(day),
      performer,
      result: tests.map(({ id }) => ({ reference: `Observation/${id}` })),
    }),
  )
  return [...observations, ...reports]
}
