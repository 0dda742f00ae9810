/** The part of the library of UCUM's makers that is used here; it brings no types. */
declare module '@lhncbc/ucum-lhc' {
  interface Unit {
    magnitude_: number
    dim_: { dimVec_: number[] | null } | null
    cnv_: string | null
    isArbitrary_: boolean
    moleExp_: number
  }
  const library: {
    UcumLhcUtils: {
      getInstance(): { getSpecifiedUnit(code: string, mode: 'validate'): { unit: Unit | null } }
    }
  }
  export default library
}
