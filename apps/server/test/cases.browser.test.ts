/**
 * The pages of access as people meet them: an application on its way through the real server, with an applicant, bodies that decide and the public
 * each at a browser of their own. Says so and skips where there is no Chromium.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Draft } from '@sund/model'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, serve } from '../src/index.js'
import { act, apply, decideTrack, fillIn, people, viewOf } from './applying.js'
import { buildPortal, CHROMIUM, launchChromium } from './chromium.js'
import { Keyboard } from './keyboard.js'
import { openTestSund } from './registers.js'

if (CHROMIUM === undefined) console.warn('No Chromium on PATH: the tests of cases in a browser are skipped.')

const WIDE = { width: 1280, height: 860 }
const PHONE = { width: 390, height: 844 }
const PATIENCE = 20_000
const NAMES = [
  'kari',
  'astrid',
  'ingrid',
  'jonas',
  'ragna',
  'frida',
  'berit',
  'at-north',
  'at-south',
] as const
type Name = (typeof NAMES)[number]

describe.skipIf(CHROMIUM === undefined)('cases in Chromium', () => {
  let portal: string
  let opened: Awaited<ReturnType<typeof openTestSund>>
  let serving: Serving
  let browser: Browser
  let by: Awaited<ReturnType<typeof people<Name>>>
  let id: string
  const complaints: string[] = []

  async function open(
    path: string,
    as: Name | null,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport: WIDE,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...options,
    })
    const session = as === null ? undefined : by[as].cookie('sund_session')
    if (session !== undefined)
      await context.addCookies([{ name: 'sund_session', value: session, url: serving.url }])
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(`${path}: ${message.text()}`)
    })
    await page.goto(serving.url + path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    return page
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

  beforeAll(async () => {
    portal = await mkdtemp(join(tmpdir(), 'sund-cases-portal-'))
    await buildPortal(portal)
    opened = await openTestSund({}, 40)
    const rateLimits = { any: 100_000, check: 100_000, run: 100_000 }
    serving = await serve(opened.sund, { host: '127.0.0.1', port: 0, portal, environment: {}, rateLimits })
    by = await people(serving.url, ...NAMES)
    id = await apply(by.kari)
    browser = await launchChromium()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await serving?.close()
    await opened?.dispose()
    await rm(portal, { recursive: true, force: true })
  })

  test('row 20: everyone sees whose desk a case is on, live, and what is written outlives a reload and what others do', {
    timeout: 120_000,
  }, async () => {
    const applicant = await open(`/cases/${id}`, 'kari')
    await applicant.getByText(/Health data access body has had it since .*; the answer is due/).waitFor()

    // From the start page, which names what is due, by its one button; or from the inbox.
    const handler = await open('/inbox', 'astrid')
    await handler.getByRole('link', { name: /Levels after childhood/ }).click()
    await press(handler, 'Take it')
    await press(handler, 'Take it')
    await handler.getByText('Done: take it.').waitFor()
    // The applicant is told without asking.
    await applicant
      .getByRole('status')
      .getByText(/Just now:.*has the case/)
      .waitFor()

    await press(handler, 'Ask for what is missing')
    await press(handler, 'Ask for it')
    await handler.getByText('Fill in what is marked first.').waitFor()
    const point = handler.getByRole('textbox', { name: 'What is missing' })
    await point.fill('Say who has access to the room.')
    await handler.reload()
    await press(handler, 'Ask for what is missing')
    await expect.poll(() => point.inputValue()).toBe('Say who has access to the room.')
    // Somebody else was first: nothing is sent before that was read, and nothing is lost.
    await act(by.ingrid, id, { do: 'set-urgency', urgent: true, reason: 'An outbreak.' })
    await handler.getByText('The case moved on while you wrote').waitFor()
    await press(handler, 'I have read it')
    expect(await point.inputValue()).toBe('Say who has access to the room.')
    await press(handler, 'Throw away what I wrote')

    await press(handler, 'It is complete')
    await press(handler, 'Start the decisions')
    await handler.getByText('3 bodies decide side by side; none has decided.').waitFor()
    await Promise.all([applicant.context().close(), handler.context().close()])
  })

  test('partial approval, variable by variable, with a reason for each that is not granted', {
    timeout: 120_000,
  }, async () => {
    const page = await open(`/cases/${id}`, 'at-north')
    for (const criterion of ['Necessity', 'Minimisation']) {
      await press(page, `Assess: ${criterion}`)
      await page.getByRole('radio', { name: 'Met', exact: true }).check()
      await page.getByLabel('Reason', { exact: true }).fill('As it says.')
      await press(page, 'Keep the verdict')
      await page.getByRole('form', { name: 'Assess' }).waitFor({ state: 'detached' })
    }
    await press(page, 'Decide')
    await page.getByRole('radio', { name: 'Granted in part' }).check()
    await page.getByRole('checkbox', { name: 'The sex' }).uncheck()
    await page.getByLabel('Reason', { exact: true }).fill('All but sex.')
    await press(page, 'Send the decision')
    await page.getByText('Fill in what is marked first.').waitFor()
    await page.getByLabel('Why not The sex').fill('No question needs it.')
    await press(page, 'Send the decision')
    await page.getByText('1 of 2 variables granted').first().waitFor()
    await page.context().close()

    const view = await viewOf(by.kari, id)
    for (const { id: track, body, decision } of view.tracks)
      if (decision === null) await decideTrack(by[body === 'access-body' ? 'ingrid' : 'at-south'], id, track)
  })

  test('the permit in words, and a result that is public at once', {
    timeout: 120_000,
  }, async () => {
    const page = await open(`/cases/${id}`, 'kari')
    await page.getByText(/^Decided on .*: granted in part/).waitFor()
    await page.getByRole('link', { name: 'Open the permit' }).click()
    await page.getByRole('heading', { name: 'What it allows' }).waitFor()
    await press(page, 'Register a result')
    await page.getByLabel('Title', { exact: true }).fill('Levels are higher')
    await page.getByLabel('In plain words').fill('They rise with age.')
    await press(page, 'Make it public')
    await page.getByText('Done: register a result.').waitFor()
    await page.context().close()

    const anyone = await open('/register', null)
    await anyone.getByRole('searchbox').fill('childhood')
    await anyone.getByText('One entry').waitFor()
    await anyone.getByRole('link', { name: /Levels after childhood/ }).click()
    await anyone.getByText('They rise with age.').waitFor()
    await anyone.getByText('All but sex.').waitFor()
    await anyone.context().close()
  })

  /** Opens an application that is nearly whole, and sends it off; the identifier of its case. */
  async function submitted(page: Page): Promise<string> {
    await page.getByText('Nothing is missing. It can be submitted.').waitFor()
    await press(page, 'Submit')
    await page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }).click()
    await page.waitForURL('**/cases/*')
    return new URL(page.url()).pathname.split('/').at(-1) as string
  }
  /** Whoever of the access body has the case finds it complete and all decide, each by their own session. */
  async function decided(of: string): Promise<void> {
    const { tracks } = await act(by.astrid, of, { do: 'find-complete' })
    for (const { id: track, body } of tracks)
      await decideTrack(by[body === 'access-body' ? 'ingrid' : (`at-${body}` as Name)], of, track)
  }

  test('an answer in statistics: the lighter path, from its offer to the answer', {
    timeout: 60_000,
  }, async () => {
    const draft = await fillIn(by.kari)
    const page = await open(`/applications/${draft}`, 'kari')
    await press(page, 'Ask for statistics instead')
    await page.getByText('This asks for an answer in statistics.').waitFor()
    await page
      .getByRole('textbox', { name: 'Tables and figures you want' })
      .fill('Level by age in tens of years.')
    const own = await submitted(page)
    await decided(own)
    await page.getByText(/^Decided on .*: granted/).waitFor()
    await page.getByRole('link', { name: 'Open the answer' }).click()
    await page.getByText(/^The access body answers in statistics from .* by /).waitFor()

    const handler = await open(new URL(page.url()).pathname, 'ingrid')
    await press(handler, 'Say that it is answered')
    await press(handler, 'It is answered')
    await handler.getByText('Done: say that it is answered.').waitFor()
    await page.reload()
    await page.getByText(/^The access body answered in statistics/).waitFor()
    for (const one of [page, handler]) await one.context().close()
  })

  test('an amendment is a small case, from the page of a permit to its next version; and more time is another', {
    timeout: 60_000,
  }, async () => {
    const { permit } = await viewOf(by.kari, id)
    const page = await open(`/permits/${permit}`, 'kari')
    await page.getByRole('link', { name: 'Ask for a change' }).click()
    await press(page, 'Begin')
    await page.getByRole('button', { name: 'Leave out The sex' }).click()
    await press(page, 'Add a person')
    await page.getByLabel('Name', { exact: true }).last().fill('Mads Forsker')
    await page.getByLabel('Name in Sund').last().fill('demo:mads')
    const change = await submitted(page)
    await decided(change)
    await page.getByText(/^Decided on .*: granted/).waitFor()
    await page.getByRole('link', { name: 'Open the permit' }).click()
    await page.getByText('Mads Forsker', { exact: true }).waitFor()
    expect(page.url()).toContain(permit)

    await page.getByRole('link', { name: 'Ask for more time' }).click()
    await press(page, 'Begin')
    await decided(await submitted(page))
    await page.getByRole('link', { name: 'Open the permit' }).click()
    await page.getByText('Renewed', { exact: true }).waitFor()
    expect(await page.getByRole('link', { name: 'Ask for more time' }).count()).toBe(0)
    await page.context().close()
  })

  test('an appeal: somebody else looks at it, the body decides anew, and the permit is the same', {
    timeout: 60_000,
  }, async () => {
    const own = await apply(by.kari)
    const { tracks } = await act(by.astrid, own, { do: 'find-complete' })
    for (const { id: track, body } of tracks)
      await decideTrack(
        by[body === 'access-body' ? 'ingrid' : (`at-${body}` as Name)],
        own,
        track,
        body === 'north' ? 'SEX' : undefined,
      )
    const { permit } = await viewOf(by.kari, own)
    const page = await open(`/cases/${own}`, 'kari')
    await press(page, 'Appeal the decision')
    await page.getByLabel('Reason', { exact: true }).fill('Levels of men and women differ.')
    await press(page, 'Send the appeal')
    await page.getByText('The appeal has not been decided yet.').waitFor()

    const other = await open('/inbox', 'jonas')
    await other
      .getByRole('link', { name: /Levels after childhood/ })
      .first()
      .click()
    await press(other, 'Decide the appeal')
    await other.getByRole('radio', { name: /^Upheld/ }).check()
    await other.getByLabel('Reason', { exact: true }).fill('They do.')
    await press(other, 'Send the decision')
    await page.getByText('The appeal was upheld.').waitFor()
    for (const { id: track, state } of (await viewOf(by['at-north'], own)).tracks)
      if (state !== 'decided') await decideTrack(by['at-north'], own, track)
    await page.getByText(/^Decided on .*: granted\./).waitFor()
    expect((await viewOf(by.kari, own)).permit).toBe(permit)
    await page.getByRole('link', { name: 'Open the permit' }).click()
    await page.getByText('2 variables').first().waitFor()
    for (const one of [page, other]) await one.context().close()
  })

  test.each([
    ['wide, light', WIDE, 'light'],
    ['phone, dark', PHONE, 'dark'],
  ] as const)(
    '%s: axe finds nothing, and no page is wider than the screen',
    { timeout: 120_000 },
    async (_form, viewport, colorScheme) => {
      const { permit, reference } = await viewOf(by.kari, id)
      const pages: [Name | null, string[]][] = [
        [null, ['/', '/my-choices', '/register', `/register/${encodeURIComponent(reference)}`]],
        ['berit', ['/my-choices']],
        ['frida', ['/', '/organisation']],
        ['kari', ['/', '/cases', `/cases/${id}`, '/permits', `/permits/${permit}`, '/organisation']],
        ['at-north', ['/', '/inbox', '/organisation', `/permits/${permit}`]],
        ['ragna', ['/', '/cases', `/cases/${id}`]],
      ]
      for (const [as, paths] of pages) {
        const page = await open('/', as, { viewport, colorScheme })
        for (const path of paths) {
          if (path !== '/') await page.goto(serving.url + path)
          await page.getByRole('heading', { level: 1 }).first().waitFor()
          await expect.poll(() => page.locator('.loading').count(), { timeout: PATIENCE }).toBe(0)
          // An auditor is shown that nobody changed what happened.
          if (as === 'ragna' && path.endsWith(id))
            await page.getByText(/All \d+ events are there, in their order/).waitFor()
          // What is dark differs in its colours only.
          const axe = new AxeBuilder({ page })
          const { violations } = await (colorScheme === 'dark'
            ? axe.withRules('color-contrast')
            : axe
          ).analyze()
          expect(violations.map((one) => `${path} ${one.id}: ${one.nodes[0]?.html}`)).toEqual([])
          const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect(wider, path).toBeLessThanOrEqual(0)
        }
        await page.context().close()
      }
    },
  )

  test('an administrator adds a webhook, whose secret is shown once; a holder stands by its description; a citizen says no', {
    timeout: 60_000,
  }, async () => {
    const frida = await open('/organisation', 'frida')
    await frida.getByLabel('Address to call').fill('https://example.org/sund')
    await press(frida, 'Add a webhook')
    const secret = (await frida.getByRole('status').locator('code').textContent()) ?? ''
    expect(secret.length).toBeGreaterThan(30)
    await frida.getByRole('button', { name: /^Call it no more/ }).click()
    await frida.getByText(/^Not called since/).waitFor()
    await frida.reload()
    await frida.getByText(/^Not called since/).waitFor()
    expect(await frida.getByText(secret).count()).toBe(0)
    await frida.getByRole('button', { name: /^Remove *: https/ }).click()
    await frida.getByText('No system is called yet.').waitFor()

    const holder = await open('/organisation', 'at-north')
    await holder.getByText(/^Nobody has looked through the description yet/).waitFor()
    await holder.getByRole('button', { name: /^The description is right/ }).click()
    await holder.getByText(/^Looked through on/).waitFor()

    const berit = await open('/my-choices', 'berit')
    const research = berit.getByRole('switch', { name: 'Research and education' }).first()
    await research.uncheck()
    await berit.reload()
    await expect.poll(() => research.isChecked()).toBe(false)
    for (const one of [frida, holder, berit]) await one.context().close()
  })

  test('from an application to a decision by the keyboard alone, and one sees where one is', {
    timeout: 120_000,
  }, async () => {
    await by.kari.json('PUT', '/api/collection', {
      revision: 0,
      variables: [{ register: 'test.population', variable: 'AGE', questions: [] }],
    })
    const page = await open('/', 'kari')
    const keys = new Keyboard(page)
    const named = (name: string | RegExp) => page.getByRole('textbox', { name })
    const button = (name: string, of: Page = page) => of.getByRole('button', { name, exact: true })
    // Past the menu first.
    await page.keyboard.press('Tab')
    await keys.press(page.getByRole('navigation').getByRole('link', { name: 'Applications' }))
    await page.getByRole('heading', { level: 1, name: 'Applications' }).waitFor()
    await keys.press(page.getByRole('link', { name: 'New application' }))
    await keys.press(button('Begin'))
    await keys.type(named('Title'), 'Ages by keyboard')
    await keys.type(named('Summary in plain words'), 'Whether a page can be used without a mouse.')
    await keys.type(named('Question 1'), 'Which ages are there?')
    await keys.choose(page.getByRole('radio', { name: 'Research' }))
    await keys.type(named('Who benefits, and how'), 'Those who cannot hold a mouse.')
    await keys.press(button('Confirm all'))
    await keys.press(page.getByRole('checkbox', { name: /^All of .* for / }), 'Space')
    await keys.type(named('Who is studied'), 'Everybody in the register.')
    const years = page.getByRole('group', { name: /^Years/ })
    await keys.type(years.getByLabel('From'), '2015')
    await keys.type(years.getByLabel('To'), '2020')
    await keys.choose(page.getByRole('radio', { name: 'Anonymous' }))
    await keys.type(named(/^Safeguards/), 'The data stay in the room.')
    await keys.type(named('Where the law says so'), 'The act on universities, section 1')
    await keys.choose(page.getByRole('radio', { name: 'Not required' }))
    await keys.to(page.getByLabel('First day'))
    // A date is typed as the reader's language writes it.
    await page.keyboard.type('01032027')
    const left = async () => {
      const { points } = (await by.kari.json('GET', `/api${new URL(page.url()).pathname}`)).body as {
        points: { weight: string }[]
      }
      return points.filter(({ weight }) => weight === 'blocks')
    }
    await expect.poll(left, { timeout: 10_000 }).toEqual([])
    await keys.press(button('Submit'))
    await keys.press(page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }))
    await page.waitForURL('**/cases/*')

    const handler = await open('/inbox', 'astrid')
    const theirs = new Keyboard(handler)
    await theirs.press(handler.getByRole('link', { name: /Ages by keyboard/ }))
    await theirs.press(button('It is complete', handler))
    await theirs.press(button('Start the decisions', handler))
    await handler.getByText(/bodies decide side by side; none has decided/).waitFor()

    const decider = await open('/inbox', 'at-north')
    const ours = new Keyboard(decider)
    await ours.press(decider.getByRole('link', { name: /Ages by keyboard/ }))
    for (const criterion of ['Necessity', 'Minimisation']) {
      await ours.press(button(`Assess: ${criterion}`, decider))
      const form = decider.getByRole('form', { name: 'Assess' })
      await ours.choose(form.getByRole('radio', { name: 'Met', exact: true }))
      await ours.type(form.getByLabel('Reason', { exact: true }), 'As it says.')
      await ours.press(button('Keep the verdict', decider))
      await form.waitFor({ state: 'detached' })
    }
    await ours.press(button('Decide', decider))
    const form = decider.getByRole('form', { name: 'Decide' })
    await ours.choose(form.getByRole('radio', { name: 'Granted', exact: true }))
    await ours.type(form.getByLabel('Reason', { exact: true }), 'All is met.')
    await ours.press(button('Send the decision', decider))
    await form.waitFor({ state: 'detached' })
    // Whose form is gone goes on from what came of it, and not from the top of the page.
    await expect.poll(() => decider.evaluate(() => document.activeElement?.textContent)).toMatch(/^Done: /)
    await page.getByText('2 bodies decide side by side; one has decided.').waitFor()
    expect([...keys.unseen, ...theirs.unseen, ...ours.unseen]).toEqual([])
    for (const one of [page, handler, decider]) await one.context().close()
  })

  test('the pages of writing an application: axe finds nothing, and none is wider than the screen', {
    timeout: 60_000,
  }, async () => {
    const begun = await by.kari.json('POST', '/api/applications', {
      kind: 'new',
      permit: null,
      path: 'permit',
      country: 'NO',
    })
    const { draft } = begun.body as unknown as { draft: Draft }
    const page = await open('/applications', 'kari')
    for (const path of ['/applications', '/applications/new', `/applications/${draft.id}`]) {
      await page.setViewportSize(WIDE)
      await page.goto(serving.url + path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await expect.poll(() => page.locator('.loading').count(), { timeout: PATIENCE }).toBe(0)
      for (const viewport of [WIDE, PHONE]) {
        await page.setViewportSize(viewport)
        // What is narrow differs in what scrolls and how near things lie.
        const axe = new AxeBuilder({ page })
        const { violations } = await (viewport === PHONE
          ? axe.withRules(['scrollable-region-focusable', 'target-size', 'link-name', 'button-name'])
          : axe
        ).analyze()
        expect(violations.map((one) => `${path} ${one.id}: ${one.nodes[0]?.html}`)).toEqual([])
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(wider, path).toBeLessThanOrEqual(0)
      }
    }
    await page.context().close()
  })

  test('no page complained', () => {
    expect(complaints).toEqual([])
  })
})
