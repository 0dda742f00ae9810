/** The variables that a person has chosen, kept until an application takes them up. */
import { createRoute, z } from '@hono/zod-openapi'
import { newest } from '@sund/access'
import {
  type Catalogue,
  type CatalogueEntry,
  ChosenVariable,
  fail,
  nearestName,
  type Table,
  type Variable,
} from '@sund/model'
import { variableHit } from '../catalogue-search.js'
import { part, type Services, signedIn } from '../context.js'
import { failures } from '../errors.js'
import { CollectionView } from '../schemas.js'

const open = createRoute({
  method: 'get',
  path: '/api/collection',
  tags: ['Catalogue'],
  summary: 'The variables that one has chosen',
  responses: {
    200: { description: 'The collection', content: { 'application/json': { schema: CollectionView } } },
    ...failures,
  },
})
const save = createRoute({
  method: 'put',
  path: '/api/collection',
  tags: ['Catalogue'],
  summary: 'Keeps a collection in place of the revision that was changed',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z
            .object({ revision: z.int().nonnegative(), variables: z.array(ChosenVariable).max(2000) })
            .openapi('CollectionChange'),
        },
      },
    },
  },
  responses: {
    200: { description: 'As it is kept', content: { 'application/json': { schema: CollectionView } } },
    ...failures,
  },
})

export function collectionRoutes({ hub }: Services) {
  return part()
    .openapi(open, async (context) => {
      const { subject } = signedIn(context)
      const kept = await hub.collections.open(subject)
      return context.json(view(kept, await hub.catalogue()), 200)
    })
    .openapi(save, async (context) => {
      const { subject } = signedIn(context)
      const { revision, variables } = context.req.valid('json')
      const catalogue = await hub.catalogue()
      const before = new Set((await hub.collections.open(subject)).variables.map(nameOf))
      // A register that is gone does not keep the others from being saved.
      for (const one of variables) if (!before.has(nameOf(one))) known(catalogue, one)
      return context.json(view(await hub.collections.save(subject, revision, variables), catalogue), 200)
    })
}

const nameOf = ({ register, variable }: ChosenVariable): string => `${register}/${variable}`

function known(catalogue: Catalogue, chosen: ChosenVariable): void {
  const entries = catalogue.filter(({ register }) => register.name === chosen.register)
  const names = entries.flatMap(({ register }) =>
    register.tables.flatMap((table) => table.variables.map(({ name }) => name)),
  )
  if (names.includes(chosen.variable)) return
  const nearest = nearestName(chosen.variable, names)
  fail(
    'usage.not-found',
    `There is no variable ${nameOf(chosen)}.`,
    nearest === undefined ? '/api/catalogue lists them all.' : `Did you mean ${nearest}?`,
  )
}

/** The collection with what the catalogue knows of each variable; null for one that is no longer there. */
function view(
  { revision, variables }: { revision: number; variables: ChosenVariable[] },
  catalogue: Catalogue,
) {
  const placed = new Map<string, { entry: CatalogueEntry; table: Table; one: Variable }>(
    newest(catalogue).flatMap((entry) =>
      entry.register.tables.flatMap((table) =>
        table.variables.map((one) => [`${entry.register.name}/${one.name}`, { entry, table, one }] as const),
      ),
    ),
  )
  return {
    revision,
    variables,
    hits: variables.map((chosen) => {
      const at = placed.get(nameOf(chosen))
      return at === undefined ? null : variableHit(at.entry, at.table, at.one)
    }),
  }
}
