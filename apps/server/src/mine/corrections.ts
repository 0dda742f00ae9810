/**
 * A request that something be put right, as a Task of FHIR in the patient's compartment: one resource that both sides read, whose history is the course of the
 * matter. Codes are those of HL7's guide for patients' requests for corrections.
 */
import type { KeptResource, Resource } from '@sund/fhir'
import type { Correction, CorrectionState, HeldItem } from '@sund/model'
import { CORRECTION_CODE } from './held.js'

const STATES: Readonly<Record<string, CorrectionState>> = {
  requested: 'waiting',
  completed: 'corrected',
  rejected: 'declined',
}

export const correctionTask = (said: {
  patient: string
  about: string
  text: string
  at: string
}): Resource => ({
  resourceType: 'Task',
  status: 'requested',
  intent: 'proposal',
  code: { coding: [CORRECTION_CODE] },
  description: said.text,
  focus: { reference: said.about },
  for: { reference: `Patient/${said.patient}` },
  requester: { reference: `Patient/${said.patient}` },
  authoredOn: said.at,
  lastModified: said.at,
})

export function isCorrection({ resourceType, code }: Resource): boolean {
  const { coding = [] } = (code ?? {}) as { coding?: { system?: string; code?: string }[] }
  return (
    resourceType === 'Task' &&
    coding.some((one) => one.system === CORRECTION_CODE.system && one.code === CORRECTION_CODE.code)
  )
}

export const isWaiting = ({ status }: Resource): boolean => status === 'requested'

/** A task as both sides read it. */
export function correctionOf(holder: string, task: KeptResource, about: HeldItem | null): Correction {
  const { status, description, authoredOn, lastModified, statusReason } = task as KeptResource & {
    status: string
    description?: string
    authoredOn?: string
    lastModified?: string
    statusReason?: { text?: string }
  }
  const state = STATES[status] ?? 'waiting'
  return {
    id: task.id,
    holder,
    state,
    text: description ?? '',
    about,
    askedAt: authoredOn ?? task.meta.lastUpdated,
    answer: statusReason?.text ?? null,
    answeredAt: state === 'waiting' ? null : (lastModified ?? task.meta.lastUpdated),
  }
}
