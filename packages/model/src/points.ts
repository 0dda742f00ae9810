/**
 * Everything that can be missing or wrong in an application, as one table: layer, whether it blocks, and its sentence in every language
 * with holes for details. Apart from what finds them (`access`), since pages and documents say them too.
 */
import type { Point } from './applications.js'
import type { Language } from './text.js'

interface PointKind extends Pick<Point, 'layer' | 'weight'> {
  /** Holes are names in braces; `Point.with` fills them. */
  words: Record<Language, string>
}

/** The layers are those of Art 67: of its form, agreeing with itself and the catalogue, and what rules ask given the rest. */
export const POINTS = {
  missing: {
    layer: 'technical',
    weight: 'blocks',
    words: {
      en: 'This is not answered yet.',
      nb: 'Dette er ikke besvart ennå.',
      da: 'Det er ikke besvaret endnu.',
    },
  },
  'too-long': {
    layer: 'technical',
    weight: 'blocks',
    words: {
      en: 'The answer is longer than {most} characters.',
      nb: 'Svaret er lengre enn {most} tegn.',
      da: 'Svaret er længere end {most} tegn.',
    },
  },
  'too-short': {
    layer: 'technical',
    weight: 'blocks',
    words: {
      en: 'Say a little more: at least {least} characters.',
      nb: 'Si litt mer: minst {least} tegn.',
      da: 'Sig lidt mere: mindst {least} tegn.',
    },
  },
  malformed: {
    layer: 'technical',
    weight: 'blocks',
    words: {
      en: 'This cannot be read as an answer to the question.',
      nb: 'Dette kan ikke leses som et svar på spørsmålet.',
      da: 'Det kan ikke læses som et svar på spørgsmålet.',
    },
  },
  'form.unknown': {
    layer: 'technical',
    weight: 'blocks',
    words: {
      en: 'It was written on a form that is not known here ({form}, version {version}).',
      nb: 'Den er skrevet på et skjema som ikke er kjent her ({form}, versjon {version}).',
      da: 'Den er skrevet på en blanket, som ikke kendes her ({form}, version {version}).',
    },
  },
  'persons.lead': {
    layer: 'technical',
    weight: 'blocks',
    words: {
      en: 'One person, and only one, must be the lead of the study.',
      nb: 'Én person, og bare én, må være leder for studien.',
      da: 'Én person, og kun én, skal lede undersøgelsen.',
    },
  },
  'collection.unknown': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'Not in the catalogue: {variables}.',
      nb: 'Finnes ikke i katalogen: {variables}.',
      da: 'Findes ikke i kataloget: {variables}.',
    },
  },
  'collection.twice': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'Chosen more than once: {variables}.',
      nb: 'Valgt mer enn én gang: {variables}.',
      da: 'Valgt mere end én gang: {variables}.',
    },
  },
  'collection.no-holder': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'Nobody is known who could decide about {registers}.',
      nb: 'Det er ikke kjent hvem som kan avgjøre saker om {registers}.',
      da: 'Det vides ikke, hvem der kan afgøre sager om {registers}.',
    },
  },
  'population.unknown': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'Who is studied is told by variables that are not in the catalogue: {variables}.',
      nb: 'Utvalget er beskrevet med variabler som ikke finnes i katalogen: {variables}.',
      da: 'Populationen er beskrevet med variabler, der ikke findes i kataloget: {variables}.',
    },
  },
  'population.outside': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'Who is studied is told by {registers}, of which you ask for no variable: nobody could enforce it. Ask for one, or describe them otherwise.',
      nb: 'Utvalget er beskrevet med {registers}, som dere ikke ber om noe fra, og da kan ingen håndheve det. Be om en variabel derfra, eller beskriv utvalget på en annen måte.',
      da: 'Populationen er beskrevet med {registers}, som I ikke beder om noget fra, og så kan ingen håndhæve den. Bed om en variabel derfra, eller beskriv populationen på en anden måde.',
    },
  },
  'population.anyone': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'Who is studied would also be everyone of whom nothing is known. Say something that holds for each of them.',
      nb: 'Utvalget ville også omfatte alle som ingen vet noe om. Si noe som gjelder for hver enkelt i det.',
      da: 'Populationen ville også omfatte alle, som man intet ved om. Sig noget, der gælder for hver enkelt i den.',
    },
  },
  'years.order': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'The years end ({until}) before they begin ({from}).',
      nb: 'Årene slutter ({until}) før de begynner ({from}).',
      da: 'Årene slutter ({until}), før de begynder ({from}).',
    },
  },
  'years.none': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'No data in these years: {variables}.',
      nb: 'Ingen data i disse årene: {variables}.',
      da: 'Ingen data i disse år: {variables}.',
    },
  },
  'years.partly': {
    layer: 'semantic',
    weight: 'question',
    words: {
      en: 'Data for only some of these years: {variables}.',
      nb: 'Data bare for noen av disse årene: {variables}.',
      da: 'Kun data for nogle af disse år: {variables}.',
    },
  },
  'dates.order': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'The work would end before it begins.',
      nb: 'Arbeidet ville slutte før det begynner.',
      da: 'Arbejdet ville slutte, før det begynder.',
    },
  },
  'dates.past': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'The work would be over before today.',
      nb: 'Arbeidet ville være over før i dag.',
      da: 'Arbejdet ville være slut før i dag.',
    },
  },
  'duration.too-long': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'A permit can last until {latest} at the latest, counted from the first day.',
      nb: 'En tillatelse kan vare til senest {latest}, regnet fra første dag.',
      da: 'En tilladelse kan vare til senest {latest}, regnet fra den første dag.',
    },
  },
  'relaxation.beyond': {
    layer: 'semantic',
    weight: 'blocks',
    words: {
      en: 'No permit can relax rule {rule} that far.',
      nb: 'Ingen tillatelse kan lempe regel {rule} så langt.',
      da: 'Ingen tilladelse kan lempe regel {rule} så meget.',
    },
  },
  'purpose.public-body': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'Only public bodies may use data for this purpose (Art 53).',
      nb: 'Bare offentlige organer kan bruke data til dette formålet (art. 53).',
      da: 'Kun offentlige organer må bruge data til dette formål (art. 53).',
    },
  },
  'prohibited.unconfirmed': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'Confirm of each prohibited use that it is not meant; {count} are left.',
      nb: 'Bekreft for hver forbudte bruk at den ikke er ment; {count} gjenstår.',
      da: 'Bekræft for hver forbudt anvendelse, at den ikke er hensigten; {count} mangler.',
    },
  },
  'prohibited.meant': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'Health data may never be used for this (Art 54).',
      nb: 'Helsedata kan aldri brukes til dette (art. 54).',
      da: 'Sundhedsdata må aldrig bruges til dette (art. 54).',
    },
  },
  'pseudonymised.reason': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'Data are anonymous unless you say why that is not enough (Art 66).',
      nb: 'Data er anonyme med mindre du sier hvorfor det ikke er nok (art. 66).',
      da: 'Data er anonyme, medmindre du siger, hvorfor det ikke er nok (art. 66).',
    },
  },
  'pseudonymised.safeguards': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'With pseudonymised data, say how you keep people from being recognised (Art 66).',
      nb: 'Med pseudonyme data må du si hvordan du hindrer at noen kjennes igjen (art. 66).',
      da: 'Med pseudonymiserede data skal du sige, hvordan du undgår, at nogen genkendes (art. 66).',
    },
  },
  'ethics.required': {
    layer: 'contextual',
    weight: 'question',
    words: {
      en: 'By the rules in force ({rules}) an ethics committee decides on such studies. Say why yours is none.',
      nb: 'Etter reglene som gjelder ({rules}), avgjør en etisk komité slike studier. Si hvorfor din ikke er en.',
      da: 'Efter de gældende regler ({rules}) afgør en etisk komité sådanne undersøgelser. Sig, hvorfor din ikke er en.',
    },
  },
  'ethics.evidence': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'Give the reference of the approval and attach it.',
      nb: 'Oppgi referansen til godkjenningen og legg den ved.',
      da: 'Angiv godkendelsens reference, og vedhæft den.',
    },
  },
  'urgency.reason': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'Say why it is urgent for public health: the shorter time limit rests on that (Art 68).',
      nb: 'Si hvorfor det haster for folkehelsen: Den kortere fristen hviler på det (art. 68).',
      da: 'Sig, hvorfor det haster for folkesundheden: Den kortere frist hviler på det (art. 68).',
    },
  },
  'opt-out.no-law': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'No law of this country lets data be used of those who have opted out (Art 71(4)).',
      nb: 'Ingen lov i dette landet åpner for å bruke opplysninger om dem som har reservert seg (art. 71 nr. 4).',
      da: 'Ingen lov i dette land giver adgang til at bruge oplysninger om dem, der har fravalgt det (art. 71, stk. 4).',
    },
  },
  'opt-out.beyond': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: '{provision} does not let your organisation use data of those who have opted out for this purpose.',
      nb: '{provision} gir ikke organisasjonen deres adgang til opplysninger om dem som har reservert seg, til dette formålet.',
      da: '{provision} giver ikke jeres organisation adgang til oplysninger om dem, der har fravalgt det, til dette formål.',
    },
  },
  'opt-out.reason': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'Say why you need the data of those who have opted out, and why they cannot be had otherwise in time (Art 71(4)).',
      nb: 'Si hvorfor dere trenger opplysninger om dem som har reservert seg, og hvorfor de ikke kan skaffes på annen måte i tide (art. 71 nr. 4).',
      da: 'Sig, hvorfor I har brug for oplysninger om dem, der har fravalgt det, og hvorfor de ikke kan skaffes på anden måde i tide (art. 71, stk. 4).',
    },
  },
  'permit.unnamed': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'An amendment or a renewal must name its permit.',
      nb: 'En endring eller forlengelse må si hvilken tillatelse den gjelder.',
      da: 'En ændring eller forlængelse skal sige, hvilken tilladelse den gælder.',
    },
  },
  'permit.unknown': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'You have no permit {permit}.',
      nb: 'Du har ingen tillatelse {permit}.',
      da: 'Du har ingen tilladelse {permit}.',
    },
  },
  'permit.over': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'Permit {permit} no longer holds, so it cannot be changed. Apply anew.',
      nb: 'Tillatelse {permit} gjelder ikke lenger og kan ikke endres. Søk på nytt.',
      da: 'Tilladelse {permit} gælder ikke længere og kan ikke ændres. Søg på ny.',
    },
  },
  'renewal.late': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'A renewal had to be asked for by {latest}, before the permit ends on {until}. Apply anew.',
      nb: 'Forlengelse måtte søkes om senest {latest}, før tillatelsen utløper {until}. Søk på nytt.',
      da: 'Forlængelse skulle søges senest {latest}, før tilladelsen udløber {until}. Søg på ny.',
    },
  },
  'renewal.again': {
    layer: 'contextual',
    weight: 'blocks',
    words: {
      en: 'Permit {permit} was renewed on {renewedOn}, and a permit is renewed once. Apply anew.',
      nb: 'Tillatelse {permit} ble forlenget {renewedOn}, og en tillatelse kan bare forlenges én gang. Søk på nytt.',
      da: 'Tilladelse {permit} blev forlænget {renewedOn}, og en tilladelse kan kun forlænges én gang. Søg på ny.',
    },
  },
  'minimisation.unused': {
    layer: 'contextual',
    weight: 'question',
    words: {
      en: 'No question of the study needs {variables}. Say which does, or leave out what is not needed.',
      nb: 'Ingen av studiens spørsmål trenger {variables}. Si hvilket som gjør det, eller utelat det som ikke trengs.',
      da: 'Ingen af undersøgelsens spørgsmål kræver {variables}. Sig, hvilket der gør, eller udelad det, der ikke er brug for.',
    },
  },
  'minimisation.question': {
    layer: 'contextual',
    weight: 'question',
    words: {
      en: 'No variable is said to be needed for: {questions}.',
      nb: 'Ingen variabel er oppgitt som nødvendig for: {questions}.',
      da: 'Ingen variabel er angivet som nødvendig for: {questions}.',
    },
  },
  'persons.unknown': {
    layer: 'contextual',
    weight: 'question',
    words: {
      en: 'A permit names people who have signed in here. Not yet: {names}.',
      nb: 'En tillatelse nevner personer som har logget inn her. Ikke ennå: {names}.',
      da: 'En tilladelse nævner personer, der har logget ind her. Endnu ikke: {names}.',
    },
  },
} as const satisfies Record<string, PointKind>
export type PointCode = keyof typeof POINTS

/** What a point says, its holes filled; a code of another version of Sund stands as itself. */
export function pointText(point: Pick<Point, 'code' | 'with'>, language: Language): string {
  const kind: PointKind | undefined = Object.hasOwn(POINTS, point.code)
    ? POINTS[point.code as PointCode]
    : undefined
  return (
    kind?.words[language].replace(/\{(\w+)\}/g, (hole, name: string) => String(point.with[name] ?? hole)) ??
    point.code
  )
}
