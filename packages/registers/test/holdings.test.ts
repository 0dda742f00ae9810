/** Versions, atomicity and locks: what a holding is before, during and after imports that end well, badly or never. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openHoldings } from '../src/index.js'
import { testPorts } from '../src/testing.js'
import { ask, errorsFrom, file, people, register, table, temporaryFolder, variable } from './metadata.js'

const folder = await temporaryFolder()
const csv = await file(folder, 'people.csv', 'id,sex,age\n1,f,30\n2,m,40\n')
const other = await file(folder, 'other.csv', 'id,sex,age\n1,f,31\n')
let count = 0
const fresh = async () => {
  const path = join(folder, `holdings ${count++}`)
  return { path, registerFolder: join(path, people.name), holdings: await openHoldings(path, testPorts()) }
}

describe('versions', () => {
  it('count up, can be named, and old ones stay as they were', async () => {
    const { holdings } = await fresh()
    const first = await holdings.import({ files: [{ path: csv }], metadata: people })
    const second = await holdings.import({ files: [{ path: other }], metadata: people })
    const third = await holdings.import({ files: [{ path: csv }], metadata: people, version: '2.0.0' })
    const fourth = await holdings.import({ files: [{ path: csv }], metadata: people })
    expect([first, second, third, fourth].map(({ version }) => version)).toEqual([
      '1.0.0',
      '1.1.0',
      '2.0.0',
      '2.1.0',
    ])
    expect(await holdings.list()).toEqual([first, second, third, fourth])
    expect((await holdings.open(people.name)).manifest).toEqual(fourth)
    expect((await holdings.open(people.name, '1')).manifest).toEqual(second)
    const old = await holdings.open(people.name, '1.0.0')
    expect(await ask(`SELECT count(*)::INTEGER AS n FROM '${old.file('PEOPLE')}'`)).toEqual([{ n: 2 }])
  })

  it('are refused when older, used or not versions', async () => {
    const { holdings } = await fresh()
    await holdings.import({ files: [{ path: csv }], metadata: people, version: '1.2.0' })
    for (const version of ['1.2.0', '1.1.9', '0.9.0', '1.3', 'new', '../2.0.0']) {
      const [error] = await errorsFrom(holdings.import({ files: [{ path: csv }], metadata: people, version }))
      expect(error.code).toBe('data.version')
    }
    expect(await holdings.list()).toHaveLength(1)
  })

  it('names what is not there, and the nearest that is', async () => {
    const { holdings } = await fresh()
    await holdings.import({ files: [{ path: csv }], metadata: people })
    const [unknown] = await errorsFrom(holdings.open('test.poeple'))
    expect(unknown).toMatchObject({ code: 'usage.not-found', next: 'Did you mean test.people?' })
    expect((await errorsFrom(holdings.open(people.name, '7')))[0].code).toBe('usage.not-found')
    expect((await errorsFrom(holdings.open('../people')))[0].code).toBe('usage.not-found')
  })
})

describe('an import that fails', () => {
  it('leaves nothing behind and what was there alone', async () => {
    const { holdings, registerFolder } = await fresh()
    const before = await holdings.import({ files: [{ path: csv }], metadata: people })
    const broken = await file(folder, 'broken.csv', 'id,sex,age\n1,f,x\n')
    await errorsFrom(holdings.import({ files: [{ path: broken }], metadata: people }))
    expect(await holdings.list()).toEqual([before])
    expect(await readdir(registerFolder)).toEqual(['1.0.0'])
  })

  it.each(['reading', 'sealing', 'sorting', 'measuring', 'indexing'])(
    'or is cancelled while %s likewise',
    async (word) => {
      const { holdings, registerFolder } = await fresh()
      const cancel = new AbortController()
      const progress = (step: string) => step.startsWith(word) && cancel.abort()
      const [error] = await errorsFrom(
        holdings.import({ files: [{ path: csv }], metadata: people, progress, signal: cancel.signal }),
      )
      expect(error.code).toBe('unavailable.cancelled')
      expect(await readdir(registerFolder)).toEqual([])
    },
  )

  it('says which metadata cannot be stored', async () => {
    const { holdings } = await fresh()
    const twins = register(
      table('PEOPLE', [variable('AGE', 'LONG'), variable('age', 'LONG'), variable('UNIT', 'LONG')]),
    )
    const errors = await errorsFrom(holdings.import({ files: [{ path: csv }], metadata: twins }))
    expect(errors.map(({ code, file: place }) => [code, place?.field])).toEqual([
      ['data.metadata', 'tables.0.variables.1.name'],
      ['data.metadata', 'tables.0.variables.2.name'],
    ])
  })

  it('says which table has no file, and which file no table', async () => {
    const { holdings } = await fresh()
    const [none] = await errorsFrom(holdings.import({ files: [], metadata: people }))
    expect(none.code).toBe('data.file')
    const [wrong] = await errorsFrom(
      holdings.import({ files: [{ table: 'POEPLE', path: csv }], metadata: people }),
    )
    expect(wrong).toMatchObject({ code: 'usage.not-found', next: 'Did you mean PEOPLE?' })
  })
})

/** Starts an import that stands still at a step, and waits until it does. */
async function startStuck(path: string, word: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('import-child.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, path, csv, word], { stdio: ['ignore', 'pipe', 'inherit'] })
  const outcome = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit').then(() => null)])
  if (outcome === null) throw new Error('the import ended before it got there')
  return child
}
async function kill(child: ChildProcess) {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

describe('an import that is killed', () => {
  it.each(['reading', 'sealing', 'measuring', 'indexing'])(
    'while %s leaves the holding as it was, and is swept away',
    async (word) => {
      const { path, holdings, registerFolder } = await fresh()
      const before = await holdings.import({ files: [{ path: csv }], metadata: people })
      await kill(await startStuck(path, word))
      const left = await readdir(registerFolder)
      expect(left).toContain('.lock')
      expect(left.some((name) => name.startsWith('.importing-'))).toBe(true)
      expect(await holdings.list()).toEqual([before])

      const again = await openHoldings(path, testPorts())
      expect(await readdir(registerFolder)).toEqual(['1.0.0'])
      expect((await again.import({ files: [{ path: csv }], metadata: people })).version).toBe('1.1.0')
    },
  )
})

describe('two imports at once', () => {
  it('from two processes: the second is told to wait, and the first is left in peace', async () => {
    const { path, registerFolder } = await fresh()
    const child = await startStuck(path, 'sorting')
    const holdings = await openHoldings(path, testPorts())
    expect((await readdir(registerFolder)).some((name) => name.startsWith('.importing-'))).toBe(true)
    const [error] = await errorsFrom(holdings.import({ files: [{ path: csv }], metadata: people }))
    expect(error.code).toBe('conflict.busy')
    await kill(child)
    expect((await holdings.import({ files: [{ path: csv }], metadata: people })).version).toBe('1.0.0')
    expect(await readdir(registerFolder)).toEqual(['1.0.0'])
  })

  it('from one process: one wins', async () => {
    const { holdings } = await fresh()
    const both = await Promise.allSettled([
      holdings.import({ files: [{ path: csv }], metadata: people }),
      holdings.import({ files: [{ path: other }], metadata: people }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const lost = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(lost.reason.errors[0].code).toBe('conflict.busy')
    expect(await holdings.list()).toHaveLength(1)
  })
})
