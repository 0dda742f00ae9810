/**
 * The patient register of hospitals: episodes with their diagnoses and procedures. Everything in it is settled in `health/`; what
 * is added here is what a register does to it: levels of care, regions, codes that stop short, rows sent twice.
 */
import { ICD10, ICD10_SOURCE } from '../codes/icd10.js'
import { MUNICIPALITIES } from '../codes/municipalities.js'
import { PROCEDURES, PROCEDURES_SOURCE } from '../codes/procedures.js'
import { countryRegister } from '../country-register.js'
import type { HospitalVisit, Person } from '../person.js'
import { homeOn } from '../population/homes.js'
import type { Random } from '../random.js'
import { type CodeRow, words } from '../register.js'
import { MISSING, type Rows } from '../tables.js'

const CARE_LEVELS: readonly CodeRow[] = [
  ['1', 'Inpatient stay', 'Døgnopphold', 'Indlæggelse'],
  ['2', 'Day treatment', 'Dagbehandling', 'Dagbehandling'],
  ['3', 'Outpatient visit', 'Poliklinisk konsultasjon', 'Ambulant besøg'],
]
const [INPATIENT, DAY, OUTPATIENT] = [0, 1, 2]

const URGENCIES: readonly CodeRow[] = [
  ['1', 'Acute', 'Akutt', 'Akut'],
  ['4', 'Planned', 'Planlagt', 'Planlagt'],
]
const [ACUTE, PLANNED] = [0, 1]

const REGIONS: readonly CodeRow[] = [
  ['03', 'Western region', 'Region Vest', 'Region Vest'],
  ['04', 'Central region', 'Region Midt', 'Region Midt'],
  ['05', 'Northern region', 'Region Nord', 'Region Nord'],
  ['08', 'South-Eastern region', 'Region Sør-Øst', 'Region Sydøst'],
]
const SOUTH_EAST = 3
/** Places in `REGIONS` of counties outside the South-East. */
const REGION_OF_COUNTY: Readonly<Record<string, number>> = {
  '11': 0,
  '46': 0,
  '15': 1,
  '50': 1,
  '18': 2,
  '55': 2,
  '56': 2,
}
const REGION_OF: readonly number[] = MUNICIPALITIES.map(
  ({ county }) => REGION_OF_COUNTY[county] ?? SOUTH_EAST,
)

const RANKS: readonly CodeRow[] = [
  ['B', 'Other diagnosis', 'Annen tilstand', 'Bidiagnose'],
  ['H', 'Main diagnosis', 'Hovedtilstand', 'Aktionsdiagnose'],
]
const [OTHER, MAIN] = [0, 1]

/** Shares of what goes wrong, as the descriptions state. */
const URGENCY_MISSING = 0.006
const SENT_TWICE = 0.002
/** Of codes that have a less specific neighbour, the share that is coded as that: 0.5 % of all. */
const STOPS_SHORT = 0.011

const placesOf = (rows: readonly CodeRow[]) => new Map(rows.map(([code], place) => [code, place]))
const DIAGNOSES = placesOf(ICD10)
const DONE = placesOf(PROCEDURES)
/** Place of the code of three characters, or of the unspecified one, for codes that have it; else undefined. */
const SHORT: readonly (number | undefined)[] = ICD10.map(([code]) => {
  const place = DIAGNOSES.get(code.slice(0, 3)) ?? DIAGNOSES.get(`${code.slice(0, 3)}9`)
  return place === DIAGNOSES.get(code) ? undefined : place
})

function placeOf(places: ReadonlyMap<string, number>, code: string): number {
  const place = places.get(code)
  if (place === undefined) throw new Error(`${code} is not in the code list`)
  return place
}

/** Surgery and treatment make a visit day treatment; scopes, imaging and tests do not. */
const TREATMENT = /^[A-T]/
const levelOf = ({ nights, procedures }: HospitalVisit): number =>
  nights > 0 ? INPATIENT : procedures.some((code) => TREATMENT.test(code)) ? DAY : OUTPATIENT

const PATIENT = words('The patient', 'Pasienten', 'Patienten')

