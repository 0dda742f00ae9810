/**
 * What consents leave to see, worked out plainly: it shares nothing with the code that it judges. Of each condition that nobody can answer both answers are tried, and
 * what is seen must be allowed in every world that comes of them. Hierarchies are the few that the generator uses, by hand.
 */
import type { Resource } from '../../src/resource.js'

// biome-ignore lint/suspicious/noExplicitAny: made-up JSON, read as it was made
type Json = Record<string, any>

export interface PlainRequest {
  actors: string[]
  purpose: string
  at: string
}

const ABOVE: Record<string, string> = {
  ETREAT: 'TREAT',
  BTG: 'ETREAT',
  TREAT: 'PurposeOfUse',
  HRESCH: 'PurposeOfUse',
  CLINTRCH: 'HRESCH',
  HMARKT: 'PurposeOfUse',
  HQUALIMP: 'HOPERAT',
  HOPERAT: 'PurposeOfUse',
  PUBHLTH: 'PurposeOfUse',
  ETHUD: 'SUD',
  SUD: 'SPI',
  PSY: 'SPI',
}
const LAWFUL = ['TREAT', 'HRESCH', 'HQUALIMP', 'PUBHLTH', 'PATRQT', 'HSYSADMIN']
const LADDER = 'ULMNRV'

const upwards = (code: string): string[] => [code, ...(ABOVE[code] === undefined ? [] : upwards(ABOVE[code]))]

type Guess = boolean | 'either'

/** Does A hold, or not, or can nobody say? */
function purposeHolds(wanted: Json, asked: string): Guess {
  if ((wanted['system'] ?? 'v3-ActReason').endsWith('v3-ActReason') === false) return false
  if (upwards(asked).includes(wanted['code'])) return true
  return upwards(wanted['code']).includes(asked) ? 'either' : false
}

function orOf(guesses: Guess[]): Guess {
  if (guesses.includes(true)) return true
  return guesses.includes('either') ? 'either' : false
}

function andOf(guesses: Guess[]): Guess {
  if (guesses.includes(false)) return false
  return guesses.includes('either') ? 'either' : true
}

/** As texts of the same length, which sort as times do; generated data know days and whole years alone. */
const first = (day: string) => (day.length === 4 ? `${day}-01-01` : day.slice(0, 10))
const last = (day: string) => (day.length === 4 ? `${day}-12-31` : day.slice(0, 10))

function periodHolds({ start = '0000', end = '9999' }: Json, day: string): Guess {
  if (start === 'soon' || end === 'soon') return 'either'
  return first(start) <= day && day <= last(end)
}

function dataPeriodHolds(period: Json, resource: Json): Guess {
  const { start = '0000', end = '9999' } = period
  if (start === 'soon' || end === 'soon') return 'either'
  let from: string | undefined
  let until: string | undefined
  const when = resource['effectiveDateTime'] ?? resource['onsetDateTime'] ?? resource['authoredOn']
  if (when !== undefined) [from, until] = [first(when), last(when)]
  if (resource['period'] !== undefined)
    [from, until] = [first(resource['period'].start ?? '0000'), last(resource['period'].end ?? '9999')]
  if (from === undefined || until === undefined) return 'either'
  if (until < first(start) || from > last(end)) return false
  return first(start) <= from && until <= last(end) ? true : 'either'
}

function actorHolds({ reference = {} }: Json, actors: string[]): Guess {
  const { reference: named, identifier } = reference
  if (named === undefined)
    return identifier === undefined ? 'either' : actors.includes(`${identifier.system}|${identifier.value}`)
  if (named[0] === '#') return 'either'
  if (actors.includes(named)) return true
  return named.startsWith('http') && actors.some((actor) => named.endsWith(`/${actor}`)) ? 'either' : false
}

function labelsHold(wanted: Json[], resource: Json, says: string): Guess {
  const labels: Json[] = resource['meta']?.security ?? []
  const own = labels
    .filter(({ system }) => system.endsWith('Confidentiality'))
    .map(({ code }) => LADDER.indexOf(code))
  const rank = own.length === 0 ? LADDER.indexOf('N') : own.sort()[own.length - 1]!
  const met = wanted.map(({ system, code }): Guess => {
    if (system.endsWith('Confidentiality')) {
      const bound = LADDER.indexOf(code)
      return says === 'permit' ? rank <= bound : rank >= bound
    }
    const sensitive = labels.filter((label) => label['system'] === system)
    return orOf(
      sensitive.map((label): Guess => {
        if (upwards(label['code']).includes(code)) return true
        return upwards(code).includes(label['code']) ? 'either' : false
      }),
    )
  })
  if (met.every((one) => one === true)) return true
  return met.every((one) => one === false) ? false : 'either'
}

function codeHolds({ coding = [] }: Json, text: string): Guess {
  if (coding.length === 0) return 'either'
  return coding.some(({ system, code }: Json) => text.includes(`"system":"${system}","code":"${code}"`))
}

function dataHolds({ meaning, reference }: Json, resource: Json, text: string): Guess {
  const named = reference.reference
  const isIt = `${resource['resourceType']}/${resource['id']}` === named
  if (meaning === 'instance') return isIt
  if (meaning === 'dependents') return isIt || text.includes(`"reference":"${named}"`)
  if (meaning === 'authoredby')
    return [...(resource['performer'] ?? []), resource['recorder'], resource['requester']].some(
      (one) => one?.reference === named,
    )
  return isIt ? true : 'either'
}

