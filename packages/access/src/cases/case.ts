/** The case as a kind of stream: how it changes, who may change it, and who is told. */
import type { CaseCommand, CaseView, PublicEntry } from '@sund/model'
import { addDays } from '../clocks/index.js'
import { CASE_EVENTS, type CaseEvent } from './case-events.js'
import { type CaseState, evolveCase } from './case-state.js'
import { caseActions, decideCase, escalatedTo, rulesOfTimer, silentFrom } from './case-transitions.js'
import { caseInbox, caseView } from './case-view.js'
import { type Letter, type LetterTemplate, lettersTo, type Recipient } from './letters.js'
import type { FollowUp, Recorded, StreamKind } from './stream.js'
import { APPLICANT, earliest, nextStage, running } from './timers.js'

/** Streams of cases. */
export const CASE: StreamKind<CaseState, CaseCommand, CaseEvent, CaseView> = {
  name: 'case',
  events: CASE_EVENTS,
  evolve: evolveCase,
  decide: decideCase,
  actions: caseActions,
  view: caseView,
  inbox: caseInbox,
  wakes: (state) =>
    earliest([
      ...state.timers.map((one) => nextStage(one, rulesOfTimer(state, one.track))),
      ...state.timers
        .filter((one) => one.clock === 'completion' && running(one))
        .map(({ due }) => addDays(due, 1)),
      ...state.tracks.filter((one) => one.state !== 'decided').map((one) => silentFrom(state, one)),
    ]),
  parties: (state) => [
    state.applicant.subject,
    ...state.application.persons.flatMap(({ subject }) => (subject === null ? [] : [subject])),
    ...state.tracks.flatMap(({ reviewers }) => reviewers.map(({ subject }) => subject)),
    ...[state.accessBody, ...state.tracks.flatMap(({ body, confirmedBy }) => [body, confirmedBy])].flatMap(
      (body) => (body === null ? [] : [`organisation:${body}`]),
    ),
  ],
  exclusions: () => [],
  publicPart,
  followUps,
  letters,
}

/** What the register of cases says from the moment of receipt (Art 57). */
function publicPart({ application, ...state }: CaseState): Partial<PublicEntry> & { reference: string } {
  const { answers, collection, kind, path, persons } = application
  return {
    reference: state.reference,
    kind,
    path,
    title: answers.title ?? '',
    summary: answers.summary ?? '',
    organisation: persons.find(({ part }) => part === 'lead')?.organisation ?? application.organisation ?? '',
    purpose: answers.purpose ?? '',
    registers: [...new Set(collection.map(({ register }) => register))].sort(),
    receivedOn: state.submittedOn,
    status: state.status,
    decision:
      state.decision === null
        ? null
        : {
            outcome: state.decision.outcome,
            on: state.decision.on,
            reasons: [
              ...new Set(
                state.tracks.flatMap(({ decision }) =>
                  decision === null ||
                  (decision.outcome === 'granted' && state.decision?.outcome !== 'granted') ||
                  decision.reason === ''
                    ? []
                    : [decision.reason],
                ),
              ),
            ],
          },
    updatedAt: state.updatedAt,
  }
}

/** A decision that grants something issues a permit, or the next revision of one. */
function followUps({ application, reissued }: CaseState, event: Recorded<CaseEvent>): FollowUp[] {
  if (event.type !== 'decision-issued' || event.payload.permit === null) return []
  const { permit } = event.payload
  return [{ kind: 'permit', id: permit.id, permit, as: reissued ? 'amendment' : application.kind }]
}

const organisation = (id: string): Recipient => ({ organisation: id })

/** Who is told of an event. */
function letters(id: string, state: CaseState, event: Recorded<CaseEvent>): Letter[] {
  const { application, applicant, reference } = state
  const emailOf = (subject: string): string | null =>
    application.persons.find((one) => one.subject === subject)?.email ?? null
  const applicants: Recipient[] = [
    applicant.subject,
    ...application.persons.flatMap(({ subject, part }) =>
      subject === null || part === 'analyst' ? [] : [subject],
    ),
  ].map((subject) => ({ subject, email: emailOf(subject) }))
  const bodyOf = (track: string | null): string =>
    state.tracks.find((one) => one.id === track)?.body ?? state.accessBody
  const desk = (track: string | null, clock: string): Recipient[] => {
    const at = state.timers.findLast((one) => one.track === track && one.clock === clock)?.desk
    return at === undefined || at === APPLICANT ? applicants : [organisation(at)]
  }
  const send = (template: LetterTemplate, to: readonly Recipient[], holes: Letter['with'] = {}): Letter[] =>
    lettersTo(`case:${id}`, event.number, template, to, { reference, case: id, ...holes })

  switch (event.type) {
    case 'submitted':
      return [
        ...send('received', applicants, { due: event.payload.due }),
        ...send('track-opened', [organisation(state.accessBody)], { due: event.payload.due }),
      ]
    case 'assigned':
      return event.payload.how === 'taken'
        ? []
        : send('assigned', [{ subject: event.payload.person.subject, email: null }])
    case 'completion-asked':
      return send('completion-asked', applicants, { due: event.payload.due })
    case 'found-complete':
      return event.payload.tracks.flatMap(({ body, due }) =>
        send('track-opened', [organisation(body)], { due }),
      )
    case 'review-asked':
      return send('review-asked', [{ subject: event.payload.person.subject, email: null }])
    case 'asked':
      return send('question-asked', applicants)
    case 'answered': {
      const asked = state.questions.find(({ id: of }) => of === event.payload.question)
      return send('question-answered', [organisation(bodyOf(asked?.track ?? null))])
    }
    case 'proposed': {
      const confirmedBy = state.tracks.find(({ id: of }) => of === event.payload.track)?.confirmedBy
      return send('track-opened', [organisation(confirmedBy ?? state.accessBody)], { due: event.payload.due })
    }
    case 'reminded':
      return send('reminder', desk(event.payload.track, event.payload.clock), {
        clock: event.payload.clock,
        due: event.payload.due,
      })
    case 'escalated': {
      const at = state.timers.findLast(
        (one) => one.track === event.payload.track && one.clock === event.payload.clock,
      )?.desk
      return send('escalated', escalatedTo(state, at ?? state.accessBody).map(organisation), {
        clock: event.payload.clock,
        due: event.payload.due,
      })
    }
    case 'decision-issued':
      return send('decision-issued', applicants, {
        outcome: event.payload.outcome,
        due: event.payload.appealBy,
      })
    case 'lapsed':
      return send('withdrawn', [...applicants, organisation(state.accessBody)])
    case 'withdrawn':
      return send(
        'withdrawn',
        [...new Set([state.accessBody, ...state.tracks.map(({ body }) => body)])].map(organisation),
      )
    case 'appealed':
      return send('appealed', [organisation(state.accessBody)], { due: event.payload.due })
    case 'appeal-decided':
      return send('appeal-decided', applicants)
    default:
      return []
  }
}
