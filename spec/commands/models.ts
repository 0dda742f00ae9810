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

| marginal effect | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.831104 | 0.333793 | 2.48988 | 0.0674934 | -0.095655 | 1.75786 |
| dead | 14.2324 | 10.3095 | 1.38051 | 0.239555 | -14.3913 | 42.856 |

used 8, missing 1, adjustedR2 0.86351, aic 67.7262, logLikelihood -28.8631, r2 0.922006, rmse 12.6231

f(3, 4) = 15.762, p = 0.0111048`,
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

| marginal effect | estimate | standard error | statistic | p | lower | upper |
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

| marginal effect | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| days | -0.00073405 | 0.000636567 | -1.15314 | 0.248853 | -0.0019817 | 0.000513598 |

used 10, missing 0, aic 16.326, logLikelihood -6.16298, logLikelihoodNull -6.93147, pseudoR2 0.110871

likelihood-ratio(1) = 1.53699, p = 0.215066`,
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

| marginal effect | estimate | standard error | statistic | p | lower | upper |
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
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| middle: days | 0.000608436 | 0.00247632 | 0.245702 | 0.805913 | -0.00424506 | 0.00546193 |
| middle: _cons | -0.33464 | 1.53584 | -0.217888 | 0.827517 | -3.34482 | 2.67554 |
| top: days | 0.000304218 | 0.00302222 | 0.100661 | 0.91982 | -0.00561922 | 0.00622766 |
| top: _cons | -0.856661 | 1.85226 | -0.462495 | 0.643726 | -4.48702 | 2.7737 |

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
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| middle: age | -0.0269114 | 0.0491335 | -0.547721 | 0.583884 | -0.123211 | 0.0693884 |
| middle: _cons | 1.25471 | 1.96385 | 0.6389 | 0.522888 | -2.59438 | 5.10379 |
| top: age | -0.0344146 | 0.0571122 | -0.602579 | 0.546789 | -0.146352 | 0.0775232 |
| top: _cons | 0.795154 | 2.18253 | 0.364326 | 0.715614 | -3.48253 | 5.07284 |

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
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| middle: age | -0.0269114 | 0.0491335 | -0.547721 | 0.583884 | -0.123211 | 0.0693884 |
| middle: _cons | 1.25471 | 1.96385 | 0.6389 | 0.522888 | -2.59438 | 5.10379 |
| top: age | -0.0344146 | 0.0571122 | -0.602579 | 0.546789 | -0.146352 | 0.0775232 |
| top: _cons | 0.795154 | 2.18253 | 0.364326 | 0.715614 | -3.48253 | 5.07284 |

| marginal effect | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| low: age | 0.00621058 | 0.00901599 | 0.688841 | 0.490923 | -0.0114604 | 0.0238816 |
| middle: age | -0.00308962 | 0.00949429 | -0.325418 | 0.744865 | -0.0216981 | 0.0155189 |
| top: age | -0.00312097 | 0.00761769 | -0.4097 | 0.682026 | -0.0180514 | 0.0118094 |

used 9, missing 1, aic 26.6287, logLikelihood -9.31434, logLikelihoodNull -9.54771, pseudoR2 0.024443

likelihood-ratio(2) = 0.466749, p = 0.791857`,
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

| marginal effect | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | -0.0271109 | 0.0228191 | -1.18808 | 0.234802 | -0.0718356 | 0.0176138 |

used 9, missing 1, aic 27.2788, logLikelihood -11.6394, logLikelihoodNull -12.419, pseudoR2 0.0627765

likelihood-ratio(1) = 1.55924, p = 0.211776`,
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
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| dead | 0.167054 | 1.10554 | 0.151106 | 0.879892 | -1.99977 | 2.33387 |
| _cons | 0.788457 | 0.786195 | 1.00288 | 0.31592 | -0.752457 | 2.32937 |
| lnalpha: lnalpha | 0.969252 | 0.670777 | 1.44497 | 0.148467 | -0.345448 | 2.28395 |

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
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| dead | 1.80147 | 1.3378 | 1.34658 | 0.178114 | -0.820581 | 4.42351 |
| _cons | -5.76267 | 0.968855 | -5.94792 | 2.71575e-9 | -7.66159 | -3.86375 |
| lnalpha: lnalpha | 1.40231 | 0.580473 | 2.41581 | 0.0157004 | 0.264604 | 2.54002 |

used 10, missing 0, aic 47.414, alpha 4.06458, logLikelihood -20.707, logLikelihoodNull -21.4548, pseudoR2 0.0348548

likelihood-ratio(1) = 1.4956, p = 0.221349

likelihood-ratio of alpha(1) = 46.0452, p = 5.77779e-12`,
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
