# Models and tests on the linked NAFLD data, by R. Run in this folder: Rscript models.R FOLDER-OF-NAFLD
# Robust covariances are written out, with Stata's corrections for small samples: n/(n-k) for least squares,
# n/(n-1) for maximum likelihood, and g/(g-1) (times (n-1)/(n-k) for least squares) for g clusters; none for coxph.
library(survival)
source("json.R")
source("nafld.R")
person <- nafld(commandArgs(TRUE)[1])
person$sex <- factor(person$male)
person$ageband <- factor(cut(person$age, c(0, 40, 50, 60, 70, 120), labels = FALSE))
person$entry <- ifelse(person$futime > 400, 365 / 365.25, 0)
tight <- glm.control(epsilon = 1e-15, maxit = 100)
exact <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 100)

of_cox <- function(fit) list(
  n = fit$n, estimate = I(unname(coef(fit))), standardError = I(unname(sqrt(diag(vcov(fit))))),
  logLikelihoodNull = fit$loglik[1], logLikelihood = fit$loglik[2])
of_lm <- function(fit) {
  s <- summary(fit)
  list(n = nobs(fit), estimate = I(unname(coef(fit))), standardError = I(unname(s$coefficients[, 2])),
       p = I(unname(s$coefficients[, 4])), r2 = s$r.squared, adjustedR2 = s$adj.r.squared, rmse = s$sigma,
       f = unname(s$fstatistic[1]), logLikelihood = as.numeric(logLik(fit)), aic = AIC(fit))
}
# Once more from the estimates: glm's covariance is that of the step before the last.
of_glm <- function(first) { fit <- update(first, start = coef(first)); list(
  n = nobs(fit), estimate = I(unname(coef(fit))), standardError = I(unname(sqrt(diag(vcov(fit))))),
  p = I(unname(summary(fit)$coefficients[, 4])), logLikelihood = as.numeric(logLik(fit)),
  logLikelihoodNull = -fit$null.deviance / 2, aic = AIC(fit)) }
sandwich <- function(bread, scores, factor) {
  v <- bread %*% crossprod(scores) %*% bread * factor
  list(standardError = I(unname(sqrt(diag(v)))))
}
by_cluster <- function(scores, cluster) rowsum(scores, cluster)

whole <- person[complete.cases(person[, c("bmi", "age", "male", "case.id")]), ]
linear <- lm(bmi ~ age + male, whole)
linear_x <- model.matrix(linear)
linear_bread <- solve(crossprod(linear_x))
linear_scores <- linear_x * resid(linear)
n <- nrow(whole); k <- ncol(linear_x); g <- length(unique(whole$case.id))

logistic <- glm(diabetes ~ age + male + bmi, binomial, whole, control = tight)
logistic_scores <- model.matrix(logistic) * (whole$diabetes - fitted(logistic))
logistic_bread <- vcov(logistic)

chi <- chisq.test(table(person$diabetes, person$ageband), correct = FALSE)
write_json(list(
  linear = of_lm(linear),
  linearRobust = sandwich(linear_bread, linear_scores, n / (n - k)),
  linearCluster = sandwich(linear_bread, by_cluster(linear_scores, whole$case.id), g / (g - 1) * (n - 1) / (n - k)),
  linearFactor = of_lm(lm(bmi ~ age + ageband * sex, person)),
  linearNoConstant = of_lm(lm(bmi ~ 0 + age + male, person)),
  logistic = of_glm(logistic),
  logisticRobust = sandwich(logistic_bread, logistic_scores, n / (n - 1)),
  logisticCluster = sandwich(logistic_bread, by_cluster(logistic_scores, whole$case.id), g / (g - 1)),
  logisticFactor = of_glm(glm(diabetes ~ ageband + sex, binomial, person, control = tight)),
  breslow = of_cox(coxph(Surv(years, status) ~ age + male + bmi, person, ties = "breslow", control = exact)),
  efronDays = of_cox(coxph(Surv(round(years), status) ~ age + male + bmi, person, ties = "efron", control = exact)),
  strata = of_cox(coxph(Surv(years, status) ~ age + bmi + strata(male), person, ties = "efron", control = exact)),
  entry = of_cox(coxph(Surv(entry, years, status) ~ age + male + bmi, person, ties = "efron", control = exact)),
  coxRobust = of_cox(coxph(Surv(round(years), status) ~ age + male + bmi, person, ties = "efron", robust = TRUE, control = exact)),
  coxCluster = of_cox(coxph(Surv(years, status) ~ age + male + bmi, person, cluster = case.id, ties = "efron", control = exact)),
  coxEntryCluster = of_cox(coxph(Surv(entry, years, status) ~ age + bmi + strata(male), person, ties = "breslow", cluster = case.id, control = exact)),
  logRankBands = survdiff(Surv(years, status) ~ ageband, person)$chisq,
  chiSquared = list(value = unname(chi$statistic), degreesOfFreedom = unname(chi$parameter), p = chi$p.value),
  quantiles = I(unname(quantile(person$bmi, c(.01, .25, .5, .75, .99), na.rm = TRUE, type = 7))),
  gini = { x <- sort(person$bmi[!is.na(person$bmi)]); m <- length(x); sum((2 * seq_along(x) - m - 1) * x) / (m * sum(x)) },
  r = R.version.string, survival = as.character(packageVersion("survival"))
), "models.json")
