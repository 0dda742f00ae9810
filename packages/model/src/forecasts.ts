/**
 * What a check says of a result before it is run: how many people it would rest on, as a class and never as a number, and what would be
 * withheld. Like a result it leaves only by way of the privacy package.
 */
import { z } from 'zod'
import { Position } from './errors.js'
import { Withheld } from './results.js'

/** From `atLeast` people to fewer than `below`; without an upper end where `below` is null. */
export const PopulationClass = z.object({
  atLeast: z.int().nonnegative(),
  below: z.int().positive().nullable(),
})
export type PopulationClass = z.infer<typeof PopulationClass>

export const Forecast = z.object({
  /** Place of the result among the script's results, from 0. */
  index: z.int().nonnegative(),
  position: Position,
  /** Of a dataset whose registers are all PUBLIC no class is made. */
  population: PopulationClass.nullable(),
  /** Rule P1 would put a notice in the place of the result. */
  refused: z.boolean(),
  /** What would be withheld of it; null where only running can tell. */
  withheld: z.array(Withheld).nullable(),
})
export type Forecast = z.infer<typeof Forecast>
