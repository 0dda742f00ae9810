# Generalised linear models, by R. Run in this folder: Rscript glm.R FOLDER-OF-NAFLD
# Data: the linked NAFLD registers, and of R's packages quine and birthwt (MASS, GPL-2 or GPL-3), Affairs and BankWages
# (AER, GPL-2 or GPL-3), written to data/ as CSV.
# Robust covariances are sandwich's, with Stata's corrections for small samples: n/(n-1) for rows, g/(g-1) for g clusters.
suppressMessages({ library(MASS); library(nnet); library(AER); library(sandwich); library(numDeriv) })
source("json.R")
source("nafld.R")
person <- nafld(commandArgs(TRUE)[1])
tight <- glm.control(epsilon = 1e-15, maxit = 100)

quine <- MASS::quine
birthwt <- MASS::birthwt
data(Affairs, package = "AER"); affairs <- Affairs
data(BankWages, package = "AER"); bank <- BankWages
set.seed(7)
for (name in c("quine", "birthwt", "affairs", "bank"))
  write.csv(get(name), file.path("data", paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
for (name in c("quine", "birthwt", "affairs", "bank"))
  assign(name, read.csv(file.path("data", paste0(name, ".csv")), stringsAsFactors = TRUE))

line <- function(estimate, v, extra = list()) c(list(estimate = I(unname(estimate)), standardError = I(unname(sqrt(diag(v))))), extra)
of_glm <- function(first) {
  fit <- update(first, start = coef(first))
  line(coef(fit), vcov(fit), list(n = nobs(fit), logLikelihood = as.numeric(logLik(fit)),
    logLikelihoodNull = as.numeric(logLik(fit)) - (fit$null.deviance - fit$deviance) / 2, aic = AIC(fit)))
}
robust <- function(first, cluster = NULL) {
  fit <- update(first, start = coef(first))
  n <- nobs(fit)
  v <- if (is.null(cluster)) sandwich(fit) * n / (n - 1) else vcovCL(fit, cluster, type = "HC0", cadjust = TRUE)
  b <- coef(fit)[-1]
  line(coef(fit), v, list(wald = unname(drop(b %*% solve(v[-1, -1]) %*% b))))
}
# Average marginal effects with the delta method by numerical derivatives: f(coefficients) gives the effects.
delta <- function(f, beta, v) { j <- jacobian(f, beta); line(f(beta), j %*% v %*% t(j)) }
# Numbers: mean derivative by a small central step of the model matrix; levels: mean difference from the base.
effects_of <- function(formula, data, mean_of, numbers, levels, exposure = 1) function(beta) {
  at <- function(changed) mean_of(drop(model.matrix(formula, changed) %*% beta)) * exposure
  number <- function(name) { h <- 1e-4 * sd(data[[name]]); up <- down <- data
    up[[name]] <- up[[name]] + h; down[[name]] <- down[[name]] - h; mean((at(up) - at(down)) / (2 * h)) }
  of_level <- function(name) { base <- levels(data[[name]])[1]
    sapply(levels(data[[name]])[-1], function(l) { one <- two <- data
      one[[name]] <- factor(l, levels(data[[name]])); two[[name]] <- factor(base, levels(data[[name]])); mean(at(one) - at(two)) }) }
  unname(c(unlist(lapply(numbers, number)), unlist(lapply(levels, of_level))))
}

whole <- person[complete.cases(person[, c("bmi", "age", "male", "case.id")]), ]
probit_nafld <- glm(diabetes ~ age + male + bmi, binomial("probit"), whole, control = tight)
logit_birth <- glm(low ~ age + lwt + factor(race) + smoke, binomial, birthwt, control = tight)
probit_birth <- glm(low ~ age + lwt + factor(race) + smoke, binomial("probit"), birthwt, control = tight)
poisson_quine <- glm(Days ~ Eth + Sex + Age + Lrn, poisson, quine, control = tight)
poisson_affairs <- glm(affairs ~ age + yearsmarried + religiousness + occupation + rating, poisson, affairs, control = tight)
poisson_exposure <- glm(affairs ~ age + religiousness + offset(log(yearsmarried)), poisson, affairs, control = tight)
nb_control <- glm.control(epsilon = 1e-14, maxit = 200)
nb_quine <- glm.nb(Days ~ Eth + Sex + Age + Lrn, quine, control = nb_control)
nb_affairs <- glm.nb(affairs ~ age + yearsmarried + religiousness + rating, affairs, control = nb_control)
nb_exposure <- glm.nb(affairs ~ age + religiousness + offset(log(yearsmarried)), affairs, control = nb_control)
# glm.nb's own standard error of theta is that of the step before the last.
theta_error <- function(fit) { y <- fit$y; mu <- fitted(fit); t <- fit$theta
  1 / sqrt(sum(trigamma(t) - trigamma(t + y) - 1 / t + 2 / (mu + t) - (y + t) / (mu + t)^2)) }
of_nb <- function(fit, null, poisson) line(coef(fit), vcov(fit), list(theta = fit$theta, thetaError = theta_error(fit),
  logLikelihood = as.numeric(logLik(fit)), logLikelihoodNull = as.numeric(logLik(null)),
  dispersion = 2 * (as.numeric(logLik(fit)) - as.numeric(logLik(poisson)))))

exact <- function(formula, data) multinom(formula, data, trace = FALSE, maxit = 10000, abstol = 0, reltol = 1e-16, MaxNWts = 5000)
# multinom climbs by BFGS, which stops early: Newton's steps from there, with its own probabilities, reach the maximum.
of_multinom <- function(formula, data, outcome) {
  x <- model.matrix(formula, data); y <- model.matrix(~ 0 + factor(data[[outcome]])); k <- ncol(y) - 1; p <- ncol(x)
  beta <- as.vector(t(coef(exact(formula, data)))); dim(beta) <- c(p, k)
  for (step in 1:50) {
    e <- exp(cbind(0, x %*% beta)); share <- e / rowSums(e)
    score <- as.vector(crossprod(x, (y - share)[, -1]))
    info <- matrix(0, p * k, p * k)
    for (a in 1:k) for (b in 1:k)
      info[(a - 1) * p + 1:p, (b - 1) * p + 1:p] <- crossprod(x * (share[, a + 1] * ((a == b) - share[, b + 1])), x)
    move <- solve(info, score); beta <- beta + move
    if (max(abs(move)) < 1e-13) break
  }
  counts <- table(data[[outcome]])
  scores <- do.call(cbind, lapply(1:k, function(a) x * (y - share)[, a + 1]))
  n <- nrow(x); v <- solve(info)
  level <- function(beta) { beta <- matrix(beta, p); function(d) { e <- exp(cbind(0, model.matrix(formula, d) %*% beta)); colMeans(e / rowSums(e)) } }
  list(estimate = I(as.vector(beta)), standardError = I(sqrt(diag(v))), robustError = I(sqrt(diag(v %*% crossprod(scores) %*% v * n / (n - 1)))),
    logLikelihood = sum(y * log(share)), logLikelihoodNull = sum(counts * log(counts / n)), v = v, level = level)
}
mlogit_bank <- of_multinom(job ~ education + minority, transform(bank, job = factor(job, sort(levels(job)))), "job")
mlogit_birth <- of_multinom(race ~ age + lwt + smoke, birthwt, "race")
margins_birth <- delta(function(beta) {
  at <- mlogit_birth$level(beta); h <- 0.02
  moved <- function(name, by) { d <- birthwt; d[[name]] <- d[[name]] + by; at(d) }
  # Derivatives by differences of the sixth order, since the delta method differentiates them once more.
  unlist(lapply(c("age", "lwt", "smoke"), function(name) {
    step <- function(k) (moved(name, k * h) - moved(name, -k * h))
    (45 * step(1) - 9 * step(2) + step(3)) / (60 * h) }))
}, mlogit_birth$estimate, mlogit_birth$v)

low <- transform(birthwt, race = factor(race))
low_formula <- ~ age + lwt + race + smoke
cross_formula <- ~ age * race + lwt
cross <- glm(update(cross_formula, low ~ .), binomial, low, control = tight)
quine_formula <- ~ Eth + Sex + Age + Lrn
linear_low <- lm(bwt ~ age * race + lwt, low)
at_means <- function(beta) { x <- model.matrix(low_formula, low); m <- colMeans(x)
  eta <- function(row) plogis(sum(row * beta)); numbers <- c("age", "lwt", "smoke")
  derivative <- function(name, how) { p <- eta(m); b <- beta[[which(colnames(x) == name)]]
    c(dydx = p * (1 - p) * b, eyex = (1 - p) * b * m[[name]], dyex = p * (1 - p) * b * m[[name]], eydx = (1 - p) * b)[[how]] }
  discrete <- function(name) { one <- zero <- m; one[name] <- 1; zero[name] <- 0; eta(one) - eta(zero) }
  list(derivative = derivative, discrete = discrete) }

write_json(list(
  probitNafld = of_glm(probit_nafld),
  probitNafldRobust = robust(probit_nafld),
  probitNafldCluster = robust(probit_nafld, whole$case.id),
  logitBirth = of_glm(logit_birth),
  probitBirth = of_glm(probit_birth),
  probitBirthRobust = robust(probit_birth),
  poissonQuine = of_glm(poisson_quine),
  poissonQuineRobust = robust(poisson_quine),
  poissonAffairs = of_glm(poisson_affairs),
  poissonAffairsCluster = robust(poisson_affairs, affairs$occupation),
  poissonExposure = of_glm(poisson_exposure),
  nbQuine = of_nb(nb_quine, glm.nb(Days ~ 1, quine, control = nb_control), poisson_quine),
  nbAffairs = of_nb(nb_affairs, glm.nb(affairs ~ 1, affairs, control = nb_control), glm(formula(nb_affairs), poisson, affairs, control = tight)),
  nbExposure = of_nb(nb_exposure, glm.nb(affairs ~ 1 + offset(log(yearsmarried)), affairs, control = nb_control), poisson_exposure),
  mlogitBank = mlogit_bank[1:5],
  mlogitBirth = mlogit_birth[1:5],
  marginsMlogitBirth = margins_birth,
  marginsLogitBirth = delta(effects_of(low_formula, low, plogis, c("age", "lwt", "smoke"), "race"), coef(glm(low ~ age + lwt + race + smoke, binomial, low, control = tight)), vcov(glm(low ~ age + lwt + race + smoke, binomial, low, control = tight))),
  marginsProbitBirth = delta(effects_of(low_formula, low, pnorm, c("age", "lwt", "smoke"), "race"), coef(probit_birth), vcov(probit_birth)),
  marginsCross = delta(effects_of(cross_formula, low, plogis, c("age", "lwt"), "race"), coef(cross), vcov(update(cross, start = coef(cross)))),
  marginsPoissonQuine = delta(effects_of(quine_formula, quine, exp, NULL, c("Eth", "Sex", "Age", "Lrn")), coef(poisson_quine), vcov(poisson_quine)),
  marginsExposure = delta(effects_of(~ age + religiousness, affairs, exp, c("age", "religiousness"), NULL, affairs$yearsmarried), coef(poisson_exposure), vcov(poisson_exposure)),
  marginsNbQuine = delta(effects_of(quine_formula, quine, exp, NULL, c("Eth", "Sex", "Age", "Lrn")), coef(nb_quine), vcov(nb_quine)),
  marginsLinear = delta(effects_of(cross_formula, low, identity, c("age", "lwt"), "race"), coef(linear_low), vcov(linear_low)),
  mfxDydx = { fit <- glm(low ~ age + lwt + race + smoke, binomial, low, control = tight)
    delta(function(b) { a <- at_means(b); c(a$derivative("age", "dydx"), a$derivative("lwt", "dydx"), a$discrete("race2"), a$discrete("race3"), a$derivative("smoke", "dydx")) }, coef(fit), vcov(fit)) },
  mfxEyex = { fit <- glm(low ~ age + lwt + race + smoke, binomial, low, control = tight)
    delta(function(b) { a <- at_means(b); unname(sapply(c("age", "lwt", "smoke"), a$derivative, "eyex")) }, coef(fit), vcov(fit)) },
  r = R.version.string, MASS = as.character(packageVersion("MASS")), sandwich = as.character(packageVersion("sandwich"))
), "glm.json")
