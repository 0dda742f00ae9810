/** Figures. */
import type { CommandSpec } from '../types.js'

export const FIGURES: readonly CommandSpec[] = [
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
        expect: `
| sex | mean |
| --- | --- |
| Male | 181.833 |
| Female | 147.6 |
| All | 160.438 |`,
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
        expect: `
| age | n |
| --- | --- |
| 1–20.6666666667 | 2 |
| 20.6666666667–40.3333333333 | 4 |
| 40.3333333333–60 | 3 |
| All | 9 |`,
      },
      {
        title: 'one bar for each value',
        script: `
create-dataset d
import people/DEAD as dead
histogram dead, discrete freq`,
        expect: `
| dead | n |
| --- | --- |
| Alive | 5 |
| Dead | 5 |
| All | 10 |`,
      },
    ],
  },
]
