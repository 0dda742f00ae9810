/** What changed from one version of a register to the next, as its readers care: variables, what they mean, and their codes. Of metadata only. */
import {
  type CatalogueEntry,
  type Code,
  compareVersions,
  inLanguage,
  LANGUAGES,
  type LocalisedText,
  type Register,
  type Variable,
} from '@sund/model'

export const CHANGES = [
  'variable-added',
  'variable-removed',
  'title-changed',
  'definition-changed',
  'values-changed',
  'codes-added',
  'codes-removed',
  'codes-ended',
  'codes-renamed',
] as const

export interface Change {
  what: (typeof CHANGES)[number]
  variable: string
  title: LocalisedText
  /** As it was; null where it is plain from the kind. */
  before: LocalisedText | null
  after: LocalisedText | null
  /** The first of the codes that it is about, and how many there are. */
  codes: { code: string; title: LocalisedText }[]
  count: number
}

export interface VersionChanges {
  version: string
  /** The version that it follows; null for the first. */
  since: string | null
  importedAt: string
  changes: Change[]
}

/** Of each version what changed since the one before, newest first. */
export function changesOf(entries: readonly CatalogueEntry[]): VersionChanges[] {
  const ordered = [...entries].sort((a, b) => compareVersions(b.version, a.version))
  return ordered.map(({ register, version, importedAt }, i) => {
    const before = ordered[i + 1]
    return {
      version,
      importedAt,
      since: before?.version ?? null,
      changes: before === undefined ? [] : changesBetween(before.register, register),
    }
  })
}

export function changesBetween(before: Register, after: Register): Change[] {
  const [old, now] = [variablesOf(before), variablesOf(after)]
  return [
    ...[...now.values()].filter(({ name }) => !old.has(name)).map((one) => change('variable-added', one)),
    ...[...old.values()].filter(({ name }) => !now.has(name)).map((one) => change('variable-removed', one)),
    ...[...now.values()].flatMap((one) => {
      const was = old.get(one.name)
      return was === undefined ? [] : changesOfVariable(was, one)
    }),
  ]
}

const variablesOf = ({ tables }: Register): Map<string, Variable> =>
  new Map(tables.flatMap(({ variables }) => variables.map((one) => [one.name, one] as const)))

function change(what: Change['what'], { name, title }: Variable, more: Partial<Change> = {}): Change {
  return { what, variable: name, title, before: null, after: null, codes: [], count: 0, ...more }
}

const SHOWN_CODES = 12

function changesOfVariable(was: Variable, is: Variable): Change[] {
  const changes: Change[] = []
  if (!sameText(was.title, is.title))
    changes.push(change('title-changed', is, { before: was.title, after: is.title }))
  if (!sameText(was.description, is.description))
    changes.push(change('definition-changed', is, { before: was.description, after: is.description }))
  const [old, now] = [valuesOf(was), valuesOf(is)]
  if (old !== now) changes.push(change('values-changed', is, { before: { en: old }, after: { en: now } }))
  const [oldCodes, nowCodes] = [codesOf(was), codesOf(is)]
  const about = (what: Change['what'], codes: Code[]) => {
    if (codes.length > 0)
      changes.push(
        change(what, is, {
          codes: codes.slice(0, SHOWN_CODES).map(({ code, title }) => ({ code, title })),
          count: codes.length,
        }),
      )
  }
  const stayed = [...nowCodes.values()].flatMap((one) => {
    const before = oldCodes.get(one.code)
    return before === undefined ? [] : [[before, one] as const]
  })
  about(
    'codes-added',
    [...nowCodes.values()].filter(({ code }) => !oldCodes.has(code)),
  )
  about(
    'codes-removed',
    [...oldCodes.values()].filter(({ code }) => !nowCodes.has(code)),
  )
  about(
    'codes-ended',
    stayed.filter(([a, b]) => a.validUntil !== b.validUntil && b.validUntil).map(([, b]) => b),
  )
  about(
    'codes-renamed',
    stayed.filter(([a, b]) => !sameText(a.title, b.title)).map(([, b]) => b),
  )
  return changes
}

/** What a script must know of a variable's values: type, time, unit, sensitivity. */
function valuesOf({ dataType, temporality, domain, sensitivity }: Variable): string {
  return [dataType, temporality, 'codes' in domain ? 'codes' : (domain.unitOfMeasure ?? ''), sensitivity]
    .filter(Boolean)
    .join(', ')
}

/** The last of a code that is listed for several periods is the one that holds. */
const codesOf = ({ domain }: Variable): Map<string, Code> =>
  new Map('codes' in domain ? domain.codes.map((one) => [one.code, one]) : [])

const sameText = (a: LocalisedText, b: LocalisedText): boolean =>
  LANGUAGES.every((language) => inLanguage(a, language) === inLanguage(b, language))
