/** What several commands say alike: their condition, terms and options of models. */
import { type Category, later, notYet, type OptionDoc, option, text } from './types.js'

export const EDIT = {
  name: 'if condition',
  summary: text(
    'Only rows for which the condition is true, in this model.',
    'Bare rader der betingelsen er sann, i denne modellen.',
    'Kun rækker, hvor betingelsen er sand, i denne model.',
  ),
}
export const TERMS = {
  name: 'x …',
  summary: text(
    'x or c.x as a number, i.x by category (lowest is the base), a#b their product, a##b both and their product.',
    'x eller c.x som tall, i.x etter kategori (laveste er basis), a#b produktet, a##b begge og produktet.',
    'x eller c.x som tal, i.x efter kategori (laveste er basis), a#b produktet, a##b begge og produktet.',
  ),
}
export const LEVEL = option(
  'level',
  'number',
  text(
    'Confidence level in percent; 95 when left out.',
    'Konfidensnivå i prosent; 95 hvis utelatt.',
    'Konfidensniveau i procent; 95, hvis det udelades.',
  ),
)
export const flag = (name: string, en: string, nb: string, da: string): OptionDoc =>
  option(name, 'flag', text(en, nb, da))

const ESTIMATION = [
  LEVEL,
  flag(
    'robust',
    'Standard errors that hold under unequal variance.',
    'Standardfeil som tåler ulik varians.',
    'Standardfejl, der tåler ulige varians.',
  ),
  option(
    'cluster',
    'name',
    text(
      'Standard errors for groups that belong together.',
      'Standardfeil for grupper som hører sammen.',
      'Standardfejl for grupper, der hører sammen.',
    ),
  ),
  flag(
    'standardize',
    'Standardised coefficients.',
    'Standardiserte koeffisienter.',
    'Standardiserede koefficienter.',
  ),
  option('control', 'names', text('More terms, as numbers.', 'Flere ledd, som tall.', 'Flere led, som tal.')),
] as const
export const COMMON = [
  ...ESTIMATION,
  later('margins', text('Marginal effects.', 'Marginale effekter.', 'Marginale effekter.')),
] as const
/** The common options of models whose marginal effects are computed. */
export const WITH_MARGINS = [
  ...ESTIMATION,
  option(
    'margins',
    'some-names',
    text(
      'Average marginal effects of these variables, of all with margins(): the mean derivative of a number, the mean change of a level from the lowest.',
      'Gjennomsnittlige marginale effekter av disse variablene, av alle med margins(): gjennomsnittlig derivert av et tall, gjennomsnittlig endring av et nivå fra det laveste.',
      'Gennemsnitlige marginale effekter af disse variable, af alle med margins(): gennemsnitlig afledt af et tal, gennemsnitlig ændring af et niveau fra det laveste.',
    ),
  ),
] as const
export const NO_CONSTANT = flag('noconstant', 'No intercept.', 'Uten konstantledd.', 'Uden konstantled.')

export const predict = <C extends Category>(category: C, syntax: string) =>
  notYet(
    category,
    `${syntax} [, predicted() residuals() probabilities()]`,
    text('Predictions as variables.', 'Prediksjoner som variabler.', 'Prædiktioner som variable.'),
  )
