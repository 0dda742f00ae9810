/** How a search weighs its ways. Tests make them small, so that few resources go all of them; apart, since all parts of a search weigh. */
export const EFFORT = {
  /** Up to so many keys are few: to look at each costs less than to plan around them. */
  few: 4000,
  /** So many keys are walked along, and then, where an order makes all that is left dear, so many. */
  walks: [500, 5000],
  /** So many resources that a chain goes through are found once, before all else. */
  known: 2000,
}
