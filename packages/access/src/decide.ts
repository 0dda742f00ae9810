/**
 * Who may use what, on which terms. Everything not allowed by a row of the table is denied. Open terms are the
 * only ones yet; permits and consents become further terms, with conditions of their own.
 */
import { fail, type Sensitivity } from '@sund/model'

/** Who asks. `subject` identifies the person at the hub. */
export interface Researcher {
  subject: string
  signedIn: boolean
}

/** A variable that a script uses. */
export interface Use {
  register: string
  variable: string
  sensitivity: Sensitivity
}

export type Terms = 'open'

/** Terms that suffice for a variable of each sensitivity. */
const SUFFICIENT: Record<Sensitivity, readonly Terms[]> = {
  PUBLIC: ['open'],
  NONPUBLIC: ['open'],
  PERSON_GENERAL: ['open'],
  PERSON_SPECIAL: ['open'],
}

/** The terms, the mildest first, and who has them. */
const HAS: readonly [Terms, (researcher: Researcher) => boolean][] = [['open', ({ signedIn }) => signedIn]]

/**
 * The mildest terms that cover every use; throws `permission.sign-in` when nobody is signed in and
 * `permission.denied`, naming a variable, when no terms of this researcher cover it.
 */
export function decide(researcher: Researcher | null, uses: readonly Use[]): { terms: Terms } {
  if (researcher === null || !researcher.signedIn || researcher.subject === '')
    return fail('permission.sign-in', 'Nobody is signed in.', 'Sign in, then run the script again.')
  const has = HAS.flatMap(([terms, holds]) => (holds(researcher) ? [terms] : []))
  const terms = has.find((each) => uses.every((use) => covers(each, use)))
  if (terms !== undefined) return { terms }
  const denied = uses.find((use) => !has.some((each) => covers(each, use)))
  return fail(
    'permission.denied',
    denied === undefined
      ? 'No single permission of yours covers all that the script uses.'
      : `You may not use the variable '${denied.variable}' of the register '${denied.register}'.`,
    'Leave it out, or ask the holder of the register for permission.',
  )
}

function covers(terms: Terms, { sensitivity }: Use): boolean {
  return Object.hasOwn(SUFFICIENT, sensitivity) && SUFFICIENT[sensitivity].includes(terms)
}
