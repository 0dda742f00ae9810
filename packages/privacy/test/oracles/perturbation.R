# The perturbation table D = 8, V = 3, js = 2, pstay = 0.5 of ptable's and cellKey's vignettes, as the optimisation that they state, by sequential
# quadratic programming over all probabilities (ptable's solver), written as JSON: a row for each count with its moves and probabilities.
# Rscript perturbation.R > perturbation.json
library(nloptr)
D <- 8; V <- 3; js <- 2; pstay <- 0.5
row <- function(i) {
  targets <- setdiff(max(i - D, 0):(i + D), seq_len(js))
  v <- targets - i
  least <- ifelse(v == 0, pstay, 1e-12)
  # Probabilities rise towards the move of none (ptable's mono = TRUE).
  rising <- lapply(seq_len(max(match(0, v, nomatch = 1) - 1, 0)), function(j) replace(rep(0, length(v)), j + 0:1, c(1, -1)))
  below <- rbind(v^2, do.call(rbind, rising))
  limit <- c(V, rep(0, length(rising)))
  equal <- rbind(rep(1, length(v)), v)
  found <- nloptr(
    pmax(least, 1 / length(v)),
    eval_f = function(p) list(objective = sum(p * log(p)), gradient = log(p) + 1),
    lb = least, ub = rep(1, length(v)),
    eval_g_ineq = function(p) list(constraints = c(below %*% p) - limit, jacobian = below),
    eval_g_eq = function(p) list(constraints = c(equal %*% p) - c(1, 0), jacobian = equal),
    opts = list(algorithm = "NLOPT_LD_SLSQP", xtol_rel = 1e-14, maxeval = 1e5)
  )
  numbers <- function(x, form) paste0("[", paste(sprintf(form, x), collapse = ", "), "]")
  sprintf('  { "moves": %s, "probabilities": %s }', numbers(v, "%d"), numbers(found$solution, "%.9f"))
}
cat("[\n", paste(c('  { "moves": [0], "probabilities": [1] }', sapply(seq_len(D + js + 1), row)), collapse = ",\n"), "\n]\n", sep = "")
