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
        title: 'with differential privacy, of which public registers have no need: their numbers stay exact',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
tabulate sex, summarize(age) mean rho(0.1) clamp(0 120) cells(1) grid(64)`,
        expect: `
| sex | mean |
| --- | --- |
| Male | 38.3333 |
| Female | 29.4 |
| All | 32.75 |`,
      },
      {
        title: 'values without limits cannot be hidden by noise',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
tabulate sex, summarize(age) mean rho(0.1)`,
        expect: `
\`script.statistics\` at 4:39: With rho() values need limits that do not depend on the data. Add clamp(LOW HIGH), such as clamp(0 120): what lies outside counts as the limit.`,
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
      {
        title: 'shares of each column and of the whole table, by codes instead of labels',
        script: `
create-dataset d
import people/SEX as sex
import people/DEAD as dead
tabulate sex dead, colpct cellpct nolabels`,
        expect: `
| sex | dead | colpct | cellpct |
| --- | --- | --- | --- |
| 1 | 0 | 40 | 22.2222 |
| 1 | 1 | 50 | 22.2222 |
| 1 | All | 44.4444 | 44.4444 |
| 2 | 0 | 60 | 33.3333 |
| 2 | 1 | 50 | 22.2222 |
| 2 | All | 55.5556 | 55.5556 |
| All | 0 | 100 | 55.5556 |
| All | 1 | 100 | 44.4444 |
| All | All | 100 | 100 |`,
      },
      {
        title: 'rows and columns by size: by their margin, or within one level of the other variable',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1990-01-01 to 2001-12-31 as diagnosis
import people/SEX as sex
tabulate diagnosis sex, rowsort(total) colsort(K86)`,
        expect: `
| diagnosis | sex | n |
| --- | --- | --- |
| Hypertension, uncomplicated | Female | 2 |
| Hypertension, uncomplicated | Male | 1 |
| Hypertension, uncomplicated | All | 3 |
| Diabetes, non-insulin dependent | Female | 1 |
| Diabetes, non-insulin dependent | Male | 1 |
| Diabetes, non-insulin dependent | All | 2 |
| Cough | Female | 2 |
| Cough | All | 2 |
| All | Female | 3 |
| All | Male | 1 |
| All | All | 4 |`,
      },
      {
        title: 'only the largest or the smallest rows; margins are of what is shown',
        script: `
create-dataset d
import-event contacts/DIAGNOSIS 1990-01-01 to 2001-12-31 as diagnosis
tabulate diagnosis, top(2)
tabulate diagnosis, bottom(1)`,
        expect: `
| diagnosis | n |
| --- | --- |
| Hypertension, uncomplicated | 3 |
| Diabetes, non-insulin dependent | 2 |
| All | 3 |

| diagnosis | n |
| --- | --- |
| Cough | 2 |
| All | 2 |`,
      },
      {
        title: 'sum, median, quartiles and the spread of a variable in each cell',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
tabulate sex, summarize(age) sum median p25 p75 iqr gini`,
        expect: `
| sex | sum | median | p25 | p75 | gini | iqr |
| --- | --- | --- | --- | --- | --- | --- |
| Male | 115 | 40 | 27.5 | 50 | 0.26087 | 22.5 |
| Female | 147 | 30 | 28 | 38 | 0.293878 | 10 |
| All | 262 | 34 | 24.75 | 42.5 | 0.301527 | 17.75 |`,
      },
      {
        title: 'nobody is a table of nothing',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
tabulate sex if age > 200`,
        expect: `
| sex | n |
| --- | --- |
| All | 0 |`,
      },
      {
        title: 'a level that there is not',
        script: `
create-dataset d
import people/SEX as sex
import people/DEAD as dead
tabulate sex dead, rowsort(emigrated)`,
        expect: `
\`script.statistics\` at 4:1: dead has no level emigrated. Name one of its codes, or total.`,
      },
      {
        title: 'columns of a table that has none',
        script: `
create-dataset d
import people/SEX as sex
tabulate sex, colsort(total)`,
        expect: `
\`script.statistics\` at 3:1: colsort needs a table of two variables. Leave out colsort.`,
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
      {
        title: 'with differential privacy, of which public registers have no need',
        script: `
create-dataset d
import people/AGE as age
summarize age, rho(0.1) clamp(0 120) cells(1) grid(64)`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | 9 | 0 | 34.1111 | 18.0516 | 2.12 | 28 | 38 | 45 | 59.2 |`,
      },
    ],
  },
  {
    command: 'ci',
    rows: [
      {
        title: 'means of those who have a value, with t intervals',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
ci height age
ci height, level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| height | 161.722 | 11.2247 | 14.4077 | 5.26401e-7 | 135.838 | 187.606 |
| age | 30.875 | 5.75213 | 5.36757 | 0.00104424 | 17.2734 | 44.4766 |

used 9, missing 0

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| height | 161.722 | 11.2247 | 14.4077 | 5.26401e-7 | 140.849 | 182.595 |

used 9, missing 0`,
      },
      {
        title: 'by group, over the rows that have one',
        script: `
create-dataset d
import people/SEX as sex
import people/HEIGHT as height
ci height, by(sex)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| Male | height | 181.833 | 4.28499 | 42.435 | 0.000554869 | 163.397 | 200.27 |
| Female | height | 147.6 | 18.228 | 8.09743 | 0.00126429 | 96.991 | 198.209 |

used 8, missing 1`,
      },
      {
        title: 'no interval from nothing',
        script: `
create-dataset d
import people/AGE as age
ci age if age > 200`,
        expect: `
\`script.degenerate\` at 3:1: No mean has a confidence interval: each takes at least two values. Choose other variables or widen the condition.`,
      },
      {
        title: 'numbers are needed, and a level under 100',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
ci sex
ci age, level(100)`,
        expect: `
\`script.type\` at 4:4: ci needs numbers, and “sex” is text. Make numbers of it first: destring sex.

\`script.type\` at 5:15: A confidence level lies between 0 and 100. Write level(95).`,
      },
    ],
  },
  {
    command: 'correlate',
    rows: [
      {
        title: 'over the rows that have them all',
        script: `
create-dataset d
import people/AGE as age
import people/HEIGHT as height
import people/DAYS as days
correlate age height days, obs sig`,
        expect: `
|  |  | correlation | n | p |
| --- | --- | --- | --- | --- |
| age | age | 1 | 8 | . |
| height | age | 0.680811 | 8 | 0.0630791 |
| height | height | 1 | 8 | . |
| days | age | -0.444735 | 8 | 0.269552 |
| days | height | -0.649385 | 8 | 0.0814057 |
| days | days | 1 | 8 | . |`,
      },
      {
        title: 'each pair over the rows that have the two, as covariances',
        script: `
create-dataset d
import people/AGE as age
import people/HEIGHT as height
import people/DAYS as days
correlate age height days, covariance pairwise obs`,
        expect: `
|  |  | covariance | n |
| --- | --- | --- | --- |
| age | age | 325.861 | 9 |
| height | age | 378.455 | 8 |
| height | height | 1167.42 | 8 |
| days | age | -2026.39 | 9 |
| days | height | -6959.82 | 8 |
| days | days | 86111.1 | 9 |`,
      },
      {
        title: 'what is the same in every row goes with nothing',
        script: `
create-dataset d
import people/AGE as age
generate one = 1
correlate age one, sig`,
        expect: `
|  |  | correlation | p |
| --- | --- | --- | --- |
| age | age | 1 | . |
| one | age | . | . |
| one | one | . | . |`,
      },
      {
        title: 'it takes two',
        script: `
create-dataset d
import people/AGE as age
correlate age`,
        expect: `
\`script.statistics\` at 3:11: A correlation is between two variables. Name two variables or more.`,
      },
    ],
  },
  {
    command: 'anova',
    rows: [
      {
        title: 'one factor, with Bartlett’s test',
        script: `
create-dataset d
import people/DAYS as days
import people/DEAD as dead
anova days dead`,
        expect: `
| source | sum of squares | degrees of freedom | F | p |
| --- | --- | --- | --- | --- |
| model | 121000 | 1, 8 | 1.375 | 0.274686 |
| dead | 121000 | 1, 8 | 1.375 | 0.274686 |

used 10, missing 0, adjustedR2 0.04, r2 0.146667, residualSumOfSquares 704000, rmse 296.648

bartlett of dead(1) = 0.104836, p = 0.746101`,
      },
      {
        title: 'a factor given a number, over the rows that have all',
        script: `
create-dataset d
import people/HEIGHT as height
import people/SEX as sex
import people/AGE as age
anova height sex c.age`,
        expect: `
| source | sum of squares | degrees of freedom | F | p |
| --- | --- | --- | --- | --- |
| model | 5182.23 | 2, 4 | 3.7394 | 0.12143 |
| sex | 1559.44 | 1, 4 | 2.25053 | 0.207957 |
| c.age | 3883.63 | 1, 4 | 5.6047 | 0.0770368 |

used 7, missing 2, adjustedR2 0.477297, r2 0.651531, residualSumOfSquares 2771.7, rmse 26.3234`,
      },
      {
        title: 'groups are needed, and rows',
        script: `
create-dataset d
import people/AGE as age
import people/DEAD as dead
anova age`,
        expect: `
\`script.statistics\` at 4:10: anova compares groups, and none is named. Name what makes the groups: anova age g.`,
      },
      {
        title: 'one group is none',
        script: `
create-dataset d
import people/AGE as age
import people/DEAD as dead
anova age dead if dead == 1`,
        expect: `
\`script.degenerate\` at 4:1: dead has fewer than two levels here. Leave it out, or widen the condition.`,
      },
    ],
  },
  {
    command: 'normaltest',
    rows: [
      {
        title: 'too few values',
        script: `
create-dataset d
import people/AGE as age
normaltest age`,
        expect: `
\`script.degenerate\` at 3:1: The tests of normality need 20 values, and age has fewer. Choose another variable or widen the condition.`,
      },
    ],
  },
]
