# The predictions on the ten persons of the specification, by R: what stands in spec/commands/predict.ts.
# Run in this folder: Rscript spec-predict.R
library(survival)
p <- read.csv("../registers/people.csv", na.strings = c("", "NA"), colClasses = c(sex = "character"))
options(digits = 6)
show <- function(x) print(c(n = length(x), mean = mean(x), sd = sd(x), quantile(x, c(.01, .25, .5, .75, .99))))
fit <- lm(height ~ age + sex, p); show(fitted(fit)); show(abs(resid(fit))); show(cooks.distance(fit))
fit <- lm(height ~ age, p[!is.na(p$age) & p$age > 30, ]); show(fitted(fit))
fit <- glm(dead ~ days, binomial, p); show(fitted(fit)); show(abs(fit$y - fitted(fit))); show(abs(predict(fit)))
late <- p[p$days > 10 & !is.na(p$height), ]
fit <- coxph(Surv(days, dead) ~ height, late); show(exp(late$height * coef(fit)))
