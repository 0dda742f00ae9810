/** The `-predict` commands: what a model says of each row, as variables. Their numbers are those of R (`spec/oracles/spec-predict.R`). */
import type { CommandSpec } from '../types.js'

export const PREDICT: readonly CommandSpec[] = [
  {
    command: 'regress-predict',
    rows: [
      {
        title: 'fitted values, residuals and Cook’s distance; rows that the model cannot use get missing',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
import people/SEX as sex
regress-predict height age i.sex, predicted(expected) residuals(rest) cooksd(influence)
generate distance = abs(rest)
summarize expected distance influence`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| expected | 7 | 2 | 156.214 | 29.3889 | 106.132 | 146.981 | 158.394 | 170.208 | 196.049 |
| distance | 7 | 2 | 18.6365 | 7.5328 | 4.86455 | 17.1058 | 19.4984 | 22.0194 | 28.2602 |
| influence | 7 | 2 | 0.641266 | 1.06794 | 0.00741988 | 0.073339 | 0.291922 | 0.515601 | 2.8656 |`,
      },
      {
        title: 'the fitted value is what it makes when nothing is asked for',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
regress-predict height age if age > 30
summarize predicted`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| predicted | 4 | 5 | 169.25 | 4.35463 | 163.905 | 166.821 | 169.857 | 172.287 | 173.453 |`,
      },
      {
        title: 'a name that is taken, one that stands twice, and a prediction the model does not have',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
regress-predict height age, predicted(age)
regress-predict height age, predicted(a) residuals(a)
regress-predict height age, probabilities(p)`,
        expect: `
\`script.duplicate-name\` at 4:39: The dataset d already has a variable “age”. Choose another name, or use replace to change it.

\`script.duplicate-name\` at 5:52: “a” stands twice. Name it once.

\`script.unknown-option\` at 6:29: regress-predict has no option “probabilities”. Its options are predicted, residuals, cooksd, control, noconstant.`,
      },
    ],
  },
  {
    command: 'logit-predict',
    rows: [
      {
        title: 'probabilities, log-odds, and the outcome less its probability',
        script: `
create-dataset d
import people/DAYS as days
import people/DEAD as dead
logit-predict dead days, probabilities(risk) predicted(logodds) residuals(rest)
generate distance = abs(rest)
generate size = abs(logodds)
summarize risk distance size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| risk | 10 | 0 | 0.5 | 0.202 | 0.215368 | 0.34114 | 0.5 | 0.65886 | 0.784632 |
| distance | 10 | 0 | 0.427776 | 0.187104 | 0.210604 | 0.278729 | 0.391639 | 0.536637 | 0.730994 |
| size | 10 | 0 | 0.73405 | 0.437703 | 0.14681 | 0.44043 | 0.73405 | 1.02767 | 1.32129 |`,
      },
    ],
  },
  {
    command: 'cox-predict',
    rows: [
      {
        title: 'the hazard relative to someone with every term 0',
        script: `
create-dataset d
import people/DAYS as days
import people/DEAD as dead
import people/HEIGHT as height
cox-predict dead days height if days > 10, predicted(hazard)
summarize hazard`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| hazard | 9 | 1 | 15.4744 | 5.18641 | 4.23093 | 14.8505 | 16.1157 | 17.6322 | 22.0803 |`,
      },
    ],
  },
]
