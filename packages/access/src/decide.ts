/**
 * Who may use what, on which terms. Terms are rows of a table, each with all that speaks against them: under open terms what needs a permit, under
 * a permit whatever it does not name. Everything that no row allows is denied. Pure: whoever asks looks up the permit.
 */
import {
  type Catalogue,
  Failure,
  fail,
  type PermitRecord,
  type Position,
  SENSITIVITIES,
  type Sensitivity,
  type SundError,
  type Terms,
} from '@sund/model'
import { entriesFor, grantedBy, spanOf } from './permits.js'

/** Who asks. `subject` identifies the person at the hub. */
export interface Researcher {
  subject: string
  signedIn: boolean
}

/** A variable that a script uses. */
export interface Use {
  register: string
  version: string
  variable: string
  sensitivity: Sensitivity
  /** The terms that its register asks for. */
  terms: Terms
  position?: Position
}

/** A permit as it stands. `stopped`: while a suspected breach is looked into nobody may use it. */
export type StandingPermit = PermitRecord & { stopped?: boolean }

/** The permit that a script names. */
export interface NamedPermit {
  id: string
  position?: Position
  /** Null where there is none of this number. */
  record: StandingPermit | null
  /** What is known of the registers that the script uses. */
  catalogue: Catalogue
  now: Date
}

/** The terms of a run, and the permit where it runs under one. */
export type Decision = { terms: 'open'; permit: null } | { terms: 'permit'; permit: StandingPermit }

/**
 * The terms under which `uses` are allowed: those of the permit where one is named, else open terms. Throws `permission.sign-in` when nobody is signed
 * in and `permission.denied` with everything that speaks against it, each with its place in the script. Who is not named in a permit hears no more
 * of it than that.
 */
export function decide(
  researcher: Researcher | null,
  uses: readonly Use[],
  named: NamedPermit | null = null,
): Decision {
  if (researcher === null || !researcher.signedIn || researcher.subject === '')
    return fail('permission.sign-in', 'Nobody is signed in.', 'Sign in, then run the script again.')
  const unknown = uses.find(({ sensitivity }) => !SENSITIVITIES.includes(sensitivity))
  if (unknown !== undefined)
    return fail(
      'permission.denied',
      `You may not use the variable '${unknown.variable}' of the register '${unknown.register}'.`,
      'Leave it out, or ask the holder of the register for permission.',
    )
  if (named === null) {
    refuse(withoutPermit(uses))
    return { terms: 'open', permit: null }
  }
  const { record } = named
  if (record === null || !names(record, researcher.subject))
    return fail(
      'permission.denied',
      `There is no permit ${named.id} that names you.`,
      'Look its number up among your permits, or ask whoever applied for it to have you added.',
      at(named),
    )
  const { subject } = researcher
  refuse(CONDITIONS.flatMap((condition) => condition({ ...named, record, subject, uses })))
  return { terms: 'permit', permit: record }
}

const names = ({ permit: { persons } }: PermitRecord, subject: string): boolean =>
  persons.some((person) => person.subject === subject)

const at = ({ position }: { position?: Position }): { position?: Position } => (position ? { position } : {})

const denied = (where: { position?: Position }, message: string, next: string): SundError => ({
  code: 'permission.denied',
  message,
  next,
  ...at(where),
})

function refuse([first, ...more]: readonly SundError[]): void {
  if (first !== undefined) throw new Failure(first, ...more)
}

/** Open terms: whatever asks for a permit is refused. */
function withoutPermit(uses: readonly Use[]): SundError[] {
  return once(
    uses.filter(({ terms }) => terms !== 'open'),
    variableOf,
  ).map((use) =>
    denied(
      use,
      `${variableOf(use)} needs a permit, and the script names none.`,
      'Apply for it, or write permit and the number of your permit at the top of the script.',
    ),
  )
}

interface AskedPermit extends NamedPermit {
  record: StandingPermit
  subject: string
  uses: readonly Use[]
}

/** What must hold for one who is named in a permit; each row says all that it finds wrong. */
const CONDITIONS: readonly ((asked: AskedPermit) => SundError[])[] = [
  ({ record, subject, ...where }) =>
    record.removed.includes(subject)
      ? [denied(where, `You were removed from the permit ${where.id}.`, ASK_FOR_CHANGE)]
      : [],
  ({ record: { status }, ...where }) =>
    status === 'REVOKED'
      ? [
          denied(
            where,
            `The permit ${where.id} was revoked.`,
            'Read why on its page; a new one is applied for anew.',
          ),
        ]
      : [],
  ({ record: { stopped }, ...where }) =>
    stopped === true
      ? [denied(where, `The permit ${where.id} is stopped.`, 'Read why on its page, and reply there.')]
      : [],
  ({ record: { status, permit }, now, ...where }) => {
    const { from, until } = spanOf(permit)
    if (now < from)
      return [denied(where, `The permit ${where.id} holds from ${permit.from} on.`, 'Wait until then.')]
    return status === 'EXPIRED' || now >= until
      ? [
          denied(
            where,
            `The permit ${where.id} has expired; its last day was ${permit.until}.`,
            'Apply for a new one.',
          ),
        ]
      : []
  },
  ({ record: { permit }, uses, id }) =>
    once(
      uses.filter(
        ({ register, version }) =>
          permit.registers.some((entry) => entry.register === register) &&
          entriesFor(permit, register, version).length === 0,
      ),
      ({ register }) => register,
    ).map((use) => {
      const pinned = permit.registers.flatMap(({ register, version }) =>
        register === use.register && version ? [version] : [],
      )
      return denied(
        use,
        `${use.register} is used in version ${use.version}, and the permit ${id} is for ${pinned.join(' and ')}.`,
        `Write require ${use.register}:${pinned.join(' or ')}.`,
      )
    }),
  ({ record: { permit }, uses, catalogue, id }) =>
    once(
      uses.filter(
        (use) =>
          (!permit.registers.some(({ register }) => register === use.register) ||
            entriesFor(permit, use.register, use.version).length > 0) &&
          !isGranted(permit, use, catalogue),
      ),
      variableOf,
    ).map((use) =>
      denied(use, `${variableOf(use)} is not among what the permit ${id} allows.`, ASK_FOR_CHANGE),
    ),
]

const ASK_FOR_CHANGE = 'Leave it out, or ask for the permit to be changed on its page.'

function isGranted(permit: StandingPermit['permit'], use: Use, catalogue: Catalogue): boolean {
  const entry = catalogue.find(
    ({ register, version }) => register.name === use.register && version === use.version,
  )
  return entry !== undefined && grantedBy(permit, entry.register, use.version).has(use.variable)
}

const variableOf = ({ register, variable }: Use): string => `${register}/${variable}`

/** The first of those that are called the same. */
const once = (uses: readonly Use[], called: (use: Use) => string): Use[] =>
  uses.filter((use, i) => uses.findIndex((other) => called(other) === called(use)) === i)
