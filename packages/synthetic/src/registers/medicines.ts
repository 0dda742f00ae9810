/**
 * The register of dispensed medicines: what the pharmacies hand out on prescription, from the treatments in `medicines/`.
 */
import { ATC, type AtcRow } from '../codes/atc.js'
import { countryRegister } from '../country-register.js'
import type { Person } from '../person.js'
import type { Random } from '../random.js'
import { Choice } from '../random.js'
import type { CodeRow } from '../register.js'
import { words } from '../register.js'
import type { Rows } from '../tables.js'
import { MISSING } from '../tables.js'
import { dispensationsOf } from './medicines/dispensing.js'
import type { Payment, PrescriberMix } from './medicines/treatments.js'

const REIMBURSED: readonly CodeRow[] = [
  ['0', 'Not reimbursed', 'Ikke refundert', 'Uden tilskud'],
  ['2', 'Reimbursed, pre-approved (section 2)', 'Forhåndsgodkjent refusjon (§ 2)', 'Generelt tilskud (§ 2)'],
  ['3', 'Reimbursed, individual (section 3)', 'Individuell refusjon (§ 3)', 'Individuelt tilskud (§ 3)'],
  [
    '4',
    'Reimbursed, communicable disease (section 4)',
    'Refusjon ved allmennfarlig smittsom sykdom (§ 4)',
    'Tilskud ved alment farlig smitsom sygdom (§ 4)',
  ],
  ['H', 'Paid by the hospital', 'Helseforetaksfinansiert (H-resept)', 'Betalt af sygehuset'],
]

const PRESCRIBER: readonly CodeRow[] = [
  ['GP', 'General practitioner', 'Fastlege eller annen allmennlege', 'Praktiserende læge'],
  ['HOSPITAL', 'Doctor in hospital', 'Lege i sykehus', 'Læge på sygehus'],
  [
    'OTHER',
    'Other: private specialist, dentist, midwife',
    'Annen: avtalespesialist, tannlege, jordmor',
    'Anden: privat speciallæge, tandlæge, jordemoder',
  ],
]

/** Places in `REIMBURSED`, with their shares for each way of paying. */
const PAYMENTS: Record<Payment, Choice<number>> = {
  reimbursed: new Choice([
    [1, 0.92],
    [0, 0.05],
    [2, 0.03],
  ]),
  own: new Choice([
    [0, 0.975],
    [2, 0.02],
    [1, 0.005],
  ]),
  mixed: new Choice([
    [0, 0.58],
    [1, 0.37],
    [2, 0.05],
  ]),
  hospital: new Choice([
    [4, 0.97],
    [2, 0.02],
    [0, 0.01],
  ]),
  infection: new Choice([
    [3, 0.97],
    [0, 0.03],
  ]),
}

/** Places in `PRESCRIBER`, with their shares for each mix. */
const PRESCRIBERS: Record<PrescriberMix, Choice<number>> = {
  practice: new Choice([
    [0, 0.84],
    [1, 0.09],
    [2, 0.07],
  ]),
  shared: new Choice([
    [0, 0.52],
    [1, 0.34],
    [2, 0.14],
  ]),
  hospital: new Choice([
    [0, 0.08],
    [1, 0.86],
    [2, 0.06],
  ]),
  dentist: new Choice([
    [0, 0.76],
    [1, 0.07],
    [2, 0.17],
  ]),
}

/** Shares of rows with no code, as stated in the descriptions. */
const REIMBURSED_MISSING = 0.003
const PRESCRIBER_MISSING = 0.012

/** Place of each substance in the code list, and whether it has a defined daily dose. */
const SUBSTANCES = new Map(
  ATC.map(([code, , , , dose], place) => [code, { place, counted: dose !== null }] as const),
)

