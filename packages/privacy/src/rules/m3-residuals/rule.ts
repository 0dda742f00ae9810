/** M3: what a model says of single people is never shown: residuals and predictions only in groups, leverage not at all. */
import type { Rule } from '../rule.js'

export const M3: Rule = {
  id: 'M3',
  parameters: () => ({}),
  statement: () => ({
    en: 'Values, and what models say of people, are drawn in groups, never one by one.',
    nb: 'Verdier, og det modeller sier om personer, er tegnet i grupper, aldri én for én.',
    da: 'Værdier, og det modeller siger om personer, er tegnet i grupper, aldrig én for én.',
  }),
  withholds: null,
}
