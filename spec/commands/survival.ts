/** Survival and event histories. The numbers of models are those of R (`spec/oracles/spec-models.R`). */
import type { CommandSpec } from '../types.js'

export const SURVIVAL: readonly CommandSpec[] = [
  {
    command: 'cox',
    rows: [
      {
        title: 'log hazard ratios, Efron for ties',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/HEIGHT as height
cox dead days height`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| height | 0.0163517 | 0.0194736 | 0.839688 | 0.401083 | -0.0218158 | 0.0545192 |

used 9, missing 1, aic 18.2024, events 5, logLikelihood -8.10122, logLikelihoodNull -8.64294

likelihood-ratio(1) = 1.08345, p = 0.297927

wald(1) = 0.705076, p = 0.401083`,
      },
      {
        title: 'nobody has the event',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/HEIGHT as height
keep if dead == 0
cox dead days height`,
        expect: `
\`script.degenerate\` at 6:1: dead has no events. Follow longer, or choose an event that happens.`,
      },
    ],
  },
  {
    command: 'kaplan-meier',
    rows: [
      {
        title: 'survival by group with the log-rank test',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/SEX as sex
kaplan-meier dead days, by(sex)`,
        expect: `
| sex | time | at risk | survival | lower | upper |
| --- | --- | --- | --- | --- | --- |
| Male | 100 | 4 | 0.75 | 0.127947 | 0.960549 |
| Male | 300 | 3 | 0.5 | 0.0578471 | 0.844861 |
| Male | 900 | 1 | 0.5 | 0.0578471 | 0.844861 |
| Female | 400 | 4 | 0.75 | 0.127947 | 0.960549 |
| Female | 600 | 3 | 0.5 | 0.0578471 | 0.844861 |
| Female | 1000 | 1 | 0.5 | 0.0578471 | 0.844861 |

log-rank(1) = 0.327837, p = 0.566935`,
      },
    ],
  },
]
