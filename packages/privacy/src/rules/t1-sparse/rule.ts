/** T1: a table that is mostly small cells is withheld whole: it describes people one by one, whatever single cells are safe. */
import type { Policy, TableStatistic } from '@sund/model'
import type { Rule } from '../rule.js'

/** True when more than the policy's share of the inner cells that are not empty have fewer than its least number of units. */
export function tooSparse({ cells }: Pick<TableStatistic, 'cells'>, { sparse }: Policy): boolean {
  const inner = cells.filter(({ at, set }) => set.units > 0 && !at.includes(null))
  const small = inner.filter(({ set }) => set.units < sparse.units)
  return small.length > sparse.share * inner.length
}

const percent = (share: number) => Number((share * 100).toPrecision(3))

export const T1: Rule = {
  id: 'T1',
  parameters: ({ sparse }) => ({ units: sparse.units, share: sparse.share }),
  statement: ({ sparse: { units, share } }) => ({
    en: `A table is withheld whole when more than ${percent(share)} % of its cells with people in them have fewer than ${units}.`,
    nb: `En tabell holdes tilbake i sin helhet når mer enn ${percent(share)} % av cellene med personer i har færre enn ${units}.`,
    da: `En tabel holdes tilbage i sin helhed, når mere end ${percent(share)} % af cellerne med personer i har færre end ${units}.`,
  }),
  withholds: {
    reason: ({ sparse: { units, share } }) => ({
      en: `More than ${percent(share)} % of the table's cells with people in them have fewer than ${units} people.`,
      nb: `Mer enn ${percent(share)} % av tabellens celler med personer i har færre enn ${units} personer.`,
      da: `Mere end ${percent(share)} % af tabellens celler med personer i har færre end ${units} personer.`,
    }),
    remedy: () => ({
      en: 'Use fewer variables at a time, or merge their levels, for example with "recode".',
      nb: 'Bruk færre variabler om gangen, eller slå sammen nivåene deres, for eksempel med «recode».',
      da: 'Brug færre variable ad gangen, eller slå deres niveauer sammen, for eksempel med »recode«.',
    }),
  },
}
