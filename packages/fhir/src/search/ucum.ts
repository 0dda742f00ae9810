/// <reference path="./ucum-lhc.d.ts" />
/** Units of UCUM brought to base units, by the library of its makers. */
import library from '@lhncbc/ucum-lhc'

export const UCUM = 'http://unitsofmeasure.org'

interface Base {
  /** The unit's dimension, written so that equal ones are equal texts. */
  unit: string
  /** A value in the base unit, rounded to what survives two ways of computing it. */
  of(value: number): number
}

const known = new Map<string, Base | null>()

/**
 * How values in a unit become values in its base; undefined where the code is no unit, or one whose scale has a zero of its own (degrees Celsius) or stands for an effect and not for
 * an amount (international units): such are found by their own code.
 */
export function inBase(code: string): Base | undefined {
  let base = known.get(code)
  if (base === undefined) {
    base = compute(code)
    if (known.size > 10_000) known.clear()
    known.set(code, base)
  }
  return base ?? undefined
}

function compute(code: string): Base | null {
  const unit = unitOf(code)
  if (unit === null || unit.cnv_ !== null || unit.isArbitrary_ || !(unit.magnitude_ > 0)) return null
  const { magnitude_: magnitude, dim_, moleExp_ } = unit
  return {
    unit: `${dim_?.dimVec_?.join() ?? ''} mole ${moleExp_}`,
    of: (value) => (Number.isFinite(value) ? Number((value * magnitude).toPrecision(12)) : value),
  }
}

/** The library throws for some codes that are none. */
function unitOf(code: string) {
  try {
    return library.UcumLhcUtils.getInstance().getSpecifiedUnit(code, 'validate').unit
  } catch {
    return null
  }
}
