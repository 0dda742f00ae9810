# Kaplan-Meier curves of survival::lung by sex and of a set whose curve rests at one half, written as JSON.
# Rscript survfit.R > survfit.json
library(survival)
curve <- function(name, time, event) {
  fit <- survfit(Surv(time, event) ~ 1, conf.type = "log-log")
  numbers <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.15g", x)), collapse = ","), "]")
  sprintf(
    '{"name":"%s","time":%s,"atRisk":%s,"events":%s,"censored":%s,"survival":%s,"lower":%s,"upper":%s,"median":%s}',
    name, numbers(fit$time), numbers(fit$n.risk), numbers(fit$n.event), numbers(fit$n.censor), numbers(fit$surv),
    numbers(fit$lower), numbers(fit$upper), sprintf("%.15g", unname(quantile(fit, 0.5, conf.int = FALSE)))
  )
}
men <- lung[lung$sex == 1, ]
women <- lung[lung$sex == 2, ]
cat("[", paste(c(
  curve("men", men$time, men$status == 2),
  curve("women", women$time, women$status == 2),
  curve("half", c(1, 2, 3, 4), c(1, 1, 1, 1))
), collapse = ",\n"), "]\n", sep = "")
