/** Tables, summaries and tests. */
import type { CommandSpec } from '../types.js'

export const DESCRIBING: readonly CommandSpec[] = [
  {
    command: 'tabulate',
    rows: [
      {
        title: 'one variable: missing values are left out unless asked for',
        script: `
create-dataset d
import people/DEAD as dead
import people/SEX as sex
tabulate sex
tabulate sex, missing`,
        expect: `
| sex | n |
| --- | --- |
| Male | 4 |
| Female | 5 |
| All | 9 |

| sex | n |
| --- | --- |
| Male | 4 |
| Female | 5 |
| Missing | 1 |
| All | 10 |`,
      },
      {
        title: 'two variables with row shares and a chi-squared test',
        script: `
create-dataset d
import people/SEX as sex
import people/DEAD as dead
tabulate sex dead, freq rowpct chi2`,
        expect: `
| sex | dead | n | rowpct |
| --- | --- | --- | --- |
| Male | Alive | 2 | 50 |
| Male | Dead | 2 | 50 |
| Male | All | 4 | 100 |
| Female | Alive | 3 | 60 |
| Female | Dead | 2 | 40 |
| Female | All | 5 | 100 |
| All | Alive | 5 | 55.5556 |
| All | Dead | 4 | 44.4444 |
| All | All | 9 | 100 |

chi-squared(1) = 0.09, p = 0.764177`,
      },
      {
        title: 'the mean of a variable in each cell',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
tabulate sex, summarize(age) mean std`,
        expect: `
| sex | mean | std |
| --- | --- | --- |
| Male | 38.3333 | 22.5462 |
| Female | 29.4 | 18.0776 |
| All | 32.75 | 18.7978 |`,
      },
      {
        title: 'only some rows',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
tabulate sex if age >= 18`,
        expect: `
| sex | n |
| --- | --- |
| Male | 2 |
| Female | 4 |
| All | 6 |`,
      },
    ],
  },
  {
    command: 'summarize',
    rows: [
      {
        title: 'number, missing, mean, standard deviation and percentiles',
        script: `
create-dataset d
import people/AGE as age
summarize age`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | 9 | 0 | 34.1111 | 18.0516 | 2.12 | 28 | 38 | 45 | 59.2 |`,
      },
      {
        title: 'by another variable, with the interquartile range and the Gini coefficient',
        script: `
create-dataset d
import people/AGE as age
import people/DEAD as dead
summarize age, by(dead) gini iqr`,
        expect: `
| variable | dead | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 | gini | iqr |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | Alive | 4 | 0 | 31.75 | 24.4728 | 1.81 | 21.25 | 33 | 43.5 | 59.34 | 0.36811 | 22.25 |
| age | Dead | 5 | 0 | 36 | 13.8744 | 15.6 | 30 | 40 | 45 | 49.8 | 0.188889 | 15 |`,
      },
    ],
  },
]
