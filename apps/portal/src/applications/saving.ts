/**
 * A draft between the page and the server. One types, and it is saved by itself; what cannot be saved is kept and tried again; what a
 * co-applicant saved in between is put together with one's own, field by field. Apart from the page, so that nothing of this rests on what is drawn.
 */
import { type Application, canonicalJson, type FieldName } from '@sund/model'
import type { DraftView } from '@sund/server/client'

export interface Saving {
  /** What one sees and writes. */
  application: Application
  /** What the server said last: points, fee and the rest are of this. */
  view: DraftView
  state: 'saved' | 'saving' | 'waiting'
  /** Fields that somebody else changed as well, where one's own stands; null where nothing was put together. */
  merged: FieldName[] | null
  /** Why it is not saved, where trying again will not help. */
  error: unknown
}

export interface Ports {
  save(revision: number, application: Application): Promise<DraftView>
  open(): Promise<DraftView>
  /** Whether the server refused since somebody else had saved. */
  isOvertaken(error: unknown): boolean
  /** Whether trying again may help. */
  isSilence(error: unknown): boolean
  /** Keeps what is not saved yet, or with null lets go of it. */
  keep(unsaved: Unsaved | null): void
  later(work: () => void, milliseconds: number): () => void
}

/** What is not saved yet, and what it was changed from. */
export interface Unsaved {
  base: Application
  mine: Application
}

/** Milliseconds after the last key; and between attempts where the server is silent. */
const PAUSE = 700
const AGAIN = 4000

export interface Saver {
  now(): Saving
  change(change: (application: Application) => Application): void
  /** Saves at once what is not saved yet; resolves when there is nothing left, or it cannot be. */
  flush(): Promise<void>
  /** What to send where the page goes away now; null where all is saved. */
  unsaved(): { revision: number; application: Application } | null
  listen(listener: () => void): () => void
}

/** Begins with what the server said, and what the browser had kept of it. */
export function createSaver(view: DraftView, kept: Unsaved | null, ports: Ports): Saver {
  const listeners = new Set<() => void>()
  let saving: Saving = {
    application: view.draft.application,
    view,
    state: 'saved',
    merged: null,
    error: null,
  }
  let under: Promise<void> | null = null
  let stop: (() => void) | null = null
  const set = (next: Partial<Saving>) => {
    saving = { ...saving, ...next }
    for (const listener of listeners) listener()
  }
  const isSaved = () => same(saving.application, saving.view.draft.application)
  const keep = () =>
    ports.keep(isSaved() ? null : { base: saving.view.draft.application, mine: saving.application })

  function schedule(milliseconds: number): void {
    stop?.()
    stop = ports.later(() => {
      stop = null
      void go()
    }, milliseconds)
  }

  async function once(): Promise<void> {
    const sent = saving.application
    set({ state: 'saving', error: null })
    try {
      set({ view: await ports.save(saving.view.draft.revision, sent) })
    } catch (error) {
      if (!ports.isOvertaken(error)) throw error
      const base = saving.view.draft.application
      const theirs = await ports.open()
      const { application, both } = merge(base, saving.application, theirs.draft.application)
      set({ application, view: theirs, merged: both })
    }
  }

  async function untilSaved(): Promise<void> {
    try {
      while (!isSaved()) await once()
      set({ state: 'saved' })
    } catch (error) {
      const again = ports.isSilence(error)
      set({ state: 'waiting', error: again ? null : error })
      if (again) schedule(AGAIN)
    }
    keep()
  }

  function go(): Promise<void> {
    // Let go of afterwards and not within: where there is nothing to save it is over before it is taken note of.
    under ??= untilSaved().finally(() => {
      under = null
    })
    return under
  }

  if (kept !== null) {
    const { application, both } = merge(kept.base, kept.mine, saving.application)
    saving = { ...saving, application, merged: both.length > 0 ? both : null }
    if (!isSaved()) schedule(0)
  }
  return {
    now: () => saving,
    change(change) {
      const application = change(saving.application)
      if (application === saving.application) return
      set({ application, merged: null, state: saving.state === 'saved' ? 'saving' : saving.state })
      keep()
      schedule(PAUSE)
    },
    async flush() {
      stop?.()
      stop = null
      await go()
    },
    unsaved: () =>
      isSaved() ? null : { revision: saving.view.draft.revision, application: saving.application },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Whether a field has changed since the server last spoke of it. */
export function isChanged({ application, view }: Pick<Saving, 'application' | 'view'>, at: string): boolean {
  const of = (one: Application): unknown =>
    (one as Record<string, unknown>)[at] ?? (one.answers as Record<string, unknown>)[at]
  return !same(of(application), of(view.draft.application))
}

/** Members that are not there are the same as those that are undefined. */
const same = (one: unknown, other: unknown): boolean =>
  canonicalJson({ of: one }) === canonicalJson({ of: other })

/** Both changes of one base, field by field; where both changed a field, `mine` stands and `both` names it. */
export function merge(
  base: Application,
  mine: Application,
  theirs: Application,
): { application: Application; both: FieldName[] } {
  const both: FieldName[] = []
  const pick = <T>(name: string, from: T, my: T, their: T): T => {
    if (same(my, from)) return their
    if (!same(their, from) && !same(their, my)) both.push(name as FieldName)
    return my
  }
  const names = [...new Set([base, mine, theirs].flatMap(({ answers }) => Object.keys(answers)))]
  const answers = names.flatMap((name) => {
    const of = (one: Application) => (one.answers as Record<string, unknown>)[name]
    const value = pick(name, of(base), of(mine), of(theirs))
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    application: {
      ...theirs,
      path: pick('path', base.path, mine.path, theirs.path),
      country: pick('country', base.country, mine.country, theirs.country),
      organisation: pick('organisation', base.organisation, mine.organisation, theirs.organisation),
      collection: pick('collection', base.collection, mine.collection, theirs.collection),
      persons: pick('persons', base.persons, mine.persons, theirs.persons),
      attachments: pick('attachments', base.attachments, mine.attachments, theirs.attachments),
      answers: Object.fromEntries(answers),
    },
    both,
  }
}
