/**
 * Models. The numbers of these rows are those of R (the script stands in `spec/oracles/spec-models.R`); real data of
 * realistic size are compared in `spec/oracles` as well. Long by its expected answers, which stand beside their scripts; the manual has one page for it.
 */
import type { CommandSpec } from '../types.js'
import { PUPILS } from './datasets.js'

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
      {
        title: 'average marginal effects of a model with a product',
        script: `
create-dataset d
import people/HEIGHT as height
import people/AGE as age
import people/DEAD as dead
regress height age dead c.age#c.dead, margins()`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 2.64377 | 0.466349 | 5.66907 | 0.00477515 | 1.34897 | 3.93856 |
| dead | 103.778 | 21.486 | 4.83003 | 0.0084611 | 44.1233 | 163.433 |
| age#dead | -2.90026 | 0.651474 | -4.45184 | 0.0112307 | -4.70904 | -1.09148 |
| _cons | 76.9559 | 12.7118 | 6.05391 | 0.00375722 | 41.6624 | 112.249 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.831104 | 0.333793 | 2.48988 | 0.0674934 | -0.095655 | 1.75786 |
| dead | 14.2324 | 10.3095 | 1.38051 | 0.239555 | -14.3913 | 42.856 |

used 8, missing 1, adjustedR2 0.86351, aic 67.7262, logLikelihood -28.8631, r2 0.922006, rmse 12.6231

f(3, 4) = 15.762, p = 0.0111048`,
      },
      {
        title: 'standard errors that hold under unequal variance, and for pupils of one class who are alike',
        script: `${PUPILS}
regress days male slow, robust
regress days male slow, cluster(class) level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 3.02424 | 2.70396 | 1.11845 | 0.26525 | -2.32065 | 8.36914 |
| slow | 1.945 | 2.82554 | 0.688363 | 0.492339 | -3.64022 | 7.53022 |
| _cons | 14.2525 | 1.88438 | 7.56351 | 4.35662e-12 | 10.5277 | 17.9773 |

used 146, missing 0, adjustedR2 -0.00334992, aic 1233.97, logLikelihood -612.984, r2 0.0104894, rmse 16.2804

f(2, 143) = 0.830513, p = 0.437917

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 3.02424 | 4.10651 | 0.73645 | 0.467808 | -3.97034 | 10.0188 |
| slow | 1.945 | 4.50164 | 0.432064 | 0.669126 | -5.7226 | 9.61259 |
| _cons | 14.2525 | 2.14112 | 6.65657 | 3.82586e-7 | 10.6056 | 17.8994 |

used 146, missing 0, adjustedR2 -0.00334992, aic 1233.97, logLikelihood -612.984, r2 0.0104894, rmse 16.2804

f(2, 27) = 0.482638, p = 0.622376`,
      },
      {
        title: 'standardised coefficients; control() adds terms',
        script: `${PUPILS}
regress days male, control(slow) standardize`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 0.0929252 | 0.0841657 | 1.10407 | 0.271415 | -0.0734445 | 0.259295 |
| slow | 0.0594742 | 0.0841657 | 0.706632 | 0.480945 | -0.106895 | 0.225844 |

used 146, missing 0, adjustedR2 -0.00334992, aic 1233.97, logLikelihood -612.984, r2 0.0104894, rmse 16.2804

f(2, 143) = 0.757941, p = 0.470503`,
      },
      {
        title: 'through the origin',
        script: `${PUPILS}
regress days male slow, noconstant`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 13.6635 | 2.41162 | 5.66571 | 7.70107e-8 | 8.89679 | 18.4303 |
| slow | 12.3133 | 2.46837 | 4.98843 | 0.00000172858 | 7.43439 | 17.1922 |

used 146, missing 0, adjustedR2 0.371752, aic 1267.19, logLikelihood -630.593, r2 0.380358, rmse 18.3034

f(2, 144) = 44.1962, p = 1.08173e-15`,
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
      {
        title: 'odds ratios, and average marginal effects with standard errors by the delta method',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
logit dead days, or margins()`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.0029362 | 0.00254627 | -1.15314 | 0.248853 | -0.00792679 | 0.00205439 |
| _cons | 1.61491 | 1.55889 | 1.03594 | 0.300231 | -1.44045 | 4.67027 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.000626222 | 0.000388548 | -1.6117 | 0.107028 | -0.00138776 | 0.000135318 |

used 10, missing 0, aic 16.326, logLikelihood -6.16298, logLikelihoodNull -6.93147, pseudoR2 0.110871

likelihood-ratio(1) = 1.53699, p = 0.215066`,
      },
      {
        title: 'marginal effects at the mean of the covariates',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
logit dead days, mfx(dydx)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.0029362 | 0.00254627 | -1.15314 | 0.248853 | -0.00792679 | 0.00205439 |
| _cons | 1.61491 | 1.55889 | 1.03594 | 0.300231 | -1.44045 | 4.67027 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.00073405 | 0.000636567 | -1.15314 | 0.248853 | -0.0019817 | 0.000513598 |

used 10, missing 0, aic 16.326, logLikelihood -6.16298, logLikelihoodNull -6.93147, pseudoR2 0.110871

likelihood-ratio(1) = 1.53699, p = 0.215066`,
      },
      {
        title: 'pupils of one class are alike, and another level of confidence',
        script: `${PUPILS}
logit slow days male, cluster(class) level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | 0.0074493 | 0.0161199 | 0.462118 | 0.643997 | -0.0190656 | 0.0339642 |
| male | -0.648424 | 0.880061 | -0.736794 | 0.461248 | -2.096 | 0.799149 |
| _cons | -0.113172 | 0.707231 | -0.160021 | 0.872864 | -1.27646 | 1.05012 |

used 146, missing 0, aic 201.735, logLikelihood -97.8675, logLikelihoodNull -99.8253, pseudoR2 0.0196127

wald(2) = 0.715652, p = 0.699195`,
      },
      {
        title: 'robust standard errors; control() adds terms',
        script: `${PUPILS}
logit slow days, control(male) robust`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | 0.0074493 | 0.0102147 | 0.729269 | 0.465837 | -0.0125712 | 0.0274698 |
| male | -0.648424 | 0.345389 | -1.87737 | 0.060467 | -1.32537 | 0.0285259 |
| _cons | -0.113172 | 0.27621 | -0.409732 | 0.682003 | -0.654533 | 0.428189 |

used 146, missing 0, aic 201.735, logLikelihood -97.8675, logLikelihoodNull -99.8253, pseudoR2 0.0196127

wald(2) = 3.81795, p = 0.148233`,
      },
      {
        title: 'effects of one standard deviation, and a model without a constant',
        script: `${PUPILS}
logit slow days, standardize
logit slow days, noconstant`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | 0.090967 | 0.166388 | 0.546716 | 0.584574 | -0.235147 | 0.417081 |
| _cons | -0.27618 | 0.167276 | -1.65105 | 0.0987285 | -0.604034 | 0.0516739 |

used 146, missing 0, aic 203.352, logLikelihood -99.676, logLikelihoodNull -99.8253, pseudoR2 0.0014955

likelihood-ratio(1) = 0.298577, p = 0.584776

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.00576638 | 0.00723872 | -0.796603 | 0.425682 | -0.019954 | 0.00842125 |

used 146, missing 0, aic 203.758, logLikelihood -100.879, logLikelihoodNull -101.199, pseudoR2 0.00316622

likelihood-ratio(1) = 0.64084, p = 0.423407`,
      },
      {
        title: 'what tells the outcome for certain has no estimate',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
generate early = days < 350
logit early days`,
        expect: `
\`script.degenerate\` at 5:1: days predicts early perfectly (separation), so its estimate has no bound. Leave out days, or recode it into levels that both outcomes have.`,
      },
      {
        title: 'margins of what is no term, and two kinds of marginal effects',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
logit dead days, margins(height)
logit dead days, margins() mfx()
logit dead days, mfx(dydz)`,
        expect: `
\`script.unknown-name\` at 4:26: “height” is in no term of the model, so it has no marginal effect. Name some of days, or leave the parentheses empty for all.

\`script.syntax\` at 5:28: margins() and mfx() are two ways to say where marginal effects are taken. Write margins() for the average over the rows, or mfx() for the effect at the means.

\`script.syntax\` at 6:22: “dydz” is no kind of marginal effect that can stand here. Write one of dydx, eyex, dyex and eydx, such as mfx(dydx).`,
      },
    ],
  },
  {
    command: 'probit',
    rows: [
      {
        title: 'a 0/1 outcome by the normal distribution',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
probit dead days`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.00182827 | 0.00150804 | -1.21235 | 0.225377 | -0.00478397 | 0.00112742 |
| _cons | 0.998001 | 0.926904 | 1.0767 | 0.281613 | -0.818698 | 2.8147 |

used 10, missing 0, aic 16.3126, logLikelihood -6.15631, logLikelihoodNull -6.93147, pseudoR2 0.111832

likelihood-ratio(1) = 1.55032, p = 0.213088`,
      },
      {
        title: 'average marginal effects, and robust standard errors',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
probit dead days, robust margins(days)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.00182827 | 0.00147828 | -1.23676 | 0.216177 | -0.00472564 | 0.0010691 |
| _cons | 0.998001 | 0.980962 | 1.01737 | 0.308977 | -0.924649 | 2.92065 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.000640011 | 0.000389755 | -1.64208 | 0.100572 | -0.00140392 | 0.000123895 |

used 10, missing 0, aic 16.3126, logLikelihood -6.15631, logLikelihoodNull -6.93147, pseudoR2 0.111832

wald(1) = 1.52957, p = 0.216177`,
      },
      {
        title: 'rows with any missing value are left out',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
probit dead days age`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.00134379 | 0.00171073 | -0.785509 | 0.432155 | -0.00469675 | 0.00200917 |
| age | 0.00149847 | 0.0272547 | 0.0549804 | 0.956154 | -0.0519198 | 0.0549167 |
| _cons | 0.778573 | 1.5659 | 0.497206 | 0.619044 | -2.29053 | 3.84767 |

used 9, missing 1, aic 17.5975, logLikelihood -5.79874, logLikelihoodNull -6.18265, pseudoR2 0.0620958

likelihood-ratio(2) = 0.767834, p = 0.681188`,
      },
      {
        title: 'pupils of one class are alike, and another level of confidence',
        script: `${PUPILS}
probit slow days, control(male) cluster(class) level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | 0.00460901 | 0.0100215 | 0.459913 | 0.645578 | -0.0118749 | 0.0210929 |
| male | -0.402933 | 0.545848 | -0.738177 | 0.460407 | -1.30077 | 0.494908 |
| _cons | -0.0697464 | 0.442594 | -0.157585 | 0.874784 | -0.797749 | 0.658257 |

used 146, missing 0, aic 201.742, logLikelihood -97.8709, logLikelihoodNull -99.8253, pseudoR2 0.0195779

wald(2) = 0.720679, p = 0.697439`,
      },
      {
        title: 'effects of one standard deviation, and a model without a constant',
        script: `${PUPILS}
probit slow days, standardize
probit slow days, noconstant`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | 0.0564646 | 0.104034 | 0.54275 | 0.587302 | -0.147439 | 0.260368 |
| _cons | -0.172639 | 0.10435 | -1.65442 | 0.0980425 | -0.377161 | 0.0318837 |

used 146, missing 0, aic 203.355, logLikelihood -99.6774, logLikelihoodNull -99.8253, pseudoR2 0.0014818

likelihood-ratio(1) = 0.295843, p = 0.5865

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.00357062 | 0.0045167 | -0.790537 | 0.429214 | -0.0124232 | 0.00528195 |

used 146, missing 0, aic 203.763, logLikelihood -100.881, logLikelihoodNull -101.199, pseudoR2 0.00314405

likelihood-ratio(1) = 0.636353, p = 0.425035`,
      },
      {
        title: 'an outcome that does not vary',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
probit dead days if days == 100 | days == 300 | days == 400`,
        expect: `
\`script.degenerate\` at 4:1: dead is the same in every row. Choose an outcome that varies.`,
      },
      {
        title: 'text is no outcome',
        script: `
create-dataset d
import people/SEX as sex
import people/DAYS as days
probit sex days`,
        expect: `
\`script.type\` at 4:8: probit needs numbers, and “sex” is text. Make numbers of it first: destring sex.`,
      },
    ],
  },
  {
    command: 'mlogit',
    rows: [
      {
        title: 'each level of the outcome against the lowest',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate level = 'low'
replace level = 'middle' if inlist(days, 200, 500, 600, 1000)
replace level = 'top' if inlist(days, 300, 800)
mlogit level days`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| middle | days | 0.000608436 | 0.00247632 | 0.245702 | 0.805913 | -0.00424506 | 0.00546193 |
| middle | _cons | -0.33464 | 1.53584 | -0.217888 | 0.827517 | -3.34482 | 2.67554 |
| top | days | 0.000304218 | 0.00302222 | 0.100661 | 0.91982 | -0.00561922 | 0.00622766 |
| top | _cons | -0.856661 | 1.85226 | -0.462495 | 0.643726 | -4.48702 | 2.7737 |

used 10, missing 0, aic 29.0377, logLikelihood -10.5188, logLikelihoodNull -10.5492, pseudoR2 0.00287816

likelihood-ratio(2) = 0.0607246, p = 0.970094`,
      },
      {
        title: 'relative risk ratios keep the same estimates; rows with any missing value are left out',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate level = 'low'
replace level = 'middle' if inlist(days, 200, 500, 600, 1000)
replace level = 'top' if inlist(days, 300, 800)
mlogit level age, rrr`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| middle | age | -0.0269114 | 0.0491335 | -0.547721 | 0.583884 | -0.123211 | 0.0693884 |
| middle | _cons | 1.25471 | 1.96385 | 0.6389 | 0.522888 | -2.59438 | 5.10379 |
| top | age | -0.0344146 | 0.0571122 | -0.602579 | 0.546789 | -0.146352 | 0.0775232 |
| top | _cons | 0.795154 | 2.18253 | 0.364326 | 0.715614 | -3.48253 | 5.07284 |

used 9, missing 1, aic 26.6287, logLikelihood -9.31434, logLikelihoodNull -9.54771, pseudoR2 0.024443

likelihood-ratio(2) = 0.466749, p = 0.791857`,
      },
      {
        title: 'average marginal effects on the share of each level',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate level = 'low'
replace level = 'middle' if inlist(days, 200, 500, 600, 1000)
replace level = 'top' if inlist(days, 300, 800)
mlogit level age, margins()`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| middle | age | -0.0269114 | 0.0491335 | -0.547721 | 0.583884 | -0.123211 | 0.0693884 |
| middle | _cons | 1.25471 | 1.96385 | 0.6389 | 0.522888 | -2.59438 | 5.10379 |
| top | age | -0.0344146 | 0.0571122 | -0.602579 | 0.546789 | -0.146352 | 0.0775232 |
| top | _cons | 0.795154 | 2.18253 | 0.364326 | 0.715614 | -3.48253 | 5.07284 |

margins

| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| low | age | 0.00621058 | 0.00901599 | 0.688841 | 0.490923 | -0.0114604 | 0.0238816 |
| middle | age | -0.00308962 | 0.00949429 | -0.325418 | 0.744865 | -0.0216981 | 0.0155189 |
| top | age | -0.00312097 | 0.00761769 | -0.4097 | 0.682026 | -0.0180514 | 0.0118094 |

used 9, missing 1, aic 26.6287, logLikelihood -9.31434, logLikelihoodNull -9.54771, pseudoR2 0.024443

likelihood-ratio(2) = 0.466749, p = 0.791857`,
      },
      {
        title: 'pupils of one class are alike; or is another name of rrr',
        script: `${PUPILS}
mlogit stage days, or control(male) cluster(class) level(90)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| First form | days | -0.0195088 | 0.0287743 | -0.677995 | 0.497775 | -0.0668383 | 0.0278206 |
| First form | male | -1.32566 | 1.14608 | -1.15669 | 0.247399 | -3.21081 | 0.559477 |
| First form | _cons | 1.39905 | 0.740878 | 1.88837 | 0.058977 | 0.180412 | 2.61769 |
| Second form | days | 0.023814 | 0.0229837 | 1.03612 | 0.300145 | -0.0139909 | 0.0616188 |
| Second form | male | -0.477103 | 1.18093 | -0.404007 | 0.686208 | -2.41956 | 1.46535 |
| Second form | _cons | 0.247842 | 0.948154 | 0.261394 | 0.793789 | -1.31173 | 1.80742 |
| Third form | days | 0.0200556 | 0.0189773 | 1.05682 | 0.290593 | -0.0111592 | 0.0512704 |
| Third form | male | -0.875295 | 1.2916 | -0.677682 | 0.497973 | -2.99979 | 1.2492 |
| Third form | _cons | 0.320765 | 1.00678 | 0.318604 | 0.750027 | -1.33525 | 1.97678 |

used 146, missing 0, aic 398.615, logLikelihood -190.308, logLikelihoodNull -199.562, pseudoR2 0.0463717

wald(6) = 6.18248, p = 0.403063`,
      },
      {
        title: 'robust standard errors without a constant',
        script: `${PUPILS}
mlogit stage days, noconstant robust`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| First form | days | 0.00864131 | 0.0123327 | 0.700684 | 0.4835 | -0.0155303 | 0.0328129 |
| Second form | days | 0.0236774 | 0.0118147 | 2.00407 | 0.0450627 | 0.000521079 | 0.0468337 |
| Third form | days | 0.0160265 | 0.0122785 | 1.30525 | 0.191809 | -0.00803893 | 0.0400918 |

used 146, missing 0, aic 405.234, logLikelihood -199.617, logLikelihoodNull -202.399, pseudoR2 0.0137462

wald(3) = 5.09612, p = 0.164892`,
      },
      {
        title: 'effects of one standard deviation',
        script: `${PUPILS}
mlogit stage days, standardize`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| First form | days | -0.367838 | 0.306261 | -1.20106 | 0.229728 | -0.968098 | 0.232423 |
| First form | _cons | 0.450732 | 0.253391 | 1.7788 | 0.0752719 | -0.0459043 | 0.947369 |
| Second form | days | 0.367147 | 0.259154 | 1.41672 | 0.156566 | -0.140785 | 0.875079 |
| Second form | _cons | 0.365195 | 0.253024 | 1.44332 | 0.14893 | -0.130724 | 0.861114 |
| Third form | days | 0.296749 | 0.269776 | 1.09999 | 0.271339 | -0.232001 | 0.8255 |
| Third form | _cons | 0.18959 | 0.262197 | 0.723083 | 0.469629 | -0.324307 | 0.703488 |

used 146, missing 0, aic 400.475, logLikelihood -194.238, logLikelihoodNull -199.562, pseudoR2 0.0266778

likelihood-ratio(3) = 10.6477, p = 0.0137915`,
      },
      {
        title: 'an indicator that a level does not have has no estimate',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate level = 'low'
replace level = 'middle' if inlist(days, 200, 500, 600, 1000)
replace level = 'top' if inlist(days, 300, 800)
generate late = days > 850
mlogit level late`,
        expect: `
\`script.degenerate\` at 9:1: late predicts level perfectly (separation), so its estimate has no bound. Leave out late, or recode it into levels that both outcomes have.`,
      },
      {
        title: 'a number with decimals has no levels',
        script: `
create-dataset d
import people/HEIGHT as height
import people/DAYS as days
mlogit height days`,
        expect: `
\`script.type\` at 4:8: “height” is a number with decimals, so it has no levels. Make levels of it with recode, or whole numbers with generate x = int(height).`,
      },
      {
        title: 'one level only',
        script: `
create-dataset d
import people/DAYS as days
generate level = 'low'
mlogit level days`,
        expect: `
\`script.degenerate\` at 4:1: level is the same in every row. Choose an outcome that varies.`,
      },
    ],
  },
  {
    command: 'poisson',
    rows: [
      {
        title: 'a count, and its incidence rate ratios',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate visits = int(days / 300)
poisson visits age, irr`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | -0.0203332 | 0.0160763 | -1.26479 | 0.205946 | -0.0518422 | 0.0111758 |
| _cons | 0.918591 | 0.532495 | 1.72507 | 0.0845151 | -0.125081 | 1.96226 |

used 9, missing 1, aic 27.2788, logLikelihood -11.6394, logLikelihoodNull -12.419, pseudoR2 0.0627765

likelihood-ratio(1) = 1.55924, p = 0.211776`,
      },
      {
        title: 'time at risk as exposure',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate visits = int(days / 300)
poisson visits age, exposure(days)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | -0.00724548 | 0.0147276 | -0.491964 | 0.622745 | -0.0361111 | 0.0216202 |
| _cons | -5.73722 | 0.501365 | -11.4432 | 2.54357e-30 | -6.71988 | -4.75456 |

used 9, missing 1, aic 22.479, logLikelihood -9.23948, logLikelihoodNull -9.3597, pseudoR2 0.0128445

likelihood-ratio(1) = 0.240441, p = 0.623888`,
      },
      {
        title: 'average marginal effects on the count',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate visits = int(days / 300)
poisson visits age, margins()`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | -0.0203332 | 0.0160763 | -1.26479 | 0.205946 | -0.0518422 | 0.0111758 |
| _cons | 0.918591 | 0.532495 | 1.72507 | 0.0845151 | -0.125081 | 1.96226 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | -0.0271109 | 0.0228191 | -1.18808 | 0.234802 | -0.0718356 | 0.0176138 |

used 9, missing 1, aic 27.2788, logLikelihood -11.6394, logLikelihoodNull -12.419, pseudoR2 0.0627765

likelihood-ratio(1) = 1.55924, p = 0.211776`,
      },
      {
        title: 'counts vary more than Poisson’s, so the standard errors are made robust',
        script: `${PUPILS}
poisson days male slow, robust`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 0.182889 | 0.161018 | 1.13583 | 0.256028 | -0.1327 | 0.498479 |
| slow | 0.117774 | 0.166025 | 0.709378 | 0.47809 | -0.207629 | 0.443177 |
| _cons | 2.66232 | 0.124231 | 21.4304 | 6.95173e-102 | 2.41883 | 2.90581 |

used 146, missing 0, aic 2643.68, logLikelihood -1318.84, logLikelihoodNull -1331, pseudoR2 0.00914151

wald(2) = 1.76399, p = 0.413956`,
      },
      {
        title: 'pupils of one class are alike, and another level of confidence',
        script: `${PUPILS}
poisson days male, control(slow) irr cluster(class) level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 0.182889 | 0.245214 | 0.745835 | 0.455767 | -0.220452 | 0.586231 |
| slow | 0.117774 | 0.260526 | 0.452064 | 0.651223 | -0.310753 | 0.546302 |
| _cons | 2.66232 | 0.143493 | 18.5536 | 7.62006e-77 | 2.42629 | 2.89834 |

used 146, missing 0, aic 2643.68, logLikelihood -1318.84, logLikelihoodNull -1331, pseudoR2 0.00914151

wald(2) = 1.09399, p = 0.578686`,
      },
      {
        title: 'effects of one standard deviation, and a model without a constant',
        script: `${PUPILS}
poisson days male slow, standardize
poisson days male slow, noconstant`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 0.0910232 | 0.020554 | 4.42849 | 0.00000948937 | 0.0507381 | 0.131308 |
| slow | 0.0583321 | 0.0205412 | 2.83976 | 0.00451476 | 0.018072 | 0.0985921 |
| _cons | 2.79582 | 0.0205023 | 136.366 | 0 | 2.75563 | 2.836 |

used 146, missing 0, aic 2643.68, logLikelihood -1318.84, logLikelihoodNull -1331, pseudoR2 0.00914151

likelihood-ratio(2) = 24.3348, p = 0.00000519719

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 1.96879 | 0.0456757 | 43.1037 | 0 | 1.87927 | 2.05832 |
| slow | 1.67226 | 0.0476246 | 35.1133 | 4.22146e-270 | 1.57892 | 1.7656 |

used 146, missing 0, aic 5885.35, logLikelihood -2940.67, logLikelihoodNull -5804.49, pseudoR2 0.493379

likelihood-ratio(2) = 5727.63, p = 0`,
      },
      {
        title: 'what is no count is refused by name',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate visits = int(days / 300)
generate half = visits / 2
poisson half age`,
        expect: `
\`script.degenerate\` at 7:1: half has values that are no counts: below 0, or not whole. Choose an outcome that counts 0, 1, 2 …, or leave such rows out with if.`,
      },
      {
        title: 'a count below 0 is refused by name',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate visits = int(days / 300)
generate below = visits - 1
poisson below age`,
        expect: `
\`script.degenerate\` at 7:1: below has values that are no counts: below 0, or not whole. Choose an outcome that counts 0, 1, 2 …, or leave such rows out with if.`,
      },
      {
        title: 'an exposure of 0 is refused by name',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate visits = int(days / 300)
poisson visits age, exposure(dead)`,
        expect: `
\`script.degenerate\` at 6:1: The exposure dead is not above 0 in every row. Leave such rows out: if dead > 0.`,
      },
      {
        title: 'a term that others determine is left out, by name',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate visits = int(days / 300)
generate months = 12 * age
poisson visits age months`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | -0.0203332 | 0.0160763 | -1.26479 | 0.205946 | -0.0518422 | 0.0111758 |
| _cons | 0.918591 | 0.532495 | 1.72507 | 0.0845151 | -0.125081 | 1.96226 |

used 9, missing 1, aic 27.2788, logLikelihood -11.6394, logLikelihoodNull -12.419, pseudoR2 0.0627765

likelihood-ratio(1) = 1.55924, p = 0.211776

months was left out: it is a combination of the terms before it (collinearity).`,
      },
    ],
  },
  {
    command: 'negative-binomial',
    rows: [
      {
        title: 'a count that varies more than Poisson’s, with ln α beside and the test of α = 0',
        script: `
create-dataset d
import people/DAYS as days
import people/DEAD as dead
generate visits = 0
replace visits = 9 if inlist(days, 100, 700)
replace visits = 2 if inlist(days, 300, 400, 900)
negative-binomial visits dead`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | dead | 0.167054 | 1.10554 | 0.151106 | 0.879892 | -1.99977 | 2.33387 |
|  | _cons | 0.788457 | 0.786195 | 1.00288 | 0.31592 | -0.752457 | 2.32937 |
| lnalpha | lnalpha | 0.969252 | 0.670777 | 1.44497 | 0.148467 | -0.345448 | 2.28395 |

used 10, missing 0, aic 45.0877, alpha 2.63597, logLikelihood -19.5439, logLikelihoodNull -19.5553, pseudoR2 0.000582311

likelihood-ratio(1) = 0.0227745, p = 0.880045

likelihood-ratio of alpha(1) = 22.0891, p = 0.00000130142`,
      },
      {
        title: 'incidence rate ratios, by time at risk',
        script: `
create-dataset d
import people/DAYS as days
import people/DEAD as dead
generate visits = 0
replace visits = 9 if inlist(days, 100, 700)
replace visits = 2 if inlist(days, 300, 400, 900)
negative-binomial visits dead, irr exposure(days)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | dead | 1.80147 | 1.3378 | 1.34658 | 0.178114 | -0.820581 | 4.42351 |
|  | _cons | -5.76267 | 0.968855 | -5.94792 | 2.71575e-9 | -7.66159 | -3.86375 |
| lnalpha | lnalpha | 1.40231 | 0.580473 | 2.41581 | 0.0157004 | 0.264604 | 2.54002 |

used 10, missing 0, aic 47.414, alpha 4.06458, logLikelihood -20.707, logLikelihoodNull -21.4548, pseudoR2 0.0348548

likelihood-ratio(1) = 1.4956, p = 0.221349

likelihood-ratio of alpha(1) = 46.0452, p = 5.77779e-12`,
      },
      {
        title: 'pupils of one class are alike, and another level of confidence',
        script: `${PUPILS}
negative-binomial days male, control(slow) irr cluster(class) level(90)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | male | 0.18832 | 0.235911 | 0.798267 | 0.424715 | -0.199719 | 0.57636 |
|  | slow | 0.125153 | 0.261923 | 0.477824 | 0.632775 | -0.305671 | 0.555977 |
|  | _cons | 2.65649 | 0.127986 | 20.756 | 1.08113e-95 | 2.44597 | 2.867 |
| lnalpha | lnalpha | -0.075268 | 0.122074 | -0.616579 | 0.537513 | -0.276061 | 0.125525 |

used 146, missing 0, aic 1124.73, alpha 0.927495, logLikelihood -558.363, logLikelihoodNull -559.133, pseudoR2 0.00137884

wald(2) = 1.34756, p = 0.509778`,
      },
      {
        title: 'robust standard errors, and how many days absent a difference of one makes on average',
        script: `${PUPILS}
negative-binomial days male slow, robust margins()`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | male | 0.18832 | 0.158273 | 1.18985 | 0.234107 | -0.121889 | 0.498529 |
|  | slow | 0.125153 | 0.166214 | 0.752964 | 0.451472 | -0.20062 | 0.450926 |
|  | _cons | 2.65649 | 0.121883 | 21.7954 | 2.56751e-105 | 2.4176 | 2.89537 |
| lnalpha | lnalpha | -0.075268 | 0.119727 | -0.628665 | 0.529568 | -0.309928 | 0.159392 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 3.10017 | 2.62083 | 1.1829 | 0.23685 | -2.03656 | 8.2369 |
| slow | 2.0603 | 2.78756 | 0.739104 | 0.459844 | -3.40321 | 7.52381 |

used 146, missing 0, aic 1124.73, alpha 0.927495, logLikelihood -558.363, logLikelihoodNull -559.133, pseudoR2 0.00137884

wald(2) = 1.98591, p = 0.37048`,
      },
      {
        title: 'effects of one standard deviation, and a model without a constant',
        script: `${PUPILS}
negative-binomial days male slow, standardize
negative-binomial days male slow, noconstant`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | male | 0.0937262 | 0.0832353 | 1.12604 | 0.260149 | -0.069412 | 0.256864 |
|  | slow | 0.0619866 | 0.0832422 | 0.744653 | 0.456482 | -0.101165 | 0.225138 |
|  | _cons | 2.79562 | 0.0823001 | 33.9686 | 6.47475e-253 | 2.63432 | 2.95693 |
| lnalpha | lnalpha | -0.075268 | 0.121425 | -0.619873 | 0.535341 | -0.313257 | 0.16272 |

used 146, missing 0, aic 1124.73, alpha 0.927495, logLikelihood -558.363, logLikelihoodNull -559.133, pseudoR2 0.00137884

likelihood-ratio(2) = 1.54191, p = 0.46257

likelihood-ratio of alpha(1) = 1520.95, p = 0

| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | male | 2.49019 | 0.282613 | 8.81133 | 1.23666e-18 | 1.93628 | 3.0441 |
|  | slow | 2.40516 | 0.289369 | 8.31175 | 9.43026e-17 | 1.83801 | 2.97232 |
| lnalpha | lnalpha | 1.51059 | 0.101518 | 14.88 | 4.44188e-50 | 1.31162 | 1.70956 |

used 146, missing 0, aic 1434.3, alpha 4.52941, logLikelihood -714.151, logLikelihoodNull -859.976, pseudoR2 0.169569

likelihood-ratio(2) = 291.65, p = 4.66554e-64

likelihood-ratio of alpha(1) = 4453.05, p = 0`,
      },
      {
        title: 'counts that vary no more than Poisson’s have no α',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate visits = int(days / 300)
negative-binomial visits age`,
        expect: `
\`script.degenerate\` at 6:1: The counts vary no more than Poisson’s would, so alpha has no estimate above 0. Use poisson.`,
      },
      {
        title: 'nobody has a value of every variable',
        script: `
create-dataset d
import people/DEAD as dead
import people/DAYS as days
import people/AGE as age
generate visits = int(days / 300)
negative-binomial visits age if days > 5000`,
        expect: `
\`script.degenerate\` at 6:1: No row has a value of every variable of this negative-binomial. Look at each with summarize, and leave out the one that is missing everywhere.`,
      },
    ],
  },
]
