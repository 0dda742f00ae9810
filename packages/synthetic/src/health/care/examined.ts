/** Examinations that go with a visit whatever else is done: imaging, electrocardiograms, by the chapter of the main diagnosis. */

/** Codes with the share of stays and of visits to a clinic in which it is done. */
type Examined = readonly (readonly [code: string, atStay: number, atClinic: number])[]

const CHEST: Examined = [
  ['UXRC', 0.75, 0.25],
  ['UXCC', 0.2, 0.12],
]
const ABDOMEN: Examined = [
  ['UXCD', 0.4, 0.1],
  ['UXUD', 0.25, 0.12],
]

/** By the first characters of the main diagnosis; the longest that fits is taken. */
export const EXAMINED: Readonly<Record<string, Examined>> = {
  C: [
    ['UXCC', 0.4, 0.22],
    ['UXCD', 0.4, 0.22],
  ],
  C50: [['UXRB', 0.1, 0.5]],
  G: [
    ['UXCA', 0.4, 0.04],
    ['UXMA', 0.3, 0.22],
  ],
  I: [
    ['ZZ3925', 0.8, 0.6],
    ['UXUC', 0.4, 0.35],
  ],
  I6: [
    ['UXCA', 0.95, 0.1],
    ['UXMA', 0.4, 0.1],
  ],
  J: CHEST,
  A: [
    ['UXRC', 0.5, 0.1],
    ['UXCD', 0.15, 0.05],
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
    ['UXRG', 0.25, 0.25],
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
