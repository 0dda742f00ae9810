/** Making and changing variables. */
import type { CommandSpec } from '../types.js'

export const VARIABLES: readonly CommandSpec[] = [
  {
    command: 'generate',
    rows: [
      {
        title: 'a comparison is 1 or 0, and missing where either side is missing',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
generate adult = age >= 18
tabulate adult, missing`,
        expect: '',
      },
      {
        title: 'rows not met by the condition are missing',
        script: `
create-dataset d
import people/AGE as age
generate old = 1 if age > 40
tabulate old, missing`,
        expect: '',
      },
      {
        title: 'text compared with a number is an error that says how to write it',
        script: `
create-dataset d
import people/SEX as sex
generate man = sex == 1`,
        expect: '',
      },
      {
        title: 'comparing with missing is an error that points to sysmiss',
        script: `
create-dataset d
import people/AGE as age
generate unknown = age == .`,
        expect: '',
      },
    ],
  },
  {
    command: 'replace',
    rows: [
      {
        title: 'rows not met by the condition stay',
        script: `
create-dataset d
import people/HEIGHT as height
replace height = 100 if height < 100
summarize height`,
        expect: '',
      },
    ],
  },
  {
    command: 'recode',
    rows: [
      {
        title: 'ranges, missing, and labels; the first rule that fits decides',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
recode age (min/17 = 1 "Child") (18/49 = 2 "Adult") (50/max = 3 "Older") (missing = 9 "Unknown")
tabulate age`,
        expect: '',
      },
      {
        title: 'values not named stay',
        script: `
create-dataset d
import people/DEAD as dead
recode dead (1 = 2)
tabulate dead`,
        expect: '',
      },
    ],
  },
  {
    command: 'destring',
    rows: [
      {
        title: 'text that is not a number is an error that says what to do',
        script: `
create-dataset d
import people/ANSWER as answer
destring answer
summarize answer`,
        expect: '',
      },
      {
        title: 'ignored characters, a decimal comma, and what is still not a number made missing',
        script: `
create-dataset d
import people/ANSWER as answer
destring answer, ignore(' kr') dpcomma force
summarize answer`,
        expect: '',
      },
    ],
  },
  {
    command: 'keep',
    rows: [
      {
        title: 'keeps rows for which the condition is true; missing is not true',
        script: `
create-dataset d
import people/AGE as age
keep if age < 40
summarize age`,
        expect: '',
      },
      {
        title: 'keeps variables',
        script: `
create-dataset d
import people/AGE as age
import people/SEX as sex
keep sex
summarize age`,
        expect: '',
      },
      {
        title: 'nobody left is a dataset without rows, not an error',
        script: `
create-dataset d
import people/AGE as age
keep if age > 200
summarize age`,
        expect: '',
      },
    ],
  },
  {
    command: 'drop',
    rows: [
      {
        title: 'drops rows for which the condition is true; missing stays',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
drop if age < 40
tabulate age, missing`,
        expect: '',
      },
    ],
  },
  {
    command: 'rename',
    rows: [
      {
        title: 'the old name is gone',
        script: `
create-dataset d
import people/SEX as sex
rename sex gender
tabulate gender
tabulate sex`,
        expect: '',
      },
    ],
  },
  {
    command: 'clone-variables',
    rows: [
      {
        title: 'a copy that changes on its own',
        script: `
create-dataset d
import people/DEAD as dead
clone-variables dead -> alive
replace alive = 1 - dead
tabulate dead alive`,
        expect: '',
      },
    ],
  },
  {
    command: 'define-labels',
    rows: [
      {
        title: 'codes with their labels, used by assign-labels',
        script: `
create-dataset d
import people/DEAD as dead
define-labels outcome 0 "Lived" 1 "Died"
assign-labels dead outcome
tabulate dead`,
        expect: '',
      },
    ],
  },
  {
    command: 'list-labels',
    rows: [
      {
        title: 'shows the codes of a list',
        script: `
define-labels outcome 0 "Lived" 1 "Died"
list-labels outcome`,
        expect: '',
      },
    ],
  },
  {
    command: 'drop-labels',
    rows: [
      {
        title: 'a dropped list is gone',
        script: `
create-dataset d
import people/DEAD as dead
define-labels outcome 0 "Lived" 1 "Died"
drop-labels outcome
assign-labels dead outcome`,
        expect: '',
      },
    ],
  },
  {
    command: 'assign-labels',
    rows: [
      {
        title: 'labels that nobody defined are an error',
        script: `
create-dataset d
import people/DEAD as dead
assign-labels dead outcome`,
        expect: '',
      },
    ],
  },
]
