/**
 * L1: two sets of people that differ by a few are not both told. The comparing is the ledger's (ledger/match.ts), where all that the same
 * parties were told is known; here stands what is said of it.
 */
import type { Rule } from '../rule.js'

export const L1 = {
  id: 'L1',
  parameters: ({ difference }) => ({ difference }),
  statement: ({ difference: n }) => ({
    en: `Every group of people behind a number was compared with all that you, your project and your organisation were told before: groups that differ by fewer than ${n} people are not both told.`,
    nb: `Hver gruppe mennesker bak et tall ble sammenlignet med alt du, prosjektet ditt og organisasjonen din har fått før: Grupper som skiller seg med færre enn ${n} personer, blir ikke begge gitt.`,
    da: `Hver gruppe mennesker bag et tal blev sammenlignet med alt, hvad du, dit projekt og din organisation har fået før: Grupper, der adskiller sig med færre end ${n} personer, gives ikke begge.`,
  }),
  ahead: ({ difference: n }) => ({
    en: `Every group of people behind a number is compared with all that you, your project and your organisation were told before; one that differs from such a group by fewer than ${n} people is withheld.`,
    nb: `Hver gruppe mennesker bak et tall blir sammenlignet med alt du, prosjektet ditt og organisasjonen din har fått før; en som skiller seg fra en slik gruppe med færre enn ${n} personer, blir holdt tilbake.`,
    da: `Hver gruppe mennesker bag et tal sammenlignes med alt, hvad du, dit projekt og din organisation har fået før; en, der adskiller sig fra en sådan gruppe med færre end ${n} personer, holdes tilbage.`,
  }),
  withholds: {
    reason: ({ difference: n }) => ({
      en: `You, your project or your organisation were told of a group that differs from this one by fewer than ${n} people: the two together would tell about those few.`,
      nb: `Du, prosjektet ditt eller organisasjonen din har fått tall om en gruppe som skiller seg fra denne med færre enn ${n} personer: De to sammen ville fortelle om de få.`,
      da: `Du, dit projekt eller din organisation har fået tal om en gruppe, der adskiller sig fra denne med færre end ${n} personer: De to tilsammen ville fortælle om de få.`,
    }),
    remedy: ({ difference: n }) => ({
      en: `Use exactly the same people as before, or a group that differs from theirs by at least ${n} people.`,
      nb: `Bruk nøyaktig de samme personene som før, eller en gruppe som skiller seg fra dem med minst ${n} personer.`,
      da: `Brug nøjagtig de samme personer som før, eller en gruppe, der adskiller sig fra dem med mindst ${n} personer.`,
    }),
  },
} satisfies Rule