export const medicines = countryRegister({
  sensitivity: 'PERSON_SPECIAL',
  name: 'medicines',
  patients: true,
  stream: 108,
  title: words('Dispensed medicines', 'Utleverte legemidler', 'Udleverede lægemidler'),
  description: words(
    'Medicines dispensed on prescription by pharmacies to persons living at home, 2023–2024. What was handed out in hospitals and nursing homes, and what was bought without a prescription, is not in it.',
    'Legemidler utlevert på resept fra apotek til hjemmeboende, 2023–2024. Det som er gitt i sykehus og sykehjem, og det som er kjøpt uten resept, er ikke med.',
    'Lægemidler udleveret på recept fra apoteker til hjemmeboende, 2023–2024. Det, der er givet på sygehuse og plejehjem, og det, der er købt i håndkøb, er ikke med.',
  ),
  holder: {
    name: 'prescription-registry',
    title: words('Prescription registry', 'Legemiddelregisteret', 'Lægemiddelregistret'),
  },
  population: words(
    'Residents of Sundland who collected a prescribed medicine in 2023–2024',
    'Bosatte i Sundland som hentet ut legemidler på resept i 2023–2024',
    'Bosiddende i Sundland, der indløste en recept i 2023–2024',
  ),
  tables: [
    {
      name: 'DISPENSATION',
      title: words('Dispensations', 'Utleveringer', 'Udleveringer'),
      description: words(
        'One row for each medicine handed out, on the day of collection.',
        'Én rad for hvert utlevert legemiddel, på dagen det ble hentet.',
        'Én række for hvert udleveret lægemiddel på den dag, det blev hentet.',
      ),
      about: {
        unit: 'DISPENSATION',
        person: words(
          'The person who is to use the medicine',
          'Personen som skal bruke legemidlet',
          'Den person, der skal bruge lægemidlet',
        ),
      },
      day: 'dispensed',
      columns: [
        {
          name: 'ATC',
          title: words('Medicine', 'Legemiddel', 'Lægemiddel'),
          description: words(
            'The substance, by the ATC classification.',
            'Virkestoffet, etter ATC-klassifikasjonen.',
            'Det aktive stof efter ATC-klassifikationen.',
          ),
          codes: ATC.map(([code, en, nb, da]: AtcRow): CodeRow => [code, en, nb, da]),
          source: `ATC classification 2024, WHO Collaborating Centre for Drug Statistics Methodology; part: the ${ATC.length} substances that are dispensed most`,
        },
        {
          name: 'DDD',
          title: words('Defined daily doses', 'Definerte døgndoser', 'Definerede døgndoser'),
          description: words(
            'Number of defined daily doses (WHO) handed out in all. Missing for substances without one, mostly medicines for the skin and the eyes.',
            'Antall definerte døgndoser (WHO) utlevert i alt. Mangler for virkestoffer uten døgndose, mest midler til hud og øyne.',
            'Antal definerede døgndoser (WHO) udleveret i alt. Mangler for stoffer uden døgndosis, mest midler til hud og øjne.',
          ),
          kind: 'decimal',
          unit: '{DDD}',
        },
        {
          name: 'PACKAGES',
          title: words('Packages', 'Pakninger', 'Pakninger'),
          description: words(
            'Number of packages handed out.',
            'Antall utleverte pakninger.',
            'Antal udleverede pakninger.',
          ),
          kind: 'integer',
          unit: '{package}',
        },
        {
          name: 'REIMBURSED',
          title: words('Reimbursement', 'Refusjon', 'Tilskud'),
          description: words(
            'Who pays, by the section of the regulation. Missing in 0.3 % of rows.',
            'Hvem som betaler, etter paragraf i forskriften. Mangler i 0,3 % av radene.',
            'Hvem der betaler, efter paragraf i bekendtgørelsen. Mangler i 0,3 % af rækkerne.',
          ),
          codes: REIMBURSED,
        },
        {
          name: 'PRESCRIBER',
          title: words('Prescriber', 'Forskriver', 'Ordinerende læge'),
          description: words(
            'Where the prescriber works. Missing in 1.2 % of rows, mostly of prescribers from abroad.',
            'Hvor forskriveren arbeider. Mangler i 1,2 % av radene, mest for utenlandske forskrivere.',
            'Hvor den ordinerende arbejder. Mangler i 1,2 % af rækkerne, mest for ordinerende fra udlandet.',
          ),
          codes: PRESCRIBER,
        },
      ],
    },
  ],
  write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random) {
    const table = rows.DISPENSATION as Rows
    for (const { day, atc, doses, packages, treatment } of dispensationsOf(person, random)) {
      const substance = SUBSTANCES.get(atc)
      if (substance === undefined) throw new Error(`${atc} is not in the code list`)
      table.push(
        person.identifier,
        day,
        substance.place,
        substance.counted ? doses : MISSING,
        packages,
        random.chance(REIMBURSED_MISSING) ? MISSING : random.pick(PAYMENTS[treatment.paid]),
        random.chance(PRESCRIBER_MISSING) ? MISSING : random.pick(PRESCRIBERS[treatment.by]),
      )
    }
  },
})
