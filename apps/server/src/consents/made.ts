/**
 * Which versions of a holder's registers were made of its FHIR records, and what was withheld when they were: without this nobody could tell whether a version has
 * what was withheld since. A file of lines that is only appended to; the store need not be open to read it.
 */
import { appendFile, readFile } from 'node:fs/promises'
import { z } from 'zod'

const MadeVersion = z.object({
  register: z.string(),
  version: z.string(),
  /** Types of the resources that it was made of. */
  types: z.array(z.string()),
  /** How far in the store's changes. */
  position: z.string().regex(/^\d+$/),
  /** `Observation/12`: resources that there were and that are not in it. */
  withheld: z.array(z.string()),
})
export type MadeVersion = z.infer<typeof MadeVersion>

export interface MadeVersions {
  /** Null for a version that was not made of records. */
  of(register: string, version: string): MadeVersion | null
  latest(register: string): MadeVersion | null
  isEmpty(): boolean
  /** Durable when it resolves. To be done before the version is there: what comes of an import that fails is a note of nothing. */
  note(made: MadeVersion): Promise<void>
}

/** Reads the file. Throws `data.file` where a line in it was damaged: what is not known cannot be obeyed. */
export async function openMadeVersions(file: string): Promise<MadeVersions> {
  const lines = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return ''
    throw thrown
  })
  const versions = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => MadeVersion.parse(JSON.parse(line)))
  return {
    of: (register, version) =>
      versions.findLast((one) => one.register === register && one.version === version) ?? null,
    latest: (register) => versions.findLast((one) => one.register === register) ?? null,
    isEmpty: () => versions.length === 0,
    async note(made) {
      await appendFile(file, `${JSON.stringify(made)}\n`, { mode: 0o600, flush: true })
      versions.push(made)
    },
  }
}
