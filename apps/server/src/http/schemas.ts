/**
 * What the pages and other programs see over HTTP: one schema for validation, types and the OpenAPI document.
 * What has a schema in `model` is used as it is; here stands only what the wire adds.
 */
import { z } from '@hono/zod-openapi'
import { CHANGES, DIMENSIONS, FACETS, type Facet, GRADES } from '@sund/access'
import { COMPLETION_KINDS, MAX_CRITERIA_TEXT, MAX_SCRIPT } from '@sund/engine'
import {
  ActingKind,
  ApplicationKind,
  ApplicationPath,
  Budget,
  CatalogueEntry,
  ChosenVariable,
  Forecast,
  Language,
  LocalisedText,
  Membership,
  Organisation,
  OrganisationPerson,
  Position,
  Protection,
  ReleasedNumber,
  RunDocument,
  Sensitivity,
  SundError,
  TableFigures,
  Temporality,
  Terms,
  Variable,
  Version,
} from '@sund/model'

/** Most bytes of a request's body. */
export const MAX_BODY = 1_100_000

/** The body of every answer that is not a success. */
export const ErrorBody = z.object({ errors: z.array(SundError).min(1) }).openapi('Errors')

const scriptText = z.string().max(MAX_SCRIPT).openapi({ example: 'require no.example.person as p' })
export const ScriptBody = z.object({ script: scriptText }).openapi('Script')
export const CompleteBody = z
  .object({
    script: scriptText,
    /** Place of the cursor in UTF-16 code units from the start of the script. */
    offset: z.int().nonnegative(),
    language: Language.default('en'),
  })
  .openapi('CompletionRequest')

/** Criteria as one writes them, or as data (`Criteria` of the model, whose form the hub checks). */
export const CountBody = z
  .union([
    z.strictObject({
      text: z.string().max(MAX_CRITERIA_TEXT).openapi({
        example: "hospital/ICD10 == 'E11*' since 2015 & !(medicines/ATC == 'A10*')",
      }),
    }),
    z.strictObject({
      criteria: z.unknown().openapi({
        type: 'object',
        description:
          'A tree of {all: […]}, {any: […]} and {not: …} over {register, version?, variable, codes, from?, until?} and {register, version?, variable, least?, most?}',
        example: { register: 'no.example.hospital', variable: 'ICD10', codes: ['E11*'], from: 2015 },
      }),
    }),
  ])
  .openapi('Count')

/**
 * Who is signed in. `researcher` is null for anyone else; `demo` says that sign-in asks for no proof, `synthetic` whether the
 * registers here are about made-up people.
 */
export const SessionView = z
  .object({
    /** `subject` is the name by which others share runs with one. */
    researcher: z.object({ subject: z.string(), name: z.string() }).nullable(),
    /** Roles of the person as they are now, and organisations that they act for or have a role in. */
    memberships: z.array(Membership),
    organisations: z.array(Organisation),
    /** Sign-in told who this is in the registers, so that they can choose what becomes of their own data. */
    citizen: z.boolean(),
    /** For whom they act just now: a child or a grown person who gave them authority; null for themselves. */
    acting: z.object({ id: z.string(), kind: ActingKind, name: z.string() }).nullable(),
    /** When the session ends at the latest, however it is used. */
    expiresAt: z.iso.datetime().nullable(),
    demo: z.boolean(),
    synthetic: z.enum(['none', 'some', 'all']),
    /** Paths of sign-in (GET, with `returnTo`) and sign-out (POST). */
    signIn: z.string(),
    signOut: z.string(),
  })
  .openapi('Session')
export type SessionView = z.infer<typeof SessionView>

export const OrganisationList = z.object({ organisations: z.array(Organisation) }).openapi('Organisations')
export const PeopleView = z.object({ people: z.array(OrganisationPerson) }).openapi('People')
/** All the roles that somebody has from now on; none ends the membership. */
export const RolesBody = OrganisationPerson.pick({ name: true, roles: true }).openapi('Roles')

/** One variable as a search finds it, newest version of its register. */
export const VariableHit = z
  .object({
    register: z.string(),
    registerTitle: LocalisedText,
    holder: z.string(),
    version: Version,
    table: z.string(),
    unit: z.string(),
    name: z.string(),
    title: LocalisedText,
    description: LocalisedText,
    temporality: Variable.shape.temporality,
    dataType: Variable.shape.dataType,
    sensitivity: Sensitivity,
    /** Its register is made up. */
    synthetic: z.boolean(),
    unitOfMeasure: z.string().nullable(),
    /** Number of codes in its code list; null for a measure. */
    codes: z.int().nullable(),
    rows: ReleasedNumber.nullable(),
    units: ReleasedNumber.nullable(),
    /** Share of rows with a value, 0 to 1. */
    complete: ReleasedNumber.nullable(),
    earliest: z.string().nullable(),
    latest: z.string().nullable(),
  })
  .openapi('VariableHit')
