/**
 * Policies over time and by party: the versions that open terms have had, what a holder makes stricter, and what a permit relaxes. Apart from
 * `policy.ts`, which says what numbers there are, since all of this is about how numbers may come to be others.
 */
import { z } from 'zod'
import { Failure, fail, type SundError } from './errors.js'
import { OPEN_POLICY, Policy, RuleId, strictest } from './policy.js'
import { LocalisedText } from './text.js'

/** One number of a policy. */
interface PolicyNumber {
  rule: RuleId
  member: Exclude<keyof Policy, 'version' | 'off' | 'relaxed'>
  /** Its name or place within the member. */
  part?: string
  /** Which way is stricter. */
  stricter: 'more' | 'less'
  /** How far a permit may relax it; left out where none may. */
  permit?: number
}

/** Every number of a policy that a holder may make stricter, by the name that files, commands and pages call it. */
export const POLICY_NUMBERS = {
  minimumPopulation: { rule: 'P1', member: 'minimumPopulation', stricter: 'more', permit: 10 },
  minimumEdit: { rule: 'P2', member: 'minimumEdit', stricter: 'more' },
  'winsorise.lower': { rule: 'P3', member: 'winsorise', part: '0', stricter: 'more' },
  'winsorise.upper': { rule: 'P3', member: 'winsorise', part: '1', stricter: 'less' },
  'outlying.units': { rule: 'P3', member: 'outlying', part: 'units', stricter: 'more' },
  'outlying.reach': { rule: 'P3', member: 'outlying', part: 'reach', stricter: 'less' },
  'sparse.units': { rule: 'T1', member: 'sparse', part: 'units', stricter: 'more' },
  'sparse.share': { rule: 'T1', member: 'sparse', part: 'share', stricter: 'less' },
  cellThreshold: { rule: 'T2', member: 'cellThreshold', stricter: 'more', permit: 5 },
  'dominance.two': { rule: 'T3', member: 'dominance', part: 'two', stricter: 'less' },
  'dominance.others': { rule: 'T3', member: 'dominance', part: 'others', stricter: 'more' },
  otherValues: { rule: 'T4', member: 'otherValues', stricter: 'more' },
  'noise.bound': { rule: 'T5', member: 'noise', part: 'bound', stricter: 'more' },
  'noise.variance': { rule: 'T5', member: 'noise', part: 'variance', stricter: 'more' },
  'percentile.digits': { rule: 'S1', member: 'percentile', part: 'digits', stricter: 'less' },
  'percentile.units': { rule: 'S1', member: 'percentile', part: 'units', stricter: 'more' },
  'model.degreesOfFreedom': { rule: 'M1', member: 'model', part: 'degreesOfFreedom', stricter: 'more' },
  'model.parametersPerUnit': { rule: 'M1', member: 'model', part: 'parametersPerUnit', stricter: 'less' },
  'model.levelUnits': { rule: 'M1', member: 'model', part: 'levelUnits', stricter: 'more' },
  coefficientUnits: { rule: 'M2', member: 'coefficientUnits', stricter: 'more' },
  'survival.atRisk': { rule: 'V1', member: 'survival', part: 'atRisk', stricter: 'more' },
  'survival.events': { rule: 'V1', member: 'survival', part: 'events', stricter: 'more' },
  difference: { rule: 'L1', member: 'difference', stricter: 'more' },
  'quota.results': { rule: 'L2', member: 'quota', part: 'results', stricter: 'less' },
  'quota.sensitive': { rule: 'L2', member: 'quota', part: 'sensitive', stricter: 'less' },
  'quota.share': { rule: 'L2', member: 'quota', part: 'share', stricter: 'less' },
  'differential.rho': { rule: 'D1', member: 'differential', part: 'rho', stricter: 'less' },
} as const satisfies Record<string, PolicyNumber>
export type NumberName = keyof typeof POLICY_NUMBERS
export const NUMBER_NAMES = Object.keys(POLICY_NUMBERS) as [NumberName, ...NumberName[]]

/** Some numbers of a policy, by name. */
export const PolicyNumbers = z.partialRecord(z.enum(NUMBER_NAMES), z.number())
export type PolicyNumbers = z.infer<typeof PolicyNumbers>

const about = (name: NumberName): PolicyNumber => POLICY_NUMBERS[name]
const given = (numbers: PolicyNumbers): [NumberName, number][] =>
  NUMBER_NAMES.flatMap((name) => {
    const value = numbers[name]
    return value === undefined ? [] : [[name, value] as [NumberName, number]]
  })

/** The number of a policy by its name. */
export function policyNumber(policy: Policy, name: NumberName): number {
  const { member, part } = about(name)
  const whole: unknown = policy[member]
  return part === undefined ? (whole as number) : ((whole as Record<string, number>)[part] as number)
}

