/** Whoever asks for records as consents may name them: people, their apps, and the permits under which registers are used. */
import { type Asked, PURPOSE_OF_LEVEL } from '@sund/fhir'
import { CHOICE_LEVELS, LEVEL_OF, type Permit } from '@sund/model'

/** Systems of identifiers by which an actor of a Consent is known here, beside references to resources of the store. */
export const ACTOR_SYSTEMS = {
  /** Whoever signs in. */
  subject: 'urn:sund:subject',
  app: 'urn:sund:app',
  permit: 'urn:sund:permit',
} as const

type Request = Omit<Asked, 'at'>

const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'

/** Somebody with an app. `references`: what of the store is them, or has them as a member. */
export const askedBy = (asker: {
  subject: string
  client: string | null
  purpose: string
  references: readonly string[]
}): Request => ({
  actors: new Set([
    `${ACTOR_SYSTEMS.subject}|${asker.subject}`,
    ...(asker.client === null ? [] : [`${ACTOR_SYSTEMS.app}|${asker.client}`, `Device/${asker.client}`]),
    ...asker.references,
  ]),
  purposes: [{ system: ACT_REASON, code: asker.purpose }],
})

/** Each end for which registers are used, whoever does it. */
export const ASKED_BY_LEVEL = CHOICE_LEVELS.map((level) => ({
  level,
  asked: {
    actors: new Set<string>(),
    purposes: [{ system: ACT_REASON, code: PURPOSE_OF_LEVEL[level] }],
  } satisfies Request,
}))

/** A run: under a permit, or under open terms, which say no purpose and so ask for every one. */
export const askedUnder = (permit: Permit | null): readonly Request[] =>
  permit === null
    ? ASKED_BY_LEVEL.map(({ asked }) => asked)
    : [
        {
          actors: new Set([
            `${ACTOR_SYSTEMS.permit}|${permit.id}`,
            ...permit.persons.map(({ subject }) => `${ACTOR_SYSTEMS.subject}|${subject}`),
          ]),
          purposes: [{ system: ACT_REASON, code: PURPOSE_OF_LEVEL[LEVEL_OF[permit.purpose]] }],
        },
      ]
