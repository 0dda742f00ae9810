/** P2: an edit may not single out a few people, nor everyone but a few. */
import { type Edit, fail, type Policy } from '@sund/model'
import type { Rule } from '../rule.js'

/**
 * Throws `protection.edit` when `edit` touches, or leaves untouched, some people but fewer than the policy's
 * least number. The message never says how many, nor on which side: the refusal itself tells no more than
 * that.
 */
export function checkEdit(edit: Edit, policy: Policy): void {
  if (edit.public) return
  const few = (units: number) => units > 0 && units < policy.minimumEdit
  if (few(edit.touched) || few(edit.untouched))
    fail(
      'protection.edit',
      `This command would single out fewer than ${policy.minimumEdit} people: it changes or leaves too few.`,
      `Choose a condition that holds for at least ${policy.minimumEdit} people and fails for none or at least as many.`,
      { position: edit.position },
    )
}

export const P2: Rule = {
  id: 'P2',
  parameters: ({ minimumEdit }) => ({ minimumEdit }),
  statement: ({ minimumEdit: n }) => ({
    en: `Commands that change or leave fewer than ${n} people are refused.`,
    nb: `Kommandoer som endrer eller lar være færre enn ${n} personer, blir avvist.`,
    da: `Kommandoer, der ændrer eller udelader færre end ${n} personer, afvises.`,
  }),
  withholds: null,
}
