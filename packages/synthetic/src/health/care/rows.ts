/**
 * What tables of hospital care say: which visits an illness or an age leads to, how often, and what is coded and done. The
 * tables stand beside this file; `visits.ts` draws from them.
 */
import type { Illness, Stage } from '../../person.js'

/** Items with weights; they need not sum to one. */
export type Weighted = readonly (readonly [code: string, weight: number])[]

/** A procedure, the share of visits in which it is done, and what the main diagnosis begins with where it matters. */
export type Done = readonly (readonly [code: string, share: number, main?: string])[]

interface Visit {
  /** Mean nights of a stay; 0 is a visit to a clinic or day surgery. */
  nights: number
  /** Share that is not planned; all stays and no visits where left out. */
  acute?: number
  season?: 'winter' | 'summer'
  procedures?: Done
}

/** Visits that follow an illness. */
export interface CareRow extends Visit {
  illness: Illness
  /** Main diagnoses; `site` is the tumour's own. */
  codes: Weighted | 'site'
  /** The same main diagnosis in all of one person's rows of this illness that say so. */
  steady?: true
  /** Another diagnosis that is always coded beside the main one. */
  beside?: string
  /** Share of people to whom it happens once, at ages 0, 10, … where it depends on age. */
  once?: number | readonly number[]
  /** Days from when the illness was found until it happens; on the same day where left out. */
  after?: readonly [least: number, most: number]
  /** Times a year in the first year with the illness, and later. */
  perYear?: readonly [first: number, later: number]
  /** Years after which it happens no more. */
  years?: number
  /** Share of those with the illness to whom it happens at all; all where left out. */
  share?: number
  /** Stages of a cancer for which it is done; all where left out. */
  stages?: readonly Stage[]
}

/** Visits that come with age, whether or not someone is ill: injuries, infections, small surgery. */
export interface AcuteRow extends Visit {
  codes: Weighted
  /** Times per 1,000 person-years at ages 0, 10, … 90, among men and women. */
  men: readonly number[]
  women: readonly number[]
}
