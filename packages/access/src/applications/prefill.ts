/**
 * A new application with everything in it that is known already: nobody is asked for what their collection, their session, their
 * organisation's earlier cases or the rules can tell. What only a person can say (the title, the questions, that no prohibited use is meant)
 * is left to them.
 */
import {
  type AnswerName,
  type Answers,
  type Application,
  type ApplicationKind,
  type ApplicationPath,
  type ChosenVariable,
  type Country,
  canonicalJson,
  type FieldName,
  type Form,
  type Organisation,
  type OrganisationKind,
  type PermitRecord,
  type PrefillSource,
} from '@sund/model'
import { decisionLimit } from '../cases/tracks.js'
import { addDays, addLimit, dueDay, lastDayOf } from '../clocks/index.js'
import type { AccessRules } from '../rules/rules.js'
import { needsEthics } from './checks/contextual.js'
import { fieldsOf, isSaid, type Provisions } from './forms/index.js'
import type { KnownVariables } from './variables.js'

/** What an application begins from. */
export interface Beginning {
  kind: ApplicationKind
  path: ApplicationPath
  country: Country
  /** The permit that is to be changed, and the application that led to it where it can be read. */
  permit: { record: PermitRecord; application: Application | null } | null
  form: Form
  today: string
  rules: AccessRules
  variables: KnownVariables
  person: { subject: string; name: string }
  organisation: Organisation | null
  collection: readonly ChosenVariable[]
  /** The latest that the person, and anyone of the organisation, has submitted. */
  earlier: { own: Application | null; organisation: Application | null }
  /** The secure environment that most use. */
  room: string
}

/** An application as it begins, and where each part of it that nobody typed came from. */
export interface Begun {
  application: Application
  sources: Partial<Record<FieldName, PrefillSource>>
}

const LEGAL_BASIS: Record<OrganisationKind, NonNullable<Answers['legalBasis']>> = {
  'public-body': 'public-task',
  university: 'public-task',
  hospital: 'public-task',
  company: 'legitimate-interest',
  'non-profit': 'legitimate-interest',
}

/** Most studies are done in this time, and a renewal asks for a year. */
const STUDY = { amount: 36, unit: 'months' } as const
const RENEWAL = { amount: 12, unit: 'months' } as const

/** The years of which all variables have data, else all years of which any has. */
function yearsOf({ collection, variables }: Beginning): Answers['years'] {
  const spans = collection.flatMap(({ register, variable }) => {
    const years = variables.find(register, variable)?.years
    return years ? [years] : []
  })
  if (spans.length === 0) return undefined
  const [froms, untils] = [spans.map(({ from }) => from), spans.map(({ until }) => until)]
  const common = { from: Math.max(...froms), until: Math.min(...untils) }
  return common.from <= common.until ? common : { from: Math.min(...froms), until: Math.max(...untils) }
}

/** The day on which data can be there if everybody takes the time that the law gives them. */
function firstDay({ today, rules, country, path, collection }: Beginning): string {
  const asked = { path, collection: [...collection] }
  return addDays(
    dueDay(dueDay(today, decisionLimit(rules, asked, false), country), rules.limits.delivery, country),
    1,
  )
}

type Known = Beginning & { answers: Answers }
type Sources<N extends AnswerName> = readonly (readonly [
  PrefillSource,
  (known: Known) => Answers[N] | undefined,
])[]
/** What a person or an organisation said the last time. */
const last = <N extends AnswerName>(name: N): Sources<N> => [
  ['last-application', ({ earlier }) => earlier.own?.answers[name] as Answers[N]],
  ['organisation', ({ earlier }) => earlier.organisation?.answers[name] as Answers[N]],
]

