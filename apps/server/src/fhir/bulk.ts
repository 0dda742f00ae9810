/**
 * Work that takes long, by the asynchronous pattern of FHIR (R4, async.html): $export of Bulk Data Access 2.0, and $import of a file that is sent. Each is begun with
 * 202 and an address to ask at, which answers how far it is, then what came of it, and stops it when deleted.
 */
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  checkExport,
  createJobs,
  type ExportAsked,
  exported,
  exportWork,
  type FhirStore,
  importFiles,
  importState,
  type Job,
  type JobSettings,
  membersOf,
  progressOf,
  type Reader,
  type Resource,
  type SourceFile,
  type Validator,
} from '@sund/fhir'
import { Failure, fail } from '@sund/model'
import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { preferenceOf } from './answers.js'
import { keyOf, nothingThere } from './interactions.js'
import { badParameter, only, sent } from './parameters.js'
import type { FhirEnv, FhirSite } from './site.js'

type Asked = Context<FhirEnv>

const NDJSON = 'application/fhir+ndjson'
const FORMATS = new Set([NDJSON, 'application/ndjson', 'ndjson'])
const PARAMETERS = ['_type', '_since', '_typeFilter', '_outputFormat']
/** How a file that is sent is read, by its media type. Whether it is compressed shows in itself. */
const FORMS: Readonly<Record<string, SourceFile['form']>> = {
  [NDJSON]: 'lines',
  'application/ndjson': 'lines',
  'application/x-ndjson': 'lines',
  'application/fhir+json': 'whole',
  'application/json': 'whole',
}
/** Bytes of a file that is sent. */
const MOST_SENT = 16 * 2 ** 30

interface ImportAsked {
  request: string
  form: SourceFile['form']
  /** Whether resources must be valid by the base specification, and not only be resources. */
  validate: boolean
}

/** Exports and imports of a store, kept in a folder. */
export interface Bulk {
  exports: ReturnType<typeof createJobs<ExportAsked, ReturnType<ReturnType<typeof exportWork>['begin']>>>
  imports: ReturnType<typeof createJobs<ImportAsked, null>>
}

export function openBulk(store: FhirStore, validator: Validator, { folder, ...settings }: JobSettings): Bulk {
  const at = (kind: string): JobSettings => ({ ...settings, folder: join(folder, kind) })
  return {
    exports: createJobs(
      'export',
      exportWork(store, () => settings.clock.now()),
      at('exports'),
    ),
    imports: createJobs<ImportAsked, null>(
      'import',
      {
        begin: () => null,
        async run({ id, asked: { form, validate } }, { folder, reader, signal }) {
          const path = join(folder, SENT)
          const { size } = await stat(path)
          await importFiles({
            id,
            files: [{ name: 'the file', path, form, size }],
            store,
            signal,
            admit(resource) {
              mayImport(reader(), resource.resourceType)
              if (validate) validator.check(resource)
            },
          })
        },
      },
      at('imports'),
    ),
  }
}
const SENT = 'sent'

