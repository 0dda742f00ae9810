/**
 * Models. The numbers of these rows are those of R (the script stands in `spec/oracles/spec-models.R`); real data of
 * realistic size are compared in `spec/oracles` as well.
 */
import type { CommandSpec } from '../types.js'

export const MODELS: readonly CommandSpec[] = [
  {
    command: 'regress',
    rows: [
      {
        title: 'least squares with a factor; rows with any missing value are left out',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
import people/SEX as sex
regress height age i.sex`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 1.54847 | 0.654072 | 2.36742 | 0.0770368 | -0.267529 | 3.36446 |
| i.sex = 2 | -33.0921 | 22.0588 | -1.50018 | 0.207957 | -94.3372 | 28.153 |
| _cons | 135.167 | 25.8842 | 5.22199 | 0.00641872 | 63.3011 | 207.033 |

used 7, missing 2, adjustedR2 0.477297, aic 69.7343, logLikelihood -30.8671, r2 0.651531, rmse 26.3234

f(2, 4) = 3.7394, p = 0.12143`,
      },
      {
        title: 'a term that others determine is left out, by name',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
generate months = 12 * age
regress height age months`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 1.42977 | 0.627984 | 2.27677 | 0.0630791 | -0.106849 | 2.96639 |
| _cons | 114.043 | 21.6165 | 5.27576 | 0.00187282 | 61.1497 | 166.937 |

used 8, missing 1, adjustedR2 0.374087, aic 79.1537, logLikelihood -36.5768, r2 0.463503, rmse 27.0316

f(1, 6) = 5.18366, p = 0.0630791

months was left out: it is a combination of the terms before it (collinearity).`,
      },
    ],
  },
  {
    command: 'logit',
    rows: [
      {
        title: 'log-odds of a 0/1 outcome',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
logit dead days`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.0029362 | 0.00254627 | -1.15314 | 0.248853 | -0.00792679 | 0.00205439 |
| _cons | 1.61491 | 1.55889 | 1.03594 | 0.300231 | -1.44045 | 4.67027 |

used 10, missing 0, aic 16.326, logLikelihood -6.16298, logLikelihoodNull -6.93147, pseudoR2 0.110871

likelihood-ratio(1) = 1.53699, p = 0.215066`,
      },
    ],
  },
]
