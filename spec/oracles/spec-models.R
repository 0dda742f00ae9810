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
# Options of the models, on pupils (quine of MASS) and catheters (kidney of survival).
suppressMessages({ library(sandwich); library(lmtest) })
u <- read.csv("../registers/pupils.csv"); u$stage <- factor(u$stage)
said <- function(name, fit, V = vcov(fit), level = 0.95, df = Inf) {
  b <- coef(fit); if (is.matrix(b)) b <- setNames(as.vector(t(b)), colnames(V)); se <- sqrt(diag(V))[seq_along(b)]; q <- qt(0.5 + level / 2, df)
  cat("\n", name, "\n"); print(cbind(b, se, b / se, lower = b - q * se, upper = b + q * se)); cat("logLik", logLik(fit), "\n")
}
# Stata's small-sample factors: n/(n−1) for robust and G/(G−1) for clusters of maximum likelihood; of least squares (n−1)/(n−k) as well.
robust <- function(fit, n = 146) sandwich(fit) * n / (n - 1)
clustered <- function(fit, by = u$class) vcovCL(fit, by, type = "HC0", cadjust = TRUE)
Z <- function(x) (x - mean(x)) / sqrt(mean((x - mean(x))^2))
z <- transform(u, days = Z(days), male = Z(male), slow = Z(slow))
fit <- lm(days ~ male + slow, u); said("regress robust", fit, vcovHC(fit, "HC1"), df = 143); said("regress cluster", fit, vcovCL(fit, u$class, type = "HC1"), 0.9, df = 27)
said("regress standardize", lm(days ~ male + slow, z), df = 143); fit <- lm(days ~ 0 + male + slow, u); said("regress noconstant", fit, df = 144)
print(summary(fit)[c("r.squared", "adj.r.squared", "sigma", "fstatistic")])
tight <- glm.control(1e-14, 100)
for (link in c("logit", "probit")) {
  fit <- glm(slow ~ days + male, binomial(link), u, control = tight); said(paste(link, "cluster"), fit, clustered(fit), 0.9); said(paste(link, "robust"), fit, robust(fit))
  said(paste(link, "standardize"), glm(slow ~ days, binomial(link), transform(u, days = Z(days)), control = tight))
  said(paste(link, "noconstant"), glm(slow ~ 0 + days, binomial(link), u, control = tight))
}
# multinom has no estfun, and asks for its data again by name: the scores (1(y = j) − p_j) x and the information by hand.
many <- function(formula, of = u) { now <<- of; eval(bquote(multinom(.(formula), now, trace = FALSE, reltol = 1e-16, maxit = 5000, Hess = TRUE))) }
meat <- function(fit, by = NULL) {
  x <- model.matrix(fit); y <- model.matrix(~ 0 + stage, u)[, -1]; p <- fitted(fit)[, -1]
  s <- do.call(cbind, lapply(1:3, function(j) (y[, j] - p[, j]) * x)); k <- if (is.null(by)) nrow(s) else length(unique(by))
  if (!is.null(by)) s <- rowsum(s, by); B <- vcov(fit); V <- B %*% crossprod(s) %*% B * k / (k - 1); dimnames(V) <- dimnames(B); V
}
fit <- many(stage ~ days + male); said("mlogit cluster", fit, meat(fit, u$class), 0.9)
fit <- many(stage ~ 0 + days); cat("\nmlogit noconstant robust\n"); b <- coef(fit); se <- sqrt(diag(meat(fit))); print(cbind(b, se, b / se)); print(logLik(fit))
said("mlogit standardize", many(stage ~ days, transform(u, days = Z(days))))
fit <- glm(days ~ male + slow, poisson, u, control = tight); said("poisson robust", fit, robust(fit)); said("poisson cluster", fit, clustered(fit), 0.9)
said("poisson standardize", glm(days ~ male + slow, poisson, transform(u, male = Z(male), slow = Z(slow)), control = tight)); said("poisson noconstant", glm(days ~ 0 + male + slow, poisson, u, control = tight))
# Negative binomial with all parameters: scores of (β, ln α); the information of β is the expected one, as glm.nb's, that of ln α by differences.
counts <- function(formula, of = u) {
  x <- model.matrix(formula, of); y <- of$days
  one <- function(b) { a <- exp(b[length(b)]); m <- exp(drop(x %*% b[-length(b)])); dnbinom(y, 1 / a, mu = m, log = TRUE) }
  start <- c(coef(glm.nb(formula, of)), 0); best <- optim(start, function(b) -sum(one(b)), method = "BFGS", control = list(reltol = 1e-15, maxit = 1000))$par
  score <- function(b) sapply(seq_along(b), function(j) { h <- rep(0, length(b)); h[j] <- 1e-5; (one(b + h) - one(b - h)) / 2e-5 })
  hessian <- sapply(seq_along(best), function(j) { h <- rep(0, length(best)); h[j] <- 1e-4; -(colSums(score(best + h)) - colSums(score(best - h))) / 2e-4 })
  a <- length(best); m <- exp(drop(x %*% best[-a])); hessian[a, -a] <- hessian[-a, a] <- 0
  hessian[-a, -a] <- crossprod(x, x * m / (1 + exp(best[a]) * m))
  list(b = best, B = solve(hessian), s = score(best), logLik = sum(one(best)), x = x)
}
tell <- function(name, f, V = f$B, level = 0.95) { se <- sqrt(diag(V)); q <- qnorm(0.5 + level / 2); cat("\n", name, "\n"); print(cbind(f$b, se, f$b / se, f$b - q * se, f$b + q * se)); cat("logLik", f$logLik, "\n") }
f <- counts(days ~ male + slow); g <- rowsum(f$s, u$class)
tell("nb cluster", f, f$B %*% crossprod(g) %*% f$B * 28 / 27, 0.9); V <- f$B %*% crossprod(f$s) %*% f$B * 146 / 145; tell("nb robust", f, V)
m <- exp(drop(f$x %*% f$b[1:3])); for (j in 2:3) { d <- f$b[j] * colMeans(m * f$x); d[j] <- d[j] + mean(m); cat("margin", f$b[j] * mean(m), sqrt(d %*% V[1:3, 1:3] %*% d), "\n") }
tell("nb standardize", counts(days ~ male + slow, transform(u, male = Z(male), slow = Z(slow)))); tell("nb noconstant", counts(days ~ 0 + male + slow))
k <- read.csv("../registers/catheters.csv"); w <- Surv(k$days, k$infected); eps <- coxph.control(eps = 1e-12, iter.max = 100)
fit <- coxph(w ~ female + age, k, control = eps); s <- resid(fit, "dfbeta")
said("cox cluster", fit, crossprod(rowsum(s, k$patient)), 0.9)
fit <- coxph(w ~ female + age, k, ties = "breslow", control = eps); s <- resid(fit, "dfbeta"); said("cox breslow robust", fit, crossprod(s))
said("cox strata", coxph(w ~ female + age + strata(disease), k, control = eps)); said("cox standardize", coxph(w ~ Z(female) + Z(age), k, control = eps))
print(summary(survfit(Surv(days, dead) ~ 1, p[p$days != 100, ], conf.type = "log-log", conf.int = 0.9), censored = TRUE))
# Weibull as proportional hazards: log h(t) = xβ + ln p + (p − 1) ln t, entry taken off; scores and information by differences.
weibull <- function(x, t = k$days, d = k$infected, entry = 0) {
  one <- function(b) { p <- exp(b[length(b)]); e <- drop(x %*% b[-length(b)]); d * (e + log(p) + (p - 1) * log(t)) - exp(e) * (t^p - entry^p) }
  best <- c(rep(0, ncol(x)), 0); if (colnames(x)[1] == "(Intercept)") best[1] <- log(sum(d) / sum(t))
  sums <- function(b) colSums(score(b))
  score <- function(b) { p <- exp(b[length(b)]); e <- drop(x %*% b[-length(b)]); H <- exp(e) * (t^p - entry^p)
    cbind((d - H) * x, d * (1 + p * log(t)) - exp(e) * p * (t^p * log(t) - ifelse(entry > 0, entry^p * log(entry), 0))) }
  bend <- function(b) sapply(seq_along(b), function(j) { h <- rep(0, length(b)); h[j] <- 1e-5 * max(1, abs(b[j])) ; -(sums(b + h) - sums(b - h)) / (2 * h[j]) })
  for (i in 1:200) { step <- drop(solve(bend(best), sums(best))); s <- 1; while (!is.finite(sum(one(best + s * step))) || sum(one(best + s * step)) < sum(one(best)) - 1e-9) { s <- s / 2; if (s < 1e-8) break }; best <- best + s * step }
  list(b = best, B = solve(bend(best)), s = score(best), logLik = sum(one(best)))
}
X <- model.matrix(~ female + age, k); f <- weibull(X)
tell("weibull cluster", f, f$B %*% crossprod(rowsum(f$s, k$patient)) %*% f$B * 38 / 37, 0.9); tell("weibull robust", f, f$B %*% crossprod(f$s) %*% f$B * 76 / 75)
tell("weibull standardize", weibull(model.matrix(~ Z(female) + Z(age), k))); tell("weibull noconstant", weibull(X[, -1]))
late <- k$days > 5; tell("weibull entry", weibull(X[late, 1:2], k$days[late], k$infected[late], 5))
# Average marginal effects on the log hazard where terms are products.
margin <- function(name, b, V, one, product, mean) { g <- rep(0, length(b)); g[one] <- 1; g[product] <- mean; cat("margin", name, sum(g * b), sqrt(drop(g %*% V %*% g)), "\n") }
fit <- coxph(w ~ age + female + I(age * female), k, control = eps); said("cox product", fit)
margin("age", coef(fit), vcov(fit), 1, 3, mean(k$female)); margin("female", coef(fit), vcov(fit), 2, 3, mean(k$age))
f <- weibull(model.matrix(~ age + female + I(age * female), k)); V <- f$B %*% crossprod(f$s) %*% f$B * 76 / 75; tell("weibull product", f, V); margin("female", f$b, V, 3, 4, mean(k$age))
