/**
 * What a permit says, read by whoever obeys it: the hub before a run, and holders and rooms for themselves. Apart from how a permit comes about and
 * what becomes of it, which only the hub knows.
 */
import { type Permit, type PermitRegister, type Register, subjectLinkOf, TIME_ZONES } from '@sund/model'
import { Temporal } from 'temporal-polyfill'

/** The moments between which a permit holds: from the start of its first day, and until the end of its last, in its country. */
export function spanOf({ from, until, country }: Pick<Permit, 'from' | 'until' | 'country'>): {
  from: Date
  until: Date
} {
  const startOf = (day: Temporal.PlainDate) =>
    new Date(day.toZonedDateTime(TIME_ZONES[country]).epochMilliseconds)
  return {
    from: startOf(Temporal.PlainDate.from(from)),
    until: startOf(Temporal.PlainDate.from(until).add({ days: 1 })),
  }
}

/** What a permit has of a version of a register: empty where it does not name the register, or pins other versions. */
export function entriesFor({ registers }: Permit, register: string, version: string): PermitRegister[] {
  return registers.filter((entry) => entry.register === register && allows(entry, version))
}

/** `3` allows 3.x.y, `3.1` allows 3.1.x; nothing pinned allows every version. */
const allows = ({ version: pinned }: PermitRegister, version: string): boolean =>
  pinned === null || pinned.split('.').every((part, i) => part === version.split('.')[i])

/**
 * Names of variables and links of a version of a register that a permit lets one use. The link to the person behind a row comes with every variable
 * of its table, since a row without its person is of no use; any other link has to be named.
 */
export function grantedBy(permit: Permit, register: Register, version: string): ReadonlySet<string> {
  const named = new Set(entriesFor(permit, register.name, version).flatMap(({ variables }) => variables))
  for (const table of register.tables) {
    const link = subjectLinkOf(table)
    if (link !== null && table.variables.some(({ name }) => named.has(name))) named.add(link)
  }
  return named
}
