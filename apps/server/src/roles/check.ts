/**
 * A script looked at before it is run: what each command uses, which terms it needs, what the rules will do to it and, when asked for,
 * how many people it rests on by class and what would be withheld. The last is computed by holders and room as a run is, under the same
 * rules, and is in the log; the rest needs no rows.
 */
import type { Decision } from '@sund/access'
import { type Origin, type Outline, outline, type Use } from '@sund/engine'
import {
  type Catalogue,
  canonicalJson,
  type DataType,
  errorsOf,
  Failure,
  type Forecast,
  type LocalisedText,
  type Policy,
  type Position,
  type Protection,
  type RunTerms,
  type Sensitivity,
  type SundError,
  type Terms,
} from '@sund/model'
import { acceptForecast, type Released, rulesAhead } from '@sund/privacy'
import type { Compiled } from './compiled.js'
import { stopped } from './limits.js'
import type { PermitDesk } from './permit-desk.js'
import { fragmentsUnder, loggedPermit, policyUnderPermit, sentTerms } from './permit-terms.js'
import { carryOut, notAsked } from './places.js'
import { pseudonym, type Researcher, type RunSettings, registersOf, sha256 } from './run.js'

/** A variable of a register with what its reader must know of it. */
export interface CheckedUse extends Use {
  title: LocalisedText
  /** Null for a link to other units. */
  dataType: DataType | null
  unitOfMeasure: string | null
  /** Number of codes in its code list; null for a measure. */
  codes: number | null
}

/** A variable that a command reads. */
export interface CheckedVariable {
  name: string
  title: LocalisedText
  type: 'number' | 'text' | 'boolean' | 'key' | 'date'
  unitOfMeasure: string | null
  codes: number | null
  sensitivity: Sensitivity
  origins: Origin[]
}

/** A command that will show something, and what will become of it. */
export interface CheckedCommand {
  index: number
  command: string
  position: Position
  dataset: string | null
  /** All registers behind it are PUBLIC: no rule applies. */
  public: boolean
  kind: Outline['what']['kind']
  variables: CheckedVariable[]
  rules: Protection[]
  /** Null until it is asked for. */
  forecast: Forecast | null
}

export interface Checked {
  errors: SundError[]
  uses: CheckedUse[]
  /** The terms under which it may run: its permit's, or open ones where it names none; null where they do not cover it. */
  terms: Terms | null
  /** The permit that it names. */
  permit: string | null
  commands: CheckedCommand[]
}

/** What needs no rows: never throws for what a script says. Without a researcher nothing is said of a permit. */
export async function checkScript(
  { compiled, policy, permits }: Pick<RunSettings, 'compiled' | 'policy' | 'permits'>,
  script: string,
  researcher: Researcher | null,
): Promise<Checked> {
  const read = await compiled(script)
  const { plan, errors, uses, permit, catalogue: known } = read
  const { decision, refusal } = await decided(permits, researcher, read)
  const rules = policyUnderPermit(policy(), decision?.permit ?? null)
  const terms = decision?.terms ?? (researcher === null && permit !== null ? 'permit' : null)
  return {
    errors: [...errors, ...refusal],
    uses: uses.map((use) => ({ ...use, ...detailsOf(use, known) })),
    terms: errors.length === 0 ? terms : null,
    permit: permit?.id ?? null,
    commands: plan ? outline(plan).map((command) => commandOf(command, rules)) : [],
  }
}

/**
 * The same with a forecast for each command, for a signed-in researcher. An edit that rule P2 would refuse is among the errors, with the
 * forecasts that came before it. Logged before it is told.
 */
export async function foreseeScript(
  settings: RunSettings,
  script: string,
  researcher: Researcher,
  wanted: AbortSignal = new AbortController().signal,
): Promise<Checked> {
  const { access, identifiers, keys, limits, peer, queue } = settings
  const checked = await checkScript(settings, script, researcher)
  const compiled = await settings.compiled(script)
  const { plan, catalogue: known } = compiled
  if (plan === null || checked.terms === null) return checked
  const run = identifiers.next()
  const leave = await settings.permits.leave(researcher.subject, compiled)
  const policy = policyUnderPermit(settings.policy(), leave.permit)
  const forecasts: Released<Forecast>[] = []
  const terms: RunTerms = {
    run,
    researcher: pseudonym(keys, researcher.subject),
    ...sentTerms(leave),
    policy,
    purpose: 'check',
  }
  const may = AbortSignal.any([wanted, leave.signal])
  let signal = may
  const work = () => {
    signal = AbortSignal.any([may, limits.deadline()])
    const step = () => {}
    return carryOut(peer, fragmentsUnder(leave.permit, compiled), terms, {
      signal,
      step,
      async accept(part) {
        if (!('forecast' in part)) return notAsked()
        await leave.check()
        forecasts.push(acceptForecast(part.forecast))
      },
    })
  }
  const errors: SundError[] = []
  try {
    await queue.take({ who: researcher.subject, work, signal: may })
  } catch (thrown) {
    const failure = signal.aborted ? stopped(signal) : thrown
    const reference = identifiers.next()
    if (!(failure instanceof Failure)) settings.onBug(reference, failure)
    errors.push(...errorsOf(failure, reference))
  } finally {
    leave.end()
  }
  const told = new Map(forecasts.map(({ value }) => [value.index, value]))
  await access.log.append({
    type: 'script-checked',
    actor: researcher.subject,
    payload: {
      check: run,
      scriptHash: sha256(script),
      registers: registersOf(plan, known),
      policyVersion: policy.version,
      forecasts: told.size,
      ...loggedPermit(leave.permit),
      forecastsHash: sha256(canonicalJson([...told.values()].sort((a, b) => a.index - b.index))),
    },
  })
  return {
    ...checked,
    errors: [...checked.errors, ...errors],
    commands: checked.commands.map((command) => ({ ...command, forecast: told.get(command.index) ?? null })),
  }
}

/** What is decided, or what speaks against it; neither where nobody asks and a permit is named. */
async function decided(
  permits: PermitDesk,
  researcher: Researcher | null,
  script: Compiled,
): Promise<{ decision: Decision | null; refusal: readonly SundError[] }> {
  if (researcher === null && script.permit !== null) return { decision: null, refusal: [] }
  try {
    return { decision: await permits.decide(researcher?.subject ?? 'anyone', script), refusal: [] }
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    return { decision: null, refusal: thrown.errors }
  }
}

function detailsOf(use: Use, known: Catalogue): Omit<CheckedUse, keyof Use> {
  const entry = known.find(
    ({ register, version }) => register.name === use.register && version === use.version,
  )
  const variable = entry?.register.tables
    .find(({ name }) => name === use.table)
    ?.variables.find(({ name }) => name === use.variable)
  const domain = variable?.domain
  return {
    title: variable?.title ?? { en: use.variable },
    dataType: variable?.dataType ?? null,
    unitOfMeasure: (domain && 'unitOfMeasure' in domain ? domain.unitOfMeasure : undefined) ?? null,
    codes: domain && 'codes' in domain ? domain.codes.length : null,
  }
}

function commandOf({ what, reads, ...rest }: Outline, policy: Policy): CheckedCommand {
  return {
    ...rest,
    kind: what.kind,
    variables: reads.map(({ column, origins }) => ({
      name: column.name,
      title: column.title,
      type: column.date ? 'date' : column.type,
      unitOfMeasure: column.unitOfMeasure ?? null,
      codes: column.labels?.length ?? null,
      sensitivity: column.sensitivity,
      origins,
    })),
    rules: rest.public ? [] : rulesAhead(what, policy),
    forecast: null,
  }
}
