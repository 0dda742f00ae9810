/** Names for values, and notes among the results. */
import type { CommandSpec } from '../types.js'

export const NOTES: readonly CommandSpec[] = [
  {
    command: 'let',
    rows: [
      {
        title: 'a name for a value, used with a dollar sign',
        script: `
let limit = 2 * 20
create-dataset d
import people/AGE as age
keep if age >= $limit
summarize age`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | 4 | 0 | 48.75 | 8.53913 | 40.15 | 43.75 | 47.5 | 52.5 | 59.7 |`,
      },
      {
        title: 'computed before the script runs: dates, texts and names',
        script: `
let year = 1999 + 1
let day = date_fmt($year, 6, 1)
let other = $year ++ '-01-01'
let income = income_ ++ $year
create-dataset d
import income/INCOME $day as $income
import residence/MUNICIPALITY $other as place
import people/AGE as to_symbol('ag' ++ 'e')
summarize $income age
tabulate place`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| income_2000 | 5 | 0 | 255600 | 244738 | -11520 | 0 | 360000 | 420000 | 506400 |
| age | 5 | 0 | 40.6 | 7.53658 | 30.32 | 38 | 40 | 45 | 49.8 |

| place | n |
| --- | --- |
| Bergen | 2 |
| Oslo | 2 |
| 9999 | 1 |
| All | 5 |`,
      },
      {
        title: 'what is asked of rows is no value',
        script: `
let x = age + 1
let y = $missing
let z = date_fmt(2000, 13)`,
        expect: `
\`script.type\` at 1:9: let takes a value that does not depend on data: numbers with + - * / ^, and texts with ++. Use generate for what differs between rows.

\`script.unknown-name\` at 2:9: “$missing” has no value here. Write let missing = value above this line.

\`script.date\` at 3:9: These are not the year, month and day of a date. Write date_fmt(2018, 6, 30).`,
      },
    ],
  },
  {
    command: 'for',
    rows: [
      {
        title: 'lists in step, and names joined from values',
        script: `
create-dataset d
import people/AGE as age
for limit, name in 20 40, young old
generate over_ ++ $name = age >= $limit
end
summarize over_young over_old`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| over_young | 9 | 0 | 0.777778 | 0.440959 | 0 | 1 | 1 | 1 | 1 |
| over_old | 9 | 0 | 0.444444 | 0.527046 | 0 | 0 | 0 | 1 | 1 |`,
      },
      {
        title: 'nested lists give every combination, in order',
        script: `
for a in 1 2; b in x y
textblock
Again
endblock
end`,
        expect: `
Again

Again

Again

Again`,
      },
      {
        title: 'a date made of the value',
        script: `
create-dataset d
import people/SEX as sex
for year in 1999:2000
import income/INCOME $year-06-01 as income$year
end
summarize income1999 income2000`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| income1999 | 2 | 7 | 375000 | 35355.3 | 350500 | 362500 | 375000 | 387500 | 399500 |
| income2000 | 4 | 5 | 319500 | 229436 | -840 | 267000 | 390000 | 442500 | 507300 |`,
      },
    ],
  },
  {
    command: 'end',
    rows: [
      {
        title: 'without a loop before it, an error',
        script: `
end`,
        expect: `
\`script.syntax\` at 1:1: This end has no for. Remove it, or write for above it.`,
      },
    ],
  },
  {
    command: 'textblock',
    rows: [
      {
        title: 'Markdown shown where it stands',
        script: `
textblock
# Background
Ages are those of *1 January 2000*.
endblock`,
        expect: `
# Background
Ages are those of *1 January 2000*.`,
      },
    ],
  },
  {
    command: 'configure',
    rows: [
      {
        title: 'the level of intervals, by alpha or in percent, where a command says nothing',
        script: `
configure alpha 0.1
create-dataset d
import people/AGE as age
import people/HEIGHT as height
regress height age
regress height age, level(95)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 1.42977 | 0.627984 | 2.27677 | 0.0630791 | 0.209486 | 2.65006 |
| _cons | 114.043 | 21.6165 | 5.27576 | 0.00187282 | 72.0386 | 156.048 |

used 8, missing 1, adjustedR2 0.374087, aic 79.1537, logLikelihood -36.5768, r2 0.463503, rmse 27.0316

f(1, 6) = 5.18366, p = 0.0630791

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 1.42977 | 0.627984 | 2.27677 | 0.0630791 | -0.106849 | 2.96639 |
| _cons | 114.043 | 21.6165 | 5.27576 | 0.00187282 | 61.1497 | 166.937 |

used 8, missing 1, adjustedR2 0.374087, aic 79.1537, logLikelihood -36.5768, r2 0.463503, rmse 27.0316

f(1, 6) = 5.18366, p = 0.0630791`,
      },
      {
        title: 'codes instead of labels',
        script: `
configure nolabels
create-dataset d
import people/SEX as sex
tabulate sex
configure labels
tabulate sex`,
        expect: `
| sex | n |
| --- | --- |
| 1 | 4 |
| 2 | 5 |
| All | 9 |

| sex | n |
| --- | --- |
| Male | 4 |
| Female | 5 |
| All | 9 |`,
      },
      {
        title: 'a setting that does not exist, a value that cannot be',
        script: `
configure colour 1
configure level 101
configure labels 1`,
        expect: `
\`script.unknown-name\` at 1:11: There is no setting “colour”. There are level, alpha, labels, nolabels.

\`script.type\` at 2:17: The setting level takes a number between 0 and 100. Write configure level 95.

\`script.syntax\` at 3:18: The setting labels takes no value. Write configure labels.`,
      },
    ],
  },
  {
    command: 'history',
    rows: [
      {
        title: 'the commands so far',
        script: `
require spec.people:1 as people
create-dataset d
import people/AGE as age
history`,
        expect: `
\`\`\`text
require spec.people:1 as people
create-dataset d
import people/AGE as age
\`\`\``,
      },
    ],
  },
  {
    command: 'help',
    rows: [
      {
        title: 'what a command does',
        script: `
help sample`,
        expect: `
**sample**

\`sample share-or-number seed\`

Keeps units drawn by lot: a share such as 0.1, or a whole number of units. The same seed draws the same units.

Example: \`sample 0.1 999\``,
      },
      {
        title: 'a command that does not exist',
        script: `
help smaple`,
        expect: `
\`script.unknown-name\` at 1:6: There is no command “smaple”. Did you mean sample? The manual lists them all.`,
      },
    ],
  },
  {
    command: 'help-function',
    rows: [
      {
        title: 'what a function gives',
        script: `
help-function quantile`,
        expect: `
**quantile**

\`quantile(x, n)\`

Which of n groups of equal size x belongs to over all rows, 1 to n; equal values go together. In generate and replace only.`,
      },
      {
        title: 'a function that does not exist',
        script: `
help-function quantil`,
        expect: `
\`script.unknown-name\` at 1:15: There is no function “quantil”. Did you mean quantile? The manual lists them all.`,
      },
    ],
  },
  {
    command: 'variables',
    rows: [
      {
        title: 'the variables of the active dataset, never a value',
        script: `
create-dataset d
import people/SEX as sex
import people/BIRTH as birth
import people/MOTHER as mother
variables`,
        expect: `
| variable | title | kind |
| --- | --- | --- |
| PERSONID_1 | PERSON key | key |
| sex | Sex | text, with labels |
| birth | Date of birth | date |
| mother | Mother | key |`,
      },
      {
        title: 'no dataset',
        script: `
variables`,
        expect: `
\`script.dataset\` at 1:1: No dataset is active. Write create-dataset and a name first.`,
      },
    ],
  },
  {
    command: 'permit',
    rows: [
      {
        title:
          'says under which permit the script runs; one that does not name you is as if it were not there',
        script: `
permit P-7K2M9QXT4B
create-dataset d
import people/AGE as age
summarize age`,
        expect: `
\`permission.denied\` at 1:1: There is no permit P-7K2M9QXT4B that names you. Look its number up among your permits, or ask whoever applied for it to have you added.`,
      },
      {
        title: 'one permit, before the first import',
        script: `
permit P-7K2M9QXT4B
permit P-0000000000
create-dataset d
import people/AGE as age
permit P-7K2M9QXT4B`,
        expect: `
\`script.duplicate-name\` at 2:1: A script runs under one permit, and this is the second. Leave one of them out; what needs another permit is another script.

\`script.duplicate-name\` at 5:1: A script runs under one permit, and this is the second. Leave one of them out; what needs another permit is another script.`,
      },
      {
        title: 'after an import, and what is no number of a permit',
        script: `
permit 12-7
create-dataset d
import people/AGE as age
permit P-7K2M9QXT4B`,
        expect: `
\`script.syntax\` at 1:8: “12-7” is not the number of a permit. Write P- and ten capital letters and digits, as they stand in the permit.

\`script.syntax\` at 4:1: The permit stands after an import. Write it at the top of the script, before anything is imported.`,
      },
    ],
  },
  {
    command: 'clear',
    rows: [
      {
        title: 'datasets, labels and settings are forgotten',
        script: `
create-dataset d
define-labels l 1 One
configure nolabels
clear
use d
list-labels l`,
        expect: `
\`script.dataset\` at 5:5: There is no dataset named “d”. Write create-dataset with this name above.

\`script.unknown-name\` at 6:13: There is no list of labels named “l”. Write define-labels with this name above.`,
      },
    ],
  },
]
