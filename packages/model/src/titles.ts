/** What statistics are called, in every language: one table for all who draw results. */
import type { FitName, ModelName, TestStatistic } from './statistics.js'
import type { LocalisedText } from './text.js'

const said = (en: string, nb = en, da = nb): LocalisedText => ({ en, nb, da })

export const MODEL_TITLES: Readonly<Record<ModelName, LocalisedText>> = {
  regress: said('Linear regression', 'Lineær regresjon', 'Lineær regression'),
  logit: said('Logistic regression', 'Logistisk regresjon', 'Logistisk regression'),
  probit: said('Probit regression', 'Probitregresjon', 'Probitregression'),
  mlogit: said(
    'Multinomial logistic regression',
    'Multinomisk logistisk regresjon',
    'Multinomial logistisk regression',
  ),
  poisson: said('Poisson regression', 'Poissonregresjon', 'Poissonregression'),
  'negative-binomial': said(
    'Negative binomial regression',
    'Negativ binomisk regresjon',
    'Negativ binomial regression',
  ),
  ivregress: said(
    'Regression with instrumental variables',
    'Regresjon med instrumentvariabler',
    'Regression med instrumentvariable',
  ),
  'regress-panel': said('Panel regression', 'Panelregresjon', 'Panelregression'),
  'regress-panel-diff': said('Difference in differences', 'Forskjell i forskjeller', 'Forskel i forskelle'),
  hausman: said('Hausman’s test', 'Hausmans test'),
  'regress-mml': said('Linear mixed model', 'Lineær blandet modell', 'Lineær blandet model'),
  oaxaca: said('Blinder–Oaxaca decomposition', 'Blinder–Oaxaca-dekomponering'),
  rdd: said('Regression discontinuity', 'Regresjonsdiskontinuitet', 'Regressionsdiskontinuitet'),
  cox: said('Cox regression', 'Cox-regresjon', 'Cox-regression'),
  weibull: said('Weibull regression', 'Weibull-regresjon', 'Weibull-regression'),
  ci: said(
    'Confidence intervals of means',
    'Konfidensintervaller for gjennomsnitt',
    'Konfidensintervaller for gennemsnit',
  ),
  anova: said('Analysis of variance', 'Variansanalyse'),
  normaltest: said('Tests of normality', 'Tester for normalfordeling', 'Test for normalfordeling'),
}

const COEFFICIENT = said('Coefficient', 'Koeffisient', 'Koefficient')
const ODDS_RATIO = said('Odds ratio', 'Oddsratio')
const RATE_RATIO = said('Incidence rate ratio', 'Insidensrateratio', 'Incidensrateratio')
const HAZARD_RATIO = said('Hazard ratio', 'Hasardratio', 'Hazardratio')
const RATIOS: Partial<Record<ModelName, LocalisedText>> = {
  logit: ODDS_RATIO,
  mlogit: said('Relative risk ratio', 'Relativ risikoratio'),
  poisson: RATE_RATIO,
  'negative-binomial': RATE_RATIO,
  cox: HAZARD_RATIO,
  weibull: HAZARD_RATIO,
}

/** Parameters of a distribution, which are ratios of nothing. */
const DISTRIBUTIONS: readonly (string | undefined)[] = ['shape', 'lnalpha']

/** What the estimates of a model, or of one of its equations, are, as shown: exp(estimate) where the model is `exponentiate`. */
export function estimateTitle(
  { model, exponentiate }: { model: ModelName; exponentiate: boolean },
  equation?: string,
): LocalisedText {
  if (model === 'ci') return said('Mean', 'Gjennomsnitt', 'Gennemsnit')
  if (equation !== undefined && ownEquation(model, equation) && DISTRIBUTIONS.includes(equation))
    return said('Estimate', 'Estimat')
  return (exponentiate && RATIOS[model]) || COEFFICIENT
}

/** Parts of a model that the model itself names; every other name is a level of some variable, or a variable. */
const EQUATIONS: Partial<Record<ModelName, Readonly<Record<string, LocalisedText>>>> = {
  weibull: { shape: said('Shape of the hazard', 'Hasardens form', 'Hazardens form') },
  'negative-binomial': { lnalpha: said('Dispersion (alpha)', 'Spredning (alfa)') },
  'regress-mml': { 'random effects': said('Random effects', 'Tilfeldige effekter', 'Tilfældige effekter') },
  hausman: {
    fe: said('Fixed effects', 'Faste effekter'),
    re: said('Random effects', 'Tilfeldige effekter', 'Tilfældige effekter'),
    difference: said('Difference', 'Forskjell', 'Forskel'),
  },
  oaxaca: {
    overall: said('Overall', 'Samlet'),
    endowments: said('Endowments', 'Egenskaper', 'Egenskaber'),
    coefficients: said('Coefficients', 'Koeffisienter', 'Koefficienter'),
    interaction: said('Interaction', 'Samspill', 'Samspil'),
    explained: said('Explained', 'Forklart', 'Forklaret'),
    unexplained: said('Unexplained', 'Uforklart', 'Uforklaret'),
  },
}

