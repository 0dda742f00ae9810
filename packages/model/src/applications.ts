/**
 * What a researcher asks for: the collection of variables and the answers of a form. Forms are data with versions; the questions that rules
 * read have fixed names here, whichever form asks them.
 */
import { z } from 'zod'
import { Criteria } from './criteria.js'
import { Country, OrganisationId } from './organisations.js'
import { Relaxation } from './policies.js'
import { IsoDate, RegisterName, VariableName } from './registers.js'

/** Art 68: rows in a secure processing environment. Art 69: an answer in statistics. */
export const ApplicationPath = z.enum(['permit', 'request'])
export type ApplicationPath = z.infer<typeof ApplicationPath>

/** Art 53(1): exactly one of them. */
export const PURPOSES = [
  'public-interest',
  'policy',
  'statistics',
  'education',
  'research',
  'care-improvement',
] as const
export const Purpose = z.enum(PURPOSES)
export type Purpose = z.infer<typeof Purpose>

/** Art 54: each is confirmed not to be meant; one that is meant blocks. */
export const PROHIBITED_USES = [
  'decisions-against-person',
  'insurance-or-credit',
  'advertising',
  'harmful-products',
  'ethics-conflict',
] as const
export const ProhibitedUse = z.enum(PROHIBITED_USES)
export type ProhibitedUse = z.infer<typeof ProhibitedUse>

const text = (most: number) => z.string().trim().max(most)
const Year = z.int().min(1800).max(2200)

/** A variable of a collection, and which of the study's questions need it. */
export const ChosenVariable = z.object({
  register: RegisterName,
  variable: VariableName,
  questions: z.array(z.string()).default([]),
})
export type ChosenVariable = z.infer<typeof ChosenVariable>

/** Someone named in an application. `subject` once the person has signed in. */
export const NamedPerson = z.object({
  subject: z.string().max(255).nullable(),
  name: text(200).min(1),
  email: z.email().nullable(),
  organisation: text(200),
  /** `lead` answers for the study; `analyst` works in the room; `co-applicant` may also edit. */
  part: z.enum(['lead', 'co-applicant', 'analyst']),
})
export type NamedPerson = z.infer<typeof NamedPerson>

/** A file that belongs to an application: stored by what it contains, so that it cannot be exchanged. */
export const Attachment = z.object({
  /** SHA-256 of the bytes, hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  name: text(200).min(1),
  mediaType: z.enum(['application/pdf', 'image/png', 'image/jpeg', 'text/plain']),
  bytes: z.int().nonnegative(),
  kind: z.enum(['protocol', 'ethics-approval', 'legal-basis', 'impact-assessment', 'funding', 'other']),
})
export type Attachment = z.infer<typeof Attachment>

/**
 * Answers by the names that rules know. Everything may be missing while it is a draft; what must be there is said by the form and by
 * completeness (`access`), which lists all that is missing at once.
 */
export const Answers = z
  .object({
    title: text(300),
    /** In plain words, for the public register. */
    summary: text(4000),
    questions: z.array(z.object({ id: z.string().max(40), text: text(1000) })).max(50),
    purpose: Purpose,
    benefit: text(4000),
    /** True: it is confirmed that this use is not meant. */
    notMeant: z.partialRecord(ProhibitedUse, z.boolean()),
    /** Art 66: anonymous by default; pseudonymised with a reason. */
    identifiability: z.enum(['anonymous', 'pseudonymised']),
    identifiabilityReason: text(4000),
    population: text(4000),
    /** The same as something that is enforced: only rows of these persons reach the room. */
    populationCriteria: Criteria.nullable(),
    years: z.object({ from: Year, until: Year }),
    legalBasis: z.enum(['public-task', 'legitimate-interest', 'consent', 'legal-obligation']),
    legalBasisText: text(4000),
    safeguards: text(4000),
    room: text(200),
    from: IsoDate,
    until: IsoDate,
    urgentPublicHealth: z.boolean(),
    urgencyReason: text(4000),
    /** Art 71(4): data of those who have opted out too, as a law of the country provides. */
    optOutException: z.boolean(),
    /** Why they are needed, and cannot be had otherwise in time (Art 71(4)(b) and (c)). */
    optOutNecessity: text(4000),
    ethics: z.enum(['approved', 'applied', 'not-required', 'not-applied']),
    ethicsReference: text(200),
    funding: text(2000),
    publication: text(2000),
    /** Numbers of rules that should be less strict, each with its reason. */
    relaxations: z.array(Relaxation).max(5),
    /** What will be shown, where an answer in statistics is asked for. */
    tables: text(4000),
    contact: text(200),
  })
  .partial()
export type Answers = z.infer<typeof Answers>
export type AnswerName = keyof Answers
export const ANSWER_NAMES = Object.keys(Answers.shape) as AnswerName[]

export const ApplicationKind = z.enum(['new', 'amendment', 'renewal'])
export type ApplicationKind = z.infer<typeof ApplicationKind>

/** An application, as a draft and as it is submitted. */
export const Application = z.object({
  form: z.object({ id: z.string(), version: z.int().positive() }),
  kind: ApplicationKind,
  /** The permit that an amendment or renewal is about. */
  permit: z.string().nullable(),
  path: ApplicationPath,
  country: Country,
  /** Other countries whose holders are asked in the same application. */
  organisation: OrganisationId.nullable(),
  answers: Answers,
  collection: z.array(ChosenVariable).max(2000),
  persons: z.array(NamedPerson).max(100),
  attachments: z.array(Attachment).max(30),
})
export type Application = z.infer<typeof Application>

/** Something missing or wrong, all of it listed at once (Art 67). */
export const Point = z.object({
  /** `technical`: not there or not of its form; `semantic`: said, but contradicts itself or the catalogue; `contextual`: a rule asks for more, given the rest. */
  layer: z.enum(['technical', 'semantic', 'contextual']),
  /** `blocks`: cannot be submitted; `question`: a handler would ask, so say why or change it. */
  weight: z.enum(['blocks', 'question']),
  /** The answer it is about, or `collection`, `persons`, `attachments`. */
  at: z.string(),
  /** What names it, for words in other languages and for tests: `missing`, `purpose.public-body`, `minimisation.unused` … */
  code: z.string(),
  /** Details that the words have holes for: names of variables, numbers. */
  with: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
})
export type Point = z.infer<typeof Point>

/** A kept draft: saved as one types, with the versions before. */
export const Draft = z.object({
  id: z.uuid(),
  owner: z.string(),
  /** Counts from 1 with every save; whoever saves says which it has changed. */
  revision: z.int().positive(),
  savedAt: z.iso.datetime(),
  application: Application,
  /** The case it became. */
  case: z.uuid().nullable(),
})
export type Draft = z.infer<typeof Draft>

/** Money in whole euro cents, over all holders, before a decision (Art 62). */
export const FeeEstimate = z.object({
  currency: z.enum(['EUR', 'NOK', 'DKK']),
  lines: z.array(z.object({ body: OrganisationId, what: z.string(), amount: z.int().nonnegative() })),
  reduction: z.object({ reason: z.string(), share: z.number().min(0).max(1) }).nullable(),
  total: z.int().nonnegative(),
  rules: z.string(),
})
export type FeeEstimate = z.infer<typeof FeeEstimate>
