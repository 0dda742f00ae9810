# Distribution functions at ordinary and extreme arguments, by R itself (package stats, part of R).
# Run in this folder: Rscript distributions.R
source("json.R")
values <- list(
  "normal(-30)" = pnorm(-30), "normal(8)" = pnorm(8),
  "chi2(3, 0.001)" = pchisq(0.001, 3), "chi2tail(3, 200)" = pchisq(200, 3, lower.tail = FALSE),
  "t(5, -40)" = pt(-40, 5), "ttail(5, 40)" = pt(40, 5, lower.tail = FALSE), "tden(1000000, 1)" = dt(1, 1000000),
  "F(3, 50, 0.0001)" = pf(0.0001, 3, 50), "Ftail(3, 50, 400)" = pf(400, 3, 50, lower.tail = FALSE),
  "chi2den(2, 0)" = dchisq(0, 2), "Fden(2, 5, 0)" = df(0, 2, 5),
  "binomial(100, 2, 0.9)" = pbinom(2, 100, 0.9), "binomialp(1000, 500, 0.5)" = dbinom(500, 1000, 0.5),
  "binomialtail(100, 50, 0.01)" = pbinom(49, 100, 0.01, lower.tail = FALSE)
)
write_json(values, "distributions.json")
