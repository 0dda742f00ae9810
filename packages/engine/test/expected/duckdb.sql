-- normal(number)
SELECT sund_normal("n") AS x FROM rows;

-- normalden(number)
SELECT sund_normalden("n", 0, 1) AS x FROM rows;

-- normalden(number, number)
SELECT sund_normalden("n", 0, "m") AS x FROM rows;

-- normalden(number, number, number)
SELECT sund_normalden("n", "m", "n") AS x FROM rows;

-- chi2(number, number)
SELECT sund_chi2("n", "m") AS x FROM rows;

-- chi2den(number, number)
SELECT sund_chi2den("n", "m") AS x FROM rows;

-- chi2tail(number, number)
SELECT sund_chi2tail("n", "m") AS x FROM rows;

-- t(number, number)
SELECT sund_t("n", "m") AS x FROM rows;

-- tden(number, number)
SELECT sund_tden("n", "m") AS x FROM rows;

-- ttail(number, number)
SELECT sund_ttail("n", "m") AS x FROM rows;

-- F(number, number, number)
SELECT sund_F("n", "m", "n") AS x FROM rows;

-- Fden(number, number, number)
SELECT sund_Fden("n", "m", "n") AS x FROM rows;

-- Ftail(number, number, number)
SELECT sund_Ftail("n", "m", "n") AS x FROM rows;

-- binomial(number, number, number)
SELECT sund_binomial("n", "m", "n") AS x FROM rows;

-- binomialp(number, number, number)
SELECT sund_binomialp("n", "m", "n") AS x FROM rows;

-- binomialtail(number, number, number)
SELECT sund_binomialtail("n", "m", "n") AS x FROM rows;

-- +(number, number)
SELECT list_transform(["n" + "m"], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- -(number, number)
SELECT list_transform(["n" - "m"], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- *(number, number)
SELECT list_transform(["n" * "m"], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- /(number, number)
SELECT list_transform(["n" / NULLIF("m", 0)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- ^(number, number)
SELECT list_transform([pow("n", "m")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- negate(number)
SELECT (-"n") AS x FROM rows;

-- abs(number)
SELECT abs("n") AS x FROM rows;

-- date(number, number, number)
SELECT CAST(date_diff('day', DATE '1970-01-01', TRY(make_date(CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS BIGINT), CAST(list_transform(["m"], lambda x: CASE WHEN abs(x) <= $2 THEN floor(x) END)[1] AS BIGINT), CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $3 THEN floor(x) END)[1] AS BIGINT)))) AS DOUBLE) AS x FROM rows;

-- year(number)
SELECT CAST(year((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER))) AS DOUBLE) AS x FROM rows;

-- halfyear(number)
SELECT CAST((month((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER))) + 5) // 6 AS DOUBLE) AS x FROM rows;

-- quarter(number)
SELECT CAST(quarter((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER))) AS DOUBLE) AS x FROM rows;

-- month(number)
SELECT CAST(month((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER))) AS DOUBLE) AS x FROM rows;

-- week(number)
SELECT CAST(week((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER))) AS DOUBLE) AS x FROM rows;

-- day(number)
SELECT CAST(day((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER))) AS DOUBLE) AS x FROM rows;

-- dow(number)
SELECT CAST(isodow((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER))) AS DOUBLE) AS x FROM rows;

-- doy(number)
SELECT CAST(dayofyear((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER))) AS DOUBLE) AS x FROM rows;

-- ceil(number)
SELECT ceil("n") AS x FROM rows;

-- floor(number)
SELECT floor("n") AS x FROM rows;

-- int(number)
SELECT trunc("n") AS x FROM rows;

-- round(number)
SELECT floor("n" + 0.5) AS x FROM rows;