/** What a provision asks: of the request and of the content apart, since a root permit treats them apart. */
function asks(
  provision: Json,
  says: string,
  resource: Json,
  request: PlainRequest,
): { request: Guess; content: Guess } {
  const text = JSON.stringify(resource)
  const day = request.at.slice(0, 10)
  const of = (element: string, holds: (values: Json[0]) => Guess): Guess =>
    provision[element] === undefined ? true : holds(provision[element])
  return {
    request: andOf([
      of('period', (one) => periodHolds(one, day)),
      of('actor', (all: Json[]) => orOf(all.map((one) => actorHolds(one, request.actors)))),
      of('purpose', (all: Json[]) => orOf(all.map((one) => purposeHolds(one, request.purpose)))),
      of('action', (all: Json[]) =>
        orOf(
          all.flatMap(({ coding }) =>
            coding.map(({ code }: Json): Guess => !['collect', 'correct'].includes(code)),
          ),
        ),
      ),
    ]),
    content: andOf([
      of('class', (all: Json[]) =>
        orOf(
          all.map(({ system, code }) =>
            system.endsWith('resource-types')
              ? resource['resourceType'] === code
              : codeHolds({ coding: [{ system, code }] }, text),
          ),
        ),
      ),
      of('code', (all: Json[]) => orOf(all.map((one) => codeHolds(one, text)))),
      of('securityLabel', (all: Json[]) => labelsHold(all, resource, says)),
      of('dataPeriod', (one) => dataPeriodHolds(one, resource)),
      of('data', (all: Json[]) => orOf(all.map((one) => dataHolds(one, resource, text)))),
    ]),
  }
}

interface Said {
  says: string
  about: Set<string>
  given: string
}

const ABOUT: Record<string, string> = {
  actor: 'who',
  purpose: 'why',
  class: 'what',
  code: 'what',
  securityLabel: 'what',
  dataPeriod: 'what',
  data: 'what',
}
const aboutOf = (provision: Json): string[] => Object.keys(provision).flatMap((key) => ABOUT[key] ?? [])

/** Answers of a world to questions that nobody can answer, in the order in which they are asked. */
type World = (guess: Guess, question: string) => boolean

function saidBy(consent: Json, resource: Json, request: PlainRequest, world: World): Said[] {
  if (consent['status'] !== 'active') return []
  const given = (consent['dateTime'] ?? consent['meta']?.lastUpdated ?? '0000') as string
  const id = consent['id'] as string
  const scope = consent['scope'].coding[0].code
  if (scope === 'adr' || scope === 'treatment') return []
  if (consent['modifierExtension'] !== undefined) return [{ says: 'deny', about: new Set(), given }]
  const isResearch = scope === 'research'
  if (isResearch && !world(purposeHolds({ code: 'HRESCH' }, request.purpose), `${id} scope`)) return []
  const root: Json = consent['provision'] ?? {}
  if (
    root['period'] !== undefined &&
    !world(periodHolds(root['period'], request.at.slice(0, 10)), `${id} period`)
  )
    return []
  const policy = ({ OPTIN: 'permit', OPTOUT: 'deny' } as Json)[consent['policyRule']?.coding[0].code]
  const scoped = isResearch ? ['why'] : []

  const walk = (
    provision: Json,
    says: string | undefined,
    above: string[],
    path: string,
  ): Said[] | 'no' | 'left out' => {
    const asked = asks(
      { ...provision, ...(path === id ? { period: undefined } : {}) },
      says ?? 'deny',
      resource,
      request,
    )
    if (!world(asked.request, `${path} request`)) return 'no'
    if (!world(asked.content, `${path} content`)) return 'left out'
    const about = [...above, ...aboutOf(provision)]
    const nested = ((provision['provision'] ?? []) as Json[]).flatMap((one, i) => {
      const found = walk(one, one['type'] ?? 'deny', about, `${path}.${i}`)
      return typeof found === 'string' ? [] : found
    })
    if (nested.some(({ says }) => says === 'deny')) return nested.filter(({ says }) => says === 'deny')
    if (nested.length > 0) return nested
    return says === undefined ? 'no' : [{ says, about: new Set(about), given }]
  }
  const found = walk(root, root['type'] ?? policy, scoped, id)
  if (typeof found !== 'string') return found
  if (root['type'] !== undefined && policy !== undefined)
    return [{ says: policy, about: new Set(scoped), given }]
  if (found === 'left out' && (root['type'] ?? policy) === 'permit')
    return [{ says: 'left out', about: new Set(), given }]
  return []
}

function allowedIn(consents: Json[], resource: Json, request: PlainRequest, world: World): boolean {
  const said = consents.flatMap((consent) => saidBy(consent, resource, request, world))
  const permits = said.filter(({ says }) => says === 'permit')
  const stands = said.filter(
    (deny) =>
      deny.says === 'deny' &&
      !permits.some(
        (permit) =>
          permit.given >= deny.given &&
          permit.about.size > deny.about.size &&
          [...deny.about].every((one) => permit.about.has(one)),
      ),
  )
  if (stands.length > 0) return false
  if (permits.length > 0) return true
  if (said.length > 0) return false
  return upwards(request.purpose).some((code) => LAWFUL.includes(code))
}

/** Whether one patient's consents leave a resource to see. */
export function plainlyAllowed(consents: Resource[], resource: Resource, request: PlainRequest): boolean {
  const questions = new Set<string>()
  const ask = (answers: ReadonlySet<string>) => (guess: Guess, question: string) => {
    if (guess !== 'either') return guess
    questions.add(question)
    return answers.has(question)
  }
  // Answers lead to further questions, so worlds are tried until none brings a new one.
  for (let tried = -1; tried < questions.size; ) {
    tried = questions.size
    const all = [...questions]
    for (let world = 0; world < 2 ** all.length; world++) {
      const yes = new Set(all.filter((_, i) => (world >> i) & 1))
      if (!allowedIn(consents, resource, request, ask(yes))) return false
    }
    if (questions.size === tried) return true
  }
  return true
}
