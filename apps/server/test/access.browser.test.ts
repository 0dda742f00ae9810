/**
 * From a question to an answer under a permit: a researcher finds 40 variables of nine holders and applies for them in Chromium, twelve bodies decide
 * side by side, the permit runs the study, and the public register shows it; on both databases. Says so and skips where there is no Chromium or no
 * PostgreSQL. With SUND_TUTORIAL=yes it writes the pictures of docs/tutorial.md.
 *
 * How long it takes a person is added up from published figures: reading 238 words a minute (Brysbaert, J. Mem. Lang. 2019), typing 52 words of five
 * letters (Dhakal et al., CHI 2018), and for each press 1.1 seconds to point and 1.35 to make up one's mind (Card, Moran and Newell, Commun. ACM 1980).
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fixedClock } from '@sund/model/testing'
import { readRegisterFolder } from '@sund/registers'
import { type Engine, findPostgres, postgresEngine } from '@sund/store/testing'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSund, type Serving, type Sund, serve } from '../src/index.js'
import { ANSWERS, act, decideTrack, people, viewOf } from './applying.js'
import type { Browser as DemoBrowser } from './browser.js'
import { buildPortal, CHROMIUM, launchChromium } from './chromium.js'

const ROOT = new URL('../../../', import.meta.url).pathname
const TUTORIAL = process.env['SUND_TUTORIAL'] === 'yes' ? join(ROOT, 'docs/tutorial') : null
const POSTGRES = await findPostgres()
if (CHROMIUM === undefined) console.warn('No Chromium on PATH: from a question to a permit is skipped.')
else if (POSTGRES === undefined)
  console.warn('No PostgreSQL: from a question to a permit is tried on PGlite only.')

/** How many variables of which registers: 40 of nine holders. */
const CHOSEN: Readonly<Record<string, number>> = {
  population: 8,
  hospital: 8,
  medicines: 5,
  survey: 5,
  births: 5,
  cancer: 3,
  laboratory: 2,
  'primary-care': 2,
  'causes-of-death': 2,
}
const BESIDE = ['ingrid', 'signe', 'aksel'] as const

/** Seconds that a person would have needed. */
class Stopwatch {
  seconds = 0
  private readonly read = new Set<string>()
  async reads(what: Locator): Promise<void> {
    for (const line of (await what.allInnerTexts()).join('\n').split('\n'))
      if (!this.read.has(line)) {
        this.read.add(line)
        this.seconds += (line.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length / 238) * 60
      }
  }
  async types(into: Locator, text: string): Promise<void> {
    await into.fill(text)
    this.seconds += (text.length / 5 / 52) * 60 + 1.1
  }
  async presses(what: Locator): Promise<void> {
    await what.click()
    this.seconds += 1.1 + 1.35
  }
}