-- round(number, number)
SELECT list_transform([CASE WHEN CAST($1 AS DOUBLE) = 0 THEN "n" WHEN abs(CAST($2 AS DOUBLE)) < 1 AND abs(1 / CAST($3 AS DOUBLE) - round(1 / CAST($4 AS DOUBLE))) < 1e-9 THEN floor("n" * round(1 / CAST($5 AS DOUBLE)) + 0.5) / round(1 / CAST($6 AS DOUBLE)) ELSE floor("n" / CAST($7 AS DOUBLE) + 0.5) * CAST($8 AS DOUBLE) END], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- sqrt(number)
SELECT list_transform([sqrt(CASE WHEN "n" >= 0 THEN "n" END)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- exp(number)
SELECT list_transform([exp("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- ln(number)
SELECT list_transform([ln(CASE WHEN "n" > 0 THEN "n" END)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- log10(number)
SELECT list_transform([log10(CASE WHEN "n" > 0 THEN "n" END)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- logit(number)
SELECT ln(CASE WHEN "n" > 0 AND "n" < 1 THEN "n" / (1 - "n") END) AS x FROM rows;

-- sin(number)
SELECT list_transform([sin("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- cos(number)
SELECT list_transform([cos("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- tan(number)
SELECT list_transform([tan("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- asin(number)
SELECT list_transform([asin(CASE WHEN abs("n") <= 1 THEN "n" END)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- acos(number)
SELECT list_transform([acos(CASE WHEN abs("n") <= 1 THEN "n" END)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- atan(number)
SELECT list_transform([atan("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- pi()
SELECT pi() AS x FROM rows;

-- comb(number, number)
SELECT list_transform([CASE WHEN "m" > "n" AND "n" >= 0 AND "n" = floor("n") AND "m" = floor("m") THEN 0 WHEN "n" >= 0 AND "m" >= 0 AND "n" = floor("n") AND "m" = floor("m") AND least("m", "n" - "m") <= 1100 THEN round(COALESCE(list_product(list_transform(range(1, CAST(least("m", "n" - "m", 1100) AS BIGINT) + 1), lambda i: ("n" - least("m", "n" - "m") + i) / i)), 1)) END], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- rowmax(number, number)
SELECT list_max(["n", "m"]) AS x FROM rows;

-- rowmin(number, number)
SELECT list_min(["n", "m"]) AS x FROM rows;

-- rowmean(number, number)
SELECT list_transform([list_avg(["n", "m"])], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- rowmedian(number, number)
SELECT list_median(["n", "m"]) AS x FROM rows;

-- rowtotal(number, number)
SELECT list_transform([COALESCE(list_sum(["n", "m"]), 0)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows;

-- rowstd(number, number)
SELECT list_transform([list_filter(["n", "m"], lambda x: x IS NOT NULL)], lambda "v0": list_transform([CASE WHEN len("v0") > 1 THEN TRY(list_stddev_samp("v0")) END], lambda "v1": CASE WHEN isfinite("v1") THEN "v1" END)[1])[1] AS x FROM rows;

-- rowmissing(number, number)
SELECT CAST(CAST("n" IS NULL AS INTEGER) + CAST("m" IS NULL AS INTEGER) AS DOUBLE) AS x FROM rows;

-- rowmissing(text, text)
SELECT CAST(CAST("s" IS NULL AS INTEGER) + CAST("s" IS NULL AS INTEGER) AS DOUBLE) AS x FROM rows;

-- rowmissing(boolean, boolean)
SELECT CAST(CAST("b" IS NULL AS INTEGER) + CAST("b" IS NULL AS INTEGER) AS DOUBLE) AS x FROM rows;

-- rowvalid(number, number)
SELECT CAST(CAST("n" IS NOT NULL AS INTEGER) + CAST("m" IS NOT NULL AS INTEGER) AS DOUBLE) AS x FROM rows;

-- rowvalid(text, text)
SELECT CAST(CAST("s" IS NOT NULL AS INTEGER) + CAST("s" IS NOT NULL AS INTEGER) AS DOUBLE) AS x FROM rows;

-- rowvalid(boolean, boolean)
SELECT CAST(CAST("b" IS NOT NULL AS INTEGER) + CAST("b" IS NOT NULL AS INTEGER) AS DOUBLE) AS x FROM rows;

-- length(text)
SELECT CAST(length("s") AS DOUBLE) AS x FROM rows;

-- to_int(number)
SELECT trunc("n") AS x FROM rows;

-- to_int(text)
SELECT trunc(list_transform([list_transform([trim("s")], lambda "v0": CASE WHEN regexp_full_match("v0", '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?') THEN TRY_CAST("v0" AS DOUBLE) END)[1]], lambda "v1": CASE WHEN isfinite("v1") THEN "v1" END)[1]) AS x FROM rows;

-- to_int(boolean)
SELECT trunc(CAST("b" AS DOUBLE)) AS x FROM rows;

-- if(boolean, number, number)
SELECT (CASE WHEN "b" THEN "m" ELSE "n" END) AS x FROM rows;

-- parse-number(text, text, boolean, boolean)
SELECT list_transform([replace(translate("s", $1, ''), ',', '.')], lambda "v0": list_transform([list_transform([trim("v0")], lambda "v1": CASE WHEN regexp_full_match("v1", '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?') THEN TRY_CAST("v1" AS DOUBLE) END)[1]], lambda "v2": CASE WHEN isfinite("v2") THEN "v2" END)[1])[1] AS x FROM rows;

-- ++(text, number)
SELECT ("s" || (CASE WHEN "m" = trunc("m") AND abs("m") < 1e15 THEN CAST(CAST("m" AS BIGINT) AS VARCHAR) ELSE CAST("m" AS VARCHAR) END)) AS x FROM rows;

-- ++(text, text)
SELECT ("s" || "s") AS x FROM rows;

-- ++(text, boolean)
SELECT ("s" || (CASE WHEN CAST("b" AS DOUBLE) = trunc(CAST("b" AS DOUBLE)) AND abs(CAST("b" AS DOUBLE)) < 1e15 THEN CAST(CAST(CAST("b" AS DOUBLE) AS BIGINT) AS VARCHAR) ELSE CAST(CAST("b" AS DOUBLE) AS VARCHAR) END)) AS x FROM rows;

-- isoformatdate(number)
SELECT strftime((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER)), '%Y-%m-%d') AS x FROM rows;

-- date_fmt(number, text)
SELECT strftime((DATE '1970-01-01' + CAST(list_transform(["n"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS INTEGER)), $2) AS x FROM rows;

-- rowconcat(number, number)
SELECT concat((CASE WHEN "n" = trunc("n") AND abs("n") < 1e15 THEN CAST(CAST("n" AS BIGINT) AS VARCHAR) ELSE CAST("n" AS VARCHAR) END), (CASE WHEN "m" = trunc("m") AND abs("m") < 1e15 THEN CAST(CAST("m" AS BIGINT) AS VARCHAR) ELSE CAST("m" AS VARCHAR) END)) AS x FROM rows;

-- rowconcat(text, text)
SELECT concat("s", "s") AS x FROM rows;

-- rowconcat(boolean, boolean)
SELECT concat((CASE WHEN CAST("b" AS DOUBLE) = trunc(CAST("b" AS DOUBLE)) AND abs(CAST("b" AS DOUBLE)) < 1e15 THEN CAST(CAST(CAST("b" AS DOUBLE) AS BIGINT) AS VARCHAR) ELSE CAST(CAST("b" AS DOUBLE) AS VARCHAR) END), (CASE WHEN CAST("b" AS DOUBLE) = trunc(CAST("b" AS DOUBLE)) AND abs(CAST("b" AS DOUBLE)) < 1e15 THEN CAST(CAST(CAST("b" AS DOUBLE) AS BIGINT) AS VARCHAR) ELSE CAST(CAST("b" AS DOUBLE) AS VARCHAR) END)) AS x FROM rows;

-- string(number)
SELECT (CASE WHEN "n" = trunc("n") AND abs("n") < 1e15 THEN CAST(CAST("n" AS BIGINT) AS VARCHAR) ELSE CAST("n" AS VARCHAR) END) AS x FROM rows;

-- string(text)
SELECT "s" AS x FROM rows;

-- string(boolean)
SELECT (CASE WHEN CAST("b" AS DOUBLE) = trunc(CAST("b" AS DOUBLE)) AND abs(CAST("b" AS DOUBLE)) < 1e15 THEN CAST(CAST(CAST("b" AS DOUBLE) AS BIGINT) AS VARCHAR) ELSE CAST(CAST("b" AS DOUBLE) AS VARCHAR) END) AS x FROM rows;

-- to_str(number)
SELECT (CASE WHEN "n" = trunc("n") AND abs("n") < 1e15 THEN CAST(CAST("n" AS BIGINT) AS VARCHAR) ELSE CAST("n" AS VARCHAR) END) AS x FROM rows;

-- to_str(text)
SELECT "s" AS x FROM rows;

-- to_str(boolean)
SELECT (CASE WHEN CAST("b" AS DOUBLE) = trunc(CAST("b" AS DOUBLE)) AND abs(CAST("b" AS DOUBLE)) < 1e15 THEN CAST(CAST(CAST("b" AS DOUBLE) AS BIGINT) AS VARCHAR) ELSE CAST(CAST("b" AS DOUBLE) AS VARCHAR) END) AS x FROM rows;

-- lower(text)
SELECT lower("s") AS x FROM rows;

-- upper(text)
SELECT upper("s") AS x FROM rows;

-- ltrim(text)
SELECT ltrim("s") AS x FROM rows;

-- rtrim(text)
SELECT rtrim("s") AS x FROM rows;

-- trim(text)
SELECT trim("s") AS x FROM rows;

-- substr(text, number)
SELECT list_transform(["s"], lambda "v0": list_transform([CAST(list_transform(["m"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS BIGINT)], lambda "v1": substring("v0", "v1", CASE WHEN "v1" = 0 OR "v1" < -length("v0") THEN 0 * CAST(1000000000 AS BIGINT) ELSE CAST(1000000000 AS BIGINT) END))[1])[1] AS x FROM rows;

-- substr(text, number, number)
SELECT list_transform(["s"], lambda "v1": list_transform([CAST(list_transform(["m"], lambda x: CASE WHEN abs(x) <= $1 THEN floor(x) END)[1] AS BIGINT)], lambda "v2": substring("v1", "v2", CASE WHEN "v2" = 0 OR "v2" < -length("v1") THEN 0 * list_transform([list_transform(["n"], lambda x: CASE WHEN abs(x) <= $2 THEN floor(x) END)[1]], lambda "v0": CAST(CASE WHEN "v0" < 0 THEN 0 ELSE "v0" END AS BIGINT))[1] ELSE list_transform([list_transform(["n"], lambda x: CASE WHEN abs(x) <= $3 THEN floor(x) END)[1]], lambda "v0": CAST(CASE WHEN "v0" < 0 THEN 0 ELSE "v0" END AS BIGINT))[1] END))[1])[1] AS x FROM rows;

-- if(boolean, text, text)
SELECT (CASE WHEN "b" THEN "s" ELSE "s" END) AS x FROM rows;

-- ==(number, number)
SELECT ("n" = "m") AS x FROM rows;

-- !=(number, number)
SELECT ("n" <> "m") AS x FROM rows;

-- <(number, number)
SELECT ("n" < "m") AS x FROM rows;

-- <=(number, number)
SELECT ("n" <= "m") AS x FROM rows;

-- >(number, number)
SELECT ("n" > "m") AS x FROM rows;

-- >=(number, number)
SELECT ("n" >= "m") AS x FROM rows;

-- ==(text, text)
SELECT ("s" = "s") AS x FROM rows;

-- !=(text, text)
SELECT ("s" <> "s") AS x FROM rows;

-- <(text, text)
SELECT ("s" < "s") AS x FROM rows;

-- <=(text, text)
SELECT ("s" <= "s") AS x FROM rows;

-- >(text, text)
SELECT ("s" > "s") AS x FROM rows;

-- >=(text, text)
SELECT ("s" >= "s") AS x FROM rows;

-- &(boolean, boolean)
SELECT ("b" AND "b") AS x FROM rows;

-- |(boolean, boolean)
SELECT ("b" OR "b") AS x FROM rows;

-- !(boolean)
SELECT (NOT "b") AS x FROM rows;

-- inlist(number, number, number)
SELECT (CASE WHEN "n" IS NOT NULL THEN FALSE OR COALESCE("n" = "m", FALSE) OR COALESCE("n" = "n", FALSE) END) AS x FROM rows;

-- inlist(text, text, text)
SELECT (CASE WHEN "s" IS NOT NULL THEN FALSE OR COALESCE("s" = "s", FALSE) OR COALESCE("s" = "s", FALSE) END) AS x FROM rows;

-- inrange(number, number, number)
SELECT (CASE WHEN "n" IS NOT NULL THEN COALESCE("n" >= "m", TRUE) AND COALESCE("n" <= "n", TRUE) END) AS x FROM rows;

-- between(number, number, number)
SELECT (CASE WHEN "n" IS NOT NULL THEN COALESCE("n" >= "m", TRUE) AND COALESCE("n" <= "n", TRUE) END) AS x FROM rows;

-- sysmiss(number)
SELECT ("n" IS NULL) AS x FROM rows;

-- sysmiss(text)
SELECT ("s" IS NULL) AS x FROM rows;

-- sysmiss(boolean)
SELECT ("b" IS NULL) AS x FROM rows;

-- startswith(text, text)
SELECT starts_with("s", "s") AS x FROM rows;

-- endswith(text, text)
SELECT ends_with("s", "s") AS x FROM rows;

-- if(boolean, boolean, boolean)
SELECT (CASE WHEN "b" THEN "b" ELSE "b" END) AS x FROM rows;

-- (count) number
SELECT CAST(count("n") AS DOUBLE) AS x FROM rows GROUP BY k;

-- (count) text
SELECT CAST(count("s") AS DOUBLE) AS x FROM rows GROUP BY k;

-- (count) boolean
SELECT CAST(count("b") AS DOUBLE) AS x FROM rows GROUP BY k;

-- (count) key
SELECT CAST(count("k") AS DOUBLE) AS x FROM rows GROUP BY k;

-- (sum) number
SELECT list_transform([COALESCE(sum("n"), 0)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows GROUP BY k;

-- (sum) boolean
SELECT list_transform([COALESCE(sum(CAST("b" AS DOUBLE)), 0)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows GROUP BY k;

-- (mean) number
SELECT list_transform([avg("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows GROUP BY k;

-- (mean) boolean
SELECT list_transform([avg(CAST("b" AS DOUBLE))], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows GROUP BY k;

-- (sd) number
SELECT CASE WHEN max(abs("n")) < 1e150 THEN stddev_samp(CASE WHEN abs("n") < 1e150 THEN "n" END) END AS x FROM rows GROUP BY k;

-- (sd) boolean
SELECT CASE WHEN max(abs(CAST("b" AS DOUBLE))) < 1e150 THEN stddev_samp(CASE WHEN abs(CAST("b" AS DOUBLE)) < 1e150 THEN CAST("b" AS DOUBLE) END) END AS x FROM rows GROUP BY k;

-- (median) number
SELECT quantile_cont("n", CAST($1 AS DOUBLE)) AS x FROM rows GROUP BY k;

-- (median) boolean
SELECT quantile_cont(CAST("b" AS DOUBLE), CAST($1 AS DOUBLE)) AS x FROM rows GROUP BY k;

-- (min) number
SELECT min("n") AS x FROM rows GROUP BY k;

-- (min) text
SELECT min("s") AS x FROM rows GROUP BY k;

-- (min) boolean
SELECT min("b") AS x FROM rows GROUP BY k;

-- (min) key
SELECT min("k") AS x FROM rows GROUP BY k;

-- (max) number
SELECT max("n") AS x FROM rows GROUP BY k;

-- (max) text
SELECT max("s") AS x FROM rows GROUP BY k;

-- (max) boolean
SELECT max("b") AS x FROM rows GROUP BY k;

-- (max) key
SELECT max("k") AS x FROM rows GROUP BY k;

-- (p25) number
SELECT quantile_cont("n", CAST($1 AS DOUBLE)) AS x FROM rows GROUP BY k;

-- (p25) boolean
SELECT quantile_cont(CAST("b" AS DOUBLE), CAST($1 AS DOUBLE)) AS x FROM rows GROUP BY k;

-- (p75) number
SELECT quantile_cont("n", CAST($1 AS DOUBLE)) AS x FROM rows GROUP BY k;

-- (p75) boolean
SELECT quantile_cont(CAST("b" AS DOUBLE), CAST($1 AS DOUBLE)) AS x FROM rows GROUP BY k;

-- (iqr) number
SELECT list_transform([quantile_cont("n", [CAST($1 AS DOUBLE), CAST($2 AS DOUBLE)])], lambda "v0": list_transform(["v0"[2] - "v0"[1]], lambda "v1": CASE WHEN isfinite("v1") THEN "v1" END)[1])[1] AS x FROM rows GROUP BY k;

-- (iqr) boolean
SELECT list_transform([quantile_cont(CAST("b" AS DOUBLE), [CAST($1 AS DOUBLE), CAST($2 AS DOUBLE)])], lambda "v0": list_transform(["v0"[2] - "v0"[1]], lambda "v1": CASE WHEN isfinite("v1") THEN "v1" END)[1])[1] AS x FROM rows GROUP BY k;

-- (gini) number
SELECT list_transform([CASE WHEN sum("n") > 0 THEN 2 * list_sum(list_transform(list_sort(list("n") FILTER (WHERE "n" IS NOT NULL)), lambda x, i: i * x)) / (count("n") * sum("n")) - (count("n") + 1.0) / count("n") END], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows GROUP BY k;

-- (percent) number
SELECT list_transform([100.0 * count("n") / NULLIF(sum(count("n")) OVER (), 0)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows GROUP BY k;

-- (percent) text
SELECT list_transform([100.0 * count("s") / NULLIF(sum(count("s")) OVER (), 0)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows GROUP BY k;

-- (percent) boolean
SELECT list_transform([100.0 * count("b") / NULLIF(sum(count("b")) OVER (), 0)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows GROUP BY k;

-- (percent) key
SELECT list_transform([100.0 * count("k") / NULLIF(sum(count("k")) OVER (), 0)], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS x FROM rows GROUP BY k;

-- (first) number
SELECT arg_min("n", CASE WHEN "n" IS NOT NULL AND "m" IS NOT NULL THEN {'o': "m", 'v': "n"} END) AS x FROM rows GROUP BY k;

-- (first) text
SELECT arg_min("s", CASE WHEN "s" IS NOT NULL AND "m" IS NOT NULL THEN {'o': "m", 'v': "s"} END) AS x FROM rows GROUP BY k;

-- (first) boolean
SELECT arg_min("b", CASE WHEN "b" IS NOT NULL AND "m" IS NOT NULL THEN {'o': "m", 'v': "b"} END) AS x FROM rows GROUP BY k;

-- (first) key
SELECT arg_min("k", CASE WHEN "k" IS NOT NULL AND "m" IS NOT NULL THEN {'o': "m", 'v': "k"} END) AS x FROM rows GROUP BY k;

-- (last) number
SELECT arg_max("n", CASE WHEN "n" IS NOT NULL AND "m" IS NOT NULL THEN {'o': "m", 'v': "n"} END) AS x FROM rows GROUP BY k;

-- (last) text
SELECT arg_max("s", CASE WHEN "s" IS NOT NULL AND "m" IS NOT NULL THEN {'o': "m", 'v': "s"} END) AS x FROM rows GROUP BY k;

-- (last) boolean
SELECT arg_max("b", CASE WHEN "b" IS NOT NULL AND "m" IS NOT NULL THEN {'o': "m", 'v': "b"} END) AS x FROM rows GROUP BY k;

-- (last) key
SELECT arg_max("k", CASE WHEN "k" IS NOT NULL AND "m" IS NOT NULL THEN {'o': "m", 'v': "k"} END) AS x FROM rows GROUP BY k;

-- (any) number
SELECT CAST(COALESCE(bool_or(("n" <> 0)), FALSE) AS DOUBLE) AS x FROM rows GROUP BY k;

-- (any) text
SELECT CAST(count("s") > 0 AS DOUBLE) AS x FROM rows GROUP BY k;

-- (any) boolean
SELECT CAST(COALESCE(bool_or("b"), FALSE) AS DOUBLE) AS x FROM rows GROUP BY k;

-- (any) key
SELECT CAST(count("k") > 0 AS DOUBLE) AS x FROM rows GROUP BY k;

-- (nearest) number
SELECT arg_min("n", CASE WHEN "n" IS NOT NULL AND "m" IS NOT NULL AND "m" IS NOT NULL THEN {'d': abs("m" - "m"), 'o': "m", 'v': "n"} END) AS x FROM rows GROUP BY k;

-- (nearest) text
SELECT arg_min("s", CASE WHEN "s" IS NOT NULL AND "m" IS NOT NULL AND "m" IS NOT NULL THEN {'d': abs("m" - "m"), 'o': "m", 'v': "s"} END) AS x FROM rows GROUP BY k;

-- (nearest) boolean
SELECT arg_min("b", CASE WHEN "b" IS NOT NULL AND "m" IS NOT NULL AND "m" IS NOT NULL THEN {'d': abs("m" - "m"), 'o': "m", 'v': "b"} END) AS x FROM rows GROUP BY k;

-- (nearest) key
SELECT arg_min("k", CASE WHEN "k" IS NOT NULL AND "m" IS NOT NULL AND "m" IS NOT NULL THEN {'d': abs("m" - "m"), 'o': "m", 'v': "k"} END) AS x FROM rows GROUP BY k;

-- (nth) number
SELECT (list("n" ORDER BY "m", "n") FILTER (WHERE "n" IS NOT NULL AND "m" IS NOT NULL))[CAST($1 AS BIGINT)] AS x FROM rows GROUP BY k;

-- (nth) text
SELECT (list("s" ORDER BY "m", "s") FILTER (WHERE "s" IS NOT NULL AND "m" IS NOT NULL))[CAST($1 AS BIGINT)] AS x FROM rows GROUP BY k;

-- (nth) boolean
SELECT (list("b" ORDER BY "m", "b") FILTER (WHERE "b" IS NOT NULL AND "m" IS NOT NULL))[CAST($1 AS BIGINT)] AS x FROM rows GROUP BY k;

-- (nth) key
SELECT (list("k" ORDER BY "m", "k") FILTER (WHERE "k" IS NOT NULL AND "m" IS NOT NULL))[CAST($1 AS BIGINT)] AS x FROM rows GROUP BY k;

-- scan: fixed, the first of their type
SELECT CAST(t."unit" AS BIGINT) AS __unit, CAST(t."unit" AS BIGINT) AS __subject, sund_key(CAST(t."unit" AS BIGINT)) AS __key, CAST(t."n" AS DOUBLE) AS "n", CAST(CAST(t."link_MOTHER" AS BIGINT) AS BIGINT) AS "k", CAST(CAST(t."unit" AS BIGINT) AS DOUBLE) AS "k2", CAST(t."from_day" AS DOUBLE) AS "m", CAST(t."until_day" AS DOUBLE) AS "m2" FROM stored AS t WHERE TRUE AND t."from_day" <= CAST($1 AS INTEGER) AND (t."until_day" IS NULL OR t."until_day" >= CAST($2 AS INTEGER));

-- scan: fixed, people numbered elsewhere too, rows that nobody named
SELECT (CAST(t."unit" AS BIGINT) + $1) AS __unit, COALESCE("u0".number, (CAST(t."link_MOTHER" AS BIGINT) + $2)) AS __subject, sund_key(COALESCE("u0".number, (CAST(t."link_MOTHER" AS BIGINT) + $3))) AS __key, CAST(t."n" AS DOUBLE) AS "n", CAST(COALESCE("u0".number, (CAST(t."link_MOTHER" AS BIGINT) + $4)) AS BIGINT) AS "k", CAST((CAST(t."unit" AS BIGINT) + $5) AS DOUBLE) AS "k2", CAST(t."from_day" AS DOUBLE) AS "m", CAST(t."from_day" AS DOUBLE) AS "m2" FROM stored AS t LEFT JOIN units AS "u0" ON "u0".unit = t."link_MOTHER" WHERE t."link_MOTHER" IS NOT NULL AND sund_member(CAST(t."link_MOTHER" AS BIGINT) + $6) = 1;

-- scan: day, the first of their type
SELECT CAST(t."unit" AS BIGINT) AS __unit, CAST(t."unit" AS BIGINT) AS __subject, sund_key(CAST(t."unit" AS BIGINT)) AS __key, CAST(t."n" AS DOUBLE) AS "n", CAST(CAST(t."link_MOTHER" AS BIGINT) AS BIGINT) AS "k", CAST(CAST(t."unit" AS BIGINT) AS DOUBLE) AS "k2", CAST(t."from_day" AS DOUBLE) AS "m", CAST(t."until_day" AS DOUBLE) AS "m2" FROM stored AS t WHERE TRUE AND (t."n" IS NOT NULL OR t."s" IS NOT NULL) AND t."from_day" <= CAST($1 AS INTEGER) AND (t."until_day" IS NULL OR t."until_day" >= CAST($2 AS INTEGER)) AND t."from_day" <= CAST($3 AS INTEGER) AND (t."until_day" IS NULL OR t."until_day" >= CAST($4 AS INTEGER));

-- scan: day, people numbered elsewhere too, rows that nobody named
SELECT (CAST(t."unit" AS BIGINT) + $1) AS __unit, COALESCE("u0".number, (CAST(t."link_MOTHER" AS BIGINT) + $2)) AS __subject, sund_key(COALESCE("u0".number, (CAST(t."link_MOTHER" AS BIGINT) + $3))) AS __key, CAST(t."n" AS DOUBLE) AS "n", CAST(COALESCE("u0".number, (CAST(t."link_MOTHER" AS BIGINT) + $4)) AS BIGINT) AS "k", CAST((CAST(t."unit" AS BIGINT) + $5) AS DOUBLE) AS "k2", CAST(t."from_day" AS DOUBLE) AS "m", CAST(t."from_day" AS DOUBLE) AS "m2" FROM stored AS t LEFT JOIN units AS "u0" ON "u0".unit = t."link_MOTHER" WHERE t."link_MOTHER" IS NOT NULL AND (t."n" IS NOT NULL OR t."s" IS NOT NULL) AND t."from_day" <= CAST($6 AS INTEGER) AND t."from_day" >= CAST($7 AS INTEGER) AND sund_member(CAST(t."link_MOTHER" AS BIGINT) + $8) = 1;

-- scan: window, the first of their type
SELECT CAST(t."unit" AS BIGINT) AS __unit, CAST(t."unit" AS BIGINT) AS __subject, sund_key(CAST(t."unit" AS BIGINT)) AS __key, CAST(t."n" AS DOUBLE) AS "n", CAST(CAST(t."link_MOTHER" AS BIGINT) AS BIGINT) AS "k", CAST(CAST(t."unit" AS BIGINT) AS DOUBLE) AS "k2", CAST(t."from_day" AS DOUBLE) AS "m", CAST(t."until_day" AS DOUBLE) AS "m2" FROM stored AS t WHERE TRUE AND t."from_day" <= CAST($1 AS INTEGER) AND (t."until_day" IS NULL OR t."until_day" >= CAST($2 AS INTEGER)) AND t."from_day" <= CAST($3 AS INTEGER) AND (t."until_day" IS NULL OR t."until_day" >= CAST($4 AS INTEGER));

-- scan: window, people numbered elsewhere too, rows that nobody named
SELECT (CAST(t."unit" AS BIGINT) + $1) AS __unit, COALESCE("u0".number, (CAST(t."link_MOTHER" AS BIGINT) + $2)) AS __subject, sund_key(COALESCE("u0".number, (CAST(t."link_MOTHER" AS BIGINT) + $3))) AS __key, CAST(t."n" AS DOUBLE) AS "n", CAST(COALESCE("u0".number, (CAST(t."link_MOTHER" AS BIGINT) + $4)) AS BIGINT) AS "k", CAST((CAST(t."unit" AS BIGINT) + $5) AS DOUBLE) AS "k2", CAST(t."from_day" AS DOUBLE) AS "m", CAST(t."from_day" AS DOUBLE) AS "m2" FROM stored AS t LEFT JOIN units AS "u0" ON "u0".unit = t."link_MOTHER" WHERE t."link_MOTHER" IS NOT NULL AND t."from_day" <= CAST($6 AS INTEGER) AND t."from_day" >= CAST($7 AS INTEGER) AND sund_member(CAST(t."link_MOTHER" AS BIGINT) + $8) = 1;

-- join: left on the unit
SELECT l."__unit", l."__subject", l."__key", l."n", l."m", l."s", l."b", l."k", r."n" AS "n2" FROM rows AS l LEFT JOIN others AS r ON l."__unit" = r."__unit";

-- join: left on keys
SELECT l."__unit", l."__subject", l."__key", l."n", l."m", l."s", l."b", l."k", r."n" AS "n2" FROM rows AS l LEFT JOIN others AS r ON l."k" = r."k" AND l."s" = r."s";

-- join: full on the unit
SELECT COALESCE(l."__unit", r."__unit") AS "__unit", COALESCE(l."__subject", r."__subject") AS "__subject", COALESCE(l."__key", r."__key") AS "__key", l."n", l."m", l."s", l."b", l."k", r."n" AS "n2" FROM rows AS l FULL JOIN others AS r ON l."__unit" = r."__unit";

-- join: full on keys
SELECT COALESCE(l."__unit", r."__unit") AS "__unit", COALESCE(l."__subject", r."__subject") AS "__subject", COALESCE(l."__key", r."__key") AS "__key", l."n", l."m", COALESCE(l."s", r."s") AS "s", l."b", COALESCE(l."k", r."k") AS "k", r."n" AS "n2" FROM rows AS l FULL JOIN others AS r ON l."k" = r."k" AND l."s" = r."s";

-- join refused: rows would multiply
SELECT 1 AS several FROM others WHERE "k" IS NOT NULL GROUP BY "k" HAVING count(*) > 1 LIMIT 1;

-- extend: replaced
SELECT "__unit", "__subject", "__key", "m", "s", "b", "k", CAST("m" AS DOUBLE) AS "n" FROM rows;

-- extend: new
SELECT "__unit", "__subject", "__key", "n", "m", "s", "b", "k", CAST("m" AS DOUBLE) AS "new" FROM rows;

-- extend: replaced where
SELECT "__unit", "__subject", "__key", "m", "s", "b", "k", CASE WHEN COALESCE(("n" > CAST($1 AS DOUBLE)), FALSE) THEN CAST("m" AS DOUBLE) ELSE CAST("n" AS DOUBLE) END AS "n" FROM rows;

-- extend: new where
SELECT "__unit", "__subject", "__key", "n", "m", "s", "b", "k", CASE WHEN COALESCE(("n" > CAST($1 AS DOUBLE)), FALSE) THEN CAST("m" AS DOUBLE) ELSE NULL END AS "new" FROM rows;

-- stack: two inputs
SELECT "__unit", "__subject", "__key", CAST("n" AS DOUBLE) AS "n", CAST("m" AS DOUBLE) AS "m", CAST("s" AS VARCHAR) AS "s", CAST("b" AS BOOLEAN) AS "b", CAST("k" AS BIGINT) AS "k" FROM rows UNION ALL SELECT "__unit", "__subject", "__key", CAST("n" AS DOUBLE) AS "n", CAST("m" AS DOUBLE) AS "m", CAST("s" AS VARCHAR) AS "s", CAST("b" AS BOOLEAN) AS "b", CAST("k" AS BIGINT) AS "k" FROM others;

-- sample: a share
SELECT "__unit", "__subject", "__key", "n", "m", "s", "b", "k" FROM rows WHERE (__unit IN (SELECT __unit FROM rows GROUP BY __unit HAVING CAST('0x' || substring(md5($1 || CAST(min(__key) AS VARCHAR)), 1, 13) AS BIGINT) < CAST($2 AS BIGINT)));

-- sample: a count
SELECT "__unit", "__subject", "__key", "n", "m", "s", "b", "k" FROM rows WHERE (__unit IN (SELECT __unit FROM rows GROUP BY __unit ORDER BY CAST('0x' || substring(md5($1 || CAST(min(__key) AS VARCHAR)), 1, 13) AS BIGINT), sund_pseudonym(__unit) LIMIT CAST($2 AS BIGINT)));

-- quantile: groups
SELECT l."__unit", l."__subject", l."__key", l."n", l."m", l."s", l."b", l."k", CASE WHEN "n" IS NOT NULL THEN CAST(1 + len(list_filter(c.cuts, lambda k: k < l."n")) AS DOUBLE) END AS "q" FROM rows AS l CROSS JOIN (SELECT list_transform([list_sort(list("n") FILTER (WHERE "n" IS NOT NULL))], lambda s: list_transform(range(1, CAST($1 AS BIGINT)), lambda j: CASE WHEN (len(s) * j) % CAST($2 AS BIGINT) = 0 THEN s[len(s) * j // CAST($3 AS BIGINT)] / 2 + s[len(s) * j // CAST($4 AS BIGINT) + 1] / 2 ELSE s[len(s) * j // CAST($5 AS BIGINT) + 1] END))[1] AS cuts FROM rows) AS c;

-- episodes: two varying
WITH people AS MATERIALIZED (SELECT __unit, min(__subject) AS __subject, min(__key) AS __key, CASE WHEN min("n") = max("n") THEN min("n") END AS "__index", CASE WHEN min("m") = max("m") THEN min("m") END AS "__exit", CASE WHEN min(CAST("e" <> 0 AS DOUBLE)) = max(CAST("e" <> 0 AS DOUBLE)) THEN min(CAST("e" <> 0 AS DOUBLE)) END AS "__event", CASE WHEN min("n") = max("n") THEN min("n") END AS "n", CASE WHEN min("m") = max("m") THEN min("m") END AS "m" FROM histories GROUP BY __unit), watched AS MATERIALIZED (SELECT __unit, "__index" AS i, "__exit" AS x FROM people WHERE "__index" < "__exit" AND "__event" IS NOT NULL), "h0" AS MATERIALIZED (SELECT __unit, "START@v" AS b, "v" AS v, CASE WHEN "STOP@v" > "START@v" THEN "STOP@v" + 1 END AS f FROM histories WHERE "v" IS NOT NULL AND "START@v" IS NOT NULL QUALIFY row_number() OVER (PARTITION BY __unit, "START@v" ORDER BY "v" DESC, f DESC NULLS FIRST) = 1), "h1" AS MATERIALIZED (SELECT __unit, "START@w" AS b, "w" AS v, CASE WHEN "STOP@w" > "START@w" THEN "STOP@w" + 1 END AS f FROM histories WHERE "w" IS NOT NULL AND "START@w" IS NOT NULL QUALIFY row_number() OVER (PARTITION BY __unit, "START@w" ORDER BY "w" DESC, f DESC NULLS FIRST) = 1), cuts AS (SELECT __unit, b, i, x FROM (SELECT __unit, i AS b FROM watched UNION SELECT __unit, b FROM "h0" UNION SELECT __unit, f FROM "h0" WHERE f IS NOT NULL UNION SELECT __unit, b FROM "h1" UNION SELECT __unit, f FROM "h1" WHERE f IS NOT NULL) JOIN watched USING (__unit) WHERE b >= i AND b < x), valued AS (SELECT cuts.*, CASE WHEN "h0".f IS NULL OR "h0".f > cuts.b THEN "h0".v END AS "v0", CASE WHEN "h1".f IS NULL OR "h1".f > cuts.b THEN "h1".v END AS "v1" FROM cuts ASOF LEFT JOIN "h0" ON cuts.__unit = "h0".__unit AND cuts.b >= "h0".b ASOF LEFT JOIN "h1" ON cuts.__unit = "h1".__unit AND cuts.b >= "h1".b), stretches AS (SELECT *, lead(b) OVER (PARTITION BY __unit ORDER BY b) AS e FROM (SELECT * FROM valued WINDOW days AS (PARTITION BY __unit ORDER BY b) QUALIFY lag(b) OVER days IS NULL OR "v0" IS DISTINCT FROM lag("v0") OVER days OR "v1" IS DISTINCT FROM lag("v1") OVER days)) SELECT people.__unit, people.__subject, people.__key, people."n", people."m", CASE WHEN i IS NULL THEN NULL WHEN e IS NULL THEN "__event" ELSE 0 END AS "e", "v0" AS "v", "v1" AS "w", b - i AS "entry", LEAST(e, x) - i AS "time" FROM people LEFT JOIN stretches ON people.__unit = stretches.__unit;

-- filter: where
SELECT "__unit", "__subject", "__key", "n", "m", "s", "b", "k" FROM rows WHERE ("n" > CAST($1 AS DOUBLE));

-- select: renamed
SELECT "__unit", "__subject", "__key", "n" AS "x" FROM rows;

-- collapse: by k
SELECT "k" AS __unit, "k" AS __subject, CAST((sum(DISTINCT CAST(__subject AS HUGEINT) * 65536 + __key) % 65536 + 65536) % 65536 AS INTEGER) AS __key, "k", list_transform([avg("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS "x" FROM rows WHERE "k" IS NOT NULL GROUP BY "k";

-- collapse: by s m
SELECT (CAST(md5_number_lower($1 || CAST("s" AS VARCHAR)) >> 1 AS BIGINT) | CAST($2 AS BIGINT)) AS __unit, CASE WHEN bool_and(min(__subject) = max(__subject)) OVER () THEN min(__subject) ELSE (CAST(md5_number_lower($3 || CAST("s" AS VARCHAR)) >> 1 AS BIGINT) | CAST($4 AS BIGINT)) END AS __subject, CASE WHEN bool_and(min(__subject) = max(__subject)) OVER () THEN CAST((sum(DISTINCT CAST(__subject AS HUGEINT) * 65536 + __key) % 65536 + 65536) % 65536 AS INTEGER) ELSE min("__unit_key") END AS __key, "s", "m", list_transform([avg("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS "x" FROM (SELECT *, CAST((sum(DISTINCT CAST(__subject AS HUGEINT) * 65536 + __key) OVER (PARTITION BY "s") % 65536 + 65536) % 65536 AS INTEGER) AS "__unit_key" FROM rows WHERE "s" IS NOT NULL AND "m" IS NOT NULL) GROUP BY "s", "m";

-- window: by k
SELECT l."__unit", l."__subject", l."__key", l."n", l."m", l."s", l."b", l."k", g."a0" AS "x" FROM rows AS l LEFT JOIN (SELECT "k" AS "k0", list_transform([avg("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS "a0" FROM rows WHERE "k" IS NOT NULL GROUP BY "k") AS g ON l."k" = g."k0";

-- window: by s m
SELECT l."__unit", l."__subject", l."__key", l."n", l."m", l."s", l."b", l."k", g."a0" AS "x" FROM rows AS l LEFT JOIN (SELECT "s" AS "k0", "m" AS "k1", list_transform([avg("n")], lambda "v0": CASE WHEN isfinite("v0") THEN "v0" END)[1] AS "a0" FROM rows WHERE "s" IS NOT NULL AND "m" IS NOT NULL GROUP BY "s", "m") AS g ON l."s" = g."k0" AND l."m" = g."k1";

-- units: shared with a set before
SELECT a.unit, b.number FROM (SELECT unit, number, sund_pseudonym(number) AS pseudonym FROM (SELECT CAST(range AS INTEGER) AS unit, range + $1 AS number FROM range(CAST($2 AS BIGINT)))) AS a JOIN (SELECT * FROM (SELECT unit, number, sund_pseudonym(number) AS pseudonym FROM (SELECT CAST(range AS INTEGER) AS unit, range + $3 AS number FROM range(CAST($4 AS BIGINT)))) UNION ALL SELECT * FROM (SELECT unit, number, sund_pseudonym(number) AS pseudonym FROM (SELECT * FROM (SELECT CAST(range AS INTEGER) AS unit, range + $5 AS number FROM range(CAST($6 AS BIGINT))) WHERE unit NOT IN (SELECT unit FROM units)))) AS b ON a.pseudonym = b.pseudonym;

-- a collapse by the subject: whose key follows
SELECT (CAST(md5_number_lower($1 || CAST("s" AS VARCHAR)) >> 1 AS BIGINT) | CAST($2 AS BIGINT)) AS __unit, "k" AS __subject, sund_key("k") AS __key, "s", "k" FROM rows WHERE "s" IS NOT NULL GROUP BY "s", "k";

-- edit of enough: first rows
SELECT count(DISTINCT __subject) AS units, count(*) AS rows FROM (SELECT __subject FROM rows WHERE COALESCE(("n" > CAST($1 AS DOUBLE)), FALSE) LIMIT CAST($2 AS BIGINT));

-- edit: many rows a person
SELECT count(DISTINCT __subject) FILTER (WHERE touched) AS touched, count(DISTINCT __subject) FILTER (WHERE NOT touched) AS untouched FROM (SELECT __subject, COALESCE(("n" > CAST($1 AS DOUBLE)), FALSE) AS touched FROM rows);

-- edit: one row a person
SELECT count(*) FILTER (WHERE touched) AS touched, count(*) FILTER (WHERE NOT touched) AS untouched FROM (SELECT __subject, COALESCE(("n" > CAST($1 AS DOUBLE)), FALSE) AS touched FROM rows);
