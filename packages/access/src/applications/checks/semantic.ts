/** Second layer: what is said but contradicts itself, the catalogue, or what any permit could allow. */
import {
  type Criteria,
  type Criterion,
  Failure,
  leavesOf,
  OPEN_POLICY,
  type Relaxation,
  relax,
} from '@sund/model'
import { holderOf } from '../../cases/directory.js'
import { longestUntil } from '../../cases/permit-terms.js'
import { type Checked, type Layer, listing, nameOf, where } from './check.js'

/** The last day that the law allows for the work; null where its first is not said. */
function latestDay({
  application: { kind, permit: id },
  answers: { from },
  rules,
  permit,
}: Checked): string | null {
  const earlier = kind === 'new' || id === null ? null : (permit(id)?.permit ?? null)
  const first = earlier?.from ?? from
  return first === undefined ? null : longestUntil({ kind, from: first }, earlier, rules.limits)
}

/** Variables whose data are there in so much of the years asked for. */
const covered =
  (how: 'none' | 'partly') =>
  ({ application, answers: { years }, variables }: Checked) => {
    if (years === undefined || years.from > years.until) return []
    const found = application.collection.filter(({ register, variable }) => {
      const has = variables.find(register, variable)?.years
      if (!has) return false
      const outside = has.until < years.from || years.until < has.from
      return how === 'none' ? outside : !outside && (years.from < has.from || has.until < years.until)
    })
    return listing(found.map(nameOf), 'years', 'variables')
  }

const criteriaOf = (criteria: Criteria | null | undefined): Criterion[] =>
  criteria ? leavesOf<Criterion>(criteria) : []

function canBeRelaxed(relaxation: Relaxation): boolean {
  try {
    relax(OPEN_POLICY, [relaxation])
    return true
  } catch (thrown) {
    if (thrown instanceof Failure) return false
    throw thrown
  }
}

const lasts = ({ application, fields }: Checked) =>
  application.path === 'permit' && fields.some(({ name }) => name === 'until')

export const SEMANTIC: Layer<'semantic'> = {
  'collection.unknown': ({ application, variables }) =>
    listing(
      application.collection
        .filter(({ register, variable }) => variables.find(register, variable) === undefined)
        .map(nameOf),
      'collection',
      'variables',
    ),
  'collection.twice': ({ application }) => {
    const names = application.collection.map(nameOf)
    return listing(
      [...new Set(names.filter((name, i) => names.indexOf(name) < i))],
      'collection',
      'variables',
    )
  },
  'collection.no-holder': ({ application, directory }) => {
    const registers = [...new Set(application.collection.map(({ register }) => register))]
    return listing(
      registers.filter((register) => holderOf(directory, register) === undefined),
      'collection',
      'registers',
    )
  },
  'population.unknown': ({ answers, variables }) =>
    listing(
      [
        ...new Set(
          criteriaOf(answers.populationCriteria)
            .filter(({ register, variable }) => variables.find(register, variable) === undefined)
            .map(nameOf),
        ),
      ],
      'populationCriteria',
      'variables',
    ),
  'years.order': ({ answers: { years } }) =>
    where(years !== undefined && years.from > years.until, 'years', { ...years }),
  'years.none': covered('none'),
  'years.partly': covered('partly'),
  'dates.order': (checked) => {
    const { from, until } = checked.answers
    return where(lasts(checked) && from !== undefined && until !== undefined && until < from, 'until')
  },
  'dates.past': (checked) => {
    const { from, until } = checked.answers
    const inOrder = from === undefined || (until !== undefined && from <= until)
    return where(lasts(checked) && inOrder && until !== undefined && until < checked.today, 'until')
  },
  'duration.too-long': (checked) => {
    const latest = latestDay(checked)
    const { until } = checked.answers
    return where(lasts(checked) && latest !== null && until !== undefined && until > latest, 'until', {
      latest: latest ?? '',
    })
  },
  'relaxation.beyond': ({ answers: { relaxations = [] } }) =>
    relaxations.flatMap((one) => where(!canBeRelaxed(one), 'relaxations', { rule: one.rule })),
}
