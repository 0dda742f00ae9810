/** Who may see and do what of cases, permits, the register and organisations over HTTP: the whole server, with people of the demo. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PERMIT, type PermitView, type PublicEntry } from '@sund/model'
import { verified } from '@sund/network'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, serve } from '../src/http/serve.js'
import { ANSWERS, act, apply, decideTrack, people, SECRET, viewOf } from './applying.js'
import { Browser } from './browser.js'
import { readPdf } from './pdf.js'
import { openTestSund } from './registers.js'

const PEOPLE = [
  'kari',
  'mads',
  'astrid',
  'ingrid',
  'signe',
  'ragna',
  'frida',
  'at-north',
  'at-south',
] as const
const log: string[] = []
let opened: Awaited<ReturnType<typeof openTestSund>>
let serving: Serving
let by: Record<(typeof PEOPLE)[number], Browser>
const anyone = () => new Browser(serving.url)

beforeAll(async () => {
  opened = await openTestSund({ logger: pino({}, { write: (line: string) => void log.push(line) }) }, 40)
  const rateLimits = { any: 100_000, check: 100_000, run: 100_000 }
  serving = await serve(opened.sund, { host: '127.0.0.1', port: 0, environment: {}, rateLimits })
  by = await people(serving.url, ...PEOPLE)
}, 60_000)
afterAll(async () => {
  await serving.close()
  await opened.dispose()
})

/** A case that every body has decided, and its permit. */
let decided: Promise<{ id: string; permit: string }> | undefined
const decidedCase = () => {
  decided ??= (async () => {
    const id = await apply(by.kari)
    await act(by.astrid, id, { do: 'take', track: null })
    const { tracks } = await act(by.astrid, id, { do: 'find-complete' })
    const who = { 'access-body': by.ingrid, north: by['at-north'], south: by['at-south'] }
    for (const { id: track, body } of tracks) await decideTrack(who[body as keyof typeof who], id, track)
    const { permit } = await viewOf(by.kari, id)
    return { id, permit: permit as string }
  })()
  return decided
}

describe('a case', () => {
  test('row 10: one application goes to every holder, and each decides side by side with the access body', async () => {
    const { id } = await decidedCase()
    const view = await viewOf(by.kari, id)
    expect(view.status).toBe('DECISION_ISSUED')
    expect(view.tracks.map(({ body, state }) => [body, state])).toEqual(
      expect.arrayContaining([
        ['access-body', 'decided'],
        ['north', 'decided'],
        ['south', 'decided'],
      ]),
    )
  })
})
