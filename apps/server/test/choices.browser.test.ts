/**
 * A citizen says no on the page, and the next count is one less: in Chromium, on a register of files and on one that is made of FHIR records. Says so and skips where
 * there is no Chromium.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STORE_ITSELF } from '@sund/fhir'
import { WITHDRAWAL_PROOF } from '@sund/model'
import { verified } from '@sund/network'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, serve } from '../src/index.js'
import { openSund, type Sund } from '../src/sund.js'
import { people } from './applying.js'
import { buildPortal, CHROMIUM, launchChromium } from './chromium.js'
import { KARI } from './permitted.js'
import { derivation, RECORDS, recordsOf, title } from './records.js'
import { identifier, importCsv } from './registers.js'

if (CHROMIUM === undefined) console.warn('No Chromium on PATH: opting out in a browser is skipped.')

const PERSONS = 30
const [SELF, CHILD] = [3, 5]
const FILES = { ...RECORDS, name: 'test.files', holder: { name: 'files', title: title('Files') } }

/** Milliseconds within which every holder must have a choice. */
const IN_FORCE = 5000

describe.skipIf(CHROMIUM === undefined)('opting out in Chromium', () => {
  let home: string
  let portal: string
  let sund: Sund
  let serving: Serving
  let browser: Browser

  beforeAll(async () => {
    ;[home, portal] = (await Promise.all(
      ['home', 'portal'].map((name) => mkdtemp(join(tmpdir(), `sund-choices-${name}-`))),
    )) as [string, string]
    await buildPortal(portal)
    sund = await openSund({ home })
    await importCsv(sund, home, FILES, [
      'id,day,KIND',
      ...Array.from({ length: PERSONS }, (_, person) => `${identifier(person)},2020-05-01,weight`),
    ])
    await sund.addHolder('hospital', title('Hospital'))
    const { store } = await sund.openFhir('hospital')
    await store.load(recordsOf(PERSONS))
    await sund.derivations.get('hospital')?.add(derivation(() => sund, home))
    serving = await serve(sund, {
      host: '127.0.0.1',
      port: 0,
      portal,
      environment: { SUND_DEMO_CITIZEN: `${identifier(SELF)} ${identifier(CHILD)}` },
      rateLimits: { any: 100_000, check: 100_000, run: 100_000 },
    })
    browser = await launchChromium()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await serving?.close()
    await sund?.close()
    await rm(portal, { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  })

  const counted = async (register: string) => {
    const { count } = (await sund.hub.count(`${register}/KIND == 'weight'`, KARI)).value
    return 'value' in count ? count.value : null
  }
  const counts = async () => [await counted('test.files'), await counted('test.records')]

  test('row 21: a citizen opts out at the page, for themselves and a child, and the next count is one less for each', {
    timeout: 60_000,
  }, async () => {
    expect(await counts()).toEqual([PERSONS, PERSONS])
    const { berit } = await people(serving.url, 'berit')
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' })
    const session = berit.cookie('sund_session') ?? ''
    await context.addCookies([{ name: 'sund_session', value: session, url: serving.url }])
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${serving.url}/my-choices`)
    const research = page.getByRole('switch', { name: /^Research and education/ })
    const kept = page.getByText('Your choice is kept, and the registers have it.')
    await research.first().click()
    await kept.first().waitFor()
    expect(await counts()).toEqual([PERSONS - 1, PERSONS - 1])
    await page.getByRole('button', { name: 'Say no to all' }).nth(1).click()
    await kept.nth(1).waitFor()
    expect(await counts()).toEqual([PERSONS - 2, PERSONS - 2])
    for (const [i, left] of [PERSONS - 1, PERSONS].entries()) {
      await page.getByRole('button', { name: 'Say yes to all' }).nth(i).click()
      await expect.poll(counts, { timeout: IN_FORCE }).toEqual([left, left])
    }
    // What she withholds in her records is proved to her by the holder.
    await sund.fhir.get('hospital')?.store.update(STORE_ITSELF, {
      resourceType: 'Consent',
      id: 'own',
      status: 'active',
      scope: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
      },
      category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
      policyRule: { coding: [{ system: 'urn:policies', code: 'own' }] },
      patient: { reference: `Patient/${SELF}` },
      provision: { type: 'deny' },
    })
    const proved = async () =>
      ((await berit.json('GET', '/api/my-withdrawals')).body as { proofs: unknown[] }).proofs
    await expect.poll(proved, { timeout: IN_FORCE }).toMatchObject([{ proof: { patient: `${SELF}` } }])
    expect(await counts()).toEqual([PERSONS, PERSONS - 1])
    await page.reload()
    const shown = page.getByRole('region', { name: 'What is withheld in the records' })
    await shown.getByText(/In force since .*: nothing of it has been given to anyone after that/).waitFor()
    await shown
      .getByText('Version 1.1.0 was made without it, and has taken the place of version 1.0.0.')
      .waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      shown.getByRole('link', { name: /^Download the proof/ }).click(),
    ])
    expect(file.suggestedFilename()).toBe('proof-hospital-own-1.jws')
    const jws = await readFile(await file.path(), 'utf8')
    const { value } = await verified(jws, WITHDRAWAL_PROOF, () => sund.keyOf('holder:hospital'))
    expect(value).toMatchObject({ holder: 'hospital', patient: `${SELF}` })
    await context.close()
  })
})
