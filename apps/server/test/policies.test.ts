/** What a holder makes stricter holds for every run over its rows, stays after a restart, and is told over HTTP. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Failure, OPEN_POLICY, PoliciesDocument, relax } from '@sund/model'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve } from '../src/index.js'
import { openOwnPolicy, policyUnder } from '../src/roles/holder-policy.js'
import { openTestSund } from './registers.js'

let open: Awaited<ReturnType<typeof openTestSund>>
beforeAll(async () => {
  open = await openTestSund()
})
afterAll(() => open.dispose())
const folder = () => join(open.home, 'holders', 'north')
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (thrown: Failure) => thrown.errors[0].code,
  )
const own = { version: 'north-1', reason: 'Small towns', numbers: { minimumPopulation: 2000 } }

describe('a holder', () => {
  test('that asks for more people has its results withheld, and its register stays so after a restart', async () => {
    const script = 'require test.population as p\ncreate-dataset people\nimport p/SEX\ntabulate SEX\n'
    const researcher = { subject: 'demo:kari', name: 'Kari' }
    const { policy } = open.sund.holders.get('north') ?? {}
    const kinds = async () =>
      (await open.sund.hub.run({ script, researcher })).value.results.map(({ body }) => body.kind)
    expect(await kinds()).toEqual(['table'])
    await policy?.write(own)
    expect(await kinds()).toEqual(['notice'])
    expect((await openOwnPolicy(folder(), () => OPEN_POLICY)).read()).toEqual(own)
    await policy?.write(null)
    expect(await kinds()).toEqual(['table'])
  })

  test('refuses to be looser, and a file that is', async () => {
    const { policy } = open.sund.holders.get('north') ?? {}
    const looser = { ...own, numbers: { cellThreshold: 3 } }
    expect(await codeOf(policy?.write(looser) ?? Promise.resolve())).toBe('data.metadata')
    const path = join(folder(), 'policy.json')
    const kept = await readFile(path, 'utf8')
    for (const text of [JSON.stringify(looser), '{', '{"version":"x"}']) {
      await writeFile(path, text)
      expect(await codeOf(openOwnPolicy(folder(), () => OPEN_POLICY))).toBe('data.metadata')
    }
    await writeFile(path, kept)
  })

  test('lets a permit relax only what its own file accepts', () => {
    const relaxed = [{ rule: 'P1' as const, numbers: { minimumPopulation: 10 }, reason: 'Rare' }]
    const terms = { policy: relax(OPEN_POLICY, relaxed), relaxed }
    expect(policyUnder(OPEN_POLICY, null, terms).minimumPopulation).toBe(1000)
    const accepting = { version: 'north-2', reason: 'The board', numbers: {}, permits: ['P1' as const] }
    expect(policyUnder(OPEN_POLICY, accepting, terms)).toMatchObject({
      minimumPopulation: 10,
      relaxed: [{ rule: 'P1', reason: 'Rare' }],
    })
    expect(
      policyUnder(OPEN_POLICY, { ...accepting, numbers: { minimumPopulation: 1500 } }, terms)
        .minimumPopulation,
    ).toBe(1500)
  })
})

test('anyone may read the rules, their versions and what holders make stricter', async () => {
  await open.sund.holders.get('south')?.policy.write(own)
  const served = await serve(open.sund, { host: '127.0.0.1', port: 0 })
  const answer = await fetch(`${served.url}/api/policies`)
  const document = PoliciesDocument.parse(await answer.json())
  await served.close()
  expect(document.version).toBe(OPEN_POLICY.version)
  expect(document.versions.map(({ version }) => version)).toEqual(['open-1', 'open-2'])
  expect(document.rules.every(({ statement }) => statement.nb && statement.da && statement.en)).toBe(true)
  expect(document.holders).toContainEqual({ holder: 'south', policy: own })
})
