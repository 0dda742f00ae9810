# Models of data sets of R's packages that no other script here fits: they are compared with what Sund releases of the same data as
# registers. Run in this folder: Rscript registers.R. Reads the CSV files of describing.R (birthwt of MASS, CPS1985 of AER).
suppressMessages(library(sandwich))
source("json.R")
birthwt <- read.csv("data/birthwt.csv"); wages <- read.csv("data/cps1985.csv")
of_lm <- function(fit, v = vcov(fit), ...) {
  o <- c(seq_along(coef(fit))[-1], 1); s <- summary(fit); b <- coef(fit)[-1]
  list(estimate = I(unname(coef(fit)[o])), standardError = I(unname(sqrt(diag(v)[o]))), r2 = s$r.squared, adjustedR2 = s$adj.r.squared,
    rmse = s$sigma, f = drop(b %*% solve(v[-1, -1]) %*% b) / length(b))
}
robust <- function(fit) of_lm(fit, vcovHC(fit, "HC1"))
linear <- lm(bwt ~ age + lwt + factor(race) * smoke + ht, birthwt)
wage <- lm(log(wage) ~ education + experience + I(experience^2) + factor(sector) + union, wages)
difference <- lm(bwt ~ I(smoke * ui) + smoke + ui + age, birthwt)
at_25 <- transform(birthwt, d = age - 25, c = as.numeric(age >= 25))
jump <- lm(bwt ~ c + d + I(c * d) + lwt, at_25)
# Blinder and Oaxaca's three parts, variances as Jann's (2008): of coefficients and of means.
sides <- lapply(1:2, function(g) {
  e <- wages[wages$gender == g, ]; fit <- lm(wage ~ education + experience, e); x <- model.matrix(fit)
  list(b = unname(coef(fit)), v = unname(vcov(fit)), x = unname(colMeans(x)), s = unname(cov(x)) / nrow(e))
})
a <- sides[[1]]; b <- sides[[2]]; dx <- a$x - b$x; db <- a$b - b$b; q <- function(w, v) drop(t(w) %*% v %*% w)
both <- c(q(a$x, a$v) + q(a$b, a$s), q(b$x, b$v) + q(b$b, b$s))
oaxaca <- list(
  estimate = I(c(sum(a$x * a$b), sum(b$x * b$b), sum(a$x * a$b) - sum(b$x * b$b), sum(dx * b$b), sum(b$x * db), sum(dx * db))),
  standardError = I(sqrt(c(both, sum(both), q(b$b, a$s + b$s) + q(dx, b$v), q(b$x, a$v + b$v) + q(db, b$s),
    q(db, a$s + b$s) + q(dx, a$v + b$v)))))
mean_wage <- t.test(wages$wage)
write_json(list(linear = of_lm(linear), wageRobust = robust(wage), difference = of_lm(difference), differenceRobust = robust(difference),
  jump = robust(jump), oaxaca = oaxaca, wage = list(estimate = I(unname(mean_wage$estimate)), standardError = I(mean_wage$stderr))),
  "registers.json")