export type VariableHit = z.infer<typeof VariableHit>

/** One register as the list shows it. */
export const RegisterHit = z
  .object({
    name: z.string(),
    title: LocalisedText,
    description: LocalisedText,
    holder: z.object({ name: z.string(), title: LocalisedText }),
    version: Version,
    versions: z.array(Version),
    importedAt: z.iso.datetime(),
    source: z.string(),
    licence: z.string(),
    tables: z.int(),
    variables: z.int(),
    sensitivity: Sensitivity,
    synthetic: z.boolean(),
  })
  .openapi('RegisterHit')
export type RegisterHit = z.infer<typeof RegisterHit>

/** Several values with commas between. */
const chosenValues = z
  .string()
  .max(2000)
  .optional()
  .transform((text) => text?.split(',').filter((value) => value !== ''))

export const CatalogueQuery = z.object({
  /** Words that must all occur in name, title, description, codes or register. Empty finds everything. */
  query: z.string().max(200).default(''),
  /** Orders by titles in this language and weighs its words first. */
  language: Language.default('en'),
  /** A variable fits that has one of the values in every facet where some are given; `years` are decades. */
  register: chosenValues,
  holder: chosenValues,
  category: chosenValues,
  sensitivity: chosenValues,
  temporality: chosenValues,
  dataType: chosenValues,
  years: chosenValues,
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().positive().max(200).default(50),
})
export const CatalogueView = z
  .object({
    registers: z.array(RegisterHit),
    /** `found`: codes in which words were found, where they were found nowhere nearer. */
    variables: z.array(
      VariableHit.extend({ found: z.array(z.object({ code: z.string(), title: LocalisedText })) }),
    ),
    /** Variables found in all, of which `variables` is one page. */
    total: z.int().nonnegative(),
    /** How many would be found with each value, given what is chosen in the other facets. */
    facets: z.array(
      z.object({
        facet: z.enum(FACETS as [Facet, ...Facet[]]),
        values: z.array(
          z.object({ value: z.string(), title: LocalisedText.nullable(), count: z.int().positive() }),
        ),
      }),
    ),
    /** Data sets of other catalogues in which every word occurs: the best, and how many there are. They cannot be asked about here. */
    elsewhere: z.object({
      datasets: z.array(
        z.object({
          id: z.string(),
          source: z.string(),
          title: LocalisedText,
          description: LocalisedText.nullable(),
          keywords: z.array(z.string()),
          publisher: z.string().nullable(),
          page: z.string().nullable(),
        }),
      ),
      total: z.int().nonnegative(),
    }),
    /** What to mark in texts: lower case, without accents but for å, æ and ø. */
    marks: z.array(z.string()),
    /** Words that stand nowhere, and what they were read as. */
    read: z.array(z.object({ word: z.string(), as: z.array(z.string()) })),
  })
  .openapi('Catalogue')
export type CatalogueView = z.infer<typeof CatalogueView>

/** One version of a register in full, and which versions there are. */
export const RegisterView = z
  .object({
    entry: CatalogueEntry,
    versions: z.array(Version),
    /** Of each version what changed since the one before, newest first. */
    changes: z.array(
      z.object({
        version: Version,
        since: Version.nullable(),
        importedAt: z.iso.datetime(),
        changes: z.array(
          z.object({
            what: z.enum(CHANGES),
            variable: z.string(),
            title: LocalisedText,
            before: LocalisedText.nullable(),
            after: LocalisedText.nullable(),
            codes: z.array(z.object({ code: z.string(), title: LocalisedText })),
            /** How many codes there are, of which `codes` are the first. */
            count: z.int().nonnegative(),
          }),
        ),
      }),
    ),
    /** Computed from figures; the reasons are the figures. */
    label: z.object({
      grade: z.enum(GRADES),
      share: z.number(),
      dimensions: z.array(
        z.object({
          dimension: z.enum(DIMENSIONS),
          share: z.number().nullable(),
          reasons: z.array(z.object({ of: z.string(), share: z.number() })),
        }),
      ),
    }),
    /** Whether the holder has looked through the description this year. */
    verification: z.object({
      verifiedOn: z.string().nullable(),
      dueOn: z.string(),
      due: z.boolean(),
      near: z.boolean(),
    }),
    /** What is missing before it is in the machine-readable catalogue. */
    gaps: z.array(z.enum(['record', 'place'])),
    /** What its health categories are called. */
    categories: z.array(LocalisedText),
  })
  .openapi('RegisterVersion')
