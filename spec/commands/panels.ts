/** Panels. */
import type { CommandSpec } from '../types.js'

export const PANELS: readonly CommandSpec[] = [
  {
    command: 'import-panel',
    rows: [
      {
        title: 'a row for each unit and date at which a variable has a value; what is fixed is repeated',
        script: `
create-dataset d
import-panel residence/MUNICIPALITY as place income/INCOME as income people/SEX as sex 1999-06-01 2000-06-01
tabulate-panel place, missing
summarize-panel income
tabulate sex date@panel`,
        expect: `
| place | date@panel | n |
| --- | --- | --- |
| Bergen | 1999-06-01 | 2 |
| Bergen | 2000-06-01 | 3 |
| Bergen | All | 3 |
| Oslo | 1999-06-01 | 4 |
| Oslo | 2000-06-01 | 2 |
| Oslo | All | 4 |
| 9999 | 1999-06-01 | 1 |
| 9999 | 2000-06-01 | 1 |
| 9999 | All | 1 |
| All | 1999-06-01 | 7 |
| All | 2000-06-01 | 6 |
| All | All | 7 |

| variable | date@panel | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| income | 1999-06-01 | 2 | 5 | 375000 | 35355.3 | 350500 | 362500 | 375000 | 387500 | 399500 |
| income | 2000-06-01 | 5 | 1 | 255600 | 244738 | -11520 | 0 | 360000 | 420000 | 506400 |

| sex | date@panel | n |
| --- | --- | --- |
| Male | 1999-06-01 | 3 |
| Male | 2000-06-01 | 2 |
| Male | All | 3 |
| Female | 1999-06-01 | 3 |
| Female | 2000-06-01 | 3 |
| Female | All | 3 |
| All | 1999-06-01 | 6 |
| All | 2000-06-01 | 5 |
| All | All | 6 |`,
      },
      {
        title: 'in a dataset with rows, its own units at every date',
        script: `
create-dataset d
import people/SEX as sex
keep if sex == '2'
import-panel income/INCOME as income 1999-06-01 2000-06-01
summarize-panel income, by(sex)`,
        expect: `
| variable | date@panel | sex | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| income | 1999-06-01 | Female | 1 | 4 | 350000 | . | 350000 | 350000 | 350000 | 350000 | 350000 |
| income | 2000-06-01 | Female | 3 | 2 | 286000 | 268753 | -4560 | 174000 | 360000 | 435000 | 507000 |`,
      },
      {
        title: 'nobody has a value at the dates',
        script: `
create-dataset d
import-panel income/INCOME 1980-06-01 1981-06-01
summarize INCOME`,
        expect: `
| variable | n | missing | mean | sd |
| --- | --- | --- | --- | --- |
| INCOME | 0 | 0 | . | . |`,
      },
      {
        title: 'a fixed variable alone makes no panel',
        script: `
create-dataset d
import-panel people/SEX 2000-01-01`,
        expect: `
\`script.date\` at 2:1: None of these variables changes over time. Name one that does, or write import without dates.`,
      },
      {
        title: 'a date that stands twice',
        script: `
create-dataset d
import-panel income/INCOME 2000-01-01 2000-01-01`,
        expect: `
\`script.duplicate-name\` at 2:39: This date stands twice. Name each date once.`,
      },
      {
        title: 'events have no single value on a day',
        script: `
create-dataset d
import-panel contacts/DIAGNOSIS 2000-01-01`,
        expect: `
\`script.date\` at 2:14: DIAGNOSIS is an event: a unit may have several on one day. Write import-event contacts/DIAGNOSIS instead, and collapse it.`,
      },
      {
        title: 'a panel cannot be made of rows that are several a unit',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1990-01-01 to 2000-01-01 as diagnosis
import-panel income/INCOME 1999-06-01 2000-06-01`,
        expect: `
\`script.dataset\` at 3:1: The dataset d has several rows for each PERSON already. Collapse it to one row each first, or begin with a new dataset.`,
      },
    ],
  },
  {
    command: 'reshape-to-panel',
    rows: [
      {
        title:
          'variables named by a prefix and a number; others are repeated, and a time that lacks a variable has it missing',
        script: `
create-dataset d
import people/SEX as sex
import income/INCOME 1999-06-01 as income1999
import income/INCOME 2000-06-01 as income2000
import residence/MUNICIPALITY 2000-06-01 as place2000
reshape-to-panel income place
summarize income if date@panel == 2000
tabulate-panel place, missing`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| income | 4 | 5 | 319500 | 229436 | -840 | 267000 | 390000 | 442500 | 507300 |

| place | date@panel | n |
| --- | --- | --- |
| Bergen | 2000 | 3 |
| Bergen | All | 3 |
| Oslo | 2000 | 2 |
| Oslo | All | 2 |
| Missing | 1999 | 9 |
| Missing | 2000 | 4 |
| Missing | All | 9 |
| All | 1999 | 9 |
| All | 2000 | 9 |
| All | All | 9 |`,
      },
      {
        title: 'times are whole numbers of any kind',
        script: `
create-dataset d
import people/AGE as age
generate wave1 = age
generate wave02 = age + 2
reshape-to-panel wave
summarize-panel wave`,
        expect: `
| variable | date@panel | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| wave | 1 | 9 | 0 | 34.1111 | 18.0516 | 2.12 | 28 | 38 | 45 | 59.2 |
| wave | 2 | 9 | 0 | 36.1111 | 18.0516 | 4.12 | 30 | 40 | 47 | 61.2 |`,
      },
      {
        title: 'no such variable',
        script: `
create-dataset d
import people/SEX as sex
reshape-to-panel income`,
        expect: `
\`script.unknown-name\` at 3:18: No variable of the dataset d is named “income” and a whole number. Name them income2018, income2019 and so on; the dataset has PERSONID_1 and sex.`,
      },
      {
        title: 'two variables of the same time',
        script: `
create-dataset d
import people/AGE as age
generate wave1 = age
generate wave01 = age
reshape-to-panel wave`,
        expect: `
\`script.duplicate-name\` at 5:18: “wave1” and “wave01” are of the same time. Rename or drop one of them.`,
      },
      {
        title: 'variables of different kinds',
        script: `
create-dataset d
import people/AGE as x1
import people/SEX as x2
reshape-to-panel x`,
        expect: `
\`script.type\` at 4:18: “x1” and “x2” are of different kinds. Make all of them text or all of them numbers.`,
      },
    ],
  },
  {
    command: 'reshape-from-panel',
    rows: [
      {
        title: 'back to one row a unit; dates with years of their own give the year',
        script: `
create-dataset d
import-panel income/INCOME as income people/SEX as sex 1999-06-01 2000-06-01
reshape-from-panel
variables
summarize income1999 income2000
tabulate sex`,
        expect: `
| variable | title | kind |
| --- | --- | --- |
| PERSONID_1 | PERSON key | key |
| sex | Sex | text, with labels |
| income1999 | Income of the year | number |
| income2000 | Income of the year | number |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| income1999 | 2 | 3 | 375000 | 35355.3 | 350500 | 362500 | 375000 | 387500 | 399500 |
| income2000 | 5 | 0 | 255600 | 244738 | -11520 | 0 | 360000 | 420000 | 506400 |

| sex | n |
| --- | --- |
| Male | 1 |
| Female | 3 |
| All | 4 |`,
      },
      {
        title: 'dates in one year give year, month and day',
        script: `
create-dataset d
import-panel residence/MUNICIPALITY as place 2000-01-01 2000-08-01
reshape-from-panel
tabulate place20000101 place20000801, missing`,
        expect: `
| place20000101 | place20000801 | n |
| --- | --- | --- |
| Bergen | Bergen | 2 |
| Bergen | Missing | 2 |
| Bergen | All | 4 |
| Oslo | Oslo | 2 |
| Oslo | All | 2 |
| 9999 | 9999 | 1 |
| 9999 | All | 1 |
| All | Bergen | 2 |
| All | Oslo | 2 |
| All | 9999 | 1 |
| All | Missing | 2 |
| All | All | 7 |`,
      },
      {
        title: 'only a panel can be turned',
        script: `
create-dataset d
import people/SEX as sex
reshape-from-panel`,
        expect: `
\`script.dataset\` at 3:1: The dataset d is not a panel. Make one with import-panel or reshape-to-panel.`,
      },
    ],
  },
  {
    command: 'tabulate-panel',
    rows: [
      {
        title: 'people at each date; in the margin each person once',
        script: `
create-dataset d
import-panel residence/MUNICIPALITY as place 1999-06-01 2000-06-01
tabulate-panel place`,
        expect: `
| place | date@panel | n |
| --- | --- | --- |
| Bergen | 1999-06-01 | 2 |
| Bergen | 2000-06-01 | 3 |
| Bergen | All | 3 |
| Oslo | 1999-06-01 | 4 |
| Oslo | 2000-06-01 | 2 |
| Oslo | All | 4 |
| 9999 | 1999-06-01 | 1 |
| 9999 | 2000-06-01 | 1 |
| 9999 | All | 1 |
| All | 1999-06-01 | 7 |
| All | 2000-06-01 | 6 |
| All | All | 7 |`,
      },
      {
        title: 'shares of each date',
        script: `
create-dataset d
import-panel residence/MUNICIPALITY as place 1999-06-01 2000-06-01
tabulate-panel place if place == '0301', colpct freq`,
        expect: `
| place | date@panel | n | colpct |
| --- | --- | --- | --- |
| Oslo | 1999-06-01 | 4 | 100 |
| Oslo | 2000-06-01 | 2 | 100 |
| Oslo | All | 4 | 100 |
| All | 1999-06-01 | 4 | 100 |
| All | 2000-06-01 | 2 | 100 |
| All | All | 4 | 100 |`,
      },
      {
        title: 'shares of each level and of all, by codes instead of labels',
        script: `
create-dataset d
import-panel residence/MUNICIPALITY as place 1999-06-01 2000-06-01
tabulate-panel place, rowpct cellpct nolabels`,
        expect: `
| place | date@panel | rowpct | cellpct |
| --- | --- | --- | --- |
| 4601 | 1999-06-01 | 66.6667 | 28.5714 |
| 4601 | 2000-06-01 | 100 | 42.8571 |
| 4601 | All | 100 | 42.8571 |
| 0301 | 1999-06-01 | 100 | 57.1429 |
| 0301 | 2000-06-01 | 50 | 28.5714 |
| 0301 | All | 100 | 57.1429 |
| 9999 | 1999-06-01 | 100 | 14.2857 |
| 9999 | 2000-06-01 | 100 | 14.2857 |
| 9999 | All | 100 | 14.2857 |
| All | 1999-06-01 | 100 | 100 |
| All | 2000-06-01 | 85.7143 | 85.7143 |
| All | All | 100 | 100 |`,
      },
      {
        title: 'not a panel',
        script: `
create-dataset d
import people/SEX as sex
tabulate-panel sex`,
        expect: `
\`script.dataset\` at 3:1: The dataset d is not a panel. Make one with import-panel or reshape-to-panel.`,
      },
    ],
  },
  {
    command: 'summarize-panel',
    rows: [
      {
        title: 'at each date, for groups too',
        script: `
create-dataset d
import-panel income/INCOME as income people/SEX as sex 1999-06-01 2000-06-01
summarize-panel income, by(sex) iqr`,
        expect: `
| variable | date@panel | sex | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 | iqr |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| income | 1999-06-01 | Male | 1 | 0 | 400000 | . | 400000 | 400000 | 400000 | 400000 | 400000 | 0 |
| income | 1999-06-01 | Female | 1 | 0 | 350000 | . | 350000 | 350000 | 350000 | 350000 | 350000 | 0 |
| income | 2000-06-01 | Male | 1 | 0 | 420000 | . | 420000 | 420000 | 420000 | 420000 | 420000 | 0 |
| income | 2000-06-01 | Female | 3 | 0 | 286000 | 268753 | -4560 | 174000 | 360000 | 435000 | 507000 | 261000 |`,
      },
      {
        title: 'the Gini coefficient at each date',
        script: `
create-dataset d
import-panel income/INCOME as income 1999-06-01 2000-06-01
summarize-panel income if income > 0, gini`,
        expect: `
| variable | date@panel | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 | gini |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| income | 1999-06-01 | 2 | 0 | 375000 | 35355.3 | 350500 | 362500 | 375000 | 387500 | 399500 | 0.0333333 |
| income | 2000-06-01 | 3 | 0 | 430000 | 75498.3 | 361200 | 390000 | 420000 | 465000 | 508200 | 0.0775194 |`,
      },
      {
        title: 'not a panel',
        script: `
create-dataset d
import people/AGE as age
summarize-panel age`,
        expect: `
\`script.dataset\` at 3:1: The dataset d is not a panel. Make one with import-panel or reshape-to-panel.`,
      },
    ],
  },
  {
    command: 'transitions-panel',
    rows: [
      {
        title: 'the value at one date by the value at the next, each person once',
        script: `
create-dataset d
import-panel residence/MUNICIPALITY as place 1999-06-01 2000-06-01
transitions-panel place`,
        expect: `
| place@1999 | place@2000 | n | rowpct |
| --- | --- | --- | --- |
| Bergen | Bergen | 2 | 100 |
| Bergen | All | 2 | 100 |
| Oslo | Bergen | 1 | 33.3333 |
| Oslo | Oslo | 2 | 66.6667 |
| Oslo | All | 3 | 100 |
| 9999 | 9999 | 1 | 100 |
| 9999 | All | 1 | 100 |
| All | Bergen | 3 | 50 |
| All | Oslo | 2 | 33.3333 |
| All | 9999 | 1 | 16.6667 |
| All | All | 6 | 100 |`,
      },
      {
        title: 'a table for each two dates that follow each other; missing as a level',
        script: `
create-dataset d
import-panel residence/MUNICIPALITY as place 1999-06-01 2000-01-01 2000-08-01
transitions-panel place, missing nolabels`,
        expect: `
| place@19990601 | place@20000101 | n | rowpct |
| --- | --- | --- | --- |
| 4601 | 4601 | 2 | 100 |
| 4601 | All | 2 | 100 |
| 0301 | 4601 | 1 | 25 |
| 0301 | 0301 | 2 | 50 |
| 0301 | Missing | 1 | 25 |
| 0301 | All | 4 | 100 |
| 9999 | 9999 | 1 | 100 |
| 9999 | All | 1 | 100 |
| Missing | 4601 | 1 | 100 |
| Missing | All | 1 | 100 |
| All | 4601 | 4 | 50 |
| All | 0301 | 2 | 25 |
| All | 9999 | 1 | 12.5 |
| All | Missing | 1 | 12.5 |
| All | All | 8 | 100 |

| place@20000101 | place@20000801 | n | rowpct |
| --- | --- | --- | --- |
| 4601 | 4601 | 2 | 50 |
| 4601 | Missing | 2 | 50 |
| 4601 | All | 4 | 100 |
| 0301 | 0301 | 2 | 100 |
| 0301 | All | 2 | 100 |
| 9999 | 9999 | 1 | 100 |
| 9999 | All | 1 | 100 |
| Missing | Missing | 1 | 100 |
| Missing | All | 1 | 100 |
| All | 4601 | 2 | 25 |
| All | 0301 | 2 | 25 |
| All | 9999 | 1 | 12.5 |
| All | Missing | 3 | 37.5 |
| All | All | 8 | 100 |`,
      },
      {
        title: 'one date has no next',
        script: `
create-dataset d
import-panel residence/MUNICIPALITY as place 1999-06-01
transitions-panel place`,
        expect: `
\`script.dataset\` at 3:1: A transition is from one date to the next, and this panel has one date. Make the panel of several dates.`,
      },
    ],
  },
]
