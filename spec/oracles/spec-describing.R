# The numbers of the rows for ci, correlate, anova and coefplot in spec/commands, by R. Run in this folder.
people <- read.csv("../registers/people.csv", na.strings = "", colClasses = c(id = "character"))
print(t.test(people$height)[c("estimate", "stderr", "statistic", "p.value", "conf.int")])
print(t.test(people$height, conf.level = 0.9)$conf.int)
print(lapply(split(people$height, people$sex), function(x) t.test(x)[c("estimate", "stderr", "conf.int")]))
whole <- people[complete.cases(people[c("age", "height", "days")]), c("age", "height", "days")]
print(cor(whole)); print(cor.test(whole$age, whole$height)$p.value); print(cor.test(whole$days, whole$height)$p.value)
print(cov(people[c("age", "height", "days")], use = "pairwise.complete.obs"))
options(contrasts = c("contr.sum", "contr.poly"))
print(anova(lm(days ~ factor(dead), people))); print(bartlett.test(days ~ dead, people))
print(drop1(lm(height ~ factor(sex) + age, people[complete.cases(people[c("height", "sex", "age")]), ]), . ~ ., test = "F"))
older <- people[which(people$age > 10), ]
fit <- lm(height ~ age, older); x <- model.matrix(fit); b <- solve(crossprod(x))
n <- nrow(x); se <- sqrt(diag(b %*% crossprod(x * resid(fit)) %*% b * n / (n - 2)))
print(cbind(coef(fit), se, coef(fit) - qt(0.95, n - 2) * se, coef(fit) + qt(0.95, n - 2) * se), digits = 8)
