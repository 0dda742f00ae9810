/**
 * Where a person is reached, and in which language: as they last signed in. Apart from roles, since applicants have none and get letters as well.
 */
import { type Clock, Language } from '@sund/model'
import type { Store } from '../store.js'

export interface Contact {
  name: string
  /** Null where the sign-in provider tells none. */
  email: string | null
  /** Null where nobody knows. */
  language: Language | null
}

export interface PeopleStore {
  /** Keeps what a sign-in tells. An address or language that is not told this time stays as it was. */
  signedIn(subject: string, contact: Contact): Promise<void>
  /** Null for who has never signed in. */
  find(subject: string): Promise<Contact | null>
  /** The names of those of several who have ever signed in, by subject. */
  names(subjects: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** People in an open store. */
export function peopleStore(store: Store, clock: Clock): PeopleStore {
  return {
    async signedIn(subject, { name, email, language }) {
      const at = clock.now().toISOString()
      const told = {
        name,
        at,
        ...(email === null ? {} : { email }),
        ...(language === null ? {} : { language }),
      }
      await store.use((database) =>
        database
          .insertInto('person')
          .values({ subject, name, email, language, at })
          .onConflict((conflict) => conflict.column('subject').doUpdateSet(told))
          .execute(),
      )
    },
    async find(subject) {
      const row = await store.use((database) =>
        database
          .selectFrom('person')
          .select(['name', 'email', 'language'])
          .where('subject', '=', subject)
          .executeTakeFirst(),
      )
      return row === undefined ? null : { ...row, language: Language.safeParse(row.language).data ?? null }
    },
    async names(subjects) {
      if (subjects.length === 0) return new Map()
      const rows = await store.use((database) =>
        database
          .selectFrom('person')
          .select(['subject', 'name'])
          .where('subject', 'in', [...new Set(subjects)])
          .execute(),
      )
      return new Map(rows.map(({ subject, name }) => [subject, name]))
    },
  }
}
