/**
 * Made-up people and organisations for trying Sund on one's own machine: somebody for every role, so that a case can go from question to permit
 * with one person at the keyboard. Apart from the sign-in provider, which only says who is who; the roles are kept in the store like
 * anybody's, and an administrator of the demo can change them.
 */
import { createHash } from 'node:crypto'
import { Organisation, type Role } from '@sund/model'
import type { OrganisationDesk } from './organisations.js'

/** What people of the demo do, in the order in which a case meets them. */
export const DEMO_PARTS = [
  'apply',
  'access-body',
  'holder',
  'beside',
  'watch',
  'administer',
  'treat',
  'citizen',
] as const
export type DemoPart = (typeof DEMO_PARTS)[number]

export interface DemoPerson {
  id: string
  name: string
  /** Null for who is nothing but themselves. */
  organisation: string | null
  part: DemoPart
  roles: readonly Role[]
}

const organisation = (said: Pick<Organisation, 'id' | 'title' | 'kind' | 'body' | 'country'>) =>
  Organisation.parse({
    ...said,
    mailbox: `post@${said.id}.example`,
    homepage: `https://${said.id}.example/`,
    anonymousHandlers: said.body === 'ethics',
  })

const ORGANISATIONS: readonly Organisation[] = [
  organisation({
    id: 'access-body',
    title: {
      en: 'Health data access body',
      nb: 'Helsedataservice',
      da: 'Sundhedsdatamyndigheden',
    },
    kind: 'public-body',
    body: 'access-body',
    country: 'NO',
  }),
  organisation({
    id: 'ethics-committee',
    title: {
      en: 'Research ethics committee',
      nb: 'Etisk komité for helseforskning',
      da: 'Videnskabsetisk komité',
    },
    kind: 'public-body',
    body: 'ethics',
    country: 'NO',
  }),
  organisation({
    id: 'confidentiality-authority',
    title: {
      en: 'Authority for confidentiality',
      nb: 'Taushetspliktmyndigheten',
      da: 'Myndigheden for tavshedspligt',
    },
    kind: 'public-body',
    body: 'dispensation',
    country: 'NO',
  }),
  organisation({
    id: 'danish-access-body',
    title: {
      en: 'Danish health data authority',
      nb: 'Dansk helsedatamyndighet',
      da: 'Dansk sundhedsdatamyndighed',
    },
    kind: 'public-body',
    body: 'access-body',
    country: 'DK',
  }),
  organisation({
    id: 'fjord',
    title: { en: 'Fjord University', nb: 'Universitetet ved fjorden', da: 'Universitetet ved fjorden' },
    kind: 'university',
    body: null,
    country: 'NO',
  }),
  organisation({
    id: 'belt',
    title: { en: 'Belt Hospital', nb: 'Beltsykehuset', da: 'Bælthospitalet' },
    kind: 'hospital',
    body: null,
    country: 'DK',
  }),
]

/** The first is who the demo runs its first study for. */
export const DEMO_RESEARCHERS = [
  { id: 'kari', name: 'Kari Forsker', organisation: 'fjord', part: 'apply', roles: [] },
  { id: 'mads', name: 'Mads Forsker', organisation: 'belt', part: 'apply', roles: [] },
] as const satisfies readonly DemoPerson[]

const AUTHORITIES: readonly DemoPerson[] = [
  {
    id: 'astrid',
    name: 'Astrid Solberg',
    organisation: 'access-body',
    part: 'access-body',
    roles: ['handler'],
  },
  {
    id: 'jonas',
    name: 'Jonas Berg',
    organisation: 'access-body',
    part: 'access-body',
    roles: ['reviewer', 'decider'],
  },
  {
    id: 'ingrid',
    name: 'Ingrid Dahl',
    organisation: 'access-body',
    part: 'access-body',
    roles: ['handler', 'decider'],
  },
  {
    id: 'mette',
    name: 'Mette Kjær',
    organisation: 'danish-access-body',
    part: 'access-body',
    roles: ['handler', 'decider'],
  },
  {
    id: 'signe',
    name: 'Signe Holm',
    organisation: 'ethics-committee',
    part: 'beside',
    roles: ['handler', 'decider'],
  },
  {
    id: 'aksel',
    name: 'Aksel Moe',
    organisation: 'confidentiality-authority',
    part: 'beside',
    roles: ['handler', 'decider'],
  },
  {
    id: 'ragna',
    name: 'Ragna Vik',
    organisation: 'access-body',
    part: 'watch',
    roles: ['auditor'],
  },
  {
    id: 'frida',
    name: 'Frida Lind',
    organisation: 'access-body',
    part: 'administer',
    roles: ['administrator'],
  },
]

