/** My page in a real browser: on a phone, by who it is for and by the holder who answers. Says so and skips where there is no Chromium. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, serve } from '../src/http/serve.js'
import { people } from './applying.js'
import { buildPortal, CHROMIUM, launchChromium } from './chromium.js'
import { identifier, openTestSund } from './registers.js'

if (CHROMIUM === undefined)
  console.warn('No Chromium on PATH: the tests of My page in a browser are skipped.')

const PHONE = { width: 390, height: 844 }
const [SELF, CHILD] = [3, 5]
const patient = (id: string, person: number, given: string) => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: 'urn:oid:2.16.578.1.12.4.1.4.1', value: identifier(person) }],
  name: [{ given: [given], family: 'Lind' }],
})
const condition = (id: string, of: string, display: string) => ({
  resourceType: 'Condition',
  id,
  subject: { reference: `Patient/${of}` },
  recordedDate: '2024-03-01',
  recorder: { display: 'Dr Moe' },
  code: { coding: [{ code: id, display }] },
})

describe.skipIf(CHROMIUM === undefined)('My page in Chromium', () => {
  let portal: string
  let opened: Awaited<ReturnType<typeof openTestSund>>
  let serving: Serving
  let browser: Browser
  let by: Awaited<ReturnType<typeof people<'berit' | 'at-north'>>>
  const complaints: string[] = []

  async function open(path: string, as: keyof typeof by, more: object = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: PHONE,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...more,
    })
    const value = by[as].cookie('sund_session') as string
    await context.addCookies([{ name: 'sund_session', value, url: serving.url }])
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`))
    await page.goto(serving.url + path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    return page
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

  beforeAll(async () => {
    portal = await mkdtemp(join(tmpdir(), 'sund-mine-portal-'))
    await buildPortal(portal)
    opened = await openTestSund({}, 40, (register) => ({ ...register, synthetic: true }))
    const { store } = await opened.sund.openFhir('north')
    await store.load([
      patient('self', SELF, 'Berit'),
      patient('child', CHILD, 'Nora'),
      condition('asthma', 'self', 'Asthma'),
      condition('eczema', 'child', 'Eczema'),
    ])
    serving = await serve(opened.sund, {
      host: '127.0.0.1',
      port: 0,
      portal,
      environment: { SUND_DEMO_CITIZEN: [SELF, CHILD].map(identifier).join(' ') },
      rateLimits: { any: 100_000, check: 100_000, run: 100_000 },
    })
    by = await people(serving.url, 'berit', 'at-north')
    browser = await launchChromium()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await serving?.close()
    await opened?.dispose()
    await rm(portal, { recursive: true, force: true })
  })

  test('a measurement is added with its range told, shown and taken back', { timeout: 60_000 }, async () => {
    const page = await open('/mine/measure', 'berit')
    await page.getByLabel(/Upper/).fill('1280')
    await page.getByLabel(/Lower/).fill('81')
    await press(page, 'Keep it')
    await page.getByText('This is not a value from 50 to 280 mmHg').waitFor()
    await page.getByLabel(/Upper/).fill('128')
    await press(page, 'Keep it')
    await page.getByText('Kept: Blood pressure 128/81 mmHg.').waitFor()
    await press(page, 'Take it back')
    await page.getByText('It has been taken back.').waitFor()
    await page.goto(`${serving.url}/mine/held?kind=measurement`)
    await page.getByText('There is nothing of this kind.').waitFor()
    await page.context().close()
  })

  test('what is wrong is said to the holder, who answers; both see it', { timeout: 60_000 }, async () => {
    const page = await open('/mine/held', 'berit')
    await page.getByText('Asthma').click()
    await page.getByLabel('What is wrong?').first().fill('I have never had asthma.')
    await page.getByRole('button', { name: 'Ask for correction' }).first().click()
    await page.getByText('Your request has been sent.').waitFor()
    const desk = await open('/inbox', 'at-north')
    await desk.getByRole('link', { name: '1 person asks for a correction' }).click()
    await desk.getByRole('heading', { name: 'Berit Lind' }).waitFor()
    await desk.getByLabel('It stays as it is').check()
    await desk.getByLabel('Your answer to them').fill('It was found in 2024.')
    await press(desk, 'Send the answer')
    await desk.getByText('Nobody waits for an answer.').waitFor()
    await page.goto(`${serving.url}/mine/corrections`)
    await page.getByText('It was found in 2024.').waitFor()
    await page.getByText('Not changed').waitFor()
    await page.goto(`${serving.url}/mine/seen`)
    await page
      .getByText(/in your records to answer you/)
      .first()
      .waitFor()
    await Promise.all([page.context().close(), desk.context().close()])
  })

  test('for whom one acts stands on every page until one goes back', { timeout: 60_000 }, async () => {
    const page = await open('/', 'berit')
    await page.getByText('For whom: Myself').click()
    await page.getByLabel('Nora Lind (your child)').check()
    await page.getByRole('heading', { name: 'Health data of Nora Lind' }).waitFor()
    await page.goto(`${serving.url}/mine/held`)
    await page.getByText('Eczema').waitFor()
    expect(await page.getByText('Asthma').count()).toBe(0)
    await page.goto(`${serving.url}/register`)
    await page.getByText('You are acting for Nora Lind.').waitFor()
    await press(page, 'Go back to my own')
    await page.getByText('You are acting for Nora Lind.').waitFor({ state: 'detached' })
    await page.goto(`${serving.url}/mine/held`)
    await page.getByText('Asthma').waitFor()
    await page.context().close()
  })

  test.each([
    ['da-DK', 'light'],
    ['nb-NO', 'dark'],
  ] as const)(
    '%s %s: axe finds nothing, and no page is wider than a phone',
    {
      timeout: 90_000,
    },
    async (locale, colorScheme) => {
      const paths = ['/', '/mine/held', '/mine/seen', '/mine/measure', '/mine/corrections', '/my-choices']
      const page = await open('/', 'berit', { locale, colorScheme })
      for (const path of paths) {
        await page.goto(serving.url + path)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await page.waitForLoadState('networkidle')
        // Rules about the structure hold in any language; contrast is of a scheme.
        const axe = new AxeBuilder({ page })
        const { violations } = await (colorScheme === 'dark'
          ? axe.withRules('color-contrast')
          : axe
        ).analyze()
        expect(
          violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        ).toEqual([])
        const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
        expect(wider, path).toBeLessThanOrEqual(0)
      }
      await page.context().close()
      expect(complaints).toEqual([])
    },
  )
})
