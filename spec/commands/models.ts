/**
 * Models. The numbers of these rows are those of R (the script stands in `spec/oracles/spec-models.R`); real data of
 * realistic size are compared in `spec/oracles` as well.
 */
import type { CommandSpec } from '../types.js'

export const MODELS: readonly CommandSpec[] = [
  {
    command: 'regress',
    rows: [
      {
        title: 'least squares with a factor; rows with any missing value are left out',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
import people/SEX as sex
regress height age i.sex`,
        expect: '',
      },
      {
        title: 'a term that others determine is left out, by name',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
generate months = 12 * age
regress height age months`,
        expect: '',
      },
    ],
  },
  {
    command: 'logit',
    rows: [
      {
        title: 'log-odds of a 0/1 outcome',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
logit dead days`,
        expect: '',
      },
    ],
  },
  {
    command: 'cox',
    rows: [
      {
        title: 'log hazard ratios, Efron for ties',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/HEIGHT as height
cox dead days height`,
        expect: '',
      },
      {
        title: 'nobody has the event',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/HEIGHT as height
keep if dead == 0
cox dead days height`,
        expect: '',
      },
    ],
  },
  {
    command: 'kaplan-meier',
    rows: [
      {
        title: 'survival by group with the log-rank test',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/SEX as sex
kaplan-meier dead days, by(sex)`,
        expect: '',
      },
    ],
  },
]
