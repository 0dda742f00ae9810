/** P2: an edit may not single out a few people, nor everyone but a few; nor may who has a value of an expression. */
import { type Edit, type EditEffect, fail, type Policy } from '@sund/model'
import type { Rule } from '../rule.js'

/**
 * What becomes of an edit. One whose condition holds for some people but fewer than the policy's least number is made as if it held
 * for nobody, one that leaves so few as if it held for everybody. It is not refused, since a refusal would tell that someone is there:
 * what comes of `keep if` some fact about one person is the same whether the fact is true or not. A draw by lot, of which the
 * researcher knows how many it takes, is refused with `protection.edit`. Of an expression the condition is that it has no value for a
 * person who has all that it takes: where it holds for nobody these get the value that is usual, where for everybody nobody has one.
 */
export function effectOf(edit: Edit, policy: Policy): EditEffect {
  if (edit.public) return 'asked'
  const few = (units: number) => units > 0 && units < policy.minimumEdit
  if (edit.drawn && (few(edit.touched) || few(edit.untouched)))
    fail(
      'protection.edit',
      `This command would draw, or leave, fewer than ${policy.minimumEdit} people.`,
      `Draw at least ${policy.minimumEdit} people and leave none or at least as many.`,
      { position: edit.position },
    )
  if (few(edit.touched)) return 'nobody'
  return few(edit.untouched) ? 'everybody' : 'asked'
}

export const P2: Rule = {
  id: 'P2',
  parameters: ({ minimumEdit }) => ({ minimumEdit }),
  statement: ({ minimumEdit: n }) => ({
    en: `A condition that holds for fewer than ${n} people is taken to hold for nobody, and one that leaves out fewer than ${n} to hold for all. The same goes for having a value: an expression that gives none to fewer than ${n} gives them the usual one, and one that has a value for fewer than ${n} alone gives none.`,
    nb: `En betingelse som gjelder færre enn ${n} personer, regnes som om den ikke gjelder noen, og en som utelater færre enn ${n}, som om den gjelder alle. Slik er det også med å ha en verdi: Et uttrykk som mangler verdi for færre enn ${n}, gir dem den vanlige verdien, og et som bare har verdi for færre enn ${n}, gir ingen verdi.`,
    da: `En betingelse, der gælder færre end ${n} personer, regnes, som om den ikke gælder nogen, og en, der udelader færre end ${n}, som om den gælder alle. Det samme gælder det at have en værdi: Et udtryk, der mangler en værdi for færre end ${n}, giver dem den sædvanlige værdi, og et, der kun har en værdi for færre end ${n}, giver ingen værdi.`,
  }),
  withholds: null,
}
