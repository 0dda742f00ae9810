/** Drafts and their files, the same on both databases. */
import { createHash } from 'node:crypto'
import { Failure } from '@sund/model'
import { countingIdentifiers, fixedClock } from '@sund/model/testing'
import { type Engine, findPostgres, folderEngine, postgresEngine } from '@sund/store/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AttachmentStore, attachmentStore } from '../../src/applications/attachments.js'
import { type DraftStore, draftStore, KEPT_REVISIONS } from '../../src/applications/drafts.js'
import { FILE_LIMITS, fileName } from '../../src/applications/files.js'
import { openStore, type Store } from '../../src/store.js'
import { COMPLETE, made } from './made.js'

const bin = await findPostgres()
const engines: [string, (() => Promise<Engine>) | undefined][] = [
  ['PGlite in a folder', folderEngine],
  [
    bin === undefined ? 'PostgreSQL (skipped: no initdb found; install postgresql)' : 'PostgreSQL',
    bin === undefined ? undefined : () => postgresEngine(bin),
  ],
]
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof Failure ? error.errors[0].code : `not typed: ${String(error)}`),
  )
const text = (words: string) => new TextEncoder().encode(words)
const PDF = text('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n')
/** A thousandth of what is in force, to be quick. */
const limits = { one: FILE_LIMITS.one / 1024, together: FILE_LIMITS.together / 1024 }
const begun = (application = COMPLETE) => ({ application, sources: { years: 'collection' as const } })
const bo = { subject: 'bo', name: 'Bo', email: null, organisation: 'U', part: 'co-applicant' as const }
const withBo = made({}, { persons: [...COMPLETE.persons, bo] })

