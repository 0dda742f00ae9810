/** What several commands say alike: their condition, terms and options of models. */
import type { Shape } from '../tree.js'
import { type Category, type CommandDoc, type OptionDoc, option, text } from './types.js'

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

/** What asks for differential privacy (rule D1). */
export const DIFFERENTIAL = [
  option(
    'rho',
    'number',
    text(
      'Answers with differential privacy at the cost of this much of your budget (0.001 to 10): noise instead of withheld cells.',
      'Svarer med differensielt personvern for så mye av budsjettet ditt (0.001 til 10): støy i stedet for tilbakeholdte celler.',
      'Svarer med differentiel privathed for så meget af dit budget (0.001 til 10): støj i stedet for tilbageholdte celler.',
    ),
  ),
  option(
    'clamp',
    'range',
    text(
      'With rho: values below the first number count as it, values above the second as that. Choose limits without looking at the data.',
      'Med rho: verdier under det første tallet regnes som det, verdier over det andre som det. Velg grenser uten å se på dataene.',
      'Med rho: værdier under det første tal regnes som det, værdier over det andet som det. Vælg grænser uden at se på data.',
    ),
  ),
  option(
    'cells',
    'number',
    text(
      'With rho: in how many cells one person may count. Needed where a person has several rows.',
      'Med rho: i hvor mange celler én person kan telle med. Må oppgis der en person har flere rader.',
      'Med rho: i hvor mange celler én person kan tælle med. Skal angives, hvor en person har flere rækker.',
    ),
  ),
] as const
export const GRID = option(
  'grid',
  'number',
  text(
    'With rho: into how many parts the range is cut for percentiles; 256 when left out.',
    'Med rho: i hvor mange deler området deles for persentiler; 256 hvis utelatt.',
    'Med rho: i hvor mange dele området deles for percentiler; 256, hvis det udelades.',
  ),
)

export const CONTROL = option(
  'control',
  'names',
  text('More terms, as numbers.', 'Flere ledd, som tall.', 'Flere led, som tal.'),
)

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
  CONTROL,
] as const
export const COMMON = [
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
/** The common options of models of survival, whose marginal effects are those on the log hazard. */
export const COMMON_OF_HAZARDS = [
  ...ESTIMATION,
  option(
    'margins',
    'some-names',
    text(
      'Average marginal effects on the log hazard (Stata: predict(xb)) of these variables, of all with margins(): the mean derivative of a number, the mean change of a level from the lowest.',
      'Gjennomsnittlige marginale effekter på log-hasarden (Stata: predict(xb)) av disse variablene, av alle med margins(): gjennomsnittlig derivert av et tall, gjennomsnittlig endring av et nivå fra det laveste.',
      'Gennemsnitlige marginale effekter på log-hasarden (Stata: predict(xb)) af disse variable, af alle med margins(): gennemsnitlig afledt af et tal, gennemsnitlig ændring af et niveau fra det laveste.',
    ),
  ),
] as const
export const NO_CONSTANT = flag('noconstant', 'No intercept.', 'Uten konstantledd.', 'Uden konstantled.')

const PREDICTIONS = {
  predicted: text(
    'What the model expects: the outcome, or for a binary outcome its log-odds or index, for survival the relative hazard.',
    'Det modellen venter: utfallet, eller for et binært utfall log-odds eller indeks, for overlevelse den relative hasarden.',
    'Det, modellen venter: udfaldet, eller for et binært udfald log-odds eller indeks, for overlevelse den relative hasard.',
  ),
  residuals: text(
    'The outcome less what the model expects of it.',
    'Utfallet minus det modellen venter av det.',
    'Udfaldet minus det, modellen venter af det.',
  ),
  probabilities: text(
    'The probability of the outcome.',
    'Sannsynligheten for utfallet.',
    'Sandsynligheden for udfaldet.',
  ),
  cooksd: text(
    'Cook’s distance: how far the row alone moves the model.',
    'Cooks avstand: hvor langt raden alene flytter modellen.',
    'Cooks afstand: hvor langt rækken alene flytter modellen.',
  ),
  effects: text(
    'The effect of the row’s own unit or group.',
    'Effekten av radens egen enhet eller gruppe.',
    'Effekten af rækkens egen enhed eller gruppe.',
  ),
} as const

/** A model that adds what it says of each row. The first of `kinds` is made when none is asked for. */
export const predict = <S extends Shape>(
  category: Category,
  shape: S,
  syntax: string,
  example: string,
  kinds: readonly (keyof typeof PREDICTIONS)[],
  more: readonly OptionDoc[] = [],
): CommandDoc & { status: 'available'; shape: S } => ({
  category,
  status: 'available',
  shape,
  condition: true,
  syntax: `${syntax} [if condition] [, ${kinds.map((kind) => `${kind}(name)`).join(' ')}]`,
  summary: text(
    `Fits the model and adds what it says of each row as variables; ${kinds[0]} when nothing is named.`,
    `Tilpasser modellen og legger til det den sier om hver rad, som variabler; ${kinds[0]} når ingenting er nevnt.`,
    `Tilpasser modellen og tilføjer det, den siger om hver række, som variable; ${kinds[0]}, når intet er nævnt.`,
  ),
  arguments: [TERMS, EDIT],
  options: [...kinds.map((kind) => option(kind, 'new', PREDICTIONS[kind])), ...more],
  example,
})
