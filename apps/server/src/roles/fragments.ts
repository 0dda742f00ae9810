/**
 * One fragment carried out and protected, the same for a holder and a room: every edit is checked where it
 * happens, and of every statistic only what the privacy package releases goes on. Apart from both roles so
 * that there is one way out.
 */
import { Fragment, inputsOf, type Received, type Scan, type Workplace } from '@sund/engine'
import {
  type Edit,
  errorsOf,
  type Forecast,
  fail,
  type Ledger,
  type Part,
  type Policy,
  type Purse,
  type Register,
  type RunTerms,
  type SundError,
  valueRules,
} from '@sund/model'
import {
  checkFit,
  effectOf,
  foresee,
  type Protected,
  protect,
  protectBounded,
  type Released,
  releaseText,
} from '@sund/privacy'

/** How a fragment is carried out, and who hears what comes of it. */
export interface Carrying {
  /** What holds now: it may become stricter as more is received. */
  policy: () => Policy
  /** A check gets forecasts in place of results. */
  purpose: RunTerms['purpose']
  /** The release ledger for a result by its index; a check does not ask it. */
  ledger: (index: number) => Ledger
  /** Who pays for the noise of a result by its index; a check draws none. */
  purse: (index: number) => Purse
  /** Takes each result or forecast as soon as it is made; the next is begun when it has been taken. */
  release: (one: Protected | { forecast: Released<Forecast> }) => Promise<void>
  /** A relation that is to be delivered can be. */
  made?: (relation: string) => Promise<void>
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

/** What a party knows by itself of a relation that a fragment starts from. */
export interface Known {
  public: boolean
  subjectLink: string | null
}

/**
 * The relations of `fragment` that are public, by what this party knows itself. Refuses a fragment that calls anything else
 * public, which would leave it unprotected, or that counts others than the people behind the rows.
 */
export function publicRelations(
  fragment: Fragment,
  known: (start: Scan | Received) => Known,
): ReadonlySet<string> {
  const open = new Set<string>()
  for (const step of fragment.steps) {
    if (step.do !== 'relation') continue
    const { relation } = step
    let isOpen: boolean
    let isHonest = true
    if (relation.op === 'scan' || relation.op === 'received') {
      const own = known(relation)
      isOpen = own.public
      if (relation.op === 'scan') isHonest = relation.subjectLink === own.subjectLink
    } else {
      isOpen = inputsOf(relation).every((input) => open.has(input))
    }
    if ((relation.public && !isOpen) || !isHonest) claimsTooMuch()
    if (isOpen) open.add(relation.id)
  }
  return open
}

/**
 * Refuses a policy with rules taken out for registers of living people: whoever sends one, and whatever else holds. Demonstrations and tests
 * have made-up registers alone.
 */
export function refuseRulesOff(policies: readonly Policy[], registers: readonly Register[]): void {
  if (policies.every(({ off }) => off === undefined)) return
  const real = registers.find(({ synthetic }) => synthetic !== true)
  if (real !== undefined)
    fail(
      'permission.refused-by-holder',
      `A policy with rules taken out was asked for, and ${real.name} is about living people.`,
      'Take rules out over made-up registers only; a permit can relax some rules with a reason.',
    )
}

/** Refuses a fragment that would leave unprotected what is not public. */
export function claimsTooMuch(): never {
  return fail(
    'permission.refused-by-holder',
    'A fragment of a plan claims more than its registers allow.',
    'Check the script again; if it happens again, the hub and its holders disagree about a register.',
  )
}

/**
 * What a check computes: tables, and figures that are nothing but tables. Of these it can say what would make them releasable; the rest would take too
 * long to say little.
 */
const TABLES: ReadonlySet<string> = new Set(['tabulate', 'barchart', 'piechart', 'sankey'])

/**
 * Runs `fragment` in `workplace`. Gives the errors that stopped it, none when it came to its end. Throws only what `errorsOf` would
 * call a bug.
 */
export async function carryOut(
  workplace: Workplace,
  fragment: Fragment,
  { policy, purpose, ledger, purse, release, made = async () => {} }: Carrying,
): Promise<SundError[]> {
  const rules = {
    get values() {
      return valueRules(policy())
    },
    get minimumEdit() {
      return policy().minimumEdit
    },
    effectOf: (edit: Edit) => effectOf(edit, policy()),
  }
  const tables = new Set(
    fragment.steps.flatMap((step) =>
      step.do === 'show' && step.show.what.kind === 'statistic' && TABLES.has(step.show.what.spec.show)
        ? [step.show.index]
        : [],
    ),
  )
  try {
    for await (const step of workplace.run(fragment, rules))
      if (step.kind === 'fit') await checkFit(step.shown, step.fit, policy())
      else if (step.kind === 'made') await made(step.relation)
      else if (purpose === 'check') {
        if (step.kind === 'bounded') await release({ forecast: await foresee(step.shown, null, policy()) })
        else if (step.kind === 'statistic')
          await release({
            forecast: await foresee(
              step.shown,
              tables.has(step.shown.index) ? step.statistic : null,
              policy(),
            ),
          })
      } else if (step.kind === 'text') await release({ result: releaseText(step), told: [] })
      else if (step.kind === 'bounded') {
        const { shown, rho, statistic } = step
        await release(await protectBounded(shown, rho, statistic, policy(), purse(shown.index)))
      } else await release(await protect(step.shown, step.statistic, policy(), ledger(step.shown.index)))
    return []
  } catch (thrown) {
    return knownErrors(thrown)
  }
}

/** What is sent of something released. */
export function partOf(run: string, one: Protected | { forecast: Released<Forecast> }): Part<'deliver'> {
  return 'result' in one
    ? { run, result: one.result.value, told: [...one.told] }
    : { run, forecast: one.forecast.value }
}

/** The errors of a failure; anything else is a bug and goes on to where bugs are reported. */
function knownErrors(thrown: unknown): SundError[] {
  if (thrown instanceof Error && thrown.name === 'Failure') return [...errorsOf(thrown)]
  throw thrown
}
