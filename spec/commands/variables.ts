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
        expect: `
| adult | n |
| --- | --- |
| 0 | 2 |
| 1 | 6 |
| Missing | 1 |
| All | 9 |`,
      },
      {
        title: 'rows not met by the condition are missing',
        script: `
create-dataset d
import people/AGE as age
generate old = 1 if age > 40
tabulate old, missing`,
        expect: `
| old | n |
| --- | --- |
| 1 | 3 |
| Missing | 6 |
| All | 9 |`,
      },
      {
        title: 'text compared with a number is an error that says how to write it',
        script: `
create-dataset d
import people/SEX as sex
generate man = sex == 1`,
        expect: `
\`script.type\` at 3:23: sex is text, and 1 is a number. Codes are text: write sex == '1'.`,
      },
      {
        title: 'comparing with missing is an error that points to sysmiss',
        script: `
create-dataset d
import people/AGE as age
generate unknown = age == .`,
        expect: `
\`script.missing-comparison\` at 3:20: Nothing can be compared with missing: the answer is always missing. Write “sysmiss(age)”.`,
      },
      {
        title:
          'quantile gives equal groups over all rows; equal values go together, and missing stays missing',
        script: `
create-dataset d
import people/AGE as age
generate group = quantile(age, 4)
tabulate group, missing
generate two = quantile(age > 30, 3)
tabulate two`,
        expect: `
| group | n |
| --- | --- |
| 1 | 3 |
| 2 | 2 |
| 3 | 2 |
| 4 | 2 |
| All | 9 |

| two | n |
| --- | --- |
| 1 | 4 |
| 2 | 5 |
| All | 9 |`,
      },
      {
        title: 'quantile in a condition',
        script: `
create-dataset d
import people/AGE as age
generate old = 1 if quantile(age, 2) == 2
generate group = quantile(age, 1)`,
        expect: `
\`script.type\` at 3:21: quantile() looks at all rows, so it stands in generate and replace only. Write generate q = quantile(x, 4) on a line before, and use q here.

\`script.type\` at 4:32: The number of groups is a whole number from 2 to 1000. Write such a number, as in quantile(x, 4).`,
      },
      {
        title: 'the label of a value, in place of its code',
        script: `
create-dataset d
import people/SEX as sex
generate woman = sex == label_to_code(sex, 'Female')
generate man = inlabels(sex, 'Male')
generate ale = labelcontains(sex, 'ale')
summarize woman man ale`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| woman | 9 | 0 | 0.555556 | 0.527046 | 0 | 0 | 1 | 1 | 1 |
| man | 9 | 0 | 0.444444 | 0.527046 | 0 | 0 | 0 | 1 | 1 |
| ale | 9 | 0 | 1 | 0 | 1 | 1 | 1 | 1 | 1 |`,
      },
      {
        title: 'a label that nothing has',
        script: `
create-dataset d
import people/SEX as sex
import people/AGE as age
generate x = inlabels(sex, 'Femal')
generate x = labelcontains(sex, 'zzz')
generate x = label_to_code(age, 'Old')`,
        expect: `
\`script.code\` at 4:28: “sex” has no label “Femal”. Did you mean 'Female'? Its labels are 'Male' and 'Female'.

\`script.code\` at 5:33: “sex” has no label that holds “zzz”. Its labels are 'Male' and 'Female'.

\`script.code\` at 6:28: “age” has no labels. Give it labels with assign-labels, or compare its codes.`,
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
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| height | 9 | 0 | 164.5 | 25.7172 | 104.8 | 165 | 170 | 175.5 | 189.2 |`,
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
        expect: `
| age | n |
| --- | --- |
| Child | 2 |
| Adult | 4 |
| Older | 2 |
| Unknown | 1 |
| All | 9 |`,
      },
      {
        title: 'values not named stay',
        script: `
create-dataset d
import people/DEAD as dead
recode dead (1 = 2)
tabulate dead`,
        expect: `
| dead | n |
| --- | --- |
| Alive | 5 |
| 2 | 5 |
| All | 10 |`,
      },
    ],
  },
  {
    command: 'destring',
    rows: [
      {
        title: 'new variables beside the old ones',
        script: `
create-dataset d
import people/SEX as sex
import people/ANSWER as answer
destring sex, prefix(n_)
summarize n_sex
tabulate sex`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| n_sex | 9 | 0 | 1.55556 | 0.527046 | 1 | 1 | 2 | 2 | 2 |

| sex | n |
| --- | --- |
| Male | 4 |
| Female | 5 |
| All | 9 |`,
      },
      {
        title: 'text that is not a number is an error that says what to do',
        script: `
create-dataset d
import people/ANSWER as answer
destring answer
summarize answer`,
        expect: `
\`script.type\` at 3:1: A text is not a number. Add force to make such values missing, or ignore() with the characters to leave out.`,
      },
      {
        title: 'ignored characters, a decimal comma, and what is still not a number made missing',
        script: `
create-dataset d
import people/ANSWER as answer
destring answer, ignore(' kr') dpcomma force
summarize answer`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| answer | 8 | 1 | 132.563 | 350.806 | -6.51 | 1.5 | 5.75 | 19.5 | 932.94 |`,
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
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | 5 | 0 | 22.4 | 14.5362 | 1.56 | 15 | 28 | 30 | 37.68 |`,
      },
      {
        title: 'keeps variables',
        script: `
create-dataset d
import people/AGE as age
import people/SEX as sex
keep sex
summarize age`,
        expect: `
\`script.unknown-name\` at 5:11: There is no variable in the dataset d named “age”. It has PERSONID_1 and sex.`,
      },
      {
        title: 'nobody left is a dataset without rows, not an error',
        script: `
create-dataset d
import people/AGE as age
keep if age > 200
summarize age`,
        expect: `
| variable | n | missing | mean | sd |
| --- | --- | --- | --- | --- |
| age | 0 | 0 | . | . |`,
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
        expect: `
| age | n |
| --- | --- |
| 40 | 1 |
| 50 | 1 |
| 60 | 1 |
| Missing | 1 |
| All | 4 |`,
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
        expect: `
\`script.unknown-name\` at 5:10: There is no variable in the dataset d named “sex”. It has PERSONID_1 and gender.`,
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
        expect: `
| dead | alive | n |
| --- | --- | --- |
| Alive | Dead | 5 |
| Alive | All | 5 |
| Dead | Alive | 5 |
| Dead | All | 5 |
| All | Alive | 5 |
| All | Dead | 5 |
| All | All | 10 |`,
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
        expect: `
| dead | n |
| --- | --- |
| Lived | 5 |
| Died | 5 |
| All | 10 |`,
      },
      {
        title: 'a label of letters needs no quotation marks',
        script: `
create-dataset d
import people/DEAD as dead
define-labels outcome 0 Levende 1 Død
assign-labels dead outcome
tabulate dead`,
        expect: `
| dead | n |
| --- | --- |
| Levende | 5 |
| Død | 5 |
| All | 10 |`,
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
        expect: `
| code | label |
| --- | --- |
| 0 | Lived |
| 1 | Died |`,
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
        expect: `
\`script.unknown-name\` at 5:20: There is no list of labels named “outcome”. Write define-labels with this name above.`,
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
        expect: `
\`script.unknown-name\` at 3:20: There is no list of labels named “outcome”. Write define-labels with this name above.`,
      },
    ],
  },
]
