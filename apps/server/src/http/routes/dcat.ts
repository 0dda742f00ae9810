/**
 * The catalogue for machines (Art 79): Turtle or JSON-LD at the addresses that people use for pages, by what a request accepts or by the ending of its
 * address. Open to anyone; figures in it are protected.
 */
import {
  addressesAt,
  describeCatalogue,
  describeDataset,
  describeTerms,
  FORMATS,
  type Format,
  newest,
  recordGaps,
  versionsOf,
  write,
} from '@sund/access'
import { type Catalogue, type CatalogueEntry, fail, pickVersion } from '@sund/model'
import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { type Env, part, type Services } from '../context.js'

const ENDING = /\.(ttl|jsonld)$/
const TITLE = {
  en: 'Registers that can be asked about',
  nb: 'Registre man kan spørre om',
  da: 'Registre, man kan spørge om',
}

export function dcatRoutes({ hub, publicUrl }: Pick<Services, 'hub' | 'publicUrl'>) {
  const at = addressesAt(publicUrl.origin)
  // Documents of the catalogue as it stands; the next catalogue has its own.
  let made: { of: Catalogue; documents: Map<string, Promise<string>> } | null = null

  function quadsOf(catalogue: Catalogue, [name, version]: readonly string[]) {
    if (name === undefined) return wholeOf(catalogue)
    if (name === 'terms') return describeTerms(at)
    const picked = pickVersion(versionsOf(catalogue, name), version)
    const entry = catalogue.find(({ register, version }) => register.name === name && version === picked)
    return entry === undefined ? notFound() : describeDataset(complete(entry), at)
  }
  function wholeOf(catalogue: Catalogue) {
    const entries = newest(catalogue)
    // The access body that the first record names publishes the catalogue.
    const body = entries.find((entry) => recordGaps(entry).length === 0)?.register.record?.accessBody
    return body === undefined
      ? notFound()
      : describeCatalogue(entries, { ...body, title: TITLE, description: TITLE }, at)
  }

  return part().get('/catalogue/:rest{.+}', answer).get('/:whole{catalogue(\\.ttl|\\.jsonld)?}', answer)

  async function answer(context: Context<Env>, next: () => Promise<void>) {
    const { path } = context.req
    const wanted = formatOf(context)
    context.header('Vary', 'Accept')
    // A page: the portal has it.
    if (wanted === null) return next()
    const catalogue = await hub.catalogue()
    if (made?.of !== catalogue) made = { of: catalogue, documents: new Map() }
    const { documents } = made
    const key = `${path} ${wanted}`
    const segments = decodeURIComponent(path).replace(ENDING, '').split('/').slice(2)
    const document = documents.get(key) ?? write[wanted](quadsOf(catalogue, segments))
    documents.set(key, document)
    return context.body(await document, 200, {
      'Content-Type': `${FORMATS[wanted]}; charset=utf-8`,
      'Cache-Control': 'no-cache',
    })
  }
}

/** By the address's ending, else by what is accepted; null for a page. */
function formatOf(context: Context<Env>): Format | null {
  const ending = ENDING.exec(context.req.path)?.[1]
  if (ending !== undefined) return ending as Format
  const type = accepts(context, {
    header: 'Accept',
    supports: ['text/html', ...Object.values(FORMATS)],
    default: 'text/html',
  })
  return (Object.keys(FORMATS) as Format[]).find((format) => FORMATS[format] === type) ?? null
}

function complete(entry: CatalogueEntry): CatalogueEntry {
  const gaps = recordGaps(entry)
  if (gaps.length > 0)
    fail(
      'data.metadata',
      `${entry.register.name} is not in the machine-readable catalogue yet: its metadata lack ${gaps.join(' and ')}.`,
      'The holder adds the field record, with a health category, and where the register’s people are; docs/registers.md describes them.',
    )
  return entry
}

function notFound(): never {
  return fail(
    'usage.not-found',
    'The catalogue has nothing at this address.',
    '/catalogue.ttl lists what there is.',
  )
}
