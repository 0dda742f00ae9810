import { wording } from '../holes.js'

export const nb = wording({
  letters: {
    received: {
      subject: 'Søknad {reference} er mottatt',
      text: 'Vi har mottatt søknaden din {reference}. Senest {due} får du vite om noe mangler.',
    },
    'completion-asked': {
      subject: 'Søknad {reference}: noe mangler',
      text: 'Søknad {reference} kan ikke avgjøres ennå. Saken viser alt som mangler. Fyll ut innen {due}, ellers faller søknaden bort. Mens du fyller ut, løper ingen frist; når søknaden er fullstendig, begynner fristen for vedtak på nytt.',
    },
    assigned: {
      subject: 'Du har fått sak {reference}',
      text: 'Sak {reference} er tildelt deg.',
    },
    'track-opened': {
      subject: 'Sak {reference} venter på dere',
      text: 'Sak {reference} venter på virksomheten din. Deres del skal være klar innen {due}.',
    },
    'question-asked': {
      subject: 'Spørsmål om søknad {reference}',
      text: 'Du har fått et spørsmål om søknad {reference}. Svar i saken.',
    },
    'question-answered': {
      subject: 'Sak {reference}: svar',
      text: 'Søkeren har svart på et spørsmål i sak {reference}.',
    },
    'review-asked': {
      subject: 'Rådet ditt i sak {reference}',
      text: 'Du blir bedt om råd i sak {reference}.',
    },
    reminder: {
      subject: 'Påminnelse: {reference}, frist {due}',
      text: 'I {reference} er fristen {due} for dette: {clock}.',
    },
    escalated: {
      subject: 'Over fristen: {reference}',
      text: 'I {reference} gikk fristen ut {due} uten at dette er gjort: {clock}. Du får beskjed fordi du kan sørge for at det blir gjort.',
    },
    'decision-issued': {
      subject: 'Vedtak om søknad {reference}',
      text: 'Det er fattet vedtak om søknad {reference}: {outcome}. Saken viser begrunnelsen og vilkårene. Du kan klage til og med {due}.',
    },
    withdrawn: {
      subject: 'Søknad {reference} er avsluttet',
      text: 'Søknad {reference} er trukket, eller den ble ikke fylt ut i tide. Det er ikke mer å gjøre i den.',
    },
    appealed: {
      subject: 'Sak {reference}: klage',
      text: 'Søkeren har klaget på vedtaket i sak {reference}. Klagen skal behandles innen {due}.',
    },
    'appeal-decided': {
      subject: 'Sak {reference}: klagen din er behandlet',
      text: 'Klagen din i sak {reference} er behandlet. Saken viser svaret.',
    },
    'permit-issued': {
      subject: 'Tillatelse {reference}',
      text: 'Tillatelse {reference} er gitt. Den gjelder til og med {until}.',
    },
    'permit-revoked': {
      subject: 'Tillatelse {reference} er trukket tilbake',
      text: 'Tillatelse {reference} er trukket tilbake. Den kan ikke brukes lenger, og arbeid under den er stanset.',
    },
    'permit-expired': {
      subject: 'Tillatelse {reference} er utløpt',
      text: 'Tillatelse {reference} er utløpt. Dataene skal være slettet innen {due}.',
    },
    'person-removed': {
      subject: 'Tillatelse {reference}: en person har mistet tilgangen',
      text: 'En person som er nevnt i tillatelse {reference}, har ikke lenger tilgang. Tillatelsen viser hvem.',
    },
    'breach-suspected': {
      subject: 'Tillatelse {reference}: mistanke om brudd',
      text: 'Det er mistanke om brudd på vilkårene i tillatelse {reference}. Svar kan gis til og med {due}.',
    },
    'breach-replied': {
      subject: 'Tillatelse {reference}: svar',
      text: 'Det er svart på mistanken om brudd på tillatelse {reference}.',
    },
    'breach-decided': {
      subject: 'Tillatelse {reference}: mistanken om brudd er avgjort',
      text: 'Mistanken om brudd på tillatelse {reference} er avgjort: {outcome}.',
    },
    'finding-reported': {
      subject: 'Tillatelse {reference}: et funn av betydning for helse',
      text: 'Under tillatelse {reference} er det gjort et funn som kan bety noe for helsen til personer i dataene. Tillatelsen viser hva som er meldt.',
    },
    'description-due': {
      subject: 'Se gjennom beskrivelsen av {register}',
      text: 'Dataansvarlige ser gjennom det katalogen sier om registrene deres, én gang i året. For {register} ({reference}) er året omme {due}.',
    },
    'description-overdue': {
      subject: 'Over fristen: beskrivelsen av {register}',
      text: 'Det katalogen sier om {register} ({reference}), skulle vært sett gjennom innen {due}, og ingen har gjort det ennå. Det ser alle som finner registeret.',
    },
  },
  clocks: {
    screening: 'å si om søknaden er fullstendig',
    completion: 'å fylle ut søknaden',
    decision: 'å fatte vedtak',
    proposal: 'å foreslå et vedtak',
    confirmation: 'å bekrefte eller endre det foreslåtte vedtaket',
    appeal: 'å klage, eller å behandle klagen',
    delivery: 'å levere dataene',
    'breach-reply': 'å svare på mistanken om brudd',
    'permit-end': 'tillatelsen utløper',
    deletion: 'å slette dataene',
    results: 'å registrere resultatene',
  },
  outcomes: {
    granted: 'innvilget',
    partial: 'delvis innvilget',
    refused: 'avslått',
    cleared: 'det var ikke noe brudd',
    revoked: 'tillatelsen er trukket tilbake',
    excluded: 'tillatelsen er trukket tilbake, og de ansvarlige kan ikke søke på en stund',
  },
  open: 'Åpne her:',
  sender: 'Sund sender dette brevet av seg selv. Svar på det blir ikke lest.',
})
