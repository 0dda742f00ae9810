/**
 * What is known of a real Nordic country's primary care, to hold the made-up one against: the register's tests and the comparison
 * with public figures read it.
 * Source: Statistics Norway, GPs and emergency primary health care ("Allmennlegetjenesten"), 2019 and 2023, mean of both years, rounded.
 */

/** Consultations a year and inhabitant with general practitioners and out-of-hours services together, by age; `until` is excluded. */
export const PUBLISHED_CONTACTS: readonly { from: number; until: number; yearly: number }[] = [
  { from: 0, until: 6, yearly: 2.25 },
  { from: 6, until: 16, yearly: 1.5 },
  { from: 16, until: 20, yearly: 2.55 },
  { from: 20, until: 30, yearly: 2.7 },
  { from: 30, until: 50, yearly: 3.15 },
  { from: 50, until: 67, yearly: 3.55 },
  { from: 67, until: 80, yearly: 4.1 },
  { from: 80, until: 90, yearly: 5.1 },
]

/** Per cent of consultations by diagnosis group, with the group's codes as far as the list has them. */
export const PUBLISHED_REASONS: readonly { group: string; codes: RegExp; percent: number }[] = [
  { group: 'mental illness', codes: /^P/, percent: 11.5 },
  { group: 'high blood pressure', codes: /^K8[567]/, percent: 3.6 },
  { group: 'heart disease', codes: /^K(7[1-9]|8[0-4])/, percent: 2.6 },
  { group: 'diabetes', codes: /^T(89|90)/, percent: 2.7 },
  { group: 'cancer', codes: /^(A79|B7[234]|D7[4567]|R8[45]|S77|U7[567]|X7[567]|Y7[78])/, percent: 1.5 },
  { group: 'back problems', codes: /^L(02|03|84|86)/, percent: 3.6 },
  { group: 'pregnancy and contraception', codes: /^W/, percent: 3.3 },
  { group: 'administrative contact', codes: /^A97/, percent: 2.7 },
  { group: 'preventive contact', codes: /^A98/, percent: 3 },
]
