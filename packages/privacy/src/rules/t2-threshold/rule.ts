/**
 * T2: what rests on too few people is withheld, and so is what would give it back by adding and subtracting.
 */
import type { Rule, Withholding } from '../rule.js'

export const T2 = {
  id: 'T2',
  parameters: ({ cellThreshold }) => ({ threshold: cellThreshold }),
  statement: ({ cellThreshold: n }) => ({
    en: `Cells with fewer than ${n} people, or nobody, are withheld, and the other cells from which they could be worked out. Groups and levels with fewer than ${n} are left out.`,
    nb: `Celler med færre enn ${n} personer, eller ingen, er holdt tilbake, og de andre cellene som de kunne regnes ut fra. Grupper og nivåer med færre enn ${n} er utelatt.`,
    da: `Celler med færre end ${n} personer, eller ingen, er holdt tilbage, og de andre celler, som de kunne regnes ud fra. Grupper og niveauer med færre end ${n} er udeladt.`,
  }),
  withholds: {
    reason: ({ cellThreshold: n }) => ({
      en: `Fewer than ${n} people or nobody, or a number from which such a cell could be worked out.`,
      nb: `Færre enn ${n} personer eller ingen, eller et tall som en slik celle kunne regnes ut fra.`,
      da: `Færre end ${n} personer eller ingen, eller et tal, som en sådan celle kunne regnes ud fra.`,
    }),
    remedy: () => ({
      en: 'Merge small groups, for example with "recode", or use fewer variables at a time.',
      nb: 'Slå sammen små grupper, for eksempel med «recode», eller bruk færre variabler om gangen.',
      da: 'Slå små grupper sammen, for eksempel med »recode«, eller brug færre variable ad gangen.',
    }),
  },
} satisfies Rule

/** Of bins, which follow from how many or how wide they are asked for. */
export const T2_OF_BINS: Withholding = {
  ...T2.withholds,
  remedy: () => ({
    en: 'Ask for fewer or wider bins with "bin()" or "width()", or leave out "by()".',
    nb: 'Be om færre eller bredere intervaller med «bin()» eller «width()», eller utelat «by()».',
    da: 'Bed om færre eller bredere intervaller med »bin()« eller »width()«, eller udelad »by()«.',
  }),
}

/** Of hexagons, which follow from how many stand side by side. */
export const T2_OF_HEXAGONS: Withholding = {
  ...T2.withholds,
  remedy: () => ({
    en: 'Ask for fewer and larger hexagons with a smaller "gridsize()".',
    nb: 'Be om færre og større sekskanter med en mindre «gridsize()».',
    da: 'Bed om færre og større sekskanter med en mindre »gridsize()«.',
  }),
}