export type RegisterView = z.infer<typeof RegisterView>

/** One variable in full. `figures` are those of its table; `own` those of the variable. */
export const VariableView = z
  .object({
    hit: VariableHit,
    variable: Variable,
    versions: z.array(Version),
    figures: TableFigures.omit({ variables: true }).nullable(),
    own: TableFigures.shape.variables.element.nullable(),
    /** Lines of script that use it, ready to paste. */
    script: z.string(),
  })
  .openapi('Variable')
export type VariableView = z.infer<typeof VariableView>

/** The variables that a person has chosen. Whoever changes it says which revision. */
export const CollectionView = z
  .object({
    revision: z.int().nonnegative(),
    variables: z.array(ChosenVariable),
    /** What the catalogue knows of each, in the same order; null for one that is no longer in it. */
    hits: z.array(VariableHit.nullable()),
  })
  .openapi('Collection')
export type CollectionView = z.infer<typeof CollectionView>

/** A variable that a script uses. */
export const Use = z
  .object({
    register: z.string(),
    version: Version,
    holder: z.string(),
    table: z.string(),
    variable: z.string(),
    sensitivity: Sensitivity,
    /** The terms that its register asks for: `permit` where a script must name a permit that grants it. */
    terms: Terms,
    position: Position,
    title: LocalisedText,
    /** Null for a link to other units. */
    dataType: Variable.shape.dataType.nullable(),
    unitOfMeasure: z.string().nullable(),
    /** Number of codes in its code list; null for a measure. */
    codes: z.int().nullable(),
  })
  .openapi('Use')
export type Use = z.infer<typeof Use>

/** A command that will show something: what it reads, what the rules will do and, when asked for, what would come of it. */
export const CheckedCommand = z
  .object({
    index: z.int().nonnegative(),
    command: z.string(),
    position: Position,
    dataset: z.string().nullable(),
    public: z.boolean(),
    kind: z.enum(['table', 'summary', 'model', 'survival']),
    variables: z.array(
      z.object({
        name: z.string(),
        title: LocalisedText,
        type: z.enum(['number', 'text', 'boolean', 'key', 'date']),
        unitOfMeasure: z.string().nullable(),
        codes: z.int().nullable(),
        sensitivity: Sensitivity,
        origins: z.array(
          z.object({ register: z.string(), version: Version, holder: z.string(), variable: z.string() }),
        ),
      }),
    ),
    rules: z.array(Protection),
    forecast: Forecast.nullable(),
  })
  .openapi('CheckedCommand')
export type CheckedCommand = z.infer<typeof CheckedCommand>

/** What is wrong with a script, what it uses, which terms it needs, and whether it may run as it stands. */
export const CheckView = z
  .object({
    errors: z.array(SundError),
    uses: z.array(Use),
    /** `open`: any signed-in researcher, no permit needed. Null where the terms do not cover it. */
    terms: Terms.nullable(),
    /** The permit that the script names. */
    permit: z.string().nullable(),
    commands: z.array(CheckedCommand),
    runnable: z.boolean(),
  })
  .openapi('Check')
export type CheckView = z.infer<typeof CheckView>

export const Completion = z
  .object({
    /** What replaces the text from `from` to the cursor. */
    text: z.string(),
    kind: z.enum(COMPLETION_KINDS),
    /** A short explanation in the language asked for. */
    detail: z.string(),
  })
  .openapi('Completion')
export type Completion = z.infer<typeof Completion>
export const CompleteView = z
  .object({ from: z.int().nonnegative(), completions: z.array(Completion) })
  .openapi('Completions')
export type CompleteView = z.infer<typeof CompleteView>

/**
 * Documentation of the language, as help and the editor show it. What is `not-yet` is understood and refused.
 */
const status = z.enum(['available', 'not-yet'])
export const Documented = z
  .object({
    kind: z.enum(['command', 'function', 'option']),
    name: z.string(),
    /** Of a command or function its category, of an option its command. */
    category: z.string(),
    status,
    syntax: z.string(),
    summary: LocalisedText,
    arguments: z.array(z.object({ name: z.string(), summary: LocalisedText })),
    options: z.array(z.object({ name: z.string(), argument: z.string(), status, summary: LocalisedText })),
    /** A line, of a function a call, to begin from; empty when there is none. */
    example: z.string(),
  })
  .openapi('Documented')
export type Documented = z.infer<typeof Documented>
export const CommandsView = z
  .object({ commands: z.array(Documented), functions: z.array(Documented) })
  .openapi('Language')
