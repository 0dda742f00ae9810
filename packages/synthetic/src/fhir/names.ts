/** Names for made-up persons. Those of a family share the last one; nobody is meant by any of them. */
import { FEMALE, type Person } from '../person.js'
import { Random } from '../random.js'

export interface Name {
  given: string
  family: string
}

const WOMEN =
  'Anne Astrid Aud Berit Bodil Elin Elise Emma Frida Gerd Grete Hanne Helga Hilde Ida Inger Ingrid Jorunn Karen Kari Kirsten Lea Lise Liv Maja Maren Marit Mia Nina Nora Oda Ragnhild Randi Runa Sara Sigrid Silje Siv Sofie Solveig Thea Tone Tove Turid Unni Vilde Wenche Ylva Åse'.split(
    ' ',
  )
const MEN =
  'Aksel Anders Arild Arne Aslak Bjarne Bjørn Dag Einar Eirik Emil Erik Erlend Finn Frode Geir Gunnar Hans Harald Henrik Håkon Ivar Jakob Jan Jens Jonas Kjell Knut Lars Leif Magnus Mads Mikkel Nils Odd Ola Olav Oskar Per Rolf Rune Sigurd Sondre Stein Svein Terje Tor Trond Ulrik Vetle'.split(
    ' ',
  )
const FAMILIES =
  'Aas Alnes Bakke Berge Birkeland Bjerke Brekke Bruun Dahlberg Eide Ekra Elvestad Engen Fjellheim Foss Furu Granli Hagen Haugland Hegre Holmen Horn Høyland Kallevik Kleiva Lien Lillevik Lunde Lyng Moen Myrvold Nesheim Nordby Nygård Odden Rognli Rud Sande Skoglund Solheim Stenseth Strand Sundby Torp Tveit Ulvestad Vangen Vestby Viken Ås'.split(
    ' ',
  )

const GIVEN_STREAM = 151
const FAMILY_STREAM = 152
const OFFICE_STREAM = 153

/** The name of a person; `said` has those that somebody has been given already. */
export function nameOf(person: Person, seed: number, said: ReadonlyMap<Person, Name>): Name {
  return (
    said.get(person) ?? {
      given: pick(new Random(seed, GIVEN_STREAM, person.index), person.sex === FEMALE ? WOMEN : MEN),
      family: familyOf(person, seed, said),
    }
  )
}

/** Children have their mother's. */
function familyOf(person: Person, seed: number, said: ReadonlyMap<Person, Name>): string {
  let oldest = person
  for (;;) {
    const known = said.get(oldest)
    if (known !== undefined) return known.family
    if (oldest.mother === null) break
    oldest = oldest.mother
  }
  return pick(new Random(seed, FAMILY_STREAM, oldest.index), FAMILIES)
}

/** The name of somebody who works in an office and is no person of the country. */
export function nameAtWork(seed: number, place: number): Name {
  const random = new Random(seed, OFFICE_STREAM, place)
  return { given: pick(random, random.chance(0.55) ? WOMEN : MEN), family: pick(random, FAMILIES) }
}

const pick = (random: Random, from: readonly string[]): string =>
  from[random.between(0, from.length - 1)] as string
