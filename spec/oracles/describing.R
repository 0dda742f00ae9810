# Means, correlations, analysis of variance and tests of normality, by R: on the linked NAFLD data, on birthwt of MASS
# (GPL-2 | GPL-3; Hosmer and Lemeshow 1989) and CPS1985 of AER (GPL-2 | GPL-3; Berndt 1991), which it writes to data/ as CSV.
# Run in this folder: Rscript describing.R FOLDER-OF-NAFLD
source("json.R")
source("nafld.R")
person <- nafld(commandArgs(TRUE)[1])
person$ageband <- factor(cut(person$age, c(0, 40, 50, 60, 70, 120), labels = FALSE))
birthwt <- MASS::birthwt
data("CPS1985", package = "AER")
wages <- data.frame(wage = CPS1985$wage, education = CPS1985$education, experience = CPS1985$experience,
  gender = as.integer(CPS1985$gender), sector = as.integer(CPS1985$sector), union = as.integer(CPS1985$union))
write.csv(birthwt, "data/birthwt.csv", row.names = FALSE, quote = FALSE)
write.csv(wages, "data/cps1985.csv", row.names = FALSE, quote = FALSE)
options(contrasts = c("contr.sum", "contr.poly"))

of_mean <- function(x, level) {
  t <- t.test(x, conf.level = level)
  list(estimate = unname(t$estimate), standardError = t$stderr, statistic = unname(t$statistic), p = t$p.value,
       lower = t$conf.int[1], upper = t$conf.int[2])
}
of_pairs <- function(frame) {
  pairs <- do.call(rbind, lapply(seq_along(frame), function(i) data.frame(i = i, j = seq_len(i))))
  both <- Map(function(i, j) complete.cases(frame[c(i, j)]), pairs$i, pairs$j)
  list(value = I(mapply(function(i, j, k) cor(frame[k, i], frame[k, j]), pairs$i, pairs$j, both)),
       covariance = I(mapply(function(i, j, k) cov(frame[k, i], frame[k, j]), pairs$i, pairs$j, both)),
       p = I(mapply(function(i, j, k) if (i == j) NA else cor.test(frame[k, i], frame[k, j])$p.value, pairs$i, pairs$j, both)),
       n = I(vapply(both, sum, 1)))
}
of_anova <- function(fit) {
  dropped <- drop1(fit, . ~ ., test = "F")
  dropped <- dropped[-1, ]
  s <- summary(fit)
  list(of = I(rownames(dropped)), sumOfSquares = I(dropped[["Sum of Sq"]]), degreesOfFreedom = I(dropped$Df),
       f = I(dropped[["F value"]]), p = I(dropped[["Pr(>F)"]]), residualSumOfSquares = deviance(fit),
       residualDegreesOfFreedom = df.residual(fit), model = unname(s$fstatistic[1]), r2 = s$r.squared,
       adjustedR2 = s$adj.r.squared, rmse = s$sigma)
}
of_bartlett <- function(test) list(value = unname(test$statistic), p = test$p.value)
# Written out from D'Agostino (1970), Anscombe and Glynn (1983) and Jarque and Bera (1987).
of_moments <- function(x) {
  x <- x[!is.na(x)]; n <- length(x); d <- x - mean(x); m <- function(k) mean(d^k)
  b1 <- m(3) / m(2)^1.5; b2 <- m(4) / m(2)^2
  y <- b1 * sqrt((n + 1) * (n + 3) / (6 * (n - 2)))
  beta <- 3 * (n^2 + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
  w <- sqrt(-1 + sqrt(2 * (beta - 1)))
  u <- y / sqrt(2 / (w^2 - 1))
  z1 <- log(u + sqrt(u^2 + 1)) / sqrt(log(w))
  e <- 3 * (n - 1) / (n + 1); v <- 24 * n * (n - 2) * (n - 3) / ((n + 1)^2 * (n + 3) * (n + 5))
  s <- (b2 - e) / sqrt(v)
  g <- 6 * (n^2 - 5 * n + 2) / ((n + 7) * (n + 9)) * sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)))
  a <- 6 + 8 / g * (2 / g + sqrt(1 + 4 / g^2))
  z2 <- (1 - 2 / (9 * a) - ((1 - 2 / a) / (1 + s * sqrt(2 / (a - 4))))^(1 / 3)) / sqrt(2 / (9 * a))
  value <- c(z1^2, z2^2, z1^2 + z2^2, n / 6 * (b1^2 + (b2 - 3)^2 / 4))
  list(value = I(value), p = I(pchisq(value, c(1, 1, 2, 2), lower.tail = FALSE)))
}

births <- transform(birthwt, race = factor(race), smoke = factor(smoke), ht = factor(ht))
jobs <- transform(wages, gender = factor(gender), sector = factor(sector), union = factor(union))
write_json(list(
  meanBmi = of_mean(person$bmi, 0.95),
  meanBmi99 = of_mean(person$bmi, 0.99),
  meanByDiabetes = lapply(split(person$hdl, person$diabetes), of_mean, level = 0.95)[c("0", "1")],
  pairwise = of_pairs(person[c("age", "bmi", "hdl")]),
  listwise = of_pairs(person[complete.cases(person[c("age", "bmi", "hdl")]), c("age", "bmi", "hdl")]),
  births = of_pairs(birthwt[c("bwt", "lwt", "age", "smoke")]),
  anovaBands = of_anova(lm(bmi ~ ageband, person)),
  bartlettBands = of_bartlett(bartlett.test(bmi ~ ageband, person)),
  anovaBirths = of_anova(lm(bwt ~ race * smoke + lwt, births)),
  anovaBirthsProduct = of_anova(lm(bwt ~ race * lwt, births)),
  anovaJobs = of_anova(lm(wage ~ sector + gender * union + experience, jobs)),
  bartlettJobs = of_bartlett(bartlett.test(wage ~ sector, jobs)),
  normalBmi = of_moments(person$bmi), normalBirths = of_moments(birthwt$bwt), normalWage = of_moments(wages$wage),
  hexagons = { # The nearest of all centres, by brute force.
    size <- 8; x0 <- min(birthwt$lwt); y0 <- min(birthwt$bwt)
    dx <- diff(range(birthwt$lwt)) / size; dy <- diff(range(birthwt$bwt)) / (size * 0.75)
    grid <- expand.grid(r = -2:12, q = -8:12)
    cx <- grid$q + grid$r / 2; cy <- grid$r * sqrt(3) / 2
    nearest <- mapply(function(x, y) which.min((x - cx)^2 + (y - cy)^2), (birthwt$lwt - x0) / dx, (birthwt$bwt - y0) / dy)
    counts <- table(paste(grid$q[nearest], grid$r[nearest], sep = ","))
    as.list(counts)
  },
  r = R.version.string
), "describing.json")
