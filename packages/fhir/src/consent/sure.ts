/**
 * What cannot be known of a consent must not become a leak. So whether a condition holds has three answers, and who decides takes the third as the more careful
 * of what it could be: a deny reaches what it may be about, a permit only what it is surely about.
 */
export type Sure = 'yes' | 'no' | 'unsure'

/** All of several hold. */
export const every = (answers: Iterable<Sure>): Sure => {
  let all: Sure = 'yes'
  for (const answer of answers) {
    if (answer === 'no') return 'no'
    if (answer === 'unsure') all = 'unsure'
  }
  return all
}

/** Some of several hold. */
export const some = (answers: Iterable<Sure>): Sure => {
  let any: Sure = 'no'
  for (const answer of answers) {
    if (answer === 'yes') return 'yes'
    if (answer === 'unsure') any = 'unsure'
  }
  return any
}

export const surely = (holds: boolean): Sure => (holds ? 'yes' : 'no')