/** Where the demo's health records are. */
export const DEMO_RECORDS = 'health-records'

/** Somebody who treats the people whose records are there. */
export const DEMO_CLINICIAN: DemoPerson = {
  id: 'lise',
  name: 'Lise Haugen',
  organisation: DEMO_RECORDS,
  part: 'treat',
  roles: ['clinician'],
}

/** Somebody who is in the registers, and their child. */
const CITIZENS: readonly DemoPerson[] = [
  { id: 'berit', name: 'Berit Lind', organisation: null, part: 'citizen', roles: [] },
]

/** The national identifiers of the demo's citizen, of their child, and of a parent who gave them authority. */
export interface DemoCitizen {
  self: string
  child: { id: string; name: string }
  parent?: { id: string; name: string }
}

/**
 * From `SUND_DEMO_CITIZEN`, two or three identifiers of made-up people with spaces between: the citizen, a child, a parent. Left out, `made`, else two whom the
 * registers of the first study have.
 */
export function demoCitizen(
  { SUND_DEMO_CITIZEN = '' }: Record<string, string | undefined>,
  made: DemoCitizen = { self: '3', child: { id: '4', name: 'Nora Lind' } },
): DemoCitizen {
  const [self, child, parent] = SUND_DEMO_CITIZEN.split(/\s+/).filter((one) => one !== '')
  if (self === undefined) return made
  return {
    self,
    child: { id: child ?? made.child.id, name: 'Nora Lind' },
    ...(parent === undefined ? {} : { parent: { id: parent, name: 'Solveig Lind' } }),
  }
}

/** Everyone of the demo: one who handles and decides for each holder, named by the holder so that the name stays when holders are added. */
export function demoPeople(organisations: readonly Organisation[]): DemoPerson[] {
  const there = new Set(organisations.map(({ id }) => id))
  const deciders = organisations
    .filter(({ body }) => body === 'holder')
    .map(
      ({ id }): DemoPerson => ({
        id: `at-${id}`,
        name: nameFor(id),
        organisation: id,
        part: 'holder',
        roles: ['handler', 'decider', 'administrator'],
      }),
    )
  return [...DEMO_RESEARCHERS, ...AUTHORITIES, ...deciders, DEMO_CLINICIAN, ...CITIZENS].filter(
    ({ organisation }) => organisation === null || there.has(organisation),
  )
}

/**
 * Keeps the demo's organisations where there is none of that name or, of a body of which a country has one, of that kind; and gives roles where an
 * organisation has nobody yet.
 */
export async function prepareDemo(desk: OrganisationDesk, subjectOf: (id: string) => string): Promise<void> {
  const there = await desk.list()
  for (const one of ORGANISATIONS) {
    const taken = there.some(
      ({ id, body, country }) =>
        id === one.id || (one.body !== null && body === one.body && country === one.country),
    )
    if (!taken) await desk.put(one)
  }
  const empty = new Map<string, boolean>()
  for (const { id, name, organisation: at, roles } of demoPeople(await desk.list())) {
    if (roles.length === 0 || at === null) continue
    if (!empty.has(at)) empty.set(at, (await desk.peopleOf(at)).length === 0)
    if (empty.get(at)) await desk.change(null, at, { subject: subjectOf(id), name }, roles)
  }
}

const FIRST =
  'Anne Bo Clara Dag Eva Finn Gro Hans Iben Johan Karen Lars Maja Nils Oda Per Rikke Svein Tone Ulf Vera Yngve Ellen Aage'
const LAST =
  'Aas Bakke Bruun Eide Foss Friis Gram Hauge Juhl Krogh Lie Lund Myhre Nygaard Olsen Ravn Rud Skov Strand Toft Utne Voll Winther Ås'

/** A made-up name, always the same for a holder. */
function nameFor(holder: string): string {
  const [first = 0, last = 0] = createHash('sha256').update(holder).digest()
  const of = (names: string, byte: number) => names.split(' ').at(byte % 24)
  return `${of(FIRST, first)} ${of(LAST, last)}`
}
