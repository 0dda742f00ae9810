# The models on the ten persons of the specification, by R: what stands in spec/commands/models.ts.
# Run in this folder: Rscript spec-models.R
library(survival)
p <- read.csv("../registers/people.csv", na.strings = c("", "NA"), colClasses = c(sex = "character"))
options(digits = 6)
# A script's first import leaves out who has no value of it.
show <- function(fit) print(cbind(summary(fit)$coefficients, suppressMessages(confint.default(fit))))
fit <- lm(height ~ age + sex, p); print(cbind(summary(fit)$coefficients, confint(fit))); print(summary(fit)[c("r.squared", "adj.r.squared", "sigma", "fstatistic")]); print(logLik(fit))
fit <- lm(height ~ age + I(12 * age), p); print(cbind(summary(fit)$coefficients, confint(fit)[1:2, ])); print(logLik(fit))
fit <- glm(dead ~ days, binomial, p); show(fit); print(logLik(fit)); print(fit$null.deviance / -2)
fit <- coxph(Surv(days, dead) ~ height, p, control = coxph.control(eps = 1e-12)); show(fit); print(fit$loglik)
print(summary(survfit(Surv(days, dead) ~ sex, p, conf.type = "log-log"), censored = TRUE))
print(survdiff(Surv(days, dead) ~ sex, p)$chisq)
# Binary, multinomial and count models; negative binomial by MASS, multinomial by nnet.
suppressMessages({ library(MASS); library(nnet) })
fit <- glm(dead ~ days, binomial("probit"), p, control = glm.control(1e-14)); show(fit); print(logLik(fit))
p$level <- factor(ifelse(p$days %in% c(200, 500, 600, 1000), "middle", ifelse(p$days %in% c(300, 800), "top", "low")))
fit <- multinom(level ~ days, p, trace = FALSE, reltol = 1e-15, maxit = 1000); print(summary(fit)); print(logLik(fit))
p$visits <- p$days %/% 300
fit <- glm(visits ~ age, poisson, p); show(fit); print(logLik(fit)); print(mean(fitted(fit)) * coef(fit)[2])
fit <- glm(visits ~ age + offset(log(days)), poisson, p); show(fit); print(logLik(fit))
p$visits <- ifelse(p$days %in% c(100, 700), 9, ifelse(p$days %in% c(300, 400, 900), 2, 0))
fit <- glm.nb(visits ~ dead, p, control = glm.control(1e-14, 200)); show(fit); print(c(logLik(fit), 1 / fit$theta, fit$SE.theta / fit$theta))
print(2 * (logLik(fit) - logLik(glm(visits ~ dead, poisson, p))))
p$dead_age <- p$dead * p$age
fit <- lm(height ~ age + dead + dead_age, p); b <- coef(fit); used <- model.frame(fit)
print(c(b[["age"]] + b[["dead_age"]] * mean(used$dead), b[["dead"]] + b[["dead_age"]] * mean(used$age)))
