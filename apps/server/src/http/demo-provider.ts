/**
 * An OpenID Connect provider for trying Sund on one's own machine: somebody for every role and no passwords.
 * Everything is in memory and new at each start. It speaks the real protocol, so that production differs by
 * an address only.
 */
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fail, inLanguage, LANGUAGES, type Language, type Organisation, ROLES, type Role } from '@sund/model'
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider'
import {
  DEMO_PARTS,
  DEMO_RESEARCHERS,
  type DemoCitizen,
  type DemoPart,
  type DemoPerson,
  demoPeople,
} from '../access/demo.js'
import type { Researcher } from '../roles/run.js'
import { importQuietly, inMemory, mounted } from './oidc.js'

/** What stands for the issuer in subjects of the demo, so that they are the same at whichever port it answers. */
export const DEMO_ISSUER = 'demo'

/** How one of the demo's people stands in the log and in roles. */
export function demoSubject(id: string): string {
  return `${DEMO_ISSUER}:${id}`
}

/** The first of the demo's researchers, as sign-in knows them. */
export const DEMO_RESEARCHER: Researcher = {
  subject: demoSubject(DEMO_RESEARCHERS[0].id),
  name: DEMO_RESEARCHERS[0].name,
  organisations: [`${DEMO_ISSUER}:${DEMO_RESEARCHERS[0].organisation}`],
}

/** The path below which the provider lives, and that of its page. */
export const DEMO_PATH = '/oidc'
export const DEMO_PAGE = '/demo-sign-in'

export interface DemoProvider {
  clientId: string
  clientSecret: string
  /** Answers a request to a path below `DEMO_PATH`. */
  handle: ReturnType<typeof mounted>
  /** The page that lists the demo's people, in `language` or the one that the browser prefers. */
  page(request: IncomingMessage, response: ServerResponse, language: string | undefined): Promise<string>
  /** Where to go after one of them was chosen. */
  choose(request: IncomingMessage, response: ServerResponse, user: string): Promise<string>
}

