/** A draft between page and server: nothing that was typed is lost, whatever the server does. */
import type { Application } from '@sund/model'
import type { DraftView } from '@sund/server/client'
import { expect, test } from 'vitest'
import { createSaver, merge, type Unsaved } from '../src/applications/saving.js'

const application = (title: string, room = 'Sund'): Application => ({
  form: { id: 'access', version: 2 },
  kind: 'new',
  permit: null,
  path: 'permit',
  country: 'NO',
  organisation: null,
  answers: { title, room },
  collection: [],
  persons: [],
  attachments: [],
})
const OVERTAKEN = new Error('overtaken')
const SILENCE = new Error('silence')

/** A server with one draft, which can be made to fail, and a clock that runs when told. */
function world(title = 'Old', kept: Unsaved | null = null) {
  const server = { revision: 1, application: application(title), fails: [] as Error[], saves: 0 }
  const view = () => ({ draft: { ...server } }) as unknown as DraftView
  let due: (() => void)[] = []
  const stored: { unsaved: Unsaved | null } = { unsaved: kept }
  const saver = createSaver(view(), kept, {
    async save(revision, sent) {
      server.saves++
      const failure = server.fails.shift()
      if (failure) throw failure
      if (revision !== server.revision) throw OVERTAKEN
      Object.assign(server, { revision: revision + 1, application: sent })
      return view()
    },
    open: async () => view(),
    isOvertaken: (error) => error === OVERTAKEN,
    isSilence: (error) => error === SILENCE,
    keep: (unsaved) => {
      stored.unsaved = unsaved
    },
    later(work) {
      due.push(work)
      return () => {
        due = due.filter((one) => one !== work)
      }
    },
  })
  const title_ = (next: string) => (one: Application) => ({
    ...one,
    answers: { ...one.answers, title: next },
  })
  return {
    server,
    saver,
    stored,
    type: (next: string) => saver.change(title_(next)),
    async wait() {
      const now = due
      due = []
      for (const work of now) work()
      await saver.flush()
    },
  }
}

test('keys are saved together after a pause, and what is typed meanwhile after that', async () => {
  const { server, saver, type, stored } = world()
  for (const text of ['N', 'Ne', 'New']) type(text)
  expect(saver.now()).toMatchObject({ state: 'saving' })
  expect(stored.unsaved?.mine.answers.title).toBe('New')
  const flushed = saver.flush()
  type('Newer')
  await flushed
  expect(server).toMatchObject({ saves: 2, revision: 3, application: application('Newer') })
  expect(saver.now()).toMatchObject({ state: 'saved' })
  expect(stored.unsaved).toBe(null)
  expect(saver.unsaved()).toBe(null)
})

test('what the server does not hear is kept and tried again', async () => {
  const { server, saver, type, stored, wait } = world()
  server.fails.push(SILENCE)
  type('New')
  await saver.flush()
  expect(saver.now()).toMatchObject({ state: 'waiting', error: null })
  expect(stored.unsaved?.mine.answers.title).toBe('New')
  await wait()
  expect(server.application.answers.title).toBe('New')
  expect(stored.unsaved).toBe(null)
})

test('what the server refuses is said, and kept', async () => {
  const { server, saver, type, stored } = world()
  const no = new Error('no')
  server.fails.push(no)
  type('New')
  await saver.flush()
  expect(saver.now()).toMatchObject({ state: 'waiting', error: no })
  expect(stored.unsaved?.mine.answers.title).toBe('New')
})

test('what another saved in between is put together with one’s own', async () => {
  const { server, saver, type } = world()
  Object.assign(server, { revision: 5, application: application('Old', 'Elsewhere') })
  type('New')
  await saver.flush()
  expect(server).toMatchObject({ revision: 6, application: application('New', 'Elsewhere') })
  expect(saver.now()).toMatchObject({ state: 'saved', merged: [] })
})

test('of a field that both changed one’s own stands, and is named', async () => {
  const { server, saver, type } = world()
  Object.assign(server, { revision: 2, application: application('Theirs') })
  type('Mine')
  await saver.flush()
  expect(server.application.answers.title).toBe('Mine')
  expect(saver.now().merged).toEqual(['title'])
})

test('what the browser had kept is there again, beside what was saved since', async () => {
  const { server, saver } = world('Old', {
    base: application('Old', 'Before'),
    mine: application('Kept', 'Before'),
  })
  expect(saver.now().application).toEqual(application('Kept', 'Sund'))
  await saver.flush()
  expect(server.application.answers.title).toBe('Kept')
})

test('an answer that one took out and the other left stays out', () => {
  const { room: _, ...answers } = application('Old').answers
  const { application: merged, both } = merge(
    application('Old'),
    { ...application('Old'), answers },
    application('New'),
  )
  expect(merged.answers).toEqual({ title: 'New' })
  expect(both).toEqual([])
})

test('a word that is written and taken back, or a save of nothing, does not end saving', async () => {
  const { server, saver, type, wait } = world()
  type('Other')
  type('Old')
  await wait()
  await saver.flush()
  expect(server.saves).toBe(0)
  type('New')
  await wait()
  expect(server).toMatchObject({ saves: 1, application: application('New') })
})
