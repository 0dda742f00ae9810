/**
 * The biobank: who gave samples when, and what their variants are. Half of its donors come from a survey, half from families
 * that were asked together, so that it holds parents with their grown children.
 */
import { workdayFrom } from '../calendar.js'
import { VARIANTS } from '../codes/variants.js'
import { countryRegister } from '../country-register.js'
import type { Day } from '../days.js'
import { dayOf } from '../days.js'
import { ageOn, FEMALE, isResident, type Person } from '../person.js'
import { Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import { MISSING, type Rows } from '../tables.js'
import { copiesOf, genomeOf } from './biobank/genome.js'

/** Days between which samples were taken, first and second round. */
const ROUNDS: readonly (readonly [from: Day, until: Day])[] = [
  [dayOf(2017, 1, 9), dayOf(2019, 12, 13)],
  [dayOf(2022, 1, 10), dayOf(2024, 6, 14)],
]

/** Share of adults who come by the survey; of families that are asked, and of their adults who come. Together about 3 %. */
const SURVEYED = 0.015
const FAMILIES_ASKED = 0.026
const FAMILY_TAKES_PART = 0.55
/** Share of the first round's donors who come again. */
const COMES_AGAIN = 0.4
/** Share of donors who have withdrawn their consent. */
const WITHDRAWN = 0.015
/** Share of donors with DNA whose array could be read, and of its calls that are missing: in a good array and in a poor one. */
const GENOTYPED = 0.94
const NO_CALL = 0.008
const POOR_ARRAY = 0.04
const NO_CALL_IN_POOR = 0.05
/** Share of samples whose volume was not noted. */
const NO_VOLUME = 0.02

/** Stream of what a family answers together. */
const FAMILY = 1151

const SAMPLE_TYPES: readonly CodeRow[] = [
  [
    'BFF',
    'Buffy coat, non-viable',
    'Buffy coat, ikke levedyktige celler',
    'Buffy coat, ikke levedygtige celler',
  ],
  [
    'DNA',
    'DNA, extracted (the biobank’s own code)',
    'Ekstrahert DNA (biobankens egen kode)',
    'Ekstraheret DNA (biobankens egen kode)',
  ],
  ['PL1', 'Plasma, single spun', 'Plasma, sentrifugert én gang', 'Plasma, centrifugeret én gang'],
  ['SER', 'Serum', 'Serum', 'Serum'],
  ['URN', 'Urine, random', 'Urin, tilfeldig prøve', 'Urin, tilfældig prøve'],
]
/** For each type: share of visits at which it is taken, mean volume in ml and its deviation, mean number of thaws. */
const TAKEN: readonly (readonly [share: number, volume: number, deviation: number, thaws: number])[] = [
  [0.93, 0.9, 0.15, 0.1],
  [0.9, 0.2, 0.05, 0.8],
  [0.97, 3.6, 0.5, 0.35],
  [0.95, 2.7, 0.4, 0.35],
  [0.6, 9.2, 1.2, 0.15],
]
const DNA = 1

const CONSENT: readonly CodeRow[] = [
  ['given', 'Given', 'Gitt', 'Givet'],
  ['withdrawn', 'Withdrawn', 'Trukket tilbake', 'Trukket tilbage'],
]

/** Whose answer stands for the family's: the mother of a childless adult, and the mother of a parent's first child. */
function headOf(person: Person): Person {
  const child = person.children[0]
  if (child) return person.sex === FEMALE ? person : (child.mother ?? person)
  return person.mother ?? person
}

function takesPart(person: Person, random: Random): boolean {
  if (random.chance(SURVEYED)) return true
  const head = headOf(person)
  return (
    new Random(head.identifier, FAMILY, head.index).chance(FAMILIES_ASKED) && random.chance(FAMILY_TAKES_PART)
  )
}

function write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random): void {
  if (!takesPart(person, random)) return
  const withdrawn = random.chance(WITHDRAWN)
  let came = false
  let hasDna = false
  for (const [from, until] of ROUNDS) {
    if (came && !random.chance(COMES_AGAIN)) break
    const day = workdayFrom(random.between(from, until))
    if (ageOn(person, day) < 18 || !isResident(person, day)) continue
    came = true
    for (const [type, [share, volume, deviation, thaws]] of TAKEN.entries()) {
      if (!random.chance(share)) continue
      if (type === DNA) hasDna = true
      const left = Math.round(Math.max(0.05, random.normal(volume, deviation)) * 100) / 100
      rows['SAMPLE']?.push(
        person.identifier,
        day,
        type,
        withdrawn || random.chance(NO_VOLUME) ? MISSING : left,
        random.poisson(thaws),
        withdrawn ? 1 : 0,
      )
    }
  }
  if (withdrawn || !hasDna || !random.chance(GENOTYPED)) return
  const genome = genomeOf(person)
  const noCall = random.chance(POOR_ARRAY) ? NO_CALL_IN_POOR : NO_CALL
  const row = [person.identifier]
  for (let place = 0; place < VARIANTS.length; place++)
    row.push(random.chance(noCall) ? MISSING : copiesOf(genome, place))
  rows['VARIANT']?.push(...row)
}

