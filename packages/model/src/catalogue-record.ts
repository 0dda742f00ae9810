/**
 * What a public catalogue must know of a register beside its tables (Art 51 and 77 of Regulation (EU) 2025/327; HealthDCAT-AP for data that are not
 * public). Apart from registers.ts since none of it changes how rows are read: a register without a record can be imported and used, but is left out
 * of the machine-readable catalogue until its holder has given one.
 */
import { z } from 'zod'
import { type LocalisedText, LocalisedText as Text } from './text.js'

/** The categories of Art 51(1), by the letter of their point. Each dataset description carries at least one. */
export const HEALTH_CATEGORIES = {
  ehr: 'a',
  determinants: 'b',
  'needs-and-resources': 'c',
  pathogens: 'd',
  administrative: 'e',
  genetic: 'f',
  molecular: 'g',
  'device-generated': 'h',
  wellness: 'i',
  professionals: 'j',
  'public-health-registers': 'k',
  'medical-and-mortality-registers': 'l',
  trials: 'm',
  'other-devices': 'n',
  'product-registers': 'o',
  'cohorts-and-surveys': 'p',
  biobanks: 'q',
} as const satisfies Record<string, string>
export type HealthCategory = keyof typeof HEALTH_CATEGORIES
export const HealthCategory = z.enum(Object.keys(HEALTH_CATEGORIES) as [HealthCategory, ...HealthCategory[]])

/** What each category is called. */
export const HEALTH_CATEGORY_TITLES: Record<HealthCategory, Required<LocalisedText>> = {
  ehr: words('Electronic health records', 'Elektroniske pasientjournaler', 'Elektroniske patientjournaler'),
  determinants: words(
    'Factors that bear on health: social, economic, environmental, behavioural',
    'Forhold som påvirker helsen: sosiale, økonomiske, miljø og levevaner',
    'Forhold, der påvirker sundheden: sociale, økonomiske, miljø og levevaner',
  ),
  'needs-and-resources': words(
    'Needs, resources, access and spending in healthcare',
    'Behov, ressurser, tilgang og utgifter i helsetjenesten',
    'Behov, ressourcer, adgang og udgifter i sundhedsvæsenet',
  ),
  pathogens: words(
    'Pathogens that affect human health',
    'Sykdomsfremkallende organismer',
    'Sygdomsfremkaldende organismer',
  ),
  administrative: words(
    'Administration of healthcare, dispensing and reimbursement',
    'Helseadministrasjon, utlevering og refusjon',
    'Sundhedsadministration, udlevering og tilskud',
  ),
  genetic: words(
    'Human genetic and genomic data',
    'Genetiske og genomiske data',
    'Genetiske og genomiske data',
  ),
  molecular: words(
    'Other molecular data: proteins, metabolites and the like',
    'Andre molekylære data: proteiner, metabolitter og lignende',
    'Andre molekylære data: proteiner, metabolitter og lignende',
  ),
  'device-generated': words(
    'Made automatically by medical devices, about a person',
    'Automatisk målt av medisinsk utstyr hos en person',
    'Automatisk målt af medicinsk udstyr hos en person',
  ),
  wellness: words('Wellness applications', 'Velværeapper', 'Wellnessapps'),
  professionals: words(
    'Health professionals: status, speciality and place of work',
    'Helsepersonell: status, spesialitet og arbeidssted',
    'Sundhedspersonale: status, speciale og arbejdssted',
  ),
  'public-health-registers': words(
    'Public health registers of a population',
    'Befolkningsbaserte helseregistre',
    'Befolkningsbaserede sundhedsregistre',
  ),
  'medical-and-mortality-registers': words(
    'Medical registers and causes of death',
    'Medisinske registre og dødsårsaker',
    'Kliniske registre og dødsårsager',
  ),
  trials: words(
    'Clinical trials, studies and investigations',
    'Kliniske forsøk, studier og utprøvinger',
    'Kliniske forsøg, studier og afprøvninger',
  ),
  'other-devices': words(
    'Other data from medical devices',
    'Andre data fra medisinsk utstyr',
    'Andre data fra medicinsk udstyr',
  ),
  'product-registers': words(
    'Registers of medicines and medical devices',
    'Registre over legemidler og medisinsk utstyr',
    'Registre over lægemidler og medicinsk udstyr',
  ),
  'cohorts-and-surveys': words(
    'Research cohorts, questionnaires and surveys of health',
    'Forskningskohorter og helseundersøkelser',
    'Forskningskohorter og helbredsundersøgelser',
  ),
  biobanks: words(
    'Biobanks and their databases',
    'Biobanker og databasene deres',
    'Biobanker og deres databaser',
  ),
}

/** Kinds of publisher, as ADMS names them at http://purl.org/adms/publishertype/. */
export const PUBLISHER_TYPES = [
  'Academia-ScientificOrganisation',
  'Company',
  'IndustryConsortium',
  'LocalAuthority',
  'NationalAuthority',
  'NonGovernmentalOrganisation',
  'NonProfitOrganisation',
  'PrivateIndividual',
  'RegionalAuthority',
  'StandardisationBody',
  'SupraNationalAuthority',
] as const

/** How often rows come to a register, as the EU's list of frequencies names it; a register gets new versions that often. */
export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'QUARTERLY', 'ANNUAL', 'IRREG', 'NEVER'] as const
export type Frequency = (typeof FREQUENCIES)[number]

const web = z.url({ protocol: /^https?$/ })

/** An organisation with a page and a mailbox of its own, never a person's. */
export const PublicBody = z.object({ name: Text, homepage: web, mailbox: z.email() })

/** What a catalogue tells of a register, in the holder's own words. */
export const CatalogueRecord = z.object({
  /** Art 51(1): at least one. */
  healthCategories: z.array(HealthCategory).min(1),
  /** What it is about, as one says it: `Cancer`, `Medicines`. `address`: where a published vocabulary has it. */
  themes: z.array(z.object({ title: Text, address: web.optional() })).min(1),
  keywords: z.array(Text).min(1),
  /** Laws under which it is kept and given out, beside Regulation (EU) 2025/327, by their addresses. */
  legislation: z.array(web).default([]),
  /** What in law lets the holder keep it. */
  legalBasis: Text,
  /** Why it was made. */
  purpose: Text,
  publisher: z.object({
    type: z.enum(PUBLISHER_TYPES),
    /** What the publisher does, in a sentence. */
    note: Text,
    homepage: web,
    mailbox: z.email(),
    /** Art 72. */
    trusted: z.boolean().default(false),
  }),
  contact: z.object({ page: web, email: z.email() }),
  accessBody: PublicBody,
  /** Where people read about it; the register's page in the portal when left out. */
  landingPage: web.optional(),
  /** Country whose people it is about, ISO 3166-1 alpha-3; `spatialCoverage` says it in words. */
  countries: z.array(z.string().regex(/^[A-Z]{3}$/)).default([]),
  retention: z.object({ from: z.iso.date(), until: z.iso.date().optional() }).optional(),
  frequency: z.enum(FREQUENCIES).optional(),
  /** Published code systems that its values follow, by their addresses. */
  codingSystems: z.array(z.object({ title: z.string().min(1), address: web })).default([]),
  /** Languages of the texts in it, ISO 639-2/T: `nob`, `dan`, `eng`. */
  languages: z.array(z.string().regex(/^[a-z]{3}$/)).default([]),
  typicalAge: z.object({ least: z.int().min(0), most: z.int().max(130) }).optional(),
})
export type CatalogueRecord = z.infer<typeof CatalogueRecord>

function words(en: string, nb: string, da: string): Required<LocalisedText> {
  return { en, nb, da }
}
