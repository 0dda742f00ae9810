# Econometric models by R: AER, plm, nlme and lme4, and by hand where Stata's formulas differ or no package is at hand.
# Run in this folder: Rscript econometrics.R FOLDER-OF-NAFLD
# Writes the data it uses as CSV: CigarettesSW (AER 1.2.10, GPL), Grunfeld and EmplUK (plm 2.6-2, GPL), sleepstudy (lme4, GPL),
# Orthodont, Oats and Pixel (nlme, GPL). Large-sample variances (over n) and the corrections of clusters are Stata's.
suppressMessages({ library(AER); library(plm); library(nlme); library(lme4); library(sandwich) })
source("json.R")
source("nafld.R")
options(digits = 15)
save_csv <- function(d, name) write.csv(d, file.path("data", paste0(name, ".csv")), row.names = FALSE, na = "", quote = FALSE)
est <- function(b, V, ...) list(estimate = I(unname(b)), standardError = I(unname(sqrt(diag(as.matrix(V))))), ...)

## Instruments ----------------------------------------------------------------------------------------------------------
data("CigarettesSW", package = "AER")
cig <- with(CigarettesSW, data.frame(state = as.character(state), year = as.numeric(as.character(year)),
  lpacks = log(packs), lprice = log(price / cpi), lincome = log(income / population / cpi),
  tdiff = (taxs - tax) / cpi, ltax = tax / cpi))
save_csv(cig, "cigarettes")
cig <- read.csv("data/cigarettes.csv")
n <- nrow(cig)
iv <- ivreg(lpacks ~ lprice + lincome | lincome + tdiff + ltax, data = cig)
diag_iv <- summary(iv, diagnostics = TRUE)$diagnostics
X <- cbind(lprice = cig$lprice, lincome = cig$lincome, cons = 1)
Z <- cbind(cons = 1, lincome = cig$lincome, tdiff = cig$tdiff, ltax = cig$ltax)
y <- cig$lpacks
order_iv <- c(2, 3, 1)
PX <- Z %*% solve(crossprod(Z), crossprod(Z, X))
bread <- solve(crossprod(PX))
u <- resid(iv)
white <- bread %*% crossprod(PX * u) %*% bread
scores <- rowsum(PX * u, cig$state); G <- nrow(scores)
clustered <- bread %*% crossprod(scores) %*% bread * G / (G - 1)
# LIML
W1 <- cbind(y, cig$lprice)
off <- function(A, B) A - B %*% solve(crossprod(B), crossprod(B, A))
kappa <- min(Re(eigen(solve(crossprod(W1, off(W1, Z)), crossprod(W1, off(W1, X[, 2:3]))))$values))
A <- crossprod(X) * (1 - kappa) + kappa * crossprod(X, PX)
liml <- drop(solve(A, (1 - kappa) * crossprod(X, y) + kappa * crossprod(PX, y)))
ul <- drop(y - X %*% liml)
# GMM, two steps
gmm_of <- function(meat) {
  W <- solve(meat(u)); XZ <- crossprod(X, Z)
  H <- solve(XZ %*% W %*% t(XZ)); b <- drop(H %*% XZ %*% W %*% crossprod(Z, y)); v <- drop(y - X %*% b)
  L <- H %*% XZ %*% W
  est(b, L %*% meat(v) %*% t(L), j = drop(t(crossprod(Z, v)) %*% W %*% crossprod(Z, v)))
}
first <- lm(lprice ~ lincome + tdiff + ltax, cig)
first_hc <- vcovHC(first, "HC1")
first_f <- function(V) { b <- coef(first)[3:4]; drop(b %*% solve(V[3:4, 3:4]) %*% b) / 2 }

