/**
 * Dates, moments and times of FHIR in SQL: text, since they may be known to the year or the month alone. Comparing those that are known differently well gives
 * nothing where it would depend on what is not known (FHIRPath, date and time comparison).
 */
import type { Family } from './elements.js'

/** Text of this length and more has a time. */
const WITH_TIME = 16

/** In UTC where no zone is said, as the database is told. */
const moment = (sql: string) => `CAST(${sql} AS TIMESTAMPTZ)`

/** SQL of `a operator b` for two dates or moments; NULL where it cannot be known. */
export function compareMoments(operator: string, a: string, b: string): string {
  const known = `least(length(${a}), length(${b}), 10)`
  return `CASE WHEN length(${a}) >= ${WITH_TIME} AND length(${b}) >= ${WITH_TIME} THEN ${moment(a)} ${operator} ${moment(b)}
    WHEN left(${a}, ${known}) <> left(${b}, ${known}) THEN left(${a}, ${known}) ${operator} left(${b}, ${known})
    WHEN length(${a}) = length(${b}) THEN ${a} ${operator} ${b} END`
}

/** SQL of `a operator b` for two times of a day; seconds and their fractions are known equally well. */
export function compareTimes(operator: string, a: string, b: string): string {
  const known = `least(length(${a}), length(${b}), 8)`
  return `CASE WHEN left(${a}, ${known}) <> left(${b}, ${known}) THEN left(${a}, ${known}) ${operator} left(${b}, ${known})
    WHEN least(length(${a}), 8) = least(length(${b}), 8) THEN CAST(${a} AS TIME) ${operator} CAST(${b} AS TIME) END`
}

/** SQL of the first (`low`) or the last (`high`) value that a value stands for, as far as it is known. */
export const BOUNDARIES: Partial<Record<Family, Record<'low' | 'high', (sql: string) => string>>> = {
  date: { low: firstDay, high: lastDay },
  dateTime: {
    low: (sql) =>
      `CASE WHEN contains(${sql}, 'T') THEN ${toMilliseconds(sql, '000')} ELSE ${firstDay(sql)} || 'T00:00:00.000+14:00' END`,
    high: (sql) =>
      `CASE WHEN contains(${sql}, 'T') THEN ${toMilliseconds(sql, '999')} ELSE ${lastDay(sql)} || 'T23:59:59.999-12:00' END`,
  },
  time: {
    low: (sql) => `${sql} || substr('00:00:00.000', length(${sql}) + 1)`,
    high: (sql) => `${sql} || substr('23:59:59.999', length(${sql}) + 1)`,
  },
  decimal: { low: (sql) => decimalBoundary(sql, '-'), high: (sql) => decimalBoundary(sql, '+') },
  integer: { low: (sql) => `CAST(${sql} AS DOUBLE)`, high: (sql) => `CAST(${sql} AS DOUBLE)` },
}

function firstDay(sql: string): string {
  return `${sql} || substr('0000-01-01', length(${sql}) + 1)`
}

function lastDay(sql: string): string {
  return `CASE length(${sql}) WHEN 4 THEN ${sql} || '-12-31'
    WHEN 7 THEN CAST(last_day(CAST(${sql} || '-01' AS DATE)) AS VARCHAR) ELSE ${sql} END`
}

/** A moment with a time, to the millisecond, in its own time zone. Most are known to the second, which needs no pattern. */
function toMilliseconds(sql: string, missing: string): string {
  const seconds = missing === '000' ? ':00' : ':59'
  const [day, time, zone] = [1, 2, 3].map(
    (group) => `regexp_extract(${sql}, '^(.{10}T)([0-9:.]+)(.*)$', ${group})`,
  ) as [string, string, string]
  return `CASE WHEN substr(${sql}, 20, 1) IN ('Z', '+', '-') THEN left(${sql}, 19) || '.${missing}' || substr(${sql}, 20)
    ELSE ${day} || ${time} || substr('00:00${seconds}.${missing}', length(${time}) + 1) || ${zone} END`
}

/** Half of the last place that was written. */
function decimalBoundary(sql: string, sign: '+' | '-'): string {
  const places = `CAST(length(regexp_extract(${sql}, '[.]([0-9]+)', 1)) - coalesce(TRY_CAST(regexp_extract(${sql}, '[eE]([-+]?[0-9]+)$', 1) AS INTEGER), 0) AS INTEGER)`
  return `round(CAST(${sql} AS DOUBLE) ${sign} 0.5 * pow(10, -${places}), ${places} + 1)`
}