export const biobank = countryRegister({
  sensitivity: 'PERSON_SPECIAL',
  name: 'biobank',
  stream: 115,
  title: words('Biobank', 'Biobanken', 'Biobanken'),
  description: words(
    'Samples of adults who gave them in 2017–2019 and 2022–2024, and variants of those whose DNA was read. Half of the donors come from a health survey, half from families that were asked together.',
    'Prøver fra voksne som ga dem i 2017–2019 og 2022–2024, og genvarianter for dem som fikk DNA-et lest. Halvparten av giverne kommer fra en helseundersøkelse, halvparten fra familier som ble spurt samlet.',
    'Prøver fra voksne, der gav dem i 2017–2019 og 2022–2024, og genvarianter for dem, hvis DNA blev aflæst. Halvdelen af donorerne kommer fra en sundhedsundersøgelse, halvdelen fra familier, der blev spurgt samlet.',
  ),
  holder: { name: 'biobank', title: words('Biobank of Sundland', 'Sundlands biobank', 'Sundlands biobank') },
  population: words(
    'About three in a hundred adults of Sundland',
    'Omtrent tre av hundre voksne i Sundland',
    'Omkring tre ud af hundrede voksne i Sundland',
  ),
  tables: [
    {
      name: 'SAMPLE',
      title: words('Samples', 'Prøver', 'Prøver'),
      description: words(
        'One row for each sample in store, on the day it was taken.',
        'Én rad for hver prøve på lager, på dagen den ble tatt.',
        'Én række for hver prøve på lager på den dag, den blev taget.',
      ),
      day: 'collected',
      columns: [
        {
          name: 'SAMPLE_TYPE',
          title: words('Type of sample', 'Prøvetype', 'Prøvetype'),
          description: words(
            'What was stored, by the preanalytical code.',
            'Hva som er lagret, etter den preanalytiske koden.',
            'Hvad der er opbevaret, efter den præanalytiske kode.',
          ),
          codes: SAMPLE_TYPES,
          source: `Standard PREanalytical Code (SPREC), type of sample; part: ${SAMPLE_TYPES.length} codes, with one of the biobank's own`,
        },
        {
          name: 'VOLUME_ML',
          title: words('Volume', 'Volum', 'Volumen'),
          description: words(
            'What was stored, in millilitres. Missing in 2 % of rows, and for all samples of those who withdrew their consent: they were destroyed.',
            'Hvor mye som ble lagret, i milliliter. Mangler i 2 % av radene, og for alle prøver fra dem som trakk samtykket: de er destruert.',
            'Hvor meget der blev opbevaret, i milliliter. Mangler i 2 % af rækkerne og for alle prøver fra dem, der trak samtykket tilbage: De er destrueret.',
          ),
          kind: 'decimal',
          unit: 'mL',
        },
        {
          name: 'FREEZE_THAWS',
          title: words('Times thawed', 'Antall tininger', 'Antal optøninger'),
          description: words(
            'How often the sample has been thawed and frozen again.',
            'Hvor mange ganger prøven er tint og frosset igjen.',
            'Hvor mange gange prøven er tøet op og frosset igen.',
          ),
          kind: 'integer',
          unit: '{count}',
        },
        {
          name: 'CONSENT',
          title: words('Consent', 'Samtykke', 'Samtykke'),
          description: words(
            'Whether the donor’s consent stands at the end of 2024.',
            'Om giverens samtykke står ved lag ved utgangen av 2024.',
            'Om donorens samtykke gælder ved udgangen af 2024.',
          ),
          codes: CONSENT,
        },
      ],
    },
    {
      name: 'VARIANT',
      title: words('Variants', 'Genvarianter', 'Genvarianter'),
      description: words(
        'One row for each donor whose DNA was read on an array: how many copies of each variant the donor carries. Alleles are made up by the frequencies of Europeans, whatever the donor’s descent; parents and children share them as families do, and people with an illness carry its alleles more often, by the published odds ratios.',
        'Én rad for hver giver som fikk DNA-et lest på en brikke: hvor mange kopier av hver variant giveren har. Allelene er laget etter frekvensene hos europeere, uansett opphav; foreldre og barn deler dem slik familier gjør, og personer med en sykdom har oftere allelene som hører til den, etter publiserte oddsratioer.',
        'Én række for hver donor, hvis DNA blev aflæst på en chip: hvor mange kopier af hver variant donoren bærer. Allelerne er lavet efter frekvenserne hos europæere uanset ophav; forældre og børn deler dem, som familier gør, og personer med en sygdom bærer oftere de alleler, der hører til den, efter publicerede oddsratioer.',
      ),
      columns: VARIANTS.map(([rs, gene, allele, frequency]) => ({
        name: rs.toUpperCase(),
        title: words(
          `Copies of ${rs}-${allele} (${gene})`,
          `Kopier av ${rs}-${allele} (${gene})`,
          `Kopier af ${rs}-${allele} (${gene})`,
        ),
        description: words(
          `Copies of allele ${allele}, frequency about ${frequency} (rounded). About 1 % of calls are missing.`,
          `Kopier av allelet ${allele}, frekvens omtrent ${decimalComma(frequency)} (avrundet). Omtrent 1 % av avlesningene mangler.`,
          `Kopier af allelen ${allele}, frekvens omkring ${decimalComma(frequency)} (afrundet). Omkring 1 % af aflæsningerne mangler.`,
        ),
        kind: 'integer' as const,
        unit: '{copies}',
      })),
    },
  ],
  write,
})

function decimalComma(number: number): string {
  return String(number).replace('.', ',')
}
