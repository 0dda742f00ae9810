/** Changing the level of a dataset, and adding statistics of a level to its rows. */
import type { CommandSpec } from '../types.js'

export const LEVELS: readonly CommandSpec[] = [
  {
    command: 'collapse',
    rows: [
      {
        title: 'first and last are ordered by the start of the event',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1990-01-01 to 2001-12-31 as diagnosis
collapse (first) diagnosis -> first (last) diagnosis -> last, by(PERSONID_1)
tabulate first last`,
        expect: '',
      },
      {
        title: 'at the level of a linked unit, missing values left out',
        script: `
create-dataset d
import-event tests/VALUE 1990-01-01 to 2000-01-01 as value
import tests/KIND as kind
import tests/PATIENT as patient
keep if kind == 'hdl'
collapse (count) value -> n (mean) value -> mean (last) value -> newest, by(patient)
summarize n mean newest`,
        expect: '',
      },
      {
        title: 'by several keys',
        script: `
create-dataset d
import-event tests/VALUE 1990-01-01 to 2001-12-31 as value
import tests/KIND as kind
import tests/PATIENT as patient
collapse (max) value -> most, by(patient kind)
summarize most, by(kind)`,
        expect: '',
      },
      {
        title: 'any is 1 where a row has it',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1990-01-01 to 2001-12-31 as diagnosis
generate diabetes = diagnosis == 'T90'
collapse (any) diabetes, by(PERSONID_1)
tabulate diabetes`,
        expect: '',
      },
    ],
  },
  {
    command: 'aggregate',
    rows: [
      {
        title: 'the same statistics as new columns, rows kept',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
aggregate (mean) age -> mean_age, by(sex)
summarize mean_age, by(sex)`,
        expect: '',
      },
    ],
  },
]