## Panels ---------------------------------------------------------------------------------------------------------------
data("Grunfeld", package = "plm"); save_csv(Grunfeld, "grunfeld")
data("EmplUK", package = "plm"); save_csv(EmplUK[, c("firm", "year", "emp", "wage", "capital", "output")], "employment")
panel_of <- function(d, unit, y, xs) {
  f <- reformulate(xs, y); id <- d[[unit]]; N <- nrow(d); G <- length(unique(id)); K <- length(xs)
  X <- as.matrix(d[, xs]); Y <- d[[y]]; m <- function(v) ave(v, id)
  Xm <- apply(X, 2, m); Ym <- m(Y); Ti <- ave(rep(1, N), id, FUN = sum); one <- !duplicated(id)
  # fe with the grand mean as constant
  Xw <- cbind(X - Xm + rep(colMeans(X), each = N), 1); Yw <- Y - Ym + mean(Y)
  fe <- lm.fit(Xw, Yw); b <- fe$coefficients; e <- fe$residuals; s2 <- sum(e^2) / (N - G - K)
  inv <- solve(crossprod(Xw)); sc <- rowsum(Xw * e, id)
  pooled <- lm(f, d); ui <- (Ym - Xm %*% b[1:K])[one]
  fe_out <- est(b, s2 * inv, sigmaResidual = sqrt(s2), sigmaUnit = sd(ui),
    robust = I(unname(sqrt(diag(inv %*% crossprod(sc) %*% inv * G / (G - 1) * (N - 1) / (N - K - 1))))),
    sameUnits = (sum(resid(pooled)^2) - sum(e^2)) / (G - 1) / s2,
    r2Within = cor(X %*% b[1:K] - Xm %*% b[1:K], Y - Ym)[1]^2, r2Between = cor((Xm %*% b[1:K])[one], Ym[one])[1]^2,
    r2Overall = cor(X %*% b[1:K], Y)[1]^2)
  # be, units alike
  be <- lm(Ym[one] ~ Xm[one, ]); bs <- summary(be)
  be_out <- est(coef(be)[c(2:(K + 1), 1)], vcov(be)[c(2:(K + 1), 1), c(2:(K + 1), 1)], f = unname(bs$fstatistic[1]), r2 = bs$r.squared)
  # re, Swamy and Arora, with the harmonic mean of rows a unit
  Th <- G / sum(1 / Ti[one]); su2 <- max(0, sum(resid(be)^2) / (G - K - 1) - s2 / Th)
  th <- 1 - sqrt(s2 / (Ti * su2 + s2))
  Xr <- cbind(X - th * Xm, 1 - th); Yr <- Y - th * Ym; re <- lm.fit(Xr, Yr)
  ir <- solve(crossprod(Xr)); sr <- rowsum(Xr * re$residuals, id)
  br <- re$coefficients
  re_out <- est(br, ir * sum(re$residuals^2) / (N - K - 1), sigmaUnit = sqrt(su2), theta = th[1],
    robust = I(unname(sqrt(diag(ir %*% crossprod(sr) %*% ir * G / (G - 1) * (N - 1) / (N - K - 1))))),
    r2Within = cor(X %*% br[1:K] - Xm %*% br[1:K], Y - Ym)[1]^2, r2Overall = cor(X %*% br[1:K], Y)[1]^2)
  # pooled, clustered by unit
  Xp <- cbind(X, 1); ip <- solve(crossprod(Xp)); sp <- rowsum(Xp * resid(pooled), id); o <- c(2:(K + 1), 1)
  pooled_out <- est(coef(pooled)[o], vcov(pooled)[o, o],
    robust = I(unname(sqrt(diag(ip %*% crossprod(sp) %*% ip * G / (G - 1) * (N - 1) / (N - K - 1))))))
  V <- (s2 * inv)[1:K, 1:K] - (ir * sum(re$residuals^2) / (N - K - 1))[1:K, 1:K]; dif <- b[1:K] - br[1:K]
  list(fe = fe_out, re = re_out, be = be_out, pooled = pooled_out, n = N, groups = G,
    hausman = list(value = drop(dif %*% solve(V) %*% dif), difference = I(unname(dif))))
}
grunfeld <- panel_of(Grunfeld, "firm", "inv", c("value", "capital"))
empl <- panel_of(EmplUK, "firm", "emp", c("wage", "capital", "output"))
# The same by plm: balanced, so nothing but the constant of fe differs; EmplUK within, between and pooled.
P <- function(model, d = Grunfeld, f = inv ~ value + capital, ...) plm(f, pdata.frame(d, index = c("firm", "year")), model = model, ...)
last <- function(fit) { b <- coef(fit); o <- c(setdiff(seq_along(b), which(names(b) == "(Intercept)")), which(names(b) == "(Intercept)")); est(b[o], vcov(fit)[o, o, drop = FALSE]) }
plm_out <- list(fe = last(P("within")), re = last(P("random", random.method = "swar")), be = last(P("between")), pooled = last(P("pooling")),
  theta = unname(ercomp(P("random", random.method = "swar"))$theta), sigmaUnit = unname(sqrt(ercomp(P("random", random.method = "swar"))$sigma2["id"])),
  hausman = unname(phtest(P("within"), P("random", random.method = "swar"))$statistic), f = unname(pFtest(P("within"), P("pooling"))$statistic),
  emplFe = last(P("within", EmplUK, emp ~ wage + capital + output)), emplBe = last(P("between", EmplUK, emp ~ wage + capital + output)))

