/**
 * Published figures that the country is held against: what is counted, over which register, the value that a statistical
 * office gives, and how far off the country may be beside what chance does. How each is computed stands with the comparison, not
 * here; a page shows both side by side.
 */
import { words } from '../src/register.js'

/** How far off a value may be beside what chance does: an absolute distance in the figure's unit, or a share of the published value. */
type Tolerance = { within: number } | { share: number }

interface PublishedValue {
  /** Which part of the figure: an age group, a cause. Empty for the whole. In English, as the page is. */
  group: string
  value: number
}

export interface PublicFigure {
  id: string
  title: ReturnType<typeof words>
  /** The register it is computed from. */
  register: string
  /** What is counted, of whom, when. */
  definition: string
  unit: '%' | 'per 1,000' | 'per 100,000' | 'years' | 'children' | 'NOK' | 'g'
  /** Publisher, table, year. All values are rounded; `about` in it says that they are read off or averaged. */
  source: string
  tolerance: Tolerance
  values: readonly PublishedValue[]
}

const one = (value: number): readonly PublishedValue[] => [{ group: '', value }]
const each = (values: Readonly<Record<string, number>>): readonly PublishedValue[] =>
  Object.entries(values).map(([group, value]) => ({ group, value }))

const POPULATION = 'sundland.population'

