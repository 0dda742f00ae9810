/** Regressions with instruments, panels, levels, groups and thresholds. */
import { COMMON, CONTROL, EDIT, flag, LEVEL, NO_CONSTANT, predict, TERMS } from './common.js'
import { type CommandDoc, option, text } from './types.js'

/** The common options that a model has which states its uncertainty in a way of its own. */
const only = (...names: string[]) => COMMON.filter(({ name }) => names.includes(name))

const THRESHOLD = [
  option(
    'cutoff',
    'number',
    text('The cutoff; 0 when left out.', 'Grensen; 0 hvis utelatt.', 'Grænsen; 0, hvis den udelades.'),
  ),
  option(
    'polynomial',
    'number',
    text(
      'Degree of the polynomial on each side; 1 when left out.',
      'Grad av polynomet på hver side; 1 hvis utelatt.',
      'Grad af polynomiet på hver side; 1, hvis den udelades.',
    ),
  ),
  option(
    'bandwidth',
    'number',
    text(
      'Only rows so near the cutoff; all when left out.',
      'Bare rader så nær grensen; alle hvis utelatt.',
      'Kun rækker så nær grænsen; alle, hvis den udelades.',
    ),
  ),
  option(
    'fuzzy',
    'name',
    text(
      'The treatment, where reaching the cutoff only makes it likelier: its effect.',
      'Behandlingen, der det å nå grensen bare gjør den mer sannsynlig: effekten av den.',
      'Behandlingen, hvor det at nå grænsen kun gør den mere sandsynlig: dens effekt.',
    ),
  ),
]
const IV_METHODS = [
  flag(
    'tsls',
    'Two-stage least squares (the default).',
    'Minste kvadrater i to trinn (standard).',
    'Mindste kvadrater i to trin (standard).',
  ),
  flag(
    'liml',
    'Limited-information maximum likelihood.',
    'Sannsynlighetsmaksimering med begrenset informasjon.',
    'Maximum likelihood med begrænset information.',
  ),
  flag(
    'gmm',
    'Generalised method of moments in two steps, weighed for unequal variance.',
    'Generalisert momentmetode i to trinn, vektet for ulik varians.',
    'Generaliseret momentmetode i to trin, vægtet for ulige varians.',
  ),
]
const PANEL_ESTIMATORS = [
  flag(
    're',
    'Random effects of units, by Swamy and Arora (the default).',
    'Tilfeldige effekter av enhetene, etter Swamy og Arora (standard).',
    'Tilfældige effekter af enhederne, efter Swamy og Arora (standard).',
  ),
  flag(
    'fe',
    'Fixed effects: only what varies within units counts.',
    'Faste effekter: bare det som varierer innen enheter, teller.',
    'Faste effekter: kun det, der varierer inden for enheder, tæller.',
  ),
  flag(
    'be',
    'Regression of the means of units.',
    'Regresjon av enhetenes gjennomsnitt.',
    'Regression af enhedernes gennemsnit.',
  ),
  flag(
    'pooled',
    'All rows alike; robust means clustered by unit.',
    'Alle rader likt; robust betyr gruppert etter enhet.',
    'Alle rækker ens; robust betyder grupperet efter enhed.',
  ),
]

