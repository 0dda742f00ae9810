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
print(cox.zph(fit, transform = "identity"))
for (s in 1:2) { fit <- coxph(Surv(days, dead) ~ height, p, subset = sex == s, control = coxph.control(eps = 1e-12)); show(fit); print(fit$loglik) }
fit <- survreg(Surv(days, dead) ~ height, p, control = survreg.control(rel.tolerance = 1e-14)); print(c(-coef(fit), -log(fit$scale)) / c(fit$scale, fit$scale, 1)); print(fit$loglik)
# Residence at the index date 1999-06-01, and what changed before the end: spec/commands/survival.ts, survival-data.
spells <- data.frame(entry = c(0, 0, 0, 0, 0, 0, 214, 0), time = c(100, 200, 300, 400, 30, 600, 700, 800), dead = c(1, 0, 1, 1, 0, 1, 0, 1), oslo = c(1, 1, 0, 1, 1, 0, 0, 0))
fit <- coxph(Surv(entry, time, dead) ~ oslo, spells, control = coxph.control(eps = 1e-12)); show(fit); print(fit$loglik)
# Rates per 1000 days: crude exactly Poisson; standardised by sex, four men and five women (epitools::ageadjust.direct).
q <- p[!is.na(p$sex), ]; t <- tapply(q$days, q$sex, sum); d <- tapply(q$dead, q$sex, sum); w <- table(q$sex) / nrow(q)
print(1000 * c(sum(d), qgamma(c(.025, .975), sum(d) + 0:1)) / sum(t))
y <- sum(w * d / t); v <- sum(w^2 * d / t^2); m <- max(w / t)
print(1000 * c(y, qgamma(.025, y^2 / v, scale = v / y), qgamma(.975, (y + m)^2 / (v + m^2), scale = (v + m^2) / (y + m))))
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