/** Where each answer can come from, the best first. In order: later ones may rest on earlier ones. */
const SOURCES: { readonly [N in AnswerName]?: Sources<N> } = {
  purpose: last('purpose'),
  years: [['collection', yearsOf]],
  identifiability: [['usual', () => 'anonymous']],
  legalBasis: [
    ['organisation', ({ organisation }) => (organisation ? LEGAL_BASIS[organisation.kind] : undefined)],
  ],
  legalBasisText: last('legalBasisText'),
  safeguards: last('safeguards'),
  ethics: [
    [
      'rules',
      ({ path, rules, answers }) =>
        answers.purpose === undefined
          ? undefined
          : needsEthics({ application: { path }, answers, rules })
            ? 'not-applied'
            : 'not-required',
    ],
  ],
  urgentPublicHealth: [['usual', () => false]],
  room: [...last('room'), ['usual', ({ room }) => room]],
  from: [['rules', firstDay]],
  until: [
    [
      'permit',
      ({ kind, permit }) =>
        kind === 'renewal' && permit ? addLimit(permit.record.permit.until, RENEWAL) : undefined,
    ],
    ['usual', ({ answers: { from } }) => (from ? lastDayOf(from, STUDY) : undefined)],
  ],
  contact: [
    ['last-application', ({ earlier }) => earlier.own?.answers.contact],
    ['you', ({ person }) => person.name],
  ],
  funding: last('funding'),
  publication: last('publication'),
}

/** Begins an application. A change of a permit begins with all that led to it, so that a small change is a small thing to write. */
export function begin(beginning: Beginning): Begun {
  const { kind, path, country, permit, form, person, organisation, collection } = beginning
  const before = kind === 'new' ? null : (permit?.application ?? null)
  const sources: Begun['sources'] = {}
  const answers: Record<string, unknown> = {}
  if (before !== null)
    for (const [name, value] of Object.entries(before.answers) as [AnswerName, Answers[AnswerName]][])
      if (isSaid(value)) {
        answers[name] = value
        sources[name] = 'permit'
      }
  const isRenewed = (name: string) => kind === 'renewal' && name === 'until'
  for (const [name, ways] of Object.entries(SOURCES) as [AnswerName, Sources<AnswerName>][]) {
    if (name in answers && !isRenewed(name)) continue
    for (const [source, say] of ways) {
      const value = say({ ...beginning, answers: answers as Answers })
      if (!isSaid(value)) continue
      answers[name] = value
      sources[name] = source
      break
    }
  }
  const lead = {
    subject: person.subject,
    name: person.name,
    email: null,
    organisation: organisation ? (organisation.title.en ?? organisation.id) : '',
    part: 'lead' as const,
  }
  const application: Application = {
    form: { id: form.id, version: form.version },
    kind,
    permit: permit?.record.permit.id ?? null,
    path,
    country,
    organisation: organisation?.id ?? before?.organisation ?? null,
    answers: answers as Answers,
    collection: before?.collection ?? [...collection],
    persons: before?.persons ?? [lead],
    attachments: before?.attachments ?? [],
  }
  if (application.organisation !== null) sources.organisation = organisation ? 'you' : 'permit'
  if (application.collection.length > 0) sources.collection = before ? 'permit' : 'collection'
  sources.persons = before ? 'permit' : 'you'
  if (application.attachments.length > 0) sources.attachments = 'permit'
  return { application, sources }
}

/** Where what stands in an application came from, for each field that is asked and still is as it began. */
export function stillAsBegun(
  application: Application,
  begun: Begun,
  form: Form,
  rules: Provisions,
): Begun['sources'] {
  const kept = fieldsOf(form, application, rules).flatMap(({ name }): [FieldName, PrefillSource][] => {
    const source = begun.sources[name]
    const same = canonicalJson(valueOf(application, name)) === canonicalJson(valueOf(begun.application, name))
    return source !== undefined && same ? [[name, source]] : []
  })
  return Object.fromEntries(kept)
}

/** What stands in a field; null where nothing does. Saying which question needs a variable does not make it typed. */
const valueOf = (application: Application, name: FieldName): unknown =>
  (name === 'collection'
    ? application.collection.map(({ register, variable }) => `${register}/${variable}`)
    : name === 'organisation' || name === 'persons' || name === 'attachments'
      ? application[name]
      : application.answers[name]) ?? null
