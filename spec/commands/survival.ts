/** Survival and event histories. The numbers of models are those of R (`spec/oracles/spec-models.R`). */
import type { CommandSpec } from '../types.js'
import { CATHETERS } from './datasets.js'

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
        title: 'the test of proportional hazards, against effects that change with time',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/HEIGHT as height
cox dead days height, phtest(identity)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| height | 0.0163517 | 0.0194736 | 0.839688 | 0.401083 | -0.0218158 | 0.0545192 |

used 9, missing 1, aic 18.2024, events 5, logLikelihood -8.10122, logLikelihoodNull -8.64294

likelihood-ratio(1) = 1.08345, p = 0.297927

wald(1) = 0.705076, p = 0.401083

proportional-hazards of height(1) = 0.104559, p = 0.746426`,
      },
      {
        title: 'a model for each group',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/HEIGHT as height
import people/SEX as sex
cox dead days height, by(sex)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| Male | height | -0.134066 | 0.157752 | -0.84985 | 0.395408 | -0.443255 | 0.175123 |
| Female | height | 0.0280825 | 0.0440113 | 0.638075 | 0.523425 | -0.058178 | 0.114343 |

used 8, missing 2, aic 10.5241, events 4, logLikelihood -3.26205, logLikelihoodNull -4.27667

likelihood-ratio of Male(1) = 1.05975, p = 0.303272

wald of Male(1) = 0.722245, p = 0.395408

likelihood-ratio of Female(1) = 0.969483, p = 0.324809

wald of Female(1) = 0.407139, p = 0.523425`,
      },
      {
        title: 'two catheters of one patient belong together',
        script: `${CATHETERS}
cox infected days female age, hazard cluster(patient) level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| female | -0.829314 | 0.483464 | -1.71536 | 0.0862795 | -1.62454 | -0.0340867 |
| age | 0.00203188 | 0.00808875 | 0.251199 | 0.80166 | -0.0112729 | 0.0153367 |

used 38, missing 0, aic 372.689, events 58, logLikelihood -184.345, logLikelihoodNull -187.903

wald(2) = 2.98825, p = 0.224445`,
      },
      {
        title: 'robust standard errors, Breslow for ties',
        script: `${CATHETERS}
cox infected days female, control(age) ties(breslow) robust`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| female | -0.820995 | 0.414257 | -1.98185 | 0.0474962 | -1.63292 | -0.00906598 |
| age | 0.00218152 | 0.00720741 | 0.302677 | 0.762136 | -0.0119447 | 0.0163078 |

used 38, missing 0, aic 373.314, events 58, logLikelihood -184.657, logLikelihoodNull -188.155

wald(2) = 3.93677, p = 0.139682`,
      },
      {
        title: 'a baseline for each disease, and effects of one standard deviation',
        script: `${CATHETERS}
cox infected days female age, strata(disease)
cox infected days female age, standardize`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| female | -1.48647 | 0.371486 | -4.0014 | 0.0000629676 | -2.21456 | -0.758366 |
| age | 0.00743149 | 0.0119824 | 0.620202 | 0.535125 | -0.0160535 | 0.0309165 |

used 38, missing 0, aic 227.967, events 58, logLikelihood -111.983, logLikelihoodNull -119.483

likelihood-ratio(2) = 14.9986, p = 0.000553465

wald(2) = 16.0786, p = 0.000322535

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| female | -0.365186 | 0.131644 | -2.77404 | 0.00553643 | -0.623204 | -0.107169 |
| age | 0.0297531 | 0.135396 | 0.219749 | 0.826067 | -0.235618 | 0.295125 |

used 38, missing 0, aic 372.689, events 58, logLikelihood -184.345, logLikelihoodNull -187.903

likelihood-ratio(2) = 7.11639, p = 0.0284902

wald(2) = 8.0188, p = 0.0181443`,
      },
      {
        title: 'mean effects on the log hazard, which rises with age for women and falls for men',
        script: `${CATHETERS}
cox infected days c.age##c.female, margins()`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | -0.0280073 | 0.0179456 | -1.56068 | 0.1186 | -0.0631801 | 0.00716546 |
| female | -2.49653 | 0.937702 | -2.66239 | 0.00775882 | -4.33439 | -0.658665 |
| age#female | 0.0381212 | 0.0209942 | 1.81579 | 0.0694021 | -0.00302675 | 0.0792691 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.0000819311 | 0.00890785 | 0.00919763 | 0.992661 | -0.0173771 | 0.017541 |
| female | -0.830734 | 0.301127 | -2.75875 | 0.00580232 | -1.42093 | -0.240536 |

used 38, missing 0, aic 371.71, events 58, logLikelihood -182.855, logLikelihoodNull -187.903

likelihood-ratio(3) = 10.0953, p = 0.0177733

wald(3) = 11.9964, p = 0.00739557`,
      },
      {
        title: 'time has no marginal effect',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
cox dead days age, margins(days)`,
        expect: `
\`script.unknown-name\` at 5:28: “days” is in no term of the model, so it has no marginal effect. Name some of age, or leave the parentheses empty for all.`,
      },
      {
        title: 'a function of time that there is not',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
cox dead days days, phtest(rank)`,
        expect: `
\`script.unknown-option\` at 4:28: There is no function of time named “rank”. Write one of km, identity and log.`,
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
      {
        title: 'another level of confidence; who misses the time is left out',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
replace days = . if days == 100
kaplan-meier dead days, level(90)`,
        expect: `
| group | time | at risk | survival | lower | upper |
| --- | --- | --- | --- | --- | --- |
| all | 300 | 8 | 0.875 | 0.500288 | 0.974583 |
| all | 400 | 7 | 0.75 | 0.396838 | 0.914346 |
| all | 600 | 5 | 0.6 | 0.258167 | 0.82473 |
| all | 800 | 3 | 0.4 | 0.102098 | 0.692155 |
| all | 1000 | 1 | 0.4 | 0.102098 | 0.692155 |`,
      },
    ],
  },
  {
    command: 'weibull',
    rows: [
      {
        title: 'log hazard ratios, the constant and the logarithm of the shape',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/HEIGHT as height
weibull dead days height`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | height | 0.0175557 | 0.0182075 | 0.964201 | 0.334945 | -0.0181304 | 0.0532418 |
|  | _cons | -13.0974 | 4.91969 | -2.66224 | 0.00776228 | -22.7398 | -3.45497 |
| shape | ln_p | 0.411183 | 0.383108 | 1.07328 | 0.283144 | -0.339694 | 1.16206 |

used 9, missing 1, aic 82.8667, events 5, logLikelihood -38.4333, logLikelihoodNull -39.1609, shape 1.5086

likelihood-ratio(1) = 1.4552, p = 0.227695

wald(1) = 0.929683, p = 0.334945`,
      },
      {
        title: 'a constant only',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
weibull dead days`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | _cons | -10.1202 | 3.76237 | -2.68985 | 0.00714842 | -17.4943 | -2.7461 |
| shape | ln_p | 0.39126 | 0.38551 | 1.01492 | 0.310146 | -0.364326 | 1.14685 |

used 10, missing 0, aic 83.1507, events 5, logLikelihood -39.5754, shape 1.47884`,
      },
      {
        title: 'two catheters of one patient belong together',
        script: `${CATHETERS}
weibull infected days female age, hazard cluster(patient) level(90)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | female | -0.875072 | 0.516496 | -1.69425 | 0.0902184 | -1.72463 | -0.0255114 |
|  | age | 0.00365642 | 0.0090207 | 0.405337 | 0.68523 | -0.0111813 | 0.0184941 |
|  | _cons | -3.88197 | 0.667845 | -5.81268 | 6.1482e-9 | -4.98048 | -2.78346 |
| shape | ln_p | -0.0983233 | 0.0799082 | -1.23045 | 0.218528 | -0.229761 | 0.0331141 |

used 38, missing 0, aic 681.108, events 58, logLikelihood -336.554, shape 0.906356

wald(2) = 3.19479, p = 0.202423`,
      },
      {
        title: 'robust standard errors; control() adds terms',
        script: `${CATHETERS}
weibull infected days female, control(age) robust`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | female | -0.875072 | 0.441863 | -1.98042 | 0.0476569 | -1.74111 | -0.00903676 |
|  | age | 0.00365642 | 0.00790657 | 0.462453 | 0.643756 | -0.0118402 | 0.019153 |
|  | _cons | -3.88197 | 0.570784 | -6.80111 | 1.03813e-11 | -5.00069 | -2.76325 |
| shape | ln_p | -0.0983233 | 0.0856698 | -1.1477 | 0.251092 | -0.266233 | 0.0695864 |

used 38, missing 0, aic 681.108, events 58, logLikelihood -336.554, shape 0.906356

wald(2) = 4.2343, p = 0.120374`,
      },
      {
        title: 'effects of one standard deviation, and a model without a constant',
        script: `${CATHETERS}
weibull infected days female age, standardize
weibull infected days female age, noconstant`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | female | -0.385336 | 0.126481 | -3.04658 | 0.0023146 | -0.633234 | -0.137437 |
|  | age | 0.0535415 | 0.137013 | 0.390777 | 0.695962 | -0.214999 | 0.322082 |
|  | _cons | -4.36698 | 0.455821 | -9.58047 | 9.66045e-22 | -5.26038 | -3.47359 |
| shape | ln_p | -0.0983233 | 0.0937824 | -1.04842 | 0.294445 | -0.282133 | 0.0854867 |

used 38, missing 0, aic 681.108, events 58, logLikelihood -336.554, logLikelihoodNull -340.937, shape 0.906356

likelihood-ratio(2) = 8.76657, p = 0.0124843

wald(2) = 9.97233, p = 0.0068318

| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | female | -1.51512 | 0.236813 | -6.39795 | 1.57479e-10 | -1.97926 | -1.05097 |
|  | age | -0.038306 | 0.00553223 | -6.92415 | 4.38615e-12 | -0.0491489 | -0.027463 |
| shape | ln_p | -0.550448 | 0.0849537 | -6.47939 | 9.20924e-11 | -0.716954 | -0.383942 |

used 38, missing 0, aic 727.753, events 58, logLikelihood -360.877, shape 0.576691

wald(2) = 91.0751, p = 1.6722e-20`,
      },
      {
        title: 'patients who came under observation after five days',
        script: `${CATHETERS}
generate seen = 5
weibull infected days female if days > seen, entry(seen)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | female | -0.87976 | 0.289843 | -3.0353 | 0.00240295 | -1.44784 | -0.311679 |
|  | _cons | -2.75288 | 0.634417 | -4.33922 | 0.0000142989 | -3.99631 | -1.50944 |
| shape | ln_p | -0.302357 | 0.14828 | -2.0391 | 0.04144 | -0.59298 | -0.0117343 |

used 38, missing 0, aic 660.141, events 57, logLikelihood -327.07, logLikelihoodNull -331.088, shape 0.739074

likelihood-ratio(1) = 8.03528, p = 0.00458749

wald(1) = 9.21306, p = 0.00240295`,
      },
      {
        title: 'mean effects on the log hazard, which rises with age for women and falls for men',
        script: `${CATHETERS}
weibull infected days c.age##c.female, robust margins(female)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | age | -0.0334398 | 0.0150764 | -2.21803 | 0.0265531 | -0.062989 | -0.00389064 |
|  | female | -2.92617 | 0.683297 | -4.28243 | 0.0000184867 | -4.26541 | -1.58693 |
|  | age#female | 0.0464095 | 0.0175861 | 2.63899 | 0.00831546 | 0.0119414 | 0.0808777 |
|  | _cons | -2.43844 | 0.481696 | -5.06218 | 4.14479e-7 | -3.38254 | -1.49433 |
| shape | ln_p | -0.0550331 | 0.0889316 | -0.618825 | 0.536032 | -0.229336 | 0.11927 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| female | -0.898193 | 0.440571 | -2.0387 | 0.0414795 | -1.7617 | -0.0346909 |

used 38, missing 0, aic 678.92, events 58, logLikelihood -334.46, shape 0.946454

wald(3) = 22.4336, p = 0.0000529915`,
      },
      {
        title: 'nobody has the event',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
keep if dead == 0
weibull dead days`,
        expect: `
\`script.degenerate\` at 5:1: dead has no events. Follow longer, or choose an event that happens.`,
      },
      {
        title: 'text is no time',
        script: `
create-dataset d
import people/DEAD as dead
import people/ANSWER as answer
weibull dead answer`,
        expect: `
\`script.type\` at 4:14: weibull needs numbers, and “answer” is text. Make numbers of it first: destring answer.`,
      },
    ],
  },
  {
    command: 'match',
    rows: [
      {
        title: 'cases and their matches of the same sex; who misses the sex is alone',
        script: `
create-dataset cases
import people/DEAD as dead
import people/SEX as sex
keep if dead == 1
create-dataset d
import people/SEX as sex
match cases into m on sex, ratio(2)
tabulate sex match_case, missing`,
        expect: `
| sex | match_case | n |
| --- | --- | --- |
| Male | Match | 2 |
| Male | Case | 2 |
| Male | All | 4 |
| Female | Match | 3 |
| Female | Case | 2 |
| Female | All | 5 |
| Missing | Case | 1 |
| Missing | All | 1 |
| All | Match | 5 |
| All | Case | 5 |
| All | All | 10 |`,
      },
      {
        title: 'a caliper, and the same unit for several cases',
        script: `
create-dataset cases
import people/AGE as age
keep if age == 40 | age == 45
create-dataset d
import people/AGE as age
match cases into m on age, ratio(9) caliper(age 5) replace seed(7)
tabulate age match_case`,
        expect: `
| age | match_case | n |
| --- | --- | --- |
| 38 | Match | 1 |
| 38 | All | 1 |
| 40 | Case | 1 |
| 40 | All | 1 |
| 45 | Case | 1 |
| 45 | All | 1 |
| 50 | Match | 1 |
| 50 | All | 1 |
| All | Match | 2 |
| All | Case | 2 |
| All | All | 4 |`,
      },
      {
        title: 'nobody to match',
        script: `
create-dataset cases
import people/AGE as age
clone-dataset cases d
use d
match cases into m on age
tabulate match_case`,
        expect: `
| match_case | n |
| --- | --- |
| Case | 9 |
| All | 9 |`,
      },
      {
        title: 'a variable that the cases do not have, and a dataset that there is already',
        script: `
create-dataset cases
import people/DEAD as dead
create-dataset d
import people/SEX as sex
match cases into m on sex
match cases into d on sex
match cases into n on sex, caliper(sex)`,
        expect: `
\`script.unknown-name\` at 5:23: There is no variable in the dataset cases named “sex”. It has PERSONID_1 and dead.

\`script.type\` at 7:28: caliper() takes a variable and a distance of 0 or more. Write such as caliper(age 2).`,
      },
    ],
  },
  {
    command: 'survival-data',
    rows: [
      {
        title: 'time at risk is cut where residence changes, and the event stands last',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
generate start = date(1999, 6, 1)
generate end = start + days
import-event residence/MUNICIPALITY 1990-01-01 to 2005-01-01 as place
survival-data spells, index(start) exit(end) event(dead) time-varying(place)
tabulate entry place, missing
tabulate time dead
generate oslo = place == '0301'
cox dead time oslo, entry(entry)`,
        expect: `
| entry | place | n |
| --- | --- | --- |
| 0 | Bergen | 2 |
| 0 | Oslo | 4 |
| 0 | 9999 | 1 |
| 0 | Missing | 3 |
| 0 | All | 10 |
| 30 | Missing | 1 |
| 30 | All | 1 |
| 214 | Bergen | 1 |
| 214 | All | 1 |
| All | Bergen | 3 |
| All | Oslo | 4 |
| All | 9999 | 1 |
| All | Missing | 4 |
| All | All | 10 |

| time | dead | n |
| --- | --- | --- |
| 30 | Alive | 1 |
| 30 | All | 1 |
| 100 | Dead | 1 |
| 100 | All | 1 |
| 200 | Alive | 1 |
| 200 | All | 1 |
| 214 | Alive | 1 |
| 214 | All | 1 |
| 300 | Dead | 1 |
| 300 | All | 1 |
| 400 | Dead | 1 |
| 400 | All | 1 |
| 500 | Alive | 1 |
| 500 | All | 1 |
| 600 | Dead | 1 |
| 600 | All | 1 |
| 700 | Alive | 1 |
| 700 | All | 1 |
| 800 | Dead | 1 |
| 800 | All | 1 |
| 900 | Alive | 1 |
| 900 | All | 1 |
| 1000 | Alive | 1 |
| 1000 | All | 1 |
| All | Alive | 5 |
| All | Dead | 5 |
| All | All | 10 |

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| oslo | 1.58711 | 1.26581 | 1.25384 | 0.209901 | -0.893819 | 4.06805 |

used 8, missing 2, aic 12.0932, events 5, logLikelihood -5.04662, logLikelihoodNull -5.8861

likelihood-ratio(1) = 1.67897, p = 0.195061

wald(1) = 1.57211, p = 0.209901`,
      },
      {
        title: 'who has no time at risk keeps one row, with missing',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
generate start = date(1999, 6, 1)
generate end = start + days - 500
import-event contacts/DIAGNOSIS 1990-01-01 to 2005-01-01 as diagnosis
survival-data spells, index(start) exit(end) event(dead) time-varying(diagnosis)
generate at_risk = !sysmiss(time)
tabulate at_risk
tabulate entry diagnosis, missing`,
        expect: `
| at_risk | n |
| --- | --- |
| 0 | 5 |
| 1 | 5 |
| All | 10 |

| entry | diagnosis | n |
| --- | --- | --- |
| 0 | Missing | 5 |
| 0 | All | 5 |
| Missing | Missing | 5 |
| Missing | All | 5 |
| All | Missing | 10 |
| All | All | 10 |`,
      },
      {
        title: 'what it needs is said',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
survival-data spells, index(days) exit(days) time-varying(dead)
survival-data spells, index(days) exit(days) event(dead) time-varying(dead)`,
        expect: `
\`script.syntax\` at 4:64: survival-data needs event(). Write such as survival-data spells, index(start) exit(end) event(death) time-varying(x).`,
      },
    ],
  },
  {
    command: 'standardize-rate',
    rows: [
      {
        title: 'rates per 1000 days, as they are and with as many men and women as in another dataset',
        script: `
create-dataset everyone
import people/SEX as sex
clone-dataset everyone d
use d
import people/DEAD as dead
import people/DAYS as days
standardize-rate dead days, by(sex) to(everyone) per(1000)`,
        expect: `
| group | n | events | time | crude | lower | upper | standardised | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| all | 9 | 4 | 4700 | 0.851064 | 0.231886 | 2.17906 | 0.876969 | 0.235706 | 2.31186 |`,
      },
      {
        title: 'in groups',
        script: `
create-dataset d
import people/SEX as sex
import people/DEAD as dead
import people/DAYS as days
generate long = days > 500
standardize-rate dead days, by(sex) to(d) over(long) per(1000) level(90)`,
        expect: `
| long | n | events | time | crude | lower | upper | standardised | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 0 | 5 | 3 | 1500 | 2 | 0.545128 | 5.1691 | 1.91358 | 0.477086 | 5.63653 |
| 1 | 4 | 1 | 3200 | 0.3125 | 0.0160292 | 1.48246 | 0.241546 | 0.0123897 | 1.8075 |`,
      },
      {
        title: 'no row has a time',
        script: `
create-dataset d
import people/SEX as sex
import people/DEAD as dead
import people/DAYS as days
standardize-rate dead days if days < 0, by(sex) to(d)`,
        expect: `
\`script.degenerate\` at 5:1: No row has all that a rate needs. Look at each variable with summarize.`,
      },
      {
        title: 'what it needs is said',
        script: `
create-dataset d
import people/SEX as sex
import people/DEAD as dead
import people/DAYS as days
standardize-rate dead days, to(d)
standardize-rate dead days, by(sex)
standardize-rate dead days sex, by(sex) to(d)`,
        expect: `
\`script.syntax\` at 5:34: standardize-rate needs its strata. Write such as by(agegroup sex).

\`script.syntax\` at 6:36: standardize-rate needs a standard population. Write to() with a dataset that has one row a person and the variables in by().

\`script.syntax\` at 7:28: standardize-rate takes an event and a time, and here stands “sex” too. Name the strata in by().`,
      },
    ],
  },
]
