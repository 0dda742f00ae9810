/** People of the demo at their browsers, and an application that nothing blocks. */
import type { Answers, CaseView, Draft } from '@sund/model'
import { Browser } from './browser.js'

/** A word that stands in an application and may stand in no log. */
export const SECRET = 'zanzibar-question'
export const ANSWERS: Answers = {
  title: 'Levels after childhood',
  summary: `Whether people have other levels when they grow up, said in plain words. ${SECRET}`,
  questions: [{ id: 'q1', text: 'Are levels higher later in life?' }],
  purpose: 'research',
  benefit: 'Doctors learn which levels are usual at which age.',
  notMeant: {
    'decisions-against-person': true,
    'insurance-or-credit': true,
    advertising: true,
    'harmful-products': true,
    'ethics-conflict': true,
  },
  identifiability: 'anonymous',
  population: 'Everybody in both registers.',
  years: { from: 2015, until: 2020 },
  legalBasis: 'public-task',
  legalBasisText: 'The act on universities, section 1',
  ethics: 'not-required',
  safeguards: 'The data stay in the room.',
  room: 'Sund',
  contact: 'kari@fjord.example',
  funding: 'The university itself',
  publication: 'A journal that everybody may read',
}

/** One browser for each person of the demo, signed in. */
export async function people<T extends string>(
  origin: string,
  ...names: readonly T[]
): Promise<Record<T, Browser>> {
  const signedIn = await Promise.all(
    names.map(async (name) => {
      const browser = new Browser(origin)
      await browser.signIn(name)
      return [name, browser] as const
    }),
  )
  return Object.fromEntries(signedIn) as Record<T, Browser>
}

/** Fills in an application for all variables of the test's registers; the identifier of its draft. */
export async function fillIn(browser: Browser): Promise<string> {
  const begun = await browser.json('POST', '/api/applications', {
    kind: 'new',
    permit: null,
    path: 'permit',
    country: 'NO',
  })
  const { draft } = begun.body as unknown as { draft: Draft }
  const application = {
    ...draft.application,
    answers: { ...draft.application.answers, ...ANSWERS },
    collection: [
      { register: 'test.population', variable: 'AGE', questions: ['q1'] },
      { register: 'test.population', variable: 'SEX', questions: ['q1'] },
      { register: 'test.laboratory', variable: 'LEVEL', questions: ['q1'] },
    ],
  }
  const saved = await browser.json('PUT', `/api/applications/${draft.id}`, {
    revision: draft.revision,
    application,
  })
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body))
  return draft.id
}

/** Fills in and submits one; the identifier of its case. */
export async function apply(browser: Browser): Promise<string> {
  const { body, status } = await browser.json('POST', `/api/applications/${await fillIn(browser)}/submit`)
  if (status !== 200) throw new Error(JSON.stringify(body))
  return (body as { case: string }).case
}

export const viewOf = async (browser: Browser, id: string): Promise<CaseView> =>
  (await browser.json('GET', `/api/cases/${id}`)).body

/** Asks for something in a case, as it is now; the case as it is then. */
export async function act(browser: Browser, id: string, command: Record<string, unknown>): Promise<CaseView> {
  const { status, body } = await browser.json('POST', `/api/cases/${id}/commands`, { command })
  if (status !== 200) throw new Error(`${command['do']}: ${JSON.stringify(body)}`)
  return body
}

/** Assesses and decides one track: grants all that is asked for, or all but one variable. */
export async function decideTrack(
  browser: Browser,
  id: string,
  track: string,
  but?: string,
): Promise<CaseView> {
  const { actions, tracks } = await viewOf(browser, id)
  if (!actions.some((one) => one.do === 'assess' && one.track === track))
    throw new Error(`cannot assess ${track}: ${JSON.stringify(actions)}`)
  const criteria = [
    'purpose',
    'necessity',
    'minimisation',
    'legal-basis',
    'identifiability',
    'expertise',
    'safeguards',
    'risk',
  ]
  for (const criterion of criteria)
    await act(browser, id, { do: 'assess', track, criterion, met: 'yes', reason: 'As it says.' })
  return act(browser, id, {
    do: 'decide',
    track,
    outcome: but === undefined ? 'granted' : 'partial',
    reason: 'All is met.',
    variables:
      but === undefined
        ? []
        : tracks
            .find((one) => one.id === track)
            ?.variables.map((one) => ({ ...one, granted: one.variable !== but, reason: 'Not needed.' })),
    conditions: [],
  })
}
