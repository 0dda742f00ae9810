# The rivals of bench/statistics.mjs: reads columns of doubles, fits once, prints seconds of the fit and the estimates as JSON.
# Rscript statistics.R FILE MODEL ROWS TERMS; the file has the outcome, the time, then the terms, column by column.
given <- commandArgs(TRUE)
n <- as.numeric(given[3]); p <- as.numeric(given[4])
file <- file(given[1], "rb")
y <- readBin(file, "double", n); time <- readBin(file, "double", n)
x <- matrix(readBin(file, "double", n * p), n)
close(file)
one <- function() cbind(1, x)
fits <- list(
  logit = function(x) glm.fit(x, y, family = binomial())$coefficients,
  poisson = function(x) glm.fit(x, y, family = poisson())$coefficients,
  regress = function(x) lm.fit(x, y)$coefficients,
  cox = function(x) survival::coxph.fit(x, survival::Surv(time, y), NULL, NULL, NULL, survival::coxph.control(), NULL, "efron", NULL)$coefficients)
if (given[2] != "cox") x <- one()
invisible(gc())
seconds <- system.time(estimates <- fits[[given[2]]](x))[["elapsed"]]
cat(sprintf('{"seconds": %.3f, "estimates": [%s]}\n', seconds, paste(sprintf("%.12g", estimates), collapse = ", ")))
