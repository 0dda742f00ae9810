# Every number of the first study, by R. Run in this folder: Rscript first-study.R FOLDER-OF-NAFLD
library(survival)
source("json.R")
source("nafld.R")
person <- nafld(commandArgs(TRUE)[1])

summary_of <- function(x) list(
  n = sum(!is.na(x)), missing = sum(is.na(x)), mean = mean(x, na.rm = TRUE), sd = sd(x, na.rm = TRUE),
  percentiles = unname(quantile(x, c(.01, .25, .5, .75, .99), na.rm = TRUE, type = 7)))

km <- survfit(Surv(years, status) ~ diabetes, data = person, conf.type = "log-log")
group <- rep(seq_along(km$strata), km$strata)
# Of the many steps every hundredth, and all that matter: a sum over all of them is kept beside.
curve <- function(g) {
  at <- which(group == g)
  some <- at[seq(1, length(at), by = 100)]
  list(steps = length(at), time = I(km$time[some]), atRisk = I(km$n.risk[some]), events = I(km$n.event[some]),
       survival = I(km$surv[some]), lower = I(km$lower[some]), upper = I(km$upper[some]),
       sumOfSurvival = sum(km$surv[at]), totalEvents = sum(km$n.event[at]),
       median = unname(summary(km)$table[g, "median"]))
}
logrank <- survdiff(Surv(years, status) ~ diabetes, data = person)
fit <- coxph(Surv(years, status) ~ age + male + bmi + diabetes, data = person, ties = "efron",
             control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 100))
ci <- confint(fit)
counts <- table(person$diabetes, person$status)
write_json(list(
  persons = nrow(person),
  table = list(alive = I(unname(counts[, "0"])), dead = I(unname(counts[, "1"]))),
  hdl = list(summary_of(person$hdl[person$diabetes == 0]), summary_of(person$hdl[person$diabetes == 1])),
  firstHdl = list(summary_of(person$first_hdl[person$diabetes == 0]), summary_of(person$first_hdl[person$diabetes == 1])),
  kaplanMeier = list(curve(1), curve(2)),
  logRank = list(value = logrank$chisq, p = pchisq(logrank$chisq, 1, lower.tail = FALSE)),
  cox = list(
    used = fit$n, missing = length(fit$na.action), events = fit$nevent,
    estimate = I(unname(coef(fit))), standardError = I(unname(sqrt(diag(vcov(fit))))),
    p = I(unname(summary(fit)$coefficients[, "Pr(>|z|)"])), lower = I(unname(ci[, 1])), upper = I(unname(ci[, 2])),
    logLikelihoodNull = fit$loglik[1], logLikelihood = fit$loglik[2],
    likelihoodRatio = unname(summary(fit)$logtest["test"]), wald = unname(summary(fit)$waldtest["test"])),
  r = R.version.string, survival = as.character(packageVersion("survival"))
), "first-study.json")
