/**
 * The catalogue: searching variables, and one register or variable in full. Open to anyone: its figures are
 * protected.
 */
import { createRoute, z } from '@hono/zod-openapi'
import {
  type Chosen,
  changesOf,
  type Facet,
  labelOf,
  newest,
  recordGaps,
  verificationOf,
  versionsOf,
} from '@sund/access'
import { fail, HEALTH_CATEGORY_TITLES, nearestName, pickVersion } from '@sund/model'
import { catalogueSearch, foundView, registerHit, scriptFor, variableHit } from '../catalogue-search.js'
import { part, type Services } from '../context.js'
import { failures } from '../errors.js'
import { CatalogueQuery, CatalogueView, RegisterView, VariableView } from '../schemas.js'

const version = z.object({ version: z.string().max(20).optional() })
const search = createRoute({
  method: 'get',
  path: '/api/catalogue',
  tags: ['Catalogue'],
  summary: 'Registers, and the variables in which every word occurs',
  request: { query: CatalogueQuery },
  responses: {
    200: { description: 'What was found', content: { 'application/json': { schema: CatalogueView } } },
    ...failures,
  },
})
const register = createRoute({
  method: 'get',
  path: '/api/catalogue/{register}',
  tags: ['Catalogue'],
  summary: 'One register, its newest version or the one asked for (3, 3.1 or 3.1.0)',
  request: { params: z.object({ register: z.string().max(200) }), query: version },
  responses: {
    200: { description: 'The register', content: { 'application/json': { schema: RegisterView } } },
    ...failures,
  },
})
const variable = createRoute({
  method: 'get',
  path: '/api/catalogue/{register}/{variable}',
  tags: ['Catalogue'],
  summary: 'One variable: definition, codes, figures, and lines of script that use it',
  request: {
    params: z.object({ register: z.string().max(200), variable: z.string().max(100) }),
    query: version,
  },
  responses: {
    200: { description: 'The variable', content: { 'application/json': { schema: VariableView } } },
    ...failures,
  },
})

export function catalogueRoutes({ hub, clock }: Services) {
  const find = catalogueSearch()
  async function pick(name: string, wanted: string | undefined) {
    const catalogue = await hub.catalogue()
    const versions = versionsOf(catalogue, name)
    const picked = pickVersion(versions, wanted)
    const entry = catalogue.find((one) => one.register.name === name && one.version === picked)
    return entry
      ? { entry, versions }
      : notFound(
          versions.length === 0 ? 'register' : 'version',
          versions.length === 0
            ? nearestName(
                name,
                catalogue.map((one) => one.register.name),
              )
            : versions[0],
        )
  }

  return part()
    .openapi(search, async (context) => {
      const { query, language, offset, limit, ...chosen } = context.req.valid('query')
      const catalogue = await hub.catalogue()
      const found = await find(catalogue, { query, language, offset, limit, chosen: given(chosen) })
      const registers = newest(catalogue).map((entry) =>
        registerHit(entry, versionsOf(catalogue, entry.register.name)),
      )
      const elsewhere = await hub.elsewhere(query)
      return context.json({ registers, ...foundView(found, catalogue), elsewhere }, 200)
    })
    .openapi(register, async (context) => {
      const { register: name } = context.req.valid('param')
      const { entry, versions } = await pick(name, context.req.valid('query').version)
      const all = (await hub.catalogue()).filter((one) => one.register.name === name)
      const last = (await hub.verifications()).get(name)
      return context.json(
        {
          entry,
          versions,
          changes: changesOf(all),
          label: labelOf(entry),
          verification: verificationOf(all, last, clock.now()),
          gaps: recordGaps(entry),
          categories: (entry.register.record?.healthCategories ?? []).map(
            (one) => HEALTH_CATEGORY_TITLES[one],
          ),
        },
        200,
      )
    })
    .openapi(variable, async (context) => {
      const { register: name, variable: wanted } = context.req.valid('param')
      const { entry, versions } = await pick(name, context.req.valid('query').version)
      for (const table of entry.register.tables)
        for (const one of table.variables)
          if (one.name === wanted) {
            const figures = entry.figures.find((of) => of.table === table.name)
            const { variables, ...own } = figures ?? { variables: [] }
            return context.json(
              {
                hit: variableHit(entry, table, one),
                variable: one,
                versions,
                figures: 'table' in own ? own : null,
                own: variables.find((of) => of.variable === wanted) ?? null,
                script: scriptFor(entry, one),
              },
              200,
            )
          }
      const names = entry.register.tables.flatMap((table) => table.variables.map((one) => one.name))
      return notFound('variable', nearestName(wanted, names))
    })
}

/** Without facets in which nothing is chosen. */
const given = (chosen: { [F in Facet]?: string[] | undefined }): Chosen =>
  Object.fromEntries(Object.entries(chosen).filter(([, values]) => values !== undefined && values.length > 0))

function notFound(what: string, nearest: string | undefined): never {
  return fail(
    'usage.not-found',
    `There is no such ${what}.`,
    nearest === undefined ? '/api/catalogue lists them all.' : `Did you mean ${nearest}?`,
  )
}
