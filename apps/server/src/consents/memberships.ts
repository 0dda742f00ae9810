/**
 * As what a practitioner can be named in a consent, by the holder's own records: themselves, their roles, groups and teams, their organisations and all that these are
 * part of, each by its identifiers too. Who has left is in none of them any more. Of what nobody can say whether it is over, it is not: a consent that shuts out a hospital
 * must reach all who work there. A team in which one's organisation takes part, and not oneself, does not count.
 */
import { type FhirStore, isDuring, type KeptResource, type Resource, STORE_ITSELF } from '@sund/fhir'
import { type Clock, Failure, systemClock } from '@sund/model'

type Part = Record<string, unknown>

/** Where memberships are written down: who can be in one, by which parameter it is found, and which of its parts say who is in it. */
const MEMBERSHIPS: readonly {
  type: string
  of: RegExp
  parameter: string
  members: (resource: Resource) => { member: unknown; part: Part }[]
  isOver: (resource: Resource, at: number) => boolean
}[] = [
  {
    type: 'PractitionerRole',
    of: /^Practitioner\//,
    parameter: 'practitioner',
    members: (role) => [{ member: role['practitioner'], part: role }],
    isOver: ({ active }: Part) => active === false,
  },
  {
    type: 'Group',
    of: /^Practitioner(Role)?\//,
    parameter: 'member',
    members: (group) => parts(group['member']).map((part) => ({ member: part['entity'], part })),
    isOver: ({ active }: Part) => active === false,
  },
  {
    type: 'CareTeam',
    of: /^Practitioner(Role)?\//,
    parameter: 'participant',
    members: (team) => parts(team['participant']).map((part) => ({ member: part['member'], part })),
    isOver: ({ status, period }: Part, at) =>
      status === 'inactive' || status === 'entered-in-error' || isOutside(period, at),
  },
]
/** What one is in because one is in something else. */
const ABOVE: Readonly<Record<string, string>> = { PractitionerRole: 'organization', Organization: 'partOf' }

/** Milliseconds for which they are not asked for again. */
const FRESH = 2000
const MOST_KEPT = 1000
const AT_ONCE = 1000

/** References and identifiers (`system|value`) of what a practitioner (`Practitioner/12`) is and is in, themselves first. */
export type Memberships = (practitioner: string) => Promise<readonly string[]>

export function createMemberships(
  store: Pick<FhirStore, 'search' | 'read'>,
  clock: Clock = systemClock,
): Memberships {
  const kept = new Map<string, { at: number; found: Promise<readonly string[]> }>()
  return (practitioner) => {
    const now = clock.now().getTime()
    const known = kept.get(practitioner)
    if (known !== undefined && Math.abs(now - known.at) < FRESH) return known.found
    const found = membershipsOf(store, practitioner, now)
    kept.delete(practitioner)
    kept.set(practitioner, { at: now, found })
    found.catch(() => kept.delete(practitioner))
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string)
    return found
  }
}

async function membershipsOf(
  store: Pick<FhirStore, 'search' | 'read'>,
  practitioner: string,
  now: number,
): Promise<string[]> {
  const found = new Set<string>()
  let ahead = [practitioner]
  while (ahead.length > 0) {
    const next = await Promise.all(ahead.map((one) => stepFrom(one)))
    for (const one of ahead) found.add(one)
    for (const { names } of next) for (const name of names) found.add(name)
    ahead = [...new Set(next.flatMap(({ into }) => into))].filter((one) => !found.has(one))
  }
  return [...found]

  /** How else something is named, and what it is in itself. */
  async function stepFrom(reference: string): Promise<{ names: string[]; into: string[] }> {
    const [type = '', id = ''] = reference.split('/')
    const resource = await store.read(STORE_ITSELF, { type, id }).catch(unlessMissing)
    const above = resource?.[ABOVE[type] ?? ''] as Part | undefined
    const within = await Promise.all(
      MEMBERSHIPS.filter(({ of }) => of.test(reference)).map(async ({ type, parameter, members, isOver }) => {
        const isIn = (one: Resource) =>
          !isOver(one, now) &&
          members(one).some(
            ({ member, part }) =>
              referenceOf(member) === reference &&
              part['inactive'] !== true &&
              !isOutside(part['period'], now),
          )
        return (await all(type, `${parameter}=${reference}`)).filter(isIn).map(({ id }) => `${type}/${id}`)
      }),
    )
    const organisation = referenceOf(above)
    return {
      names: [...identifiersOf(resource?.['identifier']), ...identifiersOf([above?.['identifier']])],
      into: [...within.flat(), ...(organisation === null ? [] : [organisation])],
    }
  }

  async function all(type: string, query: string): Promise<KeptResource[]> {
    const matches: KeptResource[] = []
    for (let next: string | null = `${query}&_count=${AT_ONCE}`; next !== null; ) {
      const page: Awaited<ReturnType<FhirStore['search']>> = await store.search(STORE_ITSELF, type, next, {
        handling: 'strict',
      })
      matches.push(...page.matches)
      next = page.next
    }
    return matches
  }
}

const parts = (value: unknown): Part[] => (Array.isArray(value) ? value.filter(isPart) : [])

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null

/** Whether a period has surely ended, or surely not begun. */
const isOutside = (period: unknown, at: number): boolean => isPart(period) && isDuring(period, at) === 'no'

/** `Organization/4`, whatever version is named; null for what is elsewhere, or named in another way. */
function referenceOf(value: unknown): string | null {
  const named = isPart(value) ? value['reference'] : null
  const found = typeof named === 'string' ? /^([A-Z]\w+\/[\w.-]+)(\/_history\/.*)?$/.exec(named) : null
  return found?.[1] ?? null
}

const identifiersOf = (value: unknown): string[] =>
  parts(value).flatMap(({ system, value }) =>
    typeof value === 'string' ? [`${typeof system === 'string' ? system : ''}|${value}`] : [],
  )

/** Nothing, for what the holder has no record of. */
function unlessMissing(thrown: unknown): null {
  if (thrown instanceof Failure && thrown.errors[0].code.startsWith('usage.')) return null
  throw thrown
}
