# Average marginal effects of linear models, mixed models and models of survival, by R. Run in this folder: Rscript margins.R
# The effect is the mean change of the linear predictor over the rows, taken from model matrices of moved data, so that the
# effect is g'b and its standard error sqrt(g'Vg). Data: the CSV files of econometrics.R, describing.R and survival-models.R.
suppressMessages({ library(AER); library(plm); library(lme4); library(survival); library(sandwich) })
source("json.R")
read <- function(name, ...) read.csv(file.path("data", paste0(name, ".csv")), ...)
columns <- function(formula, data, names) { x <- model.matrix(formula, data); if (is.null(names)) x else x[, names, drop = FALSE] }
gradient <- function(formula, data, name, names) {
  moved <- function(value) { d <- data; d[[name]] <- value; colMeans(columns(formula, d, names)) }
  x <- data[[name]]
  if (!is.factor(x)) { h <- sd(x); return(list((moved(x + h) - moved(x - h)) / (2 * h))) }
  lapply(levels(x)[-1], function(l) moved(factor(l, levels(x))) - moved(factor(levels(x)[1], levels(x))))
}
# Effects of `of` by a model whose coefficients `b` and covariance `v` are those of the columns named as they are.
effects <- function(formula, data, of, b, v) {
  g <- do.call(rbind, unlist(lapply(of, function(name) gradient(formula, data, name, names(b))), recursive = FALSE))
  list(estimate = I(drop(unname(g %*% b))), standardError = I(unname(sqrt(diag(g %*% v %*% t(g))))))
}
slopes <- function(fit, v = vcov(fit)) { keep <- intersect(names(coef(fit)), colnames(v)); list(coef(fit)[keep], v[keep, keep]) }

cigarettes <- within(read("cigarettes"), year <- factor(year))
iv <- ivreg(lpacks ~ lprice * lincome + year | lincome + year + tdiff + ltax + tdiff:lincome, data = cigarettes)
n <- nrow(cigarettes)

employment <- within(read("employment"), year <- factor(year))
right <- ~ wage * capital + output + year
wide <- lm(update(right, emp ~ . + factor(firm)), employment)
own <- setdiff(colnames(model.matrix(right, employment)), "(Intercept)")
plain <- ~ wage * capital + output
four <- colnames(model.matrix(plain, employment))[-1]
means <- aggregate(cbind(emp = employment$emp, model.matrix(plain, employment)[, four]), list(firm = employment$firm), mean)
between <- lm(means$emp ~ as.matrix(means[, four]))
of_between <- coef(between); names(of_between) <- c("(Intercept)", four)
between_v <- vcov(between); dimnames(between_v) <- list(names(of_between), names(of_between))

grunfeld <- read("grunfeld")
random <- plm(inv ~ value * capital, pdata.frame(grunfeld, index = c("firm", "year")), model = "random", random.method = "swar")

birthwt <- within(read("birthwt"), race <- factor(race))
difference <- lm(bwt ~ smoke * ui + age * race, birthwt)

orthodont <- within(read("orthodont"), Sex <- factor(Sex))
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5))
mixed <- lmer(distance ~ age * Sex + (1 | Subject), orthodont, control = tight)

veteran <- within(read("veteran"), celltype <- factor(celltype))
exact <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 100)
cox <- coxph(Surv(time, status) ~ age * celltype + karno, veteran, control = exact)
robust <- coxph(Surv(time, status) ~ age * celltype + karno, veteran, control = exact, robust = TRUE, id = seq_len(nrow(veteran)))

lung <- within(read("lung"), sex <- factor(sex))
lung <- lung[complete.cases(lung[, c("age", "loss")]), ]
weibull <- survreg(Surv(time, status) ~ age * sex + loss, lung, control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))
k <- length(coef(weibull)); jacobian <- cbind(-diag(k) / weibull$scale, coef(weibull) / weibull$scale)
of_weibull <- -coef(weibull) / weibull$scale
weibull_v <- jacobian %*% vcov(weibull) %*% t(jacobian); dimnames(weibull_v) <- list(names(of_weibull), names(of_weibull))

run <- function(formula, data, of, parts) effects(formula, data, of, parts[[1]], as.matrix(parts[[2]]))
write_json(list(
  instruments = run(~ lprice * lincome + year, cigarettes, c("lprice", "lincome", "year"), slopes(iv, vcov(iv) * (n - length(coef(iv))) / n)),
  within = run(right, employment, c("wage", "capital", "output", "year"), { s <- slopes(wide); list(s[[1]][own], s[[2]][own, own]) }),
  between = effects(plain, employment, c("wage", "capital", "output"), of_between, between_v),
  random = run(~ value * capital, grunfeld, c("value", "capital"), slopes(random)),
  difference = run(~ smoke * ui + age * race, birthwt, c("smoke", "ui", "age", "race"), slopes(difference)),
  differenceRobust = run(~ smoke * ui + age * race, birthwt, c("smoke", "ui", "age", "race"), slopes(difference, vcovHC(difference, "HC1"))),
  mixed = effects(~ age * Sex, orthodont, c("age", "Sex"), fixef(mixed), as.matrix(vcov(mixed))),
  cox = run(~ age * celltype + karno, veteran, c("age", "celltype", "karno"), slopes(cox)),
  coxRobust = run(~ age * celltype + karno, veteran, c("age", "celltype", "karno"), slopes(robust)),
  weibull = effects(~ age * sex + loss, lung, c("age", "sex", "loss"), of_weibull, weibull_v)
), "margins.json")