/** The policy with these numbers in place of its own. Throws `data.metadata` where one of them cannot be such a number. */
function withNumbers(policy: Policy, numbers: PolicyNumbers): Policy {
  const changed: Record<string, unknown> = structuredClone(policy)
  for (const [name, value] of given(numbers)) {
    const { member, part } = about(name)
    if (part === undefined) changed[member] = value
    else (changed[member] as Record<string, number>)[part] = value
  }
  const parsed = Policy.safeParse(changed)
  if (parsed.success) return parsed.data
  return fail(
    'data.metadata',
    `A policy has a number that cannot be: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}.`,
    'Give whole numbers for people and shares between 0 and 1.',
  )
}

/** What a holder makes stricter for its own registers, as its file has it. */
export const HolderPolicy = z.strictObject({
  /** The holder's own name for it, which stands in receipts beside the version of open terms. */
  version: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/),
  reason: z.string().min(1).max(2000),
  numbers: PolicyNumbers,
  /** Rules that a permit may relax for this holder's registers; none where it is left out. */
  permits: z.array(RuleId).optional(),
})
export type HolderPolicy = z.infer<typeof HolderPolicy>

/** Refuses what a holder would make looser than `base`, or what is no such number: throws `data.metadata`, one error for each. */
export function checkStricter(base: Policy, own: HolderPolicy): void {
  const [first, ...more] = given(own.numbers).flatMap(([name, value]): SundError[] => {
    const { rule, stricter: way } = about(name)
    const now = policyNumber(base, name)
    if (way === 'more' ? value >= now : value <= now) return []
    return [
      {
        code: 'data.metadata',
        message: `${name} = ${value} would be looser than rule ${rule} of ${base.version}, which has ${now}.`,
        next: `A holder can only be stricter: give ${now} or ${way}, or leave it out. A permit can relax some rules with a reason.`,
      },
    ]
  })
  if (first !== undefined) throw new Failure(first, ...more)
  withNumbers(base, own.numbers)
}

/** The policy of a holder: `base`, and the holder's own number wherever that is stricter, also than a permit would have it. */
export function stricter(base: Policy, own: HolderPolicy): Policy {
  const both = strictest(base, { ...withNumbers(base, own.numbers), version: own.version })
  const rules = new Set<RuleId>(given(own.numbers).map(([name]) => about(name).rule))
  const relaxed = both.relaxed?.filter(({ rule }) => !rules.has(rule)) ?? []
  const { relaxed: _, ...policy } = both
  return relaxed.length > 0 ? { ...policy, relaxed } : policy
}

/** A rule that a permit relaxes: to which numbers, and why. */
export const Relaxation = z.strictObject({
  rule: RuleId,
  numbers: PolicyNumbers,
  reason: z.string().min(1).max(2000),
})
export type Relaxation = z.infer<typeof Relaxation>

/**
 * The policy as a permit relaxes it. Only the minimum population (P1, to 10) and the threshold of cells (T2, to 5) can be relaxed; anything else,
 * and a number further down, is refused with `data.metadata`. The version says what is relaxed, and results say why.
 */
export function relax(policy: Policy, relaxations: readonly Relaxation[]): Policy {
  const [first, ...more] = relaxations.flatMap(({ rule, numbers }) =>
    given(numbers).flatMap(([name, value]): SundError[] => {
      const { permit, stricter: way, rule: itsRule } = about(name)
      const within = permit !== undefined && (way === 'more' ? value >= permit : value <= permit)
      if (within && rule === itsRule) return []
      return [
        {
          code: 'data.metadata',
          message:
            rule !== itsRule
              ? `${name} belongs to rule ${itsRule}, not to ${rule}.`
              : permit === undefined
                ? `No permit can relax ${name} (rule ${rule}).`
                : `${name} = ${value} is beyond what a permit can allow, which is ${permit}.`,
          next: `A permit can relax ${RELAXABLE.map((one) => `${one} (rule ${about(one).rule}, to ${about(one).permit})`).join(' and ')}.`,
        },
      ]
    }),
  )
  if (first !== undefined) throw new Failure(first, ...more)
  if (relaxations.length === 0) return policy
  const numbers = Object.assign({}, ...relaxations.map((one) => one.numbers)) as PolicyNumbers
  const said = given(numbers).map(([name, value]) => `${name}=${value}`)
  return {
    ...withNumbers(policy, numbers),
    version: `${policy.version} relaxed(${said.join(',')})`,
    relaxed: relaxations.map(({ rule, reason }) => ({ rule, reason })),
  }
}

const RELAXABLE = NUMBER_NAMES.filter((name) => about(name).permit !== undefined)