export const PUBLIC_FIGURES: readonly PublicFigure[] = [
  {
    id: 'age-pyramid',
    title: words(
      'Age and sex of residents',
      'Innbyggere etter alder og kjønn',
      'Indbyggere efter alder og køn',
    ),
    register: POPULATION,
    definition: 'Share of residents on 1 January 2024 who are of the sex and age.',
    unit: '%',
    source: 'Statistics Norway, table 07459, 2024; about',
    tolerance: { within: 0.5 },
    values: each({
      'men 0–9': 5.3,
      'men 10–19': 6.1,
      'men 20–29': 6.5,
      'men 30–39': 7.1,
      'men 40–49': 6.6,
      'men 50–59': 6.9,
      'men 60–69': 5.6,
      'men 70–79': 4.3,
      'men 80 and over': 1.9,
      'women 0–9': 5.0,
      'women 10–19': 5.8,
      'women 20–29': 6.1,
      'women 30–39': 6.7,
      'women 40–49': 6.4,
      'women 50–59': 6.6,
      'women 60–69': 5.6,
      'women 70–79': 4.5,
      'women 80 and over': 2.7,
    }),
  },
  {
    id: 'mortality',
    title: words(
      'Mortality by age and sex',
      'Dødelighet etter alder og kjønn',
      'Dødelighed efter alder og køn',
    ),
    register: POPULATION,
    definition: 'Deaths in the years 2014–2024 by person-years lived at the age.',
    unit: 'per 1,000',
    source: 'Statistics Norway, table 07902, mean of 2014–2024; about',
    tolerance: { share: 0.1 },
    values: each({
      'men 40–59': 2.7,
      'men 60–69': 9.8,
      'men 70–79': 26,
      'men 80–89': 84,
      'men 90 and over': 245,
      'women 40–59': 1.8,
      'women 60–69': 6.3,
      'women 70–79': 17,
      'women 80–89': 61,
      'women 90 and over': 210,
    }),
  },
  {
    id: 'fertility',
    title: words('Total fertility rate', 'Samlet fruktbarhetstall', 'Samlet fertilitet'),
    register: POPULATION,
    definition: 'Sum over ages of births in 2022–2024 by woman-years lived at the age.',
    unit: 'children',
    source: 'Statistics Norway, table 04232, mean of 2022–2024 (1.41, 1.40, 1.44)',
    tolerance: { share: 0.06 },
    values: one(1.42),
  },
  {
    id: 'immigrants',
    title: words('Born abroad', 'Født i utlandet', 'Født i udlandet'),
    register: POPULATION,
    definition: 'Share of residents on 1 January 2024 born in another country.',
    unit: '%',
    source: 'Statistics Norway, table 09817, 2024: immigrants 16.8%; those born abroad about one more',
    tolerance: { within: 2 },
    values: one(17.5),
  },
  {
    id: 'caesarean',
    title: words('Caesarean section', 'Keisersnitt', 'Kejsersnit'),
    register: 'sundland.births',
    definition: 'Share of births in 2014–2024 by caesarean section.',
    unit: '%',
    source: 'Medical Birth Registry of Norway, mean of 2014–2023; about',
    tolerance: { within: 1 },
    values: one(16.3),
  },
  {
    id: 'birth-weight',
    title: words('Birth weight', 'Fødselsvekt', 'Fødselsvægt'),
    register: 'sundland.births',
    definition: 'Mean weight of those born in 2014–2024.',
    unit: 'g',
    source: 'Medical Birth Registry of Norway, mean of 2014–2023; about',
    tolerance: { within: 60 },
    values: one(3480),
  },
  {
    id: 'education',
    title: words('Level of education', 'Utdanningsnivå', 'Uddannelsesniveau'),
    register: 'sundland.education',
    definition:
      'Share of residents aged 16 and over at the end of 2023 by highest completed education, of those whose level is known.',
    unit: '%',
    source: 'Statistics Norway, table 09429, 2023; about',
    tolerance: { within: 3 },
    values: each({
      'lower secondary or less': 23.8,
      'upper secondary': 36.2,
      'vocational college': 3.3,
      'higher, first degree': 25.2,
      'higher, second degree or doctorate': 11.5,
    }),
  },
  {
    id: 'employed',
    title: words('Employed', 'Sysselsatte', 'Beskæftigede'),
    register: 'sundland.employment',
    definition: 'Share of residents of the age who have a job in mid-November 2023.',
    unit: '%',
    source: 'Statistics Norway, labour force survey, 2023; about',
    tolerance: { within: 3 },
    values: each({
      '15–74': 69.7,
      'men 15–74': 72.3,
      'women 15–74': 67,
      '25–54': 83.8,
      '55–64': 74.3,
    }),
  },
  {
    id: 'disability-pension',
    title: words('Disability pension', 'Uføretrygd', 'Førtidspension'),
    register: 'sundland.employment',
    definition: 'Share of residents aged 18–66 with a disability pension at the end of 2023.',
    unit: '%',
    source: 'Norwegian Labour and Welfare Administration, 2023: 10.4% of those aged 18–67',
    tolerance: { within: 1 },
    values: one(10.4),
  },
  {
    id: 'sick-pay',
    title: words('Sickness benefit', 'Sykepenger', 'Sygedagpenge'),
    register: 'sundland.employment',
    definition:
      'Share of jobs of persons aged 20–66 in mid-November 2023 whose holder is on sickness benefit.',
    unit: '%',
    source:
      "Statistics Norway: sickness absence by doctor 6.0% in the fourth quarter of 2023, of which about six tenths beyond the employer's days; about",
    tolerance: { within: 0.6 },
    values: one(3.8),
  },
  {
    id: 'income',
    title: words('Income after tax', 'Inntekt etter skatt', 'Indkomst efter skat'),
    register: 'sundland.income',
    definition: 'Income after tax of residents aged 17 and over in 2023.',
    unit: 'NOK',
    source: 'Statistics Norway, tax statistics for personal taxpayers, 2023; about',
    tolerance: { share: 0.06 },
    values: each({ median: 382_000, mean: 425_000 }),
  },
  {
    id: 'primary-care',
    title: words('Contacts with general practice', 'Kontakt med fastlege', 'Kontakt med almen praksis'),
    register: 'sundland.primary-care',
    definition:
      'Share of residents in the middle of 2023 with a contact in 2023, in all and with the reason.',
    unit: '%',
    source: 'Statistics Norway and Norwegian Institute of Public Health, 2021–2023; about',
    tolerance: { share: 0.3 },
    values: each({
      'any contact': 80,
      'hypertension (K86, K87)': 9.5,
      'depression (P76)': 4,
      'diabetes, type 2 (T90)': 4,
      'COPD (R95)': 1.6,
    }),
  },
  {
    id: 'medicines',
    title: words('Users of medicines', 'Brukere av legemidler', 'Brugere af lægemidler'),
    register: 'sundland.medicines',
    definition:
      'Share of residents in the middle of 2023 who were dispensed a medicine of the group in 2023.',
    unit: '%',
    source: 'Norwegian Institute of Public Health, Drug consumption in Norway 2019–2023; about',
    tolerance: { share: 0.2 },
    values: each({
      'any medicine': 70,
      'antibacterials (J01)': 20,
      'lipid-modifying agents (C10)': 12.5,
      'drugs for acid disorders (A02B)': 12,
      'antihypertensives (C09)': 14,
      'obstructive airway diseases (R03)': 8,
      'antidepressants (N06A)': 6.7,
      'opioids (N02A)': 10,
      'diabetes (A10)': 5.5,
      'thyroid hormones (H03A)': 3.8,
    }),
  },
  {
    id: 'vaccinations',
    title: words('Vaccination coverage', 'Vaksinasjonsdekning', 'Vaccinationstilslutning'),
    register: 'sundland.vaccinations',
    definition: 'Share of residents of the age who have had a dose, at the end of 2023 unless said.',
    unit: '%',
    source: 'Norwegian Institute of Public Health, vaccination statistics 2021–2023; about',
    tolerance: { within: 3.5 },
    values: each({
      'measles, mumps and rubella, aged 2–4': 96.5,
      'papillomavirus, girls aged 14–16': 93,
      'covid-19 by the end of 2021, aged 18 and over': 90.5,
      'influenza in the winter of 2022–23, aged 65 and over': 63,
    }),
  },
  {
    id: 'hospital-stays',
    title: words('Stays in hospital', 'Sykehusopphold', 'Indlæggelser'),
    register: 'sundland.hospital',
    definition: 'Stays over night in 2014–2024 by person-years lived.',
    unit: 'per 1,000',
    source: 'Statistics Norway and Norwegian Patient Registry, 2015–2023; about',
    tolerance: { share: 0.1 },
    values: one(150),
  },
  {
    id: 'cancer',
    title: words('New cases of cancer', 'Nye krefttilfeller', 'Nye kræfttilfælde'),
    register: 'sundland.cancer',
    definition: 'Tumours found in 2014–2024 by person-years lived, men and women together.',
    unit: 'per 100,000',
    source: 'Cancer Registry of Norway, Cancer in Norway 2014–2023, mean; about',
    tolerance: { share: 0.15 },
    values: each({
      prostate: 97,
      breast: 70,
      'colon and rectum': 84,
      lung: 61,
      'melanoma of the skin': 45,
    }),
  },
  {
    id: 'causes-of-death',
    title: words('Causes of death', 'Dødsårsaker', 'Dødsårsager'),
    register: 'sundland.causes-of-death',
    definition: 'Share of deaths in 2014–2024 by underlying cause.',
    unit: '%',
    source: 'Norwegian Cause of Death Registry, 2014–2023, mean; about',
    tolerance: { within: 2 },
    values: each({
      'cancer (C00–C97)': 26.5,
      'heart and vessels (I00–I99)': 26,
      'dementia (F00–F03, G30)': 9,
      'lungs and airways (J00–J99)': 10,
      'injury and poisoning (V01–Y98)': 6.3,
    }),
  },
  {
    id: 'self-rated-health',
    title: words('Self-rated health', 'Egenvurdert helse', 'Selvvurderet helbred'),
    register: 'sundland.survey',
    definition: 'Share of those who answered who rate their health as good or very good, all waves.',
    unit: '%',
    source: 'Statistics Norway, survey on living conditions, 2015–2023; about',
    tolerance: { within: 3 },
    values: one(75),
  },
]