export async function createDemoProvider(
  publicUrl: URL,
  organisations: () => Promise<readonly Organisation[]>,
  citizen: DemoCitizen,
): Promise<DemoProvider> {
  const { Provider } = await importQuietly()
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const client = { clientId: 'sund-demo', clientSecret: randomBytes(32).toString('base64url') }
  const find = async (user: string): Promise<DemoPerson | undefined> =>
    demoPeople(await organisations()).find(({ id }) => id === user)
  const provider = new Provider(`${publicUrl.origin}${DEMO_PATH}`, {
    adapter: inMemory(),
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [`${publicUrl.origin}/auth/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    claims: { openid: ['sub'], profile: ['name', 'organization', 'email', 'pid', 'children', 'represents'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, userinfo: { enabled: false } },
    interactions: { url: (_context, interaction) => `${DEMO_PAGE}/${interaction.uid}` },
    ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
    findAccount: async (_context, id) => {
      const user = await find(id)
      return (
        user && {
          accountId: user.id,
          claims: () => ({
            sub: user.id,
            name: user.name,
            ...(user.organisation === null
              ? { email: `${user.id}@home.example` }
              : { organization: user.organisation, email: `${user.id}@${user.organisation}.example` }),
            ...(user.part === 'citizen'
              ? {
                  pid: citizen.self,
                  children: [citizen.child],
                  ...(citizen.parent ? { represents: [citizen.parent] } : {}),
                }
              : {}),
          }),
        }
      )
    },
    // The one client is the demo itself: nothing to consent to.
    loadExistingGrant: async (context: KoaContextWithOIDC) => {
      const grant = new provider.Grant({
        clientId: client.clientId,
        accountId: context.oidc.session?.accountId as string,
      })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
    renderError: (context: KoaContextWithOIDC, out: ErrorOut) => {
      context.type = 'json'
      context.body = {
        errors: [
          {
            code: 'permission.sign-in',
            message: `The sign-in was refused (${out.error}).`,
            next: 'Start again from the sign-in page.',
          },
        ],
      }
    },
  })
  const gone = (): never =>
    fail(
      'permission.sign-in',
      'This sign-in has expired or was begun in another browser.',
      'Start again from the sign-in page.',
    )

  return {
    ...client,
    handle: mounted(provider, publicUrl, DEMO_PATH),
    async page(request, response, wanted) {
      const { params } = await provider.interactionDetails(request, response).catch(gone)
      const asked = [wanted, ...String(params.ui_locales ?? '').split(' '), ...preferred(request)]
      const language = asked.find((tag): tag is Language => LANGUAGES.includes(tag as Language)) ?? 'en'
      return signInPage(language, await organisations())
    },
    async choose(request, response, user) {
      if ((await find(user)) === undefined) return gone()
      return provider
        .interactionResult(
          request,
          response,
          { login: { accountId: user, remember: false } },
          { mergeWithLastSubmission: false },
        )
        .catch(gone)
    },
  }
}

/** What a browser prefers, best first; `no` and `nn` read Bokmål. */
function preferred(request: IncomingMessage): string[] {
  return (request.headers['accept-language'] ?? '')
    .split(',')
    .map((part) => (part.split(';')[0] ?? '').trim().slice(0, 2).toLowerCase())
    .map((tag) => (tag === 'no' || tag === 'nn' ? 'nb' : tag))
}

interface Texts {
  title: string
  label: string
  explanation: string
  as: string
  /** In place of an organisation. */
  atHome: string
  parts: Record<DemoPart, string>
  /** What somebody does, where several do different things in one organisation. */
  does: Record<Role, string>
}
const TEXTS: Record<Language, Texts> = {
  en: {
    title: 'Sign in to the demo',
    label: 'Demo',
    explanation: 'These people are made up, and there is no password. Choose who you want to be.',
    as: 'Continue as',
    atHome: 'In the registers, and so is a child',
    parts: {
      apply: 'Find data and apply',
      'access-body': 'Handle applications at the access body',
      holder: 'Decide for a data holder',
      beside: 'Decide beside them: ethics and confidentiality',
      watch: 'Look over everyone’s shoulder',
      administer: 'Give and take roles',
      treat: 'Treat patients, and open apps from their records',
      citizen: 'Decide over your own data',
    },
    does: {
      clinician: 'treats patients',
      handler: 'handles applications',
      reviewer: 'advises the others',
      decider: 'decides',
      administrator: 'gives roles',
      auditor: 'reads everything',
    },
  },
  nb: {
    title: 'Logg inn i demoen',
    label: 'Demo',
    explanation: 'Disse personene er oppdiktede, og det er ikke noe passord. Velg hvem du vil være.',
    as: 'Fortsett som',
    atHome: 'Står i registrene, og et barn også',
    parts: {
      apply: 'Finne data og søke',
      'access-body': 'Behandle søknader',
      holder: 'Avgjøre for en dataansvarlig',
      beside: 'Avgjøre ved siden av: etikk og taushetsplikt',
      watch: 'Føre tilsyn',
      administer: 'Gi og ta roller',
      treat: 'Behandle pasienter og åpne apper fra journalen',
      citizen: 'Bestemme over egne data',
    },
    does: {
      clinician: 'behandler pasienter',
      handler: 'behandler søknader',
      reviewer: 'gir råd til de andre',
      decider: 'avgjør',
      administrator: 'gir roller',
      auditor: 'leser alt',
    },
  },
  da: {
    title: 'Log ind i demoen',
    label: 'Demo',
    explanation: 'Disse personer er opdigtede, og der er ingen adgangskode. Vælg, hvem du vil være.',
    as: 'Fortsæt som',
    atHome: 'Står i registrene, og et barn også',
    parts: {
      apply: 'Finde data og søge',
      'access-body': 'Behandle ansøgninger',
      holder: 'Afgøre for en dataansvarlig',
      beside: 'Afgøre ved siden af: etik og tavshedspligt',
      watch: 'Føre tilsyn',
      administer: 'Give og tage roller',
      treat: 'Behandle patienter og åbne apps fra journalen',
      citizen: 'Bestemme over egne data',
    },
    does: {
      clinician: 'behandler patienter',
      handler: 'behandler ansøgninger',
      reviewer: 'rådgiver de andre',
      decider: 'afgør',
      administrator: 'giver roller',
      auditor: 'læser alt',
    },
  },
}
const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', nb: 'Norsk bokmål', da: 'Dansk' }

const STYLE = `
:root { color-scheme: light dark; --ink: #10263a; --paper: #fff; --sea: #0b4a6f; --line: #c6d3dc; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8f0f5; --paper: #0c1720; --sea: #8cc8ea; --line: #33475a; } }
body { font: 1.125rem/1.5 Inter, system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
main { max-width: 48rem; margin: 4vh auto; padding: 0 1.25rem; }
.label { display: inline-block; border: 1px solid var(--sea); color: var(--sea); border-radius: 4px; padding: 0 .5rem; font-size: .9rem; }
nav { text-align: right; }
h1 { font-size: 1.75rem; margin: .5rem 0; }
h2 { font-size: 1.125rem; margin: 2rem 0 0; }
ul { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: .5rem; margin: .75rem 0; }
button { width: 100%; font: inherit; text-align: left; color: inherit; background: none; border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; cursor: pointer; }
.at { display: block; font-size: .9rem; }
button:hover { border-color: var(--sea); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--sea); outline-offset: 2px; }
a { color: var(--sea); }
`

/** The one style element that a page of the server has, as the content security policy names it. */
export const DEMO_STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

function signInPage(language: Language, organisations: readonly Organisation[]): string {
  const text = TEXTS[language]
  const others = LANGUAGES.filter((other) => other !== language)
    .map(
      (other) =>
        `<a href="?language=${other}" lang="${other}" hreflang="${other}">${LANGUAGE_NAMES[other]}</a>`,
    )
    .join(' · ')
  const titles = new Map(organisations.map(({ id, title }) => [id, inLanguage(title, language)]))
  const people = demoPeople(organisations)
  const listed = new Intl.ListFormat(language)
  /** Where somebody works, and what they do there where not all of them do it. */
  const at = ({ organisation, part, roles }: DemoPerson) => {
    const does = part === 'holder' ? [] : ROLES.filter((one) => roles.includes(one))
    return [
      organisation === null ? text.atHome : (titles.get(organisation) ?? ''),
      ...(does.length > 0 ? [listed.format(does.map((one) => text.does[one]))] : []),
    ].join(': ')
  }
  const button = (person: DemoPerson) =>
    `<li><button name="user" value="${person.id}"><span class="as">${text.as}</span> ${escaped(person.name)}<span class="at">${escaped(at(person))}</span></button></li>`
  const groups = DEMO_PARTS.map((part) => ({ part, of: people.filter((one) => one.part === part) }))
    .filter(({ of }) => of.length > 0)
    .map(({ part, of }) => `<h2>${text.parts[part]}</h2><ul>${of.map(button).join('')}</ul>`)
    .join('')
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text.title} – Sund</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<nav aria-label="Language · Språk · Sprog">${others}</nav>
<p class="label">${text.label}</p>
<h1>${text.title}</h1>
<p>${text.explanation}</p>
<form method="post">${groups}</form>
</main>
</body>
</html>
`
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
