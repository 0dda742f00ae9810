/**
 * Long work that someone asked for over HTTP: a folder each, with what was asked, how far it is and what came of it, so that it outlives this process. It is done with
 * what the one who asked may see now: it goes on after a restart when they next ask how far it is, with their token of that moment, and not before.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, errorsOf, Failure, fail, type Identifiers, type SundError } from '@sund/model'
import type { Reader } from '../reader.js'

export interface Job<Asked, State> {
  id: string
  kind: string
  owner: { subject: string; client: string | null }
  asked: Asked
  state: State
  begunAt: string
  /** When it ended, well or not; null while it goes on. */
  endedAt: string | null
  failed: SundError | null
}

/** One step of work after another: each call does some and says how far it is, until it says that it is done. */
export interface Work<Asked, State> {
  begin(asked: Asked): State
  /** Does the work from where `state` is. `reader` is asked anew before each piece, `save` keeps what is done. */
  run(
    job: Job<Asked, State>,
    at: { folder: string; reader(): Reader; save(state: State): Promise<void>; signal: AbortSignal },
  ): Promise<void>
}

export interface Jobs<Asked, State> {
  /** Begins work; `prepare` may put files into its folder first. Throws `conflict.busy` where this person has one going on. */
  begin(reader: Reader, asked: Asked, prepare?: (folder: string) => Promise<void>): Promise<string>
  /** How far it is, and goes on with it where it rests. `usage.not-found` for whoever did not ask for it, and after a day. */
  look(reader: Reader, id: string): Promise<Job<Asked, State>>
  /** Stops it and forgets what it made. */
  remove(reader: Reader, id: string): Promise<void>
  /** Where the files of work are that has ended well. */
  folderOf(id: string): string
  /** Lets work rest until someone asks again. */
  close(): Promise<void>
}

export interface JobSettings {
  folder: string
  clock: Clock
  identifiers: Identifiers
  /** Told of a mistake of Sund's own, by the identifier of the work. */
  onBug(reference: string, thrown: unknown): void
}

interface Running {
  reader: Reader
  stop: AbortController
  ended: Promise<void>
}

/** Milliseconds that what was made is kept. */
const KEPT = 24 * 3_600_000
const ID = /^[0-9a-f-]{36}$/

export function createJobs<Asked, State>(
  kind: string,
  work: Work<Asked, State>,
  { folder, clock, identifiers, onBug }: JobSettings,
): Jobs<Asked, State> {
  type Own = Job<Asked, State>
  const running = new Map<string, Running>()
  const at = (id: string) => join(folder, id)

  async function save(job: Own): Promise<void> {
    const file = join(at(job.id), 'job.json')
    await writeFile(`${file}.new`, JSON.stringify(job), { mode: 0o600, flush: true })
    await rename(`${file}.new`, file)
  }
  async function load(id: string): Promise<Own | null> {
    if (!ID.test(id)) return null
    const text = await readFile(join(at(id), 'job.json'), 'utf8').catch(() => null)
    const job = text === null ? null : (JSON.parse(text) as Own)
    return job?.kind === kind ? job : null
  }
  /** Takes away what is older than a day. */
  async function sweep(): Promise<void> {
    for (const id of await readdir(folder).catch(() => [])) {
      const job = await load(id)
      const since = job?.endedAt ?? job?.begunAt
      if (since !== undefined && !running.has(id) && clock.now().getTime() - Date.parse(since) > KEPT)
        await rm(at(id), { recursive: true, force: true })
    }
  }
  function run(job: Own, reader: Reader): void {
    const stop = new AbortController()
    const own: Running = { reader, stop, ended: Promise.resolve() }
    running.set(job.id, own)
    const keep = async (state: State) => {
      job.state = state
      await save(job)
    }
    own.ended = work
      .run(job, { folder: at(job.id), reader: () => own.reader, save: keep, signal: stop.signal })
      .then(
        () => null,
        (thrown) => {
          if (!(thrown instanceof Failure)) onBug(job.id, thrown)
          return errorsOf(thrown, job.id)[0]
        },
      )
      .then(async (failed) => {
        // What was stopped rests where it is.
        if (!stop.signal.aborted) await save({ ...job, failed, endedAt: clock.now().toISOString() })
      })
      .catch((thrown) => onBug(job.id, thrown))
      // Not before its end is kept, so that nobody begins it again.
      .finally(() => running.delete(job.id))
  }
  async function theirs(reader: Reader, id: string): Promise<Own> {
    await sweep()
    const job = await load(id)
    const same = job?.owner.subject === reader.subject && job.owner.client === reader.client
    return job !== null && same
      ? job
      : fail('usage.not-found', 'There is no such work, or not yours.', 'What it made is kept for a day.')
  }

  return {
    async begin(reader, asked, prepare = async () => undefined) {
      await sweep()
      const { subject, client } = reader
      for (const id of running.keys()) {
        const other = await load(id)
        if (other?.endedAt === null && other.owner.subject === subject && other.owner.client === client)
          fail(
            'conflict.busy',
            'You have one of these going on already.',
            'Wait until it ends, or delete it.',
          )
      }
      const id = identifiers.next()
      await mkdir(at(id), { recursive: true, mode: 0o700 })
      const begunAt = clock.now().toISOString()
      const job: Own = {
        ...{ id, kind, owner: { subject, client }, asked },
        ...{ state: work.begin(asked), begunAt, endedAt: null, failed: null },
      }
      try {
        await prepare(at(id))
        await save(job)
      } catch (thrown) {
        await rm(at(id), { recursive: true, force: true })
        throw thrown
      }
      run(job, reader)
      return id
    },
    async look(reader, id) {
      const before = running.get(id)
      if (before !== undefined) before.reader = reader
      const job = await theirs(reader, id)
      if (before === undefined && job.endedAt === null && !running.has(id)) run(job, reader)
      return job
    },
    async remove(reader, id) {
      await theirs(reader, id)
      const going = running.get(id)
      going?.stop.abort()
      await going?.ended
      await rm(at(id), { recursive: true, force: true })
    },
    folderOf: at,
    async close() {
      for (const { stop } of running.values()) stop.abort()
      await Promise.all([...running.values()].map(({ ended }) => ended))
    },
  }
}
