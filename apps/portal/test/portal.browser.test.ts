/**
 * The portal as people meet it: built, served by the real server over the three registers of the examples, and driven in Chromium. Says so
 * and skips where there is no Chromium.
 */
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { readRegisterFolder } from '@sund/registers'
import { openSund, type Serving, type Sund, serve } from '@sund/server'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MADE_UP_SCRIPT, madeUpRegister } from './made-up.js'

const ROOT = new URL('../../../', import.meta.url).pathname
const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path))
if (CHROMIUM === undefined)
  console.warn('No Chromium on PATH: the tests of the portal in a browser are skipped.')

const WIDE = { width: 1280, height: 860 }
const PHONE = { width: 390, height: 844 }
/** A run of the first study takes seconds, more on a machine that is busy. */
const PATIENCE = 20_000
const eventually = <T>(of: () => T) => expect.poll(of, { timeout: PATIENCE })

describe.skipIf(CHROMIUM === undefined)('the portal in Chromium', () => {
  let folder: string
  let portal: string
  let sund: Sund
  let serving: Serving
  let browser: Browser
  /** The cookies of someone who is signed in, and the address of a run of theirs. */
  let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>
  let run: string
  /** What the pages complained of: no test passes with anything in it. */
  const complaints: string[] = []

  async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: WIDE,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`))
    page.on('console', (message) => {
      // Being refused is no mistake of a page: some of these tests ask for what they may not have.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(`${path}: ${message.text()}`)
    })
    await page.goto(serving.url + path)
    return page
  }
  const editor = (page: Page) => page.getByRole('textbox', { name: 'Script' })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sund-portal-'))
    portal = join(folder, 'portal')
    const built = process.env['SUND_PORTAL']
    if (built) await cp(built, portal, { recursive: true })
    else
      await build({
        root: join(ROOT, 'apps/portal'),
        configFile: join(ROOT, 'apps/portal/vite.config.ts'),
        logLevel: 'error',
        build: { outDir: portal },
      })
    sund = await openSund({ home: join(folder, 'home') })
    for (const name of ['population', 'laboratory', 'diagnosis']) {
      const { metadata, files } = await readRegisterFolder(join(ROOT, 'examples/registers', name))
      const holder = await sund.addHolder(metadata.holder.name, metadata.holder.title)
      await holder.import({ files, metadata })
    }
    const unlimited = { any: 100_000, check: 100_000, run: 100_000 }
    serving = await serve(sund, {
      host: '127.0.0.1',
      port: 0,
      portal,
      environment: {},
      rateLimits: unlimited,
    })
    browser = await chromium.launch({
      executablePath: CHROMIUM as string,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
      ],
    })
    const page = await open('/auth/sign-in?returnTo=/runs')
    await page.getByRole('button', { name: /Kari/ }).click()
    await page.waitForURL('**/runs')
    const script = await readFile(join(ROOT, 'examples/first-study/study.sund'), 'utf8')
    run = await page.evaluate(async (script) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch('/api/runs', { method: 'POST', headers, body: JSON.stringify({ script }) })
      const { id } = (await answer.json()) as { id: string }
      // The stream of events ends when the run is over.
      await (await fetch(`/api/runs/${id}/events`)).text()
      return id
    }, script)
    signedIn = await page.context().storageState()
    await page.context().close()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await serving?.close()
    await sund?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('the main job: sign in, run the first study, read a protected answer', {
    timeout: 120_000,
  }, async () => {
    const page = await open('/')
    await page.getByRole('link', { name: 'Run the first study' }).click()
    await editor(page).waitFor()
    await page.getByRole('link', { name: 'Sign in to run' }).click()
    await page.getByRole('button', { name: /Kari/ }).click()
    // The draft has waited through the sign-in.
    await page.getByText('Nothing wrong found').waitFor()
    await page.getByText(/What this script uses: \d+ variables from 3 registers/).click()
    await page.getByText('Sensitive, about people').first().waitFor()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.getByText(/^5 answers in/).waitFor()

    const table = page.getByRole('table', { name: /by diabetes and/ })
    await table.getByRole('rowheader', { name: 'Diabetes', exact: true }).waitFor()
    const protectedBy = page.getByText('Counts are moved by at most 5', { exact: false })
    await protectedBy.locator('visible=true').first().waitFor()
    const curves = page.getByRole('img', { name: /left at 10/ })
    await curves.locator('svg').waitFor({ state: 'attached' })
    const model = page.getByRole('table', { name: /Cox regression/ })
    expect(await model.getByRole('row').count()).toBe(5)

    // Any number answers how exact it is, and focus comes back to it.
    await model.getByRole('button').first().click()
    const exact = page.getByRole('dialog', { name: 'How exact is this?' })
    await exact.getByText('Protected. The unprotected number lies within', { exact: false }).waitFor()
    await page.keyboard.press('Escape')
    await exact.waitFor({ state: 'hidden' })

    // From the answer to its line of the script.
    await page
      .getByRole('button', { name: /^Go to line/ })
      .first()
      .click()
    expect(await page.evaluate(() => document.activeElement?.classList.contains('editor'))).toBe(true)
    const own = new URL(page.url()).searchParams.get('run') as string

    await page.getByRole('link', { name: 'Runs' }).click()
    await page.locator(`a[href="/runs/${own}"]`).click()
    await page.getByText('Receipt').click()
    await page.getByText(own).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download as JSON' }).click()
    const file = JSON.parse(await readFile(await (await download).path(), 'utf8'))
    expect(file.results).toHaveLength(5)
    await page.context().close()
  })

  test('variables: search as one types, read one, put it into the draft', async () => {
    const page = await open('/variables')
    await page.getByRole('searchbox').fill('hdl')
    await page.getByText(/fits? “hdl”/).waitFor()
    expect(new URL(page.url()).searchParams.get('query')).toBe('hdl')
    await page.getByRole('searchbox').fill('zzzz')
    await page.getByText('No variable fits “zzzz”').waitFor()
    await page.getByRole('searchbox').fill('diagnosis')
    await page.getByRole('link', { name: 'Diagnosis', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Diagnosis' }).waitFor()
    await page.getByRole('rowheader', { name: 'diabetes' }).waitFor()
    await page.getByRole('button', { name: 'Add to my script' }).click()
    await page.getByRole('link', { name: 'Open the draft' }).click()
    await editor(page).getByText('us.olmsted.diagnosis').waitFor()
    await page.context().close()
  })

  test('a collection: chosen with one press, kept, compared, and a population counted by clicking', {
    timeout: 120_000,
  }, async () => {
    const page = await open('/variables?query=diabtes', { storageState: signedIn })
    await page.getByText('Nothing is called “diabtes”. Shown instead: diabetes.').waitFor()
    await page.getByRole('button', { name: 'Choose Diagnosis' }).click()
    await page.goto(`${serving.url}/variables?query=sex`)
    await page.getByRole('button', { name: 'Choose Sex' }).click()
    await page.getByText('2 variables from 2 registers').waitFor()
    await page.getByRole('link', { name: 'Compare' }).click()
    await page.getByRole('columnheader', { name: /Diagnosis/ }).waitFor()
    await page.reload()
    await page.getByText('2 variables from 2 registers').waitFor()
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('button', { name: 'Remove Sex' }).click()
    await page.getByText('One variable').waitFor()

    await page.goto(`${serving.url}/count`)
    await page.getByRole('searchbox').fill('sex')
    await page.getByRole('button', { name: /^Sex/ }).click()
    await page.getByRole('checkbox', { name: /Female/ }).check()
    await page.getByRole('button', { name: 'Count', exact: true }).click()
    await page.getByText(/^9,\d{3} people$/).waitFor()
    await page.context().close()
  })

  test('a mistake is underlined where it is, said below, and mended by one press', async () => {
    const page = await open('/write', { storageState: signedIn })
    await editor(page).fill(
      'require us.olmsted.population:1 as p\ncreate-dataset d\nimport p/AGE\nsumarize AGE',
    )
    await page.getByText('One thing to mend').waitFor()
    await page.getByText('Unknown command').waitFor()
    expect(await page.locator('.cm-lintRange-error').textContent()).toBe('sumarize')
    await page.getByRole('button', { name: 'Change to summarize' }).click()
    await page.getByText('Nothing wrong found').waitFor()
    expect(await editor(page).textContent()).toContain('summarize AGE')
    await page.context().close()
  })

  test('what will happen: line by line, with the recode that lets a hidden table through by one press', {
    timeout: 120_000,
  }, async () => {
    const page = await open('/write', { storageState: signedIn })
    await editor(page).fill(
      'require us.olmsted.population:1 as p\ncreate-dataset d\nimport p/AGE as age\nimport p/SEX as sex\ngenerate old = round(age)\ntabulate old sex',
    )
    const ahead = page.getByRole('region', { name: 'What will happen' })
    await ahead.getByText('tabulate old sex').waitFor()
    await ahead.getByText('Rules: P1', { exact: false }).click()
    await ahead.getByText('Counts are moved by at most 5', { exact: false }).waitFor()
    await ahead.getByRole('button', { name: 'Look ahead' }).click()
    await ahead.getByText('Rests on 10,000 to 100,000 people.').waitFor()
    await ahead.getByRole('button', { name: 'Put it in' }).click()
    await editor(page).getByText('recode old').waitFor()
    await page.getByText('Nothing wrong found').waitFor()
    await ahead.getByRole('button', { name: 'Look ahead' }).click()
    await ahead.getByText('All of it will be shown.').waitFor()
    const { violations } = await new AxeBuilder({ page }).include('.ahead').analyze()
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
    await page.context().close()
  })

  test('a heavy run shows what it has, is cancelled by one press, and what was released stands', {
    timeout: 240_000,
  }, async () => {
    const page = await open('/write', { storageState: signedIn })
    // Products of a thousand factors, many times for every test ever taken: minutes in one statement.
    const heavy = Array.from({ length: 12 }, (_, i) => `ln(comb(3000 + ${i} + value, 1100))`).join(' + ')
    await editor(page).fill(
      `require us.olmsted.laboratory:1 as l\ncreate-dataset d\nimport-event l/VALUE 1900-01-01 to 2100-01-01 as value\nsummarize value\ngenerate c = ${heavy}\nsummarize c`,
    )
    await page.getByText('Nothing wrong found').waitFor()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    // The first answer is there while the second is being computed.
    await page.getByRole('table').first().waitFor()
    const cancel = page.getByRole('button', { name: 'Cancel' })
    await cancel.waitFor()
    const pressed = Date.now()
    await cancel.click()
    await page.getByText('You cancelled this run.', { exact: false }).waitFor()
    expect(Date.now() - pressed).toBeLessThan(15_000)
    expect(await page.getByRole('table').count()).toBe(1)
    await page.context().close()
  })

  test('the keyboard alone: skip link, completion, run, move among numbers', {
    timeout: 120_000,
  }, async () => {
    const page = await open('/write', { storageState: signedIn })
    await editor(page).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement?.classList.contains('editor'))) break
    }
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.insertText(
      'require us.olmsted.population:1 as p\ncreate-dataset d\nimport p/SEX as sex\nimport p/AGE as age\ntabulate age sex\n',
    )
    await page.keyboard.type('tabul')
    await page.keyboard.press('Control+Space')
    await page
      .getByRole('option', { name: /^tabulate/ })
      .first()
      .waitFor()
    // For its first moment a suggestion takes no key, so that nobody accepts what they did not see.
    await page.waitForTimeout(200)
    await page.keyboard.press('Enter')
    await page.keyboard.type(' sex')
    await page.keyboard.press('ControlOrMeta+Enter')
    await page.getByText('2 answers in').waitFor()
    // Tab leaves the editor, and reaches the table in one step of its own; arrows go on from there.
    await page.keyboard.press('Escape')
    const inTable = () => page.evaluate(() => document.activeElement?.matches('table .number') ?? false)
    for (let presses = 0; presses < 25 && !(await inTable()); presses++) await page.keyboard.press('Tab')
    expect(await inTable()).toBe(true)
    const before = await page.evaluate(() => document.activeElement?.textContent)
    await page.keyboard.press('ArrowDown')
    expect(await inTable()).toBe(true)
    expect(await page.evaluate(() => document.activeElement?.textContent)).not.toBe(before)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('Protected.').waitFor()
    await page.keyboard.press('Escape')
    expect(await inTable()).toBe(true)
    // Ages that few of one sex have are withheld, and say what would release them.
    await page.getByRole('heading', { name: 'What was withheld, and what to do' }).waitFor()
    await page.getByRole('table').getByRole('button', { name: 'withheld' }).last().press('Enter')
    await page.getByRole('dialog').getByText('What to do:').waitFor()
    await page.keyboard.press('Escape')
    await page.context().close()
  })

  test('the keyboard alone: codes with labels, what a word means, mending, tidying up, help', {
    timeout: 120_000,
  }, async () => {
    const page = await open('/write', { storageState: signedIn })
    await editor(page).fill(
      'require us.olmsted.population:1 as p\ncreate-dataset d\nimport p/SEX as sex\nimport p/AGE as age\n',
    )
    await page.getByText('Nothing wrong found').waitFor()
    await editor(page).press('ControlOrMeta+End')
    await page.keyboard.type('keep if sex == ')
    await page.getByRole('option', { name: "'2' — Female" }).waitFor()
    await page.waitForTimeout(200)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await eventually(() => editor(page).textContent()).toContain("keep if sex == '2'")
    // A function brings its parentheses, and the cursor stands between them.
    await page.keyboard.type('\ngenerate x = roun')
    await page.getByRole('option', { name: /^round/ }).waitFor()
    await page.waitForTimeout(200)
    await page.keyboard.press('Enter')
    await page.keyboard.type('age')
    await page.keyboard.press('Escape')
    await eventually(() => editor(page).textContent()).toContain('generate x = round(age)')

    await page.keyboard.press('ControlOrMeta+i')
    await page.locator('.hint-at-word').getByText('Population of Olmsted County').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.hint-at-word').waitFor({ state: 'hidden' })

    await page.keyboard.press('End')
    await page.keyboard.type('\ndrop if age==.')
    await page.keyboard.press('Escape')
    // What was half written had a mistake too: the one that can be mended is waited for.
    await page.getByText('sysmiss(age)', { exact: false }).first().waitFor()
    await page.keyboard.press('ControlOrMeta+.')
    await eventually(() => editor(page).textContent()).toContain('drop if sysmiss(age)')
    await page.getByText('Nothing wrong found').waitFor()

    await page.keyboard.press('End')
    await page.keyboard.type('\nreplace   x=x+1')
    await page.keyboard.press('Shift+Alt+F')
    await eventually(() => editor(page).textContent()).toContain('replace x = x + 1')
    await page.getByText('Spaces and indentation are in order now.', { exact: false }).waitFor()

    await page.keyboard.press('F1')
    const help = page.getByRole('region', { name: 'Help', exact: true })
    await help.getByText('replace x = expression', { exact: false }).first().waitFor()
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('kaplan')
    await help.getByText('kaplan-meier event time', { exact: false }).first().waitFor()
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })
    expect(await page.evaluate(() => document.activeElement?.classList.contains('editor'))).toBe(true)
    await page.context().close()
  })

  test('from nothing to a table by choosing: a variable, a line, undone and done again', {
    timeout: 120_000,
  }, async () => {
    const page = await open('/write', { storageState: signedIn })
    const panel = page.locator('.tool')
    await panel.getByRole('heading', { name: 'Start from a variable' }).waitFor()
    await panel.getByRole('searchbox').fill('sex')
    await panel.getByRole('radio', { name: 'Sex', exact: true }).press('Space')
    await panel.locator('output').getByText('import population/SEX').waitFor()
    await panel.getByRole('button', { name: 'Add to the script' }).press('Enter')
    await eventually(() => editor(page).textContent()).toContain('import population/SEX')

    await panel
      .getByRole('combobox', { name: 'What do you want to do?' })
      .selectOption('Count people in a table')
    await panel.getByRole('checkbox', { name: /^SEX/i }).first().press('Space')
    await panel.getByRole('button', { name: 'Add a condition' }).press('Enter')
    await panel.getByRole('combobox', { name: 'Variable' }).selectOption({ index: 1 })
    await panel.getByRole('combobox', { name: 'Value' }).selectOption({ label: '2 – Female' })
    await panel.getByText('Options').press('Enter')
    await panel.getByRole('checkbox', { name: 'missing' }).press('Space')
    const line = ((await panel.locator('output').textContent()) ?? '').trim()
    expect(line).toMatch(/^tabulate (\w+) if \1 == '2', missing$/)
    await panel.getByRole('button', { name: 'Insert at the end' }).press('Enter')
    await eventually(() => editor(page).textContent()).toContain(line)
    await page.getByText('Nothing wrong found').waitFor()
    await editor(page).press('ControlOrMeta+z')
    await eventually(() => editor(page).textContent()).not.toContain(line)
    await editor(page).press('ControlOrMeta+Shift+Z')
    await eventually(() => editor(page).textContent()).toContain(line)
    await page.context().close()
  })

  test('who is not signed in is told what signing in would give, and has help all the same', async () => {
    const page = await open('/write')
    await page.getByText('Sign in, and the editor suggests', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Help', exact: true }).click()
    await page.getByRole('searchbox', { name: 'Search commands and functions' }).fill('logistic')
    await page.locator('.help-entry').getByText('logit', { exact: true }).first().waitFor()
    await page.context().close()
  })

  test.each([
    ['nb-NO', 'wide', WIDE, 'light', 'Bygg en linje', 'Hjelp'],
    ['da-DK', 'on a phone', PHONE, 'light', 'Byg en linje', 'Hjælp'],
    ['en-GB', 'on a phone', PHONE, 'dark', 'Build a line', 'Help'],
  ] as const)(
    'axe finds nothing serious in builder and help, %s, %s',
    { timeout: 120_000 },
    async (locale, _, viewport, colorScheme, build, help) => {
      const page = await open('/write', { storageState: signedIn, locale, viewport, colorScheme })
      await page.locator('.tool').getByRole('radio').first().waitFor()
      const check = async (where: string) => {
        const { violations } = await new AxeBuilder({ page }).include('.tool').analyze()
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect(serious.map(({ id, nodes }) => `${where} ${id}: ${nodes[0]?.html}`)).toEqual([])
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          where,
        ).toBeLessThanOrEqual(0)
      }
      await check('start')
      await page
        .locator('.cm-content')
        .fill(
          'require us.olmsted.population:1 as p\ncreate-dataset d\nimport p/SEX as sex\nimport p/AGE as age\n',
        )
      for (const form of ['recode', 'keep', 'collapse', 'model']) {
        await page.locator('.tool select').first().selectOption(form)
        await page.locator('.build-form').waitFor()
        const more = page.locator('.tool summary').first()
        if (await more.isVisible()) await more.press('Enter')
        await check(form)
      }
      await page.getByRole('button', { name: build, exact: true }).click()
      await page.getByRole('button', { name: help, exact: true }).click()
      await page.locator('.help-entry').first().waitFor()
      await check('help')
      await page.context().close()
    },
  )

  test.each([
    ['nb', 'nb-NO', /^Velkommen tilbake/, 'Variabler', 'Svar'],
    ['da', 'da-DK', /^Velkommen tilbage/, 'Variable', 'Svar'],
    ['en', 'fr-FR', /^Welcome back/, 'Variables', 'Answers'],
  ])(
    'speaks %s to a browser in %s, and remembers another choice',
    async (tag, locale, title, variables, answers) => {
      const page = await open('/', { locale, storageState: { ...signedIn, origins: [] } })
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(tag)
      await page.getByRole('link', { name: variables }).first().click()
      await page.waitForURL('**/variables')
      await eventually(() => page.title()).toBe(`${variables} · Sund`)
      await page.goto(`${serving.url}/runs/${run}`)
      await page.getByRole('heading', { level: 2, name: answers }).waitFor()
      await page.getByRole('combobox').selectOption('da')
      await page.getByRole('link', { name: 'Alle kørsler' }).waitFor()
      await page.reload()
      await page.getByRole('link', { name: 'Alle kørsler' }).waitFor()
      await page.context().close()
    },
  )

  test('addresses that lead nowhere, and what is not one’s own, are told kindly', async () => {
    const page = await open('/varables')
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
    await page.goto(`${serving.url}/runs`)
    await page.getByRole('heading', { name: 'Sign in to see this' }).waitFor()
    await page.goto(`${serving.url}/variables/us.olmsted.population/AGEE`)
    await page.getByText('Did you mean AGE?', { exact: false }).waitFor()
    await page.context().close()
  })

  test('protection: anyone attacks made-up people by the keyboard, with protection and without', {
    timeout: 120_000,
  }, async () => {
    const page = await open('/')
    await page.getByRole('link', { name: 'Protection' }).click()
    await page.getByRole('radio', { name: 'A mean that one person makes up' }).check({ force: true })
    await page.getByRole('button', { name: 'Attack without protection' }).press('Enter')
    const off = page.getByRole('region', { name: 'Without protection' })
    await off.getByRole('img', { name: '100 are filled' }).waitFor()
    await off.getByText('So the one who earns nearly all of it').waitFor()
    await page.getByRole('button', { name: 'Attack with protection' }).press('Enter')
    const on = page.getByRole('region', { name: 'With protection', exact: true })
    await on.getByText('Of nobody did the answers give anything away.').waitFor()
    await on.getByText('Withheld.').first().waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
    // The choice stands in the address.
    expect(new URL(page.url()).searchParams.get('attack')).toBe('dominance')
    await page.context().close()
  })

  test('protection: numbers with a line to copy, and the ledger found, empty and refused', async () => {
    const page = await open('/protection/policy', { storageState: signedIn })
    await page.getByRole('row', { name: /Least people in a cell T2 10/ }).waitFor()
    await page.getByLabel('Number', { exact: true }).selectOption('cellThreshold')
    await page.getByLabel('New value').fill('5')
    await page.getByText('That would be looser than open terms').waitFor()
    await page.getByLabel('New value').fill('25')
    await page.getByText(/--set cellThreshold=25 --reason 'Small municipalities'/).waitFor()

    await page.goto(`${serving.url}/protection/ledger?subject=demo:kari`)
    const rows = page.getByRole('table').locator('tbody tr')
    await rows.first().waitFor()
    expect(await rows.count()).toBeGreaterThanOrEqual(5)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'CSV' }).click()
    expect((await readFile(await (await download).path(), 'utf8')).split('\n').length).toBeGreaterThan(5)
    await page.getByLabel('Name at sign-in').fill('nobody')
    await page.getByLabel('Name at sign-in').press('Enter')
    await page.getByRole('heading', { name: 'No result fits' }).waitFor()
    const errors = [{ code: 'permission.denied', message: 'For auditors.', next: 'Ask.' }]
    await page.route('**/api/ledger?*', (route) => route.fulfill({ status: 403, json: { errors } }))
    await page.goto(`${serving.url}/protection/ledger`)
    await page.getByRole('heading', { name: 'The ledger is for auditors' }).waitFor()
    await page.context().close()
  })

  test('sharing a run says first what it does, and the day’s quota stands with the runs', async () => {
    const page = await open(`/runs/${run}`, { storageState: signedIn })
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Share this run' })
    await dialog.getByText('cannot be undone', { exact: false }).waitFor()
    await dialog.getByLabel('Whom to share with').fill('demo:nobody')
    await dialog.getByRole('button', { name: 'Share for good' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByRole('button', { name: 'Do not share' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.goto(`${serving.url}/runs`)
    const quota = page.getByRole('region', { name: 'What you may still be told' })
    await quota.getByText(/of 100 different/).waitFor()
    await quota.getByText('at most 5 groups for every 100 people', { exact: false }).waitFor()
    await quota.getByText(/Of a population of 10,000: \d+ of 500 groups/).waitFor()
    await page.context().close()
  })

  describe.each([
    ['wide', WIDE],
    ['phone', PHONE],
  ] as const)('%s', (_size, viewport) => {
    test.each(['light', 'dark'] as const)(
      '%s: axe finds nothing serious, and no page is wider than the screen',
      { timeout: 120_000 },
      async (colorScheme) => {
        const page = await open('/', { viewport, colorScheme, storageState: signedIn })
        const pages = [
          '/',
          '/variables',
          '/variables/us.olmsted.diagnosis/DIAGNOSIS',
          '/variables/us.olmsted.population',
          '/variables/compare?of=us.olmsted.population/SEX,us.olmsted.laboratory/TEST',
          '/count',
          `/write?run=${run}`,
          '/runs',
          `/runs/${run}`,
          '/protection',
          '/protection/policy',
          '/protection/ledger',
          '/nowhere',
        ]
        // What is dark differs in its colours only, which the pages share.
        const visited = colorScheme === 'dark' ? pages.filter((path) => path.includes(run)) : pages
        for (const path of visited) {
          await page.goto(serving.url + path)
          await page.getByRole('heading', { level: 1 }).waitFor()
          await page.waitForLoadState('networkidle')
          const axe = new AxeBuilder({ page })
          const { violations } = await (colorScheme === 'dark'
            ? axe.withRules('color-contrast')
            : axe
          ).analyze()
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
          expect(serious.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([])
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
            path,
          ).toBeLessThanOrEqual(0)
        }
        await page.context().close()
      },
    )
  })

  test('a hub of made-up people says so on every page, beside variables and on runs', {
    timeout: 120_000,
  }, async () => {
    const banner = (page: Page) => page.getByRole('complementary', { name: 'Synthetic' })
    const real = await open('/variables')
    await real.getByText(/variables in all/).waitFor()
    expect(await banner(real).count()).toBe(0)
    expect(await real.getByText('Synthetic').count()).toBe(0)
    await real.context().close()

    const other = await openSund({ home: join(folder, 'made-up') })
    const { metadata, files } = await madeUpRegister(folder)
    const holder = await other.addHolder(metadata.holder.name, metadata.holder.title)
    await holder.import({ files, metadata })
    const at = await serve(other, { host: '127.0.0.1', port: 0, portal, environment: {} })
    try {
      const page = await open('/nowhere', { viewport: PHONE })
      await page.goto(`${at.url}/auth/sign-in?returnTo=/write`)
      await page.getByRole('button', { name: /Kari/ }).click()
      await editor(page).fill(MADE_UP_SCRIPT)
      await page.getByText('Nothing wrong found').waitFor()
      await page.getByRole('button', { name: 'Run', exact: true }).click()
      await page.getByText('Synthetic data.').waitFor()
      const id = new URL(page.url()).searchParams.get('run')
      for (const path of [
        '/',
        '/variables',
        '/variables/sundland.people/SEX',
        '/runs',
        `/runs/${id}`,
        '/nowhere',
      ]) {
        await page.goto(at.url + path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await banner(page).getByText('A country of made-up people.').waitFor()
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          path,
        ).toBeLessThanOrEqual(0)
        if (path === '/variables') expect(await page.locator('main .made-up-badge').count()).toBe(2)
        if (path.endsWith('SEX')) await page.getByText('The people in this register are made up.').waitFor()
        if (!path.endsWith('SEX') && !path.startsWith('/runs/')) continue
        const { violations } = await new AxeBuilder({ page }).analyze()
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect(serious.map(({ id: rule, nodes }) => `${path} ${rule}: ${nodes[0]?.html}`)).toEqual([])
      }
      await page.goto(`${at.url}/runs/${id}`)
      await page.getByText('Synthetic data.').waitFor()
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Download as JSON' }).click()
      expect(JSON.parse(await readFile(await (await download).path(), 'utf8')).synthetic).toBe(true)
      await page.goto(at.url)
      await page.getByRole('combobox', { name: 'Language' }).selectOption('da')
      await page.getByText('Et land af opdigtede mennesker.').waitFor()
      await page.context().close()
    } finally {
      await at.close()
      await other.close()
    }
  })

  test('no page complained', () => {
    expect(complaints).toEqual([])
  })
})
