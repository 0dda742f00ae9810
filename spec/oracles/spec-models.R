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
