/**
 * Figures of a register for the catalogue, as a holder sends them to the hub: how much there is of what.
 * Anyone may read them and they stay for as long as the version does, so they are coarser than results.
 */
import type { Policy, ReleasedNumber, TableFigures } from '@sund/model'
import { niceStep, roundTo, roundUp } from './grid.js'
import { type Released, seal } from './release.js'
import { ceil3 } from './rules/t5-count-noise/rule.js'

/** What a holder counted of one table. `units` are the people (else units) behind the rows. */
export interface CountedTable {
  table: string
  rows: number
  units: number
  /** ISO dates of the first and last row. */
  earliest: string | null
  latest: string | null
  /** Rows that are doubles, or overlap with another. */
  inconsistent?: number
  variables: {
    variable: string
    /** Rows without a value. */
    missing: number
    /** Rows with a value that is not in the code list; absent where there is none. */
    outOfCodeList?: number
    /** Rows with each code, and the people behind them where they are known. */
    codes: { code: string; rows: number; units?: number }[]
  }[]
  /** Every variable of the table is `PUBLIC`: figures are exact. */
  public: boolean
}

/**
 * Counts under the threshold are withheld, others rounded to a multiple of it: so a withheld code among
 * rounded ones and a rounded total spans at least twice the threshold. Where people have many rows each, the
 * multiple grows with the average. Shares are rounded to a hundredth or more, dates to their year.
 */
export function releaseFigures(tables: readonly CountedTable[], policy: Policy): Released<TableFigures[]> {
  return seal(tables.map((table) => (table.public ? exactFigures(table) : coarseFigures(table, policy))))
}

const exactly = (value: number): ReleasedNumber => ({ value, error: 0 })

function exactFigures(table: CountedTable): TableFigures {
  const share = (without: number, of: number): ReleasedNumber =>
    of > 0 ? exactly(1 - without / of) : { value: null, error: 0 }
  return {
    table: table.table,
    rows: exactly(table.rows),
    units: exactly(table.units),
    earliest: table.earliest,
    latest: table.latest,
    ...(table.inconsistent === undefined ? {} : { consistent: share(table.inconsistent, table.rows) }),
    variables: table.variables.map(({ variable, missing, outOfCodeList, codes }) => ({
      variable,
      complete: share(missing, table.rows),
      ...(outOfCodeList === undefined ? {} : { conforming: share(outOfCodeList, table.rows - missing) }),
      codes: codes.map(({ code, rows }) => ({ code, rows: exactly(rows) })),
    })),
  }
}

function coarseFigures(table: CountedTable, policy: Policy): TableFigures {
  const threshold = policy.cellThreshold
  const perUnit = table.units > 0 ? roundUp(table.rows / table.units, 1) : 1
  const base = threshold * Math.max(1, perUnit)
  const count = (rows: number, units: number, step: number): ReleasedNumber => {
    const rounded = roundTo(rows, step)
    if (rows === 0) return exactly(0)
    // Some that round to none would be read as none.
    return units < threshold || rounded === 0 ? { withheld: 'T2' } : { value: rounded, error: step / 2 }
  }
  const shareStep = table.rows > 0 ? Math.max(0.01, niceStep(base / table.rows)) : 1
  const few = table.units < threshold
  const share = (without: number, of: number): ReleasedNumber =>
    few || of < threshold
      ? { withheld: 'T2' }
      : { value: Math.min(1, roundTo(1 - without / of, shareStep)), error: ceil3(shareStep / 2) }
  const year = (date: string | null) => (few ? null : (date?.slice(0, 4) ?? null))
  return {
    table: table.table,
    rows: count(table.rows, table.units, base),
    units: count(table.units, table.units, threshold),
    earliest: year(table.earliest),
    latest: year(table.latest),
    ...(table.inconsistent === undefined ? {} : { consistent: share(table.inconsistent, table.rows) }),
    variables: table.variables.map(({ variable, missing, outOfCodeList, codes }) => ({
      variable,
      complete: share(missing, table.rows),
      // A share of fewer rows, so it is told only where the rows with a value are many.
      ...(outOfCodeList === undefined
        ? {}
        : {
            conforming:
              table.rows - missing < 100 * base
                ? ({ withheld: 'T2' } as const)
                : share(outOfCodeList, table.rows - missing),
          }),
      codes: codes.map(({ code, rows, units }) => ({
        code,
        rows: count(rows, units ?? rows / perUnit, base),
      })),
    })),
  }
}
