/** A draft in a page: its saver, what of it the browser keeps, and going back to what stood before. */
import type { AnswerName, Answers, Application } from '@sund/model'
import type { DraftView } from '@sund/server/client'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { openDraft, openRevision, saveDraft, saveLeaving } from '../api/applications.js'
import { Refusal } from '../api/client.js'
import { createSaver, type Saving, type Unsaved } from './saving.js'

const place = (id: string) => `sund.application.${id}`

function readKept(id: string): Unsaved | null {
  try {
    const text = localStorage.getItem(place(id))
    return text === null ? null : (JSON.parse(text) as Unsaved)
  } catch {
    return null
  }
}
/** A full or closed store of the browser is no reason to stop writing. */
function keep(id: string, unsaved: Unsaved | null): void {
  try {
    if (unsaved === null) localStorage.removeItem(place(id))
    else localStorage.setItem(place(id), JSON.stringify(unsaved))
  } catch {
    // What is typed is in the page, and is sent all the same.
  }
}

export interface DraftInHand extends Saving {
  id: string
  change(change: (application: Application) => Application): void
  answer<N extends AnswerName>(name: N, value: Answers[N] | undefined): void
  flush(): Promise<void>
  /** The time at which it stood as it is now, where one has gone back. */
  undo(): Promise<void>
  bringBack(revision: number): Promise<void>
}

export function useDraft(id: string, view: DraftView): DraftInHand {
  const first = useRef(view)
  const saver = useMemo(
    () =>
      createSaver(first.current, readKept(id), {
        save: (revision, application) => saveDraft(id, revision, application),
        open: () => openDraft(id),
        isOvertaken: (error) => error instanceof Refusal && error.errors[0]?.code === 'conflict.revision',
        isSilence: (error) => error instanceof Refusal && (error.status === 0 || error.status >= 500),
        keep: (unsaved) => keep(id, unsaved),
        later(work, milliseconds) {
          const timer = setTimeout(work, milliseconds)
          return () => clearTimeout(timer)
        },
      }),
    [id],
  )
  const saving = useSyncExternalStore(saver.listen, saver.now)
  /** The revision that one has gone back to; null once one writes again. */
  const back = useRef<number | null>(null)
  useEffect(() => {
    const leave = () => {
      const unsaved = document.visibilityState === 'hidden' ? saver.unsaved() : null
      if (unsaved) saveLeaving(id, unsaved.revision, unsaved.application)
    }
    document.addEventListener('visibilitychange', leave)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      void saver.flush()
    }
  }, [id, saver])
  const change = useCallback(
    (how: (application: Application) => Application) => {
      back.current = null
      saver.change(how)
    },
    [saver],
  )
  const bringBack = useCallback(
    async (revision: number) => {
      await saver.flush()
      const before = await openRevision(id, revision)
      saver.change(() => before)
      await saver.flush()
    },
    [id, saver],
  )
  return {
    ...saving,
    id,
    change,
    answer: (name, value) =>
      change((application) => {
        const { [name]: _, ...others } = application.answers
        return { ...application, answers: value === undefined ? others : { ...others, [name]: value } }
      }),
    flush: saver.flush,
    async undo() {
      await saver.flush()
      const to = (back.current ?? saver.now().view.draft.revision) - 1
      if (to < 1) return
      await bringBack(to)
      back.current = to
    },
    bringBack,
  }
}
