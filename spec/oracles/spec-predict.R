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
# Pupils (quine of MASS), catheters (kidney of survival), children (Orthodont of nlme) and states (CigarettesSW of AER).
suppressMessages({ library(MASS); library(nnet); library(AER); library(plm); library(lme4) })
tell <- function(name, ...) { cat("\n", name, "\n"); for (x in list(...)) show(x[!is.na(x)]) }
u <- read.csv("../registers/pupils.csv"); u$stage <- factor(u$stage); tight <- glm.control(1e-14, 100); u$terms <- 3 + u$male
tell("regress", fitted(lm(days ~ 0 + male + slow, u))); print(table(signif(fitted(lm(days ~ 0 + male + slow, u)), 9)))
tell("logit", fitted(glm(slow ~ 0 + male + days, binomial, u, control = tight)))
fit <- glm(slow ~ days + male, binomial("probit"), u, control = tight); tell("probit", fitted(fit), predict(fit), abs(u$slow - fitted(fit)))
tell("probit if", fitted(glm(slow ~ 0 + days + male, binomial("probit"), u, subset = stage == "F1", control = tight)))
many <- function(formula) eval(bquote(multinom(.(formula), u, trace = FALSE, reltol = 1e-16, maxit = 5000)))
fit <- many(stage ~ days + male); print(table(predict(fit))); for (i in 1:4) tell(levels(u$stage)[i], fitted(fit)[, i])
tell("mlogit noconstant", fitted(many(stage ~ 0 + days + male))[, 4])
fit <- glm(days ~ male + slow, poisson, u, control = tight); tell("poisson", fitted(fit), abs(u$days - fitted(fit)))
tell("poisson exposure", fitted(glm(days ~ 0 + male + slow + offset(log(terms)), poisson, u, control = tight)))
fit <- glm.nb(days ~ male + slow, u, control = tight); tell("nb", fitted(fit), abs(u$days - fitted(fit)))
tell("nb exposure", fitted(glm.nb(days ~ 0 + male + slow + offset(log(terms)), u, control = tight)))
s <- read.csv("../registers/states.csv"); fit <- ivreg(packs ~ price + income | income + sales + tax, data = s); tell("iv", fitted(fit), abs(resid(fit)))
# LIML: the κ-class with the least eigenvalue; GMM: weighed by Σ û² z z′ of two stages.
x <- cbind(1, s$price, s$income); Q <- cbind(1, s$income, s$sales, s$tax); y <- s$packs; M <- function(a) diag(48) - a %*% solve(crossprod(a), t(a))
W <- cbind(y, s$price); kappa <- min(Re(eigen(solve(t(W) %*% M(Q) %*% W, t(W) %*% M(Q[, 1:2]) %*% W))$values)); A <- diag(48) - kappa * M(Q)
tell("liml", drop(x %*% solve(t(x) %*% A %*% x, t(x) %*% A %*% y)))
w <- solve(crossprod(Q * resid(fit))); tell("gmm", drop(x %*% solve(t(x) %*% Q %*% w %*% t(Q) %*% x, t(x) %*% Q %*% w %*% t(Q) %*% y)))
tell("iv noconstant", fitted(ivreg(packs ~ 0 + price | 0 + sales, data = s)))
d <- merge(read.csv("../registers/growth.csv"), read.csv("../registers/children.csv")); d$age <- as.numeric(substr(d$day, 1, 4)) - 1980; d$years <- d$age
P <- function(f, model) plm(f, pdata.frame(d, index = c("id", "age"), drop.index = FALSE), model = model, random.method = "swar")
re <- P(distance ~ years + male, "random"); x <- drop(cbind(1, d$age, d$male) %*% coef(re)); a <- ranef(re)[d$id]; tell("re", x, abs(d$distance - x - a), abs(a))
fe <- P(distance ~ years, "within"); a <- fixef(fe, type = "dmean")[d$id]; tell("fe", abs(d$distance - d$age * coef(fe) - fixef(fe)[d$id]), abs(a))
tell("be", drop(cbind(1, d$male) %*% coef(lm(distance ~ male, aggregate(cbind(distance, male) ~ id, d, mean))))); tell("pooled", fitted(lm(distance ~ age + male, d)))
tight <- lmerControl(optCtrl = list(ftol_abs = 1e-14, xtol_abs = 1e-14))
fit <- lmer(distance ~ age + male + (1 | id), d, control = tight); tell("mml", predict(fit, re.form = NA), abs(resid(fit)), abs(predict(fit) - predict(fit, re.form = NA)))
d$half <- as.numeric(d$age > 11); fit <- lmer(distance ~ age + (1 | id / half), subset(d, age < 14 | male == 1), control = tight)
tell("mml two levels", abs(predict(fit) - predict(fit, re.form = NA)), abs(resid(fit)))
tell("mml noconstant", predict(lmer(distance ~ 0 + age + male + (1 | id), d, control = tight), re.form = NA))
d$c <- as.numeric(d$age >= 9); d$r <- d$age - 9; fit <- lm(distance ~ c + r + I(c * r) + male, d); tell("rdd", fitted(fit), abs(resid(fit)))
s$r <- s$price - 4.8; s$c <- as.numeric(s$r >= 0); tell("rdd parabolas", fitted(lm(packs ~ c * (r + I(r^2)) + income, subset(s, abs(r) <= 0.15))))
d$r <- d$age - 11; d$c <- as.numeric(d$r >= 0); d$treated <- as.numeric((d$age > 11 & d$distance > 23) | d$distance > 26)
tell("rdd fuzzy", fitted(ivreg(distance ~ treated + r + I(c * r) | c + r + I(c * r), data = d)))
k <- read.csv("../registers/catheters.csv"); fit <- coxph(Surv(days, infected) ~ female + age, k, control = coxph.control(eps = 1e-12, toler.chol = 1e-13)); tell("cox", exp(drop(as.matrix(k[c("female", "age")]) %*% coef(fit))))
fit <- survreg(Surv(days, infected) ~ female + age, k, control = survreg.control(rel.tolerance = 1e-14)); tell("weibull", predict(fit, type = "quantile", p = 0.5), exp(-(k$days / predict(fit))^(1 / fit$scale)))
# With entry, and without a constant: minus the logarithm of the likelihood, made least.
weibull <- function(x, t, d, entry) { less <- function(b) { p <- exp(b[1]); e <- drop(x %*% b[-1]); -sum(d * (e + log(p) + (p - 1) * log(t)) - exp(e) * (t^p - entry^p)) }
  b <- rep(0, ncol(x) + 1); b[2] <- -4; for (i in 1:20) b <- optim(b, less, method = if (i %% 2) "Nelder-Mead" else "BFGS", control = list(reltol = 1e-16, maxit = 5000, parscale = c(1, 1, rep(0.1, ncol(x) - 1))))$par
  (log(2) / exp(drop(x %*% b[-1])))^exp(-b[1]) }
late <- subset(k, days > 5); tell("weibull entry", weibull(cbind(1, late$female, late$age), late$days, late$infected, 5)); tell("weibull noconstant", weibull(cbind(k$female), k$days, k$infected, 0))
