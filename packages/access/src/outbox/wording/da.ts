import { wording } from '../holes.js'

export const da = wording({
  letters: {
    received: {
      subject: 'Ansøgning {reference} er modtaget',
      text: 'Vi har modtaget din ansøgning {reference}. Senest {due} får du at vide, om der mangler noget.',
    },
    'completion-asked': {
      subject: 'Ansøgning {reference}: der mangler noget',
      text: 'Ansøgning {reference} kan ikke afgøres endnu. Sagen viser alt, hvad der mangler. Udfyld det senest {due}, ellers bortfalder ansøgningen. Mens du udfylder, løber ingen frist; når ansøgningen er fuldstændig, begynder fristen for afgørelsen forfra.',
    },
    assigned: {
      subject: 'Du har fået sag {reference}',
      text: 'Sag {reference} er tildelt dig.',
    },
    'track-opened': {
      subject: 'Sag {reference} venter på jer',
      text: 'Sag {reference} venter på din organisation. Jeres del skal være klar senest {due}.',
    },
    'question-asked': {
      subject: 'Spørgsmål om ansøgning {reference}',
      text: 'Du har fået et spørgsmål om ansøgning {reference}. Svar i sagen.',
    },
    'question-answered': {
      subject: 'Sag {reference}: svar',
      text: 'Ansøgeren har svaret på et spørgsmål i sag {reference}.',
    },
    'review-asked': {
      subject: 'Dit råd i sag {reference}',
      text: 'Du bliver bedt om råd i sag {reference}.',
    },
    reminder: {
      subject: 'Påmindelse: {reference}, frist {due}',
      text: 'I {reference} er fristen {due} for dette: {clock}.',
    },
    escalated: {
      subject: 'Fristen er overskredet: {reference}',
      text: 'I {reference} udløb fristen {due}, uden at dette er gjort: {clock}. Du får besked, fordi du kan sørge for, at det sker.',
    },
    'decision-issued': {
      subject: 'Afgørelse om ansøgning {reference}',
      text: 'Der er truffet afgørelse om ansøgning {reference}: {outcome}. Sagen viser begrundelsen og vilkårene. Du kan klage til og med {due}.',
    },
    withdrawn: {
      subject: 'Ansøgning {reference} er afsluttet',
      text: 'Ansøgning {reference} er trukket tilbage eller blev ikke udfyldt i tide. Der er ikke mere at gøre i den.',
    },
    appealed: {
      subject: 'Sag {reference}: klage',
      text: 'Ansøgeren har klaget over afgørelsen i sag {reference}. Klagen skal behandles senest {due}.',
    },
    'appeal-decided': {
      subject: 'Sag {reference}: din klage er behandlet',
      text: 'Din klage i sag {reference} er behandlet. Sagen viser svaret.',
    },
    'permit-issued': {
      subject: 'Tilladelse {reference}',
      text: 'Tilladelse {reference} er givet. Den gælder til og med {until}.',
    },
    'permit-revoked': {
      subject: 'Tilladelse {reference} er tilbagekaldt',
      text: 'Tilladelse {reference} er tilbagekaldt. Den må ikke bruges mere, og arbejde under den er standset.',
    },
    'permit-expired': {
      subject: 'Tilladelse {reference} er udløbet',
      text: 'Tilladelse {reference} er udløbet. Dataene skal være slettet senest {due}.',
    },
    'person-removed': {
      subject: 'Tilladelse {reference}: en person har mistet adgangen',
      text: 'En person, som er nævnt i tilladelse {reference}, har ikke længere adgang. Tilladelsen viser hvem.',
    },
    'breach-suspected': {
      subject: 'Tilladelse {reference}: mistanke om brud',
      text: 'Der er mistanke om brud på vilkårene i tilladelse {reference}. Der kan svares til og med {due}.',
    },
    'breach-replied': {
      subject: 'Tilladelse {reference}: svar',
      text: 'Der er svaret på mistanken om brud på tilladelse {reference}.',
    },
    'breach-decided': {
      subject: 'Tilladelse {reference}: mistanken om brud er afgjort',
      text: 'Mistanken om brud på tilladelse {reference} er afgjort: {outcome}.',
    },
    'finding-reported': {
      subject: 'Tilladelse {reference}: et fund af betydning for helbredet',
      text: 'Under tilladelse {reference} er der gjort et fund, som kan have betydning for helbredet hos personer i dataene. Tilladelsen viser, hvad der er meldt.',
    },
    'description-due': {
      subject: 'Gennemgå beskrivelsen af {register}',
      text: 'Dataindehavere gennemgår én gang om året det, kataloget siger om deres registre. For {register} ({reference}) er året omme den {due}.',
    },
    'description-overdue': {
      subject: 'Over fristen: beskrivelsen af {register}',
      text: 'Det, kataloget siger om {register} ({reference}), skulle have været gennemgået senest den {due}, og ingen har gjort det endnu. Det ser alle, der finder registeret.',
    },
  },
  clocks: {
    screening: 'at sige, om ansøgningen er fuldstændig',
    completion: 'at udfylde ansøgningen',
    decision: 'at træffe afgørelse',
    proposal: 'at foreslå en afgørelse',
    confirmation: 'at bekræfte eller ændre den foreslåede afgørelse',
    appeal: 'at klage eller at behandle klagen',
    delivery: 'at levere dataene',
    'breach-reply': 'at svare på mistanken om brud',
    'permit-end': 'tilladelsen udløber',
    deletion: 'at slette dataene',
    results: 'at registrere resultaterne',
  },
  outcomes: {
    granted: 'imødekommet',
    partial: 'delvist imødekommet',
    refused: 'afslået',
    cleared: 'der var ikke noget brud',
    revoked: 'tilladelsen er tilbagekaldt',
    excluded: 'tilladelsen er tilbagekaldt, og de ansvarlige kan ikke ansøge i en periode',
  },
  open: 'Åbn her:',
  sender: 'Sund sender dette brev af sig selv. Svar på det bliver ikke læst.',
})
