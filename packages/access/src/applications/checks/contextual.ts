/** Third layer: what the law asks for given everything else that is said: of whom, for what, of which data, and when. */
import { type Application, type PermitRecord, PROHIBITED_USES } from '@sund/model'
import { lastDayBefore } from '../../clocks/index.js'
import { isExcepted } from '../../rules/index.js'
import { isSaid } from '../forms/index.js'
import { type Checked, type Layer, listing, nameOf, where } from './check.js'

const isPseudonymised = ({ application, answers }: Checked): boolean =>
  application.path === 'permit' && answers.identifiability === 'pseudonymised'

/** By the dated rule an ethics committee decides on what is asked for; an answer in statistics needs none (Art 69). */
export function needsEthics({
  application,
  answers,
  rules,
}: Pick<Checked, 'answers' | 'rules'> & { application: Pick<Application, 'path'> }): boolean {
  const { purpose, identifiability = 'anonymous' } = answers
  return (
    application.path === 'permit' &&
    purpose !== undefined &&
    rules.parallel.some(
      (rule) =>
        rule.kind === 'ethics' &&
        rule.purposes.includes(purpose) &&
        rule.identifiability.includes(identifiability),
    )
  )
}

/** The permit that is to be changed, where it can be. */
function changed({ application: { kind, permit: id }, permit }: Checked): PermitRecord | null {
  return kind === 'new' || id === null ? null : permit(id)
}
const isOver = ({ status, permit }: PermitRecord, today: string): boolean =>
  status === 'REVOKED' || status === 'EXPIRED' || permit.until < today
/** The permit that is to be renewed, while it holds. */
function renewed(checked: Checked): PermitRecord | null {
  const record = checked.application.kind === 'renewal' ? changed(checked) : null
  return record === null || isOver(record, checked.today) ? null : record
}

export const CONTEXTUAL: Layer<'contextual'> = {
  'purpose.public-body': ({ application: { organisation }, answers: { purpose }, rules, directory }) => {
    const kind = directory.bodies.find(({ id }) => id === organisation)?.kind
    return where(
      purpose !== undefined && rules.publicBodiesOnly.includes(purpose) && kind !== 'public-body',
      'purpose',
    )
  },
  'prohibited.unconfirmed': ({ answers: { notMeant } }) => {
    const left = PROHIBITED_USES.filter((use) => notMeant?.[use] === undefined)
    return where(notMeant !== undefined && left.length > 0, 'notMeant', { count: left.length })
  },
  'prohibited.meant': ({ answers: { notMeant } }) =>
    PROHIBITED_USES.flatMap((use) => where(notMeant?.[use] === false, 'notMeant', { use })),
  'pseudonymised.reason': (checked) =>
    where(
      isPseudonymised(checked) && !isSaid(checked.answers.identifiabilityReason),
      'identifiabilityReason',
    ),
  'pseudonymised.safeguards': (checked) =>
    where(isPseudonymised(checked) && !isSaid(checked.answers.safeguards), 'safeguards'),
  'ethics.required': (checked) =>
    where(checked.answers.ethics === 'not-required' && needsEthics(checked), 'ethics', {
      rules: checked.rules.id,
    }),
  'ethics.evidence': ({ application, answers }) => {
    if (application.path !== 'permit' || answers.ethics !== 'approved') return []
    const attached = application.attachments.some(({ kind }) => kind === 'ethics-approval')
    return [...where(!isSaid(answers.ethicsReference), 'ethicsReference'), ...where(!attached, 'attachments')]
  },
  'urgency.reason': ({ application, answers }) =>
    where(
      application.path === 'permit' && answers.urgentPublicHealth === true && !isSaid(answers.urgencyReason),
      'urgencyReason',
    ),
  'opt-out.no-law': ({ answers: { optOutException }, rules }) =>
    where(optOutException === true && rules.optOutException === null, 'optOutException'),
  'opt-out.beyond': ({
    application: { organisation },
    answers,
    rules: { optOutException: law },
    directory,
  }) => {
    const kind = directory.bodies.find(({ id }) => id === organisation)?.kind
    return where(
      answers.optOutException === true && law !== null && !isExcepted(law, answers.purpose, kind),
      'optOutException',
      { provision: law?.provision ?? '' },
    )
  },
  'opt-out.reason': ({ answers }) =>
    where(answers.optOutException === true && !isSaid(answers.optOutNecessity), 'optOutNecessity'),
  'permit.unnamed': ({ application: { kind, permit } }) => where(kind !== 'new' && permit === null, 'permit'),
  'permit.unknown': (checked) => {
    const { kind, permit } = checked.application
    return where(kind !== 'new' && permit !== null && changed(checked) === null, 'permit', {
      permit: permit ?? '',
    })
  },
  'permit.over': (checked) => {
    const record = changed(checked)
    return where(record !== null && isOver(record, checked.today), 'permit', {
      permit: checked.application.permit ?? '',
    })
  },
  'renewal.late': (checked) => {
    const record = renewed(checked)
    if (record === null) return []
    const { application, rules, today, askedOn = today } = checked
    const { until } = record.permit
    const latest = lastDayBefore(until, rules.limits.renewalAskedBefore, application.country)
    return where(askedOn > latest, 'permit', { latest, until })
  },
  'renewal.again': (checked) => {
    const { id, renewedOn } = renewed(checked)?.permit ?? {}
    return where(renewedOn !== undefined, 'permit', { permit: id ?? '', renewedOn: renewedOn ?? '' })
  },
  'minimisation.unused': ({ application: { collection }, answers: { questions = [] } }) => {
    const asked = new Set(questions.map(({ id }) => id))
    const unused = collection.filter(({ questions: needed }) => !needed.some((id) => asked.has(id)))
    // Without questions there is nothing to need a variable for, and that is said already.
    return asked.size === 0 ? [] : listing(unused.map(nameOf), 'collection', 'variables')
  },
  'minimisation.question': ({ application: { collection }, answers: { questions = [] } }) => {
    const needing = new Set(collection.flatMap(({ questions: needed }) => needed))
    if (needing.size === 0) return []
    const without = questions.filter(({ id }) => !needing.has(id)).map(({ text }) => `“${text}”`)
    return listing(without, 'questions', 'questions')
  },
  'persons.unknown': ({ application: { path, persons } }) =>
    listing(
      path === 'permit' ? persons.filter(({ subject }) => subject === null).map(({ name }) => name) : [],
      'persons',
      'names',
    ),
}
