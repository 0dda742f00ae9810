# The rivals of bench/statistics.mjs: reads columns of doubles, fits once, prints seconds of the fit (by the clock and of the processor) and the estimates as JSON.
# Rscript statistics.R FILE MODEL ROWS TERMS RIVAL; the file has the outcome, the time, then the terms, column by column.
given <- commandArgs(TRUE)
n <- as.numeric(given[3]); p <- as.numeric(given[4])
file <- file(given[1], "rb")
y <- readBin(file, "double", n); time <- readBin(file, "double", n)
x <- matrix(readBin(file, "double", n * p), n)
close(file)
one <- function() cbind(1, x)
data <- if (given[5] == "coxph") data.frame(time = time, event = y, x)
if (startsWith(given[5], "coxph")) suppressMessages(library(survival)) else x <- one()
fits <- list(
  logit = function() glm.fit(x, y, family = binomial()),
  poisson = function() glm.fit(x, y, family = poisson()),
  regress = function() lm.fit(x, y),
  coxph = function() coxph(Surv(time, event) ~ ., data),
  coxph.fit = function() coxph.fit(x, Surv(time, y), NULL, NULL, NULL, coxph.control(), NULL, "efron", NULL))
fit <- fits[[if (given[2] == "cox") given[5] else given[2]]]
invisible(gc())
taken <- system.time(estimates <- fit()$coefficients)
cat(sprintf('{"seconds": %.3f, "processor": %.3f, "estimates": [%s]}\n', taken[["elapsed"]], taken[["user.self"]] + taken[["sys.self"]], paste(sprintf("%.12g", estimates), collapse = ", ")))