## Mixed models -----------------------------------------------------------------------------------------------------------
save_csv(sleepstudy, "sleepstudy")
ortho <- as.data.frame(nlme::Orthodont); ortho$Subject <- as.character(ortho$Subject); ortho$Sex <- as.character(ortho$Sex)
save_csv(ortho, "orthodont")
oats <- as.data.frame(nlme::Oats); oats$Block <- as.character(oats$Block); oats$Variety <- gsub(" ", "", as.character(oats$Variety))
save_csv(oats[, c("Block", "Variety", "nitro", "yield")], "oats")
pixel <- as.data.frame(nlme::Pixel); pixel$Dog <- as.character(pixel$Dog); pixel$Side <- as.character(pixel$Side)
save_csv(pixel, "pixel")
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5))
mixed <- function(fit, lin) {
  v <- as.data.frame(VarCorr(fit)); b <- fixef(fit); o <- c(seq_along(b)[-1], 1)
  est(b[o], as.matrix(vcov(fit))[o, o], variances = I(v$vcov), groups = I(v$grp), logLikelihood = as.numeric(logLik(fit)),
    linear = as.numeric(logLik(lin, REML = TRUE)))
}
# Standard errors of log variances from the REML criterion by numerical second derivatives.
log_errors <- function(d, y, xs, g) {
  X <- cbind(1, as.matrix(d[, xs])); Y <- d[[y]]; N <- length(Y); p <- ncol(X)
  B <- lapply(g, function(k) outer(k, k, "==") * 1)
  crit <- function(tau) {
    V <- diag(N) * exp(tau[length(tau)]); for (i in seq_along(B)) V <- V + exp(tau[i]) * B[[i]]
    U <- chol(V); Xs <- backsolve(U, X, transpose = TRUE); Ys <- backsolve(U, Y, transpose = TRUE)
    q <- lm.fit(Xs, Ys)
    -0.5 * ((N - p) * log(2 * pi) + 2 * sum(log(diag(U))) + log(det(crossprod(Xs))) + sum(q$residuals^2))
  }
  function(tau) { h <- 1e-3; k <- length(tau); H <- matrix(0, k, k); e <- diag(k) * h
    for (i in 1:k) for (j in 1:k) H[i, j] <- (crit(tau + e[i, ] + e[j, ]) - crit(tau + e[i, ] - e[j, ]) - crit(tau - e[i, ] + e[j, ]) + crit(tau - e[i, ] - e[j, ])) / (4 * h^2)
    sqrt(diag(solve(-H))) }
}
sleep <- lmer(Reaction ~ Days + (1 | Subject), sleepstudy, control = tight)
orth <- lmer(distance ~ age + Sex + (1 | Subject), ortho, control = tight)
oat <- lmer(yield ~ nitro + (1 | Block / Variety), oats, control = tight)
pix <- lmer(pixel ~ day + (1 | Dog / Side), pixel, control = tight)
vc <- function(fit) { v <- as.data.frame(VarCorr(fit)); o <- if (nrow(v) == 3) c(2, 1, 3) else 1:2; log(v$vcov[o]) }
nlme_pix <- lme(pixel ~ day, random = ~ 1 | Dog / Side, data = pixel)
nlme_orth <- lme(distance ~ age + Sex, random = ~ 1 | Subject, data = ortho)

