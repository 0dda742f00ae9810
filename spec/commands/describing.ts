/** Tables, summaries and figures. */
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
        expect: '',
      },
      {
        title: 'two variables with row shares and a chi-squared test',
        script: `
create-dataset d
import people/SEX as sex
import people/DEAD as dead
tabulate sex dead, freq rowpct chi2`,
        expect: '',
      },
      {
        title: 'the mean of a variable in each cell',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
tabulate sex, summarize(age) mean std`,
        expect: '',
      },
      {
        title: 'only some rows',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
tabulate sex if age >= 18`,
        expect: '',
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
        expect: '',
      },
      {
        title: 'by another variable, with the interquartile range and the Gini coefficient',
        script: `
create-dataset d
import people/AGE as age
import people/DEAD as dead
summarize age, by(dead) gini iqr`,
        expect: '',
      },
    ],
  },
  {
    command: 'barchart',
    rows: [
      {
        title: 'a statistic over another variable',
        script: `
create-dataset d
import people/SEX as sex
import people/HEIGHT as height
barchart (mean) height, over(sex)`,
        expect: '',
      },
    ],
  },
  {
    command: 'histogram',
    rows: [
      {
        title: 'bins of a given number',
        script: `
create-dataset d
import people/AGE as age
histogram age, bin(3) freq`,
        expect: '',
      },
      {
        title: 'one bar for each value',
        script: `
create-dataset d
import people/DEAD as dead
histogram dead, discrete freq`,
        expect: '',
      },
    ],
  },
]
