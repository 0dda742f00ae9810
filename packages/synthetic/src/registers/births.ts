/** The medical birth register: one row for each child born, about the pregnancy, the delivery and the first minutes. */
import { countryRegister } from '../country-register.js'
import { FIRST_DAY, yearOf } from '../days.js'
import type { Delivery, Person } from '../person.js'
import type { Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import { MISSING, type Rows } from '../tables.js'

const NO_YES: readonly CodeRow[] = [
  ['0', 'No', 'Nei', 'Nej'],
  ['1', 'Yes', 'Ja', 'Ja'],
]
const PLURALITY: readonly CodeRow[] = [
  ['1', 'Single', 'Enkeltfødsel', 'Enkeltfødsel'],
  ['2', 'Twins', 'Tvillinger', 'Tvillinger'],
]

/** Shares of what is missing or wrong, as the descriptions below say. */
const GESTATION_MISSING = 0.007
const SMOKING_MISSING = 0.1
const WEIGHT_MISTYPED = 0.0005

function write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random): void {
  const { mother } = person
  if (mother === null || person.birth < FIRST_DAY) return
  const delivery = deliveryOf(mother, person)
  if (delivery === null) return
  rows['BIRTH']?.push(
    person.identifier,
    mother.identifier,
    person.birth,
    random.chance(GESTATION_MISSING) ? MISSING : delivery.gestation,
    weightOf(delivery, random),
    delivery.plural ? 1 : 0,
    delivery.caesarean ? 1 : 0,
    parityOf(mother, person),
    smokingOf(mother, person, random),
    delivery.preeclampsia ? 1 : 0,
    apgarOf(delivery, random),
  )
}

function deliveryOf(mother: Person, child: Person): Delivery | null {
  for (const delivery of mother.deliveries) if (delivery.child === child) return delivery
  return null
}

/** A few weights lost a digit on their way into the register. */
const weightOf = ({ weight }: Delivery, random: Random): number =>
  random.chance(WEIGHT_MISTYPED) ? Math.floor(weight / 10) : weight

/** Children of the mother that the country knows of from earlier deliveries; twins are a day apart at most. */
function parityOf(mother: Person, child: Person): number {
  let earlier = 0
  for (const sibling of mother.children) if (sibling.birth < child.birth - 1) earlier++
  return earlier
}

/**
 * Most women who smoke stop before or in pregnancy, more of them every year: daily smokers at its beginning were 6 % in 2014
 * and 2 % in 2023; Medical Birth Registry of Norway.
 */
function smokingOf(mother: Person, child: Person, random: Random): number {
  if (random.chance(SMOKING_MISSING)) return MISSING
  const year = yearOf(child.birth)
  const going = Math.max(0.2, 0.8 - 0.06 * (year - 2014))
  return random.chance(mother.traits.smoking === 'current' ? going : 0.004) ? 1 : 0
}

/** Apgar score at five minutes: 9 or 10 for most; under 7 for about 1.4 %, many of those born early. */
function apgarOf({ gestation, caesarean }: Delivery, random: Random): number {
  const low =
    (gestation < 28 ? 0.4 : gestation < 32 ? 0.15 : gestation < 37 ? 0.03 : 0.01) * (caesarean ? 1.4 : 1)
  if (random.chance(low)) return Math.max(0, 6 - Math.floor(random.wait(0.6)))
  const uniform = random.uniform()
  return uniform < 0.6 ? 10 : uniform < 0.92 ? 9 : uniform < 0.98 ? 8 : 7
}

