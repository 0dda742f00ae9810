/** The first sections of the form, about the study and the data it needs. */
import type { FormSection } from '@sund/model'
import { field, said, words } from './words.js'

export const STUDY: FormSection = {
  id: 'study',
  title: said('The study', 'Studien', 'Undersøgelsen'),
  lead: said(
    'What you want to find out, and what for. Title, summary and purpose are public from the day you submit.',
    'Hva du vil finne ut, og hva det skal brukes til. Tittel, sammendrag og formål er offentlige fra du sender inn.',
    'Hvad du vil finde ud af, og hvad det skal bruges til. Titel, resumé og formål er offentlige, fra du indsender.',
  ),
  fields: [
    field('title', 'line', {
      title: said('Title', 'Tittel', 'Titel'),
      placeholder: said(
        'Heart disease after gestational diabetes',
        'Hjertesykdom etter svangerskapsdiabetes',
        'Hjertesygdom efter graviditetsdiabetes',
      ),
      schema: words(300, 4),
    }),
    field('summary', 'text', {
      title: said('Summary in plain words', 'Sammendrag i klart språk', 'Resumé i klart sprog'),
      help: said(
        'For readers of the public register, who are not researchers.',
        'For lesere av det offentlige registeret, som ikke er forskere.',
        'Til læsere af det offentlige register, som ikke er forskere.',
      ),
      schema: words(4000, 40),
    }),
    field('questions', 'questions', {
      title: said('Questions of the study', 'Spørsmål i studien', 'Undersøgelsens spørgsmål'),
      help: said(
        'One at a time. Further down you say which variables each of them needs.',
        'Ett om gangen. Lenger ned sier du hvilke variabler hvert av dem trenger.',
        'Ét ad gangen. Længere nede siger du, hvilke variabler hvert af dem kræver.',
      ),
      placeholder: said(
        'Do they get heart disease earlier than others?',
        'Får de hjertesykdom tidligere enn andre?',
        'Får de hjertesygdom tidligere end andre?',
      ),
      schema: {
        type: 'array',
        minItems: 1,
        maxItems: 50,
        items: {
          type: 'object',
          properties: { id: words(40), text: words(1000) },
          required: ['id', 'text'],
        },
      },
    }),
    field('purpose', 'choice', {
      title: said('Purpose', 'Formål', 'Formål'),
      help: said(
        'Exactly one. The first three are for public bodies.',
        'Nøyaktig ett. De tre første er for offentlige organer.',
        'Netop ét. De tre første er for offentlige organer.',
      ),
      choices: {
        'public-interest': said(
          'Public and occupational health',
          'Folke- og arbeidshelse',
          'Folkesundhed og arbejdsmiljø',
        ),
        policy: said('Policy and regulation', 'Politikk og regelverk', 'Politik og regulering'),
        statistics: said('Official statistics', 'Offisiell statistikk', 'Officiel statistik'),
        education: said('Education', 'Utdanning', 'Uddannelse'),
        research: said('Research', 'Forskning', 'Forskning'),
        'care-improvement': said('Better care', 'Bedre helsehjelp', 'Bedre behandling'),
      },
    }),
    field('benefit', 'text', {
      title: said(
        'Who benefits, and how',
        'Hvem har nytte av det, og hvordan',
        'Hvem gavner det, og hvordan',
      ),
      help: said(
        'For patients, care or knowledge. It is weighed against what it asks of the people in the data.',
        'For pasienter, helsetjeneste eller kunnskap. Det veies mot hva det krever av dem dataene handler om.',
        'For patienter, sundhedsvæsen eller viden. Det vejes mod, hvad det kræver af dem, data handler om.',
      ),
      schema: words(4000, 20),
    }),
    field('notMeant', 'not-meant', {
      title: said('Never allowed', 'Aldri tillatt', 'Aldrig tilladt'),
      help: said(
        'Confirm that none of this is meant (Art 54).',
        'Bekreft at ingenting av dette er ment (art. 54).',
        'Bekræft, at intet af dette er hensigten (art. 54).',
      ),
      schema: { type: 'object', additionalProperties: { type: 'boolean' } },
      choices: {
        'decisions-against-person': said(
          'Decisions that harm a person or a group',
          'Avgjørelser til skade for en person eller gruppe',
          'Afgørelser til skade for en person eller gruppe',
        ),
        'insurance-or-credit': said(
          'Terms of insurance, credit or work',
          'Vilkår for forsikring, kreditt eller arbeid',
          'Vilkår for forsikring, kredit eller arbejde',
        ),
        advertising: said('Advertising', 'Reklame', 'Reklame'),
        'harmful-products': said(
          'Products that harm people or society',
          'Produkter som skader mennesker eller samfunn',
          'Produkter, der skader mennesker eller samfund',
        ),
        'ethics-conflict': said(
          'What ethical rules of the country forbid',
          'Det som landets etiske regler forbyr',
          'Det, som landets etiske regler forbyder',
        ),
      },
    }),
  ],
}