export type CommandsView = z.infer<typeof CommandsView>

const codeView = z.object({ code: z.string(), label: LocalisedText })
export const KnownVariable = z
  .object({
    name: z.string(),
    title: LocalisedText,
    type: z.enum(['number', 'text', 'key']),
    codes: z.array(codeView),
  })
  .openapi('KnownVariable')
export type KnownVariable = z.infer<typeof KnownVariable>
/** What the lines of a script have made at a place: what the next line can be made from. */
export const KnownView = z
  .object({
    active: z.string().nullable(),
    datasets: z.array(z.string()),
    variables: z.array(KnownVariable),
    statistics: z.array(z.string()),
  })
  .openapi('Known')
export type KnownView = z.infer<typeof KnownView>

/** What a word of a script means: a word of the language, a variable, or a `$name`. */
export const Explained = z
  .discriminatedUnion('what', [
    z.object({ what: z.literal('word'), word: Documented }),
    z.object({
      what: z.literal('variable'),
      name: z.string(),
      title: LocalisedText,
      description: LocalisedText.nullable(),
      type: z.enum(['number', 'text', 'key', 'date']),
      sensitivity: Sensitivity,
      temporality: Temporality.nullable(),
      unitOfMeasure: z.string().nullable(),
      /** Where its values come from, null for what the script makes itself. */
      source: z.object({ register: z.string(), title: LocalisedText, variable: z.string() }).nullable(),
      /** The line of the script that made it, when it is not an import. */
      made: z.string().nullable(),
      codes: z.array(codeView),
      moreCodes: z.int().nonnegative(),
    }),
    z.object({ what: z.literal('value'), name: z.string(), value: z.string() }),
  ])
  .openapi('Explained')
export type Explained = z.infer<typeof Explained>
export const ExplainView = z
  .object({
    explanation: z
      .object({ from: z.int().nonnegative(), to: z.int().nonnegative(), about: Explained })
      .nullable(),
  })
  .openapi('Explanation')
export type ExplainView = z.infer<typeof ExplainView>

export const RunState = z.enum(['queued', 'running', 'released', 'failed', 'cancelled'])
export type RunState = z.infer<typeof RunState>

/**
 * How far a run is. `place` in the queue counts from 1 and is null once it runs; `share` is 0 to 1 when
 * known.
 */
export const RunProgress = z
  .object({
    state: RunState,
    place: z.int().positive().nullable(),
    step: z.string(),
    share: z.number().min(0).max(1).nullable(),
  })
  .openapi('RunProgress')
export type RunProgress = z.infer<typeof RunProgress>

export const RunSummary = z
  .object({
    id: z.uuid(),
    state: RunState,
    /** When it was asked for; of a run that is over, when it ended. */
    at: z.iso.datetime(),
    /** The script's first comment, else its first line. */
    title: z.string(),
    results: z.int().nonnegative(),
  })
  .openapi('RunSummary')
export type RunSummary = z.infer<typeof RunSummary>
export const RunList = z.object({ runs: z.array(RunSummary) }).openapi('Runs')

/** A run: its document when it is over, else how far it is. */
export const RunView = z
  .object({
    id: z.uuid(),
    script: z.string(),
    progress: RunProgress,
    document: RunDocument.nullable(),
  })
  .openapi('Run')
export type RunView = z.infer<typeof RunView>
export const RunAccepted = z
  .object({ id: z.uuid(), progress: RunProgress, events: z.string() })
  .openapi('RunAccepted')
export type RunAccepted = z.infer<typeof RunAccepted>

/** With whom a run is shared: the `subject` that the other's own session shows. */
export const ShareBody = z
  .object({ reader: z.string().min(1).max(255).openapi({ example: 'demo:mads' }) })
  .openapi('Share')
/** A run of another's that is shared with one. */
export const SharedRun = RunSummary.extend({ owner: z.string(), sharedAt: z.iso.datetime() }).openapi(
  'SharedRun',
)
export type SharedRun = z.infer<typeof SharedRun>
export const SharedRunList = z.object({ runs: z.array(SharedRun) }).openapi('SharedRuns')

/** What one may still be told: in these 24 hours, and ever of populations of a size. */
export const QuotaView = z
  .object({
    results: z.object({ most: z.int(), spent: z.int() }),
    /** By REGISTER/VARIABLE, those of which something was told. */
    sensitive: z.object({ most: z.int(), spent: z.record(z.string(), z.int()) }),
    /** When the oldest of it stops counting. */
    opens: z.iso.datetime().nullable(),
    /** Most numbers of new groups of people that are ever told of populations of a size, for each person in one. */
    share: z.number(),
    /** Of populations of `people` or more, up to ten times as many: groups told of these and of smaller ones, and the most that `people` bear. */
    populations: z.array(z.object({ people: z.int(), told: z.int(), most: z.int() })),
  })
  .openapi('Quota')
