/**
 * What a citizen's own page shows and does, as server and portal both say it: kinds of what is held, measurements of one's own with what a person can
 * have, how a correction stands. Apart from FHIR, which is how holders keep all this.
 */
import { z } from 'zod'
import { LocalisedText } from './text.js'

/** What is held about somebody, by what it is to them. */
export const HELD_KINDS = [
  'condition',
  'visit',
  'laboratory',
  'measurement',
  'medicine',
  'vaccination',
  'procedure',
  'report',
  'person',
  'consent',
  'correction',
  'other',
] as const
export const HeldKind = z.enum(HELD_KINDS)
export type HeldKind = z.infer<typeof HeldKind>

/** A part of a measurement: a code of LOINC, a unit of UCUM, and the least and the most that a living person has. */
export interface MeasuredPart {
  code: string
  title: LocalisedText
  unit: string
  /** As people write it. */
  sign: string
  least: number
  most: number
  /** Decimals that may be given. */
  digits: number
}
interface Measurable {
  code: string
  title: LocalisedText
  category: 'vital-signs' | 'laboratory'
  /** One, or the two of a blood pressure. */
  parts: readonly [MeasuredPart, ...MeasuredPart[]]
}

const said = (en: string, nb: string, da: string): LocalisedText => ({ en, nb, da })
const alone = (
  code: string,
  title: LocalisedText,
  unit: string,
  sign: string,
  [least, most]: [number, number],
  digits: number,
  category: Measurable['category'] = 'vital-signs',
): Measurable => ({
  code,
  title,
  category,
  parts: [{ code, title, unit, sign, least, most, digits }],
})

/** What people measure themselves: codes, units and ranges; outside the range it is a slip and not a measurement. */
export const OWN_MEASURES = {
  'blood-pressure': {
    code: '85354-9',
    title: said('Blood pressure', 'Blodtrykk', 'Blodtryk'),
    category: 'vital-signs',
    parts: [
      {
        code: '8480-6',
        title: said('Upper (systolic)', 'Øvre (systolisk)', 'Øvre (systolisk)'),
        unit: 'mm[Hg]',
        sign: 'mmHg',
        least: 50,
        most: 280,
        digits: 0,
      },
      {
        code: '8462-4',
        title: said('Lower (diastolic)', 'Nedre (diastolisk)', 'Nedre (diastolisk)'),
        unit: 'mm[Hg]',
        sign: 'mmHg',
        least: 20,
        most: 180,
        digits: 0,
      },
    ],
  },
  pulse: alone('8867-4', said('Pulse', 'Puls', 'Puls'), '/min', '/min', [20, 250], 0),
  weight: alone('29463-7', said('Weight', 'Vekt', 'Vægt'), 'kg', 'kg', [0.5, 400], 1),
  height: alone('8302-2', said('Height', 'Høyde', 'Højde'), 'cm', 'cm', [20, 260], 1),
  temperature: alone(
    '8310-5',
    said('Body temperature', 'Kroppstemperatur', 'Kropstemperatur'),
    'Cel',
    '°C',
    [30, 45],
    1,
  ),
  oxygen: alone('2708-6', said('Oxygen saturation', 'Oksygenmetning', 'Iltmætning'), '%', '%', [50, 100], 0),
  glucose: alone(
    '14743-9',
    said('Blood glucose', 'Blodsukker', 'Blodsukker'),
    'mmol/L',
    'mmol/L',
    [0.5, 50],
    1,
    'laboratory',
  ),
} as const satisfies Record<string, Measurable>
export type OwnMeasure = keyof typeof OWN_MEASURES
export const OwnMeasure = z.enum(Object.keys(OWN_MEASURES) as [OwnMeasure, ...OwnMeasure[]])
export const OWN_MEASURE_NAMES = OwnMeasure.options

/** The parts of a measure, whichever it is. */
export const partsOfMeasure = (measure: OwnMeasure): readonly MeasuredPart[] => OWN_MEASURES[measure].parts

/** Whether a value is one that a living person can have, with no more decimals than are measured. */
export const isMeasurable = ({ least, most, digits }: MeasuredPart, value: number): boolean =>
  value >= least && value <= most && Number(value.toFixed(digits)) === value

/** What somebody measured of themselves: one value for each part of the measure. */
export const OwnMeasurement = z
  .object({
    measure: OwnMeasure,
    values: z.array(z.number()).min(1).max(2),
    /** When: not in the future. */
    at: z.iso.datetime({ offset: true }),
  })
  .superRefine(({ measure, values }, context) => {
    const parts = partsOfMeasure(measure)
    if (values.length !== parts.length)
      context.addIssue({ code: 'custom', path: ['values'], message: `${measure} has ${parts.length} values` })
    for (const [i, part] of parts.entries())
      if (values[i] !== undefined && !isMeasurable(part, values[i]))
        context.addIssue({
          code: 'custom',
          path: ['values', i],
          message: `is from ${part.least} to ${part.most} with at most ${part.digits} decimals`,
        })
  })
export type OwnMeasurement = z.infer<typeof OwnMeasurement>

/** How a request for correction stands: nobody has answered, it was put right, or the holder stands by what is held. */
export const CORRECTION_STATES = ['waiting', 'corrected', 'declined'] as const
export const CorrectionState = z.enum(CORRECTION_STATES)
export type CorrectionState = z.infer<typeof CorrectionState>

/** For whom somebody acts: themselves, a child of theirs, or a grown person who has given them authority. */
export const ActingKind = z.enum(['self', 'child', 'adult'])
export type ActingKind = z.infer<typeof ActingKind>

/** One thing that is held, in words. */
export const HeldItem = z.object({
  /** `Observation/12` at its holder. */
  key: z.string(),
  holder: z.string(),
  kind: HeldKind,
  /** What it is; null where the record does not say more than its kind. */
  title: LocalisedText.nullable(),
  /** What was found, as text with its unit; null where there is no more than the title. */
  value: LocalisedText.nullable(),
  /** When it was so: a day or a moment; null where nothing says. */
  at: z.string().nullable(),
  /** Where it came from: the place or the person that wrote it, by the name they have there. */
  from: z.string().nullable(),
  /** The person wrote it themselves, and may take it back. */
  own: z.boolean(),
})
export type HeldItem = z.infer<typeof HeldItem>

/** Somebody who looked at what is held, or changed it. */
export const SeenEntry = z.object({
  at: z.string(),
  holder: z.string(),
  /** What the holder is called. */
  place: LocalisedText,
  /** Who, by name where it is known; else what they are called in the log. */
  who: z.string(),
  /** The reader themselves. */
  own: z.boolean(),
  /** With which app, by its title where it is known. */
  app: LocalisedText.nullable(),
  /** A code of HL7's v3-ActReason: TREAT, PATRQT, HRESCH, … */
  purpose: z.string(),
  action: z.enum(['read', 'search', 'create', 'update', 'delete', 'other']),
  /** Of what, by kind; nothing where the log does not say. */
  what: z.array(HeldKind),
  /** How many times in a row. */
  times: z.int().positive(),
})
export type SeenEntry = z.infer<typeof SeenEntry>

/** A request that something be put right, as both sides see it. */
export const Correction = z.object({
  id: z.string(),
  holder: z.string(),
  state: CorrectionState,
  /** What is wrong, in the person's own words. */
  text: z.string(),
  /** What it is about; null where that is gone, or it is about nothing that is held. */
  about: HeldItem.nullable(),
  askedAt: z.string(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
})
export type Correction = z.infer<typeof Correction>
