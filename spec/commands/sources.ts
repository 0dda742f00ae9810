/** Binding registers, making datasets and bringing variables into them. */
import type { CommandSpec } from '../types.js'

export const SOURCES: readonly CommandSpec[] = [
  {
    command: 'require',
    rows: [
      {
        title: 'binds the newest release of a major version to an alias',
        script: `
require spec.people:1 as people
create-dataset d
import people/SEX as sex
tabulate sex`,
        expect: `
| sex | n |
| --- | --- |
| Male | 4 |
| Female | 5 |
| All | 9 |`,
      },
      {
        title: 'a register that does not exist is an error that names the nearest',
        script: `
require spec.peopel:1 as people`,
        expect: `
\`script.unknown-name\` at 1:9: There is no register named “spec.peopel”. Did you mean spec.people? Write spec.people, or check the name.`,
      },
      {
        title: 'so is a version that does not exist',
        script: `
require spec.people:7 as people`,
        expect: `
\`script.unknown-name\` at 1:21: spec.people has no version 7. It has 1.0.0.`,
      },
    ],
  },
  {
    command: 'create-dataset',
    rows: [
      {
        title: 'datasets stay apart, the newest is active',
        script: `
create-dataset a
import people/SEX as sex
create-dataset b
import people/DEAD as dead
tabulate dead
use a
tabulate sex`,
        expect: `
| dead | n |
| --- | --- |
| Alive | 5 |
| Dead | 5 |
| All | 10 |

| sex | n |
| --- | --- |
| Male | 4 |
| Female | 5 |
| All | 9 |`,
      },
    ],
  },
  {
    command: 'use',
    rows: [
      {
        title: 'a dataset that does not exist',
        script: `
create-dataset people_of_2000
use people_of_2001`,
        expect: `
\`script.dataset\` at 2:5: There is no dataset named “people_of_2001”. Did you mean people_of_2000? Write people_of_2000, or check the name.`,
      },
    ],
  },
  {
    command: 'clone-dataset',
    rows: [
      {
        title: 'changes to the clone leave the original alone',
        script: `
create-dataset a
import people/AGE as age
clone-dataset a b
use b
keep if age >= 40
use a
summarize age
use b
summarize age`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | 9 | 0 | 34.1111 | 18.0516 | 2.12 | 28 | 38 | 45 | 59.2 |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | 4 | 0 | 48.75 | 8.53913 | 40.15 | 43.75 | 47.5 | 52.5 | 59.7 |`,
      },
    ],
  },
  {
    command: 'clone-units',
    rows: [
      {
        title: 'the same population without its variables',
        script: `
create-dataset a
import people/SEX as sex
keep if sex == '2'
clone-units a b
use b
import people/AGE as age
summarize age`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | 5 | 0 | 29.4 | 18.0776 | 2.08 | 28 | 30 | 38 | 49.52 |`,
      },
    ],
  },
  {
    command: 'delete-dataset',
    rows: [
      {
        title: 'a deleted dataset is gone',
        script: `
create-dataset a
create-dataset b
delete-dataset a
use a`,
        expect: `
\`script.dataset\` at 4:5: There is no dataset named “a”. Did you mean b? Write b, or check the name.`,
      },
    ],
  },
  {
    command: 'rename-dataset',
    rows: [
      {
        title: 'a dataset keeps its contents under the new name',
        script: `
create-dataset a
import people/SEX as sex
rename-dataset a persons
use persons
tabulate sex`,
        expect: `
| sex | n |
| --- | --- |
| Male | 4 |
| Female | 5 |
| All | 9 |`,
      },
    ],
  },
  {
    command: 'import',
    rows: [
      {
        title: 'a status has the value of the day; the first import sets the population',
        script: `
create-dataset d
import residence/MUNICIPALITY 2000-01-01 as place
tabulate place`,
        expect: `
| place | n |
| --- | --- |
| Bergen | 4 |
| Oslo | 2 |
| 9999 | 1 |
| All | 7 |`,
      },
      {
        title: 'a later import keeps the population: who has no value is missing',
        script: `
create-dataset d
import people/SEX as sex
import residence/MUNICIPALITY 2000-01-01 as place
tabulate place, missing`,
        expect: `
| place | n |
| --- | --- |
| Bergen | 4 |
| Oslo | 2 |
| Missing | 3 |
| All | 9 |`,
      },
      {
        title: 'outer_join widens the population',
        script: `
create-dataset d
import residence/MUNICIPALITY 1999-07-01 as place
import people/DEAD as dead, outer_join
tabulate place, missing`,
        expect: `
| place | n |
| --- | --- |
| Bergen | 2 |
| Oslo | 3 |
| 9999 | 1 |
| Missing | 4 |
| All | 10 |`,
      },
      {
        title: 'an amount accumulated over a period that the day lies in',
        script: `
create-dataset d
import income/INCOME 2000-06-30 as income
summarize income`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| income | 5 | 0 | 255600 | 244738 | -11520 | 0 | 360000 | 420000 | 506400 |`,
      },
      {
        title: 'a status without a date is an error',
        script: `
create-dataset d
import residence/MUNICIPALITY as place`,
        expect: `
\`script.date\` at 2:8: MUNICIPALITY changes over time, so the import needs a date. Write import residence/MUNICIPALITY 2000-01-01, with the day that you want.`,
      },
      {
        title: 'a variable that does not exist is an error that names the nearest',
        script: `
create-dataset d
import people/SEKS as sex`,
        expect: `
\`script.unknown-name\` at 2:15: There is no variable in spec.people named “SEKS”. It has SEX, BIRTH, AGE, HEIGHT, ANSWER, DAYS, DEAD and MOTHER.`,
      },
    ],
  },
  {
    command: 'import-event',
    rows: [
      {
        title: 'every value that overlaps the window, one row each',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1999-01-01 to 2000-01-01 as diagnosis
tabulate diagnosis`,
        expect: `
| diagnosis | n |
| --- | --- |
| Hypertension, uncomplicated | 2 |
| Cough | 2 |
| All | 3 |`,
      },
      {
        title: 'a status overlaps the window when it holds on any of its days',
        script: `
create-dataset d
import-event residence/MUNICIPALITY 1999-12-31 to 2000-01-01 as place
tabulate place`,
        expect: `
| place | n |
| --- | --- |
| Bergen | 4 |
| Oslo | 3 |
| 9999 | 1 |
| All | 7 |`,
      },
      {
        title: 'a window without a single event is a dataset without rows',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1990-01-01 to 1990-12-31 as diagnosis
tabulate diagnosis`,
        expect: `
| diagnosis | n |
| --- | --- |
| All | 0 |`,
      },
      {
        title: 'a window relative to a date of each row; who has no value in it stays once, with missing',
        script: `
create-dataset d
import people/BIRTH as birth
generate index = date(1999, 6, 1)
import-event contacts/DIAGNOSIS as diagnosis, within(-600 300 of index)
tabulate diagnosis, missing`,
        expect: `
| diagnosis | n |
| --- | --- |
| Diabetes, non-insulin dependent | 1 |
| Hypertension, uncomplicated | 2 |
| Cough | 2 |
| Missing | 6 |
| All | 9 |`,
      },
      {
        title: 'a status overlaps a relative window too, and both windows may stand',
        script: `
create-dataset d
import people/BIRTH as birth
generate index = date(1999, 6, 1)
import-event residence/MUNICIPALITY 1990-01-01 to 1999-12-31 as place, within(0 30 of index)
tabulate place, missing`,
        expect: `
| place | n |
| --- | --- |
| Bergen | 2 |
| Oslo | 4 |
| 9999 | 1 |
| Missing | 2 |
| All | 9 |`,
      },
      {
        title: 'what is wrong with a window is said',
        script: `
create-dataset d
import people/ANSWER as answer
import-event contacts/DIAGNOSIS as diagnosis
import-event contacts/DIAGNOSIS as other, within(-1 0 of answer)
import-event contacts/DIAGNOSIS as third, within(10 0 of answer)`,
        expect: `
\`script.date\` at 3:14: The events need a window. Write import-event contacts/DIAGNOSIS 2000-01-01 to 2000-12-31, or within(-365 0 of x) after a comma.

\`script.type\` at 4:58: within() needs numbers, and “answer” is text. Make numbers of it first: destring answer.

\`script.date\` at 5:53: The window ends before it starts. Write the earlier day first.`,
      },
    ],
  },
  {
    command: 'merge',
    rows: [
      {
        title: 'brings a variable of the active dataset into another, matched on the unit',
        script: `
create-dataset contacts
import-event contacts/DIAGNOSIS 1990-01-01 to 2000-12-31 as diagnosis
collapse (count) diagnosis -> visits, by(PERSONID_1)
create-dataset d
import people/SEX as sex
use contacts
merge visits into d
use d
tabulate visits, missing`,
        expect: `
| visits | n |
| --- | --- |
| 1 | 2 |
| 2 | 1 |
| 3 | 1 |
| Missing | 5 |
| All | 9 |`,
      },
      {
        title: 'matched on a linking variable of the target',
        script: `
create-dataset mothers
import people/AGE as mother_age
create-dataset children
import people/AGE as age
import people/MOTHER as mother
use mothers
merge mother_age into children on mother
use children
keep if !sysmiss(mother_age)
generate age_at_birth = mother_age - age
summarize age_at_birth`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age_at_birth | 4 | 0 | 23.5 | 3.87298 | 20.06 | 21.5 | 22.5 | 24.5 | 28.82 |`,
      },
    ],
  },
  {
    command: 'sample',
    rows: [
      {
        title: 'a number of units: the same seed draws the same',
        script: `
create-dataset d
import people/AGE as age
sample 4 7
generate drawn = 1
create-dataset e
import people/AGE as age
sample 4 7
generate again = 1
merge again into d
use d
tabulate drawn again, missing`,
        expect: `
| drawn | again | n |
| --- | --- | --- |
| 1 | 1 | 4 |
| 1 | All | 4 |
| All | 1 | 4 |
| All | All | 4 |`,
      },
      {
        title: 'all rows of a unit go together',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1990-01-01 to 2002-01-01 as diagnosis
sample 1.0 999
tabulate diagnosis`,
        expect: `
| diagnosis | n |
| --- | --- |
| Diabetes, non-insulin dependent | 2 |
| Hypertension, uncomplicated | 3 |
| Cough | 2 |
| All | 4 |`,
      },
      {
        title: 'more units than there are, and everyone',
        script: `
create-dataset d
import people/AGE as age
sample 5000 1
sample 1.0 2
summarize age`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | 9 | 0 | 34.1111 | 18.0516 | 2.12 | 28 | 38 | 45 | 59.2 |`,
      },
      {
        title: 'of nobody',
        script: `
create-dataset d
import people/AGE as age
keep if age > 1000
sample 10 1
summarize age`,
        expect: `
| variable | n | missing | mean | sd |
| --- | --- | --- | --- | --- |
| age | 0 | 0 | . | . |`,
      },
      {
        title: 'neither a share nor a number',
        script: `
create-dataset d
import people/AGE as age
sample 1.5 999`,
        expect: `
\`script.type\` at 3:8: “1.5” is neither a share nor a number of units. Write a share such as 0.1, at most 1.0, or a whole number of units such as 5000.`,
      },
    ],
  },
]
