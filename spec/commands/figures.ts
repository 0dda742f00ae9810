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
      {
        title: 'groups on top of each other, lying down',
        script: `
create-dataset d
import people/SEX as sex
import people/DEAD as dead
barchart (count) sex, over(dead) stack horizontal`,
        expect: `
| sex | dead | n |
| --- | --- | --- |
| Male | Alive | 2 |
| Male | Dead | 2 |
| Male | All | 4 |
| Female | Alive | 3 |
| Female | Dead | 2 |
| Female | All | 5 |
| All | Alive | 5 |
| All | Dead | 4 |
| All | All | 9 |`,
      },
      {
        title: 'with differential privacy, of which public registers have no need',
        script: `
create-dataset d
import people/SEX as sex
import people/HEIGHT as height
barchart (mean) height, over(sex) rho(0.1) clamp(50 230) cells(1) grid(64)`,
        expect: `
| sex | mean |
| --- | --- |
| Male | 181.833 |
| Female | 147.6 |
| All | 160.438 |`,
      },
      {
        title: 'text has no mean',
        script: `
create-dataset d
import people/SEX as sex
barchart (mean) sex`,
        expect: `
\`script.type\` at 3:17: barchart (mean) needs numbers, and “sex” is text. Make numbers of it first: destring sex.`,
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
        title: 'with differential privacy, of which public registers have no need',
        script: `
create-dataset d
import people/AGE as age
histogram age, bin(3) freq rho(0.1) clamp(0 120) cells(1)`,
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
      {
        title: 'bins of a given width, for each group; the figure is drawn in percentages',
        script: `
create-dataset d
import people/HEIGHT as height
import people/DEAD as dead
histogram height, percent width(50) by(dead)`,
        expect: `
| height | dead | n |
| --- | --- | --- |
| 75–125 | Alive | 1 |
| 75–125 | All | 1 |
| 125–175 | Alive | 2 |
| 125–175 | Dead | 3 |
| 125–175 | All | 5 |
| 175–225 | Alive | 1 |
| 175–225 | Dead | 2 |
| 175–225 | All | 3 |
| All | Alive | 4 |
| All | Dead | 5 |
| All | All | 9 |`,
      },
      {
        title: 'the normal curve is drawn from the mean and standard deviation; missing values are left out',
        script: `
create-dataset d
import people/HEIGHT as height
histogram height, density width(50) normal`,
        expect: `
| height | n | mean | sd |
| --- | --- | --- | --- |
| 75–125 | 1 | 75 | . |
| 125–175 | 5 | 167 | 4.69042 |
| 175–225 | 3 | 181.833 | 7.42181 |
| All | 9 | 161.722 | 33.6741 |`,
      },
    ],
  },
  {
    command: 'boxplot',
    rows: [
      {
        title: 'quartiles and the percentiles at which whiskers may end',
        script: `
create-dataset d
import people/SEX as sex
import people/HEIGHT as height
boxplot height, over(sex)`,
        expect: `
| variable | sex | n | missing | mean | sd | p1 | p5 | p10 | p25 | p50 | p75 | p90 | p95 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| height | Male | 3 | 1 | 181.833 | 7.42181 | 175.59 | 175.95 | 176.4 | 177.75 | 180 | 185 | 188 | 189 | 189.8 |
| height | Female | 5 | 0 | 147.6 | 40.759 | 78.4 | 92 | 109 | 160 | 165 | 168 | 169.2 | 169.6 | 169.92 |`,
      },
      {
        title: 'text has no quartiles',
        script: `
create-dataset d
import people/SEX as sex
boxplot sex`,
        expect: `
\`script.type\` at 3:9: boxplot needs numbers, and “sex” is text. Make numbers of it first: destring sex.`,
      },
      {
        title: 'nobody is left',
        script: `
create-dataset d
import people/AGE as age
boxplot age if age > 200`,
        expect: `
| variable | n | missing | mean | sd |
| --- | --- | --- | --- | --- |
| age | 0 | 0 | . | . |`,
      },
    ],
  },
  {
    command: 'piechart',
    rows: [
      {
        title: 'shares of those who have a value',
        script: `
create-dataset d
import people/SEX as sex
piechart sex`,
        expect: `
| sex | n | cellpct |
| --- | --- | --- |
| Male | 4 | 44.4444 |
| Female | 5 | 55.5556 |
| All | 9 | 100 |`,
      },
    ],
  },
  {
    command: 'hexbin',
    rows: [
      {
        title: 'each hexagon by its axial coordinates',
        script: `
create-dataset d
import people/AGE as age
import people/HEIGHT as height
hexbin age height, gridsize(3)`,
        expect: `
| age height | n |
| --- | --- |
| 0,0 | 1 |
| 0,2 | 1 |
| 1,2 | 3 |
| 2,2 | 2 |
| 1,3 | 1 |
| All | 8 |`,
      },
      {
        title: 'a plane has some hexagons',
        script: `
create-dataset d
import people/AGE as age
import people/HEIGHT as height
hexbin age height, gridsize(0)`,
        expect: `
\`script.type\` at 4:29: gridsize() takes a whole number from 1 to 100. Write such a number.`,
      },
    ],
  },
  {
    command: 'sankey',
    rows: [
      {
        title: 'flows of those who have every variable',
        script: `
create-dataset d
import people/SEX as sex
import people/DEAD as dead
sankey sex dead`,
        expect: `
| sex | dead | n |
| --- | --- | --- |
| Male | Alive | 2 |
| Male | Dead | 2 |
| Female | Alive | 3 |
| Female | Dead | 2 |`,
      },
      {
        title: 'a flow goes somewhere',
        script: `
create-dataset d
import people/SEX as sex
sankey sex`,
        expect: `
\`script.statistics\` at 3:8: A flow goes from one variable to another. Name two variables or more, in the order of the flow.`,
      },
    ],
  },
  {
    command: 'coefplot',
    rows: [
      {
        title: 'what the model command would show, drawn',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
coefplot regress height age if age > 10, robust level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | -0.229417 | 0.177155 | -1.29501 | 0.251888 | -0.586393 | 0.127559 |
| _cons | 178.134 | 4.69617 | 37.9317 | 2.39918e-7 | 168.671 | 187.597 |

used 7, missing 0, adjustedR2 -0.000155235, aic 49.9794, logLikelihood -21.9897, r2 0.166537, rmse 6.62389

f(1, 5) = 1.67704, p = 0.251888`,
      },
      {
        title: 'the mistakes are those of the model command',
        script: `
create-dataset d
import people/HEIGHT as height
coefplot regress height weight
coefplot regress height, robustt
coefplot tabulate height
coefplot coefplot regress height
coefplot`,
        expect: `
\`script.unknown-name\` at 3:25: There is no variable in the dataset d named “weight”. Did you mean height? Write height, or check the name.

\`script.unknown-option\` at 4:26: regress has no option “robustt”. Did you mean robust? Its options are level, robust, cluster, standardize, control, margins, noconstant.

\`script.statistics\` at 5:10: tabulate has no coefficients to draw. Write a regression after coefplot, such as coefplot regress y x.

\`script.syntax\` at 6:10: coefplot cannot be followed by coefplot. Write coefplot regress y x … [if condition] [, options].

\`script.syntax\` at 7:9: coefplot needs a command after it. Write coefplot regress y x … [if condition] [, options].`,
      },
    ],
  },
]