describe.skipIf(CHROMIUM === undefined)('from a question to an answer under a permit', () => {
  let folder: string
  let browser: Browser
  let postgres: Engine | undefined

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sund-access-'))
    const sund = join(ROOT, 'apps/cli/bin/sund.mjs')
    await Promise.all([
      promisify(execFile)(process.execPath, [
        sund,
        'generate',
        '--persons',
        '3000',
        '--out',
        join(folder, 'country'),
      ]),
      buildPortal(join(folder, 'portal')),
    ])
    browser = await launchChromium()
    if (POSTGRES !== undefined) postgres = await postgresEngine(POSTGRES)
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    await postgres?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const stores: [string, () => Promise<{ databaseUrl?: string }>][] = [['PGlite', async () => ({})]]
  if (POSTGRES !== undefined)
    stores.push([
      'PostgreSQL',
      async () => {
        const place = await (postgres as Engine).fresh()
        return 'url' in place ? { databaseUrl: place.url } : {}
      },
    ])
  describe.each(stores)('on %s', (name, store) => {
    let sund: Sund
    let serving: Serving
    const complaints: string[] = []
    const downloads: string[] = []

    beforeAll(async () => {
      sund = await openSund({
        home: join(folder, name),
        clock: fixedClock('2026-11-23T09:00:00Z'),
        ...(await store()),
      })
      for (const register of Object.keys(CHOSEN)) {
        const { metadata, files } = await readRegisterFolder(join(folder, 'country', register))
        const holder = await sund.addHolder(metadata.holder.name, metadata.holder.title)
        await holder.import({ files, metadata })
      }
      serving = await serve(sund, {
        host: '127.0.0.1',
        port: 0,
        portal: join(folder, 'portal'),
        environment: {},
        rateLimits: { any: 100_000, check: 100_000, run: 100_000 },
      })
    }, 240_000)
    afterAll(async () => {
      await serving?.close()
      await sund?.close()
    })

    async function open(path: string, who: string): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 860 },
        locale: 'en-GB',
        reducedMotion: 'reduce',
        acceptDownloads: false,
      })
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`))
      page.on('download', (download) => downloads.push(download.url()))
      await page.goto(`${serving.url}/auth/sign-in?returnTo=${encodeURIComponent(path)}`)
      await page.locator(`button[value="${who}"]`).click()
      await page.waitForURL(`**${path}`)
      return page
    }
    async function picture(page: Page, file: string): Promise<void> {
      if (TUTORIAL === null || name !== 'PGlite') return
      await mkdir(TUTORIAL, { recursive: true })
      await page.screenshot({ path: join(TUTORIAL, `${file}.png`) })
    }

    test('forty variables, one application, twelve decisions, a permit, an answer', {
      timeout: 600_000,
    }, async () => {
      const holders = [...sund.holders.keys()]
      const browsers: Record<string, DemoBrowser> = await people(
        serving.url,
        'kari',
        'astrid',
        ...BESIDE,
        ...holders.map((id) => `at-${id}`),
      )
      const by = (who: string): DemoBrowser => {
        const found = browsers[who]
        if (found === undefined) throw new Error(`nobody is called ${who}`)
        return found
      }
      // Somebody of the organisation has applied before, as most have.
      const before = await by('kari').json('POST', '/api/applications', {
        kind: 'new',
        permit: null,
        path: 'permit',
        country: 'NO',
      })
      const { draft } = before.body as {
        draft: { id: string; revision: number; application: { answers: object } }
      }
      await by('kari').json('PUT', `/api/applications/${draft.id}`, {
        revision: draft.revision,
        application: {
          ...draft.application,
          answers: { ...draft.application.answers, ...ANSWERS },
          collection: [{ register: 'sundland.population', variable: 'SEX', questions: ['q1'] }],
        },
      })
      expect((await by('kari').json('POST', `/api/applications/${draft.id}/submit`)).status).toBe(200)

      const time = new Stopwatch()
      const page = await open('/variables', 'kari')
      for (const [register, count] of Object.entries(CHOSEN)) {
        await page.goto(`${serving.url}/variables?register=sundland.${register}`)
        time.seconds += 2 * 2.45
        for (let i = 0; i < count; i++) {
          const free = page.getByRole('button', { name: /^Choose /, pressed: false }).first()
          await time.reads(
            page.locator('.variable-card', { has: free }).first().locator('.variable-card-words'),
          )
          await time.presses(free)
          await page
            .getByRole('button', { name: /^Choose /, pressed: true })
            .nth(i)
            .waitFor()
        }
        if (register === 'hospital') await picture(page, '1-variables')
      }
      await time.presses(page.getByRole('link', { name: 'Apply for these' }))
      await time.reads(page.locator('main'))
      await time.presses(page.getByRole('button', { name: 'Begin' }))
      await page.getByText('40 variables of 9 registers').waitFor()
      const filled = await page.getByText(/\d+ of \d+ fields were filled in for you/).textContent()
      const [, ready, fields] = /(\d+) of (\d+) fields/.exec(filled ?? '') as unknown as [
        string,
        string,
        string,
      ]
      expect(Number(ready) / Number(fields)).toBeGreaterThanOrEqual(0.6)

      await time.reads(page.locator('main h2, main p, main label, main legend'))
      await time.types(page.getByRole('textbox', { name: 'Title' }), 'Heart failure after diabetes')
      await time.types(
        page.getByRole('textbox', { name: 'Summary in plain words' }),
        'We ask whether people with type 2 diabetes come to hospital with heart failure more often than others, and whether medicines matter.',
      )
      const question = 'Do people with diabetes come to hospital with heart failure more often?'
      await time.types(page.getByRole('textbox', { name: 'Question 1' }), question)
      await time.presses(page.getByRole('radio', { name: 'Research' }))
      await time.types(
        page.getByRole('textbox', { name: 'Who benefits, and how' }),
        'People with diabetes are treated earlier when the risk is known.',
      )
      await time.presses(page.getByRole('button', { name: 'Confirm all' }))
      for (const all of await page.getByRole('checkbox', { name: /^All of .* for / }).all())
        await time.presses(all)
      await page.evaluate(() => scrollTo(0, 0))
      await picture(page, '2-application')
      await time.types(
        page.getByRole('textbox', { name: 'Who is studied' }),
        'Everyone in the population register.',
      )
      await time.presses(page.getByRole('radio', { name: 'Pseudonymised' }))
      const reasons = page.getByRole('textbox', { name: /Why|Reason/ })
      await time.types(
        reasons.first(),
        'Linkage of nine registers has to be checked person by person in the room.',
      )
      await time.types(
        page.getByRole('textbox', { name: /^Safeguards/ }),
        'Only the two of us, in the room; nothing leaves it but protected answers.',
      )
      await time.types(
        page.getByRole('textbox', { name: 'Where the law says so' }),
        'The act on universities, section 1',
      )
      await time.presses(page.getByRole('radio', { name: 'To be decided with this application' }))
      await time.types(page.getByLabel('First day'), '2026-11-23')
      const own = `/api${new URL(page.url()).pathname}`
      const left = async () => {
        const { points } = (await by('kari').json('GET', own)).body as { points: { weight: string }[] }
        return points.filter(({ weight }) => weight === 'blocks')
      }
      await expect.poll(left, { timeout: 10_000 }).toEqual([])
      await time.presses(page.getByRole('button', { name: 'Submit', exact: true }))
      await time.reads(page.getByRole('dialog'))
      await time.presses(page.getByRole('dialog').getByRole('button', { name: 'Submit', exact: true }))
      await page.waitForURL('**/cases/*')
      const id = new URL(page.url()).pathname.split('/').at(-1) as string
      console.info(
        `On ${name}: ${(time.seconds / 60).toFixed(1)} minutes of reading, pointing and typing; ${ready} of ${fields} fields filled in.`,
      )
      expect(time.seconds / 60).toBeLessThanOrEqual(15)
      expect(downloads).toEqual([])

      await act(by('astrid'), id, { do: 'take', track: null })
      const { tracks } = await act(by('astrid'), id, { do: 'find-complete' })
      expect(tracks.map(({ body }) => body).sort()).toEqual(
        [...holders, 'access-body', 'ethics-committee', 'confidentiality-authority'].sort(),
      )
      await page.getByText('12 bodies decide side by side').waitFor()
      await picture(page, '3-side-by-side')

      // One decides by clicking, the others at the same time through the same sessions.
      const decider = (body: string): string =>
        browsers[`at-${body}`] !== undefined
          ? `at-${body}`
          : ({ 'access-body': 'ingrid', 'ethics-committee': 'signe' }[body] ?? 'aksel')
      const clicking = 'population-register'
      await Promise.all([
        ...tracks
          .filter(({ body }) => body !== clicking)
          .map(({ id: track, body }) => decideTrack(by(decider(body)), id, track)),
        (async () => {
          const desk = await open('/inbox', decider(clicking))
          await desk.getByRole('link', { name: /Heart failure after diabetes/ }).waitFor()
          await picture(desk, '4-inbox')
          await desk.getByRole('link', { name: /Heart failure after diabetes/ }).click()
          for (const criterion of ['Necessity', 'Minimisation']) {
            await desk.getByRole('button', { name: `Assess: ${criterion}`, exact: true }).click()
            await desk.getByRole('radio', { name: 'Met', exact: true }).check()
            await desk.getByLabel('Reason', { exact: true }).fill('The question needs it.')
            await desk.getByRole('button', { name: 'Keep the verdict', exact: true }).click()
            await desk.getByRole('form', { name: 'Assess' }).waitFor({ state: 'detached' })
          }
          await desk.getByRole('button', { name: 'Decide', exact: true }).click()
          await desk.getByRole('radio', { name: 'Granted', exact: true }).check()
          await desk.getByLabel('Reason', { exact: true }).fill('The law allows it.')
          await picture(desk, '5-decision')
          await desk.getByRole('button', { name: 'Send the decision', exact: true }).click()
          await desk.getByRole('form', { name: 'Decide' }).waitFor({ state: 'detached' })
          await desk.context().close()
        })(),
      ])

      const { permit } = await viewOf(by('kari'), id)
      expect(permit).toMatch(/^P-/)
      await page.getByRole('link', { name: 'Open the permit' }).click()
      await page.getByRole('heading', { name: 'What it allows' }).waitFor()
      await picture(page, '6-permit')
      const script = [
        `permit ${permit}`,
        'require sundland.population:1 as p',
        'create-dataset people',
        'import p/SEX as sex',
        'tabulate sex',
      ].join('\n')
      const run = await by('kari').json('POST', '/api/runs', { script })
      expect(run.status).toBe(202)
      const { id: started } = run.body as { id: string }
      await page.goto(`${serving.url}/runs/${started}`)
      await page.getByRole('table').first().waitFor()
      await picture(page, '7-answer')
      // Whoever is not named in it has no use of it.
      const other = await by('ingrid').json('POST', '/api/runs', { script })
      const { id: theirs } = other.body as { id: string }
      const answer = async () => JSON.stringify((await by('ingrid').json('GET', `/api/runs/${theirs}`)).body)
      await expect.poll(answer, { timeout: 30_000 }).toContain('permission.denied')

      const anyone = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-GB' })
      const register = await anyone.newPage()
      await register.goto(`${serving.url}/register?query=diabetes`)
      await register.getByRole('link', { name: /Heart failure after diabetes/ }).click()
      await register
        .getByText(permit as string)
        .first()
        .waitFor()
      await picture(register, '8-register')
      await anyone.close()
      await page.context().close()
      expect(complaints).toEqual([])
    })
  })
})
