// A made-up access body with its holders and their people, and the life of a case there from submission to permit: some 24 commands by those
// whose turn it is. Pure; what decides about each command is Sund.

import { ASSESSED } from '../../packages/access/dist/cases/tracks.js'

const REGISTERS = [
  'no.nhn.deaths',
  'no.nhn.patients',
  'no.fhi.births',
  'no.fhi.vaccines',
  'no.krg.cancer',
  'no.ssb.income',
  'no.ssb.education',
  'no.nav.benefits',
]
const holder = (id, registers, people) => ({ id, kind: 'holder', registers, people })
/** Who decides, and how many people each has: 100 in all. */
const BODIES = [
  { id: 'hdab', kind: 'access-body', registers: [], people: 34 },
  { id: 'secrecy', kind: 'dispensation', registers: [], people: 11 },
  holder('nhn', REGISTERS.slice(0, 2), 11),
  holder('fhi', REGISTERS.slice(2, 4), 11),
  holder('krg', REGISTERS.slice(4, 5), 11),
  holder('ssb', REGISTERS.slice(5, 7), 11),
  holder('nav', REGISTERS.slice(7, 8), 11),
]

/** The bodies as the transitions know them. */
export const directory = {
  bodies: BODIES.map(({ id, kind, registers }) => ({
    id,
    title: { en: id },
    country: 'NO',
    kind: 'public-body',
    body: kind,
    trusted: false,
    anonymousHandlers: true,
    mailbox: `post@${id}.example`,
    homepage: `https://${id}.example`,
    registers: registers.map((name) => ({ name, version: '1.0.0' })),
  })),
}

/** Everyone who works there. */
export const HANDLERS = BODIES.flatMap(({ id, people }) =>
  Array.from({ length: people }, (_, n) => ({
    subject: `${id}-${n}`,
    name: `${id} ${n}`,
    memberships: [{ organisation: id, roles: ['handler', 'decider'] }],
  })),
)
const byBody = Object.fromEntries(
  BODIES.map(({ id }) => [id, HANDLERS.filter(({ memberships }) => memberships[0].organisation === id)]),
)
const roles = new Map(HANDLERS.map(({ subject, memberships }) => [subject, memberships]))

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** What transitions ask of the world, apart from streams. No point is found in an application: checks have a bench of their own. */
export const worldOf = (rules) => ({
  directory,
  rules,
  points: () => [],
  unenforceable: () => [],
  fee: () => ({
    currency: 'NOK',
    lines: BODIES.map(({ id }) => ({ body: id, what: 'decision', amount: 800_000 })),
    reduction: null,
    total: 5_600_000,
    rules: 'NO-1',
  }),
  pseudonym: (subject) => `pseudonym of ${subject}`,
  rolesOf: (subject) => roles.get(subject) ?? [],
  permitId: () => `P-${Array.from({ length: 10 }, () => ALPHABET[Math.floor(Math.random() * 32)]).join('')}`,
})

/** As many characters as people write. */
const prose = (length, n) =>
  `Study ${n} asks what becomes of those who fell ill early. `.repeat(Math.ceil(length / 50)).slice(0, length)

export const applicantOf = (n) => ({
  subject: `researcher-${n % 3000}`,
  name: `Researcher ${n % 3000}`,
  memberships: [],
})

/** An application for 40 variables of three or four holders, with texts as long as they tend to be: 12 kilobytes. */
function applicationOf(n) {
  const registers = REGISTERS.filter((_, index) => (n + index) % 2 === 0)
  return {
    form: { id: 'permit', version: 1 },
    kind: 'new',
    permit: null,
    path: 'permit',
    country: 'NO',
    organisation: null,
    answers: {
      title: `Early illness and later life, part ${n}`,
      summary: prose(1200, n),
      questions: [1, 2, 3].map((id) => ({ id: `q${id}`, text: prose(200, n) })),
      purpose: 'research',
      benefit: prose(1000, n),
      notMeant: {},
      identifiability: 'pseudonymised',
      identifiabilityReason: prose(500, n),
      population: prose(400, n),
      populationCriteria: null,
      years: { from: 2005, until: 2024 },
      safeguards: prose(800, n),
      legalBasis: 'public-task',
      legalBasisText: prose(800, n),
      room: 'room',
      ethics: 'approved',
      ethicsReference: `REK ${n}`,
      funding: prose(300, n),
      publication: prose(300, n),
    },
    collection: Array.from({ length: 40 }, (_, index) => ({
      register: registers[index % registers.length],
      variable: `VARIABLE_${index}`,
      questions: ['q1'],
    })),
    persons: [
      {
        subject: applicantOf(n).subject,
        name: applicantOf(n).name,
        email: `researcher${n % 3000}@university.example`,
        organisation: 'University',
        part: 'lead',
      },
      {
        subject: `analyst-${n}`,
        name: `Analyst ${n}`,
        email: null,
        organisation: 'University',
        part: 'analyst',
      },
    ],
    attachments: [],
  }
}

/**
 * What is done next in case `n`, given the case as it is (its state or what somebody sees of it, null before there is one), and by whom; null
 * when it is decided.
 */
export function nextIn(n, seen) {
  if (seen === null)
    return { actor: applicantOf(n), command: { do: 'submit', application: applicationOf(n) } }
  const at = (body) => byBody[body][n % byBody[body].length]
  if (seen.status === 'SUBMITTED') return { actor: at('hdab'), command: { do: 'take', track: null } }
  if (seen.status === 'PRE_SCREENING') return { actor: at('hdab'), command: { do: 'find-complete' } }
  if (seen.status !== 'PROCESSING') return null
  const open = seen.questions.find(({ answer }) => answer === null)
  if (open !== undefined)
    return { actor: applicantOf(n), command: { do: 'answer', question: open.id, text: prose(300, n) } }
  const track = seen.tracks.find(({ state }) => state !== 'decided')
  const actor = at(track.body)
  const first = track.kind === 'access-body'
  if (first && seen.questions.length === 0)
    return { actor, command: { do: 'ask', track: track.id, text: prose(200, n) } }
  const next = ASSESSED[track.kind].find(
    (criterion) => !track.assessments.some((one) => one.criterion === criterion),
  )
  return next === undefined
    ? {
        actor,
        command: {
          do: 'decide',
          track: track.id,
          outcome: 'granted',
          reason: prose(200, n),
          variables: [],
          conditions: first ? [prose(100, n)] : [],
        },
      }
    : {
        actor,
        command: { do: 'assess', track: track.id, criterion: next, met: 'yes', reason: prose(150, n) },
      }
}