/** What a model calls a part of itself, or null where the name comes from the script or the data. */
export const ownEquation = (model: ModelName, equation: string): LocalisedText | null =>
  Object.hasOwn(EQUATIONS[model] ?? {}, equation) ? (EQUATIONS[model]?.[equation] ?? null) : null

/** What an equation is called: in every language where the model names it, as it is otherwise. */
export const equationTitle = (model: ModelName, equation: string): LocalisedText =>
  ownEquation(model, equation) ?? { en: equation }

export const TEST_TITLES: Readonly<Record<TestStatistic['name'], LocalisedText>> = {
  'chi-squared': said('Pearson’s chi-squared test', 'Pearsons kjikvadrattest', 'Pearsons chi-i-anden-test'),
  'log-rank': said('Log-rank test', 'Log-rank-test'),
  'likelihood-ratio': said('Likelihood ratio test', 'Likelihood ratio-test'),
  wald: said('Wald test', 'Wald-test'),
  f: said('F test', 'F-test'),
  t: said('t test', 't-test'),
  hausman: said('Hausman’s test', 'Hausmans test'),
  overidentification: said(
    'Test of overidentifying restrictions',
    'Test for overidentifiserende restriksjoner',
    'Test for overidentificerende restriktioner',
  ),
  'weak-instruments': said(
    'Test of weak instruments',
    'Test for svake instrumenter',
    'Test for svage instrumenter',
  ),
  endogeneity: said('Test of endogeneity', 'Test for endogenitet'),
  'proportional-hazards': said(
    'Test of proportional hazards',
    'Test for proporsjonale hasarder',
    'Test for proportionale hasarder',
  ),
  skewness: said('Test of skewness', 'Test for skjevhet', 'Test for skævhed'),
  kurtosis: said('Test of kurtosis', 'Test for kurtose'),
  'skewness-kurtosis': said(
    'Test of skewness and kurtosis',
    'Test for skjevhet og kurtose',
    'Test for skævhed og kurtose',
  ),
  'jarque-bera': said('Jarque–Bera test', 'Jarque–Bera-test'),
  bartlett: said(
    'Bartlett’s test of equal variances',
    'Bartletts test for like varianser',
    'Bartletts test for ens varianser',
  ),
}

/** How the value of a test is distributed when nothing is there: the symbol before its degrees of freedom. */
export function testSymbol({
  name,
  denominator,
}: Pick<TestStatistic, 'name'> & { denominator?: number | undefined }): string {
  if (denominator !== undefined) return 'F'
  return name === 't' ? 't' : 'χ²'
}

export const FIT_TITLES: Readonly<Record<FitName, LocalisedText>> = {
  logLikelihood: said('Log likelihood', 'Log-likelihood'),
  logLikelihoodNull: said(
    'Log likelihood without terms',
    'Log-likelihood uten ledd',
    'Log-likelihood uden led',
  ),
  r2: said('R²'),
  adjustedR2: said('Adjusted R²', 'Justert R²', 'Justeret R²'),
  rmse: said('Root mean square error', 'Rotmiddelkvadratfeil', 'Rodmiddelkvadratfejl'),
  pseudoR2: said('Pseudo R²', 'Pseudo-R²'),
  events: said('Events', 'Hendelser', 'Hændelser'),
  aic: said('AIC'),
  bic: said('BIC'),
  concordance: said('Concordance', 'Konkordans'),
  alpha: said('Dispersion (alpha)', 'Spredning (alfa)', 'Spredning (alfa)'),
  theta: said('Share removed (theta)', 'Andel fjernet (theta)', 'Andel fjernet (theta)'),
  shape: said('Shape', 'Form'),
  r2Within: said('R² within', 'R² innen', 'R² inden for'),
  r2Between: said('R² between', 'R² mellom', 'R² mellem'),
  r2Overall: said('R² overall', 'R² samlet'),
  sigmaUnit: said(
    'Standard deviation between units',
    'Standardavvik mellom enheter',
    'Standardafvigelse mellem enheder',
  ),
  sigmaResidual: said(
    'Standard deviation of residuals',
    'Standardavvik for residualer',
    'Standardafvigelse for residualer',
  ),
  rho: said(
    'Share of variance between units',
    'Andel av variansen mellom enheter',
    'Andel af variansen mellem enheder',
  ),
  groups: said('Groups', 'Grupper'),
  residualSumOfSquares: said('Residual sum of squares', 'Residualkvadratsum', 'Residualkvadratsum'),
}
