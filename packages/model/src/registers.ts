/**
 * Registers and their metadata: tables about units, links between units, variables over time. This is the one shape
 * into which every source is standardised. Kept apart from how rows are stored (holdings.ts).
 *
 * The words for temporality, data type and sensitivity are those of Statistics Norway's register metadata.
 */
import { z } from 'zod'
import { CatalogueRecord } from './catalogue-record.js'
import { LocalisedText } from './text.js'

/** `FIXED`: for life; `STATUS`: from–to, not overlapping; `ACCUMULATED`: over a period; `EVENT`: at a moment. */
export const Temporality = z.enum(['FIXED', 'STATUS', 'ACCUMULATED', 'EVENT'])
export type Temporality = z.infer<typeof Temporality>

export const DataType = z.enum(['STRING', 'LONG', 'DOUBLE', 'DATE'])
export type DataType = z.infer<typeof DataType>

/** From least to most sensitive. `PUBLIC` registers carry no disclosure control. */
export const SENSITIVITIES = ['PUBLIC', 'NONPUBLIC', 'PERSON_GENERAL', 'PERSON_SPECIAL'] as const
export const Sensitivity = z.enum(SENSITIVITIES)
export type Sensitivity = z.infer<typeof Sensitivity>

/** What a row is about: `PERSON`, `TEST`, `HOUSEHOLD` … in capitals. */
export const UnitType = z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/)
export type UnitType = z.infer<typeof UnitType>
/**
 * On which terms a variable may be used: under open terms by every signed-in researcher, or under a permit that names it. A feasibility count is
 * asked before a permit is applied for, so it needs none.
 */
export const TERMS = ['open', 'permit'] as const
export const Terms = z.enum(TERMS)
export type Terms = z.infer<typeof Terms>

/** The unit type whose members are people: their rows are what disclosure control protects. */
export const PERSON: UnitType = 'PERSON'

/** A calendar date, ISO 8601. */
export const IsoDate = z.iso.date()

/** One code of a code list with its validity; both dates are inclusive. */
export const Code = z.object({
  code: z.string(),
  title: LocalisedText,
  validFrom: IsoDate.optional(),
  validUntil: IsoDate.optional(),
  /** A code that stands for a missing value (unknown, not applicable): kept as a value, listed apart. */
  sentinel: z.boolean().optional(),
})
export type Code = z.infer<typeof Code>

/** Where the values of a variable come from: a code list, or a measure with its unit in UCUM. */
export const ValueDomain = z.union([
  z.object({
    codes: z.array(Code).min(1),
    source: z.string().optional(),
    /** Drawn up from the rows: codes that enough people have. Others occur, and are no mistake. */
    partial: z.boolean().optional(),
  }),
  z.object({ unitOfMeasure: z.string().optional(), description: LocalisedText.optional() }),
])
export type ValueDomain = z.infer<typeof ValueDomain>

/** Variable names as scripts write them after `alias/`: letters, digits, underscore. */
export const VariableName = z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,63}$/u)

export const Variable = z.object({
  name: VariableName,
  title: LocalisedText,
  description: LocalisedText,
  temporality: Temporality,
  dataType: DataType,
  domain: ValueDomain,
  sensitivity: Sensitivity,
  /** Stricter than the register's, where it is; open when left out. */
  terms: Terms.optional(),
  /** Column of the source file; the variable's name when left out. */
  column: z.string().optional(),
  /** Where the values came from and how they were made, for people. */
  provenance: LocalisedText.optional(),
})
export type Variable = z.infer<typeof Variable>

/** A column whose values are units of another type: an episode's patient, a child's mother. */
export const Link = z.object({
  name: VariableName,
  unit: UnitType,
  title: LocalisedText,
  column: z.string().optional(),
})
export type Link = z.infer<typeof Link>

/** A table: rows about units of one type. */
export const Table = z.object({
  name: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/),
  title: LocalisedText,
  description: LocalisedText,
  unit: UnitType,
  /** Source column that identifies the unit; without it every row is a unit of its own. */
  unitColumn: z.string().optional(),
  links: z.array(Link).default([]),
  /** Source columns of the moment or period that each row holds for; required unless all variables are FIXED. */
  fromColumn: z.string().optional(),
  untilColumn: z.string().optional(),
  variables: z.array(Variable).min(1),
})
export type Table = z.infer<typeof Table>

