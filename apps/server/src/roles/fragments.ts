/**
 * One fragment carried out and protected, the same for a holder and a room: every edit is checked where it
 * happens, and of every statistic only what the privacy package releases goes on. Apart from both roles so
 * that there is one way out.
 */
import { Fragment, type Workplace } from '@sund/engine'
import { errorsOf, fail, type Policy, type Result, type SundError } from '@sund/model'
import { checkEdit, protect, type Released, releaseText } from '@sund/privacy'

/** What came of a fragment: what was released before the first error, and the errors that stopped it. */
export interface Outcome {
  results: Released<Result>[]
  errors: SundError[]
}

/** The fragment in a message, whoever sent it: checked for form and for being meant for `place`. */
export function readFragment(fragment: unknown, place: string): Fragment {
  const parsed = Fragment.safeParse(fragment)
  if (!parsed.success || parsed.data.place !== place)
    return fail(
      'usage.request',
      'A fragment of a plan does not have its form, or is meant for another place.',
      'See that hub, holders and rooms run the same version.',
    )
  return parsed.data
}

/** Runs `fragment` in `workplace` under `policy`. Throws only what `errorsOf` would call a bug. */
export async function carryOut(workplace: Workplace, fragment: Fragment, policy: Policy): Promise<Outcome> {
  const results: Released<Result>[] = []
  try {
    for await (const step of workplace.run(fragment, { winsorise: policy.winsorise }))
      if (step.kind === 'edit') checkEdit(step.edit, policy)
      else if (step.kind === 'text') results.push(releaseText(step))
      else results.push(await protect(step.shown, step.statistic, policy))
    return { results, errors: [] }
  } catch (thrown) {
    return { results, errors: knownErrors(thrown) }
  }
}

/** The errors of a failure; anything else is a bug and goes on to where bugs are reported. */
function knownErrors(thrown: unknown): SundError[] {
  if (thrown instanceof Error && thrown.name === 'Failure') return [...errorsOf(thrown)]
  throw thrown
}