export const hospital = countryRegister({
  name: 'hospital',
  sensitivity: 'PERSON_SPECIAL',
  patients: true,
  stream: 107,
  title: words('Hospital episodes', 'Sykehusopphold', 'Sygehuskontakter'),
  description: words(
    'Stays in hospital and visits to hospital clinics from 2014 on, somatic and psychiatric, with diagnoses and procedures. Outpatient visits are thinned to those with a procedure, a chronic diagnosis or an injury, about a quarter of what real hospitals have; dialysis to one visit a month.',
    'Sykehusopphold og polikliniske konsultasjoner fra 2014, somatiske og psykiatriske, med diagnoser og prosedyrer. Polikliniske konsultasjoner er tynnet ut til dem med en prosedyre, en kronisk diagnose eller en skade, om lag en firedel av dem virkelige sykehus har; dialyse til én gang i måneden.',
    'Indlæggelser og ambulante besøg på sygehus fra 2014, somatiske og psykiatriske, med diagnoser og procedurer. Ambulante besøg er udtyndet til dem med en procedure, en kronisk diagnose eller en skade, omkring en fjerdedel af det, virkelige sygehuse har; dialyse til én gang om måneden.',
  ),
  holder: {
    name: 'patient-register',
    title: words('Patient register', 'Pasientregisteret', 'Patientregistret'),
  },
  population: words(
    'Residents of Sundland who were in hospital from 2014 on',
    'Bosatte i Sundland som har vært på sykehus fra 2014',
    'Bosiddende i Sundland, der har været på sygehus fra 2014',
  ),
  tables: [
    {
      name: 'EPISODE',
      title: words('Episodes', 'Episoder', 'Kontakter'),
      description: words(
        'One row for each stay or visit, from the day of admission to the day of discharge.',
        'Én rad for hvert opphold eller hver konsultasjon, fra innskrivningsdag til utskrivningsdag.',
        'Én række for hver indlæggelse eller hvert besøg, fra indskrivningsdag til udskrivningsdag.',
      ),
      about: { unit: 'EPISODE', person: PATIENT },
      day: 'admission',
      until: 'discharge',
      columns: [
        {
          name: 'CARE_LEVEL',
          title: words('Level of care', 'Omsorgsnivå', 'Behandlingsniveau'),
          description: words(
            'Whether the patient stayed the night; visits with surgery or treatment are day treatment.',
            'Om pasienten ble natten over; besøk med kirurgi eller behandling er dagbehandling.',
            'Om patienten blev natten over; besøg med operation eller behandling er dagbehandling.',
          ),
          codes: CARE_LEVELS,
        },
        {
          name: 'URGENCY',
          title: words('Urgency', 'Hastegrad', 'Hastegrad'),
          description: words(
            'Whether the episode was planned. Missing in 0.6 % of rows.',
            'Om episoden var planlagt. Mangler i 0,6 % av radene.',
            'Om kontakten var planlagt. Mangler i 0,6 % af rækkerne.',
          ),
          codes: URGENCIES,
        },
        {
          name: 'HOSPITAL_REGION',
          title: words('Health region', 'Helseregion', 'Sundhedsregion'),
          description: words(
            'The region whose hospital it was: that of the municipality where the patient lived on the day of admission.',
            'Regionen sykehuset hører til: den for kommunen pasienten bodde i på innskrivningsdagen.',
            'Den region, sygehuset hører til: regionen for den kommune, patienten boede i på indskrivningsdagen.',
          ),
          codes: REGIONS,
        },
        {
          name: 'NIGHTS',
          title: words('Nights', 'Liggedøgn', 'Sengedage'),
          description: words(
            'Nights from admission to discharge; 0 for visits and day treatment.',
            'Netter fra innskrivning til utskrivning; 0 for konsultasjoner og dagbehandling.',
            'Nætter fra indskrivning til udskrivning; 0 for besøg og dagbehandling.',
          ),
          kind: 'integer',
          unit: 'd',
        },
      ],
    },
    {
      name: 'DIAGNOSIS',
      title: words('Diagnoses', 'Diagnoser', 'Diagnoser'),
      description: words(
        'One row for each diagnosis of an episode, on the day of admission. About a quarter of the chronic illnesses that patients have are not coded at a stay, most are not at a visit. 0.2 % of rows were sent twice.',
        'Én rad for hver diagnose i en episode, på innskrivningsdagen. Om lag en firedel av pasientenes kroniske sykdommer er ikke kodet ved opphold, de fleste ikke ved konsultasjoner. 0,2 % av radene er sendt to ganger.',
        'Én række for hver diagnose ved en kontakt på indskrivningsdagen. Omkring en fjerdedel af patienternes kroniske sygdomme er ikke kodet ved indlæggelser, de fleste ikke ved besøg. 0,2 % af rækkerne er sendt to gange.',
      ),
      about: { unit: 'DIAGNOSIS', person: PATIENT, link: 'DIAGNOSIS_PERSON' },
      day: 'diagnosed',
      columns: [
        {
          name: 'ICD10',
          title: words('Diagnosis', 'Diagnose', 'Diagnose'),
          description: words(
            'The diagnosis by ICD-10, without the dot. About 0.5 % are coded less specifically than they could be.',
            'Diagnosen etter ICD-10, uten punktum. Om lag 0,5 % er kodet mindre spesifikt enn de kunne vært.',
            'Diagnosen efter ICD-10, uden punktum. Omkring 0,5 % er kodet mindre specifikt, end de kunne være.',
          ),
          codes: ICD10,
          source: ICD10_SOURCE,
        },
        {
          name: 'DIAGNOSIS_RANK',
          title: words('Rank of the diagnosis', 'Diagnosens plass', 'Diagnosens art'),
          description: words(
            'The main diagnosis is what most of the episode was about.',
            'Hovedtilstanden er den som det meste av episoden gjaldt.',
            'Aktionsdiagnosen er den, som det meste af kontakten drejede sig om.',
          ),
          codes: RANKS,
        },
      ],
    },
    {
      name: 'PROCEDURE',
      title: words('Procedures', 'Prosedyrer', 'Procedurer'),
      description: words(
        'One row for each procedure of an episode, on the day of admission.',
        'Én rad for hver prosedyre i en episode, på innskrivningsdagen.',
        'Én række for hver procedure ved en kontakt på indskrivningsdagen.',
      ),
      about: { unit: 'PROCEDURE', person: PATIENT, link: 'PROCEDURE_PERSON' },
      day: 'performed',
      columns: [
        {
          name: 'PROCEDURE_CODE',
          title: words('Procedure', 'Prosedyre', 'Procedure'),
          description: words(
            'Surgery, treatment, scopes and imaging; laboratory tests are in a register of their own.',
            'Kirurgi, behandling, skopier og bildediagnostikk; laboratorieprøver står i et eget register.',
            'Operation, behandling, kikkertundersøgelser og billeddiagnostik; laboratorieprøver står i et register for sig.',
          ),
          codes: PROCEDURES,
          source: PROCEDURES_SOURCE,
        },
      ],
    },
  ],
  write(person: Person, rows: Readonly<Record<string, Rows>>, random: Random) {
    const { EPISODE, DIAGNOSIS, PROCEDURE } = rows as Record<'EPISODE' | 'DIAGNOSIS' | 'PROCEDURE', Rows>
    const { identifier } = person
    for (const visit of person.visits) {
      const { day, nights, acute, diagnoses, procedures } = visit
      EPISODE.push(
        identifier,
        day,
        day + nights,
        levelOf(visit),
        random.chance(URGENCY_MISSING) ? MISSING : acute ? ACUTE : PLANNED,
        REGION_OF[homeOn(person, day)] ?? SOUTH_EAST,
        nights,
      )
      for (const [i, code] of diagnoses.entries()) {
        const exact = placeOf(DIAGNOSES, code)
        const short = SHORT[exact]
        const place = short !== undefined && random.chance(STOPS_SHORT) ? short : exact
        const rank = i === 0 ? MAIN : OTHER
        DIAGNOSIS.push(identifier, day, place, rank)
        if (random.chance(SENT_TWICE)) DIAGNOSIS.push(identifier, day, place, rank)
      }
      for (const code of procedures) PROCEDURE.push(identifier, day, placeOf(DONE, code))
    }
  },
})