export type QuotaView = z.infer<typeof QuotaView>

export const BudgetView = z.object({ budgets: z.array(Budget) }).openapi('Budgets')
export type BudgetView = z.infer<typeof BudgetView>

/** A result for which the release ledger was asked: never what it told. */
export const LedgerRow = z
  .object({
    number: z.int(),
    at: z.iso.datetime(),
    subject: z.string(),
    run: z.uuid(),
    /** Place among the results of its script; null for a feasibility count. */
    index: z.int().nullable(),
    state: z.enum(['reserved', 'told', 'dropped']),
    kind: z.string(),
    registers: z.array(z.string()),
    difference: z.int(),
    /** Sets of people by what was said of them. */
    verdicts: z.object({ new: z.int(), known: z.int(), near: z.int(), quota: z.int() }),
    /** Sets told for the first time. */
    told: z.int(),
    /** What the person is called, where they have signed in. */
    person: z.string().nullable(),
    /** Of each register. */
    titles: z.array(LocalisedText),
  })
  .openapi('LedgerRow')
export type LedgerRow = z.infer<typeof LedgerRow>
export const LedgerQuery = z.object({
  after: z.coerce.number().int().nonnegative().optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().positive().max(1000).default(100),
  subject: z.string().max(255).optional(),
  run: z.uuid().optional(),
  /** Name of a register, any version. */
  register: z.string().max(200).optional(),
  newestFirst: z.stringbool().default(true),
})
export const LedgerView = z.object({ rows: z.array(LedgerRow) }).openapi('Ledger')

/** An attack that one can watch, in words. */
export const DemonstrationList = z
  .object({
    demonstrations: z.array(
      z.object({
        id: z.string(),
        title: LocalisedText,
        /** What the attacker knows beforehand and wants to know. */
        lead: LocalisedText,
        /** What it means here that there is no protection. */
        unprotected: LocalisedText,
      }),
    ),
  })
  .openapi('Demonstrations')
export const DemonstrationBody = z.strictObject({ defences: z.boolean() }).openapi('DemonstrationRequest')
/** How an attack on made-up people went. Shares are from 0 to 1. */
export const DemonstrationView = z
  .object({
    /** The success of who is told nothing and makes the best guess. */
    prior: z.number(),
    success: z.number(),
    /** One for each person attacked: the attacker is right because of what was told. */
    targets: z.array(z.boolean()),
    /** What was asked and answered about one of them, and what follows. */
    example: z.array(z.object({ asked: LocalisedText, answered: LocalisedText })),
    conclusion: LocalisedText,
    queries: z.int(),
    seconds: z.number(),
  })
  .openapi('Demonstration')
export type DemonstrationView = z.infer<typeof DemonstrationView>

/** Public proof of the event log: anyone may check that the head they saw is still in it. */
export const LogProof = z
  .object({
    verified: z.boolean(),
    events: z.int().nonnegative(),
    head: z.string().nullable().openapi({ description: 'SHA-256 of the last event, hex' }),
    /** The hub's public key (JWK, Ed25519), which proves the signature of every receipt. */
    key: z.record(z.string(), z.string()),
    checkedAt: z.iso.datetime(),
  })
  .openapi('LogProof')
export type LogProof = z.infer<typeof LogProof>

export const Health = z.object({ status: z.literal('live') }).openapi('Health')
export const Readiness = z
  .object({
    ready: z.boolean(),
    parts: z.array(z.object({ name: z.string(), ready: z.boolean() })),
  })
  .openapi('Readiness')
export type Readiness = z.infer<typeof Readiness>

export type { DraftView } from '../access/applications.js'
/** One’s drafts, deleted ones too. */
export const ApplicationList = z
  .object({
    drafts: z.array(
      z.object({
        id: z.uuid(),
        title: z.string(),
        kind: ApplicationKind,
        path: ApplicationPath,
        savedAt: z.iso.datetime(),
        own: z.boolean(),
        case: z.uuid().nullable(),
        deletedAt: z.iso.datetime().nullable(),
      }),
    ),
  })
  .openapi('Applications')
export type ApplicationList = z.infer<typeof ApplicationList>
export const DraftRevisions = z
  .object({
    revisions: z.array(z.object({ revision: z.int().positive(), savedAt: z.iso.datetime(), by: z.string() })),
  })
  .openapi('DraftRevisions')
