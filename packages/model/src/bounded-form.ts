/** What a differentially private result looks like. Part of the plan, and told again with the sums that were made for it. */
import { z } from 'zod'
import { MEASURES, TABLE_SHARES } from './statistics.js'

export const BoundedForm = z.discriminatedUnion('as', [
  z.object({
    as: z.literal('table'),
    frequency: z.boolean(),
    shares: z.array(z.enum(TABLE_SHARES)),
    measures: z.array(z.enum(MEASURES)),
  }),
  z.object({ as: z.literal('summary'), iqr: z.boolean() }),
  z.object({
    as: z.literal('barchart'),
    value: z.union([z.enum(['frequency', 'percent']), z.enum(MEASURES)]),
    stacked: z.boolean(),
    horizontal: z.boolean(),
  }),
  z.object({
    as: z.literal('histogram'),
    value: z.enum(['frequency', 'percent', 'density']),
    edges: z.array(z.number()).min(2),
  }),
])
export type BoundedForm = z.infer<typeof BoundedForm>