/** Catalogue name of a register: dotted lower case, `no.ssb.fdb`. */
export const RegisterName = z.string().regex(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/)

/** Who answers for a register. `room` is another party's name. */
export const HolderName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .refine((name) => name !== 'room', { message: 'a holder cannot be named room' })

/** Semantic version of a register's release. A script may pin `3`, `3.1` or `3.1.0`. */
export const Version = z.string().regex(/^\d+\.\d+\.\d+$/)
export type Version = z.infer<typeof Version>

/** A register: what it is, who answers for it, and its tables. Variable names are unique within a register. */
export const Register = z
  .object({
    name: RegisterName,
    title: LocalisedText,
    description: LocalisedText,
    holder: z.object({ name: HolderName, title: LocalisedText }),
    source: z.string(),
    licence: z.string(),
    population: LocalisedText.optional(),
    spatialCoverage: LocalisedText.optional(),
    /** Made up: no row is about a living person. Pages mark it. */
    synthetic: z.boolean().optional(),
    /** What a public catalogue must know beside this; a register without it is not in the machine-readable catalogue. */
    record: CatalogueRecord.optional(),
    /** Of all that it holds; open when left out. */
    terms: Terms.optional(),
    tables: z.array(Table).min(1),
  })
  .superRefine((register, context) => {
    const seen = new Set<string>()
    for (const [t, table] of register.tables.entries()) {
      for (const [v, { name }] of [...table.variables, ...table.links].entries()) {
        if (seen.has(name))
          context.addIssue({
            code: 'custom',
            path: ['tables', t, 'variables', v, 'name'],
            message: `${name} is used twice in this register`,
          })
        seen.add(name)
      }
      if (!table.fromColumn && table.variables.some((variable) => variable.temporality !== 'FIXED'))
        context.addIssue({
          code: 'custom',
          path: ['tables', t, 'fromColumn'],
          message: 'a table with variables that are not FIXED needs fromColumn',
        })
    }
  })
export type Register = z.infer<typeof Register>

/** Every variable is `PUBLIC`: what rests on the register alone carries no disclosure control. */
export function isPublic(register: Register): boolean {
  return register.tables.every((table) =>
    table.variables.every((variable) => variable.sensitivity === 'PUBLIC'),
  )
}

/** The terms of a variable or a link: the stricter of its own and its register's. */
export function termsOf(register: Register, name: string): Terms {
  if (register.terms === 'permit') return 'permit'
  const variable = register.tables.flatMap(({ variables }) => variables).find((one) => one.name === name)
  return variable?.terms ?? 'open'
}

/** The link to the person behind a row, null when the row's unit is a person or no person is behind it. */
export function subjectLinkOf(table: Table): string | null {
  return table.unit === PERSON ? null : (table.links.find((link) => link.unit === PERSON)?.name ?? null)
}

/** The most sensitive of several, `PUBLIC` of none. */
export function mostSensitive(sensitivities: Iterable<Sensitivity>): Sensitivity {
  let most: Sensitivity = 'PUBLIC'
  for (const s of sensitivities) if (SENSITIVITIES.indexOf(s) > SENSITIVITIES.indexOf(most)) most = s
  return most
}

/** The newest of `versions` that `wanted` (`3`, `3.1`, `3.1.0`, or nothing for the newest) allows. */
export function pickVersion(versions: readonly Version[], wanted?: string): Version | undefined {
  const parts = wanted === undefined ? [] : wanted.split('.')
  return versions
    .filter((version) => parts.every((part, i) => version.split('.')[i] === part))
    .sort((a, b) => compareVersions(b, a))[0]
}

/** Negative, zero or positive as `a` is older than, equal to, or newer than `b`. */
export function compareVersions(a: Version, b: Version): number {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let i = 0; i < 3; i++) {
    const difference = (x[i] as number) - (y[i] as number)
    if (difference !== 0) return difference
  }
  return 0
}