## NAFLD: differences, decomposition, discontinuity ------------------------------------------------------------------------
person <- nafld(commandArgs(TRUE)[1])
person$old <- as.numeric(person$age >= 50)
d <- person[complete.cases(person[, c("bmi", "age", "male", "old", "diabetes")]), ]
did <- lm(bmi ~ I(male * old) + male + old + diabetes, d)
of_lm <- function(fit, V = vcov(fit)) { o <- c(seq_along(coef(fit))[-1], 1); est(coef(fit)[o], V[o, o]) }
decompose <- function(d, robust = FALSE) {
  g <- lapply(c(0, 1), function(k) {
    e <- d[d$male == k, ]; fit <- lm(bmi ~ age + diabetes, e); X <- cbind(1, e$age, e$diabetes)
    list(b = unname(coef(fit)), V = unname(if (robust) vcovHC(fit, "HC1") else vcov(fit)), x = colMeans(X), S = cov(X) / nrow(e))
  })
  a <- g[[1]]; b <- g[[2]]; dx <- a$x - b$x; db <- a$b - b$b; q <- function(w, V) drop(t(w) %*% V %*% w)
  part <- function(parts, ga, gb, ha, hb) {
    D <- function(w, V) diag(w) %*% V %*% diag(w)
    V <- D(ga, a$S) + D(gb, b$S) + D(ha, a$V) + D(hb, b$V)
    list(total = sum(parts), totalError = sqrt(sum(V)), parts = I(parts), errors = I(sqrt(diag(V))))
  }
  w <- 0.5; ref <- w * a$b + (1 - w) * b$b; zero <- 0 * dx; other <- (1 - w) * a$x + w * b$x
  list(groups = I(c(sum(a$x * a$b), sum(b$x * b$b))), groupErrors = I(c(sqrt(q(a$x, a$V) + q(a$b, a$S)), sqrt(q(b$x, b$V) + q(b$b, b$S)))),
    endowments = part(dx * b$b, b$b, -b$b, zero, dx), coefficients = part(b$x * db, zero, db, b$x, -b$x),
    interaction = part(dx * db, db, -db, dx, -dx),
    explained = part(dx * ref, ref, -ref, w * dx, (1 - w) * dx), unexplained = part(other * db, (1 - w) * db, w * db, other, -other))
}
r <- person[complete.cases(person[, c("bmi", "age", "male", "diabetes")]), ]
r <- r[abs(r$age - 55) <= 15, ]; r$d <- r$age - 55; r$c <- as.numeric(r$age >= 55)
sharp <- lm(bmi ~ c + d + I(d^2) + I(c * d) + I(c * d^2) + male, r)
fuzzy <- ivreg(bmi ~ diabetes + d + I(c * d) | c + d + I(c * d), data = r)
fb <- bread(fuzzy) / nrow(r); fx <- model.matrix(fuzzy, component = "projected") * resid(fuzzy)

write_json(list(
  tsls = est(coef(iv)[order_iv], vcov(iv)[order_iv, order_iv] * (n - 3) / n),
  tslsRobust = I(unname(sqrt(diag(white)))), tslsCluster = I(unname(sqrt(diag(clustered)))),
  sargan = diag_iv["Sargan", "statistic"], weak = diag_iv["Weak instruments", "statistic"],
  wuHausman = diag_iv["Wu-Hausman", "statistic"], wuHausmanP = diag_iv["Wu-Hausman", "p-value"],
  first = of_lm(first), firstRobust = of_lm(first, first_hc), weakRobust = first_f(first_hc),
  liml = est(liml, sum(ul^2) / n * solve(A), test = n * log(kappa)),
  gmm = gmm_of(function(e) crossprod(Z * e)), gmmCluster = gmm_of(function(e) crossprod(rowsum(Z * e, cig$state))),
  grunfeld = grunfeld, empl = empl, plm = plm_out,
  sleep = mixed(sleep, lm(Reaction ~ Days, sleepstudy)), orth = mixed(orth, lm(distance ~ age + Sex, ortho)),
  oats = mixed(oat, lm(yield ~ nitro, oats)), pixel = mixed(pix, lm(pixel ~ day, pixel)),
  sleepErrors = I(log_errors(sleepstudy, "Reaction", "Days", list(sleepstudy$Subject))(vc(sleep))),
  pixelErrors = I(log_errors(pixel, "pixel", "day", list(pixel$Dog, paste(pixel$Dog, pixel$Side)))(vc(pix))),
  nlmePixel = est(fixef(nlme_pix)[2:1], vcov(nlme_pix)[2:1, 2:1], logLikelihood = as.numeric(logLik(nlme_pix))),
  nlmeOrth = est(fixef(nlme_orth)[c(2, 3, 1)], vcov(nlme_orth)[c(2, 3, 1), c(2, 3, 1)], logLikelihood = as.numeric(logLik(nlme_orth))),
  did = of_lm(did), didRobust = of_lm(did, vcovHC(did, "HC1")),
  oaxaca = decompose(d), oaxacaRobust = decompose(d, TRUE),
  sharp = of_lm(sharp, vcovHC(sharp, "HC1")),
  fuzzy = est(coef(fuzzy)[c(2:4, 1)], (fb %*% crossprod(fx) %*% fb)[c(2:4, 1), c(2:4, 1)]),
  rddN = nrow(r), r = R.version.string, packageAER = as.character(packageVersion("AER")), packagePlm = as.character(packageVersion("plm")),
  nlme = as.character(packageVersion("nlme")), lme4 = as.character(packageVersion("lme4"))
), "econometrics.json")