/** A version of the policy of open terms: what it had, from when, and what was new. Old ones are kept so that old receipts can be read. */
export const PolicyVersion = z.object({
  version: z.string(),
  since: z.iso.date(),
  changed: LocalisedText,
  rules: z.array(RuleId),
  numbers: PolicyNumbers,
})
export type PolicyVersion = z.infer<typeof PolicyVersion>

const FIRST_NUMBERS: PolicyNumbers = {
  minimumPopulation: 1000,
  minimumEdit: 10,
  'winsorise.lower': 0.01,
  'winsorise.upper': 0.99,
  cellThreshold: 10,
  'noise.bound': 5,
  'noise.variance': 3,
  'percentile.digits': 3,
  'percentile.units': 10,
  'model.degreesOfFreedom': 10,
  'model.parametersPerUnit': 0.33,
  'model.levelUnits': 10,
  'survival.atRisk': 10,
  'survival.events': 10,
}

/** All versions, the oldest first. The last is what holds. */
export const POLICY_VERSIONS: readonly PolicyVersion[] = [
  {
    version: 'open-1',
    since: '2026-11-22',
    changed: {
      en: 'The first: population, edits, winsorising, threshold, count noise, percentiles, extremes, models, curves and figures.',
      nb: 'Den første: populasjon, endringer, winsorisering, terskel, støy på antall, persentiler, ytterverdier, modeller, kurver og figurer.',
      da: 'Den første: population, ændringer, winsorisering, tærskel, støj på antal, percentiler, yderværdier, modeller, kurver og figurer.',
    },
    rules: ['P1', 'P2', 'P3', 'T2', 'T5', 'S1', 'S2', 'M1', 'V1', 'G1'],
    numbers: FIRST_NUMBERS,
  },
  {
    version: OPEN_POLICY.version,
    since: '2026-11-22',
    changed: {
      en: 'Different results are compared (L1), counted (L2) and repeated as they were (L3). Sparse tables (T1), sums that few make up (T3), groups alike (T4), coefficients of few (M2) and plots of what models say of people (M3) have rules. Answers with differential privacy have a budget (D1). An edit of too few is made for nobody or for everybody instead of being refused (P2), and the moves of counts follow the published method (T5).',
      nb: 'Ulike resultater sammenlignes (L1), telles (L2) og gjentas som de var (L3). Glisne tabeller (T1), summer som få utgjør (T3), grupper med samme verdi (T4), koeffisienter som bygger på få (M2), og figurer av det modeller sier om personer (M3), har fått regler. Svar med differensielt personvern har et budsjett (D1). En endring av for få gjøres for ingen eller for alle i stedet for å bli avvist (P2), og antall flyttes etter den publiserte metoden (T5).',
      da: 'Forskellige resultater sammenlignes (L1), tælles (L2) og gentages, som de var (L3). Tabeller med mest små celler (T1), summer, som få udgør (T3), grupper med samme værdi (T4), koefficienter, der bygger på få (M2), og figurer af det, modeller siger om personer (M3), har fået regler. Svar med differential privacy har et budget (D1). En ændring af for få foretages for ingen eller for alle i stedet for at blive afvist (P2), og antal flyttes efter den offentliggjorte metode (T5).',
    },
    rules: [...RuleId.options],
    numbers: Object.fromEntries(NUMBER_NAMES.map((name) => [name, policyNumber(OPEN_POLICY, name)])),
  },
]

/** A rule as it stands under a policy: its numbers, what it does, and why it withholds. */
export const RuleDescription = z.object({
  rule: RuleId,
  parameters: z.record(z.string(), z.number()),
  statement: LocalisedText,
  reason: LocalisedText.nullable(),
})
export type RuleDescription = z.infer<typeof RuleDescription>

/** What a holder makes stricter, null where it keeps to open terms. */
export const HolderRules = z.object({ holder: z.string(), policy: HolderPolicy.nullable() })
export type HolderRules = z.infer<typeof HolderRules>

/** Everything about the rules in force: what each says under open terms, the versions that there have been, and each holder's own. */
export const PoliciesDocument = z.object({
  version: z.string(),
  rules: z.array(RuleDescription),
  /** The numbers under open terms, each with its rule, which way is stricter, and how far a permit may relax it. */
  numbers: z.array(
    z.object({
      name: z.enum(NUMBER_NAMES),
      rule: RuleId,
      value: z.number(),
      stricter: z.enum(['more', 'less']),
      permit: z.number().nullable(),
    }),
  ),
  versions: z.array(PolicyVersion),
  holders: z.array(HolderRules),
})
export type PoliciesDocument = z.infer<typeof PoliciesDocument>

/** The numbers of a policy as that document has them. */
export const numbersOf = (policy: Policy): PoliciesDocument['numbers'] =>
  NUMBER_NAMES.map((name) => {
    const { rule, stricter: way, permit = null } = about(name)
    return { name, rule, value: policyNumber(policy, name), stricter: way, permit }
  })
