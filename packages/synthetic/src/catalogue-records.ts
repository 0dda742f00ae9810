/**
 * What the country's public catalogue tells of each register beside its tables: its category under Art 51, what it is about and made for. Apart from
 * the registers since it says nothing of their rows. Organisations of a made-up country have addresses that nobody can own.
 */
import type { CatalogueRecord, HealthCategory, Register } from '@sund/model'
import { words } from './register.js'

interface About {
  categories: HealthCategory[]
  theme: ReturnType<typeof words>
  purpose: ReturnType<typeof words>
  frequency: NonNullable<CatalogueRecord['frequency']>
}

/** By name, after `sundland.`. */
const ABOUT: Record<string, About> = {
  population: {
    categories: ['determinants'],
    theme: words('Population', 'Befolkning', 'Befolkning'),
    purpose: words(
      'To know who lives in the country',
      'Å vite hvem som bor i landet',
      'At vide, hvem der bor i landet',
    ),
    frequency: 'DAILY',
  },
  births: {
    categories: ['medical-and-mortality-registers'],
    theme: words('Pregnancy and birth', 'Svangerskap og fødsel', 'Graviditet og fødsel'),
    purpose: words(
      'To follow the health of mothers and children',
      'Å følge helsen til mødre og barn',
      'At følge mødres og børns helbred',
    ),
    frequency: 'ANNUAL',
  },
  education: {
    categories: ['determinants'],
    theme: words('Education', 'Utdanning', 'Uddannelse'),
    purpose: words(
      'To know what people have learnt',
      'Å vite hvilken utdanning folk har',
      'At vide, hvilken uddannelse folk har',
    ),
    frequency: 'ANNUAL',
  },
  income: {
    categories: ['determinants'],
    theme: words('Income', 'Inntekt', 'Indkomst'),
    purpose: words('To assess taxes', 'Å fastsette skatt', 'At fastsætte skat'),
    frequency: 'ANNUAL',
  },
  employment: {
    categories: ['determinants'],
    theme: words('Work and benefits', 'Arbeid og trygd', 'Arbejde og ydelser'),
    purpose: words(
      'To pay benefits and to know who works where',
      'Å utbetale ytelser og vite hvem som arbeider hvor',
      'At udbetale ydelser og vide, hvem der arbejder hvor',
    ),
    frequency: 'MONTHLY',
  },
  'primary-care': {
    categories: ['ehr', 'administrative'],
    theme: words('General practice', 'Allmennmedisin', 'Almen praksis'),
    purpose: words(
      'To pay for consultations and to plan care',
      'Å betale for konsultasjoner og planlegge tjenesten',
      'At betale for konsultationer og planlægge plejen',
    ),
    frequency: 'MONTHLY',
  },
  hospital: {
    categories: ['ehr', 'administrative'],
    theme: words('Hospital stays', 'Sykehusopphold', 'Hospitalsophold'),
    purpose: words(
      'To pay hospitals and to plan care',
      'Å finansiere sykehus og planlegge tjenesten',
      'At finansiere hospitaler og planlægge behandling',
    ),
    frequency: 'MONTHLY',
  },
  medicines: {
    categories: ['administrative'],
    theme: words('Medicines', 'Legemidler', 'Lægemidler'),
    purpose: words(
      'To follow how medicines are used',
      'Å følge bruken av legemidler',
      'At følge brugen af lægemidler',
    ),
    frequency: 'MONTHLY',
  },
  laboratory: {
    categories: ['ehr'],
    theme: words('Laboratory tests', 'Laboratorieprøver', 'Laboratorieprøver'),
    purpose: words('To treat patients', 'Å behandle pasienter', 'At behandle patienter'),
    frequency: 'DAILY',
  },
  vaccinations: {
    categories: ['public-health-registers'],
    theme: words('Vaccination', 'Vaksinasjon', 'Vaccination'),
    purpose: words(
      'To know who is protected against what',
      'Å vite hvem som er beskyttet mot hva',
      'At vide, hvem der er beskyttet mod hvad',
    ),
    frequency: 'DAILY',
  },
  cancer: {
    categories: ['medical-and-mortality-registers'],
    theme: words('Cancer', 'Kreft', 'Kræft'),
    purpose: words(
      'To follow cancer in the population',
      'Å følge kreft i befolkningen',
      'At følge kræft i befolkningen',
    ),
    frequency: 'ANNUAL',
  },
  'causes-of-death': {
    categories: ['medical-and-mortality-registers'],
    theme: words('Causes of death', 'Dødsårsaker', 'Dødsårsager'),
    purpose: words('To know what people die of', 'Å vite hva folk dør av', 'At vide, hvad folk dør af'),
    frequency: 'ANNUAL',
  },
  'home-monitoring': {
    categories: ['device-generated'],
    theme: words('Monitoring at home', 'Måling hjemme', 'Måling i hjemmet'),
    purpose: words('To follow patients at home', 'Å følge pasienter hjemme', 'At følge patienter hjemme'),
    frequency: 'DAILY',
  },
  survey: {
    categories: ['cohorts-and-surveys'],
    theme: words('Health and habits', 'Helse og levevaner', 'Helbred og vaner'),
    purpose: words(
      'To ask people how they live and feel',
      'Å spørre folk hvordan de lever og har det',
      'At spørge folk, hvordan de lever og har det',
    ),
    frequency: 'IRREG',
  },
  biobank: {
    categories: ['biobanks', 'genetic'],
    theme: words('Genes', 'Gener', 'Gener'),
    purpose: words('To study genes and disease', 'Å studere gener og sykdom', 'At undersøge gener og sygdom'),
    frequency: 'IRREG',
  },
}

/** The record of a register; an error for one that has no line above. */
export function recordOf(name: string, holder: Register['holder']): CatalogueRecord {
  const about = ABOUT[name]
  if (about === undefined) throw new Error(`${name} has no line in catalogue-records.ts`)
  const address = (body: string) => `${body}.sundland.example`
  return {
    healthCategories: about.categories,
    themes: [{ title: about.theme }],
    keywords: [about.theme, words('synthetic', 'syntetisk', 'syntetisk')],
    legislation: [],
    legalBasis: words(
      'The registers act of Sundland, which is as made up as the country',
      'Registerloven i Sundland, like oppdiktet som landet',
      'Registerloven i Sundland, lige så opdigtet som landet',
    ),
    purpose: about.purpose,
    publisher: {
      type: 'NationalAuthority',
      note: words(
        'Keeps the register for the country of Sundland',
        'Fører registeret for landet Sundland',
        'Fører registret for landet Sundland',
      ),
      homepage: `https://${address(holder.name)}`,
      mailbox: `post@${address(holder.name)}`,
      trusted: false,
    },
    contact: {
      page: `https://${address(holder.name)}/contact`,
      email: `data@${address(holder.name)}`,
    },
    accessBody: {
      name: words('Access body of Sundland', 'Tilgangsorganet i Sundland', 'Adgangsorganet i Sundland'),
      homepage: `https://${address('access-body')}`,
      mailbox: `post@${address('access-body')}`,
    },
    countries: [],
    frequency: about.frequency,
    codingSystems: [],
    languages: ['eng', 'nob', 'dan'],
    typicalAge: { least: 0, most: 110 },
  }
}
