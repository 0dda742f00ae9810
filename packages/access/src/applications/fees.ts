/** What an application will cost, over all who hold data for it, before anybody decides (Art 62). */
import type { Application, FeeEstimate } from '@sund/model'
import { accessBodyOf, type Directory, holderOf } from '../cases/directory.js'
import type { AccessRules } from '../rules/rules.js'

/**
 * One estimate over the access body and every holder, by the rules of the application's country: a fee for each body and one for each variable, less
 * the reduction of the applicant's kind of organisation. Variables that nobody holds cost nothing, since nobody would deliver them.
 */
export function estimateFee(
  { country, organisation, collection }: Application,
  { id, fees }: AccessRules,
  directory: Directory,
): FeeEstimate {
  const variables = new Map<string, number>()
  for (const { register } of collection) {
    const holder = holderOf(directory, register)
    if (holder) variables.set(holder.id, (variables.get(holder.id) ?? 0) + 1)
  }
  const body = accessBodyOf(directory, country)
  const lines = [
    ...(body ? [{ body: body.id, what: 'access-body', amount: fees.accessBody }] : []),
    ...[...variables].flatMap(([holder, count]) => [
      { body: holder, what: 'holder', amount: fees.holder },
      { body: holder, what: 'variables', amount: fees.variable * count },
    ]),
  ]
  const kind = directory.bodies.find((one) => one.id === organisation)?.kind
  const share = kind === undefined ? 0 : (fees.reductions[kind] ?? 0)
  const whole = lines.reduce((sum, { amount }) => sum + amount, 0)
  return {
    currency: fees.currency,
    lines,
    reduction: kind === undefined || share === 0 ? null : { reason: kind, share },
    total: Math.round(whole * (1 - share)),
    rules: id,
  }
}
