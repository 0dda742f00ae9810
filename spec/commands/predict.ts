/** The `-predict` commands: what a model says of each row, as variables. Their numbers are those of R (`spec/oracles/spec-predict.R`). */
import type { CommandSpec } from '../types.js'
import { CATHETERS, CHILDREN, PUPILS, STATES } from './datasets.js'

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
        title: 'through the origin, with a further term',
        script: `${PUPILS}
regress-predict days male, control(slow) noconstant predicted(expected)
summarize expected`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| expected | 146 | 0 | 11.4899 | 8.44375 | 0 | 0 | 12.3133 | 13.6635 | 25.9769 |`,
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
      {
        title: 'with a further term and without a constant',
        script: `${PUPILS}
logit-predict slow male, control(days) noconstant
summarize probabilities`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| probabilities | 146 | 0 | 0.441808 | 0.0872056 | 0.328358 | 0.34523 | 0.502477 | 0.51362 | 0.570487 |`,
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
      {
        title: 'with a further term',
        script: `${CATHETERS}
cox-predict infected days female, control(age) predicted(hazard)
summarize hazard`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| hazard | 38 | 0 | 0.639184 | 0.273751 | 0.445305 | 0.475221 | 0.485469 | 1.02053 | 1.12966 |`,
      },
      {
        title: 'nobody to fit a model on',
        script: `
create-dataset d
import people/DAYS as days
import people/DEAD as dead
import people/HEIGHT as height
cox-predict dead days height if days > 5000
summarize predicted`,
        expect: `
\`script.degenerate\` at 5:1: No row has a value of every variable of this cox. Look at each with summarize, and leave out the one that is missing everywhere.`,
      },
    ],
  },
  {
    command: 'probit-predict',
    rows: [
      {
        title: 'probabilities, the index, and the outcome less its probability',
        script: `${PUPILS}
probit-predict slow days male, probabilities(risk) predicted(index) residuals(rest)
generate size = abs(rest)
summarize risk index size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| risk | 146 | 0 | 0.431664 | 0.0809529 | 0.318221 | 0.343698 | 0.475867 | 0.492402 | 0.577042 |
| index | 146 | 0 | -0.176035 | 0.208749 | -0.472679 | -0.402391 | -0.0605284 | -0.0190472 | 0.19435 |
| size | 146 | 0 | 0.477568 | 0.103676 | 0.318221 | 0.379817 | 0.490807 | 0.518624 | 0.680296 |`,
      },
      {
        title: 'with a further term and without a constant; rows outside the condition get missing',
        script: `${PUPILS}
probit-predict slow days if stage == 'F1', control(male) noconstant
summarize probabilities`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| probabilities | 46 | 100 | 0.639314 | 0.0968602 | 0.503983 | 0.552958 | 0.626171 | 0.705525 | 0.882618 |`,
      },
    ],
  },
  {
    command: 'mlogit-predict',
    rows: [
      {
        title: 'the likeliest level, and the probability of each',
        script: `${PUPILS}
mlogit-predict stage days male, predicted(guess) probabilities(p)
tabulate guess
summarize p_F0 p_F1 p_F2 p_F3`,
        expect: `
| guess | n |
| --- | --- |
| Primary | 16 |
| First form | 77 |
| Second form | 53 |
| All | 146 |

| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| p_F0 | 146 | 0 | 0.184932 | 0.071665 | 0.0855696 | 0.130049 | 0.130954 | 0.268644 | 0.290225 |
| p_F1 | 146 | 0 | 0.315068 | 0.137007 | 0.0428784 | 0.211848 | 0.306509 | 0.451766 | 0.525413 |
| p_F2 | 146 | 0 | 0.273973 | 0.0851276 | 0.166164 | 0.204258 | 0.255414 | 0.315994 | 0.515719 |
| p_F3 | 146 | 0 | 0.226027 | 0.0486855 | 0.166688 | 0.191056 | 0.211493 | 0.249603 | 0.371785 |`,
      },
      {
        title: 'the probability of one level, with a further term and without a constant',
        script: `${PUPILS}
mlogit-predict stage days, probabilities(oldest) outcome('F3') control(male) noconstant
summarize oldest`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| oldest | 146 | 0 | 0.248002 | 0.0410172 | 0.181425 | 0.209916 | 0.256322 | 0.272373 | 0.337786 |`,
      },
      {
        title: 'a level that there is not',
        script: `${PUPILS}
mlogit-predict stage days, probabilities(p) outcome('F9')
summarize p`,
        expect: `
\`script.statistics\` at 7:1: stage has no level F9. Name one of its codes in outcome().`,
      },
    ],
  },
  {
    command: 'poisson-predict',
    rows: [
      {
        title: 'how many are expected, and how many there were beyond that',
        script: `${PUPILS}
poisson-predict days male slow, predicted(expected) residuals(rest)
generate size = abs(rest)
summarize expected size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| expected | 146 | 0 | 16.4589 | 1.66691 | 14.3295 | 14.3295 | 16.1205 | 17.2051 | 19.3556 |
| size | 146 | 0 | 12.4104 | 10.3159 | 0.329477 | 5.70161 | 10.2051 | 14.3556 | 49.9271 |`,
      },
      {
        title: 'over time at risk, with a further term and without a constant',
        script: `${PUPILS}
generate terms = 3 + male
poisson-predict days male, exposure(terms) control(slow) noconstant
summarize predicted`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| predicted | 146 | 0 | 11.4039 | 9.32089 | 3 | 3 | 8.99937 | 10.5808 | 31.7402 |`,
      },
    ],
  },
  {
    command: 'negative-binomial-predict',
    rows: [
      {
        title: 'how many are expected, and how many there were beyond that',
        script: `${PUPILS}
negative-binomial-predict days male slow, predicted(expected) residuals(rest)
generate size = abs(rest)
summarize expected size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| expected | 146 | 0 | 16.4622 | 1.73156 | 14.2461 | 14.2461 | 16.1455 | 17.1982 | 19.4911 |
| size | 146 | 0 | 12.4156 | 10.3104 | 0.246142 | 5.76584 | 10.1982 | 14.4911 | 49.87 |`,
      },
      {
        title: 'over time at risk, with a further term and without a constant',
        script: `${PUPILS}
generate terms = 3 + male
negative-binomial-predict days male, exposure(terms) control(slow) noconstant
summarize predicted`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| predicted | 146 | 0 | 16.2141 | 16.2267 | 3 | 3 | 12.035 | 13.0544 | 52.3701 |`,
      },
    ],
  },
  {
    command: 'ivregress-predict',
    rows: [
      {
        title: 'by two-stage least squares: from the price as it is, not as the instruments tell it',
        script: `${STATES}
ivregress-predict packs income (price = sales tax), tsls predicted(expected) residuals(rest)
generate size = abs(rest)
summarize expected size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| expected | 48 | 0 | 4.53883 | 0.146745 | 4.2041 | 4.41853 | 4.54657 | 4.67577 | 4.77915 |
| size | 48 | 0 | 0.137932 | 0.119829 | 0.0175195 | 0.044501 | 0.102676 | 0.199984 | 0.493878 |`,
      },
      {
        title: 'by limited-information maximum likelihood and by GMM, with a further term',
        script: `${STATES}
ivregress-predict packs (price = sales tax), liml control(income) predicted(by_liml)
ivregress-predict packs (price = sales tax), gmm control(income) predicted(by_gmm)
ivregress-predict packs (price = sales), noconstant predicted(through_origin)
summarize by_liml by_gmm through_origin`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| by_liml | 48 | 0 | 4.53883 | 0.146644 | 4.20434 | 4.41862 | 4.5466 | 4.67563 | 4.77899 |
| by_gmm | 48 | 0 | 4.53855 | 0.147803 | 4.20063 | 4.41666 | 4.54214 | 4.67922 | 4.78038 |
| through_origin | 48 | 0 | 4.44684 | 0.11884 | 4.25479 | 4.36588 | 4.4177 | 4.52877 | 4.70542 |`,
      },
    ],
  },
  {
    command: 'regress-panel-predict',
    rows: [
      {
        title: 'random effects of children, and what is left without them',
        script: `${CHILDREN}
regress-panel-predict distance age male, re predicted(expected) residuals(rest) effects(child)
generate size = abs(rest)
generate child_size = abs(child)
summarize expected size child_size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| expected | 27 | 0 | 24.0231 | 1.87413 | 20.6672 | 22.9882 | 24.3086 | 25.6289 | 26.9493 |
| size | 27 | 0 | 0.908254 | 0.874408 | 0.0244511 | 0.40226 | 0.737524 | 1.133 | 5.14553 |
| child_size | 27 | 0 | 1.2759 | 0.998006 | 0.019646 | 0.621304 | 1.10018 | 1.70183 | 3.91692 |`,
      },
      {
        title: 'fixed effects of children',
        script: `${CHILDREN}
regress-panel-predict distance age, fe effects(child) residuals(rest)
generate size = abs(rest)
generate child_size = abs(child)
summarize size child_size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| size | 27 | 0 | 0.862637 | 0.883859 | 0.0194444 | 0.28125 | 0.777315 | 1.08981 | 5.12731 |
| child_size | 27 | 0 | 1.61831 | 1.48366 | 0.148148 | 0.398148 | 1.02315 | 2.60185 | 5.52315 |`,
      },
      {
        title: 'the regression of means and the pooled one have no effects of units',
        script: `${CHILDREN}
regress-panel-predict distance age, be control(male) predicted(between)
regress-panel-predict distance age, pooled control(male) predicted(pooled)
summarize between pooled
regress-panel-predict distance age, pooled effects(child)
summarize child`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| between | 27 | 0 | 24.0231 | 1.14576 | 22.6477 | 22.6477 | 24.9688 | 24.9688 | 24.9688 |
| pooled | 27 | 0 | 24.0231 | 1.87413 | 20.6672 | 22.9882 | 24.3086 | 25.6289 | 26.9493 |

\`script.statistics\` at 8:1: pooled has no effects of units. Use fe or re for effects().`,
      },
    ],
  },
  {
    command: 'regress-mml-predict',
    rows: [
      {
        title: 'the effect of each child, and what is left without it',
        script: `${CHILDREN}
regress-mml-predict distance age male by PERSONID_1, predicted(expected) residuals(rest) effects(child)
generate size = abs(rest)
generate child_size = abs(child)
summarize expected size child_size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| expected | 27 | 0 | 24.0231 | 1.87413 | 20.6672 | 22.9882 | 24.3086 | 25.6289 | 26.9493 |
| size | 27 | 0 | 0.908254 | 0.874408 | 0.0244511 | 0.40226 | 0.737524 | 1.133 | 5.14553 |
| child_size | 27 | 0 | 1.2759 | 0.998006 | 0.019646 | 0.621304 | 1.10018 | 1.70183 | 3.91692 |`,
      },
      {
        title: 'effects of groups within groups are added; rows with missing values get none',
        script: `${CHILDREN}
generate half = to_int(age > 11) if age < 14 | male == 1
regress-mml-predict distance age by PERSONID_1 half, effects(child) residuals(rest)
generate size = abs(rest)
generate child_size = abs(child)
summarize child_size size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| child_size | 27 | 0 | 1.32953 | 1.23219 | 0.064259 | 0.361177 | 0.982903 | 2.03641 | 4.76277 |
| size | 27 | 0 | 0.899335 | 0.85115 | 0.0256779 | 0.366461 | 0.834531 | 1.20804 | 4.82636 |`,
      },
      {
        title: 'with a further term and without a constant',
        script: `${CHILDREN}
regress-mml-predict distance age by PERSONID_1, control(male) noconstant
summarize predicted`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| predicted | 27 | 0 | 18.0801 | 8.50749 | 5.86206 | 8.79308 | 22.7705 | 25.7015 | 27.167 |`,
      },
    ],
  },
  {
    command: 'rdd-predict',
    rows: [
      {
        title: 'a line on each side of the cutoff',
        script: `${CHILDREN}
rdd-predict distance age male, cutoff(9) predicted(expected) residuals(rest)
generate size = abs(rest)
summarize expected size`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| expected | 27 | 0 | 24.0231 | 1.87868 | 20.8098 | 23.1308 | 24.1184 | 25.5814 | 27.0444 |
| size | 27 | 0 | 1.76417 | 1.38049 | 0.0848611 | 0.73555 | 1.38156 | 2.59066 | 5.4186 |`,
      },
      {
        title: 'a parabola on each side near the cutoff, with a further term',
        script: `${STATES}
rdd-predict packs price, cutoff(4.8) polynomial(2) bandwidth(0.15) control(income)
summarize predicted`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| predicted | 32 | 16 | 4.51986 | 0.171281 | 4.16546 | 4.43808 | 4.47844 | 4.66301 | 4.77924 |`,
      },
      {
        title: 'a treatment that passing the cutoff makes likelier',
        script: `${CHILDREN}
generate treated = to_int(age > 11 & distance > 23 | distance > 26)
rdd-predict distance age, cutoff(11) fuzzy(treated)
summarize predicted`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| predicted | 27 | 0 | 24.0231 | 1.49815 | 22.1667 | 23.0139 | 23.963 | 25.0139 | 26.1667 |`,
      },
    ],
  },
  {
    command: 'weibull-predict',
    rows: [
      {
        title:
          'the time at which half have had the event, and the probability to come to one’s own time without it',
        script: `${CATHETERS}
weibull-predict infected days female age, predicted(median) probabilities(free)
summarize median free`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| median | 38 | 0 | 89.2638 | 29.7846 | 37.9633 | 46.4478 | 102.756 | 107.202 | 121.975 |
| free | 38 | 0 | 0.600342 | 0.27965 | 0.0377098 | 0.386217 | 0.675194 | 0.839773 | 0.956805 |`,
      },
      {
        title: 'of patients observed from the fifth day, with a further term and without a constant',
        script: `${CATHETERS}
generate seen = 5
weibull-predict infected days female if days > seen, entry(seen) control(age) predicted(median)
weibull-predict infected days female, noconstant predicted(other)
summarize median other`,
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| median | 38 | 0 | 68.5311 | 25.101 | 24.4069 | 64.8484 | 80.7328 | 83.1213 | 90.8454 |
| other | 38 | 0 | 52.1341 | 31.1636 | 0.331606 | 0.331606 | 70.635 | 70.635 | 70.635 |`,
      },
    ],
  },
]
