/** The first study over the three registers of the examples: the whole main job in one process. */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunDocument } from '@sund/model'
import { readRegisterFolder } from '@sund/registers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSund, type Sund } from '../src/sund.js'

const examples = new URL('../../../examples/', import.meta.url).pathname
const STUDY = join(examples, 'first-study', 'study.sund')
const researcher = { subject: 'demo:kari', name: 'Kari Forsker' }

let home: string
let sund: Sund
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sund-study-'))
  sund = await openSund({ home })
  for (const folder of ['population', 'laboratory', 'diagnosis']) {
    const { metadata, files } = await readRegisterFolder(join(examples, 'registers', folder))
    const holder = await sund.addHolder(metadata.holder.name, metadata.holder.title)
    await holder.import({ files, metadata })
  }
})
afterAll(async () => {
  await sund.close()
  await rm(home, { recursive: true, force: true })
})

test.skipIf(!existsSync(STUDY))(
  'is answered from three registers, protected, with every result it asks for',
  async () => {
    const script = await readFile(STUDY, 'utf8')
    expect((await sund.hub.check(script)).errors).toEqual([])
    const { value } = await sund.hub.run({ script, researcher })
    const document = RunDocument.parse(value)
    expect(document).toMatchObject({ state: 'released', errors: [] })
    const kinds = document.results.map(({ body }) => body.kind)
    for (const kind of ['table', 'summary', 'figure', 'survival', 'model'] as const)
      expect(kinds).toContain(kind)
    expect(document.receipt?.registers).toHaveLength(3)
    // Every result says what protected it.
    for (const { protection, withheld } of document.results)
      expect(protection.length + withheld.length).toBeGreaterThan(0)
  },
)
