/**
 * An app as people meet it: the sample app with its real library, signing in, asking, reading, and being told that access has ended; and the pages of apps.
 * Says so and skips where there is no Chromium.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, normalize } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Resource } from '@sund/fhir'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPortal, CHROMIUM, launchChromium } from './chromium.js'
import { openWorld, register, type World } from './smart/world.js'

if (CHROMIUM === undefined) console.warn('No Chromium on PATH: the tests of apps in a browser are skipped.')

const SAMPLE = new URL('../../../examples/sample-app/', import.meta.url).pathname
const PATIENCE = 20_000
const LOINC = 'http://loinc.org'
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category'
const VITAL_SIGNS = `patient/Observation.rs?category=${CATEGORY}|vital-signs`
const part = (code: string, value: number) => ({
  code: { coding: [{ system: LOINC, code }] },
  valueQuantity: { value, unit: 'mmHg' },
})
const measured = (id: string, at: string, [systolic, diastolic]: readonly [number, number]): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ system: CATEGORY, code: 'vital-signs' }] }],
  code: { coding: [{ system: LOINC, code: '85354-9' }] },
  subject: { reference: 'Patient/berit' },
  effectiveDateTime: at,
  component: [part('8480-6', systolic), part('8462-4', diastolic)],
})

describe.skipIf(CHROMIUM === undefined)('apps in Chromium', () => {
  let folder: string
  let world: World
  let browser: Browser
  let app: { url: string; server: Server }
  const complaints: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sund-apps-'))
    await Promise.all([
      buildPortal(join(folder, 'portal')),
      build({
        root: SAMPLE,
        configFile: join(SAMPLE, 'vite.config.ts'),
        logLevel: 'silent',
        define: { 'import.meta.env.VITE_CLIENT_ID': JSON.stringify('pressure-app') },
        build: { outDir: join(folder, 'app') },
      }),
    ])
    world = await openWorld({
      portal: join(folder, 'portal'),
      resources: [
        measured('morning', '2026-03-01T08:00:00+01:00', [128, 82]),
        measured('evening', '2026-03-02T20:00:00+01:00', [131, 85]),
      ],
    })
    app = await serveFiles(join(folder, 'app'))
    await register(world.sund, 'pressure-app', {
      title: { en: 'Blood pressure', nb: 'Blodtrykk', da: 'Blodtryk' },
      summary: { en: 'Shows your blood pressure.', nb: 'Viser blodtrykket ditt.', da: 'Viser dit blodtryk.' },
      kind: 'public',
      homepage: 'https://app.example/',
      privacy: 'https://app.example/privacy',
      redirectUris: [`${app.url}/`],
      launchUrl: `${app.url}/`,
      scopes: [
        'openid',
        'fhirUser',
        'launch',
        'launch/patient',
        'online_access',
        'patient/Patient.r',
        VITAL_SIGNS,
      ],
      holders: [],
      purpose: null,
      keys: [],
      jwksUri: null,
      evidence: [{ kind: 'security-test', title: 'Test of 2026', url: 'https://app.example/test' }],
    })
    browser = await launchChromium()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    app?.server.close()
    await world?.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function open(url: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', (error) => complaints.push(`${url}: ${error.message}`))
    await page.goto(url)
    return page
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
  /** Signs in from the app, to the page that asks. */
  async function toConsent(page: Page): Promise<void> {
    await page.getByLabel('Address of your records').fill(world.base)
    await press(page, 'Sign in and fetch')
    await page.getByRole('button', { name: /Berit Lind/ }).click()
    await page
      .getByRole('heading', { level: 1, name: 'Blood pressure wants to see health records' })
      .waitFor()
  }
  const seriousOf = async (page: Page) =>
    (await new AxeBuilder({ page }).analyze()).violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)

  test('the sample app signs in with PKCE, reads after consent, and is stopped in two taps: 403 within five seconds, and it does not ask again', async () => {
    const page = await open(app.url)
    const asked: URL[] = []
    const statuses: number[] = []
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.pathname === '/smart/auth') asked.push(url)
    })
    page.on('response', (response) => {
      if (response.url().includes('/Observation?')) statuses.push(response.status())
    })
    await toConsent(page)
    expect(asked[0]?.searchParams.get('code_challenge_method')).toBe('S256')
    expect(asked[0]?.searchParams.get('aud')).toBe(world.base)
    expect(await seriousOf(page)).toEqual([])
    await page.getByText('Only vital signs, such as blood pressure and pulse').waitFor()

    await press(page, 'Allow what is ticked')
    await page.getByRole('cell', { name: '131/85' }).waitFor()
    expect(await page.getByRole('row').allInnerTexts()).toHaveLength(3)
    expect(statuses).toEqual([200])
    expect(await seriousOf(page)).toEqual([])

    const mine = await page.context().newPage()
    mine.setDefaultTimeout(PATIENCE)
    await mine.goto(`${world.serving.url}/mine`)
    await mine.getByRole('button', { name: 'Stop it Blood pressure' }).waitFor()
    await mine.evaluate(() => {
      addEventListener('click', () => document.body.append(document.createElement('s')), true)
    })
    await mine.getByRole('button', { name: 'Stop it Blood pressure' }).click()
    await mine.getByRole('button', { name: 'Yes, stop Blood pressure' }).click()
    const began = Date.now()
    await mine.getByText('The app can see nothing any more.').waitFor()
    expect(await mine.locator('s').count(), 'taps').toBe(2)
    await press(page, 'Fetch again')
    await page.getByText('You no longer let the app see your records.').waitFor({ timeout: 5000 })
    expect(statuses).toEqual([200, 403])
    expect(Date.now() - began).toBeLessThan(5000)
    expect(asked).toHaveLength(1)
    expect(await seriousOf(page)).toEqual([])
  }, 60_000)

  test('what a person unticks the app does not see, and no to everything leaves it with nothing', async () => {
    const page = await open(app.url)
    await toConsent(page)
    await page.getByRole('checkbox', { name: /measurements and test results/ }).uncheck()
    await press(page, 'Allow what is ticked')
    await page.getByText('No blood pressure has been recorded, or you chose not to show it.').waitFor()

    const other = await open(app.url)
    await toConsent(other)
    await press(other, 'No to everything')
    await other.getByText('You did not let the app see your records.').waitFor()
  }, 60_000)

  test('a clinician finds a patient and opens the app from the record, with an encounter', async () => {
    const page = await open(`${world.serving.url}/auth/sign-in?returnTo=/patients`)
    await page.locator('button[value="at-north"]').click()
    await page.getByLabel('Name or national identifier').fill('lind')
    await press(page, 'Find')
    await page.getByText('2 are found.').waitFor()
    await page.getByRole('radio', { name: 'Berit Lind' }).check()
    await page
      .getByLabel('Is it about an encounter?')
      .selectOption({ label: 'Outpatient visit, 1 March 2026' })
    expect(await seriousOf(page)).toEqual([])
    const [launch] = await Promise.all([
      page.waitForRequest((request) => request.url().includes('/launches')),
      page
        .getByRole('listitem')
        .filter({ hasText: 'Blood pressureShows your blood pressure.' })
        .getByRole('button')
        .click(),
    ])
    expect(launch.postDataJSON()).toEqual({ holder: 'north', patient: 'berit', encounter: 'visit-hers' })
    await page.getByText('You opened the app from a patient’s record.', { exact: false }).waitFor()
    expect(await seriousOf(page)).toEqual([])
    await press(page, 'Allow what is ticked')
    await page.getByRole('cell', { name: '131/85' }).waitFor()
    await page.getByRole('heading', { name: 'Measurements of Berit Lind' }).waitFor()
  }, 60_000)

  test('a clinician who comes from the app chooses the patient where it is asked', async () => {
    const page = await open(app.url)
    await page.getByLabel('Address of your records').fill(world.base)
    await press(page, 'Sign in and fetch')
    await page.locator('button[value="at-north"]').click()
    const yes = page.getByRole('button', { name: 'Allow what is ticked' })
    await yes.waitFor()
    expect(await yes.isDisabled()).toBe(true)
    await page.getByLabel('Name or national identifier').fill('vang')
    await press(page, 'Find')
    await page.getByRole('radio', { name: 'Stranger Vang' }).check()
    await yes.click()
    await page.getByRole('heading', { name: 'Measurements of Stranger Vang' }).waitFor()
  }, 60_000)

  test('the page that asks is read on a telephone, in each language', async () => {
    for (const [locale, title, yes] of [
      ['nb-NO', 'Blodtrykk vil se helseopplysninger', 'Tillat det som er krysset av'],
      ['da-DK', 'Blodtryk vil se helbredsoplysninger', 'Tillad det afkrydsede'],
    ] as const) {
      const page = await open(app.url, { locale, viewport: { width: 390, height: 844 } })
      await page.locator('#server').fill(world.base)
      await page.locator('button[type=submit]').click()
      await page.getByRole('button', { name: /Berit Lind/ }).click()
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      await page.getByRole('button', { name: yes }).waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
      expect(await seriousOf(page)).toEqual([])
    }
  }, 60_000)

  test('an app is registered by its publisher and reviewed, and then stands in the gallery for everyone', async () => {
    await world.sund.organisations.change(null, 'fjord', { subject: 'demo:kari', name: 'Kari' }, [
      'administrator',
    ])
    const as = async (user: string, path: string) => {
      const page = await open(`${world.serving.url}/auth/sign-in?returnTo=${path}`)
      await page.locator(`button[value="${user}"]`).click()
      await page.getByRole('heading', { level: 1 }).waitFor()
      return page
    }
    const kari = await as('kari', '/apps/registrations')
    const fill = (label: string, text: string) => kari.getByLabel(label).fill(text)
    await fill('Name in addresses', 'sleep-diary')
    await fill('Title', 'Sleep diary')
    await fill('What it does for people', 'Keeps a diary of sleep.')
    await fill('Page about the app', 'https://sleep.example/')
    await fill('Page on privacy', 'https://sleep.example/privacy')
    await fill('Addresses that people are sent back to', 'https://sleep.example/after')
    await fill('Scopes, one a line', 'launch/patient\npatient/Observation.rs')
    await press(kari, 'Send to review')
    await kari.getByText('Waits for review', { exact: true }).waitFor()
    expect(await seriousOf(kari)).toEqual([])

    const anyone = await open(`${world.serving.url}/apps`)
    await anyone.getByRole('heading', { name: 'Blood pressure' }).first().waitFor()
    expect(await anyone.getByRole('heading', { name: 'Sleep diary' }).count()).toBe(0)
    expect(await seriousOf(anyone)).toEqual([])

    const jonas = await as('jonas', '/apps/registrations')
    const waiting = jonas.locator('.ds-card').filter({ hasText: 'Sleep diary' })
    await waiting.getByLabel('Reason, for the publisher to read').fill('It keeps to what it says.')
    await waiting.getByRole('button', { name: 'Approve' }).click()
    await waiting.getByText('Approved', { exact: true }).waitFor()
    await anyone.reload()
    await anyone.getByRole('heading', { name: 'Sleep diary' }).waitFor()
  }, 60_000)

  test('no page of these complained', () => expect(complaints).toEqual([]))
})

/** A server of files and nothing else, as an app in a browser needs. */
async function serveFiles(root: string): Promise<{ url: string; server: Server }> {
  const types: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' }
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://own.invalid')
    const file = normalize(pathname === '/' ? '/index.html' : pathname)
    try {
      const bytes = await readFile(join(root, file))
      response
        .writeHead(200, { 'content-type': types[file.split('.').at(-1) ?? ''] ?? 'text/plain' })
        .end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server }
}
