/** M3: what a model says of single people is never shown: residuals and predictions only in groups, leverage not at all. */
import type { Rule } from '../rule.js'

export const M3: Rule = {
  id: 'M3',
  parameters: () => ({}),
  statement: () => ({
    en: 'Residuals and predictions are shown only for groups of people, never for each.',
    nb: 'Residualer og prediksjoner vises bare for grupper av personer, aldri for hver enkelt.',
    da: 'Residualer og prædiktioner vises kun for grupper af personer, aldrig for hver enkelt.',
  }),
  withholds: null,
}
