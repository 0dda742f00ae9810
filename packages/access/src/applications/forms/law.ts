/** The sections of the form about the grounds for it: law, safeguards, ethics, and time. */
import type { FormSection } from '@sund/model'
import { field, said, words } from './words.js'

const ETHICS_TITLE = said('Reference of the approval', 'Godkjenningens referanse', 'Godkendelsens reference')

export const LAW: FormSection = {
  id: 'law',
  title: said('Law and safeguards', 'Lov og vern', 'Lov og beskyttelse'),
  lead: null,
  fields: [
    field('legalBasis', 'choice', {
      title: said('Legal basis', 'Behandlingsgrunnlag', 'Behandlingsgrundlag'),
      help: said(
        'In Article 6 of the General Data Protection Regulation.',
        'I personvernforordningen artikkel 6.',
        'I databeskyttelsesforordningens artikel 6.',
      ),
      choices: {
        'public-task': said(
          'A task in the public interest',
          'En oppgave i allmennhetens interesse',
          'En opgave i samfundets interesse',
        ),
        'legitimate-interest': said(
          'A legitimate interest',
          'En berettiget interesse',
          'En legitim interesse',
        ),
        consent: said('Consent', 'Samtykke', 'Samtykke'),
        'legal-obligation': said('A legal obligation', 'En rettslig forpliktelse', 'En retlig forpligtelse'),
      },
    }),
    field('legalBasisText', 'text', {
      title: said('Where the law says so', 'Hvor loven sier det', 'Hvor loven siger det'),
      placeholder: said(
        'The act and section that give your organisation the task',
        'Loven og paragrafen som gir organisasjonen oppgaven',
        'Loven og paragraffen, der giver organisationen opgaven',
      ),
      schema: words(4000, 5),
    }),
    field('safeguards', 'text', {
      title: said('Safeguards', 'Sikkerhetstiltak', 'Sikkerhedsforanstaltninger'),
      help: said(
        'Who may see what, where it is kept, and how you keep people from being recognised.',
        'Hvem som kan se hva, hvor det ligger, og hvordan du hindrer at noen kjennes igjen.',
        'Hvem der kan se hvad, hvor det ligger, og hvordan du undgår, at nogen genkendes.',
      ),
      schema: words(4000),
      optional: true,
      only: 'permit',
    }),
    field('ethics', 'choice', {
      title: said('Ethics committee', 'Etisk komité', 'Etisk komité'),
      help: said(
        'Where its approval is needed and not there yet, it decides side by side with the others.',
        'Der godkjenning trengs og ikke finnes ennå, avgjør komiteen side om side med de andre.',
        'Hvor godkendelse kræves og endnu ikke findes, afgør komitéen side om side med de andre.',
      ),
      choices: {
        approved: said('Approved', 'Godkjent', 'Godkendt'),
        applied: said('Applied for elsewhere', 'Søkt om et annet sted', 'Søgt om et andet sted'),
        'not-applied': said(
          'To be decided with this application',
          'Avgjøres med denne søknaden',
          'Afgøres med denne ansøgning',
        ),
        'not-required': said('Not required', 'Ikke påkrevd', 'Ikke påkrævet'),
      },
      only: 'permit',
    }),
    field('ethicsReference', 'line', {
      title: ETHICS_TITLE,
      help: said(
        'REK’s number for the project.',
        'REKs saksnummer for prosjektet.',
        'REK’s sagsnummer for projektet.',
      ),
      schema: words(200),
      only: 'permit',
      country: 'NO',
      when: { answer: 'ethics', is: 'approved' },
      optional: true,
    }),
    field('ethicsReference', 'line', {
      title: ETHICS_TITLE,
      help: said(
        'The committee’s journal number, from the region or the national committee.',
        'Komiteens journalnummer, fra regionen eller den nasjonale komiteen.',
        'Komitéens journalnummer, fra regionen eller den nationale komité.',
      ),
      schema: words(200),
      only: 'permit',
      country: 'DK',
      when: { answer: 'ethics', is: 'approved' },
      optional: true,
    }),
    field('urgentPublicHealth', 'yes', {
      title: said('Urgent for public health', 'Haster for folkehelsen', 'Haster for folkesundheden'),
      help: said(
        'Such applications have a shorter time limit (Art 68). The access body confirms it.',
        'Slike søknader har kortere frist (art. 68). Tilgangsorganet bekrefter det.',
        'Sådanne ansøgninger har kortere frist (art. 68). Adgangsorganet bekræfter det.',
      ),
      schema: { type: 'boolean' },
      optional: true,
      only: 'permit',
    }),
    field('urgencyReason', 'text', {
      title: said('Why it is urgent', 'Hvorfor det haster', 'Hvorfor det haster'),
      schema: words(4000),
      optional: true,
      only: 'permit',
      when: { answer: 'urgentPublicHealth', is: true },
    }),
    field('optOutException', 'yes', {
      title: said(
        'Also those who have opted out',
        'Også dem som har reservert seg',
        'Også dem, der har fravalgt det',
      ),
      help: said(
        'Only where a law of the country says so, for public tasks, and where the answer cannot be had without them (Art 71). Citizens are told of it.',
        'Bare der en lov i landet åpner for det, til offentlige oppgaver, og der svaret ikke kan fås uten dem (art. 71). Innbyggerne får vite om det.',
        'Kun hvor en lov i landet giver adgang til det, til offentlige opgaver, og hvor svaret ikke kan fås uden dem (art. 71). Borgerne får det at vide.',
      ),
      schema: { type: 'boolean' },
      optional: true,
      provided: 'opt-out-exception',
    }),
    field('optOutNecessity', 'text', {
      title: said('Why they are needed', 'Hvorfor dere trenger dem', 'Hvorfor I har brug for dem'),
      help: said(
        'And why the same cannot be found out in time in another way.',
        'Og hvorfor det samme ikke kan finnes ut i tide på en annen måte.',
        'Og hvorfor det samme ikke kan findes ud af i tide på en anden måde.',
      ),
      schema: words(4000),
      optional: true,
      provided: 'opt-out-exception',
      when: { answer: 'optOutException', is: true },
    }),
  ],
}