export const DATA: FormSection = {
  id: 'data',
  title: said('The data', 'Dataene', 'Data'),
  lead: said(
    'No more than the questions need.',
    'Ikke mer enn spørsmålene trenger.',
    'Ikke mere, end spørgsmålene kræver.',
  ),
  fields: [
    field('collection', 'collection', {
      title: said('Variables', 'Variabler', 'Variabler'),
      help: said(
        'Mark which question needs each of them. What no question needs is asked about.',
        'Merk hvilket spørsmål som trenger hver av dem. Det som ingen spørsmål trenger, blir du spurt om.',
        'Markér, hvilket spørgsmål der kræver hver af dem. Det, som intet spørgsmål kræver, bliver du spurgt om.',
      ),
    }),
    field('population', 'text', {
      title: said('Who is studied', 'Hvem som studeres', 'Hvem der undersøges'),
      placeholder: said(
        'Women who gave birth in 2010 to 2019, and the same number who did not',
        'Kvinner som fødte i 2010 til 2019, og like mange som ikke gjorde det',
        'Kvinder, der fødte i 2010 til 2019, og lige så mange, der ikke gjorde',
      ),
      schema: words(4000, 10),
    }),
    field('populationCriteria', 'criteria', {
      title: said('The same as criteria', 'Det samme som kriterier', 'Det samme som kriterier'),
      help: said(
        'Enforced when the study runs: only rows of these people reach the room.',
        'Håndheves når studien kjører: Bare rader om disse menneskene når rommet.',
        'Håndhæves, når undersøgelsen kører: Kun rækker om disse mennesker når rummet.',
      ),
      optional: true,
    }),
    field('years', 'years', {
      title: said('Years of data', 'År med data', 'År med data'),
      schema: {
        type: 'object',
        properties: {
          from: { type: 'integer', minimum: 1800, maximum: 2200 },
          until: { type: 'integer', minimum: 1800, maximum: 2200 },
        },
        required: ['from', 'until'],
      },
    }),
    field('identifiability', 'choice', {
      title: said('Form of the data', 'Form på dataene', 'Datas form'),
      help: said(
        'Anonymous unless that is not enough.',
        'Anonyme med mindre det ikke er nok.',
        'Anonyme, medmindre det ikke er nok.',
      ),
      choices: {
        anonymous: [
          said('Anonymous', 'Anonyme', 'Anonyme'),
          said(
            'You work with protected answers and see no rows.',
            'Du arbeider med beskyttede svar og ser ingen rader.',
            'Du arbejder med beskyttede svar og ser ingen rækker.',
          ),
        ],
        pseudonymised: [
          said('Pseudonymised', 'Pseudonyme', 'Pseudonymiserede'),
          said(
            'Rows without names in a secure room; the key is held elsewhere.',
            'Rader uten navn i et sikkert rom; nøkkelen ligger et annet sted.',
            'Rækker uden navne i et sikkert rum; nøglen ligger et andet sted.',
          ),
        ],
      },
      only: 'permit',
    }),
    field('identifiabilityReason', 'text', {
      title: said(
        'Why anonymous data are not enough',
        'Hvorfor anonyme data ikke er nok',
        'Hvorfor anonyme data ikke er nok',
      ),
      schema: words(4000),
      only: 'permit',
      when: { answer: 'identifiability', is: 'pseudonymised' },
      optional: true,
    }),
    field('tables', 'text', {
      title: said(
        'Tables and figures you want',
        'Tabeller og figurer du ønsker',
        'Tabeller og figurer, du ønsker',
      ),
      help: said(
        'What stands in the rows and columns of each, and what is counted.',
        'Hva som står i rader og kolonner i hver, og hva som telles.',
        'Hvad der står i rækker og kolonner i hver, og hvad der tælles.',
      ),
      schema: words(4000, 10),
      only: 'request',
    }),
  ],
}
