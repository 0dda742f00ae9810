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
        expect: `
| first | last | n |
| --- | --- | --- |
| Diabetes, non-insulin dependent | Diabetes, non-insulin dependent | 1 |
| Diabetes, non-insulin dependent | Hypertension, uncomplicated | 1 |
| Diabetes, non-insulin dependent | All | 2 |
| Hypertension, uncomplicated | Cough | 1 |
| Hypertension, uncomplicated | All | 1 |
| Cough | Cough | 1 |
| Cough | All | 1 |
| All | Diabetes, non-insulin dependent | 1 |
| All | Hypertension, uncomplicated | 1 |
| All | Cough | 2 |
| All | All | 4 |`,
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
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| n | 3 | 0 | 1.33333 | 0.57735 | 1 | 1 | 1 | 1.5 | 1.98 |
| mean | 3 | 0 | 1.43333 | 0.416333 | 1.104 | 1.2 | 1.3 | 1.6 | 1.888 |
| newest | 3 | 0 | 1.46667 | 0.404145 | 1.106 | 1.25 | 1.4 | 1.65 | 1.89 |`,
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
        expect: `
| variable | kind | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| most | HDL cholesterol | 4 | 0 | 1.5 | 0.33665 | 1.109 | 1.325 | 1.5 | 1.675 | 1.891 |
| most | LDL cholesterol | 1 | 0 | 3 | . | 3 | 3 | 3 | 3 | 3 |`,
      },
      {
        title: 'any is 1 where a row has it',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1990-01-01 to 2001-12-31 as diagnosis
generate diabetes = diagnosis == 'T90'
collapse (any) diabetes, by(PERSONID_1)
tabulate diabetes`,
        expect: `
| diabetes | n |
| --- | --- |
| 0 | 2 |
| 1 | 2 |
| All | 4 |`,
      },
      {
        title: 'nearest to a date, or to a date variable of the row; the n-th from the start or the end',
        script: `
create-dataset d
import-event tests/VALUE 1990-01-01 to 2001-12-31 as value
import tests/KIND as kind
import tests/PATIENT as patient
keep if kind == 'hdl'
generate index = date(1998, 5, 1)
collapse (nearest(1998-12-31)) value -> near (nearest(index)) value -> near_index (nth(2)) value -> second (nth(-1)) value -> newest, by(patient)
summarize near near_index second newest`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| near | 4 | 0 | 1.5 | 0.33665 | 1.109 | 1.325 | 1.5 | 1.675 | 1.891 |
| near_index | 4 | 0 | 1.45 | 0.369685 | 1.103 | 1.175 | 1.4 | 1.675 | 1.891 |
| second | 1 | 3 | 1.4 | . | 1.4 | 1.4 | 1.4 | 1.4 | 1.4 |
| newest | 4 | 0 | 1.5 | 0.33665 | 1.109 | 1.325 | 1.5 | 1.675 | 1.891 |`,
      },
      {
        title: 'sums, spread, extremes and percentiles',
        script: `
create-dataset d
import income/INCOME 2000-06-01 as income
import people/SEX as sex
keep if sex == '2'
collapse (sum) income -> sum (sd) income -> sd (median) income -> median (min) income -> least (p25) income -> p25 (p75) income -> p75 (iqr) income -> iqr, by(sex)
summarize sum sd median least p25 p75 iqr`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| sum | 1 | 0 | 858000 | . | 858000 | 858000 | 858000 | 858000 | 858000 |
| sd | 1 | 0 | 268753 | . | 268753 | 268753 | 268753 | 268753 | 268753 |
| median | 1 | 0 | 360000 | . | 360000 | 360000 | 360000 | 360000 | 360000 |
| least | 1 | 0 | -12000 | . | -12000 | -12000 | -12000 | -12000 | -12000 |
| p25 | 1 | 0 | 174000 | . | 174000 | 174000 | 174000 | 174000 | 174000 |
| p75 | 1 | 0 | 435000 | . | 435000 | 435000 | 435000 | 435000 | 435000 |
| iqr | 1 | 0 | 261000 | . | 261000 | 261000 | 261000 | 261000 | 261000 |`,
      },
      {
        title:
          'the first by an order of one’s own, how unequal values are, and the share of all values that a group has',
        script: `
create-dataset d
import-event income/INCOME 1999-01-01 to 2000-12-31 as income
import people/SEX as sex
collapse (first) income -> least (gini) income -> gini (percent) income -> share, by(sex) order(income)
summarize least gini share, by(sex)`,
        expect: `
| variable | sex | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| least | Male | 1 | 0 | 400000 | . | 400000 | 400000 | 400000 | 400000 | 400000 |
| least | Female | 1 | 0 | -12000 | . | -12000 | -12000 | -12000 | -12000 | -12000 |
| gini | Male | 1 | 0 | 0.0121951 | . | 0.0121951 | 0.0121951 | 0.0121951 | 0.0121951 | 0.0121951 |
| gini | Female | 1 | 0 | 0.326159 | . | 0.326159 | 0.326159 | 0.326159 | 0.326159 | 0.326159 |
| share | Male | 1 | 0 | 33.3333 | . | 33.3333 | 33.3333 | 33.3333 | 33.3333 | 33.3333 |
| share | Female | 1 | 0 | 66.6667 | . | 66.6667 | 66.6667 | 66.6667 | 66.6667 | 66.6667 |`,
      },
      {
        title: 'nearest needs a date, nth a number other than 0',
        script: `
create-dataset d
import-event tests/VALUE 1990-01-01 to 2001-12-31 as value
import tests/PATIENT as patient
collapse (nearest) value, by(patient)
collapse (nth(0)) value, by(patient)
collapse (mean(2)) value, by(patient)`,
        expect: `
\`script.statistics\` at 4:11: nearest needs a date to be near to. Write (nearest(2018-06-30)) x, or the name of a date variable in place of the date.

\`script.statistics\` at 5:15: nth needs to know which row: 1 is the first, -1 the last. Write (nth(2)) x for the second.

\`script.statistics\` at 6:16: The statistic mean takes nothing in parentheses. Write (mean) x.`,
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
        expect: `
| variable | sex | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| mean_age | Male | 4 | 0 | 38.3333 | 0 | 38.3333 | 38.3333 | 38.3333 | 38.3333 | 38.3333 |
| mean_age | Female | 5 | 0 | 29.4 | 0 | 29.4 | 29.4 | 29.4 | 29.4 | 29.4 |`,
      },
      {
        title: 'the value nearest in time, and the second by an order of one’s own',
        script: `
create-dataset d
import people/AGE as age
import people/HEIGHT as height
import people/SEX as sex
aggregate (nearest(1970-01-20)) height -> near (nth(2)) height -> second, by(sex) order(age)
summarize near second, by(sex)`,
        expect: `
| variable | sex | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| near | Male | 3 | 0 | 175.5 | 0 | 175.5 | 175.5 | 175.5 | 175.5 | 175.5 |
| near | Female | 5 | 0 | 168 | 0 | 168 | 168 | 168 | 168 | 168 |
| second | Male | 3 | 0 | 180 | 0 | 180 | 180 | 180 | 180 | 180 |
| second | Female | 5 | 0 | 168 | 0 | 168 | 168 | 168 | 168 | 168 |`,
      },
    ],
  },
]