export const WORK: FormSection = {
  id: 'work',
  title: said('Where and when', 'Hvor og når', 'Hvor og hvornår'),
  lead: null,
  fields: [
    field('room', 'line', {
      title: said('Secure environment', 'Sikkert miljø', 'Sikkert miljø'),
      schema: words(200),
      only: 'permit',
    }),
    field('from', 'date', {
      title: said('First day', 'Første dag', 'Første dag'),
      schema: { type: 'string', format: 'date' },
    }),
    field('until', 'date', {
      title: said('Last day', 'Siste dag', 'Sidste dag'),
      help: said(
        'At most ten years. What is left in the room is deleted within six months after it.',
        'Høyst ti år. Det som ligger i rommet, slettes innen seks måneder etterpå.',
        'Højst ti år. Det, der ligger i rummet, slettes inden for seks måneder derefter.',
      ),
      schema: { type: 'string', format: 'date' },
      only: 'permit',
    }),
    field('relaxations', 'relaxations', {
      title: said(
        'Rules less strict than usual',
        'Regler mildere enn vanlig',
        'Regler lempet i forhold til det sædvanlige',
      ),
      help: said(
        'Only where the study cannot be done otherwise. Each needs a reason, and holders may say no.',
        'Bare der studien ikke kan gjøres ellers. Hver trenger en grunn, og dataansvarlige kan si nei.',
        'Kun hvor undersøgelsen ellers ikke kan gennemføres. Hver kræver en grund, og dataindehavere kan sige nej.',
      ),
      optional: true,
      only: 'permit',
    }),
  ],
}
