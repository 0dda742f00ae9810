/**
 * What each command asks for, as tables: a command's fields by name, a field's first value and when it is whole. Pages draw forms from these and
 * from nothing else, so that a command more is a line more.
 */
import type {
  AssessmentCriterion,
  CaseAction,
  CaseCommand,
  CaseCommandName,
  Outcome,
  PermitCommand,
  PermitCommandName,
  VariableDecision,
} from '@sund/model'

/** The value of every field there is. */
export interface Values {
  text: string
  reason: string
  title: string
  summary: string
  link: string
  question: string
  criterion: AssessmentCriterion
  met: 'yes' | 'in-part' | 'no' | null
  outcome: Outcome | null
  advice: Outcome | null
  variables: VariableDecision[]
  conditions: string
  person: { subject: string; name: string } | null
  points: { at: string; text: string }[]
  urgent: boolean | null
  upheld: boolean | null
  subject: string
  holder: string
  stop: boolean
  breach: 'cleared' | 'revoked' | 'excluded' | null
  excludedUntil: string
}
export type FieldName = keyof Values

interface FieldRule<F extends FieldName> {
  initial: Values[F]
  /** Whether it may be sent. */
  whole: (value: Values[F], all: Values) => boolean
  /** Where it is asked only sometimes. */
  asked?: (all: Values) => boolean
  /** What the command gets, and under which name, where that is not the value itself under the field's name. */
  sent?: (value: Values[F], all: Values) => object
}

const said = (text: string) => text.trim() !== ''
const chosen = (value: unknown) => value !== null && value !== ''
const always = () => true

export const FIELDS: { [F in FieldName]: FieldRule<F> } = {
  text: { initial: '', whole: said },
  reason: { initial: '', whole: said },
  title: { initial: '', whole: said },
  summary: { initial: '', whole: said },
  link: {
    initial: '',
    whole: (link) => link.trim() === '' || URL.canParse(link.trim()),
    sent: (link) => ({ link: link.trim() === '' ? null : link.trim() }),
  },
  question: { initial: '', whole: said },
  criterion: { initial: 'purpose', whole: always },
  met: { initial: null, whole: chosen },
  outcome: { initial: null, whole: chosen },
  advice: { initial: null, whole: chosen },
  variables: {
    initial: [],
    asked: ({ outcome }) => outcome === 'partial',
    whole: (variables) =>
      variables.some(({ granted }) => granted) &&
      variables.some(({ granted }) => !granted) &&
      variables.every(({ granted, reason }) => granted || said(reason)),
    sent: (variables, { outcome }) => ({ variables: outcome === 'partial' ? variables : [] }),
  },
  conditions: {
    initial: '',
    asked: ({ outcome }) => outcome === 'granted' || outcome === 'partial',
    whole: always,
    sent: (lines, { outcome }) => ({
      conditions:
        outcome === 'refused'
          ? []
          : lines
              .split('\n')
              .map((line) => line.trim())
              .filter(said),
    }),
  },
  person: { initial: null, whole: chosen },
  points: {
    initial: [{ at: 'application', text: '' }],
    whole: (points) => points.length > 0 && points.every(({ text }) => said(text)),
  },
  urgent: { initial: null, whole: chosen },
  upheld: { initial: null, whole: chosen },
  subject: { initial: '', whole: said },
  holder: { initial: '', whole: said },
  stop: { initial: false, whole: always },
  breach: { initial: null, whole: chosen, sent: (outcome) => ({ outcome }) },
  excludedUntil: {
    initial: '',
    asked: ({ breach }) => breach === 'excluded',
    whole: said,
    sent: (day, { breach }) => ({ excludedUntil: breach === 'excluded' ? day : null }),
  },
}

/** What is drawn for a command, in this order. `submit` and `supplement` are the application's own page; nobody presses `tick`. */
export const CASE_FORMS = {
  submit: [],
  take: [],
  assign: ['person'],
  'ask-completion': ['points'],
  supplement: [],
  'find-complete': [],
  'set-urgency': ['urgent', 'reason'],
  assess: ['criterion', 'met', 'reason'],
  'ask-review': ['person'],
  review: ['advice', 'reason'],
  ask: ['text'],
  answer: ['question', 'text'],
  note: ['text'],
  'declare-conflict': ['reason'],
  delegate: ['person'],
  extend: ['reason'],
  propose: ['outcome', 'variables', 'reason', 'conditions'],
  decide: ['outcome', 'variables', 'reason', 'conditions'],
  withdraw: ['reason'],
  appeal: ['reason'],
  'decide-appeal': ['upheld', 'reason'],
  tick: [],
} as const satisfies Record<CaseCommandName, readonly FieldName[]>

export const PERMIT_FORMS = {
  issue: [],
  'remove-person': ['subject', 'reason'],
  revoke: ['reason'],
  'suspect-breach': ['text', 'stop'],
  'reply-to-breach': ['text'],
  'decide-breach': ['breach', 'excludedUntil', 'reason'],
  'register-result': ['title', 'summary', 'link'],
  'report-finding': ['text'],
  'confirm-delivery': ['holder'],
  'extend-delivery': ['holder', 'reason'],
  'confirm-deletion': [],
  tick: [],
} as const satisfies Record<PermitCommandName, readonly FieldName[]>

/** Commands that say which part of a case they are about: those and no others are sent with it. */
const TRACKED: { [N in CaseCommandName as 'track' extends keyof CaseCommand<N> ? N : never]: true } = {
  take: true,
  assign: true,
  assess: true,
  'ask-review': true,
  review: true,
  ask: true,
  note: true,
  'declare-conflict': true,
  delegate: true,
  extend: true,
  propose: true,
  decide: true,
}

/** What cannot be undone is told in another colour. */
export const FINAL: ReadonlySet<string> = new Set<CaseCommandName | PermitCommandName>([
  'withdraw',
  'declare-conflict',
  'revoke',
  'remove-person',
  'confirm-deletion',
])

/** Commands that the pages of cases do not draw: another page sends them, or nobody. */
export const ELSEWHERE: ReadonlySet<string> = new Set<CaseCommandName | PermitCommandName>([
  'submit',
  'supplement',
  'tick',
  'issue',
])

export function initialValues(given: Partial<Values>): Values {
  const initial = Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, field.initial]))
  return { ...(initial as unknown as Values), ...given }
}

type Rule = FieldRule<FieldName>
const rule = (name: FieldName) => FIELDS[name] as unknown as Rule
const fieldsOf = (command: string): readonly FieldName[] =>
  ({ ...CASE_FORMS, ...PERMIT_FORMS })[command as CaseCommandName] ?? []

/** The fields of a command that are asked for, given what has been answered. */
export const askedOf = (command: string, values: Values): readonly FieldName[] =>
  fieldsOf(command).filter((name) => rule(name).asked?.(values) ?? true)

export const isWhole = (name: FieldName, values: Values): boolean =>
  rule(name).whole(values[name] as never, values)

/** The command that an action and what was written make. */
export function commandOf(action: CaseAction, values: Values): CaseCommand | PermitCommand {
  const parts = fieldsOf(action.do).map((name) => {
    const value = values[name] as never
    return (
      rule(name).sent?.(value, values) ?? {
        [name]: typeof value === 'string' ? (value as string).trim() : value,
      }
    )
  })
  const track = Object.hasOwn(TRACKED, action.do) ? { track: action.track } : {}
  return Object.assign({ do: action.do }, track, ...parts) as CaseCommand | PermitCommand
}
