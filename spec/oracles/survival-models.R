# Survival models by R's survival (LGPL >= 2) on its own data sets lung, veteran and heart, which it also writes as CSV.
# Run in this folder: Rscript survival-models.R
library(survival)
source("json.R")
write <- function(x, name) write.csv(x, file.path("data", paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
lung <- within(survival::lung, { status <- status - 1; inst[is.na(inst)] <- 0 })[, c("inst", "time", "status", "age", "sex", "ph.ecog", "wt.loss")]
names(lung) <- c("inst", "time", "status", "age", "sex", "ecog", "loss")
veteran <- within(survival::veteran, { celltype <- as.integer(celltype) })
heart <- within(survival::heart, { transplant <- as.integer(as.character(transplant)) })
write(lung, "lung"); write(veteran, "veteran"); write(heart, "heart")

exact <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 100)
of_cox <- function(fit) list(estimate = I(unname(coef(fit))), standardError = I(unname(sqrt(diag(vcov(fit))))),
  logLikelihoodNull = fit$loglik[1], logLikelihood = fit$loglik[2], events = fit$nevent)
of_zph <- function(fit, transform) { z <- cox.zph(fit, transform = transform)$table; list(value = I(unname(z[, 1])), df = I(unname(z[, 2])), p = I(unname(z[, 3]))) }
v <- coxph(Surv(time, status) ~ trt + factor(celltype) + karno, veteran, control = exact)
breslow <- coxph(Surv(time, status) ~ age + karno + strata(trt), veteran, ties = "breslow", control = exact)
h <- coxph(Surv(start, stop, event) ~ age + year + surgery + transplant, heart, control = exact)

# Weibull: beta = -b / scale, ln p = -ln scale, by the delta method; robust by scores, n/(n - 1) as Stata's.
tight <- survreg.control(rel.tolerance = 1e-14, maxiter = 200)
of_weibull <- function(fit, cluster = NULL, robust = FALSE) {
  k <- length(coef(fit)); scale <- fit$scale
  jacobian <- rbind(cbind(-diag(k) / scale, coef(fit) / scale), c(rep(0, k), -1))
  variance <- vcov(fit)
  if (robust) {
    scores <- residuals(fit, type = "dfbeta")
    if (!is.null(cluster)) scores <- rowsum(scores, cluster)
    n <- nrow(scores); variance <- crossprod(scores) * n / (n - 1)
  }
  list(estimate = I(c(unname(-coef(fit) / scale), -log(scale))), standardError = I(unname(sqrt(diag(jacobian %*% variance %*% t(jacobian))))),
       logLikelihood = fit$loglik[2], logLikelihoodNull = fit$loglik[1])
}
w <- survreg(Surv(time, status) ~ age + factor(sex) + loss, lung, control = tight)
whole <- lung[!is.na(lung$loss), ]
by_sex <- lapply(1:2, function(s) of_cox(coxph(Surv(time, status) ~ age + loss, lung, subset = sex == s, control = exact)))
# Rates of lung by strata of sex and age (twenty years), standardised to made-up weights; intervals as epitools::ageadjust.direct.
rate <- function(events, time, weight, level = 0.95) {
  w <- weight / sum(weight); a <- (1 - level) / 2
  y <- sum(w * events / time); v <- sum(w^2 * events / time^2); m <- max(w / time)
  1000 * c(y, qgamma(a, shape = y^2 / v, scale = v / y), qgamma(1 - a, shape = (y + m)^2 / (v + m^2), scale = (v + m^2) / (y + m)))
}
lung$stratum <- paste(lung$sex, lung$age %/% 20); lung$weight <- 100 + 10 * lung$age %/% 20 + 50 * lung$sex
of_rates <- function(x, level = 0.95) {
  s <- aggregate(cbind(status, time) ~ stratum + weight, x, sum)
  list(crude = I(rate(sum(s$status), sum(s$time), 1, level)), standardised = I(rate(s$status, s$time, s$weight, level)))
}
write_json(list(
  rates = of_rates(lung), ratesBySex = lapply(0:1, function(e) of_rates(subset(lung, ecog == e), 0.9)),
  zphKm = of_zph(v, "km"), zphIdentity = of_zph(v, "identity"), zphLog = of_zph(v, "log"), zphBreslowStrata = of_zph(breslow, "km"),
  zphEntry = of_zph(h, "km"), heart = of_cox(h), bySex = by_sex,
  weibull = of_weibull(w), weibullRobust = of_weibull(w, robust = TRUE), weibullCluster = of_weibull(w, whole$inst, TRUE),
  weibullNoConstant = of_weibull(survreg(Surv(time, status) ~ 0 + age + loss, lung, control = tight)),
  survival = as.character(packageVersion("survival"))
), "survival-models.json")
