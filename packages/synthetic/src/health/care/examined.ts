/** Examinations that go with a visit whatever else is done: imaging, electrocardiograms, by the chapter of the main diagnosis. */

/** Codes with the share of stays and of visits to a clinic in which it is done. */
type Examined = readonly (readonly [code: string, atStay: number, atClinic: number])[]

const CHEST: Examined = [
  ['UXRC', 0.85, 0.3],
  ['UXCC', 0.3, 0.15],
]
const ABDOMEN: Examined = [
  ['UXCD', 0.5, 0.12],
  ['UXUD', 0.35, 0.15],
]

/** By the first characters of the main diagnosis; the longest that fits is taken. */
export const EXAMINED: Readonly<Record<string, Examined>> = {
  C: [
    ['UXCC', 0.5, 0.3],
    ['UXCD', 0.5, 0.3],
  ],
  C50: [['UXRB', 0.1, 0.5]],
  D: [['UXCD', 0.3, 0.1]],
  E: [
    ['ZZ3925', 0.5, 0.05],
    ['UXRC', 0.3, 0.02],
  ],
  F: [['ZZ3925', 0.25, 0.02]],
  G: [
    ['UXCA', 0.4, 0.04],
    ['UXMA', 0.3, 0.22],
  ],
  I: [
    ['ZZ3925', 0.85, 0.75],
    ['UXUC', 0.4, 0.35],
  ],
  I6: [
    ['UXCA', 0.95, 0.1],
    ['UXMA', 0.4, 0.1],
  ],
  J: CHEST,
  A: [
    ['UXRC', 0.6, 0.15],
    ['UXCD', 0.3, 0.1],
  ],
  K: ABDOMEN,
  N: ABDOMEN,
  R: [
    ['ZZ3925', 0.6, 0.2],
    ['UXRC', 0.35, 0.1],
    ['UXCA', 0.2, 0.1],
  ],
  R1: ABDOMEN,
  M: [
    ['UXRG', 0.35, 0.35],
    ['UXME', 0.08, 0.08],
  ],
  S0: [['UXCA', 0.6, 0.15]],
  S3: [['UXCE', 0.7, 0.4]],
  S4: [['UXRF', 0.95, 0.95]],
  S5: [['UXRF', 0.95, 0.95]],
  S6: [['UXRF', 0.7, 0.7]],
  S7: [['UXRG', 0.97, 0.9]],
  S8: [['UXRG', 0.95, 0.8]],
  S9: [['UXRG', 0.8, 0.7]],
  O: [['UXUG', 0.2, 0.85]],
}
