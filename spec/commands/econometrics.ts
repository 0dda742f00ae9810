/**
 * Regressions with instruments, panels, levels, groups and thresholds. Their numbers are those of R (`spec/oracles`). Long by its expected answers,
 * which stand beside their scripts; the manual has one page for it.
 */
import type { CommandSpec } from '../types.js'
import { CHILDREN, PUPILS, STATES } from './datasets.js'

export const ECONOMETRICS: readonly CommandSpec[] = [
  {
    command: 'ivregress',
    rows: [
      {
        title: 'two-stage least squares: the price of cigarettes is endogenous, taxes are its instruments',
        script: `${STATES}
ivregress packs income (price = sales tax), firststage overid`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | price | -1.2774 | 0.254834 | -5.01266 | 5.36825e-7 | -1.77686 | -0.77793 |
|  | income | 0.280282 | 0.230978 | 1.21346 | 0.224954 | -0.172426 | 0.73299 |
|  | _cons | 9.89515 | 1.02498 | 9.65398 | 4.72838e-22 | 7.88622 | 11.9041 |
| first stage price | income | 0.10828 | 0.0397391 | 2.72478 | 0.00919713 | 0.0281915 | 0.188369 |
| first stage price | sales | 0.0108906 | 0.00200863 | 5.42192 | 0.0000023674 | 0.0068425 | 0.0149388 |
| first stage price | tax | 0.00935175 | 0.000627287 | 14.9082 | 8.21318e-19 | 0.00808753 | 0.010616 |
| first stage price | _cons | 4.1032 | 0.0988901 | 41.4925 | 6.41423e-37 | 3.9039 | 4.3025 |

used 48, missing 0, r2 0.429406, rmse 0.181893

wald(2) = 28.3325, p = 7.04184e-7

weak-instruments of price(2, 44) = 244.736, p = 1.44383e-24

overidentification(1) = 0.332825, p = 0.564

endogeneity(1, 44) = 3.0648, p = 0.0869753`,
      },
      {
        title: 'limited-information maximum likelihood and two-step GMM',
        script: `${STATES}
ivregress packs income (price = sales tax), liml robust
ivregress packs income (price = sales tax), gmm overid`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| price | -1.27641 | 0.241755 | -5.27979 | 1.29333e-7 | -1.75024 | -0.802583 |
| income | 0.279799 | 0.24585 | 1.13809 | 0.255082 | -0.202057 | 0.761656 |
| _cons | 9.89174 | 0.92895 | 10.6483 | 1.7757e-26 | 8.07103 | 11.7125 |

used 48, missing 0, r2 0.429355, rmse 0.181901

wald(2) = 34.4455, p = 3.31319e-8

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| price | -1.2987 | 0.240111 | -5.40876 | 6.34623e-8 | -1.76931 | -0.828093 |
| income | 0.317745 | 0.237728 | 1.33659 | 0.181357 | -0.148194 | 0.783684 |
| _cons | 9.8963 | 0.934641 | 10.5883 | 3.37522e-26 | 8.06444 | 11.7282 |

used 48, missing 0, r2 0.430181, rmse 0.181769

wald(2) = 34.4705, p = 3.27217e-8

overidentification(1) = 0.334952, p = 0.562758`,
      },
      {
        title: 'rows with a missing value are left out',
        script: `${STATES}
replace sales = . if sales > 9
ivregress packs (price = sales) if income > 2.5, level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| price | -1.08934 | 0.400923 | -2.71707 | 0.00658618 | -1.7488 | -0.429878 |
| _cons | 9.7424 | 1.91103 | 5.09799 | 3.43279e-7 | 6.59904 | 12.8858 |

used 41, missing 4, r2 0.365921, rmse 0.188571

wald(1) = 7.38249, p = 0.00658618`,
      },
      {
        title:
          'states with alike sales tax belong together; control() adds terms that are their own instruments',
        script: `${STATES}
generate band = int(sales)
ivregress packs (price = sales tax), tsls control(income) cluster(band)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| price | -1.2774 | 0.194949 | -6.55245 | 5.65995e-11 | -1.65949 | -0.895302 |
| income | 0.280282 | 0.162871 | 1.72088 | 0.0852723 | -0.0389396 | 0.599504 |
| _cons | 9.89515 | 0.746774 | 13.2505 | 4.48081e-40 | 8.4315 | 11.3588 |

used 48, missing 0, r2 0.429406, rmse 0.181893

wald(2) = 50.1806, p = 1.26889e-11`,
      },
      {
        title: 'standardised coefficients, and a model without a constant',
        script: `${STATES}
ivregress packs income (price = sales tax), standardize
ivregress packs income (price = sales tax), noconstant`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| price | -0.670757 | 0.133813 | -5.01266 | 5.36825e-7 | -0.933025 | -0.408489 |
| income | 0.157456 | 0.129758 | 1.21346 | 0.224954 | -0.0968652 | 0.411778 |

used 48, missing 0, r2 0.429406, rmse 0.181893

wald(2) = 28.3325, p = 7.04184e-7

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| price | -1.91305 | 1.50399 | -1.27198 | 0.203379 | -4.86082 | 1.03471 |
| income | 5.09353 | 2.67767 | 1.90223 | 0.0571417 | -0.154605 | 10.3417 |

used 48, missing 0, r2 0.980275, rmse 0.638363

wald(2) = 2419.5, p = 0

Without a constant, R² is not about the mean.`,
      },
      {
        title: 'what a higher price does on average, when it does more where incomes are high',
        script: `${STATES}
ivregress packs income (price c.price#c.income = sales tax c.sales#c.income), margins()`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| price | 8.25585 | 8.38394 | 0.984723 | 0.32476 | -8.17636 | 24.6881 |
| price#income | -3.51228 | 3.08567 | -1.13825 | 0.255014 | -9.56008 | 2.53552 |
| income | 17.1486 | 14.8193 | 1.15718 | 0.247199 | -11.8967 | 46.194 |
| _cons | -35.856 | 40.2236 | -0.891417 | 0.372705 | -114.693 | 42.9807 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| price | -1.16014 | 0.287838 | -4.03055 | 0.0000556472 | -1.7243 | -0.595992 |
| income | 0.355112 | 0.250294 | 1.41878 | 0.155963 | -0.135455 | 0.84568 |

used 48, missing 0, r2 0.373205, rmse 0.19064

wald(3) = 27.2701, p = 0.00000516761`,
      },
      {
        title: 'an instrument that other terms determine is none',
        script: `${STATES}
generate twice = 2 * income
ivregress packs income (price = twice)`,
        expect: `
\`script.degenerate\` at 8:1: The endogenous terms need at least 1 instruments that say something of their own, and here are 0. Name as many instruments as endogenous terms, or more, that are no combination of other terms.`,
      },
      {
        title: 'an instrument has no marginal effect',
        script: `${STATES}
ivregress packs income (price = sales tax), margins(tax)`,
        expect: `
\`script.unknown-name\` at 7:53: “tax” is in no term of the model, so it has no marginal effect. Name some of price and income, or leave the parentheses empty for all.`,
      },
      {
        title: 'a term has one role, and one method is chosen',
        script: `${STATES}
ivregress packs price (price = sales)
ivregress packs income (price = sales), liml gmm
ivregress packs income price`,
        expect: `
\`script.duplicate-name\` at 7:1: A term stands twice: it is a term of the model, endogenous or an instrument, and only one of these. Name each term once. Terms outside the parentheses are their own instruments.

\`script.syntax\` at 8:46: liml and gmm exclude each other. Write one of them, or a command for each.

\`script.syntax\` at 9:29: Expected “(”, endogenous terms, “=” and instruments, but the line ends here. Write ivregress y x … (endog … = instruments …) [if condition] [, tsls liml gmm options].`,
      },
    ],
  },
  {
    command: 'regress-panel',
    rows: [
      {
        title: 'random effects of units, when nothing is said',
        script: `${CHILDREN}
regress-panel distance age male`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.660185 | 0.0616059 | 10.7163 | 8.5384e-27 | 0.53944 | 0.780931 |
| male | 2.32102 | 0.761417 | 3.04829 | 0.00230144 | 0.828673 | 3.81337 |
| _cons | 15.3857 | 0.895985 | 17.1718 | 4.31672e-66 | 13.6296 | 17.1418 |

used 27, missing 0, groups 27, r2Between 0.270969, r2Overall 0.409528, r2Within 0.589403, rho 0.614491, sigmaResidual 1.43159, sigmaUnit 1.80742, theta 0.631793

wald(2) = 124.13, p = 1.11027e-27`,
      },
      {
        title: 'fixed effects leave out what does not vary within units',
        script: `${CHILDREN}
regress-panel distance age male, fe`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.660185 | 0.0616059 | 10.7163 | 3.95224e-17 | 0.537586 | 0.782785 |
| _cons | 16.7611 | 0.691525 | 24.2379 | 1.32499e-38 | 15.3849 | 18.1373 |

used 27, missing 0, groups 27, r2Between 0, r2Overall 0.256465, r2Within 0.589403, rho 0.708631, sigmaResidual 1.43159, sigmaUnit 2.23258

f(1, 80) = 114.838, p = 3.95224e-17

f of unit effects(26, 80) = 9.72828, p = 1.42363e-15

male was left out: it does not vary within units.`,
      },
      {
        title: 'between units and pooled; units may have unequally many rows',
        script: `${CHILDREN}
drop if age == 14 & male == 0
regress-panel distance age male, be
regress-panel distance age male, pooled robust`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 2.80208 | 0.749112 | 3.74054 | 0.000961629 | 1.25926 | 4.34491 |
| _cons | -5.85417 | 7.94357 | -0.736969 | 0.468001 | -22.2142 | 10.5059 |

used 27, missing 0, groups 27, r2Between 0.358837, r2Overall 0.339774, r2Within 0.580053

f(1, 25) = 13.9917, p = 0.000961629

male was left out: the means of units do not tell it from the terms before it.

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.718137 | 0.0843592 | 8.51285 | 5.41039e-9 | 0.544734 | 0.89154 |
| male | 2.08395 | 0.763372 | 2.72992 | 0.0112169 | 0.514813 | 3.65308 |
| _cons | 14.9853 | 1.00911 | 14.85 | 3.25983e-14 | 12.911 | 17.0596 |

used 27, missing 0, groups 27, r2Between 0.358837, r2Overall 0.44437, r2Within 0.580053

f(2, 26) = 44.7061, p = 3.84925e-9`,
      },
      {
        title: 'standard errors for children who are alike, and another level of confidence',
        script: `${CHILDREN}
regress-panel distance age, re control(male) cluster(PERSONID_1) level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.660185 | 0.0719287 | 9.17833 | 4.37823e-20 | 0.541873 | 0.778497 |
| male | 2.32102 | 0.771296 | 3.00925 | 0.00261892 | 1.05235 | 3.58969 |
| _cons | 15.3857 | 0.935131 | 16.453 | 7.98465e-61 | 13.8475 | 16.9238 |

used 27, missing 0, groups 27, r2Between 0.270969, r2Overall 0.409528, r2Within 0.589403, rho 0.614491, sigmaResidual 1.43159, sigmaUnit 1.80742, theta 0.631793

wald(2) = 101.148, p = 1.08667e-22`,
      },
      {
        title: 'standardised coefficients',
        script: `${CHILDREN}
regress-panel distance age male, re standardize`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.506424 | 0.0472575 | 10.7163 | 8.5384e-27 | 0.413801 | 0.599047 |
| male | 0.391233 | 0.128345 | 3.04829 | 0.00230144 | 0.139682 | 0.642784 |

used 27, missing 0, groups 27, r2Between 0.270969, r2Overall 0.409528, r2Within 0.589403, rho 0.614491, sigmaResidual 1.43159, sigmaUnit 1.80742, theta 0.631793

wald(2) = 124.13, p = 1.11027e-27`,
      },
      {
        title: 'how much boys and girls grow a year on average, when boys grow faster',
        script: `${CHILDREN}
regress-panel distance c.age##c.male, fe margins(age)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.479545 | 0.0934698 | 5.13048 | 0.00000201741 | 0.293498 | 0.665593 |
| age#male | 0.30483 | 0.121421 | 2.51052 | 0.0140975 | 0.0631473 | 0.546512 |
| _cons | 16.7611 | 0.669686 | 25.0283 | 2.6275e-39 | 15.4281 | 18.0941 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.660185 | 0.0596604 | 11.0657 | 9.9565e-18 | 0.541434 | 0.778936 |

used 27, missing 0, groups 27, r2Between 0.270969, r2Overall 0.408875, r2Within 0.619741, rho 0.669916, sigmaResidual 1.38638, sigmaUnit 1.97506

f(2, 79) = 64.3765, p = 2.58916e-17

f of unit effects(26, 79) = 7.58437, p = 1.21497e-12

male was left out: it does not vary within units.`,
      },
      {
        title: 'what does not vary within units has no marginal effect either',
        script: `${CHILDREN}
regress-panel distance age male c.age#i.male, fe margins()`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.479545 | 0.0934698 | 5.13048 | 0.00000201741 | 0.293498 | 0.665593 |
| age#i.male = 1 | 0.30483 | 0.121421 | 2.51052 | 0.0140975 | 0.0631473 | 0.546512 |
| _cons | 16.7611 | 0.669686 | 25.0283 | 2.6275e-39 | 15.4281 | 18.0941 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.660185 | 0.0596604 | 11.0657 | 9.9565e-18 | 0.541434 | 0.778936 |

used 27, missing 0, groups 27, r2Between 0.270969, r2Overall 0.408875, r2Within 0.619741, rho 0.669916, sigmaResidual 1.38638, sigmaUnit 1.97506

f(2, 79) = 64.3765, p = 2.58916e-17

f of unit effects(26, 79) = 7.58437, p = 1.21497e-12

male was left out: it does not vary within units.`,
      },
      {
        title: 'one row a unit is no panel',
        script: `${CHILDREN}
regress-panel distance male if age == 8, fe`,
        expect: `
\`script.degenerate\` at 5:1: Every unit has one row only, so nothing can be compared within units. Use regress, or import several dates a unit.`,
      },
      {
        title: 'one estimator is chosen, and be has no robust standard errors',
        script: `${CHILDREN}
regress-panel distance age, fe be
regress-panel distance age, be robust`,
        expect: `
\`script.syntax\` at 5:32: fe and be exclude each other. Write one of them, or a command for each.

\`script.statistics\` at 6:32: be has one row for each unit, and no robust standard errors. Leave out robust, or use another estimator.`,
      },
    ],
  },
  {
    command: 'hausman',
    rows: [
      {
        title: 'fixed against random effects',
        script: `${CHILDREN}
generate stage = age + 4 * male
hausman distance stage`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| fe | stage | 0.660185 | 0.0616059 | 10.7163 | 3.95224e-17 | 0.537586 | 0.782785 |
| fe | _cons | 15.1962 | 0.835134 | 18.1962 | 3.63451e-30 | 13.5343 | 16.8582 |
| re | stage | 0.652607 | 0.0583799 | 11.1786 | 5.18912e-29 | 0.538184 | 0.76703 |
| re | _cons | 15.2976 | 0.864948 | 17.6861 | 5.36651e-70 | 13.6023 | 16.9928 |
| difference | stage | 0.0075782 | 0.0196742 | 0.385185 | 0.7001 | -0.0309825 | 0.0461389 |

used 27, missing 0, groups 27

hausman(1) = 0.148368, p = 0.7001`,
      },
      {
        title: 'a test that does not exist is not shown',
        script: `${CHILDREN}
hausman distance age`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| fe | age | 0.660185 | 0.0616059 | 10.7163 | 3.95224e-17 | 0.537586 | 0.782785 |
| fe | _cons | 16.7611 | 0.691525 | 24.2379 | 1.32499e-38 | 15.3849 | 18.1373 |
| re | age | 0.660185 | 0.0616059 | 10.7163 | 8.5384e-27 | 0.53944 | 0.780931 |
| re | _cons | 16.7611 | 0.802395 | 20.8888 | 6.76323e-97 | 15.1884 | 18.3338 |

used 27, missing 0, groups 27

The difference of the two covariances is not positive definite, so the test does not exist for these data.`,
      },
      {
        title: 'with a further term, and another level of confidence',
        script: `${CHILDREN}
generate stage = age + 4 * male
generate late = to_int(age > 11)
hausman distance stage, control(late) level(90)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| fe | stage | 0.606481 | 0.138459 | 4.38021 | 0.0000360336 | 0.376034 | 0.836929 |
| fe | late | 0.268519 | 0.619209 | 0.433647 | 0.665726 | -0.762076 | 1.29911 |
| fe | _cons | 15.78 | 1.58647 | 9.94664 | 1.39927e-15 | 13.1395 | 18.4205 |
| re | stage | 0.597407 | 0.111444 | 5.36062 | 8.29385e-8 | 0.414098 | 0.780716 |
| re | late | 0.304816 | 0.524097 | 0.581602 | 0.560835 | -0.557247 | 1.16688 |
| re | _cons | 15.8832 | 1.3279 | 11.9611 | 5.68054e-33 | 13.699 | 18.0674 |
| difference | stage | 0.00907443 | 0.0821664 | 0.11044 | 0.912061 | -0.126077 | 0.144226 |
| difference | late | -0.0362977 | 0.329761 | -0.110073 | 0.912352 | -0.578706 | 0.506111 |

used 27, missing 0, groups 27

hausman(2) = 0.0121969, p = 0.99392`,
      },
      {
        title: 'no row has every value',
        script: `${CHILDREN}
generate nothing = age if age > 100
hausman distance nothing`,
        expect: `
\`script.degenerate\` at 6:1: No row has a value of every variable of this hausman. Look at each with summarize, and leave out the one that is missing everywhere.`,
      },
    ],
  },
  {
    command: 'regress-panel-diff',
    rows: [
      {
        title: 'how much more boys grew than girls from 11 years on',
        script: `${CHILDREN}
generate late = to_int(age > 11)
regress-panel-diff distance male late, robust
regress-panel-diff distance male late age, cluster(PERSONID_1)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male#late | 1.36364 | 0.901461 | 1.5127 | 0.13339 | -0.423996 | 3.15127 |
| male | 1.6392 | 0.596181 | 2.74951 | 0.00703948 | 0.456955 | 2.82145 |
| late | 1.88636 | 0.66828 | 2.82272 | 0.00570671 | 0.56114 | 3.21159 |
| _cons | 21.7045 | 0.432866 | 50.1415 | 1.12417e-74 | 20.8462 | 22.5629 |

used 27, missing 0, adjustedR2 0.361985, r2 0.379873, rmse 2.33922

f(3, 104) = 21.4161, p = 7.03577e-11

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male#late | 1.36364 | 0.530032 | 2.57274 | 0.0161486 | 0.27414 | 2.45313 |
| male | 1.6392 | 0.755246 | 2.17042 | 0.0392936 | 0.0867741 | 3.19164 |
| late | -0.539562 | 0.674529 | -0.799909 | 0.431012 | -1.92608 | 0.846952 |
| age | 0.606481 | 0.156807 | 3.8677 | 0.000659522 | 0.284161 | 0.928802 |
| _cons | 16.2462 | 1.5458 | 10.5099 | 7.45176e-11 | 13.0688 | 19.4236 |

used 27, missing 0, adjustedR2 0.400759, r2 0.423161, rmse 2.26703

f(4, 26) = 35.3079, p = 3.7148e-10`,
      },
      {
        title: 'another level of confidence, and standardised coefficients',
        script: `${CHILDREN}
generate late = to_int(age > 11)
regress-panel-diff distance male late, control(age) level(90)
regress-panel-diff distance male late, standardize`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male#late | 1.36364 | 0.887938 | 1.53573 | 0.12767 | -0.110148 | 2.83742 |
| male | 1.6392 | 0.627867 | 2.61075 | 0.0103818 | 0.597082 | 2.68133 |
| late | -0.539562 | 1.10843 | -0.486781 | 0.627448 | -2.37931 | 1.30019 |
| age | 0.606481 | 0.218145 | 2.78018 | 0.00646024 | 0.244408 | 0.968555 |
| _cons | 16.2462 | 2.02192 | 8.03502 | 1.62677e-12 | 12.8903 | 19.6022 |

used 27, missing 0, adjustedR2 0.400759, r2 0.423161, rmse 2.26703

f(4, 103) = 18.8898, p = 1.12749e-11

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male#late | 0.213609 | 0.143522 | 1.48834 | 0.139688 | -0.0710006 | 0.498219 |
| male | 0.276305 | 0.109204 | 2.53018 | 0.0128995 | 0.0597496 | 0.492861 |
| late | 0.323563 | 0.120979 | 2.67454 | 0.0086926 | 0.0836576 | 0.563468 |

used 27, missing 0, adjustedR2 0.361985, r2 0.379873, rmse 2.33922

f(3, 104) = 21.2359, p = 8.29671e-11`,
      },
      {
        title: 'the mean effect of each variable, the product taken in',
        script: `${CHILDREN}
generate late = to_int(age > 11)
regress-panel-diff distance male late, margins()`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male#late | 1.36364 | 0.916215 | 1.48834 | 0.139688 | -0.453253 | 3.18053 |
| male | 1.6392 | 0.647862 | 2.53018 | 0.0128995 | 0.35447 | 2.92394 |
| late | 1.88636 | 0.705303 | 2.67454 | 0.0086926 | 0.487722 | 3.28501 |
| _cons | 21.7045 | 0.498724 | 43.5201 | 1.44054e-68 | 20.7156 | 22.6935 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| male | 2.32102 | 0.458108 | 5.06654 | 0.00000176569 | 1.41258 | 3.22947 |
| late | 2.69444 | 0.450184 | 5.98521 | 3.10884e-8 | 1.80171 | 3.58718 |

used 27, missing 0, adjustedR2 0.361985, r2 0.379873, rmse 2.33922

f(3, 104) = 21.2359, p = 8.29671e-11`,
      },
      {
        title: 'group and treatment are 0 or 1',
        script: `${CHILDREN}
regress-panel-diff distance male age`,
        expect: `
\`script.degenerate\` at 5:1: male and age must be 0 or 1 in every row. Make them so with recode or generate.`,
      },
      {
        title: 'group and treatment are two variables',
        script: `${CHILDREN}
regress-panel-diff distance male male`,
        expect: `
\`script.duplicate-name\` at 5:34: “male” stands twice. Name two variables.`,
      },
    ],
  },
  {
    command: 'regress-mml',
    rows: [
      {
        title: 'a random intercept for each child',
        script: `${CHILDREN}
regress-mml distance age male by PERSONID_1`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | age | 0.660185 | 0.0616059 | 10.7163 | 8.5384e-27 | 0.53944 | 0.780931 |
|  | male | 2.32102 | 0.761417 | 3.04829 | 0.00230144 | 0.828673 | 3.81337 |
|  | _cons | 15.3857 | 0.895985 | 17.1718 | 4.31672e-66 | 13.6296 | 17.1418 |
| random effects | var(PERSONID_1) | 3.26678 | 1.07197 | 3.04746 | 0.00230785 | 1.71714 | 6.21492 |
| random effects | var(residual) | 2.04946 | 0.324047 | 6.32456 | 2.53963e-10 | 1.50332 | 2.79399 |
| random effects | share(PERSONID_1) | 0.614491 | 0.088801 | 6.91987 | 4.52064e-12 | 0.433281 | 0.768692 |

used 27, missing 0, aic 447.513, groups 27, logLikelihood -218.756, logLikelihoodNull -242.262, rho 0.614491, sigmaResidual 1.43159

wald(2) = 124.13, p = 1.11027e-27

likelihood-ratio(1) = 47.0114, p = 3.5288e-12`,
      },
      {
        title: 'groups within groups, and rows with missing values',
        script: `${CHILDREN}
generate half = to_int(age > 11) if age < 14 | male == 1
regress-mml distance age by PERSONID_1 half`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | age | 0.730392 | 0.074981 | 9.74102 | 2.0152e-22 | 0.583432 | 0.877352 |
|  | _cons | 16.1061 | 0.896458 | 17.9664 | 3.57139e-72 | 14.3491 | 17.8632 |
| random effects | var(PERSONID_1) | 3.9157 | 1.28532 | 3.04647 | 0.00231542 | 2.0578 | 7.45101 |
| random effects | var(half) | 0.133859 | 0.414089 | 0.323263 | 0.746496 | 0.000311524 | 57.5183 |
| random effects | var(residual) | 2.1191 | 0.448035 | 4.72977 | 0.00000224771 | 1.40019 | 3.20715 |
| random effects | share(PERSONID_1) | 0.634773 | 0.0910398 | 6.97248 | 3.114e-12 | 0.445984 | 0.789582 |
| random effects | share(half) | 0.0216999 | 0.0669718 | 0.324015 | 0.745926 | 0.0000457778 | 0.914874 |

used 27, missing 0, aic 417.303, groups 27, logLikelihood -203.652, logLikelihoodNull -224.945, sigmaResidual 1.45571

wald(1) = 94.8875, p = 2.0152e-22

likelihood-ratio(2) = 42.5859, p = 5.657e-10`,
      },
      {
        title: 'with a further term, and another level of confidence',
        script: `${CHILDREN}
regress-mml distance age by PERSONID_1, control(male) level(90)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | age | 0.660185 | 0.0616059 | 10.7163 | 8.5384e-27 | 0.558852 | 0.761518 |
|  | male | 2.32102 | 0.761417 | 3.04829 | 0.00230144 | 1.0686 | 3.57344 |
|  | _cons | 15.3857 | 0.895985 | 17.1718 | 4.31672e-66 | 13.9119 | 16.8595 |
| random effects | var(PERSONID_1) | 3.26678 | 1.07197 | 3.04746 | 0.00230785 | 1.9042 | 5.6044 |
| random effects | var(residual) | 2.04946 | 0.324047 | 6.32456 | 2.53963e-10 | 1.58012 | 2.6582 |
| random effects | share(PERSONID_1) | 0.614491 | 0.088801 | 6.91987 | 4.52064e-12 | 0.462481 | 0.747027 |

used 27, missing 0, aic 447.513, groups 27, logLikelihood -218.756, logLikelihoodNull -242.262, rho 0.614491, sigmaResidual 1.43159

wald(2) = 124.13, p = 1.11027e-27

likelihood-ratio(1) = 47.0114, p = 3.5288e-12`,
      },
      {
        title: 'standardised coefficients, and a model without a constant',
        script: `${CHILDREN}
regress-mml distance age male by PERSONID_1, standardize
regress-mml distance age male by PERSONID_1, noconstant`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | age | 0.506424 | 0.0472575 | 10.7163 | 8.5384e-27 | 0.413801 | 0.599047 |
|  | male | 0.391233 | 0.128345 | 3.04829 | 0.00230144 | 0.139682 | 0.642784 |
| random effects | var(PERSONID_1) | 3.26678 | 1.07197 | 3.04746 | 0.00230785 | 1.71714 | 6.21492 |
| random effects | var(residual) | 2.04946 | 0.324047 | 6.32456 | 2.53963e-10 | 1.50332 | 2.79399 |
| random effects | share(PERSONID_1) | 0.614491 | 0.088801 | 6.91987 | 4.52064e-12 | 0.433281 | 0.768692 |

used 27, missing 0, aic 447.513, groups 27, logLikelihood -218.756, logLikelihoodNull -242.262, rho 0.614491, sigmaResidual 1.43159

wald(2) = 124.13, p = 1.11027e-27

likelihood-ratio(1) = 47.0114, p = 3.5288e-12

| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | age | 0.732757 | 0.0604848 | 12.1147 | 8.8262e-34 | 0.614209 | 0.851305 |
|  | male | 16.9084 | 2.51161 | 6.7321 | 1.67237e-11 | 11.9858 | 21.8311 |
| random effects | var(PERSONID_1) | 93.3277 | 27.4855 | 3.39552 | 0.000684979 | 52.3995 | 166.224 |
| random effects | var(residual) | 2.08365 | 0.335295 | 6.2144 | 5.15213e-10 | 1.52003 | 2.85626 |
| random effects | share(PERSONID_1) | 0.978161 | 0.00735554 | 132.983 | 0 | 0.957997 | 0.988759 |

used 27, missing 0, aic 532.176, groups 27, logLikelihood -262.088, logLikelihoodNull -297.3, rho 0.978161, sigmaResidual 1.44349

wald(2) = 253.055, p = 1.12156e-55

likelihood-ratio(1) = 70.4234, p = 2.39243e-17`,
      },
      {
        title: 'how much boys and girls grow a year on average, when boys grow faster',
        script: `${CHILDREN}
regress-mml distance c.age##c.male by PERSONID_1, margins()`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | age | 0.479545 | 0.0934698 | 5.13048 | 2.89e-7 | 0.296348 | 0.662743 |
|  | male | -1.0321 | 1.53742 | -0.671321 | 0.502016 | -4.04539 | 1.98119 |
|  | age#male | 0.30483 | 0.121421 | 2.51052 | 0.0120554 | 0.066849 | 0.54281 |
|  | _cons | 17.3727 | 1.18351 | 14.679 | 8.78476e-49 | 15.0531 | 19.6924 |
| random effects | var(PERSONID_1) | 3.29863 | 1.07164 | 3.07813 | 0.00208303 | 1.74503 | 6.23542 |
| random effects | var(residual) | 1.92205 | 0.305821 | 6.2849 | 3.28059e-10 | 1.40712 | 2.62544 |
| random effects | share(PERSONID_1) | 0.631839 | 0.0864873 | 7.30557 | 2.76091e-13 | 0.45299 | 0.780542 |

margins

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age | 0.660185 | 0.0596604 | 11.0657 | 1.83974e-28 | 0.543253 | 0.777117 |
| male | 2.32102 | 0.761417 | 3.04829 | 0.00230144 | 0.828673 | 3.81337 |

used 27, missing 0, aic 445.757, groups 27, logLikelihood -216.879, logLikelihoodNull -241.78, rho 0.631839, sigmaResidual 1.38638

wald(3) = 138.045, p = 9.97626e-30

likelihood-ratio(1) = 49.8019, p = 8.5041e-13`,
      },
      {
        title: 'one group says nothing of groups',
        script: `${CHILDREN}
generate all = 1
regress-mml distance age by all`,
        expect: `
\`script.degenerate\` at 6:1: all has one group only. Use regress, or group by another variable.`,
      },
      {
        title: 'at most two levels of groups',
        script: `${CHILDREN}
regress-mml distance age by PERSONID_1 male age`,
        expect: `
\`script.limit\` at 5:45: A mixed model has at most two levels of groups above its rows. Name the outer group and the group within it: by g1 g2.`,
      },
    ],
  },
  {
    command: 'oaxaca',
    rows: [
      {
        title: 'why girls and boys differ',
        script: `${CHILDREN}
oaxaca distance age by male if age > 8 | male == 1`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| overall | group 1 = 0 | 23.1364 | 0.407697 | 56.749 | 0 | 22.3373 | 23.9354 |
| overall | group 2 = 1 | 24.9688 | 0.36437 | 68.5259 | 0 | 24.2546 | 25.6829 |
| overall | difference | -1.83239 | 0.546792 | -3.35116 | 0.000804747 | -2.90408 | -0.760693 |
| overall | endowments | 0.784375 | 0.341887 | 2.29425 | 0.0217759 | 0.114289 | 1.45446 |
| overall | coefficients | -2.2983 | 0.543747 | -4.22678 | 0.0000237063 | -3.36402 | -1.23257 |
| overall | interaction | -0.318466 | 0.298054 | -1.06849 | 0.285302 | -0.90264 | 0.265708 |
| endowments | age | 0.784375 | 0.341887 | 2.29425 | 0.0217759 | 0.114289 | 1.45446 |
| coefficients | age | -3.50312 | 2.95983 | -1.18356 | 0.236588 | -9.30428 | 2.29803 |
| coefficients | _cons | 1.20483 | 3.20347 | 0.376102 | 0.706841 | -5.07385 | 7.48351 |
| interaction | age | -0.318466 | 0.298054 | -1.06849 | 0.285302 | -0.90264 | 0.265708 |

used 27, missing 0`,
      },
      {
        title: 'twofold, at the coefficients of the first group, robust',
        script: `${CHILDREN}
oaxaca distance age by male if age > 8 | male == 1, weight(1) robust`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| overall | group 1 = 0 | 23.1364 | 0.407697 | 56.749 | 0 | 22.3373 | 23.9354 |
| overall | group 2 = 1 | 24.9688 | 0.36437 | 68.5259 | 0 | 24.2546 | 25.6829 |
| overall | difference | -1.83239 | 0.546792 | -3.35116 | 0.000804747 | -2.90408 | -0.760693 |
| overall | explained | 0.465909 | 0.296453 | 1.57161 | 0.116041 | -0.115128 | 1.04695 |
| overall | unexplained | -2.2983 | 0.508549 | -4.51932 | 0.00000620395 | -3.29503 | -1.30156 |
| explained | age | 0.465909 | 0.296453 | 1.57161 | 0.116041 | -0.115128 | 1.04695 |
| unexplained | age | -3.50312 | 2.88202 | -1.21551 | 0.224171 | -9.15178 | 2.14553 |
| unexplained | _cons | 1.20483 | 3.06226 | 0.393445 | 0.693991 | -4.79708 | 7.20674 |

used 27, missing 0`,
      },
      {
        title: 'with a further term, and another level of confidence',
        script: `${PUPILS}
generate first = to_int(stage == 'F1')
oaxaca days male by slow, control(first) level(90)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
| overall | group 1 = 0 | 15.8193 | 1.5449 | 10.2397 | 1.31634e-24 | 13.2782 | 18.3604 |
| overall | group 2 = 1 | 17.3016 | 2.42871 | 7.12379 | 1.05e-12 | 13.3067 | 21.2965 |
| overall | difference | -1.48231 | 2.87842 | -0.514973 | 0.606572 | -6.21689 | 3.25227 |
| overall | endowments | 3.5391 | 1.78863 | 1.97866 | 0.0478541 | 0.59706 | 6.48114 |
| overall | coefficients | -3.83077 | 3.05008 | -1.25596 | 0.209131 | -8.84771 | 1.18616 |
| overall | interaction | -1.19064 | 2.03574 | -0.584867 | 0.558637 | -4.53914 | 2.15786 |
| endowments | male | 0.110587 | 0.743796 | 0.148679 | 0.881807 | -1.11285 | 1.33402 |
| endowments | first | 3.42851 | 1.67898 | 2.04202 | 0.0411494 | 0.666837 | 6.19019 |
| coefficients | male | 0.767818 | 2.1054 | 0.364691 | 0.715342 | -2.69525 | 4.23089 |
| coefficients | first | 2.39031 | 3.05097 | 0.783458 | 0.433358 | -2.62809 | 7.4087 |
| coefficients | _cons | -6.9889 | 4.52354 | -1.54501 | 0.122345 | -14.4295 | 0.451668 |
| interaction | male | 0.321768 | 0.89753 | 0.358504 | 0.719966 | -1.15454 | 1.79807 |
| interaction | first | -1.51241 | 1.95606 | -0.773189 | 0.439411 | -4.72984 | 1.70503 |

used 146, missing 0`,
      },
      {
        title: 'a decomposition has no marginal effects',
        script: `${CHILDREN}
oaxaca distance age by male, margins()`,
        expect: `
\`script.unknown-option\` at 5:30: oaxaca has no option “margins”. Its options are level, robust, control, weight.`,
      },
      {
        title: 'two groups are compared',
        script: `${CHILDREN}
oaxaca distance male by age`,
        expect: `
\`script.degenerate\` at 5:1: age must have two levels among the rows of this model, and it has more. Choose two with if, or make two with recode.`,
      },
      {
        title: 'by at least one term, and with a weight from 0 to 1',
        script: `${CHILDREN}
oaxaca distance by male
oaxaca distance age by male, weight(2)`,
        expect: `
\`script.syntax\` at 5:1: oaxaca needs at least one term to decompose by. Write oaxaca y x by g.

\`script.type\` at 6:37: A weight lies between 0 and 1. Write weight(1) or weight(0.5).`,
      },
    ],
  },
  {
    command: 'rdd',
    rows: [
      {
        title: 'a jump at 11 years, with slopes of their own on both sides',
        script: `${CHILDREN}
rdd distance age male, cutoff(11)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age>=11 | 0.268519 | 0.985563 | 0.272452 | 0.78582 | -1.68611 | 2.22315 |
| age-11 | 0.490741 | 0.297481 | 1.64965 | 0.10206 | -0.0992425 | 1.08072 |
| age>=11#age-11 | 0.231481 | 0.440667 | 0.525298 | 0.600505 | -0.642478 | 1.10544 |
| male | 2.32102 | 0.443593 | 5.23233 | 8.85541e-7 | 1.44126 | 3.20078 |
| _cons | 22.282 | 0.679561 | 32.7888 | 2.56484e-56 | 20.9342 | 23.6297 |

used 27, missing 0, r2 0.411529, rmse 2.28977

f(4, 103) = 20.3157, p = 2.32303e-12`,
      },
      {
        title: 'fuzzy: passing the cutoff makes a treatment likelier',
        script: `${CHILDREN}
generate treated = to_int(age > 11 & distance > 23 | distance > 26)
rdd distance age, cutoff(11) bandwidth(4) fuzzy(treated)`,
        expect: `
| equation | term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- | --- |
|  | treated | 0.5 | 1.89116 | 0.264388 | 0.791481 | -3.20661 | 4.20661 |
|  | age-11 | 0.481481 | 0.319884 | 1.50517 | 0.132279 | -0.14548 | 1.10844 |
|  | age>=11#age-11 | 0.203704 | 0.494361 | 0.412055 | 0.680299 | -0.765226 | 1.17263 |
|  | _cons | 23.6111 | 0.75199 | 31.3982 | 2.14199e-216 | 22.1372 | 25.085 |
| first stage treated | age-11 | 0.0185185 | 0.0316611 | 0.584898 | 0.559883 | -0.0442667 | 0.0813037 |
| first stage treated | age>=11#age-11 | 0.0555556 | 0.0649673 | 0.855132 | 0.394444 | -0.073277 | 0.184388 |
| first stage treated | age>=11 | 0.537037 | 0.159798 | 3.36072 | 0.00108815 | 0.220151 | 0.853923 |
| first stage treated | _cons | 0.0925926 | 0.0792361 | 1.16857 | 0.24525 | -0.0645355 | 0.249721 |

used 27, missing 0, r2 0.315211, rmse 2.41221

wald(3) = 39.234, p = 1.54842e-8

weak-instruments of treated(1, 104) = 11.2944, p = 0.00108815`,
      },
      {
        title: 'with a further term, and another level of confidence; standard errors are robust in any case',
        script: `${CHILDREN}
rdd distance age, cutoff(11) control(male) robust level(90)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age>=11 | 0.268519 | 0.985563 | 0.272452 | 0.78582 | -1.3673 | 1.90434 |
| age-11 | 0.490741 | 0.297481 | 1.64965 | 0.10206 | -0.00301278 | 0.984494 |
| age>=11#age-11 | 0.231481 | 0.440667 | 0.525298 | 0.600505 | -0.49993 | 0.962893 |
| male | 2.32102 | 0.443593 | 5.23233 | 8.85541e-7 | 1.58476 | 3.05729 |
| _cons | 22.282 | 0.679561 | 32.7888 | 2.56484e-56 | 21.1541 | 23.4099 |

used 27, missing 0, r2 0.411529, rmse 2.28977

f(4, 103) = 20.3157, p = 2.32303e-12`,
      },
      {
        title: 'a cutoff outside the data',
        script: `${CHILDREN}
rdd distance age, cutoff(-20)`,
        expect: `
\`script.degenerate\` at 5:1: No row lies on one of the sides of cutoff(-20). Choose a cutoff within the values of age, or a wider bandwidth().`,
      },
      {
        title: 'a polynomial that the data do not carry is cut down, with a note',
        script: `${CHILDREN}
rdd distance age, cutoff(11) polynomial(2) cluster(PERSONID_1)
rdd distance age, cutoff(11) polynomial(2)`,
        expect: `
| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age>=11 | 0.268519 | 0.682675 | 0.393333 | 0.69728 | -1.13474 | 1.67178 |
| age-11 | 0.606481 | 0.156051 | 3.88643 | 0.000628234 | 0.285714 | 0.927249 |
| (age-11)^2 | 0.0289352 | 0.0249762 | 1.15851 | 0.257186 | -0.0224041 | 0.0802745 |
| _cons | 23.7442 | 0.495469 | 47.9227 | 6.75421e-27 | 22.7258 | 24.7627 |

used 27, missing 0, r2 0.258466, rmse 2.55798

f(3, 26) = 30.3832, p = 1.18179e-8

age>=11#age-11 was left out: it is a combination of the terms before it (collinearity).

age>=11#(age-11)^2 was left out: it is a combination of the terms before it (collinearity).

| term | estimate | standard error | statistic | p | lower | upper |
| --- | --- | --- | --- | --- | --- | --- |
| age>=11 | 0.268519 | 1.08403 | 0.247703 | 0.804852 | -1.88116 | 2.4182 |
| age-11 | 0.606481 | 0.246142 | 2.46395 | 0.015381 | 0.118373 | 1.09459 |
| (age-11)^2 | 0.0289352 | 0.0615355 | 0.47022 | 0.639183 | -0.093092 | 0.150962 |
| _cons | 23.7442 | 0.581947 | 40.8013 | 8.17294e-66 | 22.5902 | 24.8982 |

used 27, missing 0, r2 0.258466, rmse 2.55798

f(3, 104) = 11.7313, p = 0.00000110691

age>=11#age-11 was left out: it is a combination of the terms before it (collinearity).

age>=11#(age-11)^2 was left out: it is a combination of the terms before it (collinearity).`,
      },
      {
        title: 'a bandwidth is greater than 0',
        script: `${CHILDREN}
rdd distance age, cutoff(11) bandwidth(0)`,
        expect: `
\`script.type\` at 5:40: A bandwidth is greater than 0. Write bandwidth(5).`,
      },
    ],
  },
]