export const BIRTHS = countryRegister({
  name: 'births',
  sensitivity: 'PERSON_SPECIAL',
  title: words(
    'Medical birth register of Sundland',
    'Medisinsk fødselsregister i Sundland',
    'Det medicinske fødselsregister i Sundland',
  ),
  description: words(
    'Every child born alive in the made-up country of Sundland from 2014 on: length of pregnancy, weight, delivery and the mother’s health.',
    'Alle levendefødte barn i det oppdiktede landet Sundland fra 2014: svangerskapets lengde, vekt, forløsning og morens helse.',
    'Alle levendefødte børn i det opdigtede land Sundland fra 2014: graviditetens længde, vægt, forløsning og moderens helbred.',
  ),
  holder: { name: 'birth-register', title: words('Birth register', 'Fødselsregisteret', 'Fødselsregistret') },
  population: words(
    'Children born alive in the country from 1 January 2014 to 31 December 2024',
    'Barn født levende i landet fra 1. januar 2014 til 31. desember 2024',
    'Børn født levende i landet fra 1. januar 2014 til 31. december 2024',
  ),
  tables: [
    {
      name: 'BIRTH',
      title: words('Births', 'Fødsler', 'Fødsler'),
      description: words(
        'One row for each child, on the day of birth. Twins have a row each.',
        'Én rad for hvert barn, på fødselsdagen. Tvillinger har hver sin rad.',
        'Én række for hvert barn på fødselsdagen. Tvillinger har hver sin række.',
      ),
      links: [{ name: 'MOTHER', title: words('Mother', 'Mor', 'Mor') }],
      day: 'date',
      columns: [
        {
          name: 'GESTATION_WEEKS',
          title: words('Length of pregnancy', 'Svangerskapets lengde', 'Graviditetens længde'),
          description: words(
            'Completed weeks, by ultrasound. Missing for 0.7 %.',
            'Fullgåtte uker etter ultralyd. Mangler for 0,7 %.',
            'Fuldførte uger efter ultralyd. Mangler for 0,7 %.',
          ),
          kind: 'integer',
          unit: 'wk',
        },
        {
          name: 'BIRTH_WEIGHT',
          title: words('Weight at birth', 'Fødselsvekt', 'Fødselsvægt'),
          description: words(
            'Weight in grams. About 0.05 % lack their last digit.',
            'Vekt i gram. Omtrent 0,05 % mangler siste siffer.',
            'Vægt i gram. Omkring 0,05 % mangler det sidste ciffer.',
          ),
          kind: 'integer',
          unit: 'g',
        },
        {
          name: 'PLURALITY',
          title: words('Number of children', 'Antall barn i fødselen', 'Antal børn ved fødslen'),
          description: words(
            'Whether the child was born alone or with a twin.',
            'Om barnet ble født alene eller med en tvilling.',
            'Om barnet blev født alene eller med en tvilling.',
          ),
          codes: PLURALITY,
        },
        {
          name: 'CAESAREAN',
          title: words('Caesarean section', 'Keisersnitt', 'Kejsersnit'),
          description: words(
            'Whether the child was delivered by caesarean section.',
            'Om barnet ble forløst med keisersnitt.',
            'Om barnet blev forløst ved kejsersnit.',
          ),
          codes: NO_YES,
        },
        {
          name: 'PARITY',
          title: words('Earlier births', 'Tidligere fødsler', 'Tidligere fødsler'),
          description: words(
            'How many children the mother had before.',
            'Hvor mange barn moren hadde fra før.',
            'Hvor mange børn moderen havde i forvejen.',
          ),
          kind: 'integer',
          unit: '1',
        },
        {
          name: 'MOTHER_SMOKING',
          title: words('Mother’s smoking', 'Morens røyking', 'Moderens rygning'),
          description: words(
            'Whether the mother smoked daily when the pregnancy began. Missing for 10 %, who did not want to say.',
            'Om moren røykte daglig ved svangerskapets begynnelse. Mangler for 10 %, som ikke ville opplyse det.',
            'Om moderen røg dagligt ved graviditetens begyndelse. Mangler for 10 %, som ikke ville oplyse det.',
          ),
          codes: NO_YES,
        },
        {
          name: 'PREECLAMPSIA',
          title: words('Pre-eclampsia', 'Preeklampsi', 'Præeklampsi'),
          description: words(
            'Whether the mother had pre-eclampsia in the pregnancy.',
            'Om moren hadde svangerskapsforgiftning.',
            'Om moderen havde svangerskabsforgiftning.',
          ),
          codes: NO_YES,
        },
        {
          name: 'APGAR5',
          title: words(
            'Apgar score at five minutes',
            'Apgarskår etter fem minutter',
            'Apgarscore efter fem minutter',
          ),
          description: words(
            'From 0 to 10; under 7 calls for help.',
            'Fra 0 til 10; under 7 krever tiltak.',
            'Fra 0 til 10; under 7 kræver indsats.',
          ),
          kind: 'integer',
          unit: '{score}',
        },
      ],
    },
  ],
  stream: 102,
  write,
})