export function bulkRoutes({ store, bulk }: Pick<FhirSite, 'store' | 'bulk'>, base: string) {
  const { exports, imports } = bulk

  async function begin(context: Asked, patients: ExportAsked['patients']): Promise<Response> {
    if (!preferenceOf(context).async)
      fail('usage.request', 'An export takes time.', 'Send the header "Prefer: respond-async".')
    const reader = context.get('reader')
    const asked = { ...(await askedFor(context)), patients }
    checkExport(asked, reader)
    return accepted(context, '_export', await exports.begin(reader, asked))
  }

  const accepted = (context: Asked, kind: string, id: string): Response => {
    context.header('Content-Location', `${base}/${kind}/${id}`)
    return context.body(null, 202)
  }

  /** What has ended well; else 202 with how far it is, or why it failed. */
  function told<A, S>(context: Asked, job: Job<A, S>, progress: string, manifest: () => object): Response {
    if (job.failed !== null) throw new Failure(job.failed)
    if (job.endedAt === null) {
      context.header('X-Progress', progress)
      context.header('Retry-After', '2')
      return context.body(null, 202)
    }
    context.header('Expires', new Date(Date.parse(job.endedAt) + 24 * 3_600_000).toUTCString())
    return context.json(manifest())
  }

  async function exportStatus(context: Asked): Promise<Response> {
    const job = await exports.look(context.get('reader'), context.req.param('job') ?? '')
    return told(context, job, progressOf(job), () => ({
      transactionTime: job.state.transactionTime,
      request: job.asked.request,
      requiresAccessToken: true,
      output: Object.entries(job.state.files).map(([type, { count }]) => ({
        type,
        url: `${base}/_export/${job.id}/${type}.ndjson`,
        count,
      })),
      error: [],
    }))
  }

  async function exportFile(context: Asked): Promise<Response> {
    const reader = context.get('reader')
    const { job: id = '', file = '' } = context.req.param() as Record<string, string>
    const job = await exports.look(reader, id)
    const type = file.replace(/\.ndjson$/, '')
    if (job.endedAt === null || !Object.hasOwn(job.state.files, type)) nothingThere()
    if (reader.conditions(type, 'r').length === 0)
      fail(
        'permission.denied',
        `You may not read resources of the type ${type}.`,
        'Ask for the right to it where you signed in.',
      )
    context.header('Content-Type', NDJSON)
    return stream(context, async (out) => {
      for await (const line of exported(exports.folderOf(id), type, reader)) await out.write(line)
    })
  }

  async function beginImport(context: Asked): Promise<Response> {
    const reader = context.get('reader')
    const form = FORMS[(context.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '']
    const { body } = context.req.raw
    if (form === undefined || body === null)
      return fail(
        'usage.media-type',
        'An import is NDJSON, or one document of JSON.',
        `Send ${NDJSON}, compressed by gzip or bzip2 if you like.`,
      )
    const { validate = 'false' } = only(context, ['validate'])
    if (validate !== 'true' && validate !== 'false') badParameter('validate')
    mayImport(reader, 'Patient')
    const asked = { request: context.req.url, form, validate: validate === 'true' }
    const id = await imports.begin(reader, asked, (folder) => receive(body, join(folder, SENT)))
    return accepted(context, '_import', id)
  }

  async function importStatus(context: Asked): Promise<Response> {
    const job = await imports.look(context.get('reader'), context.req.param('job') ?? '')
    const state = await importState({ store, id: job.id })
    const { created = 0, updated = 0, refused = 0, problems = [] } = state ?? {}
    return told(context, job, `${created + updated} resources`, () => ({
      transactionTime: job.endedAt,
      request: job.asked.request,
      created,
      updated,
      refused,
      problems: problems.map(({ unit, why }) => ({ line: unit, why })),
    }))
  }

  return new Hono<FhirEnv>()
    .on(['GET', 'POST'], '/$export', (context) => begin(context, null))
    .on(['GET', 'POST'], '/Patient/$export', (context) => begin(context, 'all'))
    .on(['GET', 'POST'], '/:type{Group}/:id/$export', async (context) => {
      const group: Resource = await store.read(context.get('reader'), keyOf(context))
      return begin(context, membersOf(group))
    })
    .post('/$import', beginImport)
    .get('/_export/:job', exportStatus)
    .get('/_export/:job/:file', exportFile)
    .delete('/_export/:job', async (context) => {
      await exports.remove(context.get('reader'), context.req.param('job'))
      return context.body(null, 202)
    })
    .get('/_import/:job', importStatus)
    .delete('/_import/:job', async (context) => {
      await imports.remove(context.get('reader'), context.req.param('job'))
      return context.body(null, 202)
    })
}

/** What an export is asked for, without whose. */
async function askedFor(context: Asked): Promise<Omit<ExportAsked, 'patients'>> {
  const { _type, _since, _typeFilter, _outputFormat } = await sent(context, PARAMETERS)
  if (_outputFormat !== undefined && !FORMATS.has(_outputFormat.replaceAll(' ', '+')))
    badParameter('_outputFormat')
  if (_since !== undefined && Number.isNaN(Date.parse(_since))) badParameter('_since')
  const filters = _typeFilter?.split(/,(?=[A-Z][A-Za-z]+\?)/) ?? []
  if (filters.some((filter) => !/^[A-Z][A-Za-z]+\?./.test(filter))) badParameter('_typeFilter')
  return {
    request: context.req.url,
    types: _type === undefined ? null : [...new Set(_type.split(','))],
    since: _since === undefined ? null : new Date(_since).toISOString(),
    filters,
  }
}

/** Who imports makes and changes resources of everyone, whatever they hold. */
function mayImport({ patient, conditions }: Reader, type: string): void {
  if (patient !== null || !conditions(type, 'c').includes('') || !conditions(type, 'u').includes(''))
    fail(
      'permission.denied',
      `You may not import resources of the type ${type}.`,
      'Ask for the right to it where you signed in.',
    )
}

/** Keeps what is sent on disk before it is acknowledged. */
async function receive(body: ReadableStream, path: string): Promise<void> {
  let length = 0
  async function* counted(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      length += chunk.length
      if (length > MOST_SENT)
        fail(
          'usage.too-large',
          'The file is larger than 16 GiB.',
          'Import it where the store is: sund fhir import.',
        )
      yield chunk
    }
  }
  await pipeline(
    Readable.fromWeb(body as never),
    counted,
    createWriteStream(path, { mode: 0o600, flush: true }),
  )
}