export const ECONOMETRICS = {
  ivregress: {
    category: 'econometrics',
    status: 'available',
    shape: 'instruments',
    condition: true,
    syntax: 'ivregress y x … (endog … = instruments …) [if condition] [, tsls liml gmm options]',
    summary: text(
      'Linear regression in which some terms are endogenous and have instruments.',
      'Lineær regresjon der noen ledd er endogene og har instrumenter.',
      'Lineær regression, hvor nogle led er endogene og har instrumenter.',
    ),
    arguments: [
      TERMS,
      {
        name: '(endog … = instruments …)',
        summary: text(
          'Endogenous terms, and instruments for them: at least as many. Terms outside are their own instruments.',
          'Endogene ledd, og instrumenter for dem: minst like mange. Ledd utenfor er sine egne instrumenter.',
          'Endogene led og instrumenter for dem: mindst lige så mange. Led udenfor er deres egne instrumenter.',
        ),
      },
      EDIT,
    ],
    options: [
      ...COMMON,
      NO_CONSTANT,
      ...IV_METHODS,
      flag(
        'firststage',
        'The regressions of endogenous terms on instruments, and tests of weak instruments and of endogeneity.',
        'Regresjonene av endogene ledd på instrumentene, og tester for svake instrumenter og for endogenitet.',
        'Regressionerne af endogene led på instrumenterne og test for svage instrumenter og for endogenitet.',
      ),
      flag(
        'overid',
        'Test of overidentifying restrictions: Sargan (tsls), Anderson–Rubin (liml), Hansen’s J (gmm).',
        'Test for overidentifiserende restriksjoner: Sargan (tsls), Anderson–Rubin (liml), Hansens J (gmm).',
        'Test for overidentificerende restriktioner: Sargan (tsls), Anderson–Rubin (liml), Hansens J (gmm).',
      ),
    ],
    example: 'ivregress income age (education = distance), firststage',
  },
  'regress-panel': {
    category: 'econometrics',
    status: 'available',
    shape: 'model',
    condition: true,
    syntax: 'regress-panel y x … [if condition] [, fe re be pooled options]',
    summary: text(
      'Linear regression over several rows a unit.',
      'Lineær regresjon over flere rader per enhet.',
      'Lineær regression over flere rækker pr. enhed.',
    ),
    arguments: [TERMS, EDIT],
    options: [...COMMON, ...PANEL_ESTIMATORS],
    example: 'regress-panel income age, fe',
  },
  'regress-panel-diff': {
    category: 'econometrics',
    status: 'available',
    shape: 'difference',
    condition: true,
    syntax: 'regress-panel-diff y group treated x … [if condition] [, options]',
    summary: text(
      'Difference in differences: how much more the treated group changed than the others.',
      'Forskjell i forskjeller: hvor mye mer den behandlede gruppen endret seg enn de andre.',
      'Forskel i forskelle: hvor meget mere den behandlede gruppe ændrede sig end de andre.',
    ),
    arguments: [
      {
        name: 'group',
        summary: text(
          '1 for the group that is treated, 0 for the others.',
          '1 for gruppen som blir behandlet, 0 for de andre.',
          '1 for gruppen, der behandles, 0 for de andre.',
        ),
      },
      {
        name: 'treated',
        summary: text(
          '1 after the treatment, 0 before. The product group#treated is the effect.',
          '1 etter behandlingen, 0 før. Produktet group#treated er effekten.',
          '1 efter behandlingen, 0 før. Produktet group#treated er effekten.',
        ),
      },
      TERMS,
      EDIT,
    ],
    options: COMMON,
    example: 'regress-panel-diff income reform after age, cluster(municipality)',
  },
  hausman: {
    category: 'econometrics',
    status: 'available',
    shape: 'model',
    condition: true,
    syntax: 'hausman y x … [if condition] [, level(95)]',
    summary: text(
      'Hausman’s test of random effects against fixed effects.',
      'Hausmans test av tilfeldige effekter mot faste effekter.',
      'Hausmans test af tilfældige effekter mod faste effekter.',
    ),
    arguments: [TERMS, EDIT],
    options: only('level', 'control'),
    example: 'hausman income age',
  },
  'regress-mml': {
    category: 'econometrics',
    status: 'available',
    shape: 'grouped',
    condition: true,
    syntax: 'regress-mml y x … by g1 [g2] [if condition] [, options]',
    summary: text(
      'Linear mixed model with random intercepts for groups, and for groups within them, by REML.',
      'Lineær blandet modell med tilfeldige konstantledd for grupper, og for grupper i dem, med REML.',
      'Lineær blandet model med tilfældige konstantled for grupper og for grupper i dem, med REML.',
    ),
    arguments: [
      TERMS,
      {
        name: 'by g1 [g2]',
        summary: text(
          'The groups, the outer first; g2 lies within g1.',
          'Gruppene, den ytre først; g2 ligger innenfor g1.',
          'Grupperne, den ydre først; g2 ligger inden for g1.',
        ),
      },
      EDIT,
    ],
    options: [...only('level', 'standardize', 'control', 'margins'), NO_CONSTANT],
    example: 'regress-mml score age by school class',
  },
  oaxaca: {
    category: 'econometrics',
    status: 'available',
    shape: 'grouped',
    condition: true,
    syntax: 'oaxaca y x … by g [if condition] [, weight(w) options]',
    summary: text(
      'Decomposes the difference of two groups’ means into endowments, coefficients and their interaction.',
      'Deler forskjellen mellom to gruppers gjennomsnitt i egenskaper, koeffisienter og samspillet mellom dem.',
      'Deler forskellen mellem to gruppers gennemsnit i egenskaber, koefficienter og samspillet mellem dem.',
    ),
    arguments: [
      TERMS,
      {
        name: 'by g',
        summary: text(
          'A variable with two levels; the lower is the first group.',
          'En variabel med to nivåer; det laveste er den første gruppen.',
          'En variabel med to niveauer; det laveste er den første gruppe.',
        ),
      },
      EDIT,
    ],
    options: [
      ...only('level', 'robust', 'control'),
      option(
        'weight',
        'number',
        text(
          'Twofold (explained and unexplained): the first group’s share of the reference coefficients, from 0 to 1.',
          'Todelt (forklart og uforklart): den første gruppens andel av referansekoeffisientene, fra 0 til 1.',
          'Todelt (forklaret og uforklaret): den første gruppes andel af referencekoefficienterne, fra 0 til 1.',
        ),
      ),
    ],
    example: 'oaxaca income age education by sex',
  },
  rdd: {
    category: 'econometrics',
    status: 'available',
    shape: 'threshold',
    condition: true,
    syntax: 'rdd y running x … [if condition] [, cutoff(c) bandwidth(h) polynomial(p) fuzzy(t) options]',
    summary: text(
      'The jump of y where the running variable reaches a cutoff, by polynomials on both sides, unweighted and without correction for bias.',
      'Hoppet i y der den løpende variabelen når en grense, med polynomer på begge sider, uten vekter og uten korreksjon for skjevhet.',
      'Springet i y, hvor den løbende variabel når en grænse, med polynomier på begge sider, uden vægte og uden korrektion for skævhed.',
    ),
    arguments: [
      {
        name: 'running',
        summary: text(
          'The number that decides: the cutoff itself counts as reached.',
          'Tallet som avgjør: selve grensen regnes som nådd.',
          'Tallet, der afgør: selve grænsen regnes som nået.',
        ),
      },
      TERMS,
      EDIT,
    ],
    options: [
      LEVEL,
      ...only('cluster', 'control'),
      flag(
        'robust',
        'Robust standard errors (in any case).',
        'Robuste standardfeil (uansett).',
        'Robuste standardfejl (under alle omstændigheder).',
      ),
      ...THRESHOLD,
    ],
    example: 'rdd income birth_weight, cutoff(1500) bandwidth(200)',
  },
  'ivregress-predict': predict(
    'econometrics',
    'instruments',
    'ivregress-predict y x … (endog … = instruments …)',
    'ivregress-predict income age (education = distance), residuals(rest)',
    ['predicted', 'residuals'],
    [...IV_METHODS, CONTROL, NO_CONSTANT],
  ),
  'regress-panel-predict': predict(
    'econometrics',
    'model',
    'regress-panel-predict y x …',
    'regress-panel-predict income age, effects(unit) fe',
    ['predicted', 'residuals', 'effects'],
    [...PANEL_ESTIMATORS, CONTROL],
  ),
  'regress-mml-predict': predict(
    'econometrics',
    'grouped',
    'regress-mml-predict y x … by g1 [g2]',
    'regress-mml-predict income age by municipality, effects(place)',
    ['predicted', 'residuals', 'effects'],
    [CONTROL, NO_CONSTANT],
  ),
  'rdd-predict': predict(
    'econometrics',
    'threshold',
    'rdd-predict y running x …',
    'rdd-predict income birth_weight, cutoff(1500) predicted(expected)',
    ['predicted', 'residuals'],
    [...THRESHOLD, CONTROL],
  ),
} as const satisfies Record<string, CommandDoc>