describe.each(engines)('%s', (_name, start) => {
  if (start === undefined) {
    test.skip('there is none on this machine', () => undefined)
    return
  }
  let engine: Engine
  let store: Store
  let drafts: DraftStore
  let files: AttachmentStore
  const clock = fixedClock('2026-03-02T10:00:00.000Z')
  const later = (days: number) => clock.set(new Date(clock.now().getTime() + days * 86_400_000).toISOString())
  beforeAll(async () => {
    engine = await start()
    store = await openStore(await engine.fresh())
    drafts = draftStore(store, clock, countingIdentifiers(), limits)
    files = attachmentStore(store, clock, limits)
  })
  afterAll(async () => {
    await store?.close()
    await engine?.stop()
  })

  test('what was saved is there, with how it began and every revision', async () => {
    const { id, revision } = await drafts.create('anna', begun())
    expect(revision).toBe(1)
    later(1)
    const saved = await drafts.save('anna', id, 1, made({ title: 'Another title' }))
    expect(saved).toMatchObject({
      revision: 2,
      owner: 'anna',
      savedAt: clock.now().toISOString(),
      case: null,
    })
    const opened = await drafts.open('anna', id)
    expect(opened).toEqual({ draft: saved, begun: begun() })
    expect((await drafts.revisions('anna', id)).map((one) => one.revision)).toEqual([2, 1])
    expect((await drafts.revision('anna', id, 1)).answers.title).toBe(COMPLETE.answers.title)
    expect(await codeOf(drafts.revision('anna', id, 3))).toBe('usage.not-found')
  })

  test('who was overtaken is told so, and overwrites nothing; of many at once one is first', async () => {
    const { id } = await drafts.create('anna', begun())
    const codes = await Promise.all(
      Array.from({ length: 6 }, (_, n) => codeOf(drafts.save('anna', id, 1, made({ title: `Title ${n}` })))),
    )
    expect(codes.toSorted()).toEqual([...Array(5).fill('conflict.revision'), 'no error'])
    const { draft } = await drafts.open('anna', id)
    expect(draft.revision).toBe(2)
    expect(draft.application.answers.title).toBe(`Title ${codes.indexOf('no error')}`)
  })

  test('the last fifty revisions are kept', async () => {
    const { id } = await drafts.create('anna', begun())
    await drafts.save('anna', id, 1, made({ title: 'Title 1' }))
    // All but the last few are written at once: each would be flushed to the disk.
    const written = KEPT_REVISIONS + 2
    await store.use(async (database) => {
      await sql`insert into draft_revision (draft, revision, at, by, application)
        select draft, n, at, by, replace(application, 'Title 1', 'Title ' || (n - 1))
        from draft_revision, generate_series(3, ${sql.lit(written)}) as n where draft = ${id} and revision = 2`.execute(
        database,
      )
      await sql`update draft set revision = ${written} where id = ${id}`.execute(database)
    })
    for (let n = written; n <= KEPT_REVISIONS + 4; n++)
      await drafts.save('anna', id, n, made({ title: `Title ${n}` }))
    const kept = await drafts.revisions('anna', id)
    expect(kept).toHaveLength(KEPT_REVISIONS)
    expect(kept.at(-1)?.revision).toBe(6)
    expect((await drafts.revision('anna', id, 6)).answers.title).toBe('Title 5')
  })

  test('a draft is its owner’s and its co-applicants’; nobody else learns that it is there', async () => {
    const { id } = await drafts.create('anna', begun())
    const everything = (who: string) =>
      Promise.all(
        [
          drafts.open(who, id),
          drafts.save(who, id, 1, COMPLETE),
          drafts.revisions(who, id),
          drafts.revision(who, id, 1),
          drafts.remove(who, id),
          drafts.restore(who, id),
          drafts.submitted(who, id, 'c'),
          files.attach(who, id, { name: 'a.pdf', kind: 'other', content: PDF }),
        ].map(codeOf),
      )
    expect(new Set(await everything('eve'))).toEqual(new Set(['usage.not-found']))
    await drafts.save('anna', id, 1, withBo)
    expect((await drafts.list('bo')).map((one) => [one.id, one.own])).toEqual([[id, false]])
    await drafts.save('bo', id, 2, made({ title: 'By Bo' }, { persons: withBo.persons }))
    expect(await codeOf(drafts.remove('bo', id))).toBe('usage.not-found')
    expect(await codeOf(drafts.submitted('bo', id, 'c'))).toBe('usage.not-found')
    expect((await drafts.revisions('anna', id)).map(({ by }) => by)).toEqual(['bo', 'anna', 'anna'])
    await drafts.save('anna', id, 3, COMPLETE)
    expect(await codeOf(drafts.open('bo', id))).toBe('usage.not-found')
    expect(await drafts.list('bo')).toEqual([])
  })

  test('a deleted draft can be brought back for thirty days', async () => {
    const { id } = await drafts.create('dan', begun(withBo))
    await drafts.remove('dan', id)
    expect(await codeOf(drafts.open('dan', id))).toBe('usage.not-found')
    expect(await drafts.list('bo')).toEqual([])
    expect(await drafts.list('dan')).toMatchObject([{ id, deletedAt: clock.now().toISOString() }])
    later(29)
    await drafts.restore('dan', id)
    expect((await drafts.open('dan', id)).draft.revision).toBe(1)
    await drafts.remove('dan', id)
    later(31)
    expect(await drafts.list('dan')).toEqual([])
    expect(await codeOf(drafts.restore('dan', id))).toBe('usage.not-found')
  })

  test('what was submitted has a case, once, and is not deleted', async () => {
    const { id } = await drafts.create('anna', begun())
    await drafts.submitted('anna', id, 'case-1')
    await drafts.submitted('anna', id, 'case-1')
    expect(await codeOf(drafts.submitted('anna', id, 'case-2'))).toBe('conflict.exists')
    expect(await codeOf(drafts.remove('anna', id))).toBe('conflict.exists')
    expect((await drafts.open('anna', id)).draft.case).toBe('case-1')
    for (const by of [{ owner: 'anna' }, { organisation: 'university' }, { case: 'case-1' }])
      expect(await drafts.latest(by)).toEqual(COMPLETE)
    expect(await drafts.latest({ organisation: 'company' })).toBe(null)
  })

  test('form, kind and permit of a draft do not change', async () => {
    const { id } = await drafts.create('anna', begun())
    for (const more of [
      { form: { id: 'access', version: 1 } },
      { kind: 'renewal' as const },
      { permit: 'P-1' },
    ])
      expect(await codeOf(drafts.save('anna', id, 1, made({}, more)))).toBe('usage.request')
    expect((await drafts.save('anna', id, 1, made({}, { path: 'request' }))).revision).toBe(2)
  })

  describe('files', () => {
    test('are what they contain, and are read by who may see the draft, or its case', async () => {
      const { id } = await drafts.create('anna', begun())
      const file = await files.attach('anna', id, {
        name: '../x/Protokoll.PDF',
        kind: 'protocol',
        content: PDF,
      })
      expect(file).toEqual({
        hash: createHash('sha256').update(PDF).digest('hex'),
        name: 'Protokoll.pdf',
        mediaType: 'application/pdf',
        bytes: PDF.length,
        kind: 'protocol',
      })
      const nobody = async () => false
      const read = await files.read('anna', file.hash, nobody)
      expect({ ...read, content: Buffer.from(read.content) }).toEqual({
        name: 'Protokoll.pdf',
        mediaType: 'application/pdf',
        content: Buffer.from(PDF),
      })
      expect(await codeOf(files.read('handler', file.hash, async () => true))).toBe('usage.not-found')
      await drafts.save('anna', id, 1, made({}, { attachments: [file] }))
      await drafts.submitted('anna', id, 'case-9')
      expect(await codeOf(files.read('handler', file.hash, async (it) => it === 'case-9'))).toBe('no error')
      expect(await codeOf(files.read('eve', file.hash, nobody))).toBe('usage.not-found')
    })

    test('of another draft cannot be listed, so that knowing a hash opens nothing', async () => {
      const [hers, his] = [await drafts.create('anna', begun()), await drafts.create('eve', begun())]
      const content = text('A secret protocol')
      const file = await files.attach('anna', hers.id, { name: 'p.txt', kind: 'protocol', content })
      const stolen = made({}, { attachments: [file] })
      expect(await codeOf(drafts.save('eve', his.id, 1, stolen))).toBe('usage.request')
      const renamed = made({}, { attachments: [{ ...file, mediaType: 'image/png' }] })
      expect(await codeOf(drafts.save('anna', hers.id, 1, renamed))).toBe('usage.request')
      expect(await codeOf(files.read('eve', file.hash, async () => true))).toBe('usage.not-found')
    })

    test.each([
      ['a program', Uint8Array.from([0x4d, 0x5a, 0, 0, 1]), 'usage.request'],
      ['an archive', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'usage.request'],
      ['no UTF-8', Uint8Array.from([0xc3, 0x28]), 'usage.request'],
      ['nothing', new Uint8Array(), 'usage.request'],
      ['more than 10 MB', new Uint8Array(limits.one + 1).fill(65), 'usage.too-large'],
    ])('%s is refused, whatever its name says', async (_what, content, code) => {
      const { id } = await drafts.create('anna', begun())
      expect(await codeOf(files.attach('anna', id, { name: 'a.pdf', kind: 'other', content }))).toBe(code)
    })

    test('are at most 50 MB together', async () => {
      const { id } = await drafts.create('anna', begun())
      const listed = []
      for (let n = 0; n < 5; n++) {
        const content = new Uint8Array(limits.one).fill(65 + n)
        listed.push(await files.attach('anna', id, { name: `${n}.txt`, kind: 'other', content }))
        await drafts.save('anna', id, n + 1, made({}, { attachments: listed }))
      }
      const more = files.attach('anna', id, { name: 'more.txt', kind: 'other', content: text('one more') })
      expect(await codeOf(more)).toBe('usage.too-large')
    })

    test('go for good with the last draft that had them', async () => {
      const [one, two] = [await drafts.create('ida', begun()), await drafts.create('ida', begun())]
      const content = text('Shared by two drafts')
      const { hash } = await files.attach('ida', one.id, { name: 'a.txt', kind: 'other', content })
      await files.attach('ida', two.id, { name: 'b.txt', kind: 'other', content })
      const kept = async () =>
        (await store.use((database) => sql`select 1 from attachment where hash = ${hash}`.execute(database)))
          .rows.length
      await drafts.remove('ida', one.id)
      later(31)
      await drafts.list('ida')
      expect(await kept()).toBe(1)
      await drafts.remove('ida', two.id)
      later(31)
      await drafts.list('ida')
      expect(await kept()).toBe(0)
    })
  })
})

test.each([
  ['../../etc/passwd', 'text/plain', 'passwd.txt'],
  ['C:\\Users\\a\\Plan.docx', 'application/pdf', 'Plan.docx.pdf'],
  ['page.html', 'text/plain', 'page.html.txt'],
  ['\u202egnp.exe', 'image/png', 'gnp.exe.png'],
  ['  .. .hidden', 'text/plain', 'hidden.txt'],
  ['<script>.jpeg', 'image/jpeg', 'script.jpeg'],
  ['Ærlig søknad.PDF', 'application/pdf', 'Ærlig søknad.pdf'],
  ['', 'application/pdf', 'file.pdf'],
  ['x'.repeat(500), 'image/png', `${'x'.repeat(180)}.png`],
] as const)('the name %j of a %s becomes %j', (wanted, type, name) => {
  expect(fileName(wanted, type)).toBe(name)
})
